"""Which file is read how, and what id its documents get."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from etl.extract.metadata import Metadata, MetadataError, read_companion
from etl.extract.plain import Unreadable, decode
from etl.records import Document, Problem

READERS = {".txt": "text/plain"}
"""File endings that are read, and their media types."""

_ID_LENGTH = 40
_DIGITS = 12


class NoDocuments(ValueError):
    """Nothing to read where documents were asked for."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the document files among paths and in folders below them, in the order of their names.

    Raises NoDocuments, naming it, where a path leads nowhere or a folder has no documents.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.suffix and not path.exists():
            raise NoDocuments(f"{path}: no such file or folder")
        if not path.is_dir():
            found[path] = None
            continue
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in READERS and p.is_file() and not _hidden(p.relative_to(path)))
        if not inside:
            raise NoDocuments(f"{path}: no documents here; files that end in {', '.join(READERS)} are read")
        found |= dict.fromkeys(inside)
    return list(found)


def passed_over(paths: Iterable[Path]) -> Iterator[Problem]:
    """Give a warning for each file in folders that is no document, no companion and not hidden: its kind is not read."""
    for folder in dict.fromkeys(path for path in paths if path.is_dir()):
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.suffix.lower() in READERS or _hidden(path.relative_to(folder)):
                continue
            if path.suffix != ".yml":
                message = f"passed over: files that end in {path.suffix or 'nothing'!r} are not read; {', '.join(READERS)} are"
                yield Problem(printable(path), "extract", "warning", message)
            elif not any(path.with_suffix(ending).is_file() for ending in READERS):
                message = f"passed over: there is no document {path.stem!r} beside it that it could speak of"
                yield Problem(printable(path), "extract", "warning", message)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def printable(path: Path) -> str:
    """Return a path as text, bytes of its name that are no UTF-8 spelt out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_file(path: Path) -> Iterator[Document] | list[Document]:
    """Return the documents of one file.

    Raises Unreadable for content or an ending that can't be read, MetadataError for its companion file, OSError for the file itself.
    """
    if path.suffix.lower() not in READERS:
        raise Unreadable(f"files that end in {path.suffix or 'nothing'!r} are not read; {', '.join(READERS)} are")
    content = path.read_bytes()
    metadata = read_companion(path)
    return [make_document(metadata.id or printable(Path(path.stem)), decode(content), metadata, path, content)]


def read_files(paths: Iterable[Path]) -> Iterator[Document | Problem]:
    """Give the documents of files one after the other, and a problem for each file that can't be read."""
    for path in paths:
        try:
            yield from read_file(path)
        except (Unreadable, MetadataError, OSError) as error:
            message = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            yield Problem(printable(path), "extract", "error", message)


def make_document(source_id: str, text: str, metadata: Metadata, path: Path | None = None, content: bytes | None = None) -> Document:
    """Put a document together from its text and what is known of it."""
    return Document(
        id=document_id(source_id),
        source_id=source_id,
        text=text,
        title=metadata.title,
        date=metadata.date,
        published=metadata.published,
        format=metadata.format,
        place=metadata.place,
        language=metadata.language,
        publisher=metadata.publisher,
        country_id=metadata.country,
        url=metadata.url,
        source_path=printable(path) if path else "",
        media_type=READERS.get(path.suffix.lower(), "text/plain") if path else "text/plain",
        sha256=hashlib.sha256(content if content is not None else text.encode()).hexdigest(),
    )


def document_id(source_id: str) -> str:
    """Return a slug of letters, digits and hyphens, at most 40 characters.

    Where the original had to be cut or changed by more than its case and its separators, twelve digits of its hash are appended, so that two
    originals never become one id.
    """
    plain = unicodedata.normalize("NFKD", source_id).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if slug == source_id and len(slug) <= _ID_LENGTH:
        return slug
    digest = hashlib.sha256(source_id.encode()).hexdigest()[:_DIGITS]
    return f"{slug[: _ID_LENGTH - _DIGITS - 1].rstrip('-')}-{digest}".lstrip("-")
