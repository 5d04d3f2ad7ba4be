"""Where sentences begin and end."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

from etl.records import Span

# A stop, closing marks, white space, and what may open a sentence: a capital, a digit, an opening mark or a dash.
_STOP = re.compile(r"([.!?…]+)([\"'”’»)\]]*)\s+(?=(?:[–—-]\s+)?[\"'“‘«(\[¿¡–—-]*[^\W_])")
MAX_CHARACTERS = 3000
"""A longer sentence (a list, a table, a broken text) is cut between words."""
_LAST_WORD = re.compile(r"[^\W\d_](?:[\w.]*[\w])?$")


def split_sentences(text: str, spans: Iterable[Span], abbreviations: Collection[str]) -> list[Span]:
    """Cut each span (a paragraph, a turn) into sentences, closing white space left out.

    `abbreviations` are lower-case words without their point that never end a sentence ("mr", "u.s"); a single letter
    is taken for an initial. A stop before a lower-case word ends no sentence; a blank line ends one. No sentence is longer than MAX_CHARACTERS.
    """
    sentences: list[Span] = []
    for span in spans:
        start = span.start
        for stop in _STOP.finditer(text, span.start, span.end):
            if text[stop.end()].islower() or (stop[1] == "." and not stop[2] and _abbreviated(text, stop.start(), abbreviations)):
                continue
            sentences += _bounded(text, start, stop.end(2))
            start = stop.end()
        if text[start : span.end].strip():
            sentences += _bounded(text, start, span.start + len(text[span.start : span.end].rstrip()))
    return sentences


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Give a sentence, or the pieces of one that no person could read, so that work on a sentence is bounded."""
    while end - start > MAX_CHARACTERS:
        cut = max(text.rfind(mark, start + 1, start + MAX_CHARACTERS) for mark in (" ", "\n"))
        cut = cut if cut > start else start + MAX_CHARACTERS
        yield Span(start, cut)
        start = cut + (text[cut] in " \n")
    yield Span(start, end)


def _abbreviated(text: str, stop: int, abbreviations: Collection[str]) -> bool:
    word = _LAST_WORD.search(text, max(0, stop - 12), stop)
    return word is not None and ((len(word[0]) == 1 and word[0] != "I") or word[0].lower() in abbreviations)


class Sentences:
    """The sentences of a text, to be found by a place in it."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self._starts = [span.start for span in spans]

    def at(self, place: int) -> Span | None:
        """Return the sentence that holds the character at `place`, or None."""
        index = bisect_right(self._starts, place) - 1
        if index >= 0 and place < self.spans[index].end:
            return self.spans[index]
        return None
