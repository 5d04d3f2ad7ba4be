"""Dates, times, durations and sets: TIMEX3 values, resolved against the document's date.

`dates.yml` says what expressions look like and which function reads each kind (`readings`); a reading gives a TIMEX3 value and the
days that bound it. Values follow the TIMEX3 annotation guidelines (ISO-TimeML): 2022-08, 2023-W16, 2023-04-10TNI, P1Y, PXM.
"""

import re
from collections.abc import Iterator
from datetime import date

from etl.language.corrections import as_corrected
from etl.language.numerals import NumeralReader
from etl.language.patterns import PatternMatch, PatternMatcher, PatternRule, alternation
from etl.records import Date, Document
from etl.transform.dates.calendar import Unresolved
from etl.transform.dates.durations import joined
from etl.transform.dates.expression import Expression, Language, Mentions, Reading
from etl.transform.dates.plausibility import Plausibility
from etl.transform.dates.readings import READINGS, SECOND_READINGS
from etl.transform.dates.tense import Tense
from etl.transform.dates.word_patterns import word_patterns
from etl.vocabulary import Vocabulary

_FIRST, _SECOND = ("day", "day3", "month"), ("day2", "day4", "month2")


class DateFinder:
    """Finds date expressions; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, numerals: NumeralReader) -> None:
        words = vocabulary.words["dates"]
        rules = vocabulary.ruleset("dates.expressions")
        for rule in rules:
            if rule.data["resolve"] not in READINGS:
                raise ValueError(f"{rule.where}: rule {rule.id!r}: nothing resolves {rule.data['resolve']!r}")
        self._matcher = PatternMatcher([PatternRule(r.id, r.pattern or "", r.data) for r in rules], word_patterns(words, numerals))
        self._plausible = Plausibility(words, rules)
        self._language = Language(
            words, numerals, Tense(words["tense"]), re.compile(rf"\b(?:{alternation(words['compared'])})\b|[$£€%]|\Z(?<=[.!?]\s)", re.IGNORECASE)
        )

    def __call__(self, document: Document) -> list[Date]:
        """Return the document's date expressions in order; relative ones have no bounds where the document has no date."""
        return joined(document.text, [found for _, found in self.by_rule(document)])

    def by_rule(self, document: Document) -> Iterator[tuple[str, Date]]:
        """Give the document's date expressions in order, each with the id of the rule that found it."""
        today, mentions, corrected = _day(document.date), Mentions(), as_corrected(document.text)
        for match in self._matcher.find(corrected):
            try:
                readings = self._read(corrected, match, today, mentions)
            except Unresolved:
                continue
            for start, end, reading in readings:
                mentions.note(reading.value, reading.bounds, end)
                yield (
                    match.rule.id,
                    Date(
                        id=f"{document.id}-d{start}",
                        document_id=document.id,
                        turn_id=None,
                        text=document.text[start:end],
                        type=reading.type or str(match.rule.data["type"]),
                        value=reading.value,
                        earliest=reading.bounds[0].isoformat() if reading.bounds else None,
                        latest=reading.bounds[1].isoformat() if reading.bounds else None,
                        start_char=start,
                        end_char=end,
                    ),
                )

    def _read(self, text: str, match: PatternMatch, today: date | None, mentions: Mentions) -> list[tuple[int, int, Reading]]:
        """Return the one or two expressions of a match with their spans; raises Unresolved for a day that does not exist."""
        if not self._plausible(text, match):
            return []

        def whole(start: int, end: int) -> Reading:
            inner = self._matcher.whole(text, start, end)
            if inner is None or not (read := self._read(text, inner, today, mentions)):
                raise Unresolved(text[start:end])
            return Reading(read[0][2].value, read[0][2].bounds, read[0][2].type or str(inner.rule.data["type"]))

        expression = Expression(match, text, today, mentions, self._language, whole)
        resolve = str(match.rule.data["resolve"])
        reading = READINGS[resolve](expression)
        spans = match.spans
        if resolve in SECOND_READINGS:
            first_end = match.start + next(spans[name][1] for name in _FIRST if name in spans and (name != "month" or resolve == "two-months"))
            second_start = match.start + next(spans[name][0] for name in _SECOND if name in spans and (name != "month2" or resolve == "two-months"))
            return [(match.start, first_end, reading), (second_start, match.end, SECOND_READINGS[resolve](expression))]
        start, end = spans.get("span", (0, match.end - match.start))
        return [(match.start + start, match.start + end, reading)]


def _day(iso: str | None) -> date | None:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", iso or "")
    return date(*(int(g) for g in match.groups())) if match else None
