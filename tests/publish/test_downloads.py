"""CSV as the site gives it: whole, of one moment, with labels, without formulas; errors are errors; who goes away stops the work."""

import asyncio
import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette

from etl.publish.downloads import downloads
from etl.publish.exports import export
from etl.publish.versions import arguments
from tests.publish.site import METADATA, Site

SQL = "/readouts.csv?sql=select+'%3D1%2B1'+as+a,+-5+as+b,+null+as+c"


async def test_sql_as_csv_without_formulas(seed_site: Site) -> None:
    response = await seed_site.datasette.client.get(SQL)
    assert response.text == "a,b,c\r\n'=1+1,-5,\r\n"


async def test_the_page_of_own_sql_leads_to_its_rows_as_csv(seed_site: Site) -> None:
    page = BeautifulSoup(await seed_site.html("/readouts?sql=select+number+from+turns+order+by+number"), "html.parser")
    (link,) = [str(link["href"]) for link in page.select(".export-links a") if link.get_text() == "CSV"]
    assert [row["number"] for row in await seed_site.csv(link)] == [str(number) for number in range(1, 14)]
    assert len(await seed_site.csv(f"{link}&_size=2".replace("&_size=max", ""))) == 2


async def test_a_page_a_size_and_everything(site: Site) -> None:
    every = site.one("SELECT count(*) FROM turns")
    assert len(await site.csv("/readouts/turns.csv", _size=3)) == 3
    assert len(await site.csv("/readouts/turns.csv", _stream="on")) == every > 3
    assert len(await site.csv("/readouts/turns.csv")) == min(50, every)


async def test_filters_sort_and_columns_hold(site: Site) -> None:
    rows = await site.csv("/readouts/turns.csv", kind="speech", _sort_desc="words", _col="words", _labels="off", _stream="on")
    expected = site.rows("SELECT id, words FROM turns WHERE kind = 'speech' ORDER BY words DESC")
    assert list(rows[0]) == ["id", "words"]
    assert [int(row["words"]) for row in rows] == [row["words"] for row in expected]


async def test_search_as_csv(site: Site) -> None:
    rows = await site.csv("/readouts/turns.csv", _search="trade", _stream="on")
    found = await site.json("/readouts/turns.json", _search="trade", _size="max", _shape="array")
    assert sorted(row["id"] for row in rows) == sorted(row["id"] for row in found)
    assert rows


async def test_a_query_as_csv(seed_site: Site) -> None:
    rows = await seed_site.csv("/readouts/measure_story.csv", measure="trade-turnover", country_a="AZ", country_b="KZ")
    assert [row["figure"] for row in rows] == [
        row["figure"] for row in await seed_site.query("measure_story", measure="trade-turnover", country_a="AZ", country_b="KZ")
    ]


async def test_download_has_a_name_and_no_header_if_not_wanted(seed_site: Site) -> None:
    response = await seed_site.datasette.client.get("/readouts/countries.csv?_dl=1&_header=off&_size=1")
    assert response.headers["content-disposition"] == 'attachment; filename="countries.csv"'
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(list(csv.reader(io.StringIO(response.text)))) == 1


@pytest.mark.parametrize(
    "path, status",
    [
        ("/readouts/nothing.csv", 404),
        ("/nothing/turns.csv", 404),
        ("/readouts.csv?sql=select+*+from+nothing", 400),
        ("/readouts.csv?sql=delete+from+turns", 400),
        ("/readouts.csv", 400),
        ("/readouts/turns.csv?_where=kind+%3D", 400),
    ],
)
async def test_errors_are_errors(seed_site: Site, path: str, status: int) -> None:
    response = await seed_site.datasette.client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert 3 < len(response.text) < 400
    assert "Traceback" not in response.text


