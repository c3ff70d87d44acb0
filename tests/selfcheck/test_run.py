import json
import math
import shutil
import time

import pytest

from skapital.errors import ConfigurationError
from skapital.resources import resource
from skapital.selfcheck.run import selfcheck

FILE = """
schema = 1
source = "a book"
page = "p. 7"
software = "R"

[data]
matrix = [[1.0, 0.5], [0.5, 1.0]]
moments = {{ function = "skapital.scoring.moments:complete_moments", inputs = {{ values = [[1, 2], [3, 5], [4, 4]] }} }}

[[checks]]
name = "x"
why = "exact"
tolerance = {tolerance}
function = "{function}"
inputs = {inputs}
expected = {expected}
{more}
"""
ALPHA = "skapital.scoring.reliability:cronbach_alpha"


def checked(folder, expected=2 / 3, function=ALPHA, inputs='{ covariance = "@matrix" }', tolerance=1e-9, more=""):
    text = FILE.format(tolerance=tolerance, function=function, inputs=inputs, expected=expected, more=more)
    (folder / "x.toml").write_text(text, encoding="utf-8")
    return selfcheck(folder)


def test_every_shipped_value_is_met_in_seconds():
    start = time.perf_counter()
    checks = selfcheck()
    assert time.perf_counter() - start < 20
    assert [(check.name, check.expected, check.got) for check in checks if not check.ok] == []
    assert len(checks) >= 60
    assert len({check.name for check in checks}) == len(checks)
    assert all(check.source and check.note and math.isfinite(check.got) for check in checks)
    json.dumps([check.as_json() for check in checks], allow_nan=False)


def test_the_contracts_keys():
    check = selfcheck()[0].as_json()
    assert {"name", "source", "expected", "got", "tolerance", "ok"} <= set(check)
    assert isinstance(check["expected"], float) and isinstance(check["got"], float) and check["ok"] is True


def test_a_value_beyond_its_tolerance_is_off(tmp_path):
    assert checked(tmp_path, expected=0.66, tolerance=0.01)[0].ok
    off = checked(tmp_path, expected=0.65, tolerance=0.01)[0]
    assert not off.ok and off.got == pytest.approx(2 / 3) and off.expected == 0.65
    assert off.source == "a book; p. 7; R"


@pytest.mark.parametrize(
    ("function", "inputs", "more"),
    [
        ("skapital.scoring.factor:omega_total", '{ covariance = "@matrix" }', 'part = "against_observed"'),  # None
        (
            "skapital.scoring.agreement:a_wg_of",
            "{ mean = [1.2], variance = [1.0], n = [4.0], lowest = 1, highest = 5 }",
            "",
        ),
        (ALPHA, "{ covariance = [[1.0]] }", ""),  # refused
        (ALPHA, "{ wrong = 1 }", ""),
        ("skapital.scoring.items:item_rest_correlations", '{ covariance = "@matrix" }', ""),  # two numbers for one
    ],
)
def test_a_nan_a_none_a_refusal_and_another_number_of_results_are_off(tmp_path, function, inputs, more):
    (check,) = checked(tmp_path, 0.5, function, inputs, tolerance=1e9, more=more)
    assert not check.ok
    json.dumps(check.as_json(), allow_nan=False)


def test_a_list_is_a_check_a_number(tmp_path):
    checks = checked(tmp_path, [0.5, 0.4], "skapital.scoring.items:item_rest_correlations", tolerance=0.01)
    assert [(check.name, check.ok) for check in checks] == [("x [0]", True), ("x [1]", False)]


def test_parts_of_results_and_calls_as_data(tmp_path):
    def got(part):
        return checked(
            tmp_path,
            0,
            "skapital.scoring.moments:correlation",
            '{ covariance = { function = "skapital.scoring.moments:complete_moments", '
            'inputs = { values = [[1, 2], [3, 5], [4, 4]] }, part = "covariance" } }',
            more=f'part = "{part}"',
        )[0].got

    assert got("0.0") == 1
    assert got("0.1") == pytest.approx(0.785714, abs=1e-6)
    assert got("sum()") == pytest.approx(2 + 2 * 0.785714, abs=1e-5)
    assert got("min()") == pytest.approx(0.785714, abs=1e-6)


@pytest.mark.parametrize(
    "settings",
    [
        {"function": "os:getcwd"},
        {"function": "skapital.scoring.reliability"},
        {"function": "skapital.scoring.reliability:no_such"},
        {"function": "skapital.nowhere:x"},
        {"inputs": '{ covariance = "@nothing" }'},
        {"more": 'whim = "x"'},
    ],
)
def test_an_oracle_file_that_is_not_as_its_format_says_stops_the_check(tmp_path, settings):
    with pytest.raises(ConfigurationError) as caught:
        checked(tmp_path, **settings)
    assert caught.value.slug == "oracle-file"


@pytest.mark.parametrize(
    "text", ["schema = 1", "schema = 2\nsource = 'x'\nchecks = []", "= 1", "schema=1\nsource='x'\n[[checks]]\nname='y'"]
)
def test_a_file_without_what_is_needed_is_refused(tmp_path, text):
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        selfcheck(tmp_path)


def test_no_oracles_are_no_success(tmp_path):
    with pytest.raises(ConfigurationError, match="no oracle files"):
        selfcheck(tmp_path)


def test_a_changed_number_is_found(tmp_path):
    for path in resource("tests", "oracles").glob("*.toml"):
        shutil.copy(path, tmp_path)
    target = tmp_path / "icc.toml"
    target.write_text(
        target.read_text(encoding="utf-8").replace("expected = 11.24", "expected = 11.34"), encoding="utf-8"
    )
    assert [check.name for check in selfcheck(tmp_path) if not check.ok] == [
        "Shrout and Fleiss: mean square between targets"
    ]
