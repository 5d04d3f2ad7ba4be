"""The reading page of a document: its transcript with marks, notes beside it, and an index below."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from etl.publish.charts.strip import share_bar, strip
from etl.publish.marks import Mark, marked
from etl.publish.transcript import Address, Rows, Transcript, evidence, marks
from etl.publish.wording import about, citation, counted, family_name, on_whose_word, period

FILTERED = 12
"""So many speakers have a filter of their own (the style sheet has a rule for each)."""


@dataclass(frozen=True, slots=True)
class Note:
    """A figure in the margin."""

    number: int
    words: str
    href: str
    status: str
    kind: str
    about: str
    who: str
    again: tuple[int, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of the document: its kind, words with marks, and notes."""

    kind: str
    html: Markup
    notes: tuple[Note, ...]


@dataclass(slots=True)
class Block:
    """Consecutive parts of one turn, or one part outside of turns (`number` is None)."""

    number: int | None = None
    kind: str = ""
    side: str = "s0"
    who: str = ""
    speaker: str | None = None
    href: str = ""
    role: str = ""
    place: int | None = None
    heading: bool = False
    resumed: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who speaks: place in the filter, side, words and turns."""

    name: str
    short: str
    side: str
    place: int
    words: int
    turns: int
    share: int
    mark: Markup


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: a name with its row, and the places where it stands (turn and id of the span)."""

    name: str
    href: str | None
    hint: str
    places: tuple[tuple[str, str], ...]
    narration: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the reading page shows."""

    document: Any
    present: Rows
    blocks: list[Block]
    voices: list[Voice]
    strip: Markup
    narrow: Markup
    notes: list[Note]
    counts: dict[str, int]
    index: list[tuple[str, list[Entry]]]
    citation: str


def reading(transcript: Transcript, address: Address) -> Reading:
    """Return what the page of a document shows."""
    sides = _sides(transcript)
    voices = _voices(transcript, sides)
    notes = _notes(transcript, address)
    found = marks(transcript, address)
    turns = [(sides[turn["id"]], turn["words"]) for turn in transcript.turns]
    return Reading(
        document=transcript.document,
        present=transcript.present,
        blocks=_blocks(transcript, found, notes, sides, voices, address),
        voices=voices,
        strip=strip(turns, 1184),
        narrow=strip(turns, 350),
        notes=notes,
        counts=_counts(transcript),
        index=_index(transcript, address),
        citation=citation(transcript.document, transcript.document["place"]),
    )


def _counts(transcript: Transcript) -> dict[str, int]:
    return {
        "figures": len(transcript.figures),
        "statements": len(transcript.statements),
        "dates": len(transcript.dates),
        "places": len({span for row in transcript.entities for span in evidence(row)}),
        "topics": len({span for row in transcript.topics for span in evidence(row)}),
    }


# -------------------------------------------------------------- who speaks


def _sides(transcript: Transcript) -> dict[str, str]:
    """Return the side of every turn: `s1` the publisher's, `s2` the first other country, `s3` everyone else, `s0` narration."""
    spoken = [turn["country_id"] for turn in transcript.turns if turn["country_id"]]
    own = transcript.document["country_id"] or next(iter(spoken), None)
    others = [country for country in spoken if country != own]
    sides = {own: "s1", **({others[0]: "s2"} if others else {})}
    return {turn["id"]: "s0" if turn["kind"] == "narration" else sides.get(turn["country_id"] or "-", "s3") for turn in transcript.turns}


def _name(turn: Any) -> str:
    if turn["kind"] == "narration":
        return "Narration"
    return turn["speaker"] or turn["speaker_label"] or "Speaker not named"


def _voices(transcript: Transcript, sides: dict[str, str]) -> list[Voice]:
    """Return who speaks, in the order in which they begin, narration last."""
    spoken: dict[str, list[Any]] = {}
    for turn in transcript.turns:
        spoken.setdefault(_name(turn), []).append(turn)
    total = sum(turn["words"] for turn in transcript.turns) or 1
    names = sorted(spoken, key=lambda name: name == "Narration")
    short = Counter(family_name(name) for name in names)
    found = []
    for place, name in enumerate(names):
        turns = spoken[name]
        words, side = sum(turn["words"] for turn in turns), sides[turns[0]["id"]]
        called = family_name(name) if turns[0]["speaker"] and short[family_name(name)] == 1 else name.lower() if name == "Narration" else name
        found.append(Voice(name, called, side, place + 1, words, len(turns), round(100 * words / total), share_bar(side, 1, 22)))
    return found


# -------------------------------------------------------------- the text


