"""Person scores: the mean of the answered items of a scale, and of the scales of a composite."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.config.instrument import Instrument

FloatArray = npt.NDArray[np.float64]


def person_scores(values: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return one column a scale, in the instrument's order: each person's score, 0-100 with 100 best.

    Parameters
    ----------
    values
        As :func:`skapital.scoring.recode.item_values` gives them.
    instrument
        ``min_answered_share`` of a scale's items must be answered for a score. A composite is the plain mean of the
        person's scale scores and needs all of them: with one part missing it would measure something else.

    Returns
    -------
    pandas.DataFrame
        Index of ``values``; NaN where the person has no score.

    References
    ----------
    COPSOQ scoring rules 2-4 (copsoq.se, "Räkna ut resultatet"): mean of answered items, at least half answered, and
    a group's score is the mean of person scores. Oracle: ``tests/oracles/scoring.toml``.
    """
    table = values.to_numpy(dtype=float)
    place = {code: position for position, code in enumerate(values.columns)}
    scores: dict[str, FloatArray] = {}

    def score(scale_id: str) -> FloatArray:
        if scale_id not in scores:
            scale = instrument.scales[scale_id]
            if scale.items:
                columns = [place[code] for code in scale.items]
                scores[scale_id] = mean_of_answered(table, columns, instrument.min_answered_share)
            else:
                scores[scale_id] = mean_of_all([score(part) for part in scale.of])
        return scores[scale_id]

    return pd.DataFrame({scale_id: score(scale_id) for scale_id in instrument.scales}, index=values.index)


def least_answered(n_items: int, share: float) -> int:
    """Return how many of ``n_items`` must be answered for a score: at least ``share`` of them, and at least one."""
    return max(1, math.ceil(share * n_items - 1e-9))


def mean_of_answered(table: FloatArray, columns: list[int], share: float) -> FloatArray:
    """Return the row means over ``columns`` of what is answered; NaN where less than ``share`` of them is.

    Column by column, so that no copy of the table is made: this is the part that runs on every answer.
    """
    total = np.zeros(len(table))
    answered = np.zeros(len(table))
    for column in columns:
        value = table[:, column]
        given = value == value  # False for NaN alone
        total += np.where(given, value, 0.0)
        answered += given
    enough = answered >= least_answered(len(columns), share)
    mean: FloatArray = np.divide(total, answered, out=np.full(len(table), np.nan), where=enough)
    return mean


def mean_of_all(parts: list[FloatArray]) -> FloatArray:
    """Return the elementwise mean of ``parts``; NaN where any part is missing."""
    total = parts[0].copy()
    for part in parts[1:]:
        total += part
    total /= len(parts)
    return total
