"""Loading: each document whole or not at all, what is shared once, figures into claims, words into full-text search."""

import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from etl.load.database import CannotWrite, Loader, finish, new_database
from etl.records import Annotation, Figure, Meeting, Position, Problem
from tests.load.conftest import load
from tests.load.hand_made import SOHL, VEREL, annotation, figure

LEVEL = {"unit": "USD", "kind": "money", "change": None, "represents": "level"}


def count(database: sqlite3.Connection, table: str, where: str = "1") -> int:
    return int(database.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])


def said(key: str, claim: str, date: str, **known: object) -> Annotation:
    """Return a document of one day that makes one claim."""
    return annotation(key, date=date, figures=(figure(key, claim_id=claim, date=date, **known),))


def links(*annotations: Annotation) -> set[tuple[str, str, str]]:
    """Return how the claims of some documents stand to each other."""
    with closing(load(*annotations)) as database:
        return set(database.execute("SELECT claim_id, kind, other_claim_id FROM claim_links"))


def test_a_document_whose_id_is_taken_is_refused_whole(blank: sqlite3.Connection) -> None:
    loader = Loader(blank)
    assert loader.add(annotation("one", path="a/one.txt")) is None
    before = list(blank.iterdump())
    problem = loader.add(annotation("one", path="b/one.txt", date="2025-01-01", figures=()))
    assert problem is not None
    assert (problem.source_path, problem.stage, problem.severity) == ("b/one.txt", "load", "error")
    assert "'one'" in problem.message
    assert "a/one.txt" in problem.message
    assert "\n" not in problem.message
    added = [line for line in blank.iterdump() if line not in before]
    assert len(added) == 1, "nothing but the row in problems"
    assert blank.execute("SELECT source_path, message FROM problems").fetchall() == [("b/one.txt", problem.message)]
    assert (loader.documents, loader.problems) == (1, 1)


def test_people_entities_meetings_and_positions_that_documents_share_are_there_once(database: sqlite3.Connection) -> None:
    assert [count(database, table) for table in ("people", "entities", "meetings", "positions")] == [2, 1, 1, 2]
    assert [count(database, table) for table in ("documents", "participants", "turns", "parts", "dates")] == [2, 4, 4, 6, 2]


def test_another_documents_people_are_added(blank: sqlite3.Connection) -> None:
    loader = Loader(blank)
    loader.add(replace(annotation("one"), people=(VEREL, SOHL), positions=(Position(VEREL.id, "President", "NO", None, None, None),)))
    third = replace(VEREL, id="tam-ode", name="Tam Ode")
    loader.add(replace(annotation("two"), people=(SOHL, third), positions=(Position(third.id, "Envoy", None, "A union", None, None),)))
    assert blank.execute("SELECT id FROM people ORDER BY id").fetchall() == [("joren-verel",), ("mira-sohl",), ("tam-ode",)]
    assert blank.execute("SELECT title FROM positions ORDER BY title").fetchall() == [("Envoy",), ("President",)]


def test_problems_of_a_document_are_loaded_with_their_place(blank: sqlite3.Connection) -> None:
    loader = Loader(blank)
    loader.add(replace(annotation("one"), problems=(Problem("one.txt", "transform", "warning", "who is Verel?", "one", 28, 33),)))
    loader.add_problem(Problem("two.txt", "extract", "error", "the file is empty"))
    assert blank.execute("SELECT document_id, source_path, stage, severity, message, start_char, end_char FROM problems").fetchall() == [
        ("one", "one.txt", "transform", "warning", "who is Verel?", 28, 33),
        (None, "two.txt", "extract", "error", "the file is empty", None, None),
    ]
    assert loader.problems == 2


def rows(database: sqlite3.Connection, table: str) -> list[str]:
    return sorted(map(repr, database.execute(f"SELECT * FROM {table}")))


@pytest.mark.parametrize(
    "table",
    ["documents", "turns", "figures", "people", "positions", "entities", "meetings", "participants", "claims", "claim_links", "problems"],
)
def test_the_order_of_documents_is_in_no_row(table: str) -> None:
    third = replace(VEREL, id="tam-ode", name="Tam Ode")
    one = replace(annotation("one"), problems=(Problem("one.txt", "transform", "warning", "m", "one"),))
    two = annotation("two", date="2024-04-05")
    two = replace(
        two,
        people=(VEREL, SOHL, third),
        positions=(*two.positions, Position(third.id, "Envoy", None, None, None, None)),
        problems=(Problem("two.txt", "transform", "warning", "m", "two"),),
    )
    three = replace(annotation("three"), people=(VEREL, SOHL, replace(third, id="ada-lund", name="Ada Lund")))
    three = replace(three, positions=(*three.positions, Position("ada-lund", "Judge", None, None, None, None)))
    with closing(load(one, two, three)) as forth, closing(load(three, two, one)) as back:
        assert rows(forth, table) == rows(back, table)


