"""Invented transcripts in the conventions of each family of publishers, written by people who had not seen the rules: who speaks when.

`tests/transcripts/FAMILY.jsonl` has the texts with their turns: the label as printed, without brackets, and the words without stage
directions. Compared are the labels and the first six words of each turn.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from etl.pipeline import Annotator
from etl.records import Annotation, Document
from tests.conftest import HERE

ROWS = [json.loads(line) for path in sorted((HERE / "transcripts").glob("*.jsonl")) for line in path.open(encoding="utf-8")]
DIRECTION = re.compile(r"\s*[(\[][^()\[\]]{1,120}[)\]][.:]?")


def joined(turns: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return labels and words, stage directions left out, neighbours of one label as one turn."""
    result: list[tuple[str, list[str]]] = []
    for printed, text in turns:
        label = " ".join(DIRECTION.sub("", printed).split()).strip(" :.-").casefold()
        words = DIRECTION.sub("", text).split()
        if result and result[-1][0] == label and len(label.split()) > 1:
            result[-1][1].extend(words)
        else:
            result.append((label, words))
    return result


def annotated(annotator: Annotator, row: dict[str, Any]) -> Annotation:
    return annotator(Document(row["id"], row["id"], row["text"], title=row["title"], date=row["date"]))


def test_every_family_is_there() -> None:
    families = {path.stem for path in (HERE / "transcripts").glob("*.jsonl")}
    assert families == {"asia", "australia", "azerbaijan", "europe", "kremlin", "spanish", "un", "us"}
    assert sum(not row["turns"] for row in ROWS) >= 7, "readouts without speech are among them"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_who_speaks_when(row: dict[str, Any], annotator: Annotator) -> None:
    found = joined([(turn.speaker_label or "", turn.text) for turn in annotated(annotator, row).turns if turn.kind == "speech"])
    expected = joined([(label, text) for label, text in row["turns"]])
    assert [(label, words[:6]) for label, words in found] == [(label, words[:6]) for label, words in expected]


@pytest.mark.parametrize("row", [row for row in ROWS if row["turns"]], ids=lambda row: row["id"])
def test_hardly_a_label_is_unresolved(row: dict[str, Any], annotator: Annotator) -> None:
    annotation = annotated(annotator, row)
    speech = [turn for turn in annotation.turns if turn.kind == "speech"]
    assert sum(turn.speaker_id is None and turn.role is None for turn in speech) <= 0.05 * len(speech)


def test_a_file_for_each_row_is_named_once() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert all(Path(row["id"]).name == row["id"] for row in ROWS)
