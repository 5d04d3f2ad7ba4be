"""What Datasette 0.65 and Datasette 1.0 do differently, each with one name: no other module asks for the version.

1.0 splits what 0.65 calls metadata: what is shown stays metadata; queries, facets, sizes, orders and labels are configuration. It asks for
permissions one at a time and by actor, has own SQL at an address of its own, and calls some variables of templates otherwise.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import datasette as package
from datasette.database import QueryInterrupted
from jinja2 import pass_context
from jinja2.runtime import Context

_IS_ONE = not package.__version__.startswith("0.")


# -------------------------------------------------------------- metadata and configuration


def options(metadata: Path) -> list[str]:
    """Return the options of `datasette serve` for a file of metadata."""
    return ["--metadata", str(metadata), *(("--config", str(metadata)) if _IS_ONE else ())]


def arguments(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of Datasette for metadata; as copies, since Datasette writes into what it is given."""
    return {name: deepcopy(dict(metadata)) for name in (("metadata", "config") if _IS_ONE else ("metadata",))}


async def table_metadata(datasette: Any, database: str, table: str) -> dict[str, Any]:
    """Return the metadata of a table, with what its columns mean in their order."""
    if not _IS_ONE:
        return dict(datasette.table_metadata(database, table))
    sql = "SELECT column_name, value FROM metadata_columns WHERE database_name = ? AND resource_name = ? AND key = 'description'"
    meanings = dict((await datasette.get_internal_database().execute(sql, [database, table])).rows)
    columns = await datasette.get_database(database).table_columns(table)
    known = await datasette.get_resource_metadata(database, table)
    return {**known, "columns": {name: meanings[name] for name in columns if name in meanings}}


async def metadata_of_page(datasette: Any, database: str, table: str) -> dict[str, Any]:
    """Return `metadata` for the template of a table or row where Datasette leaves it out: in 1.0 a row has none, a table's columns no order."""
    return {"metadata": await table_metadata(datasette, database, table)} if _IS_ONE else {}


async def label_column(datasette: Any, database: str, table: str) -> str | None:
    """Return the column whose values name a table's rows. Where none is configured, 1.0 takes a key of one column for it, which names nothing."""
    opened = datasette.get_database(database)
    found: str | None = await opened.label_column_for_table(table)
    if _IS_ONE and "label_column" not in await datasette.table_config(database, table) and found in await opened.primary_keys(table):
        return None
    return found


async def queries(datasette: Any, database: str, actor: Any) -> dict[str, Any]:
    """Return the queries of a database by name, in the order of the metadata; each has a name, a title and a description."""
    if not _IS_ONE:
        return dict(await datasette.get_canned_queries(database, actor))
    page = await datasette.list_queries(database, actor=actor, limit=1000)
    found = {query.name: query for query in page.queries}
    configured = (datasette.config.get("databases") or {}).get(database, {}).get("queries") or {}
    return {name: found[name] for name in [*(name for name in configured if name in found), *(name for name in found if name not in configured)]}


# -------------------------------------------------------------- permissions


async def ensure_visible(datasette: Any, actor: Any) -> None:
    """Refuse who may not see this Datasette at all."""
    if _IS_ONE:
        await datasette.ensure_permission(action="view-instance", actor=actor)
    else:
        await datasette.ensure_permissions(actor, ["view-instance"])


async def labels(datasette: Any, actor: Any, database: str, table: str, column: str, values: Iterable[Any]) -> dict[Any, Any]:
    """Return the labels of the rows that values of a column point to, as far as an actor may see them."""
    asked = (actor, database, table, column, values) if _IS_ONE else (database, table, column, values)
    expanded = await datasette.expand_foreign_keys(*asked)
    return {value: label for (name, value), label in expanded.items() if name == column}


# -------------------------------------------------------------- addresses


def sql_address(datasette: Any, database: str) -> str:
    """Return the address at which a database answers to `?sql=`; `.json` and `.csv` may follow."""
    address: str = datasette.urls.database(database)
    return address + "/-/query" if _IS_ONE else address


# -------------------------------------------------------------- files


async def database_file(request: Any, datasette: Any) -> Any:
    """Return Datasette's own answer to who asks for the database as a file: the file, or that it has not changed.

    Raises Datasette's errors where there is no such database or it may not be taken.
    """
    from datasette.views import database as views  # which loads the plugins, of which this module is one

    if _IS_ONE:
        return await views.database_download(request, datasette)
    return await views.DatabaseDownload(datasette).get(request)


# -------------------------------------------------------------- templates


def template_names(datasette: Any) -> dict[str, Any]:
    """Return what templates use in place of variables that the versions call differently."""

    @pass_context
    def rows_left_out(context: Context) -> bool:
        """Tell whether a query has more rows than are shown; 1.0 does not say, so there it is a full page that may leave rows out."""
        if _IS_ONE:
            return len(context.get("display_rows") or ()) >= int(datasette.setting("max_returned_rows"))
        return bool(context.get("truncated"))

    @pass_context
    async def queries_shown(context: Context) -> list[Any]:
        """Return all queries of a database for its page; 1.0 gives the page the first five."""
        if _IS_ONE:
            return list((await queries(datasette, context["database"], context.get("actor"))).values())
        return context.get("queries") or []

    @pass_context
    async def query_rows(context: Context) -> list[Any]:
        """Return the rows of a query as they are; 1.0 gives its page only their cells in HTML, so the query is asked once more."""
        if not _IS_ONE:
            return context.get("rows") or []
        query = context["query"]
        try:
            return list((await datasette.execute(context["database"], query["sql"], query["params"], truncate=True)).rows)
        except QueryInterrupted:
            return []

    return {
        "rows_found": _rows_found,
        "counting_stopped": _counting_stopped,
        "query_name": _query_name,
        "query_writes": _query_writes,
        "rows_left_out": rows_left_out,
        "query_rows": query_rows,
        "queries_shown": queries_shown,
        "sql_address": partial(sql_address, datasette),
    }


@pass_context
def _rows_found(context: Context) -> int | None:
    """Return how many rows a table page is about, None where counting took too long."""
    found: int | None = context.get("count" if _IS_ONE else "filtered_table_rows_count")
    return found


@pass_context
def _counting_stopped(context: Context) -> bool:
    """Tell whether there are at least so many rows as were counted: 1.0 stops at 10,001."""
    return bool(context.get("count_truncated"))


@pass_context
def _query_name(context: Context) -> str | None:
    """Return the name of a query page's query, None for own SQL."""
    name: str | None = context.get("stored_query" if _IS_ONE else "canned_query")
    return name


@pass_context
def _query_writes(context: Context) -> bool:
    """Tell whether a query page's query writes."""
    return bool(context.get("stored_query_write" if _IS_ONE else "canned_write"))
