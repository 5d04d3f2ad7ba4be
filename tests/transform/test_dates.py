"""Date expressions, their TIMEX3 values and the days that bound them, in a document of Monday, 10 April 2023."""

import pytest

from etl.pipeline import Annotator
from etl.records import Date
from tests.annotating import annotate


def dates(annotator: Annotator, text: str, day: str | None = "2023-04-10") -> list[Date]:
    return list(annotate(annotator, text, date=day).dates)


EXPRESSIONS = {
    # absolute
    "on 10 April 2023": ("10 April 2023", "DATE", "2023-04-10", "2023-04-10", "2023-04-10"),
    "on April 10, 2023": ("April 10, 2023", "DATE", "2023-04-10", "2023-04-10", "2023-04-10"),
    "on the 3rd of May, 2021": ("the 3rd of May, 2021", "DATE", "2021-05-03", "2021-05-03", "2021-05-03"),
    "on 29 February 2024": ("29 February 2024", "DATE", "2024-02-29", "2024-02-29", "2024-02-29"),
    "in February 2024": ("February 2024", "DATE", "2024-02", "2024-02-01", "2024-02-29"),
    "in February 2023": ("February 2023", "DATE", "2023-02", "2023-02-01", "2023-02-28"),
    "in 1991": ("1991", "DATE", "1991", "1991-01-01", "1991-12-31"),
    "by 2030": ("2030", "DATE", "2030", "2030-01-01", "2030-12-31"),
    "since 2019,": ("2019", "DATE", "2019", "2019-01-01", "2019-12-31"),
    "in the 1990s": ("the 1990s", "DATE", "199", "1990-01-01", "1999-12-31"),
    "in the 21st century": ("the 21st century", "DATE", "20", "2001-01-01", "2100-12-31"),
    "in the first quarter of 2022": ("the first quarter of 2022", "DATE", "2022-Q1", "2022-01-01", "2022-03-31"),
    "in the second half of 2021": ("the second half of 2021", "DATE", "2021-H2", "2021-07-01", "2021-12-31"),
    "in the first nine months of 2022": ("the first nine months of 2022", "DURATION", "P9M", "2022-01-01", "2022-09-30"),
    "in January–October 2022": ("January–October 2022", "DATE", "2022-01-01/2022-10-31", "2022-01-01", "2022-10-31"),
    # relative
    "last year": ("last year", "DATE", "2022", "2022-01-01", "2022-12-31"),
    "this year": ("this year", "DATE", "2023", "2023-01-01", "2023-12-31"),
    "next year": ("next year", "DATE", "2024", "2024-01-01", "2024-12-31"),
    "last month": ("last month", "DATE", "2023-03", "2023-03-01", "2023-03-31"),
    "last week": ("last week", "DATE", "2023-W14", "2023-04-03", "2023-04-09"),
    "next week": ("next week", "DATE", "2023-W16", "2023-04-17", "2023-04-23"),
    "last quarter": ("last quarter", "DATE", "2023-Q1", "2023-01-01", "2023-03-31"),
    "this decade": ("this decade", "DATE", "202", "2020-01-01", "2029-12-31"),
    "last century": ("last century", "DATE", "19", "1901-01-01", "2000-12-31"),
    "Last August": ("Last August", "DATE", "2022-08", "2022-08-01", "2022-08-31"),
    "last February": ("last February", "DATE", "2023-02", "2023-02-01", "2023-02-28"),
    "next June": ("next June", "DATE", "2023-06", "2023-06-01", "2023-06-30"),
    "in October last year": ("October last year", "DATE", "2022-10", "2022-10-01", "2022-10-31"),
    "last summer": ("last summer", "DATE", "2022-SU", "2022-06-01", "2022-08-31"),
    "yesterday": ("yesterday", "DATE", "2023-04-09", "2023-04-09", "2023-04-09"),
    "today": ("today", "DATE", "2023-04-10", "2023-04-10", "2023-04-10"),
    "tomorrow": ("tomorrow", "DATE", "2023-04-11", "2023-04-11", "2023-04-11"),
    "on Friday": ("Friday", "DATE", "2023-04-07", "2023-04-07", "2023-04-07"),
    "this Friday": ("this Friday", "DATE", "2023-04-14", "2023-04-14", "2023-04-14"),
    "next Monday": ("next Monday", "DATE", "2023-04-17", "2023-04-17", "2023-04-17"),
    "last Thursday": ("last Thursday", "DATE", "2023-04-06", "2023-04-06", "2023-04-06"),
    "two months ago": ("two months ago", "DATE", "2023-02", "2023-02-01", "2023-02-28"),
    "three days ago": ("three days ago", "DATE", "2023-04-07", "2023-04-07", "2023-04-07"),
    "30 years ago": ("30 years ago", "DATE", "1993", "1993-01-01", "1993-12-31"),
    "a year ago": ("a year ago", "DATE", "2022", "2022-01-01", "2022-12-31"),
    "a couple of years ago": ("a couple of years ago", "DATE", "2021", "2021-01-01", "2021-12-31"),
    "on 20 December": ("20 December", "DATE", "2022-12-20", "2022-12-20", "2022-12-20"),
    "on May 9": ("May 9", "DATE", "2023-05-09", "2023-05-09", "2023-05-09"),
    "in June": ("June", "DATE", "2023-06", "2023-06-01", "2023-06-30"),
    # times, durations, sets
    "at 4:09 p.m.": ("4:09 p.m.", "TIME", "2023-04-10T16:09", "2023-04-10", "2023-04-10"),
    "at 12:30 a.m.": ("12:30 a.m.", "TIME", "2023-04-10T00:30", "2023-04-10", "2023-04-10"),
    "tonight": ("tonight", "TIME", "2023-04-10TNI", "2023-04-10", "2023-04-10"),
    "yesterday evening": ("yesterday evening", "TIME", "2023-04-09TEV", "2023-04-09", "2023-04-09"),
    "for two decades": ("two decades", "DURATION", "P2DE", None, None),
    "Less than a year": ("Less than a year", "DURATION", "P1Y", None, None),
    "for three and a half years": ("three and a half years", "DURATION", "P3.5Y", None, None),
    "for 90 minutes": ("90 minutes", "DURATION", "PT90M", None, None),
    "for 3 hours and 40 minutes": ("3 hours and 40 minutes", "DURATION", "PT3H40M", None, None),
    "for two years, three months": ("two years, three months", "DURATION", "P2Y3M", None, None),
    "for a year and two months": ("a year and two months", "DURATION", "P1Y2M", None, None),
    "in the month of June": ("the month of June", "DATE", "2023-06", "2023-06-01", "2023-06-30"),
    "in the month of July 2021": ("the month of July 2021", "DATE", "2021-07", "2021-07-01", "2021-07-31"),
    "for many years": ("many years", "DURATION", "PXY", None, None),
    "over the past five years": ("the past five years", "DURATION", "P5Y", "2018-01-01", "2023-04-10"),
    "every year": ("every year", "SET", "P1Y", None, None),
    "annually": ("annually", "SET", "P1Y", None, None),
    "recently": ("recently", "DATE", "PAST_REF", None, None),
    "in the near future": ("the near future", "DATE", "FUTURE_REF", None, None),
}


