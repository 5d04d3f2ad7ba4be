"""Two numbers that are one quantity: ranges, "from 3 to 5 billion", "one in four"."""

import re
from dataclasses import replace

from etl.language.noun_phrases import NounChunker
from etl.language.numerals import Numeral, NumeralReader
from etl.transform.figures.quantities.quantity import Quantity
from etl.transform.figures.quantities.units import UnitReader

_DASH = re.compile(r"\s?[-–—]\s?|\s?/\s?")
_FROM = re.compile(r"\bfrom\s+(?:up to |about |around |some |nearly |over )?\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:about |around )?\Z", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:about |around |some |nearly |over |more than )?\Z", re.IGNORECASE)
_TO = re.compile(r"to(?: up to| about| around| some| nearly| over| more than)?")
_LATER = 40
"""Characters between the two ends of a range that are not side by side: "from 20 mpg in 2008 to 29 mpg"."""


class RangeReader:
    """Joins two numbers; compiled once."""

    def __init__(self, units: UnitReader, chunker: NounChunker, numerals: NumeralReader, changes: re.Pattern[str]) -> None:
        self._units = units
        self._chunker = chunker
        self._numerals = numerals
        self._changes = changes

    def read(self, text: str, first: Numeral, second: Numeral, unit: Quantity | None, low: int, limit: int) -> Quantity | None:
        """Join "10–12 percent", "between 5 and 7 million", "from 3 to 5 billion", "$3 million to $5 million", "five or six".

        `unit` is the first number with its own unit, if it has one; `low` and `limit` bound the sentence. None where the two are two quantities.
        """
        begin, left = first.end, None
        if unit is not None and unit.end > first.end and unit.end <= second.start and (unit.noun is None or "hyphen" not in unit.rule):
            begin, left = unit.end, unit
        gap = text[begin : second.start]
        money = self._units.money_before(text, second.start)
        if money:
            gap = gap[: max(0, len(gap) - len(money[0]))] + (" " if money[0] else "")
        gap = gap.replace("\u00a0", " ").replace("\n", " ")
        head = unit.start if unit else first.start
        before = text[max(low, head - 20) : head]
        from_, between = _FROM.search(before), _BETWEEN.search(before)
        kind = self._kind(
            text, gap, first, second, left, (head, low), bool(from_), bool(between), bool(money), unit is not None and unit.end >= first.end
        )
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
        if left is None and unit is not None and unit.kind == "money" and right.kind == "money" and (right.unit or "").split(" per ")[0] != unit.unit:
            return None
        if left is not None and right.unit != left.unit and not (right.unit or "").startswith(f"{left.unit} per "):
            return None
        bottom = self._bottom(first, second, left, right, kind)
        start = head - (len(word[0]) if (word := from_ or between) else 0)
        base = replace(right, start=start)
        if kind == "from":
            return replace(base, value_from=bottom)
        if bottom < base.value:
            return replace(base, value=bottom, value_max=base.value)
        if from_ and kind == "range":
            return replace(base, value_from=bottom)
        return replace(base, value=bottom) if bottom == base.value else None

    def _kind(
        self,
        text: str,
        gap: str,
        first: Numeral,
        second: Numeral,
        left: Quantity | None,
        place: tuple[int, int],
        from_: bool,
        between: bool,
        money: bool,
        owned: bool,
    ) -> str | None:
        words = gap.strip().removeprefix("- ")
        if _DASH.fullmatch(gap):
            return "range" if second.value > first.value or not first.digits or second.scaled else None
        if words == "or" and left is None and second.value > first.value and not first.scaled:
            return "range"
        if words == "and" and between:
            return "range"
        if _TO.fullmatch(words):
            head, low = place
            changed = self._changes.search(text[max(low, head - 40) : head]) is not None
            if from_:
                return "from" if changed or self._changes.match(text, second.end + 1) else "range"
            if left is not None and not money and left.kind == "percentage" and self._units.read(text, second, second.end + 20) is None:
                return None  # "gained 0.7 percent to 6,327": how much, and to what
            if _BY.search(text[max(low, head - 20) : head]) and owned:
                return None
            return "range"
        return None

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
            gap in ("in", "out of", "in every", "out of every")
            and first.value < second.value <= 10000
            and not second.scaled
            and second.value not in range(1900, 2101)
        )

    def share(self, text: str, first: Numeral, second: Numeral, limit: int) -> Quantity:
        """Return the share of "one in four students"."""
        noun = self._chunker.counted(text, second.end, limit, one=False)
        end = noun[0] if noun else second.end
        value = first.value / second.value
        return Quantity(first.start, end, second.end, value, noun[1] if noun else None, "ratio", "one-in", noun=second.end if noun else None)
