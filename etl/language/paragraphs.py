"""Where paragraphs begin and end."""

import re
from itertools import pairwise

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_MARKED = re.compile(r"#{2,6}\s|Q\s\s|[x*](?: [x*]){2}\Z|[^\s:]{1,12}(?: [^\s:]{1,12})?:\Z")
_SHORT = 0.55
"""A line that is shorter than this part of the width ends its paragraph, unless the next goes on in small letters."""


def cut_paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs' spans, white space round them left out.

    Blank lines part paragraphs; where lines are not hard-wrapped, every line is one. In a hard-wrapped text a line after a short one, and one
    that is marked (a heading, a label alone), starts anew; what follows a colon at a line's end belongs to it.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    width = wrapping_width(text, lines)
    spans: list[tuple[int, int]] = []
    joined, previous, colon = False, 0, False
    for start, end in lines:
        line = text[start:end]
        stripped = line.strip()
        if not stripped:
            joined = False
            continue
        first = start + len(line) - len(line.lstrip())
        last = first + len(stripped)
        if joined and width and not _MARKED.match(stripped) and (previous >= _SHORT * width or stripped[0].islower() or colon):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
        joined, previous, colon = True, len(stripped), stripped.endswith(":")
    return spans


def wrapping_width(text: str, lines: list[tuple[int, int]]) -> int:
    """Return the width at which lines break where a paragraph goes on; 0 where they do not.

    They do where most lines with a line below are of one width and end mid-sentence.
    """
    full = broken = width = 0
    for (start, end), (next_start, next_end) in pairwise(lines):
        line, below = text[start:end].rstrip(), text[next_start:next_end].strip()
        if len(line) < 40 or not below:
            continue
        full += 1
        width = max(width, len(line)) if len(line) <= 110 else width
        broken += len(line) <= 110 and (below[0].islower() or line[-1].isalnum() or line[-1] == ",")
    return width if full > 0 and broken > 0.5 * full else 0


def capitalised(text: str) -> bool:
    """Whether every word of weight is in capitals, as in the name of a place."""
    return all(word[0].isupper() or word[0].isdigit() or len(word) < 4 for word in re.findall(r"\w+", text))
