"""Counting of facets: each by one statement, those of a filtered page by one reading of its rows, and what was counted is remembered."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args

from etl.publish.databases import recent

MOST = 1_000  # values of a facet
_READ_ONCE = 60_000  # filtered rows up to which they are read once for all facets; more are counted faster side by side
_WHOLE = re.compile(r'\s*select\s[^()]*\sfrom\s+[\["]?\w+[\]"]?\s*\Z', re.I)

Counts = list[tuple[Any, Any, int]]
"""Values with their labels and counts, in the order in which they are shown."""


class Counted(Facet):  # type: ignore[misc]
    """A facet that counts with one statement: a subclass says which, and which filter a value leads to."""

    type = ""
    filter = ""

    def __init_subclass__(cls) -> None:
        """Remember the kinds of facets that count together."""
        _kinds.append(cls)

    def asked(self) -> dict[str, str]:
        """Return the names that the facet is asked for, each with where from (the metadata or the request)."""
        given = {config["config"].get("column") or config["config"]["simple"]: config["source"] for config in reversed(self.get_configs())}
        return dict(reversed(given.items()))

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Count all columns at once, as far as there are threads for it; a column that takes too long is named as late."""
        counted = await asyncio.gather(*(self._result(name, source) for name, source in self.asked().items()))
        return [result for result in counted if isinstance(result, dict)], [result for result in counted if isinstance(result, str)]

    async def _result(self, name: str, source: str) -> dict[str, Any] | str | None:
        """Return a facet, its name where counting was stopped, None where the table has nothing of that name."""
        try:
            rows = await self._rows(name)
        except QueryInterrupted:
            return name
        return await self._shown(name, rows, hideable=source != "metadata") if rows is not None else None

    @property
    def whole(self) -> bool:
        """Whether all rows of the table are counted."""
        return bool(_WHOLE.match(self.sql))

    async def statement(self, name: str, rows: str) -> str | None:
        """Return SQL that gives value, label and count over rows of the table; None where the table has nothing of that name."""
        raise NotImplementedError

    def columns(self, name: str) -> set[str]:
        """Return the columns that the statement reads."""
        return {name}

    async def _rows(self, name: str) -> Counts | None:
        if not self.whole and (counts := await self._read_once()) is not None:
            return counts.get((self.type, name))
        statement = await self.statement(name, f"({self.sql})")
        if statement is None:
            return None

        async def rows() -> Counts:
            limit = self.ds.setting("sql_time_limit_ms" if self.whole else "facet_time_limit_ms")
            found = await self.ds.execute(self.database, statement, self.params, truncate=False, custom_time_limit=limit)
            return [(row[0], row[1], row[2]) for row in found.rows]

        return await recent(self.ds.get_database(self.database)).get((statement, self._given), rows)

    @property
    def _given(self) -> tuple[tuple[str, Any], ...]:
        return tuple(sorted((self.params or {}).items()))

    async def _read_once(self) -> dict[tuple[str, str], Counts] | None:
        """Return the counts of all facets of the page, for which the rows are read once; None where each facet is to count by itself."""
        if self.row_count is not None and self.row_count > _READ_ONCE:
            return None
        facets = [_like(self, kind) for kind in _kinds]
        asked = tuple((facet.type, name) for facet in facets for name in facet.asked())

        async def begin() -> asyncio.Future[dict[tuple[str, str], Counts] | None]:
            return asyncio.ensure_future(self._count(facets))

        counting = await recent(self.ds.get_database(self.database)).get(("once", self.sql, self._given, asked), begin)
        return await asyncio.shield(counting)

    async def _count(self, facets: list["Counted"]) -> dict[tuple[str, str], Counts] | None:
        statements: dict[tuple[str, str], str] = {}
        columns: set[str] = set()
        for facet in facets:
            for name in facet.asked():
                if statement := await facet.statement(name, "kept"):
                    statements[facet.type, name] = statement
                    columns |= facet.columns(name)
        if len(statements) < 2:
            return None
        kept = f"WITH kept AS MATERIALIZED (SELECT {', '.join(map(escape_sqlite, sorted(columns)))} FROM ({self.sql}))"
        parts = (f"SELECT {number} AS facet, * FROM ({statement})" for number, statement in enumerate(statements.values()))
        try:
            limit = self.ds.setting("facet_time_limit_ms")
            found = await self.ds.execute(self.database, f"{kept} {' UNION ALL '.join(parts)}", self.params, truncate=False, custom_time_limit=limit)
        except QueryInterrupted:
            return None
        counts: list[Counts] = [[] for _ in statements]
        for row in found.rows:
            counts[row[0]].append((row[1], row[2], row[3]))
        return dict(zip(statements, counts, strict=True))

    async def names(self, name: str, values: list[Any]) -> Mapping[Any, Any]:
        """Return how values are called that the statement gives no label for."""
        return {}

    async def _shown(self, name: str, rows: list[tuple[Any, Any, int]], *, hideable: bool) -> dict[str, Any]:
        size, chosen = self.get_facet_size(), self.get_querystring_pairs()
        key = self.key(name)
        values = []
        names = await self.names(name, [value for value, _, _ in rows[:size]])
        for value, label, count in rows[:size]:
            selected = (key, str(value)) in chosen
            change = path_with_removed_args if selected else path_with_added_args
            address = self.ds.absolute_url(self.request, self.ds.urls.path(change(self.request, {key: str(value)})))
            values.append({"value": value, "label": names.get(value, self.label(label)), "count": count, "toggle_url": address, "selected": selected})
        return {
            "name": name,
            "type": self.type,
            "hideable": hideable,
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {self.argument: name})),
            "results": values,
            "truncated": len(rows) > size,
        }

    def label(self, label: Any) -> Any:
        """Return how a value is shown."""
        return label

    def key(self, name: str) -> str:
        """Return the name of the filter that a value leads to."""
        return f"{self.filter}{name}"

    @property
    def argument(self) -> str:
        """Return the argument that asks for the facet."""
        return f"_facet_{self.type}"


_kinds: list[type[Counted]] = []


def _like(facet: Counted, kind: type[Counted]) -> Counted:
    """Return a facet of another kind over the same rows."""
    other: Counted = kind.__new__(kind)
    other.__dict__.update(facet.__dict__)
    return other
