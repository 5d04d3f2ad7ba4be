"""The page of a measure's story: its chart, from the same rows as the table below it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from etl.publish.charts.scales import plain
from etl.publish.charts.story import JOINT, disagreements, draw, story
from etl.publish.wording import first_up, listed

_SHAPES = (
    Markup('<circle class="side1" cx="7" cy="7" r="5.5"/>'),
    Markup('<rect class="side2" x="2" y="2" width="10" height="10"/>'),
    Markup('<path class="side3" d="M7 1l6 11h-12z"/>'),
)


@dataclass(frozen=True, slots=True)
class Side:
    """Who states values, and the shape that stands for them."""

    name: str
    shape: Markup


@dataclass(frozen=True, slots=True)
class Told:
    """What the page shows above the rows."""

    title: str
    scale: str
    wide: Markup
    narrow: Markup
    sides: tuple[Side, ...]
    promised: tuple[str, ...]
    apart: tuple[tuple[int, str, str, str], ...]
    left_out: int


def told(names: Mapping[str, str], columns: Sequence[str], rows: Sequence[Any]) -> Told | None:
    """Return the story of one measure; None where the rows are of several, or nothing can be drawn."""
    if "side" not in columns or len({row["measure"] for row in rows}) != 1:
        return None
    known = story(rows)
    if not known.points:
        return None
    about = {code for row in rows for code in json.loads(row["countries"])}
    between = f" between {listed(sorted(names.get(code, code) for code in about))}" if len(about) == 2 else ""
    title = f"{first_up(str(rows[0]['measure']))}{between}, as it is stated"
    unit = f"{known.scale} {known.unit}".strip()
    called = {JOINT: "both, jointly, or not said by whom"}
    sides = tuple(Side(called.get(side) or names.get(side, side), _SHAPES[min(place, 2)]) for place, side in enumerate(known.sides))
    promised = tuple(status for status in ("target", "planned", "possible", "estimate") if any(point.status == status for point in known.points))
    apart = []
    for year, low, high in reversed(disagreements(known.points)):
        values = [f"{plain(value / known.size)} {known.scale}".strip() for value in (low, high, high - low)]
        apart.append((int(year), values[0], values[1], values[2]))
    return Told(title, unit, draw(known, title, 820), draw(known, title, 350), sides, promised, tuple(apart), known.left_out)
