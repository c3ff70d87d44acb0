"""Settings, policy and report settings: the shipped files are read, and every wrong one is refused with its reason."""

import re
from pathlib import Path

import pytest

from skapital.config.load import read_policy, read_report_settings, read_settings
from skapital.errors import ConfigurationError
from skapital.resources import resource

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "data/sample/skapital.toml").read_text(encoding="utf-8")
POLICY = (ROOT / "configs/policy.toml").read_text(encoding="utf-8")
REPORT = (ROOT / "configs/report.toml").read_text(encoding="utf-8")


def changed(text, old, new):
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def settings_of(tmp_path, text):
    (tmp_path / "skapital.toml").write_text(text, encoding="utf-8")
    return read_settings(tmp_path)


def policy_of(tmp_path, text):
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
    return read_policy(tmp_path / "policy.toml")


def slugs(error):
    return [problem.slug for problem in error.value.problems]


# ---- settings


def test_the_sample_settings_are_what_the_file_says(tmp_path):
    found = settings_of(tmp_path, SETTINGS)
    assert (found.municipality_code, found.municipality, found.language) == ("KOM", "Solbjerg Kommune", "da")
    assert [entry.id for entry in found.rounds] == ["2014-06", "2016-06"]
    assert found.round("2014-06").cut_off == "2014-04-01"
    assert found.baseline.round == "2014-06"
    assert found.leader_levels == ("direktion", "centerchef", "afdelingsleder", "decentral")
    assert (found.link_rounds, found.keep_raw_files, found.smallest_important_difference) == (False, False, 5.0)
    assert found.path == tmp_path


def test_the_template_that_init_copies_is_valid_as_it_stands(tmp_path):
    text = resource("configs", "skapital.toml").read_text(encoding="utf-8")
    assert settings_of(tmp_path, text).municipality == "Vores Kommune"


@pytest.mark.parametrize(
    ("old", "new", "slug", "said"),
    [
        ('language = "da"', 'language = "dk"', "config-unknown-word", 'known are "da", "en"'),
        ('language = "da"', 'languag = "da"', "config-missing-key", "language: is missing"),
        ('code = "KOM"', 'code = "..."', "config-bad-value", "municipality.code"),
        ('code = "KOM"', "code = 101", "config-wrong-type", "expected a text in quotes, found the number 101"),
        ('id = "2016-06"', 'id = "2014-06"', "config-duplicate", "more than once"),
        ('id = "2016-06"', 'id = "2016Q2"', "config-bad-value", "another kind of publication"),
        ('id = "2016-06"', 'id = "../x"', "config-bad-value", "rounds[../x].id"),
        ('instrument = "apv-sk-example"', 'instrument = "../a"', "config-bad-value", "instrument"),
        ("fieldwork_from = 2014-06-02", 'fieldwork_from = "2. juni"', "config-bad-value", "YYYY-MM-DD"),
        ("fieldwork_from = 2014-06-02", "fieldwork_from = 2014-07-02", "config-bad-value", "lies before"),
        ("fieldwork_from = 2014-06-02", "fieldwork_from = 2014-06-02T08:00:00", "config-wrong-type", "a date"),
        ("cut_off = 2014-04-01", "cut_off = 2014-12-01", "config-bad-value", "lies after the fieldwork"),
        ('round = "2014-06"', 'round = "2014-07"', "config-unknown-word", 'did you mean "2014-06"?'),
        ('hr_period = "2013"', 'hr_period = "13"', "config-bad-value", "no year (2013)"),
        ('"direktion"', '"leaders"', "config-bad-value", "a population of its own"),
        ('"direktion"', '"a+b"', "config-bad-value", "joins merged levels"),
        ('centre_level = "centre"', 'centre_level = "workplace"', "config-bad-value", "must be one above"),
        ("retention_years = 5", "retention_years = 0", "config-bad-value", "at least 1"),
        ("link_rounds = false", 'link_rounds = "no"', "config-wrong-type", "true or false"),
        ("difference = 5.0", "difference = 0", "config-bad-value", "at least 0.1"),
        ("[privacy]", "[privasy]", "config-unknown-key", 'did you mean "privacy"?'),
    ],
)
def test_a_wrong_setting_is_refused_with_its_place(tmp_path, old, new, slug, said):
    with pytest.raises(ConfigurationError) as error:
        settings_of(tmp_path, changed(SETTINGS, old, new))
    assert slug in slugs(error)
    assert any(said in problem.message for problem in error.value.problems)
    assert error.value.message.startswith("skapital.toml: ")


def test_rounds_stand_in_order_of_time(tmp_path):
    text = changed(SETTINGS, "fieldwork_from = 2016-06-01", "fieldwork_from = 2013-06-01")
    with pytest.raises(ConfigurationError, match="put rounds in order of time"):
        settings_of(tmp_path, text)


def test_a_municipality_without_rounds_is_told_so(tmp_path):
    head, tail = SETTINGS.split("[[rounds]]")[0], SETTINGS[SETTINGS.index("[baseline]") :]
    with pytest.raises(ConfigurationError) as error:
        settings_of(tmp_path, "rounds = []\n" + head + tail)
    assert any("one [[rounds]] table for each measurement" in problem.message for problem in error.value.problems)


