"""The speech strip: who spoke, in order; a turn is as wide as its words."""

from collections.abc import Sequence

from markupsafe import Markup

_GAP = 2.0
_LEAST = 1.5


def strip(turns: Sequence[tuple[str, int]], width: int, height: int = 10) -> Markup:
    """Return turns (side and words) as SVG; sides are `s1` (solid), `s2` (double), `s3` (one thin bar) and `s0` (narration, a hairline)."""
    if not turns:
        return Markup("")
    gap = min(_GAP, width / (2 * len(turns)))
    room = width - gap * (len(turns) - 1)
    total = sum(words for _, words in turns) or 1
    least = min(_LEAST, room / len(turns))
    sizes = [max(least, words / total * room) for _, words in turns]
    factor = room / sum(sizes)
    paths: dict[str, list[str]] = {}
    at = 0.0
    for (side, _), size in zip(turns, sizes, strict=True):
        paths.setdefault(side, []).extend(_bars(side, at, size * factor, height))
        at += size * factor + gap
    drawn = Markup("").join(Markup('<path class="{}" d="{}"/>').format(side, "".join(some)) for side, some in paths.items())
    return Markup('<svg class="strip" viewBox="0 0 {0} {1}" width="{0}" height="{1}" preserveAspectRatio="none" aria-hidden="true">{2}</svg>').format(
        width, height, drawn
    )


def _bars(side: str, at: float, width: float, height: int) -> list[str]:
    tops = {"s1": [(0.0, float(height))], "s2": [(0.0, 0.3 * height), (0.7 * height, 0.3 * height)], "s3": [(0.3 * height, 0.4 * height)]}
    return [f"M{at:.1f} {top:.1f}h{width:.1f}v{tall:.1f}h-{width:.1f}z" for top, tall in tops.get(side, [(0.45 * height, 0.1 * height)])]


def share_bar(side: str, share: float, width: int = 150, height: int = 10) -> Markup:
    """Return one bar as wide as a share of a whole."""
    paths = Markup("").join(Markup('<path class="{}" d="{}"/>').format(side, path) for path in _bars(side, 0, max(1, share * width), height))
    return Markup('<svg class="strip" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">{2}</svg>').format(width, height, paths)
