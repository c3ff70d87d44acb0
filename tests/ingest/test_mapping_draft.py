from skapital.config.organisation import Unit
from skapital.ingest.mapping import read_mapping
from skapital.ingest.mapping_draft import draft_mapping, quoted
from skapital.ingest.profiles import Export
from skapital.ingest.read_csv import read_csv

DATA = "respondentid;stato_4;enhed;s_1;s_2;email;s 3\n1;1;101;5;1;a@b.dk;x\n2;1;102;4;1;;\n"
LABELS = {
    "s_1": {"5": "I høj grad", "3": "Delvist", "4": "Aldrig"},
    "enhed": {"101": "Arbejdsplads 1", "102": "Ukendt"},
}
QUESTIONS = {"s_1": "Emne TM1", "s_2": "Noget andet"}
UNITS = [Unit("W001", "Arbejdsplads 1", "KOM", "workplace")]


def drafted(profiles, instrument) -> str:
    export = Export(profiles["surveyxact"], read_csv(DATA.encode(), "dataset.csv"), LABELS, QUESTIONS)
    return draft_mapping(export, instrument, UNITS, ("direktion",))


def test_the_draft_is_a_valid_mapping_as_it_stands(write, profiles, instrument) -> None:
    found = read_mapping(write("m.toml", drafted(profiles, instrument)), instrument)
    assert found.columns == {"respondent": "respondentid", "unit": "enhed", "completed": "stato_4"}
    assert found.items == {"TM1": "s_1"}
    assert found.codes == {"extent": {"3": "2", "5": "1"}}
    assert found.units == {"101": "W001"}


def test_what_would_be_a_guess_stands_as_a_comment(profiles, instrument) -> None:
    text = drafted(profiles, instrument)
    assert '# TM2 = ""' in text
    assert '# 102 = ""    # Ukendt' in text
    assert '# 4 = ""    # "Aldrig"; the instrument has 1, 2, 3, 9' in text
    assert '#   "s_2"  Noget andet' in text


def test_no_value_of_a_person_is_in_the_draft(profiles, instrument) -> None:
    text = drafted(profiles, instrument)
    assert "a@b.dk" not in text
    assert "email" not in text


def test_any_text_can_be_quoted(write) -> None:
    import tomllib

    for text in ('a"b', "a\\b", "a\nb", "æøå", "\x00"):
        assert tomllib.loads(f"x = {quoted(text)}")["x"] == text
