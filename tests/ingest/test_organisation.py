import pytest

from skapital.config.organisation import LineageEvent
from skapital.errors import InputError
from skapital.ingest import lineage, organisation
from skapital.ingest.intake import Accounting
from skapital.ingest.read_csv import read_csv

HEAD = "code,name,parent,level"
GOOD = ("KOM,Kommune,,municipality", "C1,Center,KOM,centre", "W001,A,C1,workplace", "W002,B,C1,workplace")


def raw(*rows: str):
    return read_csv("\n".join([HEAD, *rows, ""]).encode(), "f.csv", delimiter=",")


def take(*rows: str, tree: str = "line", date: str = "2014-01-01", stored=(), events=()):
    return organisation.accept(raw(*rows), tree, date, stored=stored, lineage=events, workplace_level="workplace")


def refused(*rows: str, **options) -> InputError:
    with pytest.raises(InputError) as error:
        take(*rows, **options)
    return error.value


def test_a_tree_is_taken_in_in_the_order_of_the_file() -> None:
    rows = take(*GOOD).stored["units"].rows
    assert rows["code"].tolist() == ["KOM", "C1", "W001", "W002"]
    assert rows["place"].tolist() == [0, 1, 2, 3]
    assert rows["parent"].fillna("-").tolist() == ["-", "KOM", "C1", "C1"]


@pytest.mark.parametrize(
    ("rows", "slug", "line"),
    [
        ((*GOOD, "W001,C,C1,workplace"), "unit-twice", 6),
        ((*GOOD, "w001,C,C1,workplace"), "unit-twice", 6),
        ((*GOOD, "W003,C,C9,workplace"), "unit-orphan", 6),
        ((*GOOD, "X,C,,workplace"), "organisation-root", 6),
        ((*GOOD, "A,a,B,centre", "B,b,A,centre"), "unit-cycle", 6),
        ((*GOOD, "A,a,A,centre"), "unit-cycle", 6),
        ((*GOOD, ",C,C1,workplace"), "empty-value", 6),
        ((*GOOD, "W003,,C1,workplace"), "empty-value", 6),
        ((*GOOD, "W003,C,C1,"), "empty-value", 6),
        ((*GOOD, "..,C,C1,workplace"), "unit-code", 6),
        ((*GOOD, f"{'W' * 41},C,C1,workplace"), "unit-code", 6),
    ],
)
def test_a_tree_with_a_fault_is_refused_with_its_row(rows, slug: str, line: int) -> None:
    error = refused(*rows)
    assert (error.problems[0].slug, error.problems[0].row) == (slug, line)


def test_a_file_without_any_root_is_refused() -> None:
    assert refused("A,a,B,centre", "B,b,A,centre").problems[0].slug == "organisation-root"


def test_all_faults_are_told_at_once() -> None:
    error = refused(*GOOD, "W001,C,C1,workplace", "W003,C,C9,workplace")
    assert {problem.slug for problem in error.problems} == {"unit-twice", "unit-orphan"}


def test_all_trees_have_the_municipalitys_root_and_the_same_workplaces(organisation) -> None:
    stored = [organisation]
    assert refused("HU,HU,,municipality", tree="med", stored=stored).slug == "root-differs"
    fewer = ("KOM,HU,,municipality", "W001,A,KOM,workplace")
    assert refused(*fewer, tree="med", stored=stored).slug == "workplaces-differ"
    good = (*fewer, "W002,B,KOM,workplace")
    assert take(*good, tree="med", stored=stored).problems == ()


def test_a_tree_that_takes_the_place_of_an_earlier_file_may_differ_and_it_is_told(organisation) -> None:
    from dataclasses import replace

    stored = [organisation, replace(organisation, tree="med")]
    intake = take(*GOOD, "W003,C,C1,workplace", stored=stored)
    assert [problem.slug for problem in intake.problems] == ["workplaces-differ"]


def test_a_later_tree_without_lineage_says_what_changed_and_drafts_the_file(organisation) -> None:
    later = ("KOM,Kommune,,municipality", "C1,Center Nyt,KOM,centre", "W001,A,KOM,workplace", "W003,C,C1,workplace")
    intake = take(*later, date="2016-01-01", stored=[organisation])
    assert [problem.slug for problem in intake.problems] == ["lineage-missing"]
    text = intake.drafts["lineage-line-2016-01-01.csv"]
    assert text.splitlines()[1:] == [
        "2016-01-01,close,W002,,,",
        "2016-01-01,new,,W003,,",
        "2016-01-01,move,W001,W001,,",
        "2016-01-01,rename,C1,C1,,",
    ]
    filled = read_csv(text.replace(",,\n", ",,HU\n").replace(",,,\n", ",,,HU\n").encode(), "l.csv", delimiter=",")
    assert filled.columns == ("date", "kind", "from", "to", "share", "source")


def test_a_later_tree_whose_lineage_is_at_hand_says_nothing(organisation) -> None:
    events = [LineageEvent("2016-01-01", "rename", "W002", "W003", None, "HU")]
    later = (*GOOD[:3], "W003,C,C1,workplace")
    assert take(*later, date="2016-01-01", stored=[organisation], events=events).problems == ()


