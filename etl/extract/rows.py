"""Rows of collections: one document each, with `id`, `text` and what is known of it as columns."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from etl.extract.content import Content, Unreadable
from etl.extract.metadata import metadata_from
from etl.extract.plain import normalise

_FIELDS = ("title", "date", "published", "format", "place", "url", "publisher", "country", "language")
COLUMNS = ("id", "text", *_FIELDS)
"""Columns that are read; others are not."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a collection. `number` counts from 1 as the user does (lines of a file, rows of a table).

    `fields` maps columns to values; `error` says instead why the row can't be read.
    """

    number: int
    fields: Mapping[str, Any] | None = None
    error: str | None = None


def row_content(row: Row, collection: str = "line") -> tuple[str, Content]:
    """Return a row's id (`COLLECTION-N` where it has none) and content.

    Values may be texts, numbers, dates; None, NaN and blanks are no value, and white space round a value (but for the text's) is none of it.
    Raises Unreadable for a row without a text, MetadataError for a date or a country that is none. Columns of other names are not read.
    """
    if row.fields is None:
        raise Unreadable(row.error or "the row can't be read")
    values = {name: given for name in COLUMNS if (given := _value(name, row.fields.get(name))) is not None}
    text = values.pop("text", None)
    if not isinstance(text, str):
        raise Unreadable('it has no "text"' if text is None else '"text" is no text')
    source_id = values.pop("id", f"{collection}-{row.number}")
    if not isinstance(source_id, str):
        raise Unreadable('"id" is neither a text nor a number')
    return source_id, Content(normalise(text), metadata_from(values, "the row"))


def _value(name: str, given: Any) -> Any:
    """Return what a cell holds, None where it is empty; numbers as texts."""
    if isinstance(given, str):
        if not given.isascii() and not _is_whole(given):
            raise Unreadable(f'"{name}" holds half a character (a lone surrogate)')
        return given if name == "text" else given.strip() or None
    if isinstance(given, float | Decimal) and math.isnan(given):
        return None
    if name == "text" or not isinstance(given, int | float | Decimal) or isinstance(given, bool):
        return given
    return str(int(given)) if math.isfinite(given) and given == int(given) else str(given)  # 12 may be kept as 12.0


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
