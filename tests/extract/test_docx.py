"""Word documents: the words that Word prints in the body, each once, whatever stands round them in the XML."""

import contextlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.content import Content, Unreadable
from etl.extract.docx import package as word_package
from etl.extract.docx import read

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
PARTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments", "header": "hdr"}
TALK = "<w:p><w:r><w:t>PRESIDENT VEREL: Welcome.</w:t></w:r></w:p>"


def packed(parts: dict[str, str | bytes], **options: Any) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def document_parts(body: str, core: str = "", **parts: str) -> dict[str, str | bytes]:
    """Return the parts of a document as Word writes them: its body, and what stands in other parts (`styles`, `footnotes`, …)."""
    relations = "".join(f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    package = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{package}<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" '
        'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>',
        "word/_rels/document.xml.rels": f"{package}{relations}</Relationships>",
    }
    return made | {f"word/{name}.xml": f"<w:{PARTS[name]} {NAMESPACES}>{content}</w:{PARTS[name]}>" for name, content in parts.items()}


def word(body: str, core: str = "", **parts: str) -> Content:
    return read(packed(document_parts(body, core, **parts)))


def p(*runs: str, properties: str = "") -> str:
    """Return a paragraph; a run is its words or its XML."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def marked(content: Content, kind: str) -> list[str]:
    return [content.text[mark.start : mark.end] for mark in content.marks if mark.kind == kind]


def style(key: str, inside: str = "", *, name: str = "", based_on: str = "", kind: str = "paragraph", default: bool = False) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    start = f'<w:style w:type="{kind}" w:styleId="{key}" w:default="{int(default)}">'
    return f'{start}<w:name w:val="{name or key}"/>{base}{inside}</w:style>'


def of_style(key: str) -> str:
    return f'<w:pStyle w:val="{key}"/>'


# Paragraphs and runs


def test_each_paragraph_is_one_and_empty_ones_are_none() -> None:
    assert word(p("One came.") + p() + p(" ") + p("Two left.")).text == "One came.\n\nTwo left."


def test_words_cut_into_runs_are_put_together_again() -> None:
    assert word(p("PRESI", "DENT VE", "REL", ": Wel", "come.")).text == "PRESIDENT VEREL: Welcome."


def test_a_document_of_python_docx_is_read() -> None:
    document = python_docx.Document()
    document.add_heading("Talks in Arvenia", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("President Verel:").bold = True
    paragraph.add_run(" Welcome.\nSit down.")
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("second", style="List Number")
    document.core_properties.title = "Talks of the presidents of Arvenia and Norland"
    document.core_properties.language = "en-GB"
    file = io.BytesIO()
    document.save(file)
    content = read(file.getvalue())
    assert content.text == "Talks in Arvenia\n\nPresident Verel: Welcome.\nSit down.\n\n• first\n\n1. second"
    assert marked(content, "heading") == ["Talks in Arvenia"]
    assert "President Verel:" in marked(content, "bold")
    assert (content.metadata.title, content.metadata.language) == (None, "en")  # the printed one is the title
    assert content.metadata.date is None


@pytest.mark.parametrize(
    "inside, expected",
    [
        ("<w:t>VEREL:</w:t><w:tab/><w:t>Yes.</w:t>", "VEREL: Yes."),
        ('<w:t>VEREL:</w:t><w:ptab w:alignment="right"/><w:t>Yes.</w:t>', "VEREL: Yes."),
        ("<w:t>VEREL:</w:t><w:br/><w:t>Yes.</w:t>", "VEREL:\nYes."),
        ("<w:t>VEREL:</w:t><w:cr/><w:t>Yes.</w:t>", "VEREL:\nYes."),
        ('<w:t>before</w:t><w:br w:type="page"/><w:t>after</w:t>', "before\nafter"),
        ("<w:t>one </w:t><w:lastRenderedPageBreak/><w:t>sentence</w:t>", "one sentence"),
        ("<w:t>long</w:t><w:noBreakHyphen/><w:t>term</w:t>", "long-term"),
        ("<w:t>coope</w:t><w:softHyphen/><w:t>ration</w:t>", "cooperation"),
        ("<w:t>coope\u00adration</w:t>", "cooperation"),
        ("<w:t>Mr.\u00a0Verel</w:t>", "Mr. Verel"),
        ("<w:t>a\nb\tc\r\n</w:t><w:t>d&#13;e</w:t>", "a b c d e"),
        ("<w:t>first &amp; last &lt;sic></w:t>", "first & last <sic>"),
    ],
)
def test_breaks_tabs_and_hyphens(inside: str, expected: str) -> None:
    assert word(f"<w:p><w:r>{inside}</w:r></w:p>").text == expected


def test_a_page_break_alone_parts_nothing_but_paragraphs() -> None:
    assert word(p("One.") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + p("Two.")).text == "One.\n\nTwo."


@pytest.mark.parametrize(
    "sign, expected",
    [
        ('<w:sym w:font="Symbol" w:char="F0A0"/>', "€"),
        ('<w:sym w:font="Symbol" w:char="F0B1"/>', "±"),
        ('<w:sym w:font="Symbol" w:char="00B1"/>', "±"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✓"),
        ('<w:sym w:font="Segoe UI Symbol" w:char="2611"/>', "☑"),
        ('<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:t>\uf0b3</w:t>', "≥"),
    ],
)
def test_signs_of_fonts_with_a_code_of_their_own(sign: str, expected: str) -> None:
    assert word(f"<w:p><w:r>{sign}</w:r>{r('5')}</w:p>").text == f"{expected}5"


@pytest.mark.parametrize("code", ["F001", "D800", "DFFF", "E000", "F8FF", "zz", "", "110000", "FFFFFFFF", "0", "1F"])
@pytest.mark.parametrize("font", ["Wingdings", "Symbol", "Arial"])
def test_a_sign_that_is_not_known_parts_words(font: str, code: str) -> None:
    assert word(p("one", f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>', "two")).text == "one two"


@pytest.mark.parametrize("namespace", [WORD, STRICT])
def test_both_namespaces_of_word_are_read(namespace: str) -> None:
    parts = document_parts(p(r("VEREL:", '<w:b w:val="true"/>'), " Yes."))
    parts["word/document.xml"] = str(parts["word/document.xml"]).replace(WORD, namespace)
    content = read(packed(parts))
    assert (content.text, marked(content, "bold")) == ("VEREL: Yes.", ["VEREL:"])


def test_a_document_under_another_name_is_found() -> None:
    parts = document_parts(TALK)
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("word/document.xml", "/word/document2.xml")
    assert read(packed(parts)).text == "PRESIDENT VEREL: Welcome."


def test_a_document_without_styles_properties_and_relations_is_read() -> None:
    parts = document_parts(p("One came.", properties=of_style("Missing")))
    assert read(packed({"word/document.xml": parts["word/document.xml"]})).text == "One came."


# Bold and hidden

BOLD, LIGHT = "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:b w:val="0"/></w:rPr>'


@pytest.mark.parametrize("value, bold", [("", True), (' w:val="1"', True), (' w:val="on"', True), (' w:val="0"', False), (' w:val="false"', False)])
def test_bold_said_of_a_run(value: str, bold: bool) -> None:
    assert marked(word(p(r("VEREL:", f"<w:b{value}/>"), " Yes.")), "bold") == ["VEREL:"] * bold


@pytest.mark.parametrize(
    "paragraph, characters, direct, bold",
    [
        (BOLD, "", "", True),
        ("", BOLD, "", True),
        (BOLD, BOLD, "", False),
        (BOLD, LIGHT, "", True),
        (BOLD, "", '<w:b w:val="0"/>', False),
        (BOLD, BOLD, "<w:b/>", True),
        ("", "", "", False),
    ],
)
def test_bold_of_styles_is_a_switch_and_of_the_run_is_said(paragraph: str, characters: str, direct: str, bold: bool) -> None:
    styles = style("Base", paragraph) + style("Speaker", based_on="Base") + style("Name", characters, kind="character")
    content = word(p(r("VEREL:", f'<w:rStyle w:val="Name"/>{direct}'), properties=of_style("Speaker")), styles=styles)
    assert marked(content, "bold") == ["VEREL:"] * bold


def test_the_nearest_style_says_what_is_bold() -> None:
    styles = style("Base", BOLD) + style("Middle", LIGHT, based_on="Base") + style("Speaker", based_on="Middle")
    assert marked(word(p("Yes.", properties=of_style("Speaker")), styles=styles), "bold") == []


def test_a_paragraph_without_a_style_has_the_default_one() -> None:
    styles = style("Normal", BOLD, default=True)
    assert marked(word(p("Yes.") + p("No.", properties=of_style("Missing")), styles=styles), "bold") == ["Yes.", "No."]


def test_bold_may_be_the_default_of_the_document() -> None:
    defaults = f"<w:docDefaults><w:rPrDefault>{BOLD}</w:rPrDefault></w:docDefaults>"
    assert marked(word(p("Yes.", r(" No.", '<w:b w:val="0"/>')), styles=defaults), "bold") == ["Yes."]


def test_bold_before_a_tracked_change_of_type_does_not_count() -> None:
    assert marked(word(p(r("Yes.", "<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>"))), "bold") == []


def test_styles_that_are_based_on_each_other_end() -> None:
    styles = style("A", based_on="B") + style("B", BOLD, based_on="A") + style("C", based_on="C")
    assert word(p("One.", properties=of_style("A")) + p("Two.", properties=of_style("C")), styles=styles).text == "One.\n\nTwo."


def test_hidden_text_is_left_out_also_where_a_style_hides_it() -> None:
    styles = style("Note", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    body = p("One", r(" secret", "<w:vanish/>"), r(" draft", '<w:rStyle w:val="Note"/>'), r(" came.", '<w:vanish w:val="0"/>'))
    assert word(body, styles=styles).text == "One came."


# Headings, captions, contents


@pytest.mark.parametrize("name", ["heading 1", "Heading 9", "Title", "Subtitle"])
def test_headings_are_told_by_the_names_of_styles(name: str) -> None:
    content = word(p("Talks", properties=of_style("berschrift")) + p("One came."), styles=style("berschrift", name=name))
    assert marked(content, "heading") == ["Talks"]


def test_a_style_based_on_a_heading_is_one() -> None:
    styles = style("H1", name="heading 1") + style("Mine", based_on="H1") + style("Not", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', based_on="H1")
    content = word(p("Talks", properties=of_style("Mine")) + p("One came.", properties=of_style("Not")), styles=styles)
    assert marked(content, "heading") == ["Talks"]


def test_a_level_of_the_outline_makes_a_heading() -> None:
    assert marked(word(p("Talks", properties='<w:outlineLvl w:val="0"/>') + p("One.", properties='<w:outlineLvl w:val="9"/>')), "heading") == [
        "Talks"
    ]


def test_a_level_of_the_outline_said_of_a_paragraph_goes_before_its_style() -> None:
    properties = of_style("H1") + '<w:outlineLvl w:val="9"/>'
    assert marked(word(p("One came.", properties=properties), styles=style("H1", name="heading 1")), "heading") == []


@pytest.mark.parametrize("name", ["toc 1", "TOC Heading", "caption", "table of figures"])
def test_contents_and_captions_are_left_out(name: str) -> None:
    styles = style("H1", name="heading 1") + style("X", name=name, based_on="H1")
    assert word(p("Talks 3", properties=of_style("X")) + p("One came."), styles=styles).text == "One came."


# What wraps words


@pytest.mark.parametrize(
    "wrapped",
    [
        f"<w:hyperlink>{r('two')}</w:hyperlink>",
        f"<w:smartTag w:element='place'>{r('two')}</w:smartTag>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{r('two')}</w:sdtContent></w:sdt>",
        f"<w:customXml>{r('two')}</w:customXml>",
        f"<w:ins w:id='1'>{r('two')}</w:ins>",
        f"<w:moveTo w:id='1'>{r('two')}</w:moveTo>",
        f"<w:fldSimple w:instr='REF x'>{r('two')}</w:fldSimple>",
        f"<w:bdo w:val='rtl'>{r('two')}</w:bdo>",
        f"<w:hyperlink><w:smartTag><w:ins>{r('two')}</w:ins></w:smartTag></w:hyperlink>",
        f"<w:r><w:ruby><w:rt>{r('gloss')}</w:rt><w:rubyBase>{r('two')}</w:rubyBase></w:ruby></w:r>",
        "<m:oMath><m:r><m:t>two</m:t></m:r></m:oMath>",
        f"<w:bookmarkStart/>{r('two')}<w:bookmarkEnd/><w:proofErr/><!-- a comment --><?an instruction?>",
    ],
)
def test_words_in_wrappers_are_read(wrapped: str) -> None:
    assert word(p("one ", wrapped, " three")).text == "one two three"


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:del><w:r><w:delText>two</w:delText></w:r></w:del>",
        f"<w:del>{r('two')}</w:del>",
        f"<w:moveFrom>{r('two')}</w:moveFrom>",
        "<w:commentRangeStart w:id='0'/><w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>",
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here to enter text.')}</w:sdtContent></w:sdt>",
    ],
)
def test_what_is_no_part_of_the_text_is_left_out(wrapped: str) -> None:
    comments = f"<w:comment w:id='0'>{p('Is that so?')}</w:comment>"
    assert word(p("one ", wrapped, "three"), comments=comments).text == "one three"


def test_paragraphs_in_content_controls_are_read_and_contents_are_not() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{p('Talks 3')}</w:sdtContent></w:sdt><w:sdt><w:sdtContent>{p('One.')}{p('Two.')}</w:sdtContent></w:sdt>"
    assert word(body).text == "One.\n\nTwo."


def test_moved_text_stands_once_where_it_was_moved_to() -> None:
    moved = r("Moved.")
    gone = p(f"<w:moveFrom>{moved}</w:moveFrom>", properties="<w:rPr><w:moveFrom/></w:rPr>")
    assert word(gone + p("One.") + p(f"<w:moveTo>{moved}</w:moveTo>")).text == "One.\n\nMoved."


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:vanish/>", "<w:vanish/><w:specVanish/>"])
def test_a_paragraph_whose_end_is_deleted_or_hidden_runs_on(mark: str) -> None:
    body = p(r("VEREL:", "<w:b/>"), properties=f"<w:rPr>{mark}</w:rPr>") + p(" Yes.") + p("No.")
    content = word(body)
    assert (content.text, marked(content, "bold")) == ("VEREL: Yes.\n\nNo.", ["VEREL:"])


def test_a_paragraph_that_runs_on_ends_at_a_table_and_at_the_end() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    assert word(p("One.", properties=mark) + table([["Two."]]) + p("Three.", properties=mark)).text == "One.\n\nTwo.\n\nThree."


def test_a_drop_capital_is_the_first_letter_of_its_word() -> None:
    assert word(p("T", properties='<w:framePr w:dropCap="drop" w:lines="3"/>') + p("oday we met.")).text == "Today we met."


# Fields


def mark_of_field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


BEGIN, SEPARATE, END = map(mark_of_field, ("begin", "separate", "end"))


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize(
    "inside, expected",
    [
        ([BEGIN, instruction("REF x"), SEPARATE, "two", END], "one two three"),
        ([BEGIN, instruction('XE "index"'), END], "one three"),
        (
            [BEGIN, instruction("IF "), BEGIN, instruction("PAGE"), SEPARATE, "7", END, instruction(" = 7 a b"), "x", SEPARATE, "two", END],
            "one two three",
        ),
        ([BEGIN, instruction("HYPERLINK x"), SEPARATE, "tw", BEGIN, instruction("PAGE"), SEPARATE, "o", END, END], "one two three"),
        ([END, SEPARATE, "two"], "one two three"),
        ([BEGIN, instruction("REF x"), "two"], "one two three"),
    ],
    ids=["result", "no result", "nested in the instruction", "nested in the result", "no begin", "no end"],
)
def test_of_a_field_its_result_is_printed(inside: list[str], expected: str) -> None:
    assert " ".join(word(p("one ", *inside, " three")).text.split()) == expected


def test_a_field_may_go_over_paragraphs() -> None:
    assert word(p("One ", BEGIN, instruction("REF x"), SEPARATE, "came.") + p("Two left", END, ".")).text == "One came.\n\nTwo left."


def test_a_field_that_does_not_end_in_its_paragraph_swallows_nothing() -> None:
    assert word(p("One.", BEGIN, instruction("REF x")) + p("Two.", END) + p("Three.")).text == "One.\n\nTwo.\n\nThree."
    assert word(p("One.", BEGIN, instruction("REF x")) + p("Two.") + p("Three.")).text == "One.\n\nTwo.\n\nThree."


# Lists


def abstract(*levels: str, key: str = "0", extra: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{extra}{"".join(levels)}</w:abstractNum>'


def level(at: int, form: str, text: str, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def num(key: str, of: str = "0", overrides: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def item(text: str, at: int = 0, key: str = "1", extra: str = "") -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>{extra}')


def labels(body: str, numbering: str, **parts: str) -> list[str]:
    """Return what stands before each paragraph, all of which are called x."""
    return [line.removesuffix("x").rstrip() for line in word(body, numbering=numbering, **parts).text.split("\n\n")]


@pytest.mark.parametrize(
    "form, text, expected",
    [
        ("bullet", "\uf0b7", ["•", "•", "•"]),
        ("bullet", "-", ["-", "-", "-"]),
        ("bullet", "–", ["–", "–", "–"]),
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("decimal", "Article %1", ["Article 1", "Article 2", "Article 3"]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("lowerLetter", "(%1)", ["(a)", "(b)", "(c)"]),
        ("upperLetter", "%1)", ["A)", "B)", "C)"]),
        ("lowerRoman", "%1.", ["i.", "ii.", "iii."]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("russianLower", "%1)", ["а)", "б)", "в)"]),
        ("none", "", ["", "", ""]),
        ("japaneseCounting", "%1", ["•", "•", "•"]),
        ("decimal", "x" * 41, ["•", "•", "•"]),
    ],
)
def test_lists_have_the_number_or_bullet_that_word_prints(form: str, text: str, expected: list[str]) -> None:
    assert labels(item("x") * 3, abstract(level(0, form, text)) + num("1")) == expected


def test_levels_count_anew_below_each_other() -> None:
    numbering = abstract(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "decimal", "%1.%2.%3")) + num("1")
    body = "".join(item("x", at) for at in (0, 1, 1, 0, 1, 2, 2, 1, 0))
    assert labels(body, numbering) == ["1.", "a)", "b)", "2.", "a)", "2.a.1", "2.a.2", "b)", "3."]


def test_a_level_that_is_never_restarted_goes_on() -> None:
    numbering = abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "Article %2", '<w:lvlRestart w:val="0"/>')) + num("1")
    assert labels("".join(item("x", at) for at in (0, 1, 1, 0, 1)), numbering) == ["I.", "Article 1", "Article 2", "II.", "Article 3"]


def test_legal_numbers_are_in_figures() -> None:
    numbering = abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + num("1")
    assert labels("".join(item("x", at) for at in (0, 0, 1)), numbering) == ["I.", "II.", "2.1"]


def test_lists_of_one_kind_count_on_unless_they_start_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(level(0, "decimal", "%1.")) + num("1") + num("2") + num("3", overrides=override)
    assert labels("".join(item("x", key=key) for key in "112331"), numbering) == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_a_style_may_make_a_list_and_a_paragraph_may_leave_it() -> None:
    numbers = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    deeper = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("L1", numbers) + style("L2", deeper) + style("L1b", based_on="L1")
    numbering = abstract(level(0, "decimal", "%1.", '<w:pStyle w:val="L1"/>'), level(1, "decimal", "%1.%2", '<w:pStyle w:val="L2"/>')) + num("1")
    out = p("x", properties=of_style("L1") + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    body = p("x", properties=of_style("L1")) + p("x", properties=of_style("L2")) + out + p("x", properties=of_style("L1b"))
    assert labels(body, numbering, styles=styles) == ["1.", "1.1", "", "2."]


def test_the_level_in_a_list_is_that_of_the_nearest_who_says_it() -> None:
    def numbers(inside: str) -> str:
        return f"<w:pPr><w:numPr>{inside}</w:numPr></w:pPr>"

    styles = style("Far", numbers('<w:ilvl w:val="1"/><w:numId w:val="1"/>')) + style("Same", based_on="Far")
    styles += style("Deeper", numbers('<w:ilvl w:val="2"/>'), based_on="Far")
    numbering = abstract(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "lowerRoman", "%3)")) + num("1")
    direct = '<w:numPr><w:ilvl w:val="0"/></w:numPr>'
    body = p("x", properties=of_style("Same")) + p("x", properties=of_style("Deeper")) + p("x", properties=of_style("Deeper") + direct)
    assert labels(body, numbering, styles=styles) == ["a)", "i)", "1."]
    assert labels(p("x", properties=of_style("Deeper") + '<w:numPr><w:numId w:val="1"/></w:numPr>'), numbering, styles=styles) == ["1."]


@pytest.mark.parametrize(
    "start, expected", [(4, "iv"), (9, "ix"), (14, "xiv"), (49, "xlix"), (90, "xc"), (449, "cdxlix"), (994, "cmxciv"), (3888, "mmmdccclxxxviii")]
)
def test_roman_numbers(start: int, expected: str) -> None:
    made = level(0, "lowerRoman", "%1").replace('<w:start w:val="1"/>', f'<w:start w:val="{start}"/>')
    assert labels(item("x"), abstract(made) + num("1")) == [expected]


def test_letters_are_doubled_after_z() -> None:
    made = level(0, "lowerLetter", "%1").replace('<w:start w:val="1"/>', '<w:start w:val="26"/>')
    assert labels(item("x") * 3, abstract(made) + num("1")) == ["z", "aa", "bb"]


def test_a_list_may_be_that_of_a_list_style() -> None:
    styles = style("Steps", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', kind="numbering")
    numbering = (
        abstract(key="0", extra='<w:numStyleLink w:val="Steps"/>')
        + abstract(level(0, "lowerLetter", "%1)"), key="1", extra='<w:styleLink w:val="Steps"/>')
        + num("1", "0")
        + num("2", "1")
    )
    assert labels(item("x") * 2, numbering, styles=styles) == ["a)", "b)"]


def test_an_empty_item_counts_and_a_deleted_one_does_not() -> None:
    numbering = abstract(level(0, "decimal", "%1.")) + num("1")
    assert labels(item("x") + item("") + item("x"), numbering) == ["1.", "3."]
    deleted = p("<w:del><w:r><w:delText>y</w:delText></w:r></w:del>", properties='<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>')
    assert labels(item("x") + deleted + item("x"), numbering) == ["1.", "2."]


@pytest.mark.parametrize("start", ["0", "4000", "999999999", "-1", "x"])
@pytest.mark.parametrize("form", ["lowerRoman", "lowerLetter", "decimal"])
def test_numbers_beyond_all_lists_do_no_harm(start: str, form: str) -> None:
    made = level(0, form, "%1.").replace('<w:start w:val="1"/>', f'<w:start w:val="{start}"/>')
    (label,) = labels(item("x"), abstract(made) + num("1"))
    assert 0 < len(label) < 15


# Tables


def table(rows: list[list[str]]) -> str:
    """Return a table; a cell is its words or its XML."""
    made = ""
    for row in rows:
        cells = [f"<w:tc><w:tcPr/>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row]
        made += f"<w:tr>{''.join(cells)}</w:tr>"
    return f"<w:tbl><w:tblPr/>{made}</w:tbl>"


def test_a_table_of_data_is_a_paragraph_a_row() -> None:
    content = word(p("Before.") + table([[p(r("Year", "<w:b/>")), "Trade"], ["2022", "5 million"], ["2023", ""]]) + p("After."))
    assert content.text == "Before.\n\nYear | Trade\n\n2022 | 5 million\n\n2023\n\nAfter."
    assert marked(content, "bold") == ["Year"]


def test_lines_in_a_cell_of_data_are_one() -> None:
    two = f"<w:p>{r('Joren')}<w:r><w:br/></w:r>{r('Verel')}</w:p>"
    assert word(table([["Name", "Office"], [two, "President"]])).text == "Name | Office\n\nJoren Verel | President"


@pytest.mark.parametrize(
    "rows, expected",
    [
        ([["EMBASSY OF ARVENIA", "Press release"]], ["EMBASSY OF ARVENIA", "Press release"]),
        ([[p("One.") + p("Two.")]], ["One.", "Two."]),
        (
            [["PRESIDENT VEREL:", p("Welcome to Arvenia.") + p("Sit down.")], ["PRIME MINISTER SOHL:", "Thank you."]],
            ["PRESIDENT VEREL:", "Welcome to Arvenia.", "Sit down.", "PRIME MINISTER SOHL:", "Thank you."],
        ),
        ([["VEREL:", "We agreed. " * 20], ["SOHL:", "Yes."]], ["VEREL:", ("We agreed. " * 20).strip(), "SOHL:", "Yes."]),
        ([["A", table([["B", "C"]])], ["D", "E"]], ["A", "B", "C", "D", "E"]),
        ([["A", table([["B"]])], ["D", "E"]], ["A", "B", "D", "E"]),
        ([["EMBASSY OF ARVENIA", "Press release"], ["5 March", ""]], ["EMBASSY OF ARVENIA", "Press release", "5 March"]),
    ],
    ids=["letterhead", "box", "speakers", "long cells", "nested", "box in a cell", "letterhead of two rows"],
)
def test_a_table_that_gives_text_its_place_is_read_cell_by_cell(rows: list[list[str]], expected: list[str]) -> None:
    assert word(table(rows)).text == "\n\n".join(expected)


def test_cells_merged_downwards_stand_once() -> None:
    def merged(text: str, value: str) -> str:
        return cell(text, f"<w:vMerge{value}/>")

    rows = [merged("Arvenia", ' w:val="restart"') + cell("Verel"), merged("hidden", "") + cell("Sohl"), cell("a") + cell("b")]
    assert word(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>").text == "Arvenia | Verel\n\nSohl\n\na | b"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_rows_and_cells_that_are_deleted_or_hidden_are_left_out_and_inserted_ones_are_not() -> None:
    def row(text: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cell(text)}{cell('gone', '<w:cellDel/>')}</w:tr>"

    inserted = f"<w:sdt><w:sdtContent>{row('Four.', '<w:ins/>')}</w:sdtContent></w:sdt>"
    body = f"<w:tbl>{row('One.')}{row('Two.', '<w:del/>')}{row('Three.', '<w:hidden/>')}{inserted}</w:tbl>"
    assert word(body).text == "One.\n\nFour."


def test_lists_in_tables_count_in_their_order() -> None:
    numbering = abstract(level(0, "decimal", "%1.")) + num("1")
    assert labels(item("x") + table([[item("x")], [item("x")]]) + item("x"), numbering) == ["1.", "2.", "3.", "4."]


# Text boxes, notes, margins


def box(*paragraphs: str) -> str:
    """Return a text box as Word writes it: once for programs of today, once for old ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    new = f"<w:drawing><wp:inline><a:graphic><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphic></wp:inline></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    assert (
        word(p("One ", box(p("In the box."), p("And more.")), "came.") + p("Two left.")).text == "One came.\n\nIn the box.\n\nAnd more.\n\nTwo left."
    )


