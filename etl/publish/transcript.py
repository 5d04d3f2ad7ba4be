"""The rows of one document, read in one visit to the database, and the marks that its text gets."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from etl.publish.marks import Mark
from etl.publish.wording import family_name

Rows = list[sqlite3.Row]
Address = Callable[[str, str], str]
"""From a table and a row's id to the row's page."""

_DOCUMENT = """
SELECT d.*, e.name AS place, c.name AS country, t.text FROM documents d JOIN document_texts t ON t.document_id = d.id
LEFT JOIN entities e ON e.id = d.place_id LEFT JOIN countries c ON c.id = d.country_id WHERE d.id = ?
"""
_QUERIES = {
    "present": """SELECT p.person_id, r.name, p.role, c.name AS country FROM participants p JOIN people r ON r.id = p.person_id
        LEFT JOIN countries c ON c.id = p.country_id WHERE p.document_id = ? ORDER BY r.name""",
    "parts": "SELECT kind, turn_id, start_char, end_char FROM parts WHERE document_id = ? ORDER BY number",
    "turns": """SELECT t.id, t.number, t.kind, t.speaker_id, t.speaker_label, t.role, t.country_id, t.words, t.start_char, t.end_char,
        r.name AS speaker, c.name AS country FROM turns t LEFT JOIN people r ON r.id = t.speaker_id
        LEFT JOIN countries c ON c.id = t.country_id WHERE t.document_id = ? ORDER BY t.number""",
    "figures": """SELECT f.*, m.name AS measure_name, r.name AS speaker FROM figures f LEFT JOIN measures m ON m.id = f.measure_id
        LEFT JOIN people r ON r.id = f.speaker_id WHERE f.document_id = ? ORDER BY f.start_char""",
    "statements": """SELECT s.id, s.turn_id, s.voice, s.source, s.cue, s.start_char, s.end_char, s.source_start_char,
        s.source_end_char, s.cue_start_char, s.cue_end_char, r.name AS speaker FROM statements s LEFT JOIN people r ON r.id = s.speaker_id
        WHERE s.document_id = ? ORDER BY s.start_char""",
    "dates": "SELECT id, turn_id, text, value, earliest, latest, start_char, end_char FROM dates WHERE document_id = ? ORDER BY start_char",
    "topics": """SELECT t.number, t.kind, x.topic_id AS id, o.name, x.evidence FROM turns t JOIN turn_topics x ON x.turn_id = t.id
        JOIN topics o ON o.id = x.topic_id WHERE t.document_id = ? ORDER BY t.number""",
    "entities": """SELECT t.number, t.kind, x.entity_id AS id, o.name, x.evidence FROM turns t JOIN turn_entities x ON x.turn_id = t.id
        JOIN entities o ON o.id = x.entity_id WHERE t.document_id = ? ORDER BY t.number""",
    "countries": "SELECT id, name FROM countries WHERE ? != ''",
}
_STOPS = ".,;:!?»”’\"'"


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document with its rows."""

    document: sqlite3.Row
    present: Rows
    parts: Rows
    turns: Rows
    figures: Rows
    statements: Rows
    dates: Rows
    topics: Rows
    entities: Rows
    countries: dict[str, str]


def read(connection: sqlite3.Connection, key: str) -> Transcript | None:
    """Return a document with its rows, None where there is none of that id."""
    document = connection.execute(_DOCUMENT, (key,)).fetchone()
    if document is None:
        return None
    rows: dict[str, Any] = {name: connection.execute(sql, (key,)).fetchall() for name, sql in _QUERIES.items()}
    rows["countries"] = {row["id"]: row["name"] for row in rows["countries"]}
    return Transcript(document=document, **rows)


def evidence(row: Any) -> list[tuple[int, int]]:
    """Return the spans that stand in a row's `evidence`."""
    return [(span["start"], span["end"]) for span in json.loads(row["evidence"])]


def marks(transcript: Transcript, address: Address) -> list[Mark]:
    """Return every mark of a document's text."""
    found = [
        Mark("figure", row["start_char"], row["end_char"], address("figures", row["id"]), index + 1, row["status"])
        for index, row in enumerate(transcript.figures)
    ]
    found += statement_marks(transcript.document["text"], transcript.statements)
    found += [Mark("date", row["start_char"], row["end_char"]) for row in transcript.dates]
    found += [Mark("place", *span) for span in sorted({span for row in transcript.entities for span in evidence(row)})]
    found += [Mark("topic", *span) for span in sorted({span for row in transcript.topics for span in evidence(row)})]
    return found


def statement_marks(text: str, statements: Iterable[Any]) -> list[Mark]:
    """Return statements with who is named and the verb.

    The brackets take in what introduces the statement, unless another statement stands between, and the stop that closes it.
    """
    rows = list(statements)
    found, sources = [], set()
    for row in rows:
        start, end = min(row["cue_start_char"], row["start_char"]), max(row["cue_end_char"], row["end_char"])
        source = (row["source_start_char"], row["source_end_char"]) if row["source_start_char"] is not None else None
        if source is not None:
            hull = min(start, source[0]), max(end, source[1])
            if not any(other["id"] != row["id"] and other["start_char"] < hull[1] and other["end_char"] > hull[0] for other in rows):
                start, end = hull
            elif source not in sources and _reaches(row, source, rows):
                start = min(start, source[0])
            sources.add(source)
        while end < len(text) and text[end] in _STOPS:
            end += 1
        found.append(Mark("statement", start, end, status=row["voice"], tag=_tag(row), target=(row["start_char"], row["end_char"])))
        found.append(Mark("cue", row["cue_start_char"], row["cue_end_char"]))
    return found + [Mark("source", *source) for source in sorted(sources)]


def _reaches(row: Any, source: tuple[int, int], rows: list[Any]) -> bool:
    """Tell whether nothing of another statement stands between a statement and its source."""
    start = min(row["cue_start_char"], row["start_char"])
    return source[1] <= start and not any(source[1] <= other["start_char"] < start for other in rows if other["id"] != row["id"])


def _tag(row: Any) -> str:
    return {"joint": "joint", "impersonal": "unnamed"}.get(row["voice"]) or family_name(row["speaker"]) or "reported"
