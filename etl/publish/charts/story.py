"""The story of a measure between two countries, drawn: who stated which value for which year, what was aimed at, and where the sides disagree.

Shape tells the side, fill the status; a promise is a level line from the day it was made to the year it is for; a thick pale bar is a disagreement.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from etl.publish.charts.scales import Scale, plain, scaled, ticks, year_of, year_ticks

Row = Mapping[str, Any]
JOINT = "joint"
_PROMISES = ("target", "planned")
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 24, 22, 66
_INSET = 16  # between the axis and the first year
_RADIUS = 5.5
_LETTER = 6.6  # pixels of a character of a label, about


@dataclass(frozen=True, slots=True)
class Point:
    """A stated value: where it stands in time (`year`), when it was said, by which side, in which status, and the row it is of."""

    year: float
    said: float
    value: float
    side: str
    status: str
    dated: bool
    figure_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """The points of a chart in one unit, with what they are divided by, its name, and the sides from the most to the least spoken of."""

    points: tuple[Point, ...]
    unit: str
    size: float
    scale: str
    sides: tuple[str, ...]
    left_out: int
    """Rows that are not drawn: changes, other units, rows without a date."""


def story(rows: Sequence[Row]) -> Story:
    """Return what can be drawn of the rows of the query `measure_story`: levels in the unit that most rows have."""
    levels = [row for row in rows if row["represents"] == "level" and row["value"] is not None and (row["said_on"] or row["period_end"])]
    if not levels:
        return Story((), "", 1, "", (), len(rows))
    unit = Counter(row["unit"] for row in levels).most_common(1)[0][0]
    points = tuple(sorted((_point(row) for row in levels if row["unit"] == unit), key=lambda p: (p.year, p.side, p.said, p.figure_id)))
    size, scale = scaled([point.value for point in points])
    spoken = Counter(point.side for point in points)
    sides = tuple(sorted(spoken, key=lambda side: (side == JOINT, -spoken[side], side)))
    return Story(points, unit or "", size, scale, sides, len(rows) - len(points))


def _point(row: Row) -> Point:
    said = year_of(row["said_on"] or row["period_end"])
    dated = row["period_end"] is not None
    year = float(row["period_end"][:4]) if dated else said
    words = f"{row['said_by'] or 'not said by whom'}: {row['figure']}" + (f" for {row['period']}" if row["period"] else "") + f", {row['status']}"
    return Point(year, said, row["value"], row["side"] or JOINT, row["status"], dated, row["figure_id"], words)


def disagreements(points: Sequence[Point]) -> list[tuple[float, float, float]]:
    """Return years for which sides state different actual values: year, lowest, highest."""
    by_year: dict[float, dict[str, list[float]]] = {}
    for point in points:
        if point.status == "actual" and point.dated:
            by_year.setdefault(point.year, {}).setdefault(point.side, []).append(point.value)
    apart = []
    for year, sides in sorted(by_year.items()):
        last = [values[-1] for values in sides.values()]
        if len(last) > 1 and max(last) - min(last) > 0.02 * max(map(abs, last)):
            apart.append((year, min(last), max(last)))
    return apart


def draw(told: Story, title: str, width: int, height: int = 380) -> Markup:
    """Return the chart as SVG of a width and height in pixels; an empty string where nothing can be drawn."""
    if not told.points:
        return Markup("")
    years = [point.year for point in told.points] + [point.said for point in told.points]
    marks = year_ticks(min(years), max(years), max(3, width // 80))
    levels = ticks(min(0, *(p.value for p in told.points)) / told.size, max(p.value for p in told.points) / told.size, 5)
    gutter = _LEFT + max(len(plain(level)) for level in levels) * _LETTER
    x = Scale(marks[0], max(marks[-1], marks[0] + 1), gutter + _INSET, width - _RIGHT)
    y = Scale(levels[0], levels[-1], height - _BOTTOM, _TOP)
    drawing = _Drawing(told, x, y, height)
    parts = [
        *drawing.axes(marks, levels, width),
        *drawing.apart(),
        *drawing.lines(),
        *drawing.promises(width),
        *drawing.values(),
        *drawing.meetings(),
    ]
    label = Markup("<title>{}</title>").format(title)
    return Markup('<svg class="chart" viewBox="0 0 {} {}" width="{}" height="{}" role="group" aria-label="{}">{}{}</svg>').format(
        width, height, width, height, title, label, Markup("").join(parts)
    )


class _Drawing:
    """The parts of a chart, each a list of SVG elements."""

    def __init__(self, told: Story, x: Scale, y: Scale, height: int) -> None:
        self._told, self._x, self._y, self._floor = told, x, y, height - _BOTTOM
        self._edge = x.start - _INSET
        self._number = {side: index + 1 for index, side in enumerate(told.sides)}
        self._taken: list[tuple[float, float, float, float]] = []  # boxes of labels, so that none lies on another

    def axes(self, years: Sequence[int], levels: Sequence[float], width: int) -> list[Markup]:
        parts = []
        for level in levels:
            at = self._y(level)
            parts.append(Markup('<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(self._edge, at, width - _RIGHT, at))
            parts.append(Markup('<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>').format(self._edge - 8, at + 4, plain(level)))
        for year in years:
            parts.append(Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>').format(self._x(year), self._floor + 18, year))
        parts.append(Markup('<line class="axis" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(self._edge, self._floor, width - _RIGHT, self._floor))
        return parts

    def apart(self) -> list[Markup]:
        return [
            Markup('<line class="apart" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>').format(
                self._x(year), self._y(low / self._told.size), self._y(high / self._told.size)
            )
            for year, low, high in disagreements(self._told.points)
        ]

    def lines(self) -> list[Markup]:
        parts = []
        for side, number in self._number.items():
            said = [p for p in self._told.points if p.side == side and p.status == "actual" and p.dated]
            last = {p.year: self._place(p) for p in said}  # of several values of one year the one stated last
            if len(last) > 1:
                places = " ".join(f"{x},{y}" for _, (x, y) in sorted(last.items()))
                parts.append(Markup('<polyline class="line side{}" points="{}"/>').format(number, places))
        return parts

    def promises(self, width: int) -> list[Markup]:
        parts = []
        for point in self._told.points:
            if point.status in ("actual", "estimate"):
                continue
            said, at = self._x(point.said), self._y(point.value / self._told.size)
            due = self._x(point.year) if point.dated else width - _RIGHT
            dashes = "promise" if point.status in _PROMISES else "hope"
            parts.append(Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(dashes, said, at, due, at))
            mark = self._diamond(due, at) if point.dated and point.status in _PROMISES else self._ring(said if not point.dated else due, at)
            parts.append(self._linked(point, mark))
            value = plain(point.value / self._told.size)
            named = {"target": "target", "planned": "plan", "possible": "called possible"}[point.status]
            label = f"{named} for {point.year:.0f}: {value}" if point.dated else f"{named}: {value}, no year"
            parts += self._label(label, (said + 4) if point.dated else max(self._edge, said - len(label) * _LETTER - 10), at - 9, "name")
        return parts

    def values(self) -> list[Markup]:
        parts = []
        stated = [point for point in self._told.points if point.status in ("actual", "estimate")]
        beside = Counter(self._x(point.year) for point in stated)
        for point in stated:
            x, y = self._place(point)
            number = self._number[point.side]
            shape = self._square(x, y) if number == 2 else self._triangle(x, y) if number > 2 else self._circle(x, y)
            parts.append(self._linked(point, shape, f"side{min(number, 3)} {point.status}"))
            text = plain(point.value / self._told.size)
            one_above_another = beside[x] > len(self._told.sides)
            place = (x + _RADIUS + 5, y + 4) if one_above_another else (x - len(text) * _LETTER / 2, y + (20 if number == 1 else -11))
            parts += self._label(text, *place, f"value side{min(number, 3)}")
        return parts

    def meetings(self) -> list[Markup]:
        days = sorted({self._x(point.said) for point in self._told.points})
        parts = [
            Markup('<line class="meeting" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>').format(day, self._floor + 28, self._floor + 38) for day in days
        ]
        return [*parts, Markup('<text class="tick" x="{}" y="{}">meetings at which it was said</text>').format(self._edge, self._floor + 56)]

    # -------------------------------------------------------------- marks

    def _place(self, point: Point) -> tuple[float, float]:
        return self._x(point.year), self._y(point.value / self._told.size)

    @staticmethod
    def _linked(point: Point, shape: Markup, kind: str = "") -> Markup:
        return Markup('<a class="mark {} {}" href="#{}"><title>{}</title>{}</a>').format(
            kind, point.status, f"row-{point.figure_id}", point.words, shape
        )

    @staticmethod
    def _circle(x: float, y: float) -> Markup:
        return Markup('<circle cx="{}" cy="{}" r="{}"/>').format(x, y, _RADIUS)

    @staticmethod
    def _ring(x: float, y: float) -> Markup:
        return Markup('<circle class="ring" cx="{}" cy="{}" r="{}"/>').format(x, y, _RADIUS + 1)

    @staticmethod
    def _square(x: float, y: float) -> Markup:
        return Markup('<rect x="{}" y="{}" width="10" height="10"/>').format(round(x - 5, 1), round(y - 5, 1))

    @staticmethod
    def _triangle(x: float, y: float) -> Markup:
        return Markup('<path d="M{} {}l6 11h-12z"/>').format(x, round(y - 7, 1))

    @staticmethod
    def _diamond(x: float, y: float) -> Markup:
        return Markup('<path d="M{} {}l7 7l-7 7l-7 -7z"/>').format(x, round(y - 7, 1))

    def _label(self, text: str, x: float, y: float, kind: str) -> list[Markup]:
        """Return a label, moved up or down to where there is room, or nothing where there is none."""
        width = len(text) * _LETTER
        for moved in (0, -13, 13, -26, 26, 39):
            box = (x, y + moved - 11, x + width, y + moved + 2)
            if (
                box[1] > 0
                and box[3] < self._floor + 4
                and not any(a[0] < box[2] and box[0] < a[2] and a[1] < box[3] and box[1] < a[3] for a in self._taken)
            ):
                self._taken.append(box)
                return [Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, round(x, 1), round(y + moved, 1), text)]
        return []
