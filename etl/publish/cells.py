"""What stands in the cells of tables and rows: words that link to their place, amounts with their bounds, names for codes."""

import json
from collections.abc import Mapping
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

from etl.publish.databases import is_ours, names_of
from etl.publish.wording import day, number

_NUMBERS = {"value", "value_max", "value_from"}
_NAMED_LISTS = {"countries": "countries", "topics": "topics"}
"""Columns that list ids as JSON, with the table that names them."""
_POINTS = {"figure": "figures", "turn": "turns", "document": "documents", "claim": "claims", "statement": "statements"}
_WITH_WORDS = {"figures", "statements", "dates", "turns"}
_SHOWN = 400  # characters of a long text


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Link a row's words to their place in the reading page of its document; print 500000000.0 as 500 million and AZ as Azerbaijan."""
    if column in _NUMBERS and isinstance(value, float):
        return _amount(row, value) if column == "value" and table == "figures" else _number(value)
    if table is None and isinstance(value, str) and (name := _POINTS.get(column.rpartition("_")[0].rpartition("_")[2])) and column.endswith("_id"):
        return Markup('<a href="{}/{}">{}</a>').format(datasette.urls.table(database, name), tilde_encode(value), value)
    if column == "status" and value:
        return Markup('<span class="status {0}">{0}</span>').format(value)
    if column in _NAMED_LISTS and isinstance(value, str) and value.startswith("["):
        return _listed(datasette, database, _NAMED_LISTS[column], json.loads(value))
    if column == "date" and table is not None and isinstance(value, str) and len(value) == len("2023-04-10"):
        return Markup('<time datetime="{}">{}</time>').format(value, day(value, short=True))
    if column == "title" and table == "documents" and value:
        return _to_document(row, str(value), database, datasette)
    return _in_its_place(row, value, table, database, datasette) if column == "text" and table in _WITH_WORDS and isinstance(value, str) else None


def _given(row: Any, *columns: str) -> Mapping[str, Any] | None:
    """Return columns of a row, None where a query leaves one out; where Datasette has put a label beside an id, the id."""
    try:
        found = {column: row[column] for column in columns}
    except (KeyError, IndexError, TypeError):
        return None
    return {column: value["value"] if isinstance(value, dict) else value for column, value in found.items()}


def _number(value: float) -> Markup:
    return Markup('<data value="{}">{}</data>').format(f"{value:.15g}", number(value))


def _amount(row: Any, value: float) -> Markup:
    """Return a figure's value with its bound before it and the top of its range behind it."""
    beside = _given(row, "modifier", "value_max") or {}
    bound = Markup('<span class="bound">{}</span> ').format(beside["modifier"]) if beside.get("modifier") else ""
    top = Markup(" – {}").format(_number(beside["value_max"])) if beside.get("value_max") is not None else ""
    return Markup("{}{}{}").format(bound, _number(value), top)


async def _listed(datasette: Any, database: str, table: str, ids: list[str]) -> Any:
    """Return ids as names."""
    names = await names_of(datasette.get_database(database), table) if await is_ours(datasette, database) else {}
    return ", ".join(names.get(one, str(one)) for one in ids) or Markup("&nbsp;")


def _to_document(row: Any, title: str, database: str, datasette: Any) -> Markup | None:
    given = _given(row, "id")
    if given is None:
        return None
    return Markup('<a class="words" href="{}/{}">{}</a>').format(datasette.urls.table(database, "documents"), tilde_encode(str(given["id"])), title)


def _in_its_place(row: Any, value: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    given = _given(row, "document_id", *(("number",) if table == "turns" else ("start_char", "end_char")))
    if given is None:
        return None
    anchor = f"t{given['number']}" if table == "turns" else f"c{given['start_char']}-{given['end_char']}"
    address = f"{datasette.urls.table(database, 'documents')}/{tilde_encode(str(given['document_id']))}#{anchor}"
    shown = value if len(value) <= _SHOWN else value[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return Markup('<a class="words" href="{}" title="Read it in its place">{}</a>').format(address, shown)
