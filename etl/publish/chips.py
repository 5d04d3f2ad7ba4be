"""The filters of a page of rows, each with the address of the page without it."""

from collections.abc import Sequence
from typing import Any

from datasette.utils import path_with_removed_args

from etl.publish.facets import JUNCTIONS, called
from etl.publish.versions import labels

_LOOKUPS = {
    "exact": "is", "not": "is not", "contains": "contains", "endswith": "ends with", "startswith": "starts with", "gt": "over", "gte": "at least",
    "lt": "below", "lte": "at most", "like": "is like", "notlike": "is not like", "glob": "is like", "in": "is one of", "notin": "is none of",
    "notcontains": "does not contain", "arraycontains": "has", "arraynotcontains": "has not", "date": "on",
}  # fmt: skip
_ALONE = {"isnull": "is empty", "notnull": "is not empty", "isblank": "is blank", "notblank": "is not blank"}


async def chips(datasette: Any, database: str, table: str, request: Any, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each filter of an address in words, and the address without it."""
    found = []
    for name, value in pairs:
        called = await _called(datasette, database, table, request.actor, name, value)
        if text := in_words(name, called):
            found.append((text, str(path_with_removed_args(request, {name: value}))))
    return found


async def _called(datasette: Any, database: str, table: str, actor: Any, name: str, value: str) -> str:
    """Return what a filter's value is called: "Ukraine" for UA."""
    if junction := JUNCTIONS.get(table, {}).get(name.removeprefix("_any_")) if name.startswith("_any_") else None:
        return await called(datasette, database, junction, value)
    column = name.removesuffix("__exact")
    named = await labels(datasette, actor, database, table, column, [value]) if not name.startswith("_") and "__" not in column else {}
    return str(named.get(value, value))


def in_words(name: str, value: str) -> str:
    """Return a filter in words, an empty string for what is none."""
    if name == "_search":
        return f"says “{value}”" if value else ""
    for start, verb in (("_any_", "has"), ("_in_", "in")):
        if name.startswith(start):
            return f"{name.removeprefix(start)} {verb} {value}"
    if name.startswith("_"):
        return ""
    column, _, lookup = name.partition("__")
    if lookup in _ALONE:
        return f"{column} {_ALONE[lookup]}"
    return f"{column} {_LOOKUPS.get(lookup or 'exact', lookup)} {value}"
