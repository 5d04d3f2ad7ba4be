"""Annotations as JSON: keys are the tables' names, fields the columns' names."""

from collections.abc import Iterable, Iterator
from typing import Any

from etl.extract.content import Unreadable
from etl.extract.files import row_document
from etl.extract.jsonl import parsed
from etl.extract.metadata import MetadataError
from etl.pipeline import Annotator, UnknownCountry
from etl.records import Annotation, Problem, row

LISTS = (
    "meetings", "parts", "turns", "statements", "statement_people", "figures", "figure_countries", "turn_topics", "dates",
    "turn_entities", "name_candidates", "people", "positions", "participants", "entities", "problems",
)  # fmt: skip


def as_json(annotation: Annotation) -> dict[str, Any]:
    """Return one document's records as a JSON object, its text in `document`."""
    data: dict[str, Any] = {"document": {**annotation.document, "text": annotation.text}}
    for name in LISTS:
        data[name] = [row(record) for record in getattr(annotation, name)]
    return data


def refused(problem: Problem) -> dict[str, Any]:
    """Return what stands for a document that was refused: empty lists and the problem."""
    return {"document": None, **{name: [] for name in LISTS}, "problems": [row(problem)]}


def annotate_lines(lines: Iterable[bytes], annotator: Annotator, source: str) -> Iterator[tuple[dict[str, Any], Problem | None]]:
    """Annotate JSON lines `{"id", "text", …}` one by one; with each object, the problem for which its line was refused."""
    for row_ in parsed(lines):
        try:
            yield as_json(annotator(row_document(row_, source, "application/jsonl"))), None
        except (Unreadable, MetadataError, UnknownCountry) as error:
            problem = Problem(f"{source}:{row_.number}", "extract", "error", str(error))
            yield refused(problem), problem