@pytest.mark.parametrize(
    "one, two",
    [
        (Meeting("m", "2024-03-05", "velden", "meeting", "ministers", "As one office calls it"),
         Meeting("m", "2024-03-05", "velden", "meeting", "ministers", "As the other calls it")),
        (Meeting("m", "2024-03-05", "velden", "meeting", "ministers", "Talks"), Meeting("m", "2024-03-05", None, "meeting", "ministers", "Talks")),
        (Meeting("m", "2024-03-05", "velden", "meeting", None, "Talks"), Meeting("m", "2024-03-05", "velden", "meeting", "ministers", "Talks")),
    ],
    ids=["title", "place", "level"],
)  # fmt: skip
def test_a_meeting_that_two_publishers_tell_differently_reads_the_same_in_any_order(one: Meeting, two: Meeting) -> None:
    first, second = annotation("one"), annotation("two")
    first = replace(first, meetings=(one,), document=first.document | {"meeting_id": "m"})
    second = replace(second, meetings=(two,), document=second.document | {"meeting_id": "m"})
    with closing(load(first, second)) as forth, closing(load(second, first)) as back:
        assert rows(forth, "meetings") == rows(back, "meetings")
        assert count(forth, "meetings") == 1


def test_figures_that_say_the_same_are_mentions_of_one_claim() -> None:
    with closing(load(said("one", "c1", "2024-05-01"), said("two", "c1", "2024-03-01"), said("three", "c2", "2024-04-01", value=41.0))) as database:
        assert database.execute(
            "SELECT id, measure_id, countries, period_start, period_end, unit, value, value_max, change, represents, status,"
            " mentions, documents, first_date FROM claims ORDER BY id"
        ).fetchall() == [
            ("c1", "trade-turnover", '["GH", "NO"]', "2023-01-01", "2023-12-31", "percent", 40.0, None, "increase", "change", "actual", 2, 2,
             "2024-03-01"),
            ("c2", "trade-turnover", '["GH", "NO"]', "2023-01-01", "2023-12-31", "percent", 41.0, None, "increase", "change", "actual", 1, 1,
             "2024-04-01"),
        ]  # fmt: skip


def test_two_mentions_in_one_document_are_two_mentions_and_one_document() -> None:
    once = figure("one")
    twice: tuple[Figure, ...] = (once, replace(once, id="one-f3", turn_id=None, start_char=3, end_char=4))
    with closing(load(annotation("one", figures=twice))) as database:
        assert database.execute("SELECT mentions, documents FROM claims").fetchall() == [(2, 1)]


def test_a_claim_of_more_than_one_status_has_none() -> None:
    with closing(load(said("one", "c1", "2024-03-01"), said("two", "c1", "2024-05-01", status="estimate"))) as database:
        assert database.execute("SELECT status FROM claims").fetchall() == [(None,)]


def test_exact_values_for_one_period_disagree_both_ways() -> None:
    one = said("one", "c1", "2024-03-01", value=40.0)
    assert links(one, said("two", "c2", "2024-04-01", value=50.0)) == {("c1", "disagrees", "c2"), ("c2", "disagrees", "c1")}


@pytest.mark.parametrize(
    "other",
    [
        {"value": 40.5},
        {"value": 50.0, "modifier": "more than"},
        {"value": 50.0, "status": "estimate"},
        {"value": 50.0, "period_start": "2022-01-01", "period_end": "2022-12-31"},
        {"value": 50.0, "change": "decrease"},
        {"value": 50.0, "value_max": 60.0},
        {"value": 50.0, "countries": ("GH",)},
        {"value": 50.0, "unit": "USD"},
        {"value": 50.0, "measure_id": None},
        {"value": 50.0, "represents": "level"},
    ],
    ids=lambda known: "-".join(key for key in known if key != "value") or "a rounding",
)
def test_what_does_not_speak_of_the_same_does_not_disagree(other: dict[str, object]) -> None:
    assert links(said("one", "c1", "2024-03-01", value=40.0), said("two", "c2", "2024-04-01", **other)) == set()


