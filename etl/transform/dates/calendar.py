"""Days, months, years and the units round them: TIMEX3 values with the days that bound them."""

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

Bounds = tuple[date, date] | None

_DAYS = {"D": 1, "W": 7, "2W": 14}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
_SMALLER = {"H": "M", "M": "S"}


class Unresolved(ValueError):
    """A date that does not exist ("February 29, 2023"), or that no calendar reaches."""


def calendar_day(year: int, month: int, number: int) -> date:
    """Return a day; raises Unresolved for one that does not exist."""
    try:
        return date(year, month, number)
    except ValueError as error:
        raise Unresolved(f"{year}-{month}-{number}: {error}") from None


def moved(start: date, days: int) -> date:
    """Return the day so many days later; raises Unresolved beyond the calendar's ends."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise Unresolved(f"{days} days from {start}") from None


def calendar_value(year: int, month: int | None = None, day: int | None = None) -> tuple[str, Bounds]:
    """Return a calendar date's value and bounds; raises Unresolved for a day the month does not have."""
    if month is None:
        return f"{year:04}", (calendar_day(year, 1, 1), calendar_day(year, 12, 31))
    if day is None:
        return f"{year:04}-{month:02}", month_bounds(year, month, month)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise Unresolved(f"{year}-{month}-{day}")
    return f"{year:04}-{month:02}-{day:02}", (calendar_day(year, month, day), calendar_day(year, month, day))


def month_bounds(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of one month and the last day of another of a year."""
    return calendar_day(year, first, 1), calendar_day(year, last, monthrange(year, last)[1])


def week(day: date, *, weekend: bool = False) -> tuple[str, Bounds]:
    """Return the ISO week that holds a day, or that week's Saturday and Sunday."""
    monday = moved(day, 1 - day.isoweekday())
    iso = day.isocalendar()
    value = f"{iso.year}-W{iso.week:02}"
    return (f"{value}-WE", (moved(monday, 5), moved(monday, 6))) if weekend else (value, (monday, moved(monday, 6)))


def quarter(year: int, number: int) -> tuple[str, Bounds]:
    """Return a quarter of a year."""
    return f"{year:04}-Q{number}", month_bounds(year, number * 3 - 2, number * 3)


def shift_unit(today: date, unit: str, step: int) -> tuple[str, Bounds]:
    """Return the week, month, quarter, year, decade or century that lies `step` units from the day's own."""
    if unit in ("week", "weekend"):
        return week(moved(today, 7 * step), weekend=unit == "weekend")
    if unit == "month":
        index = today.year * 12 + today.month - 1 + step
        return calendar_value(index // 12, index % 12 + 1)
    if unit == "quarter":
        index = today.year * 4 + (today.month - 1) // 3 + step
        return quarter(index // 4, index % 4 + 1)
    if unit == "year":
        return calendar_value(today.year + step)
    if unit == "decade":
        first = (today.year // 10 + step) * 10
        return str(first // 10), (calendar_day(first, 1, 1), calendar_day(first + 9, 12, 31))
    number = (today.year - 1) // 100 + step
    return f"{number:02}", (calendar_day(number * 100 + 1, 1, 1), calendar_day(number * 100 + 100, 12, 31))


def ago(today: date, count: float, letter: str) -> tuple[str, Bounds]:
    """Return the date `count` units (TIMEX3 letter) before the day, as exact as the unit is; a count below 0 lies ahead."""
    if not -3000 < count < 3000:
        raise Unresolved(f"{count} {letter}")
    if letter in _DAYS:
        then = moved(today, -round(count * _DAYS[letter]))
        return week(then) if letter != "D" else (then.isoformat(), (then, then))
    if count != int(count):  # half a year, a decade and a half
        count, letter = count * _MONTHS[letter], "M"
    months = int(count) * _MONTHS[letter]
    index = today.year * 12 + today.month - 1 - months
    if not 1 <= index // 12 <= MAXYEAR:
        raise Unresolved(f"{count} {letter}")
    return calendar_value(index // 12, index % 12 + 1 if letter in ("M", "Q") else None)


def duration_value(count: float | None, letter: str) -> str:
    """Return a TIMEX3 duration: P5Y, PT30M, PXD without a count; parts of an hour or a minute in the next smaller unit (PT5H30M)."""
    printed = "X" if count is None else f"{count:g}"
    if letter.startswith("T"):
        clock = letter[1:]
        if count is not None and clock in _SMALLER and count != int(count) and count * 60 == int(count * 60):
            whole, rest = (f"{int(count)}{clock}" if count >= 1 else ""), round(count % 1 * 60)
            return f"PT{whole}{rest}{_SMALLER[clock]}"
        return f"PT{printed}{clock}"
    if letter[0].isdigit():  # a fortnight is two weeks
        return duration_value(None if count is None else count * int(letter[0]), letter[1:])
    if count is not None and letter in ("DE", "CE") and count != int(count):
        return f"P{count * _MONTHS[letter] / 12:g}Y"
    return f"P{printed}{letter}"


def clock_value(printed: str) -> str:
    """Return the hour and minute of a clock time: 16:09 for 4:09 P.M."""
    match = re.search(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d)?\s?([ap])?", printed.lower())
    if not match:
        raise Unresolved(printed)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    if hour > 24 or minute > 59:
        raise Unresolved(printed)
    return f"{hour:02}:{minute:02}"
