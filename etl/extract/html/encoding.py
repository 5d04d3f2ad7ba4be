"""The bytes of a page to its text: in UTF-8 if they are, else in the encoding that the page names, else in one that they look like."""

import codecs
import re

from etl.extract import plain
from etl.extract.content import Unreadable

_HEAD = 8192
_DECLARED = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w:-]{2,30})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:-]{2,30})", re.IGNORECASE)
_KNOWN = re.compile(r"iso8859-\d+|cp\d+|koi8-[rtu]|gb\w+|hz|big5\w*|shift_jis\w*|euc_\w+|iso2022_\w+|mac-\w+|kz1048|ptcp154|tis-620|ascii|johab")
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
"""What browsers read where a page names an encoding that is a part of another."""
_MAX_LOST = 0.005
_MAX_CONTROLS = 0.02
_CONTROL_BYTES = bytes({*range(32)} - set(b"\t\n\v\f\r\x1b"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode_page(content: bytes) -> str:
    """Return a page's text without control characters.

    Raises Unreadable for empty and for binary content and for an encoding that can't be told.
    """
    if not content.strip(b" \t\n\r\f\v\0"):
        raise Unreadable("the file is empty")
    return _CONTROL.sub("", _decoded(content))


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-8" if content.startswith(codecs.BOM_UTF8) else "utf-16"
        return content.decode(encoding, "replace").removeprefix("\ufeff")
    if wide := _wide(content):
        return content.decode(wide, "replace")
    if len(content) - len(content.translate(None, _CONTROL_BYTES)) > _MAX_CONTROLS * len(content):
        raise Unreadable("the file is binary, no page")
    named = _named(content)
    if named and named.startswith(("iso2022", "hz")) and (text := _readable(content, named)):
        return text
    text = _readable(content, "utf-8") or (_readable(content, named) if named else None)
    return text or plain.decode(content.replace(b"\0", b""))


def _wide(content: bytes) -> str | None:
    """Return the encoding of a page in UTF-16 that does not say so: every other byte of its first letters is nought."""
    head = content[:64]
    if len(head) == 64 and not head[::2].strip(b"\0"):
        return "utf-16-be"
    return "utf-16-le" if len(head) == 64 and not head[1::2].strip(b"\0") else None


def _named(content: bytes) -> str | None:
    """Return Python's name of the encoding that a page says it is in, if it is one of those that pages are in."""
    found = _DECLARED.search(content[:_HEAD])
    if found is None:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii", "ignore")).name
    except LookupError:
        return None
    return _MEANT.get(name, name) if _KNOWN.fullmatch(name) else None


def _readable(content: bytes, encoding: str) -> str | None:
    """Return the text in an encoding, if hardly any of its letters beyond ASCII are broken, or just the last, where the file was cut off."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
    broken = text.count("\ufffd")
    others = sum(c > "\x7f" for c in text) - broken
    cut_off = broken == 1 and others > 0 and text.endswith("\ufffd")
    return text if cut_off or broken <= _MAX_LOST * others else None
