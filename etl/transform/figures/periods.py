"""When a figure is for: the date expression of its sentence that speaks of it, with "since" and "by"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as day
from itertools import pairwise

from etl.language.noun_phrases import NounChunker, tokens
from etl.language.patterns import alternation
from etl.records import Date
from etl.transform.figures.quantities import Quantity
from etl.vocabulary import Vocabulary

_OPENING = re.compile(r"\b(since|by|until|till|through|before|after|from|as of|as at)\s+(?:the\s+)?(?:end\s+of\s+)?\Z", re.I)
_LEAD = re.compile(
    r"\b(?:in|for|during|over|since|by|until|till|on|at|of|as of|through|within|from|throughout|before|after|to)\s+(?:the\s+)?\Z", re.I
)
_COMPARED = re.compile(
    r"\b(?:than|from|ahead of|leading up to|prior to|compared (?:to|with)|versus|against|(?:up|down|rose|fell|more) (?:on|over))\s+"
    r"(?:in\s+)?(?:the\s+)?(?:same period (?:of|in)\s+)?\Z",
    re.I,
)
"""What stands before a date that a figure is compared with: "up 12 percent from the year before"."""
_CLAUSES = "that|which|who|but|because|as|if|when|while|where"
_ANOTHER_CLAUSE = re.compile(rf"[:;]|\b(?:{_CLAUSES}|and(?!\s+(?:(?-i:[A-Z])|(?:\w+\s+){{0,2}}\Z)))\b", re.I)
"""What parts a date from a figure, but for lists of names and a list's last item: "today the mayors, A, B and more than 70 owners met"."""
_BESIDE = re.compile(r"[,—–]\s*(?:an?\s+(?:[\w-]+\s+){0,10})?\Z")
"""What makes a figure part of what is said beside: "today they met the mayors, a group from 16 towns"."""
_PARTED = re.compile(r";|\band\s+(?:which|who)\b", re.I)
_AND_CLAUSE = re.compile(rf"[:;]|\b(?:and|{_CLAUSES})\b", re.I)
_ANOTHER_PART = re.compile(rf",|{_AND_CLAUSE.pattern}", re.I)
_THE = re.compile(r"\b(?:the|this|that|an?)\s(?:[a-z]+\s)?\Z", re.I)
_LAW_OF = re.compile(r"\b[A-Z]\w+ [oO]f \Z")
_NOUN = re.compile(r"\s[A-Za-z]{3,}")
_POSSESSOR = re.compile(r"[’'`]s?\s\Z")
_LASTING_WORD = r"\b(?:within|over|in|during|throughout|across|for)\s+(?:just\s+|only\s+|about\s+)?(?:the\s+)?"
_LASTING = re.compile(rf"{_LASTING_WORD}\Z", re.I)
_LASTING_OPENS = re.compile(_LASTING_WORD, re.I)
_ENDS_CLAUSE = re.compile(r"\s*,")
_OPENING_WORDS = 24  # characters in which a date that opens the sentence starts ("In March 2022, …")
_OF_A_THING = re.compile(r"\s*,\s+(?:which|who|whose)\b")
"""What stands after a date that is said of a thing: "the call that she made in May 2021, which brought 5 million"."""
_SO_FAR = re.compile(r"\b(?:so|thus)\s+far\s+(?:in\s+)?\Z", re.I)
_GOES_ON = re.compile(r"\s*(to|until|till|through|and|,)\s+(?:in\s+)?(?:the\s+)?", re.I)
_RUNS = re.compile(r"\b(from|between)\s+(?:the\s+)?\Z", re.I)
_TRAIL = re.compile(r"\s+(?:alone|only|itself)\b")


@dataclass(frozen=True, slots=True)
class Period:
    """The words ("last year", "by 2030") and the days that bound them; open where nothing bounds them."""

    text: str
    date_id: str | None
    start: str | None
    end: str | None


def masked(text: str, dates: Sequence[Date]) -> list[tuple[int, int]]:
    """Return the spans of date expressions with the prepositions and adverbs that go with them ("in 2022", "last year alone")."""
    spans = []
    for date in dates:
        lead = _LEAD.search(text[max(0, date.start_char - 16) : date.start_char])
        trail = _TRAIL.match(text, date.end_char)
        spans.append((date.start_char - (len(lead[0]) if lead else 0), trail.end() if trail else date.end_char))
    return spans


