"""What several publishers report of one meeting comes together; meetings of other days, sides and formats do not."""

import pytest

from etl.pipeline import Annotator
from tests.annotating import annotate

NORWEGIAN = """Prime Minister Joren Verel met with President of Chile Ilda Sohl

Oslo, 10 April 2023

Prime Minister of Norway Joren Verel met with President of Chile Ilda Sohl in Oslo. They spoke of the port."""

CHILEAN = """Talks in Oslo

11 April 2023

President of Chile Ilda Sohl held talks with Prime Minister of Norway Joren Verel in Oslo on 10 April 2023. They spoke of the railway."""


def meeting(annotator: Annotator, text: str, key: str) -> tuple[str, str | None, str | None]:
    found = annotate(annotator, text, id=key, date=None).meetings[0]
    return found.id, found.date, found.place_id


def test_two_publishers_share_a_meeting(annotator: Annotator) -> None:
    expected = ("2023-04-10-cl-no-meeting", "2023-04-10", "oslo")
    assert meeting(annotator, NORWEGIAN, "norwegian") == expected
    assert meeting(annotator, CHILEAN, "chilean") == expected


@pytest.mark.parametrize(
    "old, new",
    [
        ("10 April 2023", "9 March 2023"),
        ("President of Chile Ilda Sohl", "President of Ghana Ilda Sohl"),
        ("met with", "had a phone call with"),
    ],
    ids=["day", "side", "format"],
)
def test_meetings_of_other_days_sides_and_formats_are_others(annotator: Annotator, old: str, new: str) -> None:
    assert old in NORWEGIAN
    assert meeting(annotator, NORWEGIAN.replace(old, new), "norwegian")[0] != "2023-04-10-cl-no-meeting"


def test_a_meeting_with_one_side_alone_is_its_documents(annotator: Annotator) -> None:
    text = "The harbour council\n\n10 April 2023\n\nPrime Minister of Norway Joren Verel met with the harbour council in Oslo."
    assert meeting(annotator, text, "council")[0] == "council"


def test_a_day_that_lies_far_back_is_another_meetings(annotator: Annotator) -> None:
    text = NORWEGIAN.replace("They spoke of the port.", "They last met on 2 March 2023.")
    assert meeting(annotator, text, "norwegian")[1] == "2023-04-10"
