"""Saved pages: the document's own words, paragraphs, bold labels and headings, and what the page says of it."""

import contextlib
import html
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.extract.content import Content, Run, TextBuilder, Unreadable
from etl.extract.files import read_document
from etl.extract.html import read
from etl.extract.metadata import Metadata

PAGES = Path(__file__).parent / "pages"
TITLED = "<h1>Talks in Verholm</h1>"
SAID = "<p>The two leaders met in Verholm and talked about the bridge over the Zelm, the price of grain and the border.</p>"
MENU = "".join(f"<li><a href='/{number}'>Item {number}</a></li>" for number in range(12))


def rendered(content: Content) -> str:
    """Return a text with its headings after `# ` and its bold stretches in `**`."""
    signs = [(mark.start, "# " if mark.kind == "heading" else "**") for mark in content.marks]
    signs += [(mark.end, "**") for mark in content.marks if mark.kind == "bold"]
    pieces, position = [], 0
    for at, sign in sorted(signs, key=lambda sign: sign[0]):
        pieces += [content.text[position:at], sign]
        position = at
    return "".join([*pieces, content.text[position:]])


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def paragraphs(body: str) -> list[str]:
    """Return the paragraphs that are read of a page's body, marked."""
    return rendered(read(page(body))).split("\n\n")


def metadata(head: str, body: str = SAID) -> Metadata:
    return read(page(body, head)).metadata


# Whole pages, as publishers build them; the texts beside them were read through by a person.


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_text_of_a_page(path: Path) -> None:
    assert rendered(read(path.with_suffix(".html").read_bytes())) + "\n" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name, expected",
    [
        (
            "alliance_speech",
            Metadata(
                title="Joint press conference",
                published="2023-04-12",
                url="https://www.alliance.example/cps/en/natohq/opinions_214041.htm?selectedLocale=en",
                publisher="ALLIANCE",
                language="en",
            ),
        ),
        ("archive_preformatted", Metadata(title="Press Conference by President Verel and Prime Minister Sohl")),
        ("archive_windows_1251", Metadata(title="Тимур Залесский встретился с Мариной Ольховой")),
        ("bare_fragment", Metadata()),
        (
            "chancellery_latin1",
            Metadata(
                title="Pressekonferenz von Bundeskanzlerin Grete Vogt und Präsident Verel",
                published="2006-11-08",
                publisher="Presse- und Informationsamt",
                language="de",
            ),
        ),
        (
            "government_govspeak",
            Metadata(
                title="PM call with President Verel of Arvenia: 21 March 2023",
                published="2023-03-21",
                url="https://www.gov.example/government/news/pm-call-with-president-verel-of-arvenia-21-march-2023",
                publisher="GOV.EXAMPLE",
                language="en",
            ),
        ),
        (
            "ministry_inline_styles",
            Metadata(
                title="Foreign Ministry Spokesperson Bo Taren’s Regular Press Conference on April 3, 2023",
                published="2023-04-03",
                publisher="Ministry of Foreign Affairs of Kesh",
            ),
        ),
        ("ministry_numbered_lists", Metadata(title="Oster-Norland Summit Meeting", language="en")),
        (
            "presidency_joomla",
            Metadata(
                title="Palabras del presidente Ramiro Sandoz, en la cena de honor de la primera ministra Mira Sohl",
                published="2023-03-28",
                url="https://www.casablanca.example/informacion/discursos/49900-palabras-del-presidente",
                language="es",
            ),
        ),
        (
            "presidency_wordpress",
            Metadata(
                title="Remarks by President Verel and Prime Minister Sohl of Norland Before Bilateral Meeting",
                published="2021-06-14",
                url="https://www.roundhouse.example/briefing-room/speeches-remarks/2021/06/14/remarks-by-president-verel-and-prime-minister-sohl/",
                publisher="The Round House",
                language="en",
            ),
        ),
        (
            "prime_minister_drupal",
            Metadata(
                title="Doorstop interview - Port Amity",
                published="2023-07-11",
                url="https://www.pm.example/media/doorstop-interview-port-amity",
                publisher="Prime Minister of Halvar",
                language="en",
            ),
        ),
        (
            "saved_by_browser",
            Metadata(
                title="Ministers of Arvenia and Norland meet",
                published="2022-11-08",
                url="https://www.mfa.example/press/2022-11-08/ministers-of-arvenia-and-norland-meet",
                language="en",
            ),
        ),
    ],
)
def test_what_a_page_says_of_itself(name: str, expected: Metadata) -> None:
    assert read((PAGES / f"{name}.html").read_bytes()).metadata == expected


