"""Countries, places, organisations, infrastructure, treaties and events by the names that the vocabulary has for them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from etl.language.phrases import Match, PhraseMatcher
from etl.records import Document, Entity, Mention, Turn, TurnEntity
from etl.vocabulary import Vocabulary

_AROUND = 300  # characters
_SMALL_WORD = re.compile(r"(?<= )[^\W\d_A-Z]{4,}\b")  # "Minsk agreements" is "Minsk Agreements" in other houses' style


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
        # Made up last, so that a name that is listed keeps its own meaning.
        names += [(_SMALL_WORD.sub(lambda word: word[0].capitalize(), name), meaning) for name, meaning in names if _SMALL_WORD.search(name)]
        self._matcher = PhraseMatcher(names, case_sensitive=True)
        self._shared: dict[str, str] = vocabulary.words["entities"]["shared_names"]
        self._everywhere = frozenset(vocabulary.words["entities"]["met_everywhere"])
        excluded = "|".join(map(re.escape, vocabulary.words["entities"]["demonym_not_before"]))
        self._no_country = re.compile(rf"(?:(?:\s+(?:and|or)|,)\s+[A-Z]\w+)*\s+(?:{excluded})\b")

    def __call__(self, document: Document) -> list[Mention]:
        """Return the mentions in the document, in order."""
        text = document.text
        mentions = [
            Mention(match.value[0], match.start, match.end, text[match.start : match.end], demonym=match.value[1])
            for match in self._matcher.find(text)
            if not self._excluded(text, match)
        ]
        if any(mention.text in self._shared for mention in mentions):
            mentions = self._told_apart(mentions)
        return [m for m, after in zip_longest(mentions, mentions[1:]) if after is None or not self._elsewhere(text, m, after)]

    def _elsewhere(self, text: str, mention: Mention, after: Mention) -> bool:
        """Whether a region of another country follows a town, so that another town of its name is meant: "Alexandria, Louisiana"."""
        town, region = self.entities[mention.entity_id], self.entities[after.entity_id]
        follows = after.start - mention.end <= len(", ") and text[mention.end : after.start].strip() == ","
        return follows and town.kind == "city" and region.kind == "region" and region.country_id not in (None, town.country_id)

    def _told_apart(self, mentions: list[Mention]) -> list[Mention]:
        """Tell the places that share their name with a country from it by what else is named, around them or in the document."""
        told = []
        for mention in mentions:
            place = self._shared.get(mention.text)
            if place is not None and self._prefers(mentions, mention, self.entities[place].country_id):
                mention = replace(mention, entity_id=place)
            told.append(mention)
        return told

    def _prefers(self, mentions: list[Mention], mention: Mention, country: str | None) -> bool:
        """Whether what is named speaks for a place in a country rather than for the country of its name."""
        others = [m for m in mentions if m.text != mention.text and m.entity_id not in self._everywhere and m.entity_id != country]
        near = [m for m in others if abs(m.start - mention.start) <= _AROUND]
        for around in (near, others):
            ours, theirs = (sum(self.entities[m.entity_id].country_id == c for m in around) for c in (country, mention.entity_id))
            abroad = sum(self.entities[m.entity_id].kind == "country" for m in around)  # "Ukraine and Georgia"
            if ours or theirs or abroad:
                return not theirs and ours > abroad
        return False

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
