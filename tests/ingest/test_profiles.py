import pytest

from skapital.errors import ConfigurationError, InputError
from skapital.ingest.profiles import read_profile, read_profiles, recognise
from skapital.ingest.read import read_source

SX = "respondentid;stato_4;s_1\n1;1;2\n"
LABELS = 's_1;1;"Ja, \n"\ns_1;2;Nej  \n'
STRUCTURE = (
    "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText\n"
    "q;s_1;Closed;Single;Er  du glad?;1;Ja;\nq;s_2_1;Closed;Multiple;Hvem?;1;Leder\n"
)


def test_the_shipped_profiles_are_valid(profiles) -> None:
    assert set(profiles) == {"tidy", "surveyxact"}


def test_surveyxact_is_recognised_with_labels_and_questions(write, profiles) -> None:
    write("x/dataset.csv", SX.encode("cp1252"))
    write("x/labels.csv", LABELS.encode("utf-16"))
    folder = write("x/structure.csv", STRUCTURE).parent
    export = recognise(read_source(folder), profiles)
    assert export.profile.id == "surveyxact"
    assert export.labels == {"s_1": {"1": "Ja,", "2": "Nej"}}
    assert export.questions == {"s_1": "Er du glad?", "s_2_1": "Hvem? Leder"}
    assert export.raw.cells["s_1"].tolist() == ["2"]


def test_the_tidy_form_is_recognised_by_our_words_or_by_item_codes(write, profiles) -> None:
    for header in ("respondent,x", "unit,x", "x,TM1"):
        source = read_source(write("f.csv", f"{header}\n1,2\n"))
        assert recognise(source, profiles, item_codes=("TM1",)).profile.id == "tidy"


def test_a_special_format_goes_before_the_tidy_form(write, profiles) -> None:
    source = read_source(write("f.csv", "unit;stato_4;TM1\nW001;1;1\n"))
    assert recognise(source, profiles, item_codes=("TM1",)).profile.id == "surveyxact"


@pytest.mark.parametrize(
    ("header", "named", "slug", "says"),
    [
        ("a;b", None, "profile-unknown-format", "--profile"),
        ("a;b", "surveyxact", "profile-does-not-fit", "stato_4"),
        ("a;b", "surveyxakt", "unknown-profile", 'did you mean "surveyxact"'),
    ],
)
def test_what_fits_no_format_is_refused(write, profiles, header, named, slug, says) -> None:
    with pytest.raises(InputError, match=says) as error:
        recognise(read_source(write("f.csv", f"{header}\n1;2\n")), profiles, named=named)
    assert error.value.slug == slug


def test_two_formats_that_both_fit_name_the_option(write, profiles, tmp_path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'schema = 1\nid = "own"\ntitle = {da = "x", en = "x"}\n[tables]\ndataset = ["*"]\n'
        '[[recognise]]\nheader = ["s_1"]\n[columns]\n[completed]\nyes = ["1"]\nno = ["0"]\nempty = "no"\n'
        '[never_stored]\nheader_words = ["navn"]\n'
    )
    both = {**profiles, "own": read_profile(path)}
    source = read_source(write("f.csv", SX))
    with pytest.raises(InputError, match="--profile") as error:
        recognise(source, both)
    assert error.value.slug == "profile-undecidable"
    assert recognise(source, both, named="own").profile.id == "own"


def test_a_header_nobody_knows_is_taken_where_a_mapping_names_the_columns(write, profiles) -> None:
    source = read_source(write("f.csv", "Tidsstempel;Hvad synes du?\n1;2\n"))
    assert recognise(source, profiles, any_header=True).profile.id == "tidy"
    special = read_source(write("g.csv", SX))
    assert recognise(special, profiles, any_header=True).profile.id == "surveyxact"


def test_a_folder_of_several_tables_without_a_known_one_is_refused(write, profiles) -> None:
    write("x/a.csv", "unit,x\n1,2\n")
    with pytest.raises(InputError) as error:
        recognise(read_source(write("x/b.csv", "unit,x\n1,2\n").parent), profiles)
    assert error.value.slug == "several-tables"


def test_labels_of_another_shape_are_refused(write, profiles) -> None:
    write("x/dataset.csv", SX)
    with pytest.raises(InputError) as error:
        recognise(read_source(write("x/labels.csv", "a;b\n1;2\n").parent), profiles)
    assert error.value.slug == "labels-unreadable"


def test_a_workspaces_profile_goes_before_the_shipped_one(tmp_path, profiles) -> None:
    from skapital.resources import resource

    shipped = resource("configs", "profiles")
    own = (shipped / "tidy.toml").read_text(encoding="utf-8").replace('yes = ["1",', 'yes = ["x", "1",')
    (tmp_path / "tidy.toml").write_text(own, encoding="utf-8")
    assert read_profiles(tmp_path, shipped)["tidy"].completed.yes[0] == "x"


def test_an_unknown_key_is_an_error_that_names_the_nearest(tmp_path) -> None:
    from skapital.resources import resource

    text = (
        (resource("configs", "profiles") / "tidy.toml").read_text(encoding="utf-8").replace("fallback =", "falback =")
    )
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match='did you mean "fallback"'):
        read_profile(tmp_path / "p.toml")