def test_a_page_is_a_document_like_others() -> None:
    document = read_document(PAGES / "saved_by_browser.html")
    assert (document.media_type, document.published, len(document.marks)) == ("text/html", "2022-11-08", 1)


# What ends a paragraph, and what does not.


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<div>One.<div>Two.</div>Three.</div>", ["One.", "Two.", "Three."]),
        ("<p>One.<p>Two.", ["One.", "Two."]),
        ("One.<br><br>Two.", ["One.", "Two."]),
        ("One.<br> &nbsp;\n<br/>Two.<BR><BR><BR>Three.", ["One.", "Two.", "Three."]),
        ("One.<br>&#8203;<br>Two.", ["One.", "Two."]),
        ("<p>One<br>two.</p>", ["One\ntwo."]),
        ("<p>One\n   two\tthree.</p>", ["One two three."]),
        ("<p>One<!-- not said --> two.</p>", ["One two."]),
        ("<p>O<span>n</span><i>e</i> <u>two</u>.</p>", ["One two."]),
        ("<p>One <a href='/x'>two</a>three</p>", ["One twothree"]),
        ("One.<hr>Two.", ["One.", "Two."]),
        ("<span style='display: block'>One.</span><span style='DISPLAY:BLOCK'>Two.</span>", ["One.", "Two."]),
        ("<p style='display:inline'>One</p> <p style='display:inline'>two.</p>", ["One two."]),
        ("<pre>One\ntwo.\n\n  Three\n  four.</pre>", ["One\ntwo.", "Three\nfour."]),
        ("<p style='white-space: pre-wrap'>One\ntwo.\n\nThree.</p>", ["One\ntwo.", "Three."]),
        ("<p>He said <q>yes</q>.</p>", ["He said “yes”."]),
        ("<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>で", ["東京で"]),
        ("<details><summary>Question</summary>Answer.</details>", ["Question", "Answer."]),
        ("<p>One&nbsp;&nbsp;two&shy;fold.</p>", ["One twofold."]),
    ],
)
def test_paragraphs(body: str, expected: list[str]) -> None:
    assert paragraphs(body) == expected


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<p><b>N:</b> Yes.</p>", "**N:** Yes."),
        ("<p><strong>N:&nbsp;</strong>Yes.</p>", "**N:** Yes."),
        ("<p><b>N:</b>Yes.</p>", "**N:** Yes."),
        ("<p><b>N:</b>“Yes.”</p>", "**N:** “Yes.”"),
        ("<p><b>N</b>: Yes.</p>", "**N**: Yes."),
        ("<p><b>1:</b>2</p>", "**1:**2"),
        ("<p><b>S</b><b>OHL:</b> Yes.</p>", "**SOHL:** Yes."),
        ("<p><b>N <i>(laughs)</i>:</b> Yes.</p>", "**N (laughs):** Yes."),
        ("<p><span style='font-weight:bold'>N:</span> Yes.</p>", "**N:** Yes."),
        ("<p><span style='color:red; FONT-WEIGHT : 700'>N:</span> Yes.</p>", "**N:** Yes."),
        ("<p><b>N: <span style='font-weight:normal'>Yes.</span></b></p>", "**N:** Yes."),
        ("<p><span style='font-weight:400'>N: Yes.</span></p>", "N: Yes."),
        ("<div><b>N:<br>M:</b></div>", "**N:\nM:**"),
        ("<style>.c1 { color: #000; font-weight: 700 } .c2{}</style><p><span class='x c1'>N:</span> <span class=c2>Yes.</span></p>", "**N:** Yes."),
    ],
)
def test_bold_stretches(body: str, expected: str) -> None:
    assert "\n\n".join(paragraphs(body)) == expected


