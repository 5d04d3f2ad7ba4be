"""A row's page: its words in context, with the way into the reading page, and how to cite them."""

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import SEED
from tests.publish.site import Site

DOCUMENT = SEED.stem
SENTENCE = (
    "I would like to add that last year alone, the volume of trade between our countries, according to Kazakhstani statistics, "
    "increased by 40 percent, exceeding half a billion dollars."
)


async def row(site: Site, path: str) -> BeautifulSoup:
    return BeautifulSoup(await site.html(f"/readouts/{path}"), "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


async def test_a_figure(seed_site: Site) -> None:
    page = await row(seed_site, f"figures/{DOCUMENT}-f4981")
    assert words(page.h1) == "“40 percent”"
    assert words(page.select_one(".lead")) == (
        "Increase in trade turnover, Azerbaijan and Kazakhstan, 2022. Kassym-Jomart Tokayev, 10 April 2023, on “Kazakhstani statistics”."
    )
    assert words(page.select_one(".quote blockquote")) == SENTENCE
    assert words(page.select_one(".quote .fig")) == "40 percent"
    caption = words(page.select_one(".quote figcaption"))
    assert caption == "Kassym-Jomart Tokayev, President of Kazakhstan, Astana, 10 April 2023, turn 6. Read it in the transcript"
    assert page.select_one(f'.quote a[href="/readouts/documents/{DOCUMENT}#c4981-4991"]')
    assert words(page.select_one("#citation")) == (
        "President of Azerbaijan. “Presidents of Azerbaijan and Kazakhstan held meeting in limited format”. Astana, 10 April 2023, turn 6 "
        "(Kassym-Jomart Tokayev, President of Kazakhstan): “40 percent”. https://president.az/en/articles/view/59355. "
        "Read in Readouts, document 2023-04-10-astana-azerbaijan-kazakhstan."
    )
    assert "@misc{2023-04-10-astana-azerbaijan-kazakhstan," in page.get_text()
    said = [words(cell) for cell in page.select(".cards tbody td:first-child")]
    assert said == ["Kassym-Jomart Tokayev, President of Kazakhstan", "the publisher’s own words"]


async def test_fields_lead_to_the_rows_they_name(seed_site: Site) -> None:
    page = await row(seed_site, f"figures/{DOCUMENT}-f5003")
    links = {words(field.dt): [(words(a), a["href"]) for a in field.select("dd a")] for field in page.select(".fields > div") if field.select("dd a")}
    assert links["turn_id"] == [("turn 6", f"/readouts/turns/{DOCUMENT}-t4846")]
    assert links["speaker_id"] == [("Kassym-Jomart Tokayev", "/readouts/people/kassym-jomart-tokayev")]
    assert links["measure_id"] == [("trade turnover", "/readouts/measures/trade-turnover")]
    assert links["countries"] == [("Azerbaijan", "/readouts/countries/AZ"), ("Kazakhstan", "/readouts/countries/KZ")]
    assert [words(field.dt) for field in page.select(".fields > div")][:3] == ["text", "value", "value_max"]


@pytest.mark.parametrize(
    ("path", "marked", "anchor"),
    [
        (f"statements/{DOCUMENT}-s6285", "the increase of Kazakhstan`s transport capabilities", "c6285-6336"),
        (f"dates/{DOCUMENT}-d4871", "last year", "c4871-4880"),
        (f"turn_topics/{DOCUMENT}-t4846,trade-turnover", "volume of trade", "c4892-4907"),
        (f"turn_entities/{DOCUMENT}-t165,astana", "Astana", "c327-333"),
        (f"figure_countries/{DOCUMENT}-f4981,KZ,between", "40 percent", "c4981-4991"),
        (f"statement_people/{DOCUMENT}-s6285,kassym-jomart-tokayev,source", "the increase of Kazakhstan`s transport capabilities", "c6285-6336"),
        ("entities/caspian-sea", "Caspian Sea", None),
        ("topics/peace-process", "peace", None),
    ],
)
async def test_rows_show_their_words_in_context(seed_site: Site, path: str, marked: str, anchor: str | None) -> None:
    page = await row(seed_site, path)
    quotes = page.select(".quote")
    assert quotes
    assert any(marked in words(mark) for mark in page.select(".quote .m"))
    reading = BeautifulSoup(await seed_site.html(f"/readouts/documents/{DOCUMENT}"), "html.parser")
    for quote in quotes:
        address, _, key = str(quote.select("figcaption a")[0]["href"]).partition("#")
        assert address == f"/readouts/documents/{DOCUMENT}"
        assert reading.select_one(f"[id='{key}']")
    if anchor:
        assert anchor in {str(a["href"]).partition("#")[2] for a in page.select(".quote figcaption a")}


async def test_a_turn_shows_its_words(seed_site: Site) -> None:
    page = await row(seed_site, f"turns/{DOCUMENT}-t4846")
    assert words(page.select_one(".quote blockquote")) == SENTENCE
    assert page.select_one(f'.quote a[href="/readouts/documents/{DOCUMENT}#t6"]')


async def test_a_row_without_a_name_is_called_by_its_table(seed_site: Site) -> None:
    page = await row(seed_site, seed_site.row_path("claims").removeprefix("/readouts/"))
    assert words(page.h1).startswith("Claims ")


async def test_a_claim_shows_every_mention(story_site: Site) -> None:
    claim = story_site.one("SELECT id FROM claims WHERE value = 650000000 AND period_end = '2023-12-31'")
    page = await row(story_site, f"claims/{claim}")
    assert len(page.select(".quote")) == story_site.one("SELECT mentions FROM claims WHERE id = ?", (claim,))


@pytest.mark.parametrize("table", ["countries", "people", "measures", "runs", "problems", "meetings", "participants", "positions"])
async def test_rows_without_words_show_their_fields(site: Site, table: str) -> None:
    page = BeautifulSoup(await site.html(site.row_path(table)), "html.parser")
    assert len(page.select(".fields > div")) == len(site.rows(f"PRAGMA table_info({table})"))
