"""Where noun phrases begin and end."""

import pytest

from etl.language.counted_nouns import CountedNouns
from etl.language.inflection import Inflection
from etl.language.noun_phrases import NounChunker, tokens
from etl.vocabulary import Vocabulary

CHANGES = ("increased", "rose", "fell", "grew", "reached", "exceeding", "increasing", "add")


@pytest.fixture(scope="module")
def chunker(vocabulary: Vocabulary) -> NounChunker:
    return NounChunker(vocabulary.words["grammar"], Inflection(vocabulary.words["nouns"]), CHANGES)


@pytest.fixture(scope="module")
def counted_nouns(chunker: NounChunker, vocabulary: Vocabulary) -> CountedNouns:
    return CountedNouns(chunker, vocabulary.words["grammar"], vocabulary.words["numerals"]["cardinals"])


@pytest.mark.parametrize(
    "before, phrase, after",
    [
        ("", "the volume of trade between our countries", " increased by"),
        ("", "trade turnover", " reached 5 billion"),
        ("", "exports of grain from Kenya to Chile", ", which"),
        ("", "the capacity of the Oslo-Bergen railway line", " was"),
        ("", "our two-way trade in goods and services", " will"),
        ("", "the country's exports", " rose"),
        ("", "Kenya’s exports to the European Union", " and"),
        ("", "imports", " fell"),
        ("", "direct investment in the economy of Peru", " has"),
        ("", "the number of students", " who"),
        ("", "military support for Ukraine", "; the"),
    ],
    ids=lambda value: value[:24],
)
def test_phrase_after(before: str, phrase: str, after: str, chunker: NounChunker) -> None:
    text = before + phrase + after
    assert chunker.phrase_after(text, len(before), len(text)) == (len(before), len(before) + len(phrase))


@pytest.mark.parametrize("text", ["", " ", "rose by", "and then", ", of trade", "it was", "which"])
def test_no_phrase_after(text: str, chunker: NounChunker) -> None:
    assert chunker.phrase_after(text, 0, len(text)) is None


@pytest.mark.parametrize(
    "before, phrase, after",
    [
        ("I would like to add that ", "the volume of trade between our countries", " "),
        ("We know that ", "exports of grain to Chile", " have already "),
        ("Last year, ", "bilateral trade", " also "),
        ("It is good because ", "their investments in Peru", ", "),
        ("He said ", "imports", " "),
    ],
    ids=lambda value: value[:24],
)
def test_phrase_before(before: str, phrase: str, after: str, chunker: NounChunker) -> None:
    text = before + phrase + after
    assert chunker.phrase_before(text, 0, len(text)) == (len(before), len(before) + len(phrase))


def test_masked_stretches_are_passed_over(chunker: NounChunker) -> None:
    text = "the trade turnover, according to Chilean statistics, "
    assert chunker.phrase_before(text, 0, len(text), masks=[(20, 51)]) == (0, 18)


@pytest.mark.parametrize("text", ["", "rose ", "and it was ", "because "])
def test_no_phrase_before(text: str, chunker: NounChunker) -> None:
    assert chunker.phrase_before(text, 0, len(text)) is None


@pytest.mark.parametrize(
    "text, noun, head",
    [
        ("5 companies", "companies", "company"),
        ("5 trade missions to Oslo", "trade missions", "trade mission"),
        ("5 new young doctors came", "new young doctors", "new young doctor"),
        ("two countries", "countries", "country"),
        ("3,000 people were there", "people", "person"),
        ("12 Kenyan students in Oslo", "Kenyan students", "kenyan student"),
        ("400 nurses and doctors", "nurses", "nurse"),
        ("20 aircraft", "aircraft", "aircraft"),
        ("six children", "children", "child"),
        ("7 memoranda of understanding", "memoranda", "memorandum"),
        ("five flights a week", "flights", "flight"),
        ("40 ships carrying grain", "ships", "ship"),
        ("five separate calls with leaders", "separate calls", "separate call"),
        ("three visits", "visits", "visit"),
        ("twelve military families", "military families", "military family"),
        (
            "four business, university and health care leaders",
            "business, university and health care leaders",
            "business university health care leader",
        ),
        ("two ships, a bridge and four trucks", "ships", "ship"),
        ("four leaders highlights it", "leaders", "leader"),
    ],
)
def test_counted(text: str, noun: str, head: str, counted_nouns: CountedNouns) -> None:
    start = text.index(" ")
    found = counted_nouns.find(text, start, len(text), one=False)
    assert found is not None
    assert (text[start + 1 : found[0]], found[1]) == (noun, head)


@pytest.mark.parametrize(
    "text", ["5", "5 of them", "5, companies", "5 and companies", "5 is good", "5\n\ncompanies came", "5 to companies", "5 discussed joint efforts"]
)
def test_nothing_counted(text: str, counted_nouns: CountedNouns) -> None:
    assert counted_nouns.find(text, 1, len(text), one=False) is None


@pytest.mark.parametrize("text, unit", [("one company came", "company"), ("one new hospital", "new hospital")])
def test_one_of_a_kind(text: str, unit: str, counted_nouns: CountedNouns) -> None:
    found = counted_nouns.find(text, 3, len(text), one=True)
    assert found is not None
    assert found[1] == unit


@pytest.mark.parametrize("text, words", [("the U.S. side.", ["the", "U.S.", "side"]), ("Kenya’s oil, gas", ["Kenya’s", "oil", ",", "gas"]), ("", [])])
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text, 0, len(text))] == words
    assert all(text[token.start : token.end] == token.text for token in tokens(text, 0, len(text)))
