"""Which measure of the vocabulary a noun phrase comes down to: the one whose term holds the head of the phrase."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from etl.language.inflection import Inflection
from etl.language.noun_phrases import Token, tokens
from etl.language.phrases import fold_lower
from etl.vocabulary import Measure, Vocabulary

_LINKS = {"of", "in", "to", "from", "for", "by", "between"}
_ANY_KIND = ("percentage", "ratio", "other")
"""Kinds of figures that can be of any measure: shares and changes of it."""
_KNOWN = 1 << 13  # phrases whose measure is kept: "people", "countries"
_COUNTED = ("count", "rank")
"""Kinds that can be of one thing alone: "one company", "the second-largest economy"."""


class MeasureTerms:
    """Reads noun phrases by the terms of `measures.yml`; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, inflection: Inflection) -> None:
        grammar, words = vocabulary.words["grammar"], vocabulary.words["figures"]
        self._inflection = inflection
        self._known = lru_cache(maxsize=_KNOWN)(self._measure_id)
        self._terms: dict[str, Measure] = {}
        for measure in vocabulary.measures:
            for term in measure.terms:
                self._terms.setdefault(_key(term), measure)
        for measure in vocabulary.measures:
            for term in measure.terms:
                for form in inflection.forms(term):
                    self._terms.setdefault(_key(form), measure)
        people = next(measure for measure in vocabulary.measures if measure.id == "population")
        for demonym in (name for country in vocabulary.countries for name in country.demonyms if inflection.is_plural(name.lower())):
            self._terms.setdefault(_key(demonym), people)  # "400 Chileans"
        self._singular: dict[str, Measure] = {}
        for term, measure in self._terms.items():
            *words_before, last = term.split()
            self._singular.setdefault(" ".join([*words_before, inflection.singular(last)]), measure)
        self._longest = max(len(term.split()) for term in self._terms)
        ends = set(grammar["prepositions"]) | set(grammar["conjunctions"]) | set(grammar["pronouns"]) | set(grammar["determiners"])
        self._determiners = set(grammar["determiners"])
        self._ends = ends - {"and", "or", "one", "total", "overall", "other"}
        self._trailing = set(grammar["adverbs"]) | set(words["after_measures"])
        self._transparent = {form for noun in words["transparent_nouns"] for form in (noun, *inflection.forms(noun))}
        countries = {word for country in vocabulary.countries for name in (*country.names, *country.demonyms) for word in _key(name).split()}
        self._unspecific = ends | self._transparent | set(words["unspecific"]) | countries

    def measure_id(self, phrase: str, kind: str) -> str | None:
        """Return the measure of a noun phrase, if a figure of this kind can be of it, or None."""
        return self._known(phrase, kind)

    def _measure_id(self, phrase: str, kind: str) -> str | None:
        """Read a phrase that has not been met of late.

        The longest term that holds the head decides: "exports of gas to Latvia", not a term that only specifies it ("hospital admissions",
        "projects for schools"). A term may be broken by adjectives ("imports of pipeline gas"). Nouns of amount and change let the
        next noun decide: "the number of tourists", "trade volumes".
        """
        row = [token for token in tokens(phrase, 0, len(phrase)) if token.form[:1].isalnum()]
        found = [best for words in (row, _heads(row, self._ends - _LINKS - self._determiners)) if (best := self._best(words, kind))]
        return max(found, key=lambda best: best[0])[1].id if found else None

    def subject(self, phrase: str | None) -> str:
        """Return what a measure's phrase says beyond the measure and whose it is: "grain" of "our exports of grain", "" of "mutual trade".

        The names of a measure that has one value are all one; of others they tell apart ("nurses" and "teachers" are workers). Two figures of one
        measure speak of the same thing only where this is the same.
        """
        words = [form for form in (_key(token.text) for token in tokens(phrase or "", 0, len(phrase or ""))) if form[:1].isalpha()]
        left = [self._inflection.singular(word) for word in words if word not in self._unspecific]
        measure = self._singular.get(" ".join(left))
        return "" if measure is not None and measure.one_value else " ".join(sorted(set(left)))

    def _best(self, row: Sequence[Token], kind: str) -> tuple[int, Measure] | None:
        """Return the measure that the head of these words names, and of how many words its term is."""
        forms = [_key(token.text) for token in row]
        first = next((index for index, form in enumerate(forms) if form not in self._ends), len(forms))
        end = next((index for index in range(first, len(forms)) if forms[index] in self._ends), len(forms))
        head = end - 1
        while head >= 0:
            for length, measure in self._holding(forms, head, kind):
                if kind in measure.kinds or kind in _ANY_KIND:
                    of_what = length == 1 and head == end - 1 and forms[head] in self._transparent and forms[end : end + 1] == ["of"]
                    if of_what and (whole := self._best(row[end + 1 :], kind)) and whole[0] > 1:
                        return whole  # "a package of security assistance"
                    return length, measure
            if head > 0 and self._follows(forms[head - 1], forms[head]):
                head -= 1
            elif head > 1 and forms[head - 1] in ("and", "or"):  # "grants and scholarships": both are meant
                head -= 2
            elif forms[head] in self._transparent:
                if head == end - 1 and end < len(forms) and (whole := self._best(row[end + 1 :], kind)):
                    return whole
                head -= 1
            else:
                return None
        return None

    def _holding(self, forms: Sequence[str], head: int, kind: str) -> Iterator[tuple[int, Measure]]:
        """Yield the terms that hold a word, the longest first, of equally long ones the one that begins first."""
        for length in range(min(self._longest, len(forms)), 0, -1):
            for start in range(max(0, head - length + 1), min(head, len(forms) - length) + 1):
                term = " ".join(forms[start : start + length])
                measure = self._terms.get(term) or (self._singular.get(term) if kind in _COUNTED else None)
                if measure is not None:
                    yield length, measure

    def _follows(self, before: str, form: str) -> bool:
        """Whether a word can follow the noun that it modifies: "funding available", "homicides committed", "people living", "COVID-19"."""
        participle = form.endswith("ed") or (form.endswith("ing") and self._inflection.is_plural(before))
        return form in self._trailing or participle or form[:1].isdigit()


def _key(term: str) -> str:
    """Return a term or a word as it is compared: lower case, no accents, hyphens as spaces, no possessive."""
    return " ".join(fold_lower(term).replace("'s", "").replace("'", "").split())


def _heads(row: Sequence[Token], ends: Collection[str]) -> list[Token]:
    """Return the last word before each preposition: "deliveries of gas to Latvia" of "American deliveries of liquefied gas to Latvia"."""
    words: list[Token] = []
    for token in row:
        if words and token.form in ends:
            break
        if words and words[-1].form not in _LINKS and token.form not in _LINKS:
            words.pop()
        words.append(token)
    return words
