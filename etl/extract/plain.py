"""Plain text: bytes in any common encoding to text, line ends as one, and nothing else changed."""

import codecs

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAX_CHARACTERS = 10_000_000


class Unreadable(ValueError):
    """Content that is no text: says why."""


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
    if b"\0" in content[:65536]:
        raise Unreadable("the file is binary, not text")
    try:
        return normalise(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    best = from_bytes(content).best()
    if best is None or _controls(str(best)) > 0.02:
        raise Unreadable("the file's encoding can't be told; save it as UTF-8")
    return normalise(str(best))


def normalise(text: str) -> str:
    r"""Remove a byte order mark and turn line ends into \n, so that offsets hold in the user's own file.

    Raises Unreadable for a text without words and for one over 10 million characters.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("the text is empty")
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"the text has {len(text):,} characters; documents of up to {MAX_CHARACTERS:,} are taken")
    if _controls(text[:65536]) > 0.02:
        raise Unreadable("the file is binary, not text")
    return text


def _controls(text: str) -> float:
    return sum(c < " " and c not in "\t\n\r\f\v" for c in text) / max(len(text), 1)
