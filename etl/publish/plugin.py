"""The Datasette plugin: the site's pages, the newest build, and bounds for single queries."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from weakref import WeakKeyDictionary

from datasette import hookimpl
from datasette.database import Database
from datasette.utils import tilde_decode, tilde_encode, urlsafe_components

from etl.publish.chips import chips
from etl.publish.columns import FIRST, column_order, table_body
from etl.publish.databases import home, is_ours, names_of, ours, remembered
from etl.publish.downloads import downloads
from etl.publish.front_page import QUESTIONS, FrontPage, front_page, title_of
from etl.publish.measure_page import told
from etl.publish.query_charts import CHARTED, Addresses, chart
from etl.publish.reading_page import reading, tally
from etl.publish.row_page import RowPage, row_page
from etl.publish.transcript import Address, read
from etl.publish.versions import metadata_of_page, queries, table_metadata, template_names
from etl.publish.wording import day

MAX_VALUE_BYTES = 64 * 1024 * 1024
"""No value that SQLite makes may be larger: enough for the longest document, too small for `zeroblob` to hurt."""
_files: WeakKeyDictionary[Any, tuple[int, int]] = WeakKeyDictionary()
"""The file that each database was opened from. Not kept by the application, of which Datasette 1.0 makes a new one for every internal request."""


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Limit the size of a value on every connection."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """Add the project's styles to every page."""
    return [datasette.urls.static_plugins("readouts", "readouts.css")]


@hookimpl
def extra_js_urls(datasette: Any) -> list[str]:
    """Add the script that copies citations."""
    return [datasette.urls.static_plugins("readouts", "site.js")]


@hookimpl
def extra_template_vars(datasette: Any, view_name: str, database: str | None, table: str | None, columns: list[str] | None, request: Any) -> Any:
    """Give every page its way home, the front page what there is, and a row's page its words."""

    async def variables() -> dict[str, Any]:
        known: dict[str, Any] = {"home": await home(datasette), "day": day, "tally": tally, "table_body": table_body, **template_names(datasette)}
        if view_name == "index":
            return known | await _front(datasette, request)
        if database is None or not await is_ours(datasette, database):
            return known
        if table is None and columns:  # a query
            known["told"] = partial(told, await names_of(datasette.get_database(database), "countries"))
            outlines = datasette.urls.static_plugins("readouts", "world.svg")
            known["charted"] = CHARTED
            known["chart"] = partial(chart, addresses=Addresses(str(datasette.urls.database(database)), str(outlines)))
        address = _addresses(datasette, database)
        known |= {"column_order": column_order, "leading_columns": FIRST}
        known |= {"address": address, "home_of": database}
        if table is not None:
            known |= await metadata_of_page(datasette, database, table)
        if view_name == "row" and table == "documents":
            return known | await _reading(datasette, database, request, address)
        if view_name == "table" and table is not None:
            files = await asyncio.to_thread(downloads, datasette.get_database(database))
            pairs = parse_qsl(request.query_string, keep_blank_values=True)
            shown = [name for name in (f"{table}.csv.gz", f"{table}.parquet") if name in files]
            return known | {"table_files": shown, "chips": await chips(datasette, database, table, request, pairs)}
        if view_name == "row" and table is not None:
            return known | {"row_view": await _row(datasette, database, table, request, address)}
        return known

    return variables


def _addresses(datasette: Any, database: str) -> Address:
    """Return what gives the address of a row."""
    tables = str(datasette.urls.database(database))
    return lambda table, key: f"{tables}/{table}/{tilde_encode(key)}"


async def _reading(datasette: Any, database: str, request: Any, address: Address) -> dict[str, Any]:
    key = tilde_decode(request.url_vars["pks"])
    transcript = await datasette.get_database(database).execute_fn(lambda connection: read(connection, key))
    return {"reading": reading(transcript, address), "row_path": request.path} if transcript else {}


async def _front(datasette: Any, request: Any) -> dict[str, Any]:
    """Return the front page's view of every database of Readouts."""
    fronts: list[tuple[str, FrontPage]] = []
    questions, files = {}, {}
    for name in await ours(datasette):
        fronts.append((name, await front_of(datasette, name)))
        known = await queries(datasette, name, request.actor)
        questions[name] = [(group, [known[key] for key in keys if key in known]) for group, keys in QUESTIONS if known]
        files[name] = await asyncio.to_thread(downloads, datasette.get_database(name))
    names = [name for name, _ in fronts]
    return {"plain_search": True, "fronts": fronts, "questions": questions, "files": files, "title_of": title_of, "ours": names}


async def front_of(datasette: Any, name: str) -> FrontPage:
    """Return what the front page shows of a database, read once as long as it is open."""
    database, address = datasette.get_database(name), _addresses(datasette, name)
    return await remembered(database, "front", lambda: database.execute_fn(lambda connection: front_page(connection, address)))


@hookimpl
def startup(datasette: Any) -> Any:
    """Read the front page before the first visitor comes."""

    async def read_fronts() -> None:
        for name in await ours(datasette):
            await front_of(datasette, name)

    return read_fronts


async def _row(datasette: Any, name: str, table: str, request: Any, address: Address) -> RowPage | None:
    database = datasette.get_database(name)
    primary = await database.primary_keys(table)
    described = (await table_metadata(datasette, name, table)).get("columns") or {}
    keys = urlsafe_components(request.url_vars["pks"])
    found: RowPage | None = await database.execute_fn(lambda connection: row_page(connection, table, primary, keys, described, address))
    return found


def _reopen(datasette: Any, name: str, database: Database) -> Database:
    """Open the file that is there now under a database's name."""
    opened = Database(datasette, path=database.path, is_mutable=database.is_mutable)
    opened.name, opened.route = name, database.route
    # Put in the old one's place at once and without `remove_database`, which in Datasette 1.0 closes it under the requests that read it.
    databases = datasette.databases.copy()
    databases[name] = opened
    datasette.databases = databases
    # Datasette keeps a connection a thread, by the database's name: new threads open the new file, running queries finish on the old.
    old = datasette.executor
    datasette.executor = ThreadPoolExecutor(max_workers=datasette.setting("num_sql_threads"))
    old.shutdown(wait=False)
    return opened


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Open a database anew when a build has put another file in its place; the old connections would go on reading the old one."""

    def refresh() -> None:
        for name, database in list(datasette.databases.items()):
            if database.path is None or name.startswith("_"):
                continue
            try:
                stat = Path(database.path).stat()
            except OSError:
                continue  # between two builds, or deleted: what is open goes on
            file = (stat.st_dev, stat.st_ino)
            if _files.setdefault(database, file) != file:
                _files[_reopen(datasette, name, database)] = file

    def wrap(app: Any) -> Any:
        async def refreshed(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                refresh()
            await app(scope, receive, send)

        return refreshed

    return wrap
