"""What is read of a page's markup: its blocks in order, the boxes that they stand in, and what its head says of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.extract.content import Run

_HOLDS_DATA = re.compile(r"\b(?:data|table|bordered|striped|grid|wikitable|msotablegrid)\b")
_MAX_CELL = 400
"""Letters; a cell that holds more is a column of the page, not of a table."""


@dataclass(slots=True)
class Box:
    """An element that holds blocks: those from `first` up to `last`. `names` are its classes and its id, `prop` its itemprop."""

    tag: str
    parent: int
    first: int
    last: int = -1
    names: str = ""
    role: str = ""
    prop: str = ""
    language: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph. `heading` is its tag, if it is one; `letters` counts what is printed, `linked` what of it stands in links.

    `marker` is what a list prints before it.
    """

    box: int
    heading: str
    runs: list[Run]
    letters: int
    linked: int
    marker: str = ""

    @property
    def text(self) -> str:
        """The paragraph's text, its white space made one space."""
        return " ".join("".join(run.text for run in self.runs).split())

    def take(self, other: "Block", between: str) -> None:
        """Append another block, which is empty then."""
        self.runs += [Run(between), *other.runs]
        self.letters += other.letters
        self.linked += other.linked
        other.runs, other.letters, other.linked = [], 0, 0


@dataclass(slots=True)
class Page:
    """Everything that a page says.

    `facts` are its <meta> elements and addresses, their names in small letters; `times` the classes and the `datetime` of each <time>.
    """

    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    linked_data: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    title: str = ""
    has_scripts: bool = False


@dataclass(slots=True)
class Table:
    """A table that is open: whether it shows that it holds data, and the blocks of its cells by row."""

    data: bool
    layout: bool
    rows: list[list[tuple[int, int]]] = field(default_factory=list)
    cell: int = 0

    @classmethod
    def of(cls, attributes: Mapping[str, str]) -> "Table":
        """Return the table that a <table> opens."""
        role, border = attributes.get("role", ""), attributes.get("border", "")
        data = role in ("table", "grid") or border.strip("0") != "" or bool(_HOLDS_DATA.search(attributes.get("class", "").lower()))
        return cls(data, layout=role in ("presentation", "none"))

    def join_rows(self, blocks: list[Block]) -> None:
        """Make each row one block, if the table holds data: it has a head, rules or a class that says so, and its cells are short."""
        if self.layout or not self.data:
            return
        cells = ([[block for block in blocks[first:last] if block.letters] for first, last in row] for row in self.rows)
        rows = [[cell for cell in row if cell] for row in cells]
        if any(len(cell) > 2 or sum(block.letters for block in cell) > _MAX_CELL for row in rows for cell in row):
            return
        for row in rows:
            for position, cell in enumerate(row):
                for block in cell:
                    if block is not row[0][0]:
                        row[0][0].take(block, " | " if position and block is cell[0] else " ")
