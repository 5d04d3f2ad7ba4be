"""What the layers know, read from `seeds/vocabulary` and checked: bad data is refused with its file and line."""

import hashlib
from pathlib import Path

from etl.resource_files import resource
from etl.vocabulary import tables
from etl.vocabulary.files import VocabularyError, read_mapping
from etl.vocabulary.rules import rule_file
from etl.vocabulary.types import Country, KnownPerson, Measure, Rule, Topic, Unit, Vocabulary

__all__ = ["Country", "KnownPerson", "Measure", "Rule", "Topic", "Unit", "Vocabulary", "VocabularyError", "load_vocabulary"]

RULE_FILES = ("turns", "meetings", "dates", "statements", "figures")
SMALL_WORDS = ("determiners", "prepositions", "pronouns", "conjunctions", "auxiliaries")
"""The lists of grammar.yml of which no word is a term: each stands in every text."""
WORD_FILES = ("sentences", "numerals", "offices", "nouns", "grammar", "entities", "publishers")


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read and check a vocabulary folder (by default the one that comes with the project).

    Raises VocabularyError, with file and line, for a missing file, a missing field, an id used twice, a rule without examples,
    a pattern that does not compile, a topic whose parents run in a circle, a term that is only a small word.
    """
    folder = folder or resource("vocabulary")
    if not folder.is_dir():
        raise VocabularyError(f"{folder}: no such vocabulary folder")
    countries = tuple(tables.countries(folder / "countries.csv"))
    country_ids = {country.id for country in countries}
    rule_files = {name: rule_file(folder / f"{name}.yml") for name in RULE_FILES}
    words = {name: words for name, (_, words) in rule_files.items()} | {name: read_mapping(folder / f"{name}.yml") for name in WORD_FILES}
    small = frozenset(word for name in SMALL_WORDS for word in words["grammar"].get(name, ()))
    return Vocabulary(
        countries=countries,
        entities=tuple(tables.entities(folder / "entities", country_ids)),
        people=tuple(tables.people(folder / "people.csv", folder / "positions.csv", country_ids)),
        topics=tables.topics(folder / "topics.yml", small),
        measures=tuple(tables.measures(folder / "measures.yml", small)),
        units=tuple(tables.units(folder / "units.csv")),
        currencies=tuple(tables.currencies(folder / "currencies.csv", country_ids)),
        rules={name: rules for name, (rules, _) in rule_files.items()},
        words=words,
        sha256=_fingerprint(folder),
    )


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".csv", ".yml"):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
