"""The further coefficients of `skapital score --full`: other intervals and estimators, chance levels, flags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital.columns import SD
from skapital.config.instrument import Instrument
from skapital.config.scale_quality import ResponseStyle, UnderstandingLimits
from skapital.scoring.agreement import ad_m, uniform_variance, within_group_agreement
from skapital.scoring.agreement_null import rwg_null_point
from skapital.scoring.icc import mean_reliability
from skapital.scoring.invariance import invariance, understanding
from skapital.scoring.items import inter_item_correlations
from skapital.scoring.moments import FloatArray, pairwise_covariance
from skapital.scoring.quality import ScaleQuality, defined
from skapital.scoring.reliability import (
    alpha_standard_error,
    cronbach_alpha,
    duhachek_interval,
    guttman_lambda6,
    mean_correlation,
    standardised_alpha,
)
from skapital.scoring.response_style import straight_lining, too_fast
from skapital.scoring.score_part import Part
from skapital.scoring.second_opinion import pingouin_opinion

SECONDS = "seconds"
"""Column of ``answers`` with the time a respondent took, where the export has it."""


@dataclass(frozen=True)
class Shown:
    """Which parts of a scale's quality rest on enough people to be seen."""

    alpha: bool
    icc: bool
    rwg: bool


def scale_details(part: Part, quality: ScaleQuality, shown: Shown, limits: UnderstandingLimits) -> dict[str, object]:
    """Return what `--full` adds to a scale; parts that rest on too few people are left out."""
    codes = list(part.instrument.scale_items(quality.scale))
    table = part.values[codes].to_numpy(dtype=float)
    score = part.scores[quality.scale].to_numpy(dtype=float)
    details: dict[str, object] = {}
    if shown.alpha and quality.moments is not None:
        details |= _reliability(table, codes, quality)
    if shown.icc and quality.anova is not None:
        details |= _units(part.units[~np.isnan(score)], quality)
    if shown.rwg and quality.moments is not None:
        details |= _agreement(table, part.units, codes, part.instrument, quality)
    if shown.alpha and shown.icc:
        details["second_opinion"] = pingouin_opinion(table, score, part.units)
    leads = part.leads()
    if shown.alpha and leads.any() and part.screen.seen.shows_leaders_beside_employees(quality.scale):
        details["leaders_and_employees"] = _understanding(table[~leads], table[leads], codes, limits)
    if shown.alpha and part.before is not None and quality.scale in part.before.scales:
        earlier = part.before.values[codes].to_numpy(dtype=float)
        compared = _understanding(earlier, table, codes, limits)
        details["earlier_round"] = {"round": part.before.round, **compared}
    return details


def _understanding(
    first: FloatArray, second: FloatArray, codes: list[str], limits: UnderstandingLimits
) -> dict[str, object]:
    """Return whether the second group understands the items as the first does; ``None`` where it cannot be told."""
    found = defined(invariance, first, second)
    answer = understanding(found, limits) if found else None
    if found is None or answer is None:
        return {"understanding": None}
    return {
        "understanding": answer,
        "cfi_configural": found.fits[0].cfi,
        "cfi_metric": found.fits[1].cfi,
        "cfi_scalar": found.fits[2].cfi,
        "rmsea_scalar": found.fits[2].rmsea,
        "d_macs": dict(zip(codes, found.d_macs, strict=True)),
        "d_points": dict(zip(codes, found.d_points, strict=True)),
        "latent_difference": found.latent_difference,
    }


def response_style(part: Part, style: ResponseStyle) -> dict[str, object]:
    """Return how many answered alike throughout, and how many took too little time (``None``: no times, or too few).

    Seen where the spread of every scale may be.
    """
    answers, instrument, screen = part.answers, part.instrument, part.screen
    spread = all(screen.seen.shows(scale, SD) for scale in instrument.scales)
    if not spread or not screen.shows(len(answers), {"distribution"}):
        return {"straight_lining": None, "too_fast": None}
    alike = int(straight_lining(answers, instrument, style.straight_line_items).sum())
    fast = None
    if SECONDS in answers.columns:
        items = [code for code in instrument.items if code in answers.columns]
        seconds = pd.to_numeric(answers[SECONDS], errors="coerce").to_numpy(dtype=float)
        fast = int(too_fast(seconds, answers[items].notna().sum(axis=1).to_numpy(), style.seconds_per_item).sum())
    return {"straight_lining": alike, "too_fast": fast}


