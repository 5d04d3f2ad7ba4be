"""The canned queries: what a person answers after reading the documents."""

import sqlite3
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.publish.site import QUERIES, SCHEMA, Row, Site

SEED = "2023-04-10-astana-azerbaijan-kazakhstan"
TOKAYEV, ALIYEV = "Kassym-Jomart Tokayev", "Ilham Aliyev"
JOINT = f"{ALIYEV} and {TOKAYEV}"


def _pick(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


@pytest.mark.parametrize("name", QUERIES)
async def test_empty_parameters_give_rows(site: Site, name: str) -> None:
    """Left out or left empty: any."""
    rows = await site.query(name)
    assert rows
    assert rows == await site.query(name, **dict.fromkeys(QUERIES[name]["params"], ""))


@pytest.mark.parametrize("name", QUERIES)
async def test_query_page(site: Site, name: str) -> None:
    page = BeautifulSoup(await site.html(f"/readouts/{name}"), "html.parser")
    assert [heading.get_text(strip=True) for heading in page.find_all("h1")] == [QUERIES[name]["title"]]
    assert " ".join(QUERIES[name]["description"].split()) in " ".join(page.get_text().split())
    inputs = [field["name"] for field in page.select("form.sql input[type=text]")]
    assert inputs == QUERIES[name]["params"]
    assert len(page.select("table.rows-and-columns tbody tr")) == len(await site.query(name))


@pytest.mark.parametrize(("name", "parameter"), [(name, parameter) for name, query in QUERIES.items() for parameter in query["params"]])
async def test_unknown_values_give_no_rows(site: Site, name: str, parameter: str) -> None:
    assert await site.query(name, **{parameter: "nobody-and-nothing"}) == []


@pytest.mark.parametrize(
    ("name", "parameters"),
    [(name, query["params"]) for name, query in QUERIES.items() if {"country_a", "country_b"} <= set(query["params"])],
)
async def test_sides_can_change_places_and_be_named(story_site: Site, name: str, parameters: list[str]) -> None:
    rows = await story_site.query(name, country_a="LV", country_b="GH")
    assert rows == await story_site.query(name, country_a="Ghana", country_b="latvia")
    assert rows == await story_site.query(name)
    assert await story_site.query(name, country_a="LV", country_b="AZ") == []


@pytest.mark.parametrize("name", QUERIES)
async def test_ids_are_of_rows(site: Site, name: str) -> None:
    tables = {"figure_id": "figures", "turn_id": "turns", "document_id": "documents", "statement_id": "statements", "claim_id": "claims"}
    for row in await site.query(name):
        for column, value in row.items():
            table = next((table for ending, table in tables.items() if column.endswith(ending)), None)
            if table and value is not None:
                assert site.one(f"SELECT count(*) FROM {table} WHERE id = ?", (value,)) == 1, f"{column} {value}"


@pytest.mark.parametrize(
    ("name", "indexes"),
    [
        ("figures_by_speaker", ["figures_speaker", "figures_statement", "figures_date"]),
        ("measure_story", ["figures_measure"]),
        ("targets_and_outcomes", ["figures_claim"]),
        ("disagreements", ["figures_claim"]),
        ("repeated_claims", ["figures_claim", "claim_links_other"]),
        ("words_by_speaker", ["documents_date", "turns_document"]),
        ("topics_by_speaker", ["documents_date", "turns_document"]),
        ("one_side_only", ["documents_date", "turns_document"]),
        ("narration_only", ["documents_date", "figures_document", "figures_claim"]),
        ("topics_in_narration_only", ["documents_date", "turns_document"]),
        ("joint_statements", ["documents_date", "statements_document"]),
        ("first_appearances", ["documents_date", "turns_document"]),
        ("who_met_whom", ["documents_date"]),
    ],
)
def test_queries_use_indexes(site: Site, name: str, indexes: list[str]) -> None:
    """What makes them fast on a million rows."""
    plan = site.rows(f"EXPLAIN QUERY PLAN {QUERIES[name]['sql']}", dict.fromkeys(QUERIES[name]["params"], ""))
    used = " ".join(row["detail"] for row in plan).split()
    assert [index for index in indexes if index not in used] == []


# Figures


async def test_figures_by_speaker(seed_site: Site) -> None:
    rows = await seed_site.query("figures_by_speaker")
    assert _pick(rows, "speaker", "figure", "value", "unit", "status", "source", "period_end") == [
        (TOKAYEV, "two countries", 2, "country", "actual", None, None),
        (TOKAYEV, "100th anniversary", 100, "anniversary", "actual", None, None),
        (TOKAYEV, "100th anniversary", 100, "anniversary", "actual", None, None),
        (ALIYEV, "Less than a year", 1, "year", "actual", None, None),
        (TOKAYEV, "40 percent", 40, "percent", "actual", "Kazakhstani statistics", "2022-12-31"),
        (TOKAYEV, "half a billion dollars", 500_000_000, "USD", "actual", "Kazakhstani statistics", "2022-12-31"),
        (JOINT, "40 percent", 40, "percent", "actual", None, None),
        (JOINT, "two countries", 2, "country", "actual", None, None),
        (JOINT, "a billion dollars", 1_000_000_000, "USD", "possible", None, None),
        (JOINT, "two nations", 2, "nation", "actual", None, None),
    ]
    assert rows[5]["figure_id"] == f"{SEED}-f5003"
    assert rows[5]["turn_id"] == f"{SEED}-t4846"
    assert rows[5]["url"] == "https://president.az/en/articles/view/59355"


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"speaker": "ilham-aliyev"}, ["Less than a year", "40 percent", "two countries", "a billion dollars", "two nations"]),
        ({"speaker": "Ilham Aliyev", "kind": "money"}, ["a billion dollars"]),
        ({"speaker": "kassym-jomart tokayev", "kind": "money"}, ["half a billion dollars", "a billion dollars"]),
        ({"speaker": "heydar-aliyev"}, []),
        ({"kind": "percentage"}, ["40 percent", "40 percent"]),
        ({"measure": "anniversary"}, ["100th anniversary", "100th anniversary"]),
        ({"measure": "Trade turnover", "kind": "money"}, ["half a billion dollars", "a billion dollars"]),
    ],
)
async def test_figures_by_speaker_chosen(seed_site: Site, parameters: dict[str, str], expected: list[str]) -> None:
    rows = await seed_site.query("figures_by_speaker", **parameters)
    assert [row["figure"] for row in rows] == expected


