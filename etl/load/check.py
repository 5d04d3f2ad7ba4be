"""What must hold in every database: spans say what they say they are, keys point somewhere, counts are right."""

import json
import sqlite3
from collections.abc import Iterator

# Tables whose rows carry a text and its span.
_SPANS = ("turns", "statements", "dates", "figures")

_QUERIES = {
    "documents.turns is not the number of its turns": """
        SELECT id FROM documents d WHERE turns != (SELECT count(*) FROM turns WHERE document_id = d.id)""",
    "documents.figures is not the number of its figures": """
        SELECT id FROM documents d WHERE figures != (SELECT count(*) FROM figures WHERE document_id = d.id)""",
    "a document has no text": "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM document_texts)",
    "turns.topics are not the turn's rows in turn_topics": """
        SELECT t.id FROM turns t WHERE json_array_length(t.topics) != (SELECT count(*) FROM turn_topics WHERE turn_id = t.id)""",
    "figures.countries are not the figure's rows in figure_countries": """
        SELECT f.id FROM figures f WHERE json_array_length(f.countries) !=
            (SELECT count(DISTINCT country_id) FROM figure_countries WHERE figure_id = f.id)""",
    "claims.mentions is not the number of its figures": """
        SELECT id FROM claims c WHERE mentions != (SELECT count(*) FROM figures WHERE claim_id = c.id)""",
    "a row lies outside its turn": """
        SELECT f.id FROM figures f JOIN turns t ON t.id = f.turn_id WHERE f.start_char < t.start_char OR f.end_char > t.end_char
        UNION ALL SELECT s.id FROM statements s JOIN turns t ON t.id = s.turn_id WHERE s.start_char < t.start_char OR s.end_char > t.end_char""",
    "turns overlap": """
        SELECT a.id FROM turns a JOIN turns b ON b.document_id = a.document_id AND b.number = a.number + 1 WHERE b.start_char < a.end_char""",
}


def check(connection: sqlite3.Connection) -> Iterator[str]:
    """Give every violation found as one line."""
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table}: row {rowid} points to a row of {parent} that is not there"
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield f"integrity: {message}"
    for what, query in _QUERIES.items():
        for (key,) in connection.execute(query):
            yield f"{what}: {key}"
    for document_id, text in connection.execute("SELECT document_id, text FROM document_texts ORDER BY document_id"):
        yield from _spans(connection, document_id, text)
        yield from _partition(connection, document_id, text)


def _spans(connection: sqlite3.Connection, document_id: str, text: str) -> Iterator[str]:
    for table in _SPANS:
        for key, printed, start, end in connection.execute(
            f"SELECT id, text, start_char, end_char FROM {table} WHERE document_id = ?", (document_id,)
        ):
            if text[start:end] != printed:
                yield f"{table}: the span of {key} reads {text[start:end]!r}, not {printed!r}"
    for key, source, source_start, source_end, cue, cue_start, cue_end in connection.execute(
        "SELECT id, source, source_start_char, source_end_char, cue, cue_start_char, cue_end_char FROM statements WHERE document_id = ?",
        (document_id,),
    ):
        if (source is not None and text[source_start:source_end] != source) or text[cue_start:cue_end] != cue:
            yield f"statements: the source or cue of {key} is not what its span reads"
    for key, start, sentence in connection.execute("SELECT id, start_char, sentence FROM figures WHERE document_id = ?", (document_id,)):
        if sentence not in text or (not start - text.find(sentence) >= 0 and text.count(sentence) == 1):
            yield f"figures: the sentence of {key} is not in the text"
    for table in ("turn_topics", "turn_entities"):
        for key, evidence in connection.execute(
            f"SELECT turn_id, evidence FROM {table} JOIN turns ON turns.id = turn_id WHERE document_id = ?", (document_id,)
        ):
            for span in json.loads(evidence):
                if text[span["start"] : span["end"]] != span["text"]:
                    yield f"{table}: evidence of {key} reads {text[span['start'] : span['end']]!r}, not {span['text']!r}"


def _partition(connection: sqlite3.Connection, document_id: str, text: str) -> Iterator[str]:
    place = 0
    for number, start, end in connection.execute(
        "SELECT number, start_char, end_char FROM parts WHERE document_id = ? ORDER BY number", (document_id,)
    ):
        if start != place:
            yield f"parts: part {number} of {document_id} starts at {start}, not at {place}"
        place = end
    if place != len(text):
        yield f"parts: the parts of {document_id} end at {place}, its text at {len(text)}"
