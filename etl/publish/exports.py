"""Whole tables as files: `readouts export` writes them once, a server gives them out at the disk's speed.

A folder of exports has for every table `NAME.csv.gz` and `NAME.parquet`, the database itself as `readouts.db`, and `SHA256SUMS`, which `sha256sum -c`
reads. The same database gives the same bytes. The folder is written beside and put in its place when it is whole, so that nobody gets half a file.
"""

import csv
import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import duckdb

from etl.publish.spreadsheets import harmless

SUMS = "SHA256SUMS"
DATABASE = "readouts.db"
_ROWS = 5_000
_TYPES = {"INTEGER": "BIGINT", "REAL": "DOUBLE", "TEXT": "VARCHAR", "BLOB": "BLOB", "ANY": "VARCHAR"}
_MEMORY = "256MB"


Labels = dict[str, tuple[str, str, str]]


class CannotExport(OSError):
    """The exports can't be written: says why."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file of the exports: its name, size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


def export(database: Path, folder: Path, progress: Callable[[str], None] | None = None) -> list[Export]:
    """Write every table of a database as CSV and Parquet to a folder, with the database and a list of checksums.

    An older folder of exports is replaced; a folder with anything else in it is refused. Raises CannotExport.
    """
    if not database.is_file():
        raise CannotExport(f"{database}: no such database; make it with `readouts build`")
    if folder.exists() and not (folder.is_dir() and (not any(folder.iterdir()) or (folder / SUMS).is_file())):
        raise CannotExport(f"{folder}: is there and is no folder of exports; name another with --to")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise CannotExport(f"{folder}: {error.strerror}") from None
    try:
        names = _write(database, made, progress)
        exports = [Export(name, (made / name).stat().st_size, _sha256(made / name)) for name in names]
        (made / SUMS).write_text("".join(f"{one.sha256}  {one.name}\n" for one in exports), encoding="utf-8")
        os.chmod(made, 0o755)  # noqa: S103 (a folder to be published)
        _replace(made, folder)
    except CannotExport:
        raise
    except sqlite3.DatabaseError as error:
        raise CannotExport(f"{database}: {error}") from None
    except OSError as error:
        raise CannotExport(f"{folder}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return exports


def exported(folder: Path) -> dict[str, Export]:
    """Return the files that a folder's list of checksums names, by name; none where there is no list."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = [line.split("  ", 1) for line in lines]
    return {name: Export(name, (folder / name).stat().st_size, sha256) for sha256, name in pairs if (folder / name).is_file()}


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of a database's tables, without those that full-text search and statistics keep for themselves."""
    listed = connection.execute(
        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') ORDER BY name"
    ).fetchall()
    return [name for name, kind in listed if kind == "table" and not name.startswith("sqlite_")]


# -------------------------------------------------------------- writing


def _write(database: Path, folder: Path, progress: Callable[[str], None] | None) -> list[str]:
    names = [DATABASE]
    shutil.copyfile(database, folder / DATABASE)
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        there = tables(connection)
        if not there:
            raise CannotExport(f"{database}: has no tables; make it with `readouts build`")
        for table in there:
            if progress is not None:
                progress(table)
            names += [_csv(connection, table, folder), _parquet(connection, table, folder)]
    return sorted(names)


def _rows(connection: sqlite3.Connection, table: str, labels: Labels | None = None) -> Iterator[list[tuple[Any, ...]]]:
    """Yield a table's rows in their order, some thousand at a time, with the labels of ids beside them."""
    columns, joins = [], []
    for column, _ in _columns(connection, table):
        columns.append(f't."{column}"')
        if labels and column in labels:
            other, key, label = labels[column]
            columns.append(f'"l_{column}"."{label}"')
            joins.append(f'LEFT JOIN "{other}" "l_{column}" ON "l_{column}"."{key}" = t."{column}"')
    cursor = connection.execute(f'SELECT {", ".join(columns)} FROM "{table}" t {" ".join(joins)} ORDER BY t.rowid')
    while rows := cursor.fetchmany(_ROWS):
        yield rows


def _labels(connection: sqlite3.Connection, table: str) -> Labels:
    """Return the columns that point to a row with a name or a title: the other table, its key and the column that names it."""
    labels = {}
    for _, _, other, column, key, *_ in connection.execute(f'PRAGMA foreign_key_list("{table}")'):
        names = [name for name, _ in _columns(connection, other) if name in ("name", "title")]
        if names:
            labels[column] = (other, key or "id", names[0])
    return labels


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return [(name, kind) for _, name, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")')]


def _csv(connection: sqlite3.Connection, table: str, folder: Path) -> str:
    """Write a table as compressed CSV: a line of names, UTF-8, null as nothing, labels beside ids, formulas made harmless."""
    name = f"{table}.csv.gz"
    labels = _labels(connection, table)
    with _compressed(folder / name) as file:
        writer = csv.writer(file)
        writer.writerow([name for column, _ in _columns(connection, table) for name in (column, f"{column}_label")[: 1 + (column in labels)]])
        for rows in _rows(connection, table, labels):
            writer.writerows([harmless(value) for value in row] for row in rows)
    return name


def _compressed(path: Path) -> IO[str]:
    # No time and no name in the header: the same table gives the same bytes.
    return io.TextIOWrapper(gzip.GzipFile(filename="", fileobj=path.open("wb"), mode="wb", compresslevel=6, mtime=0), encoding="utf-8", newline="")


def _parquet(connection: sqlite3.Connection, table: str, folder: Path) -> str:
    """Write a table as Parquet with its own types and nulls; rows go through a file, so that memory does not grow with the table."""
    name, passing = f"{table}.parquet", folder / f"{table}.passing"
    columns = _columns(connection, table)
    longest = 0
    with passing.open("w", encoding="utf-8") as file:
        for rows in _rows(connection, table):
            for row in rows:
                longest = max(
                    longest, file.write(json.dumps(dict(zip((column for column, _ in columns), row, strict=True)), ensure_ascii=True) + "\n")
                )
    types = ", ".join(f"'{column}': '{_TYPES[kind]}'" for column, kind in columns)
    with duckdb.connect(config={"memory_limit": _MEMORY, "threads": 1}) as target:
        read = f"format='newline_delimited', columns={{{types}}}, maximum_object_size={longest + 1024}"
        target.execute(
            f"COPY (SELECT * FROM read_json('{_quoted(passing)}', {read})) TO '{_quoted(folder / name)}' (FORMAT parquet, COMPRESSION zstd)"
        )
    passing.unlink()
    return name


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(made: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one; a reader sees the one or the other."""
    old = made.with_name(f"{made.name}-old")
    if folder.exists():
        folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
