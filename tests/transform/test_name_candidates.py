"""Names that the vocabulary does not have: which words of a text are offered, and where."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from etl.build import build
from etl.pipeline import Annotator
from etl.vocabulary import load_vocabulary
from tests.annotating import annotate


@pytest.mark.parametrize(
    "text, names",
    [
        ("They praised the Nordic Fjord Council and the Nordic Fjord Council praised them.", {"Nordic Fjord Council": 2}),
        ("The Nordic Fjord Council met on Monday.", {"Nordic Fjord Council": 1}),
        ("They joined the Norwegian Water Board.", {"Norwegian Water Board": 1}),
        ("They met in Oslo with the United Nations and in South Korea.", {}),
        ("President of Norway Joren Verel met Prime Minister Mira Sohl.", {}),
        ("Norway and Chile agreed. The President left for Chile. The Minister stayed.", {}),
        ("They spoke of the ZQX and of the Fund for Seed Banks.", {"ZQX": 1, "Fund for Seed Banks": 1}),
        ("In March 2023 We Agreed.", {}),
    ],
)
def test_candidates(text: str, names: dict[str, int], annotator: Annotator) -> None:
    annotation = annotate(annotator, text)
    assert {candidate.name: candidate.mentions for candidate in annotation.name_candidates} == names
    for candidate in annotation.name_candidates:
        assert text[candidate.start_char : candidate.end_char] == candidate.name


def test_names_that_recur_are_loaded(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    for number, words in enumerate(("They thanked the Seed Bank Union.", "The Seed Bank Union met the Rare Board.")):
        (talks / f"{number}.txt").write_text(f"VEREL: {words}\n\nSOHL: We agree.\n", encoding="utf-8")
    build([talks], tmp_path / "r.db", load_vocabulary())
    with closing(sqlite3.connect(tmp_path / "r.db")) as connection:
        rows = connection.execute("SELECT name, documents, mentions, quote FROM name_candidates").fetchall()
    assert rows == [("Seed Bank Union", 2, 2, "VEREL: They thanked the Seed Bank Union. SOHL: We agree.")]


def test_a_quote_is_of_whole_words(annotator: Annotator) -> None:
    text = f"{'beginning ' * 12}the Seed Bank Union {'ending ' * 20}."
    (candidate,) = annotate(annotator, text).name_candidates
    assert set(candidate.quote.split()) == {"beginning", "the", "Seed", "Bank", "Union", "ending"}
