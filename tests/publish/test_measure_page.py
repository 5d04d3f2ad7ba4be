"""The page of a measure's story: a chart from the rows below it, whose points lead to them."""

from bs4 import BeautifulSoup

from tests.publish.site import Site

STORY = "/readouts/measure_story?measure=trade-turnover&country_a=GH&country_b=LV"


async def test_the_chart_is_drawn_from_the_rows(story_site: Site) -> None:
    page = BeautifulSoup(await story_site.html(STORY), "html.parser")
    heading = page.select_one(".story h2")
    assert heading is not None
    assert heading.get_text() == "Trade turnover between Ghana and Latvia, as it is stated"
    rows = {row["id"] for row in page.select("table.rows-and-columns tr[id]")}
    assert len(rows) == 6
    for chart in page.select("svg.chart"):
        assert {str(mark["href"]).removeprefix("#") for mark in chart.select("a.mark")} == rows
    assert [side.get_text(strip=True) for side in page.select(".story .legend > span:not(.status)")] == [
        "stated by Latvia",
        "stated by Ghana",
        "stated by both, jointly, or not said by whom",
    ]
    assert [status.get_text() for status in page.select(".story .legend .status")] == ["target"]


async def test_rows_say_which_side_speaks(story_site: Site) -> None:
    rows = await story_site.query("measure_story", measure="trade-turnover", country_a="GH", country_b="LV")
    assert [(row["said_by"], row["side"]) for row in rows] == [
        ("Janis Ozolbergs", "LV"),
        ("Janis Ozolbergs", "LV"),
        ("Kofi Adjeman", "GH"),
        ("Kofi Adjeman", "GH"),
        ("Janis Ozolbergs", "LV"),
        ("joint", None),
    ]


async def test_several_measures_are_no_story(site: Site) -> None:
    page = BeautifulSoup(await site.html("/readouts/measure_story"), "html.parser")
    assert not page.select("svg.chart")
    assert page.select("table.rows-and-columns tbody tr")
