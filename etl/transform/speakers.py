"""Who the people of a document are: labels and mentions come down to persons with an office and a country.

A name is looked up among the known people, by the office and the country it stands with and by the document's date. Whoever is not
known becomes a person of this document, and keeps to it: people who are only named alike are never merged.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from etl.language.names import Label, LabelReader, misspelt, same_name
from etl.language.phrases import PhraseMatcher, fold_lower
from etl.records import Document, Mention, Participant, Person, Position, Problem, Span, Turn
from etl.transform.turns import Segmentation
from etl.vocabulary import KnownPerson, Vocabulary

_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w’'`.-]*")
_LINK = re.compile(r"(?:,\s+Jr\.|[ \u00a0\n]+)")
_COUNTRIES = 8  # those most often named in a document
_BY_FAR = 2
_FORMER = 12  # characters before an office in which it may be called a former one
_HIGHEST = ("heads of state", "heads of government")  # one a country
_IN_ONE_OFFICE = 50  # those met last in one office, among whom a misspelt name is looked for
_SMALL = {"al", "el", "bin", "ibn", "de", "del", "da", "dos", "van", "von", "der", "den", "la", "y", "e", "ben", "abu", "ul", "do", "di", "le"}
_GAP = re.compile(r"\s+(?:(?:H\.\s?E\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s+)?")
_COMMA = re.compile(r",\s+(?:the\s+)?")
_SMALL_WORDS = re.compile(r"(?:([a-z]{1,3})[ -])+")
_FIELD = re.compile(r"[A-Z][\w-]+(?:\s+(?:and\s+|of\s+(?:the\s+)?)?[A-Z][\w-]+)*")  # of a ministry
_NAME_BEFORE = re.compile(r"((?:[A-Z][\w’'.-]+\s+){1,3}[A-Z][\w’'-]+),\s+(?:the\s+)?\Z")
_HEADER = re.compile(r"\s*:[\s.]*(?:Mr|Mrs|Ms|Miss|Sir|Dame|Dr|Archbishop)\.?\s+")  # "President: Mr. N (C)" at the head of a record
_BRACKET = re.compile(r"[\s.]*\(")
_OF = re.compile(r"\s+(?:of|for|de)\s+(?:the\s+|la\s+)?")
_POSSESSIVE = re.compile(r"[’'`]s?\Z")


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person at a place in the text. `start` to `end` take office and country in; `role` is the office as the vocabulary has it."""

    start: int
    end: int
    person_id: str
    role: str | None
    country_id: str | None


@dataclass(frozen=True, slots=True)
class People:
    """The persons of one document and where they are mentioned."""

    turns: tuple[Turn, ...]
    people: tuple[Person, ...]
    positions: tuple[Position, ...]
    participants: tuple[Participant, ...]
    mentions: tuple[PersonMention, ...]
    problems: tuple[Problem, ...]
    levels: Mapping[str, str]
    roles: Mapping[str, str | None]
    countries: Mapping[str, str | None]


@dataclass(slots=True)
class _Someone:
    person: Person
    names: set[str]
    office: str | None = None
    level: str | None = None
    country_id: str | None = None


