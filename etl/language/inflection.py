"""Plurals and singulars of English nouns: rules here, exceptions in `nouns.yml`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any


class Inflection:
    """Singular and plural forms, by the lists of `nouns.yml` first."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._irregular: dict[str, str] = dict(words["irregular_plurals"])
        self._uncountable = set(words["uncountable"])
        self._not_plural = set(words["not_singular"])
        self._plurals: dict[str, str] = {}
        for plural, singular in self._irregular.items():
            self._plurals.setdefault(singular, plural)

    def singular(self, word: str) -> str:
        """Return the singular of a lower-case noun; a word that is no plural comes back as it is."""
        if word in self._irregular:
            return self._irregular[word]
        if not self.is_plural(word) or word in self._uncountable:
            return word
        if word.endswith("men"):
            return word[:-2] + "an"
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if re.search(r"(?:ch|sh|x|ss|zz)es$", word):
            return word[:-2]
        return word[:-1]

    def is_plural(self, word: str) -> bool:
        """Whether a lower-case word is the plural of a noun, as far as its form tells."""
        if word in self._irregular or word in self._uncountable:
            return True
        if word.endswith("men"):  # "linemen", "servicewomen"
            return len(word) > 4 and word not in self._not_plural
        return len(word) > 3 and word.endswith("s") and word not in self._not_plural and not word.endswith(("ss", "'s", "ous", "’s"))

    def is_uncountable(self, word: str) -> bool:
        """Whether a lower-case word has one form for one and many ("police", "military")."""
        return word in self._uncountable

    def plural(self, word: str) -> str:
        """Return the plural of a lower-case noun."""
        if word in self._plurals:
            return self._plurals[word]
        if word in self._uncountable:
            return word
        if re.search(r"(?:[sxz]|ch|sh)$", word):
            return word + "es"
        if re.search(r"[^aeiou]y$", word):
            return word[:-1] + "ies"
        return word + "s"

    def forms(self, phrase: str) -> Iterator[str]:
        """Give a phrase and the same with its last word in the plural."""
        yield phrase
        head, _, last = phrase.rpartition(" ")
        if last.isalpha() and not self.is_plural(last.lower()):
            yield f"{head} {self.plural(last)}".strip()