def by_level(*rows: str, head: str = "municipality,centre,department,workplace,workplace_name"):
    file = read_csv("\n".join([head, *rows, ""]).encode(), "f.csv", delimiter=",")
    return organisation.accept(file, "line", "2014-01-01", stored=(), lineage=(), workplace_level="workplace")


def test_one_column_a_level_is_the_same_tree() -> None:
    intake = by_level("KOM,C1,A1,W1,Først", "KOM,C1,A1,W2,", "KOM,C1,,W3,Direkte", "KOM,C2,,,")
    rows = intake.stored["units"].rows
    found = list(zip(rows["code"], rows["parent"].fillna("-"), rows["level"], strict=True))
    assert found == [
        ("KOM", "-", "municipality"),
        ("C1", "KOM", "centre"),
        ("A1", "C1", "department"),
        ("W1", "A1", "workplace"),
        ("W2", "A1", "workplace"),
        ("W3", "C1", "workplace"),
        ("C2", "KOM", "centre"),
    ]
    assert rows["name"].tolist()[3:6] == ["Først", "W2", "Direkte"]
    assert intake.accounting == Accounting(4, 4)


@pytest.mark.parametrize(
    ("row", "slug"),
    [("KOM,C2,A1,W2,", "unit-differs"), ("KOM,C1,A1,W1,Andet", "unit-differs"), (",C9,,W9,", "organisation-root")],
)
def test_a_unit_written_in_two_ways_by_level_is_refused(row: str, slug: str) -> None:
    with pytest.raises(InputError) as error:
        by_level("KOM,C1,A1,W1,Først", row)
    assert (error.value.problems[0].slug, error.value.problems[0].row) == (slug, 3)


# ---- lineage

LINEAGE = "date,kind,from,to,share,source"


@pytest.fixture
def both(organisation):
    later = take(*GOOD[:3], "W003,C,C1,workplace", date="2016-01-01").stored["units"].rows
    from skapital.config.organisation import Organisation, Unit

    units = tuple(
        Unit(code, name, None if parent != parent else parent, level)
        for code, name, parent, level in later[["code", "name", "parent", "level"]].itertuples(index=False)
    )
    return [organisation, Organisation("line", "2016-01-01", units)]


def events(*rows: str, stored=()):
    return lineage.accept(read_csv("\n".join([LINEAGE, *rows, ""]).encode(), "l.csv", delimiter=","), stored)


def test_a_lineage_is_taken_in_and_replaces_its_dates(both) -> None:
    intake = events("2016-01-01,rename,W002,W003,,HU", stored=both)
    stored = intake.stored["lineage"]
    assert stored.rows[["old", "new", "kind"]].to_numpy().tolist() == [["W002", "W003", "rename"]]
    assert stored.covers.to_dict("list") == {"date": ["2016-01-01"]}


@pytest.mark.parametrize(
    ("row", "slug"),
    [
        ("2016-01-01,merge,W002,,,HU", "lineage-ends"),
        ("2016-01-01,close,W002,W003,,HU", "lineage-ends"),
        ("2016-01-01,new,W002,W003,,HU", "lineage-ends"),
        ("2016-01-01,close,W009,,,HU", "lineage-unknown-unit"),
        ("2016-01-01,rename,W002,W009,,HU", "lineage-unknown-unit"),
        ("2016-01-01,rename,W002,W003,0.5,HU", "lineage-share"),
        ("2016-01-01,split,W002,W003,2,HU", "lineage-share"),
        ("2016-01-01,omdøbt,W002,W003,,HU", "unknown-word"),
        ("i går,rename,W002,W003,,HU", "bad-value"),
        ("2016-01-01,rename,W002,W003,,", "empty-value"),
    ],
)
def test_a_lineage_with_a_fault_is_refused_whole(both, row: str, slug: str) -> None:
    with pytest.raises(InputError) as error:
        events("2016-01-01,move,W001,W001,,HU", row, stored=both)
    assert [(problem.slug, problem.row) for problem in error.value.problems] == [(slug, 3)]


def test_a_unit_has_one_fate_a_date(both) -> None:
    with pytest.raises(InputError) as error:
        events("2016-01-01,close,W002,,,HU", "2016-01-01,rename,W002,W003,,HU", stored=both)
    assert error.value.slug == "lineage-two-fates"
    parts = events("2016-01-01,split,W002,W003,0.4,HU", "2016-01-01,split,W002,W001,0.6,HU", stored=both)
    assert parts.accounting.rows_accepted == 2


def test_units_stand_after_their_parents_whatever_the_file_says() -> None:
    rows = ["W001,Et,C1,workplace", "C1,Center,KOM,centre", "W002,To,C1,workplace", "KOM,Kommune,,municipality"]
    taken = organisation.accept(raw(*rows), "line", "2014-01-01", stored=(), lineage=(), workplace_level="workplace")
    rows = taken.stored["units"].rows
    assert list(rows.sort_values("place")["code"]) == ["KOM", "C1", "W001", "W002"]
