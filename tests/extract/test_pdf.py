"""PDF files: words and paragraphs as a reader sees them, whatever program made the file, and a clear message where there is nothing to read."""

import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract import pdf as reader
from etl.extract.content import Content, Unreadable
from etl.extract.pdf import extract, read
from etl.extract.pdf.hyphens import LineJoiner
from tests.extract.pdf_writing import Words, column, objects_file, pdf, stream, width

FOLDER = Path(__file__).parent / "pdfs"
LONG = (
    "The ministers of both countries met in the town hall of Port Calden and spoke for three hours about the railway, the bridge and the price of "
    "electricity, which both sides would like to see fall before the winter begins."
)
SECOND = "They agreed on nearly everything, and where they did not agree they said so, which their predecessors had not always done in that hall."
THIRD = "The next meeting will be held in Stormvik in the autumn, when the first of the two tracks ought to be ready for trains of all kinds."


@cache
def fixture(name: str) -> Content:
    return extract(FOLDER.joinpath(f"{name}.pdf").read_bytes())


def written(name: str) -> list[str]:
    return FOLDER.joinpath(f"{name}.txt").read_text().strip().split("\n\n")


def paragraphs(content: bytes) -> list[str]:
    return extract(content).text.split("\n\n")


def marked(content: Content, kind: str) -> list[str]:
    return [content.text[mark.start : mark.end] for mark in content.marks if mark.kind == kind]


# Files made by Chromium and LibreOffice: see pdfs/make.py


def test_a_web_page_printed_over_four_pages_has_the_paragraphs_of_its_plain_text() -> None:
    assert fixture("transcript").text.split("\n\n") == written("transcript")


def test_justified_hyphenated_paragraphs_that_only_an_indent_parts_are_the_same() -> None:
    assert fixture("indented").text.split("\n\n") == written("transcript")


def test_bold_labels_and_short_last_lines_part_paragraphs_where_no_gap_or_indent_does() -> None:
    assert fixture("labels").text.split("\n\n") == written("transcript")[:14]


def test_a_record_in_two_columns_is_read_column_by_column() -> None:
    text = fixture("record").text.split("\n\n")
    assert text[text.index("The meeting was called to order at 10.05 a.m.") :] == written("record")


def test_a_cover_keeps_its_list_row_by_row_without_the_dots() -> None:
    cover = fixture("record").text.split("\n\n")[:14]
    assert cover[:8] == [
        "C/PV.412",
        "Assembly of Coastal States",
        "Council",
        "Twelfth year",
        "412th meeting",
        "Tuesday, 14 May 2024, 10 a.m.",
        "Port Calden",
        "President: Ms. Sohl (Norland)",
    ]
    assert cover[8:12] == ["Members: Arvenia Mr. Verel", "Montravia Ms. Duarte", "Norland Ms. Sohl", "Tessaly Mr. Ferrant"]


def test_a_text_in_spanish_keeps_its_accents() -> None:
    assert fixture("spanish").text.split("\n\n") == written("spanish")


def test_labels_in_bold_type_are_marked_and_nothing_else() -> None:
    labels = [match[0] for p in written("transcript")[2:] if (match := re.match(r"[A-Z ]+:|Q", p))]
    assert marked(fixture("transcript"), "bold")[1:] == labels


def test_a_name_in_bold_type_is_marked_without_what_follows_it() -> None:
    assert {"Mr. Verel", "Ms. Duarte", "Mr. Ferrant", "The President"} <= set(marked(fixture("record"), "bold"))


def test_larger_type_is_a_heading() -> None:
    assert marked(fixture("transcript"), "heading") == written("transcript")[:1]
    assert marked(fixture("record"), "heading") == ["C/PV.412", "Council"]


def test_title_and_language_are_those_of_the_file() -> None:
    spanish = fixture("spanish").metadata
    assert (spanish.title, spanish.language) == ("Declaración conjunta", "es")
    assert (spanish.date, spanish.published) == (None, None)


