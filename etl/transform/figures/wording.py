"""What the words that govern a number say: its bound, rise or fall, and whether it is a fact or a hope."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from etl.language.phrases import Match, PhraseMatcher, fold_lower
from etl.transform.figures.quantities import Quantity
from etl.transform.figures.status import StatusReader
from etl.vocabulary import Rule, Vocabulary

_ARTICLE = re.compile(r"(?:\b(?:an?|a\sfurther|an\sadditional|another|further|additional)\s+)\Z", re.I)
_APART = frozenset(("to", "and", "of", "that", "in", "will", "has", "with", "for", "from"))
"""Words after a number that part it from a word of change."""
_WITHIN = re.compile(r"\bwithin\s+(?:(?:just|only|the next|a mere)\s+)?\Z", re.I)
_TOOK_OVER = re.compile(r"\b(?:took|takes?|taken|taking)\s+(over\s+)\Z", re.I)
_LESS = re.compile(r"\s+(?:less|lower|fewer|smaller|cheaper)\b")
_AND_BY = re.compile(r"(?:,|,?\s+and)\s+(?:[A-Z][\w&.’'-]*\s+){1,4}by\s+")
_FROM = re.compile(r"\s+from\s+[^,;.]{1,40}\s+and\s+")
_FROM_WHEN = re.compile(r"\s+from\b")
"""Two rises by one word: "down 4.5% from Friday and 6.8% from October"."""
_BY_TO = re.compile(r"\b(?:by|to)\s+\Z", re.I)
_OVER = re.compile(r"over\s+", re.I)
_LASTING = re.compile(
    r"(?:\b(?:for|in|of|to|by|since|within|than|is|was|are|were|be|been|after|took|takes?|taken|taking|lasts?|lasted|lasting|spent|spend|spending|the|a|an)"
    r"|[,(–—])\s+\Z|\A\s*\Z",
    re.I,
)
"""What stands before "over" where it means "more than": "for over ten years"."""
_ONLY = frozenset(("only", "just", "merely", "slightly"))
"""Words between a word of change and its number: "down only 25 cents"."""
_VALUED_AT = re.compile(r"[a-z]ed\s+at\s*\Z")  # "increased its range of products priced at 10 dollars"
_IS_OFF = re.compile(r"(?:[,;(–—]|\b(?:is|was|are|were))\s*\Z")
_SIGN = 6  # characters before a number in which a sign or "sub-" stands
_WORDS = re.compile(r"[\w\s’'-]+")
_FAR = 10  # words between a verb of change and a counted noun up to which "to" goes with the verb
_OBJECT = 4  # words of an object between a verb and its percentage
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*\Z")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a figure is put. `start` and `end` are the figure's, with a bound in the same phrase; `cue` is the word of change."""

    start: int
    end: int
    modifier: str | None
    change: str | None
    represents: str
    status: str
    cue: Match[Rule] | None