@pytest.mark.parametrize("tag", ["h1", "h2", "h3", "h4", "h5", "h6"])
def test_headings_are_marked(tag: str) -> None:
    assert paragraphs(f"<{tag}><span>Opening</span> <i>words</i></{tag}>{SAID}")[0] == "# Opening words"


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<ul><li>One<li><p>Two</p><p>Three</p></ul>", ["• One", "• Two", "Three"]),
        ("<ol><li>One</li><li>Two</li></ol>", ["1. One", "2. Two"]),
        ("<ol start=3><li>One</li><li value=7>Two</li><li>Three</li></ol>", ["3. One", "7. Two", "8. Three"]),
        ("<ol type=a><li>One</li></ol><ol type=A start=27><li>Two</li></ol>", ["a. One", "AA. Two"]),
        ("<ol type=i start=4><li>One</li></ol><ol type=I start=1999><li>Two</li></ol>", ["iv. One", "MCMXCIX. Two"]),
        ("<ol><li>One<ol><li>Two</li></ol></li><li>Three</li></ol>", ["1. One", "1. Two", "2. Three"]),
        ("<ol><li></li><li>Two</li></ol>after", ["2. Two", "after"]),
        ("<ul style='list-style: none'><li>One</li></ul><ul class=list-unstyled><li>Two</li></ul>", ["One", "Two"]),
        ("<li>One</li>", ["• One"]),
        ("<ol start=many><li value=x>One</li></ol>", ["1. One"]),
    ],
)
def test_lists_keep_their_numbers(body: str, expected: list[str]) -> None:
    assert paragraphs(body) == expected


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<table><tr><th>Year<th>Trade<tr><td>2022<td>3 billion</table>", ["Year | Trade", "2022 | 3 billion"]),
        ("<table border=1><tr><td>2022<td><p>3 billion</p><p>dollars</p></table>", ["2022 | 3 billion dollars"]),
        ("<table class=wikitable><tr><td>2022<td><td>3 billion</table>", ["2022 | 3 billion"]),
        ("<table><tr><td>One.<td>Two.<tr><td>Three.</table>", ["One.", "Two.", "Three."]),
        ("<table border=0><tr><td><b>N:</b><td>Yes.</table>", ["**N:**", "Yes."]),
        ("<table border=1 role=presentation><tr><td>One.<td>Two.</table>", ["One.", "Two."]),
        ("<table border=1><tr><td>One.<td><table><tr><td>Two.</table></table>", ["One.", "Two."]),
        ("<table border=1><tr><td><p>N:<p>Yes.<p>No.<td>Two.</table>", ["N:", "Yes.", "No.", "Two."]),
        (f"<table border=1><tr><td>One.<td>{'said and done ' * 40}</table>", ["One.", ("said and done " * 40).strip()]),
        ("<td>One.<tr><td>Two.", ["One.", "Two."]),
    ],
)
def test_rows_of_data_are_paragraphs_and_cells_of_a_layout_are(body: str, expected: list[str]) -> None:
    assert paragraphs(body) == expected


# What is in the page but is not the document.


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>document.write('unsaid')</script>",
        "<style>.a:before { content: 'unsaid' }</style>",
        "<template><p>unsaid</p></template>",
        "<noscript>unsaid</noscript>",
        "<iframe>unsaid</iframe>",
        "<svg><title>unsaid</title><text>unsaid</text></svg>",
        "<p hidden>unsaid</p>",
        "<div style='color:red;display : none'><p>unsaid</p></div>",
        "<span style='visibility:hidden'>unsaid</span>",
        "<dialog>unsaid</dialog>",
        "<div aria-hidden='true'>unsaid</div>",
        "<span aria-hidden='true'>unsaid</span>",
        "<span class='sr-only'>unsaid</span>",
        "<div class='visually-hidden'>unsaid</div>",
        "<button onclick=\"alert('unsaid')\">unsaid</button>",
        "<select><option>unsaid</option></select><textarea>unsaid</textarea>",
        "<form action='/send'><label>unsaid</label><input value='unsaid'></form>",
        "<nav><p>unsaid</p></nav>",
        "<div role='navigation'>unsaid</div>",
        "<aside>unsaid</aside>",
        "<figure><img alt='unsaid'><figcaption>unsaid</figcaption></figure>",
        "<figure><img><p>unsaid</p></figure>",
        "<div class='wp-caption'><p class='wp-caption-text'>unsaid</p></div>",
        "<p class='photo-caption'>unsaid</p>",
        "<div class='addtoany_share_save_container'>unsaid</div>",
        "<div class='gem-c-share-links'><p>unsaid</p></div>",
        "<ul class='socialLinks'><li>unsaid</li></ul>",
        "<div id='breadcrumbs'>unsaid</div>",
        "<div class='cookie-banner'>unsaid</div>",
        "<div class='field field--name-field-tags'>unsaid</div>",
        "<footer>unsaid</footer>",
        "<div class='site-footer'>unsaid</div>",
        "<div><h3>Related news</h3><p>unsaid</p><a href='/x'>unsaid</a></div>",
        "<div><h4>См. также</h4><a href='/x'>unsaid</a></div>",
        "<ul><li><a href='/x'>unsaid</a></li><li><a href='/y'>unsaid</a></li></ul>",
        "<div class=t><h3><a href='/x'>unsaid</a></h3><p>unsaid</p></div><div class=t><h3><a href='/y'>unsaid</a></h3><p>unsaid</p></div>",
        "<a href='/x'>unsaid</a>",
        "<p>© 2023 unsaid</p>",
        "<p>The unsaid Office. All rights reserved.</p>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    assert paragraphs(f"<div>{TITLED}{SAID}<p>Yes.</p>{furniture}</div>")[1:] == [SAID[3:-4], "Yes."]


