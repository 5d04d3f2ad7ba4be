"""Quantities: numbers put together with their units, ranges joined, numbers that are no quantities left out.

`exclusions` says which numbers are none, `units` reads what stands beside a number, `ranges` joins two numbers; this module takes a text's
numbers one after the other, completes them by their sentence (`unsaid`) and reads ordinals, multiples and fractions (`other_numbers`).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from etl.language.corrections import as_corrected
from etl.language.counted_nouns import CountedNouns
from etl.language.noun_phrases import NounChunker
from etl.language.numerals import Numeral, NumeralReader
from etl.language.patterns import alternation
from etl.language.sentences import Sentences
from etl.records import Date, Document, Span
from etl.transform.figures.quantities.exclusions import Exclusions
from etl.transform.figures.quantities.other_numbers import OtherNumbers
from etl.transform.figures.quantities.quantity import Quantity
from etl.transform.figures.quantities.ranges import RangeReader
from etl.transform.figures.quantities.units import UnitReader
from etl.transform.figures.quantities.unsaid import Unsaid, shared
from etl.vocabulary import Vocabulary

__all__ = ["Quantity", "QuantityFinder"]

_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?)(DE|CE|[YMWDHSQ])(?:T?(\d+)([MDHSW]))?")
_HALVES = {
    ("Y", "M"): 12,
    ("Y", "W"): 52,
    ("Y", "D"): 365,
    ("M", "W"): 4,
    ("M", "D"): 30,
    ("W", "D"): 7,
    ("TH", "M"): 60,
    ("TH", "S"): 3600,
    ("TM", "S"): 60,
    ("D", "H"): 24,
}
"""How many of the second unit of "P1Y6M" make one of the first."""
_WAITS = re.compile(r"\b(?:wait|tak|last|spend|stay|remain)(?:s|e|es|ed|ing)?\s+(?:for\s+)?\Z|\b(?:took|spent)\s+\Z", re.I)
"""What a duration lasts though "before" follows: "wait 30 days before closing"."""
_NIGHTS = re.compile(r"\bnights?\Z")
_PLACED = re.compile(r"\s+(?:after|since|before|later|earlier|ago|from now)\b", re.I)
"""What follows a duration that places something in time: "two years after the war"."""
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?\Z", re.I)
_HAS_BEEN = re.compile(r"(?:\bbeen|\b(?:it|that|there)[’'`]s|\b(?:is|was|marks?))\s+(?:\w+\s+){0,2}\Z", re.I)
"""What makes years since something a duration: "it has been 100 years since"."""
_HALF_OF_ONE = re.compile(r"half[\s-](?:an?\s)?(hour|day|week|month|year|decade|century)\b", re.I)
_AND_A_HALF = re.compile(r"an?\s+\w+\s+and\s+a\s+half", re.I)
_REACHES = re.compile(r"\s*(?:to|or|and|-|–)\s*")
_ARTICLE = re.compile(r"\b(an?)\s", re.I)
_UNITS = {
    "Y": "year",
    "M": "month",
    "TM": "minute",
    "W": "week",
    "D": "day",
    "TH": "hour",
    "TS": "second",
    "Q": "quarter",
    "DE": "decade",
    "CE": "century",
}
_AGE = re.compile(r"[\s-]old\Z")
_MORE_WORDS = re.compile(r"\s+[a-z]{3,}")
_BROKEN_OFF = re.compile(r"-?\s[–—-]\s(?:(?:an?|the|with|almost|nearly|about|of|some|over|literally|actually|maybe|perhaps)\s)?[$€£]?")
_A_TIME = re.compile(r"\s(?:an?|per|each|every)\s(?:day|night|week|month|year)\b")


class QuantityFinder:
    """Finds quantities; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, numerals: NumeralReader, chunker: NounChunker) -> None:
        self._numerals = numerals
        self._chunker = chunker
        counted_nouns = CountedNouns(chunker, vocabulary.words["grammar"], vocabulary.words["numerals"]["cardinals"])
        self._units = UnitReader(vocabulary, chunker, counted_nouns)
        self._exclusions = Exclusions(vocabulary)
        changes = alternation(p for rule in vocabulary.ruleset("figures.changes") if rule.data["gives"]["change"] for p in rule.phrases)
        bounds = alternation(p for rule in vocabulary.ruleset("figures.modifiers") if rule.data["gives"]["modifier"] for p in rule.phrases)
        self._ranges = RangeReader(self._units, counted_nouns, numerals, changes, bounds)
        self._other = OtherNumbers(vocabulary, chunker, self._units, changes, bounds)
        self._unsaid = Unsaid(vocabulary, chunker, bounds)

    def __call__(self, document: Document, sentences: Sentences, dates: Sequence[Date]) -> list[Quantity]:
        """Return the document's quantities in order; none overlaps another or a date."""
        text = as_corrected(document.text)
        numerals = self._numerals.find(text)
        idioms = self._exclusions.idioms(text)
        durations = [
            q
            for d in dates
            if not idioms.hold(d.start_char) and (sentence := sentences.at(d.start_char)) and (q := self._duration(text, d, sentence))
        ]
        if not numerals:
            return durations
        telephone = self._exclusions.telephone(text, numerals)
        date_starts = [date.start_char for date in dates]
        found: list[Quantity] = []
        index = 0
        while index < len(numerals):
            numeral = numerals[index]
            index += 1
            sentence = sentences.at(numeral.start)
            if sentence is None or (found and numeral.start < found[-1].end):
                continue
            at = bisect_right(date_starts, numeral.start) - 1
            if (
                at >= 0
                and numeral.start < dates[at].end_char
                and dates[at].type != "SET"
                and not (dates[at].type == "DURATION" and dates[at].value.startswith(("PX", "PTX")))  # "for hundreds of years"
                and not (numeral.scaled and numeral.end > dates[at].end_char)
                and not (numeral.kind == "ordinal" and dates[at].type == "DURATION")  # "a second meeting"
            ):
                continue
            following, third = (n if n is not None and n.start < sentence.end else None for n in (*numerals[index : index + 2], None, None)[:2])
            share = following is not None and self._ranges.is_one_in(text, numeral, following)  # "the one in four", where "the one" counts nothing
            if numeral.start in telephone or (idioms.hold(numeral.start, numeral.end) and not share):
                continue
            money = self._units.money_before(text, numeral) is not None
            if numeral.joined and not money:
                continue
            if self._exclusions.excludes(text, numeral, sentence.start, money=money):
                continue
            quantity, taken = self._read(text, numeral, following, third, sentence.start, sentence.end)
            index += taken
            if quantity is not None and following is not None and not taken and _corrected(text, quantity, following):
                continue
            if quantity is not None:
                said = replace(quantity, sentence=(sentence.start, sentence.end))
                quantity = self._unsaid.completed(text, said, found)
                if quantity.unit != said.unit and quantity.kind != "age":  # "22 burglaries, from an average of 20 per week"
                    quantity = self._units.per(text, quantity, sentence.end)
                if not self._unsaid.starts_change(text, quantity, found):
                    found.append(quantity)
        spans = [(quantity.start, quantity.end) for quantity in found]
        alone = [d for d in durations if not _inside(d, spans)]  # "five to six days" is one quantity
        return shared(text, sorted([*found, *alone], key=lambda quantity: quantity.start))

    def _duration(self, text: str, date: Date, sentence: Span) -> Quantity | None:
        """A duration that the dates layer found is a figure; one that is fixed in time ("over the past five years") is a period.

        "A year" alone counts nothing; with a bound ("less than a year") it does.
        """
        match = _DURATION.fullmatch(date.value)
        placed = _PLACED.match(text, date.end_char) is not None and not any(
            lasting.search(text, sentence.start, date.start_char) for lasting in (_HAS_BEEN, _WAITS)
        )
        if date.type != "DURATION" or not match or date.earliest is not None or placed:
            return None
        numbers = [numeral for numeral in self._numerals.find(date.text) if numeral.kind != "ordinal"]
        half = _AND_A_HALF.fullmatch(date.text) is not None
        number = next(iter(numbers), None) if not half else None
        article = _ARTICLE.search(date.text) if number is None or match[4] else None
        if article is not None and number is not None and article.start() < number.start:
            number = None  # "a year and two months"
        if number is None and not half and not numbers and (article is None or article.start() == 0):
            return None
        start = date.start_char + (number.start if number else article.start(1) if article else 0)
        unit = "night" if _NIGHTS.search(date.text) else _UNITS[match[1] + match[3]]
        if number is None and unit == "second" and _MORE_WORDS.match(text, date.end_char):  # "a second member"
            return None
        kind = "age" if _AGE.search(date.text) else "duration"
        number_end = date.start_char + number.end if number else start + 1
        bounds = (sentence.start, sentence.end)
        value = float(match[2]) + (float(match[4]) / _HALVES.get((match[1] + match[3], match[5]), 1) if match[4] else 0.0)
        if part := _HALF_OF_ONE.match(text, start):
            value, unit = 0.5, part[1].lower()
        lasting = Quantity(start, date.end_char, number_end, value, unit, kind, "duration", date=date, sentence=bounds)
        if len(numbers) == 2 and _REACHES.fullmatch(date.text, numbers[0].end, numbers[1].start):  # "five to six days"
            low, high = numbers[0].value, numbers[1].value
            falls = low > high and _FROM.search(text, sentence.start, start) is not None  # "shortened from 300 to 100 days"
            lasting = replace(lasting, value=high, value_from=low) if falls else replace(lasting, value=low, value_max=high if high > low else None)
        return self._units.per(text, lasting, sentence.end) if _A_TIME.match(text, date.end_char) else lasting

    def _read(
        self, text: str, numeral: Numeral, following: Numeral | None, third: Numeral | None, low: int, limit: int
    ) -> tuple[Quantity | None, int]:
        """Read the quantity at a numeral; also how many numerals after it it took in."""
        if numeral.kind == "ordinal":
            return self._other.ordinal(text, numeral, limit), 0
        if numeral.kind == "multiple":
            return self._other.multiple(text, numeral), 0
        if numeral.kind == "fraction":
            return self._other.fraction(text, numeral, limit), 0
        first = self._units.read(text, numeral, limit)
        if following is not None and following.kind == "number" and numeral.kind == "number":
            if third is not None and (reached := self._ranges.reached(text, numeral, following, third, low, limit)):
                return reached, 2
            joined = self._ranges.read(text, numeral, following, first, low, limit)
            if joined is not None:
                return joined, 1
            if self._ranges.is_one_in(text, numeral, following):
                return self._ranges.share(text, numeral, following, limit), 1
        if first is None:
            if (numeral.value == 1 and not numeral.digits) or self._exclusions.in_name(text, numeral, low):
                return None, 0
            definite = self._units.is_definite(text, numeral)
            first = Quantity(numeral.start, numeral.end, numeral.end, numeral.value, None, "other", "bare-number", definite=definite)
        if first.unit == "count" and self._other.is_multiple(text, first, low):
            first = replace(first, unit=None, kind="ratio", rule="multiple")
        high = numeral.value_max if first.value_max is None else first.value_max
        if high != first.value_max or (numeral.modifier and not first.modifier):
            first = replace(first, value_max=high, modifier=first.modifier or numeral.modifier)
        return first, 0


def _corrected(text: str, quantity: Quantity, following: Numeral) -> bool:
    """Whether a speaker breaks off at a bare number and begins anew with the next one: "an additional 15 — 16 billion", "two — with two jabs"."""
    return quantity.rule == "bare-number" and _BROKEN_OFF.fullmatch(text, quantity.end, following.start) is not None


def _inside(quantity: Quantity, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(spans, (quantity.start, quantity.end))
    return any(start < quantity.end and quantity.start < end for start, end in spans[max(0, index - 1) : index + 1])
