import csv
import io

import pytest

from skapital.errors import InputError, Problem
from skapital.ingest.problems import Gathered, as_file, as_json, on_screen, shown

MANY = [Problem("slug", f"message {number}", file="f.csv", row=number, column="x") for number in range(25)]


def test_at_most_twenty_are_on_screen_and_the_rest_is_told() -> None:
    lines = on_screen(MANY)
    assert len(lines) == 21
    assert lines[0] == "f.csv, line 0, column x: message 0 [slug]"
    assert lines[-1] == "… and 5 more; --problems FILE writes all of them"


def test_all_are_in_the_file_and_can_be_read_back() -> None:
    odd = Problem("slug", 'a "quoted"; text', file="f.csv")
    rows = list(csv.DictReader(io.StringIO(as_file([*MANY, odd])), delimiter=";"))
    assert len(rows) == 26
    assert rows[-1] == {"file": "f.csv", "row": "", "column": "", "slug": "slug", "message": 'a "quoted"; text'}


def test_the_json_has_the_contracts_keys() -> None:
    assert as_json(MANY[:1]) == [{"row": 0, "column": "x", "slug": "slug", "message": "message 0"}]


@pytest.mark.parametrize(
    ("value", "text"), [("12", '"12"'), ("W001", '"W001"'), ("W0001", "not shown"), ("a b", "not shown")]
)
def test_a_value_is_shown_only_if_short_as_a_code(value: str, text: str) -> None:
    assert text in shown(value)


def test_gathered_problems_stop_the_run_together() -> None:
    gathered = Gathered("f.csv")
    gathered.stop_if_any()
    gathered.note("b", "second", row=3)
    gathered.note("a", "first", row=2)
    with pytest.raises(InputError, match="first") as error:
        gathered.stop_if_any()
    assert [problem.row for problem in error.value.problems] == [2, 3]
    assert error.value.slug == "a"
