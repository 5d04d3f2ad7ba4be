"""How dates, amounts, periods and names are worded on the pages."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def day(value: str | None, *, short: bool = False) -> str:
    """Return an ISO date as people write it: 10 April 2023, `short` 10 Apr 2023, April 2023 or 2023; what is none of these stays as it is."""
    found = _DATE.fullmatch(value or "")
    if not found:
        return value or ""
    year, month, number = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year if month is None else str(value)
    named = f"{_MONTHS[int(month) - 1][: 3 if short else None]} {year}"
    return named if number is None else f"{int(number)} {named}"


def period(start: str | None, end: str | None) -> str:
    """Return two days as the year or month that they bound, else as from one day to the other."""
    if not start or not end:
        return day(start or end)
    if start == end:
        return day(start)
    if start[5:] == "01-01" and end[5:] == "12-31":
        return start[:4] if start[:4] == end[:4] else f"{start[:4]} to {end[:4]}"
    if start[:7] == end[:7] and start[8:] == "01" and _last_day(end):
        return day(start[:7])
    return f"{day(start)} to {day(end)}"


def _last_day(value: str) -> bool:
    try:
        given = date.fromisoformat(value)
    except ValueError:
        return False
    return given == date.max or (given.toordinal() + 1 <= date.max.toordinal() and date.fromordinal(given.toordinal() + 1).day == 1)


def number(value: float) -> str:
    """Return a number with a scale where it is large: 500 million, 2.75 billion, 1,234.5."""
    for size, name in _SIZES:
        if abs(value) >= size and round(value / size, 3) * size == value:
            return f"{value / size:,.10g} {name}"
    return f"{value:,.15g}" if abs(value) < 1e15 else f"{value:.6g}"


def amount(figure: Any) -> str:
    """Return a figure's value with its bounds and unit: more than 500 million USD, 3 to 5 percent."""
    words = [figure["modifier"], number(figure["value"])]
    if figure["value_max"] is not None:
        words += ["to", number(figure["value_max"])]
    return " ".join(word for word in (*words, figure["unit"] if figure["kind"] != "ordinal" else None) if word)


def listed(names: Iterable[str]) -> str:
    """Return names as a list in words: A, B and C."""
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""


def countries(value: str | None, names: dict[str, str]) -> str:
    """Return a JSON list of country codes as names."""
    return listed(names.get(code, code) for code in json.loads(value or "[]"))


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: 1 turn, 1,204 turns."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def family_name(name: str | None) -> str:
    """Return the last word of a name, which tags have room for."""
    return (name or "").rsplit(" ", 1)[-1]


def first_up(words: str) -> str:
    """Return words with a capital first."""
    return words[:1].upper() + words[1:]


def about(figure: Any, names: dict[str, str]) -> str:
    """Return what a figure is about, for which countries and period: "Increase in trade turnover, Azerbaijan and Kazakhstan, 2022"."""
    what = figure["measure_name"] or figure["measure"] or (figure["unit"] if figure["kind"] == "count" else None) or figure["kind"]
    if figure["change"]:
        what = f"{figure['change']} in {what}" if figure["represents"] == "change" else f"{figure['change']} of {what} to {amount(figure)}"
    elif figure["kind"] == "ordinal":
        what = f"ordinal, {what}"
    elif figure["kind"] == "count":
        what = f"{what}, {number(figure['value'])}"
    else:
        what = f"{what}, {amount(figure)}"
    when = period(figure["period_start"], figure["period_end"]) or figure["period"]
    return ", ".join(part for part in (first_up(what), countries(figure["countries"], names), when) if part)


def on_whose_word(speaker: str | None, voice: str, source: str | None) -> str:
    """Return who says a figure and on which authority: Tokayev, on “Kazakhstani statistics”."""
    who = family_name(speaker) or {"joint": "Said jointly", "impersonal": "Nobody named"}.get(voice, "Speaker not named")
    return f"{who}, on “{source}”" if source else who


def shortened(text: str, most: int) -> str:
    """Return a text cut at a space so that it has at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def citation(document: Any, place: str | None, where: Sequence[str] = ()) -> str:
    """Return how a document is cited: publisher, title, place, day, turn and words, address."""
    title = (document["title"] or document["id"]).rstrip(".")
    said = ", ".join(part for part in (place, day(document["date"]), *where) if part)
    parts = [document["publisher"], f"“{title}”", said, document["url"], f"Read in Readouts, document {document['id']}"]
    return ". ".join(part for part in parts if part) + "."
