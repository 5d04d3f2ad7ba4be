"""The whole flow on one page: a document in, its records out. No files, no clock, no network.

turns -> dates, entities -> speakers -> meeting -> statements -> figures -> claims, topics
"""

import atexit
import gc
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from etl.language.detection import detect_language
from etl.language.inflection import Inflection
from etl.language.names import LabelReader
from etl.language.numerals import NumeralReader
from etl.language.phrases import word_count
from etl.language.sentences import Sentences, split_sentences
from etl.problems import left_out, outside, undated
from etl.records import Annotation, Date, Document, Mention, Problem, Span, Turn, TurnTopic, row
from etl.transform.claims import with_claims
from etl.transform.dates import DateFinder
from etl.transform.entities import EntityFinder, count_by_turn
from etl.transform.figures import Context, FigureFinder
from etl.transform.meetings import MeetingReader
from etl.transform.name_candidates import NameCandidates
from etl.transform.publishers import PublisherCountries
from etl.transform.speakers import Said, SpeakerResolver
from etl.transform.speakers.resolution import People
from etl.transform.statements import Scene, StatementFinder
from etl.transform.topics import TopicFinder
from etl.transform.turns import Segmentation, TurnFinder
from etl.vocabulary import Vocabulary

LANGUAGES = {"en"}
"""Languages whose words the layers know; a document in another is cut into turns and no more."""
LABEL_LANGUAGES = {"es"}
"""Further languages in which labels are read, so that turns have their speakers."""


class UnknownCountry(ValueError):
    """A document's country that the vocabulary does not have."""


def ready_annotator(vocabulary: Vocabulary) -> "Annotator":
    """Return an annotator for a process that does nothing else.

    What it is compiled from is set aside from the garbage collector, which would look through it again and again for nothing.
    """
    annotator = Annotator(vocabulary)
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or libraries that count their objects at the end report them as lost
    return annotator


class Annotator:
    """All layers, compiled once from a vocabulary; called with one document after another."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        numerals = NumeralReader(vocabulary.words["numerals"])
        inflection = Inflection(vocabulary.words["nouns"])
        names = ((name, c.id) for c in vocabulary.countries for name in (*c.names, *c.demonyms))
        reader = LabelReader(vocabulary.words["offices"], names, vocabulary.words["turns"]["no_labels"])
        self._countries = frozenset(country.id for country in vocabulary.countries)
        self._publisher_countries = PublisherCountries(vocabulary)
        self._abbreviations = frozenset(vocabulary.words["sentences"]["abbreviations"])
        self.turns = TurnFinder(vocabulary, reader)
        self._dates = DateFinder(vocabulary, numerals)
        self._entities = EntityFinder(vocabulary)
        self._speakers = SpeakerResolver(vocabulary, reader)
        self._meetings = MeetingReader(vocabulary, self._entities.entities)
        self._statements = StatementFinder(vocabulary)
        self._figures = FigureFinder(vocabulary, numerals, inflection)
        self._topics = TopicFinder(vocabulary, inflection)
        self._candidates = NameCandidates(vocabulary)

    def __call__(self, document: Document) -> Annotation:
        """Return everything the layers find in a document. Raises UnknownCountry where the publisher's country is none."""
        if document.country_id is not None and document.country_id not in self._countries:
            raise UnknownCountry(f"there is no country {document.country_id!r}; codes are those of ISO 3166")
        country = document.country_id or self._publisher_countries(document.url)
        document = replace(document, language=document.language or detect_language(document.text), country_id=country)
        cut = self.turns(document)
        document = _titled(document, cut)
        if document.language is not None and document.language not in LANGUAGES:
            return self._turns_alone(document, cut)
        dates = self._dates(document)
        if document.date is None:
            document = replace(document, date=_dateline_day(cut, dates) or document.published)
            if document.date is not None:  # relative dates wait for the day that the dateline gives, else that of publication
                dates = self._dates(document)
                cut = _dated(cut, document.date)
        entities = self._entities(document)
        sentences = Sentences(split_sentences(document.text, _paragraphs(cut, document), self._abbreviations))
        opening = _opening(cut, document)
        people = self._speakers(document, cut.turns, Said(cut.paragraphs, cut.labels), opening, entities, self._in_title(document))
        meeting = self._meetings(document, opening, entities, people.participants, people.levels, dates, _lead(cut))
        scene = Scene(
            people.turns,
            sentences,
            {m.start: (m.end, m.person_id) for m in people.mentions},
            entities,
            people.participants,
            people.roles,
            people.countries,
            {person.id: person.name for person in people.people},
        )
        statements, statement_people = self._statements(document, scene)
        sides = tuple(sorted({p.country_id for p in people.participants if p.country_id}))
        home = document.country_id or (sides[0] if len(sides) == 1 else None)
        both = sides if len(sides) == 2 else ()
        persons = sorted((m.start, m.end, country) for m in people.mentions if (country := people.countries.get(m.person_id)))
        context = Context(people.turns, sentences, dates, entities, persons, statements, both, home, people.countries)
        figures, figure_countries = self._figures(document, context)
        abroad = self._abroad(people, entities, publisher) if (publisher := document.country_id) and sides in ((), (publisher,)) else None
        topics = self._topics(document, people.turns, cut.parts, sentences, self._bodies(people, entities), abroad)
        counted = count_by_turn(people.turns, entities)
        named = {e.entity_id for e in counted} | ({meeting.place_id} if meeting.place_id else set())
        turns = _with_topics(people.turns, topics)
        facts = _facts(document, turns, len(figures)) | {"format": meeting.format, "meeting_id": meeting.id, "place_id": meeting.place_id}
        return Annotation(
            document=facts,
            text=document.text,
            meetings=(meeting,),
            parts=cut.parts,
            turns=turns,
            statements=tuple(statements),
            statement_people=tuple(statement_people),
            figures=tuple(with_claims(figures, self._figures.subject)),
            figure_countries=tuple(figure_countries),
            turn_topics=tuple(topics),
            dates=tuple(_in_turns(dates, turns)),
            turn_entities=tuple(counted),
            name_candidates=tuple(self._candidates(document, people.turns, entities, {(m.start, m.end) for m in people.mentions}, dates)),
            people=people.people,
            positions=people.positions,
            participants=people.participants,
            entities=tuple(self._entities.entities[key] for key in sorted(named)),
            problems=(*left_out(document), *people.problems, *undated(document, dates), *outside(document, cut.parts)),
        )

    def _in_title(self, document: Document) -> list[Mention]:
        """Return the entities that the title names."""
        return self._entities(replace(document, text=document.title)) if document.title else []

    def _abroad(self, people: People, entities: Sequence[Mention], home: str) -> set[str]:
        """Return the ids of the turns that name another country or what belongs to several, and of those right after them."""
        known = self._entities.entities
        places = [m.start for m in entities if (known[m.entity_id].country_id or "") != home]
        places += [m.start for m in people.mentions if people.countries.get(m.person_id) not in (None, home)]
        places.sort()
        turns: set[str] = set()
        before = False
        for turn in people.turns:
            names = bisect_left(places, turn.start_char) < bisect_left(places, turn.end_char)
            if names or before:
                turns.add(turn.id)
            before = names
        return turns

    def _bodies(self, people: People, entities: Sequence[Mention]) -> list[tuple[int, int]]:
        """Return the places of persons with their offices and of organisations, in order."""
        organisations = ((m.start, m.end) for m in entities if self._entities.entities[m.entity_id].kind == "organisation")
        return sorted({*((m.start, m.end) for m in people.mentions), *organisations})

    def _turns_alone(self, document: Document, cut: Segmentation) -> Annotation:
        """Return parts and turns, and in a language whose labels are known their speakers, of a document that other layers can't read."""
        known = document.language in LABEL_LANGUAGES
        found = "parts, turns and speakers" if known else "parts and turns"
        message = f"no rules for language {document.language!r}: only {found} are found"
        problem = Problem(document.source, "transform", "warning", message, document.id)
        day = cut.day or document.published
        if document.date is None and day is not None:
            document, cut = replace(document, date=day), _dated(cut, day)
        problems = (*left_out(document), problem, *outside(document, cut.parts))
        if not known:
            return Annotation(_facts(document, cut.turns, 0), document.text, parts=cut.parts, turns=cut.turns, problems=problems)
        people = self._speakers(document, cut.turns, Said(cut.paragraphs, cut.labels), (0, 0), self._entities(document))
        return Annotation(
            document=_facts(document, people.turns, 0),
            text=document.text,
            parts=cut.parts,
            turns=people.turns,
            people=people.people,
            positions=people.positions,
            participants=people.participants,
            problems=(*problems, *people.problems),
        )


