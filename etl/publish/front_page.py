"""The front page: what there is, the newest documents, the figures cited most, topics by side, and where to start.

It is read once as long as a database is open, since a database changes only by being replaced.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from etl.publish.charts.strip import share_bar, strip
from etl.publish.marks import Mark, marked
from etl.publish.reading_page import Note
from etl.publish.transcript import Address
from etl.publish.wording import about, amount, countries, day, family_name, listed, on_whose_word, period

COUNTED = ("documents", "turns", "figures", "statements", "people")
QUESTIONS = (
    ("About numbers", ("measure_story", "disagreements", "targets_and_outcomes", "repeated_claims", "figures_by_speaker")),
    ("About speech", ("words_by_speaker", "topics_by_speaker", "one_side_only", "narration_only", "joint_statements", "places_on_a_map")),
    ("About meetings", ("who_met_whom", "first_appearances", "topics_in_narration_only", "documents_by_month")),
)
MEETINGS = 300
"""Topics by side are counted over so many meetings at most, the newest."""
_NEWEST = """
SELECT d.id, d.title, d.date, d.publisher, d.words, d.figures, d.format, d.country_id, e.name AS place
FROM documents d LEFT JOIN entities e ON e.id = d.place_id ORDER BY d.date DESC, d.id LIMIT 8
"""
_TURNS = "SELECT kind, country_id, words FROM turns WHERE document_id = ? ORDER BY number"
_CITED = """
SELECT c.id, c.countries, c.period_start, c.period_end, c.unit, c.value, c.value_max, c.change, c.represents, c.status, c.mentions, c.documents,
       c.first_date, m.name AS measure_name FROM claims c JOIN measures m ON m.id = c.measure_id
