"""Every page, facet, search and CSV file through Datasette's own client; counts agree with SQL."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.publish.site import DESCRIBED, METADATA, QUERIES, TABLES, Row, Site, kind_and_name

FACETS = [(table, facet) for table in TABLES for facet in DESCRIBED[table].get("facets", [])]
SEED = "2023-04-10-astana-azerbaijan-kazakhstan"


def _facet_counts(site: Site, table: str, facet: Any) -> dict[Any, int]:
    kind, name = kind_and_name(facet)
    if kind == "column":
        sql = f"SELECT {name} AS value, count(*) AS n FROM {table} WHERE {name} IS NOT NULL GROUP BY 1"
    elif kind in ("year", "month"):
        sql = f"SELECT substr({name}, 1, {4 if kind == 'year' else 7}) AS value, count(*) AS n FROM {table} WHERE {name} IS NOT NULL GROUP BY 1"
    elif kind == "any" and table == "documents":
        sql = "SELECT country_id AS value, count(DISTINCT document_id) AS n FROM participants WHERE country_id IS NOT NULL GROUP BY 1"
    else:  # the lists that tables keep for CSV say the same as the joining tables
        sql = f"SELECT j.value, count(DISTINCT t.rowid) AS n FROM {table} t, json_each(t.{name}) j GROUP BY 1"
    return {row["value"]: row["n"] for row in site.rows(sql)}


async def _facet(site: Site, table: str, name: str) -> list[Row]:
    data = await site.listing(f"/readouts/{table}.json", _size=1, _facet_size="max")
    (found,) = [facet for facet in data.facets if facet["name"] == name]
    return list(found["results"])


async def _counts(site: Site, table: str, name: str) -> dict[Any, int]:
    return {result["value"]: result["count"] for result in await _facet(site, table, name)}


def _heading(page: BeautifulSoup) -> str:
    return "".join(heading.get_text(strip=True) for heading in page.find_all("h1"))


# Pages


async def test_front_page(site: Site) -> None:
    page = BeautifulSoup(await site.html("/"), "html.parser")
    assert page.title is not None
    assert page.title.get_text() == METADATA["title"]
    assert len(page.find_all("h1")) == 1
    assert METADATA["license"] in page.get_text()
    assert page.find("a", href=METADATA["license_url"])
    assert page.find("a", href=METADATA["source_url"])
    assert page.find("a", href="/readouts")


async def test_database_page_lists_tables_and_queries(site: Site) -> None:
    page = BeautifulSoup(await site.html("/readouts"), "html.parser")
    shown = {link["href"] for link in page.find_all("a", href=True)}
    assert {f"/readouts/{table}" for table in TABLES if table != "document_texts"} <= shown
    assert {f"/readouts/{name}" for name in QUERIES} <= shown
    assert "/readouts/document_texts" not in shown
    for query in QUERIES.values():
        assert query["title"] in page.get_text()


@pytest.mark.parametrize("table", TABLES)
async def test_table_page(site: Site, table: str) -> None:
    entry = DESCRIBED[table]
    page = BeautifulSoup(await site.html(f"/readouts/{table}"), "html.parser")
    text = " ".join(page.get_text().split())
    assert _heading(page) == entry["title"]
    assert " ".join(entry["description"].split()) in text
    assert entry["license"] in text
    terms, meanings = (page.select(f"dl.column-descriptions {tag}") for tag in ("dt", "dd"))
    described = [(term.get_text(strip=True), meaning.get_text(strip=True)) for term, meaning in zip(terms, meanings, strict=True)]
    assert described == list(entry["columns"].items())
    shown = len(page.select("table.rows-and-columns tbody tr"))
    assert shown == min(site.one(f"SELECT count(*) FROM {table}"), entry.get("size", 50))
    assert shown > 0


@pytest.mark.parametrize("table", TABLES)
async def test_table_counts_its_rows(site: Site, table: str) -> None:
    data = await site.listing(f"/readouts/{table}.json")
    assert data.count == site.one(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize("table", TABLES)
async def test_row_page(site: Site, table: str) -> None:
    path = site.row_path(table)
    page = BeautifulSoup(await site.html(path), "html.parser")
    assert _heading(page)
    assert DESCRIBED[table]["license"] in page.get_text()
    (row,) = (await site.json(f"{path}.json", _shape="objects"))["rows"]
    assert row == site.rows(f"SELECT * FROM {table} ORDER BY rowid LIMIT 1")[0]


@pytest.mark.parametrize(("table", "column", "way"), [(t, e[k], k) for t, e in DESCRIBED.items() for k in ("sort", "sort_desc") if k in e])
async def test_default_order(site: Site, table: str, column: str, way: str) -> None:
    values = [row[column] for row in await site.json(f"/readouts/{table}.json", _shape="array", _size="max")]
    given = [value for value in values if value is not None]
    assert len(given) > 0
    assert given == sorted(given, reverse=way == "sort_desc")


async def test_figure_leads_to_its_turn_speaker_and_measure(seed_site: Site) -> None:
    page = BeautifulSoup(await seed_site.html(f"/readouts/figures?id={SEED}-f5003"), "html.parser")
    cells = {cell["class"][0]: cell for cell in page.select("table.rows-and-columns tbody td")}
    links = {name: (cell.a["href"], cell.a.get_text(strip=True)) for name, cell in cells.items() if cell.a}
    assert links["col-turn_id"] == (f"/readouts/turns/{SEED}-t4846", f"{SEED}-t4846")
    assert links["col-speaker_id"] == ("/readouts/people/kassym-jomart-tokayev", "Kassym-Jomart Tokayev")
    assert links["col-measure_id"] == ("/readouts/measures/trade-turnover", "trade turnover")
    assert cells["col-text"].get_text(strip=True) == "half a billion dollars"


async def test_row_page_of_a_turn_leads_to_its_rows(seed_site: Site) -> None:
    page = BeautifulSoup(await seed_site.html(f"/readouts/turns/{SEED}-t4846"), "html.parser")
    links = {link["href"]: link.get_text(strip=True) for link in page.select("aside a[href]")}
    assert links[f"/readouts/figures?turn_id={SEED}-t4846"] == "2 rows"
    assert links[f"/readouts/turn_topics?turn_id={SEED}-t4846"] == "1 row"


# Facets


@pytest.mark.parametrize(("table", "facet"), FACETS, ids=[f"{table}-{kind_and_name(facet)[1]}" for table, facet in FACETS])
async def test_facet_counts_agree_with_sql(site: Site, table: str, facet: Any) -> None:
    expected = _facet_counts(site, table, facet)
    assert len(expected) > 0
    assert await _counts(site, table, kind_and_name(facet)[1]) == expected


@pytest.mark.parametrize(("table", "facet"), FACETS, ids=[f"{table}-{kind_and_name(facet)[1]}" for table, facet in FACETS])
async def test_facet_values_filter_the_table(site: Site, table: str, facet: Any) -> None:
    first = (await _facet(site, table, kind_and_name(facet)[1]))[0]
    url = urlsplit(first["toggle_url"])
    data = await site.listing(f"{url.path}?{url.query}")
    assert data.count == first["count"]


@pytest.mark.parametrize(
    ("table", "facet", "expected"),
    [
        ("turns", "kind", {"speech": 5, "narration": 8}),
        ("turns", "speaker_id", {"kassym-jomart-tokayev": 3, "ilham-aliyev": 2}),
        ("turns", "country_id", {"KZ": 3, "AZ": 2}),
        ("turns", "date", {"2023": 13}),
        ("documents", "countries", {"AZ": 1, "KZ": 1}),
        ("figures", "kind", {"count": 4, "percentage": 2, "money": 2, "ordinal": 2, "duration": 1}),
        ("figures", "unit", {"country": 3, "nation": 1, "anniversary": 2, "percent": 2, "USD": 2, "year": 1}),
        ("figures", "measure_id", {"trade-turnover": 4, "countries": 4, "anniversary": 2}),
        ("figures", "status", {"actual": 10, "possible": 1}),
        ("figures", "change", {"increase": 3}),
        ("figures", "speaker_id", {"kassym-jomart-tokayev": 5, "ilham-aliyev": 1}),
        ("figures", "countries", {"AZ": 4, "KZ": 4}),
        ("documents", "format", {"limited": 1}),
        ("documents", "publisher", {"President of Azerbaijan": 1}),
        ("participants", "country_id", {"AZ": 1, "KZ": 1}),
    ],
)
async def test_facets_of_the_seed(seed_site: Site, table: str, facet: str, expected: dict[str, int]) -> None:
    assert await _counts(seed_site, table, facet) == expected


@pytest.mark.parametrize(("topic", "turns"), [("trade-turnover", [6, 7]), ("transport-corridors", [5, 8, 11, 12, 13]), ("peace-process", [10])])
async def test_turns_by_topic(seed_site: Site, topic: str, turns: list[int]) -> None:
    counts = await _counts(seed_site, "turns", "topics")
    assert counts[topic] == len(turns)
    rows = await seed_site.json("/readouts/turns.json", topics__arraycontains=topic, _shape="array")
    assert sorted(row["number"] for row in rows) == turns


async def test_facets_show_names_beside_ids(seed_site: Site) -> None:
    labels = {result["value"]: result["label"] for result in await _facet(seed_site, "turns", "speaker_id")}
    assert labels == {"kassym-jomart-tokayev": "Kassym-Jomart Tokayev", "ilham-aliyev": "Ilham Aliyev"}


# Search


@pytest.mark.parametrize(
    ("table", "words", "column", "expected"),
    [
        ("turns", "trade", "number", {4, 5, 6, 7}),
        ("turns", "trading", "number", {4, 5, 6, 7}),  # stems
        ("turns", "fiber-optic", "number", {8}),
        ("turns", "gratitude", "number", {5}),
        ("figures", "trade", "start_char", {4981, 5003, 5077, 5274, 5291}),
        ("figures", "statistics", "start_char", {4981, 5003}),
        ("documents", "meetings", "id", {SEED}),
        ("documents", "referendum", "id", set()),
    ],
)
async def test_search(seed_site: Site, table: str, words: str, column: str, expected: set[Any]) -> None:
    data = await seed_site.listing(f"/readouts/{table}.json", _search=f'"{words}"' if "-" in words else words)
    assert {row[column] for row in data.rows} == expected
    assert data.count == len(expected)


@pytest.mark.parametrize(("table", "column"), [("turns", "text"), ("figures", "sentence"), ("documents", "title")])
async def test_search_finds_the_rows_that_have_the_word(site: Site, table: str, column: str) -> None:
    """The search index points to the right rows of tables whose keys are texts."""
    rows = await site.json(f"/readouts/{table}.json", _search="Ghana", _shape="array", _size="max")
    expected = {row["id"] for row in site.rows(f"SELECT id FROM {table} WHERE {column} LIKE '%Ghana%'")}
    assert len(expected) > 1
    assert expected <= {row["id"] for row in rows}
    for row in rows:
        assert "ghana" in json.dumps(row, ensure_ascii=False).lower()


@pytest.mark.parametrize("table", ["turns", "figures", "documents"])
async def test_search_box(site: Site, table: str) -> None:
    page = BeautifulSoup(await site.html(f"/readouts/{table}"), "html.parser")
    assert page.find("input", attrs={"name": "_search"})


# CSV


@pytest.mark.parametrize("table", TABLES)
async def test_whole_table_as_csv(site: Site, table: str) -> None:
    rows = await site.csv(f"/readouts/{table}.csv", _stream="on", _labels="off")
    expected = site.rows(f"SELECT * FROM {table}")
    assert len(rows) == len(expected) > 0
    assert list(rows[0]) == list(expected[0])
    key = site.keys(table)
    assert {tuple(row[k] for k in key) for row in rows} == {tuple(str(row[k]) for k in key) for row in expected}


def _labelled(site: Site, table: str) -> dict[str, tuple[str, str]]:
    """Return the columns that point to another table, with that table and the column that names its rows."""
    keys = site.rows(f"PRAGMA foreign_key_list({table})")
    return {key["from"]: (key["table"], DESCRIBED[key["table"]]["label_column"]) for key in keys if "label_column" in DESCRIBED[key["table"]]}


@pytest.mark.parametrize("table", TABLES)
async def test_labels_stand_beside_ids_in_csv(site: Site, table: str) -> None:
    labelled = _labelled(site, table)
    rows = await site.csv(f"/readouts/{table}.csv", _labels="on", _stream="on")
    assert len(rows) == site.one(f"SELECT count(*) FROM {table}")
    columns = list(rows[0])
    for column, (other, label) in labelled.items():
        assert columns[columns.index(column) + 1] == f"{column}_label"
        names = {str(row["id"]): str(row["name"] or "") for row in site.rows(f"SELECT id, {label} AS name FROM {other}")}
        assert {(row[column], row[f"{column}_label"]) for row in rows} <= {*names.items(), ("", "")}
    plain = {row["name"] for row in site.rows(f"PRAGMA table_info({table})")}
    assert plain <= set(columns)
    assert {f"{column}_label" for column in labelled} == set(columns) - plain


async def test_csv_of_a_facet_value(seed_site: Site) -> None:
    rows = await seed_site.csv("/readouts/turns.csv", speaker_id="ilham-aliyev", _labels="on", _stream="on")
    assert [(row["number"], row["speaker_id_label"], row["words"]) for row in rows] == [("5", "Ilham Aliyev", "356"), ("3", "Ilham Aliyev", "2")]


async def test_csv_holds_the_exact_words(seed_site: Site) -> None:
    rows = await seed_site.csv("/readouts/turns.csv", _stream="on")
    text = seed_site.one("SELECT text FROM document_texts")
    assert len(rows) == 13
    for row in rows:
        assert row["text"] == text[int(row["start_char"]) : int(row["end_char"])]


async def test_lists_in_csv_are_json(seed_site: Site) -> None:
    rows = await seed_site.csv("/readouts/figures.csv", _stream="on")
    assert {row["start_char"] for row in rows if json.loads(row["countries"]) == ["AZ", "KZ"]} == {"4981", "5003", "5077", "5291"}
    assert {row["countries"] for row in rows} == {'["AZ", "KZ"]', "[]"}


@pytest.mark.parametrize("name", QUERIES)
async def test_queries_as_csv(site: Site, name: str) -> None:
    rows = await site.csv(f"/readouts/{name}.csv")
    expected = await site.query(name)
    assert len(rows) == len(expected) > 0
    assert [list(row.values()) for row in rows] == [["" if value is None else str(value) for value in row.values()] for row in expected]
