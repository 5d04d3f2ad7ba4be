"""What the layers know, read from `seeds/vocabulary` and checked: bad data is refused with its file and line."""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from etl.records import Entity, Person, Position
from etl.resource_files import resource


class VocabularyError(ValueError):
    """A file of the vocabulary that can't be used: says which, where and why."""


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


RULE_FILES = ("turns", "meetings", "dates", "statements", "figures")
WORD_FILES = ("sentences", "numerals", "offices", "nouns", "grammar", "entities")


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read and check a vocabulary folder (by default the one that comes with the project).

    Raises VocabularyError, with file and line, for a missing file, a missing field, an id used twice, a rule without examples,
    a pattern that does not compile, a topic whose parents run in a circle.
    """
    folder = folder or resource("vocabulary")
    if not folder.is_dir():
        raise VocabularyError(f"{folder}: no such vocabulary folder")
    countries = tuple(_countries(folder / "countries.csv"))
    country_ids = {country.id for country in countries}
    rule_files = {name: _rule_file(folder / f"{name}.yml") for name in RULE_FILES}
    return Vocabulary(
        countries=countries,
        entities=tuple(_entities(folder / "entities", country_ids)),
        people=tuple(_people(folder / "people.csv", folder / "positions.csv", country_ids)),
        topics=_topics(folder / "topics.yml"),
        measures=tuple(_measures(folder / "measures.yml")),
        units=tuple(_units(folder / "units.csv")),
        currencies=tuple(_currencies(folder / "currencies.csv")),
        rules={name: rules for name, (rules, _) in rule_files.items()},
        words={name: words for name, (_, words) in rule_files.items()}
        | {name: _mapping(folder / f"{name}.yml") for name in WORD_FILES},
        sha256=_fingerprint(folder),
    )


# ------------------------------------------------------------------ YAML and CSV, with their lines


class Lined(dict[str, Any]):
    """A YAML mapping that knows the line it starts on."""

    line = 0


class _Loader(yaml.CSafeLoader):
    """YAML as its readers take it: `no` is a word and 2023-04-10 a string; only true, false, null and plain numbers are not."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _plain, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?\d+", "-+0123456789"),
    ("float", r"[-+]?(?:\d+\.\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?\d+e[-+]?\d+", "-+.0123456789"),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_plain})$"), list(_first))


def _lined(loader: _Loader, node: yaml.MappingNode) -> Lined:
    keys: set[Any] = set()
    for key, _ in node.value:
        if key.value in keys:
            raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands twice", problem_mark=key.start_mark)
        keys.add(key.value)
    mapping = Lined(loader.construct_mapping(node, deep=True))
    mapping.line = node.start_mark.line + 1
    return mapping


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _lined)