PAST = {"period_start": "2023-01-01", "period_end": "2023-12-31"}


@pytest.mark.parametrize("status", ["target", "planned", "possible"])
def test_a_target_meets_a_later_actual_level(status: str) -> None:
    target = said("one", "c1", "2024-03-01", value=1e9, status=status, period=None, period_start=None, period_end=None, **LEVEL)
    later = said("two", "c2", "2025-03-01", value=9e8, period_start="2024-01-01", period_end="2024-12-31", **LEVEL)
    assert links(target, later) == {("c1", "target of", "c2"), ("c2", "actual for", "c1")}
    assert links(later, target) == {("c1", "target of", "c2"), ("c2", "actual for", "c1")}


@pytest.mark.parametrize(
    "known",
    [{"date": "2023-03-01"}, {"date": "2024-03-01"}, {"status": "estimate"}, {"represents": "change"}, {"unit": "EUR"}, PAST],
    ids=["earlier", "same day", "estimate", "change", "unit", "of a year before the target was set"],
)
def test_a_target_meets_nothing_else(known: dict[str, object]) -> None:
    target = said("one", "c1", "2024-03-01", value=1e9, status="target", period=None, period_start=None, period_end=None, **LEVEL)
    other = {"value": 9e8, **LEVEL, "date": "2025-03-01", "period_start": "2024-01-01", "period_end": "2024-12-31", **known}
    assert links(target, said("two", "c2", str(other.pop("date")), **other)) == set()


def test_a_claim_without_a_period_repeats_one_with() -> None:
    one = said("one", "c1", "2024-03-01")
    again = said("two", "c2", "2024-03-01", period=None, period_start=None, period_end=None)
    assert links(one, again) == {("c2", "repeats", "c1")}
    earlier = said("two", "c2", "2024-02-01", period=None, period_start=None, period_end=None)
    assert links(one, earlier) == set()
    other = said("two", "c2", "2024-05-01", value=41.0, period=None, period_start=None, period_end=None)
    assert links(one, other) == set()


@pytest.mark.parametrize(
    "table, word, expected",
    [
        ("turns", "trading", 2),
        ("turns", "orlando", 0),
        ("turns", "leader", 2),
        ("turns", "TRADES", 2),
        ("turns", "trade AND velden", 0),
        ("turns", '"last year"', 2),
        ("figures", "trade", 2),
        ("documents", "talk", 2),
        ("documents", "one", 1),
    ],
)
def test_full_text_search_finds_words_in_their_forms(database: sqlite3.Connection, table: str, word: str, expected: int) -> None:
    query = f"SELECT count(*) FROM {table} WHERE rowid IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)"
    assert database.execute(query, (word,)).fetchone() == (expected,)


def test_a_row_that_points_nowhere_stops_the_build(blank: sqlite3.Connection) -> None:
    one = annotation("one")
    Loader(blank).add(replace(one, document=one.document | {"place_id": "nowhere"}))
    with pytest.raises(sqlite3.IntegrityError, match="documents points to a row of entities"):
        finish(blank, lambda measure: "")


def test_a_new_database_takes_its_place_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with new_database(path) as connection:
        assert not path.exists()
        assert len(list(tmp_path.iterdir())) == 1
        connection.execute("INSERT INTO countries VALUES ('NO', 'Norway', 'NOR')")
    assert os.listdir(tmp_path) == ["new.db"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    with closing(sqlite3.connect(path)) as connection:
        assert count(connection, "countries") == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, sqlite3.OperationalError, SystemExit])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(b"SQLite format 3\0what was there")

    def broken_build() -> None:
        with new_database(path) as connection:
            connection.execute("INSERT INTO countries VALUES ('NO', 'Norway', 'NOR')")
            raise error

    with pytest.raises(error):
        broken_build()
    assert os.listdir(tmp_path) == ["old.db"]
    assert path.read_bytes() == b"SQLite format 3\0what was there"


@pytest.mark.parametrize("name", ["missing/x.db", "file/x.db", "."])
def test_a_path_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / name
    with pytest.raises(CannotWrite, match=str(path)), new_database(path):
        pass
    assert os.listdir(tmp_path) == ["file"]


def test_a_file_that_is_no_database_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "thesis.md"
    path.write_text("Years of work.", encoding="utf-8")
    with pytest.raises(CannotWrite, match="is not overwritten"), new_database(path):
        pass
    assert (os.listdir(tmp_path), path.read_text(encoding="utf-8")) == (["thesis.md"], "Years of work.")
