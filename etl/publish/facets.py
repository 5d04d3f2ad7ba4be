"""Facets over what a table has many of (topics, countries, entities, people) and over years and months, with the filters they lead to.

`_facet_any=topics` counts rows by the topics that they have in the joining table, `_any_topics=energy` keeps those that have one;
`_facet_year=date` and `_facet_month=date` count by year and month, `_in_date=2023` and `_in_date=2023-05` keep one. Datasette's own facets
over columns are kept, but what has been counted is remembered: another page or order of the same rows is not counted anew. Under a filter
the rows are read once for all facets of a page.
"""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.facets import ColumnFacet
from datasette.filters import FilterArguments
from datasette.utils import escape_sqlite

from etl.publish.counting import MOST, Counted
from etl.publish.databases import is_ours
from etl.publish.versions import labels
from etl.publish.wording import day

_TIME = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class Junction:
    """A joining table: rows whose column `own` is its `key` have what its `value` points to, named by `label` in `other`.

    Where the rows themselves list it too, as JSON in a column, that is `listed`.
    """

    table: str
    key: str
    value: str
    other: str
    own: str = "id"
    label: str = "name"
    listed: str | None = None


_TOPICS = Junction("turn_topics", "turn_id", "topic_id", "topics")
_ENTITIES = Junction("turn_entities", "turn_id", "entity_id", "entities")
JUNCTIONS: Mapping[str, Mapping[str, Junction]] = {
    "documents": {
        "countries": Junction("participants", "document_id", "country_id", "countries"),
        "people": Junction("participants", "document_id", "person_id", "people"),
    },
    "turns": {"topics": replace(_TOPICS, listed="topics"), "entities": _ENTITIES},
    "statements": {
        "people": Junction("statement_people", "statement_id", "person_id", "people"),
        "topics": Junction("turn_topics", "turn_id", "topic_id", "topics", own="turn_id"),
    },
    "figures": {
        "countries": Junction("figure_countries", "figure_id", "country_id", "countries", listed="countries"),
        "topics": Junction("turn_topics", "turn_id", "topic_id", "topics", own="turn_id"),
        "entities": Junction("turn_entities", "turn_id", "entity_id", "entities", own="turn_id"),
    },
}
"""What rows of a table have many of. A row has each of them at most once, whatever its roles."""


@hookimpl(hookwrapper=True)
def register_facet_classes() -> Generator[None, Any, None]:
    """Add facets over joining tables, years and months; take the remembering facet over columns in place of Datasette's."""
    outcome = yield
    given = outcome.get_result()
    kept = [[KeptColumnFacet if one is ColumnFacet else one for one in classes] for classes in given]
    outcome.force_result([*kept, [AnyFacet, YearFacet, MonthFacet]])


class KeptColumnFacet(Counted, ColumnFacet):  # type: ignore[misc]
    """Datasette's facet over a column, whose counts are remembered."""

    type = "column"
    argument = "_facet"

    async def statement(self, name: str, rows: str) -> str | None:
        """Count as Datasette does, but under a filter by the filter's index: by the counted column's SQLite would read the whole table."""
        column = escape_sqlite(name)
        counted = column if self.whole else f"+{column}"
        return (
            f"SELECT {column} AS value, {column}, count(*) AS count FROM {rows} "
            f"WHERE {counted} IS NOT NULL GROUP BY {counted} ORDER BY count DESC, value LIMIT {self.get_facet_size() + 1}"
        )

    async def names(self, name: str, values: list[Any]) -> Mapping[Any, Any]:
        """Return the labels of the rows that the values point to."""
        return await labels(self.ds, self.request.actor, self.database, self.table, name, values)

    def key(self, name: str) -> str:
        """Return the name of the filter; one that begins with an underscore needs a comparison."""
        return f"{name}__exact" if name.startswith("_") else name


