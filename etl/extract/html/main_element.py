"""Which blocks of a page are the document: menus, share buttons, notices, captions and other articles are not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from etl.extract.html.furniture import holds_content, is_afterword, is_article, is_colophon, is_furniture, is_main, is_surely_furniture
from etl.extract.html.page import Block, Box, Page

_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "pre", "blockquote", "span"))
_NO_LETTERS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_DATED = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)")
_SENTENCE = 60
"""Letters; what is shorter may be a label of the page."""
_MAX_FRONT = 20
"""Blocks between a title and its text; where there are more, something else stands there too."""
_MAX_DATES = 3
"""Blocks before a title among which its date is looked for."""
_MAX_TEASER = 6
_BEFORE_TITLE = 0.15
"""Share of the text that may stand before its title; a heading further down is a section's."""
_WRAPPED = 0.6
"""Share of a page's blocks from which an element is the page itself: a <form> round everything, what lies under an open dialog."""
_BESIDE, _BESIDE_ARTICLE, _BESIDE_CONTENT, _BESIDE_MAIN = 0.05, 0.3, 0.6, 2.0
"""Letters that may be left out beside an element for each letter in it; more where it says that it holds the text."""


class MainText:
    """The document of a page, whose head calls it by `titles`."""

    def __init__(self, page: Page, titles: Sequence[str]) -> None:
        blocks = page.blocks
        self._page, self._titles = page, {plain for title in titles if (plain := _plain(title))}
        self._letters, self._linked = _sums(block.letters for block in blocks), _sums(block.linked for block in blocks)
        self._long = _sums(int(block.letters >= _SENTENCE) for block in blocks)
        aside = self._boxes_aside()
        self._out = [aside[block.box] for block in blocks]
        self._title = self._named_title()
        self._leave_afterwords()
        self._leave_teasers()
        self._weights = _sums(0 if self._out[i] or is_colophon(block.text) else _prose(block) for i, block in enumerate(blocks))
        self._box = self._main_box()
        if self._title is None:
            self._title = self._top_heading()

    @property
    def title(self) -> Block | None:
        """The block that is the document's title."""
        return None if self._title is None else self._page.blocks[self._title]

    @property
    def language(self) -> str:
        """The language that the element of the text, or one around it, is said to be in."""
        box: Box | None = self._box
        while box is not None and not box.language:
            box = self._page.boxes[box.parent] if box.parent >= 0 else None
        return box.language if box else ""

    def blocks(self) -> list[Block]:
        """Return the document's blocks in order."""
        blocks = self._page.blocks
        kept = list(self._kept())
        while kept and kept[-1] != self._title and (_is_link(blocks[kept[-1]]) or is_colophon(blocks[kept[-1]].text)):
            kept.pop()
        found = [blocks[i] for i in kept]
        if all(block.heading or not block.letters for block in found):  # everything else was taken for the page's furniture
            found = [block for block in blocks if not _is_link(block)] or blocks
        return [block for block in found if block.letters]

    def _boxes_aside(self) -> list[bool]:
        """Tell for each box whether it is left out: furniture, and forms and what is hidden, unless they hold most of what is left."""
        blocks = self._page.blocks
        furniture = self._aside(_sums(_prose(block) for block in blocks), forms=False)
        return self._aside(_sums(0 if furniture[block.box] or block.heading else _prose(block) for block in blocks), forms=True)

    def _aside(self, prose: list[int], *, forms: bool) -> list[bool]:
        page = self._page
        aside: list[bool] = []
        for box in page.boxes:
            wraps = box.last - box.first >= _WRAPPED * len(page.blocks)
            if box.parent >= 0 and aside[box.parent]:
                aside.append(not (box.tag == "table" and page.boxes[box.parent].tag == "figure"))
            elif is_surely_furniture(box):
                aside.append(not wraps)
            elif is_furniture(box) or (forms and (box.tag == "form" or box.hidden)):
                aside.append(not wraps and 2 * (prose[box.last] - prose[box.first]) <= prose[-1])
            else:
                aside.append(False)
        return aside

    def _named_title(self) -> int | None:
        """Return the block that reads as the page's head calls it, the highest heading first."""
        best: tuple[str, int] | None = None
        for i, block in enumerate(self._page.blocks):
            if block.letters > 500 or (not block.heading and self._out[i]):
                continue
            plain = _plain(block.text)
            if plain in self._titles or (block.heading and len(plain) >= 10 and any(t.startswith(plain) or t.endswith(plain) for t in self._titles)):
                rank = (block.heading or ("z" if _is_link(block) else "p"), i)
                best = rank if best is None else min(best, rank)
        return best[1] if best and best[0] != "z" else None

    def _leave_afterwords(self) -> None:
        """Leave out sections that follow a document: what stands in one element with their heading, and links below it."""
        page = self._page
        begun = False
        for i, block in enumerate(page.blocks):
            if self._out[i]:
                continue
            if not (begun and block.letters < _SENTENCE and is_afterword(block.text)):
                begun = begun or block.letters - block.linked >= _SENTENCE / 2
                continue
            box = page.boxes[block.box]
            while box.parent >= 0 and page.boxes[box.parent].first == i and self._is_linking(page.boxes[box.parent]):
                box = page.boxes[box.parent]
            last, rest = box.last, page.boxes[box.parent].last if box.parent >= 0 else box.last
            while last < rest and not page.blocks[last].heading and 2 * page.blocks[last].linked > page.blocks[last].letters:
                last += 1
            if last > i + 1 or last == rest or page.blocks[last].heading or self._out[last]:
                self._out[i:last] = [True] * (last - i)

    def _is_linking(self, box: Box) -> bool:
        """Whether an element holds links to other pages, or nothing that need be read."""
        linked, letters, long = (sums[box.last] - sums[box.first] for sums in (self._linked, self._letters, self._long))
        return 10 * linked >= letters or not long

    def _leave_teasers(self) -> None:
        """Leave out elements alike that are each headed by a link: a list of other documents."""
        page = self._page
        heads = _sums(int(block.heading != "" and _is_link(block)) for block in page.blocks)
        alike: dict[tuple[int, str, str], set[tuple[int, int]]] = defaultdict(set)
        for i, block in enumerate(page.blocks):
            if heads[i] == heads[i + 1]:
                continue
            box = page.boxes[block.box]
            while (
                box.parent >= 0
                and (around := page.boxes[box.parent]).last - around.first <= _MAX_TEASER
                and heads[around.last] - heads[around.first] == 1
            ):
                box = around
            if self._title is None or not box.first <= self._title < box.last:
                alike[box.parent, box.tag, box.names].add((box.first, box.last))
        for ranges in alike.values():
            for first, last in ranges if len(ranges) > 1 else ():
                self._out[first:last] = [True] * (last - first)

    def _main_box(self) -> Box:
        """Return the innermost element that leaves out no more of the page's text than surroundings hold."""
        page = self._page
        weights = [self._weights[box.last] - self._weights[box.first] for box in page.boxes]
        children: list[list[int]] = [[] for _ in page.boxes]
        main, article, content = (
            [weight if says(box) else 0 for box, weight in zip(page.boxes, weights, strict=True)] for says in (is_main, is_article, holds_content)
        )
        for i in range(len(page.boxes) - 1, 0, -1):
            parent = page.boxes[i].parent
            if parent >= 0:
                children[parent].append(i)
                main[parent], article[parent] = max(main[parent], main[i]), max(article[parent], article[i])
                content[parent] = min(weights[parent], content[parent] + content[i])
        current, gone = 0, 0
        while inner := [i for i in children[current] if weights[i]]:
            best = max(inner, key=lambda i: weights[i] + _BESIDE_MAIN * main[i])
            if page.boxes[best].tag in _PARAGRAPHS:
                break
            front = self._front_weight(page.boxes[current], page.boxes[best])
            others = [i for i in inner if not self._goes_with(i, best) or (front and page.boxes[i].last <= page.boxes[best].first)]
            loose = weights[current] - weights[best] - sum(weights[i] for i in others)
            lost = weights[current] - weights[best] + 4 * loose - front
            alone = content[best] == sum(content[i] for i in inner)
            if not (
                (2 * main[best] > weights[best] and lost <= _BESIDE_MAIN * weights[best])
                or (2 * content[best] > weights[best] and alone and lost <= _BESIDE_CONTENT * weights[best])
                or (2 * article[best] > weights[best] and lost <= _BESIDE_ARTICLE * weights[best])
            ):
                gone += lost
                if loose or gone > _BESIDE * weights[best]:
                    break
            current = best
        return page.boxes[current]

    def _goes_with(self, number: int, best: int) -> bool:
        """Whether a box is a paragraph, or a section like the best one, and so probably of the same text."""
        box, other = self._page.boxes[number], self._page.boxes[best]
        return box.tag in _PARAGRAPHS or (box.tag == other.tag and _NUMBER.sub("", box.names) == _NUMBER.sub("", other.names))

    def _front_weight(self, around: Box, box: Box) -> int:
        """Return how much stands between the title and an element, since that is kept."""
        if self._title is None or not box.first - _MAX_FRONT <= self._title < box.first:
            return 0
        return self._weights[box.first] - self._weights[max(self._title, around.first)]

    def _top_heading(self) -> int | None:
        """Return the first heading of the first rank in the text, or the last before it."""
        box, blocks = self._box, self._page.blocks
        before = [i for i in range(max(0, box.first - _MAX_FRONT), box.first) if blocks[i].heading == "h1" and not _is_link(blocks[i])]
        inside = [i for i in range(box.first, min(box.last, box.first + _MAX_FRONT)) if blocks[i].heading == "h1"]
        return before[-1] if before else inside[0] if inside else None

    def _kept(self) -> Iterator[int]:
        """Give the numbers of the document's blocks: the title, what stands between it and the text, and the text."""
        box, blocks, title = self._box, self._page.blocks, self._title
        start = box.first
        if title is not None and box.first - _MAX_FRONT <= title < box.first:
            start = max(title - _MAX_DATES, 0)
        elif title is not None and not (blocks[title].heading and box.first <= title < box.last and self._is_top(title)):
            title = None
        if title is not None:
            yield title
        begun = False
        for i in range(start, box.last):
            block = blocks[i]
            if i == title or self._out[i] or (not begun and is_colophon(block.text)):
                continue
            if title is not None and i < title:
                if _is_date(block) or (i >= box.first and block.letters >= _SENTENCE and not block.linked):
                    yield i
            elif i < box.first:
                if _is_date(block) or (2 * block.linked < block.letters and self._page.boxes[block.box].tag not in ("dt", "dd")):
                    block.marker = ""
                    yield i
            elif not _is_link(block) or (begun and not _is_link(blocks[i - 1]) and not _is_link(blocks[min(i + 1, box.last - 1)])):
                begun = begun or block.letters >= _SENTENCE or self._page.boxes[block.box].tag == "p" or ":" in block.text
                yield i

    def _is_top(self, title: int) -> bool:
        """Whether a heading in the text stands over it; one further down is a section's."""
        before, said = self._weights[title] - self._weights[self._box.first], self._weights[self._box.last] - self._weights[self._box.first]
        return before < _BEFORE_TITLE * said


def _prose(block: Block) -> int:
    return max(block.letters - 2 * block.linked, 0)


def _sums(numbers: Iterable[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


def _plain(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


def _is_link(block: Block) -> bool:
    return block.letters > 0 and 10 * block.linked >= 9 * block.letters


def _is_date(block: Block) -> bool:
    return block.letters < _SENTENCE and not _is_link(block) and _DATED.search(block.text) is not None
