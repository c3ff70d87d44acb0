"""The score table of a round: group scores with their quality, item by item, for one population."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.columns import (
    ALL,
    ANSWER_LEADER_LEVEL,
    EMPLOYEES,
    LEADERS,
    MEAN,
    N_ANSWERED,
    RESPONSE,
    SD,
    SHARE_PROBLEM,
)
from skapital.config.instrument import Instrument
from skapital.config.scale_quality import ScaleStandard
from skapital.errors import InputError
from skapital.scoring.findings import findings_of
from skapital.scoring.gate import FAILED, judge_scales
from skapital.scoring.items import alpha_if_dropped, item_rest_correlations
from skapital.scoring.quality import ScaleQuality, defined, scale_quality, units_of_employees
from skapital.scoring.recode import asked, item_values
from skapital.scoring.scales import person_scores
from skapital.scoring.score_details import Shown, response_style, scale_details
from skapital.scoring.score_part import Before, EarlierValues, Part
from skapital.scoring.score_rows import ItemRow, ProblemRow, ScaleRow, ScoreTable
from skapital.scoring.screen import COMPLETE, Screen, Seen, when

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def score_table(
    answers: pd.DataFrame,
    instrument: Instrument,
    population: str = ALL,
    *,
    round_id: str,
    minimum: Mapping[str, int],
    seen: Seen,
    standard: ScaleStandard,
    full: bool = False,
    before: Before | None = None,
) -> ScoreTable:
    """Return group scores and scale quality of a population.

    Parameters
    ----------
    answers
        Of the whole round: the gate of a scale is judged on all who answered.
    instrument
        Items, directions, scales.
    population
        ``all``, ``employees``, ``leaders``, a leader level, or levels joined by ``+``. ICC and r_wg rest on the
        employees in units among them.
    round_id
        Said in the table.
    minimum
        The policy's least n by class; what rests on fewer is ``None``, with its n.
    seen
        What the gate shows of the population beside everybody; the rest is ``None`` too.
    standard
        The gate's thresholds and the flags, from ``configs/scale_quality.toml``.
    full
        Add the further coefficients of each scale and the flags of response style.
    before
        An earlier round: with ``full``, whether its people understood the items alike.

    Raises
    ------
    InputError
        ``unknown-population`` or ``unknown-code``.
    """
    values = item_values(answers, instrument)
    scores = person_scores(values, instrument)
    units = units_of_employees(answers)
    everybody = scale_quality(values, scores, instrument, units)
    states = judge_scales(everybody, instrument, standard.gate)
    inside = in_population(answers, population)
    quality = everybody if inside.all() else scale_quality(values[inside], scores[inside], instrument, units[inside])
    screen = Screen(minimum, seen)
    earlier = _earlier(before, instrument, population) if full and before else None
    part = Part(answers[inside], values[inside], scores[inside], units[inside], instrument, screen, earlier)
    scales = tuple(
        _scale_row(part, quality[scale], states[scale], standard if full else None) for scale in instrument.scales
    )
    return ScoreTable(
        round=round_id,
        population=population,
        n_respondents=when(_counted(screen, int(inside.sum())), int(inside.sum())),
        scales=scales,
        items=_items_outside(part),
        problems=_problems(part),
        findings=findings_of(scales, quality, standard.response_style),
        response_style=response_style(part, standard.response_style) if full else None,
    )


def _counted(screen: Screen, n: int) -> bool:
    """Whether the number of respondents may be seen."""
    return n == 0 or (screen.shows(n, {"scale"}) and screen.seen.shows(RESPONSE, N_ANSWERED))


def in_population(answers: pd.DataFrame, population: str) -> BoolArray:
    """Say of each respondent whether he belongs to ``population``. An unknown word stops the run.

    Raises
    ------
    InputError
        ``unknown-population``, with the words that are known here.
    """
    level = answers.get(ANSWER_LEADER_LEVEL, pd.Series(pd.NA, index=answers.index, dtype=object))
    is_leader = level.notna().to_numpy(dtype=bool)
    simple = {ALL: np.ones(len(answers), dtype=bool), EMPLOYEES: ~is_leader, LEADERS: is_leader}
    if population in simple:
        return simple[population]
    levels, known = population.split("+"), sorted(level.dropna().unique())
    if not set(levels) <= set(known):
        raise InputError(
            f'"{population}" is no population of this round; known are {", ".join([*simple, *known])}, '
            "and leader levels joined by +",
            slug="unknown-population",
        )
    return np.asarray(level.isin(levels).to_numpy(dtype=bool))


def has_population(answers: pd.DataFrame, population: str) -> bool:
    """Say whether a round knows a word for a population."""
    try:
        in_population(answers, population)
    except InputError:
        return False
    return True


def _earlier(before: Before, instrument: Instrument, population: str) -> EarlierValues | None:
    """The earlier round's values of the population; None where it had none such."""
    if before.seen is None:
        return None
    values = item_values(before.answers, before.instrument)
    inside = in_population(before.answers, population)
    asked_so = {code for code in values.columns if code not in before.unlike}
    alike = [code for code in instrument.scales if code not in before.unlike and code in before.instrument.scales]
    known = frozenset(
        code
        for code in alike
        if set(instrument.scale_items(code)) <= asked_so and before.seen.shows(COMPLETE + code, MEAN)
    )
    return EarlierValues(before.round, values[inside], known)


