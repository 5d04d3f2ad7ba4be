"""Rule files: groups of rules, each with examples and counter-examples, and plain words beside them."""

import re
from pathlib import Path

from etl.vocabulary.files import Lined, Unique, VocabularyError, read_mapping, require
from etl.vocabulary.types import Rule


def rule_file(path: Path) -> tuple[dict[str, tuple[Rule, ...]], Lined]:
    """Split a rule file into its groups of rules (lists) and its plain words (everything else)."""
    data = read_mapping(path)
    unique = Unique("rule")
    groups, words = {}, Lined()
    for group, value in data.items():
        if isinstance(value, list) and value and all(isinstance(item, Lined) for item in value):
            groups[group] = tuple(_rule(path, group, item, unique) for item in value)
        else:
            words[group] = value
    return groups, words


_RULE_KEYS = {"rule", "pattern", "phrases", "examples", "counter_examples"}


def _rule(path: Path, group: str, item: Lined, unique: Unique) -> Rule:
    where = f"{path}:{item.line}"
    require(where, item, "rule", "examples", "counter_examples")
    unique(where, item["rule"])
    if ("pattern" in item) == ("phrases" in item):
        raise VocabularyError(f"{where}: rule {item['rule']!r} needs either a pattern or phrases")
    try:
        re.compile(re.sub(r"\{[a-z_]+\}", "x", item.get("pattern", "")))
    except re.error as error:
        raise VocabularyError(f"{where}: the pattern of rule {item['rule']!r} does not compile: {error}") from None
    if any(not str(phrase).strip() for phrase in item.get("phrases", ())):
        raise VocabularyError(f"{where}: rule {item['rule']!r} has an empty phrase")
    return Rule(
        item["rule"],
        group,
        item.get("pattern"),
        tuple(str(phrase) for phrase in item.get("phrases", ())),
        {key: value for key, value in item.items() if key not in _RULE_KEYS},
        tuple(item["examples"]),
        tuple(item["counter_examples"]),
        where,
    )