WHERE c.countries != '[]' ORDER BY c.mentions DESC, c.first_date, c.id LIMIT 6
"""
_SAID_BY = """
SELECT f.date, f.voice, f.text, f.kind, f.modifier, p.name FROM (SELECT * FROM figures WHERE claim_id = ? LIMIT 400) f
LEFT JOIN people p ON p.id = f.speaker_id ORDER BY f.date, f.id
"""
_LATEST = "SELECT max(date) FROM figures WHERE claim_id = ?"
_FEATURED = """
SELECT f.turn_id, f.sentence, count(*) AS n, max(f.status = 'actual') AS fact, sum(f.source IS NOT NULL) AS sourced, d.date
FROM (SELECT id, date FROM documents ORDER BY date DESC, id LIMIT 60) d
JOIN figures f ON f.document_id = d.id JOIN turns t ON t.id = f.turn_id
WHERE f.measure_id IS NOT NULL AND f.countries != '[]' AND t.kind = 'speech' AND t.speaker_id IS NOT NULL AND length(f.sentence) BETWEEN 60 AND 320
GROUP BY f.turn_id, f.sentence HAVING count(*) <= 4 ORDER BY sourced > 0 DESC, n DESC, d.date DESC, f.turn_id LIMIT 1
"""
_FEATURED_FIGURES = """
SELECT f.*, m.name AS measure_name, r.name AS speaker FROM figures f LEFT JOIN measures m ON m.id = f.measure_id
LEFT JOIN people r ON r.id = f.speaker_id WHERE f.turn_id = ? AND f.sentence = ? ORDER BY f.start_char
"""
_TURN = """
SELECT t.*, r.name AS speaker, d.country_id AS publisher_side, e.name AS place FROM turns t JOIN documents d ON d.id = t.document_id
LEFT JOIN people r ON r.id = t.speaker_id LEFT JOIN entities e ON e.id = d.place_id WHERE t.id = ?
"""
_PAIR = """
SELECT a.country_id AS one, b.country_id AS other, count(DISTINCT a.document_id) AS n
FROM participants a JOIN participants b ON b.document_id = a.document_id
WHERE a.country_id < b.country_id GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 1
"""
_TOPICS = f"""
WITH chosen AS (
  SELECT DISTINCT a.document_id FROM participants a JOIN participants b ON b.document_id = a.document_id JOIN documents d ON d.id = a.document_id
  WHERE a.country_id = :one AND b.country_id = :other ORDER BY d.date DESC LIMIT {MEETINGS}
)
SELECT t.country_id AS side, o.id, o.name, sum(x.words) AS words FROM chosen c JOIN turns t ON t.document_id = c.document_id
JOIN turn_topics x ON x.turn_id = t.id JOIN topics o ON o.cap_major = x.cap_major AND o.parent_id IS NULL
WHERE t.country_id IN (:one, :other) GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Newest:
    """A document in the list of the newest."""

    id: str
    title: str
    date: str
    hint: str
    strip: Markup
    words: int
    figures: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A claim that is said often."""

    id: str
    words: str
    who: str
    times: int
    documents: int
    first: str
    latest: str


@dataclass(frozen=True, slots=True)
class Featured:
    """A sentence with figures, marked, and who says it."""

    html: Markup
    side: str
    who: str
    place: str
    href: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic with each side's share of its words."""

    id: str
    name: str
    shares: tuple[tuple[Markup, int], ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """What the two countries that met most often speak about."""

    sides: tuple[tuple[str, str], ...]
    meetings: int
    rows: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """All that the front page shows of a database."""

    counts: dict[str, int]
    countries: int
    years: str
    built: str
    newest: tuple[Newest, ...]
    cited: tuple[Cited, ...]
    featured: Featured | None
    topics: Topics | None
    examples: tuple[str, ...]


def front_page(connection: sqlite3.Connection, address: Address) -> FrontPage:
    """Return what the front page shows."""
    counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}
    first, last = connection.execute("SELECT min(date), max(date) FROM documents").fetchone()
    built = connection.execute("SELECT finished FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    names = {row["id"]: row["name"] for row in connection.execute("SELECT id, name FROM countries").fetchall()}
    cited = connection.execute(_CITED).fetchall()
    featured = _featured(connection, address, names)
    measures = list(dict.fromkeys(row["measure_name"] for row in cited))[:3]
    return FrontPage(
        counts=counts,
        countries=connection.execute("SELECT count(DISTINCT country_id) FROM documents").fetchone()[0],
        years=f"{first[:4]} to {last[:4]}" if first and first[:4] != last[:4] else (first or "")[:4],
        built=day(built[0][:10]) if built and built[0] else "",
        newest=tuple(_newest(connection, row) for row in connection.execute(_NEWEST).fetchall()),
        cited=tuple(_cited(connection, row, names) for row in cited),
        featured=featured,
        topics=_topics(connection, names),
        examples=(*measures, *([f'"{featured.notes[0].words}"'] if featured else [])),
    )


def _newest(connection: sqlite3.Connection, row: Any) -> Newest:
    turns = connection.execute(_TURNS, (row["id"],)).fetchall()
    own = row["country_id"] or next((turn["country_id"] for turn in turns if turn["country_id"]), None)
    second = next((turn["country_id"] for turn in turns if turn["country_id"] and turn["country_id"] != own), None)
    sides = {own: "s1", second: "s2"}
    spoken = [("s0" if turn["kind"] == "narration" else sides.get(turn["country_id"] or "-", "s3"), turn["words"]) for turn in turns]
    hint = ", ".join(part for part in (row["place"], row["format"], row["publisher"]) if part)
    return Newest(row["id"], row["title"] or row["id"], day(row["date"]), hint, strip(_thinned(spoken), 164), row["words"], row["figures"])


def _thinned(spoken: list[tuple[str, int]], most: int = 48) -> list[tuple[str, int]]:
    """Return turns so that a small strip stays legible: of many, neighbours of one side are drawn as one."""
    if len(spoken) <= most:
        return spoken
    joined: list[tuple[str, int]] = []
    size = sum(words for _, words in spoken) / most
    for side, words in spoken:
        if joined and (joined[-1][0] == side or words < size / 4):
            joined[-1] = (joined[-1][0], joined[-1][1] + words)
        else:
            joined.append((side, words))
    return joined


def _cited(connection: sqlite3.Connection, row: Any, names: Mapping[str, str]) -> Cited:
    said = connection.execute(_SAID_BY, (row["id"],)).fetchall()
    latest = connection.execute(_LATEST, (row["id"],)).fetchone()[0]
    figure = {**dict(row), "modifier": said[0]["modifier"], "kind": said[0]["kind"]}
    moved = {"increase": "up", "decrease": "down"}.get(row["change"] or "", "")
    what = f"{row['measure_name']} {moved}" if moved and row["represents"] == "change" else f"{row['measure_name']},"
    what = f"{what} {amount(figure)}"
    when = period(row["period_start"], row["period_end"])
    words = ", ".join(part for part in (what, countries(row["countries"], dict(names)), when) if part)
    who = list(dict.fromkeys(family_name(one["name"]) or {"joint": "joint"}.get(one["voice"], "narration") for one in said))
    shown = ", ".join(who[:3]) + (f" and {len(who) - 3} more" if len(who) > 3 else "")
    return Cited(row["id"], words[:1].upper() + words[1:], shown, row["mentions"], row["documents"], day(row["first_date"]), day(latest))


def _featured(connection: sqlite3.Connection, address: Address, names: dict[str, str]) -> Featured | None:
    found = connection.execute(_FEATURED).fetchone()
    if found is None:
        return None
    turn = connection.execute(_TURN, (found["turn_id"],)).fetchone()
    figures = connection.execute(_FEATURED_FIGURES, (found["turn_id"], found["sentence"])).fetchall()
    start = turn["text"].find(found["sentence"])
    if start < 0:
        return None
    first, end = turn["start_char"], start + len(found["sentence"])
    spans = [Mark("figure", f["start_char"] - first, f["end_char"] - first, address("figures", f["id"]), i + 1) for i, f in enumerate(figures)]
    notes = tuple(_note(number, figure, address, names) for number, figure in enumerate(figures, 1))
    who = " ".join(part for part in (turn["role"], turn["speaker"]) if part)
    place = ", ".join(part for part in (turn["place"], day(turn["date"])) if part)
    side = "s1" if turn["country_id"] == turn["publisher_side"] else "s2"
    href = f"{address('documents', turn['document_id'])}#t{turn['number']}"
    return Featured(marked(turn["text"], start, end, spans, set()), side, who, place or "its document", href, notes)


def _note(number: int, figure: Any, address: Address, names: dict[str, str]) -> Note:
    who = on_whose_word(figure["speaker"], figure["voice"], figure["source"])
    href = address("figures", figure["id"])
    return Note(number, figure["text"], href, figure["status"], figure["kind"], about(figure, names), who, (), True)


def _topics(connection: sqlite3.Connection, names: Mapping[str, str]) -> Topics | None:
    pair = connection.execute(_PAIR).fetchone()
    if pair is None:
        return None
    found = connection.execute(_TOPICS, {"one": pair["one"], "other": pair["other"]}).fetchall()
    words: dict[str, dict[str, int]] = {pair["one"]: {}, pair["other"]: {}}
    titles = {}
    for row in found:
        words[row["side"]][row["id"]] = row["words"]
        titles[row["id"]] = row["name"]
    totals = {side: sum(some.values()) or 1 for side, some in words.items()}
    ranked = sorted(titles, key=lambda topic: (-sum(words[side].get(topic, 0) / totals[side] for side in words), topic))[:8]
    most = max((words[side].get(topic, 0) / totals[side] for topic in ranked for side in words), default=1) or 1
    rows = []
    for topic in ranked:
        shares = [(kind, words[side].get(topic, 0) / totals[side]) for side, kind in zip(words, ("s1", "s2"), strict=True)]
        bars = tuple((share_bar(kind, share / most) if share else Markup(""), round(100 * share)) for kind, share in shares)
        rows.append(TopicRow(topic, titles[topic], bars))
    sides = tuple((side, names.get(side, side)) for side in words)
    return Topics(sides, pair["n"], tuple(rows)) if rows else None


def title_of(topics: Topics) -> str:
    """Return whose topics are shown."""
    return listed(name for _, name in topics.sides)
