"""Answers that look as if they were given without reading: the same option throughout, or too quickly. Flagged only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.config.instrument import Instrument
from skapital.scoring.recode import BoolArray


def straight_lining(answers: pd.DataFrame, instrument: Instrument, least_items: int) -> BoolArray:
    """Say of each respondent whether all answers of a response set are one and the same option.

    Only items of scales count, options before any turning, and only where at least ``least_items`` items of the set
    were answered with an option; a person who answered fewer is not flagged.

    References
    ----------
    Johnson (2005), J Res Pers 39:103-129. Law: who gives two options is never flagged.
    """
    in_scale = {code for scale in instrument.scales for code in instrument.scale_items(scale)}
    flagged = np.zeros(len(answers), dtype=bool)
    sets = {item.responses.id: item.responses for item in instrument.items.values()}
    for response_set in sets.values():
        codes = [
            item.code
            for item in instrument.items.values()
            if item.responses.id == response_set.id and item.code in in_scale and item.code in answers.columns
        ]
        position = {option.code: place for place, option in enumerate(response_set.options)}
        places = [answers[code].map(position).to_numpy(dtype=float) for code in codes]
        if len(places) >= least_items:
            flagged |= _one_option(np.column_stack(places), least_items)
    return flagged


def too_fast(seconds: npt.ArrayLike, n_answered: npt.ArrayLike, seconds_per_item: float) -> BoolArray:
    """Say of each respondent whether he took less than ``seconds_per_item`` on average; unknown times are not flagged.

    Parameters
    ----------
    seconds
        Time for the whole form; NaN where the export has none.
    n_answered
        Items answered.

    References
    ----------
    Huang, Curran, Keeney, Poposki & DeShon (2012), J Bus Psychol 27:99-114.
    """
    time, items = np.asarray(seconds, dtype=float), np.asarray(n_answered, dtype=float)
    return np.asarray((items > 0) & (time < seconds_per_item * items))


def _one_option(places: npt.NDArray[np.float64], least_items: int) -> BoolArray:
    given = ~np.isnan(places)
    low = np.where(given, places, np.inf).min(axis=1)
    high = np.where(given, places, -np.inf).max(axis=1)
    return np.asarray((given.sum(axis=1) >= least_items) & (low == high))
