"""Which countries a figure is about: those of its measure, the one that the words after it lead to, the one that has it or does it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.language.inflection import Inflection
from etl.language.noun_phrases import NounChunker, tokens
from etl.language.patterns import alternation
from etl.language.phrases import PhraseMatcher, fold_lower
from etl.records import Mention
from etl.transform.figures.gifts import GiftReader, Meeting
from etl.transform.figures.quantities import Quantity
from etl.vocabulary import Vocabulary

Roles = list[tuple[str, str]]
"""Countries with their roles: between, from, to or of."""
Span = tuple[int, int]

_PLACES = ("region", "city")
"""Kinds of entities that stand for the country they are in."""
_AROUND = 60  # characters after a measure in which a country stands that it goes to, and before one in which "we" stands
_BOTH = 2
_PART = re.compile(r"[;—–]")
_OURS = re.compile(r"\bour\s\Z", re.IGNORECASE)
_WE = re.compile(r"\b(?:we(?:[’'](?:ve|re|ll|d))?|(?:my|our)\s+(?:government|administration|country|nation))\b", re.IGNORECASE)
_OPENS_IN = re.compile(r"\W*(?:(?:and|but|so|now|today|also|here),?\s+)?(?:in|across|throughout)\s+(?:the\s+)?", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:[’'`]s|[’'`])\s+(?:[\w-]+\s+){0,3}\Z")
_MEASURED = ("money", "count", "percentage", "mass", "volume", "other")
"""Kinds of figures that can be about a country that their measure does not name."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose meeting it is and who speaks: the countries that "our countries" and "our" stand for; whether one's own people are spoken to."""

    both: tuple[str, ...]
    own: str | None
    at_home: bool


