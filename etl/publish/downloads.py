"""What people take away: CSV of every page, and the files that `readouts export` made.

Datasette's own CSV asks for one page after the other, goes on when nobody listens any more, and puts an error into the file it has begun.
Here a table is one statement read to its end, on a connection of its own: rows of one moment, at the disk's speed. Where it
fails the connection breaks, so that nobody takes half a table for a whole one; where the reader goes away it stops. Ids have
labels beside them and formulas are harmless (`spreadsheets`).
"""

import asyncio
import csv
import io
import logging
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import Response, hookimpl
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import AsgiFileDownload

from etl.publish.exports import DATABASE, SUMS, Export, exported
from etl.publish.spreadsheets import harmless
from etl.publish.versions import database_file, label_column, sql_address

_log = logging.getLogger(__name__)
FOLDER = "exports"
"""The folder of exports beside the database."""
_ROWS = 2_000
_PIECE = 1 << 17
"""Bytes of a file that are read at once; so many wait in memory for each slow reader."""
_AT_ONCE = 8
_OURS = {"_stream", "_labels", "_dl", "_header", "_shape", "_size"}
_LIMIT = re.compile(r"\s+limit\s+\d+(\s+offset\s+\d+)?\s*\Z", re.I)
_TYPES = {".csv.gz": "application/gzip", ".parquet": "application/vnd.apache.parquet", ".db": "application/vnd.sqlite3"}

Labels = dict[str, tuple[str, str, str]]


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Serve CSV, prebuilt files and the database; these routes come before Datasette's own."""
    return [
        (r"^/(?P<database>[^/\.]+)\.db$", whole_database),
        (rf"^/-/{FOLDER}/(?P<database>[^/]+)/(?P<name>[\w.-]+)$", prebuilt),
        (r"^/(?P<database>[^/\.]+)/(?P<table>[^/]+?)\.csv$", rows_as_csv),
        (r"^/(?P<database>[^/\.]+)(/-/query)?\.csv$", rows_as_csv),
    ]


# -------------------------------------------------------------- prebuilt files


def downloads(database: Any) -> dict[str, Export]:
    """Return the prebuilt files of a database by name, none where there are none or they are of another build."""
    if database.path is None:
        return {}
    folder = Path(database.path).parent / FOLDER
    files = exported(folder)
    if DATABASE not in files or _run(Path(database.path)) != _run(folder / DATABASE):
        return {}
    return files


