"""What is doubtful about a whole document, said as rows of `problems`."""

from collections import Counter
from collections.abc import Sequence

from etl.records import Date, Document, Part, Problem

_ASIDE = ("heading", "list", "stage", "footer")
_MOST_ASIDE = 0.03


def left_out(document: Document) -> list[Problem]:
    """Say what of its file the reader left out."""
    return [Problem(document.source, "extract", "warning", warning, document.id) for warning in document.warnings]


def undated(document: Document, dates: Sequence[Date]) -> list[Problem]:
    """Say that no day is known, and how many relative dates wait for one."""
    if document.date is not None:
        return []
    relative = Counter(d.earliest is None and ("X" in d.value or d.value.endswith("_REF")) and d.type != "DURATION" for d in dates)[True]
    message = "no date is given or found"
    message += f": {relative} relative dates are not resolved" if relative else ""
    return [Problem(document.source, "transform", "warning", message, document.id)]


def outside(document: Document, parts: Sequence[Part]) -> list[Problem]:
    """Say by kind what lies outside speech and narration, where headings, lists, stage directions and footers are over 3 percent of a document."""
    characters: Counter[str] = Counter()
    for part in parts:
        characters[part.kind] += len(document.text[part.start_char : part.end_char].strip())
    whole = max(characters.total(), 1)
    if sum(characters[kind] for kind in _ASIDE) <= _MOST_ASIDE * whole:
        return []
    shares = ", ".join(f"{kind} {n / whole:.1%}" for kind, n in characters.most_common() if n and kind not in ("speech", "narration"))
    message = f"{sum(characters[kind] for kind in _ASIDE) / whole:.1%} of the text is neither speech nor narration ({shares})"
    return [Problem(document.source, "transform", "warning", message, document.id)]
