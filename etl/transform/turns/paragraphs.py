"""Paragraphs of a document and what each looks like by itself: title, dateline, footer, list, stage direction …"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import re2

from etl.language.names import Label
from etl.language.patterns import spaced
from etl.language.phrases import fold_lower
from etl.records import Document
from etl.vocabulary import Vocabulary
from etl.vocabulary.types import Rule

_STOP = re.compile(r"(?<![ .][ap]\.m)[.!?…][\"'”’»)*_]*\Z", re.IGNORECASE)

_RUNNING = re.compile(r"(?:\b[a-z]{2,}[ \n]){5}.*\b[ap]\.m\.\Z", re.DOTALL)
"""A sentence that closes with a clock time: five small words in a row stand in no dateline."""

_LONGEST = 1600  # a paragraph of more characters is none of the kinds
_LONG = 400  # few kinds have more
_DATELINE = 160
_DIGIT = re.compile(r"\d")
_TITLE = 300
FRONT = 12
"""A title that is printed twice is printed within so many paragraphs."""

_MARKDOWN_HEAD = re.compile(r"#{1,6} ")


_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")


def speaks(paragraph: "Paragraph") -> bool:
    """Whether somebody speaks of themselves or to others, what is quoted aside."""
    if paragraph.speaks is None:
        text = paragraph.text
        quoted = '"' in text or "“" in text
        paragraph.speaks = paragraph.first_person.search(_QUOTED.sub("", text) if quoted else text) is not None
    return paragraph.speaks


def stopped(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _STOP.search(text[-12:]) is not None


@dataclass(slots=True)
class Paragraph:
    """A paragraph and what it turns out to be. `start` to `end` leave the white space around it out."""

    start: int
    end: int
    text: str
    first_person: Any
    """What finds words with which people speak of themselves and to others."""
    kind: str | None = None
    front: bool = False
    """Whether its kind holds only before anybody has spoken ("Date: 12 March" is said where it stands in a speech)."""
    within: bool = False
    """Whether a speech goes on after it: a page's number, a caption."""
    tail: bool = False
    """Whether what follows it is no more of the document ("See also")."""
    heading: bool = False
    bold: int = 0
    """How many characters at its start the format sets in bold."""
    label: Label | None = None
    printed: str | None = None
    body: int | None = None
    """Where the speech starts, if the paragraph opens one; `end` if its words follow in the next paragraph."""
    until: int | None = None
    """Where its words end, if who said them stands after ("…," N said.)."""
    doubtful: bool = False
    introduced: bool = False
    """Whether it is a sentence that introduces a speech ("…, President N said:")."""
    cell: bool = False
    """Whether the label stands in a table's cell and the words in the next."""
    marked: bool = False
    """Whether the label is set off by Markdown or by the format."""

    speaks: bool | None = None
    """What the function of this name found, once it was asked."""

    @property
    def alone(self) -> bool:
        """Whether it is a label and no more."""
        return self.label is not None and self.body == self.end


class ParagraphKinds:
    """Tells the kinds of paragraphs by the rules of `turns.yml`; compiled once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        rules = [rule for rule in vocabulary.ruleset("turns.paragraphs") if rule.pattern]
        self._rules: list[tuple[Rule, re.Pattern[str]]] = [
            (rule, re.compile(spaced(rule.pattern or ""), re.IGNORECASE | re.DOTALL)) for rule in rules
        ]
        self._any = _union(rules)
        self._any_long = _union([rule for rule in rules if rule.data.get("longest", _LONGEST) > _LONG])
        persons = "|".join(map(re.escape, vocabulary.words["turns"]["first_person"]))
        self.first_person = re2.compile(rf"\b(?:{persons})\b")
        names = vocabulary.words["turns"]["months"]
        self._months = {name: index % 12 + 1 for index, name in enumerate(names)}
        months = "|".join(names)
        self._day = re.compile(
            rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: de)? (?P<month>{months})|(?P<month_first>{months}) (?P<day_after>\d{{1,2}}))"
            r"(?:,| de| del)? ?(?P<year>\d{4})",
            re.IGNORECASE,
        )
        self._datelines = [
            re.compile(spaced(rule.pattern or "").replace("{month}", f"(?i:{months})"), re.IGNORECASE if rule.id != "agency" else 0)
            for rule in vocabulary.ruleset("turns.datelines")
        ]

    def title(self, document: Document, paragraphs: list[Paragraph]) -> tuple[int, int] | None:
        """Mark the paragraphs that are the title, which may be printed twice; return the first one's span."""
        known = fold_lower(document.title or "").split()
        title: Paragraph | None = None
        words: list[str] = []
        for index, paragraph in enumerate(paragraphs[:FRONT]):
            own = fold_lower(paragraph.text).split() if len(paragraph.text) <= _TITLE else []
            if (own and own in (known, words)) or (index == 0 and self._looks_like_title(paragraph, paragraphs)):
                paragraph.kind = "title"
                if title is None:
                    title, words = paragraph, own
        return (title.start, title.end) if title else None

    def _looks_like_title(self, paragraph: Paragraph, paragraphs: list[Paragraph]) -> bool:
        if len(paragraphs) < 2 or len(paragraph.text) > _TITLE or stopped(paragraph.text):
            return False
        if paragraph.heading or paragraph.text.startswith("# "):
            return True
        return paragraph.label is None and self.of(paragraph.text) is None and not self.is_dateline(paragraph.text)

    def of(self, text: str) -> Rule | None:
        """Return the first rule that takes the whole paragraph."""
        if len(text) > _LONGEST or not (self._any_long if len(text) > _LONG else self._any).fullmatch(text):
            return None
        for rule, pattern in self._rules:
            if len(text) > rule.data.get("longest", _LONGEST) or not pattern.fullmatch(text):
                continue
            if not (rule.data.get("unless_sentence") and stopped(text) and len(text) > 40):
                return rule
        return None

    def is_dateline(self, text: str) -> bool:
        """Whether a short paragraph holds a day or a clock time and is no sentence."""
        return (
            len(text) <= _DATELINE
            and _DIGIT.search(text) is not None
            and not stopped(text)
            and not _RUNNING.search(text)
            and any(pattern.search(text) for pattern in self._datelines)
        )

    def day(self, text: str) -> str | None:
        """Return the day that a dateline gives in words ("12 de octubre de 2023"), ISO 8601."""
        match = self._day.search(text)
        if match is None:
            return None
        month = self._months[(match["month"] or match["month_first"]).lower()]
        try:
            return date(int(match["year"]), month, int(match["day"] or match["day_after"])).isoformat()
        except ValueError:
            return None

    @staticmethod
    def is_heading(paragraph: Paragraph) -> bool:
        return paragraph.heading or bool(_MARKDOWN_HEAD.match(paragraph.text))


def _union(rules: Sequence[Rule]) -> Any:
    """Return one RE2 expression of all rules' patterns, which tells in one pass that none takes a paragraph, as is mostly so."""
    options = re2.Options()
    options.case_sensitive, options.dot_nl, options.never_capture = False, True, True
    return re2.compile("|".join(f"(?:{spaced(rule.pattern or '')})" for rule in rules), options)
