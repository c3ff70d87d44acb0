"""How sure the picture of one workplace is: the reliability of its own mean, in bands with names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare.bands import place_of
from skapital.compare.intervals import Floats
from skapital.compare.released import means
from skapital.config.instrument import Band
from skapital.disclosure.release import Release

ICC = "icc1_reml"


def of_workplaces(release: Release, *, period: str, level: str, bands: Sequence[Band]) -> pd.DataFrame:
    """Return how reliable each workplace's mean is, and the band of that reliability.

    Parameters
    ----------
    level
        The level of workplaces: ICC(1) says how much lies between them, and nothing of larger units.
    bands
        ``mean_reliability_bands`` of `scale_quality.toml`.

    Returns
    -------
    DataFrame
        ``unit, measure, reliability, band``, employees on the publication's own structure; ``band`` is the position
        among the bands. Scales whose ICC(1) is not released are left out. It decides colour and wording alone: no
        workplace loses its own target for it.

    Notes
    -----
    ``lambda_j = n_j rho / (1 + (n_j - 1) rho)``, rho the released ICC(1) by REML: ``n_j tau / (n_j tau + sigma²)``.

    References
    ----------
    Bliese (2000); Spearman-Brown. Oracle: ``tests/oracles/lq2002.toml`` (``gmeanrel``).
    """
    found, units = means(release, period).reset_index(), release.units
    structure = str(units[c.STRUCTURE].iloc[0])
    of_level = units.loc[(units[c.STRUCTURE] == structure) & (units["level"] == level), "code"]
    own = (found[c.STRUCTURE] == structure) & (found[c.POPULATION] == c.EMPLOYEES) & found[c.UNIT].isin(of_level)
    rho = released_icc(release, period).reindex(found[c.MEASURE]).to_numpy(dtype=np.float64)
    kept = found[own & np.isfinite(rho)].reset_index(drop=True)
    share = reliability(kept["n"].to_numpy(dtype=np.float64), rho[own & np.isfinite(rho)])
    places = [place_of(float(one), bands) for one in share]
    table: pd.DataFrame = kept[[c.UNIT, c.MEASURE]]
    return table.assign(reliability=share, band=pd.Series(places, dtype="Int64"))


def reliability(n: Floats, rho: Floats) -> Floats:
    """Return the reliability of means of ``n`` answers where ``rho`` of the variance lies between units.

    A negative ICC(1) counts as none, and a mean without anything between units is no evidence of itself: 0.
    """
    between = np.maximum(rho, 0.0)
    return np.asarray(n * between / (1 + (n - 1) * between), dtype=np.float64)


def released_icc(release: Release, period: str) -> pd.Series:
    """Return the released ICC(1) of a round by scale: how much of all that differs lies between workplaces."""
    table = release.exact
    rows = table[(table[c.PERIOD] == period) & (table[c.STATISTIC] == ICC) & table[c.WITHHELD].isna()]
    return rows.drop_duplicates(c.MEASURE).set_index(c.MEASURE)[c.VALUE].astype(float)
