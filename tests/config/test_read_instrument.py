"""Instruments: the shipped ones are what the field's documents say, and every fault of a file is refused."""

from pathlib import Path

import pytest

from skapital.config.load import read_instrument
from skapital.errors import ConfigurationError

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "configs" / "instruments"
LEVELS = ("direktion", "centerchef", "afdelingsleder", "decentral")

SMALL = """
schema = 1
id = "small"
title = { da = "Lille", en = "Small" }
source = "invented"
min_answered_share = 0.5

[[response_sets]]
id = "three"
options = [
  { code = "a", value = 100, labels = { da = "Ja", en = "Yes" } },
  { code = "b", value = 50, labels = { da = "Delvist", en = "Partly" } },
  { code = "c", value = 0, labels = { da = "Nej", en = "No" } },
]
missing = [ { code = "z", labels = { da = "Ved ikke", en = "Don't know" } } ]

[[items]]
code = "Q1"
topic = { da = "Et", en = "One" }
responses = "three"
class = "ordinary"

[[items]]
code = "Q2"
topic = { da = "To", en = "Two" }
responses = "three"
class = "about_one_person"
not_for = ["direktion"]

[[items]]
code = "P1"
topic = { da = "Støj", en = "Noise" }
responses = "three"
class = "problem"

[[items]]
code = "P1A"
topic = { da = "Hvor", en = "Where" }
responses = "three"
class = "sensitive"
asked_if = { item = "P1", codes = ["b", "c"] }

[[scales]]
id = "first"
title = { da = "Første", en = "First" }
kind = "bonding"
items = ["Q1"]
bands_source = "invented"
bands = [
  { low = 0, high = 50, labels = { da = "Lav", en = "Low" } },
  { low = 50, high = 101, labels = { da = "Høj", en = "High" } },
]

[[scales]]
id = "second"
title = { da = "Anden", en = "Second" }
kind = "linking"
items = ["Q1", "Q2"]

[[scales]]
id = "whole"
title = { da = "Samlet", en = "Whole" }
kind = "total"
of = ["first", "second"]
references = [ { value = 60, level = "unit", source = "invented", year = 2014, population = "nobody" } ]
"""


def read(tmp_path, text, levels=LEVELS):
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return read_instrument(path, levels)


def changed(old, new):
    assert SMALL.count(old) >= 1, old
    return SMALL.replace(old, new, 1)


def test_a_small_instrument_is_read_whole(tmp_path):
    found = read(tmp_path, SMALL)
    assert list(found.items) == ["Q1", "Q2", "P1", "P1A"]
    assert list(found.scales) == ["first", "second", "whole"]
    assert found.items["P1A"].asked_if.codes == ("b", "c")
    assert [option.value for option in found.items["Q1"].responses.options] == [100, 50, 0]
    assert found.scale_items("whole") == ("Q1", "Q2")  # Q1 stands in two scales and is counted once
    assert found.scales["first"].bands[1].low == 50
    assert found.scales["whole"].references[0].sd is None


def test_a_scale_with_one_item_about_a_leader_is_about_a_leader(tmp_path):
    found = read(tmp_path, SMALL)
    assert not found.about_one_person("first")
    assert found.about_one_person("second")
    assert found.about_one_person("whole")


