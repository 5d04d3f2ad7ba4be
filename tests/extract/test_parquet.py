"""Parquet files: rows in their order, types as rows take them, and nothing touched but the one file."""

import os
import random
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pytest

from etl.extract import parquet
from etl.extract.content import Unreadable
from etl.extract.parquet import rows
from etl.extract.rows import Row, row_content

Write = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Write:
    """Return what writes the result of a query as a file."""

    def write(query: str, name: str = "talks.parquet", options: str = "") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        made = tmp_path / "made.parquet"
        duckdb.execute(f"COPY ({query}) TO '{made}' (FORMAT parquet{options})")
        return made.replace(path)

    return write


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        list(rows(path))
    return str(caught.value)


def test_rows_hold_the_columns_that_are_read(table: Write) -> None:
    path = table("SELECT 'a' AS id, 'One came.' AS text, NULL::VARCHAR AS title, 5 AS words UNION ALL SELECT 'b', 'Two left.', 'Talks', 6")
    assert list(rows(path)) == [Row(1, {"id": "a", "text": "One came.", "title": None}), Row(2, {"id": "b", "text": "Two left.", "title": "Talks"})]


def test_columns_are_told_without_case_and_white_space(table: Write) -> None:
    assert list(rows(table("""SELECT 1 AS "ID", 'One came.' AS " Text ", 'x' AS "ti""tle" """))) == [Row(1, {"id": 1, "text": "One came."})]


@pytest.mark.parametrize("compression", ["uncompressed", "snappy", "zstd", "gzip", "brotli", "lz4"])
def test_rows_keep_the_order_of_the_file(table: Write, compression: str) -> None:
    keys = list(range(5000))
    random.Random(7).shuffle(keys)
    path = table(f"SELECT unnest({keys}) AS id, repeat('One came. ', 3) AS text", options=f", COMPRESSION '{compression}', ROW_GROUP_SIZE 2048")
    found = list(rows(path))
    assert [row.fields["id"] for row in found if row.fields] == keys
    assert [row.number for row in found] == list(range(1, 5001))


