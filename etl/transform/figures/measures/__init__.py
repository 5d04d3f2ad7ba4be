"""What a number is of: the noun phrase as printed (`spans`), the measure it comes down to, and the countries it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.language.inflection import Inflection
from etl.language.phrases import PhraseMatcher, fold_lower
from etl.records import Mention
from etl.transform.figures.measures.spans import Earlier, MeasureSpans
from etl.vocabulary import Measure, Vocabulary

__all__ = ["Earlier", "MeasureReader", "MeasureSpans", "Sides"]

_PREPOSITION = re.compile(r"\b(?:of|between|in|from|to|for|with|among|on|into|by)\b", re.IGNORECASE)
_LINKS = {"of", "in", "to", "from", "for", "by", "between"}


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose meeting it is and who speaks: the countries that "our countries" and "our" stand for."""

    both: tuple[str, ...]
    own: str | None


class MeasureReader:
    """Finds measures and reads them; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, inflection: Inflection) -> None:
        words = vocabulary.words["figures"]
        self._measures: dict[str, Measure] = {m.id: m for m in vocabulary.measures}
        listed = [(term, m) for m in vocabulary.measures for term in m.terms]
        made_up = [(form, m) for term, m in listed for form in inflection.forms(term)]
        self._terms = PhraseMatcher([*listed, *made_up])
        self._both = PhraseMatcher((p, True) for p in words["both_countries"])
        self._own = PhraseMatcher((p, True) for p in words["own_country"])
        self._flows = PhraseMatcher((f, True) for p in words["flows"] for f in {p, *inflection.forms(p)})
        self._inflows = PhraseMatcher((f, True) for p in words["inflows"] for f in {p, *inflection.forms(p)})

    # -------------------------------------------------------------- what it comes down to

    def measure_id(self, phrase: str, kind: str) -> str | None:
        """Return the measure of a noun phrase: that of its longest term, as far as a figure of this kind can be of it.

        Of equally long terms the one that begins before the first preposition is meant, among those the last ("joint
        investment projects"). If no longer term is found, one may be broken by adjectives ("imports of pipeline gas").
        """
        ranked = max(self._ranked(phrase), self._ranked(_heads(phrase)), key=lambda terms: terms[0][0][0] if terms else 0)
        taken: list[tuple[int, int]] = []
        for _, measure, span in ranked:
            if any(start <= span[0] and span[1] <= end for start, end in taken):
                continue
            if kind in measure.kinds or kind in ("percentage", "ratio", "other"):
                return measure.id
            taken.append(span)
        return None

    def _ranked(self, phrase: str) -> list[tuple[tuple[int, bool, int], Measure, tuple[int, int]]]:
        """Return the terms of a phrase, the best first: number of words, before the first preposition, place."""
        preposition = _PREPOSITION.search(phrase)
        cut = preposition.start() if preposition else len(phrase)
        found = [
            ((len(fold_lower(phrase[m.start : m.end]).split()), m.start < cut, m.start), m.value, (m.start, m.end)) for m in self._terms.find(phrase)
        ]
        return sorted(found, key=lambda term: term[0], reverse=True)

    # -------------------------------------------------------------- countries

    def countries(self, text: str, span: tuple[int, int], measure_id: str | None, entities: Sequence[Mention], sides: Sides) -> list[tuple[str, str]]:
        """Return the countries a measure is about, each with its role: between, from, to or of."""
        phrase = text[span[0] : span[1]]
        if self._both.find(phrase) and len(sides.both) > 1:
            return [(country, "between") for country in sides.both]
        inside = [m for m in entities if len(m.entity_id) == 2 and span[0] <= m.start and m.end <= span[1]]
        flow = bool(self._flows.find(phrase))
        inflow = bool(self._inflows.find(phrase))
        roles: dict[str, str] = {}
        for mention in inside:
            before = fold_lower(text[span[0] : mention.start])
            roles.setdefault(mention.entity_id, self._role(before, text[mention.end : mention.end + 2], mention, flow=flow, inflow=inflow))
        if self._own.find(phrase) and sides.own and sides.own not in roles:
            shared = measure_id is not None and "trade" in measure_id and len(sides.both) > 1 and not inside
            if shared:
                return [(country, "between") for country in sides.both]
            roles[sides.own] = ("from" if flow else "to" if inflow else "of") if inside and (flow or inflow) else "of"
        return sorted(roles.items())

    @staticmethod
    def _role(before: str, after: str, mention: Mention, *, flow: bool, inflow: bool) -> str:
        links = re.findall(r"\b(between|from|to|in|into|of|with|for|and|by)\b", before)
        link = next((word for word in reversed(links) if word != "and"), "")
        if link == "between" or link == "with":
            return "between"
        if link == "from":
            return "from"
        if link in ("to", "into", "for") or (link == "in" and flow and not inflow):
            return "to"
        if flow and (link in ("of", "by", "") or mention.demonym):
            return "from"
        if inflow:
            return "to"
        return "of"


def _heads(phrase: str) -> str:
    """Return the last word before each preposition: "deliveries of gas to Latvia" for "American deliveries of liquefied gas to Latvia"."""
    words: list[str] = []
    for word in phrase.split():
        if words and words[-1].lower() not in _LINKS and word.lower() not in _LINKS:
            words.pop()
        words.append(word)
    return " ".join(words)
