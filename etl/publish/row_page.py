"""The page of a row: its words in context, other mentions, what each column says, and the rows that it points to by name."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from etl.publish.quotes import Quote, Quoted, quoted
from etl.publish.transcript import Address
from etl.publish.wording import about, day, number, on_whose_word, shortened

GROUPS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "figures": (
        ("The number", ("text", "value", "value_max", "value_from", "unit", "kind", "modifier", "change", "represents")),
        ("What it is about", ("measure", "measure_id", "countries", "period", "date_id", "period_start", "period_end")),
        ("Who says so, and on what ground", ("speaker_id", "voice", "statement_id", "status", "source", "date")),
        ("Where it stands", ("document_id", "turn_id", "sentence", "start_char", "end_char", "rule", "claim_id", "id")),
    )
}
"""Columns of a table in groups; those of other tables are in one, in their order."""
_LABELS = {
    "documents": "title", "turns": "number", "statements": "text", "people": "name", "topics": "name", "measures": "name", "entities": "name",
    "countries": "name", "dates": "text", "meetings": "title", "figures": "text",
}  # fmt: skip
_DAYS = {"date", "published", "earliest", "latest", "period_start", "period_end", "first_date", "start_date", "end_date"}
_WORDS = {"text", "sentence", "measure", "source", "cue", "period", "speaker_label", "title"}
_LISTS = {"countries": "countries", "topics": "topics"}
_FIGURE = """
SELECT f.*, m.name AS measure_name, r.name AS speaker FROM figures f LEFT JOIN measures m ON m.id = f.measure_id
LEFT JOIN people r ON r.id = f.speaker_id WHERE f.id = ?
"""
_FIRST = """
SELECT f.*, m.name AS measure_name FROM figures f LEFT JOIN measures m ON m.id = f.measure_id WHERE f.claim_id = ? ORDER BY f.date, f.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the row: its name, value, and what the column means."""

    name: str
    html: Markup
    hint: str


@dataclass(frozen=True, slots=True)
class RowPage:
    """All that the page of a row shows, beside what Datasette gives."""

    table: str
    key: str
    quoted: Quoted | None
    lead: str
    mentions: tuple[Quote, ...]
    claim: str | None
    groups: list[tuple[str, list[Field]]]
    name: str


def row_page(
    connection: sqlite3.Connection, table: str, primary: Sequence[str], keys: Sequence[str], described: Mapping[str, str], address: Address
) -> RowPage | None:
    """Return what the page of a row shows, None where there is no such row."""
    where = " AND ".join(f'"{column}" = ?' for column in primary or ("rowid",))
    row = connection.execute(f'SELECT * FROM "{table}" WHERE {where}', tuple(keys)).fetchone()
    if row is None:
        return None
    foreign = {key["from"]: key["table"] for key in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()}
    fields = {name: Field(name, _cell(connection, name, row[name], foreign.get(name), address), described.get(name, "")) for name in row.keys()}  # noqa: SIM118
    lead, claim = "", None
    mentions: tuple[Quote, ...] = ()
    if table == "figures":
        lead, claim = _lead(connection, row), row["claim_id"]
        others = quoted(connection, "claims", (row["claim_id"],), address)
        mentions = others.quotes if others and len(others.quotes) > 1 else ()
    elif table == "claims":
        first = connection.execute(_FIRST, (row["id"],)).fetchone()
        lead = _about(connection, first) if first else ""
    label = _LABELS.get(table)
    name = str(row[label]) if label and label != "number" and row[label] else ""
    words = quoted(connection, table, keys, address)
    return RowPage(table, ", ".join(keys), words, lead, mentions, claim, _grouped(table, fields), name)


def _grouped(table: str, fields: dict[str, Field]) -> list[tuple[str, list[Field]]]:
    groups = [(title, [fields[name] for name in names if name in fields]) for title, names in GROUPS.get(table, ())]
    shown = {field.name for _, some in groups for field in some}
    rest = [field for name, field in fields.items() if name not in shown]
    return [*groups, ("", rest)] if rest else groups


def _about(connection: sqlite3.Connection, figure: Any) -> str:
    names = {country["id"]: country["name"] for country in connection.execute("SELECT id, name FROM countries").fetchall()}
    return about(figure, names)


def _lead(connection: sqlite3.Connection, row: Any) -> str:
    figure = connection.execute(_FIGURE, (row["id"],)).fetchone()
    said = f"{figure['speaker'] or on_whose_word(None, figure['voice'], None)}, {day(figure['date'])}" if figure["date"] else figure["speaker"] or ""
    source = f", on “{figure['source']}”" if figure["source"] else ""
    return f"{_about(connection, figure)}. {said}{source}.".replace("..", ".")


def _cell(connection: sqlite3.Connection, name: str, value: Any, table: str | None, address: Address) -> Markup:
    if value is None or value == "":
        return Markup('<span class="soft">none</span>')
    if table is not None:
        return _linked(connection, table, str(value), address)
    if name in _LISTS:
        links = [_linked(connection, _LISTS[name], str(one), address) for one in json.loads(value)]
        return Markup(", ").join(links) if links else Markup('<span class="soft">none</span>')
    if name == "evidence":
        return Markup('<span class="words">{}</span>').format(", ".join(f"“{' '.join(span['text'].split())}”" for span in json.loads(value)))
    if name == "status":
        return Markup('<span class="status {0}">{0}</span>').format(value)
    if name in _DAYS:
        return escape(day(value)) if day(value) == value else Markup("{} <code>{}</code>").format(day(value), value)
    if isinstance(value, float):
        return escape(number(value))
    if isinstance(value, str) and value.startswith(("https://", "http://")) and not any(c.isspace() for c in value):
        return Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(value)
    return Markup('<span class="words">{}</span>').format(shortened(str(value), 1200)) if name in _WORDS else escape(value)


def _linked(connection: sqlite3.Connection, table: str, key: str, address: Address) -> Markup:
    label = key
    if column := _LABELS.get(table):
        found = connection.execute(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (key,)).fetchone()
        if found is not None and found[0] is not None:
            label = f"turn {found[0]}" if table == "turns" else shortened(str(found[0]), 140)
    return Markup('<a href="{}">{}</a>').format(address(table, key), label)