def _run(path: Path) -> list[tuple[Any, ...]]:
    """Return what a build says of itself."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT * FROM runs").fetchall()
    except sqlite3.DatabaseError:
        return []


async def whole_database(request: Any, datasette: Any, send: Any, receive: Any) -> Any:
    """Send the database where Datasette would, which reads a file in pieces of 4 kB and goes on when nobody listens any more."""
    response = await database_file(request, datasette)
    if not isinstance(response, AsgiFileDownload):
        return response  # the reader has it already
    headers = {name.lower(): value for name, value in response.headers.items() if name.lower() != "transfer-encoding"}
    await _send_file(Path(response.filepath), response.filename, response.content_type, headers, send, receive)
    return None


async def prebuilt(request: Any, datasette: Any, send: Any, receive: Any) -> Any:
    """Send a prebuilt file."""
    try:
        database = datasette.get_database(route=tilde_decode(request.url_vars["database"]))
    except KeyError:
        return _refused("There is no such database.", 404)
    name = request.url_vars["name"]
    files = await asyncio.to_thread(downloads, database)
    if name not in files and not (files and name == SUMS):
        return _refused("There is no such file; `readouts export` makes the files.", 404)
    folder = Path(database.path).parent / FOLDER
    kind = next((kind for ending, kind in _TYPES.items() if name.endswith(ending)), "text/plain; charset=utf-8")
    await _send_file(folder / name, None if name == SUMS else name, kind, {}, send, receive)
    return None


async def _send_file(path: Path, name: str | None, content_type: str, headers: Mapping[str, str], send: Any, receive: Any) -> None:
    """Send a file, under a name to save it by, until its end or until the reader goes away."""
    gone = asyncio.create_task(_gone(receive))
    try:
        with path.open("rb") as file:
            fields = {**headers, "content-type": content_type, "content-length": str(os.fstat(file.fileno()).st_size)}
            if name is not None:
                fields["content-disposition"] = f'attachment; filename="{name}"'
            await send({"type": "http.response.start", "status": 200, "headers": [[key.encode(), value.encode()] for key, value in fields.items()]})
            while not gone.done() and (piece := await asyncio.to_thread(file.read, _PIECE)):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()


# -------------------------------------------------------------- CSV


async def rows_as_csv(request: Any, datasette: Any, send: Any, receive: Any) -> Any:
    """Send the rows of a table or view (all of them with `_stream=on`, else a page of them), of a query or of SQL."""
    try:
        database = datasette.get_database(route=tilde_decode(request.url_vars["database"]))
    except KeyError:
        return _refused("There is no such database.", 404)
    table = tilde_decode(request.url_vars["table"]) if "table" in request.url_vars else None
    arguments = parse_qsl(request.query_string, keep_blank_values=True)
    ours = {key: value for key, value in arguments if key in _OURS}
    if table is None and "sql" not in dict(arguments):
        return _refused("?sql= is missing.", 400)
    is_table = table is not None and (await database.table_exists(table) or table in await database.view_names())
    path = sql_address(datasette, database.name) if table is None else request.path.removesuffix(".csv")
    asked = await _asked(request, datasette, path, [pair for pair in arguments if pair[0] not in _OURS], table=is_table)
    if asked.status_code != 200:
        return _refused(_reason(asked), asked.status_code)
    data = asked.json()
    name = table or "query"
    if not is_table or table is None:
        rows = data["rows"][: _page(ours["_size"], datasette)] if "_size" in ours else data["rows"]
        lines = _lines(data["columns"], [rows], {}, header=ours.get("_header") != "off")
        return Response("".join(lines), headers=_headers(name, ours), content_type=_content_type(ours))
    labels = {} if ours.get("_labels") == "off" else await _labelled(datasette, database, table, data["columns"])
    sql = _LIMIT.sub("", data["query"]["sql"])
    if ours.get("_stream") != "on":
        sql += f" limit {_page(ours.get('_size'), datasette)}"
    source = _Source(datasette, database, sql, data["query"]["params"], labels, header=ours.get("_header") != "off")
    await _stream(source, send, receive, {**_headers(name, ours), "content-type": _content_type(ours)})
    return None


async def _asked(request: Any, datasette: Any, path: str, arguments: list[tuple[str, str]], *, table: bool) -> Any:
    """Ask Datasette for the first rows as JSON: it knows filters, permissions and queries, and tells its SQL."""
    more = [("_size", "1"), ("_nofacet", "1"), ("_nocount", "1"), ("_extra", "query")] if table else []
    more += [("_extra", "columns"), ("_shape", "arrays")]
    return await datasette.client.get(path + f".json?{urlencode([*arguments, *more])}", headers={"cookie": request.headers.get("cookie", "")})


def _reason(response: Any) -> str:
    try:
        data = response.json()
    except ValueError:
        return str(response.text)
    return str(data.get("error") or data.get("title") or "The rows can't be read.")


def _page(size: str | None, datasette: Any) -> int:
    most = int(datasette.setting("max_returned_rows"))
    if size == "max":
        return most
    return min(int(size), most) if size and size.isdigit() else int(datasette.setting("default_page_size"))


async def _labelled(datasette: Any, database: Any, table: str, columns: list[str]) -> Labels:
    """Return the columns whose rows have a label: the other table, its key and the column that labels it."""
    labels = {}
    for key in await database.foreign_keys_for_table(table):
        label = await label_column(datasette, database.name, key["other_table"])
        if key["column"] in columns and label:
            labels[key["column"]] = (key["other_table"], key["other_column"], label)
    return labels


class _Source:
    """One statement, read piece by piece as lines of CSV in threads; labels are looked up once."""

    def __init__(self, datasette: Any, database: Any, sql: str, parameters: Mapping[str, Any], labels: Labels, *, header: bool) -> None:
        self._datasette, self._database = datasette, database
        self._sql, self._parameters, self._labels, self._header = sql, parameters, labels, header
        self._known: dict[str, dict[Any, Any]] = {column: {} for column in labels}
        self._connection: sqlite3.Connection | None = None
        self._pieces: Iterator[str] | None = None

    def next(self) -> str | None:
        """Return the next lines, None at the end."""
        if self._pieces is None:
            path = Path(self._database.path).resolve().as_uri()
            self._connection = sqlite3.connect(f"{path}?mode=ro", uri=True, check_same_thread=False)
            self._datasette._prepare_connection(self._connection, self._database.name)
            self._connection.row_factory = None
            cursor = self._connection.execute(self._sql, self._parameters)
            columns = [column[0] for column in cursor.description]
            self._pieces = _lines(columns, self._rows(cursor, columns), self._labels, header=self._header)
        return next(self._pieces, None)

    def stop(self) -> None:
        """Stop what runs and close the connection."""
        if self._connection is not None:
            self._connection.interrupt()
            self._connection.close()

    def _rows(self, cursor: sqlite3.Cursor, columns: list[str]) -> Iterator[list[Any]]:
        labelled = [(index, column) for index, column in enumerate(columns) if column in self._labels]
        while rows := cursor.fetchmany(_ROWS):
            for index, column in labelled:
                self._look_up(column, {row[index] for row in rows})
            yield [self._with_labels(row, columns) for row in rows] if labelled else rows

    def _look_up(self, column: str, values: set[Any]) -> None:
        known, (table, key, label) = self._known[column], self._labels[column]
        unknown = [value for value in values if value is not None and value not in known]
        for first in range(0, len(unknown), 500):
            part = unknown[first : first + 500]
            sql = f'SELECT "{key}", "{label}" FROM "{table}" WHERE "{key}" IN ({",".join("?" * len(part))})'
            assert self._connection is not None
            known.update(self._connection.execute(sql, part).fetchall())

    def _with_labels(self, row: tuple[Any, ...], columns: list[str]) -> list[Any]:
        cells = []
        for column, value in zip(columns, row, strict=True):
            cells.append(value)
            if column in self._labels:
                cells.append(self._known[column].get(value))
        return cells


def _lines(columns: list[str], pieces: Any, labels: Labels, *, header: bool) -> Iterator[str]:
    """Yield rows as lines of CSV, the line of names first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if header:
        writer.writerow([name for column in columns for name in (column, f"{column}_label")[: 1 + (column in labels)]])
    for rows in pieces:
        writer.writerows([harmless(value) for value in row] for row in rows)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.getvalue():
        yield buffer.getvalue()


