"""What a document as a whole shows of its labels: its conventions, and who is named elsewhere."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from etl.language.names import Label
from etl.language.phrases import fold_lower
from etl.records import Document
from etl.transform.turns.paragraphs import Paragraph, stopped

CONVENTION = 3
"""So many labels of one kind are a document's convention."""

_BOLD = 2  # so many sure labels in bold are a convention too
_SHARE = 0.7
_SPOKEN = 1 / 3  # of the paragraphs after lines that name somebody
_ACRONYM = 6  # characters
_QUESTION_PARAGRAPHS = 6  # a question is no longer
_FOLDED_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")

Labelled = list[tuple[int, Paragraph, Label]]


class Evidence:
    """What a document as a whole shows of its labels."""

    def __init__(self, paragraphs: Sequence[Paragraph], document: Document, titles: str) -> None:
        self.labelled = labelled = [(index, p, p.label) for index, p in enumerate(paragraphs) if p.label is not None]
        self._titles = titles
        self._document = document
        self.sure = [label for _, p, label in labelled if not p.doubtful]
        self.bold = sum(bool(p.bold) and not p.doubtful for _, p, _ in labelled) >= _BOLD
        """Whether the document sets its labels in bold."""
        self.inline = {label.surname for _, p, label in labelled if not p.alone and not p.introduced and label.surname}
        """Surnames of labels with words after them."""
        self.texts = {fold_lower(label.text) for label in self.sure}
        self.surnames = {label.surname for label in self.sure} - {None}
        self.counts = Counter(fold_lower(label.name) for _, _, label in labelled if label.name)
        self.marked = any(p.marked and label.name and " " in label.name and self.counts[fold_lower(label.name)] > 1 for _, p, label in labelled)
        self.without_colon = _without_colon(labelled, paragraphs)
        """Where labels stand alone on their lines or in cells of their own, if that is the document's convention: numbers of paragraphs."""
        named = [label for label in self.sure if not label.function and not addressed(label) and not _acronym(label)]
        in_capitals = {fold_lower(label.text) for label in named if label.capitals}
        count = sum(label.capitals for label in named)
        often = Counter(fold_lower(label.text) for label in named if not label.capitals).values()
        formal = any(label.capitals and (label.office or label.honorific) for label in named)
        convention = count >= CONVENTION and count >= _SHARE * len(named)
        self.capitals = in_capitals if convention or (formal and max(often, default=0) < 2) else set()
        """The labels in capitals, folded, where the document prints its labels so."""

    @cached_property
    def _said(self) -> str:
        return fold_lower(self._document.text + " " + (self._document.title or ""))

    @cached_property
    def _pairs(self) -> Counter[tuple[str, str]]:
        """How often each pair of neighbouring words is printed."""
        words = _FOLDED_WORD.findall(self._said)
        return Counter(pairwise(words))

    @cached_property
    def _titled(self) -> frozenset[str]:
        """Words that stand up to three words after a title ("President N N")."""
        pattern = rf"\b(?:{self._titles})\.?((?:\s+[^\s,:;]+){{1,3}})"
        said = (self._document.text + " " + (self._document.title or "")).lower()  # with its commas: "Director, Capital Access, C"
        return frozenset(word for match in re.finditer(pattern, said) for word in _FOLDED_WORD.findall(fold_lower(match[1])))

    @cached_property
    def _surnames_printed(self) -> frozenset[str]:
        """Words in capitals that stand after another, as a surname after a forename."""
        return frozenset(re.findall(r"(?=\b[A-Z][\w.’'-]*\s([A-Z][\w’'-]+))", self._document.text))

    def named_elsewhere(self, paragraph: Paragraph, label: Label) -> bool:
        """Whether the text names them otherwise than before a colon: in full, with a title, or with a forename where the words are a speaker's."""
        name = label.name or ""
        words = _FOLDED_WORD.findall(fold_lower(name))
        if len(words) > 1:
            if min(self._pairs[pair] for pair in pairwise(words)) > 1:
                return True
        elif paragraph.first_person.search(paragraph.text) and name in self._surnames_printed:
            return True
        return bool(label.surname) and label.surname in self._titled

    def repeated(self, paragraph: Paragraph) -> bool:
        """Whether the whole paragraph is printed twice, as titles are ("The Arctic: a territory of dialogue")."""
        return len(paragraph.text) <= 160 and not stopped(paragraph.text) and self._said.count(fold_lower(paragraph.text)) > 1

    def with_dialogue(self, kept: Sequence[bool]) -> list[bool]:
        """Return which labels hold where a name or an outlet ("Reuters:") between labels of others is whoever asks."""
        result = list(kept)
        following: list[int | None] = []
        after: int | None = None
        for number in range(len(kept) - 1, -1, -1):
            following.append(after)
            after = number if kept[number] else after
        before: int | None = None
        for number, after in enumerate(reversed(following)):
            if not kept[number] and before is not None and after is not None:
                result[number] = self._asks(number, before, after)
            before = number if result[number] else before
        return result

    def _asks(self, number: int, before: int, after: int) -> bool:
        index, paragraph, label = self.labelled[number]
        if not paragraph.doubtful or self.bold or label.name is None or paragraph.alone or label.nouns or self.capitals or label.office:
            return False
        next_index, next_paragraph, next_label = self.labelled[after]
        if fold_lower(label.text) in (fold_lower(next_label.text), fold_lower(self.labelled[before][2].text)):
            return False
        words = self._document.text[paragraph.start : next_paragraph.start]
        person = bool(self.sure) and label.name.count(" ") in (1, 2) and paragraph.first_person.search(words) is not None
        return ("?" in words or person) and next_index - index <= _QUESTION_PARAGRAPHS and len(label.text.split()) <= 5


def _without_colon(labelled: Labelled, paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Return where words without a colon are labels: alone on a line, or in a table's cell beside what is said.

    They are if most labels look so, they are printed again or set off by the format, and people speak after them.
    """
    opening = []
    for index, paragraph, _ in labelled:
        if paragraph.cell:
            opening.append((paragraph, paragraph.text[(paragraph.body or 0) - paragraph.start :]))
        elif paragraph.alone and paragraph.doubtful and ":" not in paragraph.text and index + 1 < len(paragraphs):
            following = paragraphs[index + 1]
            if following.label is None:
                opening.append((paragraph, following.text))
    opening = [(paragraph, words) for paragraph, words in opening if stopped(words)]
    if len(opening) < max(CONVENTION, len(labelled) / 2):
        return frozenset()
    texts = {paragraph.printed for paragraph, _ in opening}
    set_off = all(paragraph.heading or paragraph.bold >= len(paragraph.text) for paragraph, _ in opening)
    spoken = sum(paragraph.first_person.search(words) is not None for paragraph, words in opening)
    if (len(texts) == len(opening) and not set_off) or spoken < _SPOKEN * len(opening):
        return frozenset()
    return frozenset(index for index, paragraph, _ in labelled if (paragraph.alone or paragraph.cell) and paragraph.printed in texts)


def addressed(label: Label) -> bool:
    """Whether it is a form of address rather than a label: "Mr. President:", "Dear Minister Verel:"."""
    return (label.honorific and label.name is None and not label.capitals) or label.text.lower().startswith("dear ")


def _acronym(label: Label) -> bool:
    """Whether it is the abbreviation of an outlet ("CCTV:"), which is in capitals whatever the document's convention."""
    return label.capitals and not (label.office or label.honorific) and " " not in label.text and len(label.text) <= _ACRONYM
