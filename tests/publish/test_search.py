"""One box for turns, figures and documents: what is found, how it is shown, and what is said of words that stand everywhere."""

import sqlite3

import pytest
from bs4 import BeautifulSoup, Tag

from etl.publish.search import Count, asked, highlighted, search
from tests.conftest import SEED
from tests.publish.site import Site

DOCUMENT = SEED.stem


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


async def found(site: Site, query: str) -> BeautifulSoup:
    return BeautifulSoup(await site.html(f"/-/search?{query}"), "html.parser")


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ("trade turnover", '"trade" AND "turnover"'),
        ('"trade turnover"', '"trade turnover"'),
        ("“trade turnover” Baku", '"trade turnover" AND "Baku"'),
        ("trade -oil", '"trade" NOT ("oil")'),
        ('trade -"oil and gas" -coal', '"trade" NOT ("oil and gas" OR "coal")'),
        ("-oil", ""),
        ("", ""),
        ('" - "" *', ""),
        ("a AND b OR NOT c", '"a" AND "AND" AND "b" AND "OR" AND "NOT" AND "c"'),
        ("title:x^2 NEAR(a b)", '"title:x^2" AND "NEAR(a" AND "b)"'),
        ('say "hello', '"say" AND "hello"'),
    ],
)
def test_what_is_typed_is_words_and_never_syntax(given: str, match: str) -> None:
    assert asked(given).match == match


ODD = ['"', '""', "*", "a*", "(", ")", "col:a", "'", ";", "\x00a", "a\x02b", "NEAR", "-", "--", "{a b}: c", "é", "İstanbul"]


@pytest.mark.parametrize("given", ODD)
async def test_any_input_gives_a_page(seed_site: Site, given: str) -> None:
    response = await seed_site.datasette.client.get("/-/search", params={"q": given})
    assert response.status_code == 200


def test_only_what_was_found_becomes_markup() -> None:
    assert str(highlighted("a <b>\x02trade\x03</b> & \x02x")) == "a &lt;b&gt;<mark>trade</mark>&lt;/b&gt; &amp; x"
    assert str(highlighted("\x02<script>\x03")) == "<mark>&lt;script&gt;</mark>"


async def test_all_kinds(seed_site: Site) -> None:
    page = await found(seed_site, "q=trade+turnover")
    assert [words(tab) for tab in page.select(".kinds a")] == ["All 4", "Figures 3", "Turns 1", "Documents 0"]
    results = {words(result.h2): result for result in page.select(".result")}
    turn = results["Narration, 10 April 2023"]
    assert turn.select_one("h2 a")["href"] == f"/readouts/documents/{DOCUMENT}#t7"  # type: ignore[index]
    assert [words(mark) for mark in turn.select("mark")] == ["trade", "turnover", "trade", "turnover"]
    assert words(turn.select_one(".facts-line")) == "Turn 7 publisher’s words Astana, limited 3 figures"
    figure = results["a billion dollars: Increase of trade turnover to 1 billion USD, Azerbaijan and Kazakhstan"]
    assert figure.select_one("h2 a")["href"] == f"/readouts/figures/{DOCUMENT}-f5291"  # type: ignore[index]
    assert words(figure.select_one(".status")) == "possible"


async def test_counts_agree_with_sql(site: Site) -> None:
    for word in ("trade", "Ghana", "meeting", "thank"):
        page = await site.json("/-/search.json", q=word)
        for kind in ("turns", "figures", "documents"):
            expected = site.one(f"SELECT count(*) FROM {kind}_fts WHERE {kind}_fts MATCH ?", (f'"{word}"',))
            assert page["counts"][kind] == {"count": expected, "more": False}


async def test_the_best_come_first(site: Site) -> None:
    data = await site.json("/-/search.json", **{"q": "trade", "in": "turns"})
    sql = "SELECT t.id FROM turns_fts f JOIN turns t ON t.rowid = f.rowid WHERE turns_fts MATCH ? ORDER BY rank, t.rowid LIMIT 20"
    expected = site.rows(sql, ("trade",))
    assert [result["id"] for result in data["results"]] == [row["id"] for row in expected]


async def test_stems_phrases_and_words_left_out(seed_site: Site) -> None:
    async def turns(q: str) -> set[str]:
        data = await seed_site.json("/-/search.json", **{"q": q, "in": "turns"})
        return {result["address"].rpartition("#t")[2] for result in data["results"]}

    assert await turns("trading") == {"4", "5", "6", "7"}
    assert await turns('"volume of trade"') == {"6"}
    assert await turns("trade -turnover") == {"4", "5", "6"}
    assert await turns("fiber-optic") == {"8"}


async def test_facets_count_what_is_found_and_lead_to_it(seed_site: Site) -> None:
    page = await found(seed_site, "q=trade")
    speakers = {words(item.a): item for item in page.select("aside .facet-info:first-child li")}
    assert {name: words(item.select_one(".num")) for name, item in speakers.items()} == {"Kassym-Jomart Tokayev": "2", "Ilham Aliyev": "1"}
    address = str(speakers["Ilham Aliyev"].select_one("a")["href"])  # type: ignore[index]
    assert address == "/readouts/turns?_search=trade&speaker_id=ilham-aliyev"
    assert (await seed_site.listing(address.replace("turns?", "turns.json?"))).count == 1


async def test_pages_of_results(site: Site) -> None:
    total = site.one("SELECT count(*) FROM turns_fts WHERE turns_fts MATCH '\"the\"'")
    assert total > 20
    seen: list[str] = []
    for page in range(1, total // 20 + 2):
        data = await site.json("/-/search.json", **{"q": "the", "in": "turns", "page": page})
        seen += [result["id"] for result in data["results"]]
    assert len(seen) == len(set(seen)) == total
    assert (await found(site, "q=the&in=turns&page=2")).select_one(".next a")


async def test_words_that_stand_everywhere_are_not_counted_to_the_end(monkeypatch: pytest.MonkeyPatch, seed_site: Site) -> None:
    monkeypatch.setattr("etl.publish.search.LEAST", 2)
    connection: sqlite3.Connection = seed_site.connection
    result = search(connection, asked("the"), "turns", 1, {"turns": 60, "figures": 60, "documents": 1}, "/readouts")
    assert result.counts["turns"] == Count(3, True)
    assert str(result.counts["turns"]) == "over 3"
    page = await found(seed_site, "q=the")
    assert "stand in more than 5 percent of all turns: counting stops at 2" in " ".join(map(words, page.select(".message")))


async def test_nothing_found_and_nothing_asked(seed_site: Site) -> None:
    assert "Nothing is found for “referendum”." in words((await found(seed_site, "q=referendum")).select_one(".results"))
    assert "Type a word" in words((await found(seed_site, "")).select_one(".results"))
    assert "There is no word to look for" in words((await found(seed_site, "q=-x")).select_one(".results"))
