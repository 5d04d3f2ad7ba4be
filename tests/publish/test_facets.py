"""Facets over joining tables, years and months, and the filters they lead to: counts as SQL gives them, alone and together."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from datasette.database import QueryInterrupted

from etl.publish import counting
from etl.publish.databases import Recent
from etl.publish.facets import JUNCTIONS
from tests.publish.site import Row, Site

ANY = [(table, name) for table, names in JUNCTIONS.items() for name in names]


def _counts(site: Site, table: str, name: str, where: str = "1") -> dict[Any, int]:
    junction = JUNCTIONS[table][name]
    sql = f"""SELECT j.{junction.value} AS value, count(DISTINCT t.id) AS n
        FROM {table} t JOIN {junction.table} j ON j.{junction.key} = t.{junction.own} WHERE ({where}) AND j.{junction.value} IS NOT NULL GROUP BY 1"""
    return {row["value"]: row["n"] for row in site.rows(sql)}


async def _facet(site: Site, address: str, name: str) -> list[Row]:
    return (await site.listing(address)).facet(name)


@pytest.mark.parametrize(("table", "name"), ANY)
async def test_counts_over_the_whole_table(site: Site, table: str, name: str) -> None:
    results = await _facet(site, f"/readouts/{table}.json?_facet_any={name}&_facet_size=max", name)
    assert {result["value"]: result["count"] for result in results} == _counts(site, table, name) != {}
    assert [result["count"] for result in results] == sorted((result["count"] for result in results), reverse=True)


@pytest.mark.parametrize(
    ("table", "name", "query", "where"),
    [
        ("turns", "topics", "kind=speech", "t.kind = 'speech'"),
        ("turns", "entities", "speaker_id=ilham-aliyev", "t.speaker_id = 'ilham-aliyev'"),
        ("figures", "countries", "kind=money", "t.kind = 'money'"),
        ("figures", "topics", "status=actual", "t.status = 'actual'"),
        ("figures", "countries", "_in_date=2023", "t.date LIKE '2023%'"),
        ("statements", "people", "voice=joint", "t.voice = 'joint'"),
        ("documents", "countries", "country_id=GH", "t.country_id = 'GH'"),
    ],
)
async def test_counts_under_a_filter(site: Site, table: str, name: str, query: str, where: str) -> None:
    results = await _facet(site, f"/readouts/{table}.json?{query}&_facet_any={name}&_facet_size=max", name)
    assert {result["value"]: result["count"] for result in results} == _counts(site, table, name, where) != {}


@pytest.mark.parametrize(("table", "name"), ANY)
async def test_a_value_leads_to_its_rows(site: Site, table: str, name: str) -> None:
    for result in (await _facet(site, f"/readouts/{table}.json?_facet_any={name}", name))[:3]:
        address = urlsplit(result["toggle_url"])
        data = await site.listing(f"{address.path}?{address.query}")
        assert data.count == result["count"]
        chosen = [value for facet in data.facets if facet["name"] == name for value in facet["results"] if value["selected"]]
        assert [value["value"] for value in chosen] == [result["value"]]


async def test_two_topics_at_once(site: Site) -> None:
    data = await site.listing("/readouts/turns.json?_any_topics=trade-turnover&_any_topics=bilateral-relations")
    expected = """SELECT count(*) FROM turns WHERE id IN (SELECT turn_id FROM turn_topics WHERE topic_id = 'trade-turnover')
        AND id IN (SELECT turn_id FROM turn_topics WHERE topic_id = 'bilateral-relations')"""
    assert data.count == site.one(expected)


async def test_names_stand_for_ids(seed_site: Site) -> None:
    results = await _facet(seed_site, "/readouts/figures.json", "countries")
    assert [(result["value"], result["label"], result["count"]) for result in results] == [("AZ", "Azerbaijan", 4), ("KZ", "Kazakhstan", 4)]


async def test_years_and_months(story_site: Site) -> None:
    years = await _facet(story_site, "/readouts/documents.json", "date")
    assert [(result["value"], result["count"]) for result in years] == [("2024", 2), ("2022", 1), ("2021", 1)]
    data = await story_site.listing("/readouts/documents.json?_facet_month=date&_in_date=2024")
    both = [facet for facet in data.facets if facet["name"] == "date"]
    assert {facet["type"]: [(r["label"], r["count"], r["selected"]) for r in facet["results"]] for facet in both} == {
        "year": [("2024", 2, True)],
        "month": [("September 2024", 1, False), ("March 2024", 1, False)],
    }


@pytest.mark.parametrize(("value", "count"), [("2024", 2), ("2024-09", 1), ("2024-09-02", 1), ("2023", 0), ("202", 4), ("x", 4), ("2024' OR 1", 4)])
async def test_rows_of_a_year_month_or_day(story_site: Site, value: str, count: int) -> None:
    data = await story_site.listing("/readouts/documents.json", _in_date=value)
    assert data.count == count


async def test_what_a_table_has_not_is_no_filter(seed_site: Site) -> None:
    data = await seed_site.listing("/readouts/turns.json?_any_planets=mars&_facet_any=planets&_facet_year=planet&_in_planet=2023")
    assert data.count == 13
    assert "planets" not in {facet["name"] for facet in data.facets}


async def test_filters_are_chips_that_can_be_taken_off(seed_site: Site) -> None:
    page = BeautifulSoup(await seed_site.html("/readouts/turns?_any_topics=protocol&_in_date=2023&kind=speech"), "html.parser")
    chips = {link.get_text(" ", strip=True).removesuffix(" ×"): link["href"] for link in page.select(".chips a:not(.bare)")}
    assert chips == {
        "topics has Protocol and courtesy": "/readouts/turns?_in_date=2023&kind=speech",
        "date in 2023": "/readouts/turns?_any_topics=protocol&kind=speech",
        "kind is speech": "/readouts/turns?_any_topics=protocol&_in_date=2023",
    }
    assert len(page.select("table.rows-and-columns tbody tr")) == 3
    assert page.select_one("#facet-topics .selected")


async def test_csv_follows_the_filters(seed_site: Site) -> None:
    rows = await seed_site.csv("/readouts/turns.csv?_any_topics=trade-turnover&_stream=on")
    assert sorted(row["number"] for row in rows) == ["6", "7"]


async def test_what_was_counted_is_not_counted_anew(story_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    execute = story_site.datasette.execute

    async def counting(database: str, sql: str, *arguments: Any, **more: Any) -> Any:
        asked.append(sql)
        return await execute(database, sql, *arguments, **more)

    monkeypatch.setattr(story_site.datasette, "execute", counting)
    first = await story_site.listing("/readouts/turns.json?kind=speech&words__gt=3&_facet_any=topics")
    counted = [sql for sql in asked if "GROUP BY" in sql]
    assert len(counted) == 1  # for all five
    again = await story_site.listing("/readouts/turns.json?kind=speech&words__gt=3&_facet_any=topics&_sort=words&_size=2")
    assert [sql for sql in asked if "GROUP BY" in sql] == counted
    values = [[(r["value"], r["count"]) for r in facet["results"]] for facet in first.facets]
    assert [[(r["value"], r["count"]) for r in facet["results"]] for facet in again.facets] == values
    other = await story_site.listing("/readouts/turns.json?kind=speech&words__gt=9&_facet_any=topics")
    assert len([sql for sql in asked if "GROUP BY" in sql]) == 2
    assert other.count == story_site.one("SELECT count(*) FROM turns WHERE kind = 'speech' AND words > 9")


@pytest.mark.parametrize(
    "address",
    [
        "/readouts/turns.json?kind=speech&words__gt=3&_facet_any=entities&_facet_month=date",
        "/readouts/figures.json?status=actual&_facet=unit&_facet_any=topics&_facet_any=countries",
        "/readouts/documents.json?language=en&_facet_any=people",
    ],
)
async def test_read_once_the_facets_count_the_same_as_each_by_itself(address: str, story_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    together = (await story_site.listing(address)).facets
    monkeypatch.setattr(counting, "_READ_ONCE", -1)
    monkeypatch.setattr(counting, "recent", lambda database: Recent())
    assert len(together) > 2
    assert (await story_site.listing(address)).facets == together


async def test_facets_count_by_themselves_where_one_reading_takes_too_long(story_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    execute = story_site.datasette.execute
    address = "/readouts/turns.json?kind=speech&words__gt=5&_facet_any=topics"

    async def late(database: str, sql: str, *arguments: Any, **more: Any) -> Any:
        if sql.startswith("WITH kept"):
            raise QueryInterrupted(Exception("interrupted"), sql, {})
        return await execute(database, sql, *arguments, **more)

    expected = (await story_site.listing(address)).facets
    monkeypatch.setattr(counting, "recent", lambda database: Recent())
    monkeypatch.setattr(story_site.datasette, "execute", late)
    assert (await story_site.listing(address)).facets == expected
