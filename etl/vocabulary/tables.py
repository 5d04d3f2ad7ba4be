"""The vocabulary's tables, checked: countries, entities, people, units, measures, topics."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from etl.records import Entity, Person, Position
from etl.vocabulary.files import Unique, VocabularyError, read_csv, read_list, require, several
from etl.vocabulary.types import Country, KnownPerson, Measure, Topic, Unit


def countries(path: Path) -> Iterator[Country]:
    unique = Unique("country")
    for where, line in read_csv(path, "id,iso3,name,other_names,demonyms,capital_id"):
        if not re.fullmatch("[A-Z]{2}", line["id"]) or not re.fullmatch("[A-Z]{3}", line["iso3"]):
            raise VocabularyError(f"{where}: id and iso3 are two and three capital letters")
        yield Country(
            unique(where, line["id"]),
            line["iso3"],
            line["name"],
            (line["name"], *several(line["other_names"])),
            several(line["demonyms"]),
            line["capital_id"] or None,
        )


def entities(folder: Path, countries: set[str]) -> Iterator[tuple[Entity, tuple[str, ...]]]:
    unique = Unique("entity")
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise VocabularyError(f"{folder}: no .csv files with entities")
    for path in paths:
        for where, line in read_csv(path, "id,name,other_names,kind,country_id,latitude,longitude,wikidata"):
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
            yield entity, (line["name"], *several(line["other_names"]))


def _is_date(printed: str) -> bool:
    """Whether it is a year, a month or a day of the calendar, in ISO's form."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", printed)
    try:
        return match is not None and bool(date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
    except ValueError:
        return False


def people(path: Path, positions_path: Path, countries: set[str]) -> Iterator[KnownPerson]:
    unique = Unique("person")
    people = {unique(where, line["id"]): (where, line) for where, line in read_csv(path, "id,name,other_names,country_id,wikidata")}
    held: dict[str, list[tuple[Position, str]]] = {}
    for where, line in read_csv(positions_path, "person_id,title,office,country_id,organisation_id,start_date,end_date"):
        if line["person_id"] not in people:
            raise VocabularyError(f"{where}: no person {line['person_id']!r}")
        if line["country_id"] and line["country_id"] not in countries:
            raise VocabularyError(f"{where}: no country {line['country_id']!r}")
        for column in ("start_date", "end_date"):
            if line[column] and not _is_date(line[column]):
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
        if line["country_id"] and line["country_id"] not in countries:
            raise VocabularyError(f"{where}: no country {line['country_id']!r}")
        person = Person(key, line["name"], line["country_id"] or None, line["wikidata"] or None, known=True)
        yield KnownPerson(person, (line["name"], *several(line["other_names"])), tuple(held.get(key, ())))


def units(path: Path) -> Iterator[Unit]:
    unique = Unique("unit")
    for where, line in read_csv(path, "name,names,symbols,kind,scale"):
        try:
            scale = float(line["scale"] or 1)
        except ValueError:
            raise VocabularyError(f"{where}: scale {line['scale']!r} is no number") from None
        unique(where, f"{line['name']} ({line['kind']}) × {scale:g}")
        yield Unit(line["name"], several(line["names"]), several(line["symbols"]), line["kind"], scale)


def currencies(path: Path, countries: set[str]) -> Iterator[Unit]:
    """Give the currencies."""
    unique = Unique("currency")
    for where, line in read_csv(path, "code,name,names,symbols,country_ids"):
        if stray := [code for code in several(line["country_ids"]) if code not in countries]:
            raise VocabularyError(f"{where}: no country {stray[0]!r}")
        yield Unit(
            unique(where, line["code"]),
            several(line["names"]),
            several(line["symbols"]),
            "money",
            country_ids=several(line["country_ids"]),
        )


def measures(path: Path, small: Collection[str]) -> Iterator[Measure]:
    unique, unique_term = Unique("measure"), Unique("term")
    for where, item in read_list(path):
        require(where, item, "id", "name", "definition", "terms", "kinds", "examples", "counter_examples")
        yield Measure(
            unique(where, item["id"]),
            item["name"],
            item["definition"],
            tuple(_no_small_word(where, unique_term(where, str(term).strip()), small) for term in item["terms"]),
            tuple(item["kinds"]),
            tuple(item["examples"]),
            tuple(item["counter_examples"]),
            bool(item.get("one_value", False)),
        )


def _no_small_word(where: str, term: str, small: Collection[str]) -> str:
    if term.lower() in small:
        raise VocabularyError(f"{where}: the term {term!r} is a small word that stands in every text; give it with others or leave it out")
    return term


def topics(path: Path, small: Collection[str]) -> tuple[Topic, ...]:
    unique, unique_term = Unique("topic"), Unique("term")
    topics: dict[str, tuple[str, Topic]] = {}
    for where, item in read_list(path):
        require(where, item, "id", "name", "definition", "terms", "examples", "counter_examples")
        for term, weight in item["terms"].items():
            _no_small_word(where, unique_term(where, str(term).strip().lower()), small)
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
