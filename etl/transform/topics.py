"""What a turn is about: topics of the Comparative Agendas Project and of diplomacy, by the terms that stand for them.

All terms are matched in one pass over the document. A term counts by its weight, its repetitions less and less; the score of a
topic in a turn is the sum over its terms, so scores of different topics compare. A term that means two things counts only where the
sentence around it allows (`unless`, `with`).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import log

from etl.language.inflection import Inflection
from etl.language.patterns import alternation
from etl.language.phrases import Match, PhraseMatcher, fold_lower, word_count
from etl.language.sentences import Sentences
from etl.records import Document, Part, Turn, TurnTopic
from etl.vocabulary import Topic, Vocabulary

MINIMUM, MINIMUM_OF_LONG = 1.0, 2.0
"""A topic whose evidence in a turn is weaker than this is left out: one weak term alone says little, and less in a turn that is not SHORT."""
SHORT = 40  # words
WEAK = 3.0
"""So is one whose evidence in a turn that is not SHORT is weaker than this, or one word said once in passing, unless it leads a paragraph."""
SHARE = 0.15
"""So is one that a single word speaks for once, if that is less than this share of the turn's evidence and leads no paragraph."""
COURTESY, COURTESY_TOLD = 0.125, 0.5
"""So is a topic without a major, a courtesy, that has less than this share of the evidence of a turn about policy; thanks that are told need more."""
_INTERNATIONAL = 19  # the major of the Comparative Agendas Project
_OFFICE = 80  # characters in which an office stands
_CIRCUMSTANCE = 32  # characters in which a circumstance opens
_AFTER_CIRCUMSTANCE = re.compile(r"\s+(?:(?:the|an?|this|our|its)\s+)?(?:(?!of\b)[a-z]+\s+)?")


@dataclass(frozen=True, slots=True)
class _Term:
    topic: Topic
    term: str
    single: bool
    name: bool
    weight: float
    unless: re.Pattern[str] | None
    with_: re.Pattern[str] | None


