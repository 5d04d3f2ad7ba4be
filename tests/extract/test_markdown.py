"""Markdown to text: no word and no convention of transcripts is lost, whatever strict Markdown makes of them."""

import re
from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.content import Unreadable
from etl.extract.markdown import blocks as markdown_blocks
from etl.extract.markdown import inline as markdown_inline
from etl.extract.markdown import read

TRANSCRIPT = """---
date: '2023-04-10'
published_time: 2023-04-10 21:41:13-04:00
source_url: https://president.arvenia.example/remarks/
tags: remarks
title: "Remarks by President Verel of\\_Arvenia"
---
\u00a0
*Lindenhof Palace\x20\x20
Montvallier*

4:14 P.M. CET\x20\x20
\x20\x20
PRESIDENT VEREL:\u00a0 (As interpreted.)\u00a0 Good afternoon.\u00a0 I’m pleased to
welcome Prime Minister Sohl to the [Lindenhof
Palace](https://president.arvenia.example/palace).\u00a0\x20\x20
\u00a0\x20\x20
We discussed the following:

-   a bridge over the
    Lind; and
-   **trade**, of course.

Q    Mr. President —

***THE PRESIDENT:***  One question\\_only.

END                 4:44 P.M. CET

\\###
"""
TRANSCRIPT_TEXT = """Lindenhof Palace
Montvallier

4:14 P.M. CET

PRESIDENT VEREL: (As interpreted.) Good afternoon. I’m pleased to
welcome Prime Minister Sohl to the Lindenhof Palace.

We discussed the following:

- a bridge over the
Lind; and

- trade, of course.

Q Mr. President —

THE PRESIDENT: One question_only.

END 4:44 P.M. CET

###"""


def text(markdown: str) -> str:
    return read(markdown.encode()).text


def paragraphs(markdown: str) -> list[str]:
    return text(markdown).split("\n\n")


def marked(markdown: str, kind: str) -> list[str]:
    content = read(markdown.encode())
    return [content.text[mark.start : mark.end] for mark in content.marks if mark.kind == kind]


def test_a_transcript_saved_as_markdown() -> None:
    content = read(TRANSCRIPT.encode())
    assert content.text == TRANSCRIPT_TEXT
    assert marked(TRANSCRIPT, "bold") == ["trade", "THE PRESIDENT:"]
    assert marked(TRANSCRIPT, "heading") == []
    assert (content.metadata.title, content.metadata.date) == ("Remarks by President Verel of Arvenia", "2023-04-10")


def test_minutes_with_a_heading_before_each_speech() -> None:
    minutes = "# Meeting of 10 April\n\n### Joren Verel:\n\nWelcome.\n\n> (laughter)\n\n### **Mira Sohl**: ###\n\nThank you.\n"
    assert paragraphs(minutes) == ["Meeting of 10 April", "Joren Verel:", "Welcome.", "(laughter)", "Mira Sohl:", "Thank you."]
    assert marked(minutes, "heading") == ["Meeting of 10 April", "Joren Verel:", "Mira Sohl:"]
    assert marked(minutes, "bold") == ["Mira Sohl"]


def test_windows_1252_is_read() -> None:
    source = "**VEREL:** “Le café est très bon”, a dit le président à la ministre. Leur rencontre a duré une heure et demie."
    assert read(source.encode("cp1252")).text == source.replace("*", "")


# Separators


@pytest.mark.parametrize(
    "line", ["###", "# # #", "#", "* * *", "***", "---", "- - -", "x x x", "X X X", "х х х", "____", "===", "~~~", "+++", "****"]
)
@pytest.mark.parametrize(
    "template", ["{}\n\nThen.", "Before.\n\n{}\n\nThen.", "Before,\nafter.\n{}\nThen.", "Before.\n\n        {}\n\nThen.", "Before.\n\n{}"]
)
def test_a_line_that_parts_scenes_is_a_paragraph_as_it_stands(template: str, line: str) -> None:
    assert line in paragraphs(template.format(line))
    assert marked(template.format(line), "heading") == []


@pytest.mark.parametrize(
    "source, shown",
    [("\\###", "###"), ("\\# \\# \\#", "# # #"), ("\\*\\*\\*", "***"), ("\\* \\* \\*", "* * *"), ("\\---", "---"), ("**\\* \\* \\***", "* * *")],
)
def test_an_escaped_separator_loses_its_backslashes(source: str, shown: str) -> None:
    assert paragraphs(f"Before.\n\n{source}\n\nThen.") == ["Before.", shown, "Then."]


