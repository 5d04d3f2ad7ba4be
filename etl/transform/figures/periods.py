"""When a figure is for: the date expression of its sentence that speaks of it, with "since" and "by"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.records import Date
from etl.transform.figures.quantities import Quantity

_OPENING = re.compile(r"\b(since|by|until|till|through|before|after|from|as of|as at)\s+(?:the\s+)?(?:end\s+of\s+)?\Z", re.I)
_LEAD = re.compile(
    r"\b(?:in|for|during|over|since|by|until|till|on|at|of|as of|through|within|from|throughout|before|after|to)\s+(?:the\s+)?\Z", re.I
)
_COMPARED = re.compile(
    r"\b(?:than|from|compared (?:to|with)|over|versus|against|up on|down on)\s+(?:in\s+)?(?:the\s+)?(?:same period (?:of|in)\s+)?\Z", re.I
)
"""What stands before a date that a figure is compared with: "up 12 percent from the year before"."""
_TRAIL = re.compile(r"\s+(?:alone|only|itself)\b")


@dataclass(frozen=True, slots=True)
class Period:
    """The words ("last year", "by 2030") and the days that bound them; open where nothing bounds them."""

    text: str
    date_id: str
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


def period_of(text: str, quantity: Quantity, neighbours: tuple[int, int], dates: Sequence[Date], today: str | None) -> Period | None:
    """Return the period of a quantity from the dates of its sentence.

    `neighbours` are the end of the quantity before and the start of the one after. A date right after the number is meant first,
    then the nearest one before it (another figure may stand between), then one that follows.
    """
    compared = {d.id for d in dates if 0 <= d.start_char - quantity.end <= 1 and d.text.lower().startswith(("more than", "less than"))}
    usable = [d for d in dates if _tells_when(d) and d.id not in compared and not _COMPARED.search(text[max(0, d.start_char - 24) : d.start_char])]
    after = [d for d in usable if quantity.end <= d.start_char < neighbours[1]]
    before = [d for d in usable if d.end_char <= quantity.start]
    close = [d for d in after if len(text[quantity.end : d.start_char].split()) <= 2 and not re.search(r"[,;]", text[quantity.end : d.start_char])]
    near = [d for d in before if d.start_char >= neighbours[0] and ";" not in text[d.end_char : quantity.start]]
    chosen = next(iter(close), None) or (near[-1] if near else None)
    if chosen is None:
        chosen = after[0] if after else None
    if chosen is None and before:
        chosen = before[-1]
    return _period(text, chosen, today) if chosen else None


def _tells_when(date: Date) -> bool:
    if date.earliest is None or date.type in ("TIME", "SET") or date.value.endswith("_REF"):
        return False
    return not re.fullmatch(r"(?:to|this )?(?:day|night|today|yesterday|tomorrow)", date.text.lower())


def _period(text: str, date: Date, today: str | None) -> Period:
    opening = _OPENING.search(text[max(0, date.start_char - 22) : date.start_char])
    word = opening[1].lower() if opening else ""
    start, end, printed = date.earliest, date.latest, date.text
    if word in ("since", "from", "after"):
        end = today if today and start and today >= start else None
    elif word in ("by", "until", "till", "before"):
        start = None
    if word and word not in ("from", "through", "after"):
        first = date.start_char - len(opening[0]) if opening else date.start_char
        printed = text[first : date.end_char]
    return Period(printed, date.id, start, end)
