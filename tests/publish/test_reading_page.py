"""The reading page of a document, held to the first document as a person reads it."""

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import SEED
from tests.publish.site import Site

DOCUMENT = SEED.stem
PAGE = f"/readouts/documents/{DOCUMENT}"


@pytest.fixture
async def page(seed_site: Site) -> BeautifulSoup:
    return BeautifulSoup(await seed_site.html(PAGE), "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def test_the_whole_document_is_printed(page: BeautifulSoup) -> None:
    for added in page.select(".part .n, .part .tag"):
        added.decompose()
    printed = " ".join(" ".join(part.get_text() for part in page.select(".transcript .part")).split())
    assert printed == " ".join(SEED.read_text(encoding="utf-8").split())


def test_every_turn_says_who_speaks_and_on_which_side(page: BeautifulSoup) -> None:
    turns = page.select("section.turn")
    assert [(turn["id"], words(turn.h3), turn["class"][1]) for turn in turns[:7]] == [
        ("t1", "Narration", "s0"),
        ("t2", "Kassym-Jomart Tokayev", "s2"),
        ("t3", "Ilham Aliyev", "s1"),
        ("t4", "Kassym-Jomart Tokayev", "s2"),
        ("t5", "Ilham Aliyev", "s1"),
        ("t6", "Kassym-Jomart Tokayev", "s2"),
        ("t7", "Narration", "s0"),
    ]
    assert [turn["id"] for turn in turns] == [f"t{number}" for number in range(1, 14)]
    assert page.select_one("#t6 .turn-no")["href"] == f"/readouts/turns/{DOCUMENT}-t4846"  # type: ignore[index]


def test_figures_lead_to_their_rows_and_notes(page: BeautifulSoup) -> None:
    figures = page.select(".transcript a.fig")
    assert [words(figure) for figure in figures] == [
        "two countries", "100th anniversary", "100th anniversary", "Less than a year", "40 percent", "half a billion dollars",
        "40 percent", "two countries", "a billion dollars", "two nations", "two countries",
    ]  # fmt: skip
    assert (figures[4]["id"], figures[4]["href"]) == ("c4981-4991", f"/readouts/figures/{DOCUMENT}-f4981")
    assert words(page.select_one("#n5")) == (
        "5 40 percent actual Increase in trade turnover, Azerbaijan and Kazakhstan, 2022. Tokayev, on “Kazakhstani statistics”. Again: 7."
    )
    note = words(page.select_one("#n6"))
    assert note.startswith("6 half a billion dollars actual Trade turnover, more than 500 million USD, Azerbaijan and Kazakhstan, 2022.")
    assert words(page.select_one("#n9 .status")) == "possible"


def test_statements_are_bracketed_with_who_and_how(page: BeautifulSoup) -> None:
    statement = page.select_one("#c5075-5167")
    assert statement is not None
    assert words(statement).startswith("the sides described a 40 percent7 increase in trade turnover")
    assert words(statement).endswith("as a positive step.")
    assert (words(statement.select_one(".source")), words(statement.select_one(".cue"))) == ("the sides", "described")
    assert [words(tag) for tag in page.select("#t10 .tag, #t12 .tag, #t13 .tag")] == ["Aliyev", "Tokayev", "unnamed"]


def test_every_link_within_the_page_leads_to_something(page: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    inside = {str(link["href"])[1:] for link in page.select('a[href^="#"]')}
    assert len(inside) > 60
    assert inside <= set(ids)


@pytest.mark.parametrize("table", ["figures", "statements", "dates"])
def test_every_row_has_its_place_in_the_text(page: BeautifulSoup, seed_site: Site, table: str) -> None:
    for row in seed_site.rows(f"SELECT id, text, start_char, end_char FROM {table}"):
        assert page.select_one(f"#c{row['start_char']}-{row['end_char']}")
        assert page.select_one(f'a[href="/readouts/{table}/{row["id"]}"]')


def test_index_lists_topics_places_dates_and_statements(page: BeautifulSoup) -> None:
    lists = {words(part.h3): [words(entry) for entry in part.select("li")] for part in page.select(".entries > div")}
    assert list(lists) == ["Topics", "Places and works", "Dates", "Statements reported"]
    assert "Caspian Sea 8 only in narration" in lists["Places and works"]
    assert "Baku 4 4" in lists["Places and works"]
    assert "2022 “last year” 6" in lists["Dates"]
    assert "August 2022 “Last August” 4" in lists["Dates"]
    assert lists["Statements reported"][-1] == "No one named was stressed 13"


def test_layers_and_speakers_can_be_chosen_without_a_script(page: BeautifulSoup) -> None:
    assert [(box["id"], box.has_attr("checked")) for box in page.select(".layers input[type=checkbox]")] == [
        (f"layer-{name}", True) for name in ("figures", "statements", "dates", "places", "topics")
    ]
    assert [words(label) for label in page.select(".layers fieldset:last-child label")] == ["everyone", "Tokayev", "Aliyev", "narration"]
    assert page.select_one("#t6.who-1")
    assert not page.select("script:not([src]), [style], [onclick]")


def test_tally_of_words(page: BeautifulSoup, seed_site: Site) -> None:
    spoken = seed_site.one("SELECT sum(words) FROM turns WHERE speaker_id = 'ilham-aliyev'")
    total = seed_site.one("SELECT sum(words) FROM turns")
    assert f"Aliyev {spoken} words ({round(100 * spoken / total)} %) in 2 turns" in words(page.select_one(".legend"))


def test_how_to_cite(page: BeautifulSoup) -> None:
    assert words(page.select_one("#citation")) == (
        "President of Azerbaijan. “Presidents of Azerbaijan and Kazakhstan held meeting in limited format”. Astana, 10 April 2023. "
        "https://president.az/en/articles/view/59355. Read in Readouts, document 2023-04-10-astana-azerbaijan-kazakhstan."
    )
    assert page.select_one('a[href="https://president.az/en/articles/view/59355"]')


async def test_a_document_of_many_speakers(site: Site) -> None:
    page = BeautifulSoup(await site.html("/readouts/documents/security-council"), "html.parser")
    turns = page.select("section.turn")
    assert len([turn for turn in turns if turn.has_attr("id")]) == site.one("SELECT turns FROM documents WHERE id = 'security-council'")
    assert not page.select("script:not([src]), [style]")
    text = site.one("SELECT text FROM document_texts WHERE document_id = 'security-council'")
    for added in page.select(".part .n, .part .tag"):
        added.decompose()
    assert " ".join(" ".join(part.get_text() for part in page.select(".transcript .part")).split()) == " ".join(text.split())