_places: dict[int, asyncio.Semaphore] = {}


async def _stream(source: _Source, send: Any, receive: Any, headers: Mapping[str, str]) -> None:
    """Send a source's lines until its end or until the reader goes away.

    The first lines are read before the status is sent, so that SQL that fails at once is an error of its own; a failure after
    that breaks the connection.
    """
    places = _places.setdefault(id(asyncio.get_running_loop()), asyncio.Semaphore(_AT_ONCE))
    gone = asyncio.create_task(_gone(receive))
    begun = False
    try:
        async with places:
            lines = await asyncio.to_thread(source.next)
            fields = [[name.encode(), value.encode()] for name, value in headers.items()]
            await send({"type": "http.response.start", "status": 200, "headers": fields})
            begun = True
            while lines is not None and not gone.done():
                await send({"type": "http.response.body", "body": lines.encode("utf-8", "replace"), "more_body": True})
                lines = await asyncio.to_thread(source.next)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    except sqlite3.Error:
        if not begun:
            raise
        _log.exception("a CSV file broke off")  # the server closes the connection of a response that is not complete
    finally:
        gone.cancel()
        await asyncio.to_thread(source.stop)


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _headers(name: str, ours: Mapping[str, str]) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{tilde_encode(name)}.csv"'} if ours.get("_dl") else {}


def _content_type(ours: Mapping[str, str]) -> str:
    return f"text/{'csv' if ours.get('_dl') else 'plain'}; charset=utf-8"


def _refused(reason: str, status: int) -> Response:
    return Response(f"{reason}\n", status=status, content_type="text/plain; charset=utf-8")
