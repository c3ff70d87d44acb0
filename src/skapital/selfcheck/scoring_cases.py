"""Small cases that oracles name: answers in rows, scored through the program's own recoding and person scores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.config.instrument import Instrument, Item, MissingCode, Option, ResponseSet, Scale
from skapital.scoring.recode import item_values
from skapital.scoring.scales import person_scores

FloatArray = npt.NDArray[np.float64]


def scores_of_codes(
    rows: list[list[str]], codes: list[str], values: list[float], turned: list[bool], share: float
) -> FloatArray:
    """Return the person score of each row of option codes.

    Parameters
    ----------
    rows
        Answers, one row a person, one code an item; ``""`` is blank and ``"-"`` a missing code.
    codes, values
        The options of every item and their values on 0-100.
    turned
        Which items are reversed.
    share
        Least share of items answered.
    """
    answers = pd.DataFrame(rows, columns=[f"I{place}" for place in range(len(turned))], dtype="str")
    instrument = _instrument(codes, values, turned, share)
    return person_scores(item_values(answers, instrument), instrument)["scale"].to_numpy(dtype=float)


def missing_scores(
    rows: list[list[str]], codes: list[str], values: list[float], turned: list[bool], share: float
) -> float:
    """Return how many of the rows get no person score."""
    return float(np.isnan(scores_of_codes(rows, codes, values, turned, share)).sum())


def turned_covariance(covariance: npt.ArrayLike, places: npt.ArrayLike) -> FloatArray:
    """Return a covariance matrix after the items at ``places`` (counted from 0) were turned, or turned by mistake."""
    matrix = np.asarray(covariance, dtype=float)
    sign = np.ones(len(matrix))
    sign[np.asarray(places, dtype=int)] = -1.0
    return np.asarray(matrix * np.outer(sign, sign))


def same(value: object) -> object:
    """Return ``value``: for several checks of one costly result that stands in ``[data]``."""
    return value


def one_factor_correlations(loadings: npt.ArrayLike) -> FloatArray:
    """Return the correlations that one factor with these loadings makes."""
    loading = np.asarray(loadings, dtype=float)
    matrix = np.outer(loading, loading)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _instrument(codes: list[str], values: list[float], turned: list[bool], share: float) -> Instrument:
    options = tuple(Option(code, float(value), {}) for code, value in zip(codes, values, strict=True))
    answers = ResponseSet("options", options, (MissingCode("-", {}),))
    items = {
        f"I{place}": Item(f"I{place}", {}, answers, bool(reverse), "ordinary", None, ())
        for place, reverse in enumerate(turned)
    }
    scale = Scale("scale", {}, "other", tuple(items), (), (), "", ())
    return Instrument("oracle", {}, "", share, items, {"scale": scale}, "")
