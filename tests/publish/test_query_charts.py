"""Charts above canned queries: that they are there, on the real rows, and that each has its rows below."""

import pytest
from bs4 import BeautifulSoup

from etl.publish.query_charts import Addresses, chart
from tests.publish.site import QUERIES, Site

ADDRESSES = Addresses("/readouts", "/world.svg")


@pytest.mark.parametrize(
    "query, title",
    [
        ("words_by_speaker", "Words of direct speech"),
        ("topics_by_speaker", "What each side speaks of"),
        ("documents_by_month", "Documents by month"),
        ("places_on_a_map", "Where the places lie"),
    ],
)
async def test_a_query_has_a_chart_for_wide_and_narrow_pages(query: str, title: str, site: Site) -> None:
    page = BeautifulSoup(await site.html(f"/readouts/{query}?{'&'.join(f'{name}=' for name in QUERIES[query]['params'])}"), "html.parser")
    section = page.select_one("section.story")
    assert section is not None
    assert section.select_one("h2").get_text() == title
    assert len(section.select("svg.chart")) == 2
    assert page.select("table.rows-and-columns tbody tr")


def test_shares_of_sides() -> None:
    rows = [
        {"country": "Norway", "topic": "Trade", "topic_id": "t", "words": 30},
        {"country": "Norway", "topic": "Water", "topic_id": "w", "words": 10},
        {"country": "Chile", "topic": "Trade", "topic_id": "t", "words": 20},
        {"country": None, "topic": "Trade", "topic_id": "t", "words": 99},
    ]
    drawn = chart("topics_by_speaker", rows, ADDRESSES)
    assert drawn is not None
    assert drawn.sides == ("Norway", "Chile")
    assert [share in drawn.wide for share in ("75%", "25%", "100%", "0%")] == [True] * 4


def test_no_chart_without_rows_or_for_other_queries() -> None:
    assert chart("words_by_speaker", [], ADDRESSES) is None
    assert chart("who_met_whom", [{"a": 1}], ADDRESSES) is None
    assert chart("topics_by_speaker", [{"country": None, "topic": "Trade", "topic_id": "t", "words": 0}], ADDRESSES) is None
