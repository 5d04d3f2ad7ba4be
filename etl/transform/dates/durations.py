"""Durations, sets, and times that are only past, present or future."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from etl.records import Date
from etl.transform.dates.calendar import Bounds, Unresolved, ago, duration_value
from etl.transform.dates.expression import Expression, Reading

_RATE = re.compile(r"(?:[\d%]|\b(?:million|billion|thousand|percent|times?|once|twice|[a-z]{3,}s))\s\Z")
_NO_RATE = re.compile(r"\b(?:was|is|has|this|its|his|as|takes|lasts|needs|spends|after|within|less|plus|perhaps|does|years)\s\Z")
_DAYS = {"TS": 1 / 86400, "TM": 1 / 1440, "TH": 1 / 24}
_SIMPLE = re.compile(r"P(T?)(\d+)([YMWDHS])")
_SMALLER = {"Y": ("M", "W", "D"), "M": ("W", "D"), "W": ("D",), "D": ("TH",), "TH": ("TM", "TS"), "TM": ("TS",)}
_JOINED = re.compile(r",?\s+(?:and\s+)?")
_WEAK = ("a", "an", "one")


def duration(e: Expression) -> Reading:
    """Read "two years", "a minute and a half"; "5 flights a week" is a rate, "one day" of a clause that looks ahead some day."""
    letter = e.unit()
    count = e.count("number", "count") if e.group("number") or e.group("count") else 1.0
    if count is None or count > 1e9:
        raise Unresolved(e.text)
    if e.text == "one day" and e.tense > 0:
        return Reading("FUTURE_REF", type="DATE")
    first = e.text.split()[0]
    if first in _WEAK and len(e.text.split()) == 2:
        before = e.source[max(0, e.match.start - 16) : e.match.start]
        if first != "one" and letter != "TS" and _RATE.search(before) and not _NO_RATE.search(before):
            return Reading(duration_value(1, letter), type="SET")
        if letter == "TS" and re.match(r"[\s-]+[a-z]", e.source[e.match.end : e.match.end + 3]):  # "a second member"
            raise Unresolved(e.text)
    return Reading(duration_value(count + 0.5 if e.text.endswith("and a half") else count, letter))


def half_unit(e: Expression) -> Reading:
    """Read "half an hour"."""
    letter = e.unit()
    value = {"Y": "P6M", "D": "PT12H", "DE": "P5Y", "CE": "P50Y"}.get(letter)
    return Reading(value or duration_value(0.5, letter))


def long(e: Expression) -> Reading:
    """Read "day-long", "decades-long"."""
    return Reading(duration_value(None if "s-" in e.text else 1, _last_unit(e)))


def vague_duration(e: Expression) -> Reading:
    """Read "several years"; "past years" only look back."""
    if e.text == "past years":
        return Reading("PAST_REF", type="DATE")
    return Reading(duration_value(None, _last_unit(e)))


def unknown_duration(e: Expression) -> Reading:
    """Read "some time"."""
    return Reading("PXX")


def running(e: Expression) -> Reading:
    """Read "the past five years", "over the next few weeks": a duration that ends or begins on the document's day."""
    letter, text = _last_unit(e), e.text
    count = e.count("number") if e.group("number") else 2.0 if "couple" in text else None
    counted = text.removeprefix("each of ").removesuffix(" or so").split()
    if count is None and not counted[-1].endswith("s") and counted[-1] != "centuries":
        count = 0.5 if "half" in text else 1.0  # "the past year"
    value = duration_value(count, letter)
    if e.today is None or count is None or count > 3000:
        return Reading(value)
    bounds: Bounds
    if letter.startswith("T"):  # as many whole days
        count, letter = max(1.0, ceil(count * _DAYS[letter])), "D"
    if re.search(r"\b(?:past|last|previous)\b", text):
        bounds = ago(e.today, count, letter)[1]
        return Reading(value, (bounds[0], e.today) if bounds else None)
    if not re.search(r"\b(?:next|coming|following)\b", text):
        return Reading(value)
    bounds = ago(e.today, -count, letter)[1]
    return Reading(value, (e.today, bounds[1]) if bounds else None)


def reference(e: Expression) -> Reading:
    """Read "now", "the past", "the near future"."""
    value = str(e.look_up("references", e.group("reference")) or ("PAST_REF" if e.given("span") else "PRESENT_REF"))
    return Reading(value, (e.today, e.today) if e.today and value == "PRESENT_REF" else None)


def set_(e: Expression) -> Reading:
    """Read "daily", "annually"."""
    return Reading(str(e.look_up("sets", e.group("set"))))


def each_unit(e: Expression) -> Reading:
    """Read "every day", "every two weeks", "twice a week"."""
    letter = _last_unit(e)
    per_unit = re.match(r"(?:each|every) \S+ \S*s\Z|(?:each|every) (?:\S+ )+\S+s\Z", e.text)
    count = 2.0 if " other " in e.text else e.count("number") if per_unit and e.group("number") else None if "few" in e.text else 1.0
    return Reading(duration_value(count, letter))


def weekdays(e: Expression) -> Reading:
    """Read "every Thursday", "on Sundays", "Tuesday nights"."""
    part = e.look_up("dayparts", e.group("daypart"))
    return Reading(f"XXXX-WXX-{e.look_up('weekdays', e.group('weekday'))}" + (f"T{part}" if part else ""))


def each_named(e: Expression) -> Reading:
    """Read "every summer", "each January", "every morning"."""
    if month := e.month():
        return Reading(f"XXXX-{month:02}")
    code = e.look_up("seasons", e.group("season"))
    return Reading(f"XXXX-{code}" if code else f"XXXX-XX-XXT{e.look_up('dayparts', e.group('daypart'))}")


def _last_unit(e: Expression) -> str:
    """Return the letter of the last unit in the words."""
    units = e.language.words["units"]
    for word in reversed(e.text.replace("-", " ").split()):
        singular = "century" if word == "centuries" else word.removesuffix("s")
        if singular in units:
            return str(units[singular])
    raise Unresolved(e.text)


def joined(text: str, dates: Sequence[Date]) -> list[Date]:
    """Join durations that are one in two units: "3 hours and 40 minutes" is PT3H40M."""
    result: list[Date] = []
    for date in dates:
        before = result[-1] if result else None
        value = _together(before, date) if before and _JOINED.fullmatch(text, before.end_char, date.start_char) else None
        if before is None or value is None:
            result.append(date)
        else:
            result[-1] = replace(before, text=text[before.start_char : date.end_char], value=value, end_char=date.end_char)
    return result


def _together(first: Date, second: Date) -> str | None:
    """Return the value of a duration and the one in a smaller unit after it, None where they are two."""
    if (first.type, second.type) != ("DURATION", "DURATION") or first.earliest or second.earliest:
        return None
    large, small = _SIMPLE.fullmatch(first.value), _SIMPLE.fullmatch(second.value)
    if not large or not small or small[1] + small[3] not in _SMALLER.get(large[1] + large[3], ()):
        return None
    return first.value + (small[0][len("P" + large[1]) :])