def test_nothing_hidden_parts_a_sentence() -> None:
    assert paragraphs("<p>One<script>x</script> <span hidden>and a half</span>two<i class='sr-only'>x</i>fold.</p>") == ["One twofold."]


@pytest.mark.parametrize("note", ["<sup><a href='#fn1'>1</a></sup>", "<a href='#fn1'><sup>1</sup></a>"])
def test_numbers_of_footnotes_are_no_part_of_words(note: str) -> None:
    assert paragraphs(f"<p>The price{note} rose by 5 m<sup>2</sup>.</p>") == ["The price rose by 5 m2."]


@pytest.mark.parametrize(
    "around",
    [
        "<form id=aspnetForm action='./page.aspx'><input type=hidden name=__VIEWSTATE>{}</form>",
        "<div aria-hidden=true>{}</div><div role=dialog><p>May we?</p></div>",
        "<div class='page no-sidebar has-share'>{}</div>",
        "<div class=hidden-menu-open>{}</div>",
        "<aside>{}</aside>",
        "<div class=share>{}</div>",
    ],
)
def test_what_holds_the_page_is_no_furniture_whatever_it_is_called(around: str) -> None:
    assert paragraphs(f"<ul>{MENU}</ul>" + around.format(TITLED + SAID + "<p>Yes.</p>")) == ["# Talks in Verholm", SAID[3:-4], "Yes."]


def test_an_element_round_the_whole_page_is_no_furniture_whatever_it_is_called() -> None:
    body = f"<div class=cookie-layout><ul>{MENU}</ul>{TITLED}{SAID}<p>Yes.</p><footer>unsaid</footer></div>"
    assert paragraphs(body) == ["# Talks in Verholm", SAID[3:-4], "Yes."]


def test_what_stands_outside_the_main_element_is_left_out_however_long_it_is() -> None:
    assert paragraphs(f"<div class=top>{SAID}</div><main><div>{TITLED}</div><p>The leaders met in Verholm to talk about the bridge.</p></main>") == [
        "# Talks in Verholm",
        "The leaders met in Verholm to talk about the bridge.",
    ]


def test_two_elements_that_say_they_hold_the_text_both_do() -> None:
    body = f"<div class='field field--name-body'>{SAID * 3}</div><div class='article-text'>{SAID}</div>"
    assert paragraphs(f"<ul>{MENU}</ul><div>{body}</div>") == [SAID[3:-4]] * 4


def test_body_that_is_hidden_until_scripts_run_is_shown() -> None:
    assert read(b"<html><body style='visibility:hidden'><p>Yes.</p></body></html>").text == "Yes."


def test_a_column_shown_on_wide_screens_only_is_shown() -> None:
    assert paragraphs(f"<div class='d-none d-md-block'>{SAID}</div>{SAID}") == [SAID[3:-4]] * 2


def test_a_table_in_a_figure_is_kept() -> None:
    body = f"{SAID}<figure><table><tr><th>Year<th>Trade</table><figcaption>unsaid</figcaption></figure>"
    assert paragraphs(body) == [SAID[3:-4], "Year | Trade"]


def test_links_in_sentences_and_labels_that_are_links_are_kept() -> None:
    body = f"{SAID}<p><a href='/verel'>President Verel</a></p><p>We met in <a href='/v'>Verholm</a>.</p>"
    assert paragraphs(body)[1:] == ["President Verel", "We met in Verholm."]


def test_sections_whose_heading_links_to_itself_are_kept() -> None:
    body = "".join(f"<section><h2><a href='#s{n}'>Part {n}</a></h2><p>Said in part {n}.</p></section>" for n in (1, 2, 3))
    assert paragraphs(body) == ["# Part 1", "Said in part 1.", "# Part 2", "Said in part 2.", "# Part 3", "Said in part 3."]


