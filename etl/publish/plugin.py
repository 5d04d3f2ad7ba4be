"""The Datasette plugin: the site's pages, links from cells to the words they rest on, the newest build, and bounds for single queries."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.database import Database
from datasette.utils import tilde_encode
from markupsafe import Markup

from etl.publish.reading import front_page, reading_page

MAX_VALUE_BYTES = 64 * 1024 * 1024
"""No value that SQLite makes may be larger: enough for the longest document, too small for `zeroblob` to hurt."""
_NUMBERS = {"value", "value_max", "value_from"}
_WITH_WORDS = {"figures", "statements", "dates", "turns"}


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Limit the size of a value on every connection."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """Add the project's styles to every page."""
    return [datasette.urls.static_plugins("readouts", "readouts.css")]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Link a row's words to their place in the reading page of its document; print 500000000.0 as 500,000,000."""
    if column in _NUMBERS and isinstance(value, float):
        return f"{value:,.10g}"
    if column != "text" or table not in _WITH_WORDS or not isinstance(value, str):
        return None
    try:
        document, start = row["document_id"], row["start_char"]
    except (KeyError, IndexError, TypeError):
        return None  # a query that leaves the place out
    if isinstance(document, dict):  # Datasette has put the label beside the id
        document = document["value"]
    anchor = f"c{start}" if table == "figures" else f"t{start}" if table == "turns" else f"p{start}"
    address = f"{datasette.urls.table(database, 'documents')}/{tilde_encode(str(document))}#{anchor}"
    shown = value if len(value) <= 400 else value[:400].rsplit(" ", 1)[0] + " …"
    return Markup('<a class="words" href="{}" title="Read it in its place">{}</a>').format(address, shown)


@hookimpl
def extra_template_vars(datasette: Any, view_name: str, database: str | None, table: str | None, request: Any) -> Any:
    """Give the front page its newest documents and a document's page its transcript."""

    async def variables() -> dict[str, Any]:
        if view_name == "index":
            return {"readouts": [await front_page(datasette, name) for name in datasette.databases if name != "_internal"]}
        if view_name == "row" and table == "documents" and database is not None:
            return {"reading": await reading_page(datasette, database, request.url_vars["pks"])}
        return {}

    return variables


def _reopen(datasette: Any, name: str, database: Database) -> None:
    datasette.remove_database(name)
    datasette.add_database(Database(datasette, path=database.path, is_mutable=database.is_mutable), name=name)
    # Datasette keeps a connection a thread, by the database's name: new threads open the new file, running queries finish on the old.
    old = datasette.executor
    datasette.executor = ThreadPoolExecutor(max_workers=datasette.setting("num_sql_threads"))
    old.shutdown(wait=False)


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Open a database anew when a build has put another file in its place; the old connections would go on reading the old one."""
    seen: dict[str, tuple[int, int]] = {}

    def refresh() -> None:
        for name, database in list(datasette.databases.items()):
            if database.path is None or name.startswith("_"):
                continue
            try:
                stat = Path(database.path).stat()
            except OSError:
                continue  # between two builds, or deleted: what is open goes on
            file = (stat.st_dev, stat.st_ino)
            if seen.setdefault(name, file) != file:
                seen[name] = file
                _reopen(datasette, name, database)

    def wrap(app: Any) -> Any:
        async def refreshed(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                refresh()
            await app(scope, receive, send)

        return refreshed

    return wrap
