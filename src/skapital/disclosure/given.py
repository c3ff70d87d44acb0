"""Ready cells of amounts, which are no ratio of sums: of which group they tell, and what was published of them."""

from __future__ import annotations

import pandas as pd

from skapital import columns as c
from skapital.disclosure.bounds import keys_of
from skapital.tables import AmountTier, GroupKey, Magnitudes

TOLD_OF = "of"


def told_of(rows: pd.DataFrame) -> list[GroupKey]:
    """Return the group that each ready cell tells of: its own, or the one named in the column ``of``."""
    return keys_of(rows.assign(**{c.GROUP: rows[TOLD_OF]}) if TOLD_OF in rows else rows)


def given_before(magnitudes: Magnitudes, tier: AmountTier, published: pd.DataFrame) -> pd.DataFrame:
    """Return what was published of the ready cells that a tier decides, as rows about the groups they tell of.

    A withheld cell that hangs on several tiers does not say which of them withheld it, and is left out.
    """
    ready = magnitudes.given
    if ready is None or ready.empty or published.empty:
        return published.iloc[:0]
    mine = ready[[tier.name in joined.split("+") for joined in ready["tier"]]]
    if mine.empty:
        return published.iloc[:0]
    group = mine[TOLD_OF] if TOLD_OF in mine else mine[c.GROUP]
    alone = pd.DataFrame({"alone": mine["tier"] == tier.name, TOLD_OF: group})
    keyed = pd.concat([mine[list(c.CELL_KEY)].astype(object), alone], axis=1).fillna({c.GROUP: ""})
    rows = published.assign(**{c.GROUP: published[c.GROUP].astype(object).fillna("")})
    found = rows.merge(keyed, on=list(c.CELL_KEY))
    found = found[found[c.WITHHELD].isna() | found["alone"].astype(bool)]
    return found.assign(**{c.GROUP: found[TOLD_OF]})[list(published.columns)]
