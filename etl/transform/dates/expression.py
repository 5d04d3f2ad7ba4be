"""An expression as its rule matched it, with what is known where it stands: the document's day, what was named before, the tense."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.language.numerals import NumeralReader
from etl.language.patterns import PatternMatch
from etl.transform.dates.calendar import Bounds, Unresolved
from etl.transform.dates.tense import Tense

_REPORT = 2500  # characters within which a text speaks of one quarter
_SUFFIXES = ("", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class Reading:
    """A TIMEX3 value, the days that bound it, and its type where it is not the rule's."""

    value: str
    bounds: Bounds = None
    type: str | None = None


@dataclass(slots=True)
class Mentions:
    """What the document named last: a day or a longer date, and a quarter of a year, each with its place."""

    last_date: tuple[date, date] | None = None
    date_end: int = 0
    quarter: tuple[int, int] | None = None
    quarter_end: int = 0

    def note(self, value: str, bounds: Bounds, end: int) -> None:
        """Remember a date that has been read."""
        if bounds is None or value.endswith("_REF"):
            return
        self.last_date, self.date_end = bounds, end
        if len(value) == 7 and value[5] == "Q":
            named = (int(value[:4]), int(value[6]))  # a report speaks of its latest quarter, and compares it with earlier ones
            self.quarter = max(named, self.quarter) if self.quarter is not None and end - self.quarter_end < _REPORT else named
            self.quarter_end = end

    def date_before(self, place: int, reach: int) -> tuple[date, date] | None:
        """Return the bounds of the date named within so many characters before a place."""
        return self.last_date if self.last_date is not None and place - self.date_end < reach else None

    def quarter_before(self, place: int, reach: int) -> tuple[int, int] | None:
        """Return year and number of the quarter named within so many characters before a place."""
        return self.quarter if self.quarter is not None and place - self.quarter_end < reach else None


@dataclass(frozen=True, slots=True)
class Language:
    """The words of `dates.yml`, the readers of numbers and of tense, and what says that a figure is compared with another."""

    words: Mapping[str, Mapping[str, Any]]
    numerals: NumeralReader
    tense: Tense
    compared: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Expression:
    """One match. `whole` reads another expression that stands in the same text, such as the day in "9 a.m. Tuesday"."""

    match: PatternMatch
    source: str
    today: date | None
    mentions: Mentions
    language: Language
    whole: Callable[[int, int], Reading]

    @property
    def text(self) -> str:
        """The words in small letters with single spaces."""
        return " ".join(self.match.text.lower().split())

    @property
    def tense(self) -> int:
        """1 where the clause looks ahead, -1 where it looks back, 0 where nothing tells."""
        return self.language.tense(self.source, self.match.start, self.match.end)

    def group(self, name: str) -> str | None:
        """Return the words of a group, in small letters; `month` is also what the rule wrote as `month2`."""
        groups = self.match.groups
        word = next((groups[name + suffix] for suffix in _SUFFIXES if groups.get(name + suffix)), None)
        return " ".join(word.lower().split()) if word else None

    def given(self, name: str) -> str | None:
        """Return the words of exactly this group, in small letters."""
        word = self.match.groups.get(name)
        return " ".join(word.lower().split()) if word else None

    def look_up(self, table: str, word: str | None) -> Any:
        """Return what a table of words says of a word, or None."""
        return self.language.words[table].get(word) if word else None

    def number(self, name: str) -> int | None:
        """Return a group of digits as a number."""
        word = self.group(name)
        digits = "".join(c for c in word if c.isdigit()) if word else ""
        return int(digits) if digits else None

    def month(self, name: str = "month") -> int | None:
        """Return the month that a group names or numbers."""
        number = self.number("month_number")
        found = self.look_up("months", self.group(name) if name == "month" else self.given(name))
        return number or (int(found) if found else None)

    def day(self, *names: str) -> int | None:
        """Return the day of the month in the first of the groups that has one: "3", "3rd" or "third"."""
        for name in names or ("day", "day2", "day_number", "ordinal_day", "ordinal_day2"):
            if word := self.given(name):
                return int(self.look_up("ordinal_days", word) or "".join(c for c in word if c.isdigit()))
        return None

    def step(self, *names: str) -> int | None:
        """Return -1 for "last", 0 for "this", 1 for "next"; None where no such word stands."""
        word = next((w for name in names or ("direction",) if (w := self.group(name))), None)
        return int(self.look_up("directions", word)) if word else None

    def unit(self) -> str:
        """Return the TIMEX3 letter of the unit (after T those of the clock)."""
        word = self.group("unit") or self.group("unit_word") or self.group("units_plural") or self.group("long_units") or ""
        singular = {"centuries": "century"}.get(word, word.removesuffix("s"))
        letter = self.look_up("units", singular)
        if letter is None:
            raise Unresolved(self.text)
        return str(letter)

    def count(self, *names: str) -> float | None:
        """Return how many are counted; None for "several" and the like."""
        word = next((w for name in names or ("number", "count") if (w := self.group(name))), None)
        if word is None:
            return None
        if word in ("a", "an"):
            return 1
        if word.startswith("a couple") or word == "couple":
            return 2
        return self.language.numerals.value(word)

    def part(self, name: str = "core") -> Reading:
        """Return the reading of the expression within, which a group holds; raises Unresolved where it has none."""
        for key in (name, name + "2"):
            if span := self.match.spans.get(key):
                return self.whole(self.match.start + span[0], self.match.start + span[1])
        raise Unresolved(self.text)
