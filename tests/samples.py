"""Rows to be judged by a reader, as JSON lines, each with the text that it rests on: what `make report FIGURES=150` and the like draw from."""

import csv
import json
import random
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from etl.records import Annotation, Document
from etl.vocabulary import Vocabulary, load_vocabulary

NUMBER = re.compile(
    r"\d|\b(?:half|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|[mb]illions?|third|quarter|double)\b", re.I
)
JUDGED = (
    *("text", "value", "value_max", "value_from", "unit", "kind", "modifier", "change", "represents", "measure", "measure_id"),
    *("countries", "period", "period_start", "period_end", "status", "source", "voice"),
)
JUDGEMENTS = Path(__file__).parents[1] / "docs"
AROUND = 300  # characters
READ = 1500  # characters of a turn that a reader sees round a topic or an entity
SHORT, LONG = 20, 200  # words of the passages and turns that are read first


def drawn(lines: Sequence[str], number: int, seed: int, judged: Collection[str] = ()) -> list[str]:
    """Return so many of the lines, by a seed; those whose id is among the `judged` are passed over."""
    if not judged:
        return random.Random(seed).sample(lines, min(number, len(lines)))
    return [line for line in random.Random(seed).sample(lines, len(lines)) if json.loads(line)["id"] not in judged][:number]


def judged_before(name: str, seed: int) -> set[str]:
    """Return the ids of the rows of `docs/judged-NAME.csv` that were drawn by other seeds."""
    path = JUDGEMENTS / f"judged-{name}.csv"
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["seed"] != str(seed)]
    return {" ".join(value for key, value in row.items() if key.endswith("_id")) for row in rows}


def figures(annotation: Annotation) -> list[str]:
    """Return a document's figures: id, sentence with what stands around it, title, date, speaker, columns."""
    names = {person.id: person.name for person in annotation.people}
    lines = []
    for figure in annotation.figures:
        low, high = max(0, figure.start_char - AROUND * 2), figure.end_char + AROUND
        about = [f"{c.country_id} {c.role}" for c in annotation.figure_countries if c.figure_id == figure.id]
        columns = {name: getattr(figure, name) for name in JUDGED} | {"figure_countries": about, "speaker": names.get(figure.speaker_id or "")}
        seen = {"title": annotation.document["title"], "date": figure.date, "around": annotation.text[low:high], "sentence": figure.sentence}
        lines.append(_line(id=figure.id, **seen, columns=columns))
    return lines


def topics(annotation: Annotation) -> list[str]:
    """Return a document's assignments of topics to turns: the turn's text, the topic with its definition, score and words of evidence."""
    by_id = {topic.id: topic for topic in _vocabulary().topics}
    turns = {turn.id: turn for turn in annotation.turns}
    return [
        _line(
            id=f"{row.turn_id} {row.topic_id}",
            text=_part(annotation, turns[row.turn_id].start_char, turns[row.turn_id].end_char, row.evidence),
            topic=by_id[row.topic_id].name,
            definition=by_id[row.topic_id].definition,
            score=row.score,
            evidence=[place["text"] for place in row.evidence],
        )
        for row in annotation.turn_topics
    ]


def entities(annotation: Annotation) -> list[str]:
    """Return what a document's turns name: the turn's text, the entity with its kind and country, the words that name it."""
    by_id = {entity.id: entity for entity, _ in _vocabulary().entities} | {entity.id: entity for entity in annotation.entities}
    countries = {country.id: country.name for country in _vocabulary().countries}
    turns = {turn.id: turn for turn in annotation.turns}
    lines = []
    for row in annotation.turn_entities:
        entity = by_id.get(row.entity_id)
        lines.append(
            _line(
                id=f"{row.turn_id} {row.entity_id}",
                text=_part(annotation, turns[row.turn_id].start_char, turns[row.turn_id].end_char, row.evidence),
                name=entity.name if entity else countries.get(row.entity_id, row.entity_id),
                kind=entity.kind if entity else "country",
                country=entity.country_id if entity else row.entity_id,
                evidence=[place["text"] for place in row.evidence],
            )
        )
    return lines


def turns(annotation: Annotation) -> list[str]:
    """Return a document's turns of 20 to 200 words."""
    return [
        _line(id=turn.id, title=annotation.document["title"], date=turn.date, speaker=turn.speaker_label, text=turn.text)
        for turn in annotation.turns
        if SHORT <= turn.words <= LONG
    ]


def passages(documents: Iterable[Document]) -> list[str]:
    """Return the paragraphs of 20 to 200 words that have a number."""
    return [
        _line(document=document.id, date=document.date, start=match.start(), text=match[0])
        for document in documents
        for match in re.finditer(r"\S.*?(?=\n\s*\n|\Z)", document.text, re.S)
        if SHORT <= len(match[0].split()) <= LONG and NUMBER.search(match[0])
    ]


SAMPLES: dict[str, Callable[[Annotation], list[str]]] = {"figures": figures, "topics": topics, "entities": entities, "turns": turns}


def _part(annotation: Annotation, low: int, high: int, evidence: Sequence[dict[str, Any]]) -> str:
    """Return a turn's text, of a long one what stands round the first words of evidence."""
    if high - low > READ:
        low, high = max(low, evidence[0]["start"] - READ // 2), min(high, evidence[0]["end"] + READ // 2)
    return annotation.text[low:high]


def _line(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


_loaded: list[Vocabulary] = []


def _vocabulary() -> Vocabulary:
    if not _loaded:
        _loaded.append(load_vocabulary())
    return _loaded[0]
