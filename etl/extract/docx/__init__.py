"""Word documents (.docx): the text that Word prints in the body, without what stands in its margins.

The XML is read with lxml rather than python-docx, which gives no text boxes, notes, lists' numbers, fields or tracked changes, and unpacks
whatever it is given.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from etl.extract.content import Content, TextBuilder, Unreadable
from etl.extract.docx.lists import Lists
from etl.extract.docx.package import Element, Package, child, children, value
from etl.extract.docx.styles import Styles
from etl.extract.docx.text import Story
from etl.extract.metadata import Metadata

_NO_TITLE = re.compile(
    r"(word )?document ?\d*|document title|title|untitled( document)?|document sans titre|dokument ?\d*|documento ?\d*|документ ?\d*"
    r"|microsoft (office )?word\b.*|normal|.*\b(template|letterhead|vorlage|plantilla|modèle|шаблон)\b.*"
    r"|.*\.(docx?|docm|dotx?|dotm|rtf|odt|pdf|txt|html?)|\S*_\S*|[a-z]:\\.*|.*//.*|\[.*\]|[\W\d_]*",
    re.IGNORECASE | re.DOTALL,
)
"""Titles that programs and templates fill in, and names of files."""
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE | re.DOTALL)
_MAX_TITLE = 300


def read(content: bytes) -> Content:
    """Return the text of a Word document: the body, text boxes after the paragraphs they are tied to, foot- and endnotes at the end.

    Tracked changes count as accepted. Left out are headers and footers, comments, hidden text, tables of contents and captions. Raises
    Unreadable, also for other files under the name of one, for documents with a password and for those without text.
    """
    package = Package(content)
    styles = Styles(package.xml(package.related(package.main, "styles")))
    story = Story(styles, Lists(package.xml(package.related(package.main, "numbering")), styles))
    builder = TextBuilder()
    printed = False
    if (body := child(package.document, "w:body")) is not None:
        for paragraph in story.paragraphs(body):
            printed = printed or (paragraph.heading and builder.empty)
            builder.add(paragraph.runs, heading=paragraph.heading)
    for note in _notes(package, list(story.notes)):
        for paragraph in story.paragraphs(note):
            builder.add(paragraph.runs)
    metadata = _metadata(package)
    found = builder.content(replace(metadata, title=None) if printed else metadata)  # a property may be a template's
    if not found.text:
        raise Unreadable("the document has no text; if its pages are pictures (a scan), their text has to be recognised first")
    return found


def _notes(package: Package, referred: list[tuple[str, str]]) -> Iterator[Element]:
    """Give the notes that the text refers to: footnotes, then endnotes."""
    for part, name in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
        wanted = [key for kind_of_note, key in referred if kind_of_note == part]
        if wanted:
            notes = {value(note, "id"): note for note in children(package.xml(package.related(package.main, part)), name)}
            yield from (notes[key] for key in wanted if key in notes)


def _metadata(package: Package) -> Metadata:
    """Return title and language from the document's properties. Its days are those of the file, not of what it tells."""
    properties = package.xml(package.related("", "core-properties"))
    title = " ".join(_text(child(properties, "dc:title")).split())
    language = _LANGUAGE.fullmatch(_text(child(properties, "dc:language")).strip())
    return Metadata(
        title=None if len(title) > _MAX_TITLE or _NO_TITLE.fullmatch(title) else title,
        language=None if language is None else language[1].lower(),
    )


def _text(element: Element | None) -> str:
    return "" if element is None else element.text or ""
