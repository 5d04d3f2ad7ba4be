"""Countries that the words round a figure lead to: where it goes, where it is placed, whose it is called."""

import re
from collections.abc import Mapping
from typing import Any

from etl.language.patterns import alternation
from etl.transform.figures.countries.said import AROUND, Said

_OPENS_IN = re.compile(r"\W*(?:(?:and|but|so|now|today|also|here),?\s+)?(?:in|across|throughout)\s+(?:the\s+)?", re.IGNORECASE)
_BY = re.compile(r"\s+by\s+(?:the\s+)?")
_LEFT = re.compile(r"\s+(?:who\s+)?(?:(?:have|has|had|are|were)\s+)?(?:already\s+|now\s+)?(?:left|fled|leaving|fleeing)\s+(?:from\s+)?(?:the\s+)?")
_POSSESSIVE = re.compile(r"(?:[’'`]s|[’'`])\s+(?:[\w-]+\s+){0,3}\Z")
_RELATIVE = re.compile(r"(?:\s+(?!(?:in|to|for)\b)[\w’'-]+){0,4}?\s+(?:that|which)\s+(?:the\s+)?", re.IGNORECASE)


class SurroundingsReader:
    """Finds the countries that a figure's surroundings lead to; compiled once from `figures.yml` and `grammar.yml`."""

    def __init__(self, words: Mapping[str, Any], grammar: Mapping[str, Any]) -> None:
        breaks = alternation([*grammar["conjunctions"], *grammar["auxiliaries"], *words["clause_openers"]])
        states = alternation(words["state_nouns"])
        self._leads_to = re.compile(
            rf"(?:\s+(?!(?:{breaks})\b)[\w’'-]+){{0,4}}?\s+({alternation(words['leading_prepositions'])})\s+"
            rf"(?:the\s+|(?:[\w-]+\s+)?(?:{states})\s+(?:of|in)\s+(?:the\s+)?)?",
            re.IGNORECASE,
        )
        self._passive = re.compile(  # "48 bcm of gas was exported from Norway"
            r"(?:\s+of\s+[\w-]+)?\s+(?:(?:has|have|had)\s+)?(?:was|were|is|are|been|be|being)\s+(?:\w+\s+){1,3}?(from|to|into|in)\s+(?:the\s+)?",
            re.IGNORECASE,
        )
        others = alternation(set(words["clause_openers"]) - {"that", "which", "who", "and"})
        self._placed_in = re.compile(
            rf"(?:\s+(?!(?:{others})\b)[\w’'-]+){{0,8}}?\s+(?:in|inside|on|across|throughout)\s+(?:the\s+|\w+\s+)?", re.IGNORECASE
        )
        self._is_for = re.compile(
            rf"\s+(?:to\s+[a-z]+|for)\b(?:\s+(?!(?:{others})\b)[\w’'-]+){{0,8}}?\s+(?:for|of|to|with|against)\s+(?:the\s+)?", re.IGNORECASE
        )
        giving = alternation(words["giving_verbs"])
        self._to_support = re.compile(rf"\s+to\s+(?:{giving})\s+(?:the\s+)?(?:(?:{states})\s+of\s+(?:the\s+)?)?", re.IGNORECASE)
        self._gives = re.compile(rf"\b(?:{giving})\s+(?:the\s+|our\s+)?(?:(?:{states})\s+of\s+(?:the\s+)?)?\Z", re.IGNORECASE)
        friends = alternation([*words["state_nouns"], *words["given_to"]])
        self._to_receiver = re.compile(rf"(?:\s+(?:{friends}))?(?:\s+with)?(?:\s+[a-z]+){{0,3}}\s+\Z", re.IGNORECASE)

    def receiver(self, said: Said, *, flow: bool) -> tuple[str, str] | None:
        """Return the country that gets what flows or that the words after a figure lead to, with its role, or None."""
        found = self._led_to(said, flow=flow) or self._given_to(said)
        if found is None and flow and (place := self.place(said) or self._purpose(said) or self._helped(said)) is not None:
            return place, "to"
        return found

    def _helped(self, said: Said) -> str | None:
        """Return the one country that the words before what flows say is helped: "a pledge to support Kenya, including 5 million dollars"."""
        low = said.part[0]
        before = [n for n in said.named if low <= n.start and n.end <= said.quantity.start and not n.demonym]
        helped = {n.country for n in before if n.country != said.sides.own and self._gives.search(said.text, max(low, n.start - AROUND), n.start)}
        return next(iter(helped)) if len(helped) == 1 else None

    def destination(self, said: Said) -> tuple[str, str] | None:
        """Return where those go or are who are counted by whose they are: "700 Spanish soldiers in Latvia"."""
        if said.span is None or not all(n.demonym for n in said.named if said.span[0] <= n.start < said.span[1]):
            return None
        return self._led_to(said, flow=False)

    @staticmethod
    def agent(said: Said, receiver: str) -> str | None:
        """Return by whom something is given to a receiver: "donated to Nigeria by the United States"."""
        for to, by in zip(said.named, said.named[1:], strict=False):
            if to.country == receiver and to.start >= said.quantity.end and _BY.fullmatch(said.text, to.end, by.start):
                return by.country
        return None

    def _purpose(self, said: Said) -> str | None:
        """Return the one country whose people or things what flows is for: "5 million dollars to fund the salaries of Kenyan soldiers"."""
        after = said.after()
        if not after or len({n.country for n in after}) > 1 or not self._is_for.fullmatch(said.text, said.quantity.end, after[0].start):
            return None
        return after[0].country

    def flows_between(self, said: Said) -> tuple[str, str] | None:
        """Return who gives and who gets by a relative clause: "the investment that Korean companies are making in the United States"."""
        after = said.after()
        giver, receiver = (after[0].country, after[1].country) if len(after) > 1 else ("", "")
        if giver == receiver or not _RELATIVE.fullmatch(said.text, said.quantity.end, after[0].start):
            return None
        return (giver, receiver) if self._placed_in.fullmatch(said.text, after[0].end, after[1].start) else None

    def place(self, said: Said) -> str | None:
        """Return the one country that the rest of a figure's part of the sentence places it in: "grain that is held up in Ukraine"."""
        after = said.after()
        if not after or len({n.country for n in after}) > 1:
            return None
        return after[0].country if self._placed_in.fullmatch(said.text, said.quantity.end, after[0].start) else None

    @staticmethod
    def setting(said: Said) -> str | None:
        """Return the country that a sentence opens in, if it names no other: "In Spain, green industry makes thousands of jobs"."""
        low, high = said.quantity.sentence
        around = [n for n in said.named if low <= n.start < high]
        if not around or around[0].end > said.quantity.start or len({n.country for n in around}) > 1:
            return None
        return around[0].country if _OPENS_IN.fullmatch(said.text, low, around[0].start) else None

    @staticmethod
    def owner(said: Said) -> str | None:
        """Return the country whose figure it is called right before it: "Jamaica’s upcoming 60th anniversary"."""
        before = said.before
        return before.country if before is not None and _POSSESSIVE.fullmatch(said.text, before.end, said.quantity.start) else None

    def _led_to(self, said: Said, *, flow: bool) -> tuple[str, str] | None:
        """Return the country that the words after a figure and its measure lead to: "security assistance delivered to Ukraine"."""
        place = max(said.quantity.end, said.span[1] if said.span else 0)
        found = next((n for n in said.named if place < n.start and n.end <= min(said.limit, place + AROUND)), None)
        if found is None:
            return None
        if self._to_support.fullmatch(said.text, place, found.start):
            return found.country, "to"
        if _LEFT.fullmatch(said.text, place, found.start):  # "3 million people have left Ukraine"
            return found.country, "from"
        lead = self._leads_to.fullmatch(said.text, place, found.start) or self._passive.fullmatch(said.text, place, found.start)
        if lead is None:
            return None
        link = lead[1].lower()
        return found.country, "from" if link == "from" else "to" if flow or link in ("to", "into") else "of"

    def _given_to(self, said: Said) -> tuple[str, str] | None:
        """Return the country that stands between a verb of giving and the figure: "gave Kenya 5 million dollars"."""
        before = said.before
        if before is None or not self._gives.search(said.text, max(said.quantity.sentence[0], before.start - AROUND), before.start):
            return None
        return (before.country, "to") if self._to_receiver.fullmatch(said.text, before.end, said.quantity.start) else None
