"""Who has or gives what a figure counts: the subject of its clause, or the speakers themselves."""

import re
from collections.abc import Mapping
from typing import Any

from etl.language.noun_phrases import NounChunker, tokens
from etl.language.patterns import alternation
from etl.transform.figures.countries.said import AROUND, Said

_WE = re.compile(
    r"\b(?:we(?:[’'](?:ve|re|ll|d))?|(?:my|our)\s+(?:government|administration|country|nation)"
    r"|the\s+(?-i:(?:[A-Z][\w-]+\s+)?Administration))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"and\s+(?:[a-z]+ly\s+)?[a-z]+ed\b")  # the same subject: "has donated and shipped"
_OPENERS = ("", "the", "today", "today the")
"""What may stand before a subject in its clause."""


class ActorReader:
    """Finds who acts; compiled once from `figures.yml`."""

    def __init__(self, words: Mapping[str, Any], chunker: NounChunker) -> None:
        self._chunker = chunker
        openers = alternation(words["clause_openers"])
        reporting = alternation(words["announcing_verbs"])
        self._opens_clause = re.compile(rf"[,;:(—–]|\b(?:{openers})\b|\b(?:{reporting})\b(?=\s+(?:the\s+)?[A-Z])", re.IGNORECASE)
        self._opens_another = re.compile(rf"[;:—–]|\b(?:{openers})\b", re.IGNORECASE)
        self._institution = re.compile(rf"\s+(?:{alternation(words['state_institutions'])})\b,?(?:\s+led\s+by\s+[^,]+,)?", re.IGNORECASE)
        self._giving = re.compile(rf"\b(?:{alternation(words['giving_words'])})\b", re.IGNORECASE)
        self._you_have = re.compile(
            rf"\byou(?:\s+have|\s+are|[’'`](?:ve|re))(?:\s+been)?\s+(?:{alternation(words['taking_in'])})\b[\w\s]*\Z", re.IGNORECASE
        )
        self._taking_in = re.compile(rf"\b(?:{alternation(words['taking_in'])})\b", re.IGNORECASE)
        self._we_have = re.compile(
            r"\bwe(?:\s+(?:have|had|are)|[’'`](?:ve|re))\s+(?:[a-z]+ly\s+|already\s+|now\s+)?"
            rf"(?:{alternation(words['taking_in'])})\b[\w\s]*\Z",
            re.IGNORECASE,
        )

    def giver(self, said: Said) -> str | None:
        """Return the country that gives: the clause's subject, or the speaker's where "we" is it.

        An institution gives for its country: "U.S. agencies provided 5 million dollars".
        """
        return self.subject(said) or self._institution_gives(said) or (said.sides.own if self.we_act(said) else None)

    def subject(self, said: Said) -> str | None:
        """Return the country that is the subject of the figure's clause: "Spain takes part with 1,471 troops"."""
        clause = self._clause(said)
        country = next((n for n in said.named if clause <= n.start and n.end <= said.quantity.start), None)
        if country is None or country.demonym or not self._acts(said, clause, country.start, country.end):
            return None
        return country.country

    def host(self, said: Said) -> str | None:
        """Return the country that has taken in whom a figure counts: "Poland is hosting a million refugees", "we have received them"."""
        if self.we_have(said):
            return said.sides.own
        low, both = max(said.quantity.sentence[0], said.quantity.start - AROUND), said.sides.both
        if len(both) > 1 and said.sides.own in both and self._you_have.search(said.text, low, said.quantity.start):
            return next(side for side in both if side != said.sides.own)
        before = next((n for n in reversed(said.named) if n.end <= said.quantity.start and not n.demonym), None)
        if before is None or before.start < said.quantity.sentence[0]:
            return None
        return before.country if self._taking_in.search(said.text, before.end, said.quantity.start) else None

    def we_have(self, said: Said) -> bool:
        """Whether the speakers have taken in whom a figure counts: "we have received more than a million people"."""
        low = max(said.quantity.sentence[0], said.quantity.start - AROUND)
        return self._we_have.search(said.text, low, said.quantity.start) is not None

    def _institution_gives(self, said: Said) -> str | None:
        clause = self._clause(said)
        actor = next((n for n in said.actors if clause <= n.start and n.end <= said.quantity.start), None)
        state = self._institution.match(said.text, actor.end) if actor is not None and actor.demonym else None
        if actor is None or (actor.demonym and state is None):
            return None
        end = state.end() if state else actor.end
        gives = self._giving.search(said.text, end, said.quantity.start) is not None
        return actor.country if gives and self._acts(said, clause, actor.start, end) else None

    def _clause(self, said: Said) -> int:
        """Return where the clause opens that a figure stands in."""
        low = max(said.quantity.sentence[0], said.quantity.start - 4 * AROUND)
        opened = [m.end() for m in self._opens_clause.finditer(said.text, low, said.quantity.start) if not _GOES_ON.match(said.text, m.start())]
        return opened[-1] if opened else low

    def _acts(self, said: Said, clause: int, start: int, end: int) -> bool:
        """Whether what stands from `start` to `end` opens its clause and a verb follows it."""
        if said.text[clause:start].strip().lower() not in _OPENERS:
            return False
        words = tokens(said.text, end, said.quantity.start)
        verb = next((token for token in words if not self._chunker.ends_as_adverb(token)), None)
        if verb is None:  # "Spain practically doubled the number": the figure is the verb
            return said.quantity.rule == "multiple"
        return verb.text.islower() and (self._chunker.is_break(verb) or verb.form.endswith(("s", "ed")))

    def we_act(self, said: Said) -> bool:
        """Whether the speakers themselves are the subject before a figure: "we have given", "we are providing"."""
        low = max(said.quantity.sentence[0], said.quantity.start - 3 * AROUND)
        we = next(reversed(list(_WE.finditer(said.text, low, said.quantity.start))), None)
        return we is not None and not self._opens_another.search(said.text, we.end(), said.quantity.start)
