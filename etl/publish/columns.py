"""In which order a page of rows shows the columns: first what people look for, then the rest."""

from collections.abc import Mapping, Sequence
from typing import Any

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
