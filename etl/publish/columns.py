"""In which order a page of rows shows the columns, first what people look for, then the rest; and the rows' cells."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from datasette.utils import to_css_class
from markupsafe import Markup, escape

FIRST: Mapping[str, tuple[str, ...]] = {
    "documents": ("date", "title", "format", "place_id", "publisher", "country_id", "words", "turns", "figures"),
    "turns": ("date", "speaker_id", "speaker_label", "role", "kind", "text", "words", "topics", "document_id"),
    "statements": ("source", "cue", "text", "speaker_id", "mode", "voice", "act", "document_id"),
    "figures": ("date", "text", "value", "unit", "measure_id", "countries", "period", "status", "speaker_id", "change", "modifier", "source"),
    "claims": ("measure_id", "value", "unit", "countries", "period_start", "period_end", "change", "status", "mentions", "documents", "first_date"),
    "dates": ("text", "earliest", "latest", "type", "value", "document_id"),
    "people": ("name", "country_id", "wikidata", "known"),
    "entities": ("name", "kind", "country_id"),
    "topics": ("name", "parent_id", "cap_major", "definition"),
    "measures": ("name", "definition"),
}


def column_order(table: str, columns: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the places of a page's columns in the order in which they are shown."""
    first = {name: place for place, name in enumerate(FIRST.get(table, ()))}
    return sorted(range(len(columns)), key=lambda place: (first.get(columns[place]["name"], len(first)), place))


def table_body(rows: Iterable[Any], order: Sequence[int], leading: Collection[str]) -> Markup:
    """Return the rows of a table page in HTML, their cells in an order; those that are not `leading` come later on a phone.

    Written at once, for a template that loops over cells takes most of a page's time.
    """
    frames: dict[str, tuple[str, str]] = {}
    lines = []
    for row in rows:
        cells = []
        for place in order:
            cell = row.cells[place]
            name = cell["column"]
            if name not in frames:
                later = " later" if leading and name not in leading else ""
                frames[name] = f'<td role="cell" class="col-{to_css_class(name)} type-', f'{later}" data-label="{escape(name)}">'
            before, after = frames[name]
            cells.append(f"{before}{escape(cell['value_type'])}{after}{escape(cell['value'])}</td> ")
        lines.append(f'<tr role="row">{"".join(cells)}</tr>')
    return Markup("\n".join(lines))  # noqa: S704 (every piece is escaped)
