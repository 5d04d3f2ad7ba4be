"""The parts of a Word file: a zip of XML files, opened without trust in what it says of itself."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from etl.extract.content import MAX_BYTES, Unreadable

_SAVE = "open it in Word and save it as .docx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "the document is protected by a password; save it without one"),
    ("WordDocument", f"the file is an old Word document (.doc); {_SAVE}"),
    ("Workbook", "the file is an old Excel workbook, no Word document"),
    ("PowerPoint Document", "the file is an old PowerPoint presentation, no Word document"),
)
_OTHER_ZIPS = (("xl/workbook.xml", "an Excel workbook (.xlsx)"), ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)"))
_MEDIA_TYPES = ((b"application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)"), (b"application/epub+zip", "an e-book (.epub)"))
_OTHER_STARTS = (
    (b"{\\rtf", f"the file is RTF, no Word document; {_SAVE}"),
    (b"%PDF-", "the file is a PDF; give it a name that ends in .pdf"),
    (b"<", f"the file is a web page or XML, no Word document; {_SAVE}, or, if it is a web page, give it a name that ends in .html"),
)
_DAMAGED = "the file is damaged or cut off; open it in Word and save it anew"
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, OverflowError, IndexError,
)  # fmt: skip
"""What `zipfile` raises for damaged files; only the first is documented."""
_MAX_SIGNS = 5_000_000
"""Tags, and attributes with them, that a part may have: each takes some 100 bytes as a tree."""
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",  # files saved as "Strict Open XML"
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "core:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_WORD = tuple(namespace for namespace, prefix in _NAMESPACES.items() if prefix == "w:")
TEXTS = tuple(f"{{{namespace}}}t" for namespace, prefix in _NAMESPACES.items() if prefix in ("w:", "m:"))
"""Full names of what holds words (`w:t`, `m:t`)."""

Element: TypeAlias = etree._Element


class Package:
    """A Word file's parts by name. All of them together may unpack to `MAX_BYTES`."""

    def __init__(self, content: bytes) -> None:
        """Open a file. Raises Unreadable for anything but a zip that holds a Word document."""
        if not content.strip(b"\0 \t\r\n"):
            raise Unreadable("the file is empty")
        if not content.startswith(b"PK"):
            raise Unreadable(_other_format(content))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _ZIP_ERRORS:
            raise Unreadable(_DAMAGED) from None
        self._names = {name.lower(): name for name in self._zip.namelist()}  # names of parts are compared without case
        self._left = MAX_BYTES
        main = self.related("", "officeDocument")
        if main is None and "word/document.xml" in self._names:
            main = "word/document.xml"
        self.main = main or ""
        root = self.xml(self.main)
        if root is None or kind(root) != "w:document":
            raise Unreadable(self._other_zip())
        self.document: Element = root

    def xml(self, name: str | None) -> Element | None:
        """Return the root of a part, None where there is no such part. Raises Unreadable for one that is damaged or too large."""
        content = None if name is None else self._part(name)
        if content is None:
            return None
        if any(doctype in content for doctype in _DOCTYPES):
            raise Unreadable("the file declares XML entities, which a Word document never does; it is not read")
        if content.count(b"<") + content.count(b"=") > _MAX_SIGNS:
            raise Unreadable(f"{name} has more than {_MAX_SIGNS:,} tags and attributes; cut the document into several")
        try:
            return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
        except etree.XMLSyntaxError as error:
            if "Excessive depth" in str(error) or "limit exceeded" in str(error):
                raise Unreadable(f"{name} is nested too deep or has too long a text") from None
            raise Unreadable(f"{name} is damaged: {error.msg}") from None
        except (ValueError, LookupError):
            raise Unreadable(f"{name} is damaged") from None

    def related(self, part: str, relation: str) -> str | None:
        """Return the name of the part that another part (the file as a whole: "") names by a kind of relation, such as `styles`."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for item in () if root is None else root:
            if kind(item) == "rel:Relationship" and item.get("Type", "").endswith(f"/{relation}") and item.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
        return None

    def _part(self, name: str) -> bytes | None:
        """Unpack a part, counting what comes out: what the zip says of sizes may be wrong."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        info = self._zip.getinfo(stored)
        if info.flag_bits & 1:
            raise Unreadable("the file is protected by a password; save it without one")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others unpack without a limit to one step
            raise Unreadable(f"{name} is packed in a way that Word documents never are; {_SAVE}")
        if info.file_size > self._left:
            raise Unreadable(_too_large())
        try:
            with self._zip.open(info) as part:
                content = part.read(self._left + 1)
        except _ZIP_ERRORS:
            raise Unreadable(_DAMAGED) from None
        self._left -= len(content)
        if self._left < 0:
            raise Unreadable(_too_large())
        return content

    def _other_zip(self) -> str:
        for name, what in _OTHER_ZIPS:
            if name in self._names:
                return f"the file is {what}, no Word document"
        media_type = self._part("mimetype") or b""
        for start, what in _MEDIA_TYPES:
            if media_type.startswith(start):
                return f"the file is {what}, no Word document; {_SAVE}"
        if "[content_types].xml" in self._names:
            return "the file has no word/document.xml, which holds a Word document's text; open it in Word and save it anew"
        return "the file is a zip archive, no Word document; unpack it and give its files"


def _too_large() -> str:
    return f"the file unpacks to more than {MAX_BYTES // 1_000_000} MB, which no document does"


def _other_format(content: bytes) -> str:
    """Say what a file is that is no zip."""
    if content.startswith(_OLE):
        for stream, message in _OLE_STREAMS:
            if stream.encode("utf-16-le") in content:
                return message
        return f"the file is in an old Office format, no Word document; {_SAVE}"
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((message for prefix, message in _OTHER_STARTS if start.startswith(prefix)), f"the file is no Word document; {_SAVE}")


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    return _NAMESPACES.get(namespace, "") + name if namespace in _NAMESPACES else ""


def kind(element: Element) -> str:
    """Return an element's name with the usual prefix of its namespace (`w:p`), "" for one of a namespace that is not read."""
    tag = element.tag
    return _short(tag) if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of a name, or the first grandchild along a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Give the children of a name."""
    return iter(()) if element is None else (item for item in element if kind(item) == name)


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of Word's namespace."""
    found: str | None = None
    for namespace in _WORD:
        if element is not None and found is None:
            found = element.get(f"{{{namespace}}}{name}")
    return found


def switched_on(element: Element | None) -> bool | None:
    """Return whether a property is on (it is where it has no value), None where it is not given."""
    return None if element is None else value(element) not in ("0", "false", "off")


def number(text: str | None) -> int | None:
    """Return a whole number of sensible size."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None
