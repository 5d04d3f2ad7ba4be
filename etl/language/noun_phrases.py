"""A light noun chunker: where noun phrases begin and end, by the small words of the language and by known verbs.

No part-of-speech tagger and no model: a noun phrase is a run of words that are none of those listed in `grammar.yml`, opened by
a determiner or not, and continued by the prepositions that specify a noun ("the volume of trade between our countries").
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from etl.language.inflection import Inflection
from etl.language.phrases import fold_lower

_TOKEN = re.compile(r"[^\W_]+(?:(?:[’'`.&-]|\.-)[^\W_]+)*\.?|\S")
_PHRASE = 300  # characters in which a noun phrase ends


class Token(NamedTuple):
    """A word or mark, its offsets and its form for comparison (lower case, no accents, no closing point)."""

    start: int
    end: int
    text: str
    form: str


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of a stretch of text."""
    found = []
    folded = fold_lower(text)
    for match in _TOKEN.finditer(text, start, end):
        first, stop = match.span()
        word, form = text[first:stop], folded[first:stop]
        if word[-1] == "." and (len(word) > 3 or stop == end) and "." not in word[:-1]:
            word, stop = word[:-1], stop - 1
        if word:
            found.append(Token(first, stop, word, form.strip(".") if "." in form else form))
    return found


def _said_once(row: list[Token]) -> list[Token]:
    """Leave out a word that is begun anew after a dash: "the anniversary of — of the treaty"."""
    again = {i for i in range(1, len(row) - 1) if row[i].text in ("—", "–") and row[i - 1].form == row[i + 1].form}
    return [token for i, token in enumerate(row) if i not in again and i - 1 not in again] if again else row


def _in_a_name(row: Sequence[Token], index: int) -> bool:
    """Whether a word in -ing belongs to a name: "the Interagency Working Group"."""
    return index > 0 and row[index].form.endswith("ing") and all(token.text[:1].isupper() for token in row[index - 1 : index + 2])


