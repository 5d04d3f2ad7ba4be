"""Same input, same rows; and a build that fails or is interrupted leaves what was there."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import etl.build
from etl.build import NothingRead, build
from etl.load.check import check
from etl.load.database import Loader
from etl.vocabulary import Vocabulary
from tests.conftest import HERE, SEEDS

DOCUMENTS = HERE / "documents"
OF_A_DOCUMENT = {
    "documents": "id = :id",
    "document_texts": "document_id = :id",
    "parts": "document_id = :id",
    "participants": "document_id = :id",
    "turns": "document_id = :id",
    "statements": "document_id = :id",
    "dates": "document_id = :id",
    "figures": "document_id = :id",
    "figure_countries": "figure_id IN (SELECT id FROM figures WHERE document_id = :id)",
    "statement_people": "statement_id IN (SELECT id FROM statements WHERE document_id = :id)",
    "turn_topics": "turn_id IN (SELECT id FROM turns WHERE document_id = :id)",
    "turn_entities": "turn_id IN (SELECT id FROM turns WHERE document_id = :id)",
    "problems": "document_id = :id",
}
SHARED = ("people", "positions", "entities", "meetings", "countries", "topics", "measures")


def tables(database: Path) -> dict[str, list[Any]]:
    """Return every row of every table but `runs`, in the order of storage."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: connection.execute(f"SELECT * FROM [{name}]").fetchall() for name in names if name not in ("runs", "sqlite_stat4")}


def own_tables(database: Path) -> dict[str, list[str]]:
    """Return the rows of every table of the schema but `runs`, whatever their order."""
    found = tables(database)
    return {name: sorted(map(repr, rows)) for name, rows in found.items() if "_fts" not in name and not name.startswith("sqlite_")}


def rows_of(database: Path, document: str) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY 1, 2", {"id": document}).fetchall()
            for table, where in OF_A_DOCUMENT.items()
        }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """A database of every document there is."""
    database = tmp_path_factory.mktemp("built") / "readouts.db"
    build([DOCUMENTS, SEEDS], database, vocabulary)
    return database


def test_what_is_built_holds(built: Path) -> None:
    with closing(sqlite3.connect(built)) as connection:
        assert list(check(connection)) == []
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    filled = {name: len(rows) for name, rows in own_tables(built).items()}
    assert filled["documents"] == 4
    assert min(filled[name] for name in ("turns", "figures", "statements", "people", "entities", "turn_topics", "dates", "meetings", "claims")) > 0


