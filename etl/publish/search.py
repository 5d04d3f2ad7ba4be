"""One box for turns, figures and documents: ranked, with the words found in their context.

A word that stands in more than five percent of the rows is neither counted to its end nor ranked, since both would mean reading them
all; the page says so and shows the rows that were loaded last. What is found is marked by two control characters, and only
after the whole has been escaped do these become markup.
"""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.utils import sqlite_timelimit, tilde_encode
from markupsafe import Markup, escape

from etl.publish.databases import ours, remembered
from etl.publish.versions import ensure_visible
from etl.publish.wording import about, counted, day, family_name, shortened

PAGE = 20
MIX = {"documents": 3, "figures": 7, "turns": 10}
"""So many of each on the page that shows all kinds."""
KINDS = ("figures", "turns", "documents")
LEAST = 1_000
"""So many rows are always counted and ranked."""
FACETED = 20_000
"""Speakers and years are counted where no more rows than these are found."""
_TIME = 2_000
_WORD = re.compile(r'-?"[^"]*"|\S+')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_OPEN, _CLOSE = "\x02", "\x03"
_MARKED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_STRAY = str.maketrans("", "", _OPEN + _CLOSE)
_ROWS = {
    "turns": """SELECT t.rowid AS found, t.id, t.number, t.kind, t.role, t.date, t.document_id, t.speaker_label, r.name AS speaker, e.name AS place,
        d.format, c.name AS country, (SELECT count(*) FROM figures f WHERE f.turn_id = t.id) AS figures
        FROM turns t JOIN documents d ON d.id = t.document_id LEFT JOIN people r ON r.id = t.speaker_id
        LEFT JOIN entities e ON e.id = d.place_id LEFT JOIN countries c ON c.id = t.country_id WHERE t.rowid IN ({})""",
    "figures": """SELECT f.rowid AS found, f.*, m.name AS measure_name, r.name AS speaker, e.name AS place FROM figures f
        JOIN documents d ON d.id = f.document_id LEFT JOIN measures m ON m.id = f.measure_id LEFT JOIN people r ON r.id = f.speaker_id
        LEFT JOIN entities e ON e.id = d.place_id WHERE f.rowid IN ({})""",
    "documents": """SELECT d.rowid AS found, d.id, d.title, d.date, d.format, d.publisher, d.figures, d.turns, e.name AS place FROM documents d
        LEFT JOIN entities e ON e.id = d.place_id WHERE d.rowid IN ({})""",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: in words, and as SQLite's full-text search takes it."""

    words: str
    match: str


@dataclass(frozen=True, slots=True)
class Result:
    """A row that was found."""

    kind: str
    id: str
    title: str
    href: str
    html: Markup
    status: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a kind are found; `more`: there are more than were counted."""

    number: int
    more: bool

    def __str__(self) -> str:
        return f"over {self.number:,}" if self.more else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow down: a name, and values with their counts and addresses."""

    name: str
    values: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search."""

    asked: Asked
    kind: str
    page: int
    counts: dict[str, Count] = field(default_factory=dict)
    results: tuple[Result, ...] = ()
    facets: tuple[Facet, ...] = ()
    late: bool = False

    @property
    def total(self) -> Count:
        """Return how many rows of all kinds are found."""
        return Count(sum(count.number for count in self.counts.values()), any(count.more for count in self.counts.values()))

    @property
    def more(self) -> bool:
        """Tell whether there is a next page."""
        return self.kind in self.counts and self.counts[self.kind].number > self.page * PAGE


def asked(words: str) -> Asked:
    """Return what is looked for: all words, phrases in quotation marks, and not the words after a minus sign."""
    words = " ".join(_CONTROL.sub(" ", words.replace("“", '"').replace("”", '"')).split())[:300]
    wanted: list[str] = []
    unwanted: list[str] = []
    for token in _WORD.findall(words)[:16]:
        plain = token.lstrip("-").strip('"').replace('"', " ")
        if any(character.isalnum() for character in plain):
            (unwanted if token.startswith("-") else wanted).append(f'"{plain}"')
    if not wanted:
        return Asked(words, "")
    return Asked(words, " AND ".join(wanted) + (f" NOT ({' OR '.join(unwanted)})" if unwanted else ""))


def highlighted(snippet: str) -> Markup:
    """Return a snippet as HTML: escaped whole, then the marks around what was found made into elements."""
    html = _MARKED.sub(r"<mark>\1</mark>", str(escape(" ".join(snippet.split()))))
    return Markup(html.translate(_STRAY))  # noqa: S704 - everything in it is escaped but the marks


def search(connection: sqlite3.Connection, question: Asked, kind: str, page: int, sizes: dict[str, int], tables: str) -> Found:
    """Return what is found; `sizes` are the numbers of rows of each kind, `tables` the address of the database."""
    if not question.match:
        return Found(question, kind, page)
    counts: dict[str, Count] = {}
    results: list[Result] = []
    facets: list[Facet] = []
    try:
        with sqlite_timelimit(connection, _TIME):
            for one in KINDS:
                counts[one] = _count(connection, one, question.match, max(LEAST, sizes[one] // 20))
            names = {row[0]: row[1] for row in connection.execute("SELECT id, name FROM countries")}
            for one in KINDS:
                if kind in (one, "all") and counts[one].number:
                    size, first = (PAGE, PAGE * (page - 1)) if kind == one else (MIX[one], 0)
                    rows = _ids(connection, one, question.match, size, first, ranked=not counts[one].more)
                    results += _results(connection, one, question.match, rows, names, tables)
            narrowed = "turns" if kind == "all" else kind
            if narrowed != "documents" and 0 < counts[narrowed].number <= FACETED and not counts[narrowed].more:
                facets = _facets(connection, narrowed, question, tables)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return Found(question, kind, page, counts, tuple(results), (), late=True)
    return Found(question, kind, page, counts, tuple(_mixed(results) if kind == "all" else results), tuple(facets))


def _count(connection: sqlite3.Connection, kind: str, match: str, most: int) -> Count:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {kind}_fts WHERE {kind}_fts MATCH ? LIMIT ?)"
    number = connection.execute(sql, (match, most + 1)).fetchone()[0]
    return Count(min(number, most), number > most)


def _ids(connection: sqlite3.Connection, kind: str, match: str, size: int, first: int, *, ranked: bool) -> list[int]:
    order = "rank, rowid" if ranked else "rowid DESC"
    sql = f"SELECT rowid FROM {kind}_fts WHERE {kind}_fts MATCH ? ORDER BY {order} LIMIT ? OFFSET ?"
    return [row[0] for row in connection.execute(sql, (match, size, first)).fetchall()]


def _results(connection: sqlite3.Connection, kind: str, match: str, ids: Sequence[int], names: dict[str, str], tables: str) -> list[Result]:
    snippet = f"SELECT snippet({kind}_fts, 0, ?, ?, '…', 36) FROM {kind}_fts WHERE {kind}_fts MATCH ? AND rowid = ?"
    rows = {row["found"]: row for row in connection.execute(_ROWS[kind].format(",".join("?" * len(ids))), ids).fetchall()}
    found = []
    for key in ids:
        words = connection.execute(snippet, (_OPEN, _CLOSE, match, key)).fetchone()
        found.append(_result(kind, rows[key], highlighted(words[0] or ""), names, tables))
    return found


def _result(kind: str, row: Any, html: Markup, names: dict[str, str], tables: str) -> Result:
    def shown(*facts: str | None) -> tuple[str, ...]:
        return tuple(fact for fact in facts if fact)

    place = ", ".join(shown(row["place"], row["format"] if kind != "figures" else None))
    if kind == "turns":
        who = "Narration" if row["kind"] == "narration" else row["speaker"] or row["speaker_label"] or "Speaker not named"
        role = "publisher’s words" if row["kind"] == "narration" else " of ".join(shown(row["role"], row["country"]))
        facts = shown(f"Turn {row['number']}", role, place, counted(row["figures"], "figure") if row["figures"] else None)
        href = f"{tables}/documents/{tilde_encode(row['document_id'])}#t{row['number']}"
        return Result(kind, row["id"], f"{who}, {day(row['date'])}" if row["date"] else who, href, html, "", facts)
    if kind == "figures":
        facts = shown(family_name(row["speaker"]) or row["voice"], day(row["date"]), place)
        title = shortened(f"{row['text']}: {about(row, names)}", 130)
        return Result(kind, row["id"], title, f"{tables}/figures/{tilde_encode(row['id'])}", html, row["status"], facts)
    facts = shown("Document", day(row["date"]), place, row["publisher"], counted(row["turns"], "turn"), counted(row["figures"], "figure"))
    return Result(kind, row["id"], row["title"] or row["id"], f"{tables}/documents/{tilde_encode(row['id'])}", html, "", facts)


def _mixed(results: Sequence[Result]) -> list[Result]:
    """Return results of several kinds in turn, each kind by its own rank: the share of it that has been shown decides."""
    place = {kind: [result for result in results if result.kind == kind] for kind in MIX}
    ranked = [(index / MIX[kind], order, result) for order, (kind, some) in enumerate(place.items()) for index, result in enumerate(some)]
    return [result for _, _, result in sorted(ranked, key=lambda one: one[:2])]


def _facets(connection: sqlite3.Connection, kind: str, question: Asked, tables: str) -> list[Facet]:
    inside = f"rowid IN (SELECT rowid FROM {kind}_fts WHERE {kind}_fts MATCH ?)"
    found: dict[tuple[str | None, str], int] = {}
    sql = f"SELECT speaker_id, substr(date, 1, 4), count(*) FROM {kind} WHERE {inside} GROUP BY 1, 2"
    for speaker, year, number in connection.execute(sql, (question.match,)).fetchall():
        found[speaker, year or ""] = number
    speakers: dict[str, int] = {}
    years: dict[str, int] = {}
    for (speaker, year), number in found.items():
        years[year] = years.get(year, 0) + number
        if speaker:
            speakers[speaker] = speakers.get(speaker, 0) + number
    most = sorted(speakers, key=lambda one: (-speakers[one], one))[:8]
    sql = f"SELECT id, name FROM people WHERE id IN ({','.join('?' * len(most))})"
    people = {row[0]: row[1] for row in connection.execute(sql, most).fetchall()}

    def narrowed(**filters: str) -> str:
        return f"{tables}/{kind}?{urlencode({'_search': question.words, **filters})}"

    facets = [
        Facet("Speaker", tuple((people.get(one, one), speakers[one], narrowed(speaker_id=one)) for one in most)),
        Facet("Year", tuple((year, years[year], narrowed(_in_date=year)) for year in sorted(years, reverse=True)[:12] if year)),
    ]
    return [facet for facet in facets if facet.values]


# -------------------------------------------------------------- the page


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Serve the page of results, and the same as JSON."""
    return [(r"^/-/search$", page), (r"^/-/search\.json$", data)]


async def _answer(datasette: Any, request: Any) -> tuple[str, Found] | None:
    names = await ours(datasette)
    if not names:
        return None
    name = request.args.get("database")
    name = name if name in names else names[0]
    kind = request.args.get("in") if request.args.get("in") in KINDS else "all"
    given = request.args.get("page") or "1"
    number = min(int(given), 500) if given.isdecimal() and len(given) < 6 and int(given) > 0 else 1
    database = datasette.get_database(name)
    question, tables = asked(request.args.get("q") or ""), str(datasette.urls.database(name))
    sizes = await remembered(database, "sizes", lambda: database.execute_fn(_sizes))
    found = await database.execute_fn(lambda connection: search(connection, question, kind, number, sizes, tables))
    return name, found


def _sizes(connection: sqlite3.Connection) -> dict[str, int]:
    return {kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in KINDS}


async def page(request: Any, datasette: Any) -> Response:
    """Show what is found."""
    await ensure_visible(datasette, request.actor)
    answer = await _answer(datasette, request)
    if answer is None:
        return Response.text("There is nothing to search.", status=404)
    name, found = answer

    def address(**changes: Any) -> str:
        given = {"q": found.asked.words, "in": found.kind if found.kind != "all" else None, "database": request.args.get("database"), **changes}
        return f"{datasette.urls.path('/-/search')}?{urlencode({key: value for key, value in given.items() if value})}"

    context = {"found": found, "database_name": name, "search_address": address, "plain_search": True, "kinds": KINDS, "per_page": PAGE}
    return Response.html(await datasette.render_template("search.html", context, request=request))


async def data(request: Any, datasette: Any) -> Response:
    """Give what is found as JSON; what was found stands between `<mark>` and `</mark>`, all else escaped."""
    await ensure_visible(datasette, request.actor)
    answer = await _answer(datasette, request)
    if answer is None:
        return Response.json({"ok": False, "error": "There is nothing to search."}, status=404)
    found = answer[1]
    counts = {kind: {"count": count.number, "more": count.more} for kind, count in found.counts.items()}
    rows = [
        {"kind": r.kind, "id": r.id, "title": r.title, "address": r.href, "html": str(r.html), "status": r.status or None, "facts": list(r.facts)}
        for r in found.results
    ]
    return Response.json({"ok": True, "q": found.asked.words, "counts": counts, "results": rows, "truncated": found.late})
