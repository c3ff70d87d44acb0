import pytest

from skapital import resources
from skapital.config.definitions import read_definitions
from skapital.errors import ConfigurationError


def shipped():
    return resources.resource("configs", "definitions.toml").read_text(encoding="utf-8")


def test_the_shipped_definitions_are_read_whole():
    found = read_definitions(resources.resource("configs", "definitions.toml"))
    assert found.absence.reasons == ("own_illness", "work_injury", "paragraph_56", "pregnancy")
    assert found.absence.day_hours == 7.4
    assert found.reason_codes["child_ill"] == "child_ill"


def test_a_local_code_is_mapped_to_a_known_word(tmp_path):
    path = tmp_path / "definitions.toml"
    path.write_text(shipped().replace("[reason_codes]", '[reason_codes]\n"790" = "own_illness"'), encoding="utf-8")
    assert read_definitions(path).reason_codes["790"] == "own_illness"


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ('"own_illness", ', '"own_ilness", ', "config-unknown-word"),
        ("day_hours = 7.4", "day_hour = 7.4", "config-missing-key"),
        ("days = 260", "days = 0", "config-bad-value"),
        ("[reason_codes]", '[reason_codes]\n"790" = "sick"', "config-unknown-word"),
    ],
)
def test_what_is_wrong_stops_the_run(tmp_path, old, new, slug):
    path = tmp_path / "definitions.toml"
    path.write_text(shipped().replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        read_definitions(path)
    assert slug in {problem.slug for problem in error.value.problems}
