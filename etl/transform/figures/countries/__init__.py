"""Which countries a figure is about, and how: those of its measure, those that the words round it lead to, the one that has it or gives it.

`said` is a figure in its sentence, `measured` reads the measure's words, `surroundings` the words round it, `actors` who has or gives it, and
`gifts` completes who gives and who gets between two who meet.
"""

import re
from collections.abc import Sequence

from etl.language.inflection import Inflection
from etl.language.noun_phrases import NounChunker
from etl.language.patterns import alternation
from etl.records import Mention
from etl.transform.figures.countries.actors import ActorReader
from etl.transform.figures.countries.gifts import GiftReader, Meeting
from etl.transform.figures.countries.measured import MeasuredReader, Roles
from etl.transform.figures.countries.said import Named, Said, Sides, Span
from etl.transform.figures.countries.surroundings import SurroundingsReader
from etl.transform.figures.quantities import Quantity
from etl.vocabulary import Vocabulary

__all__ = ["CountryReader", "Sides"]

_PLACES = ("region", "city")
"""Kinds of entities that stand for the country they are in."""
_OF_OURS = re.compile(r"\bof our\b", re.IGNORECASE)
_PEOPLE = ("population", "refugees")
_HOSTED = (*_PEOPLE, "troops")
_BOTH = 2
_A_FEW = 2
"""Things up to which a count says nothing of a country, where they are no measure: "two paths"."""
_MEASURED = ("money", "count", "percentage", "ratio", "mass", "volume", "power", "energy", "area", "other")
"""Kinds of figures that can be about a country that their measure does not name."""