def test_several_faults_are_said_together(tmp_path):
    text = changed(changed(SETTINGS, 'code = "KOM"', ""), "retention_years = 5", "retention_years = -1")
    with pytest.raises(ConfigurationError, match="and 1 more in this file") as error:
        settings_of(tmp_path, text)
    assert slugs(error) == ["config-missing-key", "config-bad-value"]


# ---- policy


def test_the_shipped_policy_is_the_one_that_was_decided(tmp_path):
    found = policy_of(tmp_path, POLICY)
    decided = {"scale": 5, "distribution": 8, "problem": 8, "sensitive": 20, "about_one_person": 5, "comments": 30}
    assert found.minimum == decided
    assert found.difference["sensitive"] == 10
    assert (found.pooled_leaders, found.magnitude_base, found.magnitude_persons) == (5, 10, 5)
    assert (found.value_width, found.unanimity) == (25, True)
    assert (found.dominance_percent, found.dominance_n, found.dominance_k) == (10, 1, 75)
    assert found.leaving == {"talks": 10, "chosen": 3, "leavers": 3}
    assert found.small_units == "in_parent"
    assert len(found.sha256) == 64


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("scale = 5 ", "scale = 4 ", "config-bad-value"),
        ("talks = 10", "talks = 4", "config-bad-value"),
        ("chosen = 3", "chosen = 1", "config-bad-value"),
        ("leavers = 3", "leavers = 1", "config-bad-value"),
        ("leavers = 3", "leaver = 3", "config-missing-key"),
        ("sensitive = 20", "sensitive = 4", "config-bad-value"),
        ("sensitive = 10", "sensitive = 3", "config-bad-value"),
        ("width = 25", "width = 10", "config-bad-value"),
        ("width = 25", "width = 101", "config-bad-value"),
        ("pooled_leaders = 5", "pooled_leaders = 2", "config-bad-value"),
        ("persons = 5", "persons = 1", "config-bad-value"),
        ("dominance_k = 75", "dominance_k = 175", "config-bad-value"),
        ('"in_parent"', '"hidden"', "config-unknown-word"),
        ("unanimity = true", "unanimity = 1", "config-wrong-type"),
        ("unanimity = true", "", "config-missing-key"),
        ("problem = 8", "problem = 8.5", "config-wrong-type"),
        ("scale = 5\ndistribution = 8\nproblem = 8\nsensitive = 10", "scale = 6", "config-bad-value"),
        ('comments = "off"', 'comments = "on"', "config-bad-value"),
        ('comments = "off"', 'comments = "some"', "config-unknown-word"),
        ("comments = 30 ", "comments = 4 ", "config-bad-value"),
        ("[minimum]", "[minimum]\nage_band = 5", "config-unknown-key"),
        ("[values]", "[values]\nrounding = 1", "config-unknown-key"),
    ],
)
def test_a_policy_that_is_weaker_or_unknown_stops_the_run(tmp_path, old, new, slug):
    with pytest.raises(ConfigurationError) as error:
        policy_of(tmp_path, changed(POLICY, old, new))
    assert slug in slugs(error)


def test_only_an_override_goes_below_five_and_not_below_two(tmp_path):
    (tmp_path / "policy.toml").write_text(POLICY.replace("scale = 5", "scale = 3"), encoding="utf-8")
    with pytest.raises(ConfigurationError):
        read_policy(tmp_path / "policy.toml")
    assert read_policy(tmp_path / "policy.toml", overridden=True).minimum["scale"] == 3
    (tmp_path / "policy.toml").write_text(POLICY.replace("scale = 5", "scale = 1"), encoding="utf-8")
    with pytest.raises(ConfigurationError):
        read_policy(tmp_path / "policy.toml", overridden=True)


def test_a_policy_that_does_not_name_comments_has_them_off(tmp_path):
    assert policy_of(tmp_path, changed(POLICY, 'comments = "off"', "")).comments == "off"


def test_a_policy_may_be_stricter(tmp_path):
    found = policy_of(tmp_path, changed(changed(POLICY, "scale = 5 ", "scale = 7 "), "width = 25", "width = 30"))
    assert (found.minimum["scale"], found.value_width) == (7, 30)


# ---- report settings


def test_the_shipped_report_settings_are_read(tmp_path):
    found = read_report_settings(ROOT / "configs/report.toml")
    assert found.headline_scale == "social_capital"
    assert set(found.contact) == {"da", "en"}


def test_a_colour_is_a_colour(tmp_path):
    (tmp_path / "report.toml").write_text(re.sub(r"#[0-9a-f]{6}", "teal", REPORT), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="#rrggbb"):
        read_report_settings(tmp_path / "report.toml")


# ---- errors are explained


def test_every_slug_of_the_configuration_is_explained():
    said = set()
    for path in (ROOT / "src/skapital/config").glob("*.py"):
        said |= set(re.findall(r'"(config-[a-z-]+|lineage-[a-z-]+)"', path.read_text(encoding="utf-8")))
    explained = set(re.findall(r"(?m)^## (\S+)$", (ROOT / "docs/errors.md").read_text(encoding="utf-8")))
    assert {"config-unknown-key", "config-bad-value", "lineage-missing"} <= said
    assert said <= explained