def _scale_row(part: Part, quality: ScaleQuality, state: str, full: ScaleStandard | None) -> ScaleRow:
    """Return a scale's row: each figure only where enough people are behind it."""
    rules = part.screen.rules_of_scale(part.instrument, quality.scale)
    shown = Shown(
        alpha=part.screen.shows(quality.n_complete, rules, distribution=True)
        and part.screen.seen.shows(COMPLETE + quality.scale, MEAN),
        icc=part.screen.shows(quality.n_in_units, rules, distribution=True),
        rwg=part.screen.shows(quality.n_agreement, rules, distribution=True),
    )
    return ScaleRow(
        scale=quality.scale,
        n_items=quality.n_items,
        **_group_score(part, quality.scale, rules, as_score=state != FAILED),
        alpha=when(shown.alpha, quality.alpha),
        alpha_low=when(shown.alpha, quality.alpha_low),
        alpha_high=when(shown.alpha, quality.alpha_high),
        omega=when(shown.alpha, quality.omega),
        icc1=when(shown.icc, quality.icc1),
        icc1_n0=when(shown.icc, quality.icc1_n0),
        icc2=when(shown.icc, quality.icc2),
        icc1_reml=when(shown.icc, quality.icc1_reml),
        rwg_median=when(shown.rwg, quality.rwg_median),
        rwg_star_median=when(shown.rwg, quality.rwg_star_median),
        n_complete=when(shown.alpha, quality.n_complete),
        n_units=when(shown.icc or quality.n_in_units == 0, quality.n_units),
        gate=state,
        items=_scale_items(part, quality, shown.alpha),
        details=scale_details(part, quality, shown, full.understanding) if full else None,
    )


def _group_score(part: Part, scale: str, rules: frozenset[str], *, as_score: bool) -> dict[str, Any]:
    """Return n, mean, spread and ends of the person scores; a scale that failed its gate has n alone."""
    score = _given(part.scores[scale])
    screen = part.screen
    seen = screen.shows(len(score), rules) and screen.seen.shows(scale, MEAN)
    spread_seen = as_score and screen.shows(len(score), rules, distribution=True) and screen.seen.shows(scale, SD)
    return {
        "n": when(seen, len(score)),
        "mean": _mean(score) if seen and as_score else None,
        "sd": _sd(score) if spread_seen else None,
        "floor_share": _share_at(score, 0.0) if spread_seen else None,
        "ceiling_share": _share_at(score, 100.0) if spread_seen else None,
    }


def _scale_items(part: Part, quality: ScaleQuality, shown: bool) -> tuple[ItemRow, ...]:
    codes = part.instrument.scale_items(quality.scale)
    empty: tuple[float | None, ...] = (None,) * len(codes)
    rest, without = empty, empty
    if shown and quality.moments is not None:
        rest = defined(item_rest_correlations, quality.moments.covariance) or empty
        without = defined(alpha_if_dropped, quality.moments.covariance) or empty
    return tuple(_item_row(part, code, r, a) for code, r, a in zip(codes, rest, without, strict=True))


def _item_row(part: Part, code: str, r_drop: float | None = None, without: float | None = None) -> ItemRow:
    given = _given(part.values[code])
    if not part.shows_item(code, len(given)):
        return ItemRow(code, None, None, None, None)
    n_asked = int(asked(part.answers, part.instrument.items[code]).sum())
    missing = 1 - len(given) / n_asked if n_asked else None
    return ItemRow(code, len(given), _mean(given), _sd(given), missing, r_drop, without)


def _items_outside(part: Part) -> tuple[ItemRow, ...]:
    """Return the ordinary items that belong to no scale."""
    inside = {code for scale in part.instrument.scales for code in part.instrument.scale_items(scale)}
    return tuple(
        _item_row(part, code)
        for code, item in part.instrument.items.items()
        if code not in inside and item.item_class in ("ordinary", "about_one_person")
    )


def _problems(part: Part) -> tuple[ProblemRow, ...]:
    """Return the share that states a problem (any option below 100) of each problem and sensitive item."""
    rows = []
    for code, item in part.instrument.items.items():
        if item.item_class not in ("problem", "sensitive"):
            continue
        given = _given(part.values[code])
        enough = part.screen.shows(len(given), part.screen.rules_of_item(part.instrument, code))
        shown = enough and part.screen.seen.shows(code, SHARE_PROBLEM)
        share = float(np.mean(given < 100)) if shown and len(given) else None
        rows.append(ProblemRow(code, when(shown, len(given)), share))
    return tuple(rows)


def _given(values: pd.Series) -> FloatArray:
    column = values.to_numpy(dtype=float)
    return np.asarray(column[~np.isnan(column)])


def _mean(given: FloatArray) -> float | None:
    return float(given.mean()) if len(given) else None


def _sd(given: FloatArray) -> float | None:
    """Return the standard deviation with n - 1; ``None`` for fewer than two people."""
    return float(given.std(ddof=1)) if len(given) > 1 else None


def _share_at(score: FloatArray, end: float) -> float | None:
    """Return the share of person scores at an end of the scale (within rounding of a mean of items)."""
    return float(np.mean(np.abs(score - end) < 1e-9)) if len(score) else None
