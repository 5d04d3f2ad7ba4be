"""Dates that the document's day gives, or what the text named before: "last week", "on Monday", "two years ago", "that year"."""

import re
from datetime import date

from etl.transform.dates.absolute import nearest
from etl.transform.dates.calendar import (
    Bounds,
    Unresolved,
    ago,
    calendar_day,
    calendar_value,
    clock_value,
    month_bounds,
    moved,
    quarter,
    shift_unit,
    week,
)
from etl.transform.dates.expression import Expression, Reading

_UNKNOWN = {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "day": "XXXX-XX-XX"}
_REACH = 240  # characters within which "the year before" is the one before a date named there
_QUARTER_REACH = 2500  # a report of a quarter speaks of it for some paragraphs
_ENDED = re.compile(r",?\s+(?:that\s+)?(?:ended|ending|ends|to|through)\s", re.IGNORECASE)


# ------------------------------------------------------------------ parts of years


def part_of_year(e: Expression) -> Reading:
    """Read a quarter or a half of a year; without a year the one that the tense means."""
    number, half = e.language.numerals.ordinal(e.group("ordinal") or ""), "half" in e.text
    if number > (2 if half else 4):
        raise Unresolved(e.text)
    return _part(e, number, "H" if half else "Q", _year_said(e))


def quarter_by_letter(e: Expression) -> Reading:
    """Read "Q3 2022" and "3Q"."""
    return _part(e, e.number("quarter_number") or 0, "Q", e.number("year"))


def that_quarter(e: Expression) -> Reading:
    """Read "the quarter", "the latest period": the one named before; else the document's own, or the one that ended last."""
    if _ENDED.match(e.source, e.match.end) and e.text == "the quarter":
        return Reading("P1Q", type="DURATION")
    named = e.mentions.quarter_before(e.match.start, _QUARTER_REACH)
    if named is not None:
        return Reading(*quarter(*named))
    return _unit(e, "quarter", -1 if "latest" in e.text or "recent" in e.text else 0)


def year_ago(e: Expression) -> Reading:
    """Read "the year-ago quarter": the quarter that the text speaks of, a year before."""
    if e.group("ordinal"):
        number = e.language.numerals.ordinal(e.group("ordinal") or "")
        if number > 4 or e.today is None:
            raise Unresolved(e.text)
        return Reading(*quarter(e.today.year - 1, number))
    return _a_year_before(e) or _unit(e, "quarter" if "quarter" in e.text else "year", -4 if "quarter" in e.text else -1)


def period_of_year(e: Expression) -> Reading:
    """Read "the 1988 period": the same quarter of that year as the text speaks of, else the year."""
    named, year = e.mentions.quarter_before(e.match.start, _QUARTER_REACH), e.number("year") or 0
    return Reading(*quarter(year, named[1])) if named is not None else Reading(*calendar_value(year))


def year_end(e: Expression) -> Reading:
    """Read "year-end": the unit that ends."""
    unit = next(u for u in ("month", "quarter", "week", "year") if u in e.text)
    return _unit(e, unit, 0)


# ------------------------------------------------------------------ units


def relative_unit(e: Expression) -> Reading:
    """Read "last week", "the current month"."""
    unit = e.group("calendar_unit") or ""
    if (step := e.step()) is None:
        step = next(int(s) for word, s in e.language.words["directions"].items() if word in e.text.split()) if e.text.split()[1] != "present" else 0
    return _unit(e, unit, step)


def same_unit(e: Expression) -> Reading:
    """Read "earlier this year"."""
    return _unit(e, e.group("calendar_unit") or "", 0)


def the_unit(e: Expression) -> Reading:
    """Read "the year", "the weekend": the document's own; a year that ends on some day is a duration."""
    unit = e.text.split()[-1]
    if _ENDED.match(e.source, e.match.end) and unit != "weekend":
        return Reading({"year": "P1Y", "week": "P1W", "month": "P1M"}.get(unit, "P1DE"), type="DURATION")
    if unit == "weekend" and e.today is not None:
        return _unit(e, unit, -1 if e.tense <= 0 and e.today.isoweekday() < 6 else 0)
    return _unit(e, unit, 0)


