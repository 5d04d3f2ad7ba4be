"""The order of reading: rows of a page, cut into columns where gutters part them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.extract.pdf.lines import Line, joined, segments

_EDGE = 2.0
"""Points by which lines that begin at one edge may differ."""
_MIN_LINES = 4
_MANY_LINES = 10
"""How many lines a column has that is told from its lines alone, and one that vouches for the other."""
_FULL = 0.8
_MOST_FULL = 0.5
"""At least half of a text's lines fill this part of its width."""
_MIN_WIDTH = 0.2
_MIN_LETTERS = 8
"""A column is as wide as this part of all columns, and as this many letters' size."""
_LARGER = 1.12
_DENSE = 2.5
_APART = 1.8
"""Distances of lines, as multiples of their size: at most in a column, at least where something stands off it."""
_MAX_COLUMNS = 4
_CANDIDATES = 8
_DEEPEST_INDENT = 4
_HEADS = 2


@dataclass(frozen=True, slots=True)
class Gutter:
    """Where the column left of a gutter lies, and where the one right of it begins."""

    left: float
    start: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one column, from top to bottom. `column` is where it begins if it is one of several."""

    lines: tuple[Line, ...]
    column: float | None = None


def in_reading_order(pages: Sequence[Sequence[Line]]) -> list[list[Block]]:
    """Return each page's lines as blocks in the order in which they are read.

    A page is taken to be set in columns where it has two blocks of full lines side by side, or where another page has them at the same place.
    Cells of tables, which are short, stay in their row.
    """
    cut = [[part for row in page for part in segments(row)] for page in pages]
    found = [_gutter(parts, 0) for parts in cut]
    known = [gutter for gutter, _ in Counter(gutter for gutter in found if gutter).most_common(_CANDIDATES)]
    return [_blocks(parts, known, None, 0) for parts in cut]


def _blocks(parts: list[Line], known: Sequence[Gutter], column: float | None, depth: int) -> list[Block]:
    """Return the parts of rows as blocks: those in columns column by column, those between them row by row."""
    own = _gutter(parts, depth)
    for gutter in ([own] if own else []) + [g for g in known if g != own]:
        runs = list(_runs(parts, gutter.start))
        if not any(_is_columns(run, gutter, strict=gutter == own) for run, _ in runs):
            continue
        blocks: list[Block] = []
        loose: list[Line] = []
        for run, crosses in runs:
            if crosses or not _is_columns(run, gutter, strict=False):
                loose += run
                continue
            above, body, below = _trimmed(run, gutter.start)
            blocks += _single(loose, column) + _single(above, column)
            left, right = _sides(body, gutter.start)
            rest = [g for g in known if g.start > gutter.start + _EDGE]
            blocks += _blocks(left, [], gutter.left, depth + 1) + _blocks(right, rest, gutter.start, depth + 1)
            loose = below
        return blocks + _single(loose, column)
    return _single(parts, column)


def _single(parts: Sequence[Line], column: float | None) -> list[Block]:
    return [Block(tuple(joined(parts)), column)] if parts else []


def _gutter(parts: Sequence[Line], depth: int) -> Gutter | None:
    """Return the gutter beside which most lines stand in columns of full lines, if there is one."""
    if depth >= _MAX_COLUMNS - 1 or len(parts) < _MANY_LINES:
        return None
    starts = Counter(round(part.left / _EDGE) for part in parts)
    support = {key: starts[key] + starts[key + 1] for key in starts}
    best: tuple[int, Gutter] | None = None
    for key, count in sorted(support.items(), key=lambda item: (-item[1], item[0]))[: 2 * _CANDIDATES]:
        start = min(part.left for part in parts if round(part.left / _EDGE) in (key, key + 1))
        if count < 2:
            break
        for run, crosses in _runs(parts, start):
            left, _ = _sides(run, start)
            if crosses or not left:
                continue
            gutter = Gutter(_usual_left(left), start)
            if (best is None or len(run) > best[0]) and _is_columns(run, gutter, strict=True):
                best = (len(run), gutter)
    return best[1] if best else None


def _runs(parts: Iterable[Line], start: float) -> Iterable[tuple[list[Line], bool]]:
    """Give stretches of a page from top to bottom: with whether they run across the place where a column begins."""
    run: list[Line] = []
    crossing = False
    for part in sorted(parts, key=lambda line: (line.base, line.left)):
        crosses = part.left < start - _EDGE and part.right > start - _EDGE
        if run and crosses != crossing:
            yield run, crossing
            run = []
        run.append(part)
        crossing = crosses
    if run:
        yield run, crossing


def _sides(run: Iterable[Line], start: float) -> tuple[list[Line], list[Line]]:
    left: list[Line] = []
    right: list[Line] = []
    for part in run:
        (right if part.left >= start - _EDGE else left).append(part)
    return left, right


def _is_columns(run: Sequence[Line], gutter: Gutter, *, strict: bool) -> bool:
    """Whether both sides of a gutter hold running text: full lines (`strict`), or lines where columns are known to begin.

    Where the left side is surely running text, the right one may be what little is left of it.
    """
    left, right = (joined(side) for side in _sides(run, gutter.start))
    if not left or not right:
        return False
    if strict:
        width = max(line.right for line in right) - min(line.left for line in left)
        size = _usual_size([*left, *right])
        beside = min(left[-1].base, right[-1].base) >= max(left[0].base, right[0].base)
        level = abs(left[0].base - right[0].base) < _APART * size
        left, right = ([line for line in side if line.size <= _LARGER * size] for side in (left, right))
        if not beside or not _is_prose(left, width):
            return False
        rest = len(left) >= _MANY_LINES and level and len(right) > 1 and _is_dense(right)
        return rest or _is_prose(right, width)
    return all(
        2 * sum(-_EDGE < line.left - edge < _DEEPEST_INDENT * line.size for line in side) >= len(side)
        for side, edge in ((left, gutter.left), (right, gutter.start))
    )


def _is_prose(lines: Sequence[Line], page_width: float) -> bool:
    """Whether lines of one column are many, near each other and mostly full, as in running text and not in a table or a list of labels."""
    if len(lines) < _MIN_LINES:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    size = lines[0].size
    if right - left < max(_MIN_WIDTH * page_width, _MIN_LETTERS * size):
        return False
    full = sum(line.right - line.left >= _FULL * (right - left) for line in lines)
    letters = sum(sum(map(str.isalpha, piece.text)) for line in lines for piece in line.pieces)
    return full >= _MOST_FULL * len(lines) and _is_dense(lines) and letters >= 0.5 * _characters(lines)


def _is_dense(lines: Sequence[Line]) -> bool:
    return (lines[-1].base - lines[0].base) / (len(lines) - 1) <= _DENSE * lines[0].size


def _characters(lines: Sequence[Line]) -> int:
    return sum(len(piece.text) for line in lines for piece in line.pieces)


def _usual_size(lines: Sequence[Line]) -> float:
    sizes = Counter(line.size for line in lines)
    return min(sizes, key=lambda size: (-sizes[size], size))


def _usual_left(lines: Sequence[Line]) -> float:
    """Return where most lines begin."""
    starts = Counter(round(line.left) for line in lines)
    return float(min(starts, key=lambda left: (-starts[left], left)))


def _trimmed(run: list[Line], start: float) -> tuple[list[Line], list[Line], list[Line]]:
    """Cut off what stands above and below columns and no column goes on with: the two ends of a running head, a mark in the corner of the page."""
    above: list[Line] = []
    below: list[Line] = []
    body = sorted(run, key=lambda line: line.base)
    for _ in range(_HEADS):
        if cut := _cut_off(body, start):
            above, body = above + body[:cut], body[cut:]
        if cut := _cut_off(body[::-1], start, both=True):
            below, body = body[-cut:] + below, body[:-cut]
    return above, body, below


def _cut_off(lines: Sequence[Line], start: float, *, both: bool = False) -> int:
    """Return how many lines at one end stand on one base off both columns, which begin alike; 0 if none does, or (`both`) if one side has none."""
    first = lines[0]
    count = next((n for n, line in enumerate(lines) if abs(line.base - first.base) > 0.5 * first.size), len(lines))
    ends = [next((abs(line.base - first.base) for line in side), 0.0) for side in _sides(lines[count:], start)]
    if both and not all(_sides(lines[:count], start)):
        return 0
    return count if min(ends) > _APART * first.size and max(ends) - min(ends) < _APART * first.size else 0
