"""Where paragraphs begin and end."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_MARKED = re.compile(r"#{2,6}\s|Q\s\s|[x*](?: [x*]){2}\Z|(?![a-z])[^\s:]{1,12}(?: [^\s:]{1,12})?:\Z")
_LABEL = re.compile(
    r"(?:\d{1,3}\. )?[^\W\d_a-z](?:(?<=[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=\b[A-Z][a-z]{2})\.|\([^()]{1,120}\)|[^.:;!?\n()“”\"]){1,100}"
    r"(?:(?<=[,)])\n\s*(?:\([^()]{1,120}\)|[^.:;!?\n()“”\"]){1,60})?:\s"
)
_BULLET = re.compile(r"(?:[-–•·*]|\d{1,2}[.)])\s+(?=\S)")
_LABEL_LENGTH = 240
_ENDING = ".!?…:–—-"
_CLOSING = "\"'”’»)]"
_NARROWEST, _WIDEST = 40, 110
_USUAL = 0.8
_SHORT = 0.55
"""A line that is shorter than this part of the width ends its paragraph, unless the next goes on in small letters."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    indent: int


def cut_paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs' spans, white space round them left out.

    Blank lines part paragraphs; where lines are not hard-wrapped, every line is one. In a hard-wrapped text a line after a short one, one that is
    indented where others are not, and one that is marked (a heading, a label) starts anew; what follows a colon at a line's end belongs to it.
    """
    spans: list[tuple[int, int]] = []
    blocks = list(_blocks(text))
    width = wrapping_width([line.text for line in block] for block in blocks if len(block) > 1)
    for block in blocks:
        previous = block[0]
        margin = _margin(previous)
        spans.append((previous.start, previous.start + len(previous.text)))
        for line in block[1:]:
            end = line.start + len(line.text)
            if width and _goes_on(text, line, previous.text, margin, width):
                spans[-1] = (spans[-1][0], end)
                margin = min(margin, line.indent)
            else:
                spans.append((line.start, end))
                margin = _margin(line)
            previous = line
    return spans


def _margin(line: _Line) -> int:
    """Return how far a line's words are indented: those of a list's item stand behind its bullet."""
    bullet = _BULLET.match(line.text)
    return line.indent + (bullet.end() if bullet else 0)


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Give the runs of lines between blank ones."""
    block: list[_Line] = []
    at = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            indent = 0 if line[0] == stripped[0] else len(line) - len(line.lstrip())
            block.append(_Line(at + indent, stripped, indent))
        elif block:
            yield block
            block = []
        at += len(line) + 1
    if block:
        yield block


def _goes_on(text: str, line: _Line, previous: str, margin: int, width: int) -> bool:
    """Whether a line goes on with the paragraph of the line above it, in a hard-wrapped text."""
    small = line.text[0].islower()
    if (line.text[0] in "#Qx*" or line.text[-1] == ":") and _MARKED.match(line.text):
        return False
    if line.indent > margin + 1 and not small:
        return False
    ended = previous.rstrip(_CLOSING)[-1:] in _ENDING
    if ended and ":" in text[line.start : line.start + _LABEL_LENGTH] and _LABEL.match(text, line.start):
        return False
    return len(previous) >= _SHORT * width or small or previous[-1] == ":"


def wrapping_width(blocks: Iterable[Sequence[str]]) -> int:
    """Return the width at which lines break where a paragraph goes on; 0 where they do not. `blocks` are the runs of lines between blank ones.

    They do where most lines with a line below are of one width and end mid-sentence.
    """
    lengths: list[int] = []
    full = broken = 0
    for block in blocks:
        for line, below in pairwise(block):
            if len(line) < _NARROWEST:
                continue
            full += 1
            if len(line) <= _WIDEST:
                lengths.append(len(line))
                broken += below[0].islower() or line[-1].isalnum() or line[-1] == ","
    if not lengths or broken <= full / 2:
        return 0
    return sorted(lengths)[int(_USUAL * len(lengths))]  # a table may be wider than the text


def capitalised(text: str) -> bool:
    """Whether every word of weight is in capitals, as in the name of a place."""
    return all(word[0].isupper() or word[0].isdigit() or len(word) < 4 for word in re.findall(r"\w+", text))
