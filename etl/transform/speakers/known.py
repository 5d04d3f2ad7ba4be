"""The known people, by name, by surname and by the office they held on a day."""

from collections.abc import Mapping

from etl.language.names import Label, LabelReader, same_name, without_suffix
from etl.language.phrases import fold_lower
from etl.records import Person, Position
from etl.vocabulary import KnownPerson, Vocabulary

_LEVELS: Mapping[str, str] = {"head of state": "heads of state", "head of government": "heads of government", "foreign minister": "ministers"}
_OFFICES_ALIKE = ("Minister", "Secretary", "King", "Queen", "Chancellor")  # labels print no more of an office that has a longer title


class KnownPeople:
    """Looks names and offices up; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        words = vocabulary.words["offices"]
        self.people = vocabulary.people
        self._by_id = {known.person.id: known for known in vocabulary.people}
        self._by_name: dict[str, list[KnownPerson]] = {}
        self._by_surname: dict[str, list[KnownPerson]] = {}
        self._by_country: dict[str, list[KnownPerson]] = {}
        for known in vocabulary.people:
            for name in known.names:
                self._by_name.setdefault(fold_lower(name), []).append(known)
            first = known.person.country_id in words["family_name_first"]
            ends = (0, -1) if first else (-1,)
            for surname in {printed[end] for name in known.names if (printed := fold_lower(name).split()) for end in ends}:
                self._by_surname.setdefault(surname, []).append(known)
            for country in {position.country_id for position, _ in known.positions if position.country_id}:
                self._by_country.setdefault(country, []).append(known)
        self._offices = reader.offices
        self.surnames = frozenset(self._by_surname)
        """Surnames, folded."""
        self.words = frozenset(word for name in self._by_name for word in name.split())
        """All words of names, folded."""

    def look_up(self, name: str, label: Label, day: str | None) -> KnownPerson | None:
        """Return the known person of this name (folded) whom a label's office and country and the day allow, if there is exactly one."""
        words, variant = name.split(), False
        if len(words) > 1:
            candidates = self._by_name.get(name, [])
            if not candidates:  # "Joseph R. Biden, Jr." for "Joseph Biden": initials are left out
                bare = " ".join(w for w in without_suffix(words) if len(w.strip(".")) > 1)
                candidates = self._by_name.get(bare, [])
            if variant := not candidates and label.office is not None:  # "Sergey Lavrov" for "Sergei Lavrov", "ORBÁN Viktor" for "Viktor Orbán"
                alike = [*self._by_surname.get(words[-1], []), *self._by_surname.get(words[0], [])]
                candidates = [k for k in alike if any(same_name(words, fold_lower(n).split()) for n in k.names if " " in n)]
        else:
            candidates = self._by_surname.get(words[0], []) if label.office else []
        unique = {known.person.id: known for known in candidates}.values()
        fitting = [known for known in unique if self._fits(known, label, day, strict=len(words) == 1 or variant)]
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, known: KnownPerson, label: Label, day: str | None, *, strict: bool) -> bool:
        countries = {known.person.country_id, *(p.country_id for p, _ in known.positions)} - {None}
        if label.country_id and countries and label.country_id not in countries:
            return False
        if not strict:
            return True
        held = _once_held if label.former else _held
        return any(held(position, day) and self._same_office(position, office, label) for position, office in known.positions)

    def _same_office(self, position: Position, office: str, label: Label) -> bool:
        words = self._offices.find(position.title)
        same = any(match.value[0] == label.office for match in words)
        level = _LEVELS.get(office)
        return same or (label.office in _OFFICES_ALIKE and level == label.level)

    def holder(self, country: str, label: Label, day: str | None) -> KnownPerson | None:
        """Return who held an office in a country on a day, if there is exactly one known."""
        if day is None:
            return None
        holders = [
            known
            for known in self._by_country.get(country, [])
            if any(p.country_id == country and _held(p, day) and self._same_office(p, o, label) for p, o in known.positions)
        ]
        return holders[0] if len(holders) == 1 else None

    def has_successor(self, known: KnownPerson, label: Label, day: str | None) -> bool:
        """Whether the office that a known person held on a day has been left since, so that the day lies within what is known."""
        return any(p.end_date is not None and _held(p, day) and self._same_office(p, o, label) for p, o in known.positions)

    def had_left(self, known: KnownPerson, label: Label, day: str | None) -> bool:
        """Whether a known person had held a label's office before a day and no longer did."""
        same = [p for p, o in known.positions if self._same_office(p, o, label)] if label.office and day else []
        return any(_once_held(p, day) for p in same) and not any(_held(p, day) for p in same)

    def is_called(self, known: KnownPerson, label: Label, day: str | None) -> bool:
        """Whether a known person's office had the label's own title on a day: a president is no king."""
        title = self.office_at(known.person, day) or ""
        return any(match.value[0] == label.office for match in self._offices.find(title))

    def office_at(self, person: Person, day: str | None) -> str | None:
        """Return the title of the office that a known person held on a day, the last one listed."""
        held = [position.title for position in self.positions(person) if _held(position, day)]
        return held[-1] if held else None

    def positions(self, person: Person) -> list[Position]:
        """Return the positions of a known person; none of one who is not."""
        return [position for position, _ in self._by_id[person.id].positions] if person.id in self._by_id else []


def _held(position: Position, day: str | None) -> bool:
    """Whether the position was held on the day; dates may be years or months alone."""
    if day is None:
        return True
    start, end = position.start_date or "", position.end_date
    return start <= day[: max(len(start), 4)] and (end is None or day[: len(end)] <= end)


def _once_held(position: Position, day: str | None) -> bool:
    """Whether a position was taken up before the day."""
    return day is not None and (position.start_date or "9") <= day
