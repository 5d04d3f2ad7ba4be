"""What the front page and the reading page of a document show, read from the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import tilde_decode

_NEWEST = """
SELECT d.id, d.title, d.date, d.publisher, d.turns, d.figures, e.name AS place
FROM documents d LEFT JOIN entities e ON e.id = d.place_id ORDER BY d.date DESC, d.id LIMIT 10
"""
_DOCUMENT = """
SELECT d.*, e.name AS place, c.name AS country, t.text FROM documents d JOIN document_texts t ON t.document_id = d.id
LEFT JOIN entities e ON e.id = d.place_id LEFT JOIN countries c ON c.id = d.country_id WHERE d.id = ?
"""
_PARTS = """
SELECT p.kind, p.start_char, p.end_char, t.number, t.speaker_label, t.start_char AS turn_start, t.id AS turn_id,
       r.name AS speaker, c.name AS country
FROM parts p LEFT JOIN turns t ON t.id = p.turn_id LEFT JOIN people r ON r.id = t.speaker_id LEFT JOIN countries c ON c.id = t.country_id
WHERE p.document_id = ? ORDER BY p.number
"""
_FIGURES = "SELECT id, start_char, end_char, status FROM figures WHERE document_id = ? ORDER BY start_char"
_PLACES = "SELECT start_char FROM statements WHERE document_id = :id UNION SELECT start_char FROM dates WHERE document_id = :id"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: plain words, or a figure's (`figure` is its id); `anchors` are the places in it that links lead to."""

    text: str
    start: int
    anchors: tuple[int, ...]
    figure: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as the page shows it; `opens` marks the first part of a turn."""

    kind: str
    opens: bool
    number: int | None
    turn_id: str | None
    turn_start: int | None
    who: str | None
    country: str | None
    pieces: tuple[Piece, ...]


async def front_page(datasette: Any, name: str) -> dict[str, Any]:
    """Return a database's newest documents and how much it holds; nothing for a database that is not one of ours."""
    database = datasette.get_database(name)
    if not await database.table_exists("document_texts"):
        return {"name": name, "newest": [], "counts": {}}
    counts = {}
    for table in ("documents", "turns", "figures", "statements", "people"):
        counts[table] = (await database.execute(f"SELECT count(*) FROM {table}")).single_value()
    return {"name": name, "newest": (await database.execute(_NEWEST)).rows, "counts": counts}


async def reading_page(datasette: Any, name: str, keys: str) -> dict[str, Any] | None:
    """Return a document with its text in parts, figures marked; None where the database has no such document."""
    database = datasette.get_database(name)
    key = tilde_decode(keys)
    if not await database.table_exists("document_texts"):
        return None
    document = (await database.execute(_DOCUMENT, (key,))).first()
    if document is None:
        return None
    figures = (await database.execute(_FIGURES, (key,), page_size=10**6)).rows
    places = {row[0] for row in (await database.execute(_PLACES, {"id": key}, page_size=10**6)).rows}
    parts = (await database.execute(_PARTS, (key,), page_size=10**6)).rows
    return {"document": document, "parts": _shown(document["text"], parts, figures, sorted(places)), "database": name}


def _shown(text: str, parts: Sequence[Any], figures: Sequence[Any], places: Sequence[int]) -> list[Shown]:
    shown, seen, index = [], set(), 0
    for part in parts:
        start, end = part["start_char"], part["end_char"]
        inside = []
        while index < len(figures) and figures[index]["start_char"] < end:
            inside.append(figures[index])
            index += 1
        opens = part["turn_id"] is not None and part["kind"] in ("speech", "narration") and part["turn_id"] not in seen
        if opens:
            seen.add(part["turn_id"])
        shown.append(
            Shown(
                part["kind"],
                opens,
                part["number"],
                part["turn_id"],
                part["turn_start"],
                part["speaker"] or part["speaker_label"],
                part["country"],
                tuple(_pieces(text, start, end, inside, [p for p in places if start <= p < end])),
            )
        )
    return shown


def _pieces(text: str, start: int, end: int, figures: Sequence[Any], places: Sequence[int]) -> list[Piece]:
    """Cut a part at its figures and at every place that a link leads to."""
    stop = start + len(text[start:end].rstrip())
    spans = {figure["start_char"]: figure for figure in figures}
    covered = [(figure["start_char"], figure["end_char"]) for figure in figures]
    cuts = sorted({start, *spans, *(f["end_char"] for f in figures), *(p for p in places if not any(a < p < b for a, b in covered))})
    pieces = []
    for first, last in zip(cuts, [*cuts[1:], stop], strict=True):
        if first < last:
            figure = spans.get(first)
            anchors = tuple(place for place in places if first <= place < last)
            pieces.append(Piece(text[first:last], first, anchors, figure["id"] if figure else None, figure["status"] if figure else None))
    return pieces