@pytest.mark.parametrize("words", EXPRESSIONS)
def test_expression(words: str, annotator: Annotator) -> None:
    (found,) = dates(annotator, f"The two ministers met with others {words} and talked.")
    assert (found.text, found.type, found.value, found.earliest, found.latest) == EXPRESSIONS[words]


@pytest.mark.parametrize(
    "text",
    [
        "You may 5 times ask.", "May I ask you something?", "We march to the hall.", "An august body met here.", "The second half billion is spent.",
        "Resolution 2231 was adopted.", "We sent 2000 tents.", "It cost $2022.", "There were 1,999 people.", "The 31 February 2023 plan.",
        "The meeting of 30 February failed.", "The vote was 4:1.", "See article 10.05 of it.", "Mark and June Anders came to dinner with Augusta.",
        "A yearning for peace.", "Springs and falls are water.", "He spoke of the fall of the wall.", "This may be good.",
        "Our partnership is second to none.", "Flight 1991 was late.", "On 29 February 2023 and on 32 March they met.",
        "It was in the year 0, not in the year 99999.", "It has 2020 rooms and 1999 beds.",
    ],
)  # fmt: skip
def test_no_date(text: str, annotator: Annotator) -> None:
    assert [date.text for date in dates(annotator, text)] == []


@pytest.mark.parametrize(
    "text, values",
    [
        ("In 2021 trade rose, and in 2022 it fell.", ["2021", "2022"]),
        ("From January to March of this year, as last year.", ["2023-01-01/2023-03-31", "2022"]),
        ("In 2021 it was more than the year before.", ["2021", "2020"]),
        ("It was opened in May 2019; a year earlier it was a plan.", ["2019-05", "2018"]),
        ("10 April 2023, 13:20", ["2023-04-10T13:20"]),
        ("Yesterday, on 9 April, we met.", ["2023-04-09", "2023-04-09"]),
    ],
)
def test_several_dates(text: str, values: list[str], annotator: Annotator) -> None:
    assert [date.value for date in dates(annotator, text)] == values