def test_a_separator_indented_with_no_break_spaces() -> None:
    assert paragraphs("Before.\n\u00a0\u00a0 ###\u00a0\nThen.") == ["Before.", "###", "Then."]


def test_a_separator_in_a_list_item_and_in_a_quotation() -> None:
    assert paragraphs("- * * *\n\n> ***") == ["- * * *", "***"]


# Headings


@pytest.mark.parametrize("underline", ["---", "===", "--", "-------- "])
def test_a_short_line_with_an_underline_is_a_heading(underline: str) -> None:
    source = f"Joint Statement\n{underline}\nThey met."
    assert paragraphs(source) == ["Joint Statement", "They met."]
    assert marked(source, "heading") == ["Joint Statement"]


@pytest.mark.parametrize(
    "before", ["They met in\nMontvallier", "They met.", "VEREL: Thank you", "**VEREL:** Thank you", "They met in Montvallier " * 5]
)
@pytest.mark.parametrize("line", ["---", "==="])
def test_a_line_under_a_sentence_is_a_separator(before: str, line: str) -> None:
    source = f"{before}\n{line}\nThen."
    assert paragraphs(source) == [before.replace("*", "").strip(), line, "Then."]
    assert marked(source, "heading") == []


def test_a_hyphen_alone_is_no_underline() -> None:
    assert text("They met\n-\nbriefly") == "They met\n-\nbriefly"


def test_a_heading_without_words_is_a_paragraph() -> None:
    assert paragraphs("# * * *\n\nText.") == ["* * *", "Text."]
    assert marked("# * * *\n\nText.", "heading") == []


def test_a_heading_ends_a_paragraph_and_starts_one() -> None:
    assert paragraphs("One.\n# Two\nThree.") == ["One.", "Two", "Three."]


def test_a_number_sign_before_a_word_is_text() -> None:
    assert text("#3 is our #bridge") == "#3 is our #bridge"


def test_attributes_of_pandoc_are_dropped() -> None:
    source = "# Remarks {#remarks .unnumbered}\n\n[VEREL:]{.underline} Thank you {all}."
    assert paragraphs(source) == ["Remarks", "VEREL: Thank you {all}."]


# Lists


@pytest.mark.parametrize("item", ["- One", "* One", "+ One", "12. One", "007. One", "3) One", "- [ ] One", "- - One", "1. * One"])
def test_a_list_item_keeps_its_marker(item: str) -> None:
    assert paragraphs(f"They said:\n\n{item}\n\nThey left.") == ["They said:", item, "They left."]


def test_list_items_are_paragraphs_of_their_own() -> None:
    source = "- One\n  more\n- Two\n\n  Again\n    - Deep\n- # Head\n\n1. Uno\n1. Due\n"
    assert paragraphs(source) == ["- One\nmore", "- Two", "Again", "- Deep", "- Head", "1. Uno", "1. Due"]
    assert marked(source, "heading") == ["- Head"]


def test_speeches_opened_by_dashes() -> None:
    assert paragraphs("President Verel said:\n\n- Welcome.\n\nOur talks were good.\n\n- Thank you.") == [
        "President Verel said:",
        "- Welcome.",
        "Our talks were good.",
        "- Thank you.",
    ]


@pytest.mark.parametrize("marker", ["-", "*", "12.", "- -"])
def test_an_empty_item_is_its_marker(marker: str) -> None:
    assert paragraphs(f"Text.\n\n{marker}\n\nThen.") == ["Text.", marker, "Then."]


def test_an_image_does_not_part_an_item_from_its_marker() -> None:
    assert paragraphs("- ![Verel](a.jpg)\n\n  Text.") == ["- Text."]


def test_a_number_that_opens_a_line_of_a_paragraph_stays_in_it() -> None:
    assert (
        text("They first met in\n2019. Since then they met often.\n—\nAnd on.") == "They first met in\n2019. Since then they met often.\n—\nAnd on."
    )


def test_escaped_markers_are_text() -> None:
    assert paragraphs("1\\. One\n\n\\- Two\n\n\\> Three\n\n\\[inaudible\\]") == ["1. One", "- Two", "> Three", "[inaudible]"]


# Lines and paragraphs


def test_lines_stay_lines_however_they_are_broken() -> None:
    assert text("one\ntwo  \nthree\\\nfour<br>five<BR />\nsix") == "one\ntwo\nthree\nfour\nfive\nsix"


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0", "\u00a0  ", "&nbsp;", "\\", "\\ ", "<br>", "&nbsp;<br />", "\u2003\t"])
def test_a_line_that_looks_blank_is(blank: str) -> None:
    assert paragraphs(f"One.  \n{blank}\nTwo.") == ["One.", "Two."]


