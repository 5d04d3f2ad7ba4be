"""Rows of collections: what counts as a value, and what a row needs."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from etl.extract.content import Unreadable
from etl.extract.metadata import Metadata, MetadataError
from etl.extract.rows import Row, row_content

NAN = float("nan")


def content(**fields: Any) -> tuple[str, Metadata]:
    source_id, found = row_content(Row(7, {"text": "One came.", **fields}))
    assert found.text == "One came."
    return source_id, found.metadata


@pytest.mark.parametrize(
    "given, expected",
    [
        ("a", "a"),
        (" a ", "a"),
        (12, "12"),
        (0, "0"),
        (12.0, "12"),
        (12.5, "12.5"),
        (1e22, "10000000000000000000000"),
        (Decimal("12.00"), "12"),
        (Decimal("0.5"), "0.5"),
        ("12.0", "12.0"),
    ],
)
def test_an_id_is_a_text_or_a_number(given: object, expected: str) -> None:
    assert content(id=given)[0] == expected


@pytest.mark.parametrize("given", [None, "", "  ", NAN, Decimal("NaN")])
def test_a_row_without_an_id_is_called_by_its_number(given: object) -> None:
    assert content(id=given)[0] == "line-7"


@pytest.mark.parametrize("given", [["a"], {"a": 1}, True, b"a"])
def test_an_id_that_is_neither_is_refused(given: object) -> None:
    with pytest.raises(Unreadable, match='"id" is neither a text nor a number'):
        content(id=given)


@pytest.mark.parametrize("given", [None, "", " \t", NAN])
@pytest.mark.parametrize("name", ["title", "date", "published", "country", "language", "url"])
def test_blanks_and_nan_are_no_value(name: str, given: object) -> None:
    assert content(**{name: given})[1] == Metadata()


def test_white_space_round_a_value_is_none_of_it() -> None:
    metadata = content(title=" Talks\n", date="2024-03-05 ", country=" no ")[1]
    assert (metadata.title, metadata.date, metadata.country) == ("Talks", "2024-03-05", "NO")


def test_white_space_round_a_text_is_kept() -> None:
    assert row_content(Row(1, {"text": "  One came.\r\n"}))[1].text == "  One came.\n"


def test_namibia_is_a_country_and_not_missing() -> None:
    assert content(country="NA")[1].country == "NA"


@pytest.mark.parametrize(
    "given",
    [
        datetime.date(2024, 3, 5),
        datetime.datetime(2024, 3, 5, 23, 59),
        datetime.datetime(2024, 3, 5, tzinfo=datetime.UTC),
        "2024-03-05T10:00:00Z",
        "2024-03-05 10:00:00",
        20240305,
        20240305.0,
    ],
)
def test_dates_become_days(given: object) -> None:
    assert content(date=given, published=given)[1] == Metadata(date="2024-03-05", published="2024-03-05")


@pytest.mark.parametrize("given", ["soon", "05/03/2024", 1709596800000, float("inf"), True])
def test_a_date_that_is_none_is_refused(given: object) -> None:
    with pytest.raises(MetadataError, match="like 2023-04-10"):
        content(date=given)


def test_numbers_are_texts_elsewhere() -> None:
    assert content(title=5, place=3.0)[1] == Metadata(title="5", place="3")


def test_several_values_are_refused() -> None:
    with pytest.raises(MetadataError, match="title has several values"):
        content(title=["a", "b"])


@pytest.mark.parametrize("fields", [{}, {"text": None}, {"text": NAN}, {"Text": "One came."}])
def test_a_row_without_a_text_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match='it has no "text"'):
        row_content(Row(1, fields))


@pytest.mark.parametrize("text", [5, 5.5, ["One came."], {}, True, b"One came.", float("inf")])
def test_a_text_that_is_none_is_refused(text: object) -> None:
    with pytest.raises(Unreadable, match='"text" is no text'):
        content(text=text)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="the text is empty"):
        content(text=text)


@pytest.mark.parametrize("name", ["id", "text", "title", "url"])
def test_half_a_character_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match=f'"{name}" holds half a character'):
        content(**{name: "One \ud800 came."})


def test_columns_of_other_names_are_not_read() -> None:
    assert content(words=["\ud800"], Title="x", source_id="x") == ("line-7", Metadata())


def test_why_a_row_can_not_be_read_is_passed_on() -> None:
    with pytest.raises(Unreadable, match="the line is no JSON"):
        row_content(Row(1, error="the line is no JSON"))