def test_a_link_that_is_left_open_does_not_make_the_page_a_menu() -> None:
    body = f"{SAID}<a href='/top'>" + "<div>We talked about the bridge.</div>" * 20
    assert paragraphs(body) == [SAID[3:-4]] + ["We talked about the bridge."] * 20


def test_a_heading_like_a_section_of_links_may_open_a_section_of_text() -> None:
    body = f"{SAID}<div><h2>Further information</h2>{SAID}</div>"
    assert paragraphs(body) == [SAID[3:-4], "# Further information", SAID[3:-4]]


def test_sections_side_by_side_belong_together_however_short_the_last_is() -> None:
    sections = "".join(f"<div class='widget-{n}'><div>{text}</div></div>" for n, text in enumerate([SAID * 30, "<p>Thank you.</p>"]))
    assert paragraphs(f"<ul>{MENU}</ul><div>{sections}</div>") == [SAID[3:-4]] * 30 + ["Thank you."]


def test_paragraphs_after_an_element_closed_too_early_are_kept() -> None:
    assert paragraphs(f"<div class=outer><div class=text>{SAID * 30}</div></div></div><p>Thank you.</p>") == [SAID[3:-4]] * 30 + ["Thank you."]


def test_text_in_elements_that_are_never_closed_is_kept() -> None:
    assert paragraphs("".join(f"<div>Word {number}." for number in range(300))) == [f"Word {number}." for number in range(300)]


def test_words_of_markup_are_words() -> None:
    content = read(
        page("<p>They wrote &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &lt;b&gt;no&lt;/b&gt;.</p>", "<title>On &lt;b&gt; tags</title>")
    )
    assert content.text == "They wrote <script>alert(1)</script> &amp; <b>no</b>."
    assert (content.metadata.title, content.marks) == ("On <b> tags", ())


# The title and what stands round it.


def test_a_title_above_the_text_comes_first_and_what_stands_between_stays() -> None:
    body = f"<header><div class=kicker>News</div>{TITLED}<div>10 April 2023</div></header><ul>{MENU}</ul><div class=entry-content>{SAID}</div>"
    assert paragraphs(body) == ["# Talks in Verholm", "10 April 2023", SAID[3:-4]]


def test_a_date_above_the_title_comes_after_it() -> None:
    assert paragraphs(f"<div>Press</div><div>10.04.2023</div>{TITLED}<div class=entry-content>{SAID}</div>")[:2] == [
        "# Talks in Verholm",
        "10.04.2023",
    ]


def test_a_title_that_is_no_heading_is_known_by_the_head() -> None:
    content = read(page(f"<div class=t>Talks in Verholm</div>{SAID}", "<title>Talks in Verholm</title>"))
    assert rendered(content).startswith("# Talks in Verholm\n\nThe two")


def test_a_heading_far_down_is_no_title() -> None:
    body = f"<div><p>Office of the President</p>{SAID * 3}<h1>Annex</h1>{SAID}</div>"
    assert paragraphs(body) == ["Office of the President", *[SAID[3:-4]] * 3, "# Annex", SAID[3:-4]]


# What the head says.


@pytest.mark.parametrize(
    "head, expected",
    [
        ("<title>\n  Talks in\n Verholm </title>", "Talks in Verholm"),
        ("<title>Talks in Verholm | The Ministry</title>", "Talks in Verholm"),
        ("<title>Talks in Verholm_Ministry</title>", "Talks in Verholm"),
        ("<title>x</title><meta property=og:title content='Talks &amp; walks'>", "Talks & walks"),
        ("<meta name=DC.Title content='Talks'><title>x</title>", "Talks"),
        ("<meta property=og:title content='Talks - The Ministry'><meta property=og:site_name content='The Ministry'>", "Talks"),
        ("<meta property=og:title content='Talks - second day'><meta property=og:site_name content='The Ministry'>", "Talks - second day"),
        ("<meta property=og:title content='<script>x</script>'>", "<script>x</script>"),
        ('<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"headline":"Talks \\ud83d"}]}</script>', "Talks"),
        ("<title>Microsoft Word - draft.doc</title>", "Talks in Verholm"),
        ("<svg><title>Logo</title></svg><title>Talks</title>", "Talks in Verholm"),
        ("<meta property=og:title content=' '>", "Talks in Verholm"),
        (f"<title>{'long ' * 3000}</title>", "Talks in Verholm"),
    ],
)
def test_titles(head: str, expected: str) -> None:
    assert metadata(head, TITLED + SAID).title == expected


