"""Dates, times, durations and sets: TIMEX3 values, resolved against the document's date.

`dates.yml` says what expressions look like and which function here reads each kind; a reading gives a TIMEX3 value and the
days that bound it. Values follow the TIMEX3 annotation guidelines (ISO-TimeML): 2022-08, 2023-W16, 2023-04-10TNI, P1Y, PXM.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, date, timedelta

from etl.language.numerals import NumeralReader
from etl.language.patterns import PatternMatch, PatternMatcher, PatternRule
from etl.records import Date, Document
from etl.vocabulary import Vocabulary

Groups = Mapping[str, str | None]
Bounds = tuple[date, date] | None


class Unresolved(ValueError):
    """A date that does not exist ("February 29, 2023")."""


class DateFinder:
    """Finds date expressions; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, numerals: NumeralReader) -> None:
        words = vocabulary.words["dates"]
        rules = vocabulary.ruleset("dates.expressions")
        self._matcher = PatternMatcher([PatternRule(r.id, r.pattern or "", r.data) for r in rules], _word_patterns(words, numerals))
        self._readings = Readings(words, numerals)

    def __call__(self, document: Document) -> list[Date]:
        """Return the document's date expressions in order; relative ones have no bounds where the document has no date."""
        today = _day(document.date)
        found: list[Date] = []
        for match in self._matcher.find(document.text):
            if not _plausible(document.text, match):
                continue
            try:
                value, bounds = self._readings.read(
                    match, _mentioned(found, match.start) or today if match.rule.data["resolve"] == "unit-before" else today
                )
            except (Unresolved, OverflowError):
                continue
            found.append(
                Date(
                    id=f"{document.id}-d{match.start}",
                    document_id=document.id,
                    turn_id=None,
                    text=document.text[match.start : match.end],
                    type=str(match.rule.data["type"]),
                    value=value,
                    earliest=bounds[0].isoformat() if bounds else None,
                    latest=bounds[1].isoformat() if bounds else None,
                    start_char=match.start,
                    end_char=match.end,
                )
            )
        return found


def _mentioned(found: list[Date], place: int) -> date | None:
    """Return the first day of the last date named within the two hundred characters before, for "the year before"."""
    last = next((d for d in reversed(found) if d.type == "DATE" and d.earliest and not d.value.endswith("_REF")), None)
    return _day(last.earliest) if last and place - last.end_char < 200 else None


def _day(iso: str | None) -> date | None:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", iso or "")
    return date(*(int(g) for g in match.groups())) if match else None


def _word_patterns(words: Mapping[str, Mapping[str, object]], numerals: NumeralReader) -> dict[str, str]:
    def any_of(name: str) -> str:
        return "|".join(re.escape(word).replace(r"\ ", r"[\s]+") for word in sorted(words[name], key=len, reverse=True))

    number = rf"{numerals.pattern}|an?|a couple of"
    clock = r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?"
    return {
        "month": any_of("months"),
        "month_name": "|".join(name for name in words["months"] if len(name) > 3 or name == "may"),
        "weekday": any_of("weekdays"),
        "season": any_of("seasons"),
        "unit": any_of("units"),
        "calendar_unit": "week|weekend|month|quarter|year|decade|century",
        "direction": any_of("directions"),
        "daypart": any_of("dayparts"),
        "day_word": any_of("days"),
        "reference": any_of("references"),
        "set": any_of("sets"),
        "number": number,
        "ordinal": "first|second|third|fourth|1st|2nd|3rd|4th",
        "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "day_number": r"3[01]|[12]\d|0?[1-9]",
        "month_number": r"1[0-2]|0?[1-9]",
        "year": r"(?:1[5-9]|20)\d\d",
        "decade": r"(?:1[5-9]|20)\d0",
        "century_number": r"\d{1,2}",
        "clock": clock,
        "clock_marked": r"\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?(?:\s\(?[ecmp][sd]?t\)?)?",
    }