def that_unit(e: Expression) -> Reading:
    """Read "that year": the one that holds the date named last."""
    named = e.mentions.date_before(e.match.start, 2 * _REACH)
    if named is None:
        raise Unresolved(e.text)
    return _around(named[0], e.group("anchored_unit") or "", 0, e)


def unit_before(e: Expression) -> Reading:
    """Read "the year before", "a year earlier": before the date named last, or before the document's."""
    unit = e.group("calendar_unit") or ""
    if unit == "year" and e.text.endswith("earlier") and (reading := _a_year_before(e)):
        return reading
    named = e.mentions.date_before(e.match.start, _REACH)
    if named is not None:
        return _around(named[0], unit, -1, e)
    return _unit(e, unit, -1)


def following_unit(e: Expression) -> Reading:
    """Read "the next day", "the following year": after the date named last, or after the document's."""
    step = -1 if "previous" in e.text else 1
    named = e.mentions.date_before(e.match.start, _REACH)
    anchor = named[step > 0] if named is not None else e.today
    if anchor is None:
        return Reading("FUTURE_REF" if step > 0 else "PAST_REF")
    return _around(anchor, e.text.split()[-1], step, e)


def week_of(e: Expression) -> Reading:
    """Read "the week of March 6"."""
    bounds = e.part().bounds
    return Reading(*week(bounds[0])) if bounds else Reading("XXXX-WXX")


def week_of_month(e: Expression) -> Reading:
    """Read "the first week of May": seven days of the month, with the number of the week that holds most of them."""
    month, year = e.month() or 0, e.number("year")
    if year is None:
        if e.today is None:
            return Reading("XXXX-WXX")
        days = [calendar_day(y, month, 1) for y in (e.today.year - 1, e.today.year, e.today.year + 1) if 1 <= y <= 9999]
        year = nearest(e.today, days, e.tense).year
    last = month_bounds(year, month, month)[1]
    number = 4 if e.given("last") else e.language.numerals.ordinal(e.group("ordinal") or "")
    first = moved(last, -6) if e.given("last") else calendar_day(year, month, 7 * int(number) - 6)
    return Reading(week(moved(first, 3))[0], (first, moved(first, 6)))


def beside_a_day(e: Expression) -> Reading:
    """Read "the day before last Tuesday", "the week after Christmas"."""
    bounds = e.part().bounds
    if bounds is None:
        return Reading("XXXX-XX-XX")
    step = -1 if e.group("side") == "before" else 1
    day = moved(bounds[0], step * (7 if "week " in e.text else 1))
    return Reading(*week(day)) if "week " in e.text else Reading(day.isoformat(), (day, day))


def part_of(e: Expression) -> Reading:
    """Read "early this week", "the end of 1990": the value is the whole's."""
    reading = e.part()
    half = e.given("which")
    if half and len(reading.value) == 4 and reading.value.isdigit() and reading.bounds:
        return _part(e, 1 if half == "first" else 2, "H", int(reading.value))
    return reading


# ------------------------------------------------------------------ months


def relative_month(e: Expression) -> Reading:
    """Read "last August", "October last year", "last Oct. 23"."""
    month = e.month() or 0
    if e.today is None:
        return Reading(f"XXXX-{month:02}")
    step = e.step() or 0
    if e.given("direction2"):
        return Reading(*calendar_value(e.today.year + step, month))
    year = e.today.year + {-1: -(month >= e.today.month), 0: 0, 1: int(month <= e.today.month)}[step]
    return Reading(*calendar_value(year, month, e.day("day")))


# ------------------------------------------------------------------ days and times


