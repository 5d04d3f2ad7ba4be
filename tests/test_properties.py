"""What holds for every text, whatever it says: no crash, nothing lost, nothing invented, the same rows twice."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.annotation_json import LISTS, as_json
from etl.pipeline import Annotator
from etl.records import Annotation, Document
from etl.vocabulary import load_vocabulary
from tests.conftest import HERE

ANNOTATOR = Annotator(load_vocabulary(HERE.parent / "seeds" / "vocabulary"))
SETTINGS = settings(deadline=None, max_examples=100, derandomize=True, database=None, suppress_health_check=list(HealthCheck))

LABELS = [
    "President Verel:", "PRESIDENT VEREL:", "THE PRESIDENT:", "Q  ", "Q: ", "Mr. Sohl (Norway) (spoke in French): ", "Question:",
    "### Sohl:", "- ", "Statement by President Verel", "President of Norway Joren Verel said:", "(Applause.)", "x x x", "* * *",
    "###", "END 6:40 P.M. EST", "In favour:", "Date: 12 March 2021", "Oslo, March 12, AGENCY", ": ", "“", "”", '"', "(", ")",
    "<…>", "Photo: ", "The sides noted that", "He said", "it was stressed", "The leaders discussed", "told reporters", "and",
    "President", "Norway", "Minister of Foreign Affairs of", "the two countries", "Ladies and gentlemen:",
]  # fmt: skip
NUMBERS = [
    "half a billion", "two and a half", "a couple of hundred", "1.2bn", "1,234,567.5", "7,5", "dozens", "twenty-first", "9" * 400,
    "½", "٣٤", "１２", "²", "$", "US$5", "€", "%", "percent", "per cent", "-", "–", "to", "from 3 to 5", "between 5 and 7",
    "million", "trillion " * 30, "hundredfold", "0-fold", "00", "0th", "100th anniversary", "last year", "by 2030",
    "29 February 2023", "31.12.9999", "January 0000", "9999 years ago", "in 99999 centuries", "first 13 months of 2022",
    "the 0th century", "25:61 p.m.", "99 weeks ago", "one in zero", "one in 5", "1e999", "1/0", "doubled", "0", "-1", "+", "~",
    "more than", "up to", "rose by", "fell to", "our trade", "according to", "5 barrels per day", "year", "years old",
    "the next 2999 years", "Q4 9999",
]  # fmt: skip
SPACES = st.sampled_from([" ", " ", " ", "\n", "\n\n", "\u00a0", "", ", ", ". ", "\t", "\r", "\u2028", "\u0130", "\ufeff", "\u00ad"])
PIECES = st.lists(st.tuples(st.sampled_from(LABELS + NUMBERS), SPACES), max_size=24).map(lambda pieces: "".join(a + b for a, b in pieces))
TEXTS = st.one_of(st.text(max_size=400), PIECES, PIECES, st.tuples(PIECES, st.text(max_size=60), PIECES).map("".join)).filter(str.strip)
KNOWN = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2023-04-10", "2024-02-29", None]),
        "language": st.sampled_from(["en", "en", "en", "fr"]),
        "country_id": st.sampled_from(["NO", None]),
        "title": st.sampled_from([None, "Verel and Sohl met in Oslo"]),
    }
)


def document(text: str, known: dict[str, Any]) -> Document:
    return Document("doc", "doc", text, **known)


def check(annotation: Annotation, text: str) -> None:
    """Raise where rows break what holds for all of them."""
    assert annotation.text == text
    ends = [0, *(part.end_char for part in annotation.parts)]
    assert [part.start_char for part in annotation.parts] == ends[:-1], "parts partition the text"
    assert ends[-1] == len(text), "parts cover the text"
    assert all(part.start_char < part.end_char for part in annotation.parts)
    assert [part.number for part in annotation.parts] == list(range(1, len(annotation.parts) + 1))
    for rows in (annotation.turns, annotation.statements, annotation.figures, annotation.dates):
        for row in rows:
            assert row.text == text[row.start_char : row.end_char]
            assert row.text
    for statement in annotation.statements:
        assert statement.cue == text[statement.cue_start_char : statement.cue_end_char]
        if statement.source is not None:
            assert statement.source == text[statement.source_start_char : statement.source_end_char]
    for counted in (*annotation.turn_topics, *annotation.turn_entities):
        assert counted.mentions == len(counted.evidence)
        assert all(span["text"] == text[span["start"] : span["end"]] for span in counted.evidence)
    for figure in annotation.figures:
        assert figure.sentence in text
        assert figure.measure is None or figure.measure in text
    check_keys(annotation)
    json.dumps(as_json(annotation), allow_nan=False)


def check_keys(annotation: Annotation) -> None:
    """Raise where an id stands twice or a key leads nowhere."""
    turns = {turn.id for turn in annotation.turns}
    people = {person.id for person in annotation.people}
    ids = [row.id for rows in (annotation.turns, annotation.statements, annotation.figures, annotation.dates) for row in rows]
    assert len(ids) == len(set(ids))
    assert len(people) == len(annotation.people)
    assert len({entity.id for entity in annotation.entities}) == len(annotation.entities)
    for rows in (annotation.parts, annotation.statements, annotation.figures, annotation.dates, annotation.turn_topics, annotation.turn_entities):
        assert all(row.turn_id is None or row.turn_id in turns for row in rows)
    for rows in (annotation.turns, annotation.statements, annotation.figures):
        assert all(row.speaker_id is None or row.speaker_id in people for row in rows)
    assert {p.person_id for p in (*annotation.participants, *annotation.statement_people, *annotation.positions)} <= people
    assert {e.entity_id for e in annotation.turn_entities} <= {entity.id for entity in annotation.entities}
    assert {f.statement_id for f in annotation.figures} - {None} <= {statement.id for statement in annotation.statements}
    assert {f.date_id for f in annotation.figures} - {None} <= {date.id for date in annotation.dates}
    assert [turn.number for turn in annotation.turns] == list(range(1, len(annotation.turns) + 1))


@SETTINGS
@given(TEXTS, KNOWN)
def test_any_text_gives_rows_that_hold(text: str, known: dict[str, Any]) -> None:
    check(ANNOTATOR(document(text, known)), text)


@SETTINGS
@given(TEXTS, KNOWN)
def test_two_runs_give_equal_rows(text: str, known: dict[str, Any]) -> None:
    first, second = ANNOTATOR(document(text, known)), ANNOTATOR(document(text, known))
    assert all(getattr(first, name) == getattr(second, name) for name in LISTS)
    assert first == second


ODD = {
    "empty": "",
    "space": " ",
    "line end": "\n",
    "white space": "\n\n \t\n",
    "letter": "a",
    "colon": ":",
    "dash": "-",
    "digits": "9" * 5000,
    "brackets": "(" * 3000,
    "quotes": "“" * 3000,
    "crosses": "x " * 3000,
    "labels": "President Verel: " * 300,
    "ones": "one " * 2000,
    "halves": "and a half " * 900,
    "far away": "December 31, 9999. The next 2999 years. 2999 centuries ago. In 99 decades.",
    "clocks": "0:00 a.m. 99:99 p.m.",
    "private use": "\ud7ff\ue000\U0001f600 5\u0301 percent",
    "foreign digits": "²³ ٣٤ percent",
    "no such day": "The year 0000 and 29 February 1900 and 31 April.",
    "huge percentage": "Trade rose by " + "9" * 400 + " percent.",
    "huge price": "It cost 1" + "0" * 299 + " billion trillion dollars.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_texts(text: str) -> None:
    check(ANNOTATOR(document(text, {"date": "2023-04-10", "language": "en"})), text)


RELATIVE = [
    "March 1", "In June we met.", "last year", "next century", "30 years ago", "tomorrow", "over the past five years", "next week", "this Friday",
    "next decade", "last month", "this winter", "last quarter", "next May", "first quarter", "the year before", "the next 10 days", "tonight",
]  # fmt: skip


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
@pytest.mark.parametrize("text", RELATIVE)
def test_relative_dates_at_the_ends_of_time(text: str, day: str) -> None:
    check(ANNOTATOR(document(text, {"date": day, "language": "en"})), text)


UNKNOWN = ["Good morning to everyone in the room, and welcome.", "12345 67890 12345 67890 12345", "Добрый день, уважаемые коллеги и друзья.", "ok"]


@pytest.mark.parametrize("text", UNKNOWN)
def test_texts_whose_language_is_not_given(text: str) -> None:
    check(ANNOTATOR(document(text, {"date": "2023-04-10", "language": None})), text)


def test_one_annotator_keeps_nothing_of_the_document_before(seed_document: Document) -> None:
    other = document("PRESIDENT VEREL:  We grow by 5 percent.\n\nQ  Is it so?\n\nTHE PRESIDENT:  It is.", {"date": "2023-04-10", "language": "en"})
    alone = ANNOTATOR(other)
    ANNOTATOR(seed_document)
    assert ANNOTATOR(other) == alone


# A megabyte of each; the values are all that may be read there.
MEGABYTES: dict[str, tuple[str, set[float]]] = {
    "digits": ("9" * 5000 + " ", set()),
    "lists": ("1,2,3,4,5 ", set()),
    "dollars": ("$$$", set()),
    "opening brackets": ("(((5 percent", {5.0}),
    "closing brackets": ("5 percent)))", {5.0}),
    "not a number": ("NaN million dollars. ", set()),
    "infinity": ("infinity percent. ", set()),
    "too large": ("1e309 percent. ", set()),
    "fractions": ("½ million tonnes and ¾ percent. ", {500_000.0, 0.75}),
    "foreign digits": ("٤٠ percent. ", {40.0}),
}


@pytest.mark.parametrize("name", MEGABYTES)
def test_megabytes_of_odd_numbers(name: str) -> None:
    piece, values = MEGABYTES[name]
    text = piece * (1_000_000 // len(piece))
    annotation = ANNOTATOR(document(text, {"date": "2023-04-10", "language": "en"}))
    found = {value for f in annotation.figures for value in (f.value, f.value_max, f.value_from) if value is not None}
    assert found == values
    assert all(text[f.start_char : f.end_char] == f.text for f in annotation.figures[:1000])