@pytest.mark.parametrize(
    "given, expected",
    [
        ("<meta property=article:published_time content='2023-04-10T23:41:00+00:00'>", "2023-04-10"),
        (
            "<meta property=article:published_time content='2023-04-11T01:00:00Z'><time class=published datetime='2023-04-10T21:00:00-04:00'>",
            "2023-04-10",
        ),
        ("<meta property=article:published_time content='2023-04-11T01:00:00Z'><time datetime='2019-01-01'>", "2023-04-11"),
        ('<script type="application/ld+json">[{"@type":"Article","datePublished":"2023-04-10"}]</script>', "2023-04-10"),
        ('<script type="application/ld+json">{"@type":"Organization","datePublished":"2001-01-01"}</script>', None),
        ('<script type="application/ld+json">{"@type":"Article","datePublished":</script>', None),
        ("<time datetime=2023-04-10>", "2023-04-10"),
        ("<time datetime=2020-01-01></time><time itemprop=datePublished datetime=2023-04-10>", "2023-04-10"),
        ("<meta name=DCTERMS.issued content='2023/4/10'>", "2023-04-10"),
        ("<meta name=dc.date content='20230410'>", "2023-04-10"),
        ("<meta name=date content='10.04.2023'>", "2023-04-10"),
        ("<meta name=date content='Mon, 10 Apr 2023 10:00:00 GMT'>", "2023-04-10"),
        ("<meta name=date content='2023-02-30'>", None),
        ("<meta name=date content='04/10/2023'>", None),
        ("<meta name=date content='yesterday'>", None),
        ("<meta name=date content='0001-01-01'>", None),
        ("<meta property=article:published_time content='soon'><meta name=date content='2023-04-10'>", "2023-04-10"),
        ("<meta property=article:modified_time content='2023-04-10'>", None),
    ],
)
def test_days_of_publication(given: str, expected: str | None) -> None:
    assert metadata(given).published == expected


@pytest.mark.parametrize(
    "head, expected",
    [
        ("<link rel=canonical href='https://m.example/talks'>", "https://m.example/talks"),
        ("<link rel='shortlink canonical' href='/talks'><base href='https://m.example/en/'>", "https://m.example/talks"),
        ("<link rel=canonical href='https://m.example/'><meta property=og:url content='https://m.example/talks'>", "https://m.example/talks"),
        ("<link rel=canonical href='https://m.example/'>", "https://m.example/"),
        ("<meta property=og:url content=' http://m.example/?id=7 '>", "http://m.example/?id=7"),
        ("<link rel=canonical href='javascript:alert(1)'>", None),
        ("<link rel=canonical href='data:text/html,x'>", None),
        ("<link rel=canonical href='/talks'>", None),
        ("<link rel=canonical href='https://[half'>", None),
        ("<link rel=canonical href='https://m.example:port/'>", None),
        ("<link rel=canonical href='https:///talks'>", None),
        ("<link rel=canonical href='https://m.example/a b'>", None),
        ("<link rel=canonical href='https://m.example/\u202etxt'>", None),
        ('<link rel=canonical href="https://m.example/&quot;onclick=x">', None),
    ],
)
def test_addresses(head: str, expected: str | None) -> None:
    assert metadata(head).url == expected


@pytest.mark.parametrize(
    "comment",
    [
        "saved from url=(0033)https://www.mfa.example/press/1234",
        "\n Page saved with SingleFile \n url: https://www.mfa.example/press/1234 \n saved date: Mon Apr 10 2023 \n",
    ],
)
def test_a_browser_says_where_a_page_was_saved_from(comment: str) -> None:
    assert read(f"<!DOCTYPE html><!--{comment}--><html><body>{SAID}</body></html>".encode()).metadata.url == "https://www.mfa.example/press/1234"


@pytest.mark.parametrize(
    "head, expected",
    [
        ("<meta property=og:site_name content='The Ministry'>", "The Ministry"),
        ("<meta name=DC.Publisher content='The Ministry'>", "The Ministry"),
        ('<script type="application/ld+json">{"@type":"Article","publisher":{"name":"The Ministry"}}</script>', "The Ministry"),
        ('<script type="application/ld+json">{"@type":"Article","publisher":{"name":7}}</script>', None),
        ("<meta name=publisher content='https://social.example/ministry'>", None),
    ],
)
def test_publishers(head: str, expected: str | None) -> None:
    assert metadata(head).publisher == expected