async def test_measure_story_of_the_seed(seed_site: Site) -> None:
    rows = await seed_site.query("measure_story", measure="trade-turnover", country_a="AZ", country_b="KZ")
    assert _pick(rows, "value", "unit", "represents", "status", "modifier", "change", "period", "said_by") == [
        (40, "percent", "change", "actual", None, "increase", "last year", TOKAYEV),
        (500_000_000, "USD", "level", "actual", "more than", None, "last year", TOKAYEV),
        (40, "percent", "change", "actual", None, "increase", None, "joint"),
        (1_000_000_000, "USD", "level", "possible", None, "increase", None, "joint"),
    ]
    assert {row["measure"] for row in rows} == {"trade turnover"}


async def test_measure_story_from_meeting_to_meeting(story_site: Site) -> None:
    rows = await story_site.query("measure_story", measure="trade turnover", country_a="Latvia", country_b="Ghana")
    assert _pick(rows, "said_on", "value", "status", "period_end", "document_id") == [
        ("2021-05-10", 400_000_000, "actual", "2020-12-31", "riga"),
        ("2021-05-10", 600_000_000, "target", "2023-12-31", "riga"),
        ("2022-06-14", 500_000_000, "actual", "2020-12-31", "accra"),
        ("2024-03-20", 650_000_000, "actual", "2023-12-31", "tema"),
        ("2024-03-20", 650_000_000, "actual", "2023-12-31", "tema"),
        ("2024-09-02", 650_000_000, "actual", None, "phone"),
    ]


async def test_measure_story_of_one_country(site: Site) -> None:
    rows = await site.query("measure_story", measure="renewable-capacity", country_a="LV")
    assert _pick(rows, "value", "status", "said_by") == [(44, "actual", "Dagnija Vesterkalne"), (75, "target", "Dagnija Vesterkalne")]


async def test_targets_without_outcome(seed_site: Site) -> None:
    rows = await seed_site.query("targets_and_outcomes")
    assert _pick(rows, "target", "unit", "status", "countries", "set_on", "outcome", "result", "target_turn_id") == [
        (1_000_000_000, "USD", "possible", '["AZ", "KZ"]', "2023-04-10", None, None, f"{SEED}-t5035")
    ]


