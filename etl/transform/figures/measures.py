"""What a number is of: the noun phrase as printed, the measure it comes down to, and the countries it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.language.inflection import Inflection
from etl.language.noun_phrases import NounChunker, tokens
from etl.language.phrases import PhraseMatcher, fold_lower
from etl.records import Mention
from etl.transform.figures.quantities import Quantity
from etl.transform.figures.wording import Wording
from etl.vocabulary import Measure, Vocabulary

_WORTH = re.compile(r"\s+(?:worth\s+of|of|in|for|from)\s+")
_PREPOSITION = re.compile(r"\b(?:of|between|in|from|to|for|with|among|on|into|by)\b", re.IGNORECASE)
_LINKS = {"of", "in", "to", "from", "for", "by", "between"}
_IN = re.compile(r"\s+(?:in|of|for)\s+")


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose meeting it is and who speaks: the countries that "our countries" and "our" stand for."""

    both: tuple[str, ...]
    own: str | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The spans of the measures of the figure before in the sentence, and of the last one in the turn ("it")."""

    same_sentence: tuple[int, int] | None
    same_turn: tuple[int, int] | None


class MeasureReader:
    """Finds measures and reads them; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, chunker: NounChunker, inflection: Inflection) -> None:
        self._chunker = chunker
        words = vocabulary.words["figures"]
        self._measures: dict[str, Measure] = {m.id: m for m in vocabulary.measures}
        listed = [(term, m) for m in vocabulary.measures for term in m.terms]
        made_up = [(form, m) for term, m in listed for form in inflection.forms(term)]
        self._terms = PhraseMatcher([*listed, *made_up])
        self._changes = {p for rule in vocabulary.ruleset("figures.changes") for p in rule.phrases}
        self._both = PhraseMatcher((p, True) for p in words["both_countries"])
        self._own = PhraseMatcher((p, True) for p in words["own_country"])
        self._flows = PhraseMatcher((f, True) for p in words["flows"] for f in {p, *inflection.forms(p)})
        self._inflows = PhraseMatcher((f, True) for p in words["inflows"] for f in {p, *inflection.forms(p)})

    # -------------------------------------------------------------- where it stands

    def span(
        self, text: str, quantity: Quantity, wording: Wording, earlier: Earlier, low: int, masks: Sequence[tuple[int, int]]
    ) -> tuple[int, int] | None:
        """Return the measure's span; `low` is where the words of the figure before end, `masks` are words of dates and sources."""
        previous, antecedent = earlier.same_sentence, earlier.same_turn
        if quantity.kind == "count":
            return self._counted(text, quantity)
        if quantity.kind in ("ordinal", "rank") and quantity.noun is not None:
            return self._chunker.phrase_after(text, quantity.noun, quantity.sentence[1], masks=masks, specifiers={"of"})
        if quantity.kind in ("duration", "age"):
            return None
        if quantity.rule in ("one-in",) and quantity.noun is not None:
            return self._chunker.phrase_after(text, quantity.noun, quantity.end)
        if quantity.rule == "multiple" and (doubled := self._chunker.phrase_after(text, quantity.end, quantity.sentence[1], masks=masks)):
            return doubled
        cue = wording.cue
        if cue is not None and cue.start >= quantity.end:  # "a 40 percent increase in trade"
            link = _IN.match(text, cue.end, quantity.sentence[1])
            found = self._chunker.phrase_after(text, link.end(), quantity.sentence[1], masks=masks) if link else None
            if found:
                return found
            before = self._chunker.phrase_after(text, quantity.end, cue.start, masks=masks)
            if before:
                return before
        if cue is not None and cue.end <= quantity.start:  # "increasing the trade turnover to a billion"
            gap_end = self._gap_end(text, cue.end, wording.start)
            found = self._chunker.phrase_after(text, cue.end, gap_end, masks=masks) if gap_end > cue.end else None
            if found and text[found[1] : gap_end].strip(" ,") == "":
                if not re.fullmatch(r"(?i)it|them|this|that", text[found[0] : found[1]]) and len(text[found[0] : found[1]]) > 2:
                    return self._after_link(text, found)
            elif re.search(r"\b(?:it|this|them)\b", text[cue.start : gap_end]) and (previous or antecedent):
                return previous or antecedent
        if after := self._after_quantity(text, quantity, masks):
            return after
        return self._subject(text, quantity, wording, previous, low, masks)

    def _after_link(self, text: str, span: tuple[int, int]) -> tuple[int, int]:
        """Leave out a preposition that opens the phrase ("growth in exports")."""
        link = re.match(r"(?:in|of|for)\s+", text[span[0] : span[1]])
        return (span[0] + link.end(), span[1]) if link else span

    @staticmethod
    def _gap_end(text: str, start: int, end: int) -> int:
        """Return where the last of "by", "to", "of", "at", "from" before the figure starts."""
        gap = text[start:end]
        link = re.search(r"\b(?:by|to|of|at|from)\s*\Z", gap.rstrip() + " ") if gap.strip() else None
        return start + link.start() if link else end

    def _counted(self, text: str, quantity: Quantity) -> tuple[int, int] | None:
        if quantity.noun is None:
            return None
        first = quantity.noun
        while first < quantity.end and not text[first].isalnum():
            first += 1
        of = re.match(r"of\s+(?:the\s+)?", text[first : quantity.end])
        return (first + (of.end() if of else 0), self._noun_end(text, first, quantity))

    def _noun_end(self, text: str, first: int, quantity: Quantity) -> int:
        """Leave "a week" of "five flights a week" out of the counted noun."""
        if quantity.unit and " per " in quantity.unit:
            per = re.search(r"\s(?:an?|per|each|every)\s\w+\Z|/\w+\Z", text[first : quantity.end])
            if per:
                return first + per.start()
        return quantity.end

    def _after_quantity(self, text: str, quantity: Quantity, masks: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """Read "40 percent of exports", "2 billion dollars in aid", "half of the fleet"."""
        link = _WORTH.match(text, quantity.end, quantity.sentence[1])
        if not link:
            return None
        found = self._chunker.phrase_after(text, link.end(), quantity.sentence[1], masks=masks)
        if not found:
            return None
        if link[0].split()[-1] == "of" or self.measure_id(text[found[0] : found[1]], quantity.kind):
            return found
        return None

    def _subject(
        self, text: str, quantity: Quantity, wording: Wording, previous: tuple[int, int] | None, low: int, masks: Sequence[tuple[int, int]]
    ) -> tuple[int, int] | None:
        """Return the noun phrase before the verb that governs the figure; where there is none, the measure before."""
        place = wording.cue.start if wording.cue is not None and wording.cue.end <= quantity.start else wording.start
        inside = [t for t in tokens(text, low, place) if not any(a <= t.start < b for a, b in masks)]
        if previous is not None and self._continues(text, low, place, inside):
            return previous
        # The verb: the last word of a chain of verbs, auxiliaries and adverbs that a noun phrase stands before.
        index = len(inside) - 1
        while index >= 0 and inside[index].form in (
            "to",
            "by",
            "at",
            "of",
            "from",
            "a",
            "an",
            "the",
            "for",
            "up",
            "about",
            "some",
            "than",
            "more",
            "as",
        ):
            index -= 1
        end = inside[index].end if index >= 0 else place
        if wording.cue is not None and wording.cue.end <= quantity.start:
            end = place
        while index >= 0:
            token = inside[index]
            if (
                token.form in self._chunker.auxiliaries
                or token.form in self._chunker.adverbs
                or token.form in self._chunker.verbs
                or token.text in ",–—"
                or token.form in ("to", "be")
            ):
                end = token.start
                index -= 1
            else:
                break
        if index < 0:
            return previous
        found = self._chunker.phrase_before(text, low, end, masks=masks)
        if found and re.fullmatch(r"(?i)(?:us|them|the|a|that|this|and)", text[found[0] : found[1]]):
            found = None
        return found or (previous if previous else None)

    def _continues(self, text: str, low: int, place: int, inside: Sequence[object]) -> bool:
        """Whether the figure only goes on from the one before: "…, exceeding half a billion", "…, up 12 percent", "and 5 percent"."""
        words = [getattr(t, "form", "") for t in inside if getattr(t, "text", "") not in ",–—;("]
        return all(
            w in self._chunker.verbs
            or w in self._chunker.adverbs
            or w in ("and", "or", "to", "by", "from", "with", "while", "then", "up", "down", "a", "an", "the")
            for w in words
        )

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