def test_a_file_name_is_no_title() -> None:
    assert fixture("labels").metadata.title is None


# Paragraphs


@pytest.mark.parametrize("layout", [{"gap": 6}, {"indent": 3}, {"indent": 3, "gap": 6}], ids=str)
def test_gaps_and_indents_part_paragraphs(layout: dict[str, int]) -> None:
    given_ = [LONG, SECOND, "Thank you.", THIRD, LONG]
    assert paragraphs(pdf(column(given_, **layout))) == given_


def test_a_short_last_line_ends_a_paragraph_where_the_next_word_would_have_fitted() -> None:
    given_ = [f"{LONG} And so it was done.", f"{SECOND} So be it.", THIRD]
    assert paragraphs(pdf(column(given_, 56))) == given_


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    pages = column([f"{LONG} {SECOND} {THIRD} {LONG}", THIRD], bottom=480, gap=6)
    assert len(pages) > 2
    assert paragraphs(pdf(pages)) == [f"{LONG} {SECOND} {THIRD} {LONG}", THIRD]


def test_a_paragraph_ends_with_its_page_where_its_last_line_is_short() -> None:
    pages = [column([f"{LONG} Done."], gap=6)[0], column([SECOND], gap=6)[0]]
    assert paragraphs(pdf(pages)) == [f"{LONG} Done.", SECOND]


def test_a_label_in_capitals_at_the_top_of_a_page_begins_a_paragraph() -> None:
    full = "They have agreed on prices, tracks, boats and trains ok."
    pages = [[Words(full, 40, 100 - 12 * n) for n in range(3)], column([f"PRESIDENT VEREL: {LONG}"])[0]]
    assert paragraphs(pdf(pages)) == [" ".join([full] * 3), f"PRESIDENT VEREL: {LONG}"]


def test_a_bold_label_begins_a_paragraph_after_a_full_line() -> None:
    full = "They have agreed on prices, tracks, boats and trains ok."
    label = [Words("Verel:", 40, 526, font="bold"), Words("thank you for coming", 40 + width("Verel: "), 526)]
    content = extract(pdf([[Words(full, 40, 538), *label]]))
    assert content.text == f"{full}\n\nVerel: thank you for coming"
    assert marked(content, "bold") == ["Verel:"]


def test_a_bold_word_amid_a_sentence_begins_none() -> None:
    words = [
        Words("The one who spoke most of all on that day was the young", 40, 538),
        Words("Verel:", 40, 526, font="bold"),
        Words("he said no.", 83, 526),
    ]
    assert paragraphs(pdf([words])) == ["The one who spoke most of all on that day was the young Verel: he said no."]


def test_lines_that_hang_under_a_labels_text_belong_to_it() -> None:
    rows = [("MR. VEREL:", "We have come to the end of the list,"), ("", "and there is nothing left to discuss."), ("MS. SOHL:", "Thank you.")]
    words = [Words(text, x, 540 - 12 * n) for n, row in enumerate(rows) for x, text in zip((40, 130), row, strict=True) if text]
    assert paragraphs(pdf([words])) == [
        "MR. VEREL: We have come to the end of the list, and there is nothing left to discuss.",
        "MS. SOHL: Thank you.",
    ]


def test_a_quotation_between_narrower_edges_is_one_paragraph() -> None:
    quotation = [replace(words, x=80, y=words.y - 60) for words in column([SECOND], 40)[0]]
    before, after = column([LONG], gap=6)[0], [replace(words, y=words.y - 120) for words in column([THIRD])[0]]
    assert paragraphs(pdf([[*before, *quotation, *after]])) == [LONG, SECOND, THIRD]


def test_lines_of_larger_type_are_one_heading() -> None:
    title = [Words("Joint press conference", 60, 560, 18), Words("in Port Calden", 60, 538, 18)]
    content = extract(pdf([[*title, *(replace(w, y=w.y - 40) for w in column([LONG])[0])]]))
    assert content.text == f"Joint press conference in Port Calden\n\n{LONG}"
    assert marked(content, "heading") == ["Joint press conference in Port Calden"]


