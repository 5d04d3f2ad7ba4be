"""Front matter: what it says of a file, when it is text instead, and how it is refused."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.content import Unreadable
from etl.extract.markdown.front_matter import split_front_matter
from etl.extract.metadata import Metadata

BLOG = """---
tags: [statements, remarks]
layout:
  name: post
date: '2023-04-10'
modified_time: 2023-04-11 18:42:49-04:00
source_url: https://president.arvenia.example/2023/04/10/remarks/
published_time: 2023-04-10 21:41:13-04:00
permalink: /remarks/
title: "Remarks by President Verel of\\_Arvenia and Prime Minister\\
  \\ Sohl of\\_Norland"
---

Text.
"""


def said(yaml: str) -> Metadata:
    return split_front_matter(f"---\n{yaml}\n---\nText.\n")[0]


def test_a_page_saved_with_front_matter() -> None:
    metadata, text, unfit = split_front_matter(BLOG)
    assert unfit == ()
    assert text == "\nText.\n"
    assert metadata == Metadata(
        title="Remarks by President Verel of Arvenia and Prime Minister Sohl of Norland",
        date="2023-04-10",
        published="2023-04-10",
        url="https://president.arvenia.example/2023/04/10/remarks/",
    )


def test_every_key_that_is_read() -> None:
    lines = ["title: A", "date: 2023-04-10", "published: 2023-04-11", "place: Montvallier", "format: call", "url: https://a.example/b"]
    lines += ["publisher: C", "country: ar", "language: fr"]
    assert said("\n".join(lines)) == Metadata(
        title="A",
        date="2023-04-10",
        published="2023-04-11",
        place="Montvallier",
        format="call",
        url="https://a.example/b",
        publisher="C",
        country="AR",
        language="fr",
    )


@pytest.mark.parametrize(
    "value, day",
    [
        ("2023-04-10", "2023-04-10"),
        ("'2023-04-10'", "2023-04-10"),
        ("2023-04-10T21:41:13Z", "2023-04-10"),
        ("2023-04-10 21:41:13 -0400", "2023-04-10"),
        ("2023/4/9", "2023-04-09"),
        ("2023-02-30", None),
        ("10 April 2023", "2023-04-10"),
        ("10.04.2023", "2023-04-10"),
        ("3/4/2023", None),
        ("2023-04-101", None),
        ("2023", None),
        ("[2023-04-10]", None),
    ],
)
def test_dates_become_days_or_are_left_out(value: str, day: str | None) -> None:
    assert said(f"date: {value}\npublished: {value}") == Metadata(date=day, published=day)


@pytest.mark.parametrize("key", ["url", "source_url", "canonical_url", "source"])
def test_addresses_go_by_several_names(key: str) -> None:
    assert said(f"{key}: https://a.example/b").url == "https://a.example/b"


@pytest.mark.parametrize("value", ["Reuters", "/2023/04/10/", "ftp://a.example", "https://", "https://a.example/b c"])
def test_an_address_that_is_none_is_left_out(value: str) -> None:
    assert said(f"source: {value}").url is None


def test_an_address_that_is_none_gives_way_to_one() -> None:
    assert said("url: /remarks/\ncanonical_url: https://a.example/b\nsource: https://c.example/d").url == "https://a.example/b"


@pytest.mark.parametrize("value, language", [("fr", "fr"), ("en-US", "en"), ("EN_gb", "en"), ("English", None), ("deu", None)])
def test_languages(value: str, language: str | None) -> None:
    assert said(f"lang: {value}").language == language


@pytest.mark.parametrize("value, country", [("AR", "AR"), ("ar", "AR"), ("Arvenia", None), ("A1", None), ("'no'", "NO")])
def test_countries(value: str, country: str | None) -> None:
    assert said(f"country: {value}").country == country


@pytest.mark.parametrize("value", ["", "~", "null", "''", "[a, b]", "{a: b}", '"\\u200b"'])
def test_a_key_without_a_text_says_nothing(value: str) -> None:
    assert said(f"title: {value}\nplace: {value}") == Metadata()


def test_keys_in_capitals_are_read() -> None:
    assert said("Title: A\nDATE: 2023-04-10") == Metadata(title="A", date="2023-04-10")


def test_what_cannot_be_seen_is_dropped_and_white_space_is_one_space() -> None:
    assert said('title: "  A\\u00a0 b\\tc\\u00ad\\ud800\\0d\\ne "').title == "A b cd e"


@pytest.mark.parametrize("end", ["---", "...", "---  ", "---\t"])
def test_both_closing_lines_end_it(end: str) -> None:
    assert split_front_matter(f"---\ntitle: A\n{end}\nText.") == (Metadata(title="A"), "Text.", ())


@pytest.mark.parametrize("opening", ["# saved by hand\n", "\n", "layout: post\n", '"layout": post\n'])
def test_it_may_open_with_a_remark_a_blank_line_or_a_key_that_is_not_read(opening: str) -> None:
    assert split_front_matter(f"---\n{opening}title: A\n---\nText.") == (Metadata(title="A"), "Text.", ())


def test_it_may_be_empty() -> None:
    assert split_front_matter("---\n---\nText.") == (Metadata(), "Text.", ())


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n---\ntitle: A\n---\n",
        "\n---\ntitle: A\n---\n",
        "---\ntitle: A\n",
        "--- \n\nPRESIDENT VEREL: Welcome.\n\n---\n\nThey left.\n",
        "---\nQUESTION: Is it: so?\n---\nThey left.\n",
        "---\nModerator: Welcome: all.\n---\nThey left.\n",
        "---\nWelcome.\n---\n",
        "---\n- Welcome: all\n---\n",
        "----\ntitle: A\n----\n",
        "---",
    ],
)
def test_lines_that_part_scenes_are_text(text: str) -> None:
    assert split_front_matter(text) == (Metadata(), text, ())


@pytest.mark.parametrize(
    "yaml, message",
    [
        ("title: Remarks: the bridge", r"^line 2: the front matter is broken YAML: mapping values are not allowed here; .* quotation marks"),
        ("title: A\nplace: B\ntitle: C", r"^line 4: the front matter is broken YAML: 'title' is given twice$"),
        ("title: A\nplace: *As delivered*", r"^line 3: .* found undefined alias"),
        ("title: A\nplace: B\x7f\nformat: call", r"^line 3: the front matter is broken YAML: special characters are not allowed$"),
        ("title: " + "[" * 5000, r"keep to lines of the form `title: …`"),
        ('title: "\\UFFFFFFFF"', r"keep to lines of the form `title: …`"),
        ("title: A\n? [b]\n: c", r"can't be read"),
        ("title: " + "A" * 100_000, r"has 100,008 characters; up to 100,000 are read"),
    ],
)
def test_broken_yaml_is_refused_with_its_line(yaml: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        said(yaml)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text(st.sampled_from("a:-[]{}&*!|>'\"%@`#,? \n\t\\u0é\x85\x7f")))
def test_no_other_error_is_raised(yaml: str) -> None:
    with suppress(Unreadable):
        title = said(f"title: {yaml}").title
        assert title is None or title == " ".join(title.split()) != ""


@pytest.mark.parametrize(
    "line, message",
    [
        ("date: 12 May", "front matter: date '12 May' is not used: it is no date like 2023-04-10"),
        ("date: 2023-02-30", "front matter: date '2023-02-30' is not used: it is no date like 2023-04-10"),
        ("country: Norway", "front matter: country 'Norway' is not used: it is no ISO 3166 code of two letters"),
        ("language: english", "front matter: language 'english' is not used: it is no ISO 639 code of two letters"),
    ],
)
def test_values_that_do_not_fit_are_told(line: str, message: str) -> None:
    assert split_front_matter(f"---\ntitle: A\n{line}\n---\nText.") == (Metadata(title="A"), "Text.", (message,))


def test_front_matter_that_is_not_closed_is_told() -> None:
    metadata, text, told = split_front_matter("---\ntitle: A talk\ndate: 2023-04-10\n\nText.")
    assert metadata == Metadata()
    assert text.startswith("---\ntitle")
    assert told == ("the first lines look like front matter, but no line --- closes it: they are taken for text",)
