"""Quantities: numbers put together with their units, ranges joined, numbers that are no quantities left out."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from etl.language.noun_phrases import NounChunker
from etl.language.numerals import Numeral, NumeralReader
from etl.language.phrases import PhraseMatcher, fold_lower
from etl.language.sentences import Sentences
from etl.records import Date, Document, Span
from etl.vocabulary import Unit, Vocabulary

_DASH = re.compile(r"\s?[-–—]\s?\Z")
_PER = re.compile(r"\s(?:an?|per|each|every)\s|/")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_FROM = re.compile(r"\bfrom\s+\Z", re.I)
_BETWEEN = re.compile(r"\bbetween\s+\Z", re.I)
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
_DEFINITE = re.compile(r"\b(?:the|these|those|our|both|all|its|their)\s+\Z", re.I)
_LIST_NUMBER = re.compile(r"(?:\A|\n)[ \t]*\(?\Z")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. `start` to `end` are number and unit; `noun` is where a counted noun starts."""

    start: int
    end: int
    number_end: int
    value: float
    unit: str | None
    kind: str
    rule: str
    value_max: float | None = None
    value_from: float | None = None
    modifier: str | None = None
    noun: int | None = None
    date: Date | None = None
    sentence: tuple[int, int] = (0, 0)
    definite: bool = False
    """Whether the number only names things that are known ("the two countries")."""


