"""Quantities: numbers put together with their units, ranges joined, numbers that are no quantities left out.

`exclusions` says which numbers are none, `units` reads what stands beside a number, `ranges` joins two numbers; this module takes a text's
numbers one after the other.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from etl.language.counted_nouns import CountedNouns
from etl.language.noun_phrases import NounChunker, tokens
from etl.language.numerals import Numeral, NumeralReader
from etl.language.sentences import Sentences
from etl.records import Date, Document, Span
from etl.transform.figures.quantities.exclusions import Exclusions
from etl.transform.figures.quantities.quantity import Quantity
from etl.transform.figures.quantities.ranges import RangeReader
from etl.transform.figures.quantities.units import UnitReader
from etl.vocabulary import Vocabulary

__all__ = ["Quantity", "QuantityFinder"]

_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?)(DE|CE|[YMWDHSQ])")
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
_APPOSITION = re.compile(r"[A-Z][\w’'-]+,? \Z")
_OLDEST = 110
_NEXT_WORD = 40  # characters
_MORE_WORDS = re.compile(r"\s+[a-z]{3,}")
_ADULT = 16
_AGE_GROUP = 40  # characters before a number in which "adults under" stands
_AT_AGE = re.compile(r"At ")
_PERSON = re.compile(r",|\s(?:he|she|the)\b")
_AGED = re.compile(r"\b(?:aged?|ages)(?: of| between| from| group)?\s+\Z", re.I)
_CHANGED = 40  # characters before a multiple in which its verb of change stands
_MORE_THAN = re.compile(
    r"\s+(?:(?:more|higher|larger|greater|bigger|faster|stronger|longer|less|lower|fewer|smaller|cheaper)\b|as\s+[a-z]+|(?:the|of\s+what|what|that\s+of)\s)"
)
_BOUND = 24  # characters before a number in which "from" stands
_A_TIME = re.compile(r"\s(?:an?|per|each|every)\s(?:day|night|week|month|year)\b")
_OLDER = re.compile(r"\s(?:and|or)\s(?:older|over|above|up|younger|under)\b")
_THOSE = re.compile(r"\b(?:those|ages?|aged)\s+\Z", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:the|an?|his|her|their|its)\s(?:[\w-]+\s){0,3}[a-z-]+,\s\Z", re.IGNORECASE)
_ORDINAL = 60  # characters in which the noun of an ordinal stands
_ORDINAL_MODIFIERS = 4
_PART = re.compile(r"(?:one|two|three|four|nine)[\s-]+(?:thirds?|fifths?|tenths?)|three[\s-]+quarters", re.IGNORECASE)
_PART_OF = re.compile(r"\s+(?:already\s+)?(?:of|the|its|our|their|your|his|her|my|all|those|these|are|were|have|live)\b")
"""What makes a fraction one: its numerator, or what follows ("half of", "half are")."""
_LISTED = re.compile(r"\s*(?:,|-?,?\s*and|-?,?\s*or|-\s+to|/)\s*\Z|\s+of\s+(?:his|her|its|their|the|our)\s+\Z")
_AND_A_HALF = re.compile(r"\b(?:an?|one)\s([a-z]+)\sand\san?\shalf\Z")
_DOUBLE_AFTER = re.compile(r"\s+(?:the|our|its|their|as|that|this|in|over|by|to|what)\b|\s*[.,;]")
_NOUNS_OR_ADVERBS = ("double", "triple", "quadruple", "doubles", "triples")


class QuantityFinder:
    """Finds quantities; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, numerals: NumeralReader, chunker: NounChunker) -> None:
        self._numerals = numerals
        self._chunker = chunker
        counted_nouns = CountedNouns(chunker, vocabulary.words["grammar"], vocabulary.words["numerals"]["cardinals"])
        self._units = UnitReader(vocabulary, chunker, counted_nouns)
        self._exclusions = Exclusions(vocabulary)
        words = vocabulary.words["figures"]
        changes = _any(p for rule in vocabulary.ruleset("figures.changes") if rule.data["gives"]["change"] for p in rule.phrases)
        bounds = _any(p for rule in vocabulary.ruleset("figures.modifiers") if rule.data["gives"]["modifier"] for p in rule.phrases)
        self._ranges = RangeReader(self._units, counted_nouns, numerals, changes, bounds)
        self._ordinal_nouns = set(words["ordinal_nouns"])
        self._rank_words = set(words["rank_words"])
        bound = rf"(?:(?:only|just|the|{bounds})\s+)?"
        self._bracket = re.compile(rf"\s?\(\s?{bound}(?:or\s+)?\Z|,?\s+or\s+\Z", re.IGNORECASE)
        self._from = re.compile(rf"\s+from\s+{bound}", re.IGNORECASE)
        self._from_before = re.compile(rf"\bfrom\s+{bound}\Z", re.IGNORECASE)
        self._far_to = re.compile(rf"\A(?:\s+[^\s;:()]+){{1,7}}\s+to\s+{bound}\Z", re.IGNORECASE)
        self._up_from = re.compile(rf",?\s+\(?(?:up|down)(?: \w+ly)? from\s+{bound}", re.IGNORECASE)
        self._to = re.compile(rf"\bto\s+{bound}\Z", re.IGNORECASE)
        joins = rf"and|or|(?:{_any(words['expected_nouns'])}) of|including|while|versus|vs|but|with|to|at|from|than"
        self._ellipsis = re.compile(rf"(?:\b(?:{joins})|,|\()\s+{bound}\Z", re.IGNORECASE)
        people = "those|everyone|everybody|anyone|anybody|" + _any(
            form for m in vocabulary.measures if m.id == "population" for form in m.terms if " " not in form
        )
        self._people = re.compile(rf"\b(?:{people})\s+\Z", re.IGNORECASE)
        self._under = re.compile(rf"\b(?:{people})\s+(?:ages?|aged|under|over|above|below|older than|younger than|between)\s+\Z", re.IGNORECASE)
        self._grew = re.compile(rf"\b(?:{changes}|multipl(?:y|ies|ied))\s+(?:(?:by|{bounds})\s+)*\Z", re.IGNORECASE)
        self._twice = re.compile(rf"\s+(?:the|our|its|their|as (?:{_any(words['amounts'])})|that|this|what)\b")

    def __call__(self, document: Document, sentences: Sentences, dates: Sequence[Date]) -> list[Quantity]:
        """Return the document's quantities in order; none overlaps another or a date."""
        text = document.text
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
            if at >= 0 and numeral.start < dates[at].end_char and not (numeral.scaled and numeral.end > dates[at].end_char):
                continue
            if numeral.start in telephone or idioms.hold(numeral.start):
                continue
            money = self._units.money_before(text, numeral) is not None
            if numeral.joined and not money:
                continue
            if self._exclusions.excludes(text, numeral, sentence.start, money=money):
                continue
            following = numerals[index] if index < len(numerals) and numerals[index].start < sentence.end else None
            quantity, taken = self._read(text, numeral, following, sentence.start, sentence.end)
            index += taken
            if quantity is not None:
                quantity = self._completed(text, replace(quantity, sentence=(sentence.start, sentence.end)), found)
                if not self._starts_change(text, quantity, found):
                    found.append(quantity)
        spans = [(quantity.start, quantity.end) for quantity in found]
        alone = [d for d in durations if not _inside(d, spans)]  # "five to six days" is one quantity
        return _shared(text, sorted([*found, *alone], key=lambda quantity: quantity.start))

    def _duration(self, text: str, date: Date, sentence: Span) -> Quantity | None:
        """A duration that the dates layer found is a figure; one that is fixed in time ("over the past five years") is a period.

        "A year" alone counts nothing; with a bound ("less than a year") it does.
        """
        match = _DURATION.fullmatch(date.value)
        if date.type != "DURATION" or not match or date.earliest is not None:
            return None
        number = next((numeral for numeral in self._numerals.find(date.text) if numeral.kind != "ordinal"), None)
        article = _ARTICLE.search(date.text) if number is None else None
        if number is None and (article is None or article.start() == 0):
            return None
        start = date.start_char + (number.start if number else article.start(1) if article else 0)
        unit = _UNITS[match[1] + match[3]]
        if number is None and unit == "second" and _MORE_WORDS.match(text, date.end_char):  # "a second member"
            return None
        kind = "age" if _AGE.search(date.text) else "duration"
        number_end = date.start_char + number.end if number else start + 1
        bounds = (sentence.start, sentence.end)
        lasting = Quantity(start, date.end_char, number_end, float(match[2]), unit, kind, "duration", date=date, sentence=bounds)
        return self._units.per(text, lasting, sentence.end) if _A_TIME.match(text, date.end_char) else lasting

    def _read(self, text: str, numeral: Numeral, following: Numeral | None, low: int, limit: int) -> tuple[Quantity | None, int]:
        """Read the quantity at a numeral; also how many numerals after it it took in."""
        if numeral.kind == "ordinal":
            return self._ordinal(text, numeral, limit), 0
        if numeral.kind == "multiple":
            return self._multiple(text, numeral), 0
        if numeral.kind == "fraction":
            return self._fraction(text, numeral, limit), 0
        first = self._units.read(text, numeral, limit)
        if following is not None and following.kind == "number" and numeral.kind == "number":
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
        if first.unit == "count" and self._is_multiple(text, first, low):
            first = replace(first, unit=None, kind="ratio", rule="multiple")
        high = numeral.value_max if first.value_max is None else first.value_max
        if high != first.value_max or (numeral.modifier and not first.modifier):
            first = replace(first, value_max=high, modifier=first.modifier or numeral.modifier)
        return first, 0

    # -------------------------------------------------------------- what is left unsaid

    def _completed(self, text: str, quantity: Quantity, earlier: Sequence[Quantity]) -> Quantity:
        """Give a bare number what the sentence said before: a unit ("30 ships and 20 in 2021"), that it is an age ("N, 44, said")."""
        before = earlier[-1] if earlier and earlier[-1].sentence == quantity.sentence else None
        low = before.end if before else quantity.sentence[0]
        gap = text[low : quantity.start]
        if before is not None and self._bracket.fullmatch(gap) and quantity.kind != "count":
            return replace(quantity, equals=before.start)
        if quantity.rule != "bare-number":
            return quantity
        whole = quantity.value == int(quantity.value) and 1 < quantity.value < _OLDEST
        after = text[quantity.end : quantity.end + 1]
        if whole and _APPOSITION.search(gap) and "," in gap[-2:] + after and (after == "," or self._stands_alone(text, quantity)):
            return replace(quantity, unit="year", kind="age")
        near = text[max(quantity.sentence[0], quantity.start - _AGE_GROUP) : quantity.start]
        if whole and (_OLDER.match(text, quantity.end) and (_THOSE.search(near) or self._people.search(near))):
            return replace(quantity, unit="year", kind="age")
        if whole and quantity.value >= _ADULT and after == "," and _SOMEBODY.search(gap):  # "The chairman, 71, said"
            return replace(quantity, unit="year", kind="age")
        if whole and (_AGED.search(gap) or (_AT_AGE.fullmatch(gap) and _PERSON.match(text, quantity.end)) or self._under.search(near)):
            return replace(quantity, unit="year", kind="age")
        if before is None or not self._ellipsis.search(gap) or not self._stands_alone(text, quantity):
            return quantity
        level = gap.split()[-1:] in (["to"], ["at"])
        for other in reversed(earlier):
            if other.sentence != quantity.sentence:
                break
            if other.kind in ("ordinal", "rank", "duration", "age", "ratio") or other.unit is None or (level and other.kind == "percentage"):
                continue
            return replace(quantity, unit=other.unit, kind=other.kind)
        return quantity

    def _stands_alone(self, text: str, quantity: Quantity) -> bool:
        """Whether no noun follows that a number could count."""
        following = next(iter(tokens(text, quantity.end, min(quantity.sentence[1], quantity.end + _NEXT_WORD))), None)
        return following is None or not self._chunker.is_noun(following) or following.form in self._chunker.not_counted

    def _starts_change(self, text: str, quantity: Quantity, found: list[Quantity]) -> bool:
        """Give the quantity before the value that it comes from ("to 5 million from 3 million", "38 planes, down from 68").

        Return whether the two are one figure: the second is one of its own after "up from".
        """
        before = found[-1] if found and found[-1].sentence == quantity.sentence else None
        if before is None or before.value_max is not None or before.value_from is not None or quantity.value_max is not None:
            return False
        if quantity.unit != before.unit or quantity.kind in ("ordinal", "rank"):
            return False
        gap = text[before.end : quantity.start]
        if self._up_from.fullmatch(gap):
            found[-1] = replace(before, value_from=quantity.value)
        elif self._from.fullmatch(gap) and self._to.search(text[max(0, before.start - 16) : before.start]):
            found[-1] = replace(before, value_from=quantity.value, end=quantity.end)
            return True
        elif (
            quantity.kind != "count"
            and self._far_to.search(gap)
            and "," not in gap
            and self._from_before.search(text[max(0, before.start - _BOUND) : before.start])
        ):
            found.append(replace(quantity, value_from=before.value))  # "from 28 megawatts of installed capacity to 2,800 megawatts"
            return True
        return False

    # -------------------------------------------------------------- other numbers

    def _ordinal(self, text: str, numeral: Numeral, limit: int) -> Quantity | None:
        """Read the how-manieth of what is numbered ("100th anniversary", "second bilateral meeting"), and ranks ("second-largest")."""
        row = tokens(text, numeral.end, min(limit, numeral.end + _ORDINAL))
        row = row[1:] if row and row[0].text == "-" else row
        if not row or numeral.value == 0 or "\n\n" in text[numeral.end : row[0].start]:
            return None
        if row[0].form in self._rank_words and numeral.value > 1:
            return Quantity(numeral.start, row[0].end, numeral.end, numeral.value, None, "rank", "rank", noun=row[0].start)
        row = [token for token in row if token.text not in "’'"]
        for token, after in zip(row[:_ORDINAL_MODIFIERS], [*row[1:], None], strict=False):
            unit = self._chunker.singular(token.form)
            compound = after is not None and after.text.islower() and self._chunker.is_noun(after)  # "first trip destination"
            if unit in self._ordinal_nouns and not compound:
                return Quantity(numeral.start, token.end, numeral.end, numeral.value, unit, "ordinal", "ordinal", noun=row[0].start)
            if not self._chunker.is_noun(token):
                return None
        return None

    def _is_multiple(self, text: str, times: Quantity, low: int) -> bool:
        """Whether "five times" says by how much ("grew five times", "five times more"), not how often."""
        return _MORE_THAN.match(text, times.end) is not None or self._grew.search(text[max(low, times.start - _CHANGED) : times.start]) is not None

    def _multiple(self, text: str, numeral: Numeral) -> Quantity | None:
        word = numeral.text.lower()
        if word in ("twice", "thrice") and not self._twice.match(text, numeral.end):  # "scored twice"
            return None
        if word in _NOUNS_OR_ADVERBS and not _DOUBLE_AFTER.match(text, numeral.end):
            return None
        return Quantity(numeral.start, numeral.end, numeral.end, numeral.value, None, "ratio", "multiple")

    def _fraction(self, text: str, numeral: Numeral, limit: int) -> Quantity | None:
        """A fraction is a figure before "of" and after "by" or a bound; "half an hour" is a duration."""
        word = numeral.text.lower()
        after = text[numeral.end : numeral.end + 24]
        of_unit = re.match(r"\s+an?(?=\s)", after) if word.endswith("half") else None
        if of_unit and (named := self._units.name_at(text, numeral.end + of_unit.end(), limit)):
            unit = named[0]
            return Quantity(numeral.start, named[1], numeral.end, numeral.value * unit.scale, unit.name, unit.kind, "lexical-unit")
        before = text[max(0, numeral.start - 12) : numeral.start].lower()
        one = _AND_A_HALF.search(text[max(0, numeral.start - 32) : numeral.end]) if word in ("half", "a half") else None
        if one and (named := self._units.name_at(f" {one[1]}", 0, 32)):
            unit, start = named[0], numeral.end - len(one[0])
            return Quantity(start, numeral.end, numeral.end, 1.5 * unit.scale, unit.name, unit.kind, "lexical-unit")
        if word == "half" and (named := self._units.name_at(text, numeral.end, limit)) and named[0].kind == "duration":
            return Quantity(numeral.start, named[1], numeral.end, 0.5 * named[0].scale, named[0].name, "duration", "lexical-unit")
        part = _PART.match(numeral.text) is not None and not re.match(r"-|\s+(?:part|world|majorit)", after)
        if part or _PART_OF.match(after) or re.search(r"\b(?:by|to|than|about|nearly|almost|over|some|up)\s+\Z", before):
            return Quantity(numeral.start, numeral.end, numeral.end, numeral.value, None, "ratio", "fraction")
        return None


def _shared(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Give bare numbers the unit of the one that they are listed with: "1, 2 and 5 rupees", "31 of his 39 throws"."""
    result = list(quantities)
    for index in range(len(result) - 2, -1, -1):
        quantity, after = result[index], result[index + 1]
        bare = quantity.rule == "bare-number" and quantity.kind == "other" and quantity.sentence == after.sentence
        hyphen = text[quantity.end : quantity.end + 1] == "-"  # "3- and 4-year-olds"
        shares = after.unit is not None and (after.kind not in ("ordinal", "rank", "age") or (hyphen and after.kind == "age"))
        if bare and shares and _LISTED.fullmatch(text[quantity.end : after.start]):
            result[index] = replace(quantity, unit=after.unit, kind=after.kind)
    return result


def _inside(quantity: Quantity, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(spans, (quantity.start, quantity.end))
    return any(start < quantity.end and quantity.start < end for start, end in spans[max(0, index - 1) : index + 1])


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=len, reverse=True))
