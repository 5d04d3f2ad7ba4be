"""Records into SQLite: a temporary file, bulk load, then claims, indexes, full-text search, ANALYZE, and a rename at the end."""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlite_utils

from etl.load.claims import load_claims
from etl.records import (
    Annotation,
    Date,
    Entity,
    Figure,
    FigureCountry,
    Meeting,
    NameCandidate,
    Part,
    Participant,
    Person,
    Position,
    Problem,
    Statement,
    StatementPerson,
    Turn,
    TurnEntity,
    TurnTopic,
    field_names,
)
from etl.vocabulary import Vocabulary

HERE = Path(__file__).parent

# Tables that take records as they are, in an order that foreign keys allow.
_RECORDS: tuple[tuple[str, type, str], ...] = (
    ("turns", Turn, "turns"),
    ("parts", Part, "parts"),
    ("participants", Participant, "participants"),
    ("dates", Date, "dates"),
    ("statements", Statement, "statements"),
    ("statement_people", StatementPerson, "statement_people"),
    ("figures", Figure, "figures"),
    ("figure_countries", FigureCountry, "figure_countries"),
    ("turn_topics", TurnTopic, "turn_topics"),
    ("turn_entities", TurnEntity, "turn_entities"),
)
_DOCUMENTS, _MENTIONS = 2, 3
"""How often a name without an entity must stand to be offered."""
_JSON = {"topics", "countries", "evidence"}


