"""What numbers in digits and words are worth, and what is no number."""

import math

import pytest

from etl.language.numerals import Numeral, NumeralReader
from etl.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def reader(vocabulary: Vocabulary) -> NumeralReader:
    return NumeralReader(vocabulary.words["numerals"])


def one(reader: NumeralReader, text: str) -> Numeral:
    """Return the only number of a text."""
    found = reader.find(text)
    assert [n.text for n in found] == [found[0].text if found else "one number"]
    return found[0]


VALUES = {
    "0": 0,
    "7": 7,
    "3,000": 3_000,
    "1,234,567.5": 1_234_567.5,
    "1.234.567": 1_234_567,
    "12\u00a0345": 12_345,
    "1\u202f234\u202f567": 1_234_567,
    "7,5": 7.5,
    "7.5": 7.5,
    "1.2bn": 1.2e9,
    "1.2 bn": 1.2e9,
    "300k": 300_000,
    "5 mln": 5e6,
    "2.5 million": 2.5e6,
    "2.5-million": 2.5e6,
    "3 lakh": 300_000,
    "12 crore": 1.2e8,
    "15 thousand": 15_000,
    "4 hundred thousand": 400_000,
    "two": 2,
    "eleven": 11,
    "twenty-five": 25,
    "twenty five": 25,
    "ninety-nine": 99,
    "one hundred": 100,
    "a hundred": 100,
    "one hundred and fifty": 150,
    "a hundred and fifty": 150,
    "three hundred and five": 305,
    "two thousand": 2_000,
    "two thousand three hundred": 2_300,
    "two thousand five hundred and seventeen": 2_517,
    "one hundred and fifty thousand": 150_000,
    "three hundred forty-two thousand": 342_000,
    "a million": 1e6,
    "a billion": 1e9,
    "two million three hundred thousand": 2_300_000,
    "one billion two hundred million": 1.2e9,
    "half a million": 5e5,
    "half a billion": 5e8,
    "a quarter of a million": 2.5e5,
    "quarter of a billion": 2.5e8,
    "three quarters of a billion": 7.5e8,
    "two thirds of a million": 2e6 / 3,
    "two and a half": 2.5,
    "two and a half million": 2.5e6,
    "3 and a half million": 3.5e6,
    "one and a half billion": 1.5e9,
    "a billion and a half": 1.5e9,
    "a million and a half": 1.5e6,
    "a couple of hundred": 200,
    "a couple hundred": 200,
    "a couple of thousand": 2_000,
    "couple of million": 2e6,
    "a dozen": 12,
    "two dozen": 24,
    "twelve hundred": 1_200,
    "A HUNDRED": 100,
    "Half a Billion": 5e8,
    "half  a\u00a0billion": 5e8,
    "half\na billion": 5e8,
}


@pytest.mark.parametrize("text", VALUES)
def test_value(text: str, reader: NumeralReader) -> None:
    numeral = one(reader, f"It was {text} then.")
    assert numeral.text == text
    assert math.isclose(numeral.value, VALUES[text])
    assert numeral.kind == "number"


def test_a_couple_is_about_two(reader: NumeralReader) -> None:
    assert one(reader, "a couple of hundred").modifier == "about"
    assert one(reader, "two hundred").modifier is None


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("dozens", 12, None),
        ("hundreds", 100, 1000),
        ("thousands", 1_000, 10_000),
        ("millions", 1e6, 1e7),
        ("tens of thousands", 10_000, 100_000),
        ("hundreds of thousands", 100_000, 1e6),
        ("tens of millions", 1e7, 1e8),
        ("hundreds of millions", 1e8, 1e9),
    ],
)
def test_numbers_nobody_counted(text: str, low: float, high: float | None, reader: NumeralReader) -> None:
    numeral = one(reader, f"It was {text} then.")
    assert (numeral.text, numeral.kind, numeral.value) == (text, "vague", low)
    assert numeral.value_max is None or high is None or math.isclose(numeral.value_max, high)


@pytest.mark.parametrize(
    "text, value",
    [
        ("first", 1), ("third", 3), ("tenth", 10), ("twelfth", 12), ("twentieth", 20), ("twenty-first", 21), ("forty-second", 42),
        ("ninety-ninth", 99),
        ("1st", 1), ("2nd", 2), ("23rd", 23), ("100th", 100), ("150th", 150), ("Thirtieth", 30), ("hundredth", 100), ("1000th", 1000),
    ],
)  # fmt: skip
def test_ordinals(text: str, value: int, reader: NumeralReader) -> None:
    numeral = one(reader, f"the {text} anniversary")
    assert (numeral.text, numeral.kind, numeral.value) == (text, "ordinal", value)


