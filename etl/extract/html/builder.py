"""From markup to a Page: an lxml parser calls `PageBuilder` for each tag and text, so that no tree is built and nothing recurses."""

import re
from collections.abc import Mapping

from etl.extract.content import Run
from etl.extract.html.lists import BULLET, Numbering
from etl.extract.html.page import Block, Box, Page, Table

_BOXES = frozenset((
    "html", "body", "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "legend", "li", "listing", "main",
    "menu", "nav", "ol", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp"
))  # fmt: skip
"""Elements that a browser shows below each other; all others stand in a line of text."""
_UNSEEN = frozenset((
    "applet", "audio", "button", "canvas", "datalist", "iframe", "meter", "noembed", "noframes", "noscript", "object", "optgroup", "option",
    "progress", "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video"
))  # fmt: skip
_EMPTY = frozenset((
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"
))  # fmt: skip
_LINES = frozenset(("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Boxes that `display: inline` puts into a line; on others it says nothing, since they hold boxes."""
_PREFORMATTED = frozenset(("pre", "listing", "plaintext", "xmp"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN_NAMES = frozenset((
    "d-none", "element-invisible", "hidden", "hide", "is-hidden", "js-hidden", "ms-hide", "screen-reader-only", "screen-reader-text", "show-for-sr",
    "sr-only", "u-hidden", "visually-hidden", "visuallyhidden"
))  # fmt: skip
_SHOWN_AGAIN = re.compile(r"(?:d-|\w+:)[\w-]*(?:block|flex|inline|grid|table)[\w-]*")
"""Classes that show what is hidden on narrow screens: `d-none d-md-block`."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)")
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold|[6-9]00)|(?:normal|lighter|[1-5]00))")
_BOLD_RULE = re.compile(r"(?:^|[}>,;\s])(?:span|b|p)?\.([\w-]{1,50})\s{0,3}\{[^{}]{0,500}?font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)")
"""A class that a style sheet makes bold, as word processors write it: `.c1 { font-weight: 700 }`."""
_IN_LINE = re.compile(r"display\s*:\s*inline(?!-)")
_BELOW = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)")
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
_WHITE = re.compile(r"[ \t\n\r\f\v]+")
_SEEN = re.compile(r"[^\s\u00ad\u200b\u200c\u2060\ufeff]")
_OPENS_SPEECH = "(“«„‘\"'¿¡"
_MAX_LINK = 12
"""Blocks that a link may hold."""
_MAX_HEAD = 5_000_000
"""Characters of titles, style sheets and JSON-LD that are read of one page."""


class PageBuilder:
    """Target of an lxml parser: makes a Page of its calls."""

    def __init__(self) -> None:
        self._page = Page(boxes=[Box("page", -1, 0)])
        self._open: list[tuple[str, int, bool, bool, bool]] = []  # tag, its box or -1, and what held before it: bold, preformatted, link
        self._bold = self._preformatted = self._link = False
        self._box = 0
        self._link_first = 0
        self._unseen = 0
        self._caught: list[str] | None = None
        self._head = 0
        self._runs: list[Run] = []
        self._letters = self._linked = 0
        self._broken = self._to_note = False
        self._marker = ""
        self._bold_names: set[str] = set()
        self._lists: list[Numbering] = []
        self._tables: list[Table] = []

    def close(self) -> Page:
        """Return the page."""
        self._flush()
        for box in self._page.boxes:
            box.last = len(self._page.blocks) if box.last < 0 else box.last
        return self._page

    def comment(self, text: str) -> None:
        """Keep the comments before the text: browsers say there where a page was saved from."""
        if not self._page.blocks and len(self._page.comments) < 10:
            self._page.comments.append(text[:2000])

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag."""
        if self._unseen:
            self._unseen += 1
            return
        style = attributes.get("style", "").lower() if attributes else ""
        if tag in _UNSEEN or ((attributes or tag == "sup") and self._is_unseen(tag, attributes, style)):
            self._unseen = 1
            self._catch(tag, attributes)
            return
        is_box = tag in _BOXES
        if style:
            is_box = not (tag in _LINES and _IN_LINE.search(style)) if is_box else tag not in _EMPTY and _BELOW.search(style) is not None
        self._open.append((tag, len(self._page.boxes) if is_box else -1, self._bold, self._preformatted, self._link))
        if is_box:
            self._open_box(tag, attributes)
        elif tag in ("b", "strong"):
            self._bold = True
        elif tag == "br":
            self._break()
        elif tag == "hr":
            self._flush()
        elif tag == "a":
            self._open_link(attributes)
        elif tag == "q":
            self._add("“")
        elif tag in ("meta", "link", "base"):
            self._fact(tag, attributes)
        elif tag == "time":
            self._page.times.append((f"{attributes.get('itemprop', '')} {attributes.get('class', '')}".lower(), attributes.get("datetime", "")))
        if self._bold_names and attributes and not self._bold_names.isdisjoint(attributes.get("class", "").split()):
            self._bold = True
        if style and (weight := _WEIGHT.search(style)):
            self._bold = bool(weight[1])
        if tag in _PREFORMATTED or (style and _KEEPS_LINES.search(style)):
            self._preformatted = True

    def end(self, tag: str) -> None:
        """Take an end tag."""
        if self._unseen:
            self._unseen -= 1
            if not self._unseen and self._caught is not None:
                self._release(tag)
            return
        if not self._open:
            return
        tag, box, *before = self._open.pop()
        if box >= 0:
            self._close_box(tag, box)
        elif tag == "q":
            self._add("”")
        elif tag == "a" and self._link and not before[2]:
            self._close_link()
        self._bold, self._preformatted, self._link = before

    def data(self, text: str) -> None:
        """Take text."""
        if self._unseen:
            if self._caught is not None and self._head < _MAX_HEAD:
                self._head += len(text)
                self._caught.append(text)
        elif self._preformatted:
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._add(first)
            for line in others:
                self._break()
                self._add(line)
        else:
            self._add(_WHITE.sub(" ", text))

    def _is_unseen(self, tag: str, attributes: Mapping[str, str], style: str) -> bool:
        """Whether a browser hides an element, or it is a footnote's number, which is no word of the sentence it stands in."""
        if tag in ("html", "body"):
            return False
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            return True
        if (style and _HIDDEN_STYLE.search(style)) or (tag == "dialog" and "open" not in attributes):
            return True
        if tag not in _BOXES:
            if attributes.get("aria-hidden") == "true" or _hides(attributes.get("class", "")):
                return True
            around = self._open[-1][0] if self._open else ""
            return (tag == "a" and around == "sup" and attributes.get("href", "").startswith("#")) or (
                tag == "sup" and around == "a" and self._to_note
            )
        return False

    def _catch(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._page.has_scripts |= tag == "script"
        if (tag == "title" and not self._page.title) or tag == "style" or (tag == "script" and "ld+json" in attributes.get("type", "")):
            self._caught = []

    def _release(self, tag: str) -> None:
        text = "".join(self._caught or ())
        self._caught = None
        if tag == "title":
            self._page.title = text
        elif tag == "style":
            self._bold_names.update(_BOLD_RULE.findall(text))
        else:
            self._page.linked_data.append(text)

    def _fact(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "meta":
            name = next((attributes[key] for key in ("property", "name", "itemprop", "http-equiv") if attributes.get(key)), "")
            self._page.facts.append((name.strip().lower(), attributes.get("content", "")))
        elif tag == "base" or "canonical" in attributes.get("rel", "").lower().split():
            self._page.facts.append(("base" if tag == "base" else "canonical", attributes.get("href", "")))

    def _open_link(self, attributes: Mapping[str, str]) -> None:
        address = attributes.get("href", "")
        self._to_note = address.startswith("#")
        if not self._link and (address == "#" or (address and not self._to_note) or "onclick" in attributes):
            self._link, self._link_first = True, len(self._page.blocks)

    def _close_link(self) -> None:
        """Take back a link round many blocks: it is one that was left open."""
        if len(self._page.blocks) - self._link_first > _MAX_LINK:
            for block in self._page.blocks[self._link_first :]:
                block.linked = 0

    def _add(self, text: str) -> None:
        if _SEEN.search(text):
            if self._runs and not self._bold and _is_glued(self._runs[-1], text):
                text = f" {text}"
            self._broken = False
            letters = len(text) - text.count(" ")
            self._letters += letters
            self._linked += letters if self._link else 0
        if self._letters and text:
            self._runs.append(Run(text, self._bold))

    def _break(self) -> None:
        """End a line; two line ends with nothing but white space between them end the paragraph."""
        if self._broken:
            self._flush()
        elif self._letters:
            self._runs.append(Run("\n"))
            self._broken = True

    def _flush(self) -> None:
        """End the paragraph."""
        if self._letters:
            self._page.blocks.append(Block(self._box, self._heading(), self._runs, self._letters, self._linked, self._marker))
            self._marker = ""
        self._runs = []
        self._letters = self._linked = 0
        self._broken = False

    def _heading(self) -> str:
        box = self._box
        for _ in range(3):
            if self._page.boxes[box].tag in _HEADINGS:
                return self._page.boxes[box].tag
            box = max(self._page.boxes[box].parent, 0)
        return ""

    def _open_box(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._flush()
        box = Box(tag, self._box, len(self._page.blocks))
        if attributes:
            classes = attributes.get("class", "")
            box.names = f"{classes} {attributes.get('id', '')}".strip()
            box.role, box.prop = attributes.get("role", "").lower(), attributes.get("itemprop", "")
            box.language = attributes.get("lang", "") or attributes.get("xml:lang", "")
            box.hidden = attributes.get("aria-hidden") == "true" or _hides(classes)
        self._box = len(self._page.boxes)
        self._page.boxes.append(box)
        if tag in ("ol", "ul", "menu", "dir"):
            self._lists.append(Numbering.of(tag, attributes))
        elif tag == "li":
            self._marker = self._lists[-1].marker(attributes.get("value", "")) if self._lists else BULLET
        elif tag == "table":
            self._tables.append(Table.of(attributes))
        elif self._tables:
            self._open_in_table(tag)

    def _open_in_table(self, tag: str) -> None:
        table = self._tables[-1]
        if tag == "tr":
            table.rows.append([])
        elif tag in ("td", "th"):
            table.cell = len(self._page.blocks)
        table.data |= tag in ("th", "thead", "caption")

    def _close_box(self, tag: str, number: int) -> None:
        self._flush()
        box = self._page.boxes[number]
        box.last = len(self._page.blocks)
        self._box = box.parent
        if tag in ("ol", "ul", "menu", "dir"):
            self._lists.pop()
        elif tag == "li":
            self._marker = ""
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append((self._tables[-1].cell, box.last))
        elif tag == "table":
            self._tables.pop().join_rows(self._page.blocks)
            if self._tables:
                self._tables[-1].layout = True


def _hides(classes: str) -> bool:
    names = classes.lower().split()
    return not _HIDDEN_NAMES.isdisjoint(names) and not any(_SHOWN_AGAIN.fullmatch(name) for name in names)


def _is_glued(run: Run, text: str) -> bool:
    """Whether a bold label's colon would touch the speech: browsers show `<b>N:</b>Yes` without a space, as no one would write it."""
    return run.bold and run.text.endswith(":") and (text[0].isalpha() or text[0] in _OPENS_SPEECH)
