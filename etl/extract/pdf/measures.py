"""What is usual in a document: how large its type is, how far its lines are apart, between which edges they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.extract.pdf.columns import Block
from etl.extract.pdf.lines import Line, line_text

INDENT = 0.7
"""Lines that begin further in than this multiple of their size are indented."""
_DEEPEST_INDENT = 8.0
_NOTE = 0.9
_ENOUGH_LINES = 12
_OTHER_SIZE = 0.08


@dataclass(slots=True)
class Row:
    """A line of text with the edges of its column. `text` may end in a soft hyphen, where the line has one that a program has put in."""

    line: Line
    text: str
    left: float
    right: float
    opens_block: bool
    page: int

    @property
    def indent(self) -> float:
        """How far the line begins from its column's edge, as a multiple of its size."""
        return (self.line.left - self.left) / self.line.size


@dataclass(frozen=True, slots=True)
class Measures:
    """The size of most letters, the distance of a paragraph's lines by their size, the indent with which paragraphs begin (0 if with none)."""

    size: float
    leading: dict[int, float]
    indent: float

    def is_usual_indent(self, indent: float) -> bool:
        """Whether an indent is the one with which paragraphs begin."""
        return self.indent > 0 and abs(indent - self.indent) < 0.5 * INDENT


def same_size(one: float, other: float) -> bool:
    """Whether two lines are set in type of one size."""
    return abs(one - other) <= _OTHER_SIZE * max(one, other)


def measured(pages: Sequence[Sequence[Block]]) -> tuple[list[Row], dict[int, list[Row]], Measures]:
    """Return the rows of the text, those of each page's notes (in smaller type at the foot of a column), and what is usual in them."""
    lines = [line for page in pages for block in page for line in block.lines]
    size = _usual_size(lines)
    text, notes = _sorted_out(pages, size, has_soft_hyphens(lines))
    measures = Measures(size, _leading([*text, *(row for rows in notes.values() for row in rows)]), _indent(text))
    _narrow(text, measures)
    return text, notes, measures


def has_soft_hyphens(lines: Iterable[Line]) -> bool:
    """Whether hyphens are drawn apart from their words at the ends of lines only: then these are where a program has cut words."""
    at_end = False
    for line in lines:
        for place, piece in enumerate(line.pieces[1:], 1):
            if piece.text == "-" and not piece.spaced and len(line.pieces[place - 1].text) > 1:
                if place + 1 < len(line.pieces) and not line.pieces[place + 1].spaced:
                    return False
                at_end = True
    return at_end


def _usual_size(lines: Iterable[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 2) / 2] += sum(len(piece.text) for piece in line.pieces)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 1.0


def _sorted_out(pages: Sequence[Sequence[Block]], size: float, soft: bool) -> tuple[list[Row], dict[int, list[Row]]]:
    edges = _edges(pages)
    text: list[Row] = []
    notes: dict[int, list[Row]] = defaultdict(list)
    for number, page in enumerate(pages):
        for block in page:
            left, right = edges[number, block.column]
            rows = [Row(line, _text(line, soft), left, right, place == 0, number) for place, line in enumerate(block.lines)]
            end = len(rows)
            while end and rows[end - 1].line.size <= _NOTE * size:
                end -= 1
            if end == 0 and not (text and text[-1].page == number):  # a page in small type only
                end = len(rows)
            text += rows[:end]
            notes[number] += rows[end:]
    return text, notes


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
    return {key: _edge(lines) if len(lines) >= _ENOUGH_LINES else usual[key[1]] for key, lines in of_page.items()}


def _edge(lines: Sequence[Line]) -> tuple[float, float]:
    """Return the left edge, at which at least a tenth of the lines begin, and the right edge, near which at least two end."""
    starts = Counter(round(line.left / 2) for line in lines)
    usual = min((key for key in starts if starts[key] + starts[key + 1] >= 0.1 * len(lines)), default=min(starts))
    left = min(line.left for line in lines if round(line.left / 2) in (usual, usual + 1))
    rights = sorted((line.right for line in lines), reverse=True)
    right = next((first for first, second in pairwise(rights) if first - second < 2 * lines[0].size), rights[0])
    return left, right


def _leading(rows: Sequence[Row]) -> dict[int, float]:
    """Return how far the lines of a paragraph are apart, by their size: the smallest distance that is not rare."""
    found: dict[int, Counter[float]] = defaultdict(Counter)
    for first, second in pairwise(rows):
        distance = (second.line.base - first.line.base) / first.line.size
        if not second.opens_block and same_size(first.line.size, second.line.size) and 0.5 < distance < 4:
            found[round(first.line.size)][round(distance * first.line.size * 2) / 2] += 1
    return {size: min((d for d in counts if counts[d] >= 0.15 * counts.total()), default=min(counts)) for size, counts in found.items()}


def _indent(rows: Sequence[Row]) -> float:
    """Return the indent with which paragraphs begin: of a line above one at the edge."""
    found = Counter(
        round(first.indent * 4) / 4
        for first, second in pairwise(rows)
        if not second.opens_block and INDENT < first.indent < _DEEPEST_INDENT and abs(second.indent) < 0.5 * INDENT
    )
    return max(found, key=lambda indent: (found[indent], -indent)) if found.total() >= max(2, 0.03 * len(rows)) else 0.0


def _narrow(rows: Sequence[Row], measures: Measures) -> None:
    """Set the right edge of quotations and lists, whose lines are all indented: they may end further in than the others."""
    first = 0
    for place in range(1, len(rows) + 1):
        if place < len(rows) and not rows[place].opens_block and abs(rows[place].line.left - rows[first].line.left) < 2:
            continue
        run = rows[first:place]
        if len(run) > 2 and run[0].indent > INDENT and not measures.is_usual_indent(run[0].indent):
            right = max(row.line.right for row in run)
            for row in run:
                row.right = right
        first = place
