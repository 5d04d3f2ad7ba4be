"""Annotations made by hand, small enough to read, for tests of what loading does with them."""

from dataclasses import replace
from typing import Any

from etl.records import (
    Annotation,
    Date,
    Entity,
    Figure,
    FigureCountry,
    Meeting,
    Part,
    Participant,
    Person,
    Position,
    Statement,
    StatementPerson,
    Turn,
    TurnEntity,
    TurnTopic,
)

TEXT = "The leaders met in Velden.\n\nVerel: Trade with Orland grew by 40 percent last year, he noted.\n"
LEAD = "The leaders met in Velden."
SPEECH = "Trade with Orland grew by 40 percent last year, he noted."
VEREL = Person("joren-verel", "Joren Verel", "NO", None, True)
SOHL = Person("mira-sohl", "Mira Sohl", "GH", "Q1", False)
VELDEN = Entity("velden", "Velden", "city", "NO", 59.5, 10.25, None)


def place(words: str) -> tuple[int, int]:
    """Return where words stand in the text."""
    start = TEXT.index(words)
    return start, start + len(words)


def figure(key: str = "doc", **known: Any) -> Figure:
    """Return the text's figure, with what `known` says otherwise."""
    start, end = place("40 percent")
    usual = Figure(
        id=f"{key}-f{start}",
        document_id=key,
        turn_id=f"{key}-t{place(SPEECH)[0]}",
        statement_id=None,
        speaker_id=VEREL.id,
        voice="person",
        date="2024-03-05",
        text="40 percent",
        value=40.0,
        value_max=None,
        value_from=None,
        unit="percent",
        kind="percentage",
        modifier=None,
        change="increase",
        represents="change",
        measure="Trade with Orland",
        measure_id="trade-turnover",
        countries=("GH", "NO"),
        period="last year",
        date_id=f"{key}-d{place('last year')[0]}",
        period_start="2023-01-01",
        period_end="2023-12-31",
        status="actual",
        source=None,
        sentence=SPEECH,
        start_char=start,
        end_char=end,
        rule="by-hand",
        claim_id="c1",
    )
    return replace(usual, **known)


def annotation(key: str = "doc", *, path: str | None = None, figures: tuple[Figure, ...] | None = None, date: str = "2024-03-05") -> Annotation:
    """Return one document with something in every table."""
    lead, speech = place(LEAD), place(SPEECH)
    first, second = f"{key}-t{lead[0]}", f"{key}-t{speech[0]}"
    statement = f"{key}-s{speech[0]}"
    if figures is None:
        figures = (figure(key, statement_id=statement),)
    place_evidence = ({"start": place("Velden")[0], "end": place("Velden")[1], "text": "Velden"},)
    topic_evidence = ({"start": speech[0], "end": speech[0] + 5, "text": "Trade"},)
    return Annotation(
        document={
            "id": key, "source_id": key, "title": f"Talks of {key}", "date": date, "published": None, "format": "meeting",
            "meeting_id": f"{date}-gh-no-meeting", "place_id": "velden", "language": "en", "publisher": "An office", "country_id": "NO", "url": None,
            "words": 16, "turns": 2, "figures": len(figures), "source_path": path or f"{key}.txt", "source_row": None,
            "media_type": "text/plain", "sha256": "0" * 64,
        },
        text=TEXT,
        meetings=(Meeting(f"{date}-gh-no-meeting", date, "velden", "meeting", "heads of state", "Talks"),),
        parts=(
            Part(key, 1, "narration", first, 0, lead[1] + 2),
            Part(key, 2, "label", second, lead[1] + 2, speech[0]),
            Part(key, 3, "speech", second, speech[0], len(TEXT)),
        ),
        turns=(
            Turn(first, key, 1, "narration", None, None, None, None, date, LEAD, 5, *lead),
            Turn(second, key, 2, "speech", VEREL.id, "Verel", "President", "NO", date, SPEECH, 11, *speech, topics=("trade",)),
        ),
        statements=(
            Statement(
                statement, key, second, "indirect", "person", "note", VEREL.id, "he", "noted",
                SPEECH[:47], speech[0], speech[0] + 47, place("he noted")[0], place("he noted")[0] + 2, *place("noted"),
            ),
        ),
        statement_people=(StatementPerson(statement, VEREL.id, "source"), StatementPerson(statement, SOHL.id, "addressee")),
        figures=figures,
        figure_countries=tuple(FigureCountry(f.id, country, "between") for f in figures for country in f.countries),
        turn_topics=(TurnTopic(second, "trade", 18, 1.5, 11, 1, topic_evidence),),
        dates=(Date(f"{key}-d{place('last year')[0]}", key, second, "last year", "DATE", "2023", "2023-01-01", "2023-12-31", *place("last year")),),
        turn_entities=(TurnEntity(first, "velden", 1, place_evidence),),
        people=(VEREL, SOHL),
        positions=(Position(VEREL.id, "President", "NO", None, "2020-01-01", None), Position(SOHL.id, "Chancellor", "GH", None, None, None)),
        participants=(Participant(key, VEREL.id, "President", "NO"), Participant(key, SOHL.id, "Chancellor", "GH")),
        entities=(VELDEN,),
    )  # fmt: skip
