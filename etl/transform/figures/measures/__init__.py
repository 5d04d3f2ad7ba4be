"""What a number is of: the noun phrase as printed (`spans`) and the measure it comes down to."""

import re

from etl.language.inflection import Inflection
from etl.language.patterns import alternation
from etl.transform.figures.measures.spans import Earlier, MeasureSpans
from etl.transform.figures.measures.terms import MeasureTerms
from etl.transform.figures.measures.verbs import MeasureVerbs
from etl.transform.figures.quantities import Quantity
from etl.vocabulary import Vocabulary

__all__ = ["Earlier", "MeasureReader", "MeasureSpans"]

_PURPOSE = re.compile(
    r"\s+(?:more\s+|annually\s+)?(?:(?:to|for)\s+(?!(?:dozens|hundreds|thousands|millions|billions|equal)\b)[a-z]|for\s+(?:the\s+)?[A-Z])"
)
"""What follows money that is there for something: "1 billion dollars to train soldiers"."""
_YEARS = ("year", "decade", "century")
_SEVERAL = 5  # years from which on "years of cooperation" are an anniversary
_MANY = 1000  # people from which on they are no guests
_BOTH = 2


class MeasureReader:
    """Finds measures and reads them; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, inflection: Inflection) -> None:
        words = vocabulary.words["figures"]
        self.terms = MeasureTerms(vocabulary, inflection)
        self._verbs = MeasureVerbs(words["nominal_verbs"])
        self._verbs_of_people = MeasureVerbs(words["verbs_of_people"], intransitive=True)
        self._verbs_of_many_people = MeasureVerbs(words["verbs_of_many_people"], passive=False)
        self._verbs_of_money = MeasureVerbs(words["verbs_of_money"])
        self._verbs_of_duration = MeasureVerbs(words["verbs_of_duration"])
        self._priced = re.compile(rf"\b(?:{alternation(words['priced'])})\s+\Z", re.IGNORECASE)
        self._of_kinds: dict[str, str] = words["measures_of_kinds"]
        self._help = {key: re.compile(rf"\b(?:{alternation(names)})\b", re.IGNORECASE) for key, names in words["kinds_of_help"].items()}
        self._sold_by = tuple(f" per {noun}" for noun in words["sold_by"])
        self._federations = frozenset(words["federations"])
        self._states = re.compile(rf"(?:(?:{alternation(words['all_states'])})\s+)*states\b", re.IGNORECASE)

    def measure_id(self, text: str, start: int, span: tuple[int, int] | None, quantity: Quantity, own: str | None) -> str | None:
        """Return the measure of a figure, or None: what its noun phrase comes down to, or what the verb that governs it says.

        `start` is the figure's, `span` the noun phrase's, `own` the speaker's country. "Exported 5 tonnes of grain" speaks of exports of grain;
        where only people are counted the verb says what they do ("people who fled"), and where money has no noun what is done with it.
        """
        phrase, kind = text[span[0] : span[1]] if span else None, quantity.kind
        if kind == "count" and text[quantity.number_end : quantity.number_end + 1] == "-":  # "six-party talks" counts no talks
            return None
        ends = {quantity.end, span[1] if span else quantity.end}
        noun = self._verbs.noun(text, start, ends)
        whole = " of ".join(part for part in (noun, phrase) if part)
        found = (self.terms.measure_id(whole, kind) if noun else None) or (self.terms.measure_id(phrase, kind) if phrase else None)
        if found == "population" and kind == "count":
            noun = self._verbs_of_people.noun(text, start, ends)
            noun = noun or (self._verbs_of_many_people.noun(text, start, ends) if quantity.value >= _MANY else None)
        elif found is None and kind == "money":
            noun = self._verbs_of_money.noun(text, start, ends) or self._purpose(text, start, quantity)
            if noun == "funding" or (noun is None and quantity.unit is not None and quantity.unit.endswith(self._sold_by)):
                return self._kind_of_help(text, quantity) if noun else "price"
        elif found == "funding" and kind == "money":
            return self._kind_of_help(text, quantity)
        elif found is None and kind == "duration" and quantity.unit in _YEARS:
            noun = self._verbs_of_duration.noun(text, start, ends) or (f"years of {phrase}" if phrase and quantity.value >= _SEVERAL else None)
        elif found == "countries" and quantity.value > _BOTH and own in self._federations and phrase and self._states.match(phrase):
            return "regions"
        else:
            return found or self._of_kinds.get(kind)
        return (self.terms.measure_id(noun, kind) if noun else None) or found

    def _kind_of_help(self, text: str, quantity: Quantity) -> str:
        """Return the one kind of help that a sentence speaks of, else "funding"."""
        kinds = [key for key, words in self._help.items() if words.search(text, *quantity.sentence)]
        return kinds[0] if len(kinds) == 1 else "funding"

    def _purpose(self, text: str, start: int, quantity: Quantity) -> str | None:
        """Return "funding" where money is there for something, and is no price or fine."""
        there = " per " not in str(quantity.unit) and not self._priced.search(text[max(0, start - 24) : start])
        return "funding" if there and _PURPOSE.match(text, quantity.end) else None