# Several publishers may report a meeting: what they say of it is joined so that the order in which they come makes no difference.
_MEETING = f"""
INSERT INTO meetings ({", ".join(field_names(Meeting))}) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    place_id = coalesce(min(place_id, excluded.place_id), place_id, excluded.place_id),
    level = coalesce(min(level, excluded.level), level, excluded.level),
    title = coalesce(min(title, excluded.title), title, excluded.title)
"""
_POSITION = f"INSERT OR IGNORE INTO positions (id, {', '.join(field_names(Position))}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_PROBLEM = f"INSERT OR IGNORE INTO problems (id, {', '.join(field_names(Problem))}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


class CannotWrite(OSError):
    """A database path that can't be written: says which and why."""


@contextmanager
def new_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a temporary database beside `path`; at the end it takes that name, on any error it vanishes.

    The old file at `path` stays untouched until then. Raises CannotWrite where the folder can't be written.
    """
    try:
        if path.is_dir():
            raise CannotWrite(f"{path}: is a folder, not a database file")
        if path.is_file() and path.stat().st_size and not _is_database(path):
            raise CannotWrite(f"{path}: is there already and is no SQLite database; it is not overwritten")
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except CannotWrite:
        raise
    except OSError as error:
        raise CannotWrite(f"{path}: can't be written: {error.strerror}") from None
    os.close(handle)
    temporary = Path(name)
    connection = sqlite3.connect(temporary)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
        connection.executescript((HERE / "schema.sql").read_text(encoding="utf-8"))
        yield connection
        connection.commit()
        connection.close()
        temporary.chmod(0o644)
        os.replace(temporary, path)
    except BaseException:
        connection.close()
        temporary.unlink(missing_ok=True)
        raise


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def load_vocabulary_tables(connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    """Load the tables that come from the vocabulary whole: countries, topics, measures."""
    connection.executemany("INSERT INTO countries VALUES (?, ?, ?)", ((c.id, c.name, c.iso3) for c in vocabulary.countries))
    connection.executemany(
        "INSERT INTO topics VALUES (?, ?, ?, ?, ?)", ((t.id, t.name, t.parent_id, t.cap_major, t.definition) for t in vocabulary.topics)
    )
    connection.executemany("INSERT INTO measures VALUES (?, ?, ?, ?)", ((m.id, m.name, m.definition, m.one_value) for m in vocabulary.measures))


class Loader:
    """Loads annotations one after the other; people, entities and meetings that several documents share are loaded once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._documents: dict[str, str] = {}
        self._names: dict[str, NameCandidate] = {}
        self._seen: dict[str, set[str]] = {"people": set(), "entities": set()}
        self._insert = {table: _insert(table, field_names(kind)) for table, kind, _ in _RECORDS}
        self.problems = 0

    @property
    def documents(self) -> int:
        return len(self._documents)

    def add(self, annotation: Annotation) -> Problem | None:
        """Load one document's records. A document whose id is taken is refused, whole, as a problem."""
        document = annotation.document
        key, path, row = str(document["id"]), str(document["source_path"]), document["source_row"]
        path = path if row is None else f"{path}:{row}"
        if key in self._documents:
            message = f"the id {key!r} is taken by {self._documents[key]}; give one of them another (`id:` in a .yml beside the file, or in the row)"
            problem = Problem(path, "load", "error", message)
            self.add_problem(problem)
            return problem
        self._documents[key] = path
        self._connection.executemany(_MEETING, _values(annotation.meetings, Meeting))
        columns = tuple(document)
        self._connection.execute(_insert("documents", columns), tuple(document.values()))
        self._connection.execute("INSERT INTO document_texts VALUES (?, ?)", (key, annotation.text))
        self._once("people", annotation.people, Person)
        self._once("entities", annotation.entities, Entity)
        self._connection.executemany(_POSITION, ((_digest(values), *values) for values in _values(annotation.positions, Position)))
        for table, kind, attribute in _RECORDS:
            records: Sequence[Any] = getattr(annotation, attribute)
            if records:
                self._connection.executemany(self._insert[table], _values(records, kind))
        for candidate in annotation.name_candidates:
            self._add_name(candidate)
        for problem in annotation.problems:
            self.add_problem(problem)
        return None

    def _add_name(self, candidate: NameCandidate) -> None:
        if known := self._names.get(candidate.name):
            first, counts = min(known, candidate, key=lambda name: name.turn_id), (known.documents + 1, known.mentions + candidate.mentions)
            candidate = replace(first, documents=counts[0], mentions=counts[1])
        self._names[candidate.name] = candidate

    def add_names(self) -> None:
        """Load the names without an entity that recur: in two documents, or three times in one."""
        recurring = [name for name in self._names.values() if name.documents >= _DOCUMENTS or name.mentions >= _MENTIONS]
        recurring.sort(key=lambda candidate: candidate.name)
        self._connection.executemany(_insert("name_candidates", field_names(NameCandidate)), _values(recurring, NameCandidate))

    def add_problem(self, problem: Problem) -> None:
        """Record a problem; one that is there already is not said twice."""
        values = next(iter(_values([problem], Problem)))
        self.problems += self._connection.execute(_PROBLEM, (_digest(values), *values)).rowcount

    def _once(self, table: str, records: Iterable[Any], kind: type) -> None:
        new = [record for record in records if record.id not in self._seen[table]]
        self._seen[table] |= {record.id for record in new}
        self._connection.executemany(_insert(table, field_names(kind)), _values(new, kind))


def finish(connection: sqlite3.Connection, subject: Callable[[str | None], str]) -> None:
    """Derive claims, then build indexes and full-text search, check foreign keys, and analyse; raises sqlite3.IntegrityError.

    `subject` gives what a measure's phrase says beyond the measure.
    """
    load_claims(connection, subject)
    connection.executescript((HERE / "indexes.sql").read_text(encoding="utf-8"))
    database = sqlite_utils.Database(connection)
    for table, columns in (("turns", ["text"]), ("figures", ["sentence", "measure"]), ("documents", ["title"])):
        database.table(table).enable_fts(columns, tokenize="porter unicode61")
        database.table(table).optimize()
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise sqlite3.IntegrityError(f"a row of {broken[0]} points to a row of {broken[2]} that is not there")
    connection.execute("ANALYZE")


def add_run(connection: sqlite3.Connection, **values: Any) -> None:
    """Record what was built when, from what, with which version."""
    connection.execute(_insert("runs", tuple(values)), tuple(values.values()))


def _digest(values: Sequence[Any]) -> str:
    """Return an id for a row that has none of its own: a hash of what it says."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _values(records: Iterable[Any], kind: type) -> Iterator[tuple[Any, ...]]:
    names = field_names(kind)
    for record in records:
        yield tuple(
            json.dumps(value, ensure_ascii=False) if name in _JSON else int(value) if isinstance(value, bool) else value
            for name in names
            for value in (getattr(record, name),)
        )
