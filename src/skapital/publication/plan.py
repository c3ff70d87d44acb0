"""Which reports a publication holds, where each lies, and which units are read in another unit's report."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from skapital import columns as c
from skapital.config.findings import nearest
from skapital.errors import InputError
from skapital.report.build import ReportFile
from skapital.report.facts import Facts
from skapital.report.records import UnitInfo

MUNICIPALITY, LEADERS, WORKPLACE, BRANCH = "municipality", "leaders", "workplace", "branch"
_SAFE = "._-"
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""


@dataclass(frozen=True)
class Planned:
    """One report: its kind, the unit and tree it is about, and its folder in the publication."""

    kind: str
    unit: str
    tree: str
    folder: str

    @property
    def html(self) -> str:
        """The page, relative to the publication."""
        return f"{self.folder}/report.html"

    @property
    def excel(self) -> str:
        """The workbook, relative to the publication."""
        return f"{self.folder}/report.xlsx"

    def as_file(self) -> ReportFile:
        """Return what the index links to; a percent sign in a folder's name is one in the address too."""
        kind = self.kind if self.kind in (MUNICIPALITY, LEADERS) else "unit"
        return ReportFile(kind, quote(self.html), quote(self.excel), self.unit if kind == "unit" else "", self.tree)


@dataclass(frozen=True)
class LeftOut:
    """A unit without a report of its own, and the unit whose report covers it."""

    unit: str
    tree: str
    reason: str
    covered_by: str | None

    def as_json(self) -> dict[str, object]:
        """Return it under its JSON keys."""
        return {"unit": self.unit, "tree": self.tree, "reason": self.reason, "covered_by": self.covered_by}


def plan(facts: Facts, *, with_leaders: bool = True) -> tuple[Planned, ...]:
    """Return the reports of a publication in organisation order: the municipality, the leaders, the line, then MED."""
    root = facts.root
    found = [Planned(MUNICIPALITY, root.code, root.tree, "municipality")]
    if with_leaders and _leaders_are_shown(facts):
        found.append(Planned(LEADERS, root.code, root.tree, "leaders"))
    own = {(tree, unit) for tree, unit, by in _tiers(facts) if unit == by}
    with_hr = _with_hr(facts)
    own |= {(unit.tree, unit.code) for unit in facts.units if unit.code in with_hr}
    seen = {root.code}
    for unit in facts.units:
        if unit.code not in seen and (unit.tree, unit.code) in own and _wanted(facts, unit):
            seen.add(unit.code)
            found.append(_of_unit(facts, unit))
    return tuple(found)


def left_out(facts: Facts) -> tuple[LeftOut, ...]:
    """Return the units of the first tree whose figures are read in another unit's report, and why."""
    main, with_hr = facts.root.tree, _with_hr(facts)
    known = facts.release.tiers
    own = known[(known[c.STRUCTURE] == facts.structure) & (known["tree"] == main)]
    rows = own[["unit", "tier", "covered_by"]].itertuples(index=False, name=None)
    return tuple(
        LeftOut(str(unit), main, str(tier), by if isinstance(by, str) else None)
        for unit, tier, by in rows
        if by != unit and _wanted(facts, facts.unit(str(unit), main)) and unit not in with_hr
    )


def selected(facts: Facts, reports: Sequence[Planned], units: Sequence[str]) -> tuple[Planned, ...]:
    """Return the reports of the units asked for, or all where none is.

    Raises
    ------
    InputError
        ``no-such-unit`` or ``no-own-report``, which names the unit whose report covers the one asked for.
    """
    own = {report.unit for report in reports}
    for unit in units:
        if unit not in own:
            raise _no_report(facts, unit)
    return tuple(report for report in reports if not units or report.unit in units)


def _no_report(facts: Facts, unit: str) -> InputError:
    known = tuple(dict.fromkeys(one.code for one in facts.units))
    if unit not in known:
        return InputError(f'--unit: there is no unit "{unit}"{nearest(unit, known)}', slug="no-such-unit")
    by = next((by for _, code, by in _tiers(facts) if code == unit and by is not None), facts.root.code)
    return InputError(f"--unit: {unit} has no report of its own; its people are in that of {by}", slug="no-own-report")


def safe(code: str) -> str:
    """Return a unit's code as a folder's name; signs beyond letters, digits, ``.``, ``_`` and ``-`` percent-encoded.

    So is a full stop at the end, which Windows drops, and the first sign of a name that is a device there.
    """
    encoded = quote(code, safe=_SAFE).replace("~", "%7E")
    if encoded.endswith("."):
        encoded = encoded.replace(".", "%2E") if not encoded.strip(".") else f"{encoded[:-1]}%2E"
    return f"%{ord(encoded[0]):02X}{encoded[1:]}" if _DEVICE.fullmatch(encoded) else encoded


def distribution(facts: Facts, reports: Sequence[Planned]) -> bytes:
    """Return `distribution.csv`: which unit and MED committee gets which file."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(["unit", "med_committee", "path"])
    for report in reports:
        for path in (report.html, report.excel):
            rows.writerow([report.unit, _committee(facts, report), path])
    return written.getvalue().encode("utf-8")


def _committee(facts: Facts, report: Planned) -> str:
    if report.tree != facts.root.tree or report.kind in (MUNICIPALITY, LEADERS):
        return report.unit
    members = facts.unit(report.unit, report.tree).members or (report.unit,)
    others = {unit.code: unit for unit in facts.units if unit.tree != facts.root.tree}
    above = (others[member].parent for member in members if member in others)
    return ";".join(dict.fromkeys(code for code in above if code))


def _tiers(facts: Facts) -> Iterable[tuple[str, str, str | None]]:
    own = facts.release.tiers[facts.release.tiers[c.STRUCTURE] == facts.structure]
    rows: Iterable[tuple[str, str, str | None]] = own[["tree", "unit", "covered_by"]].itertuples(index=False, name=None)
    return rows


def _with_hr(facts: Facts) -> frozenset[str]:
    """The units with a figure of absence or turnover in the quarter: they have a report, whoever answered."""
    if facts.hr is None:
        return frozenset()
    cells = facts.release.cells
    own = (cells[c.PERIOD] == facts.hr.quarter) & (cells[c.STRUCTURE] == facts.structure) & cells[c.WITHHELD].isna()
    found = cells.loc[own & (cells[c.STATISTIC] == c.RATE) & (cells[c.POPULATION] == c.EMPLOYEES), c.UNIT]
    return frozenset(str(unit) for unit in found)


def _wanted(facts: Facts, unit: UnitInfo) -> bool:
    return unit.members is not None or unit.level in facts.settings.report_levels


def _of_unit(facts: Facts, unit: UnitInfo) -> Planned:
    is_workplace = unit.members is not None or unit.level == facts.settings.workplace_level
    top = "units" if unit.tree == facts.root.tree else "med"
    return Planned(WORKPLACE if is_workplace else BRANCH, unit.code, unit.tree, f"{top}/{safe(unit.code)}")


def _leaders_are_shown(facts: Facts) -> bool:
    cells = facts.release.cells
    found = cells[(cells[c.POPULATION] == c.LEADERS) & (cells[c.STATISTIC] == c.MEAN) & cells[c.WITHHELD].isna()]
    return len(found) > 0
