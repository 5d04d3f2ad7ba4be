"""The commands. No logic: what they do is in the modules they call."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import click

from etl import __version__

PathArgument = click.Path(path_type=Path)
_TOLD = 50
_VOCABULARY = click.option(
    "--vocabulary", type=click.Path(path_type=Path, file_okay=False), help="Folder with the vocabulary (default: the one that comes along)."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="readouts")
def main() -> None:
    """Readouts and transcripts of diplomatic meetings as a SQLite database, published with Datasette."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
@click.option("--db", "database", type=PathArgument, default=Path("readouts.db"), show_default=True, help="Database to write.")
@_VOCABULARY
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that annotate side by side.")
def build(paths: tuple[Path, ...], database: Path, vocabulary: Path | None, jobs: int) -> None:
    """Build the database from files and folders (default: seeds/documents).

    A file that can't be read is a row in the table `problems` and a line here; the others are loaded and the exit code is 1.
    """
    from etl.build import NothingRead
    from etl.build import build as build_database
    from etl.extract.files import NoDocuments
    from etl.load.database import CannotWrite
    from etl.resource_files import resource

    words = _load_vocabulary(vocabulary)
    try:
        with _progress() as progress:
            report = build_database(paths or [resource("documents")], database, words, jobs=jobs, progress=progress)
    except NothingRead as error:
        _tell("Error", error.refused)
        raise click.ClickException(f"{error}; {database} is left as it was") from None
    except (NoDocuments, CannotWrite) as error:
        raise click.ClickException(str(error)) from None
    except sqlite3.Error as error:
        raise click.ClickException(f"{database}: {error}; it is left as it was") from None
    _tell("Passed over", [replace(problem, message=problem.message.removeprefix("passed over: ")) for problem in report.passed_over])
    _tell("Error", report.refused)
    click.echo(f"{database}: {report.documents} documents, {report.problems} problems")
    if report.refused:
        sys.exit(1)


def _tell(what: str, problems: Sequence[Any]) -> None:
    """Print problems, a line each; of very many the first."""
    for problem in problems[:_TOLD]:
        click.echo(f"{what}: {problem.source_path}: {problem.message}", err=True)
    if len(problems) > _TOLD:
        click.echo(f"{what}: {len(problems) - _TOLD:,} more, which the table `problems` lists", err=True)


@main.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--jsonl", is_flag=True, help='Read JSON lines {"id", "text", …}, write one object a line.')
@_VOCABULARY
def annotate(file: IO[bytes], jsonl: bool, vocabulary: Path | None) -> None:
    """Print the records of one document (a file or standard input) as one JSON object."""
    from etl.annotation_json import annotate_lines, as_json
    from etl.pipeline import UnknownCountry, ready_annotator

    annotator = ready_annotator(_load_vocabulary(vocabulary))
    name = getattr(file, "name", "-")
    name = "standard input" if name in ("-", "<stdin>") else str(name)
    if jsonl:
        bad = False
        for data, problem in annotate_lines(file, annotator, name):
            click.echo(json.dumps(data, ensure_ascii=False))
            if problem is not None:
                bad = True
                click.echo(f"Error: {problem.source_path}: {problem.message}", err=True)
        sys.exit(1 if bad else 0)
    try:
        annotation = annotator(_one_document(file, name))
    except UnknownCountry as error:
        raise click.ClickException(f"{name}: {error}") from None
    click.echo(json.dumps(as_json(annotation), ensure_ascii=False, indent=2))


def _one_document(file: IO[bytes], name: str) -> Any:
    from etl.extract.content import Unreadable
    from etl.extract.files import is_collection, make_document, read_document
    from etl.extract.metadata import MetadataError
    from etl.extract.plain import read

    if name != "standard input" and is_collection(Path(name)):
        raise click.ClickException(f"{name}: holds many documents; `readouts build` loads them all, `annotate --jsonl` reads JSON lines")
    try:
        return make_document("standard-input", read(file.read())) if name == "standard input" else read_document(Path(name))
    except (Unreadable, MetadataError) as error:
        raise click.ClickException(f"{name}: {error}") from None


@main.command()
@click.argument("database", type=PathArgument, default=Path("readouts.db"), metavar="[DB]")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def serve(database: Path, port: int, host: str) -> None:
    """Serve the database with Datasette, with this project's titles, descriptions, queries and safe settings."""
    from etl.publish.server import CannotServe, run

    try:
        run(database, host, port)
    except CannotServe as error:
        raise click.ClickException(str(error)) from None


@main.command()
@click.argument("database", type=PathArgument, default=Path("readouts.db"), metavar="[DB]")
def check(database: Path) -> None:
    """Check that every span, key and count in the database holds; exit with 1 and say which do not."""
    from etl.load.check import check as violations

    if not database.is_file():
        raise click.ClickException(f"{database}: no such file")
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    count = 0
    try:
        for violation in violations(connection):
            count += 1
            click.echo(violation, err=True)
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{database}: {error}") from None
    finally:
        connection.close()
    if count:
        raise click.ClickException(f"{database}: {count} violations")
    click.echo(f"{database}: all spans, keys and counts hold")


@main.command()
@click.argument("database", type=PathArgument, default=Path("readouts.db"), metavar="[DB]")
@click.option("--to", "folder", type=PathArgument, help="Folder to write to (default: exports, beside the database).")
def export(database: Path, folder: Path | None) -> None:
    """Write every table as .csv.gz and .parquet, with the database and a list of checksums, for people to download."""
    from etl.publish.exports import CannotExport
    from etl.publish.exports import export as write

    folder = folder or database.parent / "exports"
    try:
        exports = write(database, folder)
    except CannotExport as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{folder}: {len(exports)} files, {sum(one.size for one in exports) / 1e6:,.1f} MB")


def _load_vocabulary(folder: Path | None) -> Any:
    from etl.vocabulary import VocabularyError, load_vocabulary

    try:
        return load_vocabulary(folder)
    except VocabularyError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that draws a progress bar on a terminal, or None where standard error is none."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def show(done: int, total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=total, label="Annotating", file=sys.stderr)))
            bars[0].update(1)

        yield show
