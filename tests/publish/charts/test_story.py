"""The drawn story of a measure: which points, where, with which signs."""

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from etl.publish.charts.scales import Scale, plain, scaled, ticks, year_of, year_ticks
from etl.publish.charts.story import disagreements, draw, story


def row(said_on: str, year: int | None, value: float, side: str | None, status: str = "actual", **more: Any) -> dict[str, Any]:
    """Return a row as the query `measure_story` gives it."""
    known = {
        "said_on": said_on,
        "period": str(year) if year else None,
        "period_end": f"{year}-12-31" if year else None,
        "value": value,
        "side": side,
        "said_by": "Joren Verel",
        "status": status,
        "represents": "level",
        "unit": "USD",
        "figure": f"{value:g} dollars",
        "figure_id": f"{said_on}-{value:g}",
    }
    return known | more


ROWS = [
    row("2015-05-12", 2014, 1.1e9, "NO"),
    row("2018-10-03", 2017, 1.4e9, "NO"),
    row("2018-10-03", 2017, 1.6e9, "CL"),
    row("2015-05-12", 2020, 3e9, None, "target"),
    row("2019-09-24", None, 5e9, None, "possible"),
    row("2021-06-15", 2020, 1.3e9, "NO"),
    row("2021-06-15", 2021, 1.5e9, "NO", "estimate"),
    row("2021-06-15", 2020, 40, "NO", unit="percent", represents="change"),
    row("2021-06-15", 2020, 900, "NO", unit="EUR"),
]


def test_points_sides_and_scale() -> None:
    told = story(ROWS)
    assert (told.unit, told.size, told.scale, told.sides, told.left_out) == ("USD", 1e9, "billion", ("NO", "CL", "joint"), 2)
    assert [(p.year, p.value / 1e9, p.side, p.status) for p in told.points][:3] == [
        (2014, 1.1, "NO", "actual"),
        (2017, 1.6, "CL", "actual"),
        (2017, 1.4, "NO", "actual"),
    ]


def test_where_sides_disagree() -> None:
    assert disagreements(story(ROWS).points) == [(2017, 1.4e9, 1.6e9)]
    close = [row("2018-10-03", 2017, 1.40e9, "NO"), row("2018-10-03", 2017, 1.41e9, "CL"), row("2018-10-03", 2016, 9e9, "CL")]
    assert disagreements(story(close).points) == []


@pytest.mark.parametrize("width", [820, 360])
def test_every_point_is_a_mark_that_links_to_its_row(width: int) -> None:
    told = story(ROWS)
    root = ElementTree.fromstring(draw(told, "Trade turnover", width))
    marks = [node for node in root.iter() if node.tag.endswith("a")]
    assert sorted(node.attrib["href"] for node in marks) == sorted(f"#row-{point.figure_id}" for point in told.points)
    assert len([node for node in root.iter() if node.attrib.get("class") == "apart"]) == 1
    assert len([node for node in root.iter() if node.attrib.get("class") == "promise"]) == 1
    assert len([node for node in root.iter() if node.attrib.get("class") == "hope"]) == 1
    for node in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(node.attrib.get(name, 0)) <= width
        for name in ("y", "y1", "y2", "cy"):
            assert 0 <= float(node.attrib.get(name, 0)) <= 380


def test_labels_do_not_lie_on_each_other() -> None:
    many = [row("2020-01-01", 2000 + year, 1e9 + year * 1e6, side) for year in range(20) for side in ("NO", "CL")]
    root = ElementTree.fromstring(draw(story(many), "Trade", 360))
    boxes = [
        (float(n.attrib["x"]), float(n.attrib["y"]) - 11, float(n.attrib["x"]) + len(n.text or "") * 6.6, float(n.attrib["y"]) + 2)
        for n in root.iter()
        if n.attrib.get("class", "").startswith(("value", "name"))
    ]
    assert boxes
    assert not [1 for i, a in enumerate(boxes) for b in boxes[:i] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


def test_no_style_no_script_and_text_stays_text() -> None:
    drawn = draw(story([row("2020-01-01", 2019, 5, "<b>", said_by='"><script>', figure="<i>5</i>")]), "<title>", 400)
    assert not re.search(r"style=|<script|<b>|<i>|on\w+=", drawn)
    ElementTree.fromstring(drawn)


@pytest.mark.parametrize("rows", [[], [row("2020-01-01", 2019, 5, "NO", represents="change")], [row("2020-01-01", 2019, 5, "NO") | {"value": None}]])
def test_nothing_to_draw(rows: list[dict[str, Any]]) -> None:
    assert draw(story(rows), "Trade", 400) == ""


def test_one_point_alone() -> None:
    ElementTree.fromstring(draw(story([row("2020-01-01", None, 0, "NO")]), "Trade", 400))


@pytest.mark.parametrize(
    "low, high, about, expected",
    [
        (0, 5, 5, [0, 1, 2, 3, 4, 5]),
        (0, 2.9, 5, [0, 1, 2, 3]),
        (0, 0, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-3, 7, 5, [-4, -2, 0, 2, 4, 6, 8]),
        (0, 130, 4, [0, 50, 100, 150]),
    ],
)
def test_ticks(low: float, high: float, about: int, expected: list[float]) -> None:
    assert ticks(low, high, about) == expected


@pytest.mark.parametrize(
    "first, last, most, expected",
    [(2014, 2018, 8, [2014, 2015, 2016, 2017, 2018]), (2014.4, 2027, 8, [2014, 2016, 2018, 2020, 2022, 2024, 2026, 2028])],
)
def test_year_ticks(first: float, last: float, most: int, expected: list[int]) -> None:
    assert year_ticks(first, last, most) == expected


@pytest.mark.parametrize(
    "value, expected", [(0, "0"), (1.1, "1.1"), (2, "2"), (312.4, "312"), (0.25, "0.25"), (1234.5, "1,234"), (-3.14159, "-3.14")]
)
def test_plain(value: float, expected: str) -> None:
    assert plain(value) == expected


def test_scales() -> None:
    assert (scaled([5e8, 2e9]), scaled([40]), scaled([])) == ((1e9, "billion"), (1, ""), (1, ""))
    assert (Scale(0, 10, 100, 200)(5), Scale(3, 3, 0, 9)(3)) == (150, 0)
    assert (year_of("2022-01-01"), round(year_of("2022-07-02"), 2)) == (2022, 2022 + 0.5)
