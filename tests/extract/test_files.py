"""Which files are read, how, and what id their documents get."""

import hashlib
import os
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.content import MAX_CHARACTERS, Content, Unreadable
from etl.extract.files import NoDocuments, document_id, find_files, make_document, passed_over, read_document, read_file
from etl.extract.metadata import MetadataError
from etl.records import Document, Problem


def write(path: Path, text: str = "A talk.\n") -> Path:
    """Write a file and the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def digest(original: str) -> str:
    return hashlib.sha256(original.encode()).hexdigest()


def ends_with_hash(key: str, original: str) -> bool:
    """Say whether an id ends with at least eight digits of the original's hash."""
    tail = key.rsplit("-", 1)[-1]
    return len(tail) >= 8 and digest(original).startswith(tail)


@pytest.mark.parametrize("original", ["a", "2024-03-05-accra", "talk7", "a" * 40])
def test_what_is_a_slug_already_stays(original: str) -> None:
    assert document_id(original) == original


@pytest.mark.parametrize(
    "original, start",
    [
        ("Talk", "talk-"),
        ("A talk in Accra", "a-talk-in-accra-"),
        ("a_talk", "a-talk-"),
        ("a--talk", "a-talk-"),
        ("-talk-", "talk-"),
        ("Café à Königsfurt", "cafe-a-konigsfurt-"),
        ("S/PV.9999", "s-pv-9999-"),
        ("a/b?c=d&e#f%20", "a-b-c-d-e-f-20-"),
    ],
)
def test_a_hash_of_the_original_tells_that_it_was_changed(original: str, start: str) -> None:
    key = document_id(original)
    assert key.startswith(start)
    assert ends_with_hash(key, original)


def test_a_hash_of_the_original_tells_that_it_was_cut() -> None:
    original = "a-very-long-name-of-a-very-long-meeting-of-ministers"
    key = document_id(original)
    assert len(key) <= 40
    assert original.startswith(key.rsplit("-", 1)[0])
    assert ends_with_hash(key, original)


@pytest.mark.parametrize("original", ["Встреча в Залесье", "встреча", "首脳会談", "قمة", "---", "…", "🤝"])
def test_an_original_without_latin_letters_has_an_id_too(original: str) -> None:
    key = document_id(original)
    assert re.fullmatch(r"[a-z0-9]+", key)
    assert ends_with_hash(key, original)


def test_originals_that_differ_little_differ_in_their_ids() -> None:
    originals = ["talk", "Talk", "TALK", "talk ", " talk", "ta-lk", "ta lk", "ta_lk", "tálk", "talk.", "тalk", "t" * 40, "t" * 41, "t" * 42]
    assert len({document_id(original) for original in originals}) == len(originals)


def test_two_originals_never_become_one_id_in_a_large_collection() -> None:
    words = [
        "мост",
        "река",
        "поле",
        "город",
        "берег",
        "дорога",
        "встреча",
        "беседа",
        "визит",
        "приём",
        "ответ",
        "доклад",
        "гость",
        "дело",
        "вопрос",
        "рейс",
        "порт",
        "канал",
        "хлеб",
        "лес",
    ]
    originals = [" ".join(chosen) for chosen in product(words, repeat=4)]
    assert len({document_id(original) for original in originals}) == len(originals)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text(min_size=1, max_size=80))
def test_every_id_is_short_and_safe_in_an_address(original: str) -> None:
    key = document_id(original)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
    assert len(key) <= 40
    assert key == original or ends_with_hash(key, original)


def test_a_file_is_found_as_it_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "talk.txt")
    assert find_files([path]) == [path]


def test_a_missing_file_is_kept_for_the_reader_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "missing.txt"
    assert find_files([path]) == [path]
    assert list(read_file(path)) == [Problem(str(path), "extract", "error", "No such file or directory")]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("c.txt", "b/two.txt", "b/deep/er/one.TXT", "a.txt"):
        write(tmp_path / name)
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a.txt", "b/deep/er/one.TXT", "b/two.txt", "c.txt"]


def test_hidden_files_other_endings_and_folders_are_passed_over(tmp_path: Path) -> None:
    kept = write(tmp_path / "talk.txt")
    for name in (".hidden.txt", "._talk.txt", "talk.yml", "notes", "talk.txt.bak", "folder.txt/notes.rtf", "data.csv.gz"):
        write(tmp_path / name)
    assert find_files([tmp_path]) == [kept]


def test_hidden_folders_are_passed_over(tmp_path: Path) -> None:
    kept = write(tmp_path / "talk.txt")
    write(tmp_path / ".trash" / "talk.txt")
    write(tmp_path / "sub" / ".checkpoints" / "talk-checkpoint.txt")
    assert find_files([tmp_path]) == [kept]


def test_a_folder_below_a_hidden_one_can_be_asked_for(tmp_path: Path) -> None:
    kept = write(tmp_path / ".data" / "talk.txt")
    assert find_files([kept.parent]) == [kept]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one.txt"), write(tmp_path / "two.txt")
    assert find_files([two, tmp_path, two]) == [two, one]


@pytest.mark.parametrize("inside", [None, "notes.rtf", ".hidden.txt", "sub/notes.doc"])
def test_a_folder_without_documents_is_named(tmp_path: Path, inside: str | None) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    if inside:
        write(folder / inside)
    with pytest.raises(NoDocuments, match=re.escape(f"{folder}: no documents here")):
        find_files([folder])


