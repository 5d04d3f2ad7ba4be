"""What stands between two lines of a paragraph: a space, or nothing where a word or a compound runs over the line's end."""

import re
from collections.abc import Sequence
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*")
_BEFORE = re.compile(r"([^\W_]+(?:[-'’][^\W_]+)*)-\Z")
_AFTER = re.compile(r"[^\W_]+")
_SOFT = "\u00ad"
_DASHES = "—–"
_CLOSED_DASH = re.compile(r"\w[—–]\w")
_SPACED_DASH = re.compile(r"\w[—–]\s")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_TENS = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
_UNITS = re.compile(r"one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth")
_HYPHENED = re.compile(r"(?:non|self|vice|well|half|cross|long|short|high|low)-(?!ness|light|coming|fall|land|over|list|road)\w{4}|so-called")
"""What mostly has a hyphen."""
_UNHYPHENED = {
    *(
        "any",
        "back",
        "can",
        "down",
        "every",
        "for",
        "fore",
        "further",
        "hence",
        "here",
        "him",
        "her",
        "how",
        "it",
        "may",
        "more",
        "never",
        "not",
        "our",
    ),
    *("other", "out", "over", "some", "them", "there", "through", "under", "up", "what", "when", "where", "with", "your", "no", "none", "yes"),
}
"""What mostly has none where it opens a longer word."""
_WHOLE = re.compile(r"(?:[ts]ion|ment|[ea]nce|ness|ity|ing)\Z")
_ANOTHER = re.compile(r"[bcdfghjklmnpqrstvwxz]\w{3}")
"""Endings of words after which no more than another ending comes: what begins with a consonant is another word."""
_LONGEST_WORD = 80
_SELDOM = 0.015
"""Part of the lines that end in a hyphen in a document that is not hyphenated: they break at hyphens of compounds only."""


class LineJoiner:
    """Knows the words of one document, and so which of them a hyphen parts."""

    def __init__(self, lines: Sequence[str], soft: bool = False) -> None:
        """Learn the words that stand within lines. A word at a line's end that a hyphen cuts is none, nor what the next begins with.

        `soft` says that the lines tell a hyphen that a program has put in (U+00AD) from one of the text.
        """
        self._words: set[str] = set()
        self._open_dashes = 0
        cut = False
        for line in lines:
            hyphenated = line.endswith(("-", _SOFT))
            words = [match[0].casefold() for match in _WORD.finditer(line)]
            words = words[cut : len(words) - hyphenated]
            self._words.update(words)
            self._words.update(part for word in words if "-" in word for part in word.split("-"))
            self._open_dashes += len(_CLOSED_DASH.findall(line)) - len(_SPACED_DASH.findall(line))
            cut = hyphenated
        cuts = ((match[1], second) for first, second in pairwise(lines) if (match := _BEFORE.search(first[-_LONGEST_WORD:])))
        ends = [self._attested(before, second) for before, second in cuts if _may_be_one_word(before, second)]
        self._hyphenated = not soft and ("joined" in ends or ("compound" not in ends and len(ends) > _SELDOM * len(lines)))

    def join(self, first: str, second: str) -> tuple[str, str]:
        """Return the first line as it stands before the second, and what stands between the two."""
        if not first or not second:
            return first, ""
        if first.endswith(_SOFT):
            return first[:-1], ""
        if hyphened := _BEFORE.search(first[-_LONGEST_WORD:]):
            return (first if self._keeps(hyphened[1], second) else first[:-1]), ""
        if first[-1] == "-" and len(first) > 1 and not first[-2].isspace() and first[-2] != "-":
            return first, ""
        if first[-1] in _DASHES and len(first) > 1 and first[-2].isalnum() and second[0].isalnum():
            return first, "" if self._open_dashes > 0 or (first[-2].isdigit() and second[0].isdigit()) else " "
        if first[-1] == "/" and len(first) > 1 and first[-2].isalnum() and second[0].isalnum():
            return first, ""
        return first, "" if _CJK.match(first[-1]) and _CJK.match(second[0]) else " "

    def _keeps(self, before: str, second: str) -> bool:
        """Whether a word that goes on after a line's end has a hyphen of its own there."""
        match = _AFTER.match(second)
        if match is None or not _may_be_one_word(before, second):
            return True
        if attested := self._attested(before, second):
            return attested == "compound"
        part, rest = before.rpartition("-")[2].casefold(), match[0].casefold()
        if part in _TENS:
            return bool(_UNITS.fullmatch(rest))
        if part in _UNHYPHENED or not self._hyphenated:
            return part not in _UNHYPHENED
        if _WHOLE.search(part) and _ANOTHER.match(rest):
            return True
        return bool(_HYPHENED.match(f"{part}-{rest}")) or (len(part) > 2 and part in self._words and rest in self._words)

    def _attested(self, before: str, second: str) -> str:
        """Return whether a word that a line's end cuts stands elsewhere as "joined", as "compound" or ("") not at all."""
        match = _WORD.match(second)
        if match is None:
            return ""
        part = before.rpartition("-")[2]
        if {f"{part}{match[0]}".casefold(), f"{before}{match[0]}".casefold()} & self._words:
            return "joined"
        return "compound" if {f"{part}-{match[0]}".casefold(), f"{before}-{match[0]}".casefold()} & self._words else ""


def _may_be_one_word(before: str, second: str) -> bool:
    """Whether letters that go on in the same case follow a hyphen: not so in Arvenia-Norland, G-20 and 2020-2025."""
    match = _AFTER.match(second)
    return match is not None and before[-1].isalpha() and (match[0][0].islower() or (f"{before}{match[0]}".isupper() and match[0][:2].isalpha()))
