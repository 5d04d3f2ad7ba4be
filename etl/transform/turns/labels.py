"""Labels: which paragraphs name who speaks, by their words first and then by the conventions that the document keeps."""

import re
from collections.abc import Sequence

from etl.language.names import Label, LabelReader
from etl.language.phrases import fold_lower
from etl.records import Document
from etl.transform.turns.evidence import CONVENTION, Evidence, addressed
from etl.transform.turns.paragraphs import FRONT, Paragraph, stopped
from etl.vocabulary import Vocabulary

_REACH = 240  # a label's colon comes within so many characters
_COLON = r"(?::|(?<!\.[A-Z])\.[ \u00a0]?[-–—]+(?=[ \u00a0]))"  # "PRESIDENTE.-" as in Buenos Aires and Madrid
_CLOCK = r"\(?\d{1,2}[:.]\d\d[ \u00a0][AaPp]\.?[Mm]\.?(?:[ \u00a0][A-Z]{2,4})?\)?[ \u00a0]+"
_INLINE = re.compile(
    # Paragraphs are numbered in old records, labels dashed in others; a clock time may stand on the same line.
    r"(?P<number>\d{1,3}\.[ \u00a0]+|[-–—][ \u00a0]?(?=[^\W\d_a-z]{2})|" + _CLOCK + r")?"
    r"(?P<label>[^\s:;!?…“”\"(<\[](?:[^:;!?…\n“”\"()<>]|\([^()]{1,120}\)){0,158}?(?:\n(?:[^:;!?…\n“”\"()]|\([^()]{1,120}\)){0,80}?)?)\s*"
    + _COLON
    + r"(?=\s|\Z|[^\W\d_a-z]|[¿¡“\"(\[])"
)
_CELL = re.compile(r"(?P<label>[^|\n]{1,120}?) \| (?=[^|\n]+\Z)")
_QUESTION = re.compile(r"(?P<label>Q)\.?(?:[ \u00a0]{1,8}|\t)(?=\S)")
_MARKDOWN = re.compile(r"(?:#{1,6}[ ]+|\*\*|__)(?P<label>[^*#<\n:]{2,120}?)(?::(?:\*\*|__)?|(?:\*\*|__):)\s*")
_STOPPED_LABEL = re.compile(r"(?P<label>[^\W\d_a-z][^\W\d_a-z’'-]+(?:[ \u00a0][^\W\d_a-z][^\W\d_a-z’'-]+){0,5})\.\s+(?=[¿¡“\"]?[^\W\d_a-z])")
_BULLET = re.compile(r"(?:[-–•·]|\*|<\w+>)[ \u00a0]*(?=\w)(?!\*)")
_DASHED = re.compile(r"[-–—][^\W\d_a-z]{2}")
_ITEM = re.compile(r"(?:[-–•·*]|\d{1,2}[.)])[ \u00a0]+\w")
_DASH = re.compile(r"[-–—][ \u00a0]+")
_WORD = re.compile(r"\S*[^\s,]")
_SPACE = re.compile(r"\s*")
_BRACKETED = re.compile(r"\s*[(\[<][^()\[\]<>\n]{1,120}[)\]>]\s*\Z")
_AND = re.compile(r"\sand\s", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \u00a0]?){1,3}[^\W\d_]{2}")
_SENTENCE = 500  # an introduction ("…, President N said:") is no longer
_ALONE = 80  # a label without a colon alone on its line is no longer
_HEADING = 160
_WORDS = 40  # a label has no more


