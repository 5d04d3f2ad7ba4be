"""From files to a database: read, annotate (in several processes if asked), load."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from etl import __version__
from etl.extract.files import find_files, is_collection, passed_over, printable, read_file, source_ids
from etl.language.inflection import Inflection
from etl.load.database import Loader, add_run, finish, load_vocabulary_tables, new_database
from etl.pipeline import Annotator, UnknownCountry, ready_annotator
from etl.records import Annotation, Document, Problem
from etl.transform.figures.measures.terms import MeasureTerms
from etl.vocabulary import Vocabulary

_BATCH, _BATCH_CHARACTERS = 16, 1_000_000
Work = tuple[tuple[Path, str] | list[Document | Problem], bool]
"""A file with its document's name, or rows of a collection; and whether their file ends there."""
_annotator: Annotator | None = None  # one a process, compiled before any document comes


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: documents loaded, what was refused, which files of folders were passed over, rows in `problems`."""

    documents: int
    refused: tuple[Problem, ...]
    passed_over: tuple[Problem, ...]
    problems: int


class NothingRead(ValueError):
    """No document could be read: the reasons, one a file."""

    def __init__(self, refused: tuple[Problem, ...]) -> None:
        super().__init__("no document could be read")
        self.refused = refused


def build(
    paths: Iterable[Path], database: Path, vocabulary: Vocabulary, *, jobs: int = 1, progress: Callable[[int, int], None] | None = None
) -> Report:
    """Build a database from files and folders; `progress` is called with files done and files in all.

    The database takes its place at the end, whole; after any error the old one is as it was. Raises NoDocuments,
    NothingRead (every file was refused) and CannotWrite.
    """
    started = datetime.now(UTC)
    paths = list(paths)
    files = find_files(paths)
    refused: list[Problem] = []
    with new_database(database) as connection:
        load_vocabulary_tables(connection, vocabulary)
        loader = Loader(connection)
        skipped = tuple(passed_over(paths))
        for warning in skipped:
            loader.add_problem(warning)
        done = 0
        for results, ends_file in _annotated(files, vocabulary, jobs):
            for result in results:
                if isinstance(result, Problem):
                    loader.add_problem(result)
                    refused.append(result)
                elif problem := loader.add(result):
                    refused.append(problem)
            done += ends_file
            if progress is not None and ends_file:
                progress(done, len(files))
        if loader.documents == 0:
            raise NothingRead(tuple(refused))
        loader.add_names()
        finish(connection, MeasureTerms(vocabulary, Inflection(vocabulary.words["nouns"])).subject)
        add_run(
            connection,
            started=started.isoformat(timespec="seconds"),
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            version=__version__,
            vocabulary_sha256=vocabulary.sha256,
            sources=json.dumps([printable(path) for path in files], ensure_ascii=False),
            documents=loader.documents,
            problems=loader.problems,
        )
        return Report(loader.documents, tuple(refused), skipped, loader.problems)


def _annotated(files: list[Path], vocabulary: Vocabulary, jobs: int) -> Iterator[tuple[list[Annotation | Problem], bool]]:
    """Give what the documents come to, in order whatever the number of processes, and whether their file ends there."""
    if jobs <= 1:
        _prepare(vocabulary)
        yield from map(_annotate, _work(files))
        return
    with get_context("forkserver").Pool(jobs, _prepare, (vocabulary,)) as pool:
        yield from pool.imap(_annotate, _work(files), chunksize=1)


def _work(files: list[Path]) -> Iterator[Work]:
    """Cut the work into pieces: a file of one document is read where it is annotated, rows of collections come in batches."""
    names = source_ids(files)
    for path in files:
        if not is_collection(path):
            yield (path, names[path]), True
            continue
        batch: list[Document | Problem] = []
        size = 0
        for row in read_file(path, names[path]):
            batch.append(row)
            size += len(row.text) if isinstance(row, Document) else 0
            if len(batch) == _BATCH or size > _BATCH_CHARACTERS:
                yield batch, False
                batch, size = [], 0
        yield batch, True


def _prepare(vocabulary: Vocabulary) -> None:
    global _annotator
    _annotator = ready_annotator(vocabulary)


def _annotate(work: Work) -> tuple[list[Annotation | Problem], bool]:
    piece, ends_file = work
    return [_annotate_one(document) for document in (read_file(*piece) if isinstance(piece, tuple) else piece)], ends_file


def _annotate_one(document: Document | Problem) -> Annotation | Problem:
    if isinstance(document, Problem):
        return document
    assert _annotator is not None
    try:
        return _annotator(document)
    except UnknownCountry as error:
        return Problem(document.source, "transform", "error", str(error))