async def call(datasette: Datasette, path: str, *, stay: int) -> list[dict[str, Any]]:
    """Call the site as a server does; the reader goes away after so many messages."""
    sent: list[dict[str, Any]] = []
    away = asyncio.Event()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if len(sent) >= stay:
            away.set()
            await asyncio.sleep(0.01)

    async def receive() -> dict[str, Any]:
        await away.wait()
        return {"type": "http.disconnect"}

    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [],
        "http_version": "1.1",
    }
    await datasette.app()(scope, receive, send)
    return sent


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A database with more rows than a piece of CSV has."""
    path = tmp_path / "readouts.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE numbers (id INTEGER PRIMARY KEY, text TEXT)")
        connection.executemany("INSERT INTO numbers VALUES (?, ?)", ((n, "x" * 100) for n in range(100_000)))
        connection.commit()
    return path


async def test_who_goes_away_stops_the_work(large: Path) -> None:
    datasette = Datasette([str(large)], **arguments(METADATA))
    whole = await call(datasette, "/readouts/numbers.csv?_stream=on", stay=10_000)
    part = await call(datasette, "/readouts/numbers.csv?_stream=on", stay=3)
    assert len(whole) > 50
    assert len(part) < 8


async def test_the_database_as_a_file(large: Path) -> None:
    datasette = Datasette([], immutables=[str(large)], **arguments(METADATA))
    response = await datasette.client.get("/readouts.db")
    assert response.status_code == 200
    assert response.content == large.read_bytes()
    assert response.headers["content-length"] == str(large.stat().st_size)
    assert response.headers["content-disposition"] == 'attachment; filename="readouts.db"'
    assert len(await call(datasette, "/readouts.db", stay=10_000)) > 50
    assert len(await call(datasette, "/readouts.db", stay=3)) < 6
    unchanged = await datasette.client.get("/readouts.db", headers={"if-none-match": response.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (await datasette.client.get("/nothing.db")).status_code == 404
    assert (await Datasette([str(large)]).client.get("/readouts.db")).status_code == 403  # it may change while it is read


async def test_a_failure_in_the_middle_breaks_the_connection(large: Path) -> None:
    with closing(sqlite3.connect(large)) as connection:
        connection.execute("CREATE VIEW spoilt AS SELECT id, CASE WHEN id > 60000 THEN json('{') ELSE text END AS text FROM numbers")
    datasette = Datasette([str(large)], **arguments(METADATA))
    sent = await call(datasette, "/readouts/spoilt.csv?_stream=on", stay=10_000)
    assert [message["type"] for message in sent].count("http.response.start") == 1
    assert len(sent) > 20
    assert all(message["more_body"] for message in sent[1:])  # never complete, so that a server closes the connection
    assert b"malformed" not in b"".join(message["body"] for message in sent[1:])


async def test_prebuilt_files(seed_site: Site, tmp_path: Path) -> None:
    path = Path(str(seed_site.datasette.get_database("readouts").path))
    database = tmp_path / "readouts.db"
    database.write_bytes(path.read_bytes())
    datasette = Datasette([str(database)], **arguments(METADATA))
    assert downloads(datasette.get_database("readouts")) == {}
    assert (await datasette.client.get("/-/exports/readouts/figures.csv.gz")).status_code == 404
    made = {one.name: one for one in export(database, tmp_path / "exports")}
    assert downloads(datasette.get_database("readouts")) == made
    response = await datasette.client.get("/-/exports/readouts/figures.csv.gz")
    assert response.content == (tmp_path / "exports" / "figures.csv.gz").read_bytes()
    assert response.headers["content-type"] == "application/gzip"
    assert (await datasette.client.get("/-/exports/readouts/SHA256SUMS")).text == (tmp_path / "exports" / "SHA256SUMS").read_text()
    for name in ("..%2Freadouts.db", "nothing.csv.gz", "%2Fetc%2Fpasswd"):
        assert (await datasette.client.get(f"/-/exports/readouts/{name}")).status_code in (302, 404)


async def test_files_of_another_build_are_not_given_out(seed_site: Site, tmp_path: Path) -> None:
    database = tmp_path / "readouts.db"
    database.write_bytes(Path(str(seed_site.datasette.get_database("readouts").path)).read_bytes())
    export(database, tmp_path / "exports")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE runs SET documents = 99")
        connection.commit()
    assert downloads(Datasette([str(database)]).get_database("readouts")) == {}
