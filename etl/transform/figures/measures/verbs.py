"""What a verb says is measured: "exported five million tonnes of grain" speaks of exports of grain."""

import re
from collections.abc import Iterable, Mapping

_BETWEEN = (
    r"(?:\s+(?:already|also|over|only|just|nearly|another|about|around|an?|some|up|to|more|than|less|additional|further|the|estimated|as|much|many))*"
)


class MeasureVerbs:
    """Reads the verbs of `nominal_verbs` (figures.yml): a noun of measure, and the forms of the verb that says the same."""

    def __init__(self, nouns: Mapping[str, Iterable[str]]) -> None:
        self._nouns = {form: noun for noun, forms in nouns.items() for form in forms}
        forms = "|".join(map(re.escape, sorted(self._nouns, key=len, reverse=True)))
        self._before = re.compile(rf"\b({forms}){_BETWEEN}\s*\Z", re.I)
        self._after = re.compile(rf"\s+(?:(?:has|have|had|will|would|could|is|are|was|were|be|been|being)\s+)+(?:\w+ly\s+)?({forms})\b", re.I)

    def noun(self, text: str, start: int, ends: Iterable[int]) -> str | None:
        """Return the noun for the verb right before `start` or, in the passive, right after one of `ends`, or None."""
        found = self._before.search(text, max(0, start - 60), start)
        found = found or next((m for end in ends if (m := self._after.match(text, end, end + 60))), None)
        return self._nouns[found[1].lower()] if found else None
