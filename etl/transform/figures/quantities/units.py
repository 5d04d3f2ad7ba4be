"""Units beside a number: money before it, symbols and names after it, "per" and counted nouns."""

import re
from dataclasses import replace

from etl.language.counted_nouns import CountedNouns
from etl.language.noun_phrases import NounChunker
from etl.language.numerals import Numeral
from etl.language.patterns import alternation
from etl.language.phrases import fold_lower
from etl.transform.figures.quantities.quantity import Quantity
from etl.vocabulary import Unit, Vocabulary

_PER = re.compile(r"\s(?P<word>an?|per|each|every)\s|\s?(?P<slash>/)\s?|[- ](?P<hyphen>per|a)-")
_OF_WHAT = re.compile(r"\s+of\s+(?:[a-z-]+\s){0,2}[a-z-]+(?=\s(?:an?|per|each|every)\s)")
_MORE = re.compile(r"\s(?:more|additional|further|extra|full|total|cumulative|straight|consecutive|long|short)(?=\s[a-z])")
_OR_MORE = re.compile(r"(?:\s(?:or\s(?P<more>more)|or\s(?P<less>fewer|less)|or\s(?P<so>so)|plus)|-plus)(?=[\s-][a-z])")
_OF = re.compile(r"\s+of\s+(?:(?:the|our|its|their|his|her|my|your|these|those)\s+)?")
_GAP = re.compile(r"[\s\u00a0]{1,2}|-|(?=[%°])")
_WORD = re.compile(r"[^\s-]+")
_NOUN = re.compile(r"[a-z]{3,}\b")
_ABBREVIATED = re.compile(r"\.[a-z]")
_IN_BRACKETS = re.compile(r"\s?\([^()]{1,40}\)|\)")
_TIMES = {1.0: "", 1e3: "thousand ", 1e6: "million ", 1e9: "billion "}
"""How a unit of several is called after "per": "dollars per mmBtu" are dollars per million British thermal units."""
_DEFINITE = re.compile(r"\b(?:the|these|those|our|your|my|his|her|both|all|its|their)\s+\Z", re.I)
_AMOUNT = 3  # digits of a number that stands right after a currency's code ("USD500")
_LIFE = re.compile(r"\bin\s(?:my|your|his|her|their|our)\s(?:(?:early|mid|late)[\s-])?\Z", re.IGNORECASE)
"""What stands before the decade of a life: "in her 20s"."""
_KNOWN = 12  # as many things as a text names by their number alone ("the five countries")
_CAPITAL_BEFORE = re.compile(r"\w\s[A-Z][\w&-]*\s\Z")
_CLOSING = " .,;:!?)"
_PREFIX = 8  # characters before a number in which its currency stands
_YEAR = 4  # digits


