"""Styles of a Word document: what a paragraph or a run has from its style and from those that the style is based on."""

import re
from dataclasses import dataclass, replace

from etl.extract.docx.package import Element, child, children, number, switched_on, value

_HEADING = re.compile(r"heading [1-9]|title|subtitle", re.IGNORECASE)
_ASIDE = re.compile(r"toc [1-9]|toc heading|table of figures|caption", re.IGNORECASE)
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives; None is not given. `role` is heading, aside (not in the document's own words) or body.

    `list_id` and `list_level` are those of a list, `list_style` is the style that gives them.
    """

    based_on: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    role: str | None = None
    list_id: str | None = None
    list_level: int | None = None
    list_style: str | None = None


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        """Read the part `styles.xml`; None is a document without one."""
        self._given: dict[str, Style] = {}
        self._whole: dict[str, Style] = {}
        self._default: dict[str, str] = {}
        for item in children(root, "w:style"):
            key = value(item, "styleId") or ""
            self._given[key] = _style(item, key)
            if value(item, "default") in ("1", "true", "on"):
                self._default[value(item, "type") or "paragraph"] = key
        run = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        self._bold = bool(switched_on(child(run, "w:b")))
        self._hidden = bool(switched_on(child(run, "w:vanish")))

    def paragraph(self, properties: Element | None) -> Style:
        """Return the style of a paragraph with its own properties (`w:pPr`) put before."""
        style = self._resolved(value(child(properties, "w:pStyle")), "paragraph")
        own = _paragraph(properties, None)
        if own.list_id is not None:  # a list given directly: its style's level does not hold
            return replace(style, role=own.role or style.role, list_id=own.list_id, list_level=own.list_level or 0, list_style=None)
        return replace(style, role=own.role or style.role, list_level=style.list_level if own.list_level is None else own.list_level)

    def run(self, properties: Element | None, paragraph: Style) -> tuple[bool, bool]:
        """Return whether a run with these properties (`w:rPr`) is bold, and whether it is hidden.

        Both are switches: said by the style of the paragraph and that of the characters they cancel each other out; said of the run they hold.
        """
        style = self._resolved(value(child(properties, "w:rStyle")), "character")
        bold, hidden = switched_on(child(properties, "w:b")), switched_on(child(properties, "w:vanish"))
        if bold is None:
            bold = self._bold or bool(paragraph.bold) != bool(style.bold)
        if hidden is None:
            hidden = self._hidden or bool(paragraph.hidden) != bool(style.hidden)
        return bold, hidden

    def list_of(self, style: str) -> str | None:
        """Return the id of the list that a style has."""
        return self._resolved(style, "numbering").list_id

    def _resolved(self, key: str | None, kind: str) -> Style:
        """Return a style with what it has from those it is based on; the nearest says most."""
        if key is None or key not in self._given:
            key = self._default.get(kind)
        chain: dict[str, None] = {}
        while key is not None and key in self._given and key not in self._whole and key not in chain:
            chain[key] = None
            key = self._given[key].based_on
        base = Style() if key is None else self._whole.get(key, Style())
        for name in reversed(chain):
            base = self._whole[name] = _over(self._given[name], base)
        return base


def _over(near: Style, far: Style) -> Style:
    has_list = near.list_id is not None
    return Style(
        bold=far.bold if near.bold is None else near.bold,
        hidden=far.hidden if near.hidden is None else near.hidden,
        role=near.role or far.role,
        list_id=near.list_id if has_list else far.list_id,
        list_level=near.list_level if has_list or near.list_level is not None else far.list_level,
        list_style=near.list_style if has_list else far.list_style,
    )


def _style(item: Element, key: str) -> Style:
    name = value(child(item, "w:name")) or ""
    run = child(item, "w:rPr")
    own = _paragraph(child(item, "w:pPr"), key)
    role = "aside" if _ASIDE.fullmatch(name) else own.role or ("heading" if _HEADING.fullmatch(name) else None)
    return replace(
        own, based_on=value(child(item, "w:basedOn")), bold=switched_on(child(run, "w:b")), hidden=switched_on(child(run, "w:vanish")), role=role
    )


def _paragraph(properties: Element | None, key: str | None) -> Style:
    """Return what `w:pPr` says of a paragraph's place in the outline and in lists."""
    outline = number(value(child(properties, "w:outlineLvl")))
    role = None if outline is None else "heading" if outline < _BODY_LEVEL else "body"
    list_id = value(child(properties, "w:numPr", "w:numId"))
    level = number(value(child(properties, "w:numPr", "w:ilvl")))
    return Style(role=role, list_id=list_id, list_level=level, list_style=key if list_id is not None else None)
