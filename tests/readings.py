"""Compare an annotation with a person's reading (`tests/expected/*.yml`); every difference is one line.

`or` in a reading gives further values that the guidelines leave open for a column, `optional` rows are neither asked for nor
wrong, `may` lists what is tolerated.
"""

from collections.abc import Iterator
from typing import Any

from etl.records import Annotation

Reading = dict[str, Any]


def differences(reading: Reading, annotation: Annotation) -> Iterator[str]:
    """Give every difference between a reading and the rows, layer by layer."""
    names = {person.id: person.name for person in annotation.people}
    numbers = {turn.id: turn.number for turn in annotation.turns}
    yield from _one("document", reading["document"], annotation.document)
    meeting = annotation.meetings[0]
    yield from _one("meeting", reading["meeting"], {c: getattr(meeting, c) for c in ("level", "format", "place_id", "date")})
    participants = [{"name": names[p.person_id], "role": p.role, "country_id": p.country_id} for p in annotation.participants]
    yield from _unordered("participant", reading["participants"], participants, "name")
    yield from _rows("part", reading["parts"], _parts(annotation))
    turns = [
        {
            "number": t.number,
            "kind": t.kind,
            "speaker": names.get(t.speaker_id or ""),
            "speaker_label": t.speaker_label,
            "role": t.role,
            "country_id": t.country_id,
            "text": t.text,
            "words": t.words,
        }
        for t in annotation.turns
    ]
    yield from _rows("turn", reading["turns"], turns)
    countries: dict[str, list[list[str]]] = {}
    for row in annotation.figure_countries:
        countries.setdefault(row.figure_id, []).append([row.country_id, row.role])
    figures = [
        {column: getattr(f, column) for column in f.__slots__}
        | {
            "turn": numbers.get(f.turn_id or ""),
            "countries": list(f.countries),
            "speaker": names.get(f.speaker_id or ""),
            "figure_countries": sorted(countries.get(f.id, [])),
            "sentence_starts": f.sentence,
        }
        for f in annotation.figures
    ]
    yield from _rows("figure", reading["figures"], figures)
    people: dict[tuple[str, str], list[str]] = {}
    for person in annotation.statement_people:
        people.setdefault((person.statement_id, person.role), []).append(names[person.person_id])
    statements = [
        {column: getattr(s, column) for column in s.__slots__}
        | {
            "turn": numbers.get(s.turn_id or ""),
            "speaker": names.get(s.speaker_id or ""),
            "sources": sorted(people.get((s.id, "source"), [])),
            "addressees": sorted(people.get((s.id, "addressee"), [])),
        }
        for s in annotation.statements
    ]
    for statement in reading["statements"]:
        statement["sources"], statement["addressees"] = sorted(statement["sources"]), sorted(statement["addressees"])
    yield from _rows("statement", reading["statements"], statements)
    yield from _rows(
        "date", reading["dates"], [{c: getattr(d, c) for c in d.__slots__} | {"turn": numbers.get(d.turn_id or "")} for d in annotation.dates]
    )
    yield from _entities(reading, annotation, numbers)
    yield from _topics(reading, annotation, numbers)


def _parts(annotation: Annotation) -> list[Reading]:
    """Neighbouring parts of one kind and one turn as one."""
    joined: list[list[Any]] = []
    for part in annotation.parts:
        if joined and joined[-1][0] == part.kind and joined[-1][1] == part.turn_id and part.turn_id is not None:
            joined[-1][3] = part.end_char
        else:
            joined.append([part.kind, part.turn_id, part.start_char, part.end_char])
    return [{"kind": kind, "text": annotation.text[start:end].strip()} for kind, _, start, end in joined]


