"""What a quarter need not say again: answers to single items stand where the measurement itself was published. Pure."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c

Flags = npt.NDArray[np.bool_]


def said_before(cells: pd.DataFrame, published: pd.DataFrame, items: Collection[str]) -> Flags:
    """Return which cells are figures of items of a measurement that stand exactly so in an earlier publication.

    A quarter's pages show scales of the latest measurement and never its items, which are two thirds of all its cells.
    Together with what it is remembered with, a publication still says all that was released.

    Parameters
    ----------
    cells, published
        ``columns.RELEASED_COLUMNS``: of the publication, and the latest word on each key of those before it.
    """
    of_items = _of_items(cells, items)
    known = published[_of_items(published, items)]
    both = pd.concat([known, cells[of_items]], ignore_index=True)[list(c.RELEASED_COLUMNS)]
    names = [c.GROUP, c.WITHHELD]
    both[names] = both[names].astype(object).where(both[names].notna(), "")
    found = np.zeros(len(cells), dtype=bool)
    found[np.flatnonzero(of_items)] = both.duplicated().to_numpy()[len(known) :]
    return found


def _of_items(cells: pd.DataFrame, items: Collection[str]) -> Flags:
    found: Flags = ((cells[c.PERIOD_KIND] == "round") & cells[c.MEASURE].isin(list(items))).to_numpy(dtype=bool)
    return found
