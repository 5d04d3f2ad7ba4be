"""One page of a PDF as pieces of words, each with its place on the page and its type."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import pypdfium2.raw as pdfium

_BOLD = re.compile(r"bold|black|heavy|demi|[-_ ]medi$|cmbx|cmb\d|sfbx|[-,]b$", re.IGNORECASE)
_FORCED_BOLD = 1 << 18
_FILLED_AND_STROKED = 2
_FIRST_OBJECTS = 1000
"""How many of a page's objects are looked at for a picture."""
WORD_GAP = 0.15
"""Letters further apart than this part of their size are of two words, even with no space between them."""
_LETTERS = {
    "\x02": "-",  # what PDFium makes of a hyphen at a line's end
    "\ufffe": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "ſt",
    "\ufb06": "st",
    "\uf0b7": "•",
    "\uf0a7": "•",
    "\uffff": "",
    "\ufffd": "",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one word in one type. Lengths are in points; `base` counts downwards to the line that the letters stand on.

    `spaced` says that the file has a space before it, `mapped` is False where the file does not say what letters its glyphs are.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    spaced: bool = False
    mapped: bool = True


@dataclass(frozen=True, slots=True)
class _Type:
    """What holds for all letters of a text object; `turn` counts quarters from text that runs left to right, None for slanted text."""

    base: float
    size: float
    bold: bool
    turn: int | None
    mapped: bool


def page_pieces(page: Any) -> list[Piece]:
    """Return the pieces of a page of pypdfium2 that run in its main direction, in the order of the file. Text outside the page's box is left out."""
    text_page = page.get_textpage()
    try:
        stretches = list(_stretches(text_page.raw))
    finally:
        text_page.close()
    turns = Counter[int]()
    for type_, letters in stretches:
        if type_.turn is not None:
            turns[type_.turn] += len(letters)
    if not turns:
        return []
    turn = min(turns, key=lambda t: (-turns[t], t))
    left, bottom, right, top = page.get_bbox()
    boxes = (left, right, -top, -bottom), (bottom, top, left, right), (-right, -left, bottom, top), (-top, -bottom, -right, -left)
    start, end, high, low = boxes[turn]
    pieces: list[Piece] = []
    last: tuple[float, float] | None = None
    for type_, letters in stretches:
        if type_.turn != turn:
            continue
        spaced = last is not None and abs(last[0] - type_.base) < 0.1 * type_.size and abs(letters[0][1] - last[1]) < type_.size
        pieces += (
            piece
            for piece in _words(type_, letters, spaced)
            if piece.text and start - 1 <= (piece.left + piece.right) / 2 <= end + 1 and high - 1 <= piece.base <= low + piece.size
        )
        last = (type_.base, letters[-1][2]) if letters[-1][0].isspace() else None
    return pieces


def has_images(page: Any) -> bool:
    """Whether a page shows a picture among its first objects."""
    return any(object_.type == pdfium.FPDF_PAGEOBJ_IMAGE for object_ in islice(page.get_objects(max_depth=3), _FIRST_OBJECTS))


def _stretches(text_page: Any) -> Iterator[tuple[_Type, list[tuple[str, float, float]]]]:
    """Give each text object's type and letters with their left and right ends, which PDFium tells letter by letter."""
    box, current, type_ = pdfium.FS_RECTF(), None, None
    letters: list[tuple[str, float, float]] = []
    unicode, place, page = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, ctypes.cast(text_page, ctypes.c_void_p)
    # the same function, its pointers as numbers: making and comparing pointer objects would take half of the time
    owner = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0)
    bold: dict[int, bool] = {}
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        object_ = owner(page, index)
        if not object_:  # a space or a line's end that PDFium has put in
            continue
        if object_ != current or type_ is None:
            if letters and type_:
                yield type_, letters
            current, letters, type_ = object_, [], _type(text_page, index, ctypes.cast(object_, pdfium.FPDF_PAGEOBJECT), bold)
        code = unicode(text_page, index)
        place(text_page, index, box)
        if type_.turn == 0:
            start, end = box.left, box.right
        elif type_.turn == 1:
            start, end = box.bottom, box.top
        elif type_.turn == 2:
            start, end = -box.right, -box.left
        else:
            start, end = -box.top, -box.bottom
        letters.append((chr(code) if code <= 0x10FFFF else "\ufffd", start, end))
    if letters and type_:
        yield type_, letters


