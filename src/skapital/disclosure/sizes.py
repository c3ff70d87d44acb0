"""Sizes of groups: persons and full-time equivalents in one system, each in millionths of its minimum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from skapital import columns as c
from skapital.config.policy import Policy
from skapital.disclosure.system import Atoms, Counts, Flags, System, bits
from skapital.errors import ConfigurationError
from skapital.tables import PeriodData, Size

Floats = npt.NDArray[np.float64]
LEAST: Final = 1_000_000
FINE: Final = 1e-3
"""Of a millionth: what sums of floating-point numbers may be off by."""


def size_system(part: PeriodData, sizes: Sequence[Size], atoms: Atoms, policy: Policy) -> tuple[System, Flags]:
    """Return the groups over atoms with each size in millionths of its minimum, and which groups reach all minima.

    Leaders and the whole are counted as no more than they must be: where something has to be withheld, they go first.

    Raises
    ------
    ConfigurationError
        If a size has a minimum that the policy does not know.
    """
    both = []
    for size in sizes:
        amount, there = _size(part, size)
        both.append(whole_sizes(atoms, amount / _minimum(policy, size), there))
    columns, counts = np.array([one for one, _ in both]).T, np.array([other for _, other in both]).T
    enough: Flags = ((counts == 0) | (counts >= LEAST)).all(axis=1) & (counts > 0).any(axis=1)
    first_to_go = np.array([key.population != c.EMPLOYEES for key in part.asked.keys])
    counts[first_to_go] = np.minimum(counts[first_to_go], LEAST)
    return System(atoms.masks, counts, columns, part.asked.families, LEAST), enough


def whole_sizes(atoms: Atoms, amount: Floats, there: Floats) -> tuple[Counts, Counts]:
    """Return the sizes of atoms and of groups as whole millionths of the minimum.

    Parameters
    ----------
    amount
        By contributor, in minima.
    there
        By contributor, above 0 if he is there. One who is there but adds nothing weighs one millionth, so that he is
        never taken for nobody.
    """
    inside = [bits(mask) for mask in atoms.masks]
    starts = np.cumsum([0, *(len(one) for one in inside)])
    at = np.array([atom for one in inside for atom in one], dtype=np.int64)
    within = csr_array((np.ones(len(at)), at, starts), (len(inside), atoms.n))
    scaled = np.bincount(atoms.of_person, weights=amount * LEAST, minlength=atoms.n).astype(np.float64)
    present = np.bincount(atoms.of_person, weights=there, minlength=atoms.n).astype(np.float64)
    return _whole(scaled, present), _whole(within @ scaled, within @ present)


def _whole(scaled: Floats, present: Floats) -> Counts:
    found: Counts = np.where(present > 0, np.maximum(np.ceil(scaled - FINE), 1.0), 0.0).astype(np.int64)
    return found


def _size(part: PeriodData, size: Size) -> tuple[Floats, Floats]:
    values = part.observations.values
    there = np.zeros(len(values), dtype=bool)
    for name in size.present or (size.column,):
        there |= values[name].to_numpy(dtype=np.float64) > 0
    return values[size.column].to_numpy(dtype=np.float64), there.astype(np.float64)


def _minimum(policy: Policy, size: Size) -> float:
    known = {"persons": policy.magnitude_persons, "full_time_equivalents": policy.magnitude_base, **policy.leaving}
    if size.minimum not in known:
        raise ConfigurationError(f'the policy has no minimum of "{size.minimum}"', slug="config-unknown-word")
    return float(known[size.minimum])
