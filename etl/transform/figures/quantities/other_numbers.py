"""Numbers that are no plain amounts: the how-manieth, ranks, multiples and fractions."""

import re

from etl.language.noun_phrases import NounChunker, tokens
from etl.language.numerals import Numeral
from etl.language.patterns import alternation
from etl.transform.figures.quantities.quantity import Quantity
from etl.transform.figures.quantities.units import UnitReader
from etl.vocabulary import Vocabulary

_CHANGED = 40  # characters before a multiple in which its verb of change stands
_MORE_THAN = re.compile(
    r"\s+(?:(?:more|higher|larger|greater|bigger|faster|stronger|longer|less|lower|fewer|smaller|cheaper)\b|as\s+[a-z]+|(?:the|of\s+what|what|that\s+of)\s)"
)
_HOW_MANIETH = re.compile(
    r"-[a-z]|\s(?!(?:of|more|less|higher|lower|fewer|larger|smaller|as|in|by|to|from|since|over|after|this|last|and|or|that|overall|every|each|per|between|on|for|[a-z]+ly)\b)[a-z]+"
)
"""What follows "a third" where it counts no part."""
_OFTEN = re.compile(r"\s+(?:before|already|previously|since)\b")  # "has expanded three times before"
_ORDINAL = 60  # characters in which the noun of an ordinal stands
_ORDINAL_MODIFIERS = 6
_PART = re.compile(r"(?:one|two|three|four|nine)[\s-]+(?:thirds?|fifths?|tenths?)|three[\s-]+quarters", re.IGNORECASE)
_PART_OF = re.compile(r"\s+(?:already\s+)?(?:of|the|its|our|their|your|his|her|my|all|those|these|are|were|have|live)\b")
"""What makes a fraction one: its numerator, or what follows ("half of", "half are")."""
_OF_A_PERCENT = re.compile(r"(?:\s+of)?\s+(?:one|1|an?)[\s-]per\s?cent\b", re.IGNORECASE)
_AND_A_HALF = re.compile(r"\b(?:an?|one)\s([a-z]+)\sand\san?\shalf\Z")
_DOUBLE_AFTER = re.compile(r"\s+(?:the|our|its|their|as|that|this|in|over|by|to|what)\b|\s*[.,;]")
_NOUNS_OR_ADVERBS = ("double", "triple", "quadruple", "doubles", "triples")


class OtherNumbers:
    """Reads ordinals, multiples and fractions; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, chunker: NounChunker, units: UnitReader, changes: str, bounds: str) -> None:
        self._chunker = chunker
        self._units = units
        words = vocabulary.words["figures"]
        self._ordinal_nouns = set(words["ordinal_nouns"])
        self._rank_words = set(words["rank_words"])
        self._grew = re.compile(rf"\b(?:{changes}|multipl(?:y|ies|ied))\s+(?:(?:by|{bounds})\s+)*\Z", re.IGNORECASE)
        self._twice = re.compile(rf"\s+(?:the|our|its|their|as (?:{alternation(words['amounts'])})|that|this|what)\b")

    def ordinal(self, text: str, numeral: Numeral, limit: int) -> Quantity | None:
        """Read the how-manieth of what is numbered ("100th anniversary", "second bilateral meeting"), and ranks ("second-largest")."""
        if text.startswith("-of-", numeral.end):  # "a first-of-its-kind summit"
            return None
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

    def multiple(self, text: str, numeral: Numeral) -> Quantity | None:
        word = numeral.text.lower()
        if word in ("twice", "thrice") and not self._twice.match(text, numeral.end):  # "scored twice"
            return None
        if word in _NOUNS_OR_ADVERBS and not _DOUBLE_AFTER.match(text, numeral.end):
            return None
        return Quantity(numeral.start, numeral.end, numeral.end, numeral.value, None, "ratio", "multiple")

    def is_multiple(self, text: str, times: Quantity, low: int) -> bool:
        """Whether "five times" says by how much ("grew five times", "five times more"), not how often."""
        if _OFTEN.match(text, times.end):
            return False
        return _MORE_THAN.match(text, times.end) is not None or self._grew.search(text[max(low, times.start - _CHANGED) : times.start]) is not None

    def fraction(self, text: str, numeral: Numeral, limit: int) -> Quantity | None:
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
        if of_percent := _OF_A_PERCENT.match(text, numeral.end):  # "half of 1 percent"
            return Quantity(numeral.start, of_percent.end(), numeral.end, numeral.value, "percent", "percentage", "percentage")
        if word.startswith(("a ", "the ")) and _HOW_MANIETH.match(text, numeral.end):  # "a third-quarter report", "to a third country"
            return None
        part = _PART.match(numeral.text) is not None and not re.match(r"-|\s+(?:part|world|majorit)", after)
        if part or _PART_OF.match(after) or re.search(r"\b(?:by|to|than|about|nearly|almost|over|some|up)\s+\Z", before):
            return Quantity(numeral.start, numeral.end, numeral.end, numeral.value, None, "ratio", "fraction")
        return None
