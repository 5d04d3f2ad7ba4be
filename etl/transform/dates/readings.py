"""What the groups of a date pattern mean: one method for each `resolve` of `dates.yml`."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date

from etl.language.numerals import NumeralReader
from etl.language.patterns import PatternMatch
from etl.transform.dates.calendar import (
    Bounds,
    Unresolved,
    ago,
    calendar_day,
    calendar_value,
    clock_value,
    duration_value,
    month_bounds,
    moved,
    shift_unit,
)

Groups = Mapping[str, str | None]


class Readings:
    """One method a `resolve` of `dates.yml`: groups and the document's day in; value and bounding days out."""

    def __init__(self, words: Mapping[str, Mapping[str, object]], numerals: NumeralReader) -> None:
        self._words = words
        self._numerals = numerals

    def read(self, match: PatternMatch, today: date | None) -> tuple[str, Bounds]:
        """Return the TIMEX3 value and its bounds; raises Unresolved for a day that does not exist."""
        name = str(match.rule.data["resolve"]).replace("-", "_")
        method: Callable[[Groups, date | None, str], tuple[str, Bounds]] = getattr(self, f"_{name}")
        return method(match.groups, today, " ".join(match.text.lower().split()))

    def _look_up(self, table: str, word: str | None) -> object:
        return self._words[table].get(" ".join((word or "").lower().split()))

    def _month_of(self, groups: Groups, *names: str) -> int | None:
        number = next((groups[n] for n in ("month_number",) if groups.get(n)), None)
        if number:
            return int(number)
        word = next((groups[n] for n in names if groups.get(n)), None)
        found = self._look_up("months", word)
        return int(str(found)) if found else None

    def _count(self, word: str | None) -> float | None:
        if word is None:
            return None
        word = word.lower()
        if word in ("a", "an"):
            return 1
        if word.startswith("a couple"):
            return 2
        return self._numerals.value(word)

    # ---------------------------------------------------------- absolute

    def _calendar(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        year = int(next(groups[n] for n in ("year", "year2") if groups.get(n)) or 0)
        month = self._month_of(groups, "month", "month2")
        printed_day = next((groups[n] for n in ("day", "day_number", "day2") if groups.get(n)), None)
        return calendar_value(year, month, int(re.sub(r"\D", "", printed_day)) if printed_day else None)

    def _moment(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        value, bounds = self._calendar(groups, today, text)
        return f"{value}T{clock_value(groups.get('clock') or groups.get('clock2') or '')}", bounds

    def _nearest_day(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        month = self._month_of(groups, "month", "month2") or 0
        number = int(re.sub(r"\D", "", groups.get("day") or groups.get("day2") or ""))
        if today is None:
            return f"XXXX-{month:02}-{number:02}", None
        years = [y for y in (today.year - 1, today.year, today.year + 1) if 1 <= y <= 9999 and number <= monthrange(y, month)[1]]
        if not years:
            raise Unresolved(text)
        year = min(years, key=lambda y: abs((calendar_day(y, month, number) - today).days))
        return calendar_value(year, month, number)

    def _nearest_month(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        month = self._month_of(groups, "month_name", "month") or 0
        if today is None:
            return f"XXXX-{month:02}", None
        offset = (month - today.month + 6) % 12 - 6
        return calendar_value(today.year + (today.month + offset - 1) // 12, month)

    def _years(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        first, last = sorted(int(groups[n] or 0) for n in ("year", "year2"))
        return f"{first}/{last}", (calendar_day(first, 1, 1), calendar_day(last, 12, 31))

    def _decade(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        first = int(groups["decade"] or 0)
        return str(first // 10), (calendar_day(first, 1, 1), calendar_day(first + 9, 12, 31))

    def _century(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        number = int(groups["century_number"] or 0) - 1
        if not 0 < number < 99:
            raise Unresolved(text)
        return f"{number:02}", (calendar_day(number * 100 + 1, 1, 1), calendar_day(number * 100 + 100, 12, 31))

    # ---------------------------------------------------------- parts of years

    def _year_of(self, groups: Groups, today: date | None) -> int | None:
        if groups.get("year"):
            return int(groups["year"] or 0)
        return today.year + int(str(self._look_up("directions", groups.get("direction")) or 0)) if today else None

    def _part_of_year(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        number = self._numerals.ordinal(groups["ordinal"] or "")
        half = "half" in text
        if number > (2 if half else 4):
            raise Unresolved(text)
        year = self._year_of(groups, today)
        value = f"{year if year else 'XXXX'}-{'H' if half else 'Q'}{number}"
        months = 6 if half else 3
        return value, (month_bounds(year, (number - 1) * months + 1, number * months) if year else None)

    def _first_months(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        count = int(self._count(groups["number"]) or 0)
        year = self._year_of(groups, today)
        if not 1 <= count <= 12 or year is None:
            raise Unresolved(text)
        bounds = month_bounds(year, 1, count) if " last " not in f" {text.split(' of ')[0]} " else month_bounds(year, 13 - count, 12)
        return f"{bounds[0]}/{bounds[1]}", bounds

    def _months(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        first, last = (int(str(self._look_up("months", groups[n]))) for n in ("month", "month2"))
        year = self._year_of(groups, today)
        if year is None or first > last:
            raise Unresolved(text)
        bounds = month_bounds(year, first, last)
        return f"{bounds[0]}/{bounds[1]}", bounds

    # ---------------------------------------------------------- relative to the document's day

    def _relative_unit(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        unit = (groups["calendar_unit"] or "").lower()
        if today is None:
            return {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX"}.get(unit, "XXXX"), None
        return shift_unit(today, unit, int(str(self._look_up("directions", groups["direction"]))))

    def _same_unit(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        return self._relative_unit({**groups, "direction": "this"}, today, text)

    def _unit_before(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        return self._relative_unit({"calendar_unit": groups.get("calendar_unit") or groups.get("calendar_unit2"), "direction": "last"}, today, text)

    def _relative_month(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        month = self._month_of(groups, "month", "month2") or 0
        if today is None:
            return f"XXXX-{month:02}", None
        if groups.get("direction2"):
            return calendar_value(today.year + int(str(self._look_up("directions", groups["direction2"]))), month)
        step = int(str(self._look_up("directions", groups["direction"])))
        year = today.year + {-1: -(month >= today.month), 0: 0, 1: int(month <= today.month)}[step]
        return calendar_value(year, month)

    def _season(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        code = str(self._look_up("seasons", groups.get("season") or groups.get("season2")))
        year = int(groups["year"] or 0) if groups.get("year") else None
        if year is None:
            if today is None:
                return f"XXXX-{code}", None
            year = today.year + int(str(self._look_up("directions", groups.get("direction")) or 0))
        first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
        bounds = (calendar_day(year, first, 1), month_bounds(year + first // 12, (first + 1) % 12 + 1, (first + 1) % 12 + 1)[1])
        return f"{year}-{code}", bounds

    def _weekday(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        number = int(str(self._look_up("weekdays", groups["weekday"])))
        if today is None:
            return f"XXXX-WXX-{number}", None
        direction = groups.get("direction")
        step = int(str(self._look_up("directions", direction))) if direction else None
        offset = number - today.isoweekday()
        if step is None:
            offset -= 7 if offset > 0 else 0  # a bare weekday is the latest one
        elif step == 1:
            offset += 7 if offset <= 0 else 0
        elif step == -1:
            offset -= 7 if offset >= 0 else 0
        then = moved(today, offset)
        part = self._look_up("dayparts", groups.get("daypart"))
        return then.isoformat() + (f"T{part}" if part else ""), (then, then)

    def _day(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        if today is None:
            return "XXXX-XX-XX", None
        then = moved(today, int(str(self._look_up("days", groups["day_word"]))))
        return then.isoformat(), (then, then)

    def _daypart(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        part = self._look_up("dayparts", groups.get("daypart")) or "NI"
        if today is None:
            return f"XXXX-XX-XXT{part}", None
        step = -1 if text.startswith(("yesterday", "last")) else 1 if text.startswith("tomorrow") else 0
        then = moved(today, step)
        return f"{then.isoformat()}T{part}", (then, then)

    def _clock(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        clock = clock_value(groups["clock_marked"] or "")
        return (f"{today.isoformat()}T{clock}", (today, today)) if today else (f"T{clock}", None)

    def _ago(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        count, letter = self._count(groups["number"]), self._letter(groups)
        if today is None or count is None or letter.startswith("T"):
            return "PAST_REF", None
        return ago(today, count, letter)

    def _from_now(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        count, letter = self._count(groups["number"]), self._letter(groups)
        if today is None or count is None or letter.startswith("T"):
            return "FUTURE_REF", None
        return ago(today, -count, letter)

    # ---------------------------------------------------------- durations and the rest

    def _letter(self, groups: Groups) -> str:
        return str(self._look_up("units", groups["unit"]))

    def _duration(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        count, letter = self._count(groups["number"]), self._letter(groups)
        if count is None:
            raise Unresolved(text)
        return duration_value(f"{count:g}", letter), None

    def _running(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        count, letter = self._count(groups.get("number")), self._letter(groups)
        if count is None and "couple" in text:
            count = 2
        value = duration_value("X" if count is None else f"{count:g}", letter)
        if today is None or count is None or letter.startswith("T"):
            return value, None
        backwards = re.search(r"\b(?:past|last|previous)\b", text)
        if backwards:
            bounds = ago(today, count, letter)[1]
            return value, (bounds[0], today) if bounds else None
        ahead = ago(today, -count, letter)[1]
        return value, (today, ahead[1]) if ahead else None

    def _vague_duration(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        unit = {"centuries": "century"}.get(text.split()[-1], text.split()[-1].rstrip("s"))
        return duration_value("X", str(self._words["units"][unit])), None

    def _reference(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        value = str(self._look_up("references", groups["reference"]))
        return value, (today, today) if today and value == "PRESENT_REF" else None

    def _set(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        return str(self._look_up("sets", groups["set"])), None