@pytest.mark.parametrize(
    "markup, expected",
    [
        (f"<html lang=en-US>{SAID}", "en"),
        (f"<html lang=EN>{SAID}", "en"),
        (f"<html xml:lang=en>{SAID}", "en"),
        (f"<html lang=cy><main lang=en>{SAID}</main>", "en"),
        (f"<meta name=dc.language content=eng>{SAID}", "en"),
        (f"<meta property=og:locale content=en_GB>{SAID}", "en"),
        (f"<html lang=en><meta property=og:locale content=fr_FR>{SAID}", None),
        (f"<meta name=dc.language content=en><meta property=og:locale content=fr_FR>{SAID}", None),
        (f"<html lang=ru>{SAID}", None),
        ("<html lang=en><p>Мы договорились построить мост.", None),
        ("<html lang=uz><p>Мы договорились построить мост.", "uz"),
        (f"<html lang=x-klingon>{SAID}", None),
        (f"<html lang=''>{SAID}", None),
    ],
)
def test_languages(markup: str, expected: str | None) -> None:
    assert read(markup.encode()).metadata.language == expected


# Encodings.


@pytest.mark.parametrize(
    "charset, encoding, text",
    [
        ("windows-1251", "cp1251", "«Мы договорились» — сказал он."),
        ("iso-8859-1", "cp1252", "“Año” – 5 €."),
        ("us-ascii", "cp1252", "“Año” – 5 €."),
        ("utf-8", "cp1252", "Se alcanzó el acuerdo sobre la región, según el ministro de la señora Muñiz."),
        ("windows-1252", "utf-8", "“Año” – Łódź."),
        ("windows-1252", "cp1252", "One half – the other half."),
        ("utf-8", "cp1252", "One half – the other half."),
        ("gb2312", "gb18030", "两国總統會談。"),
        ("shift_jis", "cp932", "首脳会談①"),
        ("iso-2022-jp", "iso2022_jp", "首脳会談"),
        ("koi8-r", "koi8-r", "Мы договорились"),
        ("no-such-thing", "utf-8", "“Año”"),
        ("unicode_escape", "utf-8", "“Año” \\u0041"),
        ("utf-16", "utf-8", "“Año”"),
    ],
)
def test_encodings(charset: str, encoding: str, text: str) -> None:
    markup = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><p>{text}</p></body></html>'
    assert read(markup.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_marks(encoding: str) -> None:
    markup = f"<html><head><meta charset=iso-8859-1></head><body><p>Łódź, “año” 你好</p>{SAID}</body></html>"
    assert read(markup.encode(encoding)).text.startswith("Łódź, “año” 你好")


def test_an_encoding_named_in_an_xml_declaration() -> None:
    assert (
        read('<?xml version="1.0" encoding="windows-1251"?><html><body><p>Мы договорились</p></body></html>'.encode("cp1251")).text
        == "Мы договорились"
    )


def test_a_letter_cut_in_two_at_the_end_of_a_file_spoils_nothing_else() -> None:
    assert read("<p>Łódź и Москва</p><p>é".encode()[:-1]).text.split("\n\n")[0] == "Łódź и Москва"


def test_noughts_are_dropped() -> None:
    assert read(b"<html><body><p>The brid\0ge over the Zelm is open, as the ministers said in Verholm.</p>").text.startswith("The bridge over")


# Bad input.


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "is empty"),
        (b" \r\n\t\0 ", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF .* end in .pdf"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n<p>x", "web archive .* save it as HTML"),
        (b"<html><body></body></html>", "^the page has no text$"),
        (b"<frameset><frame src=a><frame src=b></frameset>", "^the page has no text$"),
        (b"<html><body><p>&nbsp;</p><img alt='Photo'></body></html>", "^the page has no text$"),
        ((PAGES / "javascript_application.html").read_bytes(), "JavaScript.*save it from there"),
        (b"<body><div>Please enable JavaScript to view this page.</div><script src=x></script></body>", "JavaScript"),
        (b"<body><h1>One moment</h1><p>Checking your browser before you go on.</p><script>x</script></body>", "JavaScript"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(32)) * 20, "binary"),
        (b"<p>" * 1_000_001, "1,000,001 tags.*cut it"),
        (b"x" * 50_000_001, "50,000,001 bytes"),
    ],
)
def test_what_is_no_readable_page_is_refused_with_a_reason(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read(content)


@pytest.mark.parametrize("opened", ["<div>", "<b>", "<a href=x>", "<q hidden=until-found>", "<x-y>"])
def test_tags_nested_a_hundred_thousand_deep_are_read(opened: str) -> None:
    assert "the bridge is open" in read(opened.encode() * 100_000 + b"the bridge is open").text


@pytest.mark.parametrize("opened", ["<table><tr><td>", "<ul><li>", "<span style='display:block'>", "<blockquote class=share>", "<form>", "<figure>"])
def test_boxes_nested_deep_are_read(opened: str) -> None:
    assert "the bridge is open" in read(opened.encode() * 10_000 + b"the bridge is open").text


@pytest.mark.parametrize(
    "body",
    [
        "<br>" * 200_000,
        "<pre>" + "\n" * 2_000_000,
        "<p " + "a " * 300_000 + ">",
        "<p class='" + "share-no aB " * 30_000 + "'>",
        "<style>" + ".a{b:c;font-weight:" * 50_000 + "</style>",
        '<script type="application/ld+json">' + "[" * 500_000 + "</script>",
        '<script type="application/ld+json">[' + "{}," * 200_000 + "{}]</script>",
        f"{SAID}" + "<div><h3>Related news</h3>" * 20_000,
        "<div><h2><a href=x>x</a></h2>" * 20_000,
        "<!-- url: x -->" * 50_000,
        "<![CDATA[" * 50_000,
        "<meta name=a content=b>" * 50_000,
    ],
    ids=range(12),
)
def test_pages_made_to_be_slow_are_not(body: str) -> None:
    start = time.process_time()
    with contextlib.suppress(Unreadable):
        read(f"{body}<p>Yes.</p>".encode())
    assert time.process_time() - start < 10  # a second here; minutes where a step is quadratic


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_pages_cut_off_anywhere_are_read_or_refused(path: Path) -> None:
    content = path.read_bytes()
    for length in range(0, len(content), max(len(content) // 25, 1)):
        try:
            text = read(content[:length]).text
        except Unreadable:
            continue
        assert not re.search(r"dataLayer|_spPageContextInfo|__VIEWSTATE|font-weight|onclick|Injected by script", text)


@given(st.binary(max_size=300))
@example(b"<html>\xff\xfe")
@example(b"<a></b><td><li></table></p></q>")
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert read(content).text.strip()


# Nothing is lost.


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=60))
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_any_text_comes_back_as_it_was_written(text: str) -> None:
    builder = TextBuilder()
    builder.add([Run("Said: " + text)])
    assert read(page(f"<p>Said: {html.escape(text)}</p>")).text == builder.content().text


WORDS = [
    "Thank you.",
    "Yes.",
    "No.",
    "(Laughter.)",
    "Q     And when?",
    "PRESIDENT VEREL: The bridge opens in June, and each side pays for its own half of it.",
]
MARKUP = [
    "<p>{}</p>", "<p class='x y'>{}</p>", "<div>{}</div>", "<div class=h1><span>{}</span></div>", "<p>{}", "<blockquote><p>{}</p></blockquote>",
    "<div><p>{}</p></div>", "<div><div>{}</div><div>&nbsp;</div></div>", "<p><font size=2>{}</font></p>",
]  # fmt: skip
SECTIONS = [
    "<div>{}</div>",
    "<div class=sec>{}</div>",
    "<section class='entry-content'>{}</section>",
    "<div id=s7 class=css-1x>{}</div>",
    "<section>{}</section>",
]
AROUND = [
    "{}", "<main>{}</main>", "<article>{}</article>", "<div class=content>{}</div>", "<form id=aspnetForm>{}</form>",
    f"<ul>{MENU}</ul><div>{{}}</div>", f"<nav>{MENU}</nav>{{}}<footer>© 2020 Office, Palace Road 1</footer>",
    "<table width=780><tr><td class=left><a href=/>Home</a></td><td>{}</td></tr></table>",
]  # fmt: skip


@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), st.integers(1, 3))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_no_paragraph_is_lost_or_said_twice_however_it_is_marked_up(chance: random.Random, said: list[str], sections: int) -> None:
    said = [*said, WORDS[-1]]
    section, mixed = chance.choice(SECTIONS), chance.random() < 0.5
    markup = chance.choice(MARKUP)
    size = -(-len(said) // sections)
    marked = [(chance.choice(MARKUP) if mixed else markup).format(text) for text in said]
    body = "".join(section.format("\n".join(marked[i : i + size])) for i in range(0, len(said), size))
    found = read(page(chance.choice(AROUND).format(TITLED + body))).text.split("\n\n")
    assert found == ["Talks in Verholm", *(re.sub(" +", " ", text) for text in said)]