def test_two_breaks_make_a_paragraph() -> None:
    assert paragraphs("One.<br><br/>Two.<br>\n<br>Three.") == ["One.", "Two.", "Three."]


def test_a_quotation_loses_its_marks() -> None:
    assert paragraphs("> One\n> two\n>\n>> Three\nfour\n\nFive") == ["One\ntwo", "Three\nfour", "Five"]


def test_indented_text_is_text() -> None:
    assert paragraphs("    **VEREL:** Thank\n    you.\n\n\tQ    Sir?\n\nText.") == ["VEREL: Thank\nyou.", "Q Sir?", "Text."]


def test_a_label_keeps_a_space_before_the_speech() -> None:
    assert paragraphs("Q    Mr. President\n\nPRESIDENT VEREL:  Yes.") == ["Q Mr. President", "PRESIDENT VEREL: Yes."]


@pytest.mark.parametrize("fence", ["```", "~~~", "````text", "``` {.text}"])
def test_fenced_code_is_text_as_it_stands(fence: str) -> None:
    assert paragraphs(f"Before\n{fence}\n**one**\n  two\n\n# three\n{fence[:4].strip('t ')}\nafter") == ["Before", "**one**\ntwo", "# three", "after"]


@pytest.mark.parametrize("fence", ["```", "~~~", "``` Second part", "```text"])
def test_a_fence_without_an_end_is_text(fence: str) -> None:
    assert paragraphs(f"{fence}\n\n**VEREL:** Thank you.") == [fence, "VEREL: Thank you."]


def test_a_table_is_a_paragraph_a_row() -> None:
    source = "Votes:\n| State | For |\n|:--|--:|\n| Arvenia | **12** | more |\n| | |\nNorland \\| Sund | 7\n| | 3 |\nText."
    assert paragraphs(source) == ["Votes:", "State | For", "Arvenia | 12 | more", "Norland | Sund | 7", "| 3", "Text."]


def test_bars_alone_make_no_table() -> None:
    assert text("one | two\nthree | four\n| five") == "one | two\nthree | four\n| five"


# Within a paragraph


@pytest.mark.parametrize(
    "source, shown",
    [
        ("*As interpreted.*", "As interpreted."),
        ("_As_ __delivered__", "As delivered"),
        ("~~not~~ now, ~5 percent", "not now, ~5 percent"),
        ("snake_case_name and `code*s*`", "snake_case_name and code*s*"),
        ("\\_\\_\\_ and \\\\ and \\a", "___ and \\ and \\a"),
        ("a *star and **two", "a *star and **two"),
        ("5*3*2 and s***y f***ing", "5*3*2 and s***y f***ing"),
        ("exports* and imports* grew", "exports* and imports* grew"),
        ("GDP ** and ** debt", "GDP ** and ** debt"),
        ("*Participants: *", "Participants:"),
    ],
)
def test_emphasis_goes_and_other_stars_and_lines_stay(source: str, shown: str) -> None:
    assert text(source) == shown


@pytest.mark.parametrize(
    "source",
    [
        "**VEREL:** Thank you",
        "__VEREL:__ Thank you",
        "***VEREL:*** Thank you",
        "**VEREL: **Thank you",
        "** VEREL:** Thank you",
        "**VEREL:**Thank you",
        "**VE****REL:** Thank you",
        "**VEREL:\u00a0**Thank you",
        "<b>VEREL:</b> Thank you",
        "<strong>VEREL:</strong>Thank you",
        "<u>**VEREL:**</u> Thank you",
        "**<u>VEREL</u>:** Thank you",
        "[**VEREL:**](https://a.example/b) Thank you",
    ],
)
def test_a_bold_label_is_marked_and_parted_from_the_speech(source: str) -> None:
    assert text(source) == "VEREL: Thank you"
    assert marked(source, "bold") == ["VEREL:"]


def test_bold_over_two_lines_with_a_space_before_its_end() -> None:
    assert text("- **Chair Mira\nSohl **noted it") == "- Chair Mira\nSohl noted it"
    assert marked("- **Chair Mira\nSohl **noted it", "bold") == ["Chair Mira\nSohl"]


def test_bold_that_is_not_closed_ends_with_its_paragraph() -> None:
    assert marked("<b class=x>One\n\nTwo</b>", "bold") == ["One"]


def test_back_ticks_as_apostrophes_and_quotation_marks() -> None:
    assert text("I don`t and can`t say `yes' to the `90s or `no'.") == "I don`t and can`t say `yes' to the `90s or `no'."


