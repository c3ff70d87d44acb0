"""What r_wg(j) reaches by chance: its 95 % point among raters who answer at random."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

from skapital.errors import NotComputable
from skapital.scoring.agreement import uniform_variance
from skapital.scoring.moments import FloatArray

_CHUNK = 2_000_000  # numbers drawn at a time, so that memory does not grow with the number of draws


def rwg_null_point(
    raters: int,
    items: int,
    option_values: npt.ArrayLike,
    correlation: float,
    *,
    draws: int = 4_000,
    seed: int = 20140601,
    level: float = 0.95,
) -> float:
    """Return the point below which r_wg(j) lies with probability ``level`` when raters answer at random.

    Every option is as likely as the others; a rater's answers to the items hang together as observed (normal variables
    correlating ``correlation``, cut at equal shares). r_wg(j) rises by chance with few raters and many items: the usual
    .70 lies below this point for five raters, and far above it for forty.

    Parameters
    ----------
    raters, items
        At least 2 raters and 1 item.
    option_values
        The values of the response options, rising or not.
    correlation
        Mean correlation between items, below 1; a negative one counts as 0.
    draws, seed
        Number of simulated units, and the seed that makes the answer the same every time.

    Raises
    ------
    NotComputable
        If a number is not as said.

    References
    ----------
    Dunlap, Burke & Smith-Crowe (2003), J Appl Psychol 88:356-362; Cohen, Doveh & Eick (2001). Oracle:
    ``tests/oracles/agreement.toml`` (table of 40,000 draws).
    """
    if raters < 2 or items < 1 or draws < 100 or not 0 < level < 1:
        raise NotComputable("needs two raters, one item, 100 draws and a level between 0 and 1")
    if not np.isfinite(correlation) or correlation >= 1:
        raise NotComputable("the correlation between items lies below 1")
    values = np.sort(np.asarray(option_values, dtype=float))
    null = uniform_variance(values)
    random = np.random.default_rng(seed)
    size = max(1, _CHUNK // (raters * items))
    parts = [
        _mean_variances(random, min(size, draws - start), raters, items, values, max(0.0, correlation))
        for start in range(0, draws, size)
    ]
    cut = np.minimum(np.concatenate(parts) / null, 1.0)
    return float(np.quantile(items * (1 - cut) / (items * (1 - cut) + cut), level))


def _mean_variances(
    random: np.random.Generator, draws: int, raters: int, items: int, values: FloatArray, correlation: float
) -> FloatArray:
    """Return the mean item variance of ``draws`` simulated units."""
    common = random.standard_normal((draws, raters, 1)) * np.sqrt(correlation)
    latent = common + random.standard_normal((draws, raters, items)) * np.sqrt(1 - correlation)
    cuts = stats.norm.ppf(np.arange(1, len(values)) / len(values))
    answers = values[np.searchsorted(cuts, latent)]
    return np.asarray(answers.var(axis=1, ddof=1).mean(axis=1))
