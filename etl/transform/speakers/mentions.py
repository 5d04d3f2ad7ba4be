"""Who is named in a text: names with an office or a country, and names of known people."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.language.names import Label, LabelReader, without_possessive
from etl.language.phrases import PhraseMatcher, fold_lower
from etl.records import Mention, Span
from etl.transform.speakers.known import KnownPeople
from etl.vocabulary import Vocabulary

_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w’'`.-]*")
_LINK = re.compile(r"(?:,\s+Jr\.|[ \u00a0\n]+)")
HIGHEST = ("heads of state", "heads of government")
"""Levels of offices of which a country has one."""
_THE = re.compile(r"\b[Tt]he\s+\Z")
_TO_THE = re.compile(r"\bto\s+the\s+\Z")  # "Assistant to the President for Trade N" is no president
_GOES_ON = re.compile(r"\s+(?:of|de|for|and|[A-Z])|-")
_FORMER = 12  # characters before an office in which it may be called a former one
_SMALL = {"al", "el", "bin", "ibn", "de", "del", "da", "dos", "van", "von", "der", "den", "la", "y", "e", "ben", "abu", "ul", "do", "di", "le"}
_GAP = re.compile(r"\s+(?:(?:H\.\s?E\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s+)?")
_COMMA = re.compile(r",\s+(?:the\s+)?")
_SMALL_WORDS = re.compile(r"(?:([a-z]{1,3})[ -])+")
_FIELD = re.compile(r"[A-Z][\w-]+(?:\s+(?:and\s+|of\s+(?:the\s+)?)?[A-Z][\w-]+)*")  # of a ministry
_NAME_BEFORE = re.compile(r"((?:[A-Z][\w’'.-]+\s+){1,3}[A-Z][\w’'-]+),\s+(?:the\s+)?\Z")
_HEADER = re.compile(r"\s*:[\s.]*(?:Mr|Mrs|Ms|Miss|Sir|Dame|Dr|Archbishop)\.?\s+")  # "President: Mr. N (C)" at the head of a record
_BRACKET = re.compile(r"[\s.]*\(")
_OF = re.compile(r"\s+(?:of|for|de)\s+(?:the\s+|la\s+)?")
_NAME_OF = re.compile(r"\s+(?:of|de)\s+(?:the\s+|la\s+)?")  # not "thanked President N for C's help"


class MentionReader:
    """Reads who is named; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader, known: KnownPeople) -> None:
        words = vocabulary.words["offices"]
        self._reader = reader
        self._names = PhraseMatcher(((n, n) for k in known.people for n in k.names if " " in n), case_sensitive=True)
        surnames = {word for word in known.surnames if len(word) > 1}
        self._no_names = frozenset(map(fold_lower, words["not_in_labels"])) - surnames  # "Prime Minister Han"
        self._former = re.compile(rf"\b(?:{'|'.join(words['former'])})[\s-]+\Z", re.IGNORECASE)

    def __call__(self, text: str, paragraphs: Sequence[Span], countries: Sequence[Mention]) -> list[tuple[Span, Label]]:
        """Return the spans, in order, where somebody is named, office and country taken in, and what each says.

        `countries` are the text's mentions of countries, `paragraphs` the spans of its paragraphs: a name and its office stand in one.
        """
        places = _Places(text, paragraphs, countries)
        spans: dict[int, tuple[int, Label]] = {}
        for office in self._reader.offices.find(text):
            if text[office.start].isupper() and (found := self._with_office(places, office.start, office.end)):
                start, end, name, country = found
                former = self._former.search(text, max(0, start - _FORMER), start)
                if start not in spans or spans[start][0] < end:
                    spans[start] = (end, Label(text[start:end], name, *office.value, country, former=former is not None))
        starts = sorted(spans)
        for match in self._names.find(text):
            index = bisect_right(starts, match.start) - 1
            if index < 0 or spans[starts[index]][0] <= match.start:
                spans[match.start] = (match.end, self._apposition(places, match.start, match.end))
        return [(Span(start, end), label) for start, (end, label) in sorted(spans.items(), key=lambda item: item[0])]

    def unnamed(self, text: str) -> list[tuple[Span, Label]]:
        """Return where each highest office first stands by itself: "The President", but not "the President of C" or "the President N"."""
        first: dict[str, tuple[Span, Label]] = {}
        for office in self._reader.offices.find(text):
            title, level = office.value
            if title in first or level not in HIGHEST or not text[office.start].isupper():
                continue
            the = _THE.search(text, max(0, office.start - _FORMER), office.start)
            if the and not _GOES_ON.match(text, office.end):
                first[title] = (Span(the.start(), office.end), Label(text[office.start : office.end], None, title, level))
        return list(first.values())

    def _with_office(self, places: "_Places", start: int, end: int) -> tuple[int, int, str, str | None] | None:
        """Read "President of the Republic of C N", "C President N", "President N" or "N, President of C" round an office, in one paragraph."""
        text, starts, ends, country = places.text, places.starts, places.ends, None
        first, last = places.paragraph(start)
        if _TO_THE.search(text, max(first, start - _FORMER), start):
            return None
        before = start
        while before > first and text[before - 1].isspace():
            before -= 1
        if before in ends and start - before <= 2:
            country, start = ends[before].entity_id, ends[before].start
        after = end
        if link := _OF.match(text, end, last):
            mention = starts.get(link.end()) or starts.get(link.end() - len("the "))
            if mention is not None and not mention.demonym:
                country, after = mention.entity_id, mention.end
            elif tail := _FIELD.match(text, link.end(), last):
                words = tail[0].split()
                if len(words) > 2 and _NAME.fullmatch(words[-2]) and self._names_somebody(" ".join(words[-2:])):  # "Minister of Agriculture N N"
                    at = link.end() + tail[0].rindex(words[-2])
                    return start, tail.end(), text[at : tail.end()], country
        gap = _HEADER.match(text, after, last) or _GAP.match(text, after, last)
        at = gap.end() if gap else after
        name_end = self._name_end(text, at, last)
        if name_end > at and self._names_somebody(text[at:name_end]):
            name = without_possessive(text[at:name_end])
            name_end = at + len(name)
            if country is None and (of := _NAME_OF.match(text, name_end, last)) and (mention := starts.get(of.end())) and not mention.demonym:
                return start, mention.end, name, mention.entity_id
            if (bracket := _BRACKET.match(text, name_end, last)) and (mention := starts.get(bracket.end())):
                return start, mention.end, name, mention.entity_id
            return start, name_end, name, country
        name_before = _NAME_BEFORE.search(text, max(first, start - 80), start)
        if name_before and country:
            read = self._reader.read(name_before[1])
            return name_before.start(), after, read.name if read and read.name else name_before[1], country
        return None

    def _name_end(self, text: str, at: int, last: int) -> int:
        """Return where a run of up to five name words ends that starts at `at`; `at` itself if there is none. It ends before `last`."""
        end, words = at, 0
        place = at
        while words < 5 and (match := _NAME.match(text, place, last)):
            word = match[0]
            if words and (fold_lower(word) in ("and",) or self._reader.offices.get(word)):
                break
            end, words = match.end(), words + 1
            if without_possessive(word) != word or (word.endswith(".") and len(word) > 3 and word not in ("Jr.", "Sr.")):
                end = match.end() - (1 if word.endswith(".") else 0)
                break
            link = _LINK.match(text, end, last)
            if not link:
                break
            place = link.end()
            if link[0].startswith(","):
                end = link.end()
                place = end + 1
            small = _SMALL_WORDS.match(text, place, last)
            if small and set(small[0].replace("-", " ").split()) <= _SMALL:
                place = small.end()
        return end

    def _apposition(self, places: "_Places", start: int, end: int) -> Label:
        """Read the office after a known name: "N, President of the Republic of C"."""
        text, starts = places.text, places.starts
        label = Label(text[start:end], text[start:end])
        last = places.paragraph(start)[1]
        comma = _COMMA.match(text, end, last)
        if comma:
            segment = text[comma.end() : min(comma.end() + 60, last)].split(",")[0]
            office = next((m for m in self._reader.offices.find(segment) if m.start == 0), None)
            if office:
                link = _OF.match(segment, office.end)
                country = starts.get(comma.end() + link.end()) if link else None
                return replace(label, office=office.value[0], level=office.value[1], country_id=country.entity_id if country else None)
        return label

    def _names_somebody(self, name: str) -> bool:
        """Whether words in capitals after an office can be a person's name: they are not those of an institution or a sentence's."""
        return fold_lower(name.split()[0]).strip(".") not in self._no_names and not self._reader.is_institution(name)


class _Places:
    """A text with its countries by where they start and end, and its paragraphs."""

    def __init__(self, text: str, paragraphs: Sequence[Span], countries: Sequence[Mention]) -> None:
        self.text = text
        self.starts: Mapping[int, Mention] = {mention.start: mention for mention in countries}
        self.ends: Mapping[int, Mention] = {mention.end: mention for mention in countries}
        self._paragraphs = paragraphs
        self._ends = [paragraph.end for paragraph in paragraphs]

    def paragraph(self, at: int) -> tuple[int, int]:
        """Return the span of the paragraph that a place lies in."""
        paragraph = self._paragraphs[min(bisect_right(self._ends, at), len(self._ends) - 1)]
        return paragraph.start, paragraph.end
