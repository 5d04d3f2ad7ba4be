"""Bars and months as SVG: what is drawn how wide, what its label says, where it leads."""

import re

from etl.publish.charts.bars import Bar, bars, months

ROWS = [Bar("Joren Verel", 300, "300 (75%)", "/people/v", 1), Bar("Ilda <Sohl>", 100, "100 (25%)", None, 2), Bar("Nobody", 0, "0")]


def widths(svg: str) -> list[float]:
    return [float(width) for width in re.findall(r'class="columns" d="M[\d.]+ [\d.]+h([\d.]+)', svg)]


def test_bars_are_as_wide_as_their_values() -> None:
    first, second = widths(bars(ROWS, "Words", 820))
    assert round(first / second, 1) == 3


def test_bars_have_labels_links_and_nothing_for_nothing() -> None:
    svg = bars(ROWS, "Words", 820)
    assert '<a href="/people/v"><title>Joren Verel</title>' in svg
    assert "Ilda &lt;Sohl&gt;" in svg
    assert "<Sohl>" not in svg
    assert ">0</text>" in svg
    assert svg.count('class="columns"') == 2
    assert 'aria-label="Words"' in svg


def test_a_long_label_is_cut_on_a_narrow_page() -> None:
    (label,) = re.findall(r'text-anchor="end">([^<]*)<', bars([Bar("Military cooperation and alliances", 1, "1")], "Topics", 350))
    assert label.endswith("…")
    assert "Military cooperation and alliances".startswith(label[:-1])


def test_no_bars() -> None:
    assert bars([], "Words", 820).startswith("<svg")


def test_months_without_anything_stay_open() -> None:
    svg = months([("2022-11", 2), ("2023-02", 4)], "Documents", 820)
    (path,) = re.findall(r'class="columns" d="([^"]*)"', svg)
    places = [float(x) for x in re.findall(r"M([\d.]+) ", path)]
    width = (820 - 8 - 48) / 4
    assert len(places) == 2
    assert round(places[1] - places[0], 1) == round(3 * width, 1)
    assert ">2023</text>" in svg
    assert ">2022</text>" not in svg


def test_one_month() -> None:
    assert ">0</text>" in months([("2023-01", 1)], "Documents", 350)