def _yaml(path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, _Loader)  # noqa: S506 (a subclass of the safe loader)
    except FileNotFoundError:
        raise VocabularyError(f"{path}: missing") from None
    except (yaml.MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise VocabularyError(f"{where}: {getattr(error, 'problem', error)}") from None


def _mapping(path: Path) -> Lined:
    data = _yaml(path)
    if not isinstance(data, Lined):
        raise VocabularyError(f"{path}:1: expected a mapping")
    return data


def _list(path: Path) -> Iterator[tuple[str, Lined]]:
    data = _yaml(path)
    if not isinstance(data, list):
        raise VocabularyError(f"{path}:1: expected a list")
    for item in data:
        if not isinstance(item, Lined):
            raise VocabularyError(f"{path}: expected mappings, found {item!r}")
        yield f"{path}:{item.line}", item


def _csv(path: Path, columns: str) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        file = path.open(encoding="utf-8", newline="")
    except FileNotFoundError:
        raise VocabularyError(f"{path}: missing") from None
    with file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns.split(","):
            raise VocabularyError(f"{path}:1: expected the columns {columns}")
        for line in reader:
            where = f"{path}:{reader.line_num}"
            if None in line or None in line.values():
                raise VocabularyError(f"{where}: expected {len(columns.split(','))} values")
            yield where, line


def _several(cell: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in cell.split("|") if value.strip())


class _Unique:
    """Refuses a key that was seen before."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._seen: dict[str, str] = {}

    def __call__(self, where: str, key: str) -> str:
        if not key:
            raise VocabularyError(f"{where}: no {self._what}")
        if key in self._seen:
            raise VocabularyError(f"{where}: {self._what} {key!r} stands already at {self._seen[key]}")
        self._seen[key] = where
        return key


# ------------------------------------------------------------------ tables


def _countries(path: Path) -> Iterator[Country]:
    unique = _Unique("country")
    for where, line in _csv(path, "id,iso3,name,other_names,demonyms,capital_id"):
        if not re.fullmatch("[A-Z]{2}", line["id"]) or not re.fullmatch("[A-Z]{3}", line["iso3"]):
            raise VocabularyError(f"{where}: id and iso3 are two and three capital letters")
        yield Country(
            unique(where, line["id"]),
            line["iso3"],
            line["name"],
            (line["name"], *_several(line["other_names"])),
            _several(line["demonyms"]),
            line["capital_id"] or None,
        )


def _entities(folder: Path, countries: set[str]) -> Iterator[tuple[Entity, tuple[str, ...]]]:
    unique = _Unique("entity")
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise VocabularyError(f"{folder}: no .csv files with entities")
    for path in paths:
        for where, line in _csv(path, "id,name,other_names,kind,country_id,latitude,longitude,wikidata"):
            if line["country_id"] and line["country_id"] not in countries:
                raise VocabularyError(f"{where}: no country {line['country_id']!r}")
            try:
                latitude, longitude = (float(line[c]) if line[c] else None for c in ("latitude", "longitude"))
            except ValueError:
                raise VocabularyError(f"{where}: latitude and longitude are numbers") from None
            entity = Entity(
                unique(where, line["id"]),
                line["name"],
                line["kind"],
                line["country_id"] or None,
                latitude,
                longitude,
                line["wikidata"] or None,
            )
            yield entity, (line["name"], *_several(line["other_names"]))


def _people(path: Path, positions_path: Path, countries: set[str]) -> Iterator[KnownPerson]:
    unique = _Unique("person")
    people = {
        unique(where, line["id"]): (where, line) for where, line in _csv(path, "id,name,other_names,country_id,wikidata")
    }
    held: dict[str, list[tuple[Position, str]]] = {}
    for where, line in _csv(positions_path, "person_id,title,office,country_id,organisation_id,start_date,end_date"):
        if line["person_id"] not in people:
            raise VocabularyError(f"{where}: no person {line['person_id']!r}")
        if line["country_id"] and line["country_id"] not in countries:
            raise VocabularyError(f"{where}: no country {line['country_id']!r}")
        for column in ("start_date", "end_date"):
            if line[column] and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", line[column]):
                raise VocabularyError(f"{where}: {column} {line[column]!r} is no ISO date")
        position = Position(
            line["person_id"],
            line["title"],
            line["country_id"] or None,
            line["organisation_id"] or None,
            line["start_date"] or None,
            line["end_date"] or None,
        )
        held.setdefault(line["person_id"], []).append((position, line["office"]))
    for key, (where, line) in people.items():
        if not line["name"]:
            raise VocabularyError(f"{where}: no name")
        person = Person(key, line["name"], line["country_id"] or None, line["wikidata"] or None, known=True)
        yield KnownPerson(person, (line["name"], *_several(line["other_names"])), tuple(held.get(key, ())))


def _units(path: Path) -> Iterator[Unit]:
    unique = _Unique("unit")
    for where, line in _csv(path, "name,names,symbols,kind,scale"):
        try:
            scale = float(line["scale"] or 1)
        except ValueError:
            raise VocabularyError(f"{where}: scale {line['scale']!r} is no number") from None
        unique(where, f"{line['name']} ({line['kind']}) × {scale:g}")
        yield Unit(line["name"], _several(line["names"]), _several(line["symbols"]), line["kind"], scale)


def _currencies(path: Path) -> Iterator[Unit]:
    unique = _Unique("currency")
    for where, line in _csv(path, "code,name,names,symbols,country_ids"):
        yield Unit(
            unique(where, line["code"]),
            _several(line["names"]),
            _several(line["symbols"]),
            "money",
            country_ids=_several(line["country_ids"]),
        )


def _measures(path: Path) -> Iterator[Measure]:
    unique, unique_term = _Unique("measure"), _Unique("term")
    for where, item in _list(path):
        _require(where, item, "id", "name", "definition", "terms", "kinds", "examples", "counter_examples")
        yield Measure(
            unique(where, item["id"]),
            item["name"],
            item["definition"],
            tuple(unique_term(where, str(term)) for term in item["terms"]),
            *(tuple(item[key]) for key in ("kinds", "examples", "counter_examples")),
        )


def _topics(path: Path) -> tuple[Topic, ...]:
    unique, unique_term = _Unique("topic"), _Unique("term")
    topics: dict[str, tuple[str, Topic]] = {}
    for where, item in _list(path):
        _require(where, item, "id", "name", "definition", "terms", "examples", "counter_examples")
        for term, weight in item["terms"].items():
            unique_term(where, str(term).strip().lower())
            if not isinstance(weight, int | float) or weight <= 0:
                raise VocabularyError(f"{where}: the weight of {term!r} is no number above 0")
        conditions = {key: {t: tuple(words) for t, words in item.get(key, {}).items()} for key in ("unless", "with")}
        for key, terms in conditions.items():
            if stray := [term for term in terms if term not in item["terms"]]:
                raise VocabularyError(f"{where}: {key} speaks of {stray[0]!r}, which is no term of the topic")
        topic = Topic(
            unique(where, item["id"]),
            item["name"],
            item.get("parent"),
            item.get("cap_major"),
            " ".join(item["definition"].split()),
            {str(term): float(weight) for term, weight in item["terms"].items()},
            conditions["unless"],
            conditions["with"],
            tuple(item["examples"]),
            tuple(item["counter_examples"]),
        )
        topics[topic.id] = (where, topic)
    for where, topic in topics.values():
        line = [topic.id]
        while (parent := topics[line[-1]][1].parent_id) is not None:
            if parent not in topics:
                raise VocabularyError(f"{where}: no topic {parent!r}")
            if parent in line:
                raise VocabularyError(f"{where}: the parents of {topic.id!r} run in a circle")
            line.append(parent)
    # Parents first, so that a table with a foreign key to itself can be filled in this order.
    return tuple(topic for _, topic in sorted(topics.values(), key=lambda pair: pair[1].parent_id is not None))


# ------------------------------------------------------------------ rules


def _rule_file(path: Path) -> tuple[dict[str, tuple[Rule, ...]], Lined]:
    """Split a rule file into its groups of rules (lists) and its plain words (everything else)."""
    data = _mapping(path)
    unique = _Unique("rule")
    groups, words = {}, Lined()
    for group, value in data.items():
        if isinstance(value, list) and value and all(isinstance(item, Lined) for item in value):
            groups[group] = tuple(_rule(path, group, item, unique) for item in value)
        else:
            words[group] = value
    return groups, words


_RULE_KEYS = {"rule", "pattern", "phrases", "examples", "counter_examples"}


def _rule(path: Path, group: str, item: Lined, unique: _Unique) -> Rule:
    where = f"{path}:{item.line}"
    _require(where, item, "rule", "examples", "counter_examples")
    unique(where, item["rule"])
    if ("pattern" in item) == ("phrases" in item):
        raise VocabularyError(f"{where}: rule {item['rule']!r} needs either a pattern or phrases")
    try:
        re.compile(re.sub(r"\{[a-z_]+\}", "x", item.get("pattern", "")))
    except re.error as error:
        raise VocabularyError(f"{where}: the pattern of rule {item['rule']!r} does not compile: {error}") from None
    return Rule(
        item["rule"],
        group,
        item.get("pattern"),
        tuple(str(phrase) for phrase in item.get("phrases", ())),
        {key: value for key, value in item.items() if key not in _RULE_KEYS},
        tuple(item["examples"]),
        tuple(item["counter_examples"]),
        where,
    )


def _require(where: str, item: Lined, *keys: str) -> None:
    name = item.get("rule") or item.get("id")
    for key in keys:
        if not item.get(key):
            what = {"examples": "an example", "counter_examples": "a counter-example"}.get(key, f"a value for {key!r}")
            raise VocabularyError(f"{where}: {name!r} needs {what}" if name else f"{where}: {key!r} is missing")


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".csv", ".yml"):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
