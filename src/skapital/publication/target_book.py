"""Targets as the store keeps them, beside the released baseline they start from and the progress last published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from skapital import columns as c
from skapital.config.findings import nearest
from skapital.errors import InputError
from skapital.publication.workspace import Workspace
from skapital.store.database import Store

TOP = 100.0


@dataclass(frozen=True)
class Book:
    """What was published of the baseline and of progress, read once."""

    workspace: Workspace
    store: Store

    @property
    def round_id(self) -> str:
        """The baseline round."""
        return self.workspace.settings.baseline.round

    @cached_property
    def _published(self) -> list[Mapping[str, list[Mapping[str, object]]]]:
        """The releases that are remembered, newest first."""
        kept = [one for one in self.store.memory() if one.withdrawn is None]
        return [json.loads(one.release_json) for one in reversed(kept)]

    @cached_property
    def baselines(self) -> dict[tuple[str, str], float | None]:
        """By unit and measure the baseline's released mean, ``None`` where it was withheld; employees."""
        found: dict[tuple[str, str], float | None] = {}
        for release in self._published:
            for cell in release["cells"]:
                if _is_baseline(cell, self.round_id):
                    value = cell[c.VALUE]
                    mean = float(value) if isinstance(value, int | float) else None
                    found.setdefault((str(cell[c.UNIT]), str(cell[c.MEASURE])), mean)
        return found

    @cached_property
    def progress(self) -> dict[tuple[str, str], dict[str, object]]:
        """By unit and measure the last published comparison with the target."""
        found: dict[tuple[str, str], dict[str, object]] = {}
        for release in self._published:
            for row in release["comparisons"]:
                if row["kind"] == "target":
                    shown = {name: row[name] for name in (c.PERIOD, "difference", "low", "high", "verdict")}
                    found.setdefault((str(row[c.UNIT]), str(row[c.MEASURE])), shown)
        return found

    def listed(self) -> list[dict[str, object]]:
        """Return all targets as the contract's objects: adopted and proposed, in organisation order."""
        order = self._order()
        rows = [self._row(row) for row in self.store.targets().to_dict("records")]
        return sorted(rows, key=lambda row: (order.get(str(row["unit"]), len(order)), str(row["state"])))

    def check(self, unit: str, measure: str, value: float | None, words: str | None) -> None:
        """Refuse a target that could not be reported.

        Raises
        ------
        InputError
            ``no-baseline``, ``unknown-measure``, ``no-such-unit``, ``target-value`` or ``target-without-baseline``.
        """
        if not self.baselines:
            message = f"targets come after the baseline is published: skapital report --round {self.round_id}"
            raise InputError(message, slug="no-baseline")
        scales = tuple(self.workspace.instrument(self.round_id).scales)
        if measure not in scales:
            message = f'--measure: the instrument has no scale "{measure}"{nearest(measure, scales)}'
            raise InputError(message, slug="unknown-measure")
        known = self._order()
        if unit not in known and (unit, measure) not in self.baselines:
            raise InputError(f'--unit: there is no unit "{unit}"{nearest(unit, tuple(known))}', slug="no-such-unit")
        if value is None and not words:
            raise InputError("a target is a number (--value) or words (--words)", slug="target-value")
        if value is not None:
            self._check_value(unit, measure, value)

    def _check_value(self, unit: str, measure: str, value: float) -> None:
        if not 0 <= value <= TOP:
            raise InputError(f"--value: {value:g} is outside 0-100, which the scale can reach", slug="target-value")
        if self.baselines.get((unit, measure)) is None:
            message = (
                f"{unit} has no published baseline of {measure}, so it can have no number; give it words (--words)"
            )
            raise InputError(message, slug="target-without-baseline")

    def _order(self) -> dict[str, int]:
        codes = [unit.code for tree in self.store.organisations() for unit in tree.units]
        return {code: place for place, code in enumerate(dict.fromkeys(codes))}

    def _row(self, row: Mapping[object, object]) -> dict[str, object]:
        key = str(row["unit"]), str(row["measure"])
        value = row["value"]
        return {
            "unit": key[0],
            "measure": key[1],
            "baseline": self.baselines.get(key),
            "target": None if value is None or pd.isna(value) else float(str(value)),  # type: ignore[call-overload]
            "words": row["words"] if isinstance(row["words"], str) else None,
            "due": str(row["due"]),
            "state": str(row["state"]),
            "decided_by": str(row["decided_by"]),
            "decided_on": str(row["decided_on"]),
            "progress": self.progress.get(key) if row["state"] == "adopted" else None,
        }


def _is_baseline(cell: Mapping[str, object], round_id: str) -> bool:
    same_period = cell[c.PERIOD_KIND] == "round" and cell[c.PERIOD] == round_id
    return bool(same_period and cell[c.STATISTIC] == c.MEAN and cell[c.POPULATION] == c.EMPLOYEES and not cell[c.GROUP])
