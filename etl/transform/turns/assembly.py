"""From paragraphs with their speakers to parts, which partition the text, and turns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.language.names import Label
from etl.language.phrases import word_count
from etl.records import Document, Part, Span, Turn
from etl.transform.turns.paragraphs import Paragraph

_DIRECTION = re.compile(r"[(\[][^()\[\]\n]{1,120}[)\]][.:]?\s+(?=\S)")
"""What a label's speaker does or how they are heard, before their words: "(As interpreted.)"."""


@dataclass(slots=True, eq=False)
class Speaking:
    """Somebody speaks, over one paragraph or many."""

    label: Label
    printed: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A document cut up. `labels` says of each speech turn what its label says; `title` is the span of the title in the text.

    `day` is the first full day in a dateline, ISO 8601; `paragraphs` are the spans of all, white space round them left out.
    """

    parts: tuple[Part, ...]
    turns: tuple[Turn, ...]
    labels: dict[str, Label]
    title: tuple[int, int] | None
    day: str | None = None
    paragraphs: tuple[Span, ...] = ()


@dataclass(slots=True, eq=False)
class _Open:
    """A turn as it grows."""

    start: int
    end: int
    words: int
    speaking: Speaking | None


def assemble(document: Document, walked: Sequence[tuple[Paragraph, Speaking | None]], title: tuple[int, int] | None) -> Segmentation:
    """Turn paragraphs with their kinds and speakers into parts and turns.

    A speech turn reaches from after its first label over all its speaker's paragraphs and stage directions; labels printed again lie inside it.
    """
    text = document.text
    starts: list[int] = []
    kinds: list[str] = []
    turns: list[_Open] = []
    of: dict[int, int] = {}  # number of a part -> number of its turn
    turn: _Open | None = None
    waiting: list[int] = []  # labels whose words have not come yet
    waiting_for: Speaking | None = None

    def piece(start: int, kind: str) -> int:
        starts.append(start)
        kinds.append(kind)
        return len(starts) - 1

    for paragraph, speaking in walked:
        body = paragraph.start if paragraph.body is None or paragraph.kind != "speech" else paragraph.body
        if speaking is None and paragraph.kind == "narration":
            turns.append(_Open(paragraph.start, paragraph.end, word_count(paragraph.text), None))
            of[piece(paragraph.start, "narration")] = len(turns) - 1
            turn = None
            continue
        if speaking is None:
            piece(paragraph.start, paragraph.kind or "narration")
            continue
        if waiting_for is not speaking:
            waiting, waiting_for = [], speaking
        if body > paragraph.start:
            waiting.append(piece(paragraph.start, "label"))
        if body >= paragraph.end:
            continue
        if paragraph.kind == "stage" and paragraph.text.isupper():  # "(VIDEO BEGINS)" is the scene's, unless the same speaker goes on
            waiting.append(piece(body, "stage"))
            continue
        if turn is None or turn.speaking is not speaking:
            turn = _Open(body, paragraph.end, 0, speaking)
            turns.append(turn)
        words = body
        if paragraph.kind == "stage":
            words = paragraph.end
        elif body > paragraph.start and (direction := _DIRECTION.match(text, body, paragraph.end)):
            words = direction.end()
        if words > body:
            waiting.append(piece(body, "stage"))
        if words < paragraph.end:
            waiting.append(piece(words, "speech"))
        end = paragraph.end
        if paragraph.until is not None and paragraph.until < end:
            end = paragraph.until
            waiting.append(piece(end, "label"))
        of |= dict.fromkeys(waiting, len(turns) - 1)
        waiting = []
        turn.end = end
        turn.words += word_count(text[words:end])
    return _segmentation(document, starts, kinds, turns, of, title)


def _segmentation(
    document: Document, starts: list[int], kinds: list[str], opened: Sequence[_Open], of: Mapping[int, int], title: tuple[int, int] | None
) -> Segmentation:
    text = document.text
    turns = tuple(_turn(document, number, turn) for number, turn in enumerate(opened, 1))
    if text and not starts:  # nothing but white space
        starts, kinds = [0], ["separator"]
    bounds = [0, *starts[1:], len(text)]
    parts = tuple(
        Part(document.id, index + 1, kind, turns[of[index]].id if index in of else None, bounds[index], bounds[index + 1])
        for index, kind in enumerate(kinds)
    )
    labels = {turn.id: open_.speaking.label for turn, open_ in zip(turns, opened, strict=True) if open_.speaking}
    return Segmentation(parts, turns, labels, title)


def _turn(document: Document, number: int, turn: _Open) -> Turn:
    return Turn(
        id=f"{document.id}-t{turn.start}",
        document_id=document.id,
        number=number,
        kind="speech" if turn.speaking else "narration",
        speaker_id=None,
        speaker_label=turn.speaking.printed if turn.speaking else None,
        role=None,
        country_id=None,
        date=document.date,
        text=document.text[turn.start : turn.end],
        words=turn.words,
        start_char=turn.start,
        end_char=turn.end,
    )
