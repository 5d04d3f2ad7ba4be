"""The publisher's side by the address."""

import pytest

from etl.pipeline import Annotator
from etl.transform.publishers import PublisherCountries
from tests.annotating import annotate


@pytest.mark.parametrize(
    "url, country",
    [
        ("https://archive.example.gov/2023/04/readout", "US"),
        ("https://www.example.mil/", "US"),
        ("https://www.gov.uk/news", "GB"),
        ("http://akorda.example.kz:8080/en", "KZ"),
        ("https://example.NO./", "NO"),
        ("https://example.tv/news", None),
        ("https://example.org/no", None),
        ("https://example.xx/", None),
        ("https://192.0.2.1/a", None),
        ("http://[broken", None),
        ("no address", None),
        (None, None),
    ],
)
def test_country_of_an_address(url: str | None, country: str | None, annotator: Annotator) -> None:
    assert PublisherCountries(annotator.vocabulary)(url) == country


def test_what_is_said_of_the_publisher_goes_before_its_address(annotator: Annotator) -> None:
    assert annotate(annotator, "They met.", url="https://example.kz/1").document["country_id"] == "KZ"
    assert annotate(annotator, "They met.", url="https://example.kz/1", country_id="NO").document["country_id"] == "NO"
