"""Lines to paragraphs: where a paragraph ends is told by gaps, indents, short last lines, a change of type and bold labels."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.extract.pdf_columns import Block
from etl.extract.content import Run
from etl.extract.pdf_hyphens import LineJoiner
from etl.extract.pdf_lines import Line, cell_starts, line_text, line_words, share_cells

_GAP = 0.22
_INDENT = 0.7
_DEEPEST_INDENT = 8.0
_OTHER_SIZE = 0.08
_HEADING = 1.12
_LONGEST_HEADING = 300
_NOTE = 0.9
_MIN_LINES = 12
_ENDS = re.compile(r"(?:[.!?…:;。！？]|--|[–—]|\s-)[\"'”’»)\]]*\Z")
_CAPITALS = re.compile(r"[^\W\d_a-z][^a-zß-öø-ÿ:]{3,60}:(?: |\Z)|Q\.? (?=[^\W\d_a-z])|(?:Mr|Ms|Mrs|Dr)\. [^.:?!]{1,80}:")
"""A label that begins a speech wherever it opens a line; "PRESIDENT:", "Q", "Mr. Verel (Arvenia):"."""
_LABEL = re.compile(r"[^\W\d_a-z][^.:?!]{0,60}:(?: |\Z)")
_LEADERS = re.compile(r"\s*(?:[.·…‥]\s?){5,}\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Stretches of one paragraph, and whether it is set in larger type than the text."""

    runs: tuple[Run, ...]
    heading: bool = False


@dataclass(slots=True)
class _Row:
    """A line with what the decision on it needs."""

    line: Line
    text: str
    left: float
    right: float
    opens_block: bool
    page: int

    @property
    def indent(self) -> float:
        return (self.line.left - self.left) / self.line.size


@dataclass(slots=True)
class _Document:
    """What is usual in a document: its type's size, the distance of lines by size, the indent with which paragraphs begin (0 if with none)."""

    size: float
    leading: dict[float, float]
    indent: float
    joiner: LineJoiner


def paragraphs(pages: Sequence[Sequence[Block]]) -> Iterator[Paragraph]:
    """Give the paragraphs of pages whose blocks are in the order of reading.

    A paragraph goes on over the end of a column and of a page; notes at their foot come after it.
    """
    size = _usual_size(line for page in pages for block in page for line in block.lines)
    soft = _has_soft_hyphens(line for page in pages for block in page for line in block.lines)
    text, notes = _sorted_out(pages, size, soft)
    rows = [*text, *(row for note in notes.values() for row in note)]
    document = _Document(size, _leading(rows), _indent(text), LineJoiner([row.text for row in rows], soft))
    _narrow(text, document)
    open_: list[_Row] = []
    page = 0
    waiting: list[Paragraph] = []
    for following, row in enumerate(text, 1):
        if open_ and _breaks(open_, row, text[following] if following < len(text) else None, document):
            yield _paragraph(open_, document)
            yield from waiting
            open_, waiting = [], []
        for number in range(page, row.page):
            waiting += _cut(notes.get(number, []), document)
        page = row.page
        if not open_:
            yield from waiting
            waiting = []
        open_.append(row)
    if open_:
        yield _paragraph(open_, document)
    yield from waiting
    for number in range(page, len(pages)):
        yield from _cut(notes.get(number, []), document)


def _cut(rows: Sequence[_Row], document: _Document) -> list[Paragraph]:
    result: list[list[_Row]] = []
    for place, row in enumerate(rows, 1):
        if result and not _breaks(result[-1], row, rows[place] if place < len(rows) else None, document):
            result[-1].append(row)
        else:
            result.append([row])
    return [_paragraph(part, document) for part in result]


def _usual_size(lines: Iterable[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 2) / 2] += sum(len(piece.text) for piece in line.pieces)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else 1.0


def _sorted_out(pages: Sequence[Sequence[Block]], size: float, soft: bool) -> tuple[list[_Row], dict[int, list[_Row]]]:
    """Return the text's rows and each page's notes: what stands in smaller type at the foot of a column, below the text."""
    edges = _edges(pages)
    text: list[_Row] = []
    notes: dict[int, list[_Row]] = defaultdict(list)
    for number, page in enumerate(pages):
        for block in page:
            left, right = edges[number, block.column]
            rows = [_Row(line, _text(line, soft), left, right, place == 0, number) for place, line in enumerate(block.lines)]
            end = len(rows)
            while end and rows[end - 1].line.size <= _NOTE * size:
                end -= 1
            if end == 0 and not (text and text[-1].page == number):  # a page in small type only
                end = len(rows)
            text += rows[:end]
            notes[number] += rows[end:]
    return text, notes


