"""`check` finds every kind of damage and says where; a clean database gives nothing."""

import sqlite3

import pytest

from etl.load.check import check
from tests.load.hand_made import TEXT, annotation

ONE = annotation("one")
FIGURE, STATEMENT, DATE = ONE.figures[0].id, ONE.statements[0].id, ONE.dates[0].id
LEAD, SPEECH = ONE.turns[0].id, ONE.turns[1].id

DAMAGE = {
    "key": ("UPDATE figures SET turn_id = 'nowhere' WHERE document_id = 'one'", "points to a row of turns that is not there"),
    "parent": ("DELETE FROM people WHERE id = 'mira-sohl'", "points to a row of people that is not there"),
    "country": ("UPDATE documents SET country_id = 'ZZ' WHERE id = 'one'", "points to a row of countries that is not there"),
    "turns": ("UPDATE documents SET turns = 3 WHERE id = 'one'", "documents.turns is not the number of its turns: one"),
    "figures": ("UPDATE documents SET figures = 0 WHERE id = 'two'", "documents.figures is not the number of its figures: two"),
    "text": ("DELETE FROM document_texts WHERE document_id = 'one'", "a document has no text: one"),
    "topics gone": (f"DELETE FROM turn_topics WHERE turn_id = '{SPEECH}'", f"turns.topics are not the turn's rows in turn_topics: {SPEECH}"),
    "other topics": (f"UPDATE turns SET topics = '[\"energy\"]' WHERE id = '{SPEECH}'", f"turn's rows in turn_topics: {SPEECH}"),
    "countries gone": (f"DELETE FROM figure_countries WHERE figure_id = '{FIGURE}'", f"rows in figure_countries: {FIGURE}"),
    "other countries": (f"UPDATE figures SET countries = '[\"GH\", \"AZ\"]' WHERE id = '{FIGURE}'", f"rows in figure_countries: {FIGURE}"),
    "mentions": ("UPDATE claims SET mentions = 5", "claims.mentions is not the number of its figures: c1"),
    "claim's documents": ("UPDATE claims SET documents = 5", "c1"),
    "claim of nobody": ("INSERT INTO claims SELECT 'c9', measure_id, subject, countries, period_start, period_end, unit, value, value_max, change,"
                        " represents, status, 1, 1, first_date FROM claims", "claims.mentions is not the number of its figures: c9"),
    "figure outside": (f"UPDATE figures SET turn_id = '{LEAD}' WHERE id = '{FIGURE}'", f"a row lies outside its turn: {FIGURE}"),
    "statement outside": (f"UPDATE statements SET turn_id = '{LEAD}' WHERE id = '{STATEMENT}'", f"a row lies outside its turn: {STATEMENT}"),
    "date outside": (f"UPDATE dates SET turn_id = '{LEAD}' WHERE id = '{DATE}'", f"a row lies outside its turn: {DATE}"),
    "part outside": (f"UPDATE parts SET turn_id = '{LEAD}' WHERE document_id = 'one' AND number = 3", "one"),
    "turn of another": (f"UPDATE figures SET turn_id = '{SPEECH.replace('one', 'two')}' WHERE id = '{FIGURE}'", FIGURE),
    "overlap": (f"UPDATE turns SET end_char = end_char + 20 WHERE id = '{LEAD}'", f"turns overlap: {LEAD}"),
    "turn's span": (f"UPDATE turns SET text = 'Trade' WHERE id = '{SPEECH}'", f"turns: the span of {SPEECH} reads"),
    "turn's place": (f"UPDATE turns SET start_char = start_char + 1 WHERE id = '{SPEECH}'", f"turns: the span of {SPEECH} reads"),
    "figure's span": (f"UPDATE figures SET text = '41 percent' WHERE id = '{FIGURE}'", f"figures: the span of {FIGURE} reads '40 percent'"),
    "figure's end": (f"UPDATE figures SET end_char = end_char - 1 WHERE id = '{FIGURE}'", f"figures: the span of {FIGURE} reads '40 percen'"),
    "statement's span": (f"UPDATE statements SET text = 'x' WHERE id = '{STATEMENT}'", f"statements: the span of {STATEMENT} reads"),
    "date's span": (f"UPDATE dates SET text = 'x' WHERE id = '{DATE}'", f"dates: the span of {DATE} reads"),
    "source": (f"UPDATE statements SET source = 'she' WHERE id = '{STATEMENT}'", f"the source or cue of {STATEMENT} is not"),
    "cue": (f"UPDATE statements SET cue = 'sang' WHERE id = '{STATEMENT}'", f"the source or cue of {STATEMENT} is not"),
    "sentence": (f"UPDATE figures SET sentence = 'Trade fell.' WHERE id = '{FIGURE}'", f"figures: the sentence of {FIGURE} is not in the text"),
    "other sentence": (f"UPDATE figures SET sentence = 'The leaders met in Velden.' WHERE id = '{FIGURE}'", f"the sentence of {FIGURE}"),
    "topic's evidence": (f"UPDATE turn_topics SET evidence = replace(evidence, 'Trade', 'Money') WHERE turn_id = '{SPEECH}'",
                         f"turn_topics: evidence of {SPEECH} reads 'Trade', not 'Money'"),
    "place's evidence": (f"UPDATE turn_entities SET evidence = '[{{\"start\": 0, \"end\": 6, \"text\": \"Velden\"}}]' WHERE turn_id = '{LEAD}'",
                         f"turn_entities: evidence of {LEAD} reads 'The le', not 'Velden'"),
    "evidence of another shape": (f"UPDATE turn_topics SET evidence = '[{{}}]' WHERE turn_id = '{SPEECH}'", f"turn_topics: evidence of {SPEECH}"),
    "evidence that is no list": (f"UPDATE turn_entities SET evidence = '5' WHERE turn_id = '{LEAD}'", f"turn_entities: evidence of {LEAD}"),
    "evidence outside": (f"UPDATE turn_entities SET turn_id = '{SPEECH}' WHERE turn_id = '{LEAD}'", SPEECH),
    "topic's mentions": (f"UPDATE turn_topics SET mentions = 4 WHERE turn_id = '{SPEECH}'", SPEECH),
    "place's mentions": (f"UPDATE turn_entities SET mentions = 4 WHERE turn_id = '{LEAD}'", LEAD),
    "gap": ("UPDATE parts SET start_char = start_char + 1 WHERE document_id = 'two' AND number = 2", "parts: part 2 of two starts at 29, not at 28"),
    "part gone": ("DELETE FROM parts WHERE document_id = 'one' AND number = 1", "parts: part 2 of one starts at 28, not at 0"),
    "end gone": ("DELETE FROM parts WHERE document_id = 'one' AND number = 3", f"parts: the parts of one end at 35, its text at {len(TEXT)}"),
    "parts gone": ("DELETE FROM parts WHERE document_id = 'one'", "parts: the parts of one end at 0"),
    "other text": ("UPDATE document_texts SET text = 'x' || text WHERE document_id = 'one'", f"figures: the span of {FIGURE} reads"),
}  # fmt: skip


def test_a_clean_database_gives_nothing(database: sqlite3.Connection) -> None:
    assert list(check(database)) == []


def test_an_empty_database_gives_nothing(blank: sqlite3.Connection) -> None:
    assert list(check(blank)) == []


@pytest.mark.parametrize("statement, expected", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_found_and_named(database: sqlite3.Connection, statement: str, expected: str) -> None:
    assert database.execute(statement).rowcount >= 1
    found = list(check(database))
    assert [line for line in found if expected in line], found
    assert all("\n" not in line for line in found)
