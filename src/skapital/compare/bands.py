"""Named bands of a mean, half-open, compared before rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from skapital import columns as c
from skapital.compare.released import KEY, means
from skapital.config.instrument import Band, Scale
from skapital.disclosure.release import Release


def band_of(value: float, bands: Sequence[Band]) -> Band | None:
    """Return the band ``[low, high)`` a mean lies in; None if there are no bands.

    Raises
    ------
    ValueError
        If there are bands but none holds the value: a table with a gap is not used.
    """
    place = place_of(value, bands)
    return None if place is None else bands[place]


def place_of(value: float, bands: Sequence[Band]) -> int | None:
    """Return the position of the band a mean lies in, as :func:`band_of`."""
    if not bands:
        return None
    for place, band in enumerate(bands):
        if band.low <= value < band.high:
            return place
    raise ValueError(f"no band holds {value:g}")


def of_means(release: Release, period: str, scales: Mapping[str, Scale]) -> pd.DataFrame:
    """Return the band of every released mean of a scale that has bands.

    Returns
    -------
    DataFrame
        ``structure, population, unit, measure, band``, the position among the scale's bands; told from the unrounded
        mean, so that 50.3 may stand in the band below 50.3125 or in the one above. Bands are for means of groups: none
        is given to a withheld one.
    """
    found = means(release, period).reset_index()
    found = found[found[c.MEASURE].isin([code for code, scale in scales.items() if scale.bands])]
    pairs = zip(found["mean"], found[c.MEASURE], strict=True)
    places = [place_of(mean, scales[str(measure)].bands) for mean, measure in pairs]
    return found[list(KEY)].assign(band=pd.Series(places, index=found.index, dtype="Int64")).reset_index(drop=True)