def _has_soft_hyphens(lines: Iterable[Line]) -> bool:
    """Whether hyphens are drawn apart from their words at the ends of lines only: then these are where a program has cut words."""
    at_end = False
    for line in lines:
        for place, piece in enumerate(line.pieces[1:], 1):
            if piece.text == "-" and not piece.spaced and len(line.pieces[place - 1].text) > 1:
                if place + 1 < len(line.pieces) and not line.pieces[place + 1].spaced:
                    return False
                at_end = True
    return at_end


def _text(line: Line, soft: bool) -> str:
    text = line_text(line)
    return f"{text[:-1]}\u00ad" if soft and len(line.pieces) > 1 and line.pieces[-1].text == "-" and not text.endswith(" -") else text


def _edges(pages: Sequence[Sequence[Block]]) -> dict[tuple[int, float | None], tuple[float, float]]:
    """Return between which edges the lines of each page's columns stand: its own if it has lines enough, else the document's."""
    of_page: dict[tuple[int, float | None], list[Line]] = defaultdict(list)
    of_all: dict[float | None, list[Line]] = defaultdict(list)
    for number, page in enumerate(pages):
        for block in page:
            of_page[number, block.column] += block.lines
            of_all[block.column] += block.lines
    usual = {column: _edge(lines) for column, lines in of_all.items()}
    return {key: _edge(lines) if len(lines) >= _MIN_LINES else usual[key[1]] for key, lines in of_page.items()}


def _edge(lines: Sequence[Line]) -> tuple[float, float]:
    """Return the left edge, at which at least a tenth of the lines begin, and the right edge, near which at least two end."""
    starts = Counter(round(line.left / 2) for line in lines)
    usual = min(key for key in starts if starts[key] + starts[key + 1] >= 0.1 * len(lines))
    left = min(line.left for line in lines if round(line.left / 2) in (usual, usual + 1))
    rights = sorted((line.right for line in lines), reverse=True)
    size = lines[0].size
    right = next((first for first, second in pairwise(rights) if first - second < 2 * size), rights[0])
    return left, right


def _leading(rows: Sequence[_Row]) -> dict[float, float]:
    """Return how far the lines of a paragraph are apart, by their size: the smallest distance that is not rare."""
    found: dict[float, Counter[float]] = defaultdict(Counter)
    for first, second in pairwise(rows):
        if not second.opens_block and abs(first.line.size - second.line.size) < _OTHER_SIZE * first.line.size:
            distance = second.line.base - first.line.base
            if 0.5 * first.line.size < distance < 4 * first.line.size:
                found[round(first.line.size)][round(distance * 2) / 2] += 1
    return {size: min(d for d in counts if counts[d] >= 0.15 * counts.total()) for size, counts in found.items()}


def _indent(rows: Sequence[_Row]) -> float:
    """Return the indent with which paragraphs begin, 0 where they have none."""
    found = Counter(
        round(first.indent * 4) / 4
        for first, second in pairwise(rows)
        if not second.opens_block and _INDENT < first.indent < _DEEPEST_INDENT and abs(second.indent) < 0.5 * _INDENT
    )
    return max(found, key=lambda indent: (found[indent], -indent)) if found.total() >= max(2, 0.03 * len(rows)) else 0.0


def _narrow(rows: Sequence[_Row], document: _Document) -> None:
    """Set the right edge of quotations and lists, whose lines are all indented: they may end further in than the others."""
    first = 0
    for place in range(1, len(rows) + 1):
        if place < len(rows) and not rows[place].opens_block and abs(rows[place].line.left - rows[first].line.left) < 2:
            continue
        run = rows[first:place]
        if len(run) > 2 and rows[first].indent > _INDENT and not _is_usual(rows[first].indent, document):
            right = max(row.line.right for row in run)
            for row in run:
                row.right = right
        first = place


def _is_usual(indent: float, document: _Document) -> bool:
    """Whether an indent is the one with which paragraphs begin."""
    return document.indent > 0 and abs(indent - document.indent) < 0.5 * _INDENT


def _breaks(open_: Sequence[_Row], row: _Row, following: _Row | None, document: _Document) -> bool:
    """Whether a row begins a new paragraph after those of an open one."""
    last = open_[-1]
    size = last.line.size
    if abs(row.line.size - size) > _OTHER_SIZE * max(size, row.line.size):
        return True
    heading = size >= _HEADING * document.size
    if row.opens_block:
        return heading or _breaks_between_blocks(open_, row, document)
    distance = row.line.base - last.line.base
    if distance - document.leading.get(round(size), 1.2 * size) > _GAP * size:
        return True
    if share_cells(last.line, row.line):
        return True
    if heading:
        return False
    if _LEADERS.search(last.text) or _begins_with_label(last, row):
        return True
    step = row.indent - last.indent
    if step > _INDENT:
        return not _hangs(open_, row, following)
    if step < -_INDENT:
        return len(open_) > 1 or _is_short(last, row)
    if len(open_) == 1 and _is_usual(last.indent, document):
        return bool(_ENDS.search(last.text)) or _goes_back(following) or _room(last, row) > 0.5
    return _is_short(last, row)


