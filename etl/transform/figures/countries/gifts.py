"""Who gives and who gets, between two who meet: aid, loans, vaccines, weapons of which a text names one end or neither."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.language.patterns import alternation
from etl.transform.figures.quantities import Quantity

_PREPOSITION = re.compile(r"\b(?:for|to|with|in|of|between|and|by|from)\s+(?:the\s+)?\Z", re.IGNORECASE)
_NEAR = 80  # characters after a figure in which a third country may be the one that gets it
_ELSEWHERE = re.compile(r"\s+(?:[\w’'&-]+\s+){0,8}?to\s+(?:the\s+)?[A-Z]")
"""What leads to a receiver with a name, an organisation where it is no country: "50 million doses to the African Union"."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The two who meet, the one that speaks, and the part of a sentence that speaks of a figure.

    `named` are the countries that it names and `people` the countries of its persons, with their places, in order; `said_before` are the
    countries that the sentences before it name.
    """

    both: tuple[str, str]
    own: str | None
    part: tuple[int, int]
    named: Sequence[tuple[int, int, str]]
    people: Sequence[tuple[int, int, str]]
    said_before: frozenset[str] = frozenset()

    def other(self, country: str) -> str:
        """Return the one of the two that a country is not."""
        return next(side for side in self.both if side != country)


class GiftReader:
    """Completes who gives and who gets; compiled once from `figures.yml`."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.measures: frozenset[str] = frozenset(words["given_measures"])
        giving = alternation(words["giving_words"])
        self._giving = re.compile(rf"\b(?:{giving})\b", re.IGNORECASE)
        self._receiving = re.compile(rf"\b(?:{alternation(words['receiving_words'])})\b", re.IGNORECASE)
        self._gives = re.compile(rf"\s+(?:(?:has|have|had|is|are|was|were|will|would)\s+)?(?:\w+ly\s+|already\s+)?(?:{giving})\b")
        self._acts = re.compile(r"\s+(?:has|have|had|is|are|was|were|will|would|can|could)\b")
        self._help_to = re.compile(r"\b(?:assistance|aid|help|support)\s+(?:to|for)\s+(?:the\s+)?\Z", re.IGNORECASE)
        self._many = re.compile(rf"\b(?:{alternation(words['world_words'])})\b")

    def complete(self, text: str, quantity: Quantity, roles: dict[str, str], meeting: Meeting) -> dict[str, str]:
        """Return the roles with the giver ("from") and the receiver ("to") that the words tell or that the other's role leaves.

        One who is named after the figure gets it, one who is named before a word of giving gives it; where nobody is named the speaker's
        side gives, or gets what it gives thanks for.
        """
        roles = {country: self._end(text, quantity, meeting, country) if role == "of" else role for country, role in roles.items()}
        if not set(roles.values()) <= {"from", "to"} or len(roles) > 1 or self._many.search(text, meeting.part[0], quantity.start):
            return roles
        named_next = next((start for start, _, _ in meeting.named if start >= quantity.end), meeting.part[1])
        many = self._many.search(text, quantity.end, named_next) is not None
        giver, receiver = (next((c for c, role in roles.items() if role == end), None) for end in ("from", "to"))
        if giver is None and receiver is None and not many:
            giver, receiver = self._ends(text, quantity, meeting)
        if receiver is not None and giver is None:
            giver = meeting.other(receiver) if receiver in meeting.both else meeting.own if self._speaker_gives(text, meeting) else None
        third = any(country not in meeting.both for start, _, country in meeting.named if start < quantity.end + _NEAR)
        if giver in meeting.both and receiver is None and not many and not _ELSEWHERE.match(text, quantity.end):
            other = meeting.other(giver)
            receiver = other if not third or any(country == other for _, _, country in meeting.named) else None
            elsewhere = meeting.said_before - set(meeting.both)
            if elsewhere and other not in meeting.said_before and not any(country == other for _, _, country in meeting.named):
                receiver = next(iter(elsewhere)) if len(elsewhere) == 1 else None  # they speak of a third country
        return {country: end for country, end in ((giver, "from"), (receiver, "to")) if country is not None}

    def _end(self, text: str, quantity: Quantity, meeting: Meeting, country: str) -> str:
        """Return the end of the gift at which a country stands that has it: "Kenya has received", "Japan's pledge"."""
        end = next((end for _, end, named in meeting.named if named == country and end <= quantity.start), None)
        if end is None:
            return "of"
        if self._receiving.search(text, end, quantity.start):
            return "to"
        return "from" if self._giving.search(text, end, quantity.end + 24) else "of"

    def _ends(self, text: str, quantity: Quantity, meeting: Meeting) -> tuple[str | None, str | None]:
        """Return who gives and who gets by who is named round the figure, or by who speaks where nobody is."""
        low, high = meeting.part
        thanks, gives = self._receiving.search(text, low, high) is not None, self._giving.search(text, low, high) is not None
        actors = (country for _, end, country in reversed(meeting.people) if end <= quantity.start and self._gives.match(text, end))
        if (actor := next(actors, None)) in meeting.both:  # "President Verel announced 5 million dollars"
            return actor, None
        start, end, after = next((named for named in meeting.named if named[0] >= quantity.end), (0, 0, None))
        if after is not None and self._gives.match(text, end):
            return after, None
        if after in meeting.both and not self._acts.match(text, end) and (thanks or (gives and after != meeting.own)):
            return None, after
        start, _, told = next((named for named in reversed(meeting.named) if named[1] <= quantity.start), (0, 0, None))
        if told in meeting.both and self._help_to.search(text, low, start):  # "our assistance to Ukraine: a package of 5 million dollars"
            return None, told
        sides = {country for start, _, country in meeting.named if start < quantity.start}
        if gives and not thanks and meeting.own in sides and sides == set(meeting.both):
            return meeting.own, None  # "the U.S. helps Ukraine, with a package of 5 million dollars"
        if not meeting.named and meeting.own in meeting.both and (thanks or gives):
            return (None, meeting.own) if thanks else (meeting.own, None)
        start, end, before = next((named for named in reversed(meeting.named) if named[1] <= quantity.start), (0, 0, None))
        its = self._giving.match(text, end + 1) is not None  # "the Norwegian donation"
        gave = before is not None and (its or not _PREPOSITION.search(text, low, start)) and self._giving.search(text, end, quantity.start)
        return (before, None) if gave and after is None and not self._receiving.search(text, end, quantity.start) else (None, None)

    def _speaker_gives(self, text: str, meeting: Meeting) -> bool:
        return self._giving.search(text, *meeting.part) is not None and self._receiving.search(text, *meeting.part) is None
