import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.errors import InputError
from skapital.ingest.read_csv import DELIMITERS, read_csv


def refused(data: bytes) -> InputError:
    with pytest.raises(InputError) as error:
        read_csv(data, "f.csv")
    return error.value


@pytest.mark.parametrize("mark", DELIMITERS)
def test_each_delimiter_is_found(mark: str) -> None:
    raw = read_csv(f"id{mark}x\n1{mark}08\n2{mark}\n".encode(), "f.csv")
    assert (raw.delimiter, raw.columns) == (mark, ("id", "x"))
    assert raw.cells.to_dict("list") == {"id": ["1", "2"], "x": ["08", ""]}


def test_a_comma_within_semicolons_is_text() -> None:
    raw = read_csv(b"id;text;x\n1;a, b, c, d;2\n2;a;3\n", "f.csv")
    assert raw.delimiter == ";"
    assert raw.cells["text"].tolist() == ["a, b, c, d", "a"]


def test_a_tie_is_not_guessed() -> None:
    assert refused(b"a;b,c\n1;2,3\n").slug == "delimiter-undecidable"


def test_a_stated_delimiter_settles_a_tie() -> None:
    assert read_csv(b"a;b,c\n1;2,3\n", "f.csv", delimiter=";").columns == ("a", "b,c")


def test_rows_are_numbered_by_the_line_they_start_on() -> None:
    raw = read_csv(b'id;text\n1;"two\r\nlines"\n\n;\n2;x\n', "f.csv")
    assert raw.cells.index.tolist() == [2, 6]
    assert raw.cells.loc[2, "text"] == "two\r\nlines"


def test_surplus_empty_fields_are_no_fields() -> None:
    raw = read_csv(b"a;b\n1;2;\n3;4\n", "f.csv")
    assert raw.cells.shape == (2, 2)


def test_one_column_is_a_table() -> None:
    assert read_csv(b"unit\nW001\n", "f.csv").cells["unit"].tolist() == ["W001"]


def test_ragged_rows_are_all_named_with_their_lines() -> None:
    error = refused(b"a;b;c\n1;2;3\n1;2\n1;2;3;4\n")
    assert error.slug == "ragged-row"
    assert [problem.row for problem in error.problems] == [3, 4]


@pytest.mark.parametrize(
    ("data", "slug", "line"),
    [
        (b'a;b\n1;2\n3;"4\n5;6\n', "unterminated-quote", "line 3"),
        (b'a;b\n1;"2" 3\n', "quotes", "line 2"),
        (b"a;b;a\n1;2;3\n", "header", "line 1"),
        (b"a;;c\n1;2;3\n", "header", "line 1"),
        (b"a;b\n1;" + b"x" * 1_100_000 + b"\n", "line-too-long", "line 2"),
        (b'a;b\n1;"' + b"x\n" * 100_000 + b'"\n', "line-too-long", "line 2"),
    ],
)
def test_damage_is_named_with_its_line(data: bytes, slug: str, line: str) -> None:
    error = refused(data)
    assert error.slug == slug
    assert line in error.message


def test_a_long_quoted_header_survives() -> None:
    question = "Hvor enig er du, alt i alt; " + "x" * 1300
    raw = read_csv(f'"id","{question}"\n"1","2"\n'.encode(), "f.csv")
    assert raw.columns == ("id", question)


CELL = st.text(alphabet='abæø0189 ;,|"\n', max_size=8).map(str.strip)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=20), st.sampled_from(DELIMITERS))
def test_what_python_writes_is_read_back(rows: list[tuple[str, str]], mark: str) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=mark, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("x", "y"), *rows])
    raw = read_csv(written.getvalue().encode(), "f.csv", delimiter=mark)
    expected = [row for row in rows if any(row)]
    assert list(raw.cells.itertuples(index=False, name=None)) == expected
