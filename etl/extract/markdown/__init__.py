"""Markdown: text and front matter. Official texts are often not strict Markdown, so in doubt what is written stays."""

import re
from dataclasses import replace

from markdown_it.token import Token

from etl.extract.content import Content, Run, TextBuilder, Unreadable
from etl.extract.markdown.blocks import parse_blocks
from etl.extract.markdown.front_matter import split_front_matter
from etl.extract.markdown.inline import BLOCK_TAG, InlineParser
from etl.extract.plain import decode

_MARKUP = re.compile(r"[*_\[<&\\`~]")
_UNSEEN = re.compile(r"<(?:!--|(script|style|figcaption)(?=[\s>]))", re.IGNORECASE)
_UNSEEN_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "figcaption")} | {"": re.compile("--!?>")}
_BLANK_LINE = re.compile(r"^(?:[^\S\n]|&nbsp;|<br ?/?>)*\\?$", re.IGNORECASE | re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
_LABEL_END = re.compile(r"[^\W\d_][)\]]?:\Z")
_ATTRIBUTES = re.compile(r"\s\{[#.][^{}]*\}\Z")
_HEADING_TAG = re.compile("h[1-6]")


def read(content: bytes) -> Content:
    """Return the text of a Markdown file without its markup: a paragraph a block, list item, row and separator; bold stretches and headings marked.

    Raises Unreadable for what is no text, for broken front matter and for a file without words below it.
    """
    text = decode(content)
    metadata, body, unfit = split_front_matter(text)
    tidied = _tidied(body)
    writer = _Writer(InlineParser(tidied))
    for token in parse_blocks(tidied):
        writer.write(token)
    found = writer.builder.content(metadata)
    if not found.text:
        raise Unreadable("there is no text below the front matter" if len(body) < len(text) else "the file has no text, only markup")
    return replace(found, warnings=unfit)


def _tidied(text: str) -> str:
    r"""Return a text without what readers of the page don't see, its visually blank lines as blank lines; `\ ` is pandoc's no-break space."""
    text = _without_unseen(text).replace("\\ ", "\u00a0")
    return _BLANK_LINES.sub("\n\n", _BLANK_LINE.sub("", text))


def _without_unseen(text: str) -> str:
    """Drop comments, scripts, styles and captions; where one is not closed, it stays."""
    kept: list[str] = []
    unclosed: set[str] = set()
    start = position = 0
    while found := _UNSEEN.search(text, position):
        name = (found[1] or "").lower()
        # the dashes of `<!-->` open the comment and close it
        end = None if name in unclosed else _UNSEEN_END[name].search(text, found.end() if name else found.end() - 2)
        if end is None:
            unclosed.add(name)
            position = found.end()
        else:
            kept.append(text[start : found.start()])
            start = position = end.end()
    return "".join((*kept, text[start:]))


class _Writer:
    """Turns the parser's tokens into paragraphs."""

    def __init__(self, inline: InlineParser) -> None:
        self._inline = inline
        self.builder = TextBuilder()
        self._runs: list[Run] = []
        self._marker = ""
        self._heading = False
        self._bold = 0
        self._raised = False
        self._broken = False
        self._line_start = True

    def write(self, token: Token) -> None:
        """Add a token that `parse_blocks` gives."""
        if token.type == "inline":
            self._write_inline(_ATTRIBUTES.sub("", token.content) if self._heading else token.content)
        elif token.type == "hr":
            self._say(token.content)
            self._end_block()
        elif token.type == "fence":
            for paragraph in re.split(r"\n\s*\n", token.content):
                self._say(paragraph)
                self._end_paragraph()
            self._end_block()
        elif token.type == "list_item_open":
            self._marker += f"{token.info}{token.markup} "
        elif token.type == "list_item_close" and self._marker:
            self.builder.add([Run(self._marker)])
            self._marker = ""
        elif token.type == "heading_open":
            self._heading = True

    def _write_inline(self, content: str) -> None:
        if not _MARKUP.search(content):
            self._say(content)
            self._end_block()
            return
        linked = 0
        for token in self._inline.parse(content):
            linked += token.nesting if token.type in ("link_open", "link_close") else 0
            if token.type in ("softbreak", "hardbreak"):
                self._say(" " if linked and token.type == "softbreak" else "\n")  # a line that a link's address fills ends no line of the text
            elif token.type in ("strong_open", "strong_close"):
                self._bold += token.nesting
            elif token.type == "html_inline":
                self._tag(token.tag, token.nesting)
            else:
                self._say(token.content)
        self._end_block()

    def _say(self, text: str) -> None:
        """Add text. A bold label gets a space before the speech, a raised figure one before another figure: Markdown has none there."""
        if not text or (text == "\n" and self._line_start):
            return
        last = self._runs[-1] if self._runs else Run("")
        after_label = last.bold and not self._bold and text[0].isalnum() and _LABEL_END.search(last.text)
        if after_label or (self._raised and text[0].isdigit() and last.text[-1:].isdigit()):
            text = f" {text}"
        self._raised = False
        self._broken = self._broken and text.isspace()
        self._line_start = text == "\n" or (self._line_start and text.isspace())
        self._runs.append(Run(text, self._bold > 0))

    def _tag(self, name: str, nesting: int) -> None:
        if name in ("b", "strong"):
            self._bold = max(0, self._bold + nesting)
        elif name == "sup":
            self._raised = nesting > 0
        elif name == "br" and not self._broken:
            self._say("\n")
            self._broken = True
        elif name in ("td", "th"):
            self._say(" | " if nesting > 0 and self._runs else "")
        elif name == "hr":
            self._end_paragraph()
            self._say("---")
            self._end_paragraph()
        elif name == "br" or BLOCK_TAG.fullmatch(name):
            self._end_paragraph()
            self._heading = nesting > 0 and bool(_HEADING_TAG.fullmatch(name))

    def _end_paragraph(self) -> None:
        if text := "".join(run.text for run in self._runs).strip():
            self.builder.add([Run(self._marker), *self._runs], heading=self._heading and any(character.isalnum() for character in text))
            self._marker = ""
        self._runs = []
        self._broken, self._line_start = False, True

    def _end_block(self) -> None:
        self._end_paragraph()
        self._heading, self._bold, self._raised = False, 0, False
