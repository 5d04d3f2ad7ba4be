"""Which matches are dates: what stands round them tells years from other numbers and months from names."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from etl.language.patterns import PatternMatch, spaced
from etl.vocabulary import Rule

_AFTER_A_YEAR = re.compile(r"\b\d{4} (?:and|or|to|through|until|versus) \Z")
"""What makes the second of two numbers a year, as the first is: "between 2019 and 2021 exports rose"."""


class Plausibility:
    """Weeds out numbers that only look like years, and words that are no names of months, by what stands round them."""

    def __init__(self, words: Mapping[str, Any], rules: Iterable[Rule]) -> None:
        self._ambiguous = frozenset(words["ambiguous_months"])
        self._preposition = re.compile(rf"\b(?:{'|'.join(words['prepositions'])})[\s-]\Z", re.IGNORECASE)
        self._no_nouns = frozenset(words["no_nouns"])
        self._unless = {
            (rule.id, key): re.compile(rf"(?:{spaced(rule.data[key])})" + (r"\Z" if key == "not_after" else ""), re.IGNORECASE)
            for rule in rules
            for key in ("unless", "not_after", "not_before")
            if key in rule.data
        }

    def __call__(self, text: str, match: PatternMatch) -> bool:
        """Return whether a match is a date."""
        rule, before, after = match.rule.id, text[max(0, match.start - 16) : match.start], text[match.end : match.end + 24]
        for key, around in (("unless", match.text + after), ("not_after", before)):
            if (pattern := self._unless.get((rule, key))) and pattern.search(around):
                return False
        if (pattern := self._unless.get((rule, "not_before"))) and pattern.match(after):
            return False
        months = [word for name, word in match.groups.items() if word and name.startswith("month") and word.isalpha()]
        if any(word in self._ambiguous for word in months):  # "may", "march" in small letters
            return False
        if match.rule.data.get("name_alone"):
            alone = months[0].lower() in self._ambiguous or bool(re.match(r"\s[A-Z][a-z]", after))  # "May Anders", "June Anders"
            return months[0][0].isupper() and (not alone or bool(self._preposition.search(before)))
        if match.rule.data.get("bare_number"):  # "2000 tents" is a number, "in 2000 tents were sent" holds a year
            noun = re.match(r"\s([a-z]{2,}s)\b", after)
            return noun is None or noun[1] in self._no_nouns or any(p.search(before) for p in (self._preposition, _AFTER_A_YEAR))
        return True
