"""What one document says of each of its people, brought together as they are met."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from etl.language.names import Label, misspelt, same_name, without_possessive
from etl.language.phrases import fold_lower
from etl.records import Document, Mention, Participant, Person, Position, Problem, Span, Turn
from etl.transform.speakers.known import KnownPeople
from etl.vocabulary import KnownPerson

_COUNTRIES = 8  # those most often named in a document
_BY_FAR = 2
_HIGHEST = ("heads of state", "heads of government")  # one a country
_IN_ONE_OFFICE = 50  # those met last in one office, among whom a misspelt name is looked for


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
class Someone:
    """A person of the document, under the names it gives them."""

    person: Person
    names: set[str]
    office: str | None = None
    level: str | None = None
    country_id: str | None = None


class Resolution:
    """One document's persons, as they are met. `levels` says of each office the level of whoever holds it."""

    def __init__(self, known: KnownPeople, levels: Mapping[str, str], document: Document, countries: Sequence[Mention]) -> None:
        self._known = known
        self._levels = levels
        self._document = document
        self._countries = Counter(mention.entity_id for mention in countries)
        self._someone: dict[str, Someone] = {}
        self._by_name: dict[str, Someone] = {}
        self._in_office: dict[str, list[Someone]] = {}
        self._by_word: dict[str, dict[str, Someone]] = {}
        self.spoken: set[str] = set()
        """Who has spoken so far."""

    def mentions(self, named: Sequence[tuple[Span, Label]]) -> list[PersonMention]:
        """Return who is meant where somebody is named; of overlapping places the first counts."""
        result = []
        last = 0
        for span, label in named:
            if span.start < last:
                continue
            someone = self.by_label(label, span.start)
            if someone is not None:
                result.append(PersonMention(span.start, span.end, someone.person.id, someone.office, someone.country_id))
                last = span.end
        return result

    def unnamed(self, offices: Sequence[tuple[Span, Label]], mentions: Sequence[PersonMention]) -> list[PersonMention]:
        """Return whom the publisher means by its own highest offices where it names nobody who holds them: who held them on the day."""
        home = self._document.country_id
        met = {mention.person_id for mention in mentions}
        result = []
        for span, label in offices if home is not None else ():
            if any(s.person.id in met for s in self._in_office.get(label.office or "", [])):
                continue
            known = self._known.holder(home or "", label, self._document.date)
            if known is None or not self._known.is_called(known, label, self._document.date):
                continue
            someone = self.by_label(replace(label, name=known.person.name, country_id=home), span.start)
            if someone is not None and someone.person.id not in met:
                result.append(PersonMention(span.start, span.end, someone.person.id, someone.office, someone.country_id))
        return result

    def introduce(self, named: Sequence[tuple[Span, Label]]) -> None:
        """Meet those whom a title names that is not part of the text."""
        for span, label in named:
            self.by_label(label, span.start, "title")

    def by_label(self, label: Label, at: int, place: str = "p") -> Someone | None:
        """Return whom a label at a place means: somebody met, else known, else a new person of this document, called after the place.

        None where an office is named without a name and nobody is found who held it.
        """
        printed = label.name
        if printed is None:
            return self._by_office(label)
        name = fold_lower(without_possessive(printed)).strip()
        someone = self._met(name, label)
        if someone is None:
            known = self._known.look_up(name, label, self._document.date)
            if known is None and label.office and not label.country_id and (home := self._document.country_id):
                once = replace(label, former=True, country_id=home)  # "President N" of one who was it at home
                if known := self._known.look_up(name, once, self._document.date):
                    label = once
            person = known.person if known else Person(f"{self._document.id}-{place}{at}", _printed(label), label.country_id, None, False)
            someone = self._someone.setdefault(person.id, Someone(person, set()))
            if known:
                self._call(someone, fold_lower(person.name))
                label = replace(label, former=label.former or self._known.had_left(known, label, self._document.date))
        self._call(someone, name)
        self._by_name.setdefault(name, someone)
        if label.office is not None and someone.office is None and not label.former:
            someone.office = label.office
            self._in_office.setdefault(label.office, []).append(someone)
            someone.level = someone.level or label.level
        someone.country_id = someone.country_id or label.country_id or someone.person.country_id
        if not someone.person.known:
            longer = len(printed.replace(".", "").split()) > len(someone.person.name.split())
            better = _printed(label) if longer else someone.person.name
            someone.person = replace(someone.person, name=better, country_id=someone.country_id)
        return someone

    def _call(self, someone: Someone, name: str) -> None:
        """Note a name of somebody's, folded."""
        someone.names.add(name)
        for word in name.split():
            self._by_word.setdefault(word, {})[someone.person.id] = someone

    def _met(self, name: str, label: Label) -> Someone | None:
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

    def _by_office(self, label: Label) -> Someone | None:
        """Resolve "THE PRESIDENT", "Foreign Minister of C": who is met in that office, those at home first, else who held it that day."""
        met = [s for s in self._in_office.get(label.office or "", []) if label.country_id in (None, s.country_id)]
        country = label.country_id or self._document.country_id or self._home(label)
        at_home = [s for s in met if s.country_id == country and s.country_id]
        if len(at_home) == 1:
            return at_home[0]
        holder = self._known.holder(country, label, self._document.date) if country and not at_home else None
        speaking = [s for s in met if s.country_id in (None, country) and self._speaks(s)]
        if len(speaking) == 1:
            return speaking[0]
        named = holder is not None and self._is_named(holder)
        if holder is not None and self._document.country_id:
            named = named or self._known.has_successor(holder, label, self._document.date)  # no doubt about who it was
        if len(met) == 1 and not named and (holder is None or self._document.country_id or met[0].country_id is None):
            return met[0]
        if holder is None or (met and not named and self._document.country_id):
            return None
        return self.by_label(replace(label, name=holder.person.name, country_id=country), 0)

    def _home(self, label: Label) -> str | None:
        """Return the country whose holder of an office a document speaks of that says no publisher.

        It is the most named one among those whose holder is named too, else the most named one by far.
        """
        held = {
            country: holder
            for country, _ in self._countries.most_common(_COUNTRIES)
            if (holder := self._known.holder(country, label, self._document.date))
        }
        named = [country for country, holder in held.items() if self._is_named(holder)]
        if named:
            return named[0]
        ranked = list(held)
        alone = len(ranked) == 1 or (len(ranked) > 1 and self._countries[ranked[0]] >= _BY_FAR * self._countries[ranked[1]])
        return ranked[0] if alone else None

    def _speaks(self, someone: Someone) -> bool:
        """Whether somebody has spoken under the own name, or the title names them."""
        title = fold_lower(self._document.title or "").replace("'s ", " ").split()
        return someone.person.id in self.spoken or any(name.split()[-1] in title for name in someone.names)

    def _is_named(self, known: KnownPerson) -> bool:
        return any(fold_lower(name).split()[-1] in self._words for name in known.names)

    @cached_property
    def _words(self) -> frozenset[str]:
        text = f"{self._document.title or ''}\n{self._document.text}"
        return frozenset(fold_lower(text).replace("'s ", " ").replace("'", " ").split())

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
        positions = tuple(position for s in someones if s.person.known for position in self._known.positions(s.person))
        roles = {s.person.id: s.office or self._known.office_at(s.person, self._document.date) for s in someones}
        levels = {s.person.id: s.level or self._levels.get(roles[s.person.id] or "", "officials") for s in someones}
        countries = {s.person.id: s.country_id for s in someones}
        participants = tuple(Participant(self._document.id, p, roles[p], countries[p]) for p in present if p in roles)
        resolved = tuple(replace(t, country_id=countries[t.speaker_id]) if t.speaker_id else t for t in turns)
        return People(resolved, people, positions, participants, tuple(mentions), problems, levels, roles, countries)


def _printed(label: Label) -> str:
    name = without_possessive(" ".join((label.name or "").split())).rstrip(",")
    if label.capitals or name.isupper():
        return " ".join("-".join(p.capitalize() for p in word.split("-")) for word in name.split())
    return name
