"""What the plugin adds: links to the words, the newest build, bounds."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette

from etl.build import build
from etl.publish.server import SETTINGS
from etl.resource_files import resource
from etl.vocabulary import Vocabulary
from tests.conftest import HERE, SEED

DOCUMENT = SEED.stem


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    path = tmp_path_factory.mktemp("plugin") / "readouts.db"
    build([SEED], path, vocabulary)
    return path


def site(path: Path) -> Any:
    settings = {name: value == "on" if value in ("on", "off") else value for name, value in SETTINGS.items()}
    return Datasette([str(path)], settings=settings)


async def page(datasette: Any, address: str) -> BeautifulSoup:
    response = await datasette.client.get(address, follow_redirects=True)
    assert response.status_code == 200, address
    return BeautifulSoup(response.text, "html.parser")


@pytest.mark.parametrize("table", ["figures", "turns", "statements", "dates"])
async def test_words_lead_to_their_place_in_the_document(database: Path, table: str) -> None:
    datasette = site(database)
    reading = await page(datasette, f"/readouts/documents/{DOCUMENT}")
    anchors = {tag["id"] for tag in reading.select("[id]")}
    links = (await page(datasette, f"/readouts/{table}")).select("td.col-text a.words")
    assert links
    for link in links:
        address, _, anchor = str(link["href"]).partition("#")
        assert address == f"/readouts/documents/{DOCUMENT}"
        assert anchor in anchors


async def test_numbers_are_printed_as_people_write_them(database: Path) -> None:
    soup = await page(site(database), "/readouts/figures?unit=USD&_sort=value")
    assert [td.get_text() for td in soup.select("td.col-value")] == ["more than 500 million", "1 billion"]
    assert [td.get_text() for td in soup.select("td.col-countries")] == ["Azerbaijan, Kazakhstan"] * 2
    assert [td.get_text() for td in soup.select("td.col-date")] == ["10 Apr 2023"] * 2
    assert [data["value"] for data in soup.select("td.col-value data")] == ["500000000", "1000000000"]
    rows = (await site(database).client.get("/readouts/figures.json?unit=USD&_sort=value&_shape=array")).json()
    assert [row["countries"] for row in rows] == ['["AZ", "KZ"]'] * 2  # as it is, outside the page
    assert [row["value"] for row in rows] == [500000000.0, 1000000000.0]


async def test_markup_in_a_text_is_shown_as_text(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "bad.txt").write_text("PRESIDENT VEREL:  <script>alert(1)</script> Trade rose by 5 percent <b>last</b> year.\n", encoding="utf-8")
    (tmp_path / "bad.yml").write_text("title: <img src=x onerror=alert(1)>\ndate: 2024-03-05\nurl: javascript:alert(1)\n", encoding="utf-8")
    build([tmp_path], tmp_path / "readouts.db", vocabulary)
    for address in ("/", "/readouts/documents/bad"):
        soup = await page(site(tmp_path / "readouts.db"), address)
        assert not [tag for tag in soup.select("script") if tag.get_text()]
        assert not soup.select("img, [onerror], .part b")
        assert not [a for a in soup.select("a[href]") if str(a["href"]).startswith("javascript:")]


async def test_a_new_build_is_served_without_a_restart(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "readouts.db"
    build([SEED], path, vocabulary)
    datasette = site(path)
    assert len((await datasette.client.get("/readouts/documents.json?_shape=array")).json()) == 1
    build([SEED, HERE / "documents"], path, vocabulary)
    assert len((await datasette.client.get("/readouts/documents.json?_shape=array")).json()) == 4


async def test_a_query_cannot_make_a_huge_value(database: Path) -> None:
    response = await site(database).client.get("/readouts.json?sql=select+length(zeroblob(900000000))", follow_redirects=True)
    assert response.status_code == 400
    assert "too big" in response.json()["error"]


async def test_a_database_of_any_name_has_its_reading_pages(tmp_path: Path, vocabulary: Vocabulary) -> None:
    build([SEED], tmp_path / "mine.db", vocabulary)
    soup = await page(site(tmp_path / "mine.db"), f"/mine/documents/{DOCUMENT}")
    assert len(soup.select(".reading a.fig")) == 11
    assert soup.select_one("#c4981-4991")


async def test_other_databases_are_served_as_they_are(tmp_path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE documents (id TEXT PRIMARY KEY, text TEXT)")
    connection.execute("INSERT INTO documents VALUES ('a', 'b')")
    connection.commit()
    connection.close()
    datasette = site(tmp_path / "other.db")
    await page(datasette, "/")
    await page(datasette, "/other/documents/a")


async def test_how_many_rows_there_are(tmp_path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE numbers (id INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO numbers VALUES (?)", ((number,) for number in range(10_050)))
    connection.commit()
    connection.close()
    datasette = site(tmp_path / "other.db")
    counted = ("10,050", "over 10,000")  # Datasette 1.0 counts no further
    assert (await page(datasette, "/other/numbers")).select_one("h2.found").get_text() in [f"{one} rows" for one in counted]
    assert (await page(datasette, "/other")).select_one("td.num").get_text() in counted
    assert (await page(datasette, "/other/numbers?id__lt=10")).select_one("h2.found").get_text() == "10 rows where id < 10"
    assert (await page(datasette, "/other/numbers?id=7")).select_one("h2.found strong").get_text() == "1"
    first = (await page(datasette, "/other?sql=select+*+from+numbers")).select_one(".export-links span")
    assert first.get_text() == "The first 1,000 rows"
    assert (await page(datasette, "/other?sql=select+1")).select_one(".export-links span").get_text() == "1 row"


def test_metadata_is_there() -> None:
    assert resource("metadata.yml").is_file()


async def test_ids_in_the_rows_of_a_query_lead_to_their_rows(database: Path) -> None:
    soup = await page(site(database), "/readouts?sql=select+id+as+first_figure_id,+turn_id,+document_id+from+figures+limit+1")
    assert [link["href"] for link in soup.select("td a")] == [
        f"/readouts/figures/{DOCUMENT}-f871",
        f"/readouts/turns/{DOCUMENT}-t499",
        f"/readouts/documents/{DOCUMENT}",
    ]
