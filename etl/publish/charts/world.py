"""Places on an outline map of the world, each as large as it is often named."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

_WEST, _NORTH = -180.0, 90.0
_WIDE, _TALL = 360, 150
"""Degrees that `static/world.svg` shows: all longitudes, and latitudes from the north pole to 60 degrees south (equirectangular)."""
_LEAST, _MOST = 2.5, 14.0  # radii, in pixels
_NAMED = 12
_LETTER, _LINE = 6.6, 13  # pixels of a letter and a line, about
_MARGIN = 8.0  # degrees round the places
_SMALLEST = 24.0  # degrees that are shown at least


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, how often it is named, and the address of its row."""

    name: str
    latitude: float
    longitude: float
    mentions: int
    href: str


def world(spots: Sequence[Spot], title: str, image: str, width: int) -> Markup:
    """Return a map as SVG of the part of the world where the places lie; `image` is the address of the outlines."""
    west, north, wide, tall = _part(spots)
    factor = width / wide
    height = round(tall * factor)
    most = max((spot.mentions for spot in spots), default=1)
    taken: list[tuple[float, float, float, float]] = []
    marks, names = [], []
    for place, spot in enumerate(sorted(spots, key=lambda spot: -spot.mentions)):
        x, y = round((spot.longitude - _WEST - west) * factor, 1), round((_NORTH - spot.latitude - north) * factor, 1)
        radius = round(max(_LEAST, _MOST * sqrt(spot.mentions / most)), 1)
        marks.append(
            Markup('<a class="mark" href="{}"><title>{}: named {:,} times</title><circle cx="{}" cy="{}" r="{}"/></a>').format(
                spot.href, spot.name, spot.mentions, x, y, radius
            )
        )
        box = (x + radius + 3, y - _LINE / 2, x + radius + 3 + len(spot.name) * _LETTER, y + _LINE / 2)
        if place < _NAMED and box[2] < width and not any(a < box[2] and box[0] < c and b < box[3] and box[1] < d for a, b, c, d in taken):
            taken.append(box)
            names.append(Markup('<text class="name" x="{}" y="{}">{}</text>').format(round(box[0], 1), y + 4, spot.name))
    outlines = Markup('<image href="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        image, -west * factor, -north * factor, _WIDE * factor, _TALL * factor
    )
    return Markup(
        '<svg class="chart map" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="group" aria-label="{2}"><title>{2}</title>{3}{4}{5}</svg>'
    ).format(width, height, title, outlines, Markup("").join(reversed(marks)), Markup("").join(names))


def _part(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """Return the part of the map to show, in degrees from its corner: twice as wide as tall, with a margin, and never beyond the map."""
    if not spots:
        return 0, 0, _WIDE, _TALL
    xs, ys = [spot.longitude - _WEST for spot in spots], [_NORTH - spot.latitude for spot in spots]
    wide = max(max(xs) - min(xs) + 2 * _MARGIN, 2 * (max(ys) - min(ys) + 2 * _MARGIN), _SMALLEST)
    if wide > _TALL * 2:
        return 0, 0, _WIDE, _TALL
    tall = wide / 2
    west = min(max(0, (min(xs) + max(xs) - wide) / 2), _WIDE - wide)
    north = min(max(0, (min(ys) + max(ys) - tall) / 2), _TALL - tall)
    return west, north, wide, tall
