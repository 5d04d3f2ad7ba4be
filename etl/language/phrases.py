"""Find many phrases in one pass.

The text is folded first: every character becomes one character, so offsets stay true. White space, dashes and other marks
become a space, letters lose their accents. Then one Aho-Corasick automaton (the ahocorasick-rs package, in Rust, linear in
the text) finds the longest phrase at each word's start, however many phrases there are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

import ahocorasick_rs

T = TypeVar("T")

_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_TYPOGRAPHIC = "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0"
_KEPT = ".&$%+"

# Letters that Unicode does not decompose, as English texts replace them.
_LETTERS = {"ə": "a", "Ə": "A", "ı": "i", "İ": "I", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "s"}


class _Folding(dict[int, int]):
    """A translation table that fills itself as characters are met."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        folded = " "
        if character in _APOSTROPHES:
            folded = "'"
        elif character.isalnum():
            base = unicodedata.normalize("NFD", character)[0]
            folded = _LETTERS.get(character, base if base.isalnum() else character)
        elif character in _KEPT:
            folded = character
        self[code] = ord(folded)
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the text with accents off, apostrophes straight, other marks as spaces; its length is kept."""
    return _folded_phrase(text) if len(text) < _PHRASE else _folded_text(text)


def fold_lower(text: str) -> str:
    """Return `fold(text)` in lower case, still of the same length."""
    return _lower_phrase(text) if len(text) < _PHRASE else _lower_text(text)


def _fold(text: str) -> str:
    if not text.isascii():  # `translate` is several times faster on ASCII, which typographic marks alone often spoil
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, "'" if mark in _APOSTROPHES else " ")
    return text.translate(_FOLDING)


def _fold_lower(text: str) -> str:
    folded = fold(text)
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in folded)


# Texts are asked for again and again while they are at hand, words and phrases all the time: neither drives out the other.
_PHRASE = 100
_folded_phrase, _folded_text = lru_cache(maxsize=1 << 14)(_fold), lru_cache(maxsize=4)(_fold)
_lower_phrase, _lower_text = lru_cache(maxsize=1 << 15)(_fold_lower), lru_cache(maxsize=4)(_fold_lower)


class Match(NamedTuple, Generic[T]):
    """A phrase found: offsets in the text as it was given, and what the phrase stands for."""

    start: int
    end: int
    value: T


class PhraseMatcher(Generic[T]):
    """Finds the longest of many phrases at every place where a word starts.

    `phrases` maps a phrase as printed to any value. With `case_sensitive` off, phrases and text are compared in lower case.
    Matches do not overlap, start where a word starts and end where one ends. Raises ValueError for an empty phrase.
    """

    def __init__(self, phrases: Mapping[str, T] | Iterable[tuple[str, T]], *, case_sensitive: bool = False) -> None:
        self._fold = fold if case_sensitive else fold_lower
        items = phrases.items() if isinstance(phrases, Mapping) else phrases
        self._values: dict[str, T] = {}
        for phrase, value in items:
            key = self._fold(" ".join(phrase.split()))
            if not key.strip():
                raise ValueError(f"empty phrase {phrase!r}")
            self._values.setdefault(" " + key, value)
        self._keys = list(self._values)
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        self._by_number = [self._values[key] for key in self._keys]

    def find(self, text: str) -> list[Match[T]]:
        """Return the matches in the text, in order."""
        folded = " " + self._fold(text)
        return list(self._matches(folded, len(text)))

    def get(self, phrase: str) -> T | None:
        """Return the value of a phrase, or None."""
        return self._values.get(" " + self._fold(phrase))

    def _matches(self, folded: str, length: int) -> Iterator[Match[T]]:
        # A space stands before the text, so that a phrase can begin with the space before its first word.
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            if end > length or not folded[end].isalnum() or not folded[end - 1].isalnum():
                yield Match(start, end - 1, self._by_number[number])
                continue
            cut = folded.rfind(" ", start + 1, end)  # "oil pipeline" in "oil pipelined": a shorter phrase may still hold
            while cut > start:
                if (phrase := folded[start:cut]) in self._values:
                    yield Match(start, cut - 1, self._values[phrase])
                    break
                cut = folded.rfind(" ", start + 1, cut)


def word_count(text: str) -> int:
    """Return the number of words: runs of letters and digits, inner apostrophes, hyphens, points and commas kept."""
    return len(_WORD.findall(text))


_WORD = re.compile(r"\w+(?:[’'`.,-]\w+)*")
