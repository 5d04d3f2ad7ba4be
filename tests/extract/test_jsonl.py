"""JSON lines: each line stands for itself, and no more than one is in memory."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract import jsonl
from etl.extract.content import Unreadable
from etl.extract.jsonl import parsed, rows
from etl.extract.rows import Row

ONE, TWO = b'{"id": "1", "text": "One came."}\n', b'{"id": "2", "text": "Two left."}\n'
BOM = b"\xef\xbb\xbf"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "talks.jsonl"
        path.write_bytes(content)
        return path

    return write


def ids(found: Iterator[Row]) -> list[tuple[int, object]]:
    """Return each row's number with its id, or with its error."""
    return [(row.number, row.error if row.fields is None else row.fields.get("id")) for row in found]


@pytest.mark.parametrize(
    "content",
    [
        ONE + TWO,
        ONE + TWO.rstrip(),
        BOM + ONE + TWO,
        (ONE + TWO).replace(b"\n", b"\r\n"),
        gzip.compress(ONE + TWO),
        gzip.compress(ONE) + gzip.compress(TWO),
    ],
    ids=["plain", "no end", "mark", "windows", "gzip", "gzip in two"],
)
def test_lines_are_rows(file: Callable[[bytes], Path], content: bytes) -> None:
    expected = [Row(1, {"id": "1", "text": "One came."}), Row(2, {"id": "2", "text": "Two left."})]
    assert list(rows(file(content))) == expected
    assert list(parsed(io.BufferedReader(io.BytesIO(content)))) == expected  # type: ignore[arg-type]


def test_blank_lines_are_no_rows_but_count(file: Callable[[bytes], Path]) -> None:
    assert ids(rows(file(b"\n  \r\n" + ONE + b"\n\n\t\n" + TWO + b"\n"))) == [(3, "1"), (7, "2")]


def test_a_broken_line_is_told_and_the_others_are_read(file: Callable[[bytes], Path]) -> None:
    lines = [b'{"id": %d, "text": "One came."}\n' % number for number in range(1, 20_001)]
    lines[9_999] = b'{"id": 10000, "text": "One ca\n'
    found = ids(rows(file(b"".join(lines))))
    assert len(found) == 20_000
    assert [pair for pair in found if pair[0] != pair[1]] == [(10_000, "the line is no JSON: Unterminated string starting at character 23")]


@pytest.mark.parametrize(
    "line, error",
    [
        (b'{"text": "caf\xe9"}', "the line is not UTF-8"),
        (b"One came.", "the line is no JSON: Expecting value at character 1"),
        (b'{"id": "x"} {"id": "y"}', "the line is no JSON: Extra data at character 13"),
        (b"[1, 2]", 'expected an object with "id" and "text"'),
        (b"null", 'expected an object with "id" and "text"'),
        (b"NaN", 'expected an object with "id" and "text"'),
        (b"[" * 100_000, "the line is nested too deep"),
        (b'{"id": ' + b"9" * 5000 + b"}", "the line holds a number of thousands of digits"),
        (b'{"text": "a", "id": 1, "text": "b"}', '"text" is given twice'),
    ],
)
def test_a_line_that_can_not_be_read_is_told(file: Callable[[bytes], Path], line: bytes, error: str) -> None:
    assert ids(rows(file(ONE + line + b"\n" + TWO))) == [(1, "1"), (2, error), (3, "2")]


def test_keys_given_twice_elsewhere_do_not_matter(file: Callable[[bytes], Path]) -> None:
    line = b'{"text": "One came.", "tag": 1, "tag": 2, "more": {"text": 1, "text": 2}}'
    assert list(rows(file(line))) == [Row(1, {"text": "One came.", "tag": 2, "more": {"text": 2}})]


def test_numbers_and_nested_values_stay_what_they_are(file: Callable[[bytes], Path]) -> None:
    assert list(rows(file(b'{"id": 7, "text": "a", "title": ["b", {"c": null}], "place": 1.5}'))) == [
        Row(1, {"id": 7, "text": "a", "title": ["b", {"c": None}], "place": 1.5})
    ]


# Files that are something else as a whole


