import pytest

from skapital.errors import InputError
from skapital.ingest import frame, tidy
from skapital.ingest.intake import Accounting
from skapital.ingest.read_csv import read_csv

KNOWN = tidy.Known(None, ("direktion", "centerchef"), b"k" * 32)


def take(organisation, *lines: str):
    return frame.accept(read_csv("\n".join([*lines, ""]).encode(), "f.csv"), "2014-06", organisation, KNOWN)


def test_counts_are_taken_in_and_replace_the_rounds_earlier_frame(organisation) -> None:
    intake = take(organisation, "unit,leader_level,n_invited", "W001,,12", "C1,centerchef,1")
    assert intake.accounting == Accounting(2, 2)
    counts = intake.stored["frame_counts"]
    assert counts.rows["n_invited"].tolist() == [12, 1]
    assert counts.rows["round"].unique().tolist() == ["2014-06"]
    assert intake.stored["frame_persons"].rows.empty
    for table in ("frame_counts", "frame_persons"):
        assert intake.stored[table].covers.to_dict("records") == [{"round": "2014-06"}]


def test_persons_in_two_units_count_in_both_and_are_pseudonyms(organisation) -> None:
    head = "person,unit,leader_level,position_group,employed_since"
    intake = take(organisation, head, "17,W001,,paed,2010-01-01", "17,W002,,paed,", "17,W002,,paed,")
    rows = intake.stored["frame_persons"].rows
    assert intake.accounting == Accounting(3, 2, rows_duplicate=1)
    assert rows["person"].nunique() == 1
    assert "17" not in rows["person"].tolist()


@pytest.mark.parametrize(
    ("row", "slug"),
    [
        ("W9,,3", "unit-not-in-organisation"),
        ("W001,chef,3", "unknown-leader-level"),
        ("W001,,3.5", "bad-value"),
        ("W001,,-3", "bad-value"),
        ("W001,,", "empty-value"),
    ],
)
def test_rows_that_cannot_be_right_are_rejected(organisation, row: str, slug: str) -> None:
    intake = take(organisation, "unit,leader_level,n_invited", row)
    assert [problem.slug for problem in intake.problems] == [slug]


def test_two_counts_of_one_unit_are_not_added_up(organisation) -> None:
    intake = take(organisation, "unit,leader_level,n_invited", "W001,,3", "W001,,4")
    assert intake.accounting == Accounting(2, 1, rows_rejected=1)


def test_without_an_organisation_there_is_no_frame() -> None:
    with pytest.raises(InputError) as error:
        take(None, "unit,n_invited", "W001,3")
    assert error.value.slug == "no-organisation"
