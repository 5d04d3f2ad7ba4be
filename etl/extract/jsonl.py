"""JSON lines, plain or packed with gzip: one object a line."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from etl.extract.rows import Row


def rows(path: Path) -> Iterator[Row]:
    """Give the rows of a file; a line that can't be read is a row that says why."""
    opened: Any = gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")
    with opened as lines:
        yield from parsed(lines)


def parsed(lines: Iterable[bytes]) -> Iterator[Row]:
    """Give a row for each line that is not blank, its number counted from 1."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parsed(line, number)


def _parsed(line: bytes, number: int) -> Row:
    try:
        item = json.loads(line)
        json.dumps(item, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return Row(number, error="the line holds half a character (a lone surrogate)")
    except (ValueError, RecursionError) as error:
        return Row(number, error=f"the line is no JSON: {error}")
    return Row(number, item) if isinstance(item, dict) else Row(number, error='expected an object with "id" and "text"')
