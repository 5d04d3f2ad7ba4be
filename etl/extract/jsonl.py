"""JSON lines, plain or packed with gzip: one object a line."""

import codecs
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any

from etl.extract.content import Unreadable
from etl.extract.rows import COLUMNS, Row

_MAX_LINE = 60_000_000
"""Bytes of a line: ten million characters, each of them written as \\uXXXX."""
_PIECE = 1 << 20
_GZIP = b"\x1f\x8b"
_OTHER_STARTS = (
    (codecs.BOM_UTF16_LE, "the file is UTF-16 or UTF-32; save it as UTF-8"),
    (codecs.BOM_UTF16_BE, "the file is UTF-16; save it as UTF-8"),
    (_GZIP, "the input is packed with gzip; unpack it first"),
)
_ARRAY = "this is one JSON array; write one object a line"
_SPREAD = "this is JSON spread over several lines; write one object a line"


def rows(path: Path) -> Iterator[Row]:
    """Give the rows of a file; a line that can't be read is a row that says why. At most one line is in memory.

    Whether a file is packed is told by its content. A packed one that breaks off gives its lines up to there, then a row that says so.
    Raises Unreadable for a file without lines and one that is something else as a whole.
    """
    with path.open("rb") as file:
        empty = True
        for row in _rows(file):
            empty = False
            yield row
        if empty:
            raise Unreadable("the file is empty")


def parsed(lines: Iterable[bytes]) -> Iterator[Row]:
    """Give a row for each line that is not blank, its number counted from 1; lines are taken as they are asked for.

    What is something else as a whole is one row that says so.
    """
    try:
        yield from _rows(lines)
    except Unreadable as error:
        yield Row(1, error=str(error))


def _rows(source: Iterable[bytes]) -> Iterator[Row]:
    number, first = 0, True
    try:
        for number, (line, whole) in enumerate(_lines(_unpacked(source)), 1):
            if number == 1:
                line = _start(line)
            if not line.strip():
                continue
            row = _row(number, line) if whole else Row(number, error=f"the line has more than {_MAX_LINE:,} bytes")
            if first and row.error is not None:
                _check_first(line)
            first = False
            yield row
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        reason = "it breaks off" if isinstance(error, EOFError) else str(error)
        yield Row(number + 1, error=f"the packed file is damaged after line {number}, what follows can't be read: {reason}")


def _unpacked(source: Iterable[bytes]) -> Any:
    if isinstance(source, BufferedReader) and source.peek(len(_GZIP)).startswith(_GZIP):
        return gzip.GzipFile(fileobj=source)
    return source


def _lines(source: Any) -> Iterator[tuple[bytes, bool]]:
    """Give each line and whether it is whole: of one that is too long only the start is kept."""
    if not hasattr(source, "readline"):
        yield from ((line[:_MAX_LINE], len(line) <= _MAX_LINE) for line in source)
        return
    while line := source.readline(_MAX_LINE):
        whole = len(line) < _MAX_LINE or line.endswith(b"\n")
        yield line, whole
        if not whole:
            line = b""
            while (rest := source.readline(_PIECE)) and not rest.endswith(b"\n"):
                pass


def _start(line: bytes) -> bytes:
    """Return the first line without its byte order mark. Raises Unreadable where it tells of another encoding, or of no text."""
    for start, message in _OTHER_STARTS:
        if line.startswith(start):
            raise Unreadable(message)
    if b"\0" in line:
        raise Unreadable("the file is binary, no JSON lines")
    return line.removeprefix(codecs.BOM_UTF8)


def _check_first(line: bytes) -> None:
    """Raise Unreadable where the start of a line that can't be read shows that objects do not stand one a line."""
    start = b"".join(line[:1000].split())
    if start == b"{":
        raise Unreadable(_SPREAD)
    if start[:2] in (b"[", b"[{", b"[]"):
        raise Unreadable(_ARRAY)


class _Doubled(dict[str, Any]):
    """An object that gives a key more than once."""

    key = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) == len(pairs):
        return item
    doubled = _Doubled(item)
    keys = [key for key, _ in pairs]
    doubled.key = next((key for key in COLUMNS if keys.count(key) > 1), "")
    return doubled


def _row(number: int, line: bytes) -> Row:
    try:
        item = json.loads(line.decode().rstrip(), object_pairs_hook=_object)
    except UnicodeDecodeError:
        return Row(number, error="the line is not UTF-8")
    except json.JSONDecodeError as error:
        return Row(number, error=f"the line is no JSON: {error.msg.removesuffix(' at')} at character {error.pos + 1}")
    except ValueError:
        return Row(number, error="the line holds a number of thousands of digits")
    except RecursionError:
        return Row(number, error="the line is nested too deep")
    if not isinstance(item, dict):
        return Row(number, error='expected an object with "id" and "text"')
    if isinstance(item, _Doubled) and item.key:
        return Row(number, error=f'"{item.key}" is given twice')
    return Row(number, item)