async def test_targets_and_outcomes(story_site: Site) -> None:
    """500 million, said in 2022, is of 2020, before the target was set; it is no outcome."""
    rows = await story_site.query("targets_and_outcomes", measure="trade-turnover", country="LV")
    assert _pick(rows, "target", "due", "outcome", "outcome_end", "outcome_said_on", "result", "target_document_id", "outcome_document_id") == [
        (600_000_000, "2023-12-31", 650_000_000, "2023-12-31", "2024-03-20", "reached", "riga", "tema"),
        (600_000_000, "2023-12-31", 650_000_000, None, "2024-09-02", "reached", "riga", "phone"),
    ]


FIGURE = """
    INSERT INTO figures (id, document_id, voice, date, text, value, unit, kind, represents, measure_id, countries, status, sentence,
        start_char, end_char, rule, claim_id)
    VALUES (:id, :id, 'person', :date, '7 USD', 7, 'USD', 'money', 'level', 'debt', '["LV"]', :status, '7 USD', 0, 5, 'money', 'c')
"""


def test_a_target_whose_very_number_is_said_to_be_reached() -> None:
    """Target and actual value are mentions of one claim then, which has no one status and is the target of itself."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA)
    for key, date, status in (("a", "2020-01-01", "actual"), ("b", "2021-01-01", "target"), ("c", "2022-01-01", "actual")):
        connection.execute(FIGURE, {"id": key, "date": date, "status": status})
    connection.execute("INSERT INTO measures VALUES ('debt', 'debt', 'What is owed.', 1)")
    connection.execute("INSERT INTO claims VALUES ('c', 'debt', '', '[\"LV\"]', NULL, NULL, 'USD', 7, NULL, NULL, 'level', NULL, 3, 3, '2020-01-01')")
    connection.execute("INSERT INTO claim_links VALUES ('c', 'c', 'target of')")
    rows = [dict(row) for row in connection.execute(QUERIES["targets_and_outcomes"]["sql"], {"measure": "", "country": ""})]
    connection.close()
    assert _pick(rows, "status", "set_on", "outcome_said_on", "result", "target_figure_id", "outcome_figure_id") == [
        ("target", "2021-01-01", "2022-01-01", "reached", "b", "c")
    ]


async def test_targets_of_all_documents(site: Site) -> None:
    rows = await site.query("targets_and_outcomes", country="CA")
    assert _pick(rows, "target", "unit", "status", "due") == [(35_000_000, "CAD", "planned", "2024-12-31")]
    assert [row["target_words"] for row in await site.query("targets_and_outcomes", measure="renewable capacity")] == ["75 percent"]


async def test_disagreements(story_site: Site) -> None:
    """400 and 500 million for 2020: apart by a fifth of the larger."""
    rows = await story_site.query("disagreements")
    assert _pick(rows, "first_value", "other_value", "difference_percent", "period_end", "first_said_by", "other_said_by") == [
        (400_000_000, 500_000_000, 20.0, "2020-12-31", "Janis Ozolbergs", "Kofi Adjeman")
    ]
    assert _pick(rows, "first_document_id", "other_document_id") == [("riga", "accra")]
    assert len(await story_site.query("disagreements", measure="trade-turnover", country="Ghana")) == 1
    assert await story_site.query("disagreements", country="KZ") == []


async def test_nothing_disagrees_in_the_seed(seed_site: Site) -> None:
    assert await seed_site.query("disagreements") == []


async def test_repeated_claims_of_the_seed(seed_site: Site) -> None:
    """Only the growth by 40 percent is said again; the 100th anniversary is about no country and no period."""
    rows = await seed_site.query("repeated_claims")
    assert _pick(rows, "measure", "value", "unit", "change", "mentions", "documents", "first_said_by", "first_said_in", "first_turn_id") == [
        ("trade turnover", 40, "percent", "increase", 2, 1, TOKAYEV, "speech", f"{SEED}-t4846")
    ]


async def test_repeated_claims_count_mentions_without_a_period(story_site: Site) -> None:
    rows = await story_site.query("repeated_claims", measure="trade-turnover", country="GH")
    assert _pick(rows, "value", "period_end", "mentions", "documents", "first_said_by", "first_said_on", "last_said_on") == [
        (650_000_000, "2023-12-31", 3, 2, "Kofi Adjeman", "2024-03-20", "2024-09-02")
    ]


# Words and topics


async def test_words_by_speaker(seed_site: Site) -> None:
    """Tokayev 5 + 379 + 29, Aliyev 2 + 356, together 771."""
    rows = await seed_site.query("words_by_speaker")
    assert _pick(rows, "speaker", "country", "words", "percent_of_words", "turns", "words_per_turn", "documents", "longest_turn_words") == [
        (TOKAYEV, "Kazakhstan", 413, 53.6, 3, 137.7, 1, 379),
        (ALIYEV, "Azerbaijan", 358, 46.4, 2, 179.0, 1, 356),
    ]
    assert rows[1]["longest_turn_id"] == f"{SEED}-t2744"


async def test_words_of_those_without_a_name(site: Site) -> None:
    rows = await site.query("words_by_speaker", document="press-conference")
    assert _pick(rows, "speaker", "country", "turns") == [
        ("Ellery Thornquist", "United States", 5),
        ("Dagnija Vesterkalne", "Latvia", 3),
        ("(press)", None, 3),
    ]
    assert sum(row["percent_of_words"] for row in rows) == pytest.approx(100, abs=0.2)


async def test_words_of_the_newest_documents(story_site: Site) -> None:
    assert {row["document_id"] for row in await story_site.query("words_by_speaker", newest="2")} == {"tema"}  # the newest has no speech
    assert {row["document_id"] for row in await story_site.query("words_by_speaker", newest="-1")} == {"riga", "accra", "tema"}


async def test_topics_by_speaker(seed_site: Site) -> None:
    """The 29 words of Tokayev's last turn, of his 413, are on trade turnover."""
    rows = await seed_site.query("topics_by_speaker", topic="trade-turnover")
    assert _pick(rows, "country", "speaker", "topic", "words", "percent_of_speaker", "percent_of_side", "turns", "turn_id") == [
        ("Kazakhstan", TOKAYEV, "Trade turnover", 29, 7.0, 7.0, 1, f"{SEED}-t4846")
    ]
    whole = await seed_site.query("topics_by_speaker", country_a="AZ", country_b="KZ")
    assert {row["topic"] for row in whole if row["speaker"] == ALIYEV} >= {"Commemoration and memory", "Bilateral relations", "Protocol and courtesy"}
    for speaker, words in ((TOKAYEV, 413), (ALIYEV, 358)):
        led = [row["words"] for row in whole if row["speaker"] == speaker]
        assert 0.9 * words < sum(led) <= words  # a paragraph is counted for one topic only


