"""The quality of every scale of an instrument: how reliable its scores are, and how much its unit means tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.columns import ANSWER_LEADER_LEVEL, ANSWER_UNIT
from skapital.config.instrument import Instrument
from skapital.errors import NotComputable
from skapital.scoring.agreement import uniform_variance, within_group_agreement
from skapital.scoring.factor import Omega, omega_total
from skapital.scoring.icc import AnovaIcc, anova_icc
from skapital.scoring.moments import Moments, complete_moments
from skapital.scoring.reliability import cronbach_alpha, feldt_interval
from skapital.scoring.reml import RemlIcc, reml_icc

FloatArray = npt.NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True)
class ScaleQuality:
    """A scale's quality; ``None`` is undefined on these data, never a number.

    Attributes
    ----------
    n_complete
        Persons who answered every item (of a composite: every item of all its scales); alpha and omega rest on them.
    n_units, n_in_units
        Units and persons behind ICC: employees with a unit and a score.
    icc1, icc1_n0, icc2
        By analysis of variance; ``icc1_reml`` by restricted maximum likelihood.
    rwg_median, rwg_star_median
        Medians over units of r_wg(j) and r*_wg(j); ``n_agreement`` persons in ``n_agreement_units`` units.
    pooled_sd
        Standard deviation of scores within units, pooled.
    """

    scale: str
    n_items: int
    n_complete: int
    moments: Moments | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    omega: float | None
    omega_fit: Omega | None
    n_units: int
    n_in_units: int
    anova: AnovaIcc | None
    reml: RemlIcc | None
    icc1: float | None
    icc1_n0: float | None
    icc2: float | None
    icc1_reml: float | None
    pooled_sd: float | None
    n_agreement: int
    n_agreement_units: int
    rwg_median: float | None
    rwg_star_median: float | None


def scale_quality(
    values: pd.DataFrame, scores: pd.DataFrame, instrument: Instrument, units: pd.Series
) -> dict[str, ScaleQuality]:
    """Return the quality of each scale, in the instrument's order.

    Parameters
    ----------
    values, scores
        Of the persons in question, as ``recode.item_values`` and ``scales.person_scores`` give them.
    units
        Same index: the unit of an employee, NA for everybody else (:func:`units_of_employees`); ICC and r_wg rest on
        these persons alone.
    """
    return {scale_id: _one(scale_id, values, scores, instrument, units) for scale_id in instrument.scales}


def units_of_employees(answers: pd.DataFrame) -> pd.Series:
    """Return the unit of each employee; NA for leaders (they count among leaders only) and where there is no unit."""
    if ANSWER_UNIT not in answers.columns:
        return pd.Series(pd.NA, index=answers.index, dtype=object)
    unit = answers[ANSWER_UNIT].astype(object)
    if ANSWER_LEADER_LEVEL not in answers.columns:
        return unit
    return unit.where(answers[ANSWER_LEADER_LEVEL].isna(), pd.NA)


def defined(function: Callable[..., T], *arguments: object) -> T | None:
    """Return ``function(*arguments)``, or ``None`` where these data do not define it."""
    try:
        return function(*arguments)
    except NotComputable:
        return None


def _one(
    scale_id: str, values: pd.DataFrame, scores: pd.DataFrame, instrument: Instrument, units: pd.Series
) -> ScaleQuality:
    codes = list(instrument.scale_items(scale_id))
    table = values[codes].to_numpy(dtype=float)
    score = scores[scale_id].to_numpy(dtype=float)
    moments = defined(complete_moments, table)
    alpha = defined(cronbach_alpha, moments.covariance) if moments else None
    limits = defined(feldt_interval, alpha, moments.n, len(codes)) if moments and alpha is not None else None
    omega = defined(omega_total, moments.covariance) if moments else None
    in_unit = units.notna().to_numpy() & ~np.isnan(score)
    anova, reml = defined(anova_icc, score, units), defined(reml_icc, score, units)
    null = [uniform_variance([o.value for o in instrument.items[code].responses.options]) for code in codes]
    agreement = defined(within_group_agreement, table, units, null)
    return ScaleQuality(
        scale=scale_id,
        n_items=len(codes),
        n_complete=int((~np.isnan(table).any(axis=1)).sum()),
        moments=moments,
        alpha=alpha,
        alpha_low=limits.low if limits else None,
        alpha_high=limits.high if limits else None,
        omega=omega.value if omega else None,
        omega_fit=omega,
        n_units=int(units[in_unit].nunique()),
        n_in_units=int(in_unit.sum()),
        anova=anova,
        reml=reml,
        icc1=anova.icc1 if anova else None,
        icc1_n0=anova.icc1_n0 if anova else None,
        icc2=anova.icc2 if anova else None,
        icc1_reml=reml.icc1 if reml else None,
        pooled_sd=anova.pooled_sd if anova else None,
        n_agreement=0 if agreement is None else int(agreement["n"].sum()),
        n_agreement_units=0 if agreement is None else len(agreement),
        rwg_median=None if agreement is None else float(agreement["rwg_j"].median()),
        rwg_star_median=None if agreement is None else float(agreement["rwg_star_j"].median()),
    )
