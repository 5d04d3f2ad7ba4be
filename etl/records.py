"""The records that pass between the layers: frozen, slotted, their fields named as the columns of the tables.

Offsets (`start_char`, `end_char`) count characters of the document's text, the end excluded. Dates are ISO 8601 strings.
"""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that a document's format sets off; `kind` is bold or heading (a whole paragraph)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known of it before any layer has run."""

    id: str
    source_id: str
    text: str
    title: str | None = None
    date: str | None = None
    published: str | None = None
    format: str | None = None
    place: str | None = None
    language: str | None = None
    publisher: str | None = None
    country_id: str | None = None
    url: str | None = None
    source_path: str = ""
    source_row: int | None = None
    media_type: str = "text/plain"
    sha256: str = ""
    marks: tuple[Mark, ...] = ()
    warnings: tuple[str, ...] = ()
    """What its reader left out of the file, and why."""

    @property
    def source(self) -> str:
        """Where it came from: its file, and its row where the file is a collection."""
        return self.source_path if self.source_row is None else f"{self.source_path}:{self.source_row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or understood, and where."""

    source_path: str
    stage: str
    severity: str
    message: str
    document_id: str | None = None
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    document_id: str
    number: int
    kind: str
    turn_id: str | None
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Turn:
    id: str
    document_id: str
    number: int
    kind: str
    speaker_id: str | None
    speaker_label: str | None
    role: str | None
    country_id: str | None
    date: str | None
    text: str
    words: int
    start_char: int
    end_char: int
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    country_id: str | None
    wikidata: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class Position:
    person_id: str
    title: str
    country_id: str | None
    organisation: str | None
    start_date: str | None
    end_date: str | None


@dataclass(frozen=True, slots=True)
class Participant:
    document_id: str
    person_id: str
    role: str | None
    country_id: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    id: str
    date: str | None
    place_id: str | None
    format: str | None
    level: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    id: str
    document_id: str
    turn_id: str | None
    mode: str
    voice: str
    act: str | None
    speaker_id: str | None
    source: str | None
    cue: str
    text: str
    start_char: int
    end_char: int
    source_start_char: int | None
    source_end_char: int | None
    cue_start_char: int
    cue_end_char: int


@dataclass(frozen=True, slots=True)
class StatementPerson:
    statement_id: str
    person_id: str
    role: str


@dataclass(frozen=True, slots=True)
class Date:
    """A TIMEX3 expression; `earliest` and `latest` are days that bound it, where it has a place in time."""

    id: str
    document_id: str
    turn_id: str | None
    text: str
    type: str
    value: str
    earliest: str | None
    latest: str | None
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Entity:
    id: str
    name: str
    kind: str
    country_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity at a place in the text; what `turn_entities` counts."""

    entity_id: str
    start: int
    end: int
    text: str
    demonym: bool = False


@dataclass(frozen=True, slots=True)
class TurnEntity:
    turn_id: str
    entity_id: str
    mentions: int
    evidence: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A capitalised name that the vocabulary does not have: in how many documents and how often it stands in turns, and where first."""

    name: str
    documents: int
    mentions: int
    turn_id: str
    quote: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class TurnTopic:
    turn_id: str
    topic_id: str
    cap_major: int | None
    score: float
    words: int
    mentions: int
    evidence: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    id: str
    document_id: str
    turn_id: str | None
    statement_id: str | None
    speaker_id: str | None
    voice: str
    date: str | None
    text: str
    value: float
    value_max: float | None
    value_from: float | None
    unit: str | None
    kind: str
    modifier: str | None
    change: str | None
    represents: str
    measure: str | None
    measure_id: str | None
    countries: tuple[str, ...]
    period: str | None
    date_id: str | None
    period_start: str | None
    period_end: str | None
    status: str
    source: str | None
    sentence: str
    start_char: int
    end_char: int
    rule: str
    claim_id: str = ""


@dataclass(frozen=True, slots=True)
class FigureCountry:
    figure_id: str
    country_id: str
    role: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """All records of one document: what `annotate` prints and `build` loads."""

    document: dict[str, Any]
    text: str
    meetings: tuple[Meeting, ...] = ()
    parts: tuple[Part, ...] = ()
    turns: tuple[Turn, ...] = ()
    statements: tuple[Statement, ...] = ()
    statement_people: tuple[StatementPerson, ...] = ()
    figures: tuple[Figure, ...] = ()
    figure_countries: tuple[FigureCountry, ...] = ()
    turn_topics: tuple[TurnTopic, ...] = ()
    dates: tuple[Date, ...] = ()
    turn_entities: tuple[TurnEntity, ...] = ()
    name_candidates: tuple[NameCandidate, ...] = ()
    people: tuple[Person, ...] = ()
    positions: tuple[Position, ...] = ()
    participants: tuple[Participant, ...] = ()
    entities: tuple[Entity, ...] = ()
    problems: tuple[Problem, ...] = ()


def row(record: Any) -> dict[str, Any]:
    """Return a record's fields by name, without copying their values (`dataclasses.asdict` is seven times slower)."""
    return {name: getattr(record, name) for name in field_names(type(record))}


_NAMES: dict[type, tuple[str, ...]] = {}


def field_names(kind: type) -> tuple[str, ...]:
    """Return the names of a record type's fields, in order."""
    if kind not in _NAMES:
        _NAMES[kind] = tuple(f.name for f in fields(kind))
    return _NAMES[kind]
