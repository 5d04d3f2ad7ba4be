"""The tables refuse what can't be so: types, keys, checks."""

import sqlite3
from dataclasses import fields

import pytest

from etl import records
from etl.records import row
from tests.load.hand_made import annotation

ONE = annotation("one")
START = ONE.figures[0].start_char
FIGURE, STATEMENT, DATE = ONE.figures[0].id, ONE.statements[0].id, ONE.dates[0].id
LEAD, SPEECH = ONE.turns[0].id, ONE.turns[1].id


def tables(database: sqlite3.Connection) -> list[str]:
    """Return the names of the project's own tables."""
    return [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]


def test_every_table_is_strict(blank: sqlite3.Connection) -> None:
    strict = {name for _, name, kind, _, _, strict in blank.execute("PRAGMA table_list") if kind == "table" and strict}
    assert strict == set(tables(blank))
    assert len(strict) >= 21


def test_the_tables_and_columns_of_the_design_are_there(blank: sqlite3.Connection) -> None:
    fixed = {
        "documents": "id source_id title date published format meeting_id place_id language publisher country_id url words turns figures source_path"
        " media_type sha256",
        "document_texts": "document_id text",
        "parts": "document_id number kind turn_id start_char end_char",
        "meetings": "id date place_id format level",
        "participants": "document_id person_id role country_id",
        "turns": "id document_id number kind speaker_id speaker_label role country_id date text words start_char end_char topics",
        "statements": "id turn_id document_id mode voice act speaker_id source cue text start_char end_char source_start_char source_end_char"
        " cue_start_char cue_end_char",
        "statement_people": "statement_id person_id role",
        "people": "id name country_id wikidata known",
        "positions": "person_id title country_id start_date end_date",
        "countries": "id name iso3",
        "topics": "id name parent_id cap_major definition",
        "turn_topics": "turn_id topic_id cap_major score words mentions evidence",
        "figures": "id document_id turn_id statement_id speaker_id voice date text value value_max value_from unit kind modifier change represents"
        " measure measure_id countries period date_id period_start period_end status source sentence start_char end_char rule claim_id",
        "figure_countries": "figure_id country_id role",
        "measures": "id name",
        "claims": "id",
        "claim_links": "kind",
        "dates": "id document_id turn_id text type value earliest latest start_char end_char",
        "entities": "id name kind latitude longitude",
        "turn_entities": "turn_id entity_id mentions evidence",
        "runs": "id",
        "problems": "document_id source_path stage severity message start_char end_char",
    }
    missing = {
        table: set(columns.split()) - {name for _, name, *_ in blank.execute(f"PRAGMA table_info({table})")} for table, columns in fixed.items()
    }
    assert {table: columns for table, columns in missing.items() if columns} == {}


@pytest.mark.parametrize("kind, table", [(records.Turn, "turns"), (records.Figure, "figures"), (records.Statement, "statements"),
                                         (records.Date, "dates"), (records.Part, "parts"), (records.Entity, "entities")])  # fmt: skip
def test_a_record_has_its_tables_columns(blank: sqlite3.Connection, kind: type, table: str) -> None:
    assert {field.name for field in fields(kind)} == {name for _, name, *_ in blank.execute(f"PRAGMA table_info({table})")}


def test_every_key_that_points_somewhere_is_declared(blank: sqlite3.Connection) -> None:
    free = []
    for table in tables(blank):
        declared = {column for _, _, _, column, *_ in blank.execute(f"PRAGMA foreign_key_list({table})")}
        columns = {name for _, name, *_ in blank.execute(f"PRAGMA table_info({table})") if name.endswith("_id")}
        free += [f"{table}.{column}" for column in sorted(columns - declared)]
    assert free == ["documents.source_id"]