@pytest.mark.parametrize(
    "value, expected",
    [
        ("12::TINYINT", "12"),
        ("12::UBIGINT", "12"),
        ("18446744073709551615::UBIGINT", "18446744073709551615"),
        ("123456789012345678901234567890::DECIMAL(38,0)", "123456789012345678901234567890"),
        ("12.0::DOUBLE", "12"),
        ("12.00::DECIMAL(10,2)", "12"),
        ("'12.0'", "12.0"),
        ("'x'::BLOB", "x"),
        ("'a'::ENUM('a', 'b')", "a"),
        ("'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        ("DATE '2024-03-05'", "2024-03-05"),
        ("TIMESTAMP '2024-03-05 10:00:00'", "2024-03-05 10:00:00"),
        ("NULL::INTEGER", "line-1"),
        ("'nan'::DOUBLE", "line-1"),
    ],
)
def test_ids_of_any_type_become_text(table: Write, value: str, expected: str) -> None:
    (row,) = rows(table(f"SELECT {value} AS id, 'One came.' AS text"))
    assert row_content(row)[0] == expected


@pytest.mark.parametrize(
    "value",
    [
        "DATE '2024-03-05'",
        "TIMESTAMP '2024-03-05 23:59:59.999999'",
        "TIMESTAMP_NS '2024-03-05 23:59:59.999999999'",
        "TIMESTAMP_MS '2024-03-05 00:00:00'",
        "TIMESTAMPTZ '2024-03-06 01:30:00+02:00'",
        "TIMESTAMPTZ '2024-03-05 23:30:00+00:00'",
        "'2024-03-05'",
        "20240305",
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_days_and_times_become_days_of_utc_wherever_the_machine_stands(table: Write, monkeypatch: pytest.MonkeyPatch, value: str, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    (row,) = rows(table(f"SELECT {value} AS date, {value} AS published, 'One came.' AS text"))
    metadata = row_content(row)[1].metadata
    assert (metadata.date, metadata.published) == ("2024-03-05", "2024-03-05")


def test_a_day_that_is_none_and_one_beyond_all_are_told_of_their_rows(table: Write) -> None:
    path = table("SELECT unnest([NULL, DATE 'infinity', DATE '12024-01-01', DATE '2024-03-05']) AS date, 'One came.' AS text")
    assert [row.fields["date"] for row in rows(path) if row.fields] == [None, "infinity", "12024-01-01", "2024-03-05"]


def test_bytes_that_are_no_text_are_told_of_their_row(table: Write) -> None:
    path = table(r"SELECT unnest([1, 2]) AS id, unnest(['caf\xC3\xA9'::BLOB, 'caf\xE9'::BLOB]) AS text")
    assert list(rows(path)) == [Row(1, {"id": 1, "text": "café"}), Row(2, error='"text" is no text')]


def test_a_text_that_is_a_number_is_told_of_its_row(table: Write) -> None:
    (row,) = rows(table("SELECT 5 AS text"))
    with pytest.raises(Unreadable, match='"text" is no text'):
        row_content(row)


@pytest.mark.parametrize(
    "value, kind", [("['a', 'b']", r"VARCHAR\[\]"), ("{'a': 1}", r"STRUCT"), ("MAP {'a': 1}", r"MAP"), ("[1, 2]::INTEGER[2]", r"INTEGER\[")]
)
def test_a_nested_column_is_told(table: Write, value: str, kind: str) -> None:
    with pytest.raises(Unreadable, match=f"the column 'title' holds {kind}"):
        list(rows(table(f"SELECT 'One came.' AS text, {value} AS title")))


def test_nested_columns_that_are_not_read_do_not_matter(table: Write) -> None:
    path = table("SELECT {'text': {'id': 1}, 'b': [{'c': 2}]} AS x, 'One came.' AS text, MAP {'a': 1} AS y, 7 AS id")
    assert list(rows(path)) == [Row(1, {"id": 7, "text": "One came."})]


# Names of files

NAMES = [
    "two words.parquet", "a*b.parquet", "a?b.parquet", "a[b]c.parquet", "[ab].parquet", "it's.parquet", 'say "x".parquet', "a{b,c}.parquet",
    "a\\*b.parquet", "%20$1.parquet", "a;b--.parquet", "**.parquet", "text=zzz/id=9/x.parquet", "a\nb.parquet", "~.parquet", "http:x.parquet",
    "x.PARQUET", "встреча.parquet", "[folder]/*/x.parquet",
]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="other systems do not allow such names")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_read_whatever_its_name_and_no_other(table: Write, name: str) -> None:
    for other in ("ab.parquet", "axb.parquet", "abc.parquet", "a.parquet", "b.parquet", "a\\xb.parquet", "folder/y/x.parquet", "f/y/x.parquet"):
        table("SELECT 'Another.' AS text, 8 AS id", other)
    path = table("SELECT 'One came.' AS text, 7 AS id", name)
    assert list(rows(path)) == [Row(1, {"id": 7, "text": "One came."})]


@pytest.mark.skipif(os.name != "posix", reason="names of bytes that are no UTF-8 exist on POSIX systems alone")
def test_a_name_that_is_no_utf8_is_no_hindrance(table: Write, tmp_path: Path) -> None:
    bad = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.parquet"))
    try:
        table("SELECT 'One came.' AS text").rename(bad)
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    assert list(rows(bad)) == [Row(1, {"text": "One came."})]


def test_a_path_below_the_working_folder_is_read(table: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table("SELECT 'One came.' AS text", "a*b.parquet")
    table("SELECT 'One came.' AS text", "c.parquet")
    monkeypatch.chdir(tmp_path)
    before = sorted(os.listdir())
    assert list(rows(Path("a*b.parquet"))) == list(rows(Path("c.parquet"))) == [Row(1, {"text": "One came."})]
    assert sorted(os.listdir()) == before


def test_nothing_but_the_file_can_be_touched(table: Write, tmp_path: Path) -> None:
    path, other = table("SELECT 'One came.' AS text"), table("SELECT 'Another.' AS text", "other.parquet")
    with duckdb.connect(":memory:", config=parquet._SETTINGS) as connection:
        assert parquet._selected(connection, str(path)).fetchall() == [("One came.",)]
        for statement in (
            f"SELECT * FROM read_parquet('{other}')",
            "SELECT * FROM read_parquet('https://arvenia.example/x.parquet')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            f"ATTACH '{tmp_path}/x.db'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


# Files that can't be read


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "the file is empty"),
        (b"One came.", "no Parquet"),
        (b"PAR", "no Parquet"),
        (b"PAR1", "cut off"),
        (b"PAR1PAR1", "cut off"),
        (b"PAR1" + b"\0" * 50, "cut off"),
        (b"PARE" + b"\0" * 50 + b"PARE", "encrypted"),
        (b"PAR1" + b"\0" * 50 + b"PARE", "encrypted"),
        (b"PAR1" + b"\0" * 50 + b"PAR1", "damaged or can't be read after row 0"),
        (b"PAR1" + b"\xff" * 50 + b"PAR1", "damaged or can't be read after row 0"),
        (b"id,text\n1,One came.\n", "no Parquet"),
        (b"PK\x03\x04", "no Parquet"),
    ],
)
def test_what_is_no_parquet_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "talks.parquet"
    path.write_bytes(content)
    assert message in refused(path)


def test_a_table_without_text_is_told_with_its_columns(table: Write) -> None:
    assert refused(table("SELECT 1 AS id, 'x' AS \"Body\", {'text': 1} AS more")) == "the table has no column `text`; it has id, Body, more"
    assert len(refused(table(f"SELECT {', '.join(f'1 AS c{number}' for number in range(500))}"))) < 300


def test_a_column_that_is_there_twice_is_told(table: Write) -> None:
    assert refused(table("SELECT 'a' AS text, 'b' AS \"text \"")) == "the column 'text' is there twice"


def test_columns_that_differ_in_case_alone_are_told(table: Write) -> None:
    path = table("SELECT 'a' AS text, 'b' AS texx")
    path.write_bytes(path.read_bytes().replace(b"texx", b"TEXT"))
    assert refused(path) == "the column 'text' is there twice"


def test_a_table_without_rows_is_told(table: Write) -> None:
    assert refused(table("SELECT 'a' AS text WHERE false")) == "the table has no rows"


@pytest.mark.parametrize("keep", [0.2, 0.7, 0.99])
def test_a_file_that_is_cut_off_is_told(table: Write, keep: float) -> None:
    path = table("SELECT range AS id, repeat('One came. ', 5) AS text FROM range(5000)")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    assert "cut off" in refused(path)


def test_rows_before_damage_are_given(table: Write) -> None:
    path = table(
        "SELECT range AS id, 'One came ' || hash(range) AS text FROM range(40000)", options=", COMPRESSION uncompressed, ROW_GROUP_SIZE 4096"
    )
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 60_000] = b"\xff" * 60_000
    path.write_bytes(content)
    found = rows(path)
    read: list[Row] = []
    with pytest.raises(Unreadable, match="damaged or can't be read after row") as caught:
        read.extend(iter(lambda: next(found), None))
    assert len(read) > 4096
    assert f"after row {len(read)}:" in str(caught.value)
    assert str(path) not in str(caught.value)


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(rows(tmp_path / "missing.parquet"))


def test_damage_anywhere_is_told(table: Write) -> None:
    path = table("SELECT range AS id, 'One came ' || range AS text, DATE '2024-03-05' AS date FROM range(300)", options=", ROW_GROUP_SIZE 100")
    content = path.read_bytes()
    chance = random.Random(7)
    told = 0
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(chance.choice([1, 3, 10])):
            damaged[chance.randrange(4, len(damaged) - 4)] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            assert all(isinstance(row, Row) for row in rows(path))
        except Unreadable as error:
            told += str(error) != ""
    assert told > 20


def test_rows_come_in_parts(table: Write) -> None:
    path = table("SELECT range AS id, repeat('One came. ', 100) AS text FROM range(100000)", options=", ROW_GROUP_SIZE 2048")
    found: Iterator[Row] = rows(path)
    assert [row.number for row in islice(found, 3)] == [1, 2, 3]
    found.close()  # type: ignore[attr-defined]