def test_two_builds_give_the_same_rows(built: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    build([DOCUMENTS, SEEDS], tmp_path / "again.db", vocabulary)
    assert tables(tmp_path / "again.db") == tables(built)


def test_two_processes_give_the_same_rows(built: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    build([DOCUMENTS, SEEDS], tmp_path / "parallel.db", vocabulary, jobs=2)
    assert tables(tmp_path / "parallel.db") == tables(built)


def test_a_build_over_a_database_gives_the_same_rows(built: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    database = tmp_path / "readouts.db"
    build([SEEDS], database, vocabulary)
    build([DOCUMENTS, SEEDS], database, vocabulary)
    assert tables(database) == tables(built)


def test_the_order_of_paths_is_in_no_row(built: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    files = sorted([*DOCUMENTS.glob("*.txt"), *SEEDS.glob("*.txt")], key=lambda path: path.name, reverse=True)
    build(files, tmp_path / "back.db", vocabulary)
    assert own_tables(tmp_path / "back.db") == own_tables(built)


def test_a_document_more_changes_no_row_of_the_others(built: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    build([DOCUMENTS], tmp_path / "fewer.db", vocabulary)
    with closing(sqlite3.connect(tmp_path / "fewer.db")) as connection:
        documents = [key for (key,) in connection.execute("SELECT id FROM documents")]
    assert len(documents) == 3
    for document in documents:
        assert rows_of(tmp_path / "fewer.db", document) == rows_of(built, document)
    before, after = own_tables(tmp_path / "fewer.db"), own_tables(built)
    for table in SHARED:
        assert set(before[table]) <= set(after[table]), table


def test_a_document_that_comes_before_changes_no_row_of_the_others(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """The one more has a problem, and people of its own, and its name comes first."""
    (tmp_path / "0-first.txt").write_text("Zmitser Orlanduk met Ada Verel.\n\nAda Verel: Good morning.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Tam Ode met Lia Sund.\n\nTam Ode: Good evening.\n", encoding="utf-8")
    build([tmp_path / "b.txt"], tmp_path / "one.db", vocabulary)
    build([tmp_path], tmp_path / "two.db", vocabulary)
    assert len(tables(tmp_path / "two.db")["documents"]) == 2
    assert rows_of(tmp_path / "one.db", "b") == rows_of(tmp_path / "two.db", "b")


def test_where_a_file_lies_is_in_no_id(tmp_path: Path, vocabulary: Vocabulary) -> None:
    shutil.copytree(DOCUMENTS, tmp_path / "elsewhere" / "deep")
    build([tmp_path / "elsewhere"], tmp_path / "moved.db", vocabulary)
    build([DOCUMENTS], tmp_path / "there.db", vocabulary)
    moved, there = tables(tmp_path / "moved.db"), tables(tmp_path / "there.db")
    for table in ("turns", "figures", "statements", "dates", "people", "claims", "meetings"):
        assert moved[table] == there[table]


def test_a_folder_is_walked_and_progress_counts_its_files(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(f"Talk {name}.\n", encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    seen: list[tuple[int, int]] = []
    report = build([tmp_path / "in"], tmp_path / "x.db", vocabulary, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert report.documents == 3
    assert [problem.source_path for problem in report.refused] == [str(tmp_path / "in" / "empty.txt")]


def test_a_run_says_what_was_built(built: Path, vocabulary: Vocabulary) -> None:
    with closing(sqlite3.connect(built)) as connection:
        connection.row_factory = sqlite3.Row
        (run,) = connection.execute("SELECT *, json_array_length(sources) AS files FROM runs").fetchall()
    assert (run["documents"], run["problems"], run["files"]) == (4, len(tables(built)["problems"]), 4)
    assert run["vocabulary_sha256"] == vocabulary.sha256
    assert run["version"] == etl.__version__
    assert run["started"] <= run["finished"]


def test_everybody_may_read_the_database(tmp_path: Path, vocabulary: Vocabulary) -> None:
    before = os.umask(0o077)
    try:
        build([SEEDS], tmp_path / "x.db", vocabulary)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.db").stat().st_mode) == 0o644


def raiser(error: BaseException, after: int = 0) -> Callable[..., Any]:
    """Return a function that does what Loader.add does `after` times and then raises."""
    calls = 0
    usual = Loader.add

    def add(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > after:
            raise error
        return usual(*arguments, **named)

    return add


@pytest.mark.parametrize(
    "where, error, jobs",
    [
        ("add", RuntimeError("broken"), 1),
        ("add", KeyboardInterrupt(), 1),
        ("add", RuntimeError("broken"), 2),
        ("add", KeyboardInterrupt(), 2),
        ("finish", sqlite3.OperationalError("disk full"), 1),
        ("finish", KeyboardInterrupt(), 1),
        ("add_run", MemoryError(), 1),
        ("progress", KeyboardInterrupt(), 1),
    ],
    ids=repr,
)
def test_a_build_that_breaks_leaves_the_old_database(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException, jobs: int
) -> None:
    database = tmp_path / "readouts.db"
    build([DOCUMENTS / "call-readout.txt"], database, vocabulary)
    before, age = database.read_bytes(), database.stat().st_mtime_ns
    if where == "add":
        monkeypatch.setattr(Loader, "add", raiser(error, after=1))
    elif where != "progress":
        monkeypatch.setattr(etl.build, where, raiser(error))
    with pytest.raises(type(error)):
        build([DOCUMENTS], database, vocabulary, jobs=jobs, progress=raiser(error) if where == "progress" else None)
    assert os.listdir(tmp_path) == ["readouts.db"]
    assert database.read_bytes() == before
    assert database.stat().st_mtime_ns == age


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt()], ids=repr)
def test_a_first_build_that_breaks_leaves_nothing(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(etl.build, "finish", raiser(error))
    with pytest.raises(type(error)):
        build([DOCUMENTS], tmp_path / "readouts.db", vocabulary)
    assert os.listdir(tmp_path) == []


def test_a_build_of_which_nothing_can_be_read_leaves_the_old_database(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "old.db").write_bytes(b"SQLite format 3\0what was there")
    with pytest.raises(NothingRead) as caught:
        build([tmp_path / "empty.txt"], tmp_path / "old.db", vocabulary)
    assert [problem.message for problem in caught.value.refused] == ["the file is empty"]
    assert (tmp_path / "old.db").read_bytes() == b"SQLite format 3\0what was there"
    assert sorted(os.listdir(tmp_path)) == ["empty.txt", "old.db"]


def test_files_of_other_kinds_in_a_folder_are_named(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "talk.txt").write_text("PRESIDENT VEREL:  Good morning to everybody here.\n", encoding="utf-8")
    (tmp_path / "in" / "talk.yml").write_text("language: en\ndate: 2024-03-05\n", encoding="utf-8")
    (tmp_path / "in" / "talk.rtf").write_text("x", encoding="utf-8")
    (tmp_path / "in" / ".hidden").write_text("x", encoding="utf-8")
    report = build([tmp_path / "in"], tmp_path / "x.db", vocabulary)
    assert (report.documents, report.refused) == (1, ())
    with sqlite3.connect(tmp_path / "x.db") as connection:
        found = connection.execute("SELECT source_path, severity, message FROM problems WHERE stage = 'extract'").fetchall()
    connection.close()
    assert [(Path(path).name, severity) for path, severity, _ in found] == [("talk.rtf", "warning")]
    assert "'.rtf' are not read" in found[0][2]


def test_collections_of_one_name_in_two_folders_keep_all_their_rows(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for folder, words in (("spring", "Good morning to everybody here."), ("autumn", "Good evening to everybody here.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "talks.jsonl").write_text(f'{{"text": "PRESIDENT VEREL:  {words}"}}\n', encoding="utf-8")
    report = build([tmp_path], tmp_path / "x.db", vocabulary)
    assert (report.documents, report.refused) == (2, ())