def weekday(e: Expression) -> Reading:
    """Read a weekday: with "next" or "last" or by the tense; where nothing tells, the latest one, the document's own day counted."""
    number = int(e.look_up("weekdays", e.group("weekday")))
    if e.today is None:
        return Reading(f"XXXX-WXX-{number}")
    step, offset = e.step(), number - e.today.isoweekday()
    if "week" in e.text.split():  # "Friday last week"
        offset += 7 * (step or 0)
    elif step is None:
        looks_ahead = e.tense > 0
        offset += 7 if looks_ahead and offset < 0 else -7 if not looks_ahead and offset > 0 else 0
    elif step:
        offset += 7 * step if offset * step <= 0 else 0
    elif "coming" in e.text:
        offset += 7 if offset <= 0 else 0
    day = moved(e.today, offset)
    return Reading(day.isoformat(), (day, day))


def weekday_part(e: Expression) -> Reading:
    """Read "Friday morning", "the evening of April 3"."""
    reading = e.part() if e.match.spans.get("core") else weekday(e)
    return Reading(f"{reading.value}T{e.look_up('dayparts', e.group('daypart'))}", reading.bounds)


def day(e: Expression) -> Reading:
    """Read "today", "the day before yesterday"."""
    return _days_on(e, int(e.look_up("days", e.group("day_word") or e.text.split()[-1])))


def daypart(e: Expression) -> Reading:
    """Read "this morning", "last night", "overnight"."""
    part = e.look_up("dayparts", e.group("daypart")) or ("EV" if e.text.endswith("evening") else "NI")
    step = -1 if re.search(r"\byesterday|\blast", e.text) else 1 if "tomorrow" in e.text else 0
    reading = _days_on(e, step)
    return Reading(f"{reading.value}T{part}", reading.bounds)


def clock(e: Expression) -> Reading:
    """Read a clock time, of a day named beside it or of the document's."""
    return _at(e, clock_value(e.group("clock_marked") or e.group("clock_twenty_four") or _hour(e)))


def noon(e: Expression) -> Reading:
    """Read "noon", "midnight"."""
    return _at(e, str(e.look_up("noons", e.group("noon"))))


def clock_of_day(e: Expression) -> Reading:
    """Read "9 a.m. Tuesday"."""
    reading = e.part()
    time = e.group("clock_marked") or e.group("clock_twenty_four")
    clock = clock_value(time) if time else e.look_up("noons", e.group("noon"))
    return Reading(f"{reading.value}T{clock}", reading.bounds)


# ------------------------------------------------------------------ so long ago


def ago_(e: Expression) -> Reading:
    """Read "two years ago", as exact as its unit; "a year ago" of a figure of some quarter is that quarter, a year before."""
    count, letter = 0.5 if " half " in f" {e.text} " and e.count() is None else e.count(), e.unit()
    if (
        letter == "Y"
        and count == 1
        and e.language.compared.search(e.source[max(0, e.match.start - 80) : e.match.start])
        and (reading := _a_year_before(e))
    ):
        return reading
    return _counted_from(e, e.today, count, letter, -1)


def past(e: Expression) -> Reading:
    """Read "several years ago"."""
    return Reading("PAST_REF")


def from_now(e: Expression) -> Reading:
    """Read "two weeks from now"."""
    return _counted_from(e, e.today, e.count(), e.unit(), 1)


def earlier_or_later(e: Expression) -> Reading:
    """Read "two days later": from the date named last; "earlier" without one from the document's day; else a duration."""
    side, count, letter = (e.group("side") or ""), e.count(), e.unit()
    step = -1 if side in ("earlier", "before that") else 1
    if letter == "Y" and count == 1 and step < 0 and (reading := _a_year_before(e)):
        return reading
    named = e.mentions.date_before(e.match.start, _REACH)
    anchor = named[0] if named is not None else e.today if step < 0 else None
    if letter.startswith("T") or count is None:
        raise Unresolved(e.text)
    return _counted_from(e, anchor, count, letter, step)


