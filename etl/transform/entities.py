"""Countries, places, organisations, infrastructure, treaties and events by the names that the vocabulary has for them."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from etl.language.phrases import Match, PhraseMatcher
from etl.records import Document, Entity, Mention, Turn, TurnEntity
from etl.vocabulary import Vocabulary


class EntityFinder:
    """Finds mentions by the longest name, with regard to capitals; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.entities: dict[str, Entity] = {}
        names: list[tuple[str, tuple[str, bool]]] = []
        capitals = {entity.id: entity for entity, _ in vocabulary.entities}
        for country in vocabulary.countries:
            capital = capitals.get(country.capital_id or "")
            place = (capital.latitude, capital.longitude) if capital else (None, None)
            self.entities[country.id] = Entity(country.id, country.name, "country", country.id, *place)
            names += [(name, (country.id, False)) for name in country.names]
            names += [(name, (country.id, True)) for name in country.demonyms]
        for entity, other in vocabulary.entities:
            self.entities[entity.id] = entity
            names += [(name, (entity.id, False)) for name in other]
        self._matcher = PhraseMatcher(names, case_sensitive=True)
        excluded = "|".join(map(re.escape, vocabulary.words["entities"]["demonym_not_before"]))
        self._no_country = re.compile(rf"(?:(?:\s+(?:and|or)|,)\s+[A-Z]\w+)*\s+(?:{excluded})\b")

    def __call__(self, document: Document) -> list[Mention]:
        """Return the mentions in the document, in order."""
        text = document.text
        return [
            Mention(match.value[0], match.start, match.end, text[match.start : match.end], demonym=match.value[1])
            for match in self._matcher.find(text)
            if not self._excluded(text, match)
        ]

    def _excluded(self, text: str, match: Match[tuple[str, bool]]) -> bool:
        return match.value[1] and bool(self._no_country.match(text, match.end))


def count_by_turn(turns: Sequence[Turn], mentions: Sequence[Mention]) -> list[TurnEntity]:
    """Return, for each turn and entity, how often it is mentioned and in which words."""
    starts = [turn.start_char for turn in turns]
    counted: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        index = bisect_right(starts, mention.start) - 1
        if index >= 0 and mention.end <= turns[index].end_char:
            counted.setdefault((turns[index].id, mention.entity_id), []).append(mention)
    return [
        TurnEntity(turn_id, entity_id, len(found), tuple({"start": m.start, "end": m.end, "text": m.text} for m in found))
        for (turn_id, entity_id), found in counted.items()
    ]
