"""On whose authority a number is given: "according to Kazakhstani statistics"."""

import re
from collections.abc import Sequence

from etl.language.patterns import spaced
from etl.records import Date
from etl.vocabulary import Vocabulary

# A name or noun phrase: up to ten words, up to a comma, a verb or the end of the sentence.
_WORD = r"[^\s,;:()]*[^\s,;:().]"
_VERBS = "is|are|was|were|has|have|had|will|would|rose|fell|grew|increased|decreased|reached|show|shows|that|which"
_NAMED = rf"{_WORD}(?:\s(?!(?:{_VERBS})\b){_WORD}){{0,9}}"
_TRAILING = re.compile(r"\s+(?:in|by|for|on|at|of|and)\Z")


class SourceFinder:
    """Finds sources; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        rules = vocabulary.ruleset("figures.sources")
        self._rules = [re.compile(spaced(rule.pattern or "").replace("{np}", _NAMED)) for rule in rules]
        hints = sorted({hint for rule in rules for hint in rule.data["hints"]}, key=len, reverse=True)
        self._hint = re.compile(rf"\b(?:{'|'.join(hints)})\b", re.IGNORECASE)

    def find(self, text: str, low: int, high: int, dates: Sequence[Date]) -> tuple[str, tuple[int, int]] | None:
        """Return the source that a sentence names and the span of the whole remark, or None."""
        if not self._hint.search(text, low, high):
            return None
        for rule in self._rules:
            if match := rule.search(text, low, high):
                start, end = match.span("named")
                end = min((d.start_char for d in dates if start < d.start_char < end), default=end)
                printed = _TRAILING.sub("", text[start:end].rstrip())
                return printed, (match.start(), start + len(printed))
        return None
