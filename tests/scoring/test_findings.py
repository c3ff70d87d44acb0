from dataclasses import replace

import pytest

from skapital.config.scale_quality import ResponseStyle
from skapital.scoring.factor import Omega
from skapital.scoring.findings import findings_of
from skapital.scoring.quality import scale_quality
from skapital.scoring.score_rows import Finding, ItemRow, ScaleRow
from skapital.scoring.score_table import _sd, _share_at

STYLE = ResponseStyle(8, 2.0, 0.15, 50, ("", "", ""))
ROW = ScaleRow(
    *("s", 2, 60, 50.0, 20.0, 0.1, 0.1, 0.8, 0.7, 0.9, 0.8, None, None, None, None, None, None, 55, 0, "passed"),
    items=(ItemRow("A", 60, 50.0, 20.0, 0.0, 0.4, None), ItemRow("B", 60, 50.0, 20.0, 0.0, 0.4, None)),
)


@pytest.fixture
def found(make_instrument):
    import pandas as pd

    instrument = make_instrument({"A": {}, "B": {}}, {"s": ("A", "B")})
    empty = pd.DataFrame(columns=["A", "B"], dtype=float)
    quality = scale_quality(empty, pd.DataFrame(columns=["s"], dtype=float), instrument, pd.Series(dtype=object))["s"]

    def find(row, fit=None, n_complete=55):
        return findings_of((row,), {"s": replace(quality, omega_fit=fit, n_complete=n_complete)}, STYLE)

    return find


def test_an_ordinary_scale_has_none(found):
    assert found(ROW) == ()
    assert found(replace(ROW, alpha=0.0, items=(replace(ROW.items[0], r_drop=0.0),))) == ()
    assert found(replace(ROW, floor_share=0.15, ceiling_share=0.15)) == ()


def test_a_negative_item_rest_correlation(found):
    row = replace(ROW, items=(ROW.items[0], replace(ROW.items[1], r_drop=-0.125)))
    assert found(row) == (
        Finding(
            "reversed-item",
            "s",
            "B",
            "s: B goes against the other items (item-rest correlation -0.12): reversed? "
            "Look at its direction in the instrument; it was not turned",
        ),
    )


def test_a_negative_alpha(found):
    message = "s: alpha is negative (-0.50): are items reversed? It is shown as computed"
    assert found(replace(ROW, alpha=-0.5)) == (Finding("negative-alpha", "s", None, message),)


def test_a_failed_and_an_unjudged_scale(found):
    (failed,) = found(replace(ROW, gate="failed"))
    assert (failed.slug, failed.scale, failed.item) == ("scale-failed", "s", None)
    assert failed.message.endswith("(on all who answered in the round); its items are shown, its score is not")
    message = "s: too few complete answers to judge whether the items hang together"
    assert found(replace(ROW, gate="cannot_tell")) == (Finding("scale-not-judged", "s", None, message),)
    assert found(replace(ROW, gate="not_judged")) == ()


def test_a_scale_that_nobody_answered_needs_no_word(found):
    assert found(replace(ROW, gate="cannot_tell"), n_complete=0) == ()


def test_a_heywood_case_unless_it_is_withheld(found):
    fit = Omega(None, (1.1, 0.5), "just_identified", (0,), 0.876, 0.8)
    message = (
        "s: omega is undefined, the factor explains more than all of A (Heywood case; the formula would give 0.88)"
    )
    assert found(ROW, fit) == (Finding("heywood-case", "s", None, message),)
    assert found(replace(ROW, n_complete=None), fit) == ()
    assert found(ROW, replace(fit, heywood=())) == ()


@pytest.mark.parametrize(("name", "word"), [("floor_share", "lowest"), ("ceiling_share", "highest")])
def test_many_at_an_end(found, name, word):
    message = f"s: 25.0 % have the {word} score there is (more than 15 %): differences among them cannot be seen"
    assert found(replace(ROW, **{name: 0.25})) == (Finding("floor-ceiling", "s", None, message),)
    assert found(replace(ROW, **{name: 0.25, "n": 50}))
    assert found(replace(ROW, **{name: 0.25, "n": 49})) == ()
    assert found(replace(ROW, **{name: 0.25, "n": None})) == ()
    assert found(replace(ROW, floor_share=0.25, ceiling_share=0.25))[1].message.count("highest") == 1


def test_a_constant_item(found):
    row = replace(ROW, items=(replace(ROW.items[0], sd=0.0), ROW.items[1]))
    assert found(row) == (Finding("constant-item", "s", "A", "s: all gave the same answer to A"),)


def test_only_scores_at_the_very_end_count_as_floor_or_ceiling():
    import numpy as np

    assert _share_at(np.array([0.0, 0.5, 1e-12, 99.9, 100.0]), 0.0) == pytest.approx(0.4)
    assert _share_at(np.array([0.0, 99.5, 100 - 1e-12, 100.0]), 100.0) == pytest.approx(0.5)
    assert _share_at(np.array([]), 0.0) is None
    assert _sd(np.array([1.0, 3.0])) == pytest.approx(2**0.5) and _sd(np.array([1.0])) is None
