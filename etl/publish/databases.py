"""Which of the served databases are Readouts databases, and what is remembered of each as long as it is open.

A build replaces a database's file, and the new file is opened as another `Database`; so what is remembered goes with the old one.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

_known: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()
Value = TypeVar("Value")


async def remembered(database: Any, name: str, make: Callable[[], Awaitable[Value]]) -> Value:
    """Return what is remembered of a database under a name, made once."""
    values = _known.setdefault(database, {})
    if name not in values:
        values[name] = await make()
    found: Value = values[name]
    return found


async def names_of(database: Any, table: str) -> dict[str, str]:
    """Return the names of a small table's rows by their ids."""

    def names(connection: sqlite3.Connection) -> dict[str, str]:
        return {row[0]: row[1] for row in connection.execute(f"SELECT id, name FROM {table}").fetchall()}

    found: dict[str, str] = await remembered(database, f"names of {table}", lambda: database.execute_fn(names))
    return found


class Recent:
    """What was counted of late, at most so many answers; the one that was not asked for longest is forgotten first."""

    def __init__(self, most: int = 400) -> None:
        self._most = most
        self._answers: dict[Any, Any] = {}

    async def get(self, key: Any, make: Callable[[], Awaitable[Value]]) -> Value:
        """Return the answer to a question, worked out where it is not remembered."""
        found: Value = self._answers.pop(key) if key in self._answers else await make()
        self._answers[key] = found
        while len(self._answers) > self._most:
            del self._answers[next(iter(self._answers))]
        return found


def recent(database: Any) -> Recent:
    """Return what was counted of late in a database."""
    kept: Recent = _known.setdefault(database, {}).setdefault("recent", Recent())
    return kept


async def is_ours(datasette: Any, name: str) -> bool:
    """Tell whether a database is one of Readouts."""
    database = datasette.get_database(name)
    return await remembered(database, "ours", lambda: _has_texts(database))


async def _has_texts(database: Any) -> bool:
    return bool(await database.table_exists("document_texts"))


async def ours(datasette: Any) -> list[str]:
    """Return the names of the databases of Readouts."""
    return [str(name) for name in list(datasette.databases) if not name.startswith("_") and await is_ours(datasette, name)]


async def home(datasette: Any) -> str | None:
    """Return the first database of Readouts, None where there is none."""
    return next(iter(await ours(datasette)), None)
