"""The noun that a number counts: where it ends and what it is called ("four different bosses": different boss)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from etl.language.names import without_possessive
from etl.language.noun_phrases import NounChunker, Token, tokens

_SIZE = re.compile(r"\d+-[a-z]+")  # "4 million 8-ounce bottles"
_PARTICIPLES = ("ed", "en", "built", "made", "known")
_COUNTED = 90  # characters in which a counted noun ends
_MODIFIERS = 6
_LISTED = 10  # words and marks after a comma up to that plural
_JOINED = 4  # words after "and" up to the plural that both modifiers have in common


class CountedNouns:
    """Reads counted nouns with the words of a chunker; `numbers` are words of number."""

    def __init__(self, chunker: NounChunker, words: Mapping[str, Any], numbers: Iterable[str] = ()) -> None:
        self._chunker = chunker
        self._before_counted = set(words["before_counted"])
        self._counted_determiners = set(words["counted_determiners"])
        self._after_head = set(words["after_head"])
        self._numbers = set(numbers)

    def find(self, text: str, at: int, limit: int, *, one: bool) -> tuple[int, str] | None:
        """Return where the noun ends that a number ending at `at` counts, and its name: its modifiers and its head in the singular; or None.

        The head is the first plural ("four different bosses"), or the last of several ("sports cars"); after "one" and between a number and another
        noun ("a 12 page document") a singular.
        """
        chunk = self._run(text, at, limit, several=not one)
        if not chunk:
            return None
        if text[at : at + 1] == "-" and not self._plural(chunk[0]):  # "a five-point plan"
            compound = not one and len(chunk) > 1 and chunk[0].text.islower() and chunk[0].text.isalpha()
            return (chunk[0].end, self._head_form(chunk[0])) if compound else None
        if one:
            return self._one(chunk)
        modifying = {  # "military families"
            index
            for index, token in enumerate(chunk[:-1])
            if self._chunker.inflection.is_uncountable(token.form) and self._any_plural(chunk[index + 1 :])
        }
        for index, token in enumerate(chunk):
            if index not in modifying and self._plural(token) and not token.form.endswith("ly"):
                if index + 1 < len(chunk) and chunk[index + 1].form in self._after_head:  # "attorneys general"
                    return chunk[index + 1].end, f"{self._unit(chunk[: index + 1])} {chunk[index + 1].form}"
                while index + 1 < len(chunk) and self._plural(chunk[index + 1]) and chunk[index + 1].form != "and":
                    index += 1
                return chunk[index].end, self._unit(chunk[: index + 1])
        attributive = len(chunk) > 1 and chunk[0].text.islower() and chunk[0].text.isalpha() and not chunk[0].form.endswith(("ing", "ed", "ly"))
        return (chunk[0].end, self._head_form(chunk[0])) if attributive else None

    def _plural(self, token: Token) -> bool:
        """Whether a word has the form of a plural; so have short forms in capitals ("MPs")."""
        return self._chunker.inflection.is_plural(token.form) or _is_short_form(token)

    def _any_plural(self, chunk: list[Token]) -> bool:
        return any(self._plural(token) for token in chunk)

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
            if (token.text == "-" and index == 0 and text[at - 1 : at].isalnum()) or (token.text == "+" and not gap):  # "a 17-person team", "LGBTQ+"
                continue
            if not chunk and token.form in self._before_counted:
                continue
            if token.text == "-" and not gap and chunk and index + 1 < len(row) and row[index + 1].form in ("and", "or"):  # "coal- and gas-fired"
                continue
            suspended = row[index - 1].text == "-" and index > 1
            if token.form in ("and", "or") and chunk and index + 1 < len(row) and (suspended or self._joins(chunk, row[index + 1 :])):
                chunk.append(token)
                continue
            if token.text == "," and chunk and self._lists(chunk, row[index + 1 : index + 1 + _LISTED]):
                most = _MODIFIERS + _LISTED
                continue
            modifies = self._chunker.is_noun(token) or token.form in self._counted_determiners or (not chunk and self._misread(row, index))
            modifies = modifies or (several and self._no_verb(chunk, token)) or (bool(chunk) and (self._pays(row, index) or self._made(row, index)))
            if (
                not (token.form[:1].isalpha() or (not chunk and _SIZE.fullmatch(token.form)))
                or not modifies
                or token.form in self._chunker.not_counted
                or len(chunk) == most
            ):
                break
            if chunk and self._plural(chunk[-1]) and (token.form.endswith(("ing", "ed")) or self._chunker.ends_as_adverb(token)):
                break
            chunk.append(token)
        while chunk and chunk[-1].form in ("and", "or"):
            chunk.pop()
        return chunk

    def _misread(self, row: list[Token], index: int) -> bool:
        """Whether an adverb or a participle modifies the plural after it: "away games", "advanced artillery systems"."""
        token, after = row[index], row[index + 1 : index + 3]
        if token.form in self._chunker.adverbs and after and self._plural(after[0]):
            return True
        if self._chunker.ends_as_adverb(token) and len(after) > 1:  # "twelve hundred mostly American students"
            return (self._chunker.is_noun(after[0]) or after[0].form.endswith("ed")) and self._plural(after[1])
        participle = token.form.endswith("ed") and token.text.islower() and token.form not in self._chunker.reported
        return participle and any(self._plural(a) for a in after) and all(a.text.islower() and self._chunker.is_noun(a) for a in after[:1])

    def _made(self, row: list[Token], index: int) -> bool:
        """Whether a participle between an adverb in -ly and a plural modifies the plural: "newly created shares"."""
        after = row[index + 1 : index + 3]
        return (
            row[index].form.endswith(_PARTICIPLES)
            and self._chunker.ends_as_adverb(row[index - 1])
            and any(self._plural(token) for token in after)
            and all(token.text[:1].isalpha() for token in after[:1])
        )

    def _pays(self, row: list[Token], index: int) -> bool:
        """Whether a participle in -ing between an adjective and a noun modifies the noun: "good paying jobs"."""
        before, after = row[index - 1], row[index + 1 : index + 4]
        if not row[index].form.endswith("ing") or self._plural(before) or not after:
            return False
        nouns = [token for token in after if token.text.islower() and self._chunker.is_noun(token)]
        return nouns[:1] == after[:1] and any(self._plural(token) for token in nouns)

    def _no_verb(self, chunk: list[Token], token: Token) -> bool:
        """Whether a word in -s after a number and its adjectives is a noun: "five separate calls" has no verb, whose subject would be a plural."""
        verbs = self._chunker.verbs if chunk else self._chunker.reported
        plural = self._plural(token) and token.form in verbs and token.form not in self._chunker.auxiliaries
        return plural and token.text.islower() and not self._any_plural(chunk)

    def _joins(self, chunk: list[Token], after: list[Token]) -> bool:
        """Whether "and" joins two modifiers of one noun ("digital and physical sales"), not two nouns."""
        if self._plural(chunk[-1]):
            return False
        for token in after[:_JOINED]:
            if not self._chunker.is_noun(token) or token.form in self._numbers or token.form[:1].isdigit():
                return False
            if self._plural(token) and not self._chunker.inflection.is_uncountable(token.form):
                return token is not after[0]
        return False

    def _lists(self, chunk: list[Token], after: list[Token]) -> bool:
        """Whether a comma goes on a list of modifiers of one plural: "business, university and health care leaders"."""
        if self._plural(chunk[-1]):
            return False
        if len(after) > 1 and self._chunker.is_noun(after[0]) and not self._plural(after[0]):  # "five new, ambitious goals"
            following = after[2] if len(after) > 2 else None
            if self._plural(after[1]) and (following is None or (following.text != "," and following.form != "and")):
                return chunk[-1].text.islower() and after[0].text.islower() and self._chunker.is_noun(after[1])
        words, joined = 0, False
        for index, token in enumerate(after):
            if token.text == "," or (token.form == "and" and not joined):
                words, joined = 0, token.form == "and"
            elif not self._chunker.is_noun(token) or token.form in self._numbers or token.form[:1].isdigit():
                return False
            elif self._plural(token) and not (index + 1 < len(after) and self._chunker.is_noun(after[index + 1])):
                return joined and words > 0
            else:
                words += 1
        return False

    def _one(self, chunk: list[Token]) -> tuple[int, str] | None:
        singular: list[Token] = []
        for token in chunk[:3]:
            if self._plural(token) or token.form == "and" or (singular and token.form.endswith("ed")):
                break
            singular.append(token)
        if not singular or (len(chunk) == 1 and chunk[0].form.endswith("ed")):  # "one captured by a camera"
            return None
        return singular[-1].end, self._unit(singular)

    def _unit(self, chunk: list[Token]) -> str:
        """Return a counted noun as a unit: in small letters, its head in the singular."""
        words = [_whole(token.text) for token in chunk[:-1] if token.form not in ("and", "or") and not self._chunker.ends_as_adverb(token)]
        return " ".join([*words, self._head_form(chunk[-1])])

    def _head_form(self, token: Token) -> str:
        """Return a noun as a unit: lower case, singular, hyphenated words whole."""
        return token.form[:-1] if _is_short_form(token) else self._chunker.inflection.singular(_whole(token.text))


def _is_short_form(token: Token) -> bool:
    """Whether a word is a short form in capitals with the ending of a plural: "MPs"."""
    return token.text[-1] == "s" and len(token.text) > 2 and token.text[:-1].isalpha() and token.text[:-1].isupper()


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
