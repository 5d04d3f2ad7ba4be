"""Plain text: bytes in any common encoding to text, line ends as one, and nothing else changed."""

import codecs

from charset_normalizer import from_bytes

from etl.extract.content import MAX_CHARACTERS, Content, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65536
_MAX_CONTROLS = 0.02


def read(content: bytes) -> Content:
    """Return the text of a plain text file."""
    return Content(decode(content))


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8 if it is, else the encoding that its byte order mark or charset-normalizer tells.

    Raises Unreadable for empty and for binary content and for an encoding that can't be told.
    """
    if not content.strip():
        raise Unreadable("the file is empty")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return normalise(content.decode(encoding))
            except UnicodeDecodeError:
                raise Unreadable(f"the file says it is {encoding}, but is not") from None
    if b"\0" in content:
        raise Unreadable("the file is binary, not text")
    try:
        return normalise(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    text = _western(content) or _guessed(content)
    if text is None or _controls(text) > _MAX_CONTROLS:
        raise Unreadable("the file's encoding can't be told; save it as UTF-8")
    return normalise(text)


def _western(content: bytes) -> str | None:
    """Read mostly plain letters with some accents among them as Windows-1252, where statistics would take it for a rarer encoding."""
    accented = sum(byte > 0x9F for byte in content[:_SAMPLE])
    letters = sum(byte | 0x20 in range(0x61, 0x7B) for byte in content[:_SAMPLE])
    if accented > 0.2 * letters:
        return None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _guessed(content: bytes) -> str | None:
    best = from_bytes(content).best()
    return None if best is None else str(best)


def normalise(text: str) -> str:
    r"""Remove a byte order mark and turn line ends into \n, so that offsets hold in the user's own file.

    Raises Unreadable for a text without words and for one over 10 million characters.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("the text is empty")
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"the text has {len(text):,} characters; documents of up to {MAX_CHARACTERS:,} are taken; cut it into several")
    if "\0" in text or _controls(text[:_SAMPLE]) > _MAX_CONTROLS:
        raise Unreadable("the file is binary, not text")
    return text


def _controls(text: str) -> float:
    return sum(c < " " and c not in "\t\n\r\f\v" for c in text) / max(len(text), 1)
