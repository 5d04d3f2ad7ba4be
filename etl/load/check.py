"""What must hold in every database: spans say what they say they are, keys point somewhere, counts are right."""

import json
import sqlite3
from collections.abc import Iterator

# Tables whose rows carry a text and its span.
_SPANS = ("turns", "statements", "dates", "figures")

_OUTSIDE = " UNION ALL ".join(
    f"""SELECT r.{key} FROM {table} r JOIN turns t ON t.id = r.turn_id
        WHERE r.document_id != t.document_id OR r.{start} < t.start_char OR r.{end} > t.end_char"""
    for table, key, start, end in (
        ("figures", "id", "start_char", "end_char"),
        ("statements", "id", "start_char", "end_char"),
        ("dates", "id", "start_char", "end_char"),
    )
)

_QUERIES = {
    "documents.turns is not the number of its turns": """
        SELECT id FROM documents d WHERE turns != (SELECT count(*) FROM turns WHERE document_id = d.id)""",
    "documents.figures is not the number of its figures": """
        SELECT id FROM documents d WHERE figures != (SELECT count(*) FROM figures WHERE document_id = d.id)""",
    "a document has no text": "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM document_texts)",
    "turns.topics are not the turn's rows in turn_topics": """
        SELECT t.id FROM turns t
        WHERE (SELECT json_group_array(value) FROM (SELECT value FROM json_each(t.topics) ORDER BY value))
           != (SELECT json_group_array(topic_id) FROM (SELECT topic_id FROM turn_topics WHERE turn_id = t.id ORDER BY topic_id))""",
    "figures.countries are not the figure's rows in figure_countries": """
        SELECT f.id FROM figures f
        WHERE (SELECT json_group_array(value) FROM (SELECT value FROM json_each(f.countries) ORDER BY value)) != (SELECT json_group_array(country_id)
               FROM (SELECT DISTINCT country_id FROM figure_countries WHERE figure_id = f.id ORDER BY country_id))""",
    "claims.mentions is not the number of its figures": """
        SELECT id FROM claims c WHERE mentions != (SELECT count(*) FROM figures WHERE claim_id = c.id)""",
    "claims.documents is not the number of documents that say it": """
        SELECT id FROM claims c WHERE documents != (SELECT count(DISTINCT document_id) FROM figures WHERE claim_id = c.id)""",
    "a row lies outside its turn": _OUTSIDE,
    "a part of a speech or a paragraph lies outside its turn": """
        SELECT p.document_id || ' part ' || p.number FROM parts p JOIN turns t ON t.id = p.turn_id
        WHERE p.document_id != t.document_id OR (p.kind IN ('speech', 'narration') AND (p.end_char <= t.start_char OR p.start_char >= t.end_char))""",
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
        yield from _sources(connection, document_id, text)
        yield from _sentences(connection, document_id, text)
        for table in ("turn_topics", "turn_entities"):
            yield from _evidence(connection, table, document_id, text)
        yield from _partition(connection, document_id, text)


def _spans(connection: sqlite3.Connection, document_id: str, text: str) -> Iterator[str]:
    for table in _SPANS:
        query = f"SELECT id, text, start_char, end_char FROM {table} WHERE document_id = ?"
        for key, printed, start, end in connection.execute(query, (document_id,)):
            if text[start:end] != printed:
                yield f"{table}: the span of {key} reads {text[start:end]!r}, not {printed!r}"


def _sources(connection: sqlite3.Connection, document_id: str, text: str) -> Iterator[str]:
    query = """SELECT id, source, source_start_char, source_end_char, cue, cue_start_char, cue_end_char
               FROM statements WHERE document_id = ?"""
    for key, source, source_start, source_end, cue, cue_start, cue_end in connection.execute(query, (document_id,)):
        if (source is not None and text[source_start:source_end] != source) or text[cue_start:cue_end] != cue:
            yield f"statements: the source or cue of {key} is not what its span reads"


def _sentences(connection: sqlite3.Connection, document_id: str, text: str) -> Iterator[str]:
    """A figure stands inside its sentence: somewhere in the text the sentence covers the figure's span."""
    query = "SELECT id, start_char, end_char, sentence FROM figures WHERE document_id = ?"
    for key, start, end, sentence in connection.execute(query, (document_id,)):
        if sentence not in text:
            yield f"figures: the sentence of {key} is not in the text"
        elif text.find(sentence, max(0, end - len(sentence)), start + len(sentence)) < 0:
            yield f"figures: the sentence of {key} does not hold it"


def _evidence(connection: sqlite3.Connection, table: str, document_id: str, text: str) -> Iterator[str]:
    query = f"""SELECT r.turn_id, r.evidence, r.mentions, t.start_char, t.end_char
                FROM {table} r JOIN turns t ON t.id = r.turn_id WHERE t.document_id = ?"""
    for key, evidence, mentions, low, high in connection.execute(query, (document_id,)):
        spans = json.loads(evidence)
        if not isinstance(spans, list) or not all(isinstance(span, dict) and {"start", "end", "text"} <= set(span) for span in spans):
            yield f"{table}: evidence of {key} is no list of spans with start, end and text"
            continue
        if len(spans) != mentions:
            yield f"{table}: evidence of {key} has {len(spans)} spans for {mentions} mentions"
        for span in spans:
            if text[span["start"] : span["end"]] != span["text"]:
                yield f"{table}: evidence of {key} reads {text[span['start'] : span['end']]!r}, not {span['text']!r}"
            elif not low <= span["start"] <= span["end"] <= high:
                yield f"{table}: evidence of {key} lies outside the turn: {span['text']!r}"


def _partition(connection: sqlite3.Connection, document_id: str, text: str) -> Iterator[str]:
    place = 0
    query = "SELECT number, start_char, end_char FROM parts WHERE document_id = ? ORDER BY number"
    for number, start, end in connection.execute(query, (document_id,)):
        if start != place:
            yield f"parts: part {number} of {document_id} starts at {start}, not at {place}"
        place = end
    if place != len(text):
        yield f"parts: the parts of {document_id} end at {place}, its text at {len(text)}"
