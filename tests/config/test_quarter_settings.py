import pytest

from skapital import resources
from skapital.config.quarter_settings import read_quarter_settings
from skapital.errors import ConfigurationError

SHIPPED = resources.resource("configs", "quarter.toml").read_text(encoding="utf-8")


def test_the_shipped_file_is_sound():
    found = read_quarter_settings(resources.resource("configs", "quarter.toml"))
    days = found.measures["absence_days"]
    assert (days.better, days.smallest_important("quarter"), days.smallest_important("rolling12")) == (
        "lower",
        0.3,
        1.0,
    )
    assert days.smallest_important("year") == 1.0
    assert found.run_chart.least_points == 10 and found.funnel.size_bands == (25.0, 50.0)


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [("[measures.absence_days]", "[measures.absence_short]", "config-unknown-word"),
     ('better = "lower"', 'better = "less"', "config-unknown-word"),
     ("least_points = 10", "least_points = 6", "config-bad-value"),
     ('measures = ["absence_days", "turnover_out"]', 'measures = ["mobility"]', "config-unknown-word"),
     ("size_bands = [25, 50]", "size_bands = [50, 25]", "config-bad-value"),
     ("size_bands = [25, 50]", 'size_bands = ["a"]', "config-wrong-type"),
     ("quarter = 0.3, year = 1.0", "quarter = 0.3", "config-missing-key")],
)  # fmt: skip
def test_a_wrong_word_or_number_stops(tmp_path, old, new, slug):
    path = tmp_path / "quarter.toml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_quarter_settings(path)
    assert slug in {problem.slug for problem in caught.value.problems}