def _one(what: str, expected: Reading, found: Reading) -> Iterator[str]:
    allowed = expected.get("or", {})
    for column, value in expected.items():
        if column in ("or", "optional", "starts", "ends", "turn_number"):
            continue
        got = found.get(column)
        options = [value, *allowed.get(column, [])]
        if column == "sentence_starts":
            right = " ".join(str(got).split()).startswith(" ".join(str(value).split()))
        elif column == "figure_countries":
            right = any(sorted(map(list, option)) == got for option in options)
        else:
            right = any(_same(option, got) for option in options)
        if not right:
            yield f"{what}: {column} is {got!r}, a reader says {value!r}"
    text = " ".join(str(found.get("text", "")).split())
    if "starts" in expected and not text.startswith(" ".join(expected["starts"].split())):
        yield f"{what}: starts with {text[:40]!r}, a reader says {expected['starts']!r}"
    if "ends" in expected and not text.endswith(" ".join(expected["ends"].split())):
        yield f"{what}: ends with {text[-40:]!r}, a reader says {expected['ends']!r}"


def _same(expected: Any, got: Any) -> bool:
    if isinstance(expected, str) and isinstance(got, str):
        return expected.split() == got.split()
    return bool(expected == got)


def _rows(what: str, expected: list[Reading], found: list[Reading]) -> Iterator[str]:
    """Match rows in order by their text; report what is missing, what is too much, and every column that differs."""
    index = 0
    for row in expected:
        place = next((i for i in range(index, len(found)) if _matches(row, found[i])), None)
        if place is None:
            if not row.get("optional"):
                yield f"{what}: missing {row.get('text') or row.get('starts')!r}"
            continue
        for extra in found[index:place]:
            yield f"{what}: not in the reading: {extra['text']!r}"
        yield from _one(f"{what} {str(row.get('text') or row.get('starts'))[:50]!r}", row, found[place])
        index = place + 1
    for extra in found[index:]:
        yield f"{what}: not in the reading: {extra['text']!r}"


def _matches(expected: Reading, found: Reading) -> bool:
    text = " ".join(str(found["text"]).split())
    if "text" in expected:
        options = [expected["text"], *expected.get("or", {}).get("text", [])]
        turn = expected.get("turn")
        return any(" ".join(str(option).split()) == text for option in options) and (turn is None or turn == found.get("turn"))
    return text.startswith(" ".join(expected["starts"].split()))


def _unordered(what: str, expected: list[Reading], found: list[Reading], key: str) -> Iterator[str]:
    by_key = {row[key]: row for row in found}
    for row in expected:
        if row[key] not in by_key:
            yield f"{what}: missing {row[key]!r}"
        else:
            yield from _one(f"{what} {row[key]!r}", row, by_key.pop(row[key]))
    for extra in by_key:
        yield f"{what}: not in the reading: {extra!r}"


def _entities(reading: Reading, annotation: Annotation, numbers: dict[str, int]) -> Iterator[str]:
    ids = {e.name: e.id for e in annotation.entities}
    found = {(numbers[e.turn_id], e.entity_id): e.evidence for e in annotation.turn_entities}
    for row in reading["entities"]:
        key = (row["turn"], row.get("id") or ids.get(row.get("name", ""), row.get("name")))
        evidence = found.pop(key, None)
        if evidence is None:
            if not row.get("optional"):
                yield f"entity: missing {key}"
            continue
        texts = [" ".join(e["text"].split()) for e in evidence]
        missing = [m for m in row["mentions"] if not any(" ".join(m.split()) in text or text in m for text in texts)]
        if missing or len(texts) < len(row["mentions"]) or len(texts) > len(row["mentions"]) + len(row.get("may", [])):
            yield f"entity {key}: mentions {texts}, a reader says {row['mentions']} and may {row.get('may', [])}"
    for key, evidence in found.items():
        yield f"entity: not in the reading: {key} {[e['text'] for e in evidence]}"


def _topics(reading: Reading, annotation: Annotation, numbers: dict[str, int]) -> Iterator[str]:
    found = {turn.number: set(turn.topics) for turn in annotation.turns}
    rows = reading["topics"]
    for row in rows if isinstance(rows, list) else [{"turn": number, **lists} for number, lists in rows.items()]:
        got = found.get(row["turn"], set())
        must, may = set(row.get("must") or []), set(row.get("may") or [])
        if must - got:
            yield f"topics of turn {row['turn']}: missing {sorted(must - got)}"
        if got - must - may:
            yield f"topics of turn {row['turn']}: not in the reading: {sorted(got - must - may)}"