@pytest.mark.parametrize("font", ["bold", "heavy"])
def test_a_fonts_name_tells_that_it_is_bold(font: str) -> None:
    assert marked(extract(pdf([[Words("one", 40, 500), Words("two", 70, 500, font=font)]])), "bold") == ["two"]


def test_letters_that_are_filled_and_stroked_are_bold() -> None:
    assert marked(extract(pdf([[Words("one", 40, 500, operators="0 Tr"), Words("two", 70, 500, operators="2 Tr")]])), "bold") == ["two"]


# Words


def test_words_that_only_their_place_parts_are_parted() -> None:
    assert paragraphs(pdf([[Words("one", 40, 500), Words("two", 40 + width("one") + 2, 500), Words("three", 90, 500)]])) == ["one two three"]


def test_a_word_in_two_types_stays_one() -> None:
    assert paragraphs(pdf([[Words("Ve", 40, 500), Words("rel", 40 + width("Ve"), 500, font="bold"), Words(":", 40 + width("Verel"), 500)]])) == [
        "Verel:"
    ]


def test_letters_set_apart_are_one_word() -> None:
    together = Words("PRESS RELEASE", 40, 500, operators="4 Tc")
    alone = [Words(letter, 40 + 12 * n, 460, operators="0 Tc") for n, letter in enumerate("PRESS RELEASE") if letter != " "]
    assert paragraphs(pdf([[together, *alone]])) == ["PRESS RELEASE", "PRESS RELEASE"]


def test_a_word_printed_twice_to_look_bold_stands_once() -> None:
    assert paragraphs(pdf([[Words("Verel", 40, 500), Words("Verel", 40.3, 500)]])) == ["Verel"]


def test_ligatures_become_letters() -> None:
    unicode_map = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> endcodespacerange "
    unicode_map += b"3 beginbfchar <61> <FB01> <62> <FB04> <63> <0063> endbfchar endcmap end end"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 5 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R /Resources << /Font << /text 6 0 R >> >> >>"
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", 3: page, 5: stream(unicode_map), 6: font}
    assert paragraphs(objects_file(objects | {4: stream(Words("acbc", 40, 500).drawn())})) == ["ficfflc"]


def test_raised_figures_do_not_lengthen_a_number() -> None:
    words = [Words("14,500 tonnes of 200", 40, 500), Words("3", 40 + width("14,500 tonnes of 200"), 504, 6), Words("kilograms", 170, 500)]
    assert paragraphs(pdf([words])) == ["14,500 tonnes of 200³ kilograms"]


def test_slanted_words_across_the_page_are_left_out() -> None:
    assert paragraphs(pdf([[Words("DRAFT", 100, 300, 60, matrix="0.7 0.7 -0.7 0.7"), *column([LONG])[0]]])) == [LONG]


@pytest.mark.parametrize("quarters, matrix", [(1, "0 1 -1 0"), (2, "-1 0 0 -1"), (3, "0 -1 1 0")])
def test_a_page_whose_text_is_turned_is_read_like_any_other(quarters: int, matrix: str) -> None:
    turned = column([LONG, SECOND], 40, gap=6)[0]
    for _ in range(quarters):
        turned = [replace(words, x=-words.y, y=words.x) for words in turned]
    content = pdf([[replace(words, matrix=matrix) for words in turned]], box="-600 -600 600 600")
    assert paragraphs(content) == [LONG, SECOND]


def test_what_stands_outside_the_page_is_left_out() -> None:
    assert paragraphs(pdf([[Words("draft3.indd 14/05/2024", 40, 620), *column([LONG])[0]]])) == [LONG]


# Words over the ends of lines


