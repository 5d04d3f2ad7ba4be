"""Parquet files, read with DuckDB, which is told to touch nothing but the one file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from etl.extract.content import Unreadable
from etl.extract.rows import COLUMNS, Row

_MAGIC, _ENCRYPTED = b"PAR1", b"PARE"
_BATCH = 64
_DAYS = ("date", "published")
_TIMES = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_ZONED = "TIMESTAMP WITH TIME ZONE"
_PLAIN = (
    "VARCHAR", "BLOB", "BOOLEAN", "FLOAT", "DOUBLE", "DECIMAL",
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
)  # fmt: skip
"""Types that Python has; what has a point or a length in time, or a form of its own, is taken as text."""
_NESTED = ("STRUCT", "MAP", "UNION", "VARIANT", "GEOMETRY")
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_LATE_SETTINGS = (
    "disable_parquet_prefetching = true",  # it takes a whole group of rows into memory
    "streaming_buffer_size = '256KB'",  # rows that are read ahead, which damage after them would take away
    "enable_external_access = false",
    "lock_configuration = true",
)
_SHOWN = 200


def rows(path: Path) -> Iterator[Row]:
    """Give the rows of a table, counted from 1, in the file's order; some blocks of 2,048 are in memory at a time.

    Columns are told without regard to case and white space. Days and points in time (in UTC) become ISO days. Raises Unreadable for a file
    that is no Parquet, is damaged (also after rows before the damage), has no rows or no column `text`.
    """
    _check_marks(path)
    number = 0
    with _plain_name(path) as name, duckdb.connect(":memory:", config=_SETTINGS) as connection:
        try:
            result = _selected(connection, name)
            names = [column[0] for column in result.description]
            while batch := result.fetchmany(_BATCH):
                for cells in batch:
                    number += 1
                    yield _row(number, dict(zip(names, cells, strict=True)))
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0].replace(name, path.name)
            raise Unreadable(f"the file is damaged or can't be read after row {number}: {reason}") from None
    if number == 0:
        raise Unreadable("the table has no rows")


def _selected(connection: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyConnection:
    """Ask for the columns that are read, named as rows name them. Raises Unreadable, and what DuckDB raises."""
    connection.execute("SET allowed_paths = $1", [[name]])
    for setting in _LATE_SETTINGS:
        connection.execute(f"SET {setting}")
    table = "read_parquet($1, hive_partitioning = false)"  # folders called NAME=VALUE are no columns
    names = _column_names(connection, name)
    described = connection.execute(f"SELECT * FROM {table} LIMIT 0", [name]).description
    folded = [shown.strip().casefold() for shown in names]
    if "text" not in folded:
        shown = ", ".join(names)
        raise Unreadable(f"the table has no column `text`; it has {shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}")
    if doubled := [column for column in COLUMNS if folded.count(column) > 1]:
        raise Unreadable(f"the column {doubled[0]!r} is there twice")
    chosen = ", ".join(
        _expression(column, alias, str(kind)) for column, (alias, kind, *_) in zip(folded, described, strict=False) if column in COLUMNS
    )
    return connection.execute(f"SELECT {chosen} FROM {table}", [name])


def _column_names(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Return the names of a table's columns as the file has them, where DuckDB tells those apart that differ in nothing but case."""
    names: list[str] = []
    inside = 0  # parts of a nested column that are to come
    for column, parts in connection.execute("SELECT name, num_children FROM parquet_schema($1) OFFSET 1", [name]).fetchall():
        if inside == 0:
            names.append(column)
            inside = parts or 0
        else:
            inside += (parts or 0) - 1
    return names


def _expression(column: str, alias: str, kind: str) -> str:
    """Return the SQL that gives a column of a type as a value that rows take. Raises Unreadable for a nested one."""
    base = kind.partition("(")[0]
    if base in _NESTED or kind.endswith("]"):
        raise Unreadable(f"the column {column!r} holds {kind}, where one value a row is expected")
    source = '"' + alias.replace('"', '""') + '"'
    if base == _ZONED:
        source = f"make_timestamp(epoch_us({source}))"  # in UTC; DuckDB casts it in the zone of the machine
    if base in (*_TIMES, _ZONED) and column in _DAYS:
        source = f"strftime({source}, '%Y-%m-%d')"  # a cast rounds nanoseconds up into the next day
    return f"{source if base in _PLAIN else f'CAST({source} AS VARCHAR)'} AS {column}"


def _row(number: int, fields: dict[str, Any]) -> Row:
    for name, cell in fields.items():
        if isinstance(cell, bytes):  # texts by programs that do not say that they are
            try:
                fields[name] = cell.decode()
            except UnicodeDecodeError:
                return Row(number, error=f'"{name}" is no text')
    return Row(number, fields)


def _check_marks(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(len(_MAGIC))
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - len(_MAGIC)))
        end = file.read()
    if not size:
        raise Unreadable("the file is empty")
    if _ENCRYPTED in (start, end):
        raise Unreadable("the file is encrypted; write it without encryption")
    if start != _MAGIC:
        raise Unreadable("the file is no Parquet")
    if end != _MAGIC or size < 12:
        raise Unreadable("the file is cut off: its end is missing; copy it anew")


@contextmanager
def _plain_name(path: Path) -> Iterator[str]:
    """Give a path to a file that DuckDB takes as it is: a link where the name has signs of a pattern or is no UTF-8."""
    name = str(path.absolute())
    if not any(sign in name for sign in "*?[") and os.fsencode(name).decode(errors="replace") == name:
        yield name
        return
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "table.parquet"
        link.symlink_to(path.absolute())
        yield str(link)