def first_months(e: Expression) -> Reading:
    """Read "the first nine months of 2022": a duration with its place in the year."""
    count, letter, year = e.count("number"), e.unit(), _year_said(e)
    size = {"M": 1, "Q": 3}.get(letter)
    months = int((count or 0) * (size or 0))
    if not count or months > 12:
        raise Unresolved(e.text)
    value = f"P{count:g}{letter}"
    if year is None or size is None:
        return Reading(value)
    last = re.search(r"\b(?:last|final|latest)\b", e.text.split(" of ")[0])
    return Reading(value, month_bounds(year, 13 - months, 12) if last else month_bounds(year, 1, months))


# ------------------------------------------------------------------ what they share


def _unit(e: Expression, unit: str, step: int) -> Reading:
    if e.today is None:
        return Reading(_UNKNOWN.get(unit, "XXXX"))
    return Reading(*shift_unit(e.today, unit, step))


def _around(anchor: date, unit: str, step: int, e: Expression) -> Reading:
    """Return the day, the part of the day or the longer unit so many steps from the anchor's own."""
    part = e.look_up("dayparts", unit)
    if part or unit == "day":
        day = moved(anchor, step)
        return Reading(day.isoformat() + (f"T{part}" if part else ""), (day, day), "TIME" if part else None)
    return Reading(*shift_unit(anchor, unit, step))


def _days_on(e: Expression, step: int) -> Reading:
    if e.today is None:
        return Reading("XXXX-XX-XX")
    day = moved(e.today, step)
    return Reading(day.isoformat(), (day, day))


def _hour(e: Expression) -> str:
    word = e.group("clock_hour") or ""
    return f"{e.language.numerals.value(word) or 0:g}:00"


def _at(e: Expression, clock: str) -> Reading:
    named = e.mentions.date_before(e.match.start, 40)
    day = named[0] if named is not None and named[0] == named[1] else e.today
    return Reading(f"{day.isoformat()}T{clock}", (day, day)) if day is not None else Reading(f"T{clock}")


def _year_said(e: Expression) -> int | None:
    """Return the year in words such as "of 2022", "of last year", "that year"; None where none is said or the document has no day."""
    said = e.group("of_year") or e.text
    if year := re.search(r"\b(?:1[5-9]|20)\d\d\b", said):
        return int(year[0])
    if "that year" in said and (named := e.mentions.date_before(e.match.start, 2 * _REACH)):
        return named[0].year
    if "year" not in said or e.today is None:
        return None
    directions = e.language.words["directions"]
    return e.today.year + next((int(directions[word]) for word in said.split() if word in directions), 0)


def _part(e: Expression, number: int, letter: str, year: int | None) -> Reading:
    months = 3 if letter == "Q" else 6
    if year is None:
        if e.today is None:
            return Reading(f"XXXX-{letter}{number}")
        starts = [calendar_day(y, (number - 1) * months + 1, 1) for y in (e.today.year - 1, e.today.year, e.today.year + 1) if 1 <= y <= 9999]
        here = calendar_day(e.today.year, (e.today.month - 1) // months * months + 1, 1)
        year = nearest(here, starts, e.tense).year
    return Reading(f"{year:04}-{letter}{number}", month_bounds(year, (number - 1) * months + 1, number * months))


def _a_year_before(e: Expression) -> Reading | None:
    named = e.mentions.quarter_before(e.match.start, _QUARTER_REACH)
    return Reading(*quarter(named[0] - 1, named[1])) if named is not None else None


def _counted_from(e: Expression, anchor: date | None, count: float | None, letter: str, step: int) -> Reading:
    bounds: Bounds
    if anchor is None or count is None:
        return Reading("PAST_REF" if step < 0 else "FUTURE_REF")
    if letter.startswith("T"):
        return Reading(anchor.isoformat(), (anchor, anchor))
    value, bounds = ago(anchor, -step * count, letter)
    return Reading(value, bounds)
