"""Dates that name their year, and days and months whose year the document's day and the tense give."""

from calendar import monthrange
from datetime import date

from etl.transform.dates.calendar import Unresolved, calendar_day, calendar_value, clock_value, month_bounds
from etl.transform.dates.expression import Expression, Reading

_AHEAD_IN_PAST, _PAST_AHEAD = 200, 120
"""Days that a date ahead counts as farther away where the clause looks back, and a past one where it looks ahead: who means it names its year."""
_PAST_BIAS = 40
"""Days that a date ahead counts as farther away where no verb tells: texts tell more of what was."""


def calendar(e: Expression) -> Reading:
    """Read a day, a month or a year that is printed in full."""
    return Reading(*calendar_value(e.number("year") or 0, e.month(), e.day()))


def moment(e: Expression) -> Reading:
    """Read a day with its clock time."""
    value, bounds = calendar_value(e.number("year") or 0, e.month(), e.day())
    return Reading(f"{value}T{clock_value(e.group('clock') or '')}", bounds)


def day_of_year(e: Expression) -> Reading:
    """Read a day without its year; a weekday beside it chooses among the years round the document's."""
    month, number = e.month() or 0, e.day() or 0
    if not 1 <= number <= monthrange(2000, month)[1]:
        raise Unresolved(e.text)
    if e.today is None:
        return Reading(f"XXXX-{month:02}-{number:02}")
    weekday = e.look_up("weekdays", e.group("weekday"))
    days = _days(e.today, month, number)
    on_weekday = [day for day in days if day.isoweekday() == weekday]
    return _one_day(nearest(e.today, on_weekday or days, e.tense))


def days(e: Expression) -> Reading:
    """Read the first of two days of one month ("December 6 and 7"); `second_day` reads the other."""
    return _day_with_year(e, e.day("day", "day3"))


def second_day(e: Expression) -> Reading:
    """Read the second of two days of one month."""
    return _day_with_year(e, e.day("day2", "day4"))


def span_of_days(e: Expression) -> Reading:
    """Read the days from one to another of a month."""
    first, second = days(e), second_day(e)
    if first.bounds is None or second.bounds is None:
        return Reading(f"{first.value}/{second.value}")
    if first.bounds > second.bounds:
        raise Unresolved(e.text)
    return Reading(f"{first.value}/{second.value}", (first.bounds[0], second.bounds[1]))


def month(e: Expression) -> Reading:
    """Read a month without its year."""
    number = e.month("month_name") or e.month("month_short") or 0
    if e.today is None:
        return Reading(f"XXXX-{number:02}")
    return Reading(*calendar_value(_year_of_month(e, e.today, number), number))


def months(e: Expression) -> Reading:
    """Read the months from one to another of one year."""
    first, last, year = e.month("month") or 0, e.month("month2") or 0, e.number("year")
    if year is None:
        if e.today is None or first > last:
            raise Unresolved(e.text)
        step = e.step()
        year = _year_of_month(e, e.today, last) if step is None else e.today.year + step
    low, high = month_bounds(year - (first > last), first, first)[0], month_bounds(year, last, last)[1]
    return Reading(f"{low}/{high}", (low, high))


def two_months(e: Expression) -> Reading:
    """Read the first of two months ("in January and October 2021")."""
    return _month_with_year(e, e.month("month") or 0)


def second_month(e: Expression) -> Reading:
    """Read the second of two months."""
    return _month_with_year(e, e.month("month2") or 0)


def years(e: Expression) -> Reading:
    """Read the years from one to another."""
    first = int(e.given("year") or 0)
    short = e.given("short_year")
    last = int(e.given("year2") or (f"{first // 100}{short}" if short else 0))
    if last <= first:
        raise Unresolved(e.text)
    return Reading(f"{first}/{last}", (calendar_day(first, 1, 1), calendar_day(last, 12, 31)))


def named_year(e: Expression) -> Reading:
    """Read "fiscal 2022", "the year 2021", and years in words."""
    return Reading(*calendar_value(e.number("year") or spelled_year(e)))


def spelled_year(e: Expression) -> int:
    """Return the year that words name: "nineteen ninety-four", "two thousand and one"."""
    words = e.group("spelled_year") or e.group("spelled_thousand") or ""
    value = e.language.numerals.value
    hundreds, _, rest = words.replace("-", " ").partition(" ")
    year = value(words) if words.startswith("two thousand") else (value(hundreds) or 0) * 100 + (value(rest) or 0)
    if not year:
        raise Unresolved(e.text)
    return int(year)


def decade(e: Expression) -> Reading:
    """Read a decade: its years' first three digits."""
    digits = e.number("decade")
    last = e.number("decade_number") or e.look_up("decades", e.given("decade_word"))
    first = digits if digits is not None else 1900 + int(last or 0) * 10
    return Reading(str(first // 10), (calendar_day(first, 1, 1), calendar_day(first + 9, 12, 31)))


def century(e: Expression) -> Reading:
    """Read a century: its years' first two digits."""
    number = int(e.number("century_number") or e.look_up("centuries", e.given("century_word")) or 0) - 1
    if not 0 < number < 99:
        raise Unresolved(e.text)
    return Reading(f"{number:02}", (calendar_day(number * 100 + 1, 1, 1), calendar_day(number * 100 + 100, 12, 31)))


def nearest(today: date, candidates: list[date], tense: int) -> date:
    """Return the day among them that is meant: the nearest, where one against the tense of the clause counts as farther away."""
    if not candidates:
        raise Unresolved(f"no day near {today}")

    def distance(day: date) -> int:
        farther = _AHEAD_IN_PAST if tense < 0 else _PAST_BIAS if tense == 0 else 0
        return (day - today).days + farther if day > today else (today - day).days + (_PAST_AHEAD if tense > 0 and day < today else 0)

    return min(candidates, key=distance)


def _days(today: date, month: int, number: int) -> list[date]:
    years = (today.year + step for step in (-1, 0, 1))
    return [date(year, month, number) for year in years if 1 <= year <= 9999 and number <= monthrange(year, month)[1]]


def _year_of_month(e: Expression, today: date, month: int) -> int:
    """Return the year of a month, in which the month of the document itself is both past and ahead."""
    candidates = [calendar_day(year, month, 1) for year in (today.year - 1, today.year, today.year + 1) if 1 <= year <= 9999]
    return nearest(today.replace(day=1), candidates, e.tense).year


def _one_day(day: date) -> Reading:
    return Reading(day.isoformat(), (day, day))


def _day_with_year(e: Expression, number: int | None) -> Reading:
    month, year = e.month() or 0, e.number("year")
    if not number or not 1 <= number <= monthrange(2000, month)[1]:
        raise Unresolved(e.text)
    if year is not None:
        return Reading(*calendar_value(year, month, number))
    if e.today is None:
        return Reading(f"XXXX-{month:02}-{number:02}")
    return _one_day(nearest(e.today, _days(e.today, month, number), e.tense))


def _month_with_year(e: Expression, number: int) -> Reading:
    year = e.number("year")
    if year is None:
        if e.today is None:
            return Reading(f"XXXX-{number:02}")
        year = _year_of_month(e, e.today, number)
    return Reading(*calendar_value(year, number))
