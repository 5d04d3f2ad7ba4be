"""Tables as text: what spreadsheets of any country save is read, and what is wrong with a row is told of that row."""

import codecs
import csv
import io
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract import csv_table
from etl.extract.content import MAX_CHARACTERS, Unreadable
from etl.extract.csv_table import rows
from etl.extract.rows import Row
from tests.extract.test_plain import FRENCH, FRENCH_TYPESET, GERMAN, SPANISH

Write = Callable[[str | bytes], Path]


@pytest.fixture
def file(tmp_path: Path) -> Write:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "talks.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def texts(found: Iterator[Row]) -> list[tuple[int, object]]:
    """Return each row's number with its text, or with its error."""
    return [(row.number, row.error if row.fields is None else row.fields.get("text")) for row in found]


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        list(rows(path))
    return str(caught.value)


def test_rows_hold_the_columns_that_are_read(file: Write) -> None:
    path = file("id,text,title,words\n1,One came.,Talks,2\n2,Two left.,,2\n")
    assert list(rows(path)) == [Row(1, {"id": "1", "text": "One came.", "title": "Talks"}), Row(2, {"id": "2", "text": "Two left.", "title": ""})]


def test_columns_are_told_without_case_and_white_space(file: Write) -> None:
    assert list(rows(file("  ID ,TEXT,\u00a0Title\n1,One came.,Talks\n"))) == [Row(1, {"id": "1", "text": "One came.", "title": "Talks"})]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_line_of_names_tells_what_parts_cells(file: Write, delimiter: str, end: str) -> None:
    lines = [["id", "text"], ["1", '"One, two; three\tcame."'], ["2", "Two left."]]
    path = file("".join(delimiter.join(cells) + end for cells in lines))
    assert texts(rows(path)) == [(1, "One, two; three\tcame."), (2, "Two left.")]


@pytest.mark.parametrize(
    "names, delimiter",
    [("id;text;what, when, where", ";"), ('"id, or key",text', ","), ("text", ","), ("a,b,c;text", ";"), ("sep=;\r\nid;text", ";")],
)
def test_other_signs_among_the_names_do_not_matter(file: Write, names: str, delimiter: str) -> None:
    columns = next(csv.reader([names.splitlines()[-1]], delimiter=delimiter))
    assert texts(rows(file(f"{names}\r\n{delimiter.join('x' for _ in columns)}\r\n"))) == [(1, "x")]


def test_excel_may_be_told_what_parts_cells(file: Write) -> None:
    assert texts(rows(file("sep=|\nid|text\n1|One, two; three\n"))) == [(1, "One, two; three")]


def test_line_breaks_and_quotation_marks_in_quotation_marks_are_text(file: Write) -> None:
    path = file('id,text\r\n1,"VEREL: One.\n\nSOHL: ""Two"", he said.\r\n"\r\n2,Three.\r\n')
    assert texts(rows(path)) == [(1, 'VEREL: One.\n\nSOHL: "Two", he said.\r\n'), (2, "Three.")]


def test_blank_rows_are_no_rows_but_count(file: Write) -> None:
    path = file("\n\nid,text\n\n1,One came.\n,\n , \n2,Two left.\n\n")
    assert texts(rows(path)) == [(2, "One came."), (5, "Two left.")]
    assert "no rows below the names" in refused(file("id,text\n,\n\n"))


# Encodings

CAFE = "id;text\n1;Le café de la gare coûte 5 € par tête\n2;Plus tard\n3;Été\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_encodings_of_spreadsheets(file: Write, encoding: str) -> None:
    assert texts(rows(file(CAFE.encode(encoding)))) == [(1, "Le café de la gare coûte 5 € par tête"), (2, "Plus tard"), (3, "Été")]


def test_what_excel_calls_unicode_text(file: Write) -> None:
    content = codecs.BOM_UTF16_LE + 'id\ttext\r\n1\t"One\ncame, Встреча"\r\n'.encode("utf-16-le")
    assert texts(rows(file(content))) == [(1, "One\ncame, Встреча")]


@pytest.mark.parametrize("text", [FRENCH, FRENCH_TYPESET, GERMAN, SPANISH], ids=["french", "french-typeset", "german", "spanish"])
def test_letters_with_accents_are_those_of_excel(file: Write, text: str) -> None:
    content = f"id;text\n1;Plain.\n2;{text}\n3;Plain.\n" + f"4;{text}\n" * 3
    assert texts(rows(file(content.encode("windows-1252"))))[1] == (2, text)