class WordingReader:
    """Reads the words round a quantity; compiled once from the vocabulary, `scan` once a document."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        modifiers = vocabulary.ruleset("figures.modifiers")
        self._before = {fold_lower(p): (rule, p in rule.data.get("unspoken", ())) for rule in modifiers for p in rule.phrases}
        signs = {p: str(rule.data["gives"]["modifier"]) for rule in modifiers for p in rule.phrases if not (p[0].isalnum() and p[-1] != "-")}
        self._sign_modifiers = signs
        self._signs = re.compile(rf"(?<![\w<])({'|'.join(map(re.escape, signs))})[ \u00a0]?\Z")  # folding would drop them
        after = sorted(((fold_lower(p), rule) for rule in modifiers for p in rule.data.get("after", ())), key=lambda pair: -len(pair[0]))
        self._after: dict[str, list[tuple[str, Rule]]] = {}  # by the first word
        for phrase, rule in after:
            self._after.setdefault(phrase.split()[0], []).append((phrase, rule))
        self._verbs = frozenset(word for rule in vocabulary.ruleset("figures.changes") for word in rule.phrases)
        self._particle_verbs = frozenset(vocabulary.words["figures"]["particle_verbs"])
        self._determiners = frozenset(vocabulary.words["grammar"]["determiners"])
        self._of_money = frozenset(vocabulary.words["figures"]["of_money"])
        self._before_sums = self._determiners | frozenset(vocabulary.words["figures"]["hollow"]) | {"of"}
        self._object_verbs = frozenset(vocabulary.words["figures"]["object_verbs"])
        grammar = vocabulary.words["grammar"]
        self._not_in_objects = frozenset(w for kind in ("prepositions", "conjunctions", "pronouns", "auxiliaries") for w in grammar[kind])
        self._change_verbs = frozenset(vocabulary.words["figures"]["change_verbs"])
        changes = vocabulary.ruleset("figures.changes")
        self._compared = sorted(((p, r) for r in changes for p in r.data.get("after", ())), key=lambda pair: -len(pair[0]))
        self._changes = PhraseMatcher((p, rule) for rule in vocabulary.ruleset("figures.changes") for p in rule.phrases)
        self._status = StatusReader(vocabulary)
        statuses = vocabulary.ruleset("figures.statuses")
        self._statuses = PhraseMatcher((p, rule) for rule in statuses for p in rule.phrases)

    def scan(self, text: str) -> "Scan":
        """Find all words of change and of status in a text, once."""
        statuses = [m for m in self._statuses.find(text) if text[m.start : m.end] != "May"]  # the month
        changes = [m for m in self._changes.find(text) if text[m.end : m.end + 1] != "-"]  # "a lower-than-expected 5 percent"
        return Scan(changes, statuses)

    def read(
        self, text: str, quantity: Quantity, previous: Quantity | None, following: Quantity | None, scan: "Scan", before: Wording | None = None
    ) -> Wording:
        """Return the wording of a quantity; `previous` and `following` are its neighbours in the same sentence, `before` is how `previous` is put."""
        low, high = quantity.sentence
        low = max(low, previous.end if previous else low)
        high = min(high, following.start if following else high)
        modifier, start, unspoken = self._bound_before(text, quantity.start, low)
        if quantity.kind == "duration":
            modifier, start = self._lasting(text, quantity, modifier, start)
        governed = start if unspoken is None else unspoken
        end = quantity.end
        if modifier is None and (after := self._bound_after(text, quantity.end, high)):
            modifier, end = after
        modifier = modifier or quantity.modifier
        definite = quantity.definite
        change, represents, cue = None, "level", None
        if (
            quantity.kind in ("percentage", "money")
            or quantity.rule in ("multiple", "fraction", "bare-number")
            or not (definite or quantity.kind in ("ordinal", "rank", "age") or quantity.unit == "count")
        ):
            change, represents, cue = self._change(text, quantity, governed, (low, high), scan)
        if change is None and before is not None and before.change is not None and not definite:
            change, represents = self._carried(text[before.end : governed], text[quantity.end : quantity.end + 6], quantity, before)
        if quantity.kind == "duration" and (cue is None or cue.start >= quantity.end or not _BY_TO.search(text[low:governed])):
            change, represents, cue = None, "level", None
        cues = scan.statuses_before(quantity.start, quantity.sentence[0])
        status = self._status.read(text, quantity, cues, scan.status_after(quantity.end, quantity.sentence[1]))
        return Wording(start, end, modifier, change, represents, status, cue)

    # -------------------------------------------------------------- bounds

    def _bound_before(self, text: str, start: int, low: int) -> tuple[str | None, int, int | None]:
        """Return the bound right before a number, where the figure then starts, and where an unspoken one (a verb) starts."""
        place = start
        unspoken: int | None = None
        modifier = None
        if sign := self._signs.search(text[max(low, start - _SIGN) : start]):
            return self._sign_modifiers[sign[1]], start - len(sign[0]), None
        for _ in range(2):
            article = _ARTICLE.search(text[max(low, place - 16) : place]) if modifier is None else None
            end = place - len(article[0]) if article else place
            window = fold_lower(text[max(low, end - 24) : end])
            stripped = window.rstrip()
            words = [m.start() for m in re.finditer(r"\S+", stripped)]
            found = None
            for first in words[-4:]:
                if entry := self._before.get(" ".join(stripped[first:].split())):
                    found = (first, entry)
                    break
            if found is None:
                break
            first, (rule, silent) = found
            if rule.data["gives"]["modifier"] is None or (rule.id == "up to" and self._is_particle(stripped[:first])):
                break
            at = max(low, end - 24) + first
            modifier = modifier or rule.data["gives"]["modifier"]
            if silent:
                unspoken = at
                break
            place = at
        return modifier, place if modifier and unspoken is None else start, unspoken

    @staticmethod
    def _lasting(text: str, quantity: Quantity, modifier: str | None, start: int) -> tuple[str | None, int]:
        """Tell "for over ten years" and "took over ten years" from "5 billion over ten years", where "over" is no bound."""
        low = quantity.sentence[0]
        if _WITHIN.search(text[max(low, start - 24) : start]):
            return modifier or "up to", start
        if taken := _TOOK_OVER.search(text[max(low, start - 24) : start]):
            return "more than", start - (len(taken[0]) - taken.start(1) + taken.start())
        over = _OVER.match(text, start, quantity.start)
        if over is None or _LASTING.search(text[max(low, start - 24) : start]):
            return modifier, start
        return modifier if over.end() < quantity.start else quantity.modifier, over.end()

    def _bound_after(self, text: str, end: int, high: int) -> tuple[str, int] | None:
        window = fold_lower(text[end : min(high, end + 20)])
        if window.startswith("+"):
            return "more than", end + 1
        words = window.split(None, 1)
        lead = len(window) - len(window.lstrip())
        for phrase, rule in self._after.get(words[0].rstrip(".") if words else "", ()):
            if window[lead:].startswith(f"{phrase} than"):  # "3,000 Britons and more than 450 Japanese"
                continue
            if window[lead:].startswith(phrase) and not window[lead + len(phrase) : lead + len(phrase) + 1].isalnum():
                return rule.data["gives"]["modifier"], end + lead + len(phrase)
        return None

    # -------------------------------------------------------------- rise and fall

    def _change(
        self, text: str, quantity: Quantity, governed: int, bounds: tuple[int, int], scan: "Scan"
    ) -> tuple[str | None, str, Match[Rule] | None]:
        low, high = bounds
        cue = scan.change_before(governed, low)
        if quantity.rule == "multiple":
            falls = cue is not None and cue.value.data["gives"]["change"] == "decrease" and len(text[cue.end : governed].split()) <= 1
            return "decrease" if falls or _LESS.match(text, quantity.end) else "increase", "change", cue if falls else None
        if cue is not None and self._governs(text, cue, quantity, governed, low):
            gap = text[cue.end : governed]
            link = _LAST_WORD.search(text[cue.start : governed] if text[cue.start : cue.end].endswith(" to") else gap)  # "bring it to"
            word = link[1].lower() if link else ""
            direction = cue.value.data["gives"]["change"]
            distance = len(gap.split())
            if quantity.value_from is not None:
                return direction, "level", cue
            if ";" not in gap and distance <= 22:
                article = gap.split()[:1] in (["a"], ["an"]) and distance <= 3 and self._not_in_objects.isdisjoint(gap.lower().split())
                if (self._is_right_after(gap) and word != "to") or (word in ("a", "an", "the", "another", "further") and distance <= 2) or article:
                    return direction, "change", cue
                if word == "by":
                    return direction, "change", cue
                if word == "of" and distance <= 2:
                    return direction, "change", cue
                if quantity.kind == "percentage" and self._changes_object(text[cue.start : cue.end], gap):
                    return direction, "change", cue
                if word in ("to", "at") and "," not in gap and not (quantity.kind == "count" and distance > _FAR) and not _VALUED_AT.search(gap):
                    return direction, "level", cue
        after = scan.change_after(quantity.end, high)
        if after is not None and after.value.data["gives"]["change"] is not None:
            gap = text[quantity.end : after.start]
            words = gap.split()
            word = text[after.start : after.end].lower()
            noun_like = quantity.kind == "percentage" or not (word in self._change_verbs or word.endswith("ed"))
            if (
                word != "off"
                and len(words) <= 2
                and not re.search(r"[,.;:]", gap)
                and noun_like
                and _APART.isdisjoint(words)
                and self._determiners.isdisjoint(words)
            ):
                return after.value.data["gives"]["change"], "change", after
        if quantity.kind == "percentage" and (rule := self._compared_after(text, quantity.end)):  # "15 percent more than a year earlier"
            return rule.data["gives"]["change"], "change", None
        if quantity.value_from is not None:
            return ("increase" if quantity.value > quantity.value_from else "decrease"), "level", None
        return None, "level", None

    @staticmethod
    def _is_right_after(gap: str) -> bool:
        """Whether nothing stands between a word of change and its number but "only": "down only 25 cents"."""
        words = gap.strip(" ,\n\u00a0(").split()
        return not words or ("," not in gap and _ONLY.issuperset(words))

    def _changes_object(self, word: str, gap: str) -> bool:
        """Whether only the object of a verb stands between it and its percentage: "raised the dividend 5%", "cut child poverty 40 percent"."""
        words = fold_lower(gap).split()
        return (
            word.lower() in self._object_verbs
            and len(words) <= _OBJECT
            and _WORDS.fullmatch(gap) is not None
            and not any(w in self._not_in_objects or w[:1].isdigit() for w in words)
        )

    @staticmethod
    def _carried(gap: str, after: str, quantity: Quantity, before: Wording) -> tuple[str | None, str]:
        """Return the change said of the figure before where this one leaves it unsaid: "A was down 2 percent, B by 3"."""
        if (
            before.represents == "change"
            and quantity.kind == "percentage"
            and (_AND_BY.fullmatch(gap) or (_FROM.fullmatch(gap) and _FROM_WHEN.match(after)))
        ):
            return before.change, "change"
        return None, "level"

    def _is_particle(self, before: str) -> bool:
        """Whether "up to" belongs to the verb before it ("edged up to 3.9 percent", "topped up to")."""
        word = before.split()[-1] if before.split() else ""
        return word in self._particle_verbs or word in self._verbs

    def _governs(self, text: str, cue: Match[Rule], quantity: Quantity, governed: int, low: int) -> bool:
        """Whether a word of change is one for this quantity: not of another kind, not the particle of a verb ("dug up 5 tonnes")."""
        if cue.value.data["gives"]["change"] is None or quantity.kind not in cue.value.data.get("kinds", (quantity.kind,)):
            return False
        word = fold_lower(text[cue.start : cue.end])
        if quantity.kind == "money" and word in self._of_money and self._before_sums.issuperset(fold_lower(text[cue.end : governed]).split()):
            return False  # "raised 5 million dollars", "a loss of another 5 million dollars"
        before = _LAST_WORD.search(text[max(low, cue.start - 24) : cue.start])
        if word == "off" and (text[cue.end : governed].strip() or not _IS_OFF.search(text[max(low, cue.start - 8) : cue.start])):  # "lay off 300"
            return False
        if word in ("up", "down", "higher", "lower"):
            if not text[low : cue.start].strip() and low > quantity.sentence[0]:  # it speaks of the figure before: "0.6 percent higher at 21,755"
                return False
            if before and before[1].endswith("ed") and quantity.kind != "percentage":
                return False
        return True

    def _compared_after(self, text: str, end: int) -> Rule | None:
        window = fold_lower(text[end : end + 20])
        for phrase, rule in self._compared:
            if window.startswith(f" {phrase}") and not window[len(phrase) + 1 : len(phrase) + 2].isalnum():
                return rule
        return None


@dataclass(slots=True)
class Scan:
    """The words of change and of status in a document, in order, to be asked for by place."""

    changes: Sequence[Match[Rule]]
    statuses: Sequence[Match[Rule]]
    change_starts: list[int] | None = None
    status_starts: list[int] | None = None

    def __post_init__(self) -> None:
        self.change_starts = [m.start for m in self.changes]
        self.status_starts = [m.start for m in self.statuses]

    def change_before(self, place: int, low: int) -> Match[Rule] | None:
        index = bisect_right(self.change_starts or [], place - 1) - 1
        return self.changes[index] if index >= 0 and self.changes[index].start >= low and self.changes[index].end <= place else None

    def change_after(self, place: int, high: int) -> Match[Rule] | None:
        index = bisect_left(self.change_starts or [], place)
        return self.changes[index] if index < len(self.changes) and self.changes[index].start < high else None

    def statuses_before(self, place: int, low: int) -> Sequence[Match[Rule]]:
        """The words of status between two places, the nearest first."""
        index = bisect_left(self.status_starts or [], place)
        first = bisect_left(self.status_starts or [], low)
        return [m for m in self.statuses[first:index][::-1] if m.end <= place]

    def status_after(self, place: int, high: int) -> Match[Rule] | None:
        index = bisect_left(self.status_starts or [], place)
        return self.statuses[index] if index < len(self.statuses) and self.statuses[index].start < high else None
