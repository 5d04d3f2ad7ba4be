"""The same document as text, Markdown, a web page, PDF and Word gives the same turns, parts and speakers."""

import html
import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from etl.extract.files import read_document
from etl.pipeline import Annotator
from etl.records import Annotation

PDFS = Path(__file__).parent / "pdfs"
TEXT = (PDFS / "transcript.txt").read_text(encoding="utf-8")
PARAGRAPHS = [" ".join(paragraph.split()) for paragraph in TEXT.strip().split("\n\n")]
MENU = '<nav><a href="/">Home</a><a href="/news">News</a></nav>'
SHARE = '<div class="share-buttons"><a href="#">Share on Facebook</a></div><footer>© The Office of the President. All rights reserved.</footer>'


def as_markdown(paragraphs: list[str]) -> bytes:
    return "\n\n".join(f"# {p}" if not index else p for index, p in enumerate(paragraphs)).encode()


def as_page(paragraphs: list[str]) -> bytes:
    title, *others = map(html.escape, paragraphs)
    body = "".join(f"<p>{p}</p>\n" for p in others)
    return f"<html lang=en><head><title>{title}</title></head><body>{MENU}<article><h1>{title}</h1>{body}</article>{SHARE}</body></html>".encode()


def as_word(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for index, paragraph in enumerate(paragraphs):
        document.add_paragraph(paragraph, style=None if index else "Title")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


WRITERS = {".md": as_markdown, ".html": as_page, ".docx": as_word}


def turns(annotation: Annotation) -> list[tuple[str, str | None, str | None, str | None, str]]:
    names = {person.id: person.name for person in annotation.people}
    return [(t.kind, t.speaker_label, names.get(t.speaker_id or ""), t.role, " ".join(t.text.split())) for t in annotation.turns]


@pytest.fixture(scope="module")
def plain(annotator: Annotator) -> Annotation:
    return annotator(read_document(PDFS / "transcript.txt"))


def test_the_text_has_turns_of_several_people(plain: Annotation) -> None:
    assert len(turns(plain)) > 8
    assert len({name for _, _, name, _, _ in turns(plain)} - {None}) >= 2


@pytest.mark.parametrize("ending", [".md", ".html", ".docx", ".pdf"])
def test_every_format_gives_the_same_turns(ending: str, tmp_path: Path, annotator: Annotator, plain: Annotation) -> None:
    path = tmp_path / f"transcript{ending}"
    path.write_bytes((PDFS / "transcript.pdf").read_bytes() if ending == ".pdf" else WRITERS[ending](PARAGRAPHS))
    annotation = annotator(replace(read_document(path), title=None))  # the PDF has a title of its own among its properties
    assert turns(annotation) == turns(plain)
    assert [part.kind for part in annotation.parts] == [part.kind for part in plain.parts]
    assert annotation.document["title"] == plain.document["title"]
    assert annotation.document["date"] == plain.document["date"]