class SpeakerResolver:
    """Resolves labels and mentions of one document after another; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        self._reader = reader
        self._known: dict[str, list[KnownPerson]] = {}
        self._by_surname: dict[str, list[KnownPerson]] = {}
        self._by_country: dict[str, list[KnownPerson]] = {}
        for known in vocabulary.people:
            for name in known.names:
                self._known.setdefault(fold_lower(name), []).append(known)
            first = known.person.country_id in vocabulary.words["offices"]["family_name_first"]
            for surname in {words[end] for name in known.names if (words := fold_lower(name).split()) for end in ((0, -1) if first else (-1,))}:
                self._by_surname.setdefault(surname, []).append(known)
            for country in {position.country_id for position, _ in known.positions if position.country_id}:
                self._by_country.setdefault(country, []).append(known)
        self._names = PhraseMatcher(((n, n) for k in vocabulary.people for n in k.names if " " in n), case_sensitive=True)
        offices = vocabulary.words["offices"]["offices"]
        self._offices = PhraseMatcher((n, (title, e["level"])) for title, e in offices.items() for n in e["names"])
        self._levels = {title: entry["level"] for title, entry in offices.items()}
        words = vocabulary.words["offices"]
        self._institutions = frozenset(map(fold_lower, words["institutions"]))
        self._no_names = frozenset(map(fold_lower, words["not_in_labels"])) - {
            word for word in self._by_surname if len(word) > 1
        }  # "Prime Minister Han"
        self._former = re.compile(rf"\b(?:{'|'.join(words['former'])})[\s-]+\Z", re.IGNORECASE)
        self._outlets = frozenset(map(fold_lower, words["outlets"]))

    def __call__(self, document: Document, cut: Segmentation, opening: tuple[int, int], entities: Sequence[Mention]) -> People:
        """Return the turns with their speakers, and everyone the document names with an office or as known.

        `opening` is the span (title to first narration or label) whose people take part; `cut` has the paragraphs and what turns' labels say.
        """
        work = _Resolution(self, document, cut.paragraphs)
        mentions = work.mentions(entities)
        resolved, problems = [], []
        for turn in cut.turns:
            if turn.kind != "speech":
                resolved.append(turn)
                continue
            label = cut.labels[turn.id]
            function = label.function or ("press" if self._is_outlet(label) else None)
            if function:
                resolved.append(replace(turn, role=function, country_id=label.country_id))
                continue
            someone = work.by_label(label, turn.start_char)
            if someone is None:
                message = f"nobody is found for the label {turn.speaker_label!r}"
                problems.append(Problem(document.source, "transform", "warning", message, document.id, turn.start_char, turn.end_char))
                resolved.append(replace(turn, role=label.office, country_id=label.country_id))
            else:
                role = someone.office or work.office_at(someone.person)
                resolved.append(replace(turn, speaker_id=someone.person.id, role=role, country_id=someone.country_id))
        present = dict.fromkeys(t.speaker_id for t in resolved if t.speaker_id)
        present |= dict.fromkeys(m.person_id for m in mentions if opening[0] <= m.start < opening[1])
        return work.people(resolved, present, mentions, tuple(problems))

    def _is_outlet(self, label: Label) -> bool:
        return label.surname in self._outlets and not (label.office or label.honorific)

    def names_somebody(self, name: str) -> bool:
        """Whether words in capitals after an office can be a person's name: they are not those of an institution or a sentence's."""
        words = name.split()
        return fold_lower(words[0]).strip(".") not in self._no_names and fold_lower(words[-1]) not in self._institutions


class _Resolution:
    """One document's persons, as they are met."""

    def __init__(self, resolver: SpeakerResolver, document: Document, paragraphs: Sequence[Span]) -> None:
        self._r = resolver
        self._document = document
        self._ends = [paragraph.end for paragraph in paragraphs]
        self._starts = [paragraph.start for paragraph in paragraphs]
        self._someone: dict[str, _Someone] = {}
        self._by_name: dict[str, _Someone] = {}
        self._in_office: dict[str, list[_Someone]] = {}
        self._by_word: dict[str, dict[str, _Someone]] = {}
        self._countries: Counter[str] = Counter()

    # -------------------------------------------------------------- mentions in the text

    def mentions(self, entities: Sequence[Mention]) -> list[PersonMention]:
        text = self._document.text
        spans: dict[int, tuple[int, Label]] = {}
        countries = [e for e in entities if len(e.entity_id) == 2]
        self._countries.update(e.entity_id for e in countries)
        starts = {e.start: e for e in countries}
        ends = {e.end: e for e in countries}
        for office in self._r._offices.find(text):
            if text[office.start].isupper() and (found := self._with_office(text, office.start, office.end, starts, ends)):
                start, end, name, country = found
                former = self._r._former.search(text, max(0, start - _FORMER), start)
                label = Label(text[start:end], name, *office.value, country, former=former is not None)
                if start not in spans or spans[start][0] < end:
                    spans[start] = (end, label)
        taken = sorted((start, end) for start, (end, _) in spans.items())
        for match in self._r._names.find(text):
            if not any(start <= match.start < end for start, end in taken):
                spans[match.start] = (match.end, self._apposition(text, match.start, match.end, starts))
        result = []
        last = 0
        for start, (end, label) in sorted(spans.items()):
            if start < last:
                continue
            someone = self.by_label(label, start)
            if someone is not None:
                result.append(PersonMention(start, end, someone.person.id, someone.office, someone.country_id))
                last = end
        return result

    def _with_office(
        self, text: str, start: int, end: int, starts: Mapping[int, Mention], ends: Mapping[int, Mention]
    ) -> tuple[int, int, str, str | None] | None:
        """Read "President of the Republic of C N", "C President N", "President N" or "N, President of C" round an office, in one paragraph."""
        country = None
        first, last = self._paragraph(start)
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
                if len(words) > 2 and _NAME.fullmatch(words[-2]) and self._r.names_somebody(" ".join(words[-2:])):  # "Minister of Agriculture N N"
                    at = link.end() + tail[0].rindex(words[-2])
                    return start, tail.end(), text[at : tail.end()], country
        gap = _HEADER.match(text, after, last) or _GAP.match(text, after, last)
        at = gap.end() if gap else after
        name_end = self._name_end(text, at, last)
        if name_end > at and self._r.names_somebody(text[at:name_end]):
            name = _POSSESSIVE.sub("", text[at:name_end])
            if country is None and (of := _OF.match(text, name_end, last)) and (mention := starts.get(of.end())) and not mention.demonym:
                return start, mention.end, name, mention.entity_id
            if (bracket := _BRACKET.match(text, name_end, last)) and (mention := starts.get(bracket.end())):
                return start, mention.end, name, mention.entity_id
            return start, name_end, name, country
        name_before = _NAME_BEFORE.search(text, max(first, start - 80), start)
        if name_before and country:
            read = self._r._reader.read(name_before[1])
            return name_before.start(), after, read.name if read and read.name else name_before[1], country
        return None

    def _paragraph(self, at: int) -> tuple[int, int]:
        """Return the span of the paragraph that a place lies in."""
        index = min(bisect_right(self._ends, at), len(self._ends) - 1)
        return self._starts[index], self._ends[index]

    def _name_end(self, text: str, at: int, last: int) -> int:
        """Return where a run of up to five name words ends that starts at `at`; `at` itself if there is none. It ends before `last`."""
        end, words = at, 0
        place = at
        while words < 5 and (match := _NAME.match(text, place, last)):
            word = match[0]
            if words and (fold_lower(word) in ("and",) or self._r._offices.get(word)):
                break
            end, words = match.end(), words + 1
            if _POSSESSIVE.search(word) or (word.endswith(".") and len(word) > 3 and word not in ("Jr.", "Sr.")):
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

    def _apposition(self, text: str, start: int, end: int, starts: Mapping[int, Mention]) -> Label:
        """Read the office after a known name: "N, President of the Republic of C"."""
        label = Label(text[start:end], text[start:end])
        last = self._paragraph(start)[1]
        comma = _COMMA.match(text, end, last)
        if comma:
            segment = text[comma.end() : min(comma.end() + 60, last)].split(",")[0]
            office = next((m for m in self._r._offices.find(segment) if m.start == 0), None)
            if office:
                link = _OF.match(segment, office.end)
                country = starts.get(comma.end() + link.end()) if link else None
                return replace(label, office=office.value[0], level=office.value[1], country_id=country.entity_id if country else None)
        return label

    # -------------------------------------------------------------- from a label to somebody

    def by_label(self, label: Label, at: int) -> _Someone | None:
        if label.name is None:
            return self._by_office(label)
        name = fold_lower(_POSSESSIVE.sub("", label.name)).strip()
        someone = self._met(name, label)
        if someone is None:
            known = self._look_up(name, label)
            person = known.person if known else Person(f"{self._document.id}-p{at}", _printed(label), label.country_id, None, False)
            someone = self._someone.setdefault(person.id, _Someone(person, set()))
            if known:
                self._call(someone, fold_lower(person.name))
        self._call(someone, name)
        self._by_name.setdefault(name, someone)
        if label.office is not None and someone.office is None and not label.former:
            someone.office = label.office
            self._in_office.setdefault(label.office, []).append(someone)
            someone.level = someone.level or label.level
        someone.country_id = someone.country_id or label.country_id or someone.person.country_id
        if not someone.person.known:
            longer = len(label.name.replace(".", "").split()) > len(someone.person.name.split())
            better = _printed(label) if longer else someone.person.name
            someone.person = replace(someone.person, name=better, country_id=someone.country_id)
        return someone

    def _call(self, someone: _Someone, name: str) -> None:
        """Note a name of somebody's, folded."""
        someone.names.add(name)
        for word in name.split():
            self._by_word.setdefault(word, {})[someone.person.id] = someone

    def _met(self, name: str, label: Label) -> _Someone | None:
        """Return the one person met so far whom this name can mean."""
        if name in self._by_name:
            return self._by_name[name]
        words = name.split()
        near = {**self._by_word.get(words[0], {}), **self._by_word.get(words[-1], {})}
        candidates = [someone for someone in near.values() if any(same_name(words, other.split()) for other in someone.names)]
        if not candidates and label.office is not None and len(words) == 1:  # a slip of the pen, or a family name that stands first
            others = self._in_office.get(label.office, [])[-_IN_ONE_OFFICE:]
            candidates = [s for s in others if any(misspelt(words, other.split()) or words == other.split()[:1] for other in s.names)]
        if label.country_id:
            candidates = [c for c in candidates if c.country_id in (None, label.country_id)]
        return candidates[0] if len(candidates) == 1 else None

    def _look_up(self, name: str, label: Label) -> KnownPerson | None:
        """Return the known person of this name whom office, country and date allow, if there is exactly one."""
        words, variant = name.split(), False
        if len(words) > 1:
            candidates = self._r._known.get(name, [])
            if not candidates:  # "Joseph R. Biden, Jr." for "Joseph Biden": initials are left out
                bare = " ".join(w for w in words if len(w.strip(".")) > 1 and w.strip(".,") not in ("jr", "sr"))
                candidates = self._r._known.get(bare, [])
            if variant := not candidates and label.office is not None:  # "Sergey Lavrov" for "Sergei Lavrov", "ORBÁN Viktor" for "Viktor Orbán"
                alike = [*self._r._by_surname.get(words[-1], []), *self._r._by_surname.get(words[0], [])]
                candidates = [k for k in alike if any(same_name(words, fold_lower(n).split()) for n in k.names if " " in n)]
        else:
            candidates = self._r._by_surname.get(words[0], []) if label.office else []
        unique = {known.person.id: known for known in candidates}.values()
        fitting = [known for known in unique if self._fits(known, label, strict=len(words) == 1 or variant)]
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, known: KnownPerson, label: Label, *, strict: bool) -> bool:
        countries = {known.person.country_id, *(p.country_id for p, _ in known.positions)} - {None}
        if label.country_id and countries and label.country_id not in countries:
            return False
        if not strict:
            return True
        day = self._document.date
        held = _once_held if label.former else _held
        return any(held(position, day) and self._same_office(position, office, label) for position, office in known.positions)

    def _same_office(self, position: Position, office: str, label: Label) -> bool:
        words = self._r._offices.find(position.title)
        same = any(match.value[0] == label.office for match in words)
        level = {"head of state": "heads of state", "head of government": "heads of government", "foreign minister": "ministers"}.get(office)
        return same or (label.office in ("Minister", "Secretary", "King", "Queen", "Chancellor") and level == label.level)

    def _by_office(self, label: Label) -> _Someone | None:
        """Resolve "THE PRESIDENT", "Foreign Minister of C": who is met in that office, those at home first, else who held it that day."""
        met = [s for s in self._someone.values() if s.office == label.office and label.country_id in (None, s.country_id)]
        country = label.country_id or self._document.country_id or self._home(label)
        at_home = [s for s in met if s.country_id == country and s.country_id]
        if len(at_home) == 1:
            return at_home[0]
        holder = self._holder(country, label) if country and not at_home else None
        if len(met) == 1 and (holder is None or self._document.country_id or (met[0].country_id is None and not self._is_named(holder))):
            return met[0]
        if holder is None or (met and self._document.country_id):
            return None
        return self.by_label(replace(label, name=holder.person.name, country_id=country), 0)

    def _holder(self, country: str, label: Label) -> KnownPerson | None:
        """Return who held an office in a country on the document's day, if there is exactly one known."""
        if self._document.date is None:
            return None
        holders = [
            known
            for known in self._r._by_country.get(country, [])
            if any(p.country_id == country and _held(p, self._document.date) and self._same_office(p, o, label) for p, o in known.positions)
        ]
        return holders[0] if len(holders) == 1 else None

    def _home(self, label: Label) -> str | None:
        """Return the country whose holder of an office a document speaks of that says no publisher.

        It is the most named one among those whose holder is named too, else the most named one by far.
        """
        held = {country: holder for country, _ in self._countries.most_common(_COUNTRIES) if (holder := self._holder(country, label))}
        named = [country for country, holder in held.items() if self._is_named(holder)]
        if named:
            return named[0]
        ranked = list(held)
        alone = len(ranked) == 1 or (len(ranked) > 1 and self._countries[ranked[0]] >= _BY_FAR * self._countries[ranked[1]])
        return ranked[0] if alone else None

    def _is_named(self, known: KnownPerson) -> bool:
        return any(fold_lower(name).split()[-1] in self._words for name in known.names)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(fold_lower(self._document.text).replace("'s ", " ").replace("'", " ").split())

    # -------------------------------------------------------------- what is known of them

    def office_at(self, person: Person) -> str | None:
        positions = [p for known in self._r._known.get(fold_lower(person.name), []) if known.person.id == person.id for p, _ in known.positions]
        held = [p.title for p in positions if _held(p, self._document.date)]
        return held[-1] if held else None

    def _at_home(self) -> None:
        """Give the publisher's country to those in office whose country is not printed: one names that of others.

        A president is a guest where another one is at home; two of whom nothing is known are left alone.
        """
        home = self._document.country_id
        if home is None:
            return
        unplaced = [s for s in self._someone.values() if s.country_id is None and s.office and not s.person.known]
        offices = Counter(s.office for s in unplaced)
        at_home = {s.office for s in self._someone.values() if s.country_id == home}
        for someone in unplaced:
            if someone.level in _HIGHEST and (offices[someone.office] > 1 or someone.office in at_home):
                continue
            someone.country_id = home
            someone.person = replace(someone.person, country_id=home)

    def people(self, turns: Sequence[Turn], present: Iterable[str], mentions: Sequence[PersonMention], problems: tuple[Problem, ...]) -> People:
        self._at_home()
        needed = {t.speaker_id for t in turns} | {m.person_id for m in mentions}
        someones = [s for key, s in sorted(self._someone.items()) if key in needed]
        people = tuple(s.person for s in someones)
        known = {k.person.id: k for s in someones if s.person.known for k in self._r._known.get(fold_lower(s.person.name), [])}
        positions = tuple(p for s in someones if s.person.known and s.person.id in known for p, _ in known[s.person.id].positions)
        roles = {s.person.id: s.office or self.office_at(s.person) for s in someones}
        levels = {s.person.id: s.level or self._r._levels.get(roles[s.person.id] or "", "officials") for s in someones}
        countries = {s.person.id: s.country_id for s in someones}
        participants = tuple(Participant(self._document.id, p, roles[p], countries[p]) for p in present if p in roles)
        resolved = tuple(replace(t, country_id=countries[t.speaker_id]) if t.speaker_id else t for t in turns)
        return People(resolved, people, positions, participants, tuple(mentions), problems, levels, roles, countries)


def _held(position: Position, day: str | None) -> bool:
    """Whether the position was held on the day; dates may be years or months alone."""
    if day is None:
        return True
    start, end = position.start_date or "", position.end_date
    return start <= day[: max(len(start), 4)] and (end is None or day[: len(end)] <= end)


def _once_held(position: Position, day: str | None) -> bool:
    """Whether a position was taken up before the day."""
    return day is not None and (position.start_date or "9") <= day


def _printed(label: Label) -> str:
    name = _POSSESSIVE.sub("", " ".join((label.name or "").split())).rstrip(",")
    if label.capitals or name.isupper():
        return " ".join("-".join(p.capitalize() for p in word.split("-")) for word in name.split())
    return name
