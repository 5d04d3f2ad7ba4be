"""Find what any of many pattern rules matches, in one pass.

A rule is a regular expression in the syntax that RE2 and `re` share: no lookaround, no back-references. All rules together are
one RE2 expression, which finds the longest match at each place in time linear in the text; the rule that matched, and its
groups, are then read off the few characters found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import re2

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(\d?)\}")
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_CLASS_OR_SPACE = re.compile(r"\\.|\[(?:\\.|[^\]])*\]| ")


def alternation(phrases: Iterable[object]) -> str:
    """Return an expression for any of the phrases, the longest first, so that none hides a longer one; any white space parts their words."""
    longest_first = sorted({str(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace("\\ ", "[\\s\u00a0]+") for phrase in longest_first)


def spaced(pattern: str) -> str:
    """Return the pattern with each plain space standing for any white space, also inside a class."""
    return _CLASS_OR_SPACE.sub(lambda m: "(?:[\\s\u00a0]+)" if m[0] == " " else m[0].replace(" ", "\\s\u00a0"), pattern)


@dataclass(frozen=True, slots=True)
class PatternRule:
    """One rule: its id, its pattern with `{placeholders}` and plain spaces, and anything its layer needs to know."""

    id: str
    pattern: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PatternMatch:
    rule: PatternRule
    start: int
    end: int
    text: str
    groups: Mapping[str, str | None]
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Where the groups that took part stand, counted from the match's start."""


_Read = tuple[PatternRule, Mapping[str, str | None], Mapping[str, tuple[int, int]]]
_REMEMBERED = 1 << 13  # short matches whose rule is kept: "today", "last year", "10 April 2023"
_SHORT = 80


class PatternMatcher:
    """Compiles rules; `words` says what each `{placeholder}` stands for (regular expressions without groups).

    A space in a pattern stands for any white space. `{name}` becomes a named group; where a rule
    needs the same words again it writes `{name2}`, and it may name groups of its own. Raises ValueError naming the rule for a pattern that
    can't be compiled.
    """

    def __init__(self, rules: Sequence[PatternRule], words: Mapping[str, str]) -> None:
        self._rules = [(rule, re.compile(_expand(rule, words, named=True), re.IGNORECASE)) for rule in rules]
        options = re2.Options()
        options.longest_match = True
        options.case_sensitive = False
        options.max_mem = 1 << 26
        expressions = [_expand(rule, words, named=False) for rule in rules]
        self._finder = re2.compile("|".join(f"(?:{expression})" for expression in expressions), options)
        self._deciding = re2.Set.FullMatchSet(options)  # which rules take in a stretch, without trying one after the other
        for expression in expressions:
            self._deciding.Add(expression)
        self._deciding.Compile()
        self._known = lru_cache(maxsize=_REMEMBERED)(self._exact)

    def find(self, text: str) -> list[PatternMatch]:
        """Return the matches in the text in order, not overlapping, each from a word's start to a word's end."""
        found: list[PatternMatch] = []
        taken = 0
        for match in self._finder.finditer(text):
            start, end = match.span()
            if start < taken:
                continue
            if "\n" in text[start:end] and (gap := _BLANK_LINE.search(text, start, end)):  # no date goes on in another paragraph
                end = gap.start()
                if (shorter := self._finder.match(text[start:end])) is None:
                    continue
                end = start + shorter.end()
            for first, last in [(start, end)] if _at_words(text, start, end) else self._within(text, start, end):
                if (exact := self.whole(text, first, last)) is not None:
                    found.append(exact)
                    taken = last
        return found

    def _within(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give the matches from a word's start to a word's end that begin in a stretch whose own match ends inside a word ("the August 19|88")."""
        place = start
        while place < end:
            window = text[place : end + _SHORT]
            match = self._finder.match(window) if _at_words(text, place, place) else None
            while match is not None and match.end() and not _at_words(text, place, place + match.end()):
                match = self._finder.match(window[: match.end() - 1])
            if match is not None and match.end():
                yield place, place + match.end()
                place += match.end()
            else:
                place += 1

    def whole(self, text: str, start: int, end: int) -> PatternMatch | None:
        """Return the first rule's match that takes in exactly this stretch of the text, or None."""
        words = text[start:end]
        read = self._known(words) if end - start < _SHORT else self._exact(words)
        return PatternMatch(read[0], start, end, words, read[1], read[2]) if read is not None else None

    def _exact(self, words: str) -> _Read | None:
        for index in sorted(self._deciding.Match(words) or ()):
            rule, pattern = self._rules[index]
            if exact := pattern.fullmatch(words):
                groups = exact.groupdict()
                return rule, groups, {name: exact.span(name) for name, group in groups.items() if group is not None}
        return None


def _at_words(text: str, start: int, end: int) -> bool:
    """Whether neither place lies inside a word."""
    opens = not (start and start < len(text) and text[start].isalnum() and text[start - 1].isalnum())
    return opens and (start == end or not (end < len(text) and text[end].isalnum() and text[end - 1].isalnum()))


def _expand(rule: PatternRule, words: Mapping[str, str], *, named: bool) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise ValueError(f"rule {rule.id!r}: no words for {{{match[1]}}}")
        return f"(?P<{match[1]}{match[2]}>{words[match[1]]})" if named else f"(?:{words[match[1]]})"

    try:
        # Spaces first: those in the words' own expressions are their affair.
        pattern = _PLACEHOLDER.sub(replace, spaced(rule.pattern))
        pattern = rf"\b(?:{_NAMED_GROUP.sub('(?:', pattern)})" if named is False else pattern
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"rule {rule.id!r}: {error}") from error
    return pattern
