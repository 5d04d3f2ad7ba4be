"""YAML and CSV as the vocabulary has them, with the line of everything that is read."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml


class VocabularyError(ValueError):
    """A file of the vocabulary that can't be used: says which, where and why."""


class Lined(dict[str, Any]):
    """A YAML mapping that knows the line it starts on."""

    line = 0


class _Loader(yaml.CSafeLoader):
    """YAML as its readers take it: `no` is a word and 2023-04-10 a string; only true, false, null and plain numbers are not."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


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
    mapping = Lined({str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    mapping.line = node.start_mark.line + 1
    return mapping


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _lined)


def read_yaml(path: Path) -> Any:
    """Return a file's data, mappings with their lines; raises VocabularyError with file and line."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, _Loader)  # noqa: S506 (a subclass of the safe loader)
    except FileNotFoundError:
        raise VocabularyError(f"{path}: missing") from None
    except (yaml.MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise VocabularyError(f"{where}: {getattr(error, 'problem', error)}") from None


def read_mapping(path: Path) -> Lined:
    """Return a file that is one mapping."""
    data = read_yaml(path)
    if not isinstance(data, Lined):
        raise VocabularyError(f"{path}:1: expected a mapping")
    return data


def read_list(path: Path) -> Iterator[tuple[str, Lined]]:
    """Give the mappings of a file that is a list, each with its file and line."""
    data = read_yaml(path)
    if not isinstance(data, list):
        raise VocabularyError(f"{path}:1: expected a list")
    for item in data:
        if not isinstance(item, Lined):
            raise VocabularyError(f"{path}: expected mappings, found {item!r}")
        yield f"{path}:{item.line}", item


def read_csv(path: Path, columns: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the lines of a table with exactly these columns, each with its file and line."""
    try:
        file = path.open(encoding="utf-8", newline="")
    except FileNotFoundError:
        raise VocabularyError(f"{path}: missing") from None
    with file:
        reader = csv.DictReader(_decoded(file, path))
        if reader.fieldnames != columns.split(","):
            raise VocabularyError(f"{path}:1: expected the columns {columns}")
        for line in reader:
            where = f"{path}:{reader.line_num}"
            if None in line or None in line.values():
                raise VocabularyError(f"{where}: expected {len(columns.split(','))} values")
            yield where, line


def _decoded(file: Iterable[str], path: Path) -> Iterator[str]:
    line = 0
    try:
        for text in file:
            line += 1
            yield text
    except UnicodeDecodeError:
        raise VocabularyError(f"{path}:{line + 1}: is no UTF-8 text") from None


def several(cell: str) -> tuple[str, ...]:
    """Return the values of a cell, which `|` parts."""
    return tuple(value.strip() for value in cell.split("|") if value.strip())


class Unique:
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


def require(where: str, item: Lined, *keys: str) -> None:
    """Refuse an item that lacks a value for one of the keys."""
    name = item.get("rule") or item.get("id")
    for key in keys:
        if not item.get(key):
            what = {"examples": "an example", "counter_examples": "a counter-example"}.get(key, f"a value for {key!r}")
            raise VocabularyError(f"{where}: {name!r} needs {what}" if name else f"{where}: {key!r} is missing")