def _blocks(
    transcript: Transcript, found: Sequence[Mark], notes: Sequence[Note], sides: dict[str, str], voices: Sequence[Voice], address: Address
) -> list[Block]:
    text = transcript.document["text"]
    turns = {turn["id"]: turn for turn in transcript.turns}
    places = {voice.name: voice.place for voice in voices if voice.place <= FILTERED}
    ordered = sorted(found, key=lambda mark: mark.start)
    blocks: list[Block] = []
    begun: set[str] = set()
    used: set[str] = set()
    for part in transcript.parts:
        key, start, end = part["turn_id"], part["start_char"], part["end_char"]
        stop = start + len(text[start:end].rstrip())
        turn = turns.get(key) if key else None
        number = turn["number"] if turn else None
        if not blocks or turn is None or blocks[-1].number != number:
            block = _opened(turn, key in begun, sides, places, address)
            block.heading = block.number is not None and not (
                blocks and block.kind == "narration" and blocks[-1].kind == "narration" and blocks[-1].number is not None
            )
            blocks.append(block)
            begun.add(key)
        while ordered and ordered[0].end <= start:
            ordered.pop(0)
        inside = [mark for mark in _until(ordered, stop) if mark.end > start]
        beside = tuple(notes[m.number - 1] for m in inside if m.kind == "figure" and m.number and start <= m.start)
        blocks[-1].paragraphs.append(Paragraph(part["kind"], marked(text, start, stop, inside, used), beside))
    return blocks


def _until(ordered: Sequence[Mark], stop: int) -> Iterable[Mark]:
    for mark in ordered:
        if mark.start >= stop:
            return
        yield mark


def _opened(turn: Any, resumed: bool, sides: dict[str, str], places: dict[str, int], address: Address) -> Block:
    if turn is None:
        return Block()
    role = ", ".join(part for part in (turn["role"], turn["country"]) if part)
    return Block(
        number=turn["number"],
        kind=turn["kind"],
        side=sides[turn["id"]],
        who=_name(turn),
        speaker=address("people", turn["speaker_id"]) if turn["speaker_id"] else None,
        href=address("turns", turn["id"]),
        role="publisher’s words" if turn["kind"] == "narration" else role,
        place=places.get(_name(turn)),
        resumed=resumed,
    )


def _notes(transcript: Transcript, address: Address) -> list[Note]:
    said: dict[str, list[int]] = {}
    for number, figure in enumerate(transcript.figures, 1):
        said.setdefault(figure["claim_id"], []).append(number)
    notes = []
    for number, figure in enumerate(transcript.figures, 1):
        same = said[figure["claim_id"]]
        again = tuple(other for other in same if other != number)[:6]
        who = on_whose_word(figure["speaker"], figure["voice"], figure["source"])
        href, what = address("figures", figure["id"]), about(figure, transcript.countries)
        notes.append(Note(number, figure["text"], href, figure["status"], figure["kind"], what, who, again, same[0] == number))
    return notes


# -------------------------------------------------------------- the index


def _index(transcript: Transcript, address: Address) -> list[tuple[str, list[Entry]]]:
    numbers = {turn["id"]: str(turn["number"]) for turn in transcript.turns}

    def one(row: Any) -> tuple[tuple[str, str], ...]:
        return ((numbers.get(row["turn_id"], "title"), f"c{row['start_char']}-{row['end_char']}"),)

    dates = [Entry(_when(row), address("dates", row["id"]), f"“{row['text']}”", one(row), False) for row in transcript.dates]
    statements = []
    for row in transcript.statements:
        who = row["source"] or row["speaker"] or "No one named"
        statements.append(Entry(who, address("statements", row["id"]), row["cue"], one(row), False))
    index = [
        ("Topics", _named(transcript.topics, "topics", address)),
        ("Places and works", _named(transcript.entities, "entities", address)),
        ("Dates", dates),
        ("Statements reported", statements),
    ]
    return [(name, entries) for name, entries in index if entries]


def _named(rows: Rows, table: str, address: Address) -> list[Entry]:
    entries: dict[str, list[Any]] = {}
    for row in rows:
        entries.setdefault(row["id"], []).append(row)
    found = []
    for key, same in entries.items():
        places = tuple((str(row["number"]), f"c{start}-{end}") for row in same for start, end in evidence(row))
        found.append(Entry(same[0]["name"], address(table, key), "", places, all(row["kind"] == "narration" for row in same)))
    return sorted(found, key=lambda entry: entry.name)


def _when(row: Any) -> str:
    return period(row["earliest"], row["latest"]) or {"P": "duration"}.get(row["value"][:1], row["value"])


def tally(voice: Voice) -> str:
    """Return how much someone spoke: 413 words (41 %) in 3 turns."""
    return f"{counted(voice.words, 'word')} ({voice.share} %) in {counted(voice.turns, 'paragraph' if voice.side == 's0' else 'turn')}"
