"""Spans as HTML: nested, cut where they cross, each with one id, and nothing that a text holds becomes markup."""

import re

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from etl.publish.marks import Mark, marked

TEXT = "The sides described a 40 percent increase as a positive step."


def html(*marks: Mark, text: str = TEXT) -> str:
    return str(marked(text, 0, len(text), marks, set()))


def test_a_figure_leads_to_its_row_and_its_note() -> None:
    assert html(Mark("figure", 22, 32, "/figures/x", 3, "actual")) == (
        'The sides described a <a class="m fig actual" id="c22-32" href="/figures/x">40 percent</a>'
        '<a class="n" href="#n3" aria-label="note 3">3</a> increase as a positive step.'
    )


def test_a_statement_lies_around_what_stands_in_it() -> None:
    statement = Mark("statement", 0, 61, tag="joint", target=(20, 60))
    marks = [Mark("source", 0, 9), statement, Mark("cue", 10, 19), Mark("figure", 22, 32, "/f", 1, "actual")]
    soup = BeautifulSoup(html(*marks), "html.parser")
    (shown,) = soup.select("span.st")
    assert shown["id"] == "c20-60"
    assert [tag["class"][-1] for tag in shown.find_all(recursive=False)] == ["source", "cue", "actual", "n", "close"]
    assert [tag.get_text() for tag in soup.select(".source, .cue, .tag")] == ["The sides", "described", "joint"]


def test_spans_that_cross_are_cut_and_have_one_id_each() -> None:
    soup = BeautifulSoup(html(Mark("place", 4, 20), Mark("topic", 10, 32), Mark("date", 22, 41)), "html.parser")
    assert soup.get_text() == TEXT
    pieces = {tag["id"]: tag.get_text() for tag in soup.select("[id]")}
    assert pieces == {"c4-20": "sides described ", "c10-32": "described ", "c22-41": "40 percent increase"}
    assert "".join(tag.get_text() for tag in soup.select(".topic")) == "described a 40 percent"


def test_of_two_rows_with_one_span_one_has_the_id() -> None:
    soup = BeautifulSoup(html(Mark("figure", 22, 32, "/f", 1), Mark("topic", 22, 32)), "html.parser")
    assert len(soup.select("#c22-32")) == 1


def test_markup_in_a_text_stays_text() -> None:
    text = "<script>alert(1)</script> & <b>"
    soup = BeautifulSoup(html(Mark("topic", 3, 20), text=text), "html.parser")
    assert soup.get_text() == text
    assert [tag.name for tag in soup.find_all()] == ["span"]


KINDS = ["statement", "source", "cue", "figure", "date", "place", "topic"]


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 60), st.integers(1, 30)), max_size=12))
def test_whatever_spans_are_given_the_text_is_whole_and_marks_nest(spans: list[tuple[str, int, int]]) -> None:
    marks = [Mark(kind, start, min(61, start + size), "/f" if kind == "figure" else None) for kind, start, size in spans]
    result = html(*marks)
    soup = BeautifulSoup(result, "html.parser")
    assert soup.get_text() == TEXT
    names: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)", result):  # each tag is closed where it was opened
        if closing:
            assert names.pop() == name
        else:
            names.append(name)
    assert names == []
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {mark.key for mark in marks if mark.kind not in ("source", "cue")} == set(ids)
