"""From values to places on a drawing, and round numbers to mark on its axes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale: `low` lies at `start`, `high` at `end`, in pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value, in pixels with one decimal."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.start + share * (self.end - self.start), 1)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Return round values from at or below `low` to at or above `high`, in some `about` steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        high = low + (abs(low) or 1)
    rough = (high - low) / max(1, about)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def year_ticks(first: float, last: float, most: int) -> list[int]:
    """Return years from the first to the last, so few that `most` fit."""
    low, high = math.floor(first), math.ceil(last)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if (high - low) / step < most)
    return list(range(low - low % step, high + step, step)) if step > 1 else list(range(low, high + 1))


def year_of(day: str) -> float:
    """Return a day as a year with its fraction: 2022.5 for 2 July 2022."""
    known = date.fromisoformat(day)
    first = date(known.year, 1, 1)
    days = (date(known.year + 1, 1, 1) - first).days if known.year < date.max.year else 365
    return known.year + (known - first).days / days


def scaled(values: Sequence[float]) -> tuple[float, str]:
    """Return what to divide values by so that they are easy to read, and its name: (1e9, "billion")."""
    most = max((abs(value) for value in values), default=0)
    return next(((size, name) for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")) if most >= size), (1, ""))


def plain(value: float) -> str:
    """Return a number as people write it: at most three significant digits after a scale, no trailing zeros but one ("2.0", "312", "0.25")."""
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value)))) if abs(value) < 1000 else 0
    printed = f"{value:,.{min(decimals, 6)}f}"
    if "." in printed:
        printed = printed.rstrip("0").rstrip(".")
    return printed