def test_russian_of_before_unicode(file: Write) -> None:
    text = "Президент провёл встречу с премьер-министром. Стороны обсудили строительство моста и новые рейсы между двумя столицами."
    assert texts(rows(file(f"id;text\n1;{text}\n2;{text}\n".encode("windows-1251")))) == [(1, text), (2, text)]


def test_letters_across_the_pieces_in_which_a_file_is_looked_at_are_whole(file: Write) -> None:
    text = "a" + "éЖ€🤝" * 40_000
    assert texts(rows(file(f"id,text\n1,{text}\n"))) == [(1, text)]


def test_one_row_in_another_encoding_is_told_and_the_rest_is_read(file: Write) -> None:
    path = file("id,text\n1,café\n2,".encode() + b"caf\xe9" + "\n3,été\n4,plain\n".encode())
    assert texts(rows(path)) == [(1, "café"), (2, texts(rows(path))[1][1]), (3, "été"), (4, "plain")]
    assert "bytes that are no letters" in str(texts(rows(path))[1][1])


def test_what_is_wrong_in_a_column_that_is_not_read_does_not_matter(file: Write) -> None:
    assert texts(rows(file("id,text,x\n1,café,\n2,été,".encode() + b"caf\xe9\n"))) == [(1, "café"), (2, "été")]


def test_a_mark_that_lies_is_told(file: Write) -> None:
    assert "says it is utf-16" in refused(file(codecs.BOM_UTF16_LE + b"\0\xd8a\0"))
    content = codecs.BOM_UTF16_LE + "id\ttext\n1\tOne came.\n".encode("utf-16-le") * 1000 + b"\0\xd8a\0\n\0"
    assert "says it is utf-16" in str(texts(rows(file(content)))[-1][1])


# Rows that can't be read


@pytest.mark.parametrize("row, count", [("2", 1), ("2,One, two", 3), ("2,Two,", 3), ('"2,Two"', 1)])
def test_a_row_with_more_or_fewer_cells_is_told(file: Write, row: str, count: int) -> None:
    found = texts(rows(file(f"id,text\n1,One.\n{row}\n3,Three.\n")))
    assert found[0::2] == [(1, "One."), (3, "Three.")]
    assert str(found[1][1]).startswith(f"the row has {count} cells where 2 columns are named")


def test_a_quotation_mark_in_the_wrong_place_is_told_and_the_next_row_is_read(file: Write) -> None:
    found = texts(rows(file('id,text\n1,"He said "yes"."\n2,Two.\n')))
    assert found == [(1, "a quotation mark stands in the wrong place in line 2 of the file: within a cell it is written twice"), (2, "Two.")]


def test_a_row_that_runs_into_the_next_for_want_of_a_quotation_mark_is_told(file: Write) -> None:
    found = texts(rows(file('id,text\n1,One.\n2,"Two.\n3,"Three."\n4,Four.\n')))
    assert found == [
        (1, "One."),
        (2, "a quotation mark stands in the wrong place in lines 3 to 4 of the file: within a cell it is written twice"),
        (3, "Four."),
    ]


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line(file: Write) -> None:
    found = texts(rows(file('id,text\n1,"One\ncame."\n2,"Two.\n3,Three.\n' + "4,Four.\n" * 100)))
    assert found == [
        (1, "One\ncame."),
        (2, "a quotation mark in line 4 of the file is never closed; what follows can't be told apart and is not read"),
    ]


