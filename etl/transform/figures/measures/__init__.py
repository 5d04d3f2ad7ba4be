"""What a number is of: the noun phrase as printed (`spans`), the measure it comes down to, and the countries it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.language.inflection import Inflection
from etl.language.patterns import alternation
from etl.language.phrases import PhraseMatcher, fold_lower
from etl.records import Mention
from etl.transform.figures.measures.spans import Earlier, MeasureSpans
from etl.transform.figures.measures.terms import MeasureTerms
from etl.transform.figures.measures.verbs import MeasureVerbs
from etl.vocabulary import Vocabulary

__all__ = ["Earlier", "MeasureReader", "MeasureSpans", "Sides"]


_LEADS = 60  # characters after a measure in which a country stands that it goes to
_WE = re.compile(r"\bwe(?:[’'](?:ve|re|ll|d))?\b[^,;:.]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose meeting it is and who speaks: the countries that "our countries" and "our" stand for."""

    both: tuple[str, ...]
    own: str | None


class MeasureReader:
    """Finds measures and reads them; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, inflection: Inflection) -> None:
        words = vocabulary.words["figures"]
        self._terms = MeasureTerms(vocabulary, inflection)
        self.verbs = MeasureVerbs(words["nominal_verbs"])
        self._both = PhraseMatcher((p, True) for p in words["both_countries"])
        self._own = PhraseMatcher((p, True) for p in words["own_country"])
        grammar = vocabulary.words["grammar"]
        breaks = alternation([*grammar["conjunctions"], *grammar["auxiliaries"], *words["clause_openers"]])
        self._leads_to = re.compile(
            rf"(?:\s+(?!(?:{breaks})\b)[\w’'-]+){{0,4}}?\s+({alternation(words['leading_prepositions'])})\s+"
            rf"(?:the\s+|(?:[\w-]+\s+)?(?:{alternation(words['state_nouns'])})\s+(?:of|in)\s+(?:the\s+)?)?",
            re.IGNORECASE,
        )
        self._flows = PhraseMatcher((f, True) for p in words["flows"] for f in {p, *inflection.forms(p)})
        self._inflows = PhraseMatcher((f, True) for p in words["inflows"] for f in {p, *inflection.forms(p)})

    def measure_id(self, phrase: str | None, kind: str, noun: str | None = None) -> str | None:
        """Return the measure that a noun phrase comes down to, if a figure of this kind can be of it.

        `noun` is what the verb that governs the figure says of it ("exports of" for "exported").
        """
        whole = " of ".join(part for part in (noun, phrase) if part)
        return (self._terms.measure_id(whole, kind) if noun else None) or (self._terms.measure_id(phrase, kind) if phrase else None)

    # -------------------------------------------------------------- countries

    def countries(self, text: str, span: tuple[int, int], measure_id: str | None, entities: Sequence[Mention], sides: Sides) -> list[tuple[str, str]]:
        """Return the countries a measure is about, each with its role: between, from, to or of."""
        phrase = text[span[0] : span[1]]
        if len(sides.both) > 1 and self._both.find(phrase):
            return [(country, "between") for country in sides.both]
        inside = [m for m in entities if len(m.entity_id) == 2 and span[0] <= m.start and m.end <= span[1]]
        ours = sides.own is not None and bool(self._own.find(phrase))
        if not inside and not ours:
            return []
        flow = bool(self._flows.find(phrase))
        inflow = bool(self._inflows.find(phrase))
        roles: dict[str, str] = {}
        for mention in inside:
            before = fold_lower(text[span[0] : mention.start])
            roles.setdefault(mention.entity_id, self._role(before, text[mention.end : mention.end + 2], mention, flow=flow, inflow=inflow))
        if ours and sides.own and sides.own not in roles:
            shared = measure_id is not None and "trade" in measure_id and len(sides.both) > 1 and not inside
            if shared:
                return [(country, "between") for country in sides.both]
            roles[sides.own] = ("from" if flow else "to" if inflow else "of") if inside and (flow or inflow) else "of"
        return sorted(roles.items())

    def receiver(self, text: str, place: int, limit: int, entities: Sequence[Mention], *, flow: bool) -> tuple[str, str] | None:
        """Return the country that the words after a figure and its measure lead to, with its role: "security assistance delivered to Ukraine".

        `place` is the end of both, `limit` that of the sentence or where the next figure starts.
        """
        country = next((m for m in entities if len(m.entity_id) == 2 and place < m.start and m.end <= min(limit, place + _LEADS)), None)
        lead = self._leads_to.fullmatch(text, place, country.start) if country is not None else None
        if country is None or lead is None:
            return None
        link = lead[1].lower()
        role = "from" if link == "from" else "to" if flow or link in ("to", "into") else "of"
        return country.entity_id, role

    @staticmethod
    def gives(text: str, low: int, place: int) -> bool:
        """Whether the speakers themselves are the subject before a figure: "we have given", "we are providing"."""
        return _WE.search(text, max(low, place - _LEADS), place) is not None

    def is_flow(self, phrase: str) -> bool:
        """Whether a measure goes from one country to another: aid, exports, deliveries."""
        return bool(self._flows.find(phrase))

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
