"""A small writer of PDF files, for tests that place each word themselves."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FONTS = {"text": "Courier", "bold": "Courier-Bold", "sans": "Helvetica", "heavy": "ABCDEF+Invented-Black"}
TOP = 540.0
LETTER = 0.6
"""Every letter of Courier is as wide as this part of its size."""


@dataclass(frozen=True)
class Words:
    """Words at a place of the page; `y` counts upwards, as PDF does. `matrix` turns them, `operators` stand before them."""

    text: str
    x: float
    y: float
    size: float = 10
    font: str = "text"
    matrix: str = "1 0 0 1"
    operators: str = ""

    def drawn(self) -> bytes:
        encoded = self.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        return f"BT /{self.font} {self.size} Tf {self.operators} {self.matrix} {self.x} {self.y} Tm (".encode() + encoded + b") Tj ET\n"


def width(text: str, size: float = 10) -> float:
    return LETTER * size * len(text)


def objects_file(objects: Mapping[int, bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """Return a PDF file of numbered objects, 1 being the catalogue."""
    result = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(result)
        result += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(result), max(objects) + 1
    result += b"xref\n0 %d\n0000000000 65535 f \n" % size
    result += b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, size))
    return bytes(result) + f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def stream(content: bytes, entries: str = "", *, packed: bool = False) -> bytes:
    if packed:
        content, entries = zlib.compress(content, 9), f"{entries} /Filter /FlateDecode"
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def pdf(pages: Sequence[Iterable[Words] | bytes], *, catalogue: str = "", info: str = "", box: str = "0 0 420 595") -> bytes:
    """Return a PDF file of pages of A5, each given as its words or as its content stream."""
    fonts = {name: 10 + n for n, name in enumerate(FONTS)}
    first = 20
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    font_list = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        3: f"<< {info} >>".encode("utf-16-be" if not info.isascii() else "ascii"),
        4: stream(b"\x80" * 64, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray"),
    }
    for name, number in fonts.items():
        objects[number] = f"<< /Type /Font /Subtype /Type1 /BaseFont /{FONTS[name]} /Encoding /WinAnsiEncoding >>".encode()
    for n, content in enumerate(pages):
        drawn = content if isinstance(content, bytes) else b"".join(words.drawn() for words in content)
        objects[first + 2 * n] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {first + 2 * n + 1} 0 R "
            f"/Resources << /Font << {font_list} >> /XObject << /Image 4 0 R >> >> >>"
        ).encode()
        objects[first + 2 * n + 1] = stream(drawn)
    return objects_file(objects, "/Root 1 0 R /Info 3 0 R")


def wrapped(text: str, letters: int, first: int = 0) -> list[str]:
    """Return the lines of a text that is set greedily, `first` letters of the first line being taken by an indent."""
    lines, room = [""], letters - first
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
            room = letters
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def column(paragraphs: Iterable[str], letters: int = 55, *, x: float = 40, bottom: float = 50, indent: int = 0, gap: float = 0) -> list[list[Words]]:
    """Set paragraphs in Courier of 10 points, 12 points apart, in as many columns (or pages) as they take."""
    columns: list[list[Words]] = [[]]
    y = TOP
    for paragraph in paragraphs:
        for n, line in enumerate(wrapped(paragraph, letters, indent)):
            if y < bottom:
                columns.append([])
                y = TOP
            columns[-1].append(Words(line, x + (width(" " * indent) if n == 0 else 0), y))
            y -= 12
        y -= gap
    return columns
