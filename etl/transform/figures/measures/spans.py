"""Where the noun phrase stands that a number is of: after it, before the verb or preposition that governs it, or in the clause before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.language.noun_phrases import NounChunker, Token, tokens
from etl.language.phrases import fold_lower
from etl.transform.figures.quantities import Quantity
from etl.transform.figures.wording import Wording
from etl.vocabulary import Vocabulary

Span = tuple[int, int]
_AFTER = re.compile(r"\s+(?:already\s+|more\s+)?(?:(worth\s+of|of)|in|for|towards?)\s+(?:[“”\"](?=\w))?|,?\s+in\s+terms\s+of\s+")
_WHEN = re.compile(r"\s+(?:(?:over|in|during|for|by|each|every)\s+)?")
_OF = re.compile(r"\s+of\s+")
_COUNTED_WHERE = re.compile(
    r"\s+(?:of|against|about|from(?!\s+\w+ing\b)|in(?=\s+(?:the\s+)?[A-Z])|for(?=\s+[A-Z]\w+\s+[a-z])|with(?=\s+(?!(?:the|an?|us|him|her|them|me|you|whom|which|our|his|their)\b)[a-z]))\s+"
)
"""What specifies a counted noun: "two utilities in the Gulf Coast", "waves of sanctions against Russia"."""
_AND_OTHERS = re.compile(r"\s+and\s+([a-z]+s)(?=\s+(?:who|that|which)\b|[.;)])")
"""What is counted together with a noun: "companies and organizations that take part"."""
_WITH_SOMEBODY = re.compile(r"\s+(?:to|with|for|under)\s+(?=(?:an?|the)\s+[A-Za-z])|\s+as\s+(?=[A-Z]\w+\b(?!-))")
"""What an event goes on with that is no name: "call to a foreign leader", "trip as Vice President"."""
_MORE = re.compile(r"(?:more|further|such)\s+(?=[a-z])")
_AS_MUCH = re.compile(r"\s+as\s+(?:much|many)\s+")
_IN_WHAT = re.compile(r"\s+in\s")
_IN = re.compile(r"\s+(?:in|of|for)\s+")
_LINKS = ("by", "to", "of", "at", "from")
_TO_DO = re.compile(
    r"(?:,?\s+[a-z]+ly,?)?(?:\s+(?:from|through|via)\s+(?:the\s+)?[A-Z]\w*(?:\s+[A-Z]\w*){0,4})?\s+to\s+(?:help\s+)?(?!(?:the|our|his|her|its|their|your|this|that|these|those|all|what|each|every)\b)[a-z]{3,}(?:\s+(?:up|out))?(?:\s+and\s+[a-z]{3,})?\s+(?=[\w$“\"])"
)
_TO_WHOM = re.compile(
    r"\s+(?:going\s+)?(?:in)?to(?:wards?)?\s+(?=the\s+(?!United|Republic|Government|Kingdom|People)(?:[A-Z]\w+\s+[A-Z]|[A-Z]{3,}\b))"
)
_OF_THOSE = re.compile(r"(?:And\s+|But\s+)?Of\s+(?P<those>(?=(?:the|our|these|those|all)\b)[^,;]{3,120}),\s+(?:[a-z]+\s+){0,2}\Z")
_COMPARED = re.compile(r"(?:more|less|fewer|better|worse|\w+er|chance|odds|probability|clip)\Z")
"""After a percentage no noun that it is of: "40 percent faster"."""
_NAME = re.compile(r"\s[A-Z][a-z]")
_WITHIN = re.compile(r"\b(?:with)?in\s(?:\w+\s)?\Z", re.IGNORECASE)
_WHERE = ("to", "with", "in")
"""Prepositions after which an event goes on with a name: "visit to Japan", "meeting with Prime Minister Verel"."""
_MARKS = (",", "–", "—", "(", ":", "-")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The spans of the measures of the figure before in the sentence, of the last one in the turn ("it"), of the count before in the sentence."""

    same_sentence: Span | None
    same_turn: Span | None
    counted: Span | None = None


@dataclass(frozen=True, slots=True)
class Governor:
    """The word that a figure hangs on, and what it is: "verb of measure", "of", "preposition", "mark", "verb" (any other word), "none"."""

    kind: str
    index: int
    word: Token | None


