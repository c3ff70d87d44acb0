"""What a report is built from: one Release, the comparisons made of it, and definitions. Nothing else may be said."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from skapital import columns as c
from skapital.config.instrument import Instrument
from skapital.config.lineage import NOT_COMPARABLE
from skapital.config.policy import Policy
from skapital.config.report_settings import ReportSettings
from skapital.config.settings import Settings
from skapital.disclosure.release import Release, require_release
from skapital.report.beside import Beside
from skapital.report.hr_facts import HrFacts
from skapital.report.model import Number
from skapital.report.numbers import decimals_of
from skapital.report.records import (
    SAME_UNIT,
    Comparison,
    FrameFinding,
    Source,
    Target,
    UnitInfo,
    UnitPast,
    comparison_of,  # fmt: skip
    known_verdict,
    target_number,
    unit_info,
)
from skapital.report.texts import Catalogue, catalogue

__all__ = ["EDITIONS", "Comparison", "Facts", "FrameFinding", "Source", "Target", "UnitInfo", "UnitPast"]

EDITIONS = ("baseline", "follow-up", "quarter")

CellKey = tuple[str, str, str, str, str | None, str, str]
"""``period, structure, population, unit, group, measure, statistic``."""


@dataclass(frozen=True)
class Facts:
    """Everything the reports of one publication may say.

    Attributes
    ----------
    comparisons
        ``columns.COMPARISON_COLUMNS`` and those of ``compare.table.MORE_COLUMNS``.
    counts
        Workplaces by verdict: ``unit``, ``measure``, ``kind``, ``verdict``, ``n_units``; ``by_chance`` is how many
        would be flagged with no change at all, ``n_bh`` how many stand after Benjamini and Hochberg.
    edition
        ``baseline``, ``follow-up`` or ``quarter``.
    policy_override
        Why the publication keeps other rules of protection than those who answered were promised; else empty.
    period, earlier
        The round (or quarter) reported and the round it is set against.
    pasts
        By earlier round and unit, what became of it since; units that are just the same are left out.
    unlike
        By earlier round, the measures that were asked otherwise then, with why (``comparability.unlike``).
    other_rounds
        Earlier rounds in which no scale was asked the same way.
    asked_again
        By unit, the names of merged or split ones whose targets ended with them: it is asked for targets anew.
    linked
        Whether persons could be followed from one round to another, as was promised before the round.
    beside
        Bands that say in words what a mean is and how sure it is.
    hr
        The HR part of a quarterly publication.
    """

    release: Release
    comparisons: pd.DataFrame
    counts: pd.DataFrame
    targets: tuple[Target, ...]
    instrument: Instrument
    settings: Settings
    report_settings: ReportSettings
    edition: str
    language: str
    draft: bool
    period: str
    earlier: str | None
    sources: tuple[Source, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    policy_override: str = ""
    pasts: Mapping[str, Mapping[str, UnitPast]] = field(default_factory=dict)
    unlike: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    other_rounds: tuple[str, ...] = ()
    asked_again: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)
    hr: HrFacts | None = None
    frame_findings: tuple[FrameFinding, ...] = ()
    linked: bool = False

    def __post_init__(self) -> None:
        require_release(self.release)
        if self.edition not in EDITIONS:
            raise ValueError(f"unknown edition {self.edition!r}; known are {', '.join(EDITIONS)}")

    @cached_property
    def texts(self) -> Catalogue:
        """The texts of the publication's language; a workspace's own ones replace the shipped ones."""
        return catalogue(self.language, self.settings.path / "templates", self.hr.texts if self.hr else "")

    @property
    def policy(self) -> Policy:
        """The protection in force, as the gate used it."""
        return self.release.policy

    @cached_property
    def structure(self) -> str:
        """The organisation the publication stands in: the first of the release."""
        return str(self.release.units[c.STRUCTURE].iloc[0])

    @cached_property
    def units(self) -> tuple[UnitInfo, ...]:
        """The units of the publication's own structure, in organisation order, tree by tree."""
        own = self.release.units[self.release.units[c.STRUCTURE] == self.structure]
        return tuple(unit_info(row) for row in own[list(c.UNIT_COLUMNS)].itertuples(index=False, name=None))

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[UnitInfo, ...]]:
        found: dict[str, tuple[UnitInfo, ...]] = {}
        for unit in self.units:
            found[unit.code] = (*found.get(unit.code, ()), unit)
        return found

    def unit(self, code: str, tree: str | None = None) -> UnitInfo:
        """Return a unit, as it stands in ``tree`` or in the first tree that has it.

        Raises
        ------
        KeyError
            If the publication does not know the unit.
        """
        return next(unit for unit in self._by_code[code] if tree is None or unit.tree == tree)

    def knows(self, code: str) -> bool:
        """Return whether the unit stands in the publication's own structure."""
        return code in self._by_code

    @cached_property
    def root(self) -> UnitInfo:
        """The municipality."""
        return next(unit for unit in self.units if unit.parent is None)

    def above(self, code: str, tree: str | None = None) -> tuple[UnitInfo, ...]:
        """Return the units above ``code``, the municipality first."""
        found: list[UnitInfo] = []
        unit = self.unit(code, tree)
        while unit.parent is not None:
            unit = self.unit(unit.parent, unit.tree)
            found.insert(0, unit)
        return tuple(found)

    def below(self, code: str, tree: str | None = None) -> tuple[UnitInfo, ...]:
        """Return the units right below ``code``, in organisation order; combined units stand beside their members."""
        tree = tree or self.unit(code).tree
        return tuple(unit for unit in self.units if unit.tree == tree and unit.parent == code)

    @cached_property
    def _covered(self) -> Mapping[str, tuple[UnitInfo, ...]]:
        tiers = self.release.tiers[self.release.tiers[c.STRUCTURE] == self.structure]
        found: dict[str, dict[str, UnitInfo]] = {}
        for tree, unit, by in tiers[["tree", "unit", "covered_by"]].itertuples(index=False, name=None):
            if isinstance(by, str) and by != unit and self.knows(unit):
                found.setdefault(by, {}).setdefault(str(unit), self.unit(str(unit), str(tree)))
        return {by: tuple(units.values()) for by, units in found.items()}

    def covers(self, code: str) -> tuple[UnitInfo, ...]:
        """Return the units without a report of their own that are read in the report of ``code``."""
        return self._covered.get(code, ())

    def covered(self, tree: str) -> tuple[tuple[UnitInfo, UnitInfo], ...]:
        """Return the units of a tree without a report, each with the unit whose report covers it, in order."""
        tiers = self.release.tiers
        own = tiers[(tiers[c.STRUCTURE] == self.structure) & (tiers["tree"] == tree)]
        rows = own[["unit", "covered_by"]].itertuples(index=False, name=None)
        pairs = ((str(unit), by) for unit, by in rows if isinstance(by, str) and by != unit)
        return tuple(
            (self.unit(unit, tree), self.unit(by)) for unit, by in pairs if self.knows(unit) and self.knows(by)
        )

    @cached_property
    def _cells(self) -> Mapping[CellKey, tuple[str, float, float, object]]:
        names = [c.PERIOD, *c.GROUP_KEY, c.MEASURE, c.STATISTIC, c.PERIOD_KIND, c.VALUE, c.N, c.WITHHELD]
        table = self.release.cells[names]
        group = table[c.GROUP].astype(object).where(table[c.GROUP].notna(), None)
        rows = table.assign(**{c.GROUP: group}).itertuples(index=False, name=None)
        return {row[:7]: row[7:] for row in rows}

    def number(
        self,
        unit: str,
        measure: str,
        statistic: str,
        kind: str,
        *,
        population: str = c.EMPLOYEES,
        period: str | None = None,
        column: str = c.VALUE,
        group: str | None = None,
    ) -> Number | None:
        """Return a figure of the release, or the reason why it is withheld; ``None`` if it was never asked for.

        Of an earlier ``period`` it is the figure to compare with: of a part of a split unit the whole's, or none.
        """
        when = period or self.period
        past = self.past(unit, when, population)
        structure, code = past.source or (self.structure, unit)
        key = (when, structure, population, code, group, measure, statistic)
        cell = self._cells.get(key)
        if cell is None or past.grade == NOT_COMPARABLE:
            return None
        period_kind, value, n, withheld = cell
        source = ("cell", str(period_kind), *key, column)
        if isinstance(withheld, str):
            return Number(None, kind, source, withheld)
        shown = n if column == c.N else value
        return None if pd.isna(shown) else Number(float(shown), kind, source, decimals=self.decimals(kind))

    def past(self, unit: str, period: str, population: str = c.EMPLOYEES) -> UnitPast:
        """Return what became of a unit since an earlier round; leaders are never restated, so they are the same."""
        return self.pasts.get(period, {}).get(unit, SAME_UNIT) if population == c.EMPLOYEES else SAME_UNIT

    @cached_property
    def hr_cells(self) -> Mapping[str, Sequence[Mapping[Hashable, object]]]:
        """By unit every HR cell on the publication's own structure, as rows of ``columns.RELEASED_COLUMNS``."""
        cells = self.release.cells
        own = cells[(cells[c.PERIOD_KIND] != "round") & (cells[c.STRUCTURE] == self.structure)]
        return {str(unit): rows.to_dict("records") for unit, rows in own.groupby(c.UNIT, sort=False)}

    @cached_property
    def _withheld(self) -> Mapping[tuple[str, str], list[tuple[str, str, str]]]:
        cells = self.release.cells
        now = [self.period, *((self.hr.quarter,) if self.hr else ())]
        own = cells[(cells[c.STRUCTURE] == self.structure) & cells[c.PERIOD].isin(now) & cells[c.GROUP].isna()]
        found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        names = [c.UNIT, c.POPULATION, c.MEASURE, c.STATISTIC, c.WITHHELD]
        for unit, population, *what in own.loc[own[c.WITHHELD].notna(), names].itertuples(index=False, name=None):
            found.setdefault((str(unit), str(population)), []).append((str(what[0]), str(what[1]), str(what[2])))
        return found

    def withheld_of(self, unit: str, population: str) -> tuple[tuple[str, str, str], ...]:
        """Return measure, statistic and public reason of every figure of a group that is withheld this period."""
        return tuple(self._withheld.get((unit, population), ()))

    def decimals(self, kind: str) -> int:
        """Return the decimals a kind of figure is written with."""
        return decimals_of(kind, self.policy.decimals)

    @cached_property
    def _comparisons(self) -> Mapping[tuple[str, str, str, str], tuple[Comparison, ...]]:
        own = self.comparisons[self.comparisons[c.STRUCTURE] == self.structure]
        found: dict[tuple[str, str, str, str], tuple[Comparison, ...]] = {}
        for r in own.to_dict("records"):
            key = (str(r[c.POPULATION]), str(r[c.UNIT]), str(r[c.MEASURE]), str(r["kind"]))
            found[key] = (*found.get(key, ()), comparison_of(r, self.decimals))
        return found

    def comparison(self, unit: str, measure: str, kind: str, population: str = c.EMPLOYEES) -> Comparison | None:
        """Return the comparison of that kind, or ``None``."""
        return next(iter(self.compared(unit, measure, kind, population)), None)

    def compared(self, unit: str, measure: str, kind: str, population: str = c.EMPLOYEES) -> tuple[Comparison, ...]:
        """Return all comparisons of that kind: with published figures there may be several."""
        return self._comparisons.get((population, unit, measure, kind), ())

    @cached_property
    def _counts(self) -> Mapping[str, tuple[tuple[str, str, int], ...]]:
        own = self.counts[self.counts["kind"] == "round"]
        found: dict[str, list[tuple[str, str, int]]] = {}
        for unit, measure, verdict, n in own[["unit", "measure", "verdict", "n_units"]].itertuples(
            index=False, name=None
        ):
            found.setdefault(str(unit), []).append((str(measure), known_verdict(verdict), int(n)))
        return {unit: tuple(rows) for unit, rows in found.items()}

    def counts_of(self, unit: str) -> tuple[tuple[str, str, int], ...]:
        """Return measure, verdict and number of workplaces below a unit, of the change between rounds."""
        return self._counts.get(unit, ())

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str, str, str], Target]:
        return {(target.unit, target.population, target.measure, target.state): target for target in self.targets}

    def target(self, unit: str, measure: str, state: str = "adopted", population: str = c.EMPLOYEES) -> Target | None:
        """Return the target of a unit's population for a measure, or ``None``."""
        return self._targets.get((unit, population, measure, state))

    def target_number(self, target: Target, column: str = "value") -> Number | None:
        """Return the target's (or its baseline's) figure, or ``None`` where it is in words."""
        return target_number(target, column, self.decimals)
