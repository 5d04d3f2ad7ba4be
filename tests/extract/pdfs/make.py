"""Makes the PDF files of this folder from its texts, with Chromium and LibreOffice: `python make.py`, in any folder.

The files are kept, so that tests need neither program. All texts are invented.
"""

import json
import re
import subprocess
import tempfile
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
LABEL = re.compile(r"(?:[A-ZÞÓÆÍÚÑÁ., ]{6,}(?: \([A-ZÓ]+\))?|(?:Mr|Ms)\. \w+(?: \(\w+\))?(?: \(spoke in \w+\))?|The President):|Q(?= )")
BOLD = re.compile(r"(?:Mr|Ms)\. \w+|The President|[^(]+")
NARRATION = re.compile(r"The (?:meeting|agenda) .{,40}\.$")


def main() -> None:
    transcript, record, spanish = (HERE.joinpath(f"{name}.txt").read_text().strip().split("\n\n") for name in ("transcript", "record", "spanish"))
    chromium("transcript", web_page(transcript, "en", "Press conference of 14 May 2024", "p { margin: 0 0 9pt }"))
    chromium("labels", web_page(transcript[:14], "en", "labels.html", "p { margin: 0 }"))
    chromium("spanish", web_page(spanish, "es", "Declaración conjunta", "p { margin: 0 0 9pt; text-align: justify }"))
    libreoffice("record", office_record(record))
    libreoffice("indented", office_transcript(transcript))
    short = office_transcript(transcript[:3])
    libreoffice("restricted", short, RestrictPermissions=True, PermissionPassword="owner", Printing=0)
    libreoffice("locked", short, EncryptFile=True, DocumentOpenPassword="reader")


def web_page(paragraphs: list[str], language: str, title: str, style: str) -> str:
    head, *rest = paragraphs
    body = "\n".join(f"<p>{labelled(p, '<b>', '</b>')}</p>" for p in rest)
    return f"""<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title><style>
@page {{ size: A5; margin: 22mm 18mm;
  @top-left {{ content: "Press Service of the President"; font-size: 8pt }} @top-right {{ content: "14 May 2024"; font-size: 8pt }}
  @bottom-center {{ content: "Page " counter(page) " of " counter(pages); font-size: 8pt }} }}
body {{ font: 10.5pt/1.35 "Liberation Serif" }} h1 {{ font-size: 15pt; margin: 0 0 12pt }} {style}</style>
<h1>{escape(head)}</h1>{body}</html>"""


def labelled(paragraph: str, opening: str, closing: str, bold: re.Pattern[str] = re.compile(".+")) -> str:
    """Return a paragraph as mark-up, its label (or what `bold` matches of it) between two tags."""
    label = LABEL.match(paragraph)
    first = bold.match(paragraph, 0, label.end()) if label else None
    cut = first.end() if first else 0
    return (opening + escape(paragraph[:cut]) + closing if cut else "") + escape(paragraph[cut:])


def office_record(paragraphs: list[str]) -> str:
    def styled(paragraph: str) -> str:
        if NARRATION.match(paragraph):
            return f'<text:p text:style-name="Narration">{escape(paragraph)}</text:p>'
        if len(paragraph) < 70 and not paragraph.endswith("."):
            return f'<text:p text:style-name="Item">{escape(paragraph)}</text:p>'
        text = labelled(paragraph, '<text:span text:style-name="B">', "</text:span>", BOLD)
        return f'<text:p text:style-name="Body">{text}</text:p>'

    members = [("Arvenia", "Mr. Verel"), ("Montravia", "Ms. Duarte"), ("Norland", "Ms. Sohl"), ("Tessaly", "Mr. Ferrant")]
    rows = "".join(
        f'<text:p text:style-name="List">{"Members:" if n == 0 else ""}<text:tab/>{country}<text:tab/>{name}</text:p>'
        for n, (country, name) in enumerate(members)
    )
    cover = f"""<text:p text:style-name="Symbol">C/PV.412</text:p><text:p text:style-name="Plain">Assembly of Coastal States</text:p>
<text:p text:style-name="Title">Council</text:p><text:p text:style-name="Plain">Twelfth year</text:p>
<text:p text:style-name="Item">412th meeting</text:p><text:p text:style-name="Plain">Tuesday, 14 May 2024, 10 a.m.</text:p>
<text:p text:style-name="Plain">Port Calden</text:p>
<text:p text:style-name="List">President:<text:tab/>Ms. Sohl<text:tab/>(Norland)</text:p>{rows}
<text:p text:style-name="Item">Agenda</text:p><text:p text:style-name="Plain">The situation in the strait</text:p>
<text:p text:style-name="Note">This record contains the text of speeches delivered in English and of the
interpretation of speeches in other languages.
Corrections should be sent to the Chief of the Verbatim Service within a month of the meeting.</text:p>"""
    columns = "".join(styled(p) for p in paragraphs)
    return office(
        cover + f'<text:p text:style-name="Opening"/><text:section text:style-name="Columns" text:name="Columns">{columns}</text:section>',
        head="C/PV.412<text:tab/>The situation in the strait<text:tab/>14/05/2024",
        foot='24-13579<text:tab/><text:tab/><text:page-number text:select-page="current"/>/<text:page-count/>',
        body='fo:text-indent="1cm" fo:text-align="justify"',
        hyphenate="true",
    )


