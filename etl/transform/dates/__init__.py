"""Dates, times, durations and sets: TIMEX3 values, resolved against the document's date.

`dates.yml` says what expressions look like and which function here reads each kind; a reading gives a TIMEX3 value and the
days that bound it. Values follow the TIMEX3 annotation guidelines (ISO-TimeML): 2022-08, 2023-W16, 2023-04-10TNI, P1Y, PXM.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from etl.language.numerals import NumeralReader
from etl.language.patterns import PatternMatch, PatternMatcher, PatternRule, spaced
from etl.records import Date, Document
from etl.transform.dates.calendar import Unresolved
from etl.transform.dates.readings import Readings
from etl.vocabulary import Rule, Vocabulary


class DateFinder:
    """Finds date expressions; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, numerals: NumeralReader) -> None:
        words = vocabulary.words["dates"]
        rules = vocabulary.ruleset("dates.expressions")
        self._matcher = PatternMatcher([PatternRule(r.id, r.pattern or "", r.data) for r in rules], _word_patterns(words, numerals))
        self._plausible = Plausibility(words, rules)
        self._readings = Readings(words, numerals)

    def __call__(self, document: Document) -> list[Date]:
        """Return the document's date expressions in order; relative ones have no bounds where the document has no date."""
        today = _day(document.date)
        found: list[Date] = []
        for match in self._matcher.find(document.text):
            if not self._plausible(document.text, match):
                continue
            try:
                value, bounds = self._readings.read(
                    match, _mentioned(found, match.start) or today if match.rule.data["resolve"] == "unit-before" else today
                )
            except Unresolved:
                continue
            found.append(
                Date(
                    id=f"{document.id}-d{match.start}",
                    document_id=document.id,
                    turn_id=None,
                    text=document.text[match.start : match.end],
                    type=str(match.rule.data["type"]),
                    value=value,
                    earliest=bounds[0].isoformat() if bounds else None,
                    latest=bounds[1].isoformat() if bounds else None,
                    start_char=match.start,
                    end_char=match.end,
                )
            )
        return found


def _mentioned(found: list[Date], place: int) -> date | None:
    """Return the first day of the last date named within the two hundred characters before, for "the year before"."""
    last = next((d for d in reversed(found) if d.type == "DATE" and d.earliest and not d.value.endswith("_REF")), None)
    return _day(last.earliest) if last and place - last.end_char < 200 else None


def _day(iso: str | None) -> date | None:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", iso or "")
    return date(*(int(g) for g in match.groups())) if match else None


def _word_patterns(words: Mapping[str, Mapping[str, object]], numerals: NumeralReader) -> dict[str, str]:
    def any_of(name: str) -> str:
        return "|".join(re.escape(word).replace(r"\ ", r"[\s]+") for word in sorted(words[name], key=len, reverse=True))

    number = rf"{numerals.pattern}|an?|a couple of"
    clock = r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?"
    return {
        "month": any_of("months"),
        "month_name": "|".join(name for name in words["months"] if len(name) > 3 or name == "may"),
        "weekday": any_of("weekdays"),
        "season": any_of("seasons"),
        "unit": any_of("units"),
        "calendar_unit": "week|weekend|month|quarter|year|decade|century",
        "direction": any_of("directions"),
        "daypart": any_of("dayparts"),
        "day_word": any_of("days"),
        "reference": any_of("references"),
        "set": any_of("sets"),
        "number": number,
        "ordinal": "first|second|third|fourth|1st|2nd|3rd|4th",
        "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "day_number": r"3[01]|[12]\d|0?[1-9]",
        "month_number": r"1[0-2]|0?[1-9]",
        "year": r"(?:1[5-9]|20)\d\d",
        "decade": r"(?:1[5-9]|20)\d0",
        "century_number": r"\d{1,2}",
        "clock": clock,
        "clock_marked": r"\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?(?:\s\(?[ecmp][sd]?t\)?)?",
    }


class Plausibility:
    """Weeds out numbers that only look like years, and words that are no names of months, by what stands round them."""

    def __init__(self, words: Mapping[str, Any], rules: Iterable[Rule]) -> None:
        self._ambiguous = frozenset(words["ambiguous_months"])
        self._preposition = re.compile(rf"\b(?:{'|'.join(words['prepositions'])})[\s-]\Z", re.IGNORECASE)
        self._no_nouns = frozenset(words["no_nouns"])
        self._unless = {
            (rule.id, key): re.compile(rf"(?:{spaced(rule.data[key])})" + (r"\Z" if key == "not_after" else ""), re.IGNORECASE)
            for rule in rules
            for key in ("unless", "not_after", "not_before")
            if key in rule.data
        }

    def __call__(self, text: str, match: PatternMatch) -> bool:
        """Return whether a match is a date."""
        rule, before, after = match.rule.id, text[max(0, match.start - 16) : match.start], text[match.end : match.end + 24]
        for key, around in (("unless", match.text + after), ("not_after", before)):
            if (pattern := self._unless.get((rule, key))) and pattern.search(around):
                return False
        if (pattern := self._unless.get((rule, "not_before"))) and pattern.match(after):
            return False
        months = [word for name, word in match.groups.items() if word and name.startswith("month") and word.isalpha()]
        if any(word in self._ambiguous for word in months):  # "may", "march" in small letters
            return False
        if match.rule.data.get("name_alone"):
            alone = months[0].lower() in self._ambiguous or bool(re.match(r"\s[A-Z][a-z]", after))  # "May Anders", "June Anders"
            return months[0][0].isupper() and (not alone or bool(self._preposition.search(before)))
        if match.rule.data.get("bare_number"):  # "2000 tents" is a number, "in 2000 tents were sent" holds a year
            noun = re.match(r"\s([a-z]{2,}s)\b", after)
            return noun is None or noun[1] in self._no_nouns or bool(self._preposition.search(before))
        return True
