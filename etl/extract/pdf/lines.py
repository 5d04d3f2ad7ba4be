"""Pieces of words to lines: what stands on one base is one row, and a row is cut where its gaps are wide."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from etl.extract.pdf.pieces import WORD_GAP, Piece

_SAME_BASE = 0.25
"""How far apart, as a part of the letters' size, the bases of one row's pieces may be."""
_RAISED = 0.55
_LOWERED = 0.35
_SMALLER = 0.9
"""Raised and lowered letters stand off their line by no more than this, and are smaller than its others."""
_SET_APART = 4
"""How many letters that stand alone may be a word."""
_CELL_GAP = 1.5
WIDE_GAP = 0.75
"""A gap of this part of the letters' size may be a gutter; words of justified lines seldom stand so far apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces in the order of reading. `base` counts downwards from the page's top; `size` is that of most letters."""

    pieces: tuple[Piece, ...]
    left: float
    right: float
    base: float
    size: float


def make_line(pieces: Sequence[Piece]) -> Line:
    """Return a line of pieces (at least one), which are put in order."""
    ordered = _without_tracking(sorted(pieces, key=lambda piece: piece.left))
    sizes = Counter[float]()
    bases = Counter[float]()
    for piece in ordered:
        sizes[round(piece.size, 1)] += len(piece.text)
        bases[piece.base] += len(piece.text) if piece.text else 1
    size = max(sizes, key=lambda s: (sizes[s], s))
    return Line(ordered, ordered[0].left, max(piece.right for piece in ordered), max(bases, key=lambda b: (bases[b], b)), size)


def _without_tracking(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces with letters that stand alone, all equally far apart, as the words that they spell: P R E S S is one word."""
    result: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        alone = len(piece.text) == 1 and piece.text.isalpha()
        if run and not (alone and piece.left - run[-1].right < piece.size):
            result += _spelt(run)
            run = []
        (run if alone else result).append(piece)
    return (*result, *_spelt(run))


def _spelt(letters: Sequence[Piece]) -> list[Piece]:
    if len(letters) < _SET_APART:
        return list(letters)
    usual = min(following.left - letter.right for letter, following in pairwise(letters))
    if usual < WORD_GAP * letters[0].size:  # words of one letter, or letters drawn one by one
        return list(letters)
    result = [letters[0]]
    for letter in letters[1:]:
        last = result[-1]
        if letter.left - last.right < usual + WORD_GAP * letter.size:
            result[-1] = replace(last, text=last.text + letter.text, right=letter.right)
        else:
            result.append(letter)
    return result


def rows(pieces: Iterable[Piece]) -> list[Line]:
    """Return what stands side by side on the page as one line, from top to bottom; raised and lowered letters go with the line beside them."""
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.base):
        if groups and piece.base - groups[-1][0].base <= _SAME_BASE * min(piece.size, groups[-1][0].size):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    result: list[Line] = []
    lines = [make_line(group) for group in groups]
    raised: list[Piece] = []
    for line, below in zip_longest(lines, lines[1:]):
        if below and line.size <= _SMALLER * below.size and below.base - line.base <= _RAISED * below.size and not raised:
            raised = list(line.pieces)
        elif not raised and result and line.size <= _SMALLER * result[-1].size and line.base - result[-1].base <= _LOWERED * result[-1].size:
            result[-1] = make_line([*result[-1].pieces, *line.pieces])
        else:
            result.append(make_line([*line.pieces, *raised]) if raised else line)
            raised = []
    return result


def segments(row: Line) -> list[Line]:
    """Cut a row at its wide gaps."""
    parts: list[list[Piece]] = [[row.pieces[0]]]
    right = row.pieces[0].right
    for previous, piece in pairwise(row.pieces):
        if piece.left - right >= WIDE_GAP * min(piece.size, previous.size):
            parts.append([])
        parts[-1].append(piece)
        right = max(right, piece.right)
    return [make_line(part) for part in parts] if len(parts) > 1 else [row]


def cell_starts(line: Line) -> list[float]:
    """Return where cells of a table, or what stands at tab stops, begin: after gaps wider than the line's others, as those of full lines are not."""
    gaps = [(piece.left - last.right, piece.left) for last, piece in pairwise(line.pieces)]
    usual = min((gap for gap, _ in gaps if gap > WORD_GAP * line.size), default=0.0)
    return [start for gap, start in gaps if gap > _CELL_GAP * line.size or (gap > WIDE_GAP * line.size and gap > 2 * usual)]


def share_cells(first: Line, second: Line) -> bool:
    """Whether two lines are rows of one table."""
    starts = {round(start / 2) for start in cell_starts(second)}
    return any({round(start / 2) + step for step in (-1, 0, 1)} & starts for start in cell_starts(first))


def joined(parts: Iterable[Line]) -> list[Line]:
    """Return lines with those that stand on one base as one again, from top to bottom."""
    groups: list[list[Line]] = []
    for part in sorted(parts, key=lambda line: (line.base, line.left)):
        if groups and part.base - groups[-1][0].base <= _SAME_BASE * min(part.size, groups[-1][0].size):
            groups[-1].append(part)
        else:
            groups.append([part])
    return [make_line([piece for part in group for piece in part.pieces]) if len(group) > 1 else group[0] for group in groups]


def line_words(line: Line) -> list[tuple[str, bool]]:
    """Return a line's text as pieces with whether each is bold; a piece that opens a word comes with a space before it, but for the first.

    Raised figures, which call for a note or are powers, become the raised figures of Unicode, so that they don't lengthen a number.
    """
    result: list[tuple[str, bool]] = []
    right = None
    for piece in line.pieces:
        text = piece.text
        if piece.size <= _SMALLER * line.size and piece.base < line.base - 0.15 * line.size and text.isdecimal():
            text = text.translate(_SUPERSCRIPTS)
        gap = (piece.left - right) / min(piece.size, line.size) if right is not None else 0.0
        spaced = right is not None and (gap > WORD_GAP or (piece.spaced and gap > -2 * WORD_GAP))
        result.append((" " + text if spaced else text, piece.bold))
        right = piece.right if right is None else max(right, piece.right)
    return result


def line_text(line: Line) -> str:
    """Return a line's text."""
    return "".join(text for text, _ in line_words(line))


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