class PeriodReader:
    """Finds periods; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, chunker: NounChunker) -> None:
        self._chunker = chunker
        until_now = alternation(vocabulary.words["figures"]["until_now"])
        self._until_now = re.compile(rf"(?:since|{until_now})\b", re.I)
        deeds = alternation(vocabulary.words["figures"]["times_since"])
        events = "|".join(vocabulary.words["figures"]["times_of"])
        self._event = re.compile(
            rf"\b(?:during|since|throughout|amid)\s+(?:the\s+(?:start|beginning|onset|outbreak|height|end)\s+of\s+)?"
            rf"(?:the|this|that|our|my|his|her|their|its)\s+(?:[\w-]+\s+){{0,2}}?(?:{events})\b"
            rf"|\bsince\s+(?:[\w’'-]+\s+){{0,5}}?(?:{deeds})\b(?:\s+(?!(?:and|or|but|in|to|on|with)\b)(?:[\w’'-]+)){{0,3}}"
            rf"|\b(?:{until_now})\b",
            re.I,
        )
        days = "|".join(vocabulary.words["figures"]["days_of_speaking"])
        self._day_of_speaking = re.compile(rf"(?:{days})\Z", re.I)

    def find(
        self,
        text: str,
        quantity: Quantity,
        status: str,
        between: tuple[int, int],
        dates: Sequence[Date],
        events: Sequence[re.Match[str]],
        clause: int,
        today: str | None,
    ) -> Period | None:
        """Return the period of a quantity from the dates of its sentence.

        `between` are the end of the quantity before and the start of the one after, `events` the sentence's events without bounds; `clause` is
        where the reported clause that holds it starts. A date right after the number is meant first, then the nearest one before it
        (another figure may stand between), then one that follows; without any the duration that it took ("within ten days"), an event
        ("during the pandemic"), or for what is so the day of speaking.
        """
        usable = [d for d in dates if not self._compared(text, quantity, between, d)]
        firm = [d for d in usable if d.earliest is not None and d.type not in ("TIME", "SET") and not self._speaking(d, today)]
        speaking = self._spoken(text, quantity, usable, clause, today) if status == "actual" else []
        if chosen := _chosen(text, quantity, between, firm):
            beyond = chosen.start_char > quantity.end and _ANOTHER_PART.search(text, quantity.end, chosen.start_char)
            if beyond and (spoken := next((d for d in speaking if d.end_char <= quantity.start), None)):
                return _period(text, spoken, today)
            return _joined(text, chosen, dates) or _period(text, chosen, today)
        lasting = [d for d in usable if d.type == "DURATION" and d.earliest is None and quantity.end < d.start_char <= between[1]]
        if lasting and (lead := _LASTING.search(text[max(quantity.end, lasting[0].start_char - 20) : _number(lasting[0])])):
            return Period(text[_number(lasting[0]) - len(lead[0]) : lasting[0].end_char], lasting[0].id, None, None)
        since_when = quantity.kind == "duration"  # "40 years since he took office" is a time itself
        event = next((e for e in events if e.start() >= clause and not (since_when and e[0].lower().startswith("since"))), None)
        if event is not None:
            return Period(event[0], None, None, today if self._until_now.match(event[0]) else None)
        chosen = _chosen(text, quantity, between, speaking) or _chosen(text, quantity, between, [d for d in usable if self._vague(text, d, quantity)])
        return _period(text, chosen, today) if chosen else None

    def _spoken(self, text: str, quantity: Quantity, dates: Sequence[Date], clause: int, today: str | None) -> list[Date]:
        """Return the days of speaking that stand in the figure's clause."""
        return [
            d
            for d in dates
            if self._speaking(d, today)
            and d.earliest is not None
            and d.start_char >= clause
            and not _BESIDE.search(text, d.end_char + 1, quantity.start)
            and not (
                _ANOTHER_CLAUSE.search(text[d.end_char : quantity.start])
                if d.end_char <= quantity.start
                else _AND_CLAUSE.search(text[quantity.end : d.start_char])
            )
        ]

    def _vague(self, text: str, date: Date, quantity: Quantity) -> bool:
        """Whether a date without bounds says when in the figure's clause: "recently", "a few weeks ago"."""
        low, high = min(date.end_char, quantity.end), max(date.start_char, quantity.start)
        past = (date.value == "PAST_REF" and date.text.lower() != "the past") or date.text.lower().endswith(" ago")
        return date.earliest is None and date.type == "DATE" and past and not _AND_CLAUSE.search(text, low, high)

    def events(self, text: str, low: int, high: int) -> list[re.Match[str]]:
        """Return the events without bounds in a sentence: "during the pandemic"."""
        return list(self._event.finditer(text, low, high))

    def _speaking(self, date: Date, today: str | None) -> bool:
        """Whether a date is the day of speaking: "today", "now", "this morning", the document's own date."""
        return (
            (date.value == today and today is not None)
            or bool(self._day_of_speaking.match(date.text))
            or date.value == "PRESENT_REF"
            or date.type == "TIME"
        )

    def _compared(self, text: str, quantity: Quantity, between: tuple[int, int], date: Date) -> bool:
        """Whether a date is only what the figure is compared with, bounds the number itself, or names something ("the January 27 order")."""
        bound = 0 <= date.start_char - quantity.end <= 1 and date.text.lower().startswith(("more than", "less than"))
        alone = between[0] == quantity.sentence[0]  # "5 tonnes in 2023, which is …" goes on from a figure
        numbered = quantity.kind in ("ordinal", "rank", "duration", "age")
        thing = self._names(text, date, year=numbered) or (alone and _OF_A_THING.match(text, date.end_char) is not None)
        century = len(date.value) == 2 and not _LEAD.search(text[max(0, date.start_char - 16) : date.start_char])  # "win the 21st century"
        return bound or thing or century or _COMPARED.search(text[max(0, date.start_char - 24) : date.start_char]) is not None

    def _names(self, text: str, date: Date, *, year: bool) -> bool:
        """Whether a date is part of a name: "the January 27 order"; where a `year` can be too, "the 1872 Mining Law" and "the Law of 1872"."""
        if year and re.fullmatch(r"\d{4}", date.value):
            before = text[max(0, date.start_char - 24) : date.start_char]
            return _LAW_OF.search(before) is not None or (_THE.search(before) is not None and _NOUN.match(text, date.end_char) is not None)
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", date.value) or self._speaking(date, None) or text[date.end_char : date.end_char + 1] != " ":
            return False
        possessed = _POSSESSOR.search(text[max(0, date.start_char - 4) : date.start_char]) is not None
        following = tokens(text, date.end_char, date.end_char + 24)
        return bool(following) and (following[0].text.islower() or possessed) and self._chunker.is_noun(following[0])