async def test_topics_by_side_have_the_whole_side_below_the_line(story_site: Site) -> None:
    """Ghana's side has 17 + 15 + 14 words, of three people who are only named alike."""
    rows = await story_site.query("topics_by_speaker", topic="railways")
    assert _pick(rows, "country", "words", "percent_of_speaker", "percent_of_side") == [("Ghana", 17, 100.0, 37.0)]


async def test_one_side_only(seed_site: Site, story_site: Site) -> None:
    rows = await seed_site.query("one_side_only")
    raised = {(row["raised_by"], row["not_by"], row["topic"]) for row in rows}
    assert ("Kazakhstan", "Azerbaijan", "Trade turnover") in raised
    assert ("Azerbaijan", "Kazakhstan", "Transport corridors and logistics") in raised
    for both in ("Commemoration and memory", "Bilateral relations", "Protocol and courtesy", "Peace process and conflict settlement"):
        assert both not in {row["topic"] for row in rows}
    story = await story_site.query("one_side_only")
    assert _pick(story, "raised_by", "not_by", "topic", "words", "turn_id") == [("Ghana", "Latvia", "Railways", 17, "riga-t453")]


# Narration, joint statements, firsts, meetings


async def test_narration_only(seed_site: Site, story_site: Site) -> None:
    """The 40 percent are said in speech too; the billion is not. What a call repeats without a period is known from speech."""
    rows = await seed_site.query("narration_only")
    assert _pick(rows, "figure", "measure", "status", "voice", "said_by", "reported_with", "turn_id") == [
        ("a billion dollars", "trade turnover", "possible", "joint", "The heads of state", "underlined", f"{SEED}-t5035")
    ]
    assert await story_site.query("narration_only") == []


