"""A row's words in their context, with the way into the reading page and how to cite them.

Rows that have no place of their own in a text lead to one that has: a country of a figure to the figure, a person of a statement to the
statement, a topic of a turn to its terms, a claim to its mentions.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from etl.publish.marks import Mark, marked
from etl.publish.transcript import Address
from etl.publish.wording import citation, day, shortened

AROUND = 320
"""So many characters before and after the words are shown at most."""
SHOWN = 20
"""So many quotes are shown on one page."""
_STOP = re.compile(r"(?<!\b[A-Z])(?<!\.[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)[.!?]['”’\")\]]*\s+")
"""The end of a sentence; not that of initials and titles ("U.S.", "Mr.")."""
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_SPAN = "document_id, turn_id, start_char, end_char"
_KINDS = {"figures": "figure", "statements": "statement", "dates": "date", "turn_entities": "place", "entities": "place", "name_candidates": "place"}
_ONE = {
    "figures": f"SELECT {_SPAN} FROM figures WHERE id = ?",
    "statements": f"SELECT {_SPAN} FROM statements WHERE id = ?",
    "dates": f"SELECT {_SPAN} FROM dates WHERE id = ?",
    "turns": "SELECT document_id, id AS turn_id, start_char, end_char FROM turns WHERE id = ?",
    "parts": f"SELECT {_SPAN} FROM parts WHERE document_id = ? AND number = ?",
    "figure_countries": f"SELECT {_SPAN} FROM figures WHERE id = ?",
    "statement_people": f"SELECT {_SPAN} FROM statements WHERE id = ?",
    "problems": """SELECT document_id, NULL AS turn_id, start_char, end_char FROM problems
        WHERE id = ? AND document_id IS NOT NULL AND end_char > start_char""",
    "name_candidates": """SELECT t.document_id, t.id AS turn_id, x.start_char, x.end_char FROM name_candidates x JOIN turns t ON t.id = x.turn_id
        WHERE x.name = ?""",
    "claims": f"SELECT {_SPAN} FROM figures WHERE claim_id = ? ORDER BY date, document_id, start_char LIMIT {SHOWN + 1}",
}
_EVIDENCE = {
    "turn_topics": """SELECT t.document_id, t.id AS turn_id, x.evidence FROM turn_topics x JOIN turns t ON t.id = x.turn_id
        WHERE x.turn_id = ? AND x.topic_id = ?""",
    "turn_entities": """SELECT t.document_id, t.id AS turn_id, x.evidence FROM turn_entities x JOIN turns t ON t.id = x.turn_id
        WHERE x.turn_id = ? AND x.entity_id = ?""",
    "topics": f"""SELECT t.document_id, t.id AS turn_id, x.evidence FROM turn_topics x JOIN turns t ON t.id = x.turn_id
        WHERE x.topic_id = ? ORDER BY x.turn_id DESC LIMIT {SHOWN // 4}""",
    "entities": f"""SELECT t.document_id, t.id AS turn_id, x.evidence FROM turn_entities x JOIN turns t ON t.id = x.turn_id
        WHERE x.entity_id = ? ORDER BY x.turn_id DESC LIMIT {SHOWN // 4}""",
}
_FOUND = """
SELECT d.*, e.name AS place, t.text FROM documents d JOIN document_texts t ON t.document_id = d.id
LEFT JOIN entities e ON e.id = d.place_id WHERE d.id = ?
"""
_TURN = """
SELECT t.number, t.kind, t.role, t.speaker_label, t.country_id, t.start_char, t.end_char, r.name AS speaker, c.name AS country
FROM turns t LEFT JOIN people r ON r.id = t.speaker_id LEFT JOIN countries c ON c.id = t.country_id WHERE t.id = ?
"""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in context: where they stand, who says them, the address of the words in the reading page, and how to cite them."""

    html: Markup
    words: str
    who: str
    place: str
    side: str
    href: str
    document: str
    title: str
    citation: str
    bibtex: str
    whole: bool
    """Whether the words are the row's own, so that the page may be called after them."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a row's page shows above its fields."""

    heading: str
    quotes: tuple[Quote, ...]
    more: bool = False
    """Whether there are more than are shown."""


def quoted(connection: sqlite3.Connection, table: str, keys: Sequence[str], address: Address) -> Quoted | None:
    """Return a row's words, None for a table whose rows have none."""
    spans = list(_spans(connection, table, keys))
    if not spans:
        return None
    kind = _KINDS.get(table, "figure" if table in ("claims", "figure_countries") else "statement" if table == "statement_people" else "topic")
    texts: dict[str, Any] = {}
    turns: dict[str, Any] = {}
    quotes = []
    for document_id, turn_id, start, end in spans[:SHOWN]:
        document = _once(texts, document_id, lambda key: connection.execute(_FOUND, (key,)).fetchone())
        turn = _once(turns, turn_id, lambda key: connection.execute(_TURN, (key,)).fetchone()) if turn_id else None
        if document is not None:
            quotes.append(_quote(document, turn, start, end, kind, address, whole=table in ("turns", "parts", "problems")))
    if not quotes:
        return None
    named = table in ("figures", "statements", "dates", "figure_countries", "statement_people")
    return Quoted(f"“{shortened(quotes[0].words, 90)}”" if named else "", tuple(quotes), len(spans) > SHOWN)


