"""The longest phrase wins, words are whole, offsets stay true."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.language.phrases import PhraseMatcher, fold, fold_lower, word_count

OIL = PhraseMatcher(
    {"oil": 1, "oil pipeline": 2, "crude oil": 3, "pipeline": 4, "Côte d’Ivoire": 5, "one-on-one": 6, "U.S.": 7, "EU": 8, "São Tomé": 9, "%": 10}
)


@pytest.mark.parametrize(
    "text, found",
    [
        ("the oil pipeline", [("oil pipeline", 2)]),
        ("crude oil", [("crude oil", 3)]),
        ("crude oil pipeline", [("crude oil", 3), ("pipeline", 4)]),
        ("OIL", [("OIL", 1)]),
        ("oil", [("oil", 1)]),
        ("oil oil", [("oil", 1), ("oil", 1)]),
        ("oil-pipeline", [("oil-pipeline", 2)]),
        ("oil\npipeline", [("oil\npipeline", 2)]),
        ("oil pipelined", [("oil", 1)]),
        ("(oil)", [("oil", 1)]),
        ("“oil”.", [("oil", 1)]),
        ("a Cote d'Ivoire b", [("Cote d'Ivoire", 5)]),
        ("CÔTE D’IVOIRE", [("CÔTE D’IVOIRE", 5)]),
        ("one on one", [("one on one", 6)]),
        ("one–on–one", [("one–on–one", 6)]),
        ("the U.S. side", [("U.S.", 7)]),
        ("Sao Tome", [("Sao Tome", 9)]),
        ("the EU's", [("EU", 8)]),
    ],
)
def test_found(text: str, found: list[tuple[str, int]]) -> None:
    assert [(text[m.start : m.end], m.value) for m in OIL.find(text)] == found


@pytest.mark.parametrize("text", ["", " ", "soil", "oils", "foil pipelines", "boiled", "oil2", "turmoil", "EUR", "neu", "one on", "0oil"])
def test_not_found(text: str) -> None:
    assert OIL.find(text) == []


def test_capitals_count_where_asked() -> None:
    matcher = PhraseMatcher({"US": 1, "May": 2}, case_sensitive=True)
    assert [m.value for m in matcher.find("Let us go to the US, may be in May.")] == [1, 2]


def test_get() -> None:
    assert OIL.get("Crude Oil") == 3
    assert OIL.get("oils") is None


def test_first_meaning_stays() -> None:
    assert PhraseMatcher([("oil", 1), ("Oil", 2)]).get("oil") == 1


@pytest.mark.parametrize("phrase", ["", " ", "\n", "-", "“”"])
def test_empty_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="empty phrase"):
        PhraseMatcher({"oil": 1, phrase: 2})


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Tòkayèv", "Tokayev"), ("Əliyev", "Aliyev"), ("İlham", "Ilham"), ("Erdoğan", "Erdogan"), ("Łódź", "Lodz"), ("d’Ivoire", "d'Ivoire"),
        ("a–b", "a b"), ("a\u00a0b", "a b"), ("5 %", "5 %"), ("U.S.", "U.S."),
    ],
)  # fmt: skip
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
@settings(max_examples=100, derandomize=True, deadline=None, database=None)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(fold_lower(text)) == len(text)


@given(st.text())
@settings(max_examples=100, derandomize=True, deadline=None, database=None)
def test_any_text_can_be_searched(text: str) -> None:
    for match in OIL.find(f"{text} oil {text}"):
        assert 0 <= match.start < match.end <= 2 * len(text) + 5


@pytest.mark.parametrize(
    "text, count",
    [
        ("", 0), ("  ", 0), ("one", 1), ("Thank you.", 2), ("the country's", 2), ("trade-and-transit", 1), ("1,234.5 tons", 2), ("x – y", 2),
        ("“a”, (b)!", 2), ("d’État", 1),
    ],
)  # fmt: skip
def test_word_count(text: str, count: int) -> None:
    assert word_count(text) == count