class NounChunker:
    """Chunks by the words of `grammar.yml`; `verbs` are further words that end a noun phrase (verbs of change)."""

    def __init__(self, words: Mapping[str, Any], inflection: Inflection, verbs: Iterable[str] = ()) -> None:
        self.determiners = set(words["determiners"])
        self._articles = self.determiners - {"this", "that", "these", "those", "all", "some", "both"}
        self.prepositions = set(words["prepositions"])
        self.specifiers = set(words["specifiers"])
        self.inflection = inflection
        self.verbs_of_change = {v for v in verbs if " " not in v}
        self.verbs = {v for v in words["verbs"] if " " not in v} | self.verbs_of_change
        self.reported = {v for v in words["verbs"] if " " not in v}
        self.auxiliaries = set(words["auxiliaries"])
        self.adverbs = set(words["adverbs"])
        self.pronouns = set(words["pronouns"])
        self._not_adverbs = set(words["not_adverbs"])
        self._infinitives = set(words["infinitives"])
        self.not_counted = set(words["not_counted"])
        self._in_names = set(words["in_names"])
        self._particles = set(words["particles"])
        self._amount = re.compile(rf"\s+(?:(?:{'|'.join(words['before_amounts'])})\s+)?[$€£]?\d")
        self._breaks = (self.verbs | self.pronouns | set(words["conjunctions"]) | self.auxiliaries | self.adverbs) - self.determiners - {"and"}

    def is_break(self, token: Token) -> bool:
        """Whether no noun phrase goes on over this word or mark."""
        return token.form in self._breaks or not (token.form[:1].isalnum() or token.text in "$%€£")

    def is_noun(self, token: Token) -> bool:
        """Whether the word can be a noun or an adjective of a phrase."""
        return not (self.is_break(token) or token.form in self.prepositions or token.form in self.determiners or token.form == "and")

    def is_adverb(self, token: Token) -> bool:
        """Whether a word is an adverb: listed, or one in -ly."""
        return token.form in self.adverbs or self.ends_as_adverb(token)

    def ends_as_adverb(self, token: Token) -> bool:
        return token.form.endswith("ly") and "-" not in token.text and token.form not in self._not_adverbs

    def is_plural(self, word: str) -> bool:
        """Whether a word has the form of a plural."""
        return self.inflection.is_plural(word.lower())

    def singular(self, word: str) -> str:
        """Return the singular of a lower-case noun."""
        return self.inflection.singular(word)

    def phrase_after(
        self,
        text: str,
        start: int,
        end: int,
        *,
        masks: Iterable[tuple[int, int]] = (),
        specifiers: Collection[str] = (),
        before_names: Collection[str] = (),
    ) -> tuple[int, int] | None:
        """Return the noun phrase that starts at `start`, with what specifies it, up to `end` at most.

        `specifiers`: the prepositions after which it goes on (by default those of `grammar.yml`); `before_names`: those after which it does
        where a name follows ("visit to Japan").
        """
        specifiers = specifiers or self.specifiers
        first = last = None
        pending = False  # a preposition or determiner that a noun must follow
        masks = list(masks)
        row = _said_once(tokens(text, start, min(end, start + _PHRASE)))
        for index, token in enumerate(row):
            if any(a <= token.start < b for a, b in masks):
                break
            if token.text in "’'" and last == token.start and text[last - 1] == "s" and index + 1 < len(row) and self.is_noun(row[index + 1]):
                last = token.end  # "the leaders’ summit"
                continue
            if token.text == "&" and last is not None and all(row[near].text[:1].isupper() for near in (index - 1, index + 1) if near < len(row)):
                pending = True  # "Johnson & Johnson"
                continue
            possessive = token.form in self.determiners
            before, after = (row[index - 1].form if index else ""), (row[index + 1].form if index + 1 < len(row) else "")
            determined = token.form in self.verbs and (  # "the amount", "these calls": no verbs
                before in self._articles or (before in ("these", "those") and self.inflection.is_plural(token.form))
            )
            determined = determined or self._modified(row, index) or _in_a_name(row, index)
            amount = self._amount.match(text, token.end) is not None
            governs = token.form.endswith("ed") and (after in self.determiners or amount)  # "reaffirmed our"
            if governs or (before == "and" and amount) or token.form.endswith(("izes", "ifies")):  # "and supply 5", "prioritizes"
                break
            if token.form in self._particles and index and before.endswith("ing") and self.is_noun(row[index - 1]):
                pending = True  # "cleaning up the rivers"
                continue
            if token.form == "to" and (
                after in self._infinitives or (index + 2 < len(row) and row[index + 2].form in self._articles and after.islower())
            ):
                break  # "funding to support the schools"
            named = token.form in self._in_names and all(row[near].text[:1].isupper() for near in (index - 1, index + 1) if near < len(row))
            if token.form in before_names:
                named = next((near.text[:1].isupper() for near in row[index + 1 : index + 3] if near.form != "the"), False)
            either = token.form == "or" and last == row[index - 1].end and after.islower() and self.is_noun(row[index + 1])
            between = token.form == "and" and any(near.form == "between" for near in row[:index])  # "between Qatar and the United States"
            if (token.form in specifiers or named or either or between) and last is not None:
                pending = True
            elif possessive and (first is None or pending):
                first = token.start if first is None else first
            elif (determined or self.is_noun(token)) and (
                first is None or last is None or pending or text[last : token.start].strip("’'` \n-\u00a0") == ""
            ):
                first = token.start if first is None else first
                last = token.end
                pending = False
            elif token.form in ("us", "them", "it") and pending:
                last, pending = token.end, False
                break
            else:
                break
        return (first, last) if first is not None and last is not None else None

    def _modified(self, row: Sequence[Token], index: int) -> bool:
        """Whether a participle between an adverb in -ly and a noun modifies the noun: "urgently needed aid"."""
        return (
            0 < index < len(row) - 1
            and row[index].form.endswith(("ed", "ing"))
            and self.ends_as_adverb(row[index - 1])
            and row[index + 1].text.islower()
            and self.is_noun(row[index + 1])
        )

    def phrase_before(self, text: str, start: int, end: int, *, masks: Iterable[tuple[int, int]] = ()) -> tuple[int, int] | None:
        """Return the noun phrase that ends at or before `end`, over commas, adverbs and masked stretches right before it."""
        masks = list(masks)
        run: list[Token] = []
        opened = False  # a determiner has been met: only a preposition goes before it
        row = tokens(text, max(start, end - _PHRASE), end)
        for index in range(len(row) - 1, -1, -1):
            token = row[index]
            if any(a <= token.start < b for a, b in masks):
                if run:
                    break
                continue
            if not run and (token.text in ",–—-(:" or token.form in ("which", "that") or self.is_adverb(token) or token.form in self.auxiliaries):
                continue
            if token.form in ("us", "them") and not run:
                run.append(token)
                continue
            if token.form in self.prepositions and token.form not in self.specifiers and run:
                break
            if opened and token.form not in self.prepositions and token.form not in ("and", "all", "both"):
                break
            opened = token.form in self.determiners
            determined = index > 0 and row[index - 1].form in self.determiners - {"this", "that", "these", "those", "all"}  # "the cost": no verb
            if (
                token.text in ("’", "'", "`")
                or self.ends_as_adverb(token)
                or (self.is_break(token) and not (determined and token.form in self.verbs))
            ):
                break
            run.append(token)
        run.reverse()
        while run and (run[0].form in self.prepositions or run[0].form == "and" or (run[0].form == "that" and len(run) > 1)):
            run.pop(0)
        while (
            len(run) > 1 and run[0].form.endswith("ing") and run[1].form in self.determiners | self.prepositions - {"of"}
        ):  # "advancing our partnership"
            run.pop(0)
        while run and (run[-1].form in self.prepositions or run[-1].form in self.determiners or run[-1].form == "and"):
            run.pop()
        return (run[0].start, run[-1].end) if run else None
