"""Plurals and singulars of nouns."""

import pytest

from etl.language.inflection import Inflection
from etl.vocabulary import Vocabulary

PAIRS = {
    "country": "countries", "project": "projects", "embassy": "embassies", "company": "companies", "bus": "buses", "crisis": "crises",
    "child": "children",
    "person": "people", "man": "men", "woman": "women", "tax": "taxes", "branch": "branches", "match": "matches", "analysis": "analyses",
    "foot": "feet",
    "day": "days", "way": "ways", "tonne": "tonnes", "agreement": "agreements", "process": "processes", "business": "businesses",
    "memorandum": "memoranda",
    "parliament": "parliaments", "city": "cities", "house": "houses", "case": "cases", "base": "bases", "purchase": "purchases",
    "response": "responses",
    "medicine": "medicines", "vaccine": "vaccines", "village": "villages", "year": "years", "hero": "heroes", "half": "halves", "life": "lives",
    "knife": "knives", "wife": "wives", "licence": "licences", "nurse": "nurses", "corpse": "corpses", "tie": "ties", "movie": "movies",
    "gas": "gases",
    "hostage": "hostages", "exercise": "exercises", "phase": "phases", "refugee": "refugees", "committee": "committees", "box": "boxes",
    "campus": "campuses",
}  # fmt: skip


@pytest.fixture(scope="module")
def inflection(vocabulary: Vocabulary) -> Inflection:
    return Inflection(vocabulary.words["nouns"])


@pytest.mark.parametrize("singular, plural", PAIRS.items())
def test_singular(singular: str, plural: str, inflection: Inflection) -> None:
    assert inflection.singular(plural) == singular
    assert inflection.is_plural(plural)


@pytest.mark.parametrize("singular, plural", [(s, p) for s, p in PAIRS.items() if s not in ("memorandum", "person")])
def test_plural(singular: str, plural: str, inflection: Inflection) -> None:
    assert inflection.plural(singular) == plural


@pytest.mark.parametrize(
    "word", ["process", "business", "crisis", "bus", "analysis", "status", "congress", "famous", "campus", "gas", "access", "basis", "class"]
)
def test_what_is_no_plural(word: str, inflection: Inflection) -> None:
    assert not inflection.is_plural(word)
    assert inflection.singular(word) == word


@pytest.mark.parametrize("word", ["aircraft", "series", "species"])
def test_one_form_for_both(word: str, inflection: Inflection) -> None:
    assert inflection.singular(word) == word
    assert inflection.plural(word) == word
    assert inflection.is_plural(word)


@pytest.mark.parametrize(
    "phrase, forms", [("oil exporter", {"oil exporter", "oil exporters"}), ("exports", {"exports"}), ("child", {"child", "children"}), ("", {""})]
)
def test_forms(phrase: str, forms: set[str], inflection: Inflection) -> None:
    assert set(inflection.forms(phrase)) == forms
