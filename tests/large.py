"""A large database out of invented documents, to measure the site on: `python -m tests.large large.db --documents 20000`.

Fifty turns and as many figures a document. A hundred transcripts are written from sentences below and annotated as any document is; each
is then loaded many times with other ids, countries, people, dates and values. Words, countries, topics and measures are as unevenly
spread as in real collections. Everything comes from one seed.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from etl import __version__
from etl.load.database import Loader, add_run, finish, load_vocabulary_tables, new_database
from etl.pipeline import Annotator
from etl.records import Annotation, Document, Person, field_names
from etl.transform.claims import with_claims
from etl.vocabulary import Vocabulary, load_vocabulary

TEMPLATES = 100
TURNS = 50
PEOPLE = 3
"""Invented people a country."""
FIRST, DAYS = date(2000, 1, 3), 9300
SENTENCES = (
    "Last year trade between our countries rose by {n} percent, exceeding {m} million dollars.",
    "Our goal is to bring mutual trade to {m} billion dollars by 2030.",
    "We have signed {n} agreements, and {n} companies are at work.",
    "Exports of natural gas reached {n} billion cubic meters in 2021.",
    "More than {m} students from your country study at our universities.",
    "We have provided {m} million dollars in humanitarian assistance.",
    "The railway line of {m} kilometers will carry {n} million tonnes of cargo.",
    "There are possibilities for increasing the number of flights to {n} a week.",
    "Tourism grew by {n} percent; {m} thousand tourists came.",
    "Power plants with a capacity of {m} megawatts have been built.",
    "The fibre-optic cable under the sea is {m} kilometers long.",
    "Peace and stability in the region are our common aim.",
    "We talked about the situation at the border and about the peace treaty.",
    "The delegations exchanged views on water, energy and food security.",
    "Cooperation in education and culture goes on, as does that of our museums.",
    "We thank you for the hospitality and for the warm welcome.",
    "We support each other in the United Nations.",
    "The sanctions are in force, and {n} persons are on the list.",
)
RARE = ("saffron", "lighthouse", "archive", "glacier", "observatory", "sturgeon", "manuscript", "beekeeping")


def _subject(measure: str | None) -> str:
    return ""


def templates(annotator: Annotator, chosen: random.Random) -> list[Annotation]:
    """Return annotated transcripts of a meeting of two presidents."""
    weights = [1 / (place + 1) ** 0.6 for place in range(len(SENTENCES))]
    found = []
    for number in range(TEMPLATES):
        lines = ["President of Norway Joren Verel has met with President of Chile Ilda Sohl in Oslo.", ""]
        for turn in range(TURNS - 1):
            sentences = chosen.choices(SENTENCES, weights, k=chosen.choice((0, 1, 1, 1, 2)))
            said = ["We thank you.", *(sentence.format(n=chosen.randint(2, 90), m=chosen.randint(100, 900)) for sentence in sentences)]
            if chosen.random() < 0.3:
                said.append(f"The {chosen.choice(RARE)} will be opened together.")
            lines += [f"President {'Joren Verel' if turn % 2 else 'Ilda Sohl'}: {' '.join(said)}", ""]
        document = Document(
            id=f"t{number:06d}",
            source_id=f"t{number:06d}",
            text="\n".join(lines),
            title=f"Meeting of presidents {number}",
            date="2022-03-10",
            language="en",
            country_id="NO",
            publisher="President of Norway",
            source_path="large",
            media_type="text/plain",
            sha256="0" * 64,
        )
        found.append(annotator(document))
    return found


def copies(annotations: list[Annotation], vocabulary: Vocabulary, number: int, chosen: random.Random) -> Iterator[Annotation]:
    """Yield so many documents: templates with other ids, countries, people, days and values."""
    countries = [country.id for country in vocabulary.countries]
    chosen.shuffle(countries)
    weights = [1 / (place + 1) ** 0.7 for place in range(len(countries))]
    for index in range(number):
        template = annotations[index % len(annotations)]
        one, two = chosen.choices(countries, weights, k=2)
        if one == two:
            two = countries[(countries.index(one) + 1) % len(countries)]
        bearer = chosen.randrange(PEOPLE)
        day = FIRST + timedelta(days=chosen.randrange(DAYS))
        yield _Copy(template, f"d{index:06d}", {"NO": one, "CL": two}, bearer, day, chosen.choice((1, 1, 1, 1.1, 1.5, 2)))()


class _Copy:
    """A template's records with other ids, countries, people, days and values."""

    def __init__(self, template: Annotation, key: str, countries: dict[str, str], bearer: int, day: date, factor: float) -> None:
        self._template, self._key, self._countries, self._bearer = template, key, countries, bearer
        self._old = str(template.document["id"])
        self._factor = factor
        self._years = day.year - 2022
        self._day = day.isoformat()
        self._people = {person.id: f"person-{countries[str(person.country_id)].lower()}-{bearer}" for person in template.people}

    def __call__(self) -> Annotation:
        template, meeting = self._template, f"{self._key}-m"
        figures = [replace(self._record(f), value=f.value * self._factor) for f in template.figures]
        document = {name: self._value(name, value) for name, value in template.document.items()} | {"meeting_id": meeting}
        people = []
        for person in template.people:
            country = self._countries[str(person.country_id)]
            people.append(Person(self._people[person.id], f"Person {country} {self._bearer}", country, None, True))
        return Annotation(
            document=document,
            text=template.text,
            meetings=tuple(replace(self._record(m), id=meeting) for m in template.meetings),
            parts=self._records(template.parts),
            turns=self._records(template.turns),
            statements=self._records(template.statements),
            statement_people=self._records(template.statement_people),
            figures=tuple(with_claims(figures, _subject)),
            figure_countries=self._records(template.figure_countries),
            turn_topics=self._records(template.turn_topics),
            dates=self._records(template.dates),
            turn_entities=self._records(template.turn_entities),
            people=tuple(people),
            participants=self._records(template.participants),
            entities=template.entities,
        )

    def _records(self, records: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(self._record(record) for record in records)

    def _record(self, record: Any) -> Any:
        return type(record)(**{name: self._value(name, getattr(record, name)) for name in field_names(type(record))})

    def _value(self, name: str, value: Any) -> Any:
        if name == "country_id":
            return self._countries.get(value, value)
        if name == "countries":
            return tuple(sorted(self._countries.get(country, country) for country in value))
        if not isinstance(value, str):
            return value
        if name in ("date", "published"):
            return self._day
        if name in ("period_start", "period_end", "earliest", "latest"):
            return f"{int(value[:4]) + self._years}{value[4:]}"
        if value in self._people:
            return self._people[value]
        return self._key + value[len(self._old) :] if name.endswith("id") and value.startswith(self._old) else value


def main() -> None:
    """Write the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20261124)
    arguments = parser.parse_args()
    vocabulary, chosen = load_vocabulary(), random.Random(arguments.seed)
    annotations = templates(Annotator(vocabulary), chosen)
    with new_database(arguments.database) as connection:
        load_vocabulary_tables(connection, vocabulary)
        loader = Loader(connection)
        for annotation in copies(annotations, vocabulary, arguments.documents, chosen):
            if problem := loader.add(annotation):
                raise ValueError(problem.message)
        finish(connection, _subject)
        add_run(
            connection, started="2026-01-01", finished="2026-01-01", version=__version__, vocabulary_sha256=vocabulary.sha256,
            sources="[]", documents=loader.documents, problems=0,
        )  # fmt: skip
        for table in ("documents", "turns", "figures", "claims"):
            print(table, connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


if __name__ == "__main__":
    main()
