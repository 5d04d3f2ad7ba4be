"""PDF files: their text in reading order, paragraphs whole again over line and page breaks.

PDFium reads the file in a process of its own, whose memory and time are bounded: a few kilobytes of PDF can ask for any amount of both.
"""

import ctypes
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

from etl.extract.content import MAX_CHARACTERS, Content, TextBuilder, Unreadable
from etl.extract.metadata import Metadata
from etl.records import Mark

MAX_PAGES = 10_000
MAX_MEMORY = 2 << 30
"""Bytes that reading one file may take."""
SECONDS = 20
SECONDS_PER_MEGABYTE = 30
MAX_SECONDS = 900
"""How long it may take: several times what the densest pages need."""

_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024
_LISTED = 20  # pages
_END = re.compile(rb"startxref\s+\d+")
_UNTITLED = re.compile(
    r"microsoft (?:word|powerpoint|excel)|powerpoint presentation|.*\.(?:docx?|pdf|rtf|odt|txt|html?|indd|qxd|pptx?|xlsx?|wpd|pages|tmp|aspx?|php)\b|"
    r"untitled|(?:document|presentation|slide|layout|template)\b ?\d*$|.*(?:[\\_]|://)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9]+)*\Z")


def read(content: bytes) -> Content:
    """Return the text of a PDF file; its title and language where it gives them.

    Raises Unreadable for what is no PDF, is cut off, is protected by a password, holds pictures of text only, has no pages or too many, or takes
    too much memory or time.
    """
    _check(content)
    seconds = min(SECONDS + SECONDS_PER_MEGABYTE * len(content) / 1e6, MAX_SECONDS)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    try:
        process = subprocess.run(  # noqa: S603 (this Python and this module)
            [sys.executable, "-m", "etl.extract.pdf", str(MAX_MEMORY)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=environment,
            check=False,
        )
        answer = json.loads(process.stdout) if process.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        answer = None
    except OSError as error:
        raise Unreadable(f"reading a PDF takes a second Python process, which can't be started: {error}") from None
    if answer is None:
        raise Unreadable(
            f"the PDF can't be read with {MAX_MEMORY >> 20:,} MB of memory in {seconds:.0f} seconds: it is damaged, or unpacks to far more than its "
            "text; print it into a new PDF"
        )
    if "error" in answer:
        raise Unreadable(answer["error"])
    return Content(answer["text"], Metadata(**answer["metadata"]), tuple(Mark(*mark) for mark in answer["marks"]), tuple(answer["warnings"]))


def extract(content: bytes) -> Content:
    """Do the same in this process, without bounds on memory and time."""
    _check(content)
    import pypdfium2

    from etl.extract.pdf.columns import in_reading_order
    from etl.extract.pdf.lines import rows
    from etl.extract.pdf.paragraphs import paragraphs
    from etl.extract.pdf.running_heads import without_running_heads

    document = _open(content, pypdfium2)
    try:
        metadata = Metadata(title=_title(document), language=_language(document))
        found, warnings = _pieces(document, pypdfium2)
        pages = [rows(pieces) for pieces in found]
    finally:
        document.close()
    text = without_running_heads(pages)
    if not any(text):  # pages that all say the same
        text = pages
    builder = TextBuilder()
    for paragraph in paragraphs(in_reading_order(text)):
        builder.add(paragraph.runs, heading=paragraph.heading)
    return replace(builder.content(metadata), warnings=warnings)


def _check(content: bytes) -> None:
    """Raise Unreadable for what is no PDF, or is not a whole one."""
    if not content.strip(b"\0\t\n\f\r "):
        raise Unreadable("the file is empty")
    if _HEADER not in content[:_HEADER_WITHIN]:
        raise Unreadable("the file is no PDF, whatever its name says; give it the ending of its format")
    if not _END.search(content, max(content.rfind(b"endobj"), 0)):
        raise Unreadable("the PDF is cut off: its end is missing; get the whole file again")


def _open(content: bytes, pypdfium2: Any) -> Any:
    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise Unreadable("the PDF is protected by a password; save it without one") from None
        if code == pypdfium2.raw.FPDF_ERR_SECURITY:
            raise Unreadable("the PDF is protected in a way that can't be read; save it without protection") from None
        if code == pypdfium2.raw.FPDF_ERR_SUCCESS:  # its first failure, and not one of reading
            raise Unreadable("the PDF has no pages") from None
        raise Unreadable("the PDF is damaged: its structure can't be read; get it again, or print it into a new PDF") from None
    if count > MAX_PAGES:
        raise Unreadable(f"the PDF has {count:,} pages; up to {MAX_PAGES:,} are taken; cut it into several")
    if count < 1:
        raise Unreadable("the PDF has no pages")
    return document


def _pieces(document: Any, pypdfium2: Any) -> tuple[list[list[Any]], tuple[str, ...]]:
    """Return the pieces of text of each page, and which pages can't be read or are pictures: they have none.

    Raises Unreadable where none has any, saying why.
    """
    from etl.extract.pdf.pieces import has_images, page_pieces, readable

    pages: list[list[Any]] = []
    damaged: list[int] = []
    images: list[int] = []
    length = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            damaged.append(number + 1)
            pages.append([])
            continue
        try:
            pieces = page_pieces(page)
            if not pieces and has_images(page):
                images.append(number + 1)
        except pypdfium2.PdfiumError:
            damaged.append(number + 1)
            pieces = []
        finally:
            page.close()
        length += sum(len(piece.text) + 1 for piece in pieces)
        if length > MAX_CHARACTERS:
            raise Unreadable(f"the PDF has over {MAX_CHARACTERS:,} characters; documents of up to that many are taken; cut it into several")
        pages.append(pieces)
    if not any(pages):
        if len(damaged) == len(pages):
            raise Unreadable("the PDF is damaged: none of its pages can be read; get it again")
        if images:
            raise Unreadable("the PDF holds only images of its pages, no text (a scan); it needs OCR first")
        raise Unreadable("the PDF has no text: its pages are blank, or their letters are drawn as shapes and need OCR first")
    pages = readable(pages)
    if not any(pages):
        raise Unreadable("the PDF does not say which letters its text shows (its fonts have no map to Unicode); it needs OCR first")
    warnings = [f"{_numbered(damaged)} damaged and can't be read"] if damaged else []
    warnings += [f"{_numbered(images)} an image without text (a scan): OCR is needed first"] if images else []
    return pages, tuple(warnings)


def _numbered(pages: list[int]) -> str:
    """Return "page 3 is" or "pages 3, 4, 9 are each"."""
    listed = ", ".join(map(str, pages[:_LISTED])) + (f" and {len(pages) - _LISTED} more" if len(pages) > _LISTED else "")
    return f"page {listed} is" if len(pages) == 1 else f"pages {listed} are each"


def _title(document: Any) -> str | None:
    """Return the title that the file gives, if it is one: not a file's name, as word processors put there."""
    try:
        given: str = document.get_metadata_value("Title")
    except UnicodeDecodeError:
        return None
    title = " ".join("".join(letter for letter in given if letter >= " " or letter.isspace()).split())
    if len(title.split()) < 2 or len(title) > 300 or not any(map(str.isalpha, title)) or _UNTITLED.match(title):
        return None
    return title


def _language(document: Any) -> str | None:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < size < 100:
        return None
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    match = _LANGUAGE.match(buffer.raw.decode("utf-16-le", "ignore").rstrip("\0"))
    return match[1].lower() if match else None