def test_a_quotation_mark_within_a_cell_without_them_is_text(file: Write) -> None:
    assert texts(rows(file('id,text\n1,a 5" gun\n'))) == [(1, 'a 5" gun')]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a row have ten thousand characters."""
    monkeypatch.setattr(csv_table, "_MAX_RECORD", 10_000)
    return 10_000


def test_an_endless_quotation_is_told_without_reading_on(file: Write, short: int) -> None:
    found = texts(rows(file('id,text\n1,One.\n2,"Two.\n' + "3,Three.\n" * short)))
    assert found == [(1, "One."), (2, "a quotation mark in line 3 of the file is never closed; what follows can't be told apart and is not read")]


def test_a_line_without_an_end_is_told(file: Write, short: int) -> None:
    found = texts(rows(file("id,text\n1,One.\n2," + "a" * 2 * short + "\n3,Three.\n")))
    assert found == [(1, "One."), (2, "line 3 of the file has more than 10,000 characters; what follows is not read")]
    assert "its first line has no end" in refused(file("id,text" + "a" * 2 * short))


def test_rows_that_are_long_together_are_read(file: Write, short: int) -> None:
    text = "a" * (short - 100)
    assert texts(rows(file("id,text\n" + f"1,{text}\n" * 5))) == [(number, text) for number in range(1, 6)]


def test_a_text_of_ten_million_characters_is_read(file: Write) -> None:
    text = 'é"' * (MAX_CHARACTERS // 2)
    doubled = text.replace('"', '""')
    assert texts(rows(file(f'id,text\n1,"{doubled}"\n2,Two.\n'))) == [(1, text), (2, "Two.")]


def test_the_limit_of_the_process_is_never_made_less(file: Write) -> None:
    before = csv.field_size_limit(10**9)
    try:
        assert texts(rows(file("text\nOne.\n"))) == [(1, "One.")]
        assert csv.field_size_limit() == 10**9
    finally:
        csv.field_size_limit(before)


def test_one_row_is_in_memory_at_a_time(file: Write) -> None:
    path = file("id,text\n" + ("1," + "a" * 10_000 + "\n") * 2000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in rows(path)) == 2000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


def test_rows_come_before_the_file_is_read_to_its_end(file: Write) -> None:
    found = rows(file("id,text\n1,One.\n2,Two.\n3"))
    assert texts(islice(found, 2)) == [(1, "One."), (2, "Two.")]


# Files that are no table


@pytest.mark.parametrize(
    "content, message",
    [
        ("", "the file is empty"),
        ("\n \r\n", "the file is empty"),
        ("\ufeff", "the file is empty"),
        ("id,text\n", "no rows below the names"),
        ("sep=;\n\n", "no line names the columns"),
        ("id;Body;date\n1;One came.;2024-03-05\n", "names no column `text`; it has id, Body, date"),
        ("One came.\nTwo left.\n", "names no column `text`; it has One came."),
        ("x" * 500 + "\n", "`text`; it has " + "x" * 200 + "…"),
        ("text,Text\na,b\n", "the column 'text' is there twice"),
        ("id,ID ,text\na,b,c\n", "the column 'id' is there twice"),
        ('id,"text\n1,One.\n', "a quotation mark in line 1 of the file is never closed"),
        (b"PK\x03\x04\x14\0\0\0", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"\x1f\x8b\x08\0", "packed with gzip; unpack it"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("id\ttext\n".encode("utf-16-le"), "binary"),
    ],
)
def test_what_is_no_table_is_told(file: Write, content: str | bytes, message: str) -> None:
    assert message in refused(file(content))


def test_columns_that_are_not_read_may_be_there_twice(file: Write) -> None:
    assert texts(rows(file("text,x,x,,\na,b,c,,\n"))) == [(1, "a")]


# Whatever is in it

CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.tuples(CELLS, CELLS.filter(lambda cell: cell.strip() != ""), CELLS), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str]], delimiter: str, encoding: str, end: str
) -> None:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([("id", "text", "title"), *cells])
    path = tmp_path_factory.mktemp("table") / "talks.csv"
    path.write_bytes(made.getvalue().encode(encoding))
    assert [row.fields for row in rows(path)] == [dict(zip(("id", "text", "title"), row, strict=True)) for row in cells]


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.one_of(st.binary(max_size=12), st.sampled_from([b"id,text\n", b'"', b"\n", b"\r", b",", b";", b"sep=;\n", codecs.BOM_UTF16_LE])),
        max_size=10,
    )
)
def test_noise_is_rows_or_told(tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.csv"
    for start in (b"", b"id,text\n", codecs.BOM_UTF16_LE):
        path.write_bytes(start + b"".join(pieces))
        try:
            found = list(rows(path))
        except Unreadable:
            continue
        assert found
        assert all((row.fields is None) != (row.error is None) for row in found)
        assert [row.number for row in found] == sorted({row.number for row in found})
