r"""Corrected transcripts: words struck out, and the right ones in brackets after them: "<s>33</s> \[32\] people".

The struck words are no part of what is read for numbers and dates, the brackets are no marks there; offsets stay true.
"""

import re
from functools import lru_cache

_STRUCK = re.compile(r"<(s|del|strike)>(?:(?!<(?:s|del|strike)>).)*?</\1>|~~(?=\S)[^~\n]*?\S~~", re.DOTALL)
_NUMBER_IN_BRACKETS = re.compile(r"\[[$€£]?\d")
_BRACKETS = re.compile(r"\\?\[(?=[$€£]?\d)([^\[\]\\\n]*)\\?\]")


@lru_cache(maxsize=4)  # dates and figures both read it
def as_corrected(text: str) -> str:
    """Return a text of the same length, with spaces for words struck out and for brackets round what begins with a number."""
    if "<s" in text or "<del" in text or "~~" in text:
        text = _STRUCK.sub(_blank, text)
    if _NUMBER_IN_BRACKETS.search(text):
        text = _BRACKETS.sub(_unbracketed, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\S", " ", match[0])


def _unbracketed(match: re.Match[str]) -> str:
    before, after = match.start(1) - match.start(), match.end() - match.end(1)
    return " " * before + match[1] + " " * after
