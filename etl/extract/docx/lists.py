"""Automatic lists of a Word document: the number or the bullet that Word prints before a paragraph."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from etl.extract.docx.package import Element, child, children, number, switched_on, value
from etl.extract.docx.styles import Style, Styles

BULLET = "• "
_DASHES = {"-": "- ", "–": "– ", "—": "— ", "\u2010": "- ", "\u2011": "- ", "\u2012": "– ", "\u2212": "– ", "\uf02d": "- "}
"""Bullets that are dashes; they open turns in many transcripts (U+F02D is the minus of the font Symbol)."""
_PLACE = re.compile(r"%([1-9])")
_MAX_TEXT = 40
"""Characters of a level's text: longer ones print no number, and would be repeated with every paragraph."""
_LEVELS = 9
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
_ENGLISH = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how numbers are written, and its text (`%1.%2.`)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """Levels of a list, by the id of what it is made from, which lists that count together share."""

    shared: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Lists:
    """Counts the paragraphs of a document's lists; to be asked for each paragraph once, in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Read the part `numbering.xml`; None is a document without one."""
        self._shared = {value(item, "abstractNumId") or "": item for item in children(root, "w:abstractNum")}
        self._given = {value(item, "numId") or "": item for item in children(root, "w:num")}
        self._styles = styles
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, style: Style) -> str:
        """Return what stands before a paragraph (with a space at its end), "" for one that is in no list, and count it."""
        if style.list_id in (None, "0"):
            return ""
        if style.list_id not in self._lists:
            self._lists[style.list_id] = self._list(style.list_id)
        found = self._lists[style.list_id]
        if found is None:
            return ""
        at = style.list_level
        if at is None:
            at = next((at for at, level in found.levels.items() if level.style is not None and level.style == style.list_style), 0)
        at = min(at, _LEVELS - 1)
        level = found.levels.get(at, Level(form="none"))
        counts = self._count(found, style.list_id, at, level)
        if level.form == "bullet":
            return _DASHES.get(level.text.strip(), BULLET)
        text = None if len(level.text) > _MAX_TEXT else _printed(level, found.levels, counts)
        if text is None:
            return BULLET
        return f"{text.strip()} " if re.search(r"\w", text) else ""

    def _count(self, found: _List, list_id: str, at: int, level: Level) -> list[int | None]:
        counts = self._counts.setdefault(found.shared, [None] * _LEVELS)
        before = counts[at]
        if at in found.starts and (list_id, at) not in self._started:
            counts[at] = found.starts[at]
        else:
            counts[at] = level.start if before is None else before + 1
        self._started.add((list_id, at))
        for deeper in range(at + 1, _LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or at < restart:
                counts[deeper] = None
        return counts

    def _list(self, key: str) -> _List | None:
        item, shared_id = self._given.get(key), ""
        for _ in range(3):  # a list may be that of a style, which names another
            shared_id = value(child(item, "w:abstractNumId")) or ""
            link = value(child(self._shared.get(shared_id), "w:numStyleLink"))
            if link is None or (other := self._given.get(self._styles.list_of(link) or "")) is None:
                break
            item = other
        if item is None or shared_id not in self._shared:
            return None
        found = _List(shared_id, dict(map(_level, children(self._shared[shared_id], "w:lvl"))))
        for override in children(self._given[key], "w:lvlOverride"):
            at = number(value(override, "ilvl")) or 0
            if (start := number(value(child(override, "w:startOverride")))) is not None:
                found.starts[at] = start
            if (own := child(override, "w:lvl")) is not None:
                found.levels[at] = _level(own)[1]
        return found


def _level(item: Element) -> tuple[int, Level]:
    start = number(value(child(item, "w:start")))
    return number(value(item, "ilvl")) or 0, Level(
        start=0 if start is None else start,
        form=value(child(item, "w:numFmt")) or "decimal",
        text=value(child(item, "w:lvlText")) or "",
        restart=number(value(child(item, "w:lvlRestart"))),
        legal=bool(switched_on(child(item, "w:isLgl"))),
        style=value(child(item, "w:pStyle")),
    )


def _printed(level: Level, levels: dict[int, Level], counts: list[int | None]) -> str | None:
    """Return a level's text with its numbers, None where one is written in a way that is not known."""
    known = True

    def place(match: re.Match[str]) -> str:
        nonlocal known
        at = int(match[1]) - 1
        named = levels.get(at, Level())
        count = counts[at]
        form = _FORMS.get("decimal" if level.legal else named.form)
        written = None if form is None else form(named.start if count is None else count)
        known = known and written is not None
        return written or ""

    text = _PLACE.sub(place, level.text)
    return text if known else None


def _roman(count: int) -> str | None:
    if not 0 < count < 4000:
        return None
    text = ""
    for size, sign in _ROMAN:
        text += sign * (count // size)
        count %= size
    return text


def _letters(alphabet: str) -> Callable[[int], str | None]:
    """Return how Word counts with letters: a to z, then aa to zz."""
    return lambda count: alphabet[(count - 1) % len(alphabet)] * ((count - 1) // len(alphabet) + 1) if 0 < count < 500 else None


def _upper(form: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda count: None if (text := form(count)) is None else text.upper()


_FORMS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
    "lowerLetter": _letters(_ENGLISH),
    "upperLetter": _upper(_letters(_ENGLISH)),
    "russianLower": _letters(_RUSSIAN),
    "russianUpper": _upper(_letters(_RUSSIAN)),
    "none": lambda _: "",
}
