"""Rows of collections: one document each, with `id`, `text` and what is known of it as columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from etl.extract.content import Content, Unreadable
from etl.extract.metadata import metadata_from
from etl.extract.plain import normalise

_FIELDS = ("title", "date", "published", "format", "place", "url", "publisher", "country", "language")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a collection. `number` counts from 1 as the user does (lines of a file, rows of a table).

    `fields` maps columns to values; `error` says instead why the row can't be read.
    """

    number: int
    fields: Mapping[str, Any] | None = None
    error: str | None = None


def row_content(row: Row) -> tuple[str, Content]:
    """Return a row's id (`line-N` where it has none) and content.

    Raises Unreadable for a row without a text, MetadataError for a date or a country that is none. Columns of other names are not read.
    """
    if row.fields is None:
        raise Unreadable(row.error or "the row can't be read")
    text = row.fields.get("text")
    if not isinstance(text, str):
        raise Unreadable('expected "id" and "text"' if text is None else '"text" is no text')
    given = row.fields.get("id")
    source_id = f"line-{row.number}" if given in (None, "") else str(given)
    known = {name: row.fields[name] for name in _FIELDS if row.fields.get(name) not in (None, "")}
    return source_id, Content(normalise(text), metadata_from(known, "the row"))
