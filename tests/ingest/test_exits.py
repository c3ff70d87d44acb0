from pathlib import Path

import pytest

from skapital.config.exits import read_exits
from skapital.errors import ConfigurationError, InputError
from skapital.ingest import exits, exits_mapping, profiles
from skapital.ingest.exits import ExitKnown
from skapital.ingest.intake import Accounting, Intake
from skapital.ingest.problems import Gathered
from skapital.ingest.read import read_source
from skapital.ingest.read_csv import read_csv
from skapital.ingest.tidy_columns import Known
from skapital.resources import resource

WORDS = read_exits(resource("configs", "exits.toml"))
KNOWN = Known(("KOM", "W001"), ("direktion",), b"k" * 32, ("navn",))
RULES = ExitKnown(WORDS, KNOWN, ("Pædagog", "Lærer"))
HEAD = "unit,month,position_group,type,initiative,reasons,main_reason,recommend"


def take(*lines: str, head: str = HEAD, rules: ExitKnown = RULES) -> Intake:
    return exits.accept(read_csv("\n".join([head, *lines, ""]).encode(), "f.csv", delimiter=","), rules)


def stored(intake: Intake, column: str) -> list[object]:
    return intake.stored["exits"].rows[column].fillna("-").tolist()


def test_labels_in_either_language_become_codes() -> None:
    intake = take("w001,2015-03-14,Pædagog,Ud af kommunen,The employee,Løn og vilkår; Culture and cooperation at the "
                  "workplace,pay,I høj grad")  # fmt: skip
    assert intake.accounting == Accounting(1, 1)
    found = {name: stored(intake, name) for name in ("unit", "month", "type", "initiative", "reasons", "recommend")}
    assert found == {
        "unit": ["W001"],
        "month": ["2015-03"],
        "type": ["resigned"],
        "initiative": ["employee"],
        "reasons": ["pay;culture"],
        "recommend": ["4"],
    }


def test_talks_without_an_answer_or_not_held_are_not_completed_and_not_stored() -> None:
    head = f"{HEAD},held"
    intake = take(
        "W001,2015-03,,resigned,employee,,,,",
        "W001,2015-03,,resigned,employee,pay,,4,nej",
        "W001,2015-03,,resigned,employee,pay,,4,Ja",
        "W001,2015-03,,resigned,employee,pay,,5,",
        head=head,
    )
    assert intake.accounting == Accounting(4, 2, rows_not_completed=2)
    assert stored(intake, "recommend") == ["4", "5"]


def test_what_was_not_completed_is_not_judged() -> None:
    assert take("W999,nonsense,Ukendt,sacked,boss,,,").accounting == Accounting(1, 0, rows_not_completed=1)


@pytest.mark.parametrize(
    ("row", "slug", "column"),
    [
        ("W001,2015-03,Pædagog,resigned,employee,boredom,,4", "unknown-reason", "reasons"),
        ("W001,2015-03,Pædagog,resigned,employee,pay;boredom,,4", "unknown-reason", "reasons"),
        ("W001,2015-03,Pædagog,resigned,employee,pay,boredom,4", "unknown-word", "main_reason"),
        ("W001,2015-03,Pædagog,sacked,employee,pay,,4", "unknown-word", "type"),
        ("W001,2015-03,Pædagog,resigned,employee,pay,,6", "unknown-word", "recommend"),
        ("W001,2015-03,Kok,resigned,employee,pay,,4", "unknown-word", "position_group"),
        ("W999,2015-03,Pædagog,resigned,employee,pay,,4", "unit-not-in-organisation", "unit"),
        ("W001,3.2015,Pædagog,resigned,employee,pay,,4", "bad-value", "month"),
    ],
)
def test_unknown_words_reject_their_row(row: str, slug: str, column: str) -> None:
    intake = take(row)
    assert [(one.slug, one.column, one.row) for one in intake.problems] == [(slug, column, 2)]
    assert intake.accounting == Accounting(1, 0, rows_rejected=1)


