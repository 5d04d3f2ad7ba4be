"""Paragraphs of narration that are a quotation with whoever said it: "…," N said. "…"."""

import re

from etl.language.names import LabelReader
from etl.transform.turns.assembly import Speaking
from etl.transform.turns.paragraphs import Paragraph
from etl.vocabulary import Vocabulary

_LEAST = 0.55  # so much of the paragraph is quoted
_ARTICLE = re.compile(r"\A(?:the|la|el)\s", re.IGNORECASE)
_CLOSING = '”"'


class Quotations:
    """Reads quotations with their attribution; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        self._reader = reader
        verbs = "|".join(re.escape(verb) for verb in sorted(vocabulary.words["turns"]["introductions"], key=len, reverse=True))
        quoted = r"[“\"](?P<first>[^”\"]+[,.?!…])[”\"]"
        self._name_first = re.compile(rf"{quoted},?\s+(?P<name>[^”\"“.;:]{{2,120}}?)\s+(?:also |then )?(?:{verbs})\b(?P<rest>[^“”\"]*)")
        self._verb_first = re.compile(rf"{quoted},?\s+(?:{verbs})\s+(?P<name>[^”\"“.;:]{{2,120}}?)(?P<rest>[.;,:][^“”\"]*|\Z)")

    def read(self, paragraph: Paragraph) -> Speaking | None:
        """Return who is quoted, where a paragraph is mostly their words, and set where the words begin and end."""
        text = paragraph.text
        if text[0] not in '“"':
            return None
        match = self._name_first.match(text) or self._verb_first.match(text)
        if match is None:
            return None
        printed = _ARTICLE.sub("", " ".join(match["name"].split()).rstrip(","))
        label = self._reader.read(printed)
        if label is None or not (label.name or (label.office and label.country_id)):
            return None
        goes_on = match.end() < len(text)
        end = len(text.rstrip(_CLOSING)) if goes_on else match.end("first")
        attribution = match.end() - match.end("first")
        if len(text) - attribution < _LEAST * len(text):
            return None
        paragraph.body, paragraph.until = paragraph.start + 1, paragraph.start + end
        return Speaking(label, printed)
