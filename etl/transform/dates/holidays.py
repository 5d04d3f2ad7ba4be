"""Days with a name: the rules of `dates.yml` as days of a year."""

from collections.abc import Mapping
from datetime import date

from dateutil.easter import easter

from etl.transform.dates.calendar import Unresolved, calendar_day, moved


def holiday(rule: Mapping[str, int], year: int) -> date:
    """Return a holiday's day in a year.

    A rule is a `month` and a `day`, with `weekday` the first such weekday on or after it, or so many days from Easter Sunday (`easter`).
    """
    if "easter" in rule:
        return moved(_easter(year), rule["easter"])
    day = calendar_day(year, rule["month"], rule["day"])
    return moved(day, (rule["weekday"] - day.isoweekday()) % 7) if "weekday" in rule else day


def _easter(year: int) -> date:
    try:
        return easter(year)
    except ValueError as error:  # the Gregorian rule holds from 1583 to 4099
        raise Unresolved(str(error)) from None