def office_transcript(paragraphs: list[str]) -> str:
    title, *rest = paragraphs
    texts = "".join(f'<text:p text:style-name="Body">{labelled(p, "", "")}</text:p>' for p in rest)
    return office(
        f'<text:p text:style-name="Opening"/><text:p text:style-name="Title">{title}</text:p>{texts}',
        head='<text:page-number text:select-page="current"/><text:tab/><text:tab/>Ministry of Foreign Affairs of Arvenia',
        foot="<text:tab/>Check against delivery",
        body='fo:text-indent="0.8cm" fo:text-align="justify"',
        hyphenate="true",
    )


def office(content: str, head: str, foot: str, body: str, hyphenate: str) -> str:
    """Return a flat OpenDocument text: the cover's page without head and foot, the pages after it with them."""
    names = ("office", "style", "text", "fo")
    urn = {"fo": "xsl-fo-compatible"}
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{urn.get(n, n)}:1.0"' for n in names)
    layout = (
        'fo:page-width="15cm" fo:page-height="21cm" fo:margin-top="1.5cm" fo:margin-bottom="1.2cm" fo:margin-left="1.6cm" fo:margin-right="1.6cm"'
    )
    tabs = '<style:tab-stops><style:tab-stop style:position="5.9cm" style:type="center"/><style:tab-stop style:position="11.8cm" style:type="right"/>'
    leaders = """<style:tab-stops><style:tab-stop style:position="2.5cm"/><style:tab-stop style:position="8cm" style:leader-style="dotted"
style:leader-text="."/></style:tab-stops>"""
    text = 'style:font-name="Liberation Serif" fo:language="en" fo:country="US"'

    def paragraph(name: str, properties: str, letters: str = "", more: str = "") -> str:
        return f"""<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {properties}>{more}
</style:paragraph-properties><style:text-properties {text} {letters or 'fo:font-size="10pt"'}/></style:style>"""

    return f"""<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3"
office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Liberation Serif" style:font-family-generic="roman"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties {text} fo:font-size="10pt"/></style:default-style></office:styles>
<office:automatic-styles>
{paragraph("Body", body, f'fo:font-size="10pt" fo:hyphenate="{hyphenate}"')}
{paragraph("Narration", 'fo:text-indent="1cm"', 'fo:font-size="10pt" fo:font-style="italic"')}
{paragraph("Item", 'fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"', 'fo:font-size="10pt" fo:font-weight="bold"')}
{paragraph("Title", 'fo:margin-bottom="0.5cm"', 'fo:font-size="15pt" fo:font-weight="bold"')}
{paragraph("Symbol", 'fo:text-align="end" fo:margin-bottom="0.5cm"', 'fo:font-size="14pt"')}
{paragraph("Plain", 'fo:margin-bottom="0.2cm"')}
{paragraph("Note", 'fo:margin-top="2cm"', 'fo:font-size="8pt"')}
{paragraph("List", "", more=leaders)}
{paragraph("Running", "", 'fo:font-size="9pt"', tabs + "</style:tab-stops>")}
<style:style style:name="Opening" style:family="paragraph" style:master-page-name="Later"><style:text-properties fo:font-size="2pt"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Columns" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="0.6cm"/>
</style:section-properties></style:style>
<style:page-layout style:name="Page"><style:page-layout-properties {layout}/></style:page-layout>
<style:page-layout style:name="Headed"><style:page-layout-properties {layout}/>
<style:header-style><style:header-footer-properties fo:margin-bottom="0.6cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:margin-top="0.6cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page"/>
<style:master-page style:name="Later" style:page-layout-name="Headed">
<style:header><text:p text:style-name="Running">{head}</text:p></style:header>
<style:footer><text:p text:style-name="Running">{foot}</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>{content}</office:text></office:body></office:document>"""


def chromium(name: str, page: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{name}.html")
        source.write_text(page)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        options += ["--no-first-run", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={HERE / name}.pdf"]
        subprocess.run(["chromium", *options, str(source)], check=True, capture_output=True)


def libreoffice(name: str, document: str, **options: object) -> None:
    """Make a PDF of a flat OpenDocument text, with options of LibreOffice's PDF export."""
    kinds = {bool: "boolean", int: "long", str: "string"}
    given = {key: {"type": kinds[type(value)], "value": str(value).lower()} for key, value in options.items()}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{name}.fodt")
        source.write_text(document)
        target = f"pdf:writer_pdf_Export:{json.dumps(given)}" if given else "pdf"
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(HERE),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
