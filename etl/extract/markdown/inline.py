"""What stands within a paragraph of Markdown: markdown-it-py's rules, with links, tags and code read so that no word gets lost."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from etl.extract.markdown.blocks import DEFINITION

BLOCK_TAG = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figure|footer|form|h[1-6]|head|header|hr|html|li|main|nav|ol|p|"
    r"pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_INLINE_TAG = re.compile(
    r"a|abbr|acronym|audio|b|big|br|button|cite|code|data|del|dfn|em|figcaption|font|i|iframe|img|input|ins|kbd|label|link|map|mark|meta|nobr|o:p|object|"
    r"picture|q|s|samp|script|small|source|span|strike|strong|style|sub|sup|svg|time|title|tt|u|var|video|wbr"
)
_UNCLOSED_TAG = re.compile(r"br|dd|dt|hr|img|input|li|p|td|th|tr|wbr")

_PIECE = 100_000
"""A paragraph that is longer is a text without blank lines, and read in pieces so that not all its tokens are held at a time."""

_SPACE = re.compile(r"\s")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_TARGET = re.compile(
    r"""\(\s*+(?:<(?P<angle>[^<>\n]*+)>|(?P<bare>(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.)*+\))*+))"""
    r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)"""
)
_ADDRESS = re.compile(r"\Z|[#/?]|[a-z][a-z0-9+.-]*:|.*[^\W_][./@][^\W_]", re.IGNORECASE)
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_ATTRIBUTES = re.compile(r"\{[#.][^{}\n]*+\}")
_LONGEST_LABEL = 999
_CODE = re.compile(r"(?<![\w`])(`++)([^`]++)\1(?![\w`])")
_LITERAL_STARS = re.compile(r"(?<=\w)\*{3,}(?=\w)|(?<=\d)\*+(?=\d)")
_SPLIT_BOLD = re.compile(r"(?<!\*)\*\*[^*\n]++(?:\*{4}[^*\n]++)++\*\*(?!\*)")
_AUTOLINK = re.compile(r"<((?:https?://|ftp://|www\.|mailto:)[^\s<>]++|[\w.+-]++@[\w-]++(?:\.[\w-]++)++)>", re.IGNORECASE)
_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-z][a-z0-9]*+(?::[a-z]++)?+)(?P<attributes>(?:\s++[\w:@.-]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+)\s*+/?>""",
    re.IGNORECASE,
)
_CLOSING_TAG = re.compile(r"</([a-z][a-z0-9:]*)", re.IGNORECASE)


class InlineParser:
    """Reads the paragraphs of one text, of which it knows the links' definitions and the tags that are closed."""

    def __init__(self, text: str) -> None:
        self._references = {_label(found[1]) for found in DEFINITION.finditer(text)}
        self._closed = {found[1].lower() for found in _CLOSING_TAG.finditer(text)}

    def parse(self, content: str) -> Iterator[Token]:
        """Give a paragraph's tokens: text (`text`, `text_special`, `code_inline`), breaks, emphasis, links, and tags of HTML (`html_inline`)."""
        # converters write a bold label that was set in two goes as `**PRESI****DENT N:**`
        content = _SPLIT_BOLD.sub(lambda found: found[0].replace("****", ""), content)
        start = 0
        while space := _SPACE.search(content, start + _PIECE):
            yield from self._parsed(content[start : space.end()])
            start = space.end()
        yield from self._parsed(content[start:])

    def _parsed(self, content: str) -> list[Token]:
        links = dict(_links(content, self._references)) if "[" in content else {}
        env = {"closed": self._closed, "links": links, "link_ends": dict(links.values())}
        tokens = _parser().inline.parse(content, _parser(), env, [])
        _pair_stars(tokens)
        return tokens


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").disable(["image", "autolink", "fragments_join"]).enable("strikethrough")
    ruler = parser.inline.ruler
    ruler.at("backticks", _code)
    ruler.before("strikethrough", "literal_stars", _literal_stars)
    ruler.at("link", _link)
    ruler.at("html_inline", _tag)
    return parser


def _pair_stars(tokens: list[Token]) -> None:
    """Make bold of what strict Markdown leaves in stars for the spaces or points within: `**PRESIDENT N: **Thank you`, `**N:**Thank you`."""
    runs: list[list[int]] = []
    for index, token in enumerate(tokens):
        if token.type == "text" and token.content == "*":
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    for opening, closing in pairwise(runs):
        if tokens[opening[0]].content and _is_pair(tokens, opening, closing):
            for index in (*opening, *closing):
                tokens[index].content = ""
            if len(opening) > 1:
                tokens[opening[0]].type, tokens[opening[0]].nesting = "strong_open", 1
                tokens[closing[0]].type, tokens[closing[0]].nesting = "strong_close", -1


def _is_pair(tokens: list[Token], opening: list[int], closing: list[int]) -> bool:
    before, first = _neighbours(tokens, opening)
    last, after = _neighbours(tokens, closing)
    if len(opening) != len(closing) or len(opening) > 3 or before.isalnum() or (first.isspace() and last.isspace()):
        return False
    return len(opening) > 1 or (after.isspace() and not first.isspace())


def _neighbours(tokens: list[Token], run: list[int]) -> tuple[str, str]:
    """Return the characters before and after a run of stars, a space at the ends and for a break."""
    before, after = run[0] - 1, run[-1] + 1
    while before >= 0 and not tokens[before].content and not tokens[before].type.endswith("break"):
        before -= 1
    while after < len(tokens) and not tokens[after].content and not tokens[after].type.endswith("break"):
        after += 1
    return (tokens[before].content[-1:] if before >= 0 else "") or " ", (tokens[after].content[:1] if after < len(tokens) else "") or " "


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _code(state: StateInline, silent: bool) -> bool:
    """Read `code`; a back-tick within a word is an apostrophe."""
    if state.src[state.pos] != "`" or not (found := _CODE.match(state.src, state.pos)):
        return False
    state.push("code_inline", "code", 0).content = found[2]
    state.pos = found.end()
    return True


def _literal_stars(state: StateInline, silent: bool) -> bool:
    """Read the stars of `5*3*2` and of words half left out."""
    if state.src[state.pos] != "*" or not (found := _LITERAL_STARS.match(state.src, state.pos)):
        return False
    state.push("text_special", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """Pass over what stands round a link's text, and over images."""
    character = state.src[state.pos]
    links: dict[int, tuple[int, int]] = state.env["links"]
    if character == "]" and state.pos in state.env["link_ends"]:
        state.push("link_close", "a", -1)
        state.pos = state.env["link_ends"][state.pos]
    elif character == "[" and state.pos in links:
        state.push("link_open", "a", 1)
        state.pos += 1
    elif character == "!" and state.pos + 1 in links:
        state.pos = links[state.pos + 1][1]
    else:
        return False
    return True


def _links(text: str, references: set[str]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Give where each link starts, where its text ends and where it ends; so too for `[text]{.underline}`, which pandoc writes.

    `[Laughter](Applause)` is no link, for nothing in it is an address.
    """
    open_: list[int] = []
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            open_.append(found.start())
        elif found[0] == "]" and open_:
            start, after = open_.pop(), found.end()
            target, attributes, second = (pattern.match(text, after) for pattern in (_TARGET, _ATTRIBUTES, _REFERENCE))
            label = (second and second[1]) or (text[start + 1 : found.start()] if found.start() - start <= _LONGEST_LABEL else "")
            if target and _ADDRESS.match(target["bare"] if target["angle"] is None else target["angle"]):
                yield start, (found.start(), target.end())
            elif attributes:
                yield start, (found.start(), attributes.end())
            elif references and _label(label) in references:
                yield start, (found.start(), second.end() if second else after)


def _tag(state: StateInline, silent: bool) -> bool:
    """Read a link in angle brackets, or a tag of HTML; `<applause>` is text."""
    if state.src[state.pos] != "<":
        return False
    if found := _AUTOLINK.match(state.src, state.pos):
        state.push("text_special", "", 0).content = found[1]
    elif (found := _TAG.match(state.src, state.pos)) and _is_html(found, state.env["closed"]):
        token = state.push("html_inline", found["name"].lower(), 0)
        token.nesting = -1 if found["close"] else 1
    else:
        return False
    state.pos = found.end()
    return True


def _is_html(found: re.Match[str], closed: set[str]) -> bool:
    name = found["name"].lower()
    if not (BLOCK_TAG.fullmatch(name) or _INLINE_TAG.fullmatch(name)):
        return False
    if found["close"] or found["attributes"]:
        return bool(found["close"]) or "=" in found["attributes"]
    return name in closed or bool(_UNCLOSED_TAG.fullmatch(name))