class QuantityFinder:
    """Finds quantities; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, numerals: NumeralReader, chunker: NounChunker) -> None:
        self._numerals = numerals
        self._chunker = chunker
        units = (*vocabulary.units, *vocabulary.currencies)
        self._names: dict[str, Unit] = {}
        for unit in units:
            for name in unit.names:
                self._names.setdefault(fold_lower(name), unit)
        self._symbols = {symbol: unit for unit in units for symbol in unit.symbols}
        money = {s: u for s, u in self._symbols.items() if u.kind == "money"}
        self._before = re.compile(rf"(?<![^\W\d_])({_longest(money)})\s?\Z")
        self._after = re.compile(rf"[ \u00a0\u202f]?({_longest(self._symbols)})(?![^\W\d_])")
        words = vocabulary.words["figures"]
        exclusions = vocabulary.ruleset("figures.exclusions")
        numbered = [p for rule in exclusions if rule.data.get("before") for p in rule.phrases]
        self._numbered = re.compile(rf"\b(?:{_longest({fold_lower(p): 0 for p in numbered})})s?[\s-]{{1,2}}\Z")
        self._idioms = PhraseMatcher((p, True) for rule in exclusions if rule.data.get("containing") for p in rule.phrases)
        self._per_noun = re.compile(rf"({_longest(words['per_nouns'])})\b")
        self._ordinal_nouns = set(words["ordinal_nouns"])
        self._rank_words = set(words["rank_words"])

    def __call__(self, document: Document, sentences: Sentences, dates: Sequence[Date]) -> list[Quantity]:
        """Return the document's quantities in order; none overlaps another or a date."""
        text = document.text
        numerals = self._numerals.find(text)
        durations = [q for d in dates if (sentence := sentences.at(d.start_char)) and (q := self._duration(text, d, sentence))]
        if not numerals:
            return durations
        telephone = self._telephone(text, numerals)
        idioms = [(m.start, m.end) for m in self._idioms.find(text)]
        idiom_starts = [start for start, _ in idioms]
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
            date = dates[at] if at >= 0 and numeral.start < dates[at].end_char else None
            if date is not None:
                continue
            near = bisect_right(idiom_starts, numeral.start) - 1
            if near >= 0 and numeral.start < idioms[near][1]:
                continue
            if numeral.start in telephone or self._excluded(text, numeral, sentence.start):
                continue
            following = numerals[index] if index < len(numerals) and numerals[index].start < sentence.end else None
            quantity, taken = self._read(text, numeral, following, sentence.start, sentence.end)
            index += taken
            if quantity is not None:
                found.append(replace(quantity, sentence=(sentence.start, sentence.end)))
        spans = [(quantity.start, quantity.end) for quantity in found]
        alone = [d for d in durations if not _inside(d, spans)]  # "five to six days" is one quantity
        return sorted([*found, *alone], key=lambda quantity: quantity.start)

    # -------------------------------------------------------------- what is none

    @staticmethod
    def _telephone(text: str, numerals: Sequence[Numeral]) -> set[int]:
        """Return where the numbers of a telephone number start: after "+", or three and more in a row with spaces or hyphens between."""
        starts: set[int] = set()
        run: list[Numeral] = []
        for numeral in numerals:
            gap = text[run[-1].end : numeral.start] if run else ""
            if run and numeral.digits and gap in (" ", "-", ") ", "\u00a0", "."):
                run.append(numeral)
            else:
                run = [numeral] if numeral.digits else []
            if run and (len(run) > 2 or text[max(0, run[0].start - 1) : run[0].start] == "+"):
                starts |= {one.start for one in run}
        return starts

    def _excluded(self, text: str, numeral: Numeral, sentence_start: int) -> bool:
        before = text[max(0, numeral.start - 24) : numeral.start]
        after = text[numeral.end : numeral.end + 3]
        if numeral.digits:
            if re.search(r"(?:[A-Za-z]-|[/#№@]|\d[,.:-]|\b[A-Z]\.|/[A-Z]+\.)\Z", before) or re.match(r"[,.:]\d|/\d|-\d+-|/[A-Z]|[+]\d", after):
                return True
            if re.search(r"[A-Z]\w*[+]\Z|^\d+-\Z", before) or len(numeral.text) > 60:
                return True
            if _LIST_NUMBER.search(before if numeral.start > 24 else "\n" + before) and re.match(r"[.)]\s", after):
                return True
        if re.search(r"\d\s?[-–]\s?\Z", before) and re.search(r"\d{3}\s?[-–]\s?\Z", before):
            return True
        return bool(self._numbered.search(fold_lower(before)) and not self._money_before(text, numeral.start))

    def _money_before(self, text: str, start: int) -> re.Match[str] | None:
        return self._before.search(text[max(0, start - 6) : start])

    # -------------------------------------------------------------- number and unit

    def _duration(self, text: str, date: Date, sentence: Span) -> Quantity | None:
        """A duration that the dates layer found is a figure; one that is fixed in time ("over the past five years") is a period.

        "A year" alone counts nothing; with a bound ("less than a year") it does.
        """
        match = _DURATION.fullmatch(date.value)
        if date.type != "DURATION" or not match or date.earliest is not None:
            return None
        number = next(iter(self._numerals.find(date.text)), None)
        article = _ARTICLE.search(date.text) if number is None else None
        if number is None and (article is None or article.start() == 0):
            return None
        start = date.start_char + (number.start if number else article.start(1) if article else 0)
        unit = _UNITS[match[1] + match[3]]
        kind = "age" if re.search(r"[\s-]old\Z", date.text) else "duration"
        number_end = date.start_char + number.end if number else start + 1
        bounds = (sentence.start, sentence.end)
        return Quantity(start, date.end_char, number_end, float(match[2]), unit, kind, "duration", date=date, sentence=bounds)

    def _read(self, text: str, numeral: Numeral, following: Numeral | None, low: int, limit: int) -> tuple[Quantity | None, int]:
        """Read the quantity at a numeral; also how many numerals after it it took in."""
        if numeral.kind == "ordinal":
            return self._ordinal(text, numeral, limit), 0
        if numeral.kind == "multiple":
            return self._multiple(text, numeral), 0
        if numeral.kind == "fraction":
            return self._fraction(text, numeral, following, limit)
        first = self._unit(text, numeral, limit)
        if following is not None and following.kind == "number" and numeral.kind == "number":
            joined = self._range(text, numeral, following, first, limit)
            if joined is not None:
                return joined, 1
            if self._one_in(text, numeral, following):
                return self._share(text, numeral, following, limit), 1
        if first is None:
            if numeral.value == 1 and not numeral.digits:
                return None, 0
            if self._proper(text, numeral, low):
                return None, 0
            first = Quantity(numeral.start, numeral.end, numeral.end, numeral.value, None, "other", "bare-number")
        return replace(first, value_max=numeral.value_max if first.value_max is None else first.value_max, modifier=numeral.modifier), 0

    def _unit(self, text: str, numeral: Numeral, limit: int) -> Quantity | None:
        start, end, value = numeral.start, numeral.end, numeral.value
        if numeral.digits and (money := self._money_before(text, start)):
            unit = self._symbols[money[1]]
            quantity = Quantity(start - len(money[0]), end, end, value, unit.name, "money", "money")
            return self._per(text, quantity, limit)
        if numeral.digits and (symbol := self._after.match(text, end)):
            unit = self._symbols[symbol[1]]
            if not (
                len(symbol[1]) < 3
                and symbol[1].isalpha()
                and symbol[0].startswith(" ")
                and symbol[1].islower()
                and unit.kind not in ("distance", "mass", "area")
            ):
                rule = "percentage" if unit.kind == "percentage" else "money" if unit.kind == "money" else "lexical-unit"
                return self._per(text, Quantity(start, symbol.end(), end, value * unit.scale, unit.name, unit.kind, rule), limit)
        at = end
        vague = numeral.kind == "vague" or numeral.text.lower().endswith(("couple", "dozen"))
        if of := _OF.match(text, end):
            if not vague:
                return None
            at = of.end()
        if named := self._name_at(text, at - 1 if of else at, limit):  # from the space before the name
            unit, stop = named
            rule = {"percentage": "percentage", "money": "money"}.get(unit.kind, "lexical-unit")
            return self._per(text, Quantity(start, stop, end, value * unit.scale, unit.name, unit.kind, rule), limit)
        one = numeral.value == 1 and not numeral.digits
        noun = self._chunker.counted(text, at, limit, one=one)
        if noun is None:
            return None
        definite = bool(_DEFINITE.search(text[max(0, start - 8) : start]))
        counted = Quantity(start, noun[0], end, value, noun[1], "count", "counted-noun", noun=at, definite=definite)
        return self._per(text, counted, limit)

    def _name_at(self, text: str, at: int, limit: int) -> tuple[Unit, int] | None:
        """Return the unit whose name follows, the longest."""
        gap = re.compile(r"[\s\u00a0]{1,2}|-|(?=[%°])").match(text, at)
        if not gap:
            return None
        begin = gap.end()
        window = fold_lower(text[begin : min(limit, begin + 48)])
        stops = [m.end() for m in re.finditer(r"[^\s-]+", window)][:5]
        for stop in reversed(stops):
            phrase = " ".join(window[:stop].rstrip(".,;:!?").split())
            if phrase in self._names:
                return self._names[phrase], begin + len(window[:stop].rstrip(".,;:!?"))
        return None

    def _per(self, text: str, quantity: Quantity, limit: int) -> Quantity:
        """Add "per day", "a barrel" to a unit."""
        per = _PER.match(text, quantity.end, limit)
        if not per or quantity.unit is None or quantity.kind == "percentage":
            return quantity
        named = self._name_at(text, per.end() - 1, limit)
        if named is None or named[0].kind == "money" or (per[0].strip() in ("a", "an") and named[0].kind == "percentage"):
            person = self._per_noun.match(text, per.end())
            if not person or per[0].strip() in ("a", "an", "/"):
                return quantity
            return replace(quantity, end=person.end(), unit=f"{quantity.unit} per {person[1]}")
        kind = "speed" if quantity.kind == "distance" and named[0].kind == "duration" else quantity.kind
        return replace(quantity, end=named[1], unit=f"{quantity.unit} per {named[0].name}", kind=kind)

    def _proper(self, text: str, numeral: Numeral, sentence_start: int) -> bool:
        """A bare number right after a capitalised word inside a sentence belongs to a name ("Boeing 737")."""
        if not numeral.digits:
            return False
        before = re.search(r"([A-Z][\w’'-]*)\s\Z", text[sentence_start : numeral.start])
        return before is not None and before.start() > 0 and not numeral.scaled

    # -------------------------------------------------------------- two numbers

    def _range(self, text: str, first: Numeral, second: Numeral, unit: Quantity | None, limit: int) -> Quantity | None:
        """Join "10–12 percent", "between 5 and 7 million", "from 3 to 5 billion", "$3 million to $5 million", "five or six"."""
        begin = first.end
        left_unit = None
        if unit is not None and unit.end > first.end and unit.end <= second.start and unit.noun is None:
            begin, left_unit = unit.end, unit
        gap = text[begin : second.start]
        money = self._before.search(gap)
        if money:
            gap = gap[: money.start()] + (" " if money[0] else "")
        gap = gap.replace("\u00a0", " ").replace("\n", " ")
        before = text[max(0, (unit.start if unit else first.start) - 12) : (unit.start if unit else first.start)]
        from_ = _FROM.search(before)
        between = _BETWEEN.search(before)
        if _DASH.fullmatch(gap) or (gap.strip() == "or" and left_unit is None and second.value > first.value and not first.scaled):
            kind = "range"
        elif gap.strip() in ("to", "up to"):
            kind = "from" if from_ else "range"
        elif gap.strip() == "and" and between:
            kind = "range"
        else:
            return None
        right = self._unit(text, second, limit)
        if right is None:
            right = Quantity(second.start, second.end, second.end, second.value, None, "other", "bare-number")
            if left_unit is not None:
                right = replace(right, unit=left_unit.unit, kind=left_unit.kind, rule=left_unit.rule)
        if left_unit is None and unit is not None and unit.start < first.start and right.kind == "other":
            right = replace(right, unit=unit.unit, kind=unit.kind, rule=unit.rule)
        if left_unit is not None and right.unit != left_unit.unit:
            return None
        factor = right.value / second.value if second.value else 1.0
        low = first.value * (left_unit.value / first.value if left_unit and first.value else factor)
        if not first.scaled and second.scaled and left_unit is None:
            scale = self._numerals.scale(second.text)
            if first.value * scale < second.value or kind == "from":
                low = first.value * scale * factor
        start = min(unit.start if unit else first.start, first.start)
        word = from_ or between
        if word:
            start -= len(word[0].rstrip()) + len(word[0]) - len(word[0].rstrip())
        base = replace(right, start=start, noun=right.noun)
        if kind == "from":
            return replace(base, value_from=low)
        if low < base.value:
            return replace(base, value=low, value_max=base.value)
        return replace(base, value=low) if low == base.value else None

    @staticmethod
    def _one_in(text: str, first: Numeral, second: Numeral) -> bool:
        gap = " ".join(text[first.end : second.start].split())
        return (
            gap in ("in", "out of", "in every", "out of every")
            and first.value < second.value <= 10000
            and not second.scaled
            and second.value not in range(1900, 2101)
        )

    def _share(self, text: str, first: Numeral, second: Numeral, limit: int) -> Quantity:
        noun = self._chunker.counted(text, second.end, limit, one=False)
        end = noun[0] if noun else second.end
        return Quantity(
            first.start, end, second.end, first.value / second.value, noun[1] if noun else None, "ratio", "one-in", noun=second.end if noun else None
        )

    # -------------------------------------------------------------- other numbers

    def _ordinal(self, text: str, numeral: Numeral, limit: int) -> Quantity | None:
        words = re.compile(r"[\s-]([\w-]+)(?:\s([\w-]+))?").match(text, numeral.end, limit)
        if not words or numeral.value == 0:
            return None
        for group in (1, 2):
            word = (words[group] or "").lower()
            if word in self._ordinal_nouns:
                return Quantity(
                    numeral.start,
                    words.end(group),
                    numeral.end,
                    numeral.value,
                    self._chunker.singular(word),
                    "ordinal",
                    "ordinal",
                    noun=words.start(1),
                )
        if words[1].lower() in self._rank_words and numeral.value > 1:
            return Quantity(numeral.start, words.end(1), numeral.end, numeral.value, None, "rank", "rank", noun=words.start(1))
        return None

    @staticmethod
    def _multiple(text: str, numeral: Numeral) -> Quantity | None:
        word = numeral.text.lower()
        if word in ("double", "triple", "twice", "thrice", "quadruple", "doubles", "triples") and not re.match(
            r"\s+(?:the|our|its|their|as|that|this|in|over|by|to|what)\b|\s*[.,;]", text[numeral.end : numeral.end + 8]
        ):
            return None
        return Quantity(numeral.start, numeral.end, numeral.end, numeral.value, None, "ratio", "multiple")

    def _fraction(self, text: str, numeral: Numeral, following: Numeral | None, limit: int) -> tuple[Quantity | None, int]:
        """A fraction is a figure before "of" and after "by" or a bound; "half an hour" is a duration."""
        word = numeral.text.lower()
        after = text[numeral.end : numeral.end + 24]
        if (
            word.endswith("half")
            and (of_unit := re.match(r"\s+an?(?=\s)", after))
            and (named := self._name_at(text, numeral.end + of_unit.end(), limit))
        ):
            return Quantity(numeral.start, named[1], numeral.end, numeral.value * named[0].scale, named[0].name, named[0].kind, "lexical-unit"), 0
        before = text[max(0, numeral.start - 12) : numeral.start].lower()
        if re.match(r"\s+(?:of|the)\b", after) or re.search(r"\b(?:by|to|than|about|nearly|almost|over|some|up)\s+\Z", before):
            return Quantity(numeral.start, numeral.end, numeral.end, numeral.value, None, "ratio", "fraction"), 0
        return None, 0


def _inside(quantity: Quantity, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(spans, (quantity.start, quantity.end))
    return any(start < quantity.end and quantity.start < end for start, end in spans[max(0, index - 1) : index + 1])


def _longest(words: object) -> str:
    return "|".join(re.escape(str(word)) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]
