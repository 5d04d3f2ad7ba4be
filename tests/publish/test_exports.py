"""Whole tables as files: every row and value comes back, formulas are harmless, the same database gives the same bytes."""

import csv
import gzip
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from etl.build import build
from etl.cli import main
from etl.publish.exports import CannotExport, export, exported, tables
from etl.publish.spreadsheets import harmless
from etl.vocabulary import Vocabulary
from tests.conftest import SEEDS

FORMULA = """Readout of a meeting of ministers

=HYPERLINK("http://example.org") was on the board. "@SUM(1)", said nobody, and - 5 percent was agreed on.
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    (folder / "formula.txt").write_text(FORMULA, encoding="utf-8")
    path = folder / "readouts.db"
    build([SEEDS, folder / "formula.txt"], path, vocabulary)
    return path


@pytest.fixture(scope="module")
def folder(database: Path) -> Path:
    export(database, database.parent / "exports")
    return database.parent / "exports"


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def read_csv(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_there_twice_with_its_checksum(database: Path, folder: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        names = tables(connection)
    assert {"figures", "turns", "documents", "document_texts", "runs"} <= set(names)
    assert not [name for name in names if "fts" in name or name.startswith("sqlite")]
    files = exported(folder)
    assert set(files) == {f"{name}.{kind}" for name in names for kind in ("csv.gz", "parquet")} | {"readouts.db"}
    assert {path.name for path in folder.iterdir()} == {*files, "SHA256SUMS"}
    for name, one in files.items():
        content = (folder / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one.size, one.sha256)


def test_csv_has_every_row_and_labels_beside_ids(database: Path, folder: Path) -> None:
    written = read_csv(folder / "figures.csv.gz")
    assert [row["id"] for row in written] == [row[0] for row in rows(database, "SELECT id FROM figures ORDER BY rowid")]
    cited = next(row for row in written if row["id"] == "2023-04-10-astana-azerbaijan-kazakhstan-f4981")
    assert (cited["value"], cited["unit"], cited["measure_id"], cited["measure_id_label"]) == ("40.0", "percent", "trade-turnover", "trade turnover")
    assert (cited["speaker_id_label"], cited["value_max"]) == ("Kassym-Jomart Tokayev", "")


def test_parquet_has_every_value_with_its_type(database: Path, folder: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        names = tables(connection)
    for name in names:
        there = duckdb.sql(f"SELECT * FROM '{folder / name}.parquet'").fetchall()
        assert there == rows(database, f"SELECT * FROM {name} ORDER BY rowid"), name
    kinds = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{folder / 'figures'}.parquet')").fetchall())
    assert (kinds["value"], kinds["start_char"], kinds["text"]) == ("DOUBLE", "BIGINT", "VARCHAR")


def test_formulas_are_harmless_in_csv_and_as_they_are_elsewhere(database: Path, folder: Path) -> None:
    (text,) = next(iter(rows(database, "SELECT text FROM turns WHERE text LIKE '=HYPERLINK%'")))
    written = [row["text"] for row in read_csv(folder / "turns.csv.gz")]
    assert f"'{text}" in written
    assert text not in written
    assert not [cell for row in read_csv(folder / "turns.csv.gz") for cell in row.values() if cell.startswith(("=", "+", "@", "-"))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_what_is_harmful(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "40", "a=1", "'=1", -5, -0.5, None])
def test_what_is_left(value: object) -> None:
    assert harmless(value) == value


def test_the_same_database_gives_the_same_bytes(database: Path, folder: Path, tmp_path: Path) -> None:
    export(database, tmp_path / "again")
    assert (tmp_path / "again" / "SHA256SUMS").read_text() == (folder / "SHA256SUMS").read_text()


def test_an_old_folder_of_exports_is_replaced(database: Path, tmp_path: Path) -> None:
    export(database, tmp_path / "out")
    (tmp_path / "out" / "figures.csv.gz").write_bytes(b"")
    export(database, tmp_path / "out")
    assert len(read_csv(tmp_path / "out" / "figures.csv.gz")) == len(rows(database, "SELECT 1 FROM figures"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_refused(database: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CannotExport, match="no folder of exports"):
        export(database, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but long enough to be one"])
def test_what_is_no_database(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    if content is not None:
        path.write_bytes(content)
    result = CliRunner().invoke(main, ["export", str(path), "--to", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert str(path) in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_command_says_what_it_wrote(database: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["export", str(database), "--to", str(tmp_path / "out")])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "49 files" in result.stdout
