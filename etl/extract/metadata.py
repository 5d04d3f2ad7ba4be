"""What a file's companion says of it: `NAME.yml` beside `NAME.txt`."""

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from dateutil.parser import ParserError, parse

COMPANIONS = (".yml", ".yaml")
"""Endings of the file beside a document that speaks of it."""


class MetadataError(ValueError):
    """A companion file that can't be used: says which and why."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document beside its text. `country` is the publisher's side, an ISO 3166 alpha-2 code."""

    id: str | None = None
    title: str | None = None
    date: str | None = None
    published: str | None = None
    format: str | None = None
    place: str | None = None
    url: str | None = None
    publisher: str | None = None
    country: str | None = None
    language: str | None = None


_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}")
_DEFAULTS = (datetime(2001, 1, 1), datetime(2002, 2, 2))
_NAMES = {field.name for field in fields(Metadata)}


def metadata_from(data: Any, where: str) -> Metadata:
    """Check a mapping and return it as metadata.

    Raises MetadataError, naming `where`, for anything but a mapping, for a key that is not known (a misspelt one
    would be lost silently) and for a date that is none.
    """
    if data is None:
        return Metadata()
    if not isinstance(data, dict):
        raise MetadataError(f"{where}: expected lines of the form `title: …`")
    if unknown := sorted(str(key) for key in set(data) - _NAMES):
        raise MetadataError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_NAMES))}")
    if several := [str(key) for key, value in data.items() if isinstance(value, list | dict)]:
        raise MetadataError(f"{where}: {several[0]} has several values, where one is expected; put it in quotation marks if it is text")
    values = {key: _plain(value) for key, value in data.items() if value is not None}
    for key in ("date", "published"):
        if key in values:
            try:
                values[key] = iso_date(values[key])
            except ValueError as error:
                raise MetadataError(f"{where}: {key} {error}") from None
    if "country" in values and not (len(values["country"]) == 2 and values["country"].isalpha()):
        raise MetadataError(f"{where}: country {values['country']!r} is no ISO 3166 code of two letters")
    if "country" in values:
        values["country"] = values["country"].upper()
    return Metadata(**values)


def merged(first: Metadata, second: Metadata) -> Metadata:
    """Return metadata that takes each field from the first where it has one, else from the second."""
    return Metadata(**{name: getattr(second, name) if getattr(first, name) is None else getattr(first, name) for name in _NAMES})


def read_companion(path: Path) -> Metadata:
    """Read `NAME.yml` (or `.yaml`) beside a document, if there is one. Raises MetadataError, also where there are both."""
    there = [companion for ending in COMPANIONS if (companion := path.with_suffix(ending)) != path and companion.is_file()]
    if not there:
        return Metadata()
    if len(there) > 1:
        raise MetadataError(f"{there[0]} and {there[1]} both speak of {path.name}; keep one")
    try:
        return metadata_from(load_yaml(there[0].read_text(encoding="utf-8")) or None, str(there[0]))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MetadataError(f"{there[0]}: {' '.join(str(error).split())}") from None


def load_yaml(text: str) -> Any:
    """Return YAML's mappings, lists and strings: `no` and dates stay strings. Raises yaml.YAMLError, also for a key given twice."""
    try:
        return yaml.load(text, _StrictLoader)  # noqa: S506 (it makes strings only)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:  # PyYAML lets them through for odd keys, escapes and depths
        raise yaml.YAMLError(str(error)) from None


class _StrictLoader(yaml.BaseLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys: set[str] = set()
        for key, _ in node.value:
            if key.value in keys:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} is given twice", key.start_mark)
            keys.add(key.value)
        return super().construct_mapping(node, deep)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value).strip()


def iso_date(value: str) -> str:
    """Return a day as ISO 8601, from how files give days: `2023-04-10`, a time on it, `2023/4/10`, `10.04.2023`, `April 10, 2023`, `25/04/2023`.

    Raises ValueError for what is no full day, and for `03/04/2023`, which is one in March or in April.
    """
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(value).isoformat()[:10]
        except ValueError:
            continue
    if (slashed := _SLASHED.fullmatch(value)) and 1 <= int(slashed[1]) <= 12 and 1 <= int(slashed[2]) <= 12 and slashed[1] != slashed[2]:
        raise ValueError(f"{value!r} may be two days; write it like 2023-04-10")
    try:  # what is not given is filled in from the default: what changes with it is not a full day
        days = {parse(value, dayfirst="." in value, default=default).date() for default in _DEFAULTS}
    except (ParserError, OverflowError):
        days = set()
    if len(days) != 1:
        raise ValueError(f"{value!r} is no date like 2023-04-10")
    return days.pop().isoformat()
