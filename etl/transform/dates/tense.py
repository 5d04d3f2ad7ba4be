"""Whether a clause looks ahead or back: what decides which Monday or which March is meant."""

import re
from collections.abc import Mapping, Sequence

from etl.language.patterns import alternation

_BEFORE, _AFTER = 160, 60  # characters of the sentence that are looked at
_SENTENCE_ENDS = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z])|\n\s*\n|;")


class Tense:
    """Compiled once from the words in `tense` of `dates.yml`."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        ahead, back = (alternation(words[name]) for name in ("ahead", "back"))
        self._cue = re.compile(rf"(?<![\w-])(?:(?P<ahead>{ahead})|(?P<back>{back}|[a-z]{{3,}}ed))(?![\w-])", re.IGNORECASE)
        self._next_to_ahead, self._next_to_back = (
            re.compile(rf"\b(?:{alternation(words[f'next_to_{name}'])})[\s,]+(?:the\s)?\Z", re.IGNORECASE) for name in ("ahead", "back")
        )

    def __call__(self, text: str, start: int, end: int) -> int:
        """Return 1 where the clause round a date looks ahead, -1 where it looks back, 0 where nothing tells."""
        before = text[max(0, start - _BEFORE) : start]
        if self._next_to_ahead.search(before[-24:]):
            return 1
        if self._next_to_back.search(before[-24:]):
            return -1
        opening = 0
        for opens in _SENTENCE_ENDS.finditer(before):
            opening = opens.end()
        cues = list(self._cue.finditer(before, opening))
        nearest = cues[-1] if cues else None  # the verb nearest to the date counts
        if nearest is None:
            after = text[end : end + _AFTER]
            closes = _SENTENCE_ENDS.search(after)
            nearest = self._cue.search(after, 0, closes.start() if closes else len(after))
        return 0 if nearest is None else 1 if nearest["ahead"] else -1
