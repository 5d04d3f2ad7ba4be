"""Labels: which paragraphs name who speaks, by their words first and then by the conventions that the document keeps."""

import re
from collections import Counter
from collections.abc import Sequence

from etl.language.names import Label, LabelReader
from etl.language.phrases import fold_lower
from etl.records import Document
from etl.transform.turns.paragraphs import STOPPED, Paragraph
from etl.vocabulary import Vocabulary

_REACH = 240  # a label's colon comes within so many characters
_COLON = r"(?::|\.[ \u00a0]?[-–—]+)"  # "PRESIDENTE.-" as in Buenos Aires and Madrid
_INLINE = re.compile(
    r"(?P<label>[^\s:;!?…“”\"(<\[][^:;!?…\n“”\"]{0,158}?(?:\n[^:;!?…\n“”\"]{0,80}?)?)\s*" + _COLON + r"(?=\s|\Z|[^\W\d_a-z]|[¿¡“\"(\[])"
)
_QUESTION = re.compile(r"(?P<label>Q)\.?(?:[ \u00a0]{1,8}|\t)(?=\S)")
_MARKDOWN = re.compile(r"(?:#{1,6}[ ]+|\*\*|__)(?P<label>[^*#\n:]{2,120}?)(?::(?:\*\*|__)?|(?:\*\*|__):)\s*")
_STOPPED_LABEL = re.compile(r"(?P<label>[^\W\d_a-z][^\W\d_a-z’'-]+(?:[ \u00a0][^\W\d_a-z][^\W\d_a-z’'-]+){1,5})\.\s+(?=[^\W\d_a-z])")
_BULLET = re.compile(r"(?:[-–•·]|\*|<\w+>)[ \u00a0]*(?=\w)(?!\*)")
_ITEM = re.compile(r"(?:[-–•·*]|\d{1,2}[.)])[ \u00a0]+\w")
_DASH = re.compile(r"[-–—][ \u00a0]+")
_SPACE = re.compile(r"\s*")
_BRACKETED = re.compile(r"\s*[(\[<][^()\[\]<>\n]{1,120}[)\]>]\s*\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \u00a0]?){1,3}[^\W\d_]{2}")
_SENTENCE = 500  # an introduction ("…, President N said:") is no longer
_ALONE = 80  # a label without a colon alone on its line is no longer
_CONVENTION = 3  # so many labels of one kind are a document's convention
_SHARE = 0.7


