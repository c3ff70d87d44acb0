import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.errors import InputError
from skapital.ingest.intake import Accounting, Intake
from skapital.ingest.mapping import SurveyMapping
from skapital.ingest.pseudonyms import pseudonym
from skapital.ingest.read_csv import read_csv
from skapital.ingest.survey import RoundRules, accept

KEY = b"k" * 32
RULES = RoundRules("2014-06", ("direktion", "centerchef"))
HEAD = "respondent,unit,leader_level,completed,TM1,TM2,NL1,OB1,OB1W"


@pytest.fixture
def take(profiles, instrument, organisation):
    def taken(*rows: str, head: str = HEAD, profile: str = "tidy", **options: object) -> Intake:
        raw = read_csv("\n".join([head, *rows, ""]).encode(), "f.csv", delimiter=",")
        given_ = {"mapping": SurveyMapping(), "rules": RULES, "organisations": [organisation], **options}
        mapping, organisations = given_.pop("mapping"), given_.pop("organisations")
        return accept(raw, profiles[profile], mapping, instrument, organisations, KEY, **given_)

    return taken


def slugs(intake: Intake) -> list[str]:
    return [problem.slug for problem in intake.problems if problem.row is not None]


def codes(intake: Intake) -> dict[str, str]:
    rows = intake.stored["answers"].rows
    return dict(zip(rows["item"], rows["code"], strict=True))


def test_an_answer_is_stored_under_a_pseudonym_with_the_instruments_codes(take) -> None:
    intake = take("17,W001,,1,1,9,2,1,1")
    assert intake.accounting == Accounting(1, 1)
    person = intake.stored["respondents"].rows.iloc[0]
    assert person["respondent"] == pseudonym(KEY, "round\x1f2014-06", "17")
    assert len(person["respondent"]) == 32
    assert (person["unit"], person["file_row"]) == ("W001", 2)
    assert pd.isna(person["leader_level"])
    assert codes(intake) == {"TM1": "1", "TM2": "9", "NL1": "2", "OB1": "1", "OB1W": "1"}


@pytest.mark.parametrize(
    ("row", "slug"),
    [
        ("1,,,1,1,1,1,2,", "unit-empty"),
        ("1,W999,,1,1,1,1,2,", "unit-not-in-organisation"),
        ("1,W001,chef,1,1,1,1,2,", "unknown-leader-level"),
        ("1,W001,,1,7,1,1,2,", "unknown-code"),
        ("1,W001,,måske,1,1,1,2,", "unknown-completed"),
        ("1,W001,,1,,,,,", "no-answers"),
    ],
)
def test_each_reason_for_rejecting_a_row_has_its_own_word(take, row: str, slug: str) -> None:
    intake = take(row, "2,W001,,1,1,1,1,2,")
    assert slugs(intake) == [slug]
    assert intake.accounting == Accounting(2, 1, rows_rejected=1)
    assert intake.stored["rejected"].rows[["file_row", "slug"]].to_numpy().tolist() == [[2, slug]]


def test_a_row_with_several_faults_is_counted_once(take) -> None:
    assert take("1,,chef,1,7,7,7,7,7").accounting == Accounting(1, 0, rows_rejected=1)


def test_rows_that_are_not_completed_are_not_judged(take) -> None:
    intake = take("1,,chef,0,7,,,,", "2,W001,,,1,,,,")
    assert intake.accounting == Accounting(2, 0, rows_not_completed=2)
    assert slugs(intake) == []


def test_codes_are_found_whatever_their_case_and_values_by_mapping(take) -> None:
    mapping = SurveyMapping(levels={"2": "centerchef", "1": "employees"}, units={"101": "W002"})
    intake = take("1,w001,,1,1,,,,", "2,101,2,1,1,,,,", "3,101,1,1,1,,,,", "4,C1,CenterChef,1,1,,,,", mapping=mapping)
    people = intake.stored["respondents"].rows
    assert people["unit"].tolist() == ["W001", "W002", "W002", "C1"]
    assert people["leader_level"].fillna("-").tolist() == ["-", "centerchef", "-", "centerchef"]