class UnitReader:
    """Reads the unit of a number; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, chunker: NounChunker, counted_nouns: CountedNouns) -> None:
        self._chunker = chunker
        self._counted_nouns = counted_nouns
        units = (*vocabulary.units, *vocabulary.currencies)
        self._names: dict[str, Unit] = {}
        for unit in units:
            for name in unit.names:
                self._names.setdefault(fold_lower(name), unit)
        self._currency_names = {fold_lower(name): unit for unit in vocabulary.currencies for name in unit.names}
        self._symbols = {symbol: unit for unit in vocabulary.currencies for symbol in unit.symbols} | {
            symbol: unit for unit in vocabulary.units for symbol in unit.symbols
        }
        self._money = {symbol: unit for unit in vocabulary.currencies for symbol in _variants(unit.symbols)}
        signs, letters = ([s for s in self._money if s[0].isalpha() is lettered] for lettered in (False, True))
        self._before = re.compile(rf"((?<![^\W\d_])(?:{alternation(letters)})|{alternation(signs)})\s?\Z")  # "a historic$829 million"
        self._after = re.compile(rf"[ \u00a0\u202f-]?({alternation(self._symbols)})(?![^\W_])")
        self._beside = re.compile(rf"({alternation(self._symbols)})(?![^\W_])")
        grammar = vocabulary.words["grammar"]
        self._things = {p for rule in vocabulary.ruleset("figures.exclusions") if rule.data.get("before") for p in rule.phrases}
        self._small_words = {word for kind in ("determiners", "prepositions", "pronouns", "auxiliaries", "conjunctions") for word in grammar[kind]}
        words = vocabulary.words["figures"]
        self._per_noun = re.compile(rf"({alternation(words['per_nouns'])})\b")
        self._length = re.compile(rf"[\s-](?:{alternation(words['length_words'])})\b")
        self._not_per = re.compile(rf"\s+(?:{alternation(words['after_a_time'])})\b")

    def money_before(self, text: str, numeral: Numeral) -> re.Match[str] | None:
        """Return the currency's symbol right before a number in digits, group 1; "COP26" is a name."""
        found = self._before.search(text[max(0, numeral.start - _PREFIX) : numeral.start]) if numeral.digits else None
        named = (
            found is not None
            and (numeral.joined or found[1].lower() in self._things)
            and len(numeral.text) < _AMOUNT
            and self._money[" ".join(found[1].split())].name == found[1]
        )
        return None if named else found

    def read(self, text: str, numeral: Numeral, limit: int) -> Quantity | None:
        """Return the quantity of a number with its unit, up to `limit`; None where it has none."""
        start, end, value = numeral.start, numeral.end, numeral.value
        if money := self.money_before(text, numeral):
            unit = self._money[" ".join(money[1].split())]
            again = self.name_at(text, end, limit)  # "$1.2 billion dollars"
            stop = again[1] if again is not None and again[0].name == unit.name else end
            return self.per(text, Quantity(start - len(money[0]), stop, end, value, unit.name, "money", "money"), limit)
        if numeral.digits and (found := self._symbol(text, numeral, limit)):
            return found
        if numeral.glued:
            return None
        at = end
        if more := _OR_MORE.match(text, end):  # "ten or more years"
            found = self.read(text, replace(numeral, end=more.end()), limit)
            return replace(found, number_end=end, modifier="up to" if more["less"] else "about" if more["so"] else "at least") if found else None
        skipped = _MORE.match(text, end)
        if (
            skipped
            and (named := self.name_at(text, skipped.end(), limit))
            and named[0].kind in ("duration", "distance", "mass", "volume", "percentage")
        ):
            unit, stop = named
            return self.per(text, Quantity(start, stop, end, value * unit.scale, unit.name, unit.kind, "lexical-unit"), limit)
        vague = numeral.kind == "vague" or numeral.text.lower().endswith(("couple", "dozen"))
        of = _OF.match(text, end)
        if of:
            at = of.end()
        if named := self.name_at(text, at - 1 if of else at, limit):  # from the space before the name
            unit, stop = named
            if numeral.scaled and unit.kind == "mass" and not _OF.match(text, stop):  # "450 million pounds"
                unit = self._currency_names.get(text[at:stop].strip().lower(), unit)
            if of and not vague and unit.kind != "money":
                return None
            rule = {"percentage": "percentage", "money": "money"}.get(unit.kind, "lexical-unit")
            return self.per(text, Quantity(start, stop, end, value * unit.scale, unit.name, unit.kind, rule), limit)
        return self._counted(text, numeral, at, limit)

    def _symbol(self, text: str, numeral: Numeral, limit: int) -> Quantity | None:
        start, end, value = numeral.start, numeral.end, numeral.value
        if numeral.text[-1:] == "m" and numeral.scaled and self._is_length(text, end, limit):  # "a 30m wall", "30m people"
            return self.per(text, Quantity(start, end, end, value / 1e6, "metre", "distance", "lexical-unit"), limit)
        match = self._after.match(text, end)
        if match is None or match.end() > limit:
            return None
        symbol, beside = match[1], text[match.end() : match.end() + 1]
        if symbol == "s" and len(numeral.text) == _YEAR:  # "the 1990s"
            return None
        if symbol == "s" and match[0] == symbol and value % 10 == 0 and _LIFE.search(text[max(0, start - 16) : start]):
            return Quantity(start, match.end(), end, value, "year", "age", "lexical-unit", value_max=value + 9)
        apart = match[0] != symbol
        if symbol.isalpha() and _ABBREVIATED.match(text, match.end()):  # "5 p.m."
            return None
        if apart and symbol.isalpha() and (beside == "-" or (symbol.lower() in self._small_words and beside != "/")):
            return None
        unit = self._symbols[symbol]
        rule = {"percentage": "percentage", "money": "money"}.get(unit.kind, "lexical-unit")
        return self.per(text, Quantity(start, match.end(), end, value * unit.scale, unit.name, unit.kind, rule), limit)

    def _is_length(self, text: str, end: int, limit: int) -> bool:
        """Whether "m" after a number is metres, not millions: words of length follow, or nothing that is counted."""
        return self._length.match(text, end) is not None or self._counted_nouns.find(text, end, limit, one=False) is None

    def name_at(self, text: str, at: int, limit: int) -> tuple[Unit, int] | None:
        """Return the unit whose name follows a place, the longest, and where it ends."""
        gap = _GAP.match(text, at)
        if not gap:
            return None
        begin = gap.end()
        window = fold_lower(text[begin : min(limit, begin + 48)])
        stops = [m.end() for m in _WORD.finditer(window)][:5]
        for stop in reversed(stops):
            phrase = " ".join(window[:stop].rstrip(_CLOSING).split())
            if phrase in self._names:
                return self._names[phrase], begin + len(window[:stop].rstrip(_CLOSING))
        return None

    def _counted(self, text: str, numeral: Numeral, at: int, limit: int) -> Quantity | None:
        if text[at : at + 1] == "+" and (found := self._counted(text, numeral, at + 1, limit)):  # "150+ legislators"
            return replace(found, modifier="more than")
        one = (numeral.value == 1 and not numeral.digits) or 0 < numeral.value < 1
        noun = self._counted_nouns.find(text, at, limit, one=one)
        if noun is None or (at > numeral.end and one):
            return None
        named = numeral.digits and not numeral.scaled and _CAPITAL_BEFORE.search(text[max(0, numeral.start - 24) : numeral.start])
        word = text[at : noun[0]].split()[-1].lower()
        if named and not (self._chunker.is_plural(word) and not self._chunker.inflection.is_uncountable(word)):
            return None  # "HIV 2 drug", "the Stoxx 600 index", "the Salyut 6 spacecraft"
        definite = self.is_definite(text, numeral)
        end, unit = noun[0], "count" if noun[1] == "time" else noun[1]  # "a two-time champion" has won two times
        head = self._names.get(text[at:end].split()[-1].lower()) if " " in unit else None
        if head is not None and head.kind not in ("money", "percentage", "count"):
            found = Quantity(
                numeral.start, end, numeral.end, numeral.value * head.scale, head.name, head.kind, "lexical-unit", noun=at, definite=definite
            )
            return self.per(text, found, limit)
        kind, rule = ("money", "money") if head is not None and head.name == "cent" else ("count", "counted-noun")  # "18 Canadian cents a share"
        found = Quantity(numeral.start, end, numeral.end, numeral.value, unit, kind, rule, noun=at, definite=definite)
        return self.per(text, found, limit)

    @staticmethod
    def is_definite(text: str, numeral: Numeral) -> bool:
        """Whether a number only names things that are known ("the two countries", "your three ministers")."""
        return numeral.value <= _KNOWN and bool(_DEFINITE.search(text[max(0, numeral.start - 8) : numeral.start]))

    def per(self, text: str, quantity: Quantity, limit: int) -> Quantity:
        """Add "per day", "a barrel", "/cm2" to a unit."""
        if quantity.unit is None or " per " in quantity.unit:
            return quantity
        of = _OF_WHAT.match(text, quantity.end, limit) if quantity.kind != "percentage" else None  # "50 tonnes of grain a day"
        match = _PER.match(text, of.end() if of else quantity.end, limit)
        if match is None and quantity.kind == "money" and (bracket := _IN_BRACKETS.match(text, quantity.end, limit)):  # "C$6 (US$4.46) per share"
            beyond = self.per(text, replace(quantity, end=bracket.end()), limit) if _PER.match(text, bracket.end(), limit) else quantity
            return replace(beyond, end=quantity.end)
        if not match or (quantity.kind == "percentage" and match["slash"]):
            return quantity
        word = match["word"] or match["hyphen"] or "/"
        at = match.end()
        symbol = self._beside.match(text, at) if word in ("/", "per") else None
        named = self.name_at(text, at - 1, limit) if word != "/" else self.name_at(f" {text[at : at + 48]}", 0, 48)
        named = (named[0], at - 1 + named[1]) if named and word == "/" else named
        unit, end = (self._symbols[symbol[1]], symbol.end()) if symbol else named or (None, 0)
        if of and (unit is None or unit.kind != "duration"):
            return quantity
        if unit is not None and unit.kind == "duration" and self._not_per.match(text, end):  # "196,440 contracts a week earlier"
            return quantity
        if unit is not None and unit.kind not in ("money", "percentage") and (quantity.kind != "percentage" or unit.kind == "duration"):
            kind = "speed" if quantity.kind == "distance" and unit.kind == "duration" else quantity.kind
            if unit.scale not in _TIMES:
                return replace(quantity, end=end, value=quantity.value / unit.scale, unit=f"{quantity.unit} per {unit.name}", kind=kind)
            return replace(quantity, end=end, unit=f"{quantity.unit} per {_TIMES[unit.scale]}{unit.name}", kind=kind)
        if quantity.kind == "percentage" or word == "/":
            return quantity
        person = self._per_noun.match(text, at, limit)
        if person and (word != "a" or quantity.kind == "money"):
            per_person = replace(quantity, end=person.end(), unit=f"{quantity.unit} per {person[1]}")
            again = _PER.match(text, person.end(), limit)  # "50 dollars per person per month"
            time = self.name_at(text, again.end() - 1, limit) if again and again["word"] else None
            return (
                replace(per_person, end=time[1], unit=f"{per_person.unit} per {time[0].name}") if time and time[0].kind == "duration" else per_person
            )
        if word == "per" and (noun := _NOUN.match(text, at, limit)):
            return replace(quantity, end=noun.end(), unit=f"{quantity.unit} per {self._chunker.singular(noun[0])}")
        return quantity


def _variants(symbols: tuple[str, ...]) -> set[str]:
    """Return a currency's symbols as they stand before a number: "A$" also as "A $" and "$A"."""
    result = set(symbols)
    for symbol in symbols:
        letters = symbol.removesuffix("$")
        if letters != symbol and letters:
            result |= {f"{letters} $", f"${letters}"}
    return result
