"""A figure with what its sentence says of countries: what the readers of this package read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.transform.figures.quantities import Quantity

Span = tuple[int, int]

AROUND = 60
"""Characters after a measure in which a country stands that it goes to, and before one in which "we" stands."""
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
        low, high = self.quantity.sentence
        low = max([low, *(m.end() for m in _PART.finditer(self.text, low, self.quantity.start))])
        part = _PART.search(self.text, self.quantity.end, high)
        return low, part.start() if part else high

    @property
    def before(self) -> Named | None:
        """The last country named before the figure."""
        return next((n for n in reversed(self.named) if n.end <= self.quantity.start), None)

    def after(self) -> list[Named]:
        """Return the countries named after the figure in its part of the sentence."""
        high = self.part[1]
        return [n for n in self.named if self.quantity.end <= n.start < high]
