"""What meeting a document is about: its format, level, place and day, and an id that other documents of it share."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from etl.language.phrases import PhraseMatcher, fold_lower
from etl.records import Date, Document, Entity, Meeting, Mention, Participant
from etl.vocabulary import Vocabulary

_DAYS_LATER = 3  # a page is published no later
LEVELS = ("heads of state", "heads of government", "ministers", "officials")


class MeetingReader:
    """Reads a document's meeting from its title, its dateline and its opening; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, entities: Mapping[str, Entity]) -> None:
        rules = vocabulary.ruleset("meetings.formats")
        self._rank = {rule.id: index for index, rule in enumerate(rules)}
        self._alike = {rule.id: str(rule.data.get("alike", rule.id)) for rule in rules}
        self._formats = PhraseMatcher((phrase, rule.id) for rule in rules for phrase in rule.phrases)
        self._entities = entities
        self._places = {fold_lower(name): entity.id for entity, names in vocabulary.entities for name in names if entity.kind in ("city", "region")}

    def __call__(
        self,
        document: Document,
        opening: tuple[int, int],
        places: Sequence[Mention],
        participants: Sequence[Participant],
        levels: Mapping[str, str],
        dates: Sequence[Date],
        lead: tuple[int, int],
    ) -> Meeting:
        """Return the meeting. `opening` is the span up to the end of the lead, `lead` the lead's; `places` and `dates` are the whole document's.

        Its id is made of the day, the sides and the format, so that what several publishers report of it comes together. Publishers may date
        their page a day later than the day that the lead gives, and call a meeting talks.
        """
        title = document.title or ""
        form = document.format or self._format(title) or self._format(document.text[opening[0] : opening[1]])
        place = self._places.get(fold_lower(document.place or "")) or self._place(document, opening, places)
        countries = sorted({p.country_id for p in participants if p.country_id})
        day = _day_of_meeting(document, lead, dates)
        name = [day or "", *map(str.lower, countries[:4]), self._alike.get(form or "meeting", form or "meeting").replace(" ", "-")]
        return Meeting(
            id="-".join(name) if day is not None and len(countries) > 1 else document.id,
            date=day,
            place_id=place,
            format=form,
            level=self._level(participants, levels),
            title=document.title,
        )

    def _format(self, text: str) -> str | None:
        found = {match.value for match in self._formats.find(text)}
        return min(found, key=self._rank.__getitem__) if found else None

    def _place(self, document: Document, opening: tuple[int, int], places: Sequence[Mention]) -> str | None:
        """Return the first city of the opening, one after "in" or in the dateline before others."""
        cities = [m for m in places if opening[0] <= m.start < opening[1] and self._entities[m.entity_id].kind == "city"]
        after_in = [m for m in cities if document.text[max(0, m.start - 3) : m.start].lower() in ("in ", " at", "at ")]
        at_line_start = [m for m in cities if m.start == 0 or document.text[m.start - 1] == "\n"]
        chosen = at_line_start or after_in or cities
        return chosen[0].entity_id if chosen else None

    @staticmethod
    def _level(participants: Iterable[Participant], levels: Mapping[str, str]) -> str | None:
        """Return the lowest of the sides' highest levels: a president who receives a minister meets at ministers' level."""
        highest: dict[str | None, int] = {}
        for participant in participants:
            rank = LEVELS.index(levels.get(participant.person_id, "officials"))
            highest[participant.country_id] = min(rank, highest.get(participant.country_id, rank))
        return LEVELS[max(highest.values())] if highest else None


def _day_of_meeting(document: Document, lead: tuple[int, int], dates: Sequence[Date]) -> str | None:
    """Return the day that the lead names, if it is the document's or one of the few before it, else the document's."""
    if document.date is None:
        return None
    today = date.fromisoformat(document.date)
    for found in dates:
        in_lead = lead[0] <= found.start_char < lead[1]
        if not in_lead or found.earliest is None or found.earliest != found.latest:
            continue
        if 0 <= (today - date.fromisoformat(found.earliest)).days <= _DAYS_LATER:
            return found.earliest
    return document.date
