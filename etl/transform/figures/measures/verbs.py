"""What a verb says is measured: "exported five million tonnes of grain" speaks of exports of grain."""

import re
from collections.abc import Iterable, Mapping

from etl.language.patterns import alternation

_BETWEEN = (
    r"(?:\s+(?:already|also|over|only|just|nearly|another|about|around|approximately|roughly|almost|an?|some|up|to|more|than|less|under|below|above|fewer"
    r"|record|total|new|historic|additional|further|the|estimated|as|much|many))*"
)


class MeasureVerbs:
    """Reads verbs by a list of figures.yml: a noun of measure, and the forms of the verb that says the same.

    Without `passive` only verbs before what they are said of count ("we host 400 people", not "people that have received a vaccine").
    `intransitive` verbs stand after what they are said of without an auxiliary too ("300 people attended").
    """

    def __init__(self, nouns: Mapping[str, Iterable[str]], *, intransitive: bool = False, passive: bool = True) -> None:
        self._nouns = {form: noun for noun, forms in nouns.items() for form in forms}
        self._passive = passive
        forms = alternation(self._nouns)
        several = "*" if intransitive else "+"
        self._before = re.compile(rf"\b({forms}){_BETWEEN}\s*\Z", re.I)
        self._after = re.compile(
            rf"\s+(?:(?:and|or)\s+others\s+)?"
            rf"(?:(?:who|that|has|have|had|will|would|could|is|are|was|were|be|been|being)\s+){several}(?:\w+ly\s+)?({forms})\b",
            re.I,
        )

    def noun(self, text: str, start: int, ends: Iterable[int]) -> str | None:
        """Return the noun for the verb right before `start` or, in the passive, right after one of `ends`, or None."""
        found = self._before.search(text, max(0, start - 60), start)
        if not self._passive:
            ends = ()
        found = found or next((m for end in ends if (m := self._after.match(text, end, end + 60))), None)
        return self._nouns[" ".join(found[1].lower().split())] if found else None
