"""Bad input: one clear line that says what and where, the right exit code, nothing written half, never a traceback."""

import os
import random
import re
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from etl.cli import main
from tests.conftest import HERE, SEED

VOCABULARY = HERE.parent / "seeds" / "vocabulary"
GOOD = "Joren Verel met Mira Sohl in Velden.\n"
FRENCH = """Entretien de la présidente Maëlle Corvinard avec le ministre Octave Brunelot

Le 4 mars 2024, la présidente a reçu le ministre au palais de Montvallier. Ils ont évoqué la construction d'un pont entre les deux rives.

Maëlle Corvinard : Je vous remercie de votre visite. Nous avons beaucoup à faire ensemble.

Octave Brunelot : Merci, madame la présidente. Notre commerce a augmenté de 12 pour cent.
"""
RUSSIAN = """Встреча президента Тимура Залесского с премьер-министром Мариной Ольховой

Стороны обсудили строительство моста и новые рейсы между двумя столицами. Торговля выросла на 12 процентов.

Т. Залесский: Рад видеть вас в нашем городе. Нам многое предстоит сделать вместе.

М. Ольхова: Спасибо за приглашение. Погода у вас сегодня чудесная.
"""


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Run a command; what it does not catch itself is raised here, as a traceback would be printed."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


def lines_about(result: Result, what: str | Path) -> list[str]:
    """Return the lines of complaint that name something."""
    assert "Traceback" not in result.output
    return [line for line in result.stderr.splitlines() if line.startswith("Error: ") and str(what) in line]


def refused(result: Result, what: str | Path, message: str, code: int = 1) -> None:
    """Hold that one line says what is wrong, nothing else is said, and the exit code is right."""
    (line,) = lines_about(result, what)
    assert re.search(message, line), line
    assert result.stderr.count("Error: ") == 1
    assert code == 2 or result.stderr == f"{line}\n"
    assert result.stdout == ""
    assert result.exit_code == code


