"""Tables as text: CSV and what spreadsheets save under that name."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from charset_normalizer import from_bytes

from etl.extract.content import MAX_CHARACTERS, Unreadable
from etl.extract.rows import COLUMNS, Row

_MAX_RECORD = 3 * MAX_CHARACTERS
"""Characters of a row as it is written: a text may double with its quotation marks."""
_DELIMITERS = (",", ";", "\t")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_STARTS = (
    (b"PK\x03\x04", "the file is an Excel workbook or another packed file, no CSV; save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "the file is an old Excel workbook, no CSV; save it as CSV"),
    (b"\x1f\x8b", "the file is packed with gzip; unpack it"),
)
_WIDE = ("utf-16", "utf-32")
_PIECE = 65536
_ENOUGH = 10_000  # lines that tell an encoding
_SEPARATOR_LINE = re.compile(r"sep=([,;|\t])\s*", re.IGNORECASE)
_UNDECODED = re.compile("[\udc80-\udcff]")
_SHOWN = 200


def rows(path: Path) -> Iterator[Row]:
    r"""Give the rows of a table whose first line (but for blank ones) names the columns; one row is in memory at a time.

    A row's `number` counts the rows below the names from 1, blank ones too (which are not given), so that it is a spreadsheet's number less
    one; line breaks in quotation marks part no rows, and are \n in the texts. Columns are told without regard to case and white space.
    Comma, semicolon or tab part the cells, whichever the names' line has; encodings are those of plain text.

    A row that can't be read, or has more or fewer cells than there are names, is a row that says why. A quotation mark that is never closed
    makes the last row. Raises Unreadable for a file without a column `text` and one that is no table or has no rows.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_RECORD))  # of the process, not of a reader: never made less
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="strict" if encoding in _WIDE else "surrogateescape", newline="") as file:
        lines = _Lines(file)
        records = _records(lines, _delimiter(lines))
        names = _names(next((record for record in records if record), "no line names the columns"))
        empty = True
        for number, record in enumerate(records, 1):
            if isinstance(record, str):
                yield Row(number, error=record)
            elif any(map(str.strip, record)):
                yield _row(number, names, record)
            else:
                continue
            empty = False
        if empty:
            raise Unreadable("the table has no rows below the names of its columns")


class _EndlessError(Exception):
    """More characters than a row has."""


class _Lines(Iterator[str]):
    """Lines of a file, with their number and a bound to what is taken for one row."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._size = 0
        self._ahead = ""
        self.number = 0
        self.ended = False

    def __next__(self) -> str:
        line, self._ahead = self._ahead or self._file.readline(_MAX_RECORD + 1 - self._size), ""
        if not line:
            self.ended = True
            raise StopIteration
        self._size += len(line)
        if self._size > _MAX_RECORD:
            raise _EndlessError
        self.number += 1
        return line

    def start_row(self) -> None:
        """Count characters anew."""
        self._size = 0

    def put_back(self, line: str) -> None:
        """Give a line once more."""
        self._ahead = line
        self.number -= 1
        self._size -= len(line)


def _records(lines: _Lines, delimiter: str) -> Iterator[list[str] | str]:
    """Give the cells of each row, or why it can't be read; after a row without an end nothing more."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)  # strict tells quotation marks in the wrong place, where cells run together
    while True:
        lines.start_row()
        first = lines.number + 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError as error:
            yield f"the file says it is {error.encoding}, but is not after line {lines.number}; what follows is not read"
            return
        except (_EndlessError, csv.Error) as error:
            if isinstance(error, csv.Error) and not lines.ended:
                place = f"line {first}" if lines.number == first else f"lines {first} to {lines.number}"
                yield f"a quotation mark stands in the wrong place in {place} of the file: within a cell it is written twice"
            elif lines.number > first or lines.ended:
                yield f"a quotation mark in line {first} of the file is never closed; what follows can't be told apart and is not read"
                return
            else:
                yield f"line {first} of the file has more than {_MAX_RECORD:,} characters; what follows is not read"
                return


def _delimiter(lines: _Lines) -> str:
    """Return what parts the cells of the first line that is not blank, which stays to be read. Raises Unreadable where there is none."""
    try:
        line = next((line for line in lines if line.strip()), "")
        if said := _SEPARATOR_LINE.fullmatch(line):  # a line for Excel alone
            return said[1]
    except UnicodeDecodeError as error:
        raise Unreadable(f"the file says it is {error.encoding}, but is not") from None
    except _EndlessError:
        raise Unreadable("the file is no table: its first line has no end") from None
    if not line:
        raise Unreadable("the file is empty")
    lines.put_back(line)

    def worth(delimiter: str) -> tuple[bool, int]:
        names = next(csv.reader([line], delimiter=delimiter))
        return "text" in map(_folded, names), len(names)

    return max(_DELIMITERS, key=worth)


def _names(header: list[str] | str) -> list[str]:
    """Return the names of the columns as they are compared. Raises Unreadable without `text`, or with a column that is read twice."""
    if isinstance(header, str):
        raise Unreadable(header)
    names = [_folded(name) for name in header]
    if "text" not in names:
        shown = ", ".join(name.strip() for name in header)
        raise Unreadable(f"the first line names no column `text`; it has {shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}")
    if doubled := [name for name in COLUMNS if names.count(name) > 1]:
        raise Unreadable(f"the column {doubled[0]!r} is there twice")
    return names


def _folded(name: str) -> str:
    return name.strip().casefold()


def _row(number: int, names: list[str], cells: list[str]) -> Row:
    if len(cells) != len(names):
        return Row(number, error=f"the row has {len(cells)} cells where {len(names)} columns are named; a text with commas stands in quotation marks")
    fields = {name: cell for name, cell in zip(names, cells, strict=True) if name in COLUMNS}
    if any(_UNDECODED.search(cell) for cell in fields.values()):
        return Row(number, error="the row has bytes that are no letters in the encoding of the rest of the file; save it as UTF-8")
    return Row(number, fields)


def _encoding(path: Path) -> str:
    """Return the encoding of a file: what its mark says, or UTF-8 if at least half of the lines with other letters than ASCII's are, else an old one.

    Raises Unreadable for a file that is no text.
    """
    with path.open("rb") as file:
        start = file.peek(_PIECE)[:_PIECE]
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        for mark, message in _OTHER_STARTS:
            if start.startswith(mark):
                raise Unreadable(message)
        if b"\0" in start:
            raise Unreadable("the file is binary, no table")
        if _is_utf8(iter(lambda: file.read(_PIECE), b"")):
            return "utf-8"
        file.seek(0)
        return _mostly(file)


def _mostly(file: IO[bytes]) -> str:
    """Return UTF-8 for a file with some lines that are not, or the encoding of one without many that are."""
    good = bad = 0
    sample = b""
    while good + bad < _ENOUGH and (line := file.readline(_PIECE)):
        if not line.isascii():
            whole = _is_utf8([line])
            good, bad = good + whole, bad + (not whole)
        if bad and len(sample) < _PIECE:
            sample += line
    return "utf-8" if good >= bad else _legacy(sample)


def _is_utf8(pieces: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces:
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _legacy(sample: bytes) -> str:
    """Return an encoding from before Unicode: as for plain text, Windows-1252 where letters with accents are few among the others."""
    accented = sum(byte > 0x9F for byte in sample)
    letters = sum(byte | 0x20 in range(0x61, 0x7B) for byte in sample)
    best = None if accented <= 0.2 * letters else from_bytes(sample, cp_exclusion=["utf_16", "utf_32", "utf_7"]).best()
    return "cp1252" if best is None else best.encoding
