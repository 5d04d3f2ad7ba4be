"""Figures: numbers with what they measure, for when, between whom, on whose word, as fact or hope.

Quantities come first (`quantities`), then what governs them (`wording`), what they are of (`measures`), for when (`periods`) and
on whose authority (`sources`); this module puts them together, one sentence after the other.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from etl.language.inflection import Inflection
from etl.language.noun_phrases import NounChunker
from etl.language.numerals import NumeralReader
from etl.language.sentences import Sentences
from etl.records import Date, Document, Figure, FigureCountry, Mention, Statement, Turn
from etl.transform.figures.countries import CountryReader, Sides
from etl.transform.figures.measures import Earlier, MeasureReader, MeasureSpans
from etl.transform.figures.periods import PeriodReader, masked
from etl.transform.figures.quantities import Quantity, QuantityFinder
from etl.transform.figures.sources import SourceFinder
from etl.transform.figures.wording import Wording, WordingReader
from etl.vocabulary import Vocabulary

_BREAKS_OFF = re.compile(r"(?:\s+of)?\s*-?\s*[—–]\s*(?:[\w’'-]+\s+){0,3}")
"""What stands between a number that is broken off and the same begun anew."""
_LASTING = re.compile(r"\s+(?:over|in|for|within|during)\s+(?:the\s+)?(?:(?:next|last|past|coming)\s+)?")
_SAID_BEFORE = 500
"""Characters before a sentence in which a third country is still spoken of."""


@dataclass(frozen=True, slots=True)
class Context:
    """What earlier layers found in the document. `sides` are the two countries of a meeting of two, `home` is the publisher's or the only one.

    `people` are the places of persons whose countries are known, with these, in order.
    """

    turns: Sequence[Turn]
    sentences: Sentences
    dates: Sequence[Date]
    entities: Sequence[Mention]
    people: Sequence[tuple[int, int, str]]
    statements: Sequence[Statement]
    sides: tuple[str, ...]
    home: str | None
    countries: Mapping[str, str | None]


class FigureFinder:
    """Finds figures; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, numerals: NumeralReader, inflection: Inflection) -> None:
        changes = [p for rule in vocabulary.ruleset("figures.changes") for p in rule.phrases]
        nouns = set(vocabulary.words["figures"]["change_nouns"])
        chunker = NounChunker(vocabulary.words["grammar"], inflection, (p for p in changes if p not in nouns))
        self._quantities = QuantityFinder(vocabulary, numerals, chunker)
        self._wording = WordingReader(vocabulary)
        self._spans = MeasureSpans(vocabulary, chunker)
        self._measures = MeasureReader(vocabulary, inflection)
        self._countries = CountryReader(vocabulary, chunker, inflection)
        self._periods = PeriodReader(vocabulary, chunker)
        self._sources = SourceFinder(vocabulary)

    def subject(self, phrase: str | None) -> str:
        """Return what a measure's phrase says beyond the measure and whose it is, "" for nothing."""
        return self._measures.terms.subject(phrase)

    def __call__(self, document: Document, context: Context) -> tuple[list[Figure], list[FigureCountry]]:
        """Return the document's figures in order and the countries each is about."""
        quantities = self._quantities(document, context.sentences, context.dates)
        work = _Document(document, context)
        scan = self._wording.scan(document.text) if quantities else None
        figures: list[Figure] = []
        countries: list[FigureCountry] = []
        about_last: list[FigureCountry] = []
        previous_measure: tuple[int, int] | None = None
        last_measure: tuple[int, int] | None = None
        counted: tuple[int, int] | None = None
        last_turn: str | None = None
        wordings: dict[int, Wording] = {}
        for index, quantity in enumerate(quantities):
            assert scan is not None
            before = _neighbour(quantities, index, -1)
            after = _following(document.text, quantities, index)
            if before is None:
                previous_measure = counted = None
            turn = work.turn_at(quantity.start)
            if (turn.id if turn else None) != last_turn:  # "it" means nothing that another speaker has said
                last_turn, last_measure = turn.id if turn else None, None
            previous_wording = wordings.get(before.start) if before is not None else None
            wording = self._wording.read(document.text, quantity, before, after, scan, previous_wording)
            wordings[quantity.start] = wording
            figure, about, span = self._figure(work, quantity, wording, before, after, Earlier(previous_measure, last_measure, counted))
            if quantity.equals is not None and figures and figures[-1].end_char > quantity.equals:
                figure = _same(figure, figures[-1])
                about = [replace(one, figure_id=figure.id) for one in about_last]
            elif self._goes_on_giving(figure, figures):
                earlier = [replace(one, figure_id=figure.id) for one in about_last]
                if all(one in earlier for one in about):
                    about, figure = earlier, replace(figure, countries=figures[-1].countries)
            if quantity.kind not in ("count", "ordinal", "rank", "duration", "age"):
                previous_measure = span
                last_measure = span or last_measure
            elif quantity.kind == "count":
                counted = span or counted
            figures.append(figure)
            countries += about
            about_last = about
        return _said_again(document.text, figures, countries)

    def _goes_on_giving(self, figure: Figure, figures: Sequence[Figure]) -> bool:
        """Whether a sum is given by and to those of the sum before it: "gave Kenya 5 million dollars and plans to give 2 million in aid"."""
        if not figures or figure.sentence != figures[-1].sentence or (figure.kind, figures[-1].kind) != ("money", "money"):
            return False
        return {figure.measure_id, figures[-1].measure_id} <= self._countries.given

    def _figure(
        self, work: "_Document", quantity: Quantity, wording: Wording, before: Quantity | None, after: Quantity | None, earlier: Earlier
    ) -> tuple[Figure, list[FigureCountry], tuple[int, int] | None]:
        document, text = work.document, work.document.text
        low, high = quantity.sentence
        neighbours = (before.end if before else low, after.start if after else high)
        dates = work.dates_in(low, high)
        source = work.source_in(low, high, self._sources)
        masks = masked(text, [d for d in dates if quantity.date is None or d.id != quantity.date.id]) + ([source[1]] if source else [])
        span = self._spans.find(text, quantity, wording, earlier, neighbours, masks)
        printed = span or self._spans.purpose(text, quantity, neighbours[1], masks)
        measure = text[printed[0] : printed[1]] if printed else None
        turn = work.turn_at(quantity.start)
        statement = work.statement_at(quantity.start)
        speaker = turn.speaker_id if turn and turn.kind == "speech" else statement.speaker_id if statement else None
        voice = "person" if turn and turn.kind == "speech" else statement.voice if statement else "impersonal"
        own = work.own_country(turn, speaker)
        measure_id = self._measures.measure_id(text, wording.start, span, quantity, own)
        sides = Sides(work.context.sides, own, own is not None and own == work.context.home and not work.context.sides)
        limit = min(high, neighbours[1])
        before_it = work.entities_in(max(turn.start_char if turn else 0, low - _SAID_BEFORE), low)
        about = self._countries.read(
            text, quantity, span, measure_id, work.entities_in(low, high), work.people_in(low, high), sides, limit, before_it
        )
        timeless = (quantity.kind in ("rank", "duration", "age") and measure_id != "anniversary") or quantity.definite
        clause = statement.start_char if statement else low
        period = (
            None
            if timeless
            else self._periods.find(
                text, quantity, wording.status, neighbours, dates, work.events_in(low, high, self._periods), clause, document.date
            )
        )
        named = None if quantity.definite or quantity.kind in ("ordinal", "duration") else source
        key = f"{document.id}-f{wording.start}"
        figure = Figure(
            id=key,
            document_id=document.id,
            turn_id=turn.id if turn else None,
            statement_id=statement.id if statement else None,
            speaker_id=speaker,
            voice=voice,
            date=document.date,
            text=text[wording.start : wording.end],
            value=quantity.value,
            value_max=quantity.value_max,
            value_from=quantity.value_from,
            unit=quantity.unit,
            kind="count" if quantity.definite and quantity.kind == "other" else quantity.kind,  # "the two" counts people known
            modifier=wording.modifier,
            change=wording.change,
            represents=wording.represents,
            measure=measure,
            measure_id=measure_id,
            countries=tuple(sorted({country for country, _ in about})),
            period=period.text if period else None,
            date_id=period.date_id if period else None,
            period_start=period.start if period else None,
            period_end=period.end if period else None,
            status=wording.status,
            source=named[0] if named else None,
            sentence=text[low : max(high, wording.end)],  # a line may end within a number
            start_char=wording.start,
            end_char=wording.end,
            rule=f"{quantity.rule}-change" if wording.represents == "change" and quantity.rule != "multiple" else quantity.rule,
        )
        return figure, [FigureCountry(key, country, role) for country, role in about], span


