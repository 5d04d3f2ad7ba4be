"""Who speaks when: cut a document into parts and turns by the conventions it keeps itself.

A text is a row of paragraphs. Each is classed by what it looks like (`paragraphs`), labels are accepted by their words and by
what else the document shows (`labels`), and one walk over the paragraphs gives each to a speaker, to the narration or to
neither (`scenes`); what comes of it is put together as parts and turns (`assembly`).
"""

from dataclasses import replace
from typing import Any

from etl.language.names import LabelReader
from etl.language.paragraphs import cut_paragraphs
from etl.records import Document, Span
from etl.transform.turns.assembly import Segmentation, assemble
from etl.transform.turns.labels import LabelFinder
from etl.transform.turns.paragraphs import Paragraph, ParagraphKinds
from etl.transform.turns.scenes import Scenes
from etl.vocabulary import Vocabulary

__all__ = ["Segmentation", "TurnFinder"]


class TurnFinder:
    """Cuts documents into parts and turns; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        self._kinds = ParagraphKinds(vocabulary)
        self._labels = LabelFinder(vocabulary, reader)
        self._scenes = Scenes(vocabulary, reader)

    def __call__(self, document: Document) -> Segmentation:
        """Return the parts (which partition the text), the turns and what each turn's label says."""
        paragraphs = _paragraphs(document, self._kinds.first_person)
        for paragraph in paragraphs:
            self._classify(paragraph)
        title = self._kinds.title(document, paragraphs)
        self._labels.settle(paragraphs, document)
        walked = self._scenes(document, paragraphs)
        days = (day for p, _ in walked if p.kind in ("dateline", "title") and (day := self._kinds.day(" ".join(p.text.split()))))
        spans = tuple(Span(paragraph.start, paragraph.end) for paragraph in paragraphs)
        return replace(assemble(document, walked, title), day=next(days, None), paragraphs=spans)

    def _classify(self, paragraph: Paragraph) -> None:
        rule = self._kinds.of(paragraph.text)
        if rule is not None and not (rule.data.get("unless_label") and self._labels.names(paragraph.text)):
            paragraph.kind = rule.data["kind"]
            paragraph.front, paragraph.within, paragraph.tail = (bool(rule.data.get(key)) for key in ("front", "within", "tail"))
        elif self._labels.read(paragraph):
            return
        elif self._kinds.is_dateline(paragraph.text):
            paragraph.kind, paragraph.front = "dateline", True
        elif self._kinds.is_heading(paragraph):
            paragraph.kind = "heading"


def _paragraphs(document: Document, first_person: Any) -> list[Paragraph]:
    """Cut the text into paragraphs, with what the format's marks say of each."""
    text = document.text
    paragraphs = [Paragraph(start, end, text[start:end], first_person) for start, end in cut_paragraphs(text)]
    index = 0
    for mark in document.marks:
        while index < len(paragraphs) and paragraphs[index].end <= mark.start:
            index += 1
        if index == len(paragraphs):
            break
        paragraph = paragraphs[index]
        if mark.kind == "heading":
            paragraph.heading = True
        elif mark.start <= paragraph.start:
            paragraph.bold = min(mark.end, paragraph.end) - paragraph.start
    return paragraphs
