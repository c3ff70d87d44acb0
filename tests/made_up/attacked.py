"""What the attacker finds in releases made by the real gate: they go to him as finished files would, and as no more."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from made_up.municipality import INSTRUMENT, POLICY
from skapital import columns as c
from skapital.compare.table import ALL_COLUMNS
from skapital.config.organisation import Organisation
from skapital.config.policy import Policy
from skapital.disclosure.audit.attack import attack
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.published import Published, from_release
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release
from skapital.disclosure.released_amounts import ReleasedAmounts
from skapital.publication.manifest import classes
from skapital.publication.release_json import release_json
from skapital.scoring import recode, scales

CLASSES = classes(INSTRUMENT)
EQUATIONS = {"": equations_of(INSTRUMENT)}
_NOTHING = pd.DataFrame()


def document(found: Release) -> dict[str, Any]:
    """A finished `release.json`."""
    read: dict[str, Any] = json.loads(release_json(found, pd.DataFrame(columns=list(ALL_COLUMNS)), _NOTHING))
    return read


def planted(found: Release, *figures: tuple[str, str, str, float, int], **where: object) -> Published:
    """A release as the attacker reads it after figures that it withholds were planted.

    Each as its unit, measure, statistic, value and n.
    ``where`` are other entries of their cells, as ``population``.
    """
    read = document(found)
    for unit, measure, statistic, value, n in figures:
        named = {"population": c.EMPLOYEES, "unit": unit, "measure": measure, "statistic": statistic, **where}
        (cell,) = (cell for cell in read["cells"] if all(cell[name] == text for name, text in named.items()))
        assert cell["withheld"], "this is published anyhow"
        cell.update(value=value, n=n, withheld=None)
    return from_release(read)


def truth(given: pd.DataFrame, unit: str, measure: str) -> tuple[str, str, str, float, int]:
    """The mean of a scale among a unit's own people, as it would be printed."""
    scores = scales.person_scores(recode.item_values(given, INSTRUMENT), INSTRUMENT)
    mine = scores.loc[given.index[given["unit"] == unit], measure].dropna()
    return unit, measure, c.MEAN, round(float(mine.mean()), 1), len(mine)


def as_read(found: Release, comparisons: pd.DataFrame | None = None, counts: pd.DataFrame = _NOTHING) -> Published:
    """A release as the attacker reads it from its finished `release.json`."""
    table = pd.DataFrame(columns=list(ALL_COLUMNS)) if comparisons is None else comparisons
    return from_release(json.loads(release_json(found, table, counts)))


def amounts_as_read(found: ReleasedAmounts, trees: Sequence[Organisation]) -> Published:
    """HR cells as the attacker reads them, beside the list of units."""
    units = [
        {"structure": tree.date, "tree": tree.tree, "code": unit.code, "name": unit.name, "level": unit.level,
         "parent": unit.parent, "members": None, "own_members": False}
        for tree in trees
        for unit in tree.units
    ]  # fmt: skip
    cells = found.cells.astype(object).where(found.cells.notna(), None)
    return from_release({"units": units, "cells": cells[list(c.RELEASED_COLUMNS)].to_dict("records")})


def attacked(*publications: Published | Release, policy: Policy = POLICY, changed: Collection[str] = ()) -> list[Leak]:
    """The leaks that the attacker finds in publications, oldest first, held to the promise of ``policy``."""
    read = [as_read(one) if isinstance(one, Release) else one for one in publications]
    return attack(read, policy, CLASSES, frozenset(changed), EQUATIONS)