def _said_again(text: str, figures: Sequence[Figure], countries: Sequence[FigureCountry]) -> tuple[list[Figure], list[FigureCountry]]:
    """Give a number that a speaker breaks off at what it says when it is begun anew: "45 billion — 45 billion dollars in aid to C"."""
    result = list(figures)
    about: dict[str, list[FigureCountry]] = {}
    for row in countries:
        about.setdefault(row.figure_id, []).append(row)
    for index in range(len(result) - 2, -1, -1):
        first, again = result[index], result[index + 1]
        value = (first.value, first.value_max) == (again.value, again.value_max) and first.unit in (None, again.unit)
        if not value or first.sentence != again.sentence or not _BREAKS_OFF.fullmatch(text, first.end_char, again.start_char):
            continue
        if first.measure is None and again.measure is not None:
            result[index] = first = replace(
                first, unit=again.unit, kind=again.kind, measure=again.measure, measure_id=first.measure_id or again.measure_id
            )
        if not first.countries and again.countries:
            result[index] = replace(first, countries=again.countries)
            about[first.id] = [replace(row, figure_id=first.id) for row in about[again.id]]
    return result, [row for figure in result for row in about.get(figure.id, ())]


def _same(figure: Figure, base: Figure) -> Figure:
    """Return a figure that only says another again in other units, with what is said of that one: "more than 100 kilometres (60 miles)"."""
    return replace(
        figure,
        modifier=figure.modifier or base.modifier,
        change=base.change,
        represents=base.represents,
        status=base.status,
        measure=base.measure,
        measure_id=base.measure_id,
        countries=base.countries,
        period=base.period,
        date_id=base.date_id,
        period_start=base.period_start,
        period_end=base.period_end,
        source=base.source,
    )