@pytest.mark.parametrize(
    "first, second, joined",
    [
        ("for nego-", "tiations on trade", "for negotiations on trade"),
        ("risen to twenty-", "five a day", "risen to twenty-five a day"),
        ("the twenty-", "first century", "the twenty-first century"),
        ("the Azerbaijan-", "Kazakhstan border", "the Azerbaijan-Kazakhstan border"),
        ("the G-", "20 summit", "the G-20 summit"),
        ("in 2020-", "2025 they", "in 2020-2025 they"),
        ("means of confidence-", "building that", "means of confidence-building that"),
        ("a long-", "term contract", "a long-term contract"),
        ("to under-", "stand it", "to understand it"),
        ("of the institution-", "al kind", "of the institutional kind"),
        ("(INTER-", "PRETACIÓN): Gracias", "(INTERPRETACIÓN): Gracias"),
        ("he said -", "and left", "he said - and left"),
        ("he said --", "and left", "he said -- and left"),
        ("Arvenia and/", "or Norland", "Arvenia and/or Norland"),
        ("in 2020–", "2025 they", "in 2020–2025 they"),
        ("a soft\u00ad", "ware", "a software"),
        ("日本国総理", "大臣は", "日本国総理大臣は"),
    ],
)
def test_a_hyphen_at_a_lines_end_stays_where_it_is_the_words_own(first: str, second: str, joined: str) -> None:
    before, between = LineJoiner([first, second]).join(first, second)
    assert before + between + second == joined


@pytest.mark.parametrize(
    "elsewhere, before",
    [
        ("the policymakers of both sides", "the policy"),
        ("the policy-makers of both sides", "the policy-"),
        ("a policy is made by its makers", "the policy-"),
        ("a sentence on other things", "the policy"),
    ],
)
def test_how_a_word_is_written_elsewhere_decides(elsewhere: str, before: str) -> None:
    assert LineJoiner([elsewhere, "the policy-", "makers met the nego-", "tiators", "negotiators"]).join("the policy-", "makers met") == (before, "")


def test_hyphens_stay_in_a_document_that_is_not_hyphenated() -> None:
    lines = [*["They spoke about the ferries of the islands"] * 100, "and the inter-", "island traffic"]
    assert LineJoiner(lines).join(*lines[-2:]) == ("and the inter-", "")


@pytest.mark.parametrize("written_, between", [("friends—and neighbours", ""), ("—friends— and neighbours", " ")])
def test_a_dash_at_a_lines_end_is_followed_by_a_space_where_others_are(written_: str, between: str) -> None:
    assert LineJoiner([written_, "the house—", "or what"]).join("the house—", "or what") == ("the house—", between)


def test_hyphens_that_a_program_has_put_in_are_told_from_the_words_own_where_it_draws_them_apart() -> None:
    lines = [("We speak of long-standing inter", "-"), ("ests and of a cease", "-"), ("fire with sub-", ""), ("stance that holds.", "")]
    words = [Words(text, 40, 540 - 12 * n) for n, (text, _) in enumerate(lines)]
    hyphens = [Words(hyphen, 40 + width(text), 540 - 12 * n) for n, (text, hyphen) in enumerate(lines) if hyphen]
    assert paragraphs(pdf([[*words, *hyphens]])) == ["We speak of long-standing interests and of a ceasefire with sub-stance that holds."]


# Columns


def two_columns(left: list[str], right: list[str]) -> list[Words]:
    return [*column(left, 26, indent=2)[0], *(replace(words, x=words.x + 176) for words in column(right, 26, indent=2)[0])]


def test_two_columns_are_read_one_after_the_other() -> None:
    assert paragraphs(pdf([two_columns([LONG, SECOND], [THIRD, LONG])])) == [LONG, SECOND, THIRD, LONG]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    columns = column([LONG, f"{SECOND} {THIRD}"], 26, indent=2, bottom=380)
    assert len(columns) == 2
    assert paragraphs(pdf([[*columns[0], *(replace(words, x=words.x + 176) for words in columns[1])]])) == [LONG, f"{SECOND} {THIRD}"]


