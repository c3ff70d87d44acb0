import pandas as pd

from skapital.ingest.forensics import Finding, Round, findings


def frame(*rows: tuple[str, str | None, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", "leader_level", "n_invited"])


def found(organisation, **parts: pd.DataFrame) -> dict[str, Finding]:
    seen = {
        "answers": pd.DataFrame({"unit": ["W001", "W001"], "leader_level": [None, None]}),
        "rejected": pd.DataFrame({"slug": pd.Series(dtype=str), "unit": pd.Series(dtype=str)}),
        "frame": frame(("W001", None, 3), ("W002", None, 2)),
        "persons": pd.DataFrame(columns=["person", "unit", "employed_since"]),
        "employment": pd.DataFrame(columns=["person", "unit", "start", "end"]),
        **parts,
    }
    told = findings(Round(**seen, organisation=organisation, cut_off="2014-04-01", fieldwork_from="2014-06-02"))
    return {finding.slug: finding for finding in told}


def test_a_round_in_order_has_no_finding(organisation) -> None:
    assert found(organisation) == {}


def test_more_answers_than_invited(organisation) -> None:
    told = found(organisation, frame=frame(("W001", None, 1), ("W002", None, 2)))
    assert told["response-over-100"].units == ("W001",)


def test_leaders_are_set_against_leaders(organisation) -> None:
    answers = pd.DataFrame({"unit": ["C1", "C1"], "leader_level": ["centerchef", None]})
    told = found(
        organisation, answers=answers, frame=frame(("C1", "centerchef", 2), ("W001", None, 1), ("W002", None, 1))
    )
    assert told["answers-without-frame"].units == ("C1",)


def test_rejected_rows_are_counted_by_reason_and_unknown_units_named(organisation) -> None:
    slugs = ["unit-not-in-organisation", "unit-not-in-organisation", "unit-empty", "unknown-code"]
    told = found(organisation, rejected=pd.DataFrame({"slug": slugs, "unit": ["W9", "W9", None, "W001"]}))
    assert (told["unit-not-in-organisation"].count, told["unit-not-in-organisation"].units) == (2, ("W9",))
    assert told["unit-empty"].count == 1


def test_units_without_frame(organisation) -> None:
    told = found(organisation, frame=frame(("W001", None, 3)))
    assert told["unit-without-frame"].units == ("W002",)


def test_persons_in_two_units_late_moved_and_gone(organisation) -> None:
    persons = pd.DataFrame(
        [
            ("a", "W001", None),
            ("a", "W002", None),
            ("b", "W001", "2014-05-01"),
            ("c", "W001", None),
            ("d", "W002", None),
        ],
        columns=["person", "unit", "employed_since"],
    )
    employment = pd.DataFrame(
        [
            ("a", "W001", "2010-01-01", None),
            ("c", "W001", "2010-01-01", "2014-05-01"),
            ("c", "W002", "2014-05-02", None),
            ("d", "W002", "2010-01-01", "2014-05-01"),
        ],
        columns=["person", "unit", "start", "end"],
    )
    told = found(organisation, persons=persons, employment=employment)
    counts = {slug: finding.count for slug, finding in told.items()}
    assert counts == {
        "persons-in-two-units": 1,
        "invited-after-cut-off": 1,
        "moved-since-frame": 1,
        "left-since-frame": 1,
    }
    assert "a" not in " ".join(told["persons-in-two-units"].units)


def test_many_units_are_all_in_the_data_and_ten_in_the_message(organisation) -> None:
    rejected = pd.DataFrame({"slug": "unit-not-in-organisation", "unit": [f"X{number:02}" for number in range(14)]})
    finding = found(organisation, rejected=rejected)["unit-not-in-organisation"]
    assert len(finding.units) == 14
    assert finding.message.endswith("X09 and 4 more)")
    assert finding.as_json()["count"] == 14
