"""`release.json` written small, and read back without a word kept twice."""

from __future__ import annotations

import json

import pandas as pd

from made_up.releases import hr_release
from skapital import columns as c
from skapital.compare.change import ALL_COLUMNS
from skapital.publication.release_json import read_release, release_json

RELEASE = hr_release(
    [("quarter", "2015Q3", unit, "absence_days", value, None, None, 40.0) for unit, value in (("A", 3.0), ("Å", None))]
)


def text() -> str:
    empty = RELEASE.cells.iloc[:0]
    return release_json(RELEASE, empty.assign(**dict.fromkeys(ALL_COLUMNS, None)), empty)


def test_a_row_is_a_line_without_spaces_and_reads_back_as_it_was() -> None:
    rows = [line.rstrip(",") for line in text().splitlines() if line.startswith('{"period_kind"')]
    assert len(rows) == len(RELEASE.cells) and not any(" " in row for row in rows)
    assert [json.loads(row)["unit"] for row in rows] == RELEASE.cells[c.UNIT].tolist()
    pd.testing.assert_frame_equal(
        read_release(text()).cells, RELEASE.cells[list(c.RELEASED_COLUMNS)], check_dtype=False, check_names=False
    )


def test_a_word_that_stands_in_many_rows_is_kept_once() -> None:
    first, second = (read_release(text()).cells for _ in range(2))
    assert len({id(word) for cells in (first, second) for word in cells[c.MEASURE]}) == 1