def test_a_text_box_of_an_old_file_is_read() -> None:
    assert (
        word(p("<w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + p("In the box.") + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>")).text
        == "In the box."
    )


def test_of_content_given_in_two_ways_the_one_with_words_is_read() -> None:
    choice = '<mc:Choice Requires="w16se"><w16se:symEx xmlns:w16se="urn:x"/></mc:Choice><mc:Fallback><w:t>two</w:t></mc:Fallback>'
    assert word(p("one ", f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>", " three")).text == "one two three"


def note(key: str, text: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{key}"><w:p><w:r><w:{kind}Ref/></w:r>{r(f" {text}")}</w:p></w:{kind}>'


def test_notes_stand_at_the_end_in_the_order_in_which_the_text_refers_to_them() -> None:
    def refer(key: str, kind: str = "footnote") -> str:
        return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'

    body = p("One", refer("3"), " came", refer("1", "endnote"), ".") + p("Two", refer("2"), " left", refer("2"), f"<w:del>{refer('4')}</w:del>.")
    footnotes = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>' + note("2", "Second.") + note("3", "First.") + note("4", "Deleted.")
    content = word(body, footnotes=footnotes, endnotes=note("1", "At the end.", "endnote"))
    assert content.text == "One came.\n\nTwo left\n\nFirst.\n\nSecond.\n\nAt the end."


def test_headers_and_footers_are_left_out() -> None:
    document = python_docx.Document()
    document.add_paragraph("One came.")
    document.sections[0].header.paragraphs[0].text = "Ministry of Arvenia"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue()).text == "One came."


# What the file says of itself


def core(title: str = "", language: str = "") -> str:
    return f"<dc:title>{title}</dc:title><dc:language>{language}</dc:language><dcterms:created>2019-01-02T03:04:05Z</dcterms:created>"


def test_title_and_language_are_those_of_the_properties_and_the_day_is_not() -> None:
    metadata = word(TALK, core(" Talks  of Arvenia\nand Norland ", "en-US")).metadata
    assert (metadata.title, metadata.language, metadata.date, metadata.published) == ("Talks of Arvenia and Norland", "en", None, None)


@pytest.mark.parametrize(
    "title",
    [
        "", " ", "Document1", "Document 12", "Word Document", "Untitled", "Dokument1", "Title", "Microsoft Word - talks_final.doc", "talks.docx",
        "talks_v2_FINAL", "C:\\talks\\one", "Press release template", "MFA letterhead", "Normal.dotm", "[Document title]",
        "https://arvenia.example/talks", "2023-04-10", "---", "x" * 301,
    ],
)  # fmt: skip
def test_what_is_no_title_is_left_out(title: str) -> None:
    assert word(TALK, core(title)).metadata.title is None


@pytest.mark.parametrize("title", ["Documents signed in Arvenia", "Remarks by President Verel (as delivered)", "Переговоры в Арвении", "Readout"])
def test_a_title_is_kept(title: str) -> None:
    assert word(TALK, core(title)).metadata.title == title


@pytest.mark.parametrize(
    "language, expected", [("ru", "ru"), ("en_GB", "en"), ("EN-gb", "en"), ("English", None), ("eng", None), ("", None), ("x-none", None)]
)
def test_a_language_is_two_letters(language: str, expected: str | None) -> None:
    assert word(TALK, core("", language)).metadata.language == expected


# Bad input


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(content)
    return str(caught.value)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "the file is empty"),
        (b"\0\0\0 ", "the file is empty"),
        (OLE + "WordDocument".encode("utf-16-le"), r"old Word document \(.doc\); open it in Word and save it as .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password; save it without one"),
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook"),
        (OLE, "old Office format"),
        (b"{\\rtf1\\ansi One came.}", "RTF"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\xef\xbb\xbf<html><body>One came.</body></html>", "a web page or XML"),
        (b"One came.", "no Word document"),
        (packed({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), r"an Excel workbook \(.xlsx\)"),
        (packed({"ppt/presentation.xml": "<x/>"}), "a PowerPoint presentation"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), r"an OpenDocument text \(.odt\)"),
        (packed({"mimetype": "application/epub+zip"}), "an e-book"),
        (packed({"talk.txt": "One came."}), "a zip archive, no Word document; unpack it"),
        (packed({}), "a zip archive"),
        (packed({"[Content_Types].xml": "<x/>", "word/styles.xml": "<x/>"}), "no word/document.xml"),
        (packed({"word/document.xml": "<w:document"}), "word/document.xml is damaged"),
        (packed({"word/document.xml": ""}), "word/document.xml is damaged"),
        (packed({"word/document.xml": "<html/>"}), "a zip archive"),
        (packed(document_parts("")), "the document has no text; if its pages are pictures"),
        (packed(document_parts(p(" ") + p("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>"))), "the document has no text"),
        (packed(document_parts(p("One.") + '<w:altChunk r:id="r1" xmlns:r="urn:r"/>')), "other files put into it"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_told(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read(content)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_told(keep: float) -> None:
    content = packed(document_parts(TALK * 50))
    assert refused(content[: int(len(content) * keep)]) == "the file is damaged or cut off; open it in Word and save it anew"


def test_a_part_with_a_password_is_told() -> None:
    content = bytearray(packed({"word/document.xml": b"x"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "protected by a password" in refused(bytes(content))


def test_a_changed_byte_in_a_part_is_told() -> None:
    content = bytearray(packed(document_parts("".join(p(f"Word {number}.") for number in range(500)))))
    at = content.index(b"word/document.xml") + 200
    content[at] ^= 255
    assert "damaged" in refused(bytes(content))


def test_a_part_packed_otherwise_is_told() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "x")
    assert "packed in a way that Word documents never are" in refused(file.getvalue())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a file unpack to 100 kB in all."""
    monkeypatch.setattr(word_package, "MAX_BYTES", 100_000)
    return 100_000


def test_a_file_that_unpacks_to_too_much_is_told(small: int) -> None:
    assert "unpacks to more than" in refused(packed(document_parts(p("a" * small))))


def test_parts_count_together(small: int) -> None:
    parts = document_parts(TALK, styles=style("A" * (small // 2)), numbering=" " * (small // 2))
    assert "unpacks to more than" in refused(packed(parts))


@pytest.mark.parametrize("said", [0, 100, 2**31])
def test_a_size_that_lies_is_told(small: int, said: int) -> None:
    content = bytearray(packed({"word/document.xml": document_parts(p("a" * 50_000))["word/document.xml"]}))
    for sign, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.index(sign) + at
        content[start : start + 4] = said.to_bytes(4, "little")
    assert "damaged" in refused(bytes(content)) or "unpacks" in refused(bytes(content))


def test_pictures_do_not_count(small: int) -> None:
    assert read(packed(document_parts(TALK) | {"word/media/image1.png": b"\0" * 2 * small})).text == "PRESIDENT VEREL: Welcome."


def test_the_real_bound_holds_for_a_bomb() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(201):
            part.write(b" " * 1_000_000)
    assert refused(file.getvalue()) == "the file unpacks to more than 200 MB, which no document does"


def test_more_tags_than_a_document_has_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "_MAX_SIGNS", 1000)
    assert "more than 1,000 tags" in refused(packed(document_parts("<w:p/>" * 1000)))


BOMB = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "doctype", [BOMB, '<!DOCTYPE w:document SYSTEM "file:///etc/passwd">', '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>']
)
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "_rels/.rels"])
def test_entities_are_refused_wherever_they_stand(part: str, doctype: str, encoding: str) -> None:
    parts = document_parts(TALK)
    declared = doctype + str(parts[part]).removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    parts[part] = declared.encode(encoding)
    assert "declares XML entities" in refused(packed(parts))


def test_an_entity_that_is_not_declared_is_damage() -> None:
    assert "damaged" in refused(packed(document_parts(p("One &b; came."))))


@pytest.mark.parametrize(
    "wrap",
    [lambda x: f"<w:ins>{x}</w:ins>", lambda x: table([[x]]), lambda x: p(box(x)), lambda x: f"<w:sdt><w:sdtContent>{x}</w:sdtContent></w:sdt>"],
    ids=["insertions", "tables", "boxes", "content controls"],
)
def test_what_is_nested_is_read(wrap: Callable[[str], str]) -> None:
    body = p("One came.")
    for _ in range(6):
        body = wrap(body)
    assert word(body).text == "One came."


@pytest.mark.parametrize("tag", ["w:ins", "w:tbl", "w:p"])
def test_what_is_nested_too_deep_is_told(tag: str) -> None:
    assert "nested too deep" in refused(packed(document_parts(f"<{tag}>" * 300 + TALK + f"</{tag}>" * 300)))


def test_what_is_nested_as_deep_as_can_be_is_read() -> None:
    tables = "<w:tbl><w:tr><w:tc>" * 80 + p("One came.") + "</w:tc></w:tr></w:tbl>" * 80
    assert word(tables).text == "One came."
    inserted = "<w:ins>" * 240
    assert word(f"<w:p>{inserted}{r('One came.')}{inserted.replace('<', '</')}</w:p>").text == "One came."


def test_relations_to_other_places_are_not_followed() -> None:
    parts = document_parts(TALK)
    parts["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="https://arvenia.example/styles.xml" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/numbering" Target="../../../../etc/passwd"/></Relationships>'
    )
    assert read(packed(parts)).text == "PRESIDENT VEREL: Welcome."


# Nothing is lost

WORDS = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=8)
RUNS = st.lists(WORDS, min_size=1, max_size=4)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.lists(RUNS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_every_word_is_there_once_and_in_order(paragraphs: list[list[str]], chance: Any) -> None:
    def wrapped(run: str) -> str:
        ways = [
            "{}",
            "<w:ins>{}</w:ins>",
            "<w:hyperlink>{}</w:hyperlink>",
            f"{BEGIN}{instruction('REF')}{SEPARATE}{{}}{END}",
            "<w:del><w:r><w:delText>no</w:delText></w:r></w:del>{}",
        ]
        return chance.choice(ways).format(run)

    body = "".join(p(*(wrapped(r(f"{escaped(word_)} ", chance.choice(["", "<w:b/>"]))) for word_ in runs)) for runs in paragraphs)
    expected = "\n\n".join(" ".join(runs) for runs in paragraphs)
    assert word(body).text == expected


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_whatever_the_bytes_it_is_read_or_told(data: st.DataObject) -> None:
    content = bytearray(FULL)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[at] = data.draw(st.integers(0, 255))
        else:
            del content[at : at + data.draw(st.integers(1, 200))]
    with contextlib.suppress(Unreadable):
        assert read(bytes(content)).text


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", OLE]))
def test_noise_is_told(noise: bytes, start: bytes) -> None:
    assert refused(start + noise)


TAGS = [
    "w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:fldChar", "w:sym", "w:pPr", "w:rPr", "w:numPr", "w:drawing",
    "w:txbxContent", "w:ins", "w:ruby", "m:oMath", "mc:AlternateContent", "mc:Choice",
]  # fmt: skip
LEAVES = st.sampled_from(["word ", "<w:b/>", "<w:br/>", '<w:numId w:val="1"/>', '<w:ilvl w:val="77"/>', BEGIN, END])


def element(tag: str, inside: list[str]) -> str:
    return f"<{tag}>{''.join(inside)}</{tag}>"


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.recursive(LEAVES, lambda inner: st.builds(element, st.sampled_from(TAGS), st.lists(inner, max_size=4)), max_leaves=30))
def test_tags_in_places_where_none_belong_do_no_harm(body: str) -> None:
    numbering = abstract(level(0, "decimal", "%1.")) + num("1")
    assert word(p("One came.") + body, numbering=numbering).text.startswith("One came.")


FULL = packed(
    document_parts(
        p(r("VEREL:", "<w:b/>"), " Yes.", '<w:r><w:footnoteReference w:id="2"/></w:r>', box(p("Box."))) + item("x") + table([["A", "B"], ["C", "D"]]),
        core("Talks in Arvenia", "en"),
        styles=style("A", BOLD) + style("B", based_on="A"),
        numbering=abstract(level(0, "decimal", "%1.")) + num("1"),
        footnotes=note("2", "Note."),
    )
)
