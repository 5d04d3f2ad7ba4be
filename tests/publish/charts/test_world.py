"""The map: where places are drawn, how large, and which part of the world is shown."""

import re

import pytest

from etl.publish.charts.world import Spot, world

OSLO, SANTIAGO, BERGEN = (
    Spot("Oslo", 59.9, 10.7, 100, "/oslo"),
    Spot("Santiago", -33.4, -70.7, 25, "/santiago"),
    Spot("Bergen", 60.4, 5.3, 1, "/bergen"),
)


def circles(svg: str) -> dict[str, tuple[float, float, float]]:
    found = re.findall(r'<title>(\w+): named [\d,]+ times</title><circle cx="([-\d.]+)" cy="([-\d.]+)" r="([\d.]+)"', svg)
    return {name: (float(x), float(y), float(r)) for name, x, y, r in found}


def test_places_lie_where_they_lie_and_are_as_large_as_they_are_often_named() -> None:
    found = circles(world([OSLO, SANTIAGO], "Places", "/world.svg", 360))
    (x, y, r), (x2, y2, r2) = found["Oslo"], found["Santiago"]
    assert x > x2
    assert y < y2
    assert r == 2 * r2
    assert all(0 <= value <= 360 for value in (x, x2))


def test_the_whole_world_is_shown_for_places_far_apart() -> None:
    svg = world([OSLO, Spot("Apia", -13.8, -171.8, 1, "/apia"), Spot("Suva", -18.1, 178.4, 1, "/suva")], "Places", "/world.svg", 360)
    assert 'viewBox="0 0 360 150"' in svg
    assert circles(svg)["Oslo"][:2] == (190.7, 30.1)


def test_a_part_of_the_world_for_places_close_together() -> None:
    svg = world([OSLO, BERGEN], "Places", "/world.svg", 360)
    (width,) = re.findall(r'<image [^>]*width="([\d.]+)"', svg)
    assert float(width) > 3 * 360
    x, y, _ = circles(svg)["Bergen"]
    assert 0 < x < 180
    assert 0 < y < 180


@pytest.mark.parametrize("spots", [[], [Spot("Pole", 90, 0, 1, "/p")], [Spot("Edge", -59, 180, 1, "/e")]])
def test_nothing_and_the_edges(spots: list[Spot]) -> None:
    for x, y, _ in circles(world(spots, "Places", "/world.svg", 350)).values():
        assert 0 <= x <= 350
        assert 0 <= y <= 350


def test_names_are_text() -> None:
    svg = world([Spot("<b>", 0, 0, 1, '/a"b')], "Places", "/world.svg", 350)
    assert "&lt;b&gt;" in svg
    assert "<b>" not in svg
    assert '/a"b' not in svg