WRONG = {
    "a country of three letters": "INSERT INTO countries VALUES ('NOR', 'Norway', 'NOR')",
    "an unknown kind of entity": "UPDATE entities SET kind = 'planet'",
    "a latitude beyond the pole": "UPDATE entities SET latitude = 91",
    "a longitude beyond the line": "UPDATE entities SET longitude = -181",
    "a person half known": "UPDATE people SET known = 2",
    "a topic of no major": "UPDATE topics SET cap_major = 24",
    "a document's id of 41 characters": "UPDATE documents SET id = '" + "x" * 41 + "' WHERE id = 'one'",
    "words below nought": "UPDATE documents SET words = -1",
    "a hash that is none": "UPDATE documents SET sha256 = 'abc'",
    "a turn of no kind": "UPDATE turns SET kind = 'song'",
    "narration with a speaker": f"UPDATE turns SET speaker_id = 'joren-verel' WHERE id = '{LEAD}'",
    "narration with a label": f"UPDATE turns SET speaker_label = 'Verel' WHERE id = '{LEAD}'",
    "a turn that ends where it starts": "UPDATE turns SET end_char = start_char",
    "a turn before the text": "UPDATE turns SET start_char = -1",
    "two turns of one number": "UPDATE turns SET number = 1",
    "a turn without a number": "UPDATE turns SET number = 0 WHERE number = 1",
    "topics that are no JSON": "UPDATE turns SET topics = 'trade'",
    "a part of no kind": "UPDATE parts SET kind = 'song'",
    "an empty part": "UPDATE parts SET end_char = start_char",
    "a statement of no mode": "UPDATE statements SET mode = 'sung'",
    "a statement of no voice": "UPDATE statements SET voice = 'choir'",
    "a statement without a cue": "UPDATE statements SET cue = NULL",
    "a source without its place": "UPDATE statements SET source_start_char = NULL, source_end_char = NULL",
    "a place without its source": "UPDATE statements SET source = NULL",
    "a cue that ends before it starts": "UPDATE statements SET cue_end_char = cue_start_char - 1",
    "an unknown role in a statement": "UPDATE statement_people SET role = 'guest'",
    "a date of no type": "UPDATE dates SET type = 'ERA'",
    "a date that ends before it starts": "UPDATE dates SET latest = '2022-01-01'",
    "a date with one end": "UPDATE dates SET latest = NULL",
    "a figure of no kind": "UPDATE figures SET kind = 'magic'",
    "a figure without a value": "UPDATE figures SET value = NULL",
    "a value that is no number": "UPDATE figures SET value = 'forty'",
    "a value without end": "UPDATE figures SET value = 9e999",
    "a range that goes down": "UPDATE figures SET value_max = 39",
    "an unknown modifier": "UPDATE figures SET modifier = 'roughly'",
    "an unknown change": "UPDATE figures SET change = 'sideways'",
    "an unknown status": "UPDATE figures SET status = 'wished'",
    "a figure that represents nothing": "UPDATE figures SET represents = 'mood'",
    "countries that are no JSON": "UPDATE figures SET countries = 'GH NO'",
    "an unknown role of a country": "UPDATE figure_countries SET role = 'near'",
    "a topic without score": "UPDATE turn_topics SET score = 0",
    "a topic never mentioned": "UPDATE turn_topics SET mentions = 0",
    "evidence that is no JSON": "UPDATE turn_entities SET evidence = 'Velden'",
    "an unknown link of claims": "INSERT INTO claim_links VALUES ('c1', 'c1', 'likes')",
    "a claim nobody makes": "UPDATE claims SET mentions = 0",
    "a problem at no stage": "INSERT INTO problems (source_path, stage, severity, message) VALUES ('x', 'publish', 'error', 'm')",
    "a problem of no severity": "INSERT INTO problems (source_path, stage, severity, message) VALUES ('x', 'load', 'fatal', 'm')",
    "a run with broken sources": "INSERT INTO runs VALUES (1, 'a', 'b', 'c', 'd', 'one.txt', 1, 0)",
    "a part of no document": "UPDATE parts SET document_id = 'nobody' WHERE document_id = 'one' AND number = 1",
    "a turn of no person": f"UPDATE turns SET speaker_id = 'nobody' WHERE id = '{SPEECH}'",
    "a figure of no turn": "UPDATE figures SET turn_id = 'nobody'",
    "a figure of no claim": "UPDATE figures SET claim_id = 'nobody'",
    "a document of no country": "UPDATE documents SET country_id = 'ZZ'",
    "a text of no document": "INSERT INTO document_texts VALUES ('nobody', 'x')",
    "a document that others point to": "DELETE FROM documents WHERE id = 'one'",
}


@pytest.mark.parametrize("statement", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_row_is_refused(database: sqlite3.Connection, statement: str) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)


def test_the_hand_made_rows_are_read_back_as_they_were(database: sqlite3.Connection) -> None:
    database.row_factory = sqlite3.Row
    for table, record in (("figures", ONE.figures[0]), ("statements", ONE.statements[0]), ("dates", ONE.dates[0]), ("turns", ONE.turns[0])):
        read = dict(database.execute(f"SELECT * FROM {table} WHERE id = ?", (record.id,)).fetchone())
        expected = row(record) | {"figures": {"countries": '["GH", "NO"]'}, "turns": {"topics": "[]"}}.get(table, {})
        assert read == expected