@pytest.mark.parametrize(
    "source, shown",
    [
        ('the [treaty](https://a.example/b_(c) "Read it"), [here](<d e.html>)', "the treaty, here"),
        ("[two\nlines](/b) and [](#c)", "two lines and"),
        ("![Verel waves](a.jpg) [![Sohl](b.png) Photo](c.html)", "Photo"),
        ("<https://a.example/b> <press@a.example>", "https://a.example/b press@a.example"),
        ("https://a.example/b_c_d", "https://a.example/b_c_d"),
        ("[Laughter](Applause) [Laughter] (Applause) [a] [^1]", "[Laughter](Applause) [Laughter] (Applause) [a] [^1]"),
        ("![Laughter](Applause)", "![Laughter](Applause)"),
        ("[a [b](/c) d](/e) [\\[1\\]](#f)", "a b d [1]"),
        ("[open [and](closed", "[open [and](closed"),
    ],
)
def test_links_keep_their_text_alone_and_images_nothing(source: str, shown: str) -> None:
    assert text(source) == shown


def test_links_with_their_address_elsewhere() -> None:
    source = 'The [Treaty][1], [this][], [That] and [none][2].\n\n[1]: https://a.example/b "Title"\n[this]: </c>\n[that]: #d\n'
    assert paragraphs(source) == ["The Treaty, this, That and [none][2]."]


def test_only_an_address_makes_a_definition() -> None:
    assert paragraphs("[Applause]: yes\n\n[^1]: https://a.example\n\n[^2]: Mr. *Verel*") == [
        "[Applause]: yes",
        "[^1]: https://a.example",
        "[^2]: Mr. Verel",
    ]


@pytest.mark.parametrize(
    "source, shown",
    [
        ("an <u>under</u>lined <span\nclass='x'>word</span>", "an underlined word"),
        ("We <…> agreed <applause> and <Applause.> <a b> 3 < 4 > 2", "We <…> agreed <applause> and <Applause.> <a b> 3 < 4 > 2"),
        ("(<video>) <title unclear> <Q>", "(<video>) <title unclear> <Q>"),
        ("\\<b>one\\</b>", "<b>one</b>"),
        ("the 21<sup>st</sup>, 10<sup>6</sup>, CO<sub>2</sub>", "the 21st, 10 6, CO2"),
        ("one<!-- two\n\nthree -->four <!-->five", "onefour five"),
        ("one <!-- two", "one <!-- two"),
        ("R&amp;D&nbsp;in Arvenia &#8211; &bogus; AT&T", "R&D in Arvenia – &bogus; AT&T"),
    ],
)
def test_tags_go_and_what_only_looks_like_one_stays(source: str, shown: str) -> None:
    assert text(source) == shown


def test_blocks_of_html_are_paragraphs() -> None:
    source = "<div>\n<h2>Talks</h2><p>One</p><p>Two\n</div>\n<ul><li>Three<li>Four</ul><hr>\n<table><tr><td>a</td><td>b</td></tr></table>"
    assert paragraphs(source) == ["Talks", "One", "Two", "Three", "Four", "---", "a | b"]
    assert marked(source, "heading") == ["Talks"]


@pytest.mark.parametrize("name", ["script", "style", "figcaption", "SCRIPT"])
def test_scripts_styles_and_captions_are_dropped(name: str) -> None:
    assert paragraphs(f"One.\n\n<{name} class='x'>\nbody {{}}\n\n# Two\n</{name} >\n\nThree.") == ["One.", "Three."]


def test_a_tag_on_its_line_leaves_no_blank_line() -> None:
    assert paragraphs("one\n<span style='x'>\ntwo\n</span>\nthree") == ["one\ntwo\nthree"]


# What can't be read


