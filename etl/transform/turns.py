"""Who speaks when: cut a document into parts and turns by the conventions it keeps itself.

A text is a row of paragraphs. Each is classed by what it looks like (`turns.yml`), labels are accepted by their words and by
what else the document shows, and one walk over the paragraphs gives each to a speaker, to the narration or to neither.
"""

import re
from dataclasses import dataclass, field

from etl.language.names import Label, LabelReader
from etl.language.paragraphs import capitalised, cut_paragraphs
from etl.language.patterns import spaced
from etl.language.phrases import fold_lower, word_count
from etl.records import Document, Part, Turn
from etl.vocabulary import Vocabulary

_INLINE = re.compile(r"(?P<label>[^\s:;!?…“”\"(<\[][^:;!?…\n“”\"]{0,158}?(?:\n[^:;!?…\n“”\"]{0,80}?)?)\s*:(?=\s|\Z|[^\W\d_a-z]|[¿¡“\"])")
_BRACKETED = re.compile(r"\s*[(\[<][^()\[\]<>\n]{1,120}[)\]>]\s*\Z")
_QUESTION = re.compile(r"(?P<label>Q)\.?(?:[ \u00a0]{1,8}|\t)(?=\S)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \u00a0]?){1,3}[^\W\d_]{2}")
_BULLET = re.compile(r"(?:[-–•·]|\*|<\w+>)[ \u00a0]*(?=\w)(?!\*)")
_ITEM = re.compile(r"(?:[-–•·*]|\d{1,2}[.)])[ \u00a0]+\w")
_MARKDOWN = re.compile(r"(?:#{1,6}[ ]+|\*\*|__)(?P<label>[^*#\n:]{2,120}?)(?::(?:\*\*|__)?|(?:\*\*|__):)\s*")
_STOPPED_LABEL = re.compile(r"(?P<label>[^\W\d_a-z][^\W\d_a-z’'-]+(?:[ \u00a0][^\W\d_a-z][^\W\d_a-z’'-]+){1,5})\.\s+(?=[^\W\d_a-z])")
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|us|my|My|me|you|You|your|Your)\b")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")
_SEVERAL = re.compile(r"\band\b|,\s+[A-Z]\w+\s+[A-Z]")
_DASH = re.compile(r"[-–—][ \u00a0]+")
_STOPPED = re.compile(r"(?<![ .][ap]\.m)[.!?…][\"'”’»)]*\Z", re.IGNORECASE)
_AFTER_LABEL = re.compile(r"(?:\s*\((?:[^()\n]{1,80})\)\s*:?)?\s*")


@dataclass(slots=True)
class Paragraph:
    """A paragraph and what it turns out to be. `start` to `end` leave the white space around it out."""

    start: int
    end: int
    text: str
    kind: str | None = None
    label: Label | None = None
    printed: str | None = None
    body: int | None = None
    """Where the speech starts, if the paragraph opens one; `end` if its words follow in the next paragraph."""
    doubtful: bool = False


@dataclass(slots=True)
class _Speaking:
    label: Label
    printed: str
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Segmentation:
    parts: tuple[Part, ...]
    turns: tuple[Turn, ...]
    labels: dict[str, Label]
    title: tuple[int, int] | None