def _breaks_between_blocks(open_: Sequence[_Row], row: _Row, document: _Document) -> bool:
    """Whether a row begins a paragraph at the top of a column or page, where no gap tells."""
    last = open_[-1]
    if _is_bold(last) != _is_bold(row) or _begins_with_label(last, row) or _LEADERS.search(last.text):
        return True
    if row.indent > _INDENT:
        hanging = len(open_) > 1 and abs(last.indent - row.indent) < 0.5 * _INDENT
        return not hanging or _is_short(last, row)
    if row.indent < -_INDENT or _is_short(last, row):
        return True
    if len(open_) > 1 and last.indent > _INDENT:
        return True
    return not document.indent and bool(_ENDS.search(last.text)) and bool(_LABEL.match(row.text))


def _is_bold(row: _Row) -> bool:
    return all(piece.bold for piece in row.line.pieces)


def _begins_with_label(last: _Row, row: _Row) -> bool:
    """Whether a row opens, after the end of a sentence, with a label in capitals, or in bold type that a colon closes (or a Q alone)."""
    if not _ENDS.search(last.text):
        return False
    if _CAPITALS.match(row.text):
        return True
    if not row.line.pieces[0].bold or last.line.pieces[-1].bold:
        return False
    bold = ""
    for text, is_bold in line_words(row.line):
        if not is_bold:
            break
        bold += text
    return bold == "Q" or ":" in bold or ":" in row.text[len(bold) : len(bold) + 60]


def _hangs(open_: Sequence[_Row], row: _Row, following: _Row | None) -> bool:
    """Whether a row is indented under a paragraph's first line because the paragraph is a hanging one.

    It then stands under the text that follows a label or a number, or goes on with a full line's sentence and so does the row below it.
    """
    first = open_[0]
    if len(open_) > 1:
        return False
    if any(abs(piece.left - row.line.left) < 2 for piece in first.line.pieces[1:]) and not _is_short(first, row):
        return True
    below = following is None or following.opens_block or abs(following.indent - row.indent) < 0.5 * _INDENT
    return below and not _ENDS.search(first.text) and not _is_short(first, row)


def _goes_back(following: _Row | None) -> bool:
    """Whether the row below begins at the edge, and so the one above it with a paragraph's indent."""
    return following is not None and not following.opens_block and abs(following.indent) < 0.5 * _INDENT


def _is_short(last: _Row, row: _Row) -> bool:
    """Whether the next row's first word would have fitted on the last, which therefore ends its paragraph."""
    room = _room(last, row)
    if _ENDS.search(last.text):
        return room > 0.5
    width = (last.right - last.left) / last.line.size
    return room > (0.3 * width if row.text[:1].islower() else max(2, 0.08 * width))


def _room(last: _Row, row: _Row) -> float:
    """Return how much would be left of a row if it had the next one's first word too, as a multiple of the letters' size."""
    word = row.line.pieces[0]
    return (last.right - last.line.right - (word.right - word.left)) / last.line.size - 0.25


def _paragraph(rows: Sequence[_Row], document: _Document) -> Paragraph:
    """Join rows to a paragraph, words that a line's end cuts made one."""
    runs: list[Run] = []
    for place, row in enumerate(rows):
        words = line_words(row.line)
        between = ""
        if place + 1 < len(rows):
            text, between = document.joiner.join(row.text, rows[place + 1].text)
            if len(text) < len(row.text):
                words[-1] = (words[-1][0][:-1], words[-1][1])
        runs += [Run(text, bold) for text, bold in words]
        if between:
            runs.append(Run(between, words[-1][1]))
    heading = rows[0].line.size >= _HEADING * document.size and not cell_starts(rows[0].line) and sum(len(row.text) for row in rows) <= _LONGEST_HEADING
    return Paragraph(tuple(_without_leaders(_merged(runs))), heading)


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Return runs, neighbours of one type as one."""
    pieces: list[tuple[list[str], bool]] = []
    for run in runs:
        if pieces and pieces[-1][1] == run.bold:
            pieces[-1][0].append(run.text)
        else:
            pieces.append(([run.text], run.bold))
    return [Run("".join(texts), bold) for texts, bold in pieces]


def _without_leaders(runs: Iterable[Run]) -> Iterator[Run]:
    """Rows of dots that lead the eye to the next column become a space."""
    return (Run(_LEADERS.sub(" ", run.text), run.bold) for run in runs)
