"""Blocks of Markdown: markdown-it-py's rules, but for those by which words or separators of a transcript would get lost."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, blockquote, fence, list_block
from markdown_it.token import Token

DEFINITION = re.compile(
    r"""^[ \t>]*\[(?!\^)([^\[\]\n]+)\]:[ \t]*<?(?:(?:https?|ftp)://|mailto:|www\.|[/#]\w)[^\s<>]*>?(?:[ \t]+(?:".*"|'.*'|\(.*\)))?[ \t]*$""",
    re.IGNORECASE | re.MULTILINE,
)
"""`[label]: https://…` on a line, the label its first group. By the standard, `[Applause]: yes` would be one too."""

_Block = Callable[[StateBlock, int, int, bool], bool]

_MAX_NESTING = 20
_PIECE = 500_000
_PIECE_END = re.compile(r"\n(?:\n(?=[^\W\d_])|(?=[-*+] [^\W\d_][^|\n]*\n))")

_SEPARATOR = re.compile(r"([*_=~+-])(?:\s*\1){2,}|\\([*_=~+-])(?:[\s\\]*\2){2,}|\\?#(?:[\s\\]*#)*|([xXхХ])(?:\s+\3){2,}")
_SEPARATOR_START = frozenset("*_=~+-#\\xXхХ")
_UNDERLINE = re.compile(r"(?:-{2,}|={2,})\s*")
_SENTENCE = re.compile(r"[.!?…,;][)\]\"'”’»*_]*\Z|:[*_]*\s+\S")
_LONGEST_HEADING = 100

_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*(?:[\w+#.-]*|\{[^{}`]*\})[ \t]*")
_FENCE_END = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t]*$", re.MULTILINE)
_TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_CELL_END = re.compile(r"(?<!\\)\|")


def parse_blocks(text: str) -> Iterator[Token]:
    """Give the tokens of a text's blocks.

    Paragraphs, headings and rows of tables are tokens `inline`, a heading's after a `heading_open`. Lines that part scenes are `hr`, fenced code is
    `fence`. A `list_item_open` has the item's marker as `info` and `markup`. Other tokens say nothing.
    """
    for piece in [text] if _FENCE_END.search(text) else _pieces(text):
        env: dict[str, Any] = {"fence_ends": {found[1]: found.start(1) for found in _FENCE_END.finditer(piece)}}
        tokens: list[Token] = []
        _parser().block.parse(piece, _parser(), env, tokens)
        yield from tokens


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 10 * _MAX_NESTING}).disable(["code", "html_block", "lheading"]).enable("table")
    ruler = parser.block.ruler
    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler.at("table", _table, {"alt": ["paragraph"]})
    ruler.at("fence", _closed_fence, interrupting)
    ruler.at("blockquote", _shallow(blockquote), interrupting)
    ruler.at("hr", _separator, interrupting)
    ruler.at("list", _shallow(list_block), {"alt": ["paragraph", "reference", "blockquote"]})
    ruler.at("reference", _definition)
    ruler.at("paragraph", _paragraph)
    return parser


def _pieces(text: str) -> Iterator[str]:
    """Cut a long text where a paragraph or list item starts at the margin, so that the parser's tokens of one piece are held at a time."""
    start = 0
    while found := _PIECE_END.search(text, start + _PIECE):
        yield text[start : found.end()]
        start = found.end()
    yield text[start:]


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _push(state: StateBlock, kind: str, content: str) -> None:
    state.push(kind, "", 0).content = content


def _shallow(rule: _Block) -> _Block:
    """Return a rule of blocks within blocks that leaves what is nested deeper than any text is as it is written: the parser would drop it."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < _MAX_NESTING and rule(state, start, end, silent)

    return limited


def _separator(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a line that parts scenes or ends the text: `* * *`, `---`, `###`, `x x x`, with backslashes or without."""
    first = state.bMarks[start] + state.tShift[start]
    if first >= state.eMarks[start] or not (state.src[first] in _SEPARATOR_START or state.src[first].isspace()):
        return False
    line = _line(state, start).strip()
    if not _SEPARATOR.fullmatch(line):
        return False
    if not silent:
        state.line = start + 1
        _push(state, "hr", line.replace("\\", ""))
    return True


def _closed_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read fenced code if it has an end: a stray ``` would make code of all that follows."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("```", "~~~"), first):
        return False
    opening = _FENCE.fullmatch(_line(state, start))
    return opening is not None and state.env["fence_ends"].get(opening[1], -1) > first and fence(state, start, end, silent)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or not DEFINITION.match(_line(state, start)):
        return False
    state.line = start + 1
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table; all cells of a row count, whatever the head has."""
    if start + 1 >= end or "|" not in (head := _line(state, start)) or state.sCount[start + 1] < state.blkIndent:
        return False
    rule = _line(state, start + 1)
    if "|" not in rule or not _TABLE_RULE.fullmatch(rule):
        return False
    if silent:
        return True
    row, line = head, start + 2
    while True:
        cells = [cell.strip() for cell in _CELL_END.split(row.strip())]
        cells = cells[not cells[0] : len(cells) - (not cells[-1])]
        if any(cells):
            _push(state, "inline", " | ".join(cells))
        if line >= end or state.sCount[line] < state.blkIndent or "|" not in (row := _line(state, line)):
            break
        line += 1
    state.line = line
    return True


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a paragraph, or a heading: one short line with an underline that is no sentence. Else the underline parts scenes."""
    rules = state.md.block.ruler.getRules("paragraph")
    before, state.parentType = state.parentType, "paragraph"
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line) and not _is_ended(state, line, rules):
        line += 1
    state.parentType = before
    content = state.getLines(start, line, state.blkIndent, False).strip()
    state.line = line
    if line == start + 1 and line < state.lineMax and state.sCount[line] >= state.blkIndent and _is_underlined(content, _line(state, line)):
        state.line = line + 1
        _push(state, "heading_open", "")
        _push(state, "inline", content)
        _push(state, "heading_close", "")
    else:
        _push(state, "inline", content)
    return True


def _is_ended(state: StateBlock, line: int, rules: list[_Block]) -> bool:
    text = _line(state, line)
    if text[0].isalpha() and text[0] not in _SEPARATOR_START and "|" not in text:
        return False
    if _separator(state, line, state.lineMax, True) or _UNDERLINE.fullmatch(text):
        return True
    if state.sCount[line] < 0 or state.sCount[line] - state.blkIndent > 3:
        return False
    return any(rule(state, line, state.lineMax, True) for rule in rules)


def _is_underlined(content: str, line: str) -> bool:
    return bool(_UNDERLINE.fullmatch(line)) and len(content) <= _LONGEST_HEADING and not _SENTENCE.search(content)
