import csv
from pathlib import Path

import pytest

from skapital.config.goals import read_goals
from skapital.config.load import read_instrument
from skapital.errors import ConfigurationError

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "configs" / "goals.toml"


def test_the_shipped_goals_are_the_three_of_the_project():
    goals = read_goals(SHIPPED)
    assert [(goal.id, len(goal.criteria)) for goal in goals] == [("1", 5), ("2", 3), ("3", 4)]
    absence = next(one for one in goals[0].criteria if one.title["da"] == "Mindre sygefravær")
    assert {figure.against for figure in absence.figures} == {"reference", "baseline"}


def test_the_samples_milestones_belong_to_criteria_of_the_goals():
    known = {(goal.id, one.title["da"]) for goal in read_goals(SHIPPED) for one in goal.criteria}
    with (ROOT / "data/sample/milestones.csv").open(encoding="utf-8") as file:
        assert {(row["goal"], row["criterion"]) for row in csv.DictReader(file)} <= known


def test_the_measures_of_the_survey_are_in_the_example_instrument():
    instrument = read_instrument(ROOT / "configs/instruments/apv-sk-example.toml")
    measures = {figure.measure for goal in read_goals(SHIPPED) for one in goal.criteria for figure in one.figures}
    assert measures - {"absence_days", "turnover_out"} <= {*instrument.scales, *instrument.items}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('against = "target"', 'against = "targets"', 'did you mean "target"?'),
        ('id = "2"', 'id = "1"', "more than once"),
        ('da = "Mindre sygefravær"', 'da = "Attraktiv arbejdsplads"', "more than once"),
        ("figures = [", "figurs = [", 'did you mean "figures"?'),
    ],
)
def test_a_wrong_goal_is_refused(tmp_path, old, new, said):
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "goals.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        read_goals(tmp_path / "goals.toml")
    assert any(said in problem.message for problem in error.value.problems)


def test_a_project_without_goals(tmp_path):
    (tmp_path / "goals.toml").write_text("schema = 1\n", encoding="utf-8")
    assert read_goals(tmp_path / "goals.toml") == ()