def test_lines_of_two_columns_need_not_stand_side_by_side() -> None:
    left, right = column([LONG, SECOND], 26, indent=2)[0], column([THIRD, LONG], 26, indent=2)[0]
    assert paragraphs(pdf([[*left, *(replace(words, x=words.x + 176, y=words.y - 5) for words in right)]])) == [LONG, SECOND, THIRD, LONG]


def test_a_heading_across_both_columns_comes_before_them() -> None:
    heading = Words("The situation in the strait and on its shores", 40, 570)
    assert paragraphs(pdf([[heading, *two_columns([LONG], [SECOND])]])) == [heading.text, LONG, SECOND]


def test_the_rest_of_a_text_in_columns_on_its_last_page_is_read_so_too() -> None:
    pages = [two_columns([LONG, SECOND], [THIRD, LONG]), [Words("One line.", 52, 540), Words("And one more.", 228, 540)]]
    assert paragraphs(pdf(pages)) == [LONG, SECOND, THIRD, LONG, "One line.", "And one more."]


def test_cells_of_a_table_stay_in_their_rows() -> None:
    rows = [("Arvenia", "Mr. Verel", "In favour"), ("Norland", "Ms. Sohl", "In favour"), ("Montravia", "Ms. Duarte", "Against")] * 2
    words = [Words(cell, 40 + 110 * n, 540 - 12 * row) for row, cells in enumerate(rows) for n, cell in enumerate(cells)]
    assert paragraphs(pdf([words])) == [" ".join(cells) for cells in rows]


# Running heads, feet, page numbers, notes


def headed(pages: list[list[Words]], head: str = "", foot: str = "") -> list[list[Words]]:
    """Add a line at the top and one at the foot of each page, in which {n} is its number and {of} how many there are."""
    return [
        [*page, *(Words(line.format(n=n, of=len(pages)), 40, y) for line, y in ((head, 575), (foot, 20)) if line)] for n, page in enumerate(pages, 1)
    ]


PAGES = column([LONG, SECOND, THIRD] * 3, bottom=460, gap=6)


@pytest.mark.parametrize(
    "foot", ["{n}", "- {n} -", "Page {n} of {of}", "{n}/{of}", "24-13579 {n}/{of}", "Press Service", "http://press.example/14 {n}/{of}"]
)
def test_what_stands_at_the_foot_of_all_pages_is_left_out(foot: str) -> None:
    assert paragraphs(pdf(headed(PAGES, foot=foot))) == [LONG, SECOND, THIRD] * 3


def test_what_stands_at_the_head_of_left_and_of_right_pages_is_left_out() -> None:
    pages = [headed([page], head=f"{n} Ministry of Foreign Affairs" if n % 2 else f"Press conference {n}")[0] for n, page in enumerate(PAGES, 1)]
    assert paragraphs(pdf(pages)) == [LONG, SECOND, THIRD] * 3


def test_a_page_number_that_stands_on_one_page_only_is_left_out() -> None:
    assert paragraphs(pdf(headed([column([LONG])[0]], foot="Page 1 of 1"))) == [LONG]
    assert paragraphs(pdf([column([LONG])[0], headed([[], column([SECOND])[0]], foot="{n}")[1]])) == [LONG, SECOND]


def test_a_number_that_is_not_the_pages_stays() -> None:
    assert paragraphs(pdf([[*column([LONG])[0], Words("1918", 40, 20)]])) == [LONG, "1918"]


def test_a_title_in_larger_type_stays_where_later_pages_repeat_it_as_their_head() -> None:
    first = [replace(words, y=words.y - 30) for words in column([LONG])[0]]
    pages = [[Words("Press conference", 40, 575, 18), *first], *headed(PAGES, head="Press conference")]
    assert paragraphs(pdf(pages)) == ["Press conference", LONG, *[LONG, SECOND, THIRD] * 3]


