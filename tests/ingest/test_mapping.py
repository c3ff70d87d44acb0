import pandas as pd
import pytest

from skapital.errors import ConfigurationError, InputError
from skapital.ingest.intake import RawTable
from skapital.ingest.mapping import Columns, SurveyMapping, check_labels, read_mapping, resolve, translation


def raw(*header: str) -> RawTable:
    return RawTable("f.csv", pd.DataFrame(columns=list(header), dtype=str))


def refused(write, instrument, text: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as error:
        read_mapping(write("m.toml", text), instrument)
    return error.value


def test_a_mapping_is_read_whole(write, instrument) -> None:
    text = (
        'schema = 1\n[file]\nencoding = "cp1252"\ndelimiter = ";"\n[columns]\nunit = "enhed"\n[items]\nTM1 = "s_1"\n'
        '[codes.extent]\n5 = "1"\n[levels]\n2 = "centerchef"\n[units]\n101 = "W001"\n'
    )
    found = read_mapping(write("m.toml", text), instrument)
    assert found.columns == {"unit": "enhed"}
    assert found.items == {"TM1": "s_1"}
    assert found.codes == {"extent": {"5": "1"}}
    assert (found.levels, found.units) == ({"2": "centerchef"}, {"101": "W001"})
    assert (found.encoding, found.delimiter) == ("cp1252", ";")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[columns]\nenhed = "x"\n', "unknown key"),
        ('[items]\nTM9 = "x"\n', "no such item"),
        ('[codes.extend]\n1 = "1"\n', 'did you mean "extent"'),
        ('[codes.extent]\n5 = "7"\n', "no code of this response set"),
        ('[file]\nencoding = "latin1"\n', "known are"),
        ('[spalter]\nx = "y"\n', "unknown key"),
    ],
)
def test_unknown_words_are_refused(write, instrument, text: str, says: str) -> None:
    assert says in str(refused(write, instrument, "schema = 1\n" + text).problems[0].message)


def test_two_export_codes_may_not_become_one_answer(write, instrument) -> None:
    error = refused(write, instrument, 'schema = 1\n[codes.extent]\n1 = "3"\n4 = "3"\n')
    assert 'would all become "3"' in error.problems[0].message


def test_a_reversal_written_by_half_makes_codes_unknown_and_merges_nothing(instrument) -> None:
    extent = instrument.items["TM1"].responses
    assert translation(extent, {"1": "3"}) == {"1": "3", "2": "2", "9": "9"}
    assert translation(extent, {"11": "1"}) == {"11": "1", "2": "2", "3": "3", "9": "9"}


def test_a_whole_reversal_and_two_kinds_of_missing_are_allowed(write, instrument) -> None:
    text = 'schema = 1\n[codes.extent]\n1 = "3"\n3 = "1"\n8 = "9"\n'
    assert read_mapping(write("m.toml", text), instrument).codes["extent"]["8"] == "9"


def test_without_a_mapping_the_profiles_names_and_the_item_codes_are_found(profiles, instrument) -> None:
    found = resolve(SurveyMapping(), profiles["surveyxact"], raw("respondentid", "stato_4", "TM1", "x"), instrument)
    assert found.background == {"respondent": "respondentid", "completed": "stato_4"}
    assert found.items == {"TM1": "TM1"}


@pytest.mark.parametrize(
    ("mapping", "header", "slug"),
    [
        (SurveyMapping(items={"TM1": "s_1"}), ("s1",), "mapped-column-missing"),
        (SurveyMapping(items={"TM1": "a", "TM2": "a"}), ("a",), "mapped-twice"),
        (SurveyMapping(columns={"unit": "a"}, items={"TM1": "a"}), ("a",), "mapped-twice"),
        (SurveyMapping(), ("a", "b"), "no-items"),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_refused(profiles, instrument, mapping, header, slug) -> None:
    with pytest.raises(InputError) as error:
        resolve(mapping, profiles["tidy"], raw(*header), instrument)
    assert error.value.slug == slug


def labelled(instrument, labels: dict[str, str], codes: dict[str, str] | None = None) -> None:
    mapping = SurveyMapping(codes={"extent": codes or {}})
    check_labels({"s": labels}, Columns({}, {"TM1": "s"}), mapping, instrument, "f.csv")


def contradictions(instrument, labels: dict[str, str], codes: dict[str, str] | None = None) -> list[str]:
    try:
        labelled(instrument, labels, codes)
    except InputError as error:
        return [problem.message for problem in error.problems]
    return []


@pytest.mark.parametrize("label", ["I høj grad", "i HØJ  grad ", "1. I høj grad", "To a large extent"])
def test_the_same_label_written_otherwise_is_the_same(instrument, label: str) -> None:
    assert contradictions(instrument, {"1": label}) == []
    assert len(contradictions(instrument, {"2": label})) == 1


def test_a_turned_scale_stops_the_run(instrument) -> None:
    with pytest.raises(InputError, match="I ringe grad") as error:
        labelled(instrument, {"1": "I ringe grad", "2": "Delvist", "3": "I høj grad"})
    assert error.value.slug == "label-contradicts"
    assert len(error.value.problems) == 2


def test_a_turned_scale_that_the_mapping_turns_back_is_right(instrument) -> None:
    labels = {"1": "I ringe grad", "2": "Delvist", "3": "I høj grad"}
    assert contradictions(instrument, labels, {"1": "3", "3": "1"}) == []
    assert len(contradictions(instrument, labels, {"1": "2", "3": "1"})) == 1


def test_a_label_the_instrument_does_not_know_stops_the_run(instrument) -> None:
    with pytest.raises(InputError, match="Altid"):
        labelled(instrument, {"1": "Altid"})
