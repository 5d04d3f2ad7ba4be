"""Two numbers that are one quantity: ranges, "from 3 to 5 billion", "one in four"."""

import re
from dataclasses import dataclass, replace

from etl.language.counted_nouns import CountedNouns
from etl.language.numerals import Numeral, NumeralReader
from etl.transform.figures.quantities.quantity import Quantity
from etl.transform.figures.quantities.units import UnitReader

_DASH = re.compile(r"\s?[-–—]\s?|\s?/\s?")
_AGES = re.compile(r"\bages\b", re.IGNORECASE)
_NEAR = 2.5
"""Times of the first number up to which "by 5 percent to 10 percent" is a range, and not by how much and to what."""
_REACH = 48
"""Characters before a range in which its first word ("from", "by") and a word of change stand."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two numbers of a sentence from `low` to `limit`. `unit` is the first with its own unit, if it has one."""

    text: str
    first: Numeral
    second: Numeral
    unit: Quantity | None
    low: int
    limit: int

    @property
    def head(self) -> int:
        return self.unit.start if self.unit else self.first.start

    @property
    def left(self) -> Quantity | None:
        """The first number where its unit stands between the two."""
        between = self.unit is not None and self.first.end < self.unit.end <= self.second.start
        return self.unit if between else None

    @property
    def before(self) -> str:
        return self.text[max(self.low, self.head - _REACH) : self.head]