class LabelFinder:
    """Finds labels; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        words = vocabulary.words["turns"]
        self._reader = reader
        verbs = "|".join(re.escape(verb) for verb in sorted(words["introductions"], key=len, reverse=True))
        self._introduction = re.compile(rf"(?P<before>.*?)\s(?P<verb>{verbs})(?P<rest>(?:\s[^.:!?]{{0,80}})?):\s*\Z", re.DOTALL)
        announcements = "|".join(re.escape(phrase) for phrase in words["announcements"])
        self._announcement = re.compile(rf"(?:{announcements})\s+(?P<label>[^\n:]{{2,120}}?)\s*:?\s*\Z", re.IGNORECASE)
        self._known_names = {fold_lower(name) for known in vocabulary.people for name in known.names}

    # -------------------------------------------------------------- by its words

    def names(self, text: str) -> bool:
        """Whether a paragraph opens with a label that names somebody."""
        match = _INLINE.match(text)
        label = self._reader.read(match["label"]) if match else None
        return label is not None and label.name is not None

    def read(self, paragraph: Paragraph) -> bool:
        """Say what label the paragraph opens with, if it does."""
        text = paragraph.text
        if match := _QUESTION.match(text):
            return _accept(paragraph, match["label"], match.end(), Label("Q", function="press"))
        colon = text.find(":", 0, _REACH)
        if colon < 0 and len(text) > _ALONE and not text[:3].isupper() and ".-" not in text[:_REACH] and ".–" not in text[:_REACH]:
            return False
        if _BULLET.match(text):  # an item of a list names nobody who speaks
            return False
        if text.endswith(":") and len(text) < _SENTENCE and self._introduced(paragraph):
            return True
        if (match := _MARKDOWN.match(text)) and (label := self._reader.read(match["label"])) and _shaped(label, match["label"]):
            paragraph.marked = True
            return _accept(paragraph, match["label"], match.end(), label, doubtful=_bare(label))
        if (match := _STOPPED_LABEL.match(text)) and (label := self._reader.read(match["label"])) and label.office and label.name:
            return _accept(paragraph, match["label"], match.end(), label)
        if (match := _INLINE.match(text)) and (label := self._reader.read(match["label"], True)) and _shaped(label, match["label"]):
            end = _SPACE.match(text, match.end())
            assert end is not None
            return _accept(paragraph, match["label"], end.end(), label, doubtful=_bare(label))
        if len(text) <= 120 and (match := self._announcement.fullmatch(text)):
            label = self._reader.read(match["label"])
            if label and label.name:
                return _accept(paragraph, match["label"], len(text), label)
        if len(text) <= _ALONE and colon < 0 and "\n" not in text and not STOPPED.search(text):
            label = self._reader.read(text)
            if label and label.name and label.office and not label.capitals:
                return _accept(paragraph, text, len(text), label, doubtful=True)
        return False

    def _introduced(self, paragraph: Paragraph) -> bool:
        """Read "Greeting A, President of C N said:": whoever is named last before the verb speaks."""
        text = paragraph.text
        match = self._introduction.match(text)
        phrase = self._reader.phrase_before(text, match.start("verb") - 1, 0) if match else None
        label = self._reader.read(text[phrase[0] : phrase[1]]) if phrase else None
        if phrase is None or label is None or not (label.name or label.office):
            return False
        return _accept(paragraph, text[phrase[0] : phrase[1]], len(text), label)

    # -------------------------------------------------------------- by the document's conventions

    def settle(self, paragraphs: Sequence[Paragraph], document: Document) -> None:
        """Drop labels that the document's conventions speak against: doubtful ones stay where it shows that somebody speaks so."""
        labelled = [(index, p) for index, p in enumerate(paragraphs) if p.label is not None]
        sure = [p.label for _, p in labelled if p.label and not p.doubtful]
        surnames = {label.surname for label in sure} - {None}
        named = [label for label in sure if not label.function and not _addressed(label)]
        first = min((index for index, p in labelled if not p.doubtful), default=0)
        capitals = [label for label in named if label.capitals]
        in_capitals = len(capitals) >= _CONVENTION and len(capitals) >= _SHARE * len(named)
        counts = Counter(fold_lower(p.label.name) for _, p in labelled if p.label and p.label.name)
        convention = any(counts[fold_lower(p.label.name)] > 1 and " " in p.label.name for _, p in labelled if p.label and p.label.name and p.marked)
        said = fold_lower(document.text + " " + (document.title or "")) if any(p.doubtful for _, p in labelled) else ""
        for index, paragraph in labelled:
            label = paragraph.label
            assert label is not None
            if (paragraph.alone and _heads_a_list(paragraphs, index)) or _addressed(label):
                keep = False
            elif paragraph.doubtful and index < first and not paragraph.alone and not STOPPED.search(paragraph.text):
                keep = False  # a title with a colon in it
            elif in_capitals and not label.capitals and not label.function:
                keep = any(fold_lower(label.text) == fold_lower(other.text) for other in capitals)
            elif not paragraph.doubtful or label.name is None:
                keep = True
            elif paragraph.alone and ":" not in paragraph.text:
                following = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
                keep = bool(_DASH.match(following)) or (label.surname in surnames and len(following) > len(paragraph.text))
            else:
                name = fold_lower(label.name)
                keep = label.surname in surnames or (counts[name] > 1 and (bool(sure) or " " in name)) or name in self._known_names
                keep = keep or (paragraph.marked and convention and name.count(" ") in (1, 2))
                keep = keep or _named_elsewhere(label, said) or bool(_INITIALS.match(label.name))
                keep = keep and len(name.split()) <= 6
            if not keep:
                paragraph.label = paragraph.body = paragraph.printed = None


def _accept(paragraph: Paragraph, printed: str, length: int, label: Label, *, doubtful: bool = False) -> bool:
    """Give the paragraph its label; `length` is that of the label with its colon and the white space after it."""
    paragraph.label, paragraph.doubtful = label, doubtful
    paragraph.body = min(paragraph.end, paragraph.start + length)
    printed = " ".join(printed.split())
    while (shorter := _BRACKETED.sub("", printed)) != printed:
        printed = shorter
    paragraph.printed = printed.strip(" *_#:")
    return True


def _bare(label: Label) -> bool:
    """Whether a label shows a name and nothing that tells it from other words before a colon."""
    return label.nouns or not (label.function or label.office or label.honorific or label.capitals)


def _addressed(label: Label) -> bool:
    """Whether it is a form of address rather than a label: "Mr. President:", "Dear Minister Verel:"."""
    return (label.honorific and label.name is None and not label.capitals) or label.text.lower().startswith("dear ")


def _shaped(label: Label, printed: str) -> bool:
    if label.function:
        return True
    words = len(printed.split())
    return words <= 24 and (bool(label.office or label.honorific) or words <= 7)


def _heads_a_list(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether items of a list follow ("From the White House:" over names): two, or one where nobody in office is named."""
    label = paragraphs[index].label
    needed = 2 if label and (label.office or label.honorific) else 1
    following = paragraphs[index + 1 : index + 1 + needed]
    return len(following) == needed and all(_ITEM.match(p.text) for p in following)


def _named_elsewhere(label: Label, said: str) -> bool:
    """Whether the surname stands in the text otherwise than before a colon ("Remember: it is late" names nobody)."""
    words = re.escape(label.surname or "")
    return bool(words) and len(re.findall(rf"\b{words}\b", said)) > 1