class LabelFinder:
    """Finds labels; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        words = vocabulary.words["turns"]
        self._reader = reader
        verbs = "|".join(re.escape(verb) for verb in sorted(words["introductions"], key=len, reverse=True))
        self._introduction = re.compile(rf"(?P<before>.*?)\s(?P<verb>{verbs})(?P<rest>(?:\s(?!that\b)[^.:!?]{{0,80}})?):\s*\Z", re.DOTALL)
        self._said = re.compile(rf"(?P<label>.+?)\s(?:{verbs})", re.DOTALL)
        announcements = "|".join(re.escape(phrase) for phrase in words["announcements"])
        self._announcement = re.compile(rf"(?:{announcements})\s+(?P<label>[^\n:]{{2,120}}?)\s*:?\s*\Z", re.IGNORECASE)
        kinds = "|".join({phrase.split()[-2] for phrase in words["announcements"] if phrase.endswith(" by")})
        self._possessive = re.compile(rf"(?P<label>[^,:\n]{{4,80}}?)[’']s? (?:\w+ )?(?:{kinds})\b[^:.!?]*:", re.IGNORECASE)
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
        head = text[:_REACH]
        before_words = ":" in head or ".-" in head or ".–" in head or " | " in head
        if not before_words and len(text) > _ALONE and not text[:3].isupper():
            return False
        if _BULLET.match(text) and not _DASHED.match(text):  # an item of a list names nobody who speaks
            return False
        if text[0] in "#*_" and self._set_off(paragraph):
            return True
        if text[-1] == ":" and self._introduced(paragraph):
            return True
        if text[:3].isupper() and self._stopped(paragraph):
            return True
        if before_words and (match := _INLINE.match(text)) and (self._said_inline(paragraph, match) or self._inline(paragraph, match)):
            return True
        if " | " in head and (match := _CELL.match(text)) and self._in_cell(paragraph, match):
            return True
        return len(text) <= _HEADING and (self._announced(paragraph) or self._alone(paragraph))

    def _introduced(self, paragraph: Paragraph) -> bool:
        """Read "Greeting A, President of C N said:": whoever is named last before the verb speaks, else the sentence's subject."""
        text = paragraph.text
        match = self._introduction.match(text) if len(text) < _SENTENCE else None
        if match is None:
            return False
        sentence = match.start() + max(text.rfind(". ", 0, match.start("verb")), -2) + 2
        if paragraph.first_person.search(text, sentence):  # somebody who speaks quotes another
            return False
        phrase = self._reader.phrase_before(text, match.start("verb") - 1, 0) or self._subject(text, sentence)
        label = self._reader.read(text[phrase[0] : phrase[1]]) if phrase else None
        if phrase is None or label is None or not (label.office or label.honorific or " " in (label.name or "")):
            return False
        paragraph.introduced = True
        return _accept(paragraph, text[phrase[0] : phrase[1]], len(text), label)

    def _subject(self, text: str, start: int) -> tuple[int, int] | None:
        """Return the span of the label that a sentence begins with: "President N, in turn, thanked the guests and said:"."""
        ends = [match.end() for match in _WORD.finditer(text, start, start + _ALONE)]
        found = ((start, end) for end in reversed(ends) if (label := self._reader.read(text[start:end])) and label.name)
        return next(found, None)

    def _set_off(self, paragraph: Paragraph) -> bool:
        """Read "### N:" and "**N:**"."""
        match = _MARKDOWN.match(paragraph.text)
        label = self._reader.read(match["label"]) if match else None
        if match is None or label is None or not _shaped(label):
            return False
        paragraph.marked = True
        return _accept(paragraph, match["label"], match.end(), label, doubtful=_bare(label))

    def _stopped(self, paragraph: Paragraph) -> bool:
        """Read "SECRETARY N. Good morning" and "PREGUNTA. ¿Cuándo?"."""
        match = _STOPPED_LABEL.match(paragraph.text)
        label = self._reader.read(match["label"]) if match else None
        if match is None or label is None or not (label.function or (label.office and label.name and " " in match["label"])):
            return False
        return _accept(paragraph, match["label"], match.end(), label, doubtful=bool(label.function))

    def _said_inline(self, paragraph: Paragraph, match: re.Match[str]) -> bool:
        """Read "President N said: Thank you"; before a quotation mark such words are narration."""
        said = self._said.fullmatch(match["label"])
        label = self._reader.read(said["label"]) if said else None
        if said is None or label is None or not label.name:
            return False
        if paragraph.text[match.end() :].lstrip()[:1] in ("", "“", '"'):
            return False
        paragraph.marked = True
        return _accept(paragraph, said["label"], _after_space(paragraph.text, match.end()), label)

    def _inline(self, paragraph: Paragraph, match: re.Match[str]) -> bool:
        """Read "N:", "MR. N (C):", "PRESIDENTE.-", "12. Mr. N:"."""
        text = paragraph.text
        if len(text) <= _HEADING and text.isupper() and not text.endswith(":") and not stopped(text):
            return False  # "PRESS CONFERENCE: MONDAY"
        label = self._reader.read(match["label"], True)
        if label is None or not _shaped(label):
            return False
        if match["number"] and not (label.capitals or label.function or label.honorific or label.text.startswith("The ")):
            return False
        return _accept(paragraph, match["label"], _after_space(text, match.end()), label, doubtful=_bare(label))

    def _in_cell(self, paragraph: Paragraph, match: re.Match[str]) -> bool:
        """Read a row of a table whose first cell names somebody: doubtful, for a list of participants looks so too."""
        label = self._reader.read(match["label"])
        if label is None or not _shaped(label):
            return False
        paragraph.cell = True
        return _accept(paragraph, match["label"], match.end(), label, doubtful=True)

    def _announced(self, paragraph: Paragraph) -> bool:
        """Read "Statement by President N" and "N’s remarks at the forum:", alone on their line."""
        match = self._announcement.fullmatch(paragraph.text) or self._possessive.fullmatch(paragraph.text)
        label = self._reader.read(match["label"]) if match else None
        if match is None or label is None or not label.name:
            return False
        return _accept(paragraph, match["label"], len(paragraph.text), label)

    def _alone(self, paragraph: Paragraph) -> bool:
        """Read a line that names somebody in office and no more: doubtful, for a caption or a signature does so too."""
        text = paragraph.text
        if len(text) > _ALONE or ":" in text or text.endswith(",") or "\n" in text or stopped(text):
            return False
        label = self._reader.read(text)
        if label is None or not (label.function or label.office):
            return False
        return _accept(paragraph, text, len(text), label, doubtful=True)

    # -------------------------------------------------------------- by the document's conventions

    def settle(self, paragraphs: Sequence[Paragraph], document: Document) -> None:
        """Drop labels that the document's conventions speak against; doubtful ones stay where it shows that somebody speaks so."""
        evidence = Evidence(paragraphs, document, self._reader.titles)
        labelled = evidence.labelled
        kept = [self._holds(paragraphs, index, label, evidence) for index, _, label in labelled]
        if sum(kept) >= CONVENTION:
            kept = evidence.with_dialogue(kept)
        spoken = {fold_lower(label.text) for keep, (_, p, label) in zip(kept, labelled, strict=True) if keep and not p.alone}
        kept = [keep or (not p.alone and p.doubtful and fold_lower(label.text) in spoken) for keep, (_, p, label) in zip(kept, labelled, strict=True)]
        for keep, (_, paragraph, _) in zip(kept, labelled, strict=True):
            if not keep:
                paragraph.label = paragraph.body = paragraph.printed = None

    def _names_two(self, label: Label) -> bool:
        """Whether a label names two people ("President A and Prime Minister B: press conference"): a title, not a label."""
        first, *others = _AND.split(label.text, maxsplit=1)
        if not others:
            return False
        second = others[0]
        halves = (self._reader.read(first), self._reader.read(second))
        names = [half.name for half in halves if half is not None and half.name and (half.office or half.honorific)]
        return len(names) == 2 and not any(half.startswith(name) for half, name in zip((first, second), names, strict=True))

    @staticmethod
    def _set_in_bold(paragraph: Paragraph) -> bool:
        """Whether the format sets the label in bold, and not the words after it."""
        assert paragraph.body is not None
        label = len(paragraph.text[: paragraph.body - paragraph.start].rstrip(" \u00a0:"))
        return label <= paragraph.bold <= paragraph.body - paragraph.start or paragraph.alone

    @staticmethod
    def _opens_alone(paragraphs: Sequence[Paragraph], index: int, label: Label, evidence: Evidence) -> bool:
        """Whether words follow a line without a colon that names somebody: in a title or a caption they do not."""
        paragraph = paragraphs[index]
        following = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
        if label.name and _DASH.match(following):
            return True
        after = next((other for other in range(index + 1, len(paragraphs)) if paragraphs[other].label), len(paragraphs))
        if index < FRONT and after < len(paragraphs) and not any(stopped(p.text) for p in paragraphs[index + 1 : after]):
            return False  # "Remarks by President N", and then lines of a title
        return not paragraph.doubtful or (label.name is not None and label.surname in evidence.surnames and len(following) > len(paragraph.text))

    def _heads_a_list(self, paragraphs: Sequence[Paragraph], index: int) -> bool:
        """Whether items of a list follow ("From the White House:", "Participants" over names): two, or one where nobody in office is named."""
        label = paragraphs[index].label
        needed = 2 if label and (label.office or label.honorific) else 1
        following = paragraphs[index + 1 : index + 1 + needed]
        if len(following) == needed and all(_ITEM.match(p.text) for p in following):
            return True
        return bool(label and label.function and following) and not stopped(following[0].text) and self._names_in_office(following[0].text)

    def _names_in_office(self, text: str) -> bool:
        """Whether a line names somebody with an office and says no more: "N, President of C", a row of a table."""
        label = self._reader.read(text.replace(" | ", ", ")) if len(text) <= _HEADING else None
        return label is not None and label.office is not None and label.name is not None

    def _holds(self, paragraphs: Sequence[Paragraph], index: int, label: Label, evidence: Evidence) -> bool:
        paragraph = paragraphs[index]
        if addressed(label) or self._names_two(label) or (paragraph.alone and self._heads_a_list(paragraphs, index)):
            return False
        if evidence.capitals and not label.function and not (label.capitals or _surname_in_capitals(label)):
            return fold_lower(label.text) in evidence.capitals
        if evidence.bold and paragraph.doubtful:
            return self._set_in_bold(paragraph)
        if paragraph.cell:
            return index in evidence.without_colon
        if paragraph.alone and ":" not in paragraph.text:
            return index in evidence.without_colon or self._opens_alone(paragraphs, index, label, evidence)
        if paragraph.introduced and len(evidence.inline) >= CONVENTION and label.surname not in evidence.inline:
            return False  # a quotation within a speech, where others have labels of their own
        if not paragraph.doubtful:
            return True
        if label.name is None:
            return not paragraph.alone and fold_lower(label.text) in evidence.texts
        name = fold_lower(label.name)
        words = name.count(" ") + 1
        if words > 6 or (index < FRONT and not paragraph.alone and evidence.repeated(paragraph)):
            return False
        if label.surname in evidence.surnames or name in self._known_names or _INITIALS.match(label.name):
            return True
        if evidence.counts[name] > 1 and (evidence.sure or words > 1):
            return True
        return (paragraph.marked and evidence.marked and words in (2, 3)) or evidence.named_elsewhere(paragraph, label)


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


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _surname_in_capitals(label: Label) -> bool:
    return label.name is not None and label.name.split()[-1].isupper()


def _shaped(label: Label) -> bool:
    if label.function:
        return True
    words = len(label.text.split())
    return words <= _WORDS and (bool(label.office or label.honorific or label.nouns) or words <= 7)