async def test_narration_only_of_a_call(site: Site) -> None:
    rows = await site.query("narration_only", country_a="Canada", country_b="Ghana")
    assert [row["figure"] for row in rows] == ["35 million Canadian dollars", "18 percent", "400 nurses"]


async def test_topics_in_narration_only(seed_site: Site, site: Site) -> None:
    rows = await seed_site.query("topics_in_narration_only")
    topics = {row["topic"] for row in rows}
    assert {"Peace process and conflict settlement", "Regional security and stability", "Pipelines and energy transit"} <= topics
    assert topics.isdisjoint({"Trade turnover", "Transport corridors and logistics", "Bilateral relations"})
    peace = next(row for row in rows if row["topic_id"] == "peace-process")
    assert (peace["words"], peace["turn_id"]) == (28, f"{SEED}-t5817")
    assert "call-readout" not in {row["document_id"] for row in await site.query("topics_in_narration_only")}


async def test_joint_statements(seed_site: Site) -> None:
    rows = [row for row in await seed_site.query("joint_statements") if row["stands_in"] == "narration"]
    assert _pick(rows, "act", "source", "cue") == [
        ("describe", "the sides", "described"),
        ("stress", "The heads of state", "underlined"),
        ("discuss", "they", "discussed"),
        ("note", "they", "noted"),
        ("welcome", "The parties", "hailed"),
        ("discuss", "they", "exchanged views"),
    ]
    assert {row["people"] for row in rows} == {f"{ALIYEV}, {TOKAYEV}"}
    views = await seed_site.query("joint_statements", act="discuss", country_a="KZ")
    assert [row["statement"] for row in views][1:] == ["the regional issues"]


async def test_first_appearances(seed_site: Site) -> None:
    rows = await seed_site.query("first_appearances", kind="infrastructure")
    assert _pick(rows, "country_a", "country_b", "name", "first_date", "first_turn_id") == [
        ("Azerbaijan", "Kazakhstan", "Baku-Tbilisi-Kars railway", "2023-04-10", f"{SEED}-t6008"),
        ("Azerbaijan", "Kazakhstan", "Port of Baku", "2023-04-10", f"{SEED}-t6008"),
    ]
    (topic,) = await seed_site.query("first_appearances", name="transport-corridors", kind="topic")
    assert topic["first_turn_id"] == f"{SEED}-t2744"  # the second to fifth are in the narration


async def test_first_appearances_between_two_countries(story_site: Site) -> None:
    rows = await story_site.query("first_appearances", country_a="GH", country_b="LV")
    firsts = {row["name"]: (row["first_date"], row["last_date"], row["documents"], row["first_document_id"]) for row in rows}
    assert firsts["Trade turnover"] == ("2021-05-10", "2024-09-02", 4, "riga")
    assert firsts["Railways"] == ("2021-05-10", "2021-05-10", 1, "riga")
    assert firsts["Accra"] == ("2022-06-14", "2024-03-20", 2, "accra")


async def test_who_met_whom(seed_site: Site) -> None:
    rows = await seed_site.query("who_met_whom")
    assert _pick(rows, "person", "country", "met", "country_met", "meetings", "last_date", "formats", "places", "last_document_id") == [
        (ALIYEV, "Azerbaijan", TOKAYEV, "Kazakhstan", 1, "2023-04-10", "limited", "Astana", SEED)
    ]
    (turned,) = await seed_site.query("who_met_whom", person=TOKAYEV)
    assert (turned["person"], turned["met"]) == (TOKAYEV, ALIYEV)
    assert await seed_site.query("who_met_whom", person="heydar-aliyev") == []  # spoken of, not there


async def test_who_met_whom_in_a_council(site: Site) -> None:
    """Five participants of five countries: ten pairs, four of them with Malta."""
    rows = await site.query("who_met_whom")
    assert len([row for row in rows if row["formats"] == "council meeting"]) == 10
    malta = await site.query("who_met_whom", country_a="Malta")
    assert len(malta) == 4


@pytest.mark.parametrize("name", QUERIES)
def test_queries_run_on_an_empty_database(name: str) -> None:
    """A query never fails for want of rows."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    assert connection.execute(QUERIES[name]["sql"], dict.fromkeys(QUERIES[name]["params"], "")).fetchall() == []
    connection.close()
