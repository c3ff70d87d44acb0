import pytest

from made_up.releases import release_of
from skapital.compare.bands import band_of, of_means
from skapital.config.instrument import Band
from skapital.config.load import read_instrument
from skapital.resources import resource

SCALE = read_instrument(resource("configs", "instruments", "sk-short4.toml")).scales["social_capital"]


@pytest.mark.parametrize(
    ("points", "name"),
    [(0, "Very low"), (8, "Very low"), (8.1, "Slightly below the mean"), (10.2, "Danish mean"),
     (10.3, "Slightly above the mean"), (12.3, "Slightly above the mean"), (12.4, "Very high"), (16, "Very high")],
)  # fmt: skip
def test_the_printed_points_of_the_short_tool_fall_into_their_printed_bands(points, name):
    assert band_of(points / 16 * 100, SCALE.bands).labels["en"] == name


def test_a_band_holds_its_lower_end_and_not_its_upper():
    bands = (Band(0, 50, {"en": "low"}), Band(50, 101, {"en": "high"}))
    assert band_of(50, bands).labels["en"] == "high"
    assert band_of(49.999999, bands).labels["en"] == "low"
    assert band_of(50, ()) is None


def test_a_table_with_a_gap_is_not_used():
    with pytest.raises(ValueError, match="no band holds 60"):
        band_of(60, (Band(0, 50, {}),))


def test_bands_are_told_before_rounding_and_withheld_means_have_none():
    border = SCALE.bands[0].high
    rows = [("2014", "A", border - 0.01, 30, 18.0), ("2014", "B", border, 30, 18.0), ("2014", "D", None, 3, None)]
    found = of_means(release_of(rows), "2014", {"trust": SCALE}).set_index("unit")["band"]
    assert found.to_dict() == {"A": 0, "B": 1}  # both are shown as 50.3
    assert of_means(release_of(rows), "2014", {"other": SCALE}).empty
