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
        salutations = "|".join(re.escape(phrase) for phrase in words["salutations"])
        self._salutation = re.compile(rf"(?:{salutations})\b[^.;:!?]*[,.:!]\Z", re.IGNORECASE)
        self._spoken_by = re.compile(rf"(?:{announcements})\s+(?P<label>.+)", re.IGNORECASE)

    def __call__(self, document: Document, paragraphs: Sequence[Paragraph]) -> Walked:
        """Give every paragraph its kind and, where it belongs to a speech, its speaking."""
        _cut_tail(paragraphs)
        labelled = any(p.label for p in paragraphs)
        if not labelled and (only := self._named_in_title(document, paragraphs)):
            return _one_speaker(paragraphs, only)
        opening = self._unlabelled(document, paragraphs)
        speaking: Speaking | None = None
        back = self._back_to_narration(paragraphs)
        opened = awaiting = last_list = False
        result: Walked = []
        for index, paragraph in enumerate(paragraphs):
            if index in back:
                speaking = None
            if opening and index == opening[0]:
                speaking, opened = opening[1], True
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
            elif paragraph.kind == "footer" and opened and not paragraph.within:
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

    def _unlabelled(self, document: Document, paragraphs: Sequence[Paragraph]) -> tuple[int, Speaking] | None:
        """Return where a speech begins before any label, or where there is none, and who gives it.

        It speaks in the first person, and begins with a form of address or goes on to a label of somebody who asks.
        """
        first = next((index for index, p in enumerate(paragraphs) if p.label), len(paragraphs))
        asked = first < len(paragraphs) and (label := paragraphs[first].label) is not None and label.function == "press"
        words = [(i, p) for i, p in enumerate(paragraphs[:first]) if p.kind is None and (STOPPED.search(p.text) or self._saluting(p))]
        start = next((i for i, p in words if self._saluting(p) or (asked and _speaks(p))), None)
        if start is None:
            return None
        said = [p for i, p in words if i >= start]
        if sum(map(_speaks, said)) < (0.2 if asked else 0.5) * len(said) or (first == len(paragraphs) and not self._saluting(paragraphs[start])):
            return None
        if first < len(paragraphs) and not asked:
            return None
        speaking = self._announced(document, paragraphs[:start], paragraphs)
        return (start, speaking) if speaking else None

    def _saluting(self, paragraph: Paragraph) -> bool:
        return len(paragraph.text) <= 160 and paragraph.text[-1] in ",!:." and bool(self._salutation.match(paragraph.text))

    def _announced(self, document: Document, before: Sequence[Paragraph], paragraphs: Sequence[Paragraph]) -> Speaking | None:
        """Return whom the title, a line at the front or the lead names first, or else the first who answers."""
        for text in (document.title or "", *(p.text for p in before)):
            words = " ".join(text.split()).split()
            for count in range(min(len(words), 14), 1, -1):
                printed = " ".join(words[:count]).rstrip(",")
                label = self._reader.read(printed) if words[count - 1][:1].isupper() else None
                if label and label.name and (label.office or " " in label.name) and not _SEVERAL.search(printed) and not label.function:
                    return Speaking(label, printed)
        answering = next((p for p in paragraphs if p.label and not p.label.function and p.printed), None)
        return Speaking(answering.label, answering.printed) if answering and answering.label and answering.printed else None

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


def _cut_tail(paragraphs: Sequence[Paragraph]) -> None:
    """Make what follows "See also" a footer, unless it is the larger part of the text or somebody who was heard speaks again."""
    first = next((index for index, p in enumerate(paragraphs) if p.tail and index), len(paragraphs))
    heard = {p.printed for p in paragraphs[:first] if p.label}
    after = paragraphs[first:]
    if any(p.label and p.printed in heard for p in after) or sum(len(p.text) for p in after) > sum(len(p.text) for p in paragraphs[:first]):
        return
    for paragraph in after:
        paragraph.label, paragraph.body, paragraph.kind = None, None, "footer"


def _speaks(paragraph: Paragraph) -> bool:
    """Whether somebody speaks of themselves or to others, what is quoted aside."""
    return bool(_FIRST_PERSON.search(_QUOTED.sub("", paragraph.text)))


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
