"""What a sentence leaves unsaid of a number: the unit that it said before, that it is an age, the value that a change starts from."""

import re
from collections.abc import Sequence
from dataclasses import replace

from etl.language.noun_phrases import NounChunker, tokens
from etl.language.patterns import alternation
from etl.transform.figures.quantities.quantity import Quantity
from etl.vocabulary import Vocabulary

_APPOSITION = re.compile(r"[A-Z][\w’'-]+,? \Z")
_OLDEST = 110
_NEXT_WORD = 40  # characters
_ADULT = 16
_AGE_GROUP = 40  # characters before a number in which "adults under" stands
_AT_AGE = re.compile(r"(?:\A|\s)(?:At|now at)\s\Z")
_PERSON = re.compile(r",|\s(?:he|she|the)\b")
_AGED = re.compile(r"\b(?:aged?|ages)(?: of| between| from| group)?\s+\Z", re.I)
_WAS = re.compile(r"\b(?:(?:he|she|who|I)\s(?:was|is)|(?:he|she|who|I|daughter|son|[Hh]e’?d|just)\sturn(?:s|ed))\s(?:only\s|just\s)?\Z")
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:—–]|\Z)|\s(?:and|when|last|this|in|on)\b")
_LEAST_OF_SUM = 1e-4  # of a sum of money, below which a bare number after it is none
_BOUND = 24  # characters before a number in which "from" stands
_OLDER = re.compile(r"\s(?:and|or)\s(?:older|over|above|up|younger|under)\b")
_THOSE = re.compile(r"\b(?:those|ages?|aged)\s+\Z", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:the|an?|his|her|their|its)\s(?:[\w-]+\s){0,3}[a-z-]+,\s\Z", re.IGNORECASE)
_OF_A_LIST = 100  # times that a number is the one after it at most, in a list without "and" ("10, 20 percent")
_MILLION = 1e6
_FOR_WHAT = re.compile(r"\s+(?:more\s+)?(?:for|in|to)\s")
_LEVEL = re.compile(r"\b(?:to|at)(?:\s+(?:an?|the|its)\s[\w\s-]*\bof)?\s+\Z")
_LISTED = re.compile(
    r"\s*(?:,|-?,?\s*and|-?,?\s*or(?:\s+even)?|,?\s+if\s+not|-\s+to|/)\s*\Z|\s+of\s+(?:(?:his|her|its|their|the|our)|(?:[A-Z][\w.-]*\s){0,2}[A-Z][\w.-]*[’']s?)\s+\Z"
)


