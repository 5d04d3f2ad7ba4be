"""The companion file beside a document: what it may say, and what is refused with the file and the reason."""

from pathlib import Path

import pytest

from etl.extract.files import read_document
from etl.extract.metadata import Metadata, MetadataError, iso_date, merged, metadata_from, read_companion


def companion(folder: Path, content: str | bytes) -> Metadata:
    """Read a companion with this content."""
    (folder / "talk.txt").write_text("A talk.\n", encoding="utf-8")
    (folder / "talk.yml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_companion(folder / "talk.txt")


def refusal(folder: Path, content: str | bytes) -> str:
    """Return why a companion is refused: one line that names the file."""
    with pytest.raises(MetadataError) as caught:
        companion(folder, content)
    message = str(caught.value)
    assert message.startswith(f"{folder / 'talk.yml'}: ")
    assert "\n" not in message
    return message


def test_no_companion_says_nothing(tmp_path: Path) -> None:
    assert read_companion(tmp_path / "talk.txt") == Metadata()


@pytest.mark.parametrize("content", ["", "\n", "# only a remark\n", "---\n", "{}\n"])
def test_an_empty_companion_says_nothing(tmp_path: Path, content: str) -> None:
    assert companion(tmp_path, content) == Metadata()


def test_every_field_is_read(tmp_path: Path) -> None:
    said = companion(
        tmp_path,
        "id: talk-7\ntitle: A talk\ndate: 2024-03-05\npublished: 2024-03-06T09:30:00+04:00\nformat: one-on-one\nplace: Accra\n"
        "url: https://readouts.example/7\npublisher: Office of the Chancellor\ncountry: gh\nlanguage: en\n",
    )
    assert said == Metadata(
        "talk-7", "A talk", "2024-03-05", "2024-03-06", "one-on-one", "Accra", "https://readouts.example/7", "Office of the Chancellor", "GH", "en"
    )


def test_a_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    assert companion(tmp_path, b"\xef\xbb\xbftitle: A talk\r\ncountry: GH\r\n") == Metadata(title="A talk", country="GH")


@pytest.mark.parametrize("value, expected", [("NO", "NO"), ("no", "NO"), ("on", "ON"), ("'no'", "NO")])
def test_a_country_that_yaml_would_read_as_a_truth_value_stays_a_code(tmp_path: Path, value: str, expected: str) -> None:
    assert companion(tmp_path, f"country: {value}\n").country == expected


@pytest.mark.parametrize("value, expected", [("2024", "2024"), ("1.10", "1.10"), ("0012", "0012"), ("yes", "yes"), ("12:30:45", "12:30:45")])
def test_titles_and_ids_stay_as_written(tmp_path: Path, value: str, expected: str) -> None:
    said = companion(tmp_path, f"id: {value}\ntitle: {value}\n")
    assert (said.id, said.title) == (expected, expected)


def test_an_unknown_key_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    message = refusal(tmp_path, "title: A talk\npubliser: Office\n")
    assert "unknown key 'publiser'" in message
    assert "publisher" in message.split("known are")[1]


@pytest.mark.parametrize("value", ["5 March", "2024-13-01", "2023-02-29", "2024-03", "2024", "yesterday", "05/03/2024", "2024-03-055"])
@pytest.mark.parametrize("key", ["date", "published"])
def test_a_wrong_date_is_refused(tmp_path: Path, key: str, value: str) -> None:
    message = refusal(tmp_path, f"{key}: {value}\n")
    assert f": {key} " in message
    assert value in message


@pytest.mark.parametrize("content", ["- title\n- date\n", "just words\n", "5\n"])
def test_something_other_than_a_mapping_is_refused(tmp_path: Path, content: str) -> None:
    assert "expected lines of the form" in refusal(tmp_path, content)


@pytest.mark.parametrize(
    "content",
    ["title: [never closed\n", "title: A talk: part two\n", "\ttitle: x\n", "title: 'x\n", "a: b: c\n", b"title: \xe9\n", b"id: a\0b\n"],
)
def test_broken_yaml_is_refused(tmp_path: Path, content: str | bytes) -> None:
    refusal(tmp_path, content)


@pytest.mark.parametrize("content", ["title: [Draft]\n", "title: {Draft: talk}\n", "publisher:\n  - One\n  - Two\n", "id: [a, b]\n"])
def test_a_list_or_mapping_for_a_value_is_refused(tmp_path: Path, content: str) -> None:
    refusal(tmp_path, content)


@pytest.mark.parametrize("value", ["Ghana", "GHA", "G", "G1", "12", "G-", "'  '"])
def test_a_country_that_is_no_code_is_refused(tmp_path: Path, value: str) -> None:
    assert "country" in refusal(tmp_path, f"country: {value}\n")


def test_null_is_nothing_and_numbers_are_text() -> None:
    assert metadata_from({"title": None, "id": 7}, "the line") == Metadata(id="7")
    assert metadata_from(None, "the line") == Metadata()


def test_what_a_companion_says_reaches_the_document(tmp_path: Path) -> None:
    companion(tmp_path, "id: Talk Seven\ntitle: A talk\ncountry: GH\nplace: Accra\n")
    document = read_document(tmp_path / "talk.txt")
    assert (document.source_id, document.title, document.country_id, document.place) == ("Talk Seven", "A talk", "GH", "Accra")
    assert document.id.startswith("talk-seven-")


def test_a_companion_belongs_to_one_stem(tmp_path: Path) -> None:
    companion(tmp_path, "title: A talk\n")
    (tmp_path / "talk.two.txt").write_text("Another.\n", encoding="utf-8")
    assert read_document(tmp_path / "talk.two.txt").title is None


def test_a_companion_may_end_in_yaml(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("A talk.\n", encoding="utf-8")
    (tmp_path / "talk.yaml").write_text("title: A talk\n", encoding="utf-8")
    assert read_document(tmp_path / "talk.txt").title == "A talk"


def test_two_companions_are_refused(tmp_path: Path) -> None:
    companion(tmp_path, "title: A talk\n")
    (tmp_path / "talk.yaml").write_text("title: Another\n", encoding="utf-8")
    with pytest.raises(MetadataError, match=r"talk\.yml and .*talk\.yaml both speak of talk\.txt"):
        read_document(tmp_path / "talk.txt")


def test_a_key_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    assert "'title' is given twice" in refusal(tmp_path, "title: One\ndate: 2024-03-05\ntitle: Two\n")


def test_merged_takes_each_field_from_the_first_that_has_it() -> None:
    assert merged(Metadata(title="A", date=None), Metadata(title="B", date="2024-03-05", url="u")) == Metadata(title="A", date="2024-03-05", url="u")


@pytest.mark.parametrize(
    "value, day",
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T23:30:00-05:00", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("Tue, 5 Mar 2024 23:30:00 -0500", "2024-03-05"),
        ("25/03/2024", "2024-03-25"),
        ("03/25/2024", "2024-03-25"),
        ("5/5/2024", "2024-05-05"),
    ],
)
def test_days_as_files_give_them(value: str, day: str) -> None:
    assert iso_date(value) == day


def test_a_day_that_may_be_two_is_refused() -> None:
    with pytest.raises(ValueError, match="may be two days; write it like 2023-04-10"):
        iso_date("03/04/2024")
