"""Payroll's days of absence, from an extract with its own names to the store."""

import pytest

from skapital.errors import ConfigurationError, InputError
from skapital.ingest import kinds, tidy
from skapital.ingest.payroll_profiles import in_tidy_words, read_payroll_profiles
from skapital.ingest.profiles import read_profiles
from skapital.ingest.read_csv import read_csv
from skapital.resources import resource
from skapital.store.database import open_store
from small_town import done, skapital

SHIPPED = resource("configs", "profiles")
KNOWN = tidy.Known(("KOM", "W01"), (), b"k" * 32, (), {kinds.REASON: ("S10",)})
HEAD = "TJENESTENUMMER;AFDELING;FRVDATO;FRVAARSAG;FRVTIM;PLANTIM"


def raw(*lines):
    return read_csv("\n".join([*lines, ""]).encode(), "f.csv", delimiter=";")


def test_an_extract_is_recognised_and_its_hours_read():
    named, profile = in_tidy_words(
        raw(HEAD, "17;W01;2015-07-01;S10;2,4;7,4"), "absence", read_payroll_profiles(SHIPPED)
    )
    assert profile is not None and profile.id == "payroll-days"
    made = tidy.accept(named, kinds.KINDS["absence"], KNOWN)
    rows = made.stored["absence_days"].rows
    assert rows[["hours", "planned", "month"]].values.tolist() == [[2.4, 7.4, "2015-07"]]
    assert made.stored["absence_days"].covers.to_dict("list") == {"month": ["2015-07"]}


def test_only_the_listed_units_are_replaced_when_asked():
    named, _ = in_tidy_words(raw(HEAD, "17;W01;2015-07-01;S10;2,4;7,4"), "absence", read_payroll_profiles(SHIPPED))
    made = tidy.accept(named, kinds.KINDS["absence"], KNOWN, listed_units=True)
    assert made.stored["absence_days"].covers.to_dict("list") == {"unit": ["W01"], "month": ["2015-07"]}


def test_a_code_that_is_not_mapped_rejects_its_row_and_says_where_it_goes():
    named, _ = in_tidy_words(raw(HEAD, "17;W01;2015-07-01;X99;2,4;7,4"), "absence", read_payroll_profiles(SHIPPED))
    made = tidy.accept(named, kinds.KINDS["absence"], KNOWN)
    (problem,) = made.problems
    assert (problem.slug, problem.row) == ("unknown-reason-code", 2)
    assert "[reason_codes]" in problem.message and "17" not in problem.message


def test_danish_dates_are_read_by_the_profile_and_a_wrong_one_rejects_its_row(tmp_path):
    text = (SHIPPED / "payroll-days.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(text.replace('date_format = ""', 'date_format = "%d-%m-%Y"'), encoding="utf-8")
    found = read_payroll_profiles(tmp_path, SHIPPED)
    named, _ = in_tidy_words(raw(HEAD, "1;W01;03-07-2015;S10;7,4;7,4", "2;W01;2015;S10;7,4;7,4"), "absence", found)
    made = tidy.accept(named, kinds.KINDS["absence"], KNOWN)
    assert made.stored["absence_days"].rows["date"].tolist() == ["2015-07-03"]
    assert [problem.slug for problem in made.problems] == ["bad-value"]


def test_two_profiles_that_fit_are_not_chosen_between(tmp_path):
    text = (SHIPPED / "payroll-days.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(text.replace('id = "payroll-days"', 'id = "other"'), encoding="utf-8")
    with pytest.raises(InputError, match="several"):
        in_tidy_words(raw(HEAD), "absence", read_payroll_profiles(tmp_path, SHIPPED))


def test_survey_and_payroll_profiles_stand_in_one_folder_and_unknown_keys_are_refused(tmp_path):
    assert "payroll-days" not in read_profiles(SHIPPED)
    text = (SHIPPED / "payroll-days.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(text + '\nunit_of = "x"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError):
        read_payroll_profiles(tmp_path)


def test_a_month_that_is_sent_again_replaces_itself_and_nothing_else(workspace, tmp_path):
    definitions = workspace / "definitions.toml"
    text = definitions.read_text(encoding="utf-8").replace("[reason_codes]", '[reason_codes]\nS10 = "own_illness"', 1)
    definitions.write_text(text, encoding="utf-8")

    def sent(*rows):
        file = tmp_path / "days.csv"
        file.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
        return done("ingest", "absence", file, "--workspace", workspace, "--json").record

    first = sent("1;W01;2015-07-01;S10;7,4;7,4", "2;W02;2015-08-03;S10;7,4;7,4")
    assert (first["profile"], first["rows_accepted"]) == ("payroll-days", 2)
    sent("1;W01;2015-07-02;S10;3,7;7,4")
    with open_store(workspace, write=False) as store:
        kept = store.table("absence_days")
    assert sorted(zip(kept["date"], kept["hours"], strict=True)) == [("2015-07-02", 3.7), ("2015-08-03", 7.4)]


def test_a_file_is_taken_in_anew_when_its_codes_have_been_mapped(workspace, tmp_path):
    file = tmp_path / "days.csv"
    file.write_text("\n".join([HEAD, "1;W01;2015-07-01;Q7;7,4;7,4", ""]), encoding="utf-8")
    here = ("--workspace", workspace, "--json")
    refused = skapital("ingest", "absence", file, *here)
    assert (refused.code, "nothing-accepted" in refused.err, "Q7" in refused.err) == (1, True, True)
    definitions = workspace / "definitions.toml"
    text = definitions.read_text(encoding="utf-8").replace("[reason_codes]", '[reason_codes]\nQ7 = "work_injury"', 1)
    definitions.write_text(text, encoding="utf-8")
    assert skapital("ingest", "absence", file, *here).record["rows_accepted"] == 1