def test_a_label_that_opens_several_pages_stays() -> None:
    pages = [column(["PRIME MINISTER:", said], gap=6)[0] for said in (LONG, SECOND, THIRD)]
    assert paragraphs(pdf(pages)) == ["PRIME MINISTER:", LONG, "PRIME MINISTER:", SECOND, "PRIME MINISTER:", THIRD]


def test_a_first_line_that_two_pages_happen_to_share_stays() -> None:
    pages = [column([opening, LONG], gap=6)[0] for opening in ("(Applause.)", "We go on.", "(Applause.)", "Well.", "Good.")]
    assert "\n\n".join(paragraphs(pdf(pages))).count("(Applause.)") == 2


def test_pages_that_all_say_the_same_are_read() -> None:
    assert extract(pdf([[Words("Check against delivery.", 40, 500)]] * 3)).text.count("Check against delivery.") == 3


def test_notes_come_after_the_paragraph_that_goes_on_over_them() -> None:
    text = column([f"{LONG} {SECOND}"], bottom=500)
    note = [Words("1 See the communiqué of 12 May 2024.", 40, 60, 7)]
    assert paragraphs(pdf([[*text[0], *note], *text[1:]])) == [f"{LONG} {SECOND}", "1 See the communiqué of 12 May 2024."]


# What the file says of itself


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - draft3.doc",
        "Microsoft Word - Joint Statement final",
        "remarks 14 may.docx",
        "Untitled document",
        "Document 1",
        "S-PV.412",
        "final_v2 clean",
        "12 34",
    ],
)
def test_a_title_that_a_program_has_put_in_is_left_out(title: str) -> None:
    assert extract(pdf([column([LONG])[0]], info=f"/Title ({title})")).metadata.title is None


@pytest.mark.parametrize("title", ["Joint press conference in Port Calden", "412th meeting of the Council", "Arvenia/Norland: remarks to the press"])
def test_a_title_is_taken(title: str) -> None:
    assert extract(pdf([column([LONG])[0]], info=f"/Title ({title})")).metadata.title == title


@pytest.mark.parametrize("given_, expected", [("en-GB", "en"), ("ES", "es"), ("fr_FR", "fr"), ("x-none", None), ("english", None), ("", None)])
def test_a_language_is_taken_where_it_is_one(given_: str, expected: str | None) -> None:
    assert extract(pdf([column([LONG])[0]], catalogue=f"/Lang ({given_})")).metadata.language == expected


def test_a_title_of_broken_letters_is_left_out() -> None:
    assert extract(pdf([column([LONG])[0]], info="/Title <FEFF004F006E00650020D8000041>")).metadata.title is None


def test_the_day_a_file_was_made_is_not_the_documents() -> None:
    metadata = extract(pdf([column([LONG])[0]], info="/CreationDate (D:20240514101500Z) /ModDate (D:20240514101500Z)")).metadata
    assert (metadata.date, metadata.published) == (None, None)


# Nothing is lost