def _chosen(text: str, quantity: Quantity, between: tuple[int, int], dates: Sequence[Date]) -> Date | None:
    """Return the date that is meant: right after the number, else the nearest before it, else one after it."""
    after = [d for d in dates if quantity.end <= d.start_char < between[1]]
    before = [d for d in dates if d.end_char <= quantity.start]
    close = [d for d in after if len(text[quantity.end : d.start_char].split()) <= 2 and not re.search(r"[,;]", text[quantity.end : d.start_char])]
    near = [d for d in before if d.start_char >= between[0] and not _PARTED.search(text, d.end_char, quantity.start)]
    ends_clause = near and _ENDS_CLAUSE.match(text, near[-1].end_char) and near[-1].start_char - quantity.sentence[0] > _OPENING_WORDS
    if ends_clause and after and "," not in text[quantity.end : after[0].start_char]:  # "as they act before 2030, they will buy 5 tonnes by 2035"
        return after[0]
    return next(iter(close), None) or (near[-1] if near else None) or next(iter(after), None) or (before[-1] if before else None)


def _joined(text: str, date: Date, dates: Sequence[Date]) -> Period | None:
    """Return the period of a date that another goes on with: "from 2019 to 2021", "December 6 and 7"; None where none does."""
    for first, last in pairwise(dates):
        if date not in (first, last) or not first.latest or not last.earliest or first.latest >= last.earliest:
            continue
        gap = _GOES_ON.fullmatch(text, first.end_char, last.start_char)
        opening = _RUNS.search(text[max(0, first.start_char - 16) : first.start_char])
        following = (day.fromisoformat(last.earliest) - day.fromisoformat(first.latest)).days == 1
        if gap is None or not (following if gap[1] in ("and", ",") and not (opening and opening[1].lower() == "between") else opening):
            continue
        start = first.start_char - len(opening[0]) if opening else first.start_char
        return Period(text[start : last.end_char], first.id, first.earliest, last.latest)
    return None


def _number(duration: Date) -> int:
    """Return where a duration starts without a preposition that is part of it: "five years" in "over five years"."""
    lead = _LASTING_OPENS.match(duration.text)
    return duration.start_char + (lead.end() if lead else 0)


def _period(text: str, date: Date, today: str | None) -> Period:
    opening = _OPENING.search(text[max(0, date.start_char - 22) : date.start_char])
    word = opening[1].lower() if opening else ""
    start, end, printed = date.earliest, date.latest, date.text
    if today and start and end and start <= today < end and _SO_FAR.search(text[max(0, date.start_char - 16) : date.start_char]):
        end = today
    if word in ("since", "from", "after"):
        end = today if today and start and today >= start else None
    elif word in ("by", "until", "till", "before"):
        start = None
    if word and word not in ("from", "through", "after"):
        first = date.start_char - len(opening[0]) if opening else date.start_char
        printed = text[first : date.end_char]
    return Period(printed, date.id, start, end)
