"""What the attacker finds in releases made by the real gate: they go to him as finished files would, and as no more."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

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

CLASSES = classes(INSTRUMENT)
EQUATIONS = {"": equations_of(INSTRUMENT)}
_NOTHING = pd.DataFrame()


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
