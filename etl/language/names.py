"""Read what a label, or any phrase that names a person, says: office, country, name, function."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Any

from etl.language.phrases import PhraseMatcher, fold_lower

_BRACKETS = re.compile(r"\s*[(\[<]([^()\[\]<>]*)[)\]>]")
_CLOSE = 0.88  # how alike a word must be to an office's name to be taken for it misspelt
_CLOSE_SURNAME = 0.85  # how alike a misspelt surname must be
_CLOSE_FORENAME = 0.75  # Alexander, Aleksandr
_TOKEN = re.compile(r"[^\s,]+|,")
_LINKS = frozenset(("to", "at", "in"))  # between an office and what it is held for, beside "of"
_ADDRESS = re.compile(r"[^\W\d_]{3,}\.[A-Za-z]{2,3}\Z")  # of a site: "harbour.example"
_POSSESSIVE = re.compile(r"[’'`]s?\Z")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii"))
_LONGEST = 240  # characters of a label
_MARKUP = re.compile(r"^[#>*_\s]+|[*_\s]+$")
_ENDING = re.compile(r"[\s:.,;–—-]+$")


@dataclass(frozen=True, slots=True)
class Label:
    """What a phrase says of the one it names. `name` is as printed, without office, country and forms of address."""

    text: str
    name: str | None = None
    office: str | None = None
    level: str | None = None
    country_id: str | None = None
    function: str | None = None
    honorific: bool = False
    capitals: bool = False
    nouns: bool = False
    """Whether words stand in it that are none of the above ("Leader of the faction N N")."""
    former: bool = False
    """Whether they hold the office no longer."""

    @property
    def surname(self) -> str | None:
        """The last word of the name, folded; numbers and "Jr." are none."""
        return family_name(self.name) if self.name else None


class LabelReader:
    """Reads labels by what `offices.yml` knows and by the names of countries (`countries`: name -> country id)."""

    def __init__(self, words: Mapping[str, Any], countries: Iterable[tuple[str, str]], not_labels: Collection[str]) -> None:
        self.offices = PhraseMatcher((name, (title, entry["level"])) for title, entry in words["offices"].items() for name in entry["names"])
        """Finds names of offices: canonical title and level."""
        self._honorifics = {fold_lower(h).strip(".") for h in words["honorifics"]}
        self._forms_of_address = PhraseMatcher((h, True) for h in words["honorifics"] if " " in h)
        self._office_words = sorted({fold_lower(n) for entry in words["offices"].values() for n in entry["names"] if " " not in n and len(n) > 6})
        titles = {w for name in (*words["honorifics"], *words["offices_in_one_word"]) for w in (name.lower(), fold_lower(name))}
        self.titles = "|".join(re.escape(w) for w in sorted(titles, key=len, reverse=True))
        """Words that stand before a surname, as alternatives of a regular expression over text in small letters."""
        self._institutions = frozenset(fold_lower(word) for word in words["institutions"])
        self._qualifiers = frozenset(words["qualifiers"])
        self._former = frozenset(words["former"])
        self._particles = {fold_lower(p) for p in words["particles"]}
        self._functions = {fold_lower(label): role for role, labels in words["functions"].items() for label in labels}
        names = list(countries)
        # Case does not tell "US" from "us" in a label in capitals, so names of two letters are read elsewhere only.
        self._countries = PhraseMatcher((name, code) for name, code in names if len(name.replace(".", "")) > 2)
        self._abbreviated = {name: code for name, code in names if len(name) == 2}
        self._not_labels = {fold_lower(word) for word in not_labels}
        self._not_in_labels = frozenset(fold_lower(word) for word in words["not_in_labels"])
        self.read = lru_cache(maxsize=4096)(self._read)  # a document prints its labels again and again

    def _read(self, printed: str, lenient: bool = False) -> Label | None:
        """Return what the label says, or None where its words are not those of a label or a name.

        `lenient` takes other words in small letters beside a full name ("Head of the farmers’ faction N N"): for what stands before a colon.
        """
        text = _ENDING.sub("", _BRACKETS.sub("", _MARKUP.sub("", " ".join(printed.split()))))
        if not text or len(text) > _LONGEST or _ADDRESS.search(text):
            return None
        bracket = next(iter(_BRACKETS.findall(printed)), "")
        country = next((m.value for m in self._countries.find(bracket) if m.end - m.start >= len(bracket.strip()) - 4), None)
        if function := self._function(text):
            return Label(text, function=function, country_id=country)
        if fold_lower(text).strip(" .") in self._not_labels:
            return None
        return self._named(text, country, lenient)

    def _function(self, text: str) -> str | None:
        key = fold_lower(text.split(",")[0]).strip(" .")
        return self._functions.get(key) or self._functions.get(re.sub(r"[ #]*(?:\d{1,2}|one|two|three|four)$", "", key))

    def _named(self, text: str, country: str | None, lenient: bool) -> Label | None:
        address = self._forms_of_address.find(text)
        offices = self.offices.find(text)
        opens = 0 in (*(a.start for a in address), *(o.start for o in offices))
        if not opens and fold_lower(text.split()[0]).strip(".,'") in self._not_in_labels:  # "When Joe", "On Iran"
            return None
        countries = [c for c in self._countries.find(text) if not any(o.start <= c.start < o.end for o in offices)]
        taken = [(h.start, h.end) for h in address] + [(o.start, o.end) for o in offices] + [(c.start, c.end) for c in countries]
        honorific = bool(address)
        names: list[list[str]] = [[]]  # runs of name words, parted by commas, offices and countries
        tail = False  # inside "of …" after an office
        tails: set[int] = set()
        former = False
        nouns = False  # other words in small letters: "head of the faction N N"
        for token in _TOKEN.finditer(text):
            word = str(token[0])
            if word in (",", "–", "—", "-") or any(start <= token.start() < end for start, end in taken):
                tail = False
                if names[-1]:
                    names.append([])
                continue
            key = fold_lower(word).strip(".'’ ")
            if word in self._abbreviated and not text.isupper():
                country = country or self._abbreviated[word]
            elif key in self._qualifiers and not names[-1]:
                continue
            elif key in self._former and not names[-1]:
                former = honorific = True
            elif key in self._honorifics:
                honorific = True
            elif lenient and key in _LINKS and not names[-1] and any(office.end <= token.start() for office in offices):  # "Ambassador to C N"
                tail = True
            elif key == "of" and not offices and names[-1] and word.islower():  # an office that is not listed: "Custodian of the Archive N N"
                names[-1], tail, nouns = [], True, True
            elif key in self._particles:
                if key in ("of", "for", "de") and offices and not names[-1]:
                    tail = True
                elif names[-1]:
                    names[-1].append(word)
            elif word.lstrip("“\"'’‘(")[:1].isupper():
                if not names[-1] and tail:
                    tails.add(len(names) - 1)
                names[-1].append(word)
            elif not re.fullmatch(r"[a-z]{1,3}['’-]\w+", word):
                if (
                    not lenient
                    or (not names[0] and not taken)
                    or key in self._not_in_labels
                    or not re.fullmatch(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", word)
                ):
                    return None
                nouns, tail = True, False
                names[-1] = []  # capitals before a noun are its name, not a person's
                tails.discard(len(names) - 1)
        runs = [(index, self._trimmed(run)) for index, run in enumerate(names) if self._trimmed(run)]
        name_runs = [run[-2:] if index in tails else run for index, run in runs if index not in tails or (len(run) > 2 and self._ends_in_name(run))]
        misspelt = None
        if not offices and name_runs and len(name_runs[0]) > 1:  # "SECRTARY VEREL"
            misspelt = next(iter(get_close_matches(fold_lower(name_runs[0][0]), self._office_words, 1, _CLOSE)), None)
            name_runs[0] = name_runs[0][1:] if misspelt else name_runs[0]
        if nouns:  # only a full name shows that such words are a label
            name_runs = [run for run in name_runs if len(run) > 1]
            if not name_runs or not text[:1].isupper():
                return None
        name = next((" ".join(run) for run in name_runs), None)
        if name is None and not offices and not honorific:
            return None
        office, level = offices[0].value if offices else (misspelt and self.offices.get(misspelt)) or (None, None)
        country = country or (countries[0].value if countries else None)
        letters = [c for c in text if c.isalpha()]
        capitals = len(letters) > 1 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
        return Label(text, name, office, level, country, None, honorific, capitals, nouns, former)

    def is_institution(self, name: str) -> bool:
        """Whether words in capitals end as the name of an institution does ("Technology Policy")."""
        return fold_lower(name.split()[-1]) in self._institutions

    def _ends_in_name(self, run: list[str]) -> bool:
        """Whether the last two of the words after "of" can be a name ("Minister of Agriculture N N"), not an institution's."""
        return not self._particles.intersection(fold_lower(word) for word in run[-2:]) and not self.is_institution(run[-1])

    def _trimmed(self, run: list[str]) -> list[str]:
        while run and fold_lower(run[-1]) in self._particles and run[-1].islower():
            run = run[:-1]
        return run

    def phrase_before(self, text: str, end: int, start: int) -> tuple[int, int] | None:
        """Return the span of the phrase that names someone and ends at `end` ("…, President of C N" before "said")."""
        first = None
        has_name = False
        for token in reversed(list(re.finditer(r"\S+", text[start:end]))):
            word = token[0].strip("“”\"'’‘")
            last = word.endswith((",", ";", ".")) and not re.fullmatch(r"(?:\w\.)+|\w{1,3}\.", word)
            if last and first is not None and has_name:
                break
            key = fold_lower(word).strip(".,' ")
            lower_office = any(m.start == 0 for m in self.offices.find(word.strip(",")))
            if not (word[:1].isupper() or key in self._particles or lower_office):
                break
            if not word.islower():
                has_name = has_name or not (lower_office or key in self._honorifics)
                first = start + token.start()
        return (first, end) if first is not None else None