class TurnFinder:
    """Cuts documents into parts and turns; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        words = vocabulary.words["turns"]
        self._reader = reader
        self._rules = [
            (rule, re.compile(spaced(rule.pattern), re.IGNORECASE | re.DOTALL)) for rule in vocabulary.ruleset("turns.paragraphs") if rule.pattern
        ]
        months = "|".join(words["months"])
        self._datelines = [
            re.compile(spaced(rule.pattern or "").replace("{month}", f"(?i:{months})"), re.IGNORECASE if rule.id != "agency" else 0)
            for rule in vocabulary.ruleset("turns.datelines")
        ]
        returns = "|".join(f"(?:{spaced(rule.pattern or '')})" for rule in vocabulary.ruleset("turns.returns"))
        self._returns = re.compile(returns)
        verbs = "|".join(re.escape(verb) for verb in sorted(words["introductions"], key=len, reverse=True))
        self._introduction = re.compile(rf"(?P<before>.*?)\s(?P<verb>{verbs})(?P<rest>(?:\s[^.:!?]{{0,80}})?):\s*\Z", re.DOTALL)
        announcements = "|".join(re.escape(words_) for words_ in words["announcements"])
        self._announcement = re.compile(rf"(?:{announcements})\s+(?P<label>[^\n:]{{2,120}}?)\s*:?\s*\Z", re.IGNORECASE)
        self._spoken_by = re.compile(rf"(?:{announcements})\s+(?P<label>.+)", re.IGNORECASE)
        names = [name for known in vocabulary.people for name in known.names]
        self._known_names = {fold_lower(name) for name in names}

    def __call__(self, document: Document) -> Segmentation:
        """Return the parts (which partition the text), the turns and what each turn's label says."""
        paragraphs = [Paragraph(start, end, document.text[start:end]) for start, end in cut_paragraphs(document.text)]
        title = self._classify(document, paragraphs)
        self._settle_doubtful(paragraphs, document)
        return _assemble(document, self._walk(document, paragraphs), title)

    # -------------------------------------------------------------- what a paragraph is

    def _classify(self, document: Document, paragraphs: list[Paragraph]) -> tuple[int, int] | None:
        title: Paragraph | None = None
        known_title = fold_lower(document.title or "").split()
        for index, paragraph in enumerate(paragraphs):
            words = fold_lower(paragraph.text).split() if index < 12 else []
            repeated = bool(words) and (words == known_title or (title is not None and words == fold_lower(title.text).split()))
            if repeated or (index == 0 and self._looks_like_title(paragraph, paragraphs)):
                paragraph.kind = "title"
                title = title or paragraph
            else:
                self._classify_one(paragraph)
        return (title.start, title.end) if title else None

    def _looks_like_title(self, paragraph: Paragraph, paragraphs: list[Paragraph]) -> bool:
        if len(paragraphs) < 2 or len(paragraph.text) > 300 or _STOPPED.search(paragraph.text):
            return False
        if paragraph.text.startswith("# "):
            return True
        probe = Paragraph(paragraph.start, paragraph.end, paragraph.text)
        self._classify_one(probe)
        return probe.kind is None and probe.label is None

    def _classify_one(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        if len(text) <= 1600:
            for rule, pattern in self._rules:
                if pattern.fullmatch(text) and self._holds(rule.data, text):
                    paragraph.kind = rule.data["kind"]
                    return
        if self._label(paragraph):
            return
        if self._is_dateline(text):
            paragraph.kind = "dateline"
        elif re.match(r"#{1,6} ", text):
            paragraph.kind = "heading"

    def _holds(self, data: object, text: str) -> bool:
        assert isinstance(data, dict)
        if data.get("unless_sentence") and _STOPPED.search(text) and len(text) > 40:
            return False
        return not (data.get("unless_label") and (m := _INLINE.match(text)) and self._is_named(m["label"]))

    def _is_named(self, printed: str) -> bool:
        label = self._reader.read(printed)
        return label is not None and label.name is not None

    # -------------------------------------------------------------- labels

    def _label(self, paragraph: Paragraph) -> bool:
        text = paragraph.text
        if _BULLET.match(text):  # an item of a list names nobody who speaks
            return False
        if match := _QUESTION.match(text):
            return self._accept(paragraph, match["label"], paragraph.start + match.end(), Label("Q", function="press"))
        if (match := self._introduction.match(text)) and len(text) < 500:
            phrase = self._reader.phrase_before(text, match.start("verb") - 1, 0)
            label = self._reader.read(text[phrase[0] : phrase[1]]) if phrase else None
            if phrase and label and (label.name or label.office):
                return self._accept(paragraph, text[phrase[0] : phrase[1]], paragraph.end, label)
        if (match := _MARKDOWN.match(text)) and (label := self._reader.read(match["label"])) and self._shaped(label, match["label"]):
            return self._accept(paragraph, match["label"], min(paragraph.end, paragraph.start + match.end()), label)
        if (match := _STOPPED_LABEL.match(text)) and (label := self._reader.read(match["label"])) and label.office and label.name:
            return self._accept(paragraph, match["label"], paragraph.start + match.end(), label)
        if match := _INLINE.match(text):
            label = self._reader.read(match["label"])
            if label and self._shaped(label, match["label"]):
                end = match.end()
                self._accept(paragraph, match["label"], min(paragraph.end, paragraph.start + end + _gap(text, end)), label)
                paragraph.doubtful = not (label.function or label.office or label.honorific or label.capitals)
                return True
        if match := self._announcement.fullmatch(text):
            label = self._reader.read(match["label"])
            if label and label.name and len(text) <= 120:
                return self._accept(paragraph, match["label"], paragraph.end, label)
        if len(text) <= 80 and not _STOPPED.search(text) and "\n" not in text:
            label = self._reader.read(text)
            if label and label.name and label.office and not label.capitals:
                paragraph.doubtful = True
                return self._accept(paragraph, text, paragraph.end, label)
        return False

    @staticmethod
    def _shaped(label: Label, printed: str) -> bool:
        if label.function:
            return True
        words = printed.split()
        return len(words) <= 24 and (bool(label.office or label.honorific) or len(words) <= 7)

    @staticmethod
    def _accept(paragraph: Paragraph, printed: str, body: int, label: Label) -> bool:
        paragraph.label, paragraph.body = label, body
        printed = " ".join(printed.split())
        while (shorter := _BRACKETED.sub("", printed)) != printed:
            printed = shorter
        paragraph.printed = printed.strip(" *_#:")
        return True

    def _settle_doubtful(self, paragraphs: list[Paragraph], document: Document) -> None:
        """Keep a label that shows only a name, or stands without a colon, where the document shows it to be a speaker."""
        sure = {p.label.surname for p in paragraphs if p.label and not p.doubtful}
        counts: dict[str, int] = {}
        for paragraph in paragraphs:
            if paragraph.label and paragraph.label.name:
                key = fold_lower(paragraph.label.name)
                counts[key] = counts.get(key, 0) + 1
        said = fold_lower(document.text + " " + (document.title or ""))
        for index, paragraph in enumerate(paragraphs):
            label = paragraph.label
            if label is not None and paragraph.body == paragraph.end and self._heads_a_list(paragraphs, index):
                paragraph.label = paragraph.body = paragraph.printed = None
                continue
            if not paragraph.doubtful or label is None or label.name is None:
                continue
            name = fold_lower(label.name)
            alone = paragraph.body == paragraph.end
            following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
            before_dash = following is not None and bool(_DASH.match(following.text))
            if alone and ":" not in paragraph.text:
                keep = before_dash or (label.surname in sure and following is not None and len(following.text) > len(paragraph.text))
            else:
                keep = label.surname in sure or counts[name] > 1 or name in self._known_names
                keep = keep or _named_elsewhere(label, said) or bool(_INITIALS.match(label.name))
                keep = keep and len(name.split()) <= 6
            if not keep:
                paragraph.label = paragraph.body = paragraph.printed = None
                paragraph.kind = "dateline" if self._is_dateline(paragraph.text) else None

    @staticmethod
    def _heads_a_list(paragraphs: list[Paragraph], index: int) -> bool:
        """Whether items of a list follow ("From the White House:" over names): two, or one where nobody in office is named."""
        label = paragraphs[index].label
        needed = 2 if label and (label.office or label.honorific) else 1
        following = paragraphs[index + 1 : index + 1 + needed]
        return len(following) == needed and all(_ITEM.match(p.text) for p in following)

    def _is_dateline(self, text: str) -> bool:
        return len(text) <= 160 and not _STOPPED.search(text) and any(pattern.search(text) for pattern in self._datelines)

    # -------------------------------------------------------------- the walk

    def _walk(self, document: Document, paragraphs: list[Paragraph]) -> list[tuple[Paragraph, _Speaking | None]]:
        """Give every paragraph its kind and, where it belongs to a speech, its speaking."""
        labelled = any(p.label for p in paragraphs)
        if not labelled and (only := self._named_in_title(document, paragraphs)):
            return self._one_speaker(paragraphs, only)
        speaking: _Speaking | None = None
        back = self._back_to_narration(paragraphs)
        opened = awaiting = False
        result = []
        last_list = False
        for index, paragraph in enumerate(paragraphs):
            if index in back:
                speaking = None
            if paragraph.label is not None:
                assert paragraph.printed is not None
                same = speaking is not None and not paragraph.label.function and paragraph.printed == speaking.printed
                if not same:
                    speaking = _Speaking(paragraph.label, paragraph.printed)
                opened, awaiting, last_list = True, paragraph.body == paragraph.end, False
                paragraph.kind = "speech"
            elif paragraph.kind == "separator":
                speaking, last_list = None, False
            elif paragraph.kind == "footer" and opened and not paragraph.text.strip("\\# ").isdigit():
                speaking = None
            elif paragraph.kind in ("list", "narration"):
                last_list, speaking = paragraph.kind == "list", None
            elif paragraph.kind in ("dateline", "heading") and speaking is not None and not awaiting:
                # Inside a speech a line with a date is said, unless it stands before any words were.
                paragraph.kind = "speech" if paragraph.kind == "dateline" else paragraph.kind
            elif paragraph.kind is None:
                if speaking is not None:
                    paragraph.kind, awaiting = "speech", False
                    if not speaking.spans and (dash := _DASH.match(paragraph.text)):
                        paragraph.body = paragraph.start + dash.end()
                elif last_list and len(paragraph.text) < 600 and not _STOPPED.search(paragraph.text.rstrip(".")) and "," in paragraph.text:
                    paragraph.kind = "list"
                elif labelled and not opened and len(paragraph.text) <= 90 and capitalised(paragraph.text) and not _STOPPED.search(paragraph.text):
                    paragraph.kind = "dateline"
                elif len(paragraph.text) <= 90 and not _STOPPED.search(paragraph.text) and not paragraph.text.startswith(("-", "•", "·")):
                    paragraph.kind = "heading"
                else:
                    paragraph.kind, last_list = "narration", False
            if speaking is not None and paragraph.kind == "speech":
                body = paragraph.start if paragraph.body is None else paragraph.body
                if body < paragraph.end:
                    speaking.spans.append((body, paragraph.end))
            result.append((paragraph, speaking if paragraph.kind in ("speech", "stage") else None))
        return result

    def _back_to_narration(self, paragraphs: list[Paragraph]) -> set[int]:
        """Return where, after a speech and without a separator, the publisher speaks again.

        Only in documents that the publisher narrates: some words of theirs stand before the first speech or introduce one.
        """
        first = next((index for index, p in enumerate(paragraphs) if p.label), None)
        if first is None or not any(p.kind is None and _STOPPED.search(p.text) for p in paragraphs[:first]):
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
            elif candidate is None and paragraph.kind is None and index > first and paragraphs[index - 1].body != paragraphs[index - 1].end:
                candidate = index if self._returns.match(paragraph.text) else None
        return back | ({candidate} if candidate is not None else set())

    def _named_in_title(self, document: Document, paragraphs: list[Paragraph]) -> _Speaking | None:
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
                return _Speaking(label, printed)
        return None

    @staticmethod
    def _one_speaker(paragraphs: list[Paragraph], speaking: _Speaking) -> list[tuple[Paragraph, _Speaking | None]]:
        """Give every paragraph of words to the one speaker, but datelines and the like before, and footers."""
        result: list[tuple[Paragraph, _Speaking | None]] = []
        for paragraph in paragraphs:
            if paragraph.kind is None:
                place = not speaking.spans and len(paragraph.text) <= 90 and not _STOPPED.search(paragraph.text)
                paragraph.kind = ("dateline" if capitalised(paragraph.text) else "heading") if place else "speech"
            if paragraph.kind == "speech":
                speaking.spans.append((paragraph.start, paragraph.end))
            result.append((paragraph, speaking if paragraph.kind in ("speech", "stage") else None))
        return result


def _named_elsewhere(label: Label, said: str) -> bool:
    """Whether the surname stands in the text otherwise than before a colon ("Remember: it is late" names nobody)."""
    words = re.escape(label.surname or "")
    return bool(words) and len(re.findall(rf"\b{words}\b", said)) > 1


def _gap(text: str, end: int) -> int:
    """Length of "(As interpreted.)" and white space between a label's colon and the first word."""
    match = _AFTER_LABEL.match(text, end)
    return match.end() - end if match else 0


def _assemble(document: Document, walked: list[tuple[Paragraph, _Speaking | None]], title: tuple[int, int] | None) -> Segmentation:
    """Turn the walked paragraphs into parts that partition the text and turns with their spans."""
    pieces: list[tuple[int, str, object]] = []  # start, kind, what owns it
    owners: dict[int, tuple[int, int, int, _Speaking | None]] = {}  # id of owner -> start, end, words, speaking
    for paragraph, speaking in walked:
        owner: object = speaking
        spans = [(paragraph.start, paragraph.end)] if paragraph.kind == "narration" else []
        if paragraph.kind == "narration":
            owner = paragraph
        if paragraph.kind == "speech":
            body = paragraph.start if paragraph.body is None else paragraph.body
            if body > paragraph.start:
                pieces.append((paragraph.start, "label", owner))
            if body < paragraph.end:
                pieces.append((body, "speech", owner))
                spans = [(body, paragraph.end)]
        else:
            pieces.append((paragraph.start, paragraph.kind or "narration", owner))
        for start, end in spans:
            known = owners.get(id(owner), (start, end, 0, speaking))
            owners[id(owner)] = (known[0], end, known[2] + word_count(document.text[start:end]), speaking)
    turns, labels, ids = [], {}, {}
    for number, (key, (start, end, words, speaking)) in enumerate(sorted(owners.items(), key=lambda item: item[1][0]), 1):
        turn = Turn(
            id=f"{document.id}-t{start}",
            document_id=document.id,
            number=number,
            kind="speech" if speaking else "narration",
            speaker_id=None,
            speaker_label=speaking.printed if speaking else None,
            role=None,
            country_id=None,
            date=document.date,
            text=document.text[start:end],
            words=words,
            start_char=start,
            end_char=end,
        )
        turns.append(turn)
        ids[key] = turn.id
        if speaking:
            labels[turn.id] = speaking.label
    pieces = pieces or [(0, "separator", None)] * bool(document.text)  # nothing but white space
    starts = [0, *(start for start, _, _ in pieces[1:]), len(document.text)]
    parts = tuple(
        Part(document.id, index + 1, kind, ids.get(id(owner)), starts[index], starts[index + 1]) for index, (_, kind, owner) in enumerate(pieces)
    )
    return Segmentation(parts, tuple(turns), labels, title)