class AnyFacet(Counted):
    """How many rows have each of what they may have several of."""

    type = "any"
    filter = "_any_"

    async def statement(self, name: str, rows: str) -> str | None:
        """Count in the joining table alone where all rows are counted, else by the lists in the rows, equal ones together."""
        junction = JUNCTIONS.get(self.table or "", {}).get(name)
        if junction is None or not await is_ours(self.ds, self.database):
            return None
        if self.whole and junction.own == "id":
            counts = f"SELECT {junction.value} AS value, count(DISTINCT {junction.key}) AS n FROM {junction.table} GROUP BY 1"
        elif junction.listed is not None:
            counts = (
                f"SELECT l.value, sum(t.n) AS n FROM (SELECT {junction.listed} AS list, count(*) AS n FROM {rows} GROUP BY 1) t, "
                "json_each(t.list) l GROUP BY 1"
            )
        else:
            counts = (
                f"SELECT j.{junction.value} AS value, count(DISTINCT t.id) AS n FROM (SELECT id, {junction.own} AS own FROM {rows}) t "
                f"CROSS JOIN {junction.table} j ON j.{junction.key} = t.own GROUP BY 1"
            )
        return (
            f"SELECT c.value, o.{junction.label}, c.n FROM ({counts}) c JOIN {junction.other} o ON o.id = c.value "
            f"WHERE c.value IS NOT NULL ORDER BY c.n DESC, c.value LIMIT {MOST + 1}"
        )

    def columns(self, name: str) -> set[str]:
        """Return what is listed in a column, else the row's id and its key in the joining table."""
        junction = JUNCTIONS[self.table][name]
        return {junction.listed} if junction.listed else {"id", junction.own}


class YearFacet(Counted):
    """How many rows are of each year, the latest first."""

    type = "year"
    filter = "_in_"
    length = 4

    async def statement(self, name: str, rows: str) -> str | None:
        """Count by the first characters of an ISO date."""
        if name not in await self.ds.get_database(self.database).table_columns(self.table):
            return None
        column = escape_sqlite(name)
        source = f"{escape_sqlite(self.table)}" if self.whole else rows
        return (
            f"SELECT substr({column}, 1, {self.length}) AS value, substr({column}, 1, {self.length}), count(*) FROM {source} "
            f"WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT {MOST + 1}"
        )


class MonthFacet(YearFacet):
    """How many rows are of each month, the latest first."""

    type = "month"
    length = 7

    def label(self, label: Any) -> Any:
        """Return a month by its name."""
        return day(str(label))


async def called(datasette: Any, database: str, junction: Junction, value: str) -> str:
    """Return what a value of a joining table is called, itself where there is no such row."""
    row = (await datasette.execute(database, f"SELECT {junction.label} FROM {junction.other} WHERE id = ?", [value])).first()
    return str(row[0]) if row is not None and row[0] else value


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """Keep the rows that have a topic, country, entity or person, and those of a year, month or day."""

    async def filters() -> FilterArguments:
        if not await is_ours(datasette, database):
            return FilterArguments([])
        columns = set(await datasette.get_database(database).table_columns(table))
        clauses: list[str] = []
        values: dict[str, str] = {}
        words: list[str] = []
        for key, value in parse_qsl(request.query_string, keep_blank_values=True):
            number = len(clauses)
            if key.startswith("_any_") and (junction := JUNCTIONS.get(table, {}).get(key.removeprefix("_any_"))):
                clauses.append(f"{junction.own} IN (SELECT {junction.key} FROM {junction.table} WHERE {junction.value} = :any_{number})")
                values[f"any_{number}"] = value
                words.append(f"{key.removeprefix('_any_')} has {await called(datasette, database, junction, value)}")
            elif key.startswith("_in_") and (column := key.removeprefix("_in_")) in columns and _TIME.fullmatch(value):
                quoted = escape_sqlite(column)
                clauses.append(f"{quoted} >= :from_{number} AND {quoted} < :to_{number}")
                values |= {f"from_{number}": value, f"to_{number}": f"{value}."}  # after "2023-…", before "2024"
                words.append(f"{column} in {value}")
        return FilterArguments(clauses, values, words)

    return filters
