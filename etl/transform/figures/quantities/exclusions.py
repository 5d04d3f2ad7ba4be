"""Numbers that are no quantities: of telephones, articles, flights, scores, addresses and names."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from etl.language.numerals import Numeral
from etl.language.phrases import PhraseMatcher
from etl.vocabulary import Vocabulary

_BEFORE = re.compile(
    r"(?:(?<!\bsub)(?<!\bSub)(?<=[A-Za-z])-|[/#№@_&]|\d[,.:-]|\b[A-Z]+\.|/[A-Z]+\.|\b(?:[A-Z]\.){2,} |(?<!-)\b[B-HJ-Z][ -]"
    r"|[A-Z]\w*[+]|(?<!')[’'](?<!’’)|[A-Za-z])\Z"
)
_AFTER = re.compile(r"[,.:]\d|/\d|-\d+-|/[A-Z]|[+]\d|:\d|-\s?[—–]")
"""What goes on with a number that is none, or that is broken off ("It cost 19- — in 2004, 20 million")."""
_LIST_NUMBER = re.compile(r"(?:\A|\n)[ \t]*\(?\Z")
_CAPITALISED_BEFORE = re.compile(r"[A-Z][\w’'-]*\s\Z")
_ENUMERATES = re.compile(r"\s?[,:—–]")
_CLAUSE = re.compile(r"(?:[.;,:—–]|\band|\bor|\bvery —)\s+\Z")
_CLOSED = re.compile(r"\)")
_WRAPPED = ("[]", "“”", '""')
_LIST_MARK = re.compile(r"[.)]\s")
_SCORE_BEFORE = re.compile(r"(?<![\d.,])(\d{1,3})[-–]\Z")
_SCORE_AFTER = re.compile(r"[-–](\d{1,3})(?![\d%]|[.,]\d)")
_COMPOUND = re.compile(r"-[a-z]")
_MADE_OF = re.compile(r"-[a-z]+ed\b")  # "486-based products"
_HYPHENED = re.compile(r"[a-z]-\Z")
_NAME_BEFORE = re.compile(r"([A-Z][\w’'-]*)\s\Z")
_NAME_AFTER = re.compile(r"\s(?:[A-Z]\w*[.]?\s){0,3}[A-Z][a-z]+")
_YEAR = re.compile(r"19\d\d|20[0-4]\d")
_THE = re.compile(r"\b[Tt]he\s+\Z")
_NOUN_AFTER = re.compile(r"\s+[a-zA-Z]")
"""A year that names something: "the 1967 lines"."""
_LONGEST_NUMBER = 60
_WINDOW = 24


class Exclusions:
    """Tells which numbers of a text are no quantities; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        rules = vocabulary.ruleset("figures.exclusions")
        numbered = sorted({p for rule in rules if rule.data.get("before") for p in rule.phrases}, key=len, reverse=True)
        either, capital = ("|".join(re.escape(p) for p in numbered if p.islower() is lower) for lower in (True, False))
        self._numbered = re.compile(rf"\b(?:(?i:{either})|{capital})s?[\s-]{{1,2}}\Z")  # "Group of Seven", but "a group of seven people"
        self._idioms = PhraseMatcher((p, True) for rule in rules if rule.data.get("containing") for p in rule.phrases)
        streets = sorted({p for rule in rules if rule.data.get("street") for p in rule.phrases}, key=len, reverse=True)
        self._street = re.compile(rf"\s(?:[A-Z][\w.]*\s){{1,4}}?(?:{'|'.join(map(re.escape, streets))})\b")

    def idioms(self, text: str) -> "Spans":
        """Return where idioms with numbers stand."""
        return Spans([(match.start, match.end) for match in self._idioms.find(text)])

    def excludes(self, text: str, numeral: Numeral, sentence_start: int, *, money: bool) -> bool:
        """Whether a number is none by what stands right beside it; `money` says that a currency's symbol stands before it."""
        before = text[max(0, numeral.start - _WINDOW) : numeral.start]
        if numeral.digits and (len(numeral.text) > _LONGEST_NUMBER or self._digits(text, numeral, before, sentence_start, money=money)):
            return True
        if not numeral.digits and not numeral.scaled and self._word(text, numeral, before, sentence_start):
            return True
        return not money and self._numbered.search(before) is not None

    @staticmethod
    def _word(text: str, numeral: Numeral, before: str, sentence_start: int) -> bool:
        """Whether a number in words belongs to a compound ("production-four-door"), a name ("the Divine Nine") or an enumeration ("Two, we …")."""
        if _HYPHENED.search(before) or (numeral.value == 0 and _COMPOUND.match(text, numeral.end)):  # "zero-emission cars"
            return True
        if numeral.text[0].isupper() and numeral.start > sentence_start and _CAPITALISED_BEFORE.search(before):
            return True
        return _ENUMERATES.match(text, numeral.end) is not None and (numeral.start == sentence_start or _CLAUSE.search(before) is not None)

    def _digits(self, text: str, numeral: Numeral, before: str, sentence_start: int, *, money: bool) -> bool:
        after = text[numeral.end : numeral.end + 48]
        if _AFTER.match(after):
            return True
        if money:
            return False
        if before[-1:] + after[:1] in _WRAPPED:  # a note, “988”
            return True
        if _CLOSED.match(after) and text.rfind("(", sentence_start, numeral.start) <= text.rfind(")", sentence_start, numeral.start):  # "and 2) how"
            return True
        if _BEFORE.search(before) and not numeral.text.startswith("-"):
            return True
        if (numeral.text[0] == "0" and numeral.text.isdigit() and len(numeral.text) > 1) or (before.endswith("(") and _CLOSED.match(after)):
            return True
        if _LIST_NUMBER.search(before if numeral.start > _WINDOW else "\n" + before) and _LIST_MARK.match(after):
            return True
        if self._is_score(numeral, before, after):
            return True
        if _YEAR.fullmatch(numeral.text) and _THE.search(before) and _NOUN_AFTER.match(after):
            return True
        return self._street.match(after) is not None

    @staticmethod
    def _is_score(numeral: Numeral, before: str, after: str) -> bool:
        """Read "2-2" and "9-3": two small numbers of which the second is not higher; a range rises."""
        if not numeral.text.isdigit():
            return False
        if (other := _SCORE_AFTER.match(after)) and int(other[1]) <= numeral.value:
            return True
        return (other := _SCORE_BEFORE.search(before)) is not None and int(other[1]) >= numeral.value

    @staticmethod
    def in_name(text: str, numeral: Numeral, sentence_start: int) -> bool:
        """Whether a bare number belongs to a name: right after a capitalised word inside a sentence ("Boeing 737")."""
        if not numeral.digits or numeral.scaled or numeral.glued:
            return numeral.glued or _COMPOUND.match(text, numeral.end) is not None
        if _MADE_OF.match(text, numeral.end):
            return True
        before = _NAME_BEFORE.search(text[max(sentence_start, numeral.start - 40) : numeral.start])
        if before is not None and max(sentence_start, numeral.start - 40) + before.start() > sentence_start:
            return True
        named = "," not in numeral.text or _THE.search(text, sentence_start, numeral.start) is not None  # "the 100,000 Strong initiative"
        return numeral.value >= 100 and named and _NAME_AFTER.match(text, numeral.end) is not None

    @staticmethod
    def telephone(text: str, numerals: Sequence[Numeral]) -> set[int]:
        """Return where the numbers of a telephone number start: after "+", or three and more in a row with spaces or hyphens between."""
        starts: set[int] = set()
        run: list[int] = []
        end = -1
        for numeral in numerals:
            if not (run and numeral.digits and text[end : numeral.start] in (" ", "-", ") ", "\u00a0", ".")):
                run = []
            if numeral.digits:
                run.append(numeral.start)
                end = numeral.end
            if len(run) == 3:
                starts.update(run)
            elif len(run) > 3 or (run and text[max(0, run[0] - 1) : run[0]] == "+"):
                starts.add(run[-1])
        return starts


class Spans:
    """Stretches of a text, in order, to be asked for by place."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def hold(self, place: int, end: int | None = None) -> bool:
        """Whether a place, or what reaches from it to an end, lies in one of them."""
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._spans[index][1] and (end is None or end <= self._spans[index][1])
