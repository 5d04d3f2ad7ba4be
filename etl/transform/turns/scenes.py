"""The walk over a document's paragraphs: who has the word, and where the publisher speaks again."""

import re
from collections.abc import Sequence

from etl.language.names import LabelReader
from etl.language.paragraphs import capitalised
from etl.language.patterns import spaced
from etl.records import Document
from etl.transform.turns.announced import AnnouncedSpeakers
from etl.transform.turns.assembly import Speaking
from etl.transform.turns.paragraphs import Paragraph, speaks, stopped
from etl.transform.turns.quotations import Quotations
from etl.vocabulary import Vocabulary

Walked = list[tuple[Paragraph, Speaking | None]]

_ITEM = re.compile(r"(?:[-–—•·*]|\d{1,3}[.)])\s+(?=\S)")
_DASH = re.compile(r"[-–—][ \u00a0]+")
_OPENING = '“«"'
_CLOSING = '”»"'
_LINE = 90  # a paragraph of fewer characters that is no sentence is a line by itself: a heading, a place
_IN_A_LIST = 600
_LAST = 4  # paragraphs that are a document's end


class Scenes:
    """Gives paragraphs to speakers; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        self._announced = AnnouncedSpeakers(vocabulary, reader)
        self._quotations = Quotations(vocabulary, reader)
        self._returns = re.compile("|".join(f"(?:{spaced(rule.pattern or '')})" for rule in vocabulary.ruleset("turns.returns")))

    def __call__(self, document: Document, paragraphs: Sequence[Paragraph]) -> Walked:
        """Give every paragraph its kind and, where it belongs to a speech, its speaking."""
        _cut_tail(paragraphs)
        self._announced.drop_addresses(document, paragraphs)
        labelled = any(p.label for p in paragraphs)
        if not labelled and (only := self._announced.only(document, paragraphs)):
            return self._one_speaker(paragraphs, only)
        opening = self._announced.opening(document, paragraphs)
        answering = self._announced.answering(document, paragraphs)
        speaking: Speaking | None = None
        back = self._back_to_narration(paragraphs)
        opened = awaiting = last_list = quoted = False
        result: Walked = []
        for index, paragraph in enumerate(paragraphs):
            if index in back:
                speaking = None
            if opening and index == opening[0]:
                speaking, opened, awaiting = opening[1], True, True
            if paragraph.front and awaiting:
                paragraph.kind = None
            if paragraph.label is not None:
                assert paragraph.printed is not None
                if speaking is None or paragraph.label.function or paragraph.printed != speaking.printed:
                    speaking = Speaking(paragraph.label, paragraph.printed)
                opened, awaiting, quoted = True, paragraph.alone, False
                paragraph.kind = "speech"
            elif paragraph.kind == "separator":
                speaking, quoted = None, False
            elif (paragraph.kind == "footer" and opened and not paragraph.within) or paragraph.kind in ("list", "narration"):
                speaking = None
            elif paragraph.kind in ("dateline", "heading") and speaking is not None:
                # Inside a speech a line with a date is said.
                paragraph.kind = "speech" if paragraph.kind == "dateline" else paragraph.kind
            elif paragraph.kind is None:
                if speaking is not None and answering and speaking.label.function and not awaiting:
                    speaking = answering
                if speaking is None and (said := self._quotations.read(paragraph)):
                    paragraph.kind = "speech"
                    result.append((paragraph, said))
                    continue
                if speaking is not None:
                    paragraph.kind = "speech"
                    if awaiting and (dash := _DASH.match(paragraph.text)):
                        paragraph.body = paragraph.start + dash.end()
                    quoted = (awaiting and paragraph.text[0] in _OPENING) or quoted
                    awaiting = False
                    if quoted:
                        result.append((paragraph, speaking))
                        if _strip_quotation(paragraph):
                            speaking, quoted = None, False
                        continue
                else:
                    paragraph.kind = _unspoken(paragraph, last_list=last_list, before_speech=labelled and not opened)
            last_list = paragraph.kind == "list" or (paragraph.kind == "heading" and paragraph.text.endswith(":"))
            result.append((paragraph, speaking if paragraph.kind in ("speech", "stage") else None))
        return result

    def _back_to_narration(self, paragraphs: Sequence[Paragraph]) -> set[int]:
        """Return where, after a speech and without a separator, the publisher speaks again.

        Only at the end, but in documents that the publisher narrates (some words of theirs stand before the first speech) anywhere.
        """
        first = next((index for index, p in enumerate(paragraphs) if p.label), None)
        if first is None:
            return set()
        narrated = any(p.kind is None and stopped(p.text) for p in paragraphs[:first])
        back: set[int] = set()
        candidate: int | None = None
        for index in range(first, len(paragraphs)):
            paragraph = paragraphs[index]
            if paragraph.label is not None or paragraph.kind == "separator":
                back |= {candidate} if candidate is not None else set()
                candidate = None
            elif candidate is not None:
                candidate = None if speaks(paragraph) else candidate
            elif paragraph.kind is None and index > first and not paragraphs[index - 1].alone and (narrated or index >= len(paragraphs) - _LAST):
                candidate = index if self._returns.match(paragraph.text) and not speaks(paragraph) else None
        return back | ({candidate} if candidate is not None else set())

    def _one_speaker(self, paragraphs: Sequence[Paragraph], speaking: Speaking) -> Walked:
        """Give the words to the one speaker: not the lines and the publisher's lead before them, nor what follows a separator and is not theirs."""
        result: Walked = []
        begun = over = False
        first = self._announced.start(paragraphs)
        for index, paragraph in enumerate(paragraphs):
            over = over or (begun and paragraph.kind == "separator" and not any(speaks(p) for p in paragraphs[index + 1 :] if p.kind is None))
            if paragraph.kind is None and over:
                quoted = self._quotations.read(paragraph)
                paragraph.kind = "speech" if quoted else _unspoken(paragraph, last_list=False, before_speech=False)
                result.append((paragraph, quoted))
                continue
            if paragraph.kind is None and index < first:
                paragraph.kind = _unspoken(paragraph, last_list=False, before_speech=True)
            elif paragraph.kind is None:
                addressed = paragraph.text.endswith(",") or self._announced.salutes(paragraph)
                line = not begun and len(paragraph.text) <= _LINE and not stopped(paragraph.text) and not addressed
                paragraph.kind = ("dateline" if capitalised(paragraph.text) else "heading") if line else "speech"
            begun = begun or paragraph.kind == "speech"
            result.append((paragraph, speaking if paragraph.kind == "speech" or (begun and paragraph.kind == "stage") else None))
        return result


