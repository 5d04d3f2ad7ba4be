"""Pages saved from a site: the document's own text with its bold words and headings, and what the page says of it."""

import re
from dataclasses import replace

from lxml import etree

from etl.extract.content import Content, Run, TextBuilder, Unreadable
from etl.extract.html.builder import PageBuilder
from etl.extract.html.encoding import decode_page
from etl.extract.html.main_element import MainText
from etl.extract.html.metadata import Head
from etl.extract.html.page import Block, Page

_MAX_BYTES = 50_000_000
_MAX_TAGS = 1_000_000
_ARCHIVE = re.compile(rb"^(?:[\w-]+:[^\n]*\n)*?content-type:\s*multipart/related", re.IGNORECASE)
_NEEDS_SCRIPTS = re.compile(
    r"(?:enable|turn on|activate|requires?|without)\s+(?:\w+\s+){0,3}javascript|javascript\s+(?:\w+\s+){0,4}(?:disabled|enabled|required|habilitado)"
    r"|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|включите javascript|javascript (?:aktivieren|activé)|activez javascript",
    re.IGNORECASE,
)
_NOTICE = 600
"""Letters; a page that has no more than these and asks for JavaScript says nothing else."""


def read(content: bytes) -> Content:
    """Return the text of a page's document and what the page says of it.

    Raises Unreadable for what is no page (a PDF, a web archive, binary content), for a page of over 50 million bytes or a million tags, and for one
    without a text, as a browser saves it before the page's scripts have filled it in.
    """
    if content[:1024].lstrip().startswith(b"%PDF-"):
        raise Unreadable("the file is a PDF under the ending of a page; let its name end in .pdf")
    if _ARCHIVE.match(content[:4096]):
        raise Unreadable("the file is a web archive (MHTML); open it in a browser and save it as HTML")
    if len(content) > _MAX_BYTES:
        raise Unreadable(f"the page has {len(content):,} bytes; pages of up to {_MAX_BYTES:,} are read; save it without its pictures")
    page = _parsed(decode_page(content))
    head = Head(page)
    main = MainText(page, head.titles()) if page.blocks else None
    blocks = main.blocks() if main else []
    if main is None or _asks_for_scripts(blocks):
        raise Unreadable(_textless(page))
    builder = TextBuilder()
    for block in blocks:
        builder.add([Run(block.marker), *block.runs], heading=bool(block.heading) or block is main.title)
    text = builder.content()
    return replace(text, metadata=head.metadata(main.title.text if main.title else "", main.language, text.text))


def _parsed(markup: str) -> Page:
    tags = markup.count("<")
    if tags > _MAX_TAGS:
        raise Unreadable(f"the page has {tags:,} tags; pages of up to {_MAX_TAGS:,} are read; cut it into several")
    parser = etree.HTMLParser(target=PageBuilder(), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(markup.encode("utf-8", "replace"))
        page: Page = parser.close()
    except etree.LxmlError as error:
        raise Unreadable(f"the markup can't be read: {error}") from None
    return page


def _asks_for_scripts(blocks: list[Block]) -> bool:
    return sum(block.letters for block in blocks) < _NOTICE and any(_NEEDS_SCRIPTS.search(block.text) for block in blocks)


def _textless(page: Page) -> str:
    if page.has_scripts:
        return "the page has no text: its scripts fill it in (JavaScript); open it in a browser, wait for the text, and save it from there"
    return "the page has no text"
