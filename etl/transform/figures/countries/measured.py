"""Countries that a measure's own words name: "exports from Kenya to Peru", "the trade between our countries"."""

import re
from collections.abc import Mapping
from typing import Any

from etl.language.inflection import Inflection
from etl.language.patterns import alternation
from etl.language.phrases import PhraseMatcher, fold_lower
from etl.transform.figures.countries.said import Named, Said

Roles = list[tuple[str, str]]
"""Countries with their roles: between, from, to or of."""

_ITS = re.compile(r"(?:\A|\bof\s)(?:its|their)\s", re.IGNORECASE)
_OURS = re.compile(r"\bour\s\Z", re.IGNORECASE)


class MeasuredReader:
    """Reads a measure's words; compiled once from `figures.yml`."""

    def __init__(self, words: Mapping[str, Any], inflection: Inflection) -> None:
        self._both = PhraseMatcher((p, True) for p in words["both_countries"])
        self._own = PhraseMatcher((p, True) for p in words["own_country"])
        self._flows = PhraseMatcher((f, True) for p in words["flows"] for f in {p, *inflection.forms(p)})
        self._inflows = PhraseMatcher((f, True) for p in words["inflows"] for f in {p, *inflection.forms(p)})
        self._joint = re.compile(rf"\b(?:{alternation(words['joint_nouns'])})\b", re.IGNORECASE)

    def flows(self, phrase: str) -> bool:
        """Whether what is measured goes from one country to another."""
        return bool(self._flows.find(phrase))

    def read(self, said: Said) -> Roles:
        """Return the countries that a figure's measure names, with their roles."""
        if said.span is None:
            return []
        phrase, sides, start = said.phrase, said.sides, said.span[0]
        if len(sides.both) > 1 and self._both.find(phrase):
            return [(country, "between") for country in sides.both]
        inside = [n for n in said.named if start <= n.start and n.end <= said.span[1]]
        opened = _OURS.search(said.text, said.quantity.sentence[0], said.quantity.start) if start >= said.quantity.end else None
        ours = sides.own is not None and bool(opened or self._own.find(phrase))  # "our 2,000-mile border"
        if not inside and not ours and _its(said) is None:
            return [(country, "between") for country in sides.both] if self._joint.search(phrase) else []
        flow, inflow = self.flows(phrase), bool(self._inflows.find(phrase))
        roles: dict[str, str] = {}
        for named in inside:
            roles.setdefault(named.country, _role(fold_lower(said.text[start : named.start]), named, flow=flow, inflow=inflow))
        if ours and sides.own and sides.own not in roles:
            traded = said.measure_id is not None and "trade" in said.measure_id
            if len(sides.both) > 1 and not inside and (traded or self._joint.search(phrase)):
                return [(country, "between") for country in sides.both]
            roles[sides.own] = ("from" if flow else "to" if inflow else "of") if inside and (flow or inflow) else "of"
        if (owner := _its(said)) is not None:
            roles.setdefault(owner, "from" if flow else "to" if inflow else "of")
        if "between" in roles.values():  # "the U.S. alliance with Australia"
            roles = {country: "between" if role == "of" else role for country, role in roles.items()}
            if len(roles) == 1 and sides.own is not None and self._joint.search(phrase):  # "the 200-year relationship with Mexico"
                roles.setdefault(sides.own, "between")
        return sorted(roles.items())


def _its(said: Said) -> str | None:
    """Return the country that "its" stands for, the last one named before: "Mexico has raised its exports"."""
    if said.span is None or not _ITS.search(said.phrase):
        return None
    before = next((n for n in reversed(said.named) if said.quantity.sentence[0] <= n.start and n.end <= said.span[0]), None)
    return before.country if before is not None and not before.demonym else None


def _role(before: str, named: Named, *, flow: bool, inflow: bool) -> str:
    """Return the role of a country inside a measure by the preposition before it."""
    links = re.findall(r"\b(between|from|to|in|into|of|with|for|and|by)\b", before)
    link = next((word for word in reversed(links) if word != "and"), "")
    if link in ("between", "with"):
        return "between"
    if link == "from":
        return "from"
    if link == "in" and "from" in links:  # "investments from companies in the United States"
        return "from"
    if link in ("to", "into", "for") or (link == "in" and flow and not inflow):
        return "to"
    if flow and (link in ("of", "by", "") or named.demonym):
        return "from"
    return "to" if inflow else "of"