def _neighbour(quantities: Sequence[Quantity], index: int, step: int) -> Quantity | None:
    """Return the nearest quantity of the same sentence that is said of something; "the two countries" only names it."""
    sentence = quantities[index].sentence
    index += step
    while 0 <= index < len(quantities) and quantities[index].sentence == sentence:
        if not quantities[index].definite:
            return quantities[index]
        index += step
    return None


def _following(text: str, quantities: Sequence[Quantity], index: int) -> Quantity | None:
    """Return the next such quantity; for how long something is does not part it from what follows: "5 million over 10 years for ports"."""
    after = _neighbour(quantities, index, 1)
    if (
        after is None
        or after.kind != "duration"
        or quantities[index].kind != "money"
        or not _LASTING.fullmatch(text, quantities[index].end, after.start)
    ):
        return after
    return _neighbour(quantities, bisect_left(quantities, after.start, key=lambda quantity: quantity.start), 1)


class _Document:
    """A document's rows, to be asked for by place."""

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.context = context
        self._turn_starts = [turn.start_char for turn in context.turns]
        self._date_starts = [date.start_char for date in context.dates]
        self._entity_starts = [mention.start for mention in context.entities]
        self._events: tuple[int, list[re.Match[str]]] = (-1, [])
        self._source: tuple[int, tuple[str, tuple[int, int]] | None] = (-1, None)
        self._statements = sorted(context.statements, key=lambda s: s.start_char)
        self._statement_starts = [statement.start_char for statement in self._statements]

    def turn_at(self, place: int) -> Turn | None:
        index = bisect_right(self._turn_starts, place) - 1
        turn = self.context.turns[index] if index >= 0 else None
        return turn if turn and place < turn.end_char else None

    def own_country(self, turn: Turn | None, speaker: str | None) -> str | None:
        """Return the country that "we" and "our" stand for: the speaker's, where that is not known and no two meet the publisher's."""
        own = turn.country_id if turn and turn.kind == "speech" else self.context.countries.get(speaker or "")
        return own or (None if self.context.sides else self.context.home)

    def statement_at(self, place: int) -> Statement | None:
        """Return the innermost statement whose words hold the place."""
        index = bisect_right(self._statement_starts, place) - 1
        while index >= 0 and index > bisect_right(self._statement_starts, place) - 6:
            if place < self._statements[index].end_char:
                return self._statements[index]
            index -= 1
        return None

    def dates_in(self, low: int, high: int) -> list[Date]:
        return list(self.context.dates[bisect_left(self._date_starts, low) : bisect_left(self._date_starts, high)])

    def source_in(self, low: int, high: int, finder: SourceFinder) -> tuple[str, tuple[int, int]] | None:
        """Return the source that a sentence names; its figures share it."""
        if self._source[0] != low:
            self._source = (low, finder.find(self.document.text, low, high, self.dates_in(low, high)))
        return self._source[1]

    def events_in(self, low: int, high: int, reader: PeriodReader) -> list[re.Match[str]]:
        """Return the events without bounds that a sentence names; its figures share them."""
        if self._events[0] != low:
            self._events = (low, reader.events(self.document.text, low, high))
        return self._events[1]

    def people_in(self, low: int, high: int) -> list[tuple[int, int, str]]:
        return list(self.context.people[bisect_left(self.context.people, (low,)) : bisect_left(self.context.people, (high,))])

    def entities_in(self, low: int, high: int) -> list[Mention]:
        return list(self.context.entities[bisect_left(self._entity_starts, low) : bisect_left(self._entity_starts, high)])
