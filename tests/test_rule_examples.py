"""Every rule's examples match and its counter-examples do not; a failure names the rule and the text."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from etl.language.numerals import NumeralReader
from etl.language.patterns import spaced
from etl.pipeline import Annotator
from etl.records import Document, Figure
from etl.transform.dates import DateFinder
from etl.vocabulary import Rule, load_vocabulary
from tests.annotating import TODAY, annotate, figures, sentence
from tests.conftest import HERE

VOCABULARY = load_vocabulary(HERE.parent / "seeds" / "vocabulary")
MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december|octubre)"


def cases(ruleset: str, which: str) -> Iterator[Any]:
    """Give one parameter for each example (or counter-example) of each rule, called after the rule."""
    for rule in VOCABULARY.ruleset(ruleset):
        for number, example in enumerate(getattr(rule, which), 1):
            yield pytest.param(rule, example, id=f"{rule.group}-{rule.id}-{number}".replace(" ", "-"))


def every(*rulesets: str) -> Any:
    return pytest.mark.parametrize("rule, example", [case for name in rulesets for case in cases(name, "examples")])


def every_counter(*rulesets: str) -> Any:
    return pytest.mark.parametrize("rule, example", [case for name in rulesets for case in cases(name, "counter_examples")])


def test_every_ruleset_is_tried_here() -> None:
    tried = {"dates.expressions", "statements.cues", "turns.paragraphs", "turns.datelines", "turns.returns", "meetings.formats"}
    tried |= {f"figures.{group}" for group in ("modifiers", "changes", "statuses", "sources", "exclusions")}
    assert {f"{file}.{group}" for file, groups in VOCABULARY.rules.items() for group in groups} == tried


# ------------------------------------------------------------------ dates


@pytest.fixture(scope="module")
def dates() -> DateFinder:
    return DateFinder(VOCABULARY, NumeralReader(VOCABULARY.words["numerals"]))


def day_text(text: str) -> Document:
    return Document("doc", "doc", text, date=TODAY, language="en")


@every("dates.expressions")
def test_date_example(rule: Rule, example: dict[str, str], dates: DateFinder) -> None:
    assert example["value"] in [date.value for found_by, date in dates.by_rule(day_text(example["text"])) if found_by == rule.id]


@every_counter("dates.expressions")
def test_date_counter_example(rule: Rule, example: str, dates: DateFinder) -> None:
    assert [date.text for found_by, date in dates.by_rule(day_text(example)) if found_by == rule.id] == []


# ------------------------------------------------------------------ statements


def acts(annotator: Annotator, text: str) -> list[str | None]:
    annotation = annotate(annotator, sentence(text))
    assert [turn.kind for turn in annotation.turns] == ["narration"]
    return [statement.act for statement in annotation.statements]


@every("statements.cues")
def test_statement_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert rule.data.get("act", rule.id) in acts(annotator, example)


@every_counter("statements.cues")
def test_statement_counter_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert rule.data.get("act", rule.id) not in acts(annotator, example)


# ------------------------------------------------------------------ figures


def says(figure: Figure, gives: dict[str, Any]) -> bool:
    """Whether a figure says what a rule gives; `source: true` asks for some source."""
    return all(bool(getattr(figure, column)) if value is True else getattr(figure, column) == value for column, value in gives.items())


@every("figures.modifiers", "figures.changes", "figures.statuses", "figures.sources")
def test_figure_example(rule: Rule, example: str, annotator: Annotator) -> None:
    found = figures(annotator, example)
    assert any(says(figure, rule.data["gives"]) for figure in found), found


@every_counter("figures.modifiers", "figures.changes", "figures.statuses", "figures.sources")
def test_figure_counter_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert [figure for figure in figures(annotator, example) if says(figure, rule.data["gives"])] == []


@every("figures.exclusions")
def test_excluded_number(rule: Rule, example: str, annotator: Annotator) -> None:
    assert [figure.text for figure in figures(annotator, example)] == []


@every_counter("figures.exclusions")
def test_number_that_is_not_excluded(rule: Rule, example: str, annotator: Annotator) -> None:
    assert len(figures(annotator, example)) == 1


# ------------------------------------------------------------------ turns

BEFORE, AFTER = "The two delegations met in the morning and talked for a while.", "After that the delegations had lunch in the garden."


def kind_between_paragraphs(annotator: Annotator, text: str) -> str:
    """Return the kind of the part that a paragraph becomes between two paragraphs of narration."""
    annotation = annotate(annotator, f"{BEFORE}\n\n{text}\n\n{AFTER}")
    return next(part.kind for part in annotation.parts if part.start_char == len(BEFORE) + 2)


@every("turns.paragraphs")
def test_paragraph_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert re.compile(spaced(rule.pattern or ""), re.IGNORECASE | re.DOTALL).fullmatch(example)
    assert kind_between_paragraphs(annotator, example) == rule.data["kind"]


@every_counter("turns.paragraphs")
def test_paragraph_counter_example(rule: Rule, example: str, annotator: Annotator) -> None:
    matched = re.compile(spaced(rule.pattern or ""), re.IGNORECASE | re.DOTALL).fullmatch(example)
    conditional = rule.data.keys() & {"unless_sentence", "unless_label"}
    assert not matched or (conditional and kind_between_paragraphs(annotator, example) != rule.data["kind"])


def dateline(rule: Rule) -> re.Pattern[str]:
    return re.compile(spaced(rule.pattern or "").replace("{month}", MONTH), re.IGNORECASE)


@every("turns.datelines")
def test_dateline_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert dateline(rule).search(example)
    assert kind_between_paragraphs(annotator, example) == "dateline"


@every_counter("turns.datelines")
def test_dateline_counter_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert not dateline(rule).search(example)
    assert kind_between_paragraphs(annotator, example) != "dateline"


LEAD = "President of Norway Joren Verel met with President of Chile Ilda Sohl."


def kind_after_a_speech(annotator: Annotator, paragraph: str) -> str:
    annotation = annotate(annotator, f"{LEAD}\n\nPresident Ilda Sohl said:\n\n- I thank you. We are glad to be here.\n\n{paragraph}")
    place = annotation.text.rindex(paragraph)
    return next(part.kind for part in annotation.parts if part.start_char <= place < part.end_char)


@every("turns.returns")
def test_return_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert re.compile(spaced(rule.pattern or "")).match(example)
    assert kind_after_a_speech(annotator, example) == "narration"


@every_counter("turns.returns")
def test_return_counter_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert not re.compile(spaced(rule.pattern or "")).match(example)
    assert kind_after_a_speech(annotator, example) == "speech"


# ------------------------------------------------------------------ meetings

NEUTRAL = "The river is wide and the valley is green in spring."


@every("meetings.formats")
def test_format_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert annotate(annotator, NEUTRAL, title=example).meetings[0].format == rule.id
    assert annotate(annotator, sentence(example)).meetings[0].format == rule.id


@every_counter("meetings.formats")
def test_format_counter_example(rule: Rule, example: str, annotator: Annotator) -> None:
    assert annotate(annotator, NEUTRAL, title=example).meetings[0].format != rule.id
    assert annotate(annotator, sentence(example)).meetings[0].format != rule.id


RULES = [rule for groups in VOCABULARY.rules.values() for rules in groups.values() for rule in rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_are_texts(rule: Rule) -> None:
    texts = [e["text"] if isinstance(e, dict) else e for e in (*rule.examples, *rule.counter_examples)]
    assert all(isinstance(text, str) and text.strip() for text in texts)
    assert not set(texts[: len(rule.examples)]) & set(texts[len(rule.examples) :])