@pytest.mark.parametrize(
    "content",
    [
        b'[{"id": "1", "text": "One came."}]',
        b'[\n  {"id": "1"},\n  {"id": "2"}\n]\n',
        b'\n [ {"id": "1",\n "text": "One came."}]',
        BOM + b"[\n",
        b"[]",
    ],
)
def test_one_array_is_told(file: Callable[[bytes], Path], content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^this is one JSON array; write one object a line$"):
        list(rows(file(content)))
    assert ids(parsed(io.BytesIO(content))) == [(1, "this is one JSON array; write one object a line")]


def test_an_array_after_a_row_is_a_row_that_can_not_be_read(file: Callable[[bytes], Path]) -> None:
    assert [number for number, _ in ids(rows(file(ONE + b'[{"id": 1}]\n' + TWO)))] == [1, 2, 3]


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (BOM, "the file is empty"),
        (b'{\n  "id": "1",\n  "text": "One came."\n}\n', "spread over several lines"),
        (ONE.decode().encode("utf-16"), "UTF-16 or UTF-32; save it as UTF-8"),
        (b"\xfe\xff" + ONE.decode().encode("utf-16-be"), "UTF-16; save it as UTF-8"),
        (ONE.decode().encode("utf-16-le"), "binary"),
        (b"PK\x03\x04\0\0\0\0", "binary"),
    ],
)
def test_what_is_no_json_lines_is_told_of_the_file(file: Callable[[bytes], Path], content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        list(rows(file(content)))


def test_standard_input_without_lines_has_no_rows() -> None:
    assert list(parsed(io.BytesIO(b""))) == []


def test_packed_input_that_can_not_be_looked_into_is_told() -> None:
    assert ids(parsed([gzip.compress(ONE)])) == [(1, "the input is packed with gzip; unpack it first")]


# Packed files that are damaged


def numbered(count: int) -> bytes:
    return b"".join(b'{"id": %d, "text": "One came %d times."}\n' % (number, number * 7919) for number in range(1, count + 1))


def test_a_packed_file_that_breaks_off_gives_what_it_has(file: Callable[[bytes], Path]) -> None:
    packed = gzip.compress(numbered(20_000))
    found = ids(rows(file(packed[: len(packed) // 2])))
    *read, (number, error) = found
    assert len(read) > 5000
    assert all(number == key for number, key in read)
    assert number == len(read) + 1
    assert error == f"the packed file is damaged after line {len(read)}, what follows can't be read: it breaks off"


def test_a_packed_file_with_a_changed_byte_gives_what_stands_before(file: Callable[[bytes], Path]) -> None:
    packed = bytearray(gzip.compress(numbered(20_000)))
    packed[len(packed) // 2 : len(packed) // 2 + 50] = b"\xff" * 50
    *read, last = rows(file(bytes(packed)))
    assert len(read) > 5000
    assert last.fields is None
    assert str(last.error).startswith(f"the packed file is damaged after line {last.number - 1}")


def test_a_wrong_sum_at_the_end_is_told_after_all_lines(file: Callable[[bytes], Path]) -> None:
    packed = bytearray(gzip.compress(ONE + TWO))
    packed[-8] ^= 255
    (*read, last) = ids(rows(file(bytes(packed))))
    assert read == [(1, "1"), (2, "2")]
    assert "damaged after line 2" in str(last[1])


def test_what_only_starts_like_a_packed_file_is_told(file: Callable[[bytes], Path]) -> None:
    assert "damaged after line 0" in str(ids(rows(file(b"\x1f\x8b nothing"))))


# Size


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a line have a million bytes."""
    monkeypatch.setattr(jsonl, "_MAX_LINE", 1_000_000)
    return 1_000_000


def test_a_line_may_hold_ten_million_characters_however_they_are_written() -> None:
    assert (len(json.dumps("é" * 10_000)) - 2) * 1000 <= jsonl._MAX_LINE


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("length", [1_000_000, 1_000_001, 1_048_576, 2_048_576, 5_000_000])
def test_a_line_that_is_too_long_is_told_and_the_next_is_read(file: Callable[[bytes], Path], short: int, length: int, packed: bool) -> None:
    content = ONE + b'{"text": "' + b"a" * (length - 12) + b'"}\n' + TWO
    found = ids(rows(file(gzip.compress(content) if packed else content)))
    assert found == [(1, "1"), (2, "the line has more than 1,000,000 bytes"), (3, "2")]


def test_a_line_as_long_as_can_be_is_read(file: Callable[[bytes], Path], short: int) -> None:
    line = b'{"id": 0, "text": "' + b"a" * (short - 22) + b'"}\n'
    assert len(line) == short
    assert ids(rows(file(line + TWO))) == [(1, 0), (2, "2")]


def test_a_line_that_is_given_whole_may_be_too_long_too(short: int) -> None:
    line = b'{"id": 0, "text": "' + b"a" * (short - 22) + b'"}\n'
    assert ids(parsed([line, b" " + line, TWO])) == [(1, 0), (2, "the line has more than 1,000,000 bytes"), (3, "2")]


def test_a_long_last_line_and_one_long_array_are_told(file: Callable[[bytes], Path], short: int) -> None:
    assert ids(rows(file(ONE + b"a" * 3 * short)))[1] == (2, "the line has more than 1,000,000 bytes")
    with pytest.raises(Unreadable, match="one JSON array"):
        list(rows(file(b"[" + ONE.strip() + b"," + b"a" * 3 * short)))


@pytest.mark.parametrize("inside", [b" ", b"a", b"\n"], ids=["blanks", "one line", "blank lines"])
def test_a_packed_file_that_unpacks_to_much_takes_little_memory(file: Callable[[bytes], Path], short: int, inside: bytes) -> None:
    path = file(gzip.compress(ONE + (inside * 40 * short if inside != b"\n" else b"\n" * short) + b"\n" + TWO, 1))
    tracemalloc.start()
    try:
        found = list(rows(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len([row for row in found if row.fields]) == 2
    assert peak < 6 * short


def test_rows_come_before_the_file_is_read_to_its_end(file: Callable[[bytes], Path]) -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield ONE

    assert len(list(islice(parsed(endless()), 5))) == 5
    assert len(taken) == 5


# Whatever the bytes

OBJECTS = st.dictionaries(
    st.sampled_from(["id", "text", "title", "x"]), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text(), max_size=2))
)


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(st.lists(OBJECTS, min_size=1, max_size=8), st.booleans(), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, object]], ascii_only: bool, end: str) -> None:
    path = tmp_path_factory.mktemp("lines") / "talks.jsonl"
    path.write_bytes("".join(json.dumps(item, ensure_ascii=ascii_only) + end for item in objects).encode())
    assert [row.fields for row in rows(path)] == objects


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.one_of(st.binary(max_size=30), st.sampled_from([ONE, TWO, BOM, b"\x1f\x8b\x08\0", gzip.compress(ONE), b"[", b"{", b"\n"])), max_size=8
    )
)
def test_every_line_of_noise_is_a_row_or_told(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    found = list(parsed(io.BufferedReader(io.BytesIO(content))))  # type: ignore[arg-type]
    assert all((row.fields is None) != (row.error is None) for row in found)
    assert [row.number for row in found] == sorted({row.number for row in found})