def _once(known: dict[str, Any], key: str, make: Callable[[str], Any]) -> Any:
    if key not in known:
        known[key] = make(key)
    return known[key]


def _spans(connection: sqlite3.Connection, table: str, keys: Sequence[str]) -> Iterable[tuple[str, str | None, int, int]]:
    if table in _ONE:
        sql = _ONE[table]
        for row in connection.execute(sql, keys[: sql.count("?")]).fetchall():
            yield row["document_id"], row["turn_id"], row["start_char"], row["end_char"]
    elif table in _EVIDENCE:
        sql = _EVIDENCE[table]
        for row in connection.execute(sql, keys[: sql.count("?")]).fetchall():
            spans = json.loads(row["evidence"])
            for span in spans if table.startswith("turn_") else spans[:1]:
                yield row["document_id"], row["turn_id"], span["start"], span["end"]


def _quote(document: Any, turn: Any, start: int, end: int, kind: str, address: Address, *, whole: bool) -> Quote:
    text = document["text"]
    first, last = _context(text, turn, start, end)
    words = " ".join(text[start:end].split())
    ranges = [] if whole else [Mark(kind, start, end)]
    shown = last if not whole else min(last, start + 3 * AROUND)
    body = marked(text, first, shown, ranges, {f"c{start}-{end}"})
    before = "" if _begins(text, turn, first) else "… "
    after = " …" if shown < end or not _ends(text, turn, shown) else ""
    html = Markup("{}{}{}").format(before, body, after)
    who = _who(turn)
    anchor = f"t{turn['number']}" if whole and turn is not None else f"c{start}-{end}"
    number = f"turn {turn['number']}" if turn is not None else ""
    cited = f"{number} ({who}): “{shortened(words, 300)}”" if number else f"“{shortened(words, 300)}”"
    place = ", ".join(part for part in (document["place"] or document["format"], day(document["date"]), number) if part)
    return Quote(
        html=html,
        words=words,
        who=who,
        place=place,
        side=_side(document, turn),
        href=f"{address('documents', document['id'])}#{anchor}",
        document=address("documents", document["id"]),
        title=document["title"] or document["id"],
        citation=citation(document, document["place"], (cited,)),
        bibtex=_bibtex(document, cited),
        whole=whole,
    )


def _context(text: str, turn: Any, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a span: from the stop before it to the stop after it, within its turn, at most so far away."""
    low, high = (turn["start_char"], turn["end_char"]) if turn is not None else (0, len(text))
    low, high = min(low, start), max(high, end)
    floor, ceiling = max(low, start - AROUND), min(high, end + AROUND)
    stops = [found.end() for found in _STOP.finditer(text, floor, start)] + [found.end() for found in _BREAK.finditer(text, floor, start)]
    first = max([stop for stop in stops if stop > floor], default=floor)
    if first == floor > low:
        first = text.find(" ", floor, start) + 1 or start
    after = [found.start() + 1 for found in (_STOP.search(text, max(start, end - 1), high),) if found]
    after += [found.start() for found in (_BREAK.search(text, end, high),) if found]
    last = min([*after, high])
    if last > ceiling:
        last = max(end, text.rfind(" ", end, ceiling))
    return first, first + len(text[first : max(last, end)].rstrip())


def _begins(text: str, turn: Any, at: int) -> bool:
    return at == 0 or (turn is not None and at == turn["start_char"]) or text[max(0, at - 9) : at].rstrip()[-1:] in '.!?”"»:' or text[at - 1] == "\n"


def _ends(text: str, turn: Any, at: int) -> bool:
    if at >= len(text.rstrip()) or text[at] in '”"' or text[at : at + 2] == "\n\n" or (turn is not None and at >= turn["end_char"]):
        return True
    return text[at - 1 : at] in '.!?”"»'


def _side(document: Any, turn: Any) -> str:
    if turn is None or turn["kind"] == "narration":
        return "s0"
    return "s1" if turn["country_id"] == document["country_id"] else "s2" if turn["country_id"] else "s3"


def _who(turn: Any) -> str:
    if turn is None:
        return "outside of the turns"
    if turn["kind"] == "narration":
        return "the publisher’s own words"
    name = turn["speaker"] or turn["speaker_label"] or "speaker not named"
    office = " of ".join(part for part in (turn["role"], turn["country"]) if part)
    return f"{name}, {office}" if office else str(name)


def _bibtex(document: Any, note: str) -> str:
    fields = {
        "author": "{" + (document["publisher"] or "") + "}",
        "title": document["title"] or document["id"],
        "date": document["date"] or "",
        "url": document["url"] or "",
        "note": note,
    }
    lines = [f"  {name} = {{{value.translate(_TEX)}}}," for name, value in fields.items() if value.strip("{}")]
    return "\n".join([f"@misc{{{document['id']},", *lines, "}"])


_TEX = str.maketrans({"%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_"})
