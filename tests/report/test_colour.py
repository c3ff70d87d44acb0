from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.errors import ConfigurationError
from skapital.report.colour import DARK_PAGE, LIGHT_PAGE, accent_pair, contrast
from skapital.resources import resource


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@given(st.integers(0, 0xFFFFFF))
def test_any_accent_can_be_read_on_light_and_on_dark(colour: int) -> None:
    pair = accent_pair(f"#{colour:06x}")
    assert contrast(pair.light, LIGHT_PAGE) >= 4.5
    assert contrast(pair.dark, DARK_PAGE) >= 4.5


def test_a_readable_accent_is_left_alone() -> None:
    assert accent_pair("#0b5c6b").light == "#0b5c6b"


@pytest.mark.parametrize("wrong", ["teal", "#fff", "#12345g", ""])
def test_what_is_no_colour_stops(wrong: str) -> None:
    with pytest.raises(ConfigurationError, match="colour"):
        accent_pair(wrong)


def schemes() -> list[dict[str, str]]:
    css = resource("reports", "templates", "style.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, flags=re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]


def test_text_and_the_figures_on_bars_can_be_read_in_every_scheme() -> None:
    found = schemes()
    assert len(found) == 3
    for scheme in found:
        for text in ("text", "quiet", "better", "worse"):
            assert contrast(scheme[text], scheme["page"]) >= 4.5
            assert contrast(scheme[text], scheme["raised"]) >= 4.5
        for tone in range(5):
            assert contrast(scheme[f"on-{tone}"], scheme[f"tone-{tone}"]) >= 4.5
