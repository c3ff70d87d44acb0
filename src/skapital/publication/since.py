"""What a new edition of a quarter says of the one before: which figures moved, came and went. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pandas as pd

from skapital import columns as c
from skapital.config.definitions import Definitions
from skapital.disclosure.release import Release
from skapital.publication.release_json import cells_of
from skapital.report.hr_facts import Changed, SinceLast
from skapital.store.memory import Remembered

_VERSION = r"(?:-v[1-9]\d*)?"
OF_THE_ROUND = ""
"""Stands for the measure of all figures of a measurement together."""


def since_last(
    found: Release, remembered: Sequence[Remembered], base: str, definitions: Definitions
) -> SinceLast | None:
    """Return what has changed since the newest edition whose figures are others; None where there is none.

    Editions with the very same figures are passed over, so that making one again says the same as it said then.

    Parameters
    ----------
    remembered
        Publications that came before, oldest first.
    base
        Name of the publication without a version, such as ``2015Q3``.
    """
    now = _figures(found.cells)
    for one in reversed(remembered):
        if re.fullmatch(re.escape(base) + _VERSION, one.id) is None:
            continue
        changes = _changes(_figures(cells_of(one.release_json)), now)
        if changes:
            counted_otherwise = _definitions(one.release_json) != _of(definitions)
            return SinceLast(one.folder, changes, counted_otherwise, bool(found.kept))
    return None


def _figures(cells: pd.DataFrame) -> pd.DataFrame:
    """What each cell says, by its key: the value, or that it is withheld."""
    table = cells[[*c.CELL_KEY, c.VALUE, c.WITHHELD]].astype({c.GROUP: object})
    table[c.GROUP] = table[c.GROUP].where(table[c.GROUP].notna(), "")
    table[c.VALUE] = pd.to_numeric(table[c.VALUE])
    return table.set_index(list(c.CELL_KEY))


def _changes(then: pd.DataFrame, now: pd.DataFrame) -> tuple[Changed, ...]:
    both = now.join(then, how="outer", lsuffix="_now", rsuffix="_then").sort_index()
    shown, was = both[f"{c.VALUE}_now"].notna(), both[f"{c.VALUE}_then"].notna()
    same = both[f"{c.VALUE}_now"].sub(both[f"{c.VALUE}_then"]).abs() < 1e-9
    flags = pd.DataFrame({"moved": shown & was & ~same, "came": shown & ~was, "went": was & ~shown})
    keys = both.index.to_frame(index=False)
    of_round = keys[c.PERIOD_KIND] == "round"
    measure = keys[c.MEASURE].where(~of_round, OF_THE_ROUND)
    counted = flags.reset_index(drop=True).groupby([keys[c.PERIOD], measure], sort=False).sum()
    return tuple(
        Changed(str(period), str(name), int(moved), int(came), int(went))
        for (period, name), moved, came, went in counted[counted.any(axis=1)].itertuples(name=None)
    )


def _definitions(text: str) -> list[tuple[str, str, int]]:
    rows = json.loads(text).get("definitions", [])
    return [(str(row["topic"]), str(row["id"]), int(row["version"])) for row in rows]


def _of(definitions: Definitions) -> list[tuple[str, str, int]]:
    one, other = definitions.absence, definitions.turnover
    return [("absence", one.id, one.version), ("turnover", other.id, other.version)]
