"""Which file is read how, and what id its documents get."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path

from etl.extract.content import MAX_BYTES, MAX_CHARACTERS, Content, Unreadable
from etl.extract.metadata import COMPANIONS, MetadataError, merged, read_companion
from etl.extract.rows import Row, row_content
from etl.records import Document, Problem


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its media type and the module of this package that reads it."""

    media_type: str
    module: str


READERS = {
    ".txt": Format("text/plain", "plain"),
    ".md": Format("text/markdown", "markdown"),
    ".html": Format("text/html", "html"),
    ".htm": Format("text/html", "html"),
    ".pdf": Format("application/pdf", "pdf"),
    ".docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
}
"""Endings of files that hold one document. Their module has `read(content: bytes) -> Content`, which raises Unreadable."""

COLLECTIONS = {
    ".jsonl": Format("application/jsonl", "jsonl"),
    ".jsonl.gz": Format("application/jsonl", "jsonl"),
    ".csv": Format("text/csv", "csv_table"),
    ".parquet": Format("application/vnd.apache.parquet", "parquet"),
}
"""Endings of files that hold many. Their module has `rows(path: Path) -> Iterator[Row]`, which raises Unreadable for the file as a whole."""

_SAVE_AS = dict.fromkeys((".doc", ".rtf", ".odt", ".pages", ".wpd"), ".docx") | dict.fromkeys((".xls", ".xlsx", ".ods"), ".csv") | {
    ".mht": ".html", ".mhtml": ".html", ".json": ".jsonl, a document a line",
}  # fmt: skip
_HALF = re.compile("[\ud800-\udfff]")
_ID_LENGTH = 40
_DIGITS = 12


class NoDocuments(ValueError):
    """Nothing to read where documents were asked for."""


def ending(path: Path) -> str:
    """Return the ending that tells a file's format, in small letters: the last, or two where the last is `.gz`."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    return "".join(suffixes) if suffixes[1:] == [".gz"] else "".join(suffixes[-1:])


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
        inside = sorted(p for p in path.rglob("*") if _is_read(p) and p.is_file() and not _aside(p, path))
        if not inside:
            raise NoDocuments(f"{path}: no documents here; files that end in {_ENDINGS} are read")
        found |= dict.fromkeys(inside)
    return list(found)


def passed_over(paths: Iterable[Path]) -> Iterator[Problem]:
    """Give a warning for each file in folders that is no document, no companion and not hidden: its kind is not read."""
    for folder in dict.fromkeys(path for path in paths if path.is_dir()):
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() and not path.exists():
                yield Problem(printable(path), "extract", "warning", "passed over: the link leads nowhere")
            elif not path.is_file() or _is_read(path) or _aside(path, folder):
                continue
            elif path.suffix not in COMPANIONS:
                yield Problem(printable(path), "extract", "warning", f"passed over: {_not_read(path)}")
            elif any(path.with_suffix(ending).is_file() for ending in COLLECTIONS):
                message = "passed over: rows of a collection give their metadata in columns of their own"
                yield Problem(printable(path), "extract", "warning", message)
            elif not any(path.with_suffix(ending).is_file() for ending in READERS):
                message = f"passed over: there is no document {path.stem!r} beside it that it could speak of"
                yield Problem(printable(path), "extract", "warning", message)


def _not_read(path: Path) -> str:
    """Say that a file's format is not read, and what to do."""
    what = f"files that end in {path.suffix!r}" if path.suffix else "files without an ending"
    advice = f"; save it as {_SAVE_AS[path.suffix.lower()]}" if path.suffix.lower() in _SAVE_AS else ""
    return f"{what} are not read; {_ENDINGS} are{advice}"


def _is_read(path: Path) -> bool:
    return ending(path) in READERS or ending(path) in COLLECTIONS


_ENDINGS = ", ".join((*READERS, *COLLECTIONS))


def _aside(path: Path, folder: Path) -> bool:
    """Whether a file below a folder is hidden, or lies where a browser puts what belongs to a saved page (`NAME_files` beside `NAME.html`)."""
    if any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts):  # "~$x.docx": Word has x.docx open
        return True
    above = (parent for parent in path.relative_to(folder).parents if parent.name.endswith("_files"))
    return any((folder / parent).with_name(parent.name.removesuffix("_files") + page).is_file() for parent in above for page in (".html", ".htm"))


