"""Where sentences end, and where a stop ends none."""

import pytest

from etl.language.sentences import Sentences, split_sentences
from etl.records import Span
from etl.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def abbreviations(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(vocabulary.words["sentences"]["abbreviations"])


def cut(text: str, abbreviations: frozenset[str]) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text, [Span(0, len(text))], abbreviations)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Thank you."],
        ["We met.", "We talked."],
        ["Is it so?", "It is!", "Good."],
        ["He said “no.”", "She left."],
        ["It grew (by 5 percent.)", "It fell."],
        ["It is so…", "Is it?"],
        ["Wait?!", "No."],
        ["We met at 5 p.m. in Oslo."],
        ["Mr. Verel met Mrs. Sohl.", "Dr. Anders was there."],
        ["The U.S. side agreed.", "The U.K. did not."],
        ["J. R. Verel spoke."],
        ["It costs 2.5 million.", "It is 3.7 km."],
        ["See No. 5 of the list."],
        ["It fell, e.g. in Peru, by a half."],
        ["It was in 1991.", "1992 was better."],
        ["We thank you.", "“Welcome,” he said."],
        ["So did I.", "Then we left."],
        ["It is so.", "– Really?"],
        ["¿Cómo está?", "¡Bien!"],
        ["No stop at the end"],
        ["Prof. Sohl et al. came."],
    ],
    ids=lambda sentences: sentences[0][:20],
)
def test_sentences(sentences: list[str], abbreviations: frozenset[str]) -> None:
    assert cut(" ".join(sentences), abbreviations) == sentences


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_no_sentence(text: str, abbreviations: frozenset[str]) -> None:
    assert cut(text, abbreviations) == []


def test_a_line_break_inside_a_sentence_stays(abbreviations: frozenset[str]) -> None:
    assert cut("We met\nin Oslo. We\ntalked. ", abbreviations) == ["We met\nin Oslo.", "We\ntalked."]


def test_each_span_is_cut_by_itself(abbreviations: frozenset[str]) -> None:
    text = "No stop here\n\nNew paragraph. Second."
    spans = split_sentences(text, [Span(0, 14), Span(14, len(text))], abbreviations)
    assert [text[s.start : s.end] for s in spans] == ["No stop here", "New paragraph.", "Second."]


def test_sentences_by_place() -> None:
    sentences = Sentences([Span(2, 5), Span(7, 9)])
    assert [sentences.at(place) for place in (0, 2, 4, 5, 6, 7, 8, 9)] == [
        None, Span(2, 5), Span(2, 5), None, None, Span(7, 9), Span(7, 9), None,
    ]  # fmt: skip
    assert Sentences([]).at(0) is None
