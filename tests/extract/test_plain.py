"""Bytes to text: every common encoding, line ends as one, and nothing else changed."""

import codecs
import random

import pytest

from etl.extract.content import MAX_CHARACTERS, Unreadable
from etl.extract.plain import decode, normalise

SAMPLE = "The ministers met in Montvallier – “a good day” – and agreed on 5 € a head.\n"
RUSSIAN = (
    "Президент Аврелии Тимур Залесский провёл встречу с премьер-министром Мариной Ольховой. Стороны обсудили строительство моста и новые "
    "рейсы между двумя столицами. «Мы рады видеть вас в нашем городе», — сказал президент, пожелав гостье успехов в работе и хорошей погоды."
)
UKRAINIAN_STYLE_DASHES = RUSSIAN.replace("»", "”").replace("«", "“")
ENGLISH = (
    "The ministers met in Montvallier – “a good day”, as the host put it – and agreed to meet again. The café served them crêpes. "
    "It’s a small town’s pride. Every naïve visitor pays 5 € to see it, and both delegations did so with good humour before they left."
)
FRENCH = (
    "Les ministres se sont réunis à Montvallier. Ils ont salué l'élan donné à la coopération, un mot cher à la présidente, et préparé "
    "l'été prochain. Un forum d'échanges se tiendra à Besançon-sur-Mer, où chaque délégation présentera ses métiers et ses idées."
)
FRENCH_TYPESET = (
    "Réunis à Montvallier, les ministres ont salué « l’élan donné à la coopération » – un mot cher à la présidente. Ils préparent déjà l’été "
    "prochain : un forum d’échanges, à Besançon-sur-Mer, où chaque délégation présentera ses œuvres. L’entrée coûtera 5 €."
)
GERMAN = (
    "Die Ministerin begrüßte die Gäste in Königsfurt. Für die nächsten Jahre wünschen sich beide Länder mehr Züge über die Brücke, größere "
    "Häfen und höhere Zölle für niemanden. Später aßen alle im Gästehaus. Die Gespräche dauerten länger als geplant."
)
SPANISH = (
    "El ministro visitó la región de Peñalobo y habló con los alcaldes. ¿Qué pidió? Más trenes, más médicos y más cooperación. La señora "
    "Muñiz respondió que mañana mismo enviaría una delegación. Según ella, el año próximo será mejor para los niños."
)


def noise(low: int, length: int = 600) -> bytes:
    """Return bytes without any order, the same each time."""
    chance = random.Random(7)
    return bytes(chance.randrange(low, 256) for _ in range(length))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_and_its_mark_removed(encoding: str) -> None:
    assert decode(SAMPLE.encode(encoding)) == SAMPLE


@pytest.mark.parametrize(
    "mark, encoding",
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_tells_the_order_of_bytes(mark: bytes, encoding: str) -> None:
    assert decode(mark + SAMPLE.encode(encoding)) == SAMPLE


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN_STYLE_DASHES, RUSSIAN * 40], ids=["russian", "curly-quotes", "long"])
def test_windows_1251(text: str) -> None:
    assert decode(text.encode("windows-1251")) == text


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, FRENCH_TYPESET, GERMAN, SPANISH], ids=["english", "french", "french-typeset", "german", "spanish"])
def test_windows_1252(text: str) -> None:
    assert decode(text.encode("windows-1252")) == text


@pytest.mark.parametrize(
    "given, expected",
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\r\n\r\nb\r\n", "a\n\nb\n"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\n\rb", "a\n\nb"),
        ("\r\na", "\na"),
        ("a\r", "a\n"),
    ],
)
def test_line_ends_become_one_kind(given: str, expected: str) -> None:
    assert normalise(given) == expected
    assert decode(given.encode()) == expected
    assert decode(given.encode("utf-16")) == expected


@pytest.mark.parametrize("text", ["  a  b\t\n\n\n c ", "a\u00a0b\u00adc\u200bd", "e\u0301 \u0130 ﬁ ½ “x”", "a\x0bb\x0cc\u2028d\u0085e", "a \ufeffb"])
def test_nothing_else_is_changed(text: str) -> None:
    assert decode(text.encode()) == text


def test_one_mark_is_removed_and_only_at_the_start() -> None:
    assert normalise("\ufeffa\ufeffb") == "a\ufeffb"


@pytest.mark.parametrize("content", [b"", b" \t\n", b"\r\n\r\n", "\u00a0\u2003\n".encode(), codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\n\0"])
def test_nothing_but_blanks_is_empty(content: bytes) -> None:
    with pytest.raises(Unreadable, match="is empty"):
        decode(content)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise(0),
        b"PK\x03\x04\x14\0\0\0\x08\0" + noise(0),
        b"\x7fELF\x02\x01\x01\0\0\0",
        b"one\0two",
        SAMPLE.encode("utf-16-le"),
        b"\x01\x02\x03\x04 mostly controls \x05\x06",
    ],
    ids=["png", "zip", "elf", "nul", "utf-16 without mark", "controls"],
)
def test_binary_content_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match="binary"):
        decode(content)


def test_a_nul_is_refused_wherever_it_stands() -> None:
    """SQLite's length and substr stop at a NUL, so that no span after it would hold."""
    with pytest.raises(Unreadable, match="binary"):
        decode(b"word " * 20_000 + b"\0" + b"word " * 20)


@pytest.mark.parametrize("text", ["one\0two", "\0", "word " * 20_000 + "\0word"])
def test_a_nul_in_a_text_given_as_such_is_refused_too(text: str) -> None:
    with pytest.raises(Unreadable):
        normalise(text)


@pytest.mark.parametrize("content", [noise(1), noise(128), bytes(range(1, 256)) * 3], ids=["noise", "high noise", "every byte"])
def test_an_encoding_that_cannot_be_told_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match="encoding can't be told"):
        decode(content)


@pytest.mark.parametrize("content", [codecs.BOM_UTF8 + b"caf\xe9", codecs.BOM_UTF16_LE + b"\0\xd8a\0", codecs.BOM_UTF16_BE + b"abc"])
def test_a_mark_that_lies_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match="says it is utf-"):
        decode(content)


def test_ten_million_characters_are_taken_and_one_more_is_not() -> None:
    longest = "é" * MAX_CHARACTERS
    assert MAX_CHARACTERS == 10_000_000
    assert len(decode(longest.encode())) == MAX_CHARACTERS
    with pytest.raises(Unreadable, match="10,000,001 characters"):
        decode((longest + "x").encode())


def test_line_ends_count_once_towards_the_limit() -> None:
    assert len(decode(b"a\r\n" * (MAX_CHARACTERS // 2))) == MAX_CHARACTERS