def test_an_unknown_reason_is_named_with_the_remedy_but_free_text_is_not_repeated() -> None:
    code, text = take(
        "W001,2015-03,,resigned,employee,boredom,,4", "W001,2015-03,,resigned,employee,Min leder råbte ad mig,,4"
    ).problems
    assert '"boredom"' in code.message
    assert "exits.toml" in code.message
    assert "råbte" not in text.message


def test_free_text_is_left_behind_wherever_it_stands() -> None:
    rules = ExitKnown(WORDS, KNOWN, ())
    head = "unit,month,position_group,type,initiative,reasons,text,navn"
    long = "Jeg var pædagog i Solsikken indtil min leder skiftede"
    intake = take(f"W001,2015-03,{long},resigned,employee,pay,{long},Bo Hansen", head=head, rules=rules)
    assert intake.accounting == Accounting(1, 1)
    assert "Solsikken" not in intake.stored["exits"].rows.to_csv()
    assert intake.dropped == {"text": "free_text", "navn": "personal", "position_group": "free_text"}


def test_later_talks_of_one_respondent_are_duplicates_and_alike_rows_of_two_are_not() -> None:
    row = "W001,2015-03,Pædagog,resigned,employee,pay,,4"
    assert take(row, row).accounting == Accounting(2, 1, rows_duplicate=1)
    head = f"{HEAD},respondent"
    assert take(f"{row},1", f"{row},2", f"{row},2", head=head).accounting == Accounting(3, 2, rows_duplicate=1)


# ---- survey exports

EXPORT = """respondentid;enhed;lukket;s_1;s_2;s_3_1;s_3_2;s_4;statoverall_3;statoverall_4
1;W001;2015-03-02 10:11:12;1;1;1;0;2;0;1
2;W001;2015-03-02 10:11:12;1;1;1;1;1;1;0
3;W001;2015-04-02 10:11:12;2;1;0;1;5;0;1
3;W001;2015-04-02 10:11:12;2;1;0;1;5;0;1
4;W001;2015-04-02 10:11:12;2;1;0;7;5;0;1
"""
MAPPING = """schema = 1
[columns]
respondent = "respondentid"
unit = "enhed"
month = "lukket"
type = "s_1"
initiative = "s_2"
recommend = "s_4"
[reasons]
s_3_1 = "pay"
s_3_2 = "culture"
[values.type]
1 = "resigned"
2 = "moved"
[values.initiative]
1 = "employee"
[values.recommend]
1 = "5"
2 = "4"
3 = "3"
4 = "2"
5 = "1"
"""


def from_export(tmp_path: Path, mapping: str = MAPPING, export: str = EXPORT) -> Intake:
    (tmp_path / "dataset.csv").write_text(export, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    found = exits_mapping.read_exit_mapping(tmp_path / "mapping.toml", WORDS)
    known = profiles.read_profiles(resource("configs", "profiles"))
    read = profiles.recognise(read_source(tmp_path / "dataset.csv"), known, any_header=True)
    gathered = Gathered("dataset.csv")
    raw, fate = exits_mapping.mapped(read, found, WORDS, gathered)
    return exits.accept(raw, RULES, fate=fate, gathered=gathered)


def test_a_survey_export_counts_only_its_completed_answers(tmp_path: Path) -> None:
    intake = from_export(tmp_path)
    assert intake.accounting == Accounting(5, 2, rows_rejected=1, rows_not_completed=1, rows_duplicate=1)
    assert stored(intake, "reasons") == ["pay", "culture"]
    assert stored(intake, "recommend") == ["4", "1"]
    assert stored(intake, "month") == ["2015-03", "2015-04"]
    assert [(one.slug, one.row, one.column) for one in intake.problems] == [("unknown-word", 6, "s_3_2")]


def test_a_mapping_to_an_unknown_reason_or_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="boredom"):
        from_export(tmp_path, MAPPING.replace('"pay"', '"boredom"'))
    with pytest.raises(InputError, match="s_9"):
        from_export(tmp_path, MAPPING.replace('unit = "enhed"', 'unit = "s_9"'))