@pytest.mark.parametrize(
    "text, value", [("half", 0.5), ("a third", 1 / 3), ("two thirds", 2 / 3), ("two-thirds", 2 / 3), ("three quarters", 0.75), ("one fifth", 0.2)]
)
def test_fractions(text: str, value: float, reader: NumeralReader) -> None:
    numeral = one(reader, f"It is {text} of the territory.")
    assert (numeral.text, numeral.kind) == (text, "fraction")
    assert math.isclose(numeral.value, value)


@pytest.mark.parametrize(
    "text, value", [("doubled", 2), ("twice", 2), ("tripled", 3), ("threefold", 3), ("tenfold", 10), ("15-fold", 15), ("15fold", 15)]
)
def test_multiples(text: str, value: float, reader: NumeralReader) -> None:
    numeral = one(reader, f"It {text} over time.")
    assert (numeral.text, numeral.kind, numeral.value) == (text, "multiple", value)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Nothing is counted here.", "someone", "often", "tent", "weight", "Sixtus", "at once", "phonebook", "stone", "canine", "tenure",
        "fortyish",
        "height", "ninetyx", "G7x", "a1b2", "halfway", "quarterly", "secondary", "thirdly", "millionaire",
        "couple", "hundredweight", "9" * 5000, "0-fold",
    ],
)  # fmt: skip
def test_what_is_no_number(text: str, reader: NumeralReader) -> None:
    assert [numeral.text for numeral in reader.find(text)] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("٣٤", 34), ("１２３", 123), ("५ lakh", 500_000), ("\u0660.\u0661", 0.1), ("1٣", 13), ("߁߂", 12), ("٣٫٥ million", 3.5e6), ("٤٬٠٠٠", 4000)],
)
def test_digits_of_other_scripts(text: str, value: float, reader: NumeralReader) -> None:
    assert [(numeral.text, numeral.value) for numeral in reader.find(text)] == [(text, value)]


@pytest.mark.parametrize("text", ["½", "5½", "٣٤", "１２３", "²", "x² + y³", "Ⅻ", "①", "५ lakh", "\u0660.\u0661", "５th", "1٣", "三十", "߁߂"])
def test_foreign_digits_do_not_crash(text: str, reader: NumeralReader) -> None:
    for numeral in reader.find(text):
        assert numeral.text == text[numeral.start : numeral.end]
        assert math.isfinite(numeral.value)


@pytest.mark.parametrize(
    "text", ["9" * 299 + " trillion", "1" + "0" * 250 + " billion million trillion", "one " * 500, "million " * 60, "a million " * 60]
)
def test_no_number_is_infinite(text: str, reader: NumeralReader) -> None:
    assert all(math.isfinite(numeral.value) for numeral in reader.find(text))


@pytest.mark.parametrize("text, values", [
    ("between 5 and 7 million", [5, 7e6]),
    ("3, 4 and 5", [3, 4, 5]),
    ("two or three", [2, 3]),
    ("10-12 percent", [10, 12]),
    ("1,000, 2,000", [1000, 2000]),
    ("from 3 to 5 billion", [3, 5e9]),
    ("In 1991, 15 states", [1991, 15]),
    ("It was 5. 6 came later.", [5, 6]),
    ("3 to one", [3, 1]),
    ("one two-hour flight", [1, 2]),
])  # fmt: skip
def test_several_numbers(text: str, values: list[float], reader: NumeralReader) -> None:
    assert [numeral.value for numeral in reader.find(text)] == values


@pytest.mark.parametrize("text", ["  5 and\u00a0six ", "İstanbul has 16 million", "ﬁve 5 ﬁ 6", "\U0001f600 7 \U0001f600 8"])
def test_offsets_are_those_of_the_text(text: str, reader: NumeralReader) -> None:
    found = reader.find(text)
    assert found
    assert all(numeral.text == text[numeral.start : numeral.end] for numeral in found)


@pytest.mark.parametrize("text", ["", "people", "five people", "first", "dozens", "5 %", "a", "and", "9" * 5000])
def test_value_of_what_is_no_plain_number(text: str, reader: NumeralReader) -> None:
    assert reader.value(text) is None


@pytest.mark.parametrize("text, scale", [("2.5 million", 1e6), ("1.2bn", 1e9), ("5", 1), ("two hundred thousand", 1e5), ("twenty", 1)])
def test_scale(text: str, scale: float, reader: NumeralReader) -> None:
    assert reader.scale(text) == scale
