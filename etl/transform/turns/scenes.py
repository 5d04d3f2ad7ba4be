"""The walk over a document's paragraphs: who has the word, and where the publisher speaks again."""

import re
from collections.abc import Sequence

from etl.language.names import LabelReader
from etl.language.paragraphs import capitalised
from etl.language.patterns import spaced
from etl.records import Document
from etl.transform.turns.assembly import Speaking
from etl.transform.turns.paragraphs import STOPPED, Paragraph
from etl.vocabulary import Vocabulary

Walked = list[tuple[Paragraph, Speaking | None]]

_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|us|my|My|me|you|You|your|Your)\b")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")
_SEVERAL = re.compile(r"\band\b|,\s+[A-Z]\w+\s+[A-Z]")
_DASH = re.compile(r"[-–—][ \u00a0]+")
_LINE = 90  # a paragraph of fewer characters that is no sentence is a line by itself: a heading, a place
_IN_A_LIST = 600


class Scenes:
    """Gives paragraphs to speakers; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        words = vocabulary.words["turns"]
        self._reader = reader
        self._returns = re.compile("|".join(f"(?:{spaced(rule.pattern or '')})" for rule in vocabulary.ruleset("turns.returns")))
        announcements = "|".join(re.escape(phrase) for phrase in words["announcements"])
        self._spoken_by = re.compile(rf"(?:{announcements})\s+(?P<label>.+)", re.IGNORECASE)

    def __call__(self, document: Document, paragraphs: Sequence[Paragraph]) -> Walked:
        """Give every paragraph its kind and, where it belongs to a speech, its speaking."""
        labelled = any(p.label for p in paragraphs)
        if not labelled and (only := self._named_in_title(document, paragraphs)):
            return _one_speaker(paragraphs, only)
        speaking: Speaking | None = None
        back = self._back_to_narration(paragraphs)
        opened = awaiting = last_list = False
        result: Walked = []
        for index, paragraph in enumerate(paragraphs):
            if index in back:
                speaking = None
            if paragraph.front and awaiting:
                paragraph.kind = None
            if paragraph.label is not None:
                assert paragraph.printed is not None
                if speaking is None or paragraph.label.function or paragraph.printed != speaking.printed:
                    speaking = Speaking(paragraph.label, paragraph.printed)
                opened, awaiting, last_list = True, paragraph.alone, False
                paragraph.kind = "speech"
            elif paragraph.kind == "separator":
                speaking, last_list = None, False
            elif paragraph.kind == "footer" and opened and not paragraph.text.strip("\\# ").isdigit():
                speaking = None
            elif paragraph.kind in ("list", "narration"):
                last_list, speaking = paragraph.kind == "list", None
            elif paragraph.kind in ("dateline", "heading") and speaking is not None:
                # Inside a speech a line with a date is said.
                paragraph.kind = "speech" if paragraph.kind == "dateline" else paragraph.kind
            elif paragraph.kind is None:
                if speaking is not None:
                    paragraph.kind = "speech"
                    if awaiting and (dash := _DASH.match(paragraph.text)):
                        paragraph.body = paragraph.start + dash.end()
                    awaiting = False
                else:
                    paragraph.kind = _unspoken(paragraph, last_list=last_list, before_speech=labelled and not opened)
                    last_list = paragraph.kind == "list"
            result.append((paragraph, speaking if paragraph.kind in ("speech", "stage") else None))
        return result

    def _back_to_narration(self, paragraphs: Sequence[Paragraph]) -> set[int]:
        """Return where, after a speech and without a separator, the publisher speaks again.

        Only in documents that the publisher narrates: some words of theirs stand before the first speech or introduce one.
        """
        first = next((index for index, p in enumerate(paragraphs) if p.label), None)
        if first is None or not any(p.kind is None and STOPPED.search(p.text) for p in paragraphs[:first]):
            return set()
        back: set[int] = set()
        candidate: int | None = None
        for index in range(first, len(paragraphs)):
            paragraph = paragraphs[index]
            opens = paragraph.label is not None or paragraph.kind == "separator"
            if opens or _FIRST_PERSON.search(_QUOTED.sub("", paragraph.text)):
                if opens and candidate is not None:
                    back.add(candidate)
                candidate = None
            elif candidate is None and paragraph.kind is None and index > first and not paragraphs[index - 1].alone:
                candidate = index if self._returns.match(paragraph.text) else None
        return back | ({candidate} if candidate is not None else set())

    def _named_in_title(self, document: Document, paragraphs: Sequence[Paragraph]) -> Speaking | None:
        """Return who speaks a text without labels whose title names one speaker ("Speech by Prime Minister N at …")."""
        title = document.title or next((p.text for p in paragraphs if p.kind == "title"), "")
        match = self._spoken_by.match(" ".join(title.split()))
        if match is None:
            return None
        words = match["label"].split()
        for count in range(min(len(words), 14), 0, -1):
            printed = " ".join(words[:count]).rstrip(",")
            label = self._reader.read(printed)
            if label and label.name and not _SEVERAL.search(printed):
                return Speaking(label, printed)
        return None


def _unspoken(paragraph: Paragraph, *, last_list: bool, before_speech: bool) -> str:
    """Return what kind a paragraph is that nobody speaks."""
    text = paragraph.text
    stopped = bool(STOPPED.search(text))
    if last_list and len(text) < _IN_A_LIST and not STOPPED.search(text.rstrip(".")) and "," in text:
        return "list"
    if len(text) > _LINE or stopped:
        return "narration"
    if before_speech and capitalised(text):
        return "dateline"
    return "narration" if text.startswith(("-", "•", "·")) else "heading"


def _one_speaker(paragraphs: Sequence[Paragraph], speaking: Speaking) -> Walked:
    """Give every paragraph of words to the one speaker, but datelines and the like before, and footers."""
    result: Walked = []
    begun = False
    for paragraph in paragraphs:
        if paragraph.kind is None:
            line = not begun and len(paragraph.text) <= _LINE and not STOPPED.search(paragraph.text)
            paragraph.kind = ("dateline" if capitalised(paragraph.text) else "heading") if line else "speech"
        begun = begun or paragraph.kind == "speech"
        result.append((paragraph, speaking if paragraph.kind == "speech" or (begun and paragraph.kind == "stage") else None))
    return result
