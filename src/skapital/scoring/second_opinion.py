"""Another program's alpha and ICC beside ours: pingouin's, on the same complete rows."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.errors import NotComputable
from skapital.scoring.icc import anova_icc
from skapital.scoring.moments import complete_moments, complete_rows
from skapital.scoring.reliability import cronbach_alpha, feldt_interval

RATERS = 5
"""Persons taken of each unit for pingouin's ICC, which wants as many in each."""


def pingouin_opinion(values: npt.ArrayLike, scores: npt.ArrayLike, units: npt.ArrayLike) -> dict[str, float | None]:
    """Return pingouin's alpha (with interval) and ICC beside ours on the very same rows.

    pingouin takes n before it drops incomplete rows, so it is given complete rows only. Its ICC needs as many raters of
    each target: the first five scores of every unit with at least five stand for its employees, for both programs.

    Parameters
    ----------
    values
        Persons by items of one scale.
    scores, units
        Person scores and units; without a unit (NA) or a score a person is left out of the ICC.

    Returns
    -------
    dict
        ``alpha``, ``alpha_low``, ``alpha_high``, ``icc1``, ``icc2``, each as ``pingouin_...`` and ``ours_...``;
        ``None`` where there is nothing to compare. pingouin rounds its interval of alpha to three decimals.

    References
    ----------
    Vallat (2018), J Open Source Softw 3:1026. pingouin is imported only here: it takes seconds.
    """
    return _alphas(values) | _iccs(scores, units)


def _alphas(values: npt.ArrayLike) -> dict[str, float | None]:
    complete = complete_rows(values)
    names = ("alpha", "alpha_low", "alpha_high")
    try:
        moments = complete_moments(complete)
        alpha = cronbach_alpha(moments.covariance)
        ours = (alpha, *feldt_interval(alpha, moments.n, complete.shape[1]))
    except NotComputable:
        return _beside(names, (None,) * 3, (None,) * 3)
    import pingouin

    theirs, interval = _quietly(pingouin.cronbach_alpha, data=pd.DataFrame(complete))
    return _beside(names, ours, (float(theirs), float(interval[0]), float(interval[1])))


def _iccs(scores: npt.ArrayLike, units: npt.ArrayLike) -> dict[str, float | None]:
    table = balanced(scores, units)
    try:
        ours = anova_icc(table["score"].to_numpy(dtype=float), table["unit"])
    except NotComputable:
        return _beside(("icc1", "icc2"), (None, None), (None, None))
    import pingouin

    result = _quietly(pingouin.intraclass_corr, data=table, targets="unit", raters="rater", ratings="score")
    theirs = result["ICC"].to_numpy(dtype=float)  # first the single rater, one-way; fourth the mean of raters
    return _beside(("icc1", "icc2"), (ours.icc1, ours.icc2), (float(theirs[0]), float(theirs[3])))


def balanced(scores: npt.ArrayLike, units: npt.ArrayLike, raters: int = RATERS) -> pd.DataFrame:
    """Return the first ``raters`` scores of every unit with as many: columns ``unit``, ``rater``, ``score``."""
    table = pd.DataFrame({"unit": pd.Series(units).to_numpy(dtype=object), "score": np.asarray(scores, dtype=float)})
    table = table.dropna()
    table["rater"] = table.groupby("unit", sort=False).cumcount()
    large = table.groupby("unit", sort=False)["score"].transform("size") >= raters
    chosen = table[large & (table["rater"] < raters)]
    return chosen.reset_index(drop=True)


def _beside(
    names: tuple[str, ...], ours: tuple[float | None, ...], theirs: tuple[float | None, ...]
) -> dict[str, float | None]:
    pairs: dict[str, float | None] = {}
    for name, own, other in zip(names, ours, theirs, strict=True):
        pairs[f"ours_{name}"] = own
        pairs[f"pingouin_{name}"] = other
    return pairs


def _quietly(function: Callable[..., Any], **arguments: object) -> Any:
    """Call a function of pingouin without its remarks on the pandas it meets."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(**arguments)
