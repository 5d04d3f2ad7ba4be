"""Running heads, feet and page numbers: what stands at the same place of most pages, its numbers differing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from etl.extract.pdf.lines import Line, line_text

_OUTERMOST = 4
"""How many rows from a page's top and bottom may belong to its head and foot."""
_SAME_PLACE = 8.0
_MOST = 0.4
"""Part of the pages that shows a running head: less than half, as left and right pages may differ."""
_MANY = 5
_HEADED = 0.7
"""Part of the pages with anything at a height that must have a running head there: else it is the place of the text's first row."""
_LARGER = 1.15
_LONGEST = 200
_TEXT = re.compile(r":\Z|\A[\d*†‡⁰¹²³⁴⁵⁶⁷⁸⁹]+\s?[^\W\d_].*\.\Z")
"""A speaker's label, which may open several pages, and a note ("3 Ibid., p. 12.")."""
_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|página|pagina|seite|p\.?)\s*)?(\d{1,4})(?:\s*(?:/|of|de|von|из|sur|\|)\s*(\d{1,4}))?\W*(?:page)?", re.IGNORECASE
)
_OF_PAGES = re.compile(r"(?<![\d/])(\d{1,4}) ?(?:/|of|de|von|из|sur) ?(\d{1,4})(?![\d/])", re.IGNORECASE)

_Row = tuple[float, int, int]
"""A row's height, its page and its place among the page's rows."""


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the rows of each page (top to bottom) without those that belong to no text."""
    dropped = _repeated(pages) | _numbers(pages)
    return [[row for place, row in enumerate(page) if (number, place) not in dropped] for number, page in enumerate(pages)]


def _repeated(pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Return the (page, row) of rows that say the same, but for numbers, at the same height of several pages."""
    found: dict[tuple[str, bool], list[_Row]] = defaultdict(list)
    heights: dict[int, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for place, at_top in _outermost(len(page)):
            text = line_text(page[place])
            heights[round(page[place].base)].add(number)
            if not _TEXT.search(text):
                found[_pattern(text), at_top].append((page[place].base, number, place))
    windows = [window for rows in found.values() for window in _windows(sorted(rows)) if len({number for _, number, _ in window}) > 1]
    repeated: dict[int, set[int]] = defaultdict(set)
    for window in windows:
        for base, number, _ in window:
            repeated[round(base)].add(number)
    enough = min(max(2.0, _MOST * sum(bool(page) for page in pages)), _MANY)
    headed: dict[int, bool] = {}
    result: set[tuple[int, int]] = set()
    for window in windows:
        middle = round(window[len(window) // 2][0])
        if middle not in headed:
            beside = range(middle - 2, middle + 3)
            shown, all_ = (set[int]().union(*(there.get(height, ()) for height in beside)) for there in (repeated, heights))
            headed[middle] = len(shown) >= _HEADED * len(all_ - {0})
        if headed[middle] and len({number for _, number, _ in window}) >= enough:
            result.update(_alike(window, pages))
    return result


def _windows(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Give the rows that stand at one height, of rows sorted by their height."""
    window: list[_Row] = []
    for row in rows:
        if window and row[0] - window[0][0] > _SAME_PLACE:
            yield window
            window = []
        window.append(row)
    yield window


def _alike(window: Iterable[_Row], pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Return the places of a window without those in larger type, which are a first page's title."""
    places = [(number, place) for _, number, place in window]
    sizes = sorted(pages[number][place].size for number, place in places)
    usual = sizes[(len(sizes) - 1) // 2]
    return {(number, place) for number, place in places if pages[number][place].size <= _LARGER * usual}


def _numbers(pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Return the (page, row) of first and last rows that give their page's own number, which need not be on other pages."""
    result: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        for place in {0, len(page) - 1} if len(page) > 1 else ():
            text = line_text(page[place])[:_LONGEST]
            alone = _PAGE_NUMBER.fullmatch(text)
            if (alone and int(alone[1]) == number + 1 and (alone[2] is None or int(alone[2]) == len(pages))) or any(
                (int(m[1]), int(m[2])) == (number + 1, len(pages)) and _apart(page, place) for m in _OF_PAGES.finditer(text)
            ):
                result.add((number, place))
    return result


def _apart(page: Sequence[Line], place: int) -> bool:
    """Whether a first or last row stands well off the text."""
    beside = page[1] if place == 0 else page[place - 1]
    return abs(page[place].base - beside.base) > 2 * max(page[place].size, beside.size)


def _outermost(count: int) -> Iterable[tuple[int, bool]]:
    yield from ((place, True) for place in range(min(_OUTERMOST, count)))
    yield from ((place, False) for place in range(max(0, count - _OUTERMOST), count))


def _pattern(text: str) -> str:
    """Return a row's words with numbers as #, sorted, as left and right pages have them in another order."""
    return " ".join(sorted(_NUMBERS.sub("#", text.casefold()).split()))