def _reliability(table: FloatArray, codes: list[str], quality: ScaleQuality) -> dict[str, object]:
    moments = quality.moments
    if moments is None:
        return {}
    covariance = moments.covariance
    interval = defined(duhachek_interval, covariance, moments.n)
    pairwise = defined(pairwise_covariance, table)
    correlations = defined(inter_item_correlations, covariance)
    fit = quality.omega_fit
    return {
        "alpha_standardised": defined(standardised_alpha, covariance),
        "mean_inter_item_correlation": defined(mean_correlation, covariance),
        "lambda6": defined(guttman_lambda6, covariance),
        "alpha_standard_error": defined(alpha_standard_error, covariance, moments.n),
        "alpha_duhachek_low": interval.low if interval else None,
        "alpha_duhachek_high": interval.high if interval else None,
        "alpha_pairwise": None if pairwise is None else defined(cronbach_alpha, pairwise),
        "omega_identification": fit.identification if fit else None,
        "omega_loadings": dict(zip(codes, fit.loadings, strict=True)) if fit and fit.loadings else None,
        "omega_heywood": [codes[place] for place in fit.heywood] if fit else None,
        "omega_against_observed": fit.against_observed if fit else None,
        "inter_item_correlations": None if correlations is None else correlations.tolist(),
    }


def _units(units: pd.Series, quality: ScaleQuality) -> dict[str, object]:
    """Return the ICC's intervals and estimators, and how reliable the units' own means are."""
    anova, reml = quality.anova, quality.reml
    first = anova.icc1_interval if anova else None
    second = anova.icc2_interval if anova else None
    sizes = units.dropna().value_counts().to_numpy()
    own = defined(mean_reliability, sizes, reml.between, reml.within) if reml else None
    return {
        "icc_estimator": "one-way analysis of variance; icc1_reml: restricted maximum likelihood",
        "icc1_low": first.low if first else None,
        "icc1_high": first.high if first else None,
        "icc2_low": second.low if second else None,
        "icc2_high": second.high if second else None,
        "icc1_reml_low": reml.interval.low if reml else None,
        "icc1_reml_high": reml.interval.high if reml else None,
        "icc2_reml": reml.icc2 if reml else None,
        "pooled_sd": quality.pooled_sd,
        "mean_unit_size": anova.mean_size if anova else None,
        "mean_reliability_median": None if own is None else float(np.median(own)),
        "units_reliable_70": None if own is None else int((own >= 0.70).sum()),
        "units_reliable_50": None if own is None else int((own >= 0.50).sum()),
    }


def _agreement(
    table: FloatArray, units: pd.Series, codes: list[str], instrument: Instrument, quality: ScaleQuality
) -> dict[str, object]:
    """Return how many units agree more than raters at random would in 95 of 100 cases."""
    options = [[option.value for option in instrument.items[code].responses.options] for code in codes]
    found = defined(within_group_agreement, table, units, [uniform_variance(values) for values in options])
    correlation = defined(mean_correlation, quality.moments.covariance) if quality.moments else None
    if found is None or correlation is None or correlation >= 1 or len({tuple(values) for values in options}) > 1:
        return {"rwg_null_median": None, "rwg_above_chance": None, "n_units_agreement": quality.n_agreement_units}
    points = {
        size: rwg_null_point(int(size), len(codes), options[0], correlation) for size in sorted(found["n"].unique())
    }
    chance = found["n"].map(points)
    return {
        "n_units_agreement": len(found),
        "rwg_null_median": float(chance.median()),
        "rwg_above_chance": int((found["rwg_j"] > chance).sum()),
        "ad_m_median": float(ad_m(table, units).median()),
    }
