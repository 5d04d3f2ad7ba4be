"""Capitalised names that the vocabulary does not have: candidates for it, so that what nobody listed is not lost."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from etl.language.patterns import alternation
from etl.records import Date, Document, Mention, NameCandidate, Turn
from etl.vocabulary import Vocabulary

_WORD = r"(?:(?:[A-Z]\.)+[A-Z]?(?:-\w+)*|[^\W\d_a-z](?:[\w’'&+-]|\.(?=\w))*)"
_LINK = r"(?:(?:of|for|on|in)[ \n](?:the[ \n])?|(?:and|de|del|da|al|bin|el)[ \n])"
_ACRONYM_WORD = r"[A-Z][A-Z&+-]{2,}\d?"
_ACRONYM = re.compile(_ACRONYM_WORD)
_NAME = re.compile(rf"\b(?<![’'.-])(?:(?:{_WORD})(?:[ \n]{_LINK}?(?:{_WORD}))+|{_ACRONYM_WORD}\b)")
_ENDS = re.compile(r"(?:[’']s?|[.,;:’'&-])+\Z")
_AND = re.compile(r"[ \n]and\b")
_LONGEST = 8  # words
_QUOTED = 80  # characters on either side of the name
_REACH = 120  # characters before a name in which one that covers it starts
_SPACE = re.compile(r"\s+")


class NameCandidates:
    """Finds names of two words or more, and acronyms, that are no entity, person or date; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        grammar, dates = vocabulary.words["grammar"], vocabulary.words["dates"]
        small = ("determiners", "prepositions", "pronouns", "conjunctions", "auxiliaries", "adverbs", "verbs")
        self._small = {word for name in small for word in grammar[name]} | {"yes", "no", "well", "thank", "thanks", "please", "okay", "ok"}
        self._of_time = {*dates["months"], *dates["weekdays"]}
        offices = vocabulary.words["offices"]
        self._titles = {str(word) for word in offices["honorifics"]} | {"q"}
        names = [name for office in offices["offices"].values() for name in office["names"]]
        self._office = re.compile(rf"(?:{alternation(names)})\b", re.IGNORECASE)

    def __call__(
        self, document: Document, turns: Sequence[Turn], entities: Sequence[Mention], people: Collection[tuple[int, int]], dates: Sequence[Date]
    ) -> list[NameCandidate]:
        """Return the document's candidates with how often they stand in its turns and where first, by their places.

        `people` are the places of persons with their offices. A name that holds an entity's name and more is a candidate
        ("Norwegian Water Council"), one that a person's name overlaps is none.
        """
        text = document.text
        starts = [turn.start_char for turn in turns]
        taken = sorted([*people, *((m.start, m.end) for m in entities), *((d.start_char, d.end_char) for d in dates)])
        persons = set(people)
        taken_starts = [start for start, _ in taken]
        found: dict[str, NameCandidate] = {}
        for match in _NAME.finditer(text):
            index = bisect_right(starts, match.start()) - 1
            if index < 0 or match.end() > turns[index].end_char:
                continue
            if _is_taken(match.span(), taken, taken_starts, persons):
                continue
            span = self._trimmed(text, *match.span())
            if span is None or _is_taken(span, taken, taken_starts, persons) or _lists(text, span, taken, taken_starts):
                continue
            name = _SPACE.sub(" ", text[slice(*span)])
            if before := found.get(name):
                found[name] = replace(before, mentions=before.mentions + 1)
            else:
                found[name] = NameCandidate(name, 1, 1, turns[index].id, _quote(text, *span), *span)
        return list(found.values())

    def _trimmed(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return a name without small words that a sentence's start or a title puts a capital on, None where too little is left or an office."""
        words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
        while words and (self._form(text, words[0]) in self._small | self._titles | self._of_time):
            words.pop(0)
        while words and self._form(text, words[-1]) in self._small | self._of_time:
            words.pop()
        if not words or len(words) > _LONGEST:
            return None
        start, end = words[0][0], words[-1][1]
        if ending := _ENDS.search(text, start, end):
            end = ending.start()
        name = text[start:end]
        if len(words) == 1:
            return (start, end) if _ACRONYM.fullmatch(name) and name.lower() not in self._small else None
        return (start, end) if not name.isupper() and not self._office.match(name) else None

    @staticmethod
    def _form(text: str, word: tuple[int, int]) -> str:
        return _ENDS.sub("", text[slice(*word)].lower())


def _is_taken(span: tuple[int, int], taken: Sequence[tuple[int, int]], starts: Sequence[int], people: Collection[tuple[int, int]]) -> bool:
    """Whether a known name covers this one, or a person's overlaps it."""
    index = bisect_right(starts, span[1] - 1) - 1
    while index >= 0 and starts[index] >= span[0] - _REACH:
        start, end = taken[index]
        if (start <= span[0] and span[1] <= end) or (span[0] < end and (start, end) in people):
            return True
        index -= 1
    return False


def _lists(text: str, span: tuple[int, int], taken: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether a known name that opens this one goes on with "and": "Norway and Chile" is no name."""
    index = bisect_right(starts, span[0]) - 1
    return index >= 0 and starts[index] == span[0] and _AND.match(text, taken[index][1]) is not None


def _quote(text: str, start: int, end: int) -> str:
    """Return a name with the whole words around it."""
    before = text[max(0, start - _QUOTED) : start].split(" ", 1)[-1] if start > _QUOTED else text[:start]
    after = text[end : end + _QUOTED].rsplit(" ", 1)[0] if end + _QUOTED < len(text) else text[end:]
    return " ".join(f"{before}{text[start:end]}{after}".split())
