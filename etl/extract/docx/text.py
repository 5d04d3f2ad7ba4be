"""What a Word document prints as paragraphs: text as it is after all tracked changes, lists with their numbers, tables, text boxes, notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.extract.content import Run, Unreadable
from etl.extract.docx.lists import Lists
from etl.extract.docx.package import TEXTS, Element, child, kind, switched_on, value
from etl.extract.docx.styles import Style, Styles
from etl.extract.docx.symbols import in_font, symbol

_WRAPPERS = {
    "w:hyperlink", "w:smartTag", "w:customXml", "w:ins", "w:moveTo", "w:fldSimple", "w:dir", "w:bdo", "w:sdtContent", "w:ruby", "w:rubyBase",
}  # fmt: skip
"""What stands round words without changing them. Not among them, and so not read: deletions, what was moved away, comments."""
_BREAKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_DRAWINGS = {"w:drawing", "w:pict", "w:object"}
_MAX_CELL = 150
"""Characters in a cell of a table of data; a longer one is running text."""
_SEPARATOR = " | "


@dataclass(slots=True)
class Paragraph:
    """A paragraph that is printed."""

    runs: list[Run]
    heading: bool = False


@dataclass(slots=True)
class _Field:
    """A field (`PAGE`, `REF x`): its instruction is not printed, its result is."""

    instruction: bool = True


@dataclass(slots=True)
class _Line:
    """What is gathered of one paragraph: runs, each with the field in whose instruction it stands, and the text boxes tied to it."""

    style: Style
    runs: list[tuple[Run, _Field | None]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class Story:
    """Turns the body of a document, or a note, into paragraphs. Lists are counted and notes gathered on the way."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self.notes: dict[tuple[str, str], None] = {}
        """The notes that are referred to, in order: which part (footnotes or endnotes) and which id."""
        self._styles = styles
        self._lists = lists
        self._fields: list[_Field] = []
        self._outermost: int | None = None  # place of the first field that is in its instruction; those within it print nothing either
        self._held: list[Run] = []  # words of a paragraph that runs into the next

    def paragraphs(self, container: Element) -> Iterator[Paragraph]:
        """Give the paragraphs of a body, a cell, a text box or a note."""
        yield from self._blocks(container)
        if self._held:
            yield Paragraph(self._taken())

    def _blocks(self, container: Element) -> Iterator[Paragraph]:
        for item in container:
            name = kind(item)
            if name == "w:p":
                yield from self._paragraph(item)
            elif name == "w:tbl":
                if self._held:
                    yield Paragraph(self._taken())
                yield from self._table(item)
            elif name == "w:altChunk":
                raise Unreadable("parts of the document are other files put into it; open it in Word and save it as .docx, which makes it one text")
            elif (inner := _inner(item)) is not None:
                yield from self._blocks(inner)

    def _paragraph(self, item: Element) -> Iterator[Paragraph]:
        properties = child(item, "w:pPr")
        line = _Line(self._styles.paragraph(properties))
        self._inline(item, line)
        # A field that is still in its instruction where the paragraph ends is broken: what it holds is printed.
        runs = [run for run, inside in line.runs if inside is None or inside.instruction]
        if self._outermost is not None:
            del self._fields[self._outermost :]
            self._outermost = None
        if line.style.role != "aside":
            if _runs_on(properties):
                self._held += runs
            else:
                label = self._lists.label(line.style)
                runs = self._taken() + runs
                if any(run.text.strip() for run in runs):
                    yield Paragraph([Run(label), *runs] if label else runs, line.style.role == "heading")
        for box in line.boxes:
            yield from self._apart(box)

    def _taken(self) -> list[Run]:
        held, self._held = self._held, []
        return held

    def _apart(self, container: Element) -> Iterator[Paragraph]:
        """Give the paragraphs of what stands apart from the text round it: no field and no paragraph runs across."""
        state = self._fields, self._outermost, self._held
        self._fields, self._outermost, self._held = [], None, []
        yield from self.paragraphs(container)
        self._fields, self._outermost, self._held = state

    def _inline(self, container: Element, line: _Line) -> None:
        for item in container:
            name = kind(item)
            if name == "w:r":
                self._run(item, line)
            elif name in ("m:oMath", "m:oMathPara"):
                self._add("".join(text.text or "" for text in item.iter(*TEXTS)), False, line)
            elif (inner := _inner(item)) is not None:
                self._inline(inner, line)

    def _run(self, item: Element, line: _Line) -> None:
        properties = child(item, "w:rPr")
        bold, hidden = self._styles.run(properties, line.style)
        fonts = child(properties, "w:rFonts")
        self._pieces(item, line, bold, hidden, value(fonts, "ascii") or value(fonts, "hAnsi") or "")

    def _pieces(self, container: Element, line: _Line, bold: bool, hidden: bool, font: str) -> None:
        for item in container:
            name = kind(item)
            if name == "w:fldChar":
                self._field(value(item, "fldCharType"))
            elif hidden:
                continue
            elif name == "w:t":
                self._add(in_font(item.text or "", font).replace("\n", " "), bold, line)
            elif name in _BREAKS:
                self._add(_BREAKS[name], bold, line)
            elif name == "w:sym":
                code = value(item, "char") or ""
                self._add(symbol(int(code, 16), value(item, "font") or "") if _is_hex(code) else " ", bold, line)
            elif name in _NOTES:
                self.notes[_NOTES[name], value(item, "id") or ""] = None
            elif name in _DRAWINGS:
                line.boxes += _boxes(item)
            elif name == "w:ruby":
                self._inline(item, line)
            elif name == "mc:AlternateContent" and (chosen := _inner(item)) is not None:
                self._pieces(chosen, line, bold, hidden, font)

    def _add(self, text: str, bold: bool, line: _Line) -> None:
        if text:
            line.runs.append((Run(text, bold), None if self._outermost is None else self._fields[self._outermost]))

    def _field(self, what: str | None) -> None:
        last = len(self._fields) - 1
        if what == "begin":
            self._fields.append(_Field())
            if self._outermost is None:
                self._outermost = last + 1
        elif last >= 0 and what in ("separate", "end"):
            self._fields[last].instruction = False
            if self._outermost == last:
                self._outermost = None
            if what == "end":
                self._fields.pop()

    def _table(self, table: Element) -> Iterator[Paragraph]:
        rows: list[list[list[Paragraph]]] = []
        nested = False
        for row in _through(table, "w:tr"):
            if _is_dropped(child(row, "w:trPr"), "w:del", "w:hidden"):
                continue
            rows.append([])
            for cell in _through(row, "w:tc"):
                properties = child(cell, "w:tcPr")
                if not _is_dropped(properties, "w:cellDel") and not _is_continued(properties):
                    rows[-1].append(list(self._apart(cell)))
                    nested = nested or next(_through(cell, "w:tbl"), None) is not None
        yield from _of_data(rows) if not nested and _is_data(rows) else (paragraph for row in rows for cell in row for paragraph in cell)


