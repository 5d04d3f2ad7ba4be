"""What each `{word}` of the patterns in `dates.yml` stands for."""

import re
from collections.abc import Mapping
from typing import Any

from etl.language.numerals import NumeralReader
from etl.language.patterns import alternation, spaced

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def word_patterns(words: Mapping[str, Mapping[str, Any]], numerals: NumeralReader) -> dict[str, str]:
    """Return a regular expression without groups for each list of words, each form of number, and each of the `phrases` made of them."""

    def any_of(table: str) -> str:
        return alternation(words[table]).replace("'", "['’]")

    tens, units, teens = (
        alternation(words_ for words_, value in numerals.small.items() if low <= value < high) for low, high in ((20, 100), (1, 20), (10, 20))
    )
    patterns = {
        "month": any_of("months"),
        "month_name": "|".join(name for name in words["months"] if len(name) > 3 or name == "may"),
        "month_short": "|".join(name for name in words["months"] if len(name) < 5 and name not in ("may", "june", "july")),
        "weekday": any_of("weekdays"),
        "season": any_of("seasons"),
        "unit": any_of("units"),
        "calendar_unit": "week|weekend|month|quarter|year|decade|century",
        "anchored_unit": "day|week|weekend|month|quarter|year|decade|morning|afternoon|evening|night",
        "direction": any_of("directions"),
        "daypart": any_of("dayparts"),
        "day_word": any_of("days"),
        "ordinal_day": any_of("ordinal_days"),
        "century_word": any_of("centuries"),
        "decade_word": any_of("decades"),
        "noon": any_of("noons"),
        "holiday": any_of("holidays"),
        "reference": any_of("references"),
        "set": any_of("sets"),
        "number": numerals.pattern,
        "ordinal": "first|second|third|fourth|1st|2nd|3rd|4th",
        "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "day_number": r"3[01]|[12]\d|0?[1-9]",
        "month_number": r"1[0-2]|0?[1-9]",
        "year": r"(?:1[5-9]|20)\d\d",
        "short_year": r"\d\d",
        "decade": r"(?:1[5-9]|20)\d0",
        "decade_number": r"[2-9]",
        "quarter_number": "[1-4]",
        "century_number": r"\d{1,2}",
        "spelled_year": rf"(?:sixteen|seventeen|eighteen|nineteen|twenty)[\s-](?:(?:{tens})(?:[\s-](?:{units}))?|(?:{teens}))",
        "spelled_thousand": rf"two\sthousand(?:\s(?:and\s)?(?:{units}))?",
        "clock": r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?",
        "clock_marked": r"\d{1,2}(?:[:.]\d\d)?\s?[ap](?:\.\s?m\b\.?|m\b)",
        "clock_twenty_four": r"(?:[01]?\d|2[0-3]):[0-5]\d",
        "clock_hour": rf"\d{{1,2}}|{units}",
        "adjective": "[a-z]+",
    }
    for name, phrase in words["phrases"].items():
        patterns[name] = _PLACEHOLDER.sub(lambda m: f"(?:{patterns[m[1]]})", spaced(str(phrase)))
    return patterns