@pytest.mark.parametrize(
    "source, message",
    [
        ("---\ntitle: A\n---\n\n", "there is no text below the front matter"),
        ("---\ntitle: A\n---\n<!-- none -->", "there is no text below the front matter"),
        ("![Verel waves](a.jpg)", "the file has no text, only markup"),
        ("<p>&nbsp;</p>", "the file has no text, only markup"),
        ("---\ntitle: A: b\n---\nText", "^line 2: the front matter is broken YAML"),
        ("", "the file is empty"),
    ],
)
def test_a_file_without_text_is_refused(source: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read(source.encode())


@pytest.mark.parametrize(
    "source", [">" * 3000 + "end", "- " * 3000 + "end", "> - " * 3000 + "end", "[" * 3000 + "end" + "](/b)" * 3000, "![" * 3000 + "end"]
)
def test_nesting_deeper_than_any_text_loses_no_word(source: str) -> None:
    assert "end" in text(source)


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[a](b ",
        "<a b='",
        "<!--",
        "`a ",
        "*a ",
        "*_",
        "> ",
        "- a\n",
        "|-|-\n",
        "```\n\n",
        "[a]: /b\n\n",
        "a\\\n",
        "\u00a0\n",
        "a\n---\n",
        "<b>",
        "![[",
        "~~~a\n\n",
    ],
)
def test_no_markup_takes_long(unit: str) -> None:
    """Time out of all proportion would stop the tests."""
    assert text("a" + unit * (20_000 // len(unit))).startswith("a")


def test_a_long_paragraph_is_read_in_pieces_that_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_inline, "_PIECE", 50)
    source = "**one** two\n" * 19 + "three  four"
    assert text(source) == source.replace("*", "").replace("  ", " ")
    assert marked(source, "bold") == ["one"] * 19


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.binary(max_size=300)
    | st.tuples(st.just(TRANSCRIPT.encode()), st.integers(0, 800), st.binary(max_size=4)).map(lambda t: t[0][: t[1]] + t[2] + t[0][t[1] :])
)
def test_no_other_error_is_raised(content: bytes) -> None:
    with suppress(Unreadable):
        found = read(content)
        assert found.text == found.text.strip() != ""


WORD = st.text("abcdéж", min_size=1, max_size=5)
PHRASE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
INLINE = [
    "{}",
    "*{}*",
    "**{}**",
    "__{}__",
    "***{}***",
    "**{}: **",
    "**{}:** {}",
    "`{}`",
    "~~{}~~",
    "[{}](https://-/-)",
    "<u>{}</u>",
    "({})",
    "\\[{}\\]",
    "<b>{}</b>",
    "“{}”",
    "<{}>",
]
BLOCK = [
    "{}\n\n",
    "{}\n",
    "{}  \n",
    "# {}\n",
    "### {} ###\n\n",
    "- {}\n",
    "* {}\n\n",
    "12. {}\n",
    "  - {}\n",
    "> {}\n",
    "> - {}\n\n",
    "    {}\n",
    "{}\n---\n",
    "{}\n===\n\n",
    "***\n",
    "\\###\n\n",
]
BLOCK += [
    "* * *\n",
    "| {} | {} |\n|---|---|\n| {} | {} |\n\n",
    "```\n{}\n```\n",
    "<!-- -->\n",
    "<p>{}</p>\n",
    "{}<br>{}\n",
    "&nbsp;\n",
    "[^1]: {}\n",
    "~~~\n",
    "![](-.-)\n",
    "|{}\n",
]


@st.composite
def documents(draw: st.DrawFn) -> str:
    def filled(template: str, part: st.SearchStrategy[str]) -> str:
        return re.sub(r"\{\}", lambda _: draw(part), template)

    inline = st.sampled_from(INLINE).map(lambda template: filled(template, PHRASE))
    line = st.lists(inline, min_size=1, max_size=3).map(" ".join)
    return "".join(filled(template, line) for template in draw(st.lists(st.sampled_from(BLOCK), min_size=1, max_size=8)))


def words(source: str) -> list[str]:
    return re.findall(r"[abcdéж]+", re.sub(r"</?[ubp]>|<br>|&nbsp;|https", " ", source))


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(documents())
def test_no_word_is_lost_doubled_or_moved(source: str) -> None:
    content = read(f"abba\n\n{source}".encode())
    assert words(content.text) == words(f"abba {source}")
    for mark in content.marks:
        shown = content.text[mark.start : mark.end]
        assert shown == shown.strip() != ""
        assert "\n\n" not in shown


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(documents())
def test_a_text_is_read_in_pieces_as_it_is_at_once(source: str) -> None:
    source = f"{source}\n\n[abba][] and\n\n[abba]: /b"
    with patch.object(markdown_blocks, "_PIECE", 1):
        in_pieces = read(source.encode())
    assert in_pieces == read(source.encode())


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.text(st.sampled_from("ab1x *_#->~[]!|\\:=+.\n\t\u00a0"), max_size=60))
def test_no_letter_is_lost_in_a_jumble_of_marks(source: str) -> None:
    assert re.findall("[ab1x]", text(f"a\n\n{source}")) == re.findall("[ab1x]", f"a\n\n{source}")


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.lists(PHRASE, min_size=1, max_size=3).map("\n".join), min_size=1, max_size=6).map("\n\n".join))
def test_plain_paragraphs_are_left_as_they_are(source: str) -> None:
    assert text(source) == source
