"""A small database with what the hand-made annotations point to, and one that holds two of them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from etl.load.database import HERE, Loader, finish
from etl.records import Annotation
from tests.load.hand_made import annotation


def empty() -> sqlite3.Connection:
    """Return a database in memory with countries, a measure and topics."""
    connection = sqlite3.connect(":memory:")
    connection.executescript((HERE / "schema.sql").read_text(encoding="utf-8"))
    connection.executemany("INSERT INTO countries VALUES (?, ?, ?)", [("GH", "Ghana", "GHA"), ("NO", "Norway", "NOR")])
    connection.execute("INSERT INTO measures VALUES ('trade-turnover', 'trade turnover', 'What is bought and sold.', 1)")
    connection.executemany("INSERT INTO topics VALUES (?, ?, NULL, ?, ?)", [("trade", "trade", 18, "Trade."), ("energy", "energy", 8, "Energy.")])
    return connection


def load(*annotations: Annotation) -> sqlite3.Connection:
    """Return a finished database with these annotations."""
    connection = empty()
    loader = Loader(connection)
    for one in annotations:
        loader.add(one)
    finish(connection, lambda measure: "")
    connection.commit()
    return connection


@pytest.fixture
def blank() -> Iterator[sqlite3.Connection]:
    with closing(empty()) as connection:
        yield connection


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(load(annotation("one"), annotation("two"))) as connection:
        yield connection
