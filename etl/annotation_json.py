"""Annotations as JSON: keys are the tables' names, fields the columns' names."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from etl.extract.files import make_document
from etl.extract.metadata import MetadataError, metadata_from
from etl.extract.plain import Unreadable, normalise
from etl.pipeline import Annotator, UnknownCountry
from etl.records import Annotation, Problem, row

LISTS = (
    "meetings", "parts", "turns", "statements", "statement_people", "figures", "figure_countries", "turn_topics", "dates",
    "turn_entities", "people", "positions", "participants", "entities", "problems",
)  # fmt: skip
_FIELDS = {"title", "date", "published", "format", "place", "url", "publisher", "country", "language"}


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
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield as_json(_annotate_line(line, number, annotator, source)), None
        except (Unreadable, MetadataError, UnknownCountry) as error:
            problem = Problem(f"{source}:{number}", "extract", "error", str(error))
            yield refused(problem), problem


def _annotate_line(line: bytes, number: int, annotator: Annotator, source: str) -> Annotation:
    try:
        item = json.loads(line)
        json.dumps(item, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Unreadable("the line holds half a character (a lone surrogate)") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"the line is no JSON: {error}") from None
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise Unreadable('expected an object with "id" and "text"')
    metadata = metadata_from({key: value for key, value in item.items() if key in _FIELDS}, "the line")
    given = item.get("id")
    document = make_document(f"line-{number}" if given in (None, "") else str(given), normalise(item["text"]), metadata)
    return annotator(document)