class CountryReader:
    """Finds the countries of figures; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, chunker: NounChunker, inflection: Inflection) -> None:
        words, grammar = vocabulary.words["figures"], vocabulary.words["grammar"]
        self._country_of = {e.id: e.country_id for e, _ in vocabulary.entities if e.kind in _PLACES and e.country_id}
        self._country_of |= {country.id: country.id for country in vocabulary.countries}
        self._regions = frozenset(e.id for e, _ in vocabulary.entities if e.kind == "region" and not e.country_id)
        self._institution_of = {e.id: e.country_id for e, _ in vocabulary.entities if e.kind == "organisation" and e.country_id}
        self._measured = MeasuredReader(words, inflection)
        self._surroundings = SurroundingsReader(words, grammar)
        self._actors = ActorReader(words, chunker)
        self._gifts = GiftReader(words)
        self.given = self._gifts.measures
        """What is given by one country to another."""
        self._domestic = frozenset(words["domestic_measures"])
        self._no_country = frozenset(words["measures_without_country"])
        self._in_talk = frozenset(words["counted_in_talk"])
        self._joint_measures = frozenset(words["joint_measures"])
        from_home = [word for word in words["world_words"] if not word.startswith("region")]  # at home a region is one's own
        self._world, self._world_from_home = (
            re.compile(rf"(?<!\baffected )\b(?:{alternation(spoken)})\b", re.IGNORECASE) for spoken in (words["world_words"], from_home)
        )

    def read(
        self,
        text: str,
        quantity: Quantity,
        span: Span | None,
        measure_id: str | None,
        mentions: Sequence[Mention],
        people: Sequence[tuple[int, int, str]],
        sides: Sides,
        limit: int,
        said_before: Sequence[Mention] = (),
    ) -> Roles:
        """Return the countries that a figure is about.

        `span` is its measure's, `mentions` are those of the sentence, `people` the places and countries of its persons, `limit` is where the
        next figure or the sentence's end is, `said_before` are the mentions of the sentences before it.
        """
        named = [Named(m.start, m.end, self._country_of[m.entity_id], m.demonym) for m in mentions if m.entity_id in self._country_of]
        institutions = [Named(m.start, m.end, self._institution_of[m.entity_id], False) for m in mentions if m.entity_id in self._institution_of]
        actors = sorted([*named, *institutions], key=lambda one: one.start) if institutions else named
        regions = [m.start for m in mentions if m.entity_id in self._regions]
        said = Said(text, quantity, span, measure_id, named, actors, sides, limit, regions)
        roles = self._about(said)
        if roles and measure_id in _HOSTED and quantity.kind == "count" and (host := self._actors.host(said)) not in (None, *dict(roles)):
            roles = sorted([*roles, (str(host), "to")])  # "Poland has taken in a million refugees from Ukraine"
        if measure_id not in self._gifts.measures or quantity.kind not in _MEASURED or quantity.definite or len(sides.both) != _BOTH:
            return roles
        low, high = said.part
        meeting = Meeting(
            (sides.both[0], sides.both[1]),
            sides.own,
            (low, high),
            [(n.start, n.end, n.country) for n in named if low <= n.start < high],
            [person for person in people if low <= person[0] < high],
            frozenset(self._country_of[m.entity_id] for m in said_before if m.entity_id in self._country_of and not m.demonym),
        )
        return sorted(self._gifts.complete(text, quantity, dict(roles), meeting).items())

    def _about(self, said: Said) -> Roles:
        quantity = said.quantity
        counted = quantity.kind == "count" and said.measure_id == "countries"
        named = [] if counted else self._measured.read(said)
        if quantity.kind == "ordinal" and said.measure_id == "meetings":
            return [(country, role) for country, role in named if role != "of"]  # the how-manieth meeting is about none; a visit goes to one
        if named:
            further = self._further(said, named)
            return sorted([*named, further]) if further else named
        if quantity.definite or said.measure_id == "countries":
            return []
        if (owner := self._surroundings.owner(said)) is not None:
            return [(owner, "of")]
        if (ours := self._ours(said)) is not None:
            return ours
        if quantity.kind not in _MEASURED:
            return []
        if roles := self._given(said):
            return sorted(roles.items())
        if (place := self._surroundings.setting(said) or self._surroundings.place(said)) is not None:
            return [(place, "of")]
        if self._abroad(said):
            return self._own_alone(said)
        if said.sides.own is None:
            return []
        return [(said.sides.own, "of")] if _OF_OURS.search(said.text, quantity.start, quantity.end) or self._at_home(said) else []

    def _further(self, said: Said, named: Roles) -> tuple[str, str] | None:
        """Return the country that the words round a measure add to those it names: whose it is, who gives it, where they go, who is ranked."""
        kind, countries = said.quantity.kind, dict(named)
        owner = self._surroundings.owner(said) if said.measure_id not in _HOSTED else None
        if owner is not None and owner not in countries:
            return owner, "of"  # "Turkey’s two decades of contributions to the mission in Afghanistan"
        if set(countries.values()) == {"to"} and (giver := self._actors.giver(said)) is not None and giver not in countries:
            return giver, "from"
        if kind == "count" and (where := self._surroundings.destination(said)) is not None and where[0] not in countries:
            return where  # "deployed 4,700 American troops to Poland"
        if kind == "rank" and (subject := self._actors.subject(said)) is not None and subject not in countries:
            return subject, "of"  # "Singapore is the second-largest investor in the U.S."
        return None

    def _ours(self, said: Said) -> Roles | None:
        """Return the countries of what is done together, of "our" rank, of an anniversary or of so many years at home; None for anything else."""
        quantity, sides = said.quantity, said.sides
        together = said.measure_id in self._joint_measures and not any(letter.isupper() for letter in said.phrase)
        if together and sides.both and not self._abroad(said):
            return [(country, "between") for country in sides.both]
        if quantity.kind == "rank" and sides.own is not None and self._actors.we_act(said):  # "we are the 15th-largest investor"
            return [(sides.own, "of")]
        anniversary = quantity.kind == "ordinal" and said.measure_id == "anniversary" and quantity.unit != "birthday"
        years = quantity.kind == "duration" and quantity.value >= 1 and said.span is not None
        if (anniversary or years) and sides.at_home and sides.own is not None and not self._abroad(said):
            return [(sides.own, "of")]
        return None

    def _given(self, said: Said) -> dict[str, str]:
        """Return who gives or has what is measured and who gets it: the clause's subject or "we", and the country that the words lead to."""
        flow = (said.quantity.kind == "money" and said.measure_id not in self._domestic) or self._measured.flows(said.phrase)
        receiver = self._surroundings.receiver(said, flow=flow)
        if flow and receiver is None and (pair := self._surroundings.flows_between(said)) is not None:
            return {pair[0]: "from", pair[1]: "to"}
        giver = self._actors.giver(said) if flow else self._actors.subject(said)
        roles = dict([receiver]) if receiver else {}
        if receiver is not None and (agent := self._surroundings.agent(said, receiver[0])) is not None:
            giver, flow = agent, True  # "donated to Nigeria by the United States"
        if giver is not None and giver not in roles and (not roles or (flow and receiver is not None and receiver[1] == "to")):
            roles[giver] = "from" if flow else "of"
        elif (
            set(roles.values()) == {"to"}
            and giver is None
            and said.sides.at_home
            and said.quantity.kind == "money"
            and said.measure_id in self._gifts.measures
        ):
            roles.setdefault(str(said.sides.own), "from")
        return roles

    def _abroad(self, said: Said) -> bool:
        """Whether the part of the sentence that a figure stands in speaks of the world or of countries, at home of other countries."""
        low, high = said.part
        own = said.sides.own if said.sides.at_home else None
        if own is not None and said.measure_id in self._domestic:  # "create jobs, and out-compete Peru"
            comma = said.text.find(",", said.quantity.end, high)
            high = comma if comma >= 0 else high
        at_home = own is not None and any(low <= n.start < high and n.country == own for n in said.actors)
        world = self._world_from_home if at_home else self._world
        abroad = any(low <= n.start < high and n.country != own for n in said.named) or any(low <= start < high for start in said.regions)
        return abroad or world.search(said.text, low, high) is not None

    def _own_alone(self, said: Said) -> Roles:
        """Return the speaker's country if a figure's part of the sentence names it, no other and not the world."""
        low, high = said.part
        named = [n for n in said.named if low <= n.start < high]
        own = {n.country for n in named} == {said.sides.own} and not all(n.demonym for n in named)
        return [(str(said.sides.own), "of")] if own and not self._world.search(said.text, low, high) else []

    def _at_home(self, said: Said) -> bool:
        """Whether a figure that names no country is about the speaker's own."""
        if said.measure_id in self._domestic or (said.measure_id in _PEOPLE and self._actors.we_have(said)):
            return True
        if said.measure_id is None and said.quantity.kind == "count":
            counted = said.span is not None and str(said.quantity.unit).split()[-1] not in self._in_talk and said.quantity.value > _A_FEW
            return counted and (said.sides.at_home or self._actors.we_act(said))
        return said.sides.at_home and said.measure_id not in self._no_country
