"""Front matter: the YAML between two lines `---` at the start of a Markdown file, which says what the file is."""

import re
from collections.abc import Callable
from typing import Any

import yaml

from etl.extract.content import Unreadable
from etl.extract.metadata import Metadata, iso_date, load_yaml

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_FIRST_KEY = re.compile(r"""(?:[ \t]*(?:\#.*)?\n)*["']?(?P<key>[^\W\d][\w.-]*)["']?[ \t]*:(?:\s|\Z)""")
_KEYS = {
    "title": ("title",),
    "date": ("date",),
    "published": ("published", "published_time"),
    "format": ("format",),
    "place": ("place",),
    "url": ("url", "source_url", "canonical_url", "source"),
    "publisher": ("publisher",),
    "country": ("country",),
    "language": ("language", "lang"),
}
_KNOWN = {key for keys in _KEYS.values() for key in keys}
_NOTHING = ("", "~", "null")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u200c\u2060\ufeff\ud800-\udfff]")
_URL = re.compile(r"https?://[^\s/]\S*\Z", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Za-z]{2}\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?=[-_]|\Z)")
_MAX_CHARACTERS = 100_000
_EXPECTED = {
    "date": "date like 2023-04-10",
    "published": "date like 2023-04-10",
    "country": "ISO 3166 code of two letters",
    "language": "ISO 639 code of two letters",
}
_LINES_OF_KEYS = re.compile(r"(?:[a-z_]+:[ \t]+\S.*\n){2}")
_UNCLOSED = "the first lines look like front matter, but no line --- closes it: they are taken for text"


def split_front_matter(text: str) -> tuple[Metadata, str, tuple[str, ...]]:
    """Return what a Markdown text's front matter says, the text below it, and which values are not used because they don't fit.

    Two lines `---` hold front matter if the first thing between them is a key; else they part scenes. Keys that are not
    known are passed over: they are a site's own. Raises Unreadable for YAML that can't be read.
    """
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end())
    if not opening or not closing:
        unclosed = opening is not None and _LINES_OF_KEYS.match(text, opening.end()) is not None
        return Metadata(), text, (_UNCLOSED,) if unclosed else ()
    block = text[opening.end() : closing.start()]
    first = _FIRST_KEY.match(block)
    if block and not (first and (first["key"].islower() or first["key"].lower() in _KNOWN)):
        return Metadata(), text, ()
    metadata, unfit = _metadata(_parsed(block))
    return metadata, text[closing.end() :], unfit


def _parsed(block: str) -> dict[str, Any]:
    if len(block) > _MAX_CHARACTERS:
        raise Unreadable(f"the front matter has {len(block):,} characters; up to {_MAX_CHARACTERS:,} are read. Is its closing line --- missing?")
    try:
        data = load_yaml(block)
    except yaml.MarkedYAMLError as error:
        # the block starts in the file's second line, and marks count from 0
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 2}" if mark else "the front matter"
        advice = "; a value with a colon needs quotation marks round it" if isinstance(error, yaml.scanner.ScannerError) else ""
        raise Unreadable(f"{where}: the front matter is broken YAML: {error.problem}{advice}") from None
    except yaml.reader.ReaderError as error:
        line = block.count("\n", 0, error.position) + 2
        raise Unreadable(f"line {line}: the front matter is broken YAML: {error.reason}") from None
    except yaml.YAMLError:  # deep nesting, keys that are lists, escapes beyond Unicode
        raise Unreadable("the front matter is YAML that can't be read; keep to lines of the form `title: …`") from None
    if not isinstance(data, dict):
        return {}
    texts = [(str(key).lower(), _clean(value)) for key, value in data.items() if isinstance(value, str)]
    return {key: value for key, value in reversed(texts) if value not in _NOTHING}


def _clean(value: str) -> str:
    return " ".join(_UNSEEN.sub("", value).split())


def _metadata(given: dict[str, str]) -> tuple[Metadata, tuple[str, ...]]:
    checks: dict[str, Callable[[str], str | None]] = {"date": _day, "published": _day, "url": _url, "country": _country, "language": _language}
    values: dict[str, str] = {}
    for name, keys in _KEYS.items():
        for key in keys:
            if name not in values and key in given and (value := checks.get(name, str)(given[key])):
                values[name] = value
    unfit = [name for name in _EXPECTED if name in given and name not in values]
    return Metadata(**values), tuple(f"front matter: {name} {given[name]!r} is not used: it is no {_EXPECTED[name]}" for name in unfit)


def _day(value: str) -> str | None:
    try:
        return iso_date(value)
    except ValueError:
        return None


def _url(value: str) -> str | None:
    return value if _URL.match(value) else None


def _country(value: str) -> str | None:
    return value.upper() if _COUNTRY.match(value) else None


def _language(value: str) -> str | None:
    found = _LANGUAGE.match(value)
    return found[0].lower() if found else None