def printable(path: Path) -> str:
    """Return a path as text, bytes of its name that are no UTF-8 spelt out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def is_collection(path: Path) -> bool:
    """Whether a file holds many documents."""
    return ending(path) in COLLECTIONS


def source_ids(paths: Iterable[Path]) -> dict[Path, str]:
    """Return the name by which each file's documents are known: the file's, with as much of its path as tells it from others of that name."""
    names = {path: (printable(path)[: -len(ending(path)) or None].split(os.sep), ending(path)) for path in paths}
    result: dict[Path, str] = {}
    waiting, words = list(names), 1
    while waiting:
        called = {path: "/".join(names[path][0][-words:]) for path in waiting}
        longest = words >= max(len(names[path][0]) for path in waiting)
        if longest:
            called = {path: name + names[path][1] for path, name in called.items()}
        ids = Counter(document_id(name) for name in called.values())
        alone = [path for path in waiting if longest or ids[document_id(called[path])] == 1]
        result |= {path: called[path] for path in alone}
        waiting = [path for path in waiting if path not in result]
        words += 1
    return result


def read_file(path: Path, source_id: str | None = None) -> Iterator[Document | Problem]:
    """Give the documents of one file, and a problem for each that can't be read (the file itself, or a row of a collection).

    `source_id` is the name of what has no other (default: the file's).
    """
    try:
        if is_collection(path):
            yield from _read_collection(path, source_id)
        else:
            yield read_document(path, source_id)
    except (Unreadable, MetadataError, OSError) as error:
        message = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        yield Problem(printable(path), "extract", "error", message)


def read_document(path: Path, source_id: str | None = None) -> Document:
    """Return the document of a file that holds one; `source_id` is its name where its metadata gives none (default: the file's).

    Raises Unreadable for content or an ending that can't be read, MetadataError for its companion file, OSError for the file itself.
    """
    format_ = READERS.get(ending(path))
    if format_ is None:
        raise Unreadable(_not_read(path))
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(f"the file has {path.stat().st_size:,} bytes; files of up to {MAX_BYTES:,} are read; cut it into several")
    content = path.read_bytes()
    companion = read_companion(path)
    read: Callable[[bytes], Content] = import_module(f"etl.extract.{format_.module}").read
    found = read(content)
    metadata = merged(companion, found.metadata)
    return make_document(
        metadata.id or source_id or printable(Path(path.stem)),
        replace(found, metadata=metadata),
        source_path=printable(path),
        media_type=format_.media_type,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _read_collection(path: Path, name: str | None) -> Iterator[Document | Problem]:
    format_ = COLLECTIONS[ending(path)]
    rows: Callable[[Path], Iterator[Row]] = import_module(f"etl.extract.{format_.module}").rows
    name = name or printable(Path(path.name[: -len(ending(path))]))
    for row in rows(path):
        try:
            yield row_document(row, printable(path), format_.media_type, name)
        except (Unreadable, MetadataError) as error:
            yield Problem(f"{printable(path)}:{row.number}", "extract", "error", str(error))


def row_document(row: Row, source_path: str, media_type: str, collection: str = "line") -> Document:
    """Return the document of a collection's row; one without an id is named after the collection. Raises Unreadable and MetadataError."""
    source_id, content = row_content(row, collection)
    return make_document(source_id, content, source_path=source_path, source_row=row.number, media_type=media_type)


def make_document(
    source_id: str, content: Content, *, source_path: str = "", source_row: int | None = None, media_type: str = "text/plain", sha256: str = ""
) -> Document:
    """Put a document together from its text and what is known of it; `sha256` is its text's where none is given.

    Raises Unreadable for a text without words and for one over 10 million characters.
    """
    text, metadata = content.text, content.metadata
    for what, value in (("the text", text), ("its id", source_id), *((f"its {f.name}", getattr(metadata, f.name) or "") for f in fields(metadata))):
        if "\0" in value or _HALF.search(value):
            raise Unreadable(f"{what} holds a character that is none (NUL or half of one)")
    if not text.strip():
        raise Unreadable("the text is empty")
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"the text has {len(text):,} characters; documents of up to {MAX_CHARACTERS:,} are taken; cut it into several")
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
        source_path=source_path,
        source_row=source_row,
        media_type=media_type,
        sha256=sha256 or hashlib.sha256(text.encode()).hexdigest(),
        marks=content.marks,
        warnings=content.warnings,
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