@pytest.mark.parametrize(
    "name, ending", [("talk.xyz", "'.xyz'"), ("talk", "without an ending"), ("a.txt.bak", "'.bak'"), (".txt", "without an ending")]
)
def test_an_unknown_ending_is_refused_with_those_that_are_read(tmp_path: Path, name: str, ending: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(ending)) as caught:
        read_document(write(tmp_path / name))
    assert ".txt" in str(caught.value)


def test_a_file_becomes_a_document(tmp_path: Path) -> None:
    path = tmp_path / "Talk One.TXT"
    path.write_bytes(b"\xef\xbb\xbfA talk.\r\n")
    assert list(read_file(path)) == [
        Document(
            document_id("Talk One"),
            "Talk One",
            "A talk.\n",
            source_path=str(path),
            media_type="text/plain",
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        )
    ]


def test_a_text_without_a_file_has_a_hash_of_its_own() -> None:
    document = make_document("x", Content("A talk.\n"))
    assert (document.id, document.source_path, document.sha256) == ("x", "", digest("A talk.\n"))


def test_a_broken_companion_refuses_its_file(tmp_path: Path) -> None:
    path = write(tmp_path / "talk.txt")
    write(tmp_path / "talk.yml", "titel: x\n")
    with pytest.raises(MetadataError):
        read_document(path)


def test_what_is_refused_stands_among_what_is_read(tmp_path: Path) -> None:
    names = {"a.txt": "One.\n", "b.txt": "", "c.txt": "Three.\n", "d.xyz": "Four.\n", "e.txt": "Five.\n", "e.yml": "date: soon\n"}
    for name, text in names.items():
        write(tmp_path / name, text)
    paths = [tmp_path / name for name in names if not name.endswith(".yml")]
    read = [item for path in [*paths, tmp_path / "f.txt", tmp_path] for item in read_file(path)]
    assert [type(item).__name__ for item in read] == ["Document", "Problem", "Document", "Problem", "Problem", "Problem", "Problem"]
    problems = [item for item in read if isinstance(item, Problem)]
    assert [item.source_path for item in problems] == [str(tmp_path / name) for name in ("b.txt", "d.xyz", "e.txt", "f.txt")] + [str(tmp_path)]
    assert {(item.stage, item.severity) for item in problems} == {("extract", "error")}


@pytest.mark.skipif(os.name != "posix", reason="names of bytes that are no UTF-8 exist on POSIX systems alone")
def test_a_file_name_that_is_no_utf8_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    """Old archives hold such names; SQLite and a terminal can't take them as they are."""
    bad = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        bad.write_text("A talk.\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    good = write(tmp_path / "good.txt")
    for path in (bad, good):
        for item in read_file(path):
            item.source_path.encode()  # can be stored and printed
    assert [type(item).__name__ for item in read_file(good)] == ["Document"]


def test_a_text_of_too_many_characters_is_refused_whatever_its_format() -> None:
    with pytest.raises(Unreadable, match=r"10,000,001 characters; documents of up to 10,000,000 are taken"):
        make_document("x", Content("a" * (MAX_CHARACTERS + 1)))


def test_every_format_is_found(tmp_path: Path) -> None:
    names = ["a.txt", "b.md", "c.html", "d.HTM", "e.pdf", "f.docx", "g.jsonl", "h.jsonl.gz", "i.csv", "j.parquet"]
    for name in names:
        write(tmp_path / name)
    assert [path.name for path in find_files([tmp_path])] == names


def test_what_a_browser_saves_beside_a_page_is_no_document(tmp_path: Path) -> None:
    """ "Save page, complete" writes `NAME.html` and its pictures, scripts and frames into `NAME_files`."""
    page = write(tmp_path / "talk.html")
    write(tmp_path / "talk_files" / "frame.html")
    write(tmp_path / "talk_files" / "script.js")
    kept = write(tmp_path / "other_files" / "notes.txt")
    assert find_files([tmp_path]) == [kept, page]
    assert list(passed_over([tmp_path])) == []


def test_rows_of_a_collection_become_documents_and_say_where_they_are_from(tmp_path: Path) -> None:
    path = write(tmp_path / "talks.jsonl", '{"id": "one", "text": "A talk."}\n{"id": "two"\n{"text": "No id."}\n{"id": "four"}\n')
    read = list(read_file(path))
    assert [(d.id, d.source_path, d.source_row) for d in read if isinstance(d, Document)] == [("one", str(path), 1), ("talks-3", str(path), 3)]
    assert [d.sha256 for d in read if isinstance(d, Document)] == [digest("A talk."), digest("No id.")]
    problems = [item for item in read if isinstance(item, Problem)]
    assert [problem.source_path for problem in problems] == [f"{path}:2", f"{path}:4"]
    assert problems[1].message == 'it has no "text"'


def test_what_a_companion_says_goes_before_what_the_file_says(tmp_path: Path) -> None:
    path = write(tmp_path / "talk.md", "---\ntitle: Of the file\ndate: 2024-03-05\n---\n\nA talk.\n")
    write(tmp_path / "talk.yml", "title: Of the companion\n")
    document = read_document(path)
    assert (document.title, document.date) == ("Of the companion", "2024-03-05")
