"""The front page: what there is, what is new, what is cited most, and where to start."""

from bs4 import BeautifulSoup, Tag

from tests.conftest import SEED
from tests.publish.site import QUERIES, Site

DOCUMENT = SEED.stem


async def front(site: Site) -> BeautifulSoup:
    return BeautifulSoup(await site.html("/"), "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def rows(page: BeautifulSoup, section: str) -> list[list[str]]:
    return [[words(cell) for cell in row.select("td, th")] for row in page.select(f"section[aria-labelledby={section}] tbody tr")]


async def test_what_there_is(seed_site: Site) -> None:
    page = await front(seed_site)
    assert words(page.select_one(".count")).startswith("1 document of 1 country, 2023: 13 turns, 11 figures, 11 reported statements, 3 people.")
    assert page.select_one(".big[action='/-/search'] input[name=q]")


async def test_newest_documents(seed_site: Site, site: Site) -> None:
    (row,) = rows(await front(seed_site), "newest")
    assert row[0::2] == ["10 April 2023", "", "11"]
    assert row[1::2] == ["Presidents of Azerbaijan and Kazakhstan held meeting in limited formatAstana, limited, President of Azerbaijan", "1,055"]
    page = await front(site)
    links = [str(link["href"]).rsplit("/", 1)[1] for link in page.select("table.newest a.words")]
    assert links == [row["id"] for row in site.rows("SELECT id FROM documents ORDER BY date DESC, id LIMIT 8")]
    assert page.select("table.newest svg.strip path")


async def test_figures_cited_most(story_site: Site) -> None:
    cited = rows(await front(story_site), "cited")
    assert cited[0] == ["Trade turnover, 650 million USD, Ghana and Latvia, 2023", "Adjeman, Ozolbergs", "2", "1", "20 March 2024", "20 March 2024"]
    assert [int(row[2]) for row in cited] == sorted((int(row[2]) for row in cited), reverse=True)


async def test_a_sentence_with_its_figures(seed_site: Site) -> None:
    page = await front(seed_site)
    assert words(page.select_one(".featured blockquote")).startswith("“I would like to add that last year alone")
    assert [words(figure) for figure in page.select(".featured .fig")] == ["40 percent", "half a billion dollars"]
    assert words(page.select_one(".featured figcaption")) == "President Kassym-Jomart Tokayev in Astana, 10 April 2023"
    assert page.select_one(f'.featured a[href="/readouts/documents/{DOCUMENT}#t6"]')


async def test_topics_by_side_are_shares_of_words(seed_site: Site) -> None:
    table = rows(await front(seed_site), "topics")
    said = seed_site.rows(
        """SELECT t.country_id AS side, x.cap_major, sum(x.words) AS words FROM turns t JOIN turn_topics x ON x.turn_id = t.id
        WHERE t.country_id IS NOT NULL AND x.cap_major IS NOT NULL GROUP BY 1, 2"""
    )
    total = sum(row["words"] for row in said if row["side"] == "KZ")
    culture = next(row["words"] for row in said if row["side"] == "KZ" and row["cap_major"] == 23)
    assert ["Culture", f"{round(100 * culture / total)} %"] in [[row[0], row[4]] for row in table]
    assert abs(sum(int(row[2].removesuffix(" %")) for row in table) - 100) <= 2


async def test_where_to_start(seed_site: Site) -> None:
    page = await front(seed_site)
    assert {str(link["href"]).rsplit("/", 1)[1] for link in page.select("section[aria-labelledby=questions] li a")} == set(QUERIES)
    assert page.select_one("#download a[href='/readouts.db']")
    assert page.select_one("#download a[href^='/readouts/figures.csv']")
