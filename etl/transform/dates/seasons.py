"""Seasons and days with a name: "last summer", "Easter", "Christmas 2021"."""

import re
from datetime import date

from etl.transform.dates.absolute import nearest, spelled_year
from etl.transform.dates.calendar import calendar_day, month_bounds, week
from etl.transform.dates.expression import Expression, Reading
from etl.transform.dates.holidays import holiday as holiday_of

_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def season(e: Expression) -> Reading:
    """Read a season; "last summer" is the one that ended last, "next spring" the one that begins next."""
    code = str(e.look_up("seasons", e.group("season")))
    year = spelled_year(e) if e.given("spelled_year") else e.number("year")
    if year is None:
        if e.today is None:
            return Reading(f"XXXX-{code}")
        step = e.step()
        years = [y for y in (e.today.year - 1, e.today.year, e.today.year + 1) if 1 <= y < 9999]
        if step == 0 or "this" in e.text:
            year = e.today.year - (code == "WI" and e.today.month < 3)
        elif step is None:
            year = nearest(e.today, [_season_bounds(y, code)[0] for y in years], e.tense).year
        else:
            ended = [y for y in years if (_season_bounds(y, code)[1] < e.today if step < 0 else _season_bounds(y, code)[0] > e.today)]
            year = (max(ended) if step < 0 else min(ended)) if ended else e.today.year + step
    return Reading(f"{year:04}-{code}", _season_bounds(year, code))


def holiday(e: Expression) -> Reading:
    """Read a day with a name, of the year that stands beside it or that the tense means."""
    rule = e.look_up("holidays", (e.group("holiday") or "").replace("’", "'"))
    year = e.number("year")
    if e.today is None and year is None:
        return Reading(f"XXXX-{rule['month']:02}-{rule['day']:02}" if "day" in rule and "weekday" not in rule else "XXXX-XX-XX")
    if year is not None:
        day = holiday_of(rule, year)
    else:
        today = e.today or date.min
        days = [holiday_of(rule, y) for y in (today.year - 1, today.year, today.year + 1) if 1583 <= y <= 9999]
        step = e.step()
        if re.match(r"(?:last|this) year", e.text):
            days, step = [d for d in days if d.year == today.year - e.text.startswith("last")], None
        if step:
            days = [d for d in days if d != today]
        day = nearest(today, days, step if step is not None else e.tense)
    return Reading(day.isoformat(), (day, day))


def holiday_week(e: Expression) -> Reading:
    """Read "Easter week": the week that the holiday closes or lies in."""
    bounds = holiday(e).bounds
    return Reading(*week(bounds[0], weekend="weekend" in e.text)) if bounds else Reading("XXXX-WXX")


def _season_bounds(year: int, code: str) -> tuple[date, date]:
    """Return the three months of a season; the winter of a year begins in its December."""
    first = _SEASONS[code]
    last = (first + 1) % 12 + 1
    return calendar_day(year, first, 1), month_bounds(year + first // 12, last, last)[1]