class MeasureSpans:
    """Finds the spans of measures; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, chunker: NounChunker) -> None:
        words = vocabulary.words["figures"]
        self._chunker = chunker
        self._measure_verbs = set(words["measure_verbs"])
        self._amounts = set(words["amount_nouns"])
        self._hollow = set(words["hollow"])
        self._money = set(words["money_nouns"])
        self._setting_verbs = set(words["setting_verbs"])
        self._change_nouns = set(words["change_nouns"])
        self._wholes = set(words["wholes"])
        self._events = set(words["ordinal_nouns"])
        self._spent = re.compile(rf"\b(?:[a-z]+\s+)?(?:{'|'.join(words['spending'])})\b(?=[^.;]*\Z)", re.IGNORECASE)
        given = "|".join(words["given"])
        self._passive = re.compile(rf"\b(?:is|are|was|were|be|been|being)\s+(?:{given})\s+(?:in|into|for|to|towards?|on)\s+(?=[a-z])")

    def find(self, text: str, quantity: Quantity, wording: Wording, earlier: Earlier, between: Span, masks: Sequence[Span]) -> Span | None:
        """Return the measure's span; `between` is from the figure before to the one after, `masks` are words of dates and sources."""
        found = self._found(text, quantity, wording, earlier, between, masks)
        if found and self._says_something(text, found, counted=quantity.kind == "count"):
            return found
        return earlier.same_sentence if quantity.value_from is not None else None

    def purpose(self, text: str, quantity: Quantity, high: int, masks: Sequence[Span]) -> Span | None:
        """Return what money without a noun is for, up to `high`: "2 million dollars to help train and equip border guards"."""
        if quantity.kind != "money":
            return None
        link = _TO_DO.match(text, _after_date(text, quantity, masks), high) or _TO_WHOM.match(text, quantity.end, high)
        return self._chunker.phrase_after(text, link.end(), high, masks=masks) if link else None

    def _found(self, text: str, quantity: Quantity, wording: Wording, earlier: Earlier, between: Span, masks: Sequence[Span]) -> Span | None:
        high = between[1]
        if quantity.kind == "count" and text[quantity.number_end : quantity.number_end + 1] == "-":  # "a five-point plan"
            return self._chunker.phrase_after(text, quantity.end, high, masks=masks)
        if quantity.kind == "count":
            return self._counted(text, quantity, high, masks) if quantity.noun is not None else earlier.counted
        if quantity.kind in ("ordinal", "rank") and quantity.noun is not None:
            masks = [mask for mask in masks if not _NAME.match(text, mask[1])]  # "anniversary of the 1872 Mining Law"
            phrase = self._chunker.phrase_after(text, quantity.noun, high, masks=masks, specifiers={"of", "between"}, before_names=_WHERE)
            with_whom = _WITH_SOMEBODY.match(text, phrase[1], high) if phrase else None
            whole = self._chunker.phrase_after(text, with_whom.end(), high, masks=masks, specifiers={"of"}) if with_whom else None
            return (phrase[0], whole[1]) if phrase and whole else phrase
        if quantity.rule == "one-in" and quantity.noun is not None:
            return self._chunker.phrase_after(text, quantity.noun, quantity.end)
        if quantity.kind == "other" and quantity.definite:  # "the combination of the two"
            return None
        if quantity.kind in ("duration", "age") and wording.cue is None:
            within = _WITHIN.search(text, quantity.sentence[0], quantity.start) is not None  # "within 24 hours of the vote"
            link = _OF.match(text, quantity.end, high) if quantity.kind == "duration" and not within else None
            return self._chunker.phrase_after(text, link.end(), high, masks=masks) if link else self._attributive(text, quantity, high, masks)
        if quantity.rule in ("multiple", "fraction"):
            as_much = _AS_MUCH.match(text, quantity.end)
            whole = self._chunker.phrase_after(text, as_much.end() if as_much else quantity.end, high, masks=masks)
            if whole and text[slice(*whole)].lower() in self._change_nouns:  # "a sixfold increase"
                return earlier.same_sentence
            if whole and (quantity.rule == "multiple" or text[whole[0] : whole[1]].split()[0].lower() in self._chunker.determiners):
                return whole
        if quantity.kind == "percentage" and (those := _OF_THOSE.match(text, quantity.sentence[0], quantity.start)):
            return self._chunker.phrase_after(text, those.start("those"), quantity.start)
        if (found := self._of_change(text, quantity, wording, earlier, high, masks)) is not None:
            return found
        return self._governed(text, quantity, wording, earlier, between, masks)

    def _says_something(self, text: str, span: Span, *, counted: bool = False) -> bool:
        """Whether a phrase holds more than determiners, pronouns and words like "additional"; a `counted` noun can look like a verb ("calls")."""
        if counted and (last := text[slice(*span)].split()[-1]).isalpha() and fold_lower(last) not in self._hollow:
            return True
        row = tokens(text, *span)
        return any(self._chunker.is_noun(token) and token.form not in self._hollow for token in row)

    # -------------------------------------------------------------- counted nouns and attributes

    def _counted(self, text: str, quantity: Quantity, high: int, masks: Sequence[Span]) -> Span | None:
        first = quantity.noun or quantity.end
        while first < quantity.end and not text[first].isalnum():
            first += 1
        of = re.match(r"of\s+(?:the\s+)?", text[first : quantity.end])
        more = _MORE.match(text, first)
        start, end = more.end() if more else first + (of.end() if of else 0), self._noun_end(text, first, quantity)
        event = str(quantity.unit) in self._events and _WITH_SOMEBODY.match(text, end, high)
        link = (event or _COUNTED_WHERE.match(text, end, high)) if end == quantity.end else None
        whole = self._chunker.phrase_after(text, link.end(), high, masks=masks, specifiers={"of", "against"}) if link else None
        if whole and self._says_something(text, whole):
            return start, whole[1]
        others = _AND_OTHERS.match(text, end, high) if end == quantity.end and self._chunker.is_plural(text[start:end].split()[-1]) else None
        return (start, others.end(1)) if others and self._chunker.is_plural(others[1]) else (start, end)

    def _noun_end(self, text: str, first: int, quantity: Quantity) -> int:
        """Leave "a week" of "five flights a week" out of the counted noun."""
        if quantity.unit and " per " in quantity.unit:
            per = re.search(r"\s(?:an?|per|each|every)\s\w+\Z|/\w+\Z", text[first : quantity.end])
            if per:
                return first + per.start()
        return quantity.end

    def _attributive(self, text: str, quantity: Quantity, high: int, masks: Sequence[Span]) -> Span | None:
        """Read "a five-year plan", "the $2 billion package": a noun right after a quantity that a hyphen or a determiner marks as its attribute."""
        opening = tokens(text, max(quantity.sentence[0], quantity.start - 24), quantity.start)
        determined = bool(opening) and (opening[-1].form in self._chunker.determiners or opening[-1].form in self._hollow)
        noun = next(iter(tokens(text, quantity.end, min(high, quantity.end + 24))), None)
        determined = determined or (noun is not None and self._chunker.is_noun(noun) and not self._chunker.is_adverb(noun))
        words = text[quantity.number_end : quantity.end].split()
        singular = (
            quantity.value > 1 and quantity.unit is not None and " ".join(words).lower() == quantity.unit and not self._chunker.is_plural(words[-1])
        )
        attribute = determined and (
            quantity.kind == "money" or (quantity.kind == "percentage" and noun is not None and not _COMPARED.match(noun.form))
        )
        if not (singular or "-" in text[quantity.start : quantity.end] or attribute):
            return None
        return self._chunker.phrase_after(text, quantity.end, high, masks=masks)

    # -------------------------------------------------------------- words of change

    def _of_change(self, text: str, quantity: Quantity, wording: Wording, earlier: Earlier, high: int, masks: Sequence[Span]) -> Span | None:
        """Read what a word of change says rises or falls: "a 40 percent increase in trade", "increasing trade to a billion dollars"."""
        cue = wording.cue
        if cue is None:
            return None
        if cue.start >= quantity.end:
            link = _IN.match(text, cue.end, high)
            found = self._chunker.phrase_after(text, link.end(), high, masks=masks) if link else None
            return found or self._chunker.phrase_after(text, quantity.end, cue.start, masks=masks) or earlier.same_sentence
        end = self._gap_end(text, cue.end, wording.start)
        first = link.end() if (link := _IN.match(text, cue.end, end)) else cue.end  # "a decline in containers (by 60%)"
        found = self._chunker.phrase_after(text, first, end, masks=masks) if end > first else None
        if found and text[found[1] : end].strip(" ,(\n\u00a0") == "" and self._says_something(text, found):
            link = re.match(r"(?:in|of|for)\s+", text[found[0] : found[1]])
            return (found[0] + link.end(), found[1]) if link else found
        if not text[cue.end : wording.start].strip(" \n\u00a0by"):  # "reducing by 90 percent the time of travel"
            following = next(iter(tokens(text, quantity.end, min(high, quantity.end + 12))), None)
            if following is not None and following.form in self._chunker.determiners:
                return self._chunker.phrase_after(text, quantity.end, high, masks=masks)
        if re.search(r"\b(?:it|this|that|them)\b", text[cue.start : end]):
            return earlier.same_sentence or earlier.same_turn
        return None

    @staticmethod
    def _gap_end(text: str, start: int, end: int) -> int:
        """Return where the last of "by", "to", "of", "at", "from" before the figure starts."""
        gap = text[start:end]
        link = re.search(r"\b(?:by|to|of|at|from)\s*\Z", gap.rstrip() + " ") if gap.strip() else None
        return start + link.start() if link else end

    # -------------------------------------------------------------- what governs it

    def _governed(self, text: str, quantity: Quantity, wording: Wording, earlier: Earlier, between: Span, masks: Sequence[Span]) -> Span | None:
        low, high = between
        cue = wording.cue if wording.cue is not None and wording.cue.end <= quantity.start else None
        place = cue.start if cue is not None else wording.start
        inside = [t for t in tokens(text, low, place) if not any(a <= t.start < b for a, b in masks)]
        after, of = self._after(text, quantity, high, masks)
        if after and of and (share := self._share_on(text, after)):
            return share
        whole = after is not None and of and text[slice(*after)].lower() in self._wholes
        if whole and (spent := self._spent.search(text, low, quantity.start)) and not self._changes_object(inside[:-1]):
            return spent.span()  # "ramping up defence spending, we will reach 2 percent of GDP"
        if after and of and not (whole and self._changes_object(inside[:-1])):
            return after
        if after is None and cue is None and (noun := self._attributive(text, quantity, high, masks)):
            return noun
        verbal = cue is not None or quantity.rule == "multiple"
        governor = Governor("verb of measure", len(inside), None) if verbal else self._governor(inside)
        if after and governor.kind == "of" and quantity.kind == "money" and _IN_WHAT.match(text, quantity.end):
            sum_of = inside[governor.index - 1].form in self._money  # "an investment of $5 million in ports"
            return self._before(text, low, inside, governor, place, masks, earlier) if sum_of else after  # "the announcement of $5 million in aid"
        if after and not of and quantity.kind == "money" and cue is not None and text[slice(*after)].split()[-1].lower() in self._money:
            return after  # "ties that have grown to 90 billion dollars in two-way trade"
        previous = earlier.same_sentence
        if previous is not None and after is None and self._continues(inside):
            return previous
        if after is None and quantity.kind == "money" and (passive := self._passive.search(text, quantity.end, high)):
            after = self._chunker.phrase_after(text, passive.end(), high, masks=masks)
        if governor.kind in ("verb of measure", "of", "mark"):
            found = self._before(text, low, inside, governor, place, masks, earlier)
            if governor.kind != "mark" or after is None:
                return found or after or previous
        return after or (previous if governor.kind in ("none", "mark") else None)

    def _after(self, text: str, quantity: Quantity, high: int, masks: Sequence[Span]) -> tuple[Span | None, bool]:
        """Read "40 percent of exports", "2 billion dollars in aid", "$5 million for schools"; say whether by "of".

        After "in" and "for" a name is a place or who gets it, and only money is of what follows them.
        """
        link = _AFTER.match(text, quantity.end, high) or _AFTER.match(text, _after_date(text, quantity, masks), high)
        if not link or not (link[1] or quantity.kind == "money"):
            return None, False
        found = self._chunker.phrase_after(text, link.end(), high, masks=masks)
        if not found or not self._says_something(text, found):
            return None, False
        words = tokens(text, *found)
        named = all(token.text[:1].isupper() for token in words if token.form not in self._chunker.determiners) and words[-1].form not in self._money
        return (None, False) if named and not link[1] else (found, bool(link[1]))

    def _share_on(self, text: str, span: Span) -> Span | None:
        """Return what a share of a whole is spent on: "3 percent of GDP on defence"."""
        whole, on, _ = text[slice(*span)].partition(" on ")
        return (span[0] + len(whole) + len(on), span[1]) if on and whole.lower() in self._wholes else None

    def _governor(self, inside: Sequence[Token]) -> Governor:
        """Return what a figure after these words hangs on, over articles, adverbs and "a total of"."""
        chunker = self._chunker
        index = len(inside) - 1
        while index >= 0:
            word = inside[index]
            if word.form == "of" and index > 0 and inside[index - 1].form in self._amounts:
                index -= 2
            elif word.form == "total" and index > 0 and inside[index - 1].form in chunker.auxiliaries | {"to"}:
                break
            elif word.form in chunker.determiners or word.form in self._hollow or (chunker.is_adverb(word) and word.form not in self._measure_verbs):
                index -= 1
            else:
                break
        if index < 0:
            return Governor("none", -1, None)
        word = inside[index]
        before = inside[index - 1] if index > 0 else None
        if word.form in self._measure_verbs:
            return Governor("verb of measure", index, word)
        if word.form in _LINKS and before is not None and (before.form in self._measure_verbs or before.form in chunker.verbs_of_change):
            return Governor("verb of measure", index - 1, before)
        if word.form == "of" or (word.form in ("from", "to", "at") and self._changes_object(inside[:index])):
            return Governor("of", index, word)
        if word.form in chunker.prepositions:
            return Governor("preposition", index, word)
        if word.text in _MARKS:
            return Governor("mark", index, word)
        return Governor("verb", index, word)

    def _changes_object(self, inside: Sequence[Token]) -> bool:
        """Whether a verb of change with its object stands here: "lowering their cost (from)"."""
        verbs = self._chunker.verbs_of_change | self._setting_verbs
        index = len(inside) - 1
        while index >= 0 and inside[index].form not in verbs and (self._chunker.is_noun(inside[index]) or self._goes_on(inside[index])):
            index -= 1
        return 0 <= index < len(inside) - 1 and inside[index].form in verbs

    def _goes_on(self, token: Token) -> bool:
        return token.form in self._chunker.determiners or token.form == "of"

    def _before(
        self, text: str, low: int, inside: Sequence[Token], governor: Governor, place: int, masks: Sequence[Span], earlier: Earlier
    ) -> Span | None:
        """Return the noun phrase before the governing verb, preposition or mark; "it" and "which" stand for one said before."""
        chunker = self._chunker
        end = governor.word.start if governor.word is not None else place
        index = governor.index - 1
        if governor.kind == "verb of measure":
            while index >= 0 and (
                inside[index].form in chunker.auxiliaries
                or inside[index].form in chunker.verbs
                or chunker.is_adverb(inside[index])
                or inside[index].form in ("to", "be", "which", "that")
                or inside[index].text in _MARKS
            ):
                end = inside[index].start
                index -= 1
            if index + 1 < len(inside) and inside[index + 1].text == "," and (relative := self._relative(inside, index)) is not None:
                end, index = inside[relative].start, relative - 1
            if index >= 0 and inside[index].form in ("it", "they", "this"):
                return earlier.same_sentence or earlier.same_turn
        return chunker.phrase_before(text, low, end, masks=masks) if index >= 0 else None

    @staticmethod
    def _relative(inside: Sequence[Token], index: int) -> int | None:
        """Return where a relative clause begins that ends before a comma: "trade, which is balanced, has doubled"."""
        for at in range(index, 0, -1):
            if inside[at].form in ("which", "who") and inside[at - 1].text == ",":
                return at - 1
        return None

    def _continues(self, inside: Sequence[Token]) -> bool:
        """Whether the figure only goes on from the one before: "…, exceeding half a billion", "…, up 12 percent", "and 5 percent"."""
        chunker = self._chunker
        return all(
            token.form in chunker.verbs
            or token.form in self._measure_verbs
            or chunker.is_adverb(token)
            or token.form in ("and", "or", "to", "by", "at", "from", "with", "while", "then", "a", "an", "the")
            for token in inside
            if token.text not in ",–—;("
        )


def _after_date(text: str, quantity: Quantity, masks: Sequence[Span]) -> int:
    """Return where the words go on after a date that follows the quantity, or after the quantity: "5 million dollars this year for schools"."""
    return next((end for start, end in masks if start >= quantity.end and _WHEN.fullmatch(text, quantity.end, start)), quantity.end)
