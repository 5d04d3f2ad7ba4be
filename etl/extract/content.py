"""What every reader of a format returns: a text, what the file says of it, and which stretches its format sets off."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from etl.extract.metadata import Metadata
from etl.records import Mark

MAX_CHARACTERS = 10_000_000
MAX_BYTES = 200_000_000
"""What a packed document (`.docx`) may unpack to: more is a zip bomb or no document."""

# Soft hyphens, zero-width marks and controls; but U+200C before letters that it belongs to: Persian and Indian languages spell words with it.
_DROPPED = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]|\u200c(?![\u0600-\u0dff])")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")


class Unreadable(ValueError):
    """Content that can't be read: says why and what to do."""


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one document; `marks` are in the order of their starts. `warnings` say what of the file is not in it, and why."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    marks: tuple[Mark, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of a paragraph in one type. White space in `text` counts as one space, but for \n, which breaks a line."""

    text: str
    bold: bool = False


class TextBuilder:
    """Puts a plain text together from a format's paragraphs, blank lines between them."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is added yet."""
        return not self._pieces

    def add(self, runs: Iterable[Run], *, heading: bool = False) -> None:
        """Append a paragraph. White space is made one space, soft hyphens and what can't be seen are dropped; nothing else changes."""
        pieces: list[str] = []
        bold: list[tuple[int, int]] = []
        length = 0
        for run in runs:
            text = _LINES.sub("\n", _SPACES.sub(" ", _DROPPED.sub("", run.text)))
            if not length or pieces[-1][-1] in " \n":
                text = text.lstrip(" \n" if not length else " ")
            if not text:
                continue
            if text[0] == "\n" and pieces and pieces[-1][-1] == " ":
                pieces[-1] = pieces[-1][:-1]
                length -= 1
                if not pieces[-1]:
                    pieces.pop()
            if run.bold:
                bold.append((length, length + len(text)))
            pieces.append(text)
            length += len(text)
        paragraph = "".join(pieces).rstrip()
        if not paragraph:
            return
        start = self._length + 2 if self._pieces else 0
        if heading:
            self._marks.append(Mark(start, start + len(paragraph), "heading"))
        for first, last in _joined(bold, paragraph):
            self._marks.append(Mark(start + first, start + last, "bold"))
        self._pieces.append(paragraph)
        self._length = start + len(paragraph)

    def content(self, metadata: Metadata | None = None) -> Content:
        """Return everything that was added."""
        return Content("\n\n".join(self._pieces), metadata or Metadata(), tuple(self._marks))


def _joined(spans: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return spans, neighbours with only white space between them as one, white space at their ends left out."""
    result: list[tuple[int, int]] = []
    for start, end in spans:
        end = min(end, len(text))
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if start >= end:
            continue
        if result and not text[result[-1][1] : start].strip():
            start = result.pop()[0]
        result.append((start, end))
    return result