def _dated(cut: Segmentation, day: str) -> Segmentation:
    return replace(cut, turns=tuple(replace(turn, date=day) for turn in cut.turns))


def _titled(document: Document, cut: Segmentation) -> Document:
    if document.title or cut.title is None:
        return document
    return replace(document, title=" ".join(document.text[cut.title[0] : cut.title[1]].lstrip("#* ").split()))


def _dateline_day(cut: Segmentation, dates: Sequence[Date]) -> str | None:
    """Return the first full day that a dateline or the title gives."""
    for part in cut.parts:
        if part.kind in ("dateline", "title"):
            for date in dates:
                if part.start_char <= date.start_char < part.end_char and date.earliest and date.earliest == date.latest:
                    return str(date.earliest)
    return None


def _opening(cut: Segmentation, document: Document) -> tuple[int, int]:
    """Return the span up to the end of the lead: the first narration before any speech, else up to the first speech."""
    first = cut.turns[0] if cut.turns else None
    if first is None:
        return 0, len(document.text)
    return 0, first.end_char if first.kind == "narration" else first.start_char


def _lead(cut: Segmentation) -> tuple[int, int]:
    """Return the span of the first narration, if no speech stands before it."""
    first = cut.turns[0] if cut.turns else None
    return (first.start_char, first.end_char) if first is not None and first.kind == "narration" else (0, 0)


def _paragraphs(cut: Segmentation, document: Document) -> list[Span]:
    """Return the stretches of text that are sentences: titles, speech, narration, without labels and datelines."""
    return [Span(p.start_char, p.end_char) for p in cut.parts if p.kind in ("title", "speech", "narration", "list", "heading")]


def _facts(document: Document, turns: tuple[Turn, ...], figures: int) -> dict[str, object]:
    facts = row(document)
    del facts["text"], facts["place"], facts["marks"], facts["warnings"]
    words = word_count(document.text)
    return facts | {"meeting_id": None, "place_id": None, "words": words, "turns": len(turns), "figures": figures}


def _with_topics(turns: tuple[Turn, ...], topics: list[TurnTopic]) -> tuple[Turn, ...]:
    of: dict[str, list[str]] = {}
    for topic in topics:
        of.setdefault(topic.turn_id, []).append(topic.topic_id)
    return tuple(replace(turn, topics=tuple(of.get(turn.id, ()))) for turn in turns)


def _in_turns(dates: Sequence[Date], turns: tuple[Turn, ...]) -> list[Date]:
    result, index = [], 0
    for date in dates:
        while index < len(turns) and turns[index].end_char <= date.start_char:
            index += 1
        inside = index < len(turns) and turns[index].start_char <= date.start_char and date.end_char <= turns[index].end_char
        result.append(replace(date, turn_id=turns[index].id if inside else None))
    return result
