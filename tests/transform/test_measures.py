"""Which measure a figure comes down to: by the head of its noun phrase, or by its verb."""

import pytest

from etl.language.inflection import Inflection
from etl.pipeline import Annotator
from etl.transform.figures.measures.terms import MeasureTerms
from tests.annotating import annotate

LEAD = "President of Norway Joren Verel has met with President of Chile Ilda Sohl in Oslo.\n\n"

# A sentence with one figure, and what it comes down to; null where a word of a measure only specifies another thing.
SENTENCES: dict[str, str | None] = {
    "There were 300 hospital admissions.": "cases",
    "They built 12 hospitals.": "hospitals",
    "They presented 5 plans for schools.": None,
    "They closed 12 lending programs.": "projects",
    "Twelve leaders of the region came.": "leaders",
    "Twelve member states signed.": "countries",
    "The cities of the country opened 5 offices.": None,
    "Five cities joined.": "regions",
    "They opened 3 embassies.": "diplomatic-missions",
    "They sent 500 computer systems.": None,
    "They sent 5 missile systems.": "weapons",
    "The number of tourists reached 5 million.": "tourists",
    "Growth in the number of tourists was 5 percent.": "tourists",
    "Deliveries of liquefied natural gas to Chile reached 5 billion cubic meters.": "gas-exports",
    "The vast majority of 5 thousand patients went home.": "cases",
    "The average of hospital admissions was 5,000.": "cases",
    "They are short of 12 border crossings.": None,
    "It names 20 people living abroad.": "population",
    "There is one company in it.": "companies",
    # the verb says it
    "They exported 5 million tonnes of grain.": "food-exports",
    "Norway imported 5 billion cubic meters of gas.": "energy-imports",
    "They have already invested 90 million dollars.": "investment",
    "About 90 million dollars have been invested in the port.": "investment",
    "The blast killed 15 people.": "killed",
    "15 people were wounded.": "wounded",
    "15 people were greeted.": "population",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_measure_ids(text: str, annotator: Annotator) -> None:
    figures = [f for f in annotate(annotator, LEAD + text, country_id="NO", format="meeting").figures if f.start_char >= len(LEAD)]
    assert [f.measure_id for f in figures] == [SENTENCES[text]]


# What a period is: text, and whether it has bounds.
PERIODS: dict[str, tuple[str | None, str | None, str | None]] = {
    "Twelve ministers met today.": ("today", "2023-04-10", "2023-04-10"),
    "Today they met 12 ministers.": ("Today", "2023-04-10", "2023-04-10"),
    "He said today that trade fell by 5 percent.": (None, None, None),
    "They will send 12 buses today.": (None, None, None),  # it is the announcement that is of today
    "They took in 5 million people within ten days.": ("within ten days", None, None),
    "They sent 12 buses during the pandemic.": ("during the pandemic", None, None),
    "Under the January 27 order 12 agencies met.": (None, None, None),
    "As they stop buying oil before 2030, they will buy 5 tonnes of grain from us by 2035.": ("by 2035", None, "2035-12-31"),
    "In 2022, they bought 5 tonnes of grain.": ("2022", "2022-01-01", "2022-12-31"),
}


@pytest.mark.parametrize("text", PERIODS)
def test_periods(text: str, annotator: Annotator) -> None:
    figures = annotate(annotator, LEAD + text, country_id="NO", format="meeting", date="2023-04-10").figures
    figure = next(f for f in figures if f.start_char >= len(LEAD))
    assert (figure.period, figure.period_start, figure.period_end) == PERIODS[text]


@pytest.mark.parametrize(
    "phrase, subject",
    [
        ("mutual trade", ""), ("our bilateral trade turnover", ""), ("the volume of trade between Norway and Chile", ""), (None, ""),
        ("Norwegian exports", ""), ("our exports of grain to Chile", "export grain"), ("the number of nurses", "nurse"), ("nurses", "nurse"),
        ("the price of insulin", "insulin price"),
    ],
)  # fmt: skip
def test_what_a_phrase_says_beyond_the_measure(phrase: str | None, subject: str, annotator: Annotator) -> None:
    terms = MeasureTerms(annotator.vocabulary, Inflection(annotator.vocabulary.words["nouns"]))
    assert sorted(terms.subject(phrase).split()) == sorted(subject.split())
