"""The commands: what they print, where, and how they end."""

import contextlib
import io
import json
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

import etl
from etl.annotation_json import annotate_lines
from etl.cli import main
from etl.load.database import HERE as SCHEMA
from etl.pipeline import Annotator
from etl.publish import server
from tests.conftest import SEED, SEEDS

COMMAND = [sys.executable, "-c", "from etl.cli import main; main()"]
WAIT = 60.0
"""Seconds after which a process that should have answered has not; none of the tests waits that long when all is well."""
TALK = "Joren Verel met Mira Sohl in Velden.\n\nVerel: Good morning. We built 12 bridges.\n"
KEYS = {
    "document", "parts", "turns", "statements", "figures", "turn_topics", "dates", "turn_entities", "name_candidates",
    "people", "participants", "entities", "problems",
}  # fmt: skip


def run(*arguments: str | Path, stdin: bytes | str | None = None) -> Result:
    """Run a command in this process; an error that is not caught there is raised here."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


def start(*arguments: str | Path, **streams: Any) -> subprocess.Popen[bytes]:
    """Start a command as a process of its own, one that hears an interrupt even where the tests run in the background and do not."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    heard = (lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) if os.name == "posix" else None
    return subprocess.Popen([*COMMAND, *map(str, arguments)], env=environment, preexec_fn=heard, **streams)


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """End a process, and close what it spoke through, whatever happens."""
    try:
        yield process
    finally:
        process.kill()
        process.wait(WAIT)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def read_line(stream: Any) -> bytes:
    """Return the next line of an unbuffered pipe, or what came of it in time."""
    line = b""
    while not line.endswith(b"\n") and select.select([stream], [], [], WAIT)[0]:
        piece = os.read(stream.fileno(), 1)
        if not piece:
            break
        line += piece
    return line


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    (tmp_path / "talk.yml").write_text("date: 2024-03-05\nlanguage: en\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "readouts.db"
    assert run("build", SEEDS, "--db", path).exit_code == 0
    return path


@pytest.mark.parametrize(
    "command, words",
    [
        ([], ["build", "annotate", "serve", "check", "--version"]),
        (["build"], ["PATH", "--db", "--vocabulary", "--jobs", "readouts.db", "seeds/documents"]),
        (["annotate"], ["FILE", "--jsonl", "--vocabulary"]),
        (["serve"], ["DB", "--port", "--host", "8001", "127.0.0.1"]),
        (["check"], ["DB"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_argument_and_option(command: list[str], words: list[str], option: str) -> None:
    result = run(*command, option)
    assert result.exit_code == 0
    assert [word for word in words if word not in result.stdout] == []
    assert result.stderr == ""


def test_the_version_is_the_packages() -> None:
    assert etl.__version__ in run("--version").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["unknown"],
        ["build", "--unknown"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "many"],
        ["build", "no-such-file.txt"],
        ["annotate", "no-such-file.txt"],
        ["annotate", "one.txt", "two.txt"],
        ["serve", "--port", "70000"],
        ["serve", "--port", "http"],
        ["check", "one.db", "two.db"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith("Error: ")
    assert result.stdout == ""
    assert os.listdir(tmp_path) == []


def test_build_makes_a_database_and_says_so(talk: Path, tmp_path: Path) -> None:
    result = run("build", talk, "--db", tmp_path / "x.db")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{tmp_path / 'x.db'}: 1 documents, 0 problems\n"
    assert run("check", tmp_path / "x.db").exit_code == 0


def test_build_without_paths_reads_the_seeds_into_readouts_db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build").exit_code == 0
    assert os.listdir(tmp_path) == ["readouts.db"]
    with contextlib.closing(sqlite3.connect("readouts.db")) as connection:
        assert connection.execute("SELECT source_id FROM documents").fetchall() == [(SEED.stem,)]
    assert run("check").stdout == "readouts.db: all spans, keys and counts hold\n"


def test_build_does_the_rest_when_a_file_is_refused(talk: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("build", tmp_path, "--db", tmp_path / "x.db")
    assert result.exit_code == 1
    assert result.stderr == f"Error: {tmp_path / 'empty.txt'}: the file is empty\n"
    assert result.stdout == f"{tmp_path / 'x.db'}: 1 documents, 1 problems\n"
    assert run("check", tmp_path / "x.db").exit_code == 0


def test_build_in_two_processes(talk: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(TALK, encoding="utf-8")
    with ended(start("build", tmp_path, "--jobs", "2", "--db", tmp_path / "x.db")) as process:
        assert process.communicate(timeout=WAIT) == (f"{tmp_path / 'x.db'}: 2 documents, 1 problems\n".encode(), b"")
        assert process.returncode == 0


def test_annotate_prints_a_files_records_under_the_tables_names(talk: Path) -> None:
    result = run("annotate", talk)
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert set(data) >= KEYS
    assert data["document"]["id"] == "talk"
    assert data["document"]["text"] == TALK
    assert data["document"]["date"] == "2024-03-05"
    assert [turn["kind"] for turn in data["turns"]] == ["narration", "speech"]
    assert all(TALK[row["start_char"] : row["end_char"]] == row["text"] for name in ("turns", "figures", "dates") for row in data[name])


def test_annotates_fields_are_the_tables_columns() -> None:
    data = json.loads(run("annotate", SEED).stdout)
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript((SCHEMA / "schema.sql").read_text(encoding="utf-8"))
        columns = {
            table: {name for _, name, *_ in connection.execute("SELECT * FROM pragma_table_info(?)", (table,))} for table in {*data, "documents"}
        }
    assert set(data["document"]) == columns["documents"] | {"text"}
    for name in KEYS - {"document", "problems"}:
        assert data[name], name
        for row in data[name]:
            assert set(row) <= columns[name], name
            assert columns[name] - set(row) <= {"id"}, name


@pytest.mark.parametrize("arguments", [[], ["-"]], ids=["no file", "-"])
@pytest.mark.parametrize("content", [TALK.encode(), b"\xef\xbb\xbf" + TALK.replace("\n", "\r\n").encode(), TALK.encode("utf-16")])
def test_annotate_reads_standard_input(arguments: list[str], content: bytes) -> None:
    result = run("annotate", *arguments, stdin=content)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["document"]["text"] == TALK


def test_annotate_twice_prints_the_same() -> None:
    assert run("annotate", SEED).stdout_bytes == run("annotate", SEED).stdout_bytes


def lines(*items: Any) -> str:
    return "".join(f"{item if isinstance(item, str) else json.dumps(item)}\n" for item in items)


def test_annotate_jsonl_gives_one_object_a_line_in_order() -> None:
    given = lines(
        {"id": "c", "text": "One came."},
        {"id": "a", "text": "Two came.\r\nThree left.", "title": "Talks", "date": "2024-03-05", "country": "no", "extra": 1},
        "",
        {"text": "Four came."},
    )
    result = run("annotate", "--jsonl", stdin=given)
    assert (result.exit_code, result.stderr) == (0, "")
    data = [json.loads(line) for line in result.stdout.splitlines()]
    assert [item["document"]["id"] for item in data] == ["c", "a", "line-4"]
    assert data[1]["document"]["text"] == "Two came.\nThree left."
    assert [data[1]["document"][key] for key in ("title", "date", "country_id")] == ["Talks", "2024-03-05", "NO"]
    assert all(set(item) >= KEYS for item in data)


def test_annotate_jsonl_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines({"id": "a", "text": "One came."}, {"id": "b", "text": "Two came."}), encoding="utf-8")
    result = run("annotate", "--jsonl", tmp_path / "in.jsonl")
    assert result.exit_code == 0
    assert [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()] == ["a", "b"]


@pytest.mark.parametrize("given, expected", [(7, "7"), (0, "0"), ("0", "0")])
def test_an_id_may_be_a_number(given: object, expected: str) -> None:
    (line,) = run("annotate", "--jsonl", stdin=lines({"id": given, "text": "One came."})).stdout.splitlines()
    assert json.loads(line)["document"]["source_id"] == expected


BAD_LINES = {
    "no JSON": "{",
    "words": "One came.",
    "a list": "[1, 2]",
    "no text": '{"id": "x"}',
    "text that is none": '{"id": "x", "text": 5}',
    "empty text": '{"id": "x", "text": " \\n"}',
    "wrong date": '{"id": "x", "text": "One came.", "date": "soon"}',
    "wrong country": '{"id": "x", "text": "One came.", "country": "Norway"}',
    "half a character": '{"id": "x", "text": "One \\ud800 came."}',
    "half a character in the id": '{"id": "x\\ud800", "text": "One came."}',
    "a NUL": '{"id": "x", "text": "One\\u0000came."}',
    "too deep": "[" * 200_000,
    "a number without end": '{"id": ' + "9" * 5000 + ', "text": "One came."}',
}


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_line_that_is_refused_stands_as_a_problem_and_the_rest_is_done(bad: str) -> None:
    result = run("annotate", "--jsonl", stdin=lines({"id": "a", "text": "One came."}, bad, {"id": "c", "text": "Three came."}))
    data = [json.loads(line) for line in result.stdout.splitlines()]
    assert [item["document"] and item["document"]["id"] for item in data] == ["a", None, "c"]
    assert result.exit_code == 1
    (problem,) = data[1]["problems"]
    assert problem["source_path"] == "standard input:2"
    assert result.stderr == f"Error: standard input:2: {problem['message']}\n"
    assert all(data[1][key] == [] for key in KEYS - {"document", "problems"})


def test_a_line_that_is_no_utf8_is_refused() -> None:
    result = run("annotate", "--jsonl", stdin=b'{"id": "a", "text": "caf\xe9"}\n{"id": "b", "text": "One came."}\n')
    assert [json.loads(line)["document"] is None for line in result.stdout.splitlines()] == [True, False]
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


def test_annotate_jsonl_answers_a_line_before_the_next_comes() -> None:
    with ended(start("annotate", "--jsonl", stdin=subprocess.PIPE, bufsize=0)) as process:
        assert process.stdin is not None
        for key in ("one", "two", "three"):
            process.stdin.write(lines({"id": key, "text": "One came."}).encode())
            assert json.loads(read_line(process.stdout))["document"]["id"] == key
        process.stdin.close()
        assert read_line(process.stdout) == b""
        assert process.wait(WAIT) == 0


def test_annotate_jsonl_takes_no_more_lines_than_it_has_answered(annotator: Annotator) -> None:
    taken = []

    def without_end() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield b'{"text": "One came."}\n'

    answers = list(islice(annotate_lines(without_end(), annotator, "x"), 3))
    assert [data["document"]["id"] for data, _ in answers] == ["line-1", "line-2", "line-3"]
    assert len(taken) == 3


def test_check_says_which_rows_do_not_hold(database: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(database.read_bytes())
    with contextlib.closing(sqlite3.connect(damaged)) as connection, connection:
        connection.execute("UPDATE documents SET figures = figures + 1")
        connection.execute("UPDATE document_texts SET text = text || 'x'")
    before = damaged.read_bytes()
    result = run("check", damaged)
    assert result.exit_code == 1
    assert result.stdout == ""
    said = result.stderr.splitlines()
    assert said[0].startswith("documents.figures is not the number of its figures: ")
    assert said[1].startswith("parts: the parts of ")
    assert said[2:] == [f"Error: {damaged}: 2 violations"]
    assert damaged.read_bytes() == before


@pytest.mark.parametrize("name", ["a b.db", "a#b.db", "a?b.db", "100%25.db", "é.db"])
def test_a_database_may_have_any_name(database: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(database.read_bytes())
    assert run("check", tmp_path / name).exit_code == 0
    assert os.listdir(tmp_path) == [name]


def test_serve_becomes_datasette_with_metadata_and_settings(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(os, "execv", lambda program, words: called.append((program, words)))
    assert run("serve", database, "--port", "0", "--host", "localhost").exit_code == 0
    ((program, words),) = called
    assert program == words[0] == sys.executable
    assert words[1:6] == ["-m", "datasette", "serve", "--immutable", str(database)]
    options = dict(pairwise(words))
    assert (options["--host"], options["--port"]) == ("localhost", "0")
    assert Path(options["--metadata"]).name == "metadata.yml"
    assert Path(options["--metadata"]).is_file()
    settings = {words[at + 1]: words[at + 2] for at, word in enumerate(words) if word == "--setting"}
    assert settings == {name: str(value) for name, value in server.SETTINGS.items()}
    assert settings["suggest_facets"] == "off"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_answers(database: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/readouts/documents.json?_shape=array"
    with ended(start("serve", database, "--port", port, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)) as process:
        until = time.monotonic() + WAIT
        answer = None
        while answer is None and process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError), urlopen(address, timeout=WAIT) as response:
                answer = json.load(response)
        assert answer is not None, f"ended with {process.poll()}"
        assert [document["source_id"] for document in answer] == [SEED.stem]


@contextlib.contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    """Give the two ends of a terminal: what a person sees, and what a program writes to."""
    person, program = os.openpty()
    try:
        yield person, program
    finally:
        os.close(person)


def seen(person: int, until: bytes | None = None) -> bytes:
    """Return what came to a terminal, up to some words or to the end."""
    found = b""
    while (until is None or until not in found) and select.select([person], [], [], WAIT)[0]:
        try:
            piece = os.read(person, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        found += piece
    return found


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="terminals are opened this way on POSIX systems alone")
def test_progress_goes_to_a_terminal(talk: Path, tmp_path: Path) -> None:
    with terminal() as (person, program):
        process = start("build", talk, "--db", tmp_path / "x.db", stderr=program)
        os.close(program)
        with ended(process):
            shown = seen(person)
            assert process.communicate(timeout=WAIT)[0] == f"{tmp_path / 'x.db'}: 1 documents, 0 problems\n".encode()
        assert b"Annotating" in shown
        assert b"100%" in shown


def test_progress_goes_nowhere_else(talk: Path, tmp_path: Path) -> None:
    with ended(start("build", talk, "--db", tmp_path / "x.db")) as process:
        assert process.communicate(timeout=WAIT)[1] == b""


@pytest.fixture
def waiting(talk: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Give a document, and a pipe on which a build waits after it."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("pipes with names exist on POSIX systems alone")
    os.mkfifo(tmp_path / "wait.txt")
    return talk, tmp_path / "wait.txt"


def under_way(process: subprocess.Popen[bytes], pipe: Path) -> int:
    """Wait until a build reads from a pipe; return the pipe's other end."""
    until = time.monotonic() + WAIT
    while True:  # a pipe can be opened for writing once somebody reads
        with contextlib.suppress(OSError):
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        assert process.poll() is None
        assert time.monotonic() < until


def interrupt(process: subprocess.Popen[bytes], pipe: Path) -> None:
    """Interrupt a build as Ctrl-C does while it reads from a pipe."""
    end = under_way(process, pipe)
    assert list(pipe.parent.glob(".x.db.*")), "the build is under way"
    process.send_signal(signal.SIGINT)
    process.wait(WAIT)
    os.close(end)


def test_an_interrupted_build_leaves_the_old_database(waiting: tuple[Path, Path], tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    database.write_bytes(b"SQLite format 3\0what was there")
    before = sorted(os.listdir(tmp_path))
    with ended(start("build", *waiting, "--db", database)) as process:
        interrupt(process, waiting[1])
        assert process.returncode == 1
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert database.read_bytes() == b"SQLite format 3\0what was there"
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="terminals are opened this way on POSIX systems alone")
def test_an_interrupted_build_gives_the_terminal_its_cursor_back(waiting: tuple[Path, Path], tmp_path: Path) -> None:
    with terminal() as (person, program):
        process = start("build", *waiting, "--db", tmp_path / "x.db", stderr=program)
        os.close(program)
        with ended(process):
            shown = seen(person, until=b"Annotating")
            interrupt(process, waiting[1])
            shown += seen(person)
    assert shown.rfind(b"\x1b[?25h") >= shown.rfind(b"\x1b[?25l")


def test_a_database_is_seen_by_nobody_before_it_is_whole(waiting: tuple[Path, Path], tmp_path: Path) -> None:
    with ended(start("build", *waiting, "--db", tmp_path / "x.db")) as process:
        with os.fdopen(under_way(process, waiting[1]), "wb") as pipe:
            assert not (tmp_path / "x.db").exists()
            pipe.write(b"Mira Sohl came to Velden.\n")
        assert process.wait(WAIT) == 0
    assert run("check", tmp_path / "x.db").exit_code == 0


def test_json_is_printed_as_utf8_whatever_the_terminal(tmp_path: Path) -> None:
    given = io.BytesIO(lines({"id": "a", "text": "Zoë came."}).encode())
    process = subprocess.run(
        [*COMMAND, "annotate", "--jsonl"], input=given.getvalue(), capture_output=True, timeout=WAIT, check=True, env={**os.environ, "LC_ALL": "C"}
    )
    assert json.loads(process.stdout)["document"]["text"] == "Zoë came."
