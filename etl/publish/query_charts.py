"""Charts above the rows of canned queries, drawn from these rows, so that whoever fetches the JSON has what is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from etl.publish.charts.bars import Bar, bars, months
from etl.publish.charts.world import Spot, world

_WIDE, _NARROW = 820, 350
_BARS, _TOPICS, _SIDES = 20, 12, 3


@dataclass(frozen=True, slots=True)
class Chart:
    """A title, a chart for wide and one for narrow pages, who the sides are, and what is said of it below."""

    title: str
    wide: Markup
    narrow: Markup
    sides: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where rows of tables and the outlines of the map are."""

    tables: str
    outlines: str

    def row(self, table: str, key: Any) -> str | None:
        """Return the address of a row, None for no key."""
        return f"{self.tables}/{table}/{key}" if key else None


def chart(query: str, rows: Sequence[Any], addresses: Addresses) -> Chart | None:
    """Return the chart of a canned query, None for a query without one or for rows that have nothing to draw."""
    draw = _CHARTS.get(query)
    return draw(rows, addresses) if draw is not None and rows else None


def _speakers(rows: Sequence[Any], addresses: Addresses) -> Chart:
    shown = rows[:_BARS]
    sides = _sides(shown)
    drawn = [
        Bar(
            row["speaker"],
            row["words"],
            f"{row['words']:,} ({row['percent_of_words']:g}%)",
            addresses.row("people", row["speaker_id"]),
            sides.get(row["country"], 0),
        )
        for row in shown
    ]
    return _both("Words of direct speech", lambda title, width: bars(drawn, title, width), sides, _rest(rows, shown, "speakers"))


def _topics(rows: Sequence[Any], addresses: Addresses) -> Chart | None:
    words: dict[tuple[str, str], tuple[int, Any]] = {}
    for row in rows:
        if row["country"] and row["words"]:
            total, topic_id = words.get((row["topic"], row["country"]), (0, row["topic_id"]))
            words[row["topic"], row["country"]] = (total + row["words"], topic_id)
    countries = sorted({country for _, country in words}, key=lambda name: -sum(n for (_, c), (n, _) in words.items() if c == name))[:_SIDES]
    all_of = {name: sum(n for (_, c), (n, _) in words.items() if c == name) for name in countries}
    topics = sorted({topic for topic, _ in words}, key=lambda name: -sum(words.get((name, c), (0, ""))[0] / all_of[c] for c in countries))[:_TOPICS]
    if not topics:
        return None
    drawn = []
    ids = {topic: topic_id for (topic, _), (_, topic_id) in words.items()}
    for topic in topics:
        for place, country in enumerate(countries):
            spoken = words.get((topic, country), (0, ""))[0]
            share = 100 * spoken / all_of[country]
            label, address = (topic, addresses.row("topics", ids[topic])) if place == 0 else ("", None)  # once for all sides
            drawn.append(Bar(label, share, f"{share:.0f}%", address, place + 1))
    sides = {name: place + 1 for place, name in enumerate(countries)}
    note = "Of the words of each side's paragraphs with a topic, the share in which this topic is the strongest."
    return _both("What each side speaks of", lambda title, width: bars(drawn, title, width), sides, note)


def _months(rows: Sequence[Any], addresses: Addresses) -> Chart | None:
    counts = sorted((row["month"], row["documents"]) for row in rows if row["month"])
    return _both("Documents by month", lambda title, width: months(counts, title, width), {}, "") if counts else None


def _places(rows: Sequence[Any], addresses: Addresses) -> Chart | None:
    spots = [
        Spot(row["place"], row["latitude"], row["longitude"], row["mentions"], addresses.row("entities", row["entity_id"]) or "")
        for row in rows
        if row["latitude"] is not None and row["longitude"] is not None
    ]
    note = "The larger, the more often named. Outlines: Natural Earth."
    return _both("Where the places lie", lambda title, width: world(spots, title, addresses.outlines, width), {}, note) if spots else None


_CHARTS: Mapping[str, Callable[[Sequence[Any], Addresses], Chart | None]] = {
    "words_by_speaker": _speakers,
    "topics_by_speaker": _topics,
    "documents_by_month": _months,
    "places_on_a_map": _places,
}


CHARTED = frozenset(_CHARTS)
"""The queries that have a chart."""


def _both(title: str, draw: Callable[[str, int], Markup], sides: Mapping[str, int], note: str) -> Chart:
    return Chart(title, draw(title, _WIDE), draw(title, _NARROW), tuple(sides), note)


def _sides(rows: Sequence[Any]) -> dict[str, int]:
    """Return the countries of the rows by number, where they are so few that each has a bar of its own."""
    names = list(dict.fromkeys(row["country"] for row in rows if row["country"]))
    return {name: place + 1 for place, name in enumerate(names)} if len(names) <= _SIDES else {}


def _rest(rows: Sequence[Any], shown: Sequence[Any], what: str) -> str:
    return f"The first {len(shown)} of {len(rows):,} {what}; the others are in the rows below." if len(rows) > len(shown) else ""
