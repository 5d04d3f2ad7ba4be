"""Find what any of many pattern rules matches, in one pass.

A rule is a regular expression in the syntax that RE2 and `re` share: no lookaround, no back-references. All rules together are
one RE2 expression, which finds the longest match at each place in time linear in the text; the rule that matched, and its
groups, are then read off the few characters found.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import re2

_PLACEHOLDER = re.compile(r"\{([a-z_]+)(\d?)\}")
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
    groups: dict[str, str | None]


class PatternMatcher:
    """Compiles rules; `words` says what each `{placeholder}` stands for (regular expressions without groups).

    A space in a pattern stands for any white space. `{name}` becomes a named group; where a rule
    needs the same words again it writes `{name2}`. Raises ValueError naming the rule for a pattern that can't be compiled.
    """

    def __init__(self, rules: Sequence[PatternRule], words: Mapping[str, str]) -> None:
        self._rules = [(rule, re.compile(_expand(rule, words, named=True), re.IGNORECASE)) for rule in rules]
        options = re2.Options()
        options.longest_match = True
        options.case_sensitive = False
        options.max_mem = 1 << 26
        self._finder = re2.compile("|".join(f"(?:{_expand(rule, words, named=False)})" for rule in rules), options)

    def find(self, text: str) -> list[PatternMatch]:
        """Return the matches in the text in order, not overlapping, each from a word's start to a word's end."""
        found = []
        for match in self._finder.finditer(text):
            start, end = match.span()
            if (start and text[start].isalnum() and text[start - 1].isalnum()) or (
                end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
            ):
                continue
            for rule, pattern in self._rules:
                if exact := pattern.fullmatch(text, start, end):
                    found.append(PatternMatch(rule, start, end, text[start:end], exact.groupdict()))
                    break
        return found


def _expand(rule: PatternRule, words: Mapping[str, str], *, named: bool) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise ValueError(f"rule {rule.id!r}: no words for {{{match[1]}}}")
        return f"(?P<{match[1]}{match[2]}>{words[match[1]]})" if named else f"(?:{words[match[1]]})"

    try:
        # Spaces first: those in the words' own expressions are their affair.
        pattern = _PLACEHOLDER.sub(replace, spaced(rule.pattern))
        pattern = rf"\b(?:{pattern})" if named is False else pattern
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"rule {rule.id!r}: {error}") from error
    return pattern
