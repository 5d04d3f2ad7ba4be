"""A figure with what its sentence says of countries: what the readers of this package read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.transform.figures.quantities import Quantity

Span = tuple[int, int]

AROUND = 60
"""Characters after a measure in which a country stands that it goes to, and before one in which "we" stands."""
_APPOSED = 5
"""Words that, between dashes, only say again what was said before."""
_PART = re.compile(r"[;—–]")


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose meeting it is and who speaks: the countries that "our countries" and "our" stand for; whether one's own people are spoken to."""

    both: tuple[str, ...]
    own: str | None
    at_home: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A country where a text names it, by itself, by a place or by an institution."""

    start: int
    end: int
    country: str
    demonym: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in its sentence.

    `span` is its measure's; `named` are the countries and places of the sentence, `actors` those and institutions, in order; `limit` is where
    the next figure or the sentence's end is.
    """

    text: str
    quantity: Quantity
    span: Span | None
    measure_id: str | None
    named: Sequence[Named]
    actors: Sequence[Named]
    sides: Sides
    limit: int
    regions: Sequence[int] = ()
    """Where regions of several countries are named."""

    @property
    def phrase(self) -> str:
        """The measure as printed, "" for none."""
        return self.text[self.span[0] : self.span[1]] if self.span else ""

    @property
    def part(self) -> Span:
        """The part of the sentence that the figure stands in, as far as the nearest semicolon or dash on either side."""
        first, last = self.quantity.sentence
        marks = list(_PART.finditer(self.text, first, last))
        before = [m for m in marks if m.end() <= self.quantity.start]
        after = [m for m in marks if m.start() >= self.quantity.end]
        low, high = (before[-1].end() if before else first), (after[0].start() if after else last)
        if before and before[-1][0] != ";" and len(self.text[low:high].split()) <= _APPOSED:  # "the donation of vaccines — 4 million vaccines —"
            low = before[-2].end() if len(before) > 1 else first
        return low, high

    @property
    def before(self) -> Named | None:
        """The last country named before the figure."""
        return next((n for n in reversed(self.named) if n.end <= self.quantity.start), None)

    def after(self) -> list[Named]:
        """Return the countries named after the figure in its part of the sentence."""
        high = self.part[1]
        return [n for n in self.named if self.quantity.end <= n.start < high]
