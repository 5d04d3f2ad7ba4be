"""Fact or hope: whether what a number says is so, is expected, aimed at, decided or only possible.

The nearest word of status before the number decides, as far as its clause goes: a verb in the past or the present that stands between is a fact
of its own ("We hope you know that trade rose", "the plan, which covers 12 schools").
"""

import re
from collections.abc import Sequence

from etl.language.noun_phrases import Token, tokens
from etl.language.phrases import Match, fold_lower
from etl.transform.figures.quantities import Quantity
from etl.vocabulary import Rule, Vocabulary

_AHEAD = 60  # characters after a number in which a word of status speaks of it ("5 percent is forecast")

_OCCASION = re.compile(r"\b(?:on|of|since)\s+(?:(?:the|our|its|their|his|her|your|this)\s+)?\Z", re.IGNORECASE)
"""What stands before the how-manieth where it only dates what is spoken of: "will land on the 16th anniversary"."""

_KNOWN = re.compile(r"(?:\bthe|[’']s|\bits|\btheir|\bthese|\bthose)\s+\Z", re.IGNORECASE)
"""What stands before a number of things that exist."""
_NEAR = 3  # words between a word of status and a number of known things that it still speaks of
_DOES = re.compile(r"\s+(?:already\s+)?(?:has|have|had|was|were)\s")
_WHICH_DID = re.compile(
    r"\s+(?:(?:that|which|who)\s+(?:has|have|had|was|were|already)\s"
    r"|(?:already\s+)?(?:created|added|made|killed|signed|sent|given|built|provided|delivered|donated|spent|lost)\s+"
    r"(?:since|last|so far|thus far|during|in\s+(?:19|20)\d\d|in\s+(?:the\s+)?(?:last|past)|in\s+[A-Z]\w+)\b)"
)
"""What makes a figure a fact: "two bills that have passed", "400 jobs created since 2021"."""


class StatusReader:
    """Reads the status of figures; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words["figures"]
        self._finite = frozenset(words["finite_verbs"]) | {v for v in words["measure_verbs"] if v.endswith(("s", "ed")) and v != "as"}
        self._subordinate = frozenset(words["clause_openers"])
        self._infinitive = frozenset(words["before_infinitives"])
        self._reporting = frozenset(words["reporting_participles"])
        self._bounds = frozenset(w for rule in vocabulary.ruleset("figures.modifiers") for phrase in rule.phrases for w in phrase.split())
        self._after_facts = frozenset(words["before_facts"])

    def read(self, text: str, quantity: Quantity, cues: Sequence[Match[Rule]], after: Match[Rule] | None) -> str:
        """Return the status; `cues` are the sentence's words of status before the number, the nearest first, `after` the first one after it."""
        if quantity.definite or quantity.kind == "rank":
            return "actual"
        if quantity.kind == "ordinal" and (_OCCASION.search(text, quantity.sentence[0], quantity.start) or not self._will_be(cues)):
            return "actual"
        return self._before(text, quantity, cues) or self._after(text, quantity, after) or "actual"

    @staticmethod
    def _will_be(cues: Sequence[Match[Rule]]) -> bool:
        return bool(cues) and cues[0].value.data["gives"]["status"] == "planned"

    def _before(self, text: str, quantity: Quantity, cues: Sequence[Match[Rule]]) -> str | None:
        low = quantity.sentence[0]
        if _WHICH_DID.match(text, quantity.end):  # "they need the vote on two bills that have passed the House"
            return None
        known = quantity.kind == "count" and _KNOWN.search(text, low, quantity.start) is not None
        for cue in cues:
            between = tokens(text, cue.end, quantity.start)
            if any(token.text == ";" for token in between) or self._own_clause(between):
                return None
            if known and len(between) > _NEAR:  # "an opportunity for the leaders of the 574 towns"
                return None
            if _DOES.match(text, quantity.end) and any(token.text in ",—–" or token.form in self._subordinate for token in between):
                return None  # "the plan, 30 companies have joined"
            if cue.value.data.get("passed_over"):  # "I want to thank"
                continue
            status = str(cue.value.data["gives"]["status"])
            if status == "actual":
                before = fold_lower(text[max(0, low, cue.start - 12) : cue.start]).split()[-1:]
                if before and before[0] in cue.value.data["not_after"]:
                    continue
            return status
        return None

    def _own_clause(self, between: Sequence[Token]) -> bool:
        """Whether a verb of its own governs the number, so that a word of status before that verb says nothing of it."""
        nearest = next((token for token in reversed(between) if token.form not in self._bounds), None)  # "after nearly 80 million"
        if nearest is not None and nearest.form in self._after_facts:
            return True
        opened = False  # something begins that can have a verb of its own
        for index, token in enumerate(between):
            if opened and token.form in self._finite and (index == 0 or between[index - 1].form not in self._infinitive):
                return True
            if index and token.form == "that" and between[index - 1].form in self._reporting:
                return True
            opened = opened or token.text in ",—–" or token.form in self._subordinate
        return False

    def _after(self, text: str, quantity: Quantity, after: Match[Rule] | None) -> str | None:
        if after is None or after.start >= min(quantity.sentence[1], quantity.end + _AHEAD):
            return None
        if re.search(r"[,.;]", text[quantity.end : after.start]) or fold_lower(text[after.start : after.end]) not in after.value.data.get(
            "after", ()
        ):
            return None
        return str(after.value.data["gives"]["status"])