class Unsaid:
    """Completes quantities by their sentence; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, chunker: NounChunker, bounds: str) -> None:
        self._chunker = chunker
        words = vocabulary.words["figures"]
        bound = rf"(?:(?:only|just|the|{bounds})\s+)?"
        self._days = frozenset(word for kind in ("weekdays", "months") for word in vocabulary.words["dates"][kind])
        self._bracket = re.compile(rf"\s?\(\s?{bound}(?:or\s+)?\Z|,?\s+or\s+\Z", re.IGNORECASE)
        self._from = re.compile(rf"\s+from\s+{bound}", re.IGNORECASE)
        self._from_before = re.compile(rf"\bfrom\s+{bound}\Z", re.IGNORECASE)
        self._far_to = re.compile(rf"\A(?:\s+[^\s;:()]+){{1,7}}\s+to\s+{bound}\Z", re.IGNORECASE)
        self._up_from = re.compile(rf",?\s+\(?(?:up|down)(?: \w+ly)? from\s+{bound}", re.IGNORECASE)
        self._to = re.compile(rf"\bto\s+{bound}\Z", re.IGNORECASE)
        joins = rf"and|or|(?:{alternation(words['expected_nouns'])}) of|including|while|versus|vs|but|with|to|at|from|than|another"
        self._ellipsis = re.compile(
            rf"(?:\b(?:{joins})|,\s+(?:up|down|off)|,|\(|(?:,|,?\s+and)\s+(?-i:[A-Z][\w.’'-]*\s){{1,3}})\s*(?<=[\s(]){bound}\Z", re.IGNORECASE
        )
        people = "those|everyone|everybody|anyone|anybody|" + alternation(
            form for m in vocabulary.measures if m.id == "population" for form in m.terms if " " not in form
        )
        self._people = re.compile(rf"\b(?:{people})\s+\Z", re.IGNORECASE)
        self._under = re.compile(rf"\b(?:{people})\s+(?:ages?|aged|under|over|above|below|older than|younger than|between)\s+\Z", re.IGNORECASE)

    def completed(self, text: str, quantity: Quantity, earlier: Sequence[Quantity]) -> Quantity:
        """Return a bare number with what the sentence said before: a unit ("30 ships and 20 in 2021"), that it is an age ("N, 44, said")."""
        before = earlier[-1] if earlier and earlier[-1].sentence == quantity.sentence else None
        low = before.end if before else quantity.sentence[0]
        gap = text[low : quantity.start]
        if before is not None and self._bracket.fullmatch(gap) and quantity.kind != "count":
            return replace(quantity, equals=before.start)
        if quantity.rule != "bare-number":
            return quantity
        whole = quantity.value == int(quantity.value) and 1 < quantity.value < _OLDEST
        after = text[quantity.end : quantity.end + 1]
        if whole and _APPOSITION.search(gap) and "," in gap[-2:] + after and (after == "," or self._stands_alone(text, quantity)):
            return replace(quantity, unit="year", kind="age")
        near = text[max(quantity.sentence[0], quantity.start - _AGE_GROUP) : quantity.start]
        if whole and (_OLDER.match(text, quantity.end) and (_THOSE.search(near) or self._people.search(near))):
            return replace(quantity, unit="year", kind="age")
        if whole and quantity.value >= _ADULT and after == "," and _SOMEBODY.search(gap):  # "The chairman, 71, said"
            return replace(quantity, unit="year", kind="age")
        if whole and _WAS.search(near) and _CLAUSE_ENDS.match(text, quantity.end):  # "when she was 4"
            return replace(quantity, unit="year", kind="age")
        if whole and (_AGED.search(gap) or (_AT_AGE.search(gap) and _PERSON.match(text, quantity.end)) or self._under.search(near)):
            return replace(quantity, unit="year", kind="age")
        if before is None or not self._ellipsis.search(gap) or not self._stands_alone(text, quantity):
            return quantity
        level = _LEVEL.search(gap) is not None
        for other in reversed(earlier):
            if other.sentence != quantity.sentence:
                break
            if other.kind in ("ordinal", "rank", "duration", "age", "ratio") or other.unit is None or (level and other.kind == "percentage"):
                continue
            if other.equals is not None:  # "2 million yen ($22,480) and 1.8 million"
                continue
            if other.kind == "money" and quantity.value < other.value * _LEAST_OF_SUM:  # "gave $432 million to 988"
                continue
            return replace(quantity, unit=other.unit, kind=other.kind)
        return quantity

    def _stands_alone(self, text: str, quantity: Quantity) -> bool:
        """Whether no noun follows that a number could count."""
        following = next(iter(tokens(text, quantity.end, min(quantity.sentence[1], quantity.end + _NEXT_WORD))), None)
        if following is not None and following.form in self._days and following.text[0].isupper():  # "443 million Thursday"
            return True
        return following is None or not self._chunker.is_noun(following) or following.form in self._chunker.not_counted

    def starts_change(self, text: str, quantity: Quantity, found: list[Quantity]) -> bool:
        """Give the quantity before the value that it comes from ("to 5 million from 3 million", "38 planes, down from 68").

        Return whether the two are one figure: the second is one of its own after "up from".
        """
        before = found[-1] if found and found[-1].sentence == quantity.sentence else None
        if before is None or before.value_max is not None or before.value_from is not None or quantity.value_max is not None:
            return False
        if quantity.unit != before.unit or quantity.kind in ("ordinal", "rank"):
            return False
        gap = text[before.end : quantity.start]
        if self._up_from.fullmatch(gap):
            found[-1] = replace(before, value_from=quantity.value)
        elif self._from.fullmatch(gap) and self._to.search(text[max(0, before.start - 16) : before.start]):
            found[-1] = replace(before, value_from=quantity.value, end=quantity.end)
            return True
        elif (
            quantity.kind != "count"
            and self._far_to.search(gap)
            and "," not in gap
            and self._from_before.search(text[max(0, before.start - _BOUND) : before.start])
        ):
            found.append(replace(quantity, value_from=before.value))  # "from 28 megawatts of installed capacity to 2,800 megawatts"
            return True
        return False


def shared(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Give bare numbers the unit of the one that they are listed with: "1, 2 and 5 rupees", "31 of his 39 throws"."""
    result = list(quantities)
    for index in range(len(result) - 2, -1, -1):
        quantity, after = result[index], result[index + 1]
        bare = quantity.rule == "bare-number" and quantity.kind == "other" and quantity.sentence == after.sentence
        hyphen = text[quantity.end : quantity.end + 1] == "-"  # "3- and 4-year-olds"
        shares = after.unit is not None and (after.kind not in ("ordinal", "rank", "age") or (hyphen and after.kind == "age"))
        gap = text[quantity.end : after.start]
        if gap.strip() == "," and quantity.value > after.value * _OF_A_LIST:
            continue  # "at 16,644, 16 percent above"
        if gap.strip() == ", or" and after.kind == "percentage":
            continue  # "fell 5.39, or 1.2 percent"
        if bare and shares and (_LISTED.fullmatch(gap) or (after.kind == "count" and gap.split() == ["of"])):
            result[index] = replace(quantity, unit=after.unit, kind=after.kind)
    return [_sum(text, quantity, result) for quantity in result]


def _sum(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> Quantity:
    """Give "billions" without a noun the currency of another sum in its sentence: "billions for lands, and $16 billion for water"."""
    vague = quantity.rule == "bare-number" and quantity.value >= _MILLION and quantity.value_max == 10 * quantity.value
    if not vague or not _FOR_WHAT.match(text, quantity.end):
        return quantity
    other = next((q for q in quantities if q.kind == "money" and q.sentence == quantity.sentence), None)
    return replace(quantity, unit=other.unit, kind="money", rule="money") if other else quantity
