"""Numbers in digits and in words: what they look like (one pattern) and what they are worth.

The grammar is that of English: "two and a half million", "half a billion", "one hundred and fifty thousand", "1.2bn". The words
are data (`numerals.yml`); digits may be grouped by commas, points, no-break or thin spaces.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod
from typing import Any

import re2

from etl.language.patterns import alternation

_GAP = "(?:-|[\\s\u00a0]{1,3})"
_SPACE = "[\\s\u00a0]{1,3}"
_VULGAR = "¼½¾⅓⅔⅕⅖⅗⅘⅛⅜⅝⅞"
_SIGN = re.compile(r"(?:(?<![^\s(])[-−–]|(?i:\bminus)[- \u00a0]|\bnegative )\Z")
_DENOMINATORS = (2, 3, 4, 5, 8, 10, 16, 32)  # of fractions in digits; others are days, scores, pages
_FRACTION = re.compile(rf"(?:(?P<whole>\d+)[ -]?)??(?:(?P<vulgar>[{_VULGAR}])|(?P<top>\d{{1,2}})/(?P<bottom>\d{{1,2}}))")
_DIGITS = (
    f"(?:\\d+[ -]?)?[{_VULGAR}]|(?:\\d+[ -])?\\d{{1,2}}/\\d{{1,2}}|"
    + "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d{1,3}(?:[\u00a0\u202f\u2009]\\d{3})+(?:[.,]\\d+)?|\\d{1,3}(?:\\.\\d{3}){2,}|\\d+(?:[.,]\\d+)?"
)
_BETWEEN_WORDS = re.compile("[ \\t\\n]+|(?<!\\d)[\u00a0\u202f]+|[\u00a0\u202f]+(?!\\d)")
_ASCII_DIGITS = {code: str(unicodedata.decimal(chr(code))) for code in range(128, 0x11000) if unicodedata.decimal(chr(code), None) is not None}
_ASCII_DIGITS |= {0x066B: ".", 0x066C: ","}  # the separators that go with Arabic digits
_OTHER_SCRIPT = re2.compile("[\u0660-\u1fff\u2fff-\uffff\U00010000-\U0010ffff]")
"""What a text has that may have other digits than ours; a class of them alone is slow."""
_AND_PART = re.compile(r"\band (?:an? |half\b)")
_READ = 1 << 12  # numbers as printed whose reading is kept: "two", "2021", "40"
_MAX_DIGITS = 300  # a longer run of digits is no quantity, and would overflow


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text. `kind`: number, ordinal, fraction, multiple or vague; `value_max` for words such as "thousands"."""

    start: int
    end: int
    text: str
    value: float
    kind: str
    value_max: float | None = None
    modifier: str | None = None
    scaled: bool = False
    digits: bool = False
    glued: bool = False
    """Whether a letter follows directly: a unit's symbol ("30kg"), or no number ("5G")."""
    joined: bool = False
    """Whether a capital stands directly before: a currency's ("RM79"), or no number ("G7")."""