PROSE = st.lists(st.lists(st.text("abcdeéñ,.", min_size=1, max_size=9), min_size=1, max_size=60).map(" ".join), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(PROSE, st.sampled_from([20, 40, 60]), st.integers(0, 4), st.sampled_from([0, 6, 12]))
def test_every_letter_is_read_once_and_in_order(given_: list[str], letters: int, indent: int, gap: float) -> None:
    content = pdf(column(given_, letters, indent=indent, gap=gap))
    assert "".join(extract(content).text.split()) == "".join("".join(given_).split())


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(PROSE.map(lambda given_: [LONG, *given_]), st.sampled_from([40, 60]))
def test_paragraphs_with_gaps_between_them_are_read_as_they_were_written(given_: list[str], letters: int) -> None:
    (page,) = column(given_, letters, gap=6, bottom=-5000)
    assert paragraphs(pdf([page], box="0 -5000 420 595")) == given_


# Files that can't be read


@pytest.mark.parametrize("content", [b"", b"\n\0 \r\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match="is empty"):
        extract(content)


@pytest.mark.parametrize("content", [b"<html><body>Not found</body></html>", b"PK\x03\x04" + bytes(500), LONG.encode(), b"%!PS-Adobe-3.0\n%%EOF"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match="is no PDF"):
        extract(content)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.97])
def test_a_file_that_is_cut_off_is_refused(part: float) -> None:
    content = FOLDER.joinpath("transcript.pdf").read_bytes()
    with pytest.raises(Unreadable, match="is cut off"):
        extract(content[: int(part * len(content))])


def test_what_follows_the_end_does_no_harm() -> None:
    assert paragraphs(pdf([column([LONG])[0]]) + b"\r\n<!-- served in 3 ms -->" + bytes(3000)) == [LONG]


def test_what_stands_before_the_head_does_no_harm() -> None:
    assert paragraphs(b"HTTP/1.1 200 OK\r\n\r\n" + pdf([column([LONG])[0]])) == [LONG]


def test_a_file_that_needs_a_password_is_refused() -> None:
    with pytest.raises(Unreadable, match="protected by a password"):
        fixture("locked")


def test_a_file_that_anyone_may_read_but_not_print_is_read() -> None:
    assert fixture("restricted").text.split("\n\n")[1:4] == written("transcript")[:3]


def test_a_file_whose_structure_is_gone_is_refused() -> None:
    with pytest.raises(Unreadable, match="structure can't be read"):
        extract(b"%PDF-1.7\nstartxref\n0\n%%EOF")


def test_a_file_without_pages_is_refused() -> None:
    with pytest.raises(Unreadable, match="has no pages"):
        read(pdf([]))


def test_a_scan_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"only images .* OCR"):
        extract(pdf([b"q 400 0 0 500 10 10 cm /Image Do Q"] * 3))


def test_blank_pages_are_refused() -> None:
    with pytest.raises(Unreadable, match="has no text"):
        extract(pdf([b"0 0 m 100 100 l S"] * 2))


def test_pages_with_text_are_read_among_scanned_ones_which_are_named() -> None:
    found = extract(pdf([b"q 400 0 0 500 10 10 cm /Image Do Q", column([LONG])[0], b"q 400 0 0 500 10 10 cm /Image Do Q"]))
    assert found.text == LONG
    assert found.warnings == ("pages 1, 3 are each an image without text (a scan): OCR is needed first",)


def test_a_file_that_does_not_tell_its_letters_is_refused() -> None:
    content = FOLDER.joinpath("transcript.pdf").read_bytes()
    with pytest.raises(Unreadable, match="no map to Unicode"):
        extract(content.replace(b"/ToUnicode", b"/ToUnicorn"))


def test_a_page_whose_content_is_broken_does_not_hide_the_others() -> None:
    pages = [column([LONG])[0], b"BT /text 10 Tf 40 500 Td [(((( <zz> ] TJ \xff\xfe << >> ET", column([SECOND])[0]]
    assert {LONG, SECOND} <= set(paragraphs(pdf(pages)))


def test_a_page_that_is_missing_does_not_hide_the_others() -> None:
    content = pdf([column([LONG])[0], column([SECOND])[0], column([THIRD])[0]])
    assert paragraphs(content.replace(b"22 0 obj\n<< /Type /Page", b"22 0 obj\n<< /Type /Pagx")) == [LONG, THIRD]


def test_a_page_tree_in_a_circle_is_bounded() -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 5 0 R /Resources << /Font << /text 6 0 R >> >> >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 3 /Kids [3 0 R 2 0 R 4 0 R] >>",
        3: page,
        4: b"<< /Type /Pages /Parent 2 0 R /Count 9 /Kids [2 0 R 4 0 R] >>",
        5: stream(Words(LONG[:50], 40, 500).drawn()),
        6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    }
    assert LONG[:50] in extract(objects_file(objects)).text


def test_a_count_of_pages_that_lies_is_not_believed() -> None:
    assert paragraphs(pdf([column([LONG])[0]]).replace(b"/Count 1 ", b"/Count 1000000000 ")) == [LONG]


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_PAGES", 2)
    with pytest.raises(Unreadable, match="has 3 pages; up to 2"):
        extract(pdf(PAGES[:3]))


