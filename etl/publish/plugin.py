"""The Datasette plugin: serve the newest build, and keep single queries from taking the machine's memory."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.database import Database

MAX_VALUE_BYTES = 64 * 1024 * 1024
"""No value that SQLite makes may be larger: enough for the longest document, too small for `zeroblob` to hurt."""


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Limit the size of a value on every connection."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)


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
