"""Lines to paragraphs: where a paragraph ends is told by gaps, indents, short last lines, a change of type and labels."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from etl.extract.content import Run
from etl.extract.pdf.columns import Block
from etl.extract.pdf.hyphens import LineJoiner
from etl.extract.pdf.lines import cell_starts, line_words, share_cells
from etl.extract.pdf.measures import INDENT, Measures, Row, has_soft_hyphens, measured, same_size

_GAP = 0.22
"""How much further apart than a paragraph's lines the lines of two are, at least, as a multiple of their size."""
_HEADING = 1.12
_LONGEST_HEADING = 300
_ENDS = re.compile(r"(?:[.!?…:;。！？]|--|[–—]|\s-)[\"'”’»)\]]*\Z")
_SPEAKER = re.compile(r"(?:Mr|Ms|Mrs|Dr)\. [^.:?!]{1,80}:|Q\.? (?=[^\W\d_a-z])|(?P<name>[^\W\d_][^:]{3,60}):(?: |\Z)")
_BRACKETS = re.compile(r"\([^()]*\)")
_LABEL = re.compile(r"[^\W\d_a-z][^.:?!]{0,60}:(?: |\Z)")
_LEADERS = re.compile(r"\s*(?:[.·…‥]\s?){5,}\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Stretches of one paragraph, and whether it is set in larger type than the text."""

    runs: tuple[Run, ...]
    heading: bool = False


def paragraphs(pages: Sequence[Sequence[Block]]) -> Iterator[Paragraph]:
    """Give the paragraphs of pages whose blocks are in the order of reading.

    A paragraph goes on over the end of a column and of a page; notes at their foot come after it.
    """
    text, notes, measures = measured(pages)
    soft = has_soft_hyphens(row.line for row in text)
    joiner = LineJoiner([row.text for rows in (text, *notes.values()) for row in rows], soft)
    page = 0
    for rows in _cut(text, measures):
        for number in range(page, rows[0].page):
            yield from (_paragraph(note, measures, joiner) for note in _cut(notes.get(number, []), measures))
        page = max(page, rows[0].page)
        yield _paragraph(rows, measures, joiner)
    for number in range(page, len(pages)):
        yield from (_paragraph(note, measures, joiner) for note in _cut(notes.get(number, []), measures))


def _cut(rows: Sequence[Row], measures: Measures) -> Iterator[list[Row]]:
    """Give the rows of each paragraph."""
    open_: list[Row] = []
    for place, row in enumerate(rows, 1):
        if open_ and _breaks(open_, row, rows[place] if place < len(rows) else None, measures):
            yield open_
            open_ = []
        open_.append(row)
    if open_:
        yield open_


def _breaks(open_: Sequence[Row], row: Row, following: Row | None, measures: Measures) -> bool:
    """Whether a row begins a new paragraph after those of an open one."""
    last = open_[-1]
    size = last.line.size
    if not same_size(size, row.line.size):
        return True
    heading = size >= _HEADING * measures.size
    if row.opens_block:
        return heading or _breaks_between_blocks(open_, row, measures)
    if row.line.base - last.line.base - measures.leading.get(round(size), 1.2 * size) > _GAP * size:
        return True
    if share_cells(last.line, row.line):
        return True
    if heading:
        return False
    if _LEADERS.search(last.text) or _begins_with_label(last, row):
        return True
    step = row.indent - last.indent
    if step > INDENT:
        return not _hangs(open_, row, following)
    if step < -INDENT:
        return len(open_) > 1 or _is_short(last, row)
    if len(open_) == 1 and measures.is_usual_indent(last.indent):
        return bool(_ENDS.search(last.text)) or _is_at_edge(following) or _room(last, row) > 0.5
    return _is_short(last, row)


def _breaks_between_blocks(open_: Sequence[Row], row: Row, measures: Measures) -> bool:
    """Whether a row begins a paragraph at the top of a column or page, where no gap tells."""
    last = open_[-1]
    if _is_bold(last) != _is_bold(row) or _begins_with_label(last, row) or _LEADERS.search(last.text):
        return True
    if row.indent > INDENT:
        hanging = len(open_) > 1 and abs(last.indent - row.indent) < 0.5 * INDENT
        return not hanging or _is_short(last, row)
    if row.indent < -INDENT or _is_short(last, row):
        return True
    if len(open_) > 1 and last.indent > INDENT:
        return True
    return not measures.indent and bool(_ENDS.search(last.text)) and bool(_LABEL.match(row.text))


def _is_bold(row: Row) -> bool:
    return all(piece.bold for piece in row.line.pieces)


def _begins_with_label(last: Row, row: Row) -> bool:
    """Whether a row opens, after the end of a sentence, with a label: in capitals, with an honorific, Q, or in bold type that a colon closes."""
    if not _ENDS.search(last.text):
        return False
    label = _SPEAKER.match(row.text)
    if label and (label["name"] is None or _BRACKETS.sub("", label["name"]).isupper()):
        return True
    if not row.line.pieces[0].bold or last.line.pieces[-1].bold:
        return False
    bold = ""
    for text, is_bold in line_words(row.line):
        if not is_bold:
            break
        bold += text
    return bold == "Q" or ":" in bold or ":" in row.text[len(bold) : len(bold) + 60]


def _hangs(open_: Sequence[Row], row: Row, following: Row | None) -> bool:
    """Whether a row is indented under a paragraph's first line because the paragraph is a hanging one.

    It then stands under the text that follows a label or a number, or goes on with a sentence of a full line, as the row below it does.
    """
    first = open_[0]
    if len(open_) > 1 or _is_short(first, row):
        return False
    if any(abs(piece.left - row.line.left) < 2 for piece in first.line.pieces[1:]):
        return True
    below = following is None or following.opens_block or abs(following.indent - row.indent) < 0.5 * INDENT
    return below and not _ENDS.search(first.text)


def _is_at_edge(row: Row | None) -> bool:
    """Whether the row below begins at the edge, so that the one above it has a paragraph's indent."""
    return row is not None and not row.opens_block and abs(row.indent) < 0.5 * INDENT


def _is_short(last: Row, row: Row) -> bool:
    """Whether the next row's first word would have fitted on the last, which therefore ends its paragraph."""
    room = _room(last, row)
    if _ENDS.search(last.text):
        return room > 0.5
    width = (last.right - last.left) / last.line.size
    return room > (0.3 * width if row.text[:1].islower() else max(2, 0.08 * width))


def _room(last: Row, row: Row) -> float:
    """Return how much would be left of a row if it had the next one's first word too, as a multiple of the letters' size."""
    word = row.line.pieces[0]
    return (last.right - last.line.right - (word.right - word.left)) / last.line.size - 0.25


def _paragraph(rows: Sequence[Row], measures: Measures, joiner: LineJoiner) -> Paragraph:
    """Join rows to a paragraph, words that a line's end cuts made one. Dots that lead the eye to the next column become a space."""
    runs: list[Run] = []
    for place, row in enumerate(rows):
        words = line_words(row.line)
        between = ""
        if place + 1 < len(rows):
            text, between = joiner.join(row.text, rows[place + 1].text)
            if len(text) < len(row.text):
                words[-1] = (words[-1][0][:-1], words[-1][1])
        runs += [Run(text, bold) for text, bold in words]
        if between:
            runs.append(Run(between, words[-1][1]))
    large = rows[0].line.size >= _HEADING * measures.size and not cell_starts(rows[0].line)
    short = sum(len(row.text) for row in rows) <= _LONGEST_HEADING
    return Paragraph(tuple(Run(_LEADERS.sub(" ", run.text), run.bold) for run in _merged(runs)), large and short)


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Return runs, neighbours of one type as one."""
    pieces: list[tuple[list[str], bool]] = []
    for run in runs:
        if pieces and pieces[-1][1] == run.bold:
            pieces[-1][0].append(run.text)
        else:
            pieces.append(([run.text], run.bold))
    return [Run("".join(texts), bold) for texts, bold in pieces]