def _plausible(text: str, match: PatternMatch) -> bool:
    """Weed out numbers that only look like years and words that are no names of months or days."""
    before = text[max(0, match.start - 14) : match.start]
    if match.rule.data.get("proper") and text[match.start].islower() and match.rule.id != "weekday":
        return False
    if match.rule.id == "month":
        word = match.groups["month_name"] or ""
        if not word[0].isupper():
            return False
        if word.lower() in ("may", "march", "august") and not re.search(
            r"\b(?:in|since|until|till|by|from|of|during|last|next|this|early|late|mid)[\s-]$", before, re.I
        ):
            return False
    if match.rule.data.get("bare_number"):
        after = text[match.end : match.end + 24]
        if re.search(r"(?:[$€£¥#№/]|\bNo\.?\s|Resolution\s|resolution\s|\d[,.]|-)$", before) or re.match(
            r"(?:[,.]\d|[%°/]|-\d|\s?(?:percent|per cent|million|billion|thousand))", after
        ):
            return False
        counted = re.match(r"\s([a-z]{3,})", after)
        if counted and counted[1].endswith("s") and counted[1] not in ("was", "has", "this", "its", "his", "plus", "versus", "as", "is"):
            return bool(re.search(r"\b(?:in|since|until|till|by|from|during|after|before|early|late|mid)[\s-]$", before, re.I))
    return True


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
        return f"{value}T{_clock(groups.get('clock') or groups.get('clock2') or '')}", bounds

    def _nearest_day(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        month = self._month_of(groups, "month", "month2") or 0
        day = int(re.sub(r"\D", "", groups.get("day") or groups.get("day2") or ""))
        if today is None:
            return f"XXXX-{month:02}-{day:02}", None
        years = [y for y in (today.year - 1, today.year, today.year + 1) if day <= monthrange(y, month)[1]]
        if not years:
            raise Unresolved(text)
        year = min(years, key=lambda y: abs((date(y, month, day) - today).days))
        return calendar_value(year, month, day)

    def _nearest_month(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        month = self._month_of(groups, "month_name", "month") or 0
        if today is None:
            return f"XXXX-{month:02}", None
        offset = (month - today.month + 6) % 12 - 6
        return calendar_value(today.year + (today.month + offset - 1) // 12, month)

    def _years(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        first, last = sorted(int(groups[n] or 0) for n in ("year", "year2"))
        return f"{first}/{last}", (date(first, 1, 1), date(last, 12, 31))

    def _decade(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        first = int(groups["decade"] or 0)
        return str(first // 10), (date(first, 1, 1), date(first + 9, 12, 31))

    def _century(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        number = int(groups["century_number"] or 0) - 1
        if not 0 < number < 99:
            raise Unresolved(text)
        return f"{number:02}", (date(number * 100 + 1, 1, 1), date(number * 100 + 100, 12, 31))

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
        bounds = (date(year, first, 1), month_bounds(year + first // 12, (first + 1) % 12 + 1, (first + 1) % 12 + 1)[1])
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
        day = today + timedelta(days=offset)
        part = self._look_up("dayparts", groups.get("daypart"))
        return day.isoformat() + (f"T{part}" if part else ""), (day, day)

    def _day(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        if today is None:
            return "XXXX-XX-XX", None
        day = today + timedelta(days=int(str(self._look_up("days", groups["day_word"]))))
        return day.isoformat(), (day, day)

    def _daypart(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        part = self._look_up("dayparts", groups.get("daypart")) or "NI"
        if today is None:
            return f"XXXX-XX-XXT{part}", None
        step = -1 if text.startswith(("yesterday", "last")) else 1 if text.startswith("tomorrow") else 0
        day = today + timedelta(days=step)
        return f"{day.isoformat()}T{part}", (day, day)

    def _clock(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        clock = _clock(groups["clock_marked"] or "")
        return (f"{today.isoformat()}T{clock}", (today, today)) if today else (f"T{clock}", None)

    def _ago(self, groups: Groups, today: date | None, text: str) -> tuple[str, Bounds]:
        count, letter = self._count(groups["number"]), self._letter(groups)
        if today is None or count is None or letter.startswith("T"):
            return "PAST_REF", None
        return ago(today, count, letter)

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


def calendar_value(year: int, month: int | None = None, day: int | None = None) -> tuple[str, Bounds]:
    """Return a calendar date's value and bounds; raises Unresolved for a day the month does not have."""
    if month is None:
        return f"{year:04}", (date(year, 1, 1), date(year, 12, 31))
    if day is None:
        return f"{year:04}-{month:02}", month_bounds(year, month, month)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise Unresolved(f"{year}-{month}-{day}")
    return f"{year:04}-{month:02}-{day:02}", (date(year, month, day), date(year, month, day))


def month_bounds(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of one month and the last day of another of a year."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def shift_unit(today: date, unit: str, step: int) -> tuple[str, Bounds]:
    """Return the week, month, quarter, year, decade or century that lies `step` units from the day's own."""
    if unit in ("week", "weekend"):
        day = today + timedelta(weeks=step)
        monday = day - timedelta(days=day.isoweekday() - 1)
        iso = day.isocalendar()
        value = f"{iso.year}-W{iso.week:02}"
        if unit == "weekend":
            return f"{value}-WE", (monday + timedelta(days=5), monday + timedelta(days=6))
        return value, (monday, monday + timedelta(days=6))
    if unit == "month":
        index = today.year * 12 + today.month - 1 + step
        return calendar_value(index // 12, index % 12 + 1)
    if unit == "quarter":
        index = today.year * 4 + (today.month - 1) // 3 + step
        return f"{index // 4}-Q{index % 4 + 1}", month_bounds(index // 4, index % 4 * 3 + 1, index % 4 * 3 + 3)
    if unit == "year":
        return calendar_value(today.year + step)
    if unit == "decade":
        first = (today.year // 10 + step) * 10
        return str(first // 10), (date(first, 1, 1), date(first + 9, 12, 31))
    number = (today.year - 1) // 100 + step
    return f"{number:02}", (date(number * 100 + 1, 1, 1), date(number * 100 + 100, 12, 31))


def ago(today: date, count: float, letter: str) -> tuple[str, Bounds]:
    """Return the date `count` units (TIMEX3 letter) before the day, as exact as the unit is; a count below 0 lies ahead."""
    if not -3000 < count < 3000:
        raise Unresolved(f"{count} {letter}")
    if letter in ("D", "W") or (letter in ("M", "Y") and count != int(count)):
        day = today - timedelta(days=round(count * {"D": 1, "W": 7, "M": 30.44, "Y": 365.25}[letter]))
        return day.isoformat(), (day, day)
    months = int(count) * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[letter]
    index = today.year * 12 + today.month - 1 - months
    if not 1 <= index // 12 <= MAXYEAR:
        raise Unresolved(f"{count} {letter}")
    return calendar_value(index // 12, index % 12 + 1 if letter in ("M", "Q") else None)


def duration_value(count: str, letter: str) -> str:
    """Return a TIMEX3 duration: P5Y, PT30M, PXD."""
    return f"PT{count}{letter[1:]}" if letter.startswith("T") else f"P{count}{letter}"


def _clock(printed: str) -> str:
    """Return the hour and minute of a clock time: 16:09 for 4:09 P.M."""
    match = re.match(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d)?\s?([ap])?", printed.lower())
    if not match:
        raise Unresolved(printed)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    if hour > 24 or minute > 59:
        raise Unresolved(printed)
    return f"{hour:02}:{minute:02}"
