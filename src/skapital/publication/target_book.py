"""Targets as the store keeps them, beside the released baseline they start from and the progress last published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from skapital import columns as c
from skapital.compare.measures import is_share
from skapital.config.findings import nearest
from skapital.errors import InputError
from skapital.indicators.periods import Span
from skapital.publication.following import fates
from skapital.publication.hr_inputs import baseline_of, coverage
from skapital.publication.target_standing import ASK_AGAIN, TargetStanding, target_standings
from skapital.publication.workspace import Workspace
from skapital.store.database import Store
from skapital.store.memory import ADOPTED

TOP, SHARE_TOP = 100.0, 1.0
POPULATIONS = (c.EMPLOYEES, c.LEADERS)
"""Whose targets there are: a unit's are its employees'; the leaders have theirs as a whole, at the municipality."""


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
    def baselines(self) -> dict[tuple[str, str, str], float | None]:
        """By unit, population and measure the baseline's mean as last released, ``None`` where it was always withheld.

        A later publication may withhold what an earlier one showed, such as the mean of a combined unit whose members
        have other reports now; what was shown is what its target was set after.
        """
        found: dict[tuple[str, str, str], float | None] = {}
        for release in self._published:
            for cell in release["cells"]:
                if _is_baseline(cell, self.round_id) or _is_hr_baseline(cell, self._hr_baseline):
                    value = cell[c.VALUE]
                    mean = float(value) if isinstance(value, int | float) else None
                    key = (str(cell[c.UNIT]), str(cell[c.POPULATION]), str(cell[c.MEASURE]))
                    found[key] = mean if found.get(key) is None else found[key]
        for unit, measure, origin in self._split_from:
            key = (unit, c.EMPLOYEES, measure)
            if found.get(key) is None:  # nobody is counted in a part of a split unit: the whole's figure
                found[key] = found.get((origin, c.EMPLOYEES, measure))
        return found

    @property
    def _split_from(self) -> list[tuple[str, str, str]]:
        """Unit, measure and the unit it was a part of at the baseline, as comparisons were published."""
        rows = (row for release in self._published for row in release["comparisons"])
        return [
            (str(row[c.UNIT]), str(row[c.MEASURE]), str(row["origin"]))
            for row in rows
            if row.get("origin") and row["from"] == self.round_id
        ]

    @cached_property
    def _hr_baseline(self) -> Span:
        return baseline_of(self.workspace.settings.baseline.hr_period)

    @cached_property
    def progress(self) -> dict[tuple[str, str, str], dict[str, object]]:
        """By unit, population and measure the last published comparison with the target."""
        found: dict[tuple[str, str, str], dict[str, object]] = {}
        for release in self._published:
            for row in release["comparisons"]:
                if row["kind"] == "target":
                    shown = {name: row[name] for name in (c.PERIOD, "difference", "low", "high", "verdict")}
                    found.setdefault((str(row[c.UNIT]), str(row[c.POPULATION]), str(row[c.MEASURE])), shown)
        return found

    def listed(self) -> list[dict[str, object]]:
        """Return all targets as the contract's objects, in organisation order; what state each is in says ``standing``.

        A target stands under its unit's code of now; ``decided_for`` is the code it was decided for, ``became`` the
        units that are asked for a target anew, from ``ask_from`` on.
        """
        order = self._order()
        rows = [self._row(one) for one in self.standing]
        return sorted(rows, key=lambda row: (order.get(str(row["unit"]), len(order)), str(row["state"])))

    @cached_property
    def standing(self) -> tuple[TargetStanding, ...]:
        """Where each target stands, as the store keeps them."""
        return target_standings(
            self.store.targets(),
            self.store.organisations(),
            now=self.store.organisations_on(self._day),
            events=self.store.lineage(),
            baseline_day=self.workspace.settings.round(self.round_id).cut_off,
        )

    def asked_again(self) -> tuple[str, ...]:
        """Return the units that are to be asked for a target anew, in organisation order."""
        order = self._order()
        units = {code for one in self.standing if one.state == ASK_AGAIN for code in one.became}
        return tuple(sorted(units, key=lambda code: order.get(code, len(order))))

    @property
    def _day(self) -> str:
        """The cut-off of the newest round that has begun, else of the baseline: whose organisation targets are for."""
        rounds = self.workspace.settings.rounds
        begun = [one.cut_off for one in rounds if len(self.store.frame(one.id)) or len(self.store.answers(one.id))]
        return max(begun, default=self.workspace.settings.round(self.round_id).cut_off)

    def check(
        self,
        unit: str,
        measure: str,
        value: float | None,
        words: str | None,
        decided_on: str,
        population: str = c.EMPLOYEES,
    ) -> None:
        """Refuse a target that could not be reported.

        Raises
        ------
        InputError
            ``no-baseline``, ``unknown-measure``, ``no-such-unit``, ``unit-gone``, ``target-population``,
            ``target-value`` or ``target-without-baseline``.
        """
        hr = tuple(self.workspace.quarter_settings.measures)
        if measure not in hr:
            self._check_scale(measure, hr)
        known = self._order()
        if unit not in known and (unit, c.EMPLOYEES, measure) not in self.baselines:
            raise InputError(f'--unit: there is no unit "{unit}"{nearest(unit, tuple(known))}', slug="no-such-unit")
        self._check_there(unit, decided_on)
        self._check_population(unit, measure, population, hr)
        if value is None and not words:
            raise InputError("a target is a number (--value) or words (--words)", slug="target-value")
        if value is not None and measure in hr:
            self._check_hr_value(unit, measure, value)
        elif value is not None:
            self._check_value(unit, measure, population, value)

    def _check_population(self, unit: str, measure: str, population: str, hr: tuple[str, ...]) -> None:
        root = self.workspace.settings.municipality_code
        if population != c.EMPLOYEES and (population not in POPULATIONS or unit != root or measure in hr):
            message = (
                "--population: a unit's targets are its employees'; only the leaders of the municipality as a whole "
                f"have targets besides, on scales: --unit {root} --population {c.LEADERS}"
            )
            raise InputError(message, slug="target-population")

    def _check_there(self, unit: str, decided_on: str) -> None:
        """Refuse a target for a unit that is gone on the day it was decided, unless it comes (again) later."""
        trees = self.store.organisations()
        gone = [tree for tree in trees if unit in tree.by_code and tree.date <= decided_on]
        then = self.store.organisations_on(decided_on)
        later = [tree for tree in trees if unit in tree.by_code and tree.date > decided_on]
        if gone and not later and not any(unit in tree.by_code for tree in then):
            known = pd.DataFrame({"unit": [unit], "decided_on": [gone[-1].date]})
            became = fates(known, trees, then, self.store.lineage())[0].became
            instead = f"set the target for what it became: {', '.join(became)}" if became else "it was closed"
            raise InputError(f"--unit: {unit} is no unit any more on {decided_on}; {instead}", slug="unit-gone")

    def _check_scale(self, measure: str, hr: tuple[str, ...]) -> None:
        if not self.baselines:
            message = f"targets come after the baseline is published: skapital report --round {self.round_id}"
            raise InputError(message, slug="no-baseline")
        scales = tuple(self.workspace.instrument(self.round_id).scales)
        if measure not in scales:
            known = (*scales, *hr)
            message = f'--measure: "{measure}" is no scale and no judged HR figure{nearest(measure, known)}'
            raise InputError(message, slug="unknown-measure")

    def _check_hr_value(self, unit: str, measure: str, value: float) -> None:
        """A number needs HR records of the baseline; and where its figure was asked for and withheld, it gets none."""
        most = SHARE_TOP if is_share(measure) else TOP
        if not 0 <= value <= most:
            hint = "; write a share on 0-1, such as 0.12 for 12 %" if is_share(measure) else ""
            raise InputError(f"--value: {value:g} is outside 0-{most:g}{hint}", slug="target-value")
        period = self.workspace.settings.baseline.hr_period
        if not coverage(self.workspace, self.store).covers(self._hr_baseline):
            message = f"targets come after the baseline, and the HR records do not cover {period}; take them in first"
            raise InputError(message, slug="no-baseline")
        key = (unit, c.EMPLOYEES, measure)
        if key in self.baselines and self.baselines[key] is None:
            message = (
                f"{unit} has no published {measure} of {period}, so it can have no number; give it words (--words)"
            )
            raise InputError(message, slug="target-without-baseline")

    def _check_value(self, unit: str, measure: str, population: str, value: float) -> None:
        if not 0 <= value <= TOP:
            raise InputError(f"--value: {value:g} is outside 0-100, which the scale can reach", slug="target-value")
        if self.baselines.get((unit, population, measure)) is None:
            message = (
                f"{unit} has no published baseline of {measure}, so it can have no number; give it words (--words)"
            )
            raise InputError(message, slug="target-without-baseline")

    def _order(self) -> dict[str, int]:
        codes = [unit.code for tree in self.store.organisations() for unit in tree.units]
        return {code: place for place, code in enumerate(dict.fromkeys(codes))}

    def _row(self, one: TargetStanding) -> dict[str, object]:
        row, measure, population = one.row, str(one.row["measure"]), str(one.row["population"])
        value = row["value"]
        baselines = (self.baselines.get((code, population, measure)) for code in (one.unit, str(row["unit"])))
        return {
            "unit": one.unit,
            "population": population,
            "measure": measure,
            "baseline": next((mean for mean in baselines if mean is not None), None),
            "target": None if value is None or pd.isna(value) else float(str(value)),  # type: ignore[call-overload]
            "words": row["words"] if isinstance(row["words"], str) else None,
            "due": str(row["due"]),
            "state": one.state,
            "decided_by": str(row["decided_by"]),
            "decided_on": str(row["decided_on"]),
            "decided_for": str(row["unit"]),
            "definition": row["definition"] if isinstance(row["definition"], str) else None,
            "became": list(one.became),
            "ask_from": one.ask_from or None,
            "progress": self.progress.get((one.unit, population, measure)) if one.state == ADOPTED else None,
        }


def _is_baseline(cell: Mapping[str, object], round_id: str) -> bool:
    same_period = cell[c.PERIOD_KIND] == "round" and cell[c.PERIOD] == round_id
    return bool(same_period and cell[c.STATISTIC] == c.MEAN and cell[c.POPULATION] in POPULATIONS and not cell[c.GROUP])


def _is_hr_baseline(cell: Mapping[str, object], period: Span) -> bool:
    same_period = cell[c.PERIOD_KIND] == period.kind and cell[c.PERIOD] == period.name
    return bool(same_period and cell[c.STATISTIC] == c.RATE and cell[c.POPULATION] == c.EMPLOYEES and not cell[c.GROUP])