def without_suffix(words: Iterable[str]) -> list[str]:
    """Return the words of a name (folded) but for "Jr." and numbers."""
    return [word for word in words if word.strip(".,") not in _SUFFIXES]


def family_name(name: str) -> str | None:
    """Return the last word of a name, folded; numbers and "Jr." are none."""
    words = without_suffix(fold_lower(name).split())
    return words[-1] if words else None


def without_possessive(word: str) -> str:
    """Return a word or name without "’s" or an apostrophe at its end."""
    return _POSSESSIVE.sub("", word)


def same_name(words: list[str], others: list[str]) -> bool:
    """Whether two names can be one person's: the same surname, and the words of the shorter in the longer, spelt alike or as initials."""
    short, long = sorted((words, others), key=len)
    if short[-1] != long[-1]:
        return len(short) > 1 and sorted(short) == sorted(long)  # family name first
    return all(any(_alike(word, other) for other in long[:-1]) for word in short[:-1])


def _alike(word: str, other: str) -> bool:
    """Whether two forenames are one: the same, an initial of the other, or a variant of its spelling (Sergei, Sergey)."""
    word, other = word.strip("."), other.strip(".")
    if min(len(word), len(other)) <= 1:
        return word[:1] == other[:1]
    return word == other or (word[0] == other[0] and SequenceMatcher(None, word, other).ratio() > _CLOSE_FORENAME)


def misspelt(words: list[str], others: list[str]) -> bool:
    """Whether a bare surname is another's but for a letter or two."""
    return len(words) == 1 and len(words[0]) > 4 and SequenceMatcher(None, words[0], others[-1]).ratio() > _CLOSE_SURNAME
