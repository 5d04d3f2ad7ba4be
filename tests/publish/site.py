"""A built database behind Datasette, as `readouts serve` shows it, and the ways in which the tests look at it."""

import csv
import io
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import yaml
from datasette.app import Datasette
from datasette.utils import tilde_encode

from etl.build import build
from etl.publish.server import SETTINGS
from etl.publish.versions import arguments
from etl.resource_files import resource
from etl.vocabulary import Vocabulary

Row = dict[str, Any]

METADATA: dict[str, Any] = yaml.safe_load(resource("metadata.yml").read_text(encoding="utf-8"))
DATABASE: dict[str, Any] = METADATA["databases"]["readouts"]
DESCRIBED: dict[str, dict[str, Any]] = DATABASE["tables"]
QUERIES: dict[str, dict[str, Any]] = DATABASE["queries"]
SCHEMA = (Path(__file__).parents[2] / "etl" / "load" / "schema.sql").read_text(encoding="utf-8")


def _tables() -> tuple[str, ...]:
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(SCHEMA)
        return tuple(name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))


TABLES = _tables()
"""The tables of the schema; those that full-text search adds are Datasette's own affair."""


def kind_and_name(facet: Any) -> tuple[str, str]:
    """Return the kind of a facet (column, array, any, year, month) and what it is over."""
    if isinstance(facet, dict):
        ((kind, name),) = facet.items()
        return str(kind), str(name)
    return "column", str(facet)


@dataclass(frozen=True)
class Listing:
    """A table page's data: the rows, how many there are on all pages, and the facets in their order."""

    rows: list[Row]
    count: int
    facets: list[dict[str, Any]]

    def facet(self, name: str) -> list[Row]:
        """Return the values of the first facet of a name."""
        return list(next(facet for facet in self.facets if facet["name"] == name)["results"])


@dataclass(frozen=True)
class Site:
    """Datasette on one database, and the same database by SQL."""

    datasette: Datasette
    connection: sqlite3.Connection

    def rows(self, sql: str, values: Any = ()) -> list[Row]:
        """Return a query's rows by SQL, past Datasette."""
        return [dict(row) for row in self.connection.execute(sql, values)]

    def one(self, sql: str, values: Any = ()) -> Any:
        """Return the first value of the first row."""
        return self.connection.execute(sql, values).fetchone()[0]

    def keys(self, table: str) -> list[str]:
        """Return the columns of a table's primary key."""
        columns = sorted((row["pk"], row["name"]) for row in self.rows(f"PRAGMA table_info({table})") if row["pk"])
        return [name for _, name in columns]

    def row_path(self, table: str) -> str:
        """Return the address of a table's first row."""
        row = self.rows(f"SELECT * FROM {table} ORDER BY rowid LIMIT 1")[0]
        return f"/readouts/{table}/" + ",".join(tilde_encode(str(row[key])) for key in self.keys(table))

    async def html(self, path: str) -> str:
        """Return a page."""
        response = await self.datasette.client.get(path, follow_redirects=True)
        assert response.status_code == 200, f"{path}: {response.status_code} {response.text[:300]}"
        return str(response.text)

    async def json(self, path: str, /, **parameters: Any) -> Any:
        """Return what a page gives as JSON."""
        response = await self.datasette.client.get(path, params=parameters or None)
        assert response.status_code == 200, f"{path}: {response.status_code} {response.text[:300]}"
        return response.json()

    async def listing(self, path: str, /, **parameters: Any) -> Listing:
        """Return what a table gives as JSON, of either shape: Datasette 1.0 counts only when it is asked to, and wraps the facets."""
        first, _, query = path.partition("?")
        asked = [*parse_qsl(query, keep_blank_values=True), *parameters.items(), ("_shape", "objects"), ("_extra", "count,facet_results")]
        data = await self.json(f"{first}?{urlencode(asked)}")
        facets = data["facet_results"]
        if "timed_out" in facets:
            assert facets["timed_out"] == []
            facets = facets["results"]
        return Listing(data["rows"], data["count"] if "count" in data else data["filtered_table_rows_count"], list(facets.values()))

    async def csv(self, path: str, /, **parameters: Any) -> list[Row]:
        """Return the rows of a CSV file."""
        response = await self.datasette.client.get(path, params=parameters or None)
        assert response.status_code == 200, f"{path}: {response.status_code} {response.text[:300]}"
        assert response.headers["content-type"].startswith("text/plain")
        return list(csv.DictReader(io.StringIO(response.text, newline=""), strict=True))

    async def query(self, name: str, /, **parameters: Any) -> list[Row]:
        """Return the rows of a canned query."""
        data = await self.json(f"/readouts/{name}.json", _shape="objects", **parameters)
        assert data["ok"]
        return list(data["rows"])


def open_site(folder: Path, documents: Iterable[Path], vocabulary: Vocabulary) -> Site:
    """Build a database in a folder and open it as the server does."""
    path = folder / "readouts.db"
    build(documents, path, vocabulary)
    settings = {name: {"on": True, "off": False}.get(str(value), value) for name, value in SETTINGS.items()}
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return Site(Datasette([str(path)], **arguments(METADATA), settings=settings), connection)