class RangeReader:
    """Joins two numbers; compiled once. `changes` are words of rise and fall, `bounds` words such as "about", as alternatives of a pattern."""

    def __init__(self, units: UnitReader, counted_nouns: CountedNouns, numerals: NumeralReader, changes: str, bounds: str) -> None:
        self._units = units
        self._counted_nouns = counted_nouns
        self._numerals = numerals
        self._changes = re.compile(rf"\b(?:{changes})\b", re.IGNORECASE)
        bound = rf"(?:(?:{bounds})\s+)?"
        self._from, self._between, self._by = (
            re.compile(rf"\b{word}\s+{bound}(?:the\s+ages\s+of\s+|ages\s+)?\Z", re.IGNORECASE) for word in ("from", "between", "by")
        )
        self._to = re.compile(rf"to(?:\s+(?:{bounds}))?")

    def read(self, text: str, first: Numeral, second: Numeral, unit: Quantity | None, low: int, limit: int) -> Quantity | None:
        """Join "10–12 percent", "between 5 and 7 million", "from 3 to 5 billion", "$3 million to $5 million", "five or six".

        `unit` is the first number with its own unit, if it has one; `low` and `limit` bound the sentence. None where the two are two quantities.
        """
        pair = _Pair(text, first, second, unit, low, limit)
        left = pair.left
        start = self._from.search(pair.before)
        between = self._between.search(pair.before)
        kind = self._kind(pair, is_from=start is not None, is_between=between is not None)
        if kind is None:
            return None
        right = self._units.read(text, second, limit)
        if right is None and second.glued:
            return None
        if right is None:
            right = Quantity(second.start, second.end, second.end, second.value, None, "other", "bare-number")
            if left is not None:
                right = replace(right, unit=left.unit, kind=left.kind, rule=left.rule)
        if left is None and unit is not None and unit.start < first.start and right.kind == "other":
            right = replace(right, unit=unit.unit, kind=unit.kind, rule=unit.rule)
        if right.kind == "other" and any(word and _AGES.search(word[0]) for word in (start, between)):
            right = replace(right, unit="year", kind="age")
        if not self._agree(pair, right):
            return None
        bottom = self._bottom(first, second, left, right, kind)
        word = start or between
        base = replace(right, start=pair.head - (len(word[0]) if word else 0))
        if kind == "from":
            return replace(base, value_from=bottom)
        if bottom < base.value:
            return replace(base, value=bottom, value_max=base.value)
        if start and kind == "range":
            return replace(base, value_from=bottom)
        return replace(base, value=bottom) if bottom == base.value else None

    def reached(self, text: str, first: Numeral, second: Numeral, third: Numeral, low: int, limit: int) -> Quantity | None:
        """Join three numbers of which the last two are a range that something comes to: "from 24 to 33–35 billion euros"."""
        start = self._from.search(text, low, first.start)
        if start is None or not self._to.fullmatch(text[first.end : second.start].strip()):
            return None
        money = self._units.money_before(text, third)
        if not _DASH.fullmatch(text[second.end : third.start - (len(money[0]) if money else 0)]):
            return None
        top = self.read(text, second, third, self._units.read(text, second, limit), second.start, limit)
        if top is None or top.value_max is None:
            return None
        factor = top.value / second.value if second.value and not first.scaled else 1.0
        return replace(top, start=start.start(), value_from=first.value * factor)

    @staticmethod
    def _agree(pair: _Pair, right: Quantity) -> bool:
        """Whether the units of both numbers are one, as far as the first has one: "£329 or AU$549" are two prices."""
        if pair.left is not None:
            return right.unit == pair.left.unit or (right.unit or "").startswith(f"{pair.left.unit} per ")
        if pair.unit is not None and pair.unit.kind == right.kind == "money":
            return (right.unit or "").split(" per ")[0] == pair.unit.unit
        return True

    def _kind(self, pair: _Pair, *, is_from: bool, is_between: bool) -> str | None:
        """Return whether the words between two numbers make them a range, or what something came from; None where they are two."""
        first, second, left = pair.first, pair.second, pair.left
        gap = pair.text[left.end if left else first.end : second.start]
        money = self._units.money_before(pair.text, second)
        if money:
            gap = gap[: max(0, len(gap) - len(money[0]))] + (" " if money[0] else "")
        gap = gap.replace("\u00a0", " ").replace("\n", " ")
        words = gap.strip().removeprefix("- ")  # "12- to 15-year-olds"
        if _DASH.fullmatch(gap):
            return "range" if second.value > first.value or not first.digits or second.scaled else None
        if words == "or":
            return "range" if left is None and second.value > first.value and not first.scaled else None
        if words == "and":
            return "range" if is_between else None
        if not self._to.fullmatch(words):
            return None
        if is_from:
            return "from" if self._changes.search(pair.before) or self._changes.match(pair.text, second.end + 1) else "range"
        # "gained 0.7 percent to 6,327", "rose by 3 tonnes to 15 tonnes": how much, and to what
        bare = money is None and self._units.read(pair.text, second, pair.limit) is None
        if bare and ((left is not None and left.kind == "percentage") or self._right_after_change(pair)):
            return None
        by = pair.unit is not None and self._by.search(pair.before) is not None
        return None if by and (bare or not first.value < second.value <= first.value * _NEAR) else "range"

    def _right_after_change(self, pair: _Pair) -> bool:
        """Whether a word of change stands right before the first number: "the index rose 64 points to 4,577", "the share fell 3 to 20"."""
        before = pair.before.rstrip()
        return any(match.end() == len(before) for match in self._changes.finditer(before))

    def _bottom(self, first: Numeral, second: Numeral, left: Quantity | None, right: Quantity, kind: str) -> float:
        """Return the lower value, to which a scale may be left unsaid ("5 to 7 million")."""
        factor = right.value / second.value if second.value else 1.0
        bottom = first.value * (left.value / first.value if left and first.value else factor)
        if not first.scaled and second.scaled and left is None:
            scale = self._numerals.scale(second.text)
            if first.value * scale < second.value or kind == "from":
                bottom = first.value * scale * factor
        return bottom

    @staticmethod
    def is_one_in(text: str, first: Numeral, second: Numeral) -> bool:
        """Whether two numbers are a share: "one in four"."""
        gap = " ".join(text[first.end : second.start].split())
        return (
            (gap in ("in", "out of", "in every", "out of every") or (gap == "of" and second.value in (10, 100)))  # "6 of 10 Americans"
            and first.value < second.value <= 10000
            and not second.scaled
            and second.value not in range(1900, 2101)
        )

    def share(self, text: str, first: Numeral, second: Numeral, limit: int) -> Quantity:
        """Return the share of "one in four students"."""
        noun = self._counted_nouns.find(text, second.end, limit, one=False)
        end = noun[0] if noun else second.end
        value = first.value / second.value
        return Quantity(first.start, end, second.end, value, noun[1] if noun else None, "ratio", "one-in", noun=second.end if noun else None)