def _type(text_page: Any, index: int, object_: Any, bold: dict[int, bool]) -> _Type:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        return _Type(0.0, 1.0, False, None, False)
    a, b, c, d, e, f = (float(getattr(matrix, name)) for name in "abcdef")
    angle = math.degrees(math.atan2(b, a))
    turn = round(angle / 90) % 4 if abs(angle - 90 * round(angle / 90)) < 5 else None
    size = abs(pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(c, d))
    if not all(map(math.isfinite, (size, e, f))) or size < 0.1:
        turn = None
    base = (-f, e, f, -e)[turn or 0]
    font = pdfium.FPDFTextObj_GetFont(object_)
    key = ctypes.cast(font, ctypes.c_void_p).value or 0
    if key not in bold:
        bold[key] = bool(font) and _is_bold(font)
    stroked = pdfium.FPDFTextObj_GetTextRenderMode(object_) == _FILLED_AND_STROKED
    return _Type(base, size, bold[key] or stroked, turn, pdfium.FPDFText_HasUnicodeMapError(text_page, index) != 1)


def _is_bold(font: Any) -> bool:
    name = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    flags = pdfium.FPDFFont_GetFlags(font)
    return (0 < length <= 256 and bool(_BOLD.search(name.value.decode("utf-8", "replace")))) or (flags > 0 and bool(flags & _FORCED_BOLD))


def _words(type_: _Type, letters: list[tuple[str, float, float]], spaced: bool) -> Iterator[Piece]:
    """Cut a text object's letters at spaces and wide gaps; letters that are all set apart alike are one word."""
    gaps = [following[1] - letter[2] for letter, following in pairwise(letters)]
    tracking = max(0.0, min(gaps)) if len(gaps) > 2 else 0.0
    has_spaces = any(letter.isspace() for letter, _, _ in letters)
    widest = tracking + (2 * WORD_GAP if has_spaces else WORD_GAP) * type_.size
    text: list[str] = []
    left = right = 0.0
    for letter, start, end in letters:
        if not (math.isfinite(start) and math.isfinite(end)):
            continue
        space = letter.isspace()
        if text and (space or start - right > widest or start < left - 1.5 * type_.size):
            yield _piece(text, left, right, spaced, type_)
            text, spaced = [], False
        if space:
            spaced = True
            continue
        left = left if text else start
        right = max(right, end) if text else end
        text.append(_LETTERS.get(letter, letter))
    if text:
        yield _piece(text, left, right, spaced, type_)


def _piece(letters: list[str], left: float, right: float, spaced: bool, type_: _Type) -> Piece:
    text = "".join(letters)
    if any("\ud800" <= letter <= "\udfff" for letter in letters):  # halves of characters beyond U+FFFF, or halves alone
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return Piece(text, left, right, type_.base, type_.size, type_.bold, spaced, type_.mapped)


def readable(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Return pages without the letters that the file does not map to Unicode, unless these read as words all the same."""
    unmapped = "".join(piece.text for page in pages for piece in page if not piece.mapped)
    letters = [letter for letter in unmapped if letter.isalpha()]
    small = [letter for letter in letters if letter.islower()]
    vowels = sum(letter in "aeiou" for letter in small)
    if unmapped and 0.2 * len(small) <= vowels <= 0.6 * len(small) and len(small) >= 0.6 * len(unmapped):
        return [list(page) for page in pages]
    return [[piece for piece in page if piece.mapped] for page in pages]