class NumeralReader:
    """Finds and reads numbers. `pattern` matches a plain number (no ordinal, no vague word), for use in other patterns.

    `small` are the words up to ninety.
    """

    def __init__(self, words: Mapping[str, Mapping[str, Any]]) -> None:
        self._cardinals = {**words["cardinals"], **words["tens"]}
        self.small: Mapping[str, float] = self._cardinals
        self._scales = dict(words["scales"])
        several = {f"{scale}s": value for scale, value in self._scales.items()}  # "7.4 millions"
        self._suffixes = dict(words["suffixes"])
        self._fractions = dict(words["fractions"])
        self._ordinals = dict(words["ordinals"])
        self._multiples = dict(words["multiples"])
        self._vague = dict(words["vague"])
        units, tens, scale = alternation(words["cardinals"]), alternation(words["tens"]), alternation(self._scales)
        fraction = alternation(self._fractions)
        run = f"(?:{tens})(?:{_GAP}(?:{units}))?|(?:{units})"
        compound = f"(?:{run})(?:{_GAP}(?:{scale})(?:{_GAP}(?:and{_SPACE})?(?:{run}))?)*"
        longer = alternation(suffix for suffix in self._suffixes if len(suffix) > 1)
        # "5 m" is 5 metres
        times = f"(?:-plus|[+])?(?:{_GAP})?(?:more{_GAP})?(?:{scale})s?"
        digits = f"(?:{_DIGITS})(?:{times}|[\\s\u00a0]?(?:{longer})\\b|(?:{alternation(self._suffixes)})\\b)*"
        sums = (f"{scale}{_GAP}\\d{{1,3}}{_GAP}(?:{alternation(self._smaller(scale))})" for scale in self._scales if self._smaller(scale))
        digits = f"(?:\\d+(?:[.]\\d+)?{_GAP}(?:{'|'.join(sums)})|{digits})"  # "1 trillion 700 billion"
        part = f"(?:half|(?:(?:an?|one|two|three){_GAP})?quarters?|(?:an?|one|two|three){_GAP}(?:{fraction}){_SPACE}of)"
        half = f"{part}(?:{_SPACE}of)?{_SPACE}(?:an?{_SPACE})?(?:{scale}|dozen)"
        and_half = f"(?:{run}|\\d+|an?){_SPACE}and{_SPACE}(?:half|an?{_SPACE}(?:half|quarter|third))(?:{_SPACE}(?:{scale}))?"
        a_scale = f"an?{_SPACE}dozen|an?{_SPACE}(?:{scale})(?:{_GAP}(?:(?:and{_SPACE})?(?:{run})|and{_SPACE}an?{_SPACE}half|(?:{scale})))*"
        couple = f"(?:an?{_SPACE})?couple(?:{_SPACE}of)?{_SPACE}(?:{scale}|dozen)"
        dozen = f"(?:{run}|\\d+){_SPACE}dozen"
        self.pattern = f"(?:{digits}|{compound}|{half}|{and_half}|{a_scale}|{couple}|{dozen})"
        fractions = f"(?:an?|one|two|three|four|nine){_GAP}(?:{alternation(w for w in self._fractions if w != 'half')})|half|one{_SPACE}half"
        ordinals = f"\\d{{1,4}}(?:st|nd|rd|th)|(?:{tens})-(?:{alternation(self._ordinals)})|{alternation(self._ordinals)}"
        plural = alternation(w for w in self._vague if w.endswith("s"))
        vague = f"(?:{plural})(?:{_SPACE}(?:of|and|upon){_SPACE}(?:{plural}))?|tens{_SPACE}of{_SPACE}(?:{plural})"
        vague += f"|(?:several|a{_SPACE}few|many){_SPACE}(?:(?:{scale})(?:{_GAP}(?:{scale}))*|dozen)"
        multiples = f"{alternation(self._multiples)}|(?:\\d+|{units}|{tens})-?fold"
        options = re2.Options()
        options.longest_match = True
        options.case_sensitive = False
        options.max_mem = 1 << 26
        self._scales |= several
        self._finder = re2.compile(f"{digits}|\\b(?:{self.pattern}|{fractions}|{ordinals}|{vague}|{multiples})", options)
        self._read = lru_cache(maxsize=_READ)(self._interpreted)
        self._number = re.compile(self.pattern, re.IGNORECASE)
        self._digits = re.compile(f"(?:{_DIGITS})")
        self._word = re.compile(r"[^\W\d_]+|\d[\d.,\u00a0\u202f\u2009]*")

    def _smaller(self, scale: str) -> list[str]:
        return [other for other, value in self._scales.items() if 100 < value < self._scales[scale]]

    def find(self, text: str) -> list[Numeral]:
        """Return the numbers in the text, in order, not overlapping, each from a word's start to a word's end."""
        found = []
        printed = text
        if not text.isascii() and _OTHER_SCRIPT.search(text):
            text = text.translate(_ASCII_DIGITS)
        for match in self._finder.finditer(text):
            start, end = match.span()
            if start and text[start - 1].isdigit():
                continue
            joined = start > 0 and text[start - 1].isalpha()
            if joined and not (text[start].isdigit() and text[start - 1].isupper()):
                continue
            glued = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
            if glued and (joined or not text[end - 1].isdigit()):  # "G7x"
                continue
            read = self._read(text[start:end])
            if read is not None:
                numeral = Numeral(
                    start, end, printed[start:end], read.value, read.kind, read.value_max, read.modifier, read.scaled, read.digits, glued, joined
                )
                found.append(self._signed(printed, numeral) if numeral.digits and numeral.kind == "number" else numeral)
        return found

    def _signed(self, text: str, numeral: Numeral) -> Numeral:
        """Read "minus" and a minus sign, and the point that a number may begin with (".001")."""
        start, value = numeral.start, numeral.value
        if text[max(0, start - 1) : start] == "." and not text[max(0, start - 2) : start - 1].strip(" (~") and numeral.text.isdigit():
            start, value = start - 1, float(f".{numeral.text}")
        if sign := _SIGN.search(text[max(0, start - 9) : start]):
            start, value = start - len(sign[0]), -value
        return numeral if start == numeral.start else replace(numeral, start=start, value=value, text=text[start : numeral.end])

    def value(self, text: str) -> float | None:
        """Return what a plain number is worth, or None for words that are no number."""
        folded = _BETWEEN_WORDS.sub(" ", text.lower())
        if len(folded) > _MAX_DIGITS or not self._number.fullmatch(folded):
            return None
        if fraction := _FRACTION.match(folded):
            return self._from_fraction(fraction, folded[fraction.end() :])
        total = current = 0.0
        last: float | None = None
        for word in self._word.findall(folded):
            if word[0].isdigit():
                current = self._from_digits(word)
            elif word in self._cardinals:
                current += self._cardinals[word]
            elif word in self._scales or word in self._suffixes or word == "dozen":
                scale = self._scales.get(word) or self._suffixes.get(word) or 12
                if scale == 100:
                    current = (current or 1) * 100
                elif current == 0 and total and last is not None and scale > last:  # "thousand million"
                    total *= scale
                else:
                    total += (current or 1) * scale
                    current = 0
                last = scale
            elif word in self._fractions:
                if _AND_PART.search(folded):
                    if current or not last:
                        current = (current or (1 if folded.startswith("a") else 0)) + self._fractions[word]
                    else:
                        total += self._fractions[word] * last
                else:
                    current = (current or 1) * self._fractions[word]
            elif word == "couple":
                current = 2
        return float(f"{total + current:.12g}")  # 4.1 billion, not 4099999999.9999995

    def scale(self, text: str) -> float:
        """Return what the scale words at the end of a number multiply by: 1,000,000 for "2.5 million"."""
        scale = 1.0
        for word in reversed(self._word.findall(text.lower())):
            factor = self._scales.get(word) or (self._suffixes.get(word) if not word.isdigit() else None)
            if not factor:
                break
            scale *= factor
        return scale

    def ordinal(self, word: str) -> int:
        """Return the number of an ordinal ("third", "100th", "twenty-first"); 0 for any other word."""
        folded = word.lower()
        if folded[0].isdigit():
            return int(re.sub(r"\D", "", folded))
        first, _, second = folded.partition("-")
        return int(self._cardinals.get(first, 0) + self._ordinals[second]) if second else int(self._ordinals.get(first, 0))

    def _from_fraction(self, match: re.Match[str], rest: str) -> float | None:
        """Return what "2½ million" and "1 3/4" are worth; None for days, scores and pages."""
        whole = int(match["whole"] or 0)
        if match["vulgar"]:
            return (whole + unicodedata.numeric(match["vulgar"])) * self.scale(rest)
        top, bottom = int(match["top"]), int(match["bottom"])
        return (whole + top / bottom) * self.scale(rest) if bottom in _DENOMINATORS and top < bottom else None

    def _interpreted(self, printed: str) -> Numeral | None:
        """Read a number as printed; its offsets are those of the words alone."""
        start, end = 0, len(printed)
        text = " ".join(printed.lower().split())
        words = text.replace("-", " ").split()
        if (
            re.fullmatch(r"\d{1,4}(?:st|nd|rd|th)", text)
            or (words[-1] in self._ordinals and words[-1] not in self._fractions)
            or (len(words) == 1 and text in self._ordinals)
        ):
            return Numeral(start, end, printed, self.ordinal(text), "ordinal", digits=text[0].isdigit())
        if text in self._multiples or text.endswith("fold"):
            count = self._multiples.get(text) or int(re.sub(r"\D", "", text) or 0) or self.value(text.removesuffix("fold").rstrip("-")) or 0
            return Numeral(start, end, printed, float(count), "multiple") if count else None
        if words[0] in ("several", "many") or words[:2] == ["a", "few"]:
            scale = prod(float(self._scales.get(word, 12)) for word in words[2 if words[0] == "a" else 1 :])
            return Numeral(start, end, printed, scale, "vague", scale * 10 if words[-1] != "dozen" else None, "about")
        if words[-1] in self._vague and words[-1].endswith("s") and not text[0].isdigit():
            return self._read_vague(words, printed, start, end)
        if words[-1] in self._fractions and "and" not in words:
            count = self._cardinals.get(words[0], 1) if len(words) > 1 else 1
            return Numeral(start, end, printed, count * self._fractions[words[-1]], "fraction")
        value = self.value(printed)
        if value is None or value > 1e300:
            return None
        scaled = any(w in self._scales for w in words) or bool(re.search(r"\d\s?[a-z]+$", text))
        modifier = "about" if "couple" in words else "more than" if scaled and re.search(r"plus|\+", text) else None
        return Numeral(start, end, printed, value, "number", None, modifier, scaled, text[0].isdigit())

    def _read_vague(self, words: list[str], printed: str, start: int, end: int) -> Numeral:
        """Read "dozens" (12 and more), "thousands" (1,000 to 10,000), "tens of thousands" (10,000 to 100,000)."""
        low = 1.0
        words = words[-1:] if "and" in words or "upon" in words else words  # "thousands and thousands"
        for word in words:
            low *= 10 if word == "tens" else self._vague[word]["value"] if word in self._vague else 1
        entry = self._vague[words[-1]]
        high = low * 10 if "value_max" in entry else None
        return Numeral(start, end, printed, low, "vague", high, entry.get("modifier", "about") if len(words) == 1 else "about")

    def _from_digits(self, printed: str) -> float:
        printed = printed.rstrip(".,")
        if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", printed):
            return float(printed.replace(",", ""))
        if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", printed):
            return float(printed.replace(".", ""))
        printed = re.sub("[\u00a0\u202f\u2009]", "", printed)
        return float(printed.replace(",", "."))