class TopicFinder:
    """Assigns topics; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, inflection: Inflection) -> None:
        terms: list[tuple[str, _Term]] = []
        names = {fold_lower(name) for _, others in vocabulary.entities for name in others}
        for topic in vocabulary.topics:
            for printed, weight in topic.terms.items():
                single, name = not re.search(r"[\s-]", printed), fold_lower(printed) in names
                term = _Term(topic, printed, single, name, weight, _any_of(topic.unless.get(printed)), _any_of(topic.with_.get(printed)))
                terms.append((printed, term))
        # Forms that the rules make up come last, so that a term that is listed keeps its own meaning.
        made_up = [(form, term) for printed, term in terms for form in inflection.forms(printed)]
        statements = vocabulary.words["statements"]
        circumstances: list[tuple[str, _Term | None]] = [(phrase, None) for phrase in statements["circumstances"]]
        self._matcher = PhraseMatcher([*circumstances, *terms, *made_up])
        offices = vocabulary.words["offices"]
        self._who = re.compile(rf"\s+(?:{'|'.join(offices['named_after_fields'])})\b")
        bodies = "|".join(map(str.capitalize, offices["bodies"]))
        self._body = re.compile(rf"(?:[\s-]+(?:(?:and|&|of|for|the)\s+)?[A-Z][\w-]*){{0,4}}?\s+(?:and\s+)?(?:{bodies})\b")
        heads = "|".join((*map(str.capitalize, offices["heads_of_fields"]), bodies))
        self._agenda = re.compile(rf"\b(?:{alternation(statements['agenda'])})\b")
        self._opens = re.compile(r"(?:\A|\bthat\s+)\s*(?:(?:the|our|their|its|his|her|this|these)\s+)?(?:[\w-]+\s+){0,2}\Z")
        self._office_of = re.compile(rf"\b(?:{heads})\s+(?:of|for|on)\s+(?:the\s+)?(?:[A-Z]\w+,?\s+(?:and\s+)?){{0,3}}\Z")

    def __call__(
        self,
        document: Document,
        turns: Sequence[Turn],
        parts: Sequence[Part],
        sentences: Sentences,
        bodies: Sequence[tuple[int, int]] = (),
        abroad: Collection[str] | None = None,
    ) -> list[TurnTopic]:
        """Return the topics of every turn, the strongest first, with the words that speak for them.

        `bodies` are the places of persons with their offices and of organisations, in order, whose parts speak of nothing else ("National
        Security Advisor N", "Economic Cooperation" in an organisation's name) unless they are names themselves. `abroad` are the turns that speak of
        other countries, None where that is not known: no other is about international affairs ("our partnership with the mayors").
        """
        folded, text = fold_lower(document.text), document.text
        in_body = _Inside(bodies)
        paragraphs = [part for part in parts if part.turn_id and part.kind in ("speech", "narration")]
        starts = [part.start_char for part in paragraphs]
        by_turn: dict[str, dict[int, list[Match[_Term]]]] = {}
        circumstance = -_CIRCUMSTANCE
        for start, end, term in self._matcher.find(text):
            if term is None:
                circumstance = end
                continue
            index = bisect_right(starts, start) - 1
            if index < 0 or end > paragraphs[index].end_char or not _holds(start, end, term, folded, sentences):
                continue
            if not term.name and (in_body(start, end) or self._names_somebody(start, end, folded, text)):
                continue
            if start - circumstance < _CIRCUMSTANCE and _AFTER_CIRCUMSTANCE.fullmatch(folded, circumstance, start):  # "despite the pandemic"
                continue
            by_turn.setdefault(paragraphs[index].turn_id or "", {}).setdefault(index, []).append(Match(start, end, term))
        result = []
        for turn in turns:
            if inside := by_turn.get(turn.id):
                told = turn.kind == "narration"

                def in_passing(match: Match[_Term], told: bool = told) -> bool:
                    return not self._is_said(match.start, folded, sentences, told=told)

                if abroad is not None and turn.id not in abroad:
                    inside = {index: [m for m in there if m.value.topic.cap_major != _INTERNATIONAL] for index, there in inside.items()}
                result += _turn_topics(turn, inside, text, paragraphs, in_passing)
        return result

    def _is_said(self, start: int, folded: str, sentences: Sentences, *, told: bool) -> bool:
        """Whether a term opens its clause ("that exports had fallen"), or a sentence tells what was talked about ("They discussed exports")."""
        sentence = sentences.at(start)
        if sentence is None:
            return False
        if self._opens.search(folded[sentence.start : start]):
            return True
        return told and self._agenda.search(folded, sentence.start, sentence.end) is not None

    def _names_somebody(self, start: int, end: int, folded: str, text: str) -> bool:
        """Whether a term says who came, not what they spoke of: "civil rights leaders", "the Assistant Secretary for Health"."""
        if self._who.match(folded, end):
            return True
        if not text[start].isupper():
            return False
        return self._body.match(text, end) is not None or self._office_of.search(text, max(0, start - _OFFICE), start) is not None


class _Inside:
    """Tells whether a place is inside one of some spans, and not all of it."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def __call__(self, start: int, end: int) -> bool:
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and end <= self._spans[index][1] and (start, end) != self._spans[index]


def _turn_topics(
    turn: Turn, found: dict[int, list[Match[_Term]]], text: str, paragraphs: Sequence[Part], in_passing: Callable[[Match[_Term]], bool]
) -> list[TurnTopic]:
    matches: dict[str, list[Match[_Term]]] = {}
    for inside in found.values():
        for match in inside:
            matches.setdefault(match.value.topic.id, []).append(match)
    weights = {index: _weights(inside) for index, inside in found.items()}
    kept = _kept(matches, weights, turn.words <= SHORT, turn.kind == "narration", in_passing)
    words: dict[str, int] = {}
    for index, by_topic in weights.items():
        if leading := _leading({topic_id: weight for topic_id, weight in by_topic.items() if topic_id in kept}):
            part = paragraphs[index]
            alone = (part.start_char, part.end_char) == (turn.start_char, turn.end_char)
            words[leading] = words.get(leading, 0) + (turn.words if alone else word_count(text[part.start_char : part.end_char]))
    rows = [
        TurnTopic(
            turn_id=turn.id,
            topic_id=topic_id,
            cap_major=matches[topic_id][0].value.topic.cap_major,
            score=round(score, 3),
            words=words.get(topic_id, 0),
            mentions=len(matches[topic_id]),
            evidence=tuple({"start": start, "end": end, "text": text[start:end]} for start, end, _ in matches[topic_id]),
        )
        for topic_id, score in kept.items()
    ]
    return sorted(rows, key=lambda row: (-row.score, row.topic_id))


def _kept(
    matches: dict[str, list[Match[_Term]]],
    weights: dict[int, dict[str, float]],
    short: bool,
    told: bool,
    in_passing: Callable[[Match[_Term]], bool],
) -> dict[str, float]:
    """Return the topics that the turn is about, with their scores: none in passing, no major where one below it says it better.

    `weights` are those of the topics in each paragraph, `short` and `told` are whether the turn is short or narration; `in_passing` tells whether one
    term says something in passing.
    """
    scored = {topic_id: _score(inside) for topic_id, inside in matches.items()}
    total = sum(scored.values())
    leads = {leading for by_topic in weights.values() if (leading := _leading(by_topic)) and (by_topic[leading] > MINIMUM or len(weights) == 1)}
    kept = {}
    for topic_id, score in scored.items():
        inside = matches[topic_id]
        weak = False
        if topic_id not in leads:
            once = len(inside) == 1 and inside[0].value.single
            weak = once and score < min(WEAK, SHARE * total)
            weak = weak or (not short and (score < WEAK or (once and in_passing(inside[0]))))
        formula = not short and score < WEAK and (told or score < COURTESY_TOLD * total)  # "Thank you" at the end
        politeness = formula or score < (COURTESY_TOLD if told else COURTESY) * total
        courtesy = politeness and inside[0].value.topic.cap_major is None
        if score >= (MINIMUM if short else MINIMUM_OF_LONG) and not weak and not courtesy:
            kept[topic_id] = score
    finer = {matches[topic_id][0].value.topic.parent_id for topic_id in kept}
    return {topic_id: score for topic_id, score in kept.items() if topic_id not in finer}


def _weights(matches: Sequence[Match[_Term]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for _, _, term in matches:
        weights[term.topic.id] = weights.get(term.topic.id, 0) + term.weight
    return weights


def _leading(weights: dict[str, float]) -> str | None:
    """Return the strongest topic, None without any."""
    return max(weights, key=lambda topic_id: (weights[topic_id], topic_id), default=None)


def _score(matches: Sequence[Match[_Term]]) -> float:
    if len(matches) == 1:
        return matches[0].value.weight
    counts: dict[str, int] = {}
    weights: dict[str, float] = {}
    for _, _, term in matches:
        counts[term.term] = counts.get(term.term, 0) + 1
        weights[term.term] = term.weight
    return sum(weights[term] * (1 + log(count)) for term, count in counts.items())


def _holds(start: int, end: int, term: _Term, folded: str, sentences: Sentences) -> bool:
    if term.unless is None and term.with_ is None:
        return True
    sentence = sentences.at(start)
    around = folded[sentence.start : sentence.end] if sentence else folded[max(0, start - 100) : end + 100]
    return not (term.unless and term.unless.search(around)) and (term.with_ is None or bool(term.with_.search(around)))


def _any_of(phrases: Sequence[str] | None) -> re.Pattern[str] | None:
    if not phrases:
        return None
    alternatives = "|".join(re.escape(fold_lower(phrase)) for phrase in phrases)  # marks have become spaces, so that none goes over a comma
    return re.compile(rf"\b(?:{alternatives})\b")
