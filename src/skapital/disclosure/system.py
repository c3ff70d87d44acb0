"""Groups of people as sets of atoms: people whose memberships are all alike stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from skapital.aggregate.cells import counted
from skapital.tables import Asked, Family

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class System:
    """One tier's groups over atoms.

    Attributes
    ----------
    masks
        By group: the set of its atoms, as the bits of a whole number.
    counts
        Groups x measures: answers.
    atoms
        Atoms x measures: answers.
    families
        The trees; groups of one family are nested or apart.
    least
        The smallest remainder that may follow (0 apart).
    """

    masks: tuple[int, ...]
    counts: Counts
    atoms: Counts
    families: tuple[Family, ...]
    least: int

    def atom_counts(self, mask: int) -> Counts:
        """Return the answers of a set of atoms, by measure."""
        found: Counts = self.atoms[list(bits(mask))].sum(axis=0)
        return found


@dataclass(frozen=True)
class Atoms:
    """How persons fall into atoms: ``of_person[j]`` is the atom of person j, ``masks[i]`` the atoms of group i."""

    of_person: Counts
    masks: tuple[int, ...]
    n: int


def atoms(asked: Asked) -> Atoms:
    """Return the atoms of all groups asked for in a period."""
    packed = np.ascontiguousarray(np.packbits(asked.member, axis=0).T)
    seen: dict[bytes, int] = {}
    alike = np.array([seen.setdefault(row.tobytes(), place) for place, row in enumerate(packed)], dtype=np.int64)
    firsts = np.array(list(seen.values()), dtype=np.int64)  # far fewer than people, so that sorting them costs little
    order = firsts[np.lexsort(packed[firsts].T[::-1])] if len(firsts) else firsts
    number = np.empty(len(packed), dtype=np.int64)
    number[order] = np.arange(len(order))
    masks = tuple(_mask(np.flatnonzero(row)) for row in asked.member[:, order])
    return Atoms(number[alike], masks, len(order))


def system(asked: Asked, found: Atoms, there: Flags, least: int) -> System:
    """Return the system of one tier: ``there`` (people x measures) says who answered what."""
    counts = np.zeros((found.n, there.shape[1]), dtype=np.int64)
    np.add.at(counts, found.of_person, there.astype(np.int64))
    return System(found.masks, counted(asked.member, there), counts, asked.families, least)


@lru_cache(maxsize=65_536)
def bits(mask: int) -> tuple[int, ...]:
    """Return the positions of the set bits, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return tuple(found)


def _mask(positions: Sequence[int] | npt.NDArray[np.intp]) -> int:
    mask = 0
    for position in positions:
        mask |= 1 << int(position)
    return mask
