"""Bars: who or what has how much, one below the other; and how much there is in each month, one beside the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from etl.publish.charts.scales import Scale, plain, ticks

_ROW, _BAR = 24, 12
_LETTER = 7.2  # pixels of a letter, about
_RIGHT, _TOP, _BOTTOM, _LEFT = 64, 14, 40, 48
_WIDEST = 0.42
"""The share of the width that labels take at most."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its size, how that is printed, the address of its rows, and which side's it is (1, 2 or 3; 0 for none)."""

    label: str
    value: float
    shown: str
    href: str | None = None
    side: int = 0


def bars(rows: Sequence[Bar], title: str, width: int) -> Markup:
    """Return bars as SVG, the labels at the left, the numbers behind the bars."""
    room = min(ceil(max((len(row.label) for row in rows), default=0) * _LETTER), int(width * _WIDEST))
    scale = Scale(0, max((row.value for row in rows), default=0) or 1, 0, width - room - 8 - _RIGHT)
    parts = []
    for place, row in enumerate(rows):
        at = place * _ROW
        label = Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(room, at + 15, _cut(row.label, room))
        if row.href:
            label = Markup('<a href="{}"><title>{}</title>{}</a>').format(row.href, row.label, label)
        parts.append(label)
        if row.value:
            parts.append(_bar(row.side, room + 8, at + (_ROW - _BAR) / 2, max(1.0, scale(row.value))))
        parts.append(Markup('<text class="tick" x="{}" y="{}">{}</text>').format(room + 14 + scale(row.value), at + 15, row.shown))
    return _drawing("".join(parts), title, width, max(_ROW, len(rows) * _ROW))


def months(counts: Sequence[tuple[str, float]], title: str, width: int, height: int = 220) -> Markup:
    """Return columns as SVG, one a month (ISO, "2023-04") from the first to the last, those without anything left open."""
    first, last = (_number(counts[index][0]) for index in (0, -1))
    levels = [level for level in ticks(0, max(value for _, value in counts), 4) if level == int(level)] or [0.0, 1.0]
    x, y = Scale(first, last + 1, _LEFT, width - 8), Scale(0, levels[-1] or 1, height - _BOTTOM, _TOP)
    floor = height - _BOTTOM
    parts = []
    for level in levels:
        parts.append(Markup('<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(_LEFT, y(level), width - 8, y(level)))
        parts.append(Markup('<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>').format(_LEFT - 8, y(level) + 4, plain(level)))
    path = "".join(
        f"M{x(_number(month)):g} {floor}V{y(value):g}h{max(1.0, (x.end - x.start) / (last + 1 - first) - 1):.1f}V{floor}z" for month, value in counts
    )
    parts.append(Markup('<path class="columns" d="{}"/>').format(path))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if (last - first) / 12 / step <= width / 64)
    for year in range(-(-first // 12), last // 12 + 1):
        if year % step == 0:
            parts.append(Markup('<text class="tick" x="{}" y="{}">{}</text>').format(x(year * 12), floor + 18, year))
            parts.append(Markup('<line class="axis" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>').format(x(year * 12), floor, floor + 5))
    parts.append(Markup('<line class="axis" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(_LEFT, floor, width - 8, floor))
    return _drawing("".join(parts), title, width, height)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _bar(side: int, x: float, y: float, width: float) -> Markup:
    """Return a bar: solid for the first side, double for the second, thin for the third, as turns are marked."""
    stripes = {2: ((0.0, 4.0), (8.0, 4.0)), 3: ((4.5, 3.0),)}.get(side, ((0.0, float(_BAR)),))
    path = "".join(f"M{x:g} {y + top:g}h{width:g}v{tall:g}h-{width:g}z" for top, tall in stripes)
    return Markup('<path class="columns" d="{}"/>').format(path)


def _cut(label: str, room: float) -> str:
    most = max(1, int(room / _LETTER))
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def _drawing(parts: str, title: str, width: int, height: int) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="group" aria-label="{2}"><title>{2}</title>{3}</svg>'
    ).format(
        width,
        height,
        title,
        Markup(parts),  # noqa: S704 (every piece is escaped)
    )
