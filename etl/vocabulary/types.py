"""The typed tables of the vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from etl.records import Entity, Person, Position


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of one of the rule files: a pattern or phrases, what they mean (`data`), and what they must and must not match."""

    id: str
    group: str
    pattern: str | None
    phrases: tuple[str, ...]
    data: Mapping[str, Any]
    examples: tuple[Any, ...]
    counter_examples: tuple[Any, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Country:
    id: str
    iso3: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital_id: str | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    person: Person
    names: tuple[str, ...]
    positions: tuple[tuple[Position, str], ...]
    """With each position, its office: head of state, head of government, foreign minister …"""


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    name: str
    parent_id: str | None
    cap_major: int | None
    definition: str
    terms: Mapping[str, float]
    unless: Mapping[str, tuple[str, ...]]
    with_: Mapping[str, tuple[str, ...]]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    id: str
    name: str
    definition: str
    terms: tuple[str, ...]
    kinds: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    one_value: bool
    """Whether countries have one value of it for a period, so that values that differ disagree."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or a currency: its name in figures, what it is called and written as, its kind, what it multiplies by."""

    name: str
    names: tuple[str, ...]
    symbols: tuple[str, ...]
    kind: str
    scale: float = 1.0
    country_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    countries: tuple[Country, ...]
    entities: tuple[tuple[Entity, tuple[str, ...]], ...]
    people: tuple[KnownPerson, ...]
    topics: tuple[Topic, ...]
    measures: tuple[Measure, ...]
    units: tuple[Unit, ...]
    currencies: tuple[Unit, ...]
    rules: Mapping[str, Mapping[str, tuple[Rule, ...]]]
    words: Mapping[str, Mapping[str, Any]]
    sha256: str

    def ruleset(self, name: str) -> tuple[Rule, ...]:
        """Return the rules of `FILE.GROUP` ("turns.paragraphs")."""
        file, group = name.split(".")
        return self.rules[file][group]