class CountryReader:
    """Finds the countries of figures; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, chunker: NounChunker, inflection: Inflection) -> None:
        words, grammar = vocabulary.words["figures"], vocabulary.words["grammar"]
        self._chunker = chunker
        self._country_of = {e.id: e.country_id for e, _ in vocabulary.entities if e.kind in _PLACES and e.country_id}
        self._country_of |= {country.id: country.id for country in vocabulary.countries}
        self._both = PhraseMatcher((p, True) for p in words["both_countries"])
        self._own = PhraseMatcher((p, True) for p in words["own_country"])
        self._flows = PhraseMatcher((f, True) for p in words["flows"] for f in {p, *inflection.forms(p)})
        self._inflows = PhraseMatcher((f, True) for p in words["inflows"] for f in {p, *inflection.forms(p)})
        breaks = alternation([*grammar["conjunctions"], *grammar["auxiliaries"], *words["clause_openers"]])
        self._leads_to = re.compile(
            rf"(?:\s+(?!(?:{breaks})\b)[\w’'-]+){{0,4}}?\s+({alternation(words['leading_prepositions'])})\s+"
            rf"(?:the\s+|(?:[\w-]+\s+)?(?:{alternation(words['state_nouns'])})\s+(?:of|in)\s+(?:the\s+)?)?",
            re.IGNORECASE,
        )
        giving = alternation(words["giving_verbs"])
        states = alternation(words["state_nouns"])
        self._to_support = re.compile(rf"\s+to\s+(?:{giving})\s+(?:the\s+)?(?:(?:{states})\s+of\s+(?:the\s+)?)?", re.IGNORECASE)
        self._gives = re.compile(rf"\b(?:{giving})\s+(?:the\s+|our\s+)?(?:(?:{states})\s+of\s+(?:the\s+)?)?\Z", re.IGNORECASE)
        friends = alternation([*words["state_nouns"], *words["given_to"]])
        self._to_receiver = re.compile(rf"(?:\s+(?:{friends}))?(?:\s+with)?(?:\s+[a-z]+){{0,3}}\s+\Z", re.IGNORECASE)
        self._gifts = GiftReader(words)
        self._joint = re.compile(rf"\b(?:{alternation(words['joint_nouns'])})\b", re.IGNORECASE)
        openers = alternation(words["clause_openers"])
        self._opens_clause = re.compile(rf"[,;:(—–]|\b(?:{openers})\b", re.IGNORECASE)
        self._opens_another = re.compile(rf"[;:—–]|\b(?:{openers})\b", re.IGNORECASE)
        self._domestic = frozenset(words["domestic_measures"])
        self._no_country = frozenset(words["measures_without_country"]) | {None}
        self._joint_measures = frozenset(words["joint_measures"])
        self._world = re.compile(rf"\b(?:{alternation(words['world_words'])})\b", re.IGNORECASE)

    def read(
        self,
        text: str,
        quantity: Quantity,
        span: Span | None,
        measure_id: str | None,
        mentions: Sequence[Mention],
        people: Sequence[tuple[int, int, str]],
        sides: Sides,
        limit: int,
    ) -> Roles:
        """Return the countries that a figure is about.

        `span` is its measure's, `mentions` are those of the sentence, `people` the places and countries of its persons, `limit` is where the
        next figure or the sentence's end is.
        """
        mentions = [m for m in mentions if m.entity_id in self._country_of]
        roles = self._read(text, quantity, span, measure_id, mentions, sides, limit)
        given = measure_id in self._gifts.measures and quantity.kind in _MEASURED and not quantity.definite
        if not given or len(sides.both) != _BOTH:
            return roles
        part = self._part(text, quantity)
        named = [(m.start, m.end, self._country_of[m.entity_id]) for m in mentions if part[0] <= m.start < part[1]]
        acting = [(start, end, country) for start, end, country in people if part[0] <= start < part[1]]
        meeting = Meeting((sides.both[0], sides.both[1]), sides.own, part, named, acting)
        return sorted(self._gifts.complete(text, quantity, dict(roles), meeting).items())

    def _read(
        self, text: str, quantity: Quantity, span: Span | None, measure_id: str | None, mentions: Sequence[Mention], sides: Sides, limit: int
    ) -> Roles:
        counted = quantity.kind == "count" and measure_id == "countries"
        named = self._named(text, quantity, span, measure_id, mentions, sides) if span and not counted else []
        if named and all(role == "to" for _, role in named) and (giver := self._giver(text, quantity, mentions, sides)) not in (None, *dict(named)):
            return sorted([*named, (str(giver), "from")])
        if named or quantity.definite or measure_id == "countries":
            return named
        if (owner := self._owner(text, quantity, mentions)) is not None:
            return [(owner, "of")]
        together = measure_id in self._joint_measures and not (span and any(c.isupper() for c in text[slice(*span)]))
        if together and sides.both and not self._abroad(text, quantity, mentions):
            return [(country, "between") for country in sides.both]
        if quantity.kind not in _MEASURED:
            return []
        if roles := self._given(text, quantity, span, measure_id, mentions, sides, limit):
            return sorted(roles.items())
        if (setting := self._setting(text, quantity, mentions)) is not None:
            return [(setting, "of")]
        if self._abroad(text, quantity, mentions):
            return []
        at_home = measure_id in self._domestic or (sides.at_home and measure_id not in self._no_country)
        return [(sides.own, "of")] if sides.own is not None and at_home else []

    def _given(
        self, text: str, quantity: Quantity, span: Span | None, measure_id: str | None, mentions: Sequence[Mention], sides: Sides, limit: int
    ) -> dict[str, str]:
        """Return who gives or has what is measured and who gets it: the clause's subject or "we", and the country that the words lead to."""
        paid = quantity.kind == "money" and measure_id not in self._domestic
        flow = paid or (span is not None and bool(self._flows.find(text[span[0] : span[1]])))
        receiver = self._receiver(text, max(quantity.end, span[1] if span else 0), limit, mentions, flow=flow)
        receiver = receiver or self._given_to(text, quantity, mentions)
        giver = self._giver(text, quantity, mentions, sides) if flow else self._subject(text, quantity, mentions)
        roles = dict([receiver]) if receiver else {}
        if giver is not None and giver not in roles and (not roles or (flow and receiver is not None and receiver[1] == "to")):
            roles[giver] = "from" if flow else "of"
        return roles

    @staticmethod
    def _part(text: str, quantity: Quantity) -> Span:
        """Return the part of its sentence that a figure stands in, as far as the nearest semicolon or dash on either side."""
        low, high = quantity.sentence
        low = max([low, *(m.end() for m in _PART.finditer(text, low, quantity.start))])
        part = _PART.search(text, quantity.end, high)
        return low, part.start() if part else high

    def _abroad(self, text: str, quantity: Quantity, mentions: Sequence[Mention]) -> bool:
        """Whether the part of the sentence that a figure stands in speaks of countries or of the world."""
        low, high = self._part(text, quantity)
        return any(low <= m.start < high for m in mentions) or self._world.search(text, low, high) is not None

    def _named(self, text: str, quantity: Quantity, span: Span, measure_id: str | None, mentions: Sequence[Mention], sides: Sides) -> Roles:
        """Return the countries that the measure's own words name."""
        phrase = text[span[0] : span[1]]
        if len(sides.both) > 1 and self._both.find(phrase):
            return [(country, "between") for country in sides.both]
        inside = [m for m in mentions if span[0] <= m.start and m.end <= span[1]]
        opened = _OURS.search(text, quantity.sentence[0], quantity.start) if span[0] >= quantity.end else None  # "our 2,000-mile border"
        ours = sides.own is not None and bool(opened or self._own.find(phrase))
        if not inside and not ours and self._its(text, quantity, phrase, span[0], mentions) is None:
            return [(country, "between") for country in sides.both] if self._joint.search(phrase) else []
        flow = bool(self._flows.find(phrase))
        inflow = bool(self._inflows.find(phrase))
        roles: dict[str, str] = {}
        for mention in inside:
            before = fold_lower(text[span[0] : mention.start])
            roles.setdefault(self._country_of[mention.entity_id], _role(before, mention, flow=flow, inflow=inflow))
        if ours and sides.own and sides.own not in roles:
            shared = measure_id is not None and "trade" in measure_id and len(sides.both) > 1 and not inside
            if shared:
                return [(country, "between") for country in sides.both]
            roles[sides.own] = ("from" if flow else "to" if inflow else "of") if inside and (flow or inflow) else "of"
        if (owner := self._its(text, quantity, phrase, span[0], mentions)) is not None:
            roles.setdefault(owner, "from" if flow else "to" if inflow else "of")
        if "between" in roles.values():  # "the U.S. alliance with Australia"
            roles = {country: "between" if role == "of" else role for country, role in roles.items()}
        return sorted(roles.items())

    def _its(self, text: str, quantity: Quantity, phrase: str, start: int, mentions: Sequence[Mention]) -> str | None:
        """Return the country that "its" stands for, the last one named before: "Mexico has raised its exports"."""
        if not phrase.lower().startswith(("its ", "their ")):
            return None
        before = next((m for m in reversed(mentions) if quantity.sentence[0] <= m.start and m.end <= start), None)
        return self._country_of[before.entity_id] if before is not None and not before.demonym else None

    def _receiver(self, text: str, place: int, limit: int, mentions: Sequence[Mention], *, flow: bool) -> tuple[str, str] | None:
        """Return the country that the words after a place lead to, with its role: "security assistance delivered to Ukraine"."""
        mention = next((m for m in mentions if place < m.start and m.end <= min(limit, place + _AROUND)), None)
        if mention is None:
            return None
        if self._to_support.fullmatch(text, place, mention.start):
            return self._country_of[mention.entity_id], "to"
        lead = self._leads_to.fullmatch(text, place, mention.start)
        if lead is None:
            return None
        link = lead[1].lower()
        role = "from" if link == "from" else "to" if flow or link in ("to", "into") else "of"
        return self._country_of[mention.entity_id], role

    def _given_to(self, text: str, quantity: Quantity, mentions: Sequence[Mention]) -> tuple[str, str] | None:
        """Return the country that stands between a verb of giving and the figure: "gave Kenya 5 million dollars"."""
        mention = next((m for m in reversed(mentions) if m.end <= quantity.start), None)
        if mention is None or not self._gives.search(text, max(quantity.sentence[0], mention.start - _AROUND), mention.start):
            return None
        return (self._country_of[mention.entity_id], "to") if self._to_receiver.fullmatch(text, mention.end, quantity.start) else None

    def _setting(self, text: str, quantity: Quantity, mentions: Sequence[Mention]) -> str | None:
        """Return the country that a sentence opens in, if it names no other: "In Spain, green industry makes thousands of jobs"."""
        around = [m for m in mentions if quantity.sentence[0] <= m.start < quantity.sentence[1]]
        if not around or around[0].end > quantity.start or len({self._country_of[m.entity_id] for m in around}) > 1:
            return None
        return self._country_of[around[0].entity_id] if _OPENS_IN.fullmatch(text, quantity.sentence[0], around[0].start) else None

    def _owner(self, text: str, quantity: Quantity, mentions: Sequence[Mention]) -> str | None:
        """Return the country whose figure it is called right before it: "Jamaica’s upcoming 60th anniversary"."""
        mention = next((m for m in reversed(mentions) if m.end <= quantity.start), None)
        if mention is None or not _POSSESSIVE.fullmatch(text, mention.end, quantity.start):
            return None
        return self._country_of[mention.entity_id]

    def _giver(self, text: str, quantity: Quantity, mentions: Sequence[Mention], sides: Sides) -> str | None:
        """Return the country that gives: the clause's subject, or the speaker's where "we" is it."""
        return self._subject(text, quantity, mentions) or (sides.own if self._we_act(text, quantity) else None)

    def _we_act(self, text: str, quantity: Quantity) -> bool:
        """Whether the speakers themselves are the subject before a figure: "we have given", "we are providing"."""
        we = next(iter(_WE.finditer(text, max(quantity.sentence[0], quantity.start - _AROUND), quantity.start)), None)
        return we is not None and not self._opens_another.search(text, we.end(), quantity.start)

    def _subject(self, text: str, quantity: Quantity, mentions: Sequence[Mention]) -> str | None:
        """Return the country that is the subject of the figure's clause: "Spain takes part with 1,471 troops"."""
        low = max(quantity.sentence[0], quantity.start - 4 * _AROUND)
        breaks = [m.end() for m in self._opens_clause.finditer(text, low, quantity.start)]
        clause = breaks[-1] if breaks else low
        mention = next((m for m in mentions if clause <= m.start and m.end <= quantity.start), None)
        if mention is None or mention.demonym or text[clause : mention.start].strip().lower() not in ("", "the", "today", "today the"):
            return None
        verb = next(iter(tokens(text, mention.end, quantity.start)), None)
        is_verb = verb is not None and verb.text.islower() and (self._chunker.is_break(verb) or verb.form.endswith(("s", "ed")))
        return self._country_of[mention.entity_id] if is_verb else None


def _role(before: str, mention: Mention, *, flow: bool, inflow: bool) -> str:
    """Return the role of a country inside a measure by the preposition before it."""
    links = re.findall(r"\b(between|from|to|in|into|of|with|for|and|by)\b", before)
    link = next((word for word in reversed(links) if word != "and"), "")
    if link in ("between", "with"):
        return "between"
    if link == "from":
        return "from"
    if link in ("to", "into", "for") or (link == "in" and flow and not inflow):
        return "to"
    if flow and (link in ("of", "by", "") or mention.demonym):
        return "from"
    return "to" if inflow else "of"
