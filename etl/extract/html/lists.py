"""What a browser prints before the items of a list: a bullet, a number or a letter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_UNMARKED = re.compile(r"unstyled|no-?bullets?|list-none|list-inline|list-style(?:-type)?\s*:[^;]*\bnone")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
BULLET = "• "


@dataclass(slots=True)
class Numbering:
    """A list that is open. `kind` is that of HTML: 1, a, A, i or I; a bullet where it is •, nothing where it is empty."""

    kind: str
    number: int

    @classmethod
    def of(cls, tag: str, attributes: Mapping[str, str]) -> "Numbering":
        """Return the numbering of an <ol> or <ul>."""
        if attributes and _UNMARKED.search(f"{attributes.get('class', '')} {attributes.get('style', '')}".lower()):
            return cls("", 1)
        if tag != "ol":
            return cls("•", 1)
        kind = attributes.get("type", "1") if attributes else "1"
        return cls(kind if kind in ("1", "a", "A", "i", "I") else "1", _number(attributes.get("start", ""), 1))

    def marker(self, value: str) -> str:
        """Return what stands before the next item; `value` is its own attribute, which overrides the count."""
        if self.kind in ("", "•"):
            return BULLET if self.kind else ""
        number = _number(value, self.number)
        self.number = number + 1
        return f"{_written(number, self.kind)}. "


def _number(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else default


def _written(number: int, kind: str) -> str:
    if kind == "1" or not 0 < number < 4000:
        return str(number)
    letters = ""
    if kind in "iI":
        for value, letter in _ROMAN:
            letters += letter * (number // value)
            number %= value
    else:
        while number:
            number, letter_number = divmod(number - 1, 26)
            letters = chr(ord("a") + letter_number) + letters
    return letters.upper() if kind.isupper() else letters