def test_a_reversal_is_done_by_the_mapping_and_words_by_the_instrument(take) -> None:
    mapping = SurveyMapping(codes={"extent": {"1": "3", "3": "1"}})
    intake = take("1,W001,,1,1,3,I HØJ  grad,nej,", mapping=mapping)
    assert codes(intake) == {"TM1": "3", "TM2": "1", "NL1": "1", "OB1": "2"}


def test_what_was_not_asked_is_no_answer_and_is_told(take) -> None:
    intake = take("1,W001,,1,1,,,2,1", "2,C1,direktion,1,1,,1,1,0")
    rows = intake.stored["answers"].rows
    assert rows[rows["item"] == "NL1"].empty
    assert rows[rows["item"] == "OB1W"]["code"].tolist() == ["0"]
    told = {problem.column: problem.message for problem in intake.problems if problem.slug == "answered-not-asked"}
    assert set(told) == {"NL1", "OB1W"}
    assert told["OB1W"].startswith("1 rows")
    assert intake.accounting.rows_accepted == 2


def test_a_zero_of_somebody_who_was_not_asked_is_surveyxacts_manner_and_not_told(take) -> None:
    head = HEAD.replace("completed", "stato_4").replace("respondent,", "responde,")
    intake = take("1,W001,,1,1,,,2,0", head=head, profile="surveyxact")
    assert "answered-not-asked" not in {problem.slug for problem in intake.problems}
    assert "OB1W" not in codes(intake)


def test_surveyxacts_status_must_have_one_1(take) -> None:
    head = "responde,unit,stato_1,stato_2,stato_3,stato_4,stato_5,TM1"
    intake = take(
        "1,W001,0,0,0,1,0,1",
        "2,W001,0,0,1,1,0,1",
        "3,W001,0,0,0,0,0,1",
        "4,W001,0,1,0,0,0,",
        head=head,
        profile="surveyxact",
    )
    assert intake.accounting == Accounting(4, 1, rows_rejected=2, rows_not_completed=1)
    assert set(slugs(intake)) == {"status-unclear"}


def test_a_repeated_row_is_a_duplicate(take) -> None:
    intake = take("1,W001,,1,1,2,,,", "1,W001,,1,1,2,,,", "1,W001,,1,1,2,,,")
    assert intake.accounting == Accounting(3, 1, rows_duplicate=2)
    assert "duplicates-differ" not in {problem.slug for problem in intake.problems}


def test_of_differing_rows_the_newest_counts_and_it_is_told(take) -> None:
    head = "respondent,unit,date,TM1"
    intake = take("1,W001,2014-06-02,1", "1,W001,2014-06-05,2", "1,W001,2014-06-03,3", head=head)
    assert intake.accounting == Accounting(3, 1, rows_duplicate=2)
    assert codes(intake) == {"TM1": "2"}
    assert [problem.message[:12] for problem in intake.problems if problem.slug == "duplicates-differ"] == [
        "1 respondent"
    ]


def test_of_differing_rows_without_a_date_the_first_counts(take) -> None:
    assert codes(take("1,W001,,1,1,,,,", "1,W001,,1,2,,,,")) == {"TM1": "1"}


def test_a_rejected_or_unfinished_row_is_no_duplicate_of_an_accepted_one(take) -> None:
    intake = take("1,W001,,0,,,,,", "1,,,1,1,,,,", "1,W001,,1,1,,,,")
    assert intake.accounting == Accounting(3, 1, rows_rejected=1, rows_not_completed=1)


def test_without_respondents_each_row_is_a_person_and_two_files_stay_apart(take) -> None:
    first = take("W001,1", "W001,1", head="unit,TM1", file_sha256="a")
    second = take("W001,1", head="unit,TM1", file_sha256="b")
    ids = [*first.stored["respondents"].rows["respondent"], *second.stored["respondents"].rows["respondent"]]
    assert len(set(ids)) == 3
    assert "no-respondent-column" in {problem.slug for problem in first.problems}