def _strip_quotation(paragraph: Paragraph) -> bool:
    """Leave the marks of a quotation that goes on over paragraphs out of the words; return whether it closes here."""
    text = paragraph.text
    if paragraph.body is None and text[0] in _OPENING:
        paragraph.body = paragraph.start + 1
    closes = text[-1] in _CLOSING and (text[-1] != '"' or text.count('"') % 2 == (0 if text[0] == '"' else 1))
    if closes:
        paragraph.until = paragraph.end - 1
    return closes


def _cut_tail(paragraphs: Sequence[Paragraph]) -> None:
    """Make what follows "See also" a footer, unless it is the larger part of the text or somebody who was heard speaks again."""
    first = next((index for index, p in enumerate(paragraphs) if p.tail and index), len(paragraphs))
    heard = {p.printed for p in paragraphs[:first] if p.label}
    after = paragraphs[first:]
    if any(p.label and p.printed in heard for p in after) or sum(len(p.text) for p in after) > sum(len(p.text) for p in paragraphs[:first]):
        return
    for paragraph in after:
        paragraph.label, paragraph.body, paragraph.kind = None, None, "footer"


def _unspoken(paragraph: Paragraph, *, last_list: bool, before_speech: bool) -> str:
    """Return what kind a paragraph is that nobody speaks."""
    text = paragraph.text
    sentence = stopped(text)
    item = _ITEM.match(text)
    words = text[item.end() :] if item else text
    if (last_list or item) and len(text) < _IN_A_LIST and not stopped(text.rstrip(".")) and (capitalised(words) or (last_list and "," in words)):
        return "list"
    if len(text) > _LINE or sentence:
        return "narration"
    if before_speech and capitalised(text):
        return "dateline"
    return "narration" if item else "heading"
