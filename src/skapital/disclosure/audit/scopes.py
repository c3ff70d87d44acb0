"""Which figures may stand in which file: a unit's own, and those of the units above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from skapital.disclosure.audit.manifests import rows_of
from skapital.disclosure.audit.trace import Wording, known_of_constants, known_of_release, words_of_release


@dataclass(frozen=True)
class Scopes:
    """What may stand in the files: figures by unit and for everybody, who is above whom, words that hold digits.

    ``rounds`` is how many measurements may stand side by side on a time axis.
    """

    by_unit: Mapping[str, frozenset[float]]
    listed: frozenset[float]
    above: Mapping[str, tuple[str, ...]]
    wording: Wording
    rounds: int

    def of(self, unit: str) -> frozenset[float]:
        """Return what a unit's file may show: figures of its own, of the units above it, and of what it is part of."""
        codes = (unit, *self.above.get(unit, ())) if unit else tuple(self.by_unit)
        return self.listed.union(*(self.by_unit[code] for code in codes if code in self.by_unit))


def scopes_of(release: Mapping[str, object], manifest: Mapping[str, object]) -> Scopes:
    """Return what may stand in the files of a publication."""
    listed, words = known_of_constants(manifest)
    wording = Wording((*words_of_release(release), *words))
    rounds = len({row["period"] for row in rows_of(release, "cells") if row["period_kind"] == "round"})
    return Scopes(known_of_release(release), listed, _above(release), wording, rounds)


def _above(release: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """By unit: those above it in any tree, combined units it is read with, and the one it was split from."""
    parents: dict[str, set[str]] = {}
    for row in rows_of(release, "units"):
        code = str(row["code"])
        if row["parent"] is not None:
            parents.setdefault(code, set()).add(str(row["parent"]))
        members = row["members"]
        for member in members if isinstance(members, list) else []:
            parents.setdefault(str(member), set()).add(code)
    for row in rows_of(release, "comparisons"):
        if isinstance(row.get("origin"), str):
            parents.setdefault(str(row["unit"]), set()).add(str(row["origin"]))
    return {code: _closure(code, parents) for code in parents}


def _closure(code: str, parents: Mapping[str, set[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    pending = sorted(parents.get(code, ()))
    while pending:
        one = pending.pop()
        if one not in found:
            found[one] = None
            pending += sorted(parents.get(one, ()))
    return tuple(found)


def unit_of(file: str) -> str:
    """Return the unit a file is about; nothing where it is about several."""
    parts = file.split("/")
    return unquote(parts[1]) if parts[0] in ("units", "med") and len(parts) > 2 else ""
