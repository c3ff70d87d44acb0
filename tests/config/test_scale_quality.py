from pathlib import Path

import pytest

from skapital.config.scale_quality import read_scale_standard
from skapital.errors import ConfigurationError
from skapital.resources import resource

SHIPPED = resource("configs", "scale_quality.toml")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "scale_quality.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_shipped_standard_is_read_with_its_sources():
    standard = read_scale_standard(SHIPPED)
    assert (standard.gate.least_alpha, standard.gate.least_alpha_low, standard.gate.least_complete) == (0.5, 0.0, 30)
    assert "George & Mallery" in standard.gate.source
    assert [band.low for band in standard.mean_reliability_bands] == [0.0, 0.5, 0.7]
    assert [band.high for band in standard.mean_reliability_bands][:2] == [0.5, 0.7]
    assert standard.mean_reliability_bands[-1].high == float("inf")
    assert [band.low for band in standard.icc1_bands][1:] == [0.01, 0.10, 0.25]
    assert set(standard.band_sources) == {"alpha_bands", "mean_reliability_bands", "icc1_bands"}
    assert standard.response_style.floor_ceiling_share == 0.15
    assert len(standard.sha256) == 64


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("least_alpha = 0.50", "least_alpha = 1.50", "config-bad-value"),
        ("least_complete = 30", "least_complete = 1", "config-bad-value"),
        ("least_complete = 30", "least_complte = 30", "config-missing-key"),
        ("low = 0.70", "low = 0.40", "config-bad-value"),
        ("schema = 1", "schema = 2", "config-schema"),
        ("straight_line_items = 8", "straight_line_items = 1", "config-bad-value"),
        ("floor_ceiling_share = 0.15", "floor_ceiling_share = 15", "config-bad-value"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, old, new, slug):
    with pytest.raises(ConfigurationError) as caught:
        read_scale_standard(changed(tmp_path, old, new))
    assert slug in [problem.slug for problem in caught.value.problems]