def _inner(item: Element) -> Element | None:
    """Return what holds the words of a wrapper, None for what has none of the document's own."""
    name = kind(item)
    if name in _WRAPPERS:
        return item
    if name == "w:sdt":
        properties = child(item, "w:sdtPr")
        gallery = value(child(properties, "w:docPartObj", "w:docPartGallery")) or ""
        if gallery == "Table of Contents" or switched_on(child(properties, "w:showingPlcHdr")):
            return None
        return child(item, "w:sdtContent")
    if name == "mc:AlternateContent":
        return next((way for way in item if kind(way) in ("mc:Choice", "mc:Fallback") and next(way.iter(*TEXTS), None) is not None), None)
    return None


def _runs_on(properties: Element | None) -> bool:
    """Whether a paragraph's end is not printed, so that the next goes on in its line: its mark is deleted or hidden, or it is a drop capital."""
    mark = child(properties, "w:rPr")
    if _is_dropped(mark, "w:del", "w:moveFrom", "w:vanish"):
        return True
    return (value(child(properties, "w:framePr"), "dropCap") or "none") != "none"


def _is_dropped(properties: Element | None, *names: str) -> bool:
    return any(switched_on(child(properties, name)) for name in names)


def _is_continued(properties: Element | None) -> bool:
    """Whether a cell is hidden below (or after) one that it is merged with."""
    return any(found is not None and value(found) in (None, "continue") for found in (child(properties, name) for name in ("w:vMerge", "w:hMerge")))


def _boxes(item: Element) -> list[Element]:
    """Return the texts in a drawing, in order; of a drawing that is given in two ways one is taken."""
    found: list[Element] = []
    for part in item:
        if kind(part) == "w:txbxContent":
            found.append(part)
        else:
            inner = _inner(part) if kind(part) == "mc:AlternateContent" else part
            found += [] if inner is None else _boxes(inner)
    return found


def _through(item: Element, name: str) -> Iterator[Element]:
    """Give the rows of a table, or the cells of a row, also those that stand in content controls or were inserted."""
    for part in item:
        if kind(part) == name:
            yield part
        elif (inner := _inner(part)) is not None:
            yield from _through(inner, name)


def _is_data(rows: list[list[list[Paragraph]]]) -> bool:
    """Whether a table holds data rather than giving running text a place: at least two rows of several cells, each of one short paragraph."""
    if sum(sum(1 for cell in row if cell) > 1 for row in rows) < 2:
        return False
    return all(len(cell) < 2 and all(sum(len(run.text) for run in paragraph.runs) <= _MAX_CELL for paragraph in cell) for row in rows for cell in row)


def _of_data(rows: list[list[list[Paragraph]]]) -> Iterator[Paragraph]:
    """Give a paragraph for each row, its cells that are not empty parted by " | "."""
    for row in rows:
        runs: list[Run] = []
        for cell in filter(None, row):
            runs += [Run(_SEPARATOR)] * bool(runs) + [Run(run.text.replace("\n", " "), run.bold) for run in cell[0].runs]
        if runs:
            yield Paragraph(runs)


def _is_hex(code: str) -> bool:
    return 0 < len(code) <= 6 and all(sign in "0123456789abcdefABCDEF" for sign in code)
