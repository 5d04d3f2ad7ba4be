"""On whose authority a number is given: "according to Kazakhstani statistics"."""

import re

from etl.records import Date
from etl.vocabulary import Vocabulary

# A name or noun phrase, up to a comma, a verb or the end.
_NAMED = (
    r"(?:[^\s,.;:()]+(?:\.[^\s,.;:()]+)*)"
    r"(?: (?!(?:is|are|was|were|has|have|had|will|would|the trade|and|that|which|rose|fell|grew|increased|decreased|reached|show|shows)\b)[^\s,.;:()]+(?:\.[^\s,.;:()]+)*){0,9}"
)


class SourceFinder:
    """Finds sources; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._rules = [
            re.compile((rule.pattern or "").replace("{np}", _NAMED).replace(" ", r"\s+").replace(r"(?!\s+", "(?! "))
            for rule in vocabulary.ruleset("figures.sources")
        ]
        self._rules = [re.compile(p.pattern.replace(r"\b(?:according", r"\b(?i:according").replace("based on)", "based\\s+on)")) for p in self._rules]
        self._hint = re.compile(r"\b(?:[Aa]ccording|[Aa]s per|[Bb]ased on|statistics|data|figures|estimates?|reports?|records?|forecasts?|projects|predict|calculates)\b")

    def find(self, text: str, low: int, high: int, dates: list[Date]) -> tuple[str, tuple[int, int]] | None:
        """Return the source named in a sentence and the span of the whole remark, or None."""
        if not self._hint.search(text, low, high):
            return None
        for rule in self._rules:
            if match := rule.search(text, low, high):
                start, end = match.span("np")
                for date in dates:
                    if start < date.start_char < end:
                        end = start + len(text[start : date.start_char].rstrip())
                printed = re.sub(r"\s+(?:in|by|for|on|at|of)\Z", "", text[start:end])
                return printed.strip(), (match.start(), max(end, match.end("np") if end == match.end("np") else end))
        return None
