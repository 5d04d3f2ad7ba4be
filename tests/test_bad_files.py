"""Folders as users bring them: among good files lie broken ones, pages with scripts and collections with broken rows."""

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from etl.build import build
from etl.load.check import check
from etl.vocabulary import Vocabulary

PDFS = Path(__file__).parent / "extract" / "pdfs"
TALK = "Talks\n\n12 March 2021\n\nPRESIDENT VEREL: We built 12 bridges.\n\nQ    When?\n\nPRESIDENT VEREL: Last year."
PAGE = """<html><head><title>Talks</title><script>alert('head')</script></head><body onload="alert('body')">
<article><h1>Talks</h1><p onclick="alert('click')">President Joren Verel met the harbour council in Oslo on Tuesday.</p>
<script>document.write('written by a script')</script><style>.x{content:'styled'}</style>
<p>They spoke of the tag &lt;script&gt;alert('text')&lt;/script&gt; and of the port.</p>
<noscript>turn on scripts</noscript></article></body></html>"""


def packed(**files: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        for name, content in files.items():
            writer.writestr(name, content)
    return archive.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "talk.txt").write_text(TALK, encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "cut.pdf").write_bytes((PDFS / "transcript.pdf").read_bytes()[:4000])
    (folder / "locked.pdf").write_bytes((PDFS / "locked.pdf").read_bytes())
    (folder / "archive.docx").write_bytes(packed(notes="A talk."))
    (folder / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (folder / "empty.html").write_text("<html><body><script>app()</script></body></html>", encoding="utf-8")
    (folder / "long.txt").write_text("The port is open. " * 560_000, encoding="utf-8")
    rows = [{"id": f"row-{number}", "text": "MR. VEREL: The port is open."} for number in range(1, 31)]
    lines = [json.dumps(row) for row in rows]
    lines[9] = lines[9][:-3]
    lines[19] = json.dumps({"id": "row-1", "text": "Another with the id of the first."})
    (folder / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=[1, 2], ids=["one process", "two processes"])
def database(request: pytest.FixtureRequest, folder: Path, vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("database") / "x.db"
    build([folder], path, vocabulary, jobs=request.param)
    return sqlite3.connect(path)


def problems(database: sqlite3.Connection, name: str) -> list[str]:
    return [message for (message,) in database.execute("SELECT message FROM problems WHERE source_path LIKE ? AND severity = 'error'", [f"%{name}"])]


def test_the_good_ones_are_loaded_and_hold(database: sqlite3.Connection) -> None:
    kinds = dict(database.execute("SELECT media_type, count(*) FROM documents GROUP BY media_type"))
    assert kinds == {"application/jsonl": 28, "text/html": 1, "text/plain": 1}
    assert list(check(database)) == []


@pytest.mark.parametrize(
    "name, words",
    [
        ("cut.pdf", "PDF"),
        ("locked.pdf", "protected by a password"),
        ("archive.docx", "Word"),
        ("picture.md", "binary"),
        ("empty.html", "JavaScript"),
        ("long.txt", "10,080,000 characters"),
        ("many.jsonl:10", "JSON"),
        ("many.jsonl:20", "is taken by"),
    ],
)
def test_each_bad_one_is_a_problem_that_says_what_is_wrong(name: str, words: str, database: sqlite3.Connection) -> None:
    (message,) = problems(database, name)
    assert words in message


def test_no_script_reaches_a_table(database: sqlite3.Connection) -> None:
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")]
    everything = "\n".join(str(row) for table in tables if "_fts" not in table for row in database.execute(f"SELECT * FROM [{table}]"))
    assert "alert('text')" in everything.replace('\\"', '"') or "alert(\\'text\\')" in everything, "what the page prints is text"
    for script in ("alert('head')", "alert('body')", "alert('click')", "written by a script", "styled", "turn on scripts"):
        assert script not in everything


def test_rows_say_which_row_they_are(database: sqlite3.Connection) -> None:
    found = database.execute(
        "SELECT source_id, source_row FROM documents WHERE source_path LIKE '%many.jsonl' ORDER BY source_row LIMIT 10"
    ).fetchall()
    assert found == [(f"row-{number}", number) for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)]