def test_too_many_letters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_CHARACTERS", 500)
    with pytest.raises(Unreadable, match="over 500 characters"):
        extract(pdf(PAGES))


def damaged(content: bytes, places: list[tuple[int, int]], cut: tuple[int, int]) -> bytes:
    changed = bytearray(content)
    for place, value in places:
        changed[place % len(changed)] = value
    start = cut[0] % len(changed)
    del changed[start : start + cut[1]]
    return bytes(changed)


SMALL = pdf([two_columns([LONG, SECOND], [THIRD, LONG]), column([LONG, SECOND])[0]], info="/Title (One two)", catalogue="/Lang (en)")
DAMAGE = st.tuples(
    st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=30), st.tuples(st.integers(0, 1 << 20), st.integers(0, 400))
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(DAMAGE)
def test_damage_is_read_over_or_refused(damage: tuple[list[tuple[int, int]], tuple[int, int]]) -> None:
    try:
        content = extract(damaged(SMALL, *damage))
    except Unreadable:
        return
    content.text.encode()
    assert all(0 <= mark.start < mark.end <= len(content.text) for mark in content.marks)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(["record", "spanish", "restricted"]), DAMAGE)
def test_damage_to_files_of_real_programs_is_read_over_or_refused(name: str, damage: tuple[list[tuple[int, int]], tuple[int, int]]) -> None:
    try:
        content = extract(damaged(FOLDER.joinpath(f"{name}.pdf").read_bytes(), *damage))
    except Unreadable:
        return
    content.text.encode()


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=300))
def test_noise_after_a_head_is_refused(noise: bytes) -> None:
    with pytest.raises(Unreadable):
        extract(b"%PDF-1.4\n" + noise + b"\nstartxref\n9\n%%EOF")


# The process of its own


def test_reading_in_a_process_of_its_own_gives_the_same() -> None:
    assert read(FOLDER.joinpath("record.pdf").read_bytes()) == fixture("record")


def test_what_is_wrong_with_a_file_is_told_from_there() -> None:
    with pytest.raises(Unreadable, match="protected by a password"):
        read(FOLDER.joinpath("locked.pdf").read_bytes())


def test_a_stream_that_unpacks_to_hundreds_of_megabytes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_MEMORY", 300 << 20)
    packed = stream(b"BT /text 9 Tf (a) Tj ET " * 5_000_000, packed=True)
    assert len(packed) < 1_000_000
    content = pdf([column([LONG])[0]])
    start = content.index(b"21 0 obj\n") + 9
    end = content.index(b"\nendobj", start)
    with pytest.raises(Unreadable, match=r"with 300 MB of memory in 2\d seconds"):
        read(content[:start] + packed + content[end:])


def test_forms_that_draw_each_other_twice_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_MEMORY", 300 << 20)
    forms = {
        30 + n: stream(b"/Next Do /Next Do", f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Next {31 + n} 0 R >> >>")
        for n in range(34)
    }
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R /Resources << /XObject << /Next 30 0 R >> >> >>"
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", 3: page, 4: stream(b"/Next Do")}
    with pytest.raises(Unreadable, match="with 300 MB of memory"):
        read(objects_file(objects | forms | {64: stream(b"0 0 m 9 9 l S", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")}))


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 0.001)
    monkeypatch.setattr(reader, "SECONDS_PER_MEGABYTE", 0)
    with pytest.raises(Unreadable, match="can't be read with"):
        read(pdf([column([LONG])[0]]))


def test_where_no_process_can_be_started_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(Unreadable, match="second Python process"):
        read(pdf([column([LONG])[0]]))


def test_the_process_says_nothing_on_the_users_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Unreadable):
        read(b"%PDF-1.7\nstartxref\n0\n%%EOF")
    assert capfd.readouterr() == ("", "")
