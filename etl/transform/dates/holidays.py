"""Days with a name: the rules of `dates.yml` as days of a year."""

from collections.abc import Mapping
from datetime import date

from etl.transform.dates.calendar import Unresolved, calendar_day, moved


def holiday(rule: Mapping[str, int], year: int) -> date:
    """Return a holiday's day in a year.

    A rule is a `month` and a `day`, with `weekday` the first such weekday on or after it, or so many days from Easter Sunday (`easter`).
    """
    if "easter" in rule:
        return moved(easter(year), rule["easter"])
    day = calendar_day(year, rule["month"], rule["day"])
    return moved(day, (rule["weekday"] - day.isoweekday()) % 7) if "weekday" in rule else day


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    if year < 1583:
        raise Unresolved(f"Easter {year}")
    golden, (century, rest) = year % 19, divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return calendar_day(year, month, day + 1)
