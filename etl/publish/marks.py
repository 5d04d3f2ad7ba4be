"""Spans of a text as HTML: marks nest and never overlap, whatever spans are given.

Where spans cross, they are cut; the first piece of a span has its id, `c<start>-<end>`, to which links lead. Copied text is the document's
text, so numbers and tags that this site adds are elements of their own, which styles keep out of selections.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

_RANKS = {"statement": 0, "source": 1, "cue": 1, "figure": 2, "date": 3, "place": 4, "topic": 5}
_CLASSES = {"statement": "m st", "source": "source", "cue": "cue", "figure": "m fig", "date": "m date", "place": "m place", "topic": "m topic"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to mark: its kind; a figure's row (`href`), number and status; the words after a statement (`tag`)."""

    kind: str
    start: int
    end: int
    href: str | None = None
    number: int | None = None
    status: str = ""
    tag: str | None = None
    target: tuple[int, int] | None = None
    """What its id is made of, where the span that is shown is wider than the row's."""

    @property
    def key(self) -> str:
        """Return the id of the span."""
        start, end = self.target or (self.start, self.end)
        return f"c{start}-{end}"

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return its place in the order from outside to inside."""
        return _RANKS[self.kind], self.start, -self.end


def marked(text: str, start: int, end: int, marks: Sequence[Mark], used: set[str]) -> Markup:
    """Return a stretch of a text with its marks as HTML; `used` holds ids that are taken, and takes those given here."""
    inside = [mark for mark in sorted(marks, key=lambda mark: mark.start) if mark.start < end and mark.end > start]
    if not inside:
        return escape(text[start:end])
    cuts = sorted({start, end, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)})
    # Strings are joined, since Markup.format takes most of a page's time; each piece of the text, address and tag goes through `escape`.
    return Markup("".join(_pieces(text, cuts, inside, used)))  # noqa: S704


def _pieces(text: str, cuts: list[int], marks: list[Mark], used: set[str]) -> Iterator[str]:
    open_marks: list[Mark] = []
    active: list[Mark] = []
    index = 0
    for first, last in pairwise(cuts):
        while index < len(marks) and marks[index].start <= first:
            active.append(marks[index])
            index += 1
        active = [mark for mark in active if mark.end > first]
        wanted = sorted(active, key=lambda mark: mark.rank) if len(active) > 1 else list(active)
        common = 0
        while common < min(len(open_marks), len(wanted)) and open_marks[common] is wanted[common]:
            common += 1
        yield from (_closed(mark, first) for mark in reversed(open_marks[common:]))
        yield from (_opened(mark, first, used) for mark in wanted[common:])
        open_marks = wanted
        yield str(escape(text[first:last]))
    yield from (_closed(mark, cuts[-1]) for mark in reversed(open_marks))


def _opened(mark: Mark, at: int, used: set[str]) -> str:
    first = at == mark.start
    names = _CLASSES[mark.kind]
    if mark.status:
        names += f" {escape(mark.status)}"
    if first and mark.kind == "statement":
        names += " first"
    key = ""
    if first and mark.kind not in ("source", "cue") and mark.key not in used:
        used.add(mark.key)
        key = f' id="{mark.key}"'
    if mark.kind == "figure" and mark.href:
        return f'<a class="{names}"{key} href="{escape(mark.href)}">'
    return f'<span class="{names}"{key}>'


def _closed(mark: Mark, at: int) -> str:
    closing = "</a>" if mark.kind == "figure" and mark.href else "</span>"
    if at < mark.end:
        return closing
    if mark.kind == "figure" and mark.number is not None:
        return f'{closing}<a class="n" href="#n{mark.number:d}" aria-label="note {mark.number:d}">{mark.number:d}</a>'
    if mark.kind == "statement":
        closing = f'<span class="close"></span>{closing}'
        return f'{closing}<span class="tag">{escape(mark.tag)}</span>' if mark.tag else closing
    return closing