@pytest.mark.parametrize(
    ("old", "new", "slug", "said"),
    [
        ('code = "Q2"', 'code = "Q1"', "config-duplicate", "more than once"),
        ('code = "Q2"', 'code = "q1"', "config-duplicate", "case does not tell apart"),
        ('code = "Q1"', 'code = "unit"', "config-bad-value", "a meaning of its own"),
        ('code = "Q1"', 'code = "Q:1"', "config-bad-value", "without space, colon"),
        ('responses = "three"', 'responses = "tree"', "config-unknown-word", 'did you mean "three"?'),
        ('class = "problem"', 'class = "problems"', "config-unknown-word", 'did you mean "problem"?'),
        ('class = "problem"', 'class = "problem"\nreversed = true', "config-bad-value", "no direction to turn"),
        ('class = "problem"', 'class = "problem"\ntext = "Is it noisy?"', "config-unknown-key", "items[P1].text"),
        ('item = "P1"', 'item = "P2"', "config-unknown-word", 'no item "P2"'),
        ('item = "P1"', 'item = "P1A"', "config-bad-value", "must stand before"),
        ('codes = ["b", "c"]', 'codes = ["b", "z"]', "config-unknown-word", '"z" is no option of P1'),
        ('codes = ["b", "c"]', "codes = []", "config-bad-value", "nobody would be asked"),
        ('["direktion"]', '["direktor"]', "config-unknown-word", "no leader level"),
        ('code = "z"', 'code = "a"', "config-duplicate", 'the code "a"'),
        ('code = "z"', 'code = "missing"', "config-bad-value", "a share of its own"),
        ("value = 100", "value = 5", "config-bad-value", "an option of 100 (no problem)"),
        ("value = 100", "value = 101", "config-bad-value", "at most 100"),
        ('code = "a"', "code = 1", "config-wrong-type", "expected a text in quotes"),
        ("min_answered_share = 0.5", "min_answered_share = 0", "config-bad-value", "at least"),
        ("min_answered_share = 0.5", "min_answered_share = 1.01", "config-bad-value", "at most 1"),
        ('items = ["Q1", "Q2"]', 'items = ["Q1", "Q3"]', "config-unknown-word", 'no item "Q3"'),
        ('items = ["Q1", "Q2"]', 'items = ["Q1", "Q1"]', "config-duplicate", '"Q1" stands more than once'),
        ('items = ["Q1", "Q2"]', 'items = ["Q1", "P1"]', "config-bad-value", "cannot be part of a scale"),
        ('items = ["Q1", "Q2"]', 'items = ["Q1"]\nof = ["first"]', "config-bad-value", "and not both"),
        ('items = ["Q1", "Q2"]', "", "config-bad-value", 'either "items" or "of"'),
        ('of = ["first", "second"]', 'of = ["first", "whole"]', "config-unknown-word", "no scale of items"),
        ('kind = "bonding"', 'kind = "binding"', "config-unknown-word", 'did you mean "bonding"?'),
        ('id = "first"', 'id = "Q2"', "config-duplicate", "is an item too"),
        ("low = 50", "low = 51", "config-bad-value", "ends at 50 and the next begins at 51"),
        ("low = 0, high = 50", "low = 50, high = 50", "config-bad-value", "must be above low"),
        ('bands_source = "invented"', "", "config-missing-key", "bands_source"),
        ('level = "unit"', 'level = "team"', "config-unknown-word", '"team"'),
        ("year = 2014, ", "", "config-missing-key", "year"),
        ('title = { da = "Samlet", en = "Whole" }', 'title = { da = "Samlet" }', "config-missing-key", "title.en"),
    ],
)
def test_a_fault_is_refused_with_its_place(tmp_path, old, new, slug, said):
    with pytest.raises(ConfigurationError) as error:
        read(tmp_path, changed(old, new))
    found = [(problem.slug, problem.message) for problem in error.value.problems]
    assert any(slug == one and said in message for one, message in found), found


def test_bands_may_not_run_backwards(tmp_path):
    with pytest.raises(ConfigurationError):
        read(tmp_path, changed("{ low = 0, high = 50,", "{ low = 50, high = 101,"))


def test_many_faults_are_said_at_once(tmp_path):
    text = changed('kind = "bonding"', 'kind = "binding"').replace('class = "problem"', 'class = "bad"')
    with pytest.raises(ConfigurationError) as error:
        read(tmp_path, text)
    assert len(error.value.problems) == 2


# ---- the shipped instruments


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_instrument_is_named_as_its_file(path):
    assert read_instrument(path, LEVELS).id == path.stem


def test_the_example_has_the_published_directions_and_values():
    found = read_instrument(FOLDER / "apv-sk-example.toml", LEVELS)
    assert [code for code, item in found.items.items() if item.reversed] == ["TM3"]
    assert found.scales["trust"].items == ("TM1", "TMX2", "TM3", "TM4")
    assert found.scales["justice"].items == ("JU1", "JU2", "JU3", "JU4")
    assert found.scales["collaboration"].items == ("SW1", "SW2", "SW3")
    assert found.scales["social_capital"].of == ("trust", "justice", "collaboration")
    extent = [(option.code, option.value) for option in found.items["TM1"].responses.options]
    assert extent == [("1", 100), ("2", 75), ("3", 50), ("4", 25), ("5", 0)]
    assert [answer.code for answer in found.items["SW1"].responses.missing] == ["8", "9"]
    assert found.min_answered_share == 0.5
    kinds = {name: found.scales[name].kind for name in ("within_team", "between_teams", "nearest_leader")}
    assert kinds == {"within_team": "bonding", "between_teams": "bridging", "nearest_leader": "linking"}
    assert found.about_one_person("nearest_leader")
    assert not found.about_one_person("social_capital")
    assert all(found.items[code].asked_if.item == "OB1" for code in ("OB1A", "OB1W_1", "OB1W_2", "OB1W_3"))
    assert not any(scale.references for scale in found.scales.values())


def test_the_short_form_has_the_published_bands_without_gaps():
    scale = read_instrument(FOLDER / "sk-short4.toml", LEVELS).scales["social_capital"]
    assert len(scale.items) == 4
    named = {band.labels["en"]: band for band in scale.bands}
    printed = {
        "Very low": (0, 8),
        "Slightly below the mean": (8.1, 10.1),
        "Danish mean": (10.2, 10.2),
        "Slightly above the mean": (10.3, 12.3),
        "Very high": (12.4, 16),
    }
    for name, points in printed.items():
        for point in points:
            assert named[name].low <= point * 100 / 16 < named[name].high
