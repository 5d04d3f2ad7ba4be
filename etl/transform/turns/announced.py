"""Speakers without a label: named in the title, in a line at the front or in the lead, known to speak by their first person."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import re2

from etl.language.names import Label, LabelReader
from etl.language.phrases import fold_lower
from etl.records import Document
from etl.transform.turns.assembly import Speaking
from etl.transform.turns.paragraphs import Paragraph, speaks, stopped
from etl.vocabulary import Vocabulary

_SEVERAL = re.compile(r"\b(?:and|y)\b")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_ARTICLE = re.compile(r"\A(?:the|la|el)\s", re.IGNORECASE)
_POSSESSIVE = re.compile("[’']s |s[’'] ")
_SMALL_WORDS = frozenset(("by", "of", "on", "at", "in", "for", "with", "to", "and", "from", "de", "del", "en", "a", "con", "y", "por"))
_ADDRESSED = 4
_NAME_LINE = 80  # characters of a line that names somebody or their office
_SALUTATION = 160  # a form of address is no longer
_LONGEST_LABEL = 14  # words
_FRONT = 16  # paragraphs among which an announcement may stand
_LINE = 300  # characters of a title
_ANSWERED = 0.7  # so many questions are followed by an unlabelled paragraph where answers have no label
_SPOKEN = 0.5  # so many of a speaker's paragraphs are in the first person
_SPOKEN_BEFORE_QUESTIONS = 0.2
_SPOKEN_BY_TITLE = 0.15


class AnnouncedSpeakers:
    """Finds who speaks without a label; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        words = vocabulary.words["turns"]
        self._reader = reader
        announcements = "|".join(re.escape(phrase) for phrase in (*words["announcements"], *words["announcements_in_titles"]))
        options = re2.Options()
        options.case_sensitive = False
        self._spoken_by = re2.compile(rf"(?:{announcements})\s+", options)
        kinds = "|".join({phrase.split()[-2] for phrase in words["announcements"] if phrase.endswith(" by")})
        self._possessive = re.compile(rf"(?P<label>[^,:]{{4,100}}?)[’']s? (?:\w+ )?(?:{kinds})\b", re.IGNORECASE)
        self._after_names = frozenset(words["after_names"])
        salutations = "|".join(re.escape(phrase) for phrase in words["salutations"])
        self._salutation = re.compile(rf"(?:{salutations})\b[^.;:!?]*[,.:!]\Z", re.IGNORECASE)

    def salutes(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is a form of address and no more ("Ladies and gentlemen,")."""
        text = paragraph.text.lstrip("-–— \u00a0")
        return len(text) <= _SALUTATION and text[-1:] in (",", "!", ":", ".") and bool(self._salutation.match(text))

    def drop_addresses(self, document: Document, paragraphs: Sequence[Paragraph]) -> None:
        """Drop labels from a text that its title gives to one speaker, where they are few and name others: they are spoken to."""
        labelled = [p for p in paragraphs if p.label]
        if not 0 < len(labelled) <= _ADDRESSED or any(p.label.function or p.label.capitals or p.alone or p.marked for p in labelled if p.label):
            return
        first = next((p for p in paragraphs if p.kind is None and (p.label or stopped(p.text))), None)
        if first is None or first.label:  # a speech that begins with a label
            return
        speaking = self._by_title(document, paragraphs)
        if speaking and all(p.label.surname != speaking.label.surname for p in labelled if p.label and p.label.name):
            for paragraph in labelled:
                paragraph.label = paragraph.body = paragraph.printed = None

    def only(self, document: Document, paragraphs: Sequence[Paragraph]) -> Speaking | None:
        """Return who speaks a text without labels whose title names one speaker ("Speech by Prime Minister N at …").

        A statement in the third person ("The President is glad …") is the publisher's narration, whoever it is by.
        """
        words = [p for p in paragraphs if p.kind is None and stopped(p.text)]
        spoken = sum(map(speaks, words))
        if not spoken or spoken < _SPOKEN_BY_TITLE * len(words):
            return None
        speaking = self._by_title(document, paragraphs)
        if speaking is None and spoken >= _SPOKEN * len(words):
            first = paragraphs.index(words[0]) if words else 0
            lines = [p for p in paragraphs[:first] if p.kind in (None, "heading", "title")]
            speaking = next((found for name, office in pairwise(lines) if (found := self._in_two_lines(name, office))), None)
        return speaking

    def start(self, paragraphs: Sequence[Paragraph]) -> int:
        """Return where the only speaker begins: at a form of address, if one stands near the front, else at the first paragraph."""
        words = [(index, p) for index, p in enumerate(paragraphs) if p.kind is None]
        start = next((index for index, p in words[:6] if self.salutes(p)), 0)
        return start if not any(speaks(p) for index, p in words if index < start) else 0

    def opening(self, document: Document, paragraphs: Sequence[Paragraph]) -> tuple[int, Speaking] | None:
        """Return where a speech begins before any label, or where there is none, and who gives it.

        It is in the first person, and begins with a form of address or goes on to a label of somebody who asks. Where others have labels, the
        title must announce it.
        """
        first = next((index for index, p in enumerate(paragraphs) if p.label), len(paragraphs))
        asked = first < len(paragraphs) and (label := paragraphs[first].label) is not None and label.function == "press"
        words = [(i, p) for i, p in enumerate(paragraphs[:first]) if p.kind is None and (stopped(p.text) or self.salutes(p))]
        if not any(speaks(p) or self.salutes(p) for _, p in words):
            return None
        speaking = self._by_title(document, paragraphs)
        start = next((i for i, p in words if self.salutes(p) or ((asked or speaking) and speaks(p))), None)
        if start is None:
            return None
        end = next((i for i in range(start, first) if paragraphs[i].kind == "separator"), first)
        said = [p for i, p in words if start <= i < end]
        if sum(map(speaks, said)) < (_SPOKEN_BEFORE_QUESTIONS if asked else _SPOKEN) * len(said):
            return None
        if speaking is None and (asked or first == len(paragraphs)):
            speaking = self._by_front(document, paragraphs[:start]) or _first_answering(paragraphs)
        return (start, speaking) if speaking else None

    def answering(self, document: Document, paragraphs: Sequence[Paragraph]) -> Speaking | None:
        """Return who answers where those who ask have labels and whoever answers has none: their label would stand between questions."""
        runs: list[list[int]] = [[]]
        for index, paragraph in enumerate(paragraphs):
            if paragraph.label and paragraph.label.function == "press":
                runs[-1].append(index)
            elif paragraph.label:
                runs.append([])
        longest = max(runs, key=len)
        answered = sum(b - a > 1 for a, b in pairwise(longest))
        others = sum(p.label is not None and p.label.function != "press" for p in paragraphs)
        if answered < max(others, 1 if len(runs) == 1 else 2) or answered < _ANSWERED * (len(longest) - 1):
            return None
        return self._by_title(document, paragraphs) or self._by_front(document, paragraphs[:1])

    def _by_title(self, document: Document, paragraphs: Sequence[Paragraph]) -> Speaking | None:
        lines = (p.text for p in paragraphs[:_FRONT] if len(p.text) <= _LINE and not stopped(p.text))
        first = next((p.label.surname for p in paragraphs if p.label), None)
        for line in (document.title or "", *lines):
            line = " ".join(_IN_BRACKETS.sub(" ", line).split())
            if _POSSESSIVE.search(line) and (match := self._possessive.match(line)):
                return self._longest(match["label"], bare=False)
            if match := self._spoken_by.search(line):
                announced = line[match.end() :]
                return self._longest(announced) or self._first_of_two(announced, first)
        return None

    def _first_of_two(self, text: str, second: str | None) -> Speaking | None:
        """Return the first of two whom a title names, where the second has the first label ("Press point with A and B")."""
        words, _, others = text.partition(" and ")
        speaking = self._longest(words)
        return speaking if speaking and second and second in fold_lower(others).split() else None

    def _by_front(self, document: Document, before: Sequence[Paragraph]) -> Speaking | None:
        """Return whom the title, a line at the front or the lead names first."""
        for text in (document.title or "", *(p.text for p in before)):
            speaking = self._longest(" ".join(text.split()), bare=False)
            if speaking:
                return speaking
        return next((speaking for name, office in pairwise(before) if (speaking := self._in_two_lines(name, office))), None)

    def _in_two_lines(self, name: Paragraph, office: Paragraph) -> Speaking | None:
        """Return whom two lines name: a name, and the office below it."""
        if max(len(name.text), len(office.text)) > _NAME_LINE or stopped(name.text):
            return None
        first, second = self._reader.read(name.text), self._reader.read(office.text)
        if first is None or second is None or not first.name or first.office or not second.office or second.name:
            return None
        return Speaking(replace(first, office=second.office, level=second.level, country_id=second.country_id), first.text)

    def _longest(self, text: str, *, bare: bool = True) -> Speaking | None:
        """Return whom the longest run of first words names that is a label.

        Unless `bare`, a name without an office needs a verb after it ("N N congratulated …"), so that a headline is none.
        """
        words = _ARTICLE.sub("", text).split()
        end = next((i for i, word in enumerate(words) if i and word.lower().strip(",") in self._after_names), len(words))
        for count in range(min(end, _LONGEST_LABEL), 0, -1):
            printed = " ".join(words[:count]).rstrip(",")
            label = self._reader.read(printed) if words[count - 1].lstrip("“\"'(")[:1].isupper() else None
            if label is None or label.name is None or label.function or _SEVERAL.search(printed):
                continue
            verb = words[count] if count < len(words) else ""
            if verb in ("and", "y", "&"):
                return None  # several speak
            if bare or label.office or label.honorific or (" " in label.name and verb.islower() and verb not in _SMALL_WORDS):
                return Speaking(label, printed)
        return None


def _first_answering(paragraphs: Sequence[Paragraph]) -> Speaking | None:
    found: tuple[Label, str] | None = next(((p.label, p.printed) for p in paragraphs if p.label and not p.label.function and p.printed), None)
    return Speaking(*found) if found else None