@pytest.mark.parametrize(
    "text, value",
    [("last year", "XXXX"), ("in June", "XXXX-06"), ("on 20 December", "XXXX-12-20"), ("tomorrow", "XXXX-XX-XX"), ("30 years ago", "PAST_REF")],
)
def test_relative_dates_of_an_undated_document_have_no_bounds(text: str, value: str, annotator: Annotator) -> None:
    (found,) = dates(annotator, f"The two ministers met with others {text} and talked.", None)
    assert (found.value, found.earliest, found.latest) == (value, None, None)


def test_an_undated_document_is_a_problem(annotator: Annotator) -> None:
    annotation = annotate(annotator, "We met last year.", date=None)
    assert [problem.stage for problem in annotation.problems] == ["transform"]
    assert "date" in annotation.problems[0].message


def test_the_dateline_dates_the_document(annotator: Annotator) -> None:
    text = "Verel receives Sohl\n\n12 March 2021, 10:00\n\nThe two ministers met yesterday and talked for a while in the garden."
    annotation = annotate(annotator, text, date=None)
    assert annotation.document["date"] == "2021-03-12"
    assert [date.value for date in annotation.dates] == ["2021-03-12T10:00", "2021-03-11", "PXX"]
    assert {turn.date for turn in annotation.turns} == {"2021-03-12"}


@pytest.mark.parametrize(
    "day, text, value", [("2024-01-15", "last month", "2023-12"), ("2023-01-02", "last week", "2022-W52"), ("2024-12-31", "tomorrow", "2025-01-01")]
)
def test_over_the_turn_of_the_year(day: str, text: str, value: str, annotator: Annotator) -> None:
    assert [date.value for date in dates(annotator, f"We meet {text}.", day)] == [value]


def test_dates_know_their_turn(annotator: Annotator) -> None:
    annotation = annotate(annotator, "PRESIDENT VEREL:  We met yesterday.\n\nQ  Will you meet tomorrow?")
    assert [date.turn_id for date in annotation.dates] == [turn.id for turn in annotation.turns]


def test_no_date_goes_on_in_another_paragraph(annotator: Annotator) -> None:
    found = dates(annotator, "They met in January.\n\nFirst, they talked.  They meet on 5 June\n\n2022 was the year.")
    assert [date.text for date in found][:2] == ["January", "5 June"]
