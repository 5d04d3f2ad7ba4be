"""A light noun chunker: where noun phrases begin and end, by the small words of the language and by known verbs.

No part-of-speech tagger and no model: a noun phrase is a run of words that are none of those listed in `grammar.yml`, opened by
a determiner or not, and continued by the prepositions that specify a noun ("the volume of trade between our countries").
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from etl.language.inflection import Inflection
from etl.language.names import without_possessive
from etl.language.phrases import fold_lower

_TOKEN = re.compile(r"[^\W_]+(?:[’'`.&-][^\W_]+)*\.?|\S")
_COUNTED = 90  # characters in which a counted noun ends
_MODIFIERS = 6
_PHRASE = 300  # characters in which a noun phrase ends
_LISTED = 10  # words and marks after a comma up to that plural
_JOINED = 4  # words after "and" up to the plural that both modifiers have in common


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
        word, stop = match[0], match.end()
        if word.endswith(".") and (len(word) > 3 or stop == end) and "." not in word[:-1]:
            word, stop = word[:-1], stop - 1
        if word:
            found.append(Token(match.start(), stop, word, folded[match.start() : stop].strip(".")))
    return found


class NounChunker:
    """Chunks by the words of `grammar.yml`; `verbs` are further words that end a noun phrase (verbs of change), `numbers` words of number."""

    def __init__(self, words: Mapping[str, Any], inflection: Inflection, verbs: Iterable[str] = (), numbers: Iterable[str] = ()) -> None:
        self.determiners = set(words["determiners"])
        self._articles = self.determiners - {"this", "that", "these", "those", "all", "some", "both"}
        self.prepositions = set(words["prepositions"])
        self.specifiers = set(words["specifiers"])
        self._inflection = inflection
        self.verbs_of_change = {v for v in verbs if " " not in v}
        self.verbs = {v for v in words["verbs"] if " " not in v} | self.verbs_of_change
        self._reported = {v for v in words["verbs"] if " " not in v}
        self.auxiliaries = set(words["auxiliaries"])
        self.adverbs = set(words["adverbs"])
        self.pronouns = set(words["pronouns"])
        self._before_counted = set(words["before_counted"])
        self._not_adverbs = set(words["not_adverbs"])
        self._counted_determiners = set(words["counted_determiners"])
        self._numbers = set(numbers)
        self._infinitives = set(words["infinitives"])
        self._after_head = set(words["after_head"])
        self.not_counted = set(words["not_counted"])
        self._breaks = (self.verbs | self.pronouns | set(words["conjunctions"]) | self.auxiliaries | self.adverbs) - self.determiners - {"and"}

    def is_break(self, token: Token) -> bool:
        """Whether no noun phrase goes on over this word or mark."""
        return token.form in self._breaks or not (token.form[:1].isalnum() or token.text in "$%€£")

    def is_noun(self, token: Token) -> bool:
        """Whether the word can be a noun or an adjective of a phrase."""
        return not (self.is_break(token) or token.form in self.prepositions or token.form in self.determiners or token.form == "and")

    def counted(self, text: str, at: int, limit: int, *, one: bool) -> tuple[int, str] | None:
        """Return where the noun ends that a number ending at `at` counts, and its name: its modifiers and its head in the singular; or None.

        The head is the first plural ("four different bosses"), or the last of several ("sports cars"); after "one" and between a number and another
        noun ("a 12 page document") a singular.
        """
        chunk = self._run(text, at, limit, several=not one)
        if not chunk:
            return None
        if one:
            return self._one(chunk)
        modifying = {  # "military families"
            index for index, token in enumerate(chunk[:-1]) if self._inflection.is_uncountable(token.form) and self._any_plural(chunk[index + 1 :])
        }
        for index, token in enumerate(chunk):
            if index not in modifying and self._inflection.is_plural(token.form) and not token.form.endswith("ly"):
                if index + 1 < len(chunk) and chunk[index + 1].form in self._after_head:  # "attorneys general"
                    return chunk[index + 1].end, f"{self._unit(chunk[: index + 1])} {chunk[index + 1].form}"
                while index + 1 < len(chunk) and self._inflection.is_plural(chunk[index + 1].form) and chunk[index + 1].form != "and":
                    index += 1
                return chunk[index].end, self._unit(chunk[: index + 1])
        attributive = len(chunk) > 1 and chunk[0].text.islower() and chunk[0].text.isalpha() and not chunk[0].form.endswith(("ing", "ed", "ly"))
        return (chunk[0].end, self.head_form(chunk[0])) if attributive else None

    def _any_plural(self, chunk: list[Token]) -> bool:
        return any(self._inflection.is_plural(token.form) for token in chunk)

    def _run(self, text: str, at: int, limit: int, *, several: bool) -> list[Token]:
        """Return the words after a number that can be a noun with its modifiers."""
        chunk: list[Token] = []
        last, most = at, _MODIFIERS
        row = _without_brackets(tokens(text, at, min(limit, at + _COUNTED)))
        for index, token in enumerate(row):
            gap = text[last : token.start]
            if "\n\n" in gap or (not gap and token.start > at and token.text not in "-+," and row[index - 1].text != "-"):
                break
            last = token.end
            if (token.text == "-" and index == 0 and text[at - 1 : at].isdigit()) or (token.text == "+" and not gap):  # "a 17-person team", "LGBTQ+"
                continue
            if not chunk and token.form in self._before_counted:
                continue
            if token.form == "and" and chunk and index + 1 < len(row) and self._joins(chunk, row[index + 1 :]):
                chunk.append(token)
                continue
            if token.text == "," and chunk and self._lists(chunk, row[index + 1 : index + 1 + _LISTED]):
                most = _MODIFIERS + _LISTED
                continue
            modifies = self.is_noun(token) or token.form in self._counted_determiners or (not chunk and self._misread(row, index))
            modifies = modifies or (several and self._no_verb(chunk, token))
            if not token.form[:1].isalpha() or not modifies or token.form in self.not_counted or len(chunk) == most:
                break
            if chunk and self._inflection.is_plural(chunk[-1].form) and (token.form.endswith(("ing", "ed")) or self._ends_as_adverb(token)):
                break
            chunk.append(token)
        while chunk and chunk[-1].form == "and":
            chunk.pop()
        return chunk

    def _misread(self, row: list[Token], index: int) -> bool:
        """Whether an adverb or a participle modifies the plural after it: "away games", "advanced artillery systems"."""
        token, after = row[index], row[index + 1 : index + 3]
        if token.form in self.adverbs:
            return bool(after) and self._inflection.is_plural(after[0].form)
        participle = token.form.endswith("ed") and token.text.islower() and token.form not in self._reported
        return participle and any(self._inflection.is_plural(a.form) for a in after) and all(a.text.islower() and self.is_noun(a) for a in after[:1])

    def _no_verb(self, chunk: list[Token], token: Token) -> bool:
        """Whether a word in -s after a number and its adjectives is a noun: "five separate calls" has no verb, whose subject would be a plural."""
        plural = self._inflection.is_plural(token.form) and token.form in self._reported and token.form not in self.auxiliaries
        return plural and token.text.islower() and not self._any_plural(chunk)

    def _joins(self, chunk: list[Token], after: list[Token]) -> bool:
        """Whether "and" joins two modifiers of one noun ("digital and physical sales"), not two nouns."""
        if self._inflection.is_plural(chunk[-1].form):
            return False
        for token in after[:_JOINED]:
            if not self.is_noun(token) or token.form in self._numbers or token.form[:1].isdigit():
                return False
            if self._inflection.is_plural(token.form):
                return token is not after[0]
        return False

    def _lists(self, chunk: list[Token], after: list[Token]) -> bool:
        """Whether a comma goes on a list of modifiers of one plural: "business, university and health care leaders"."""
        if self._inflection.is_plural(chunk[-1].form):
            return False
        words, joined = 0, False
        for index, token in enumerate(after):
            if token.text == "," or (token.form == "and" and not joined):
                words, joined = 0, token.form == "and"
            elif not self.is_noun(token) or token.form in self._numbers or token.form[:1].isdigit():
                return False
            elif self._inflection.is_plural(token.form) and not (index + 1 < len(after) and self.is_noun(after[index + 1])):
                return joined and words > 0
            else:
                words += 1
        return False

    def _one(self, chunk: list[Token]) -> tuple[int, str] | None:
        singular: list[Token] = []
        for token in chunk[:3]:
            if self._inflection.is_plural(token.form) or token.form == "and" or (singular and token.form.endswith("ed")):
                break
            singular.append(token)
        return (singular[-1].end, self._unit(singular)) if singular else None

    def is_adverb(self, token: Token) -> bool:
        """Whether a word is an adverb: listed, or one in -ly."""
        return token.form in self.adverbs or self._ends_as_adverb(token)

    def _ends_as_adverb(self, token: Token) -> bool:
        return token.form.endswith("ly") and "-" not in token.text and token.form not in self._not_adverbs

    def _unit(self, chunk: list[Token]) -> str:
        """Return a counted noun as a unit: in small letters, its head in the singular."""
        words = [_whole(token.text) for token in chunk[:-1] if token.form != "and" and not self._ends_as_adverb(token)]
        return " ".join([*words, self.head_form(chunk[-1])])

    def is_plural(self, word: str) -> bool:
        """Whether a word has the form of a plural."""
        return self._inflection.is_plural(word.lower())

    def singular(self, word: str) -> str:
        """Return the singular of a lower-case noun."""
        return self._inflection.singular(word)

    def head_form(self, token: Token) -> str:
        """Return a noun as a unit: lower case, singular, hyphenated words whole."""
        return self._inflection.singular(_whole(token.text))

    def phrase_after(
        self, text: str, start: int, end: int, *, masks: Iterable[tuple[int, int]] = (), specifiers: Collection[str] = ()
    ) -> tuple[int, int] | None:
        """Return the noun phrase that starts at `start`, with what specifies it, up to `end` at most.

        `specifiers`: the prepositions after which it goes on (by default those of `grammar.yml`).
        """
        specifiers = specifiers or self.specifiers
        first = last = None
        pending = False  # a preposition or determiner that a noun must follow
        masks = list(masks)
        row = tokens(text, start, min(end, start + _PHRASE))
        for index, token in enumerate(row):
            if any(a <= token.start < b for a, b in masks):
                break
            possessive = token.form in self.determiners
            before, after = (row[index - 1].form if index else ""), (row[index + 1].form if index + 1 < len(row) else "")
            determined = before in self._articles and token.form in self.verbs  # "the amount": no verb
            if token.form.endswith(("izes", "ifies")) or (token.form.endswith("ed") and after in self.determiners):  # "prioritizes", "reaffirmed our"
                break
            if token.form == "to" and (
                after in self._infinitives or (index + 2 < len(row) and row[index + 2].form in self._articles and after.islower())
            ):
                break  # "funding to support the schools"
            if token.form in specifiers and last is not None:
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
                or self._ends_as_adverb(token)
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


def _without_brackets(row: list[Token]) -> list[Token]:
    """Leave out short forms in brackets: "Technical Assistance (TA) providers"."""
    result = list(row)
    for index in range(len(row) - 3, -1, -1):
        if row[index].text == "(" and row[index + 2].text == ")" and row[index + 1].text.isupper():
            del result[index : index + 3]
    return result


def _whole(word: str) -> str:
    """Return a word in small letters, without a possessive, its hyphens kept."""
    whole = without_possessive(word.lower())
    return whole if "." in whole[:-1] else whole.strip(".")