def rows(database: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def noise(length: int = 600) -> bytes:
    """Return bytes from 128 up without any order, the same each time."""
    chance = random.Random(7)
    return bytes(chance.randrange(128, 256) for _ in range(length))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder with a document that can be read."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "good.yml").write_text("date: 2024-03-05\nlanguage: en\n", encoding="utf-8")
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A path where a database would go, with something at it that must stay as it is."""
    path = tmp_path / "out" / "x.db"
    path.parent.mkdir()
    path.write_bytes(b"SQLite format 3\0what was there")
    return path


def untouched(database: Path) -> bool:
    return os.listdir(database.parent) == [database.name] and database.read_bytes() == b"SQLite format 3\0what was there"


@pytest.mark.parametrize("command", ["build", "annotate"])
def test_a_missing_path(command: str, good: Path, database: Path) -> None:
    arguments = ["--db", database] if command == "build" else []
    refused(run(command, good / "missing.txt", *arguments), good / "missing.txt", "(does not exist|No such file or directory)", code=2)
    assert untouched(database)


def test_a_missing_path_beside_a_good_one(good: Path, database: Path) -> None:
    refused(run("build", good, good / "missing", "--db", database), good / "missing", "does not exist", code=2)
    assert untouched(database)


def test_an_empty_folder(tmp_path: Path, database: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(run("build", tmp_path / "empty", "--db", database), tmp_path / "empty", "no documents")
    assert untouched(database)


def test_a_folder_to_annotate(good: Path) -> None:
    refused(run("annotate", good), good, "directory|folder", code=2)


BAD_FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("bad.txt", b"", "empty"),
    "blanks": ("bad.txt", b" \r\n\t\n", "empty"),
    "binary": ("bad.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise(), "binary"),
    "undecodable": ("bad.txt", noise(), "encoding can't be told"),
    "mark that lies": ("bad.txt", b"\xef\xbb\xbfcaf\xe9", "utf-8"),
    "unknown ending": ("bad.xyz", b"A talk.\n", r"'\.xyz'"),
    "no ending": ("bad", b"A talk.\n", r"\.txt"),
    "too long": ("bad.txt", b"word " * 2_000_001, "10,000,005 characters"),
}


@pytest.mark.parametrize("name, content, message", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_alone(good: Path, database: Path, name: str, content: bytes, message: str) -> None:
    bad = good / name
    bad.write_bytes(content)
    refused(run("annotate", bad), bad, message)
    result = run("build", bad, "--db", database)
    (line,) = lines_about(result, bad)
    assert re.search(message, line)
    assert (result.exit_code, result.stdout) == (1, "")
    assert untouched(database)


@pytest.mark.parametrize("name, content, message", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_among_good_ones(good: Path, tmp_path: Path, name: str, content: bytes, message: str) -> None:
    bad, database = good / name, tmp_path / "x.db"
    bad.write_bytes(content)
    result = run("build", good / "good.txt", bad, "--db", database)
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: {bad}: ")
    assert re.search(message, line)
    assert (result.exit_code, result.stdout) == (1, f"{database}: 1 documents, 1 problems\n")
    assert rows(database, "SELECT id FROM documents") == [("good",)]
    stored = rows(database, "SELECT document_id, source_path, stage, severity, message FROM problems")
    assert stored == [(None, str(bad), "extract", "error", line.removeprefix(f"Error: {bad}: "))]
    assert run("check", database).exit_code == 0


def test_a_bad_file_among_good_ones_in_two_processes(good: Path, tmp_path: Path) -> None:
    (good / "bad.txt").write_bytes(b"")
    result = run("build", good, "--db", tmp_path / "x.db", "--jobs", "2")
    assert result.stderr == f"Error: {good / 'bad.txt'}: the file is empty\n"
    assert (result.exit_code, rows(tmp_path / "x.db", "SELECT id FROM documents")) == (1, [("good",)])


def test_bad_content_on_standard_input() -> None:
    for content, message in ((b"", "empty"), (b"a\0b", "binary"), (noise(), "encoding can't be told")):
        refused(run("annotate", stdin=content), "standard input", message)


@pytest.mark.parametrize(
    "content, message",
    [
        ("titel: A talk\n", "unknown key 'titel'"),
        ("date: soon\n", "'soon' is no date"),
        ("- one\n", "expected lines"),
        ("title: [open\n", "good.yml"),
        ("country: Norway\n", "'Norway'"),
        ("country: ZZ\n", "'ZZ'"),
    ],
    ids=["key", "date", "list", "yaml", "country", "country that is none"],
)
def test_a_bad_companion_refuses_its_document_alone(good: Path, tmp_path: Path, content: str, message: str) -> None:
    (good / "other.txt").write_text(GOOD, encoding="utf-8")
    (good / "good.yml").write_text(content, encoding="utf-8")
    result = run("build", good, "--db", tmp_path / "x.db")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: {good / 'good.txt'}: ")
    assert message in line
    assert result.exit_code == 1
    assert rows(tmp_path / "x.db", "SELECT id FROM documents") == [("other",)]
    refused(run("annotate", good / "good.txt"), good / "good.txt", re.escape(message))


@pytest.mark.skipif(os.name != "posix", reason="names of bytes that are no UTF-8 exist on POSIX systems alone")
def test_a_file_name_that_is_no_utf8(good: Path, tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(good) + b"/caf\xe9.txt")).write_text(GOOD, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    result = run("build", good, "--db", tmp_path / "x.db")
    assert "Traceback" not in result.output
    assert rows(tmp_path / "x.db", "SELECT id FROM documents WHERE id = 'good'") == [("good",)]


def without_examples(folder: Path) -> str:
    """Take the examples from a rule; return where it stands, as a message should name it."""
    path = folder / "turns.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  examples: "))
    rule = max(number for number, line in enumerate(lines[:at]) if line.startswith("- rule: "))
    del lines[at]
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"{path}:{rule + 1}: {lines[rule].removeprefix('- rule: ')!r} needs an example"


def with_a_list_of_no_examples(folder: Path) -> str:
    path = folder / "figures.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^  examples: .*$", "  examples: []", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    return f"{path}:"


def with_a_broken_pattern(folder: Path) -> str:
    path = folder / "turns.yml"
    path.write_text(re.sub(r"^  pattern: .*$", "  pattern: '(never closed'", path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE), "utf-8")
    return f"{path}:"


def with_broken_yaml(folder: Path) -> str:
    path = folder / "topics.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n- [never closed\n", encoding="utf-8")
    return f"{path}:"


def without_a_file(folder: Path) -> str:
    (folder / "units.csv").unlink()
    return f"{folder / 'units.csv'}: missing"


def with_a_row_cut_short(folder: Path) -> str:
    path = folder / "countries.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("XX,XXX\n")
    return f"{path}:{len(path.read_text(encoding='utf-8').splitlines())}: "


@pytest.mark.parametrize(
    "spoil", [without_examples, with_a_list_of_no_examples, with_a_broken_pattern, with_broken_yaml, without_a_file, with_a_row_cut_short]
)
def test_a_vocabulary_that_cannot_be_used(good: Path, database: Path, tmp_path: Path, spoil: Callable[[Path], str]) -> None:
    folder = tmp_path / "vocabulary"
    shutil.copytree(VOCABULARY, folder)
    where = spoil(folder)
    refused(run("build", good, "--db", database, "--vocabulary", folder), folder, re.escape(where))
    assert untouched(database)
    refused(run("annotate", good / "good.txt", "--vocabulary", folder), folder, re.escape(where))


def test_a_vocabulary_that_is_not_there(good: Path, database: Path, tmp_path: Path) -> None:
    refused(run("build", good, "--db", database, "--vocabulary", tmp_path / "none"), tmp_path / "none", "no such")
    assert untouched(database)


@pytest.mark.parametrize("name", ["missing/x.db", "file/x.db", "folder", "n" * 300 + ".db"], ids=["missing folder", "below a file", "folder", "long"])
def test_a_database_path_that_cannot_be_written(good: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"SQLite format 3\0what was there")
    (tmp_path / "folder").mkdir()
    refused(run("build", good, "--db", tmp_path / name), tmp_path / name, ".")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder", "in"]
    assert os.listdir(tmp_path / "folder") == []
    assert (tmp_path / "file").read_bytes() == b"SQLite format 3\0what was there"


def test_two_documents_with_one_id(good: Path, tmp_path: Path) -> None:
    second = good / "more.txt"
    second.write_text("Somebody else came.\n", encoding="utf-8")
    (good / "more.yml").write_text("id: good\n", encoding="utf-8")
    result = run("build", good, "--db", tmp_path / "x.db")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: {second}: ")
    assert "'good'" in line
    assert str(good / "good.txt") in line
    assert (result.exit_code, result.stdout) == (1, f"{tmp_path / 'x.db'}: 1 documents, 1 problems\n")
    assert rows(tmp_path / "x.db", "SELECT d.id, source_path, text FROM documents d JOIN document_texts ON document_id = d.id") == [
        ("good", str(good / "good.txt"), GOOD)
    ]
    assert rows(tmp_path / "x.db", "SELECT source_path, stage, severity FROM problems") == [(str(second), "load", "error")]
    assert run("check", tmp_path / "x.db").exit_code == 0


def test_files_of_one_name_are_told_by_their_folders(good: Path, tmp_path: Path) -> None:
    for folder in ("2023", "2024"):
        (good / folder).mkdir()
        (good / folder / "01.txt").write_text(GOOD, encoding="utf-8")
    (good / "2024" / "01.md").write_text(GOOD, encoding="utf-8")
    result = run("build", good, "--db", tmp_path / "x.db")
    assert (result.exit_code, result.stderr) == (0, "")
    names = {name for (name,) in rows(tmp_path / "x.db", "SELECT source_id FROM documents")}
    assert {"good", "2023/01"} < names
    assert {name.rsplit("/2024/01", 1)[1] for name in names - {"good", "2023/01"}} == {".txt", ".md"}


def test_what_is_passed_over_is_told(good: Path, tmp_path: Path) -> None:
    for name in ("minutes.doc", "~$good.docx", "Thumbs", "rows.csv", "rows.yml"):
        (good / name).write_text("id,text\none,One came.\n", encoding="utf-8")
    (good / "lost.txt").symlink_to(good / "nowhere.txt")
    result = run("build", good, "--db", tmp_path / "x.db")
    lines = result.stderr.splitlines()
    assert result.exit_code == 0
    assert [line.split(": ")[1].removeprefix(f"{good}/") for line in lines] == ["Thumbs", "lost.txt", "minutes.doc", "rows.yml"]
    assert lines[0].startswith(f"Passed over: {good}/Thumbs: files without an ending are not read; .txt")
    assert lines[1].endswith("lost.txt: the link leads nowhere")
    assert lines[2].endswith("are; save it as .docx")
    assert lines[3].endswith("rows of a collection give their metadata in columns of their own")
    assert rows(tmp_path / "x.db", "SELECT count(*) FROM problems WHERE stage = 'extract'") == [(4,)]


def test_of_very_many_bad_rows_the_first_are_told(good: Path, tmp_path: Path) -> None:
    (good / "rows.csv").write_text("id,text,date\n" + "a,One came.,12 May\n" * 1000, encoding="utf-8")
    result = run("build", good, "--db", tmp_path / "x.db")
    assert len(result.stderr.splitlines()) == 51
    assert result.stderr.splitlines()[-1] == "Error: 950 more, which the table `problems` lists"
    assert rows(tmp_path / "x.db", "SELECT count(*) FROM problems WHERE severity = 'error'") == [(1000,)]


def test_front_matter_that_does_not_fit_is_a_problem(good: Path, tmp_path: Path) -> None:
    (good / "talk.md").write_text("---\ntitle: A talk\ndate: 12 May\n---\n\n" + GOOD, encoding="utf-8")
    assert run("build", good, "--db", tmp_path / "x.db").exit_code == 0
    messages = rows(tmp_path / "x.db", "SELECT message FROM problems WHERE stage = 'extract' AND document_id = 'talk'")
    assert messages == [("front matter: date '12 May' is not used: it is no date like 2023-04-10",)]


@pytest.mark.parametrize("said", [True, False], ids=["told", "detected"])
@pytest.mark.parametrize("language, text", [("fr", FRENCH), ("ru", RUSSIAN)], ids=["french", "russian"])
def test_a_document_in_a_language_without_rules(tmp_path: Path, language: str, text: str, said: bool) -> None:
    path, database = tmp_path / "talk.txt", tmp_path / "x.db"
    path.write_text(text, encoding="utf-8")
    if said:
        (tmp_path / "talk.yml").write_text(f"language: {language}\n", encoding="utf-8")
    result = run("build", path, "--db", database)
    assert (result.exit_code, result.stderr, result.stdout) == (0, "", f"{database}: 1 documents, 1 problems\n")
    assert rows(database, "SELECT language, turns, figures FROM documents") == [(language, 3, 0)]
    assert rows(database, "SELECT kind FROM turns ORDER BY number") == [("narration",), ("speech",), ("speech",)]
    assert rows(database, "SELECT min(start_char), max(end_char) FROM parts") == [(0, len(text))]
    ((document, where, stage, severity, message),) = rows(database, "SELECT document_id, source_path, stage, severity, message FROM problems")
    assert (document, where, stage, severity) == ("talk", str(path), "transform", "warning")
    assert repr(language) in message
    assert run("check", database).exit_code == 0


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens already."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a server would be started."""

    def execv(*_: object) -> None:
        raise AssertionError("a server was started")

    monkeypatch.setattr(os, "execv", execv)


@pytest.mark.usefixtures("no_server")
def test_serve_on_a_port_in_use(good: Path, tmp_path: Path, taken: int) -> None:
    assert run("build", good, "--db", tmp_path / "x.db").exit_code == 0
    refused(run("serve", tmp_path / "x.db", "--port", str(taken)), taken, "in use.*--port")


@pytest.mark.usefixtures("no_server")
def test_serve_on_an_address_of_another_machine(good: Path, tmp_path: Path) -> None:
    assert run("build", good, "--db", tmp_path / "x.db").exit_code == 0
    refused(run("serve", tmp_path / "x.db", "--host", "192.0.2.1"), "192.0.2.1", "can't be listened on")


@pytest.mark.usefixtures("no_server")
def test_serve_without_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused(run("serve"), "readouts.db", "no such database.*readouts build")
    refused(run("serve", tmp_path), tmp_path, ".")
    assert os.listdir(tmp_path) == []


@pytest.mark.usefixtures("no_server")
@pytest.mark.parametrize("content", [b"", b"Just words, and more of them than a header has.\n"], ids=["empty", "text"])
def test_serve_what_is_no_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    refused(run("serve", tmp_path / "x.txt"), tmp_path / "x.txt", "no SQLite database")


def test_check_what_is_not_there(tmp_path: Path) -> None:
    refused(run("check", tmp_path / "x.db"), tmp_path / "x.db", "no such")
    refused(run("check", tmp_path), tmp_path, ".")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("content", [b"", SEED.read_bytes(), b"SQLite format 3\0" + b"\xff" * 400], ids=["empty", "text", "cut short"])
def test_check_what_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    refused(run("check", path), path, ".")
    assert path.read_bytes() == content


def test_check_a_database_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE songs (id INTEGER PRIMARY KEY)")
    refused(run("check", path), path, ".")