def test_without_a_unit_column_all_is_taken_whole(take) -> None:
    intake = take("1,1", "2,2", head="respondent,TM1", organisations=[])
    assert intake.accounting == Accounting(2, 2)
    assert intake.stored["respondents"].rows["unit"].isna().all()
    assert "no-unit-column" in {problem.slug for problem in intake.problems}


def test_units_without_any_organisation_stop_the_run(take) -> None:
    with pytest.raises(InputError) as error:
        take("1,W001,,1,1,,,,", organisations=[])
    assert error.value.slug == "no-organisation"


def test_a_person_has_another_pseudonym_each_round_unless_rounds_are_linked(take) -> None:
    def respondent(round_id: str, linked: bool) -> str:
        intake = take("1,W001,,1,1,,,,", rules=RoundRules(round_id, (), linked))
        return str(intake.stored["respondents"].rows["respondent"].iloc[0])

    assert respondent("2014-06", False) != respondent("2016-06", False)
    assert respondent("2014-06", True) == respondent("2016-06", True)


def test_no_id_and_no_free_text_is_in_any_message_or_table(take) -> None:
    intake = take(
        'secret-id-77,Her er en hel historie om chefen,,1,"Hun sagde noget til mig",,,,', "secret-id-77,W001,,1,1,,,,"
    )
    said = " ".join(problem.as_text() for problem in intake.problems)
    kept = " ".join(stored.rows.to_csv() for stored in intake.stored.values())
    for secret in ("secret-id-77", "historie", "Hun sagde"):
        assert secret not in said
        assert secret not in kept
    assert "not shown" in said


@pytest.mark.parametrize("value", ["0102031234", "bo@kommune.dk", "Jeg er den eneste mandlige pædagog her på stedet"])
def test_a_position_group_that_tells_who_somebody_is_is_not_stored(take, value: str) -> None:
    intake = take(f"1,W001,{value},1", head="respondent,unit,position_group,TM1")
    assert intake.stored["respondents"].rows["position_group"].isna().all()
    assert "position-group-refused" in {problem.slug for problem in intake.problems}


def test_columns_that_are_not_taken_are_told_by_name(take) -> None:
    intake = take("1,W001,1,bo@x.dk,x", head="respondent,unit,TM1,kontakt,andet")
    assert intake.dropped == {"kontakt": "personal", "andet": "not_mapped"}


ROW = st.tuples(
    st.sampled_from(["1", "2", "3", ""]),
    st.sampled_from(["W001", "W002", "W9", ""]),
    st.sampled_from(["", "direktion", "x"]),
    st.sampled_from(["1", "0", "?"]),
    st.sampled_from(["", "1", "9", "7"]),
    st.sampled_from(["", "1", "2"]),
)


@given(rows=st.lists(ROW, min_size=1, max_size=30))
def test_every_row_is_accounted_for_and_nobody_counts_twice(rows, instrument, organisation, profiles) -> None:
    """The sum is checked where it is made; a respondent id is accepted at most once; every answer has its person."""
    lines = ["respondent,unit,leader_level,completed,TM1,OB1", *(",".join(row) for row in rows)]
    raw = read_csv("\n".join(lines).encode(), "f.csv", delimiter=",")
    intake = accept(
        raw, profiles["tidy"], SurveyMapping(), instrument, [organisation], KEY, rules=RULES, file_sha256="a"
    )
    assert intake.accounting.rows_read == len(rows)
    people, answers = intake.stored["respondents"].rows, intake.stored["answers"].rows
    assert len(people) == intake.accounting.rows_accepted
    assert people["respondent"].is_unique
    assert set(answers["respondent"]) == set(people["respondent"])
    assert len(intake.stored["rejected"].rows) == intake.accounting.rows_rejected


def test_accounting_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="accounted for"):
        Accounting(5, 1, 1, 1, 1)
