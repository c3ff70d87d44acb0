"""One tree of the organisation as of a date. A tree with any fault is refused whole, with every row that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from skapital.config.lineage_draft import draft_lineage, lineage_text, unmatched
from skapital.config.organisation import LineageEvent, Organisation, Unit, parents_first, workplaces_apart
from skapital.errors import Problem
from skapital.ingest import tidy
from skapital.ingest.intake import Accounting, Intake, RawTable, Stored
from skapital.ingest.kinds import CODE, TEXT, Column, Form, Kind
from skapital.ingest.organisation_levels import has_level_columns, units_by_level
from skapital.ingest.problems import Gathered

COLUMNS = (
    Column("code", CODE),
    Column("name", TEXT),
    Column("parent", CODE, optional=True),
    Column("level", CODE),
)
ORGANISATION = Kind("organisation", (Form("units", COLUMNS),))
LONGEST_CODE = 40

Rows = Sequence[tuple[int, Unit]]
"""Units with the row of the file each stands in."""


def accept(
    raw: RawTable,
    tree: str,
    date: str,
    *,
    stored: Sequence[Organisation],
    lineage: Sequence[LineageEvent],
    workplace_level: str,
) -> Intake:
    """Take in one tree.

    Parameters
    ----------
    raw
        Columns ``code, name, parent, level``; the root's parent is empty; the order is the organisation's order. Or one
        column a level (``organisation_levels``).
    tree, date
        Such as ``line`` and ``2016-01-01``; an earlier file of both is replaced.
    stored
        The organisations at hand.
    lineage
        The lineage at hand; where it does not explain what changed since the tree before, a draft comes along.
    workplace_level
        The level whose units all trees of one date share.

    Raises
    ------
    InputError
        ``missing-column``, ``empty-value``, ``unit-code``, ``unit-twice``, ``organisation-root``, ``unit-orphan``,
        ``unit-cycle``, ``unit-differs``, ``root-differs`` or ``workplaces-differ``: all faults of the file.
    """
    named = tidy.with_our_names(raw, ORGANISATION)
    units = _units(named, workplace_level)
    gathered = Gathered(raw.file)
    _check_codes(units, gathered)
    _check_tree(units, gathered)
    gathered.stop_if_any()
    made = Organisation(tree, date, parents_first([unit for _, unit in units]))
    others = [entry for entry in stored if entry.tree != tree]
    warnings = _check_beside(made, others, stored, workplace_level, raw.file)
    events, drafts = _since_before(made, stored, lineage, raw.file)
    rows = pd.DataFrame([(unit.code, unit.name, unit.parent, unit.level) for unit in made.units])
    rows = rows.set_axis(["code", "name", "parent", "level"], axis=1).astype("str")
    rows = rows.assign(tree=tree, valid_from=date, place=range(len(rows)))
    accounting = Accounting(rows_read=len(raw.cells), rows_accepted=len(raw.cells))
    covers = pd.DataFrame([{"tree": tree, "valid_from": date}])
    return Intake(
        "organisation", f"{tree} {date}", accounting, (*warnings, *events), {"units": Stored(rows, covers)}, {}, drafts
    )


def _units(raw: RawTable, workplace_level: str) -> Rows:
    if has_level_columns(raw, workplace_level):
        return units_by_level(raw)
    tidy.form_of(raw, ORGANISATION)
    cells = raw.cells.apply(lambda column: column.str.strip())
    parents = cells["parent"] if "parent" in cells.columns else pd.Series("", index=cells.index, dtype=str)
    rows = zip(cells.index, cells["code"], cells["name"], parents, cells["level"], strict=True)
    return [(int(row), Unit(code, name, parent or None, level)) for row, code, name, parent, level in rows]


def _check_codes(units: Rows, gathered: Gathered) -> None:
    seen: dict[str, int] = {}
    for row, unit in units:
        for column in ("code", "name", "level"):
            if not getattr(unit, column):
                gathered.note("empty-value", f"{column} is empty; every unit needs one", row=row, column=column)
        if not unit.code:
            continue
        if len(unit.code) > LONGEST_CODE or not unit.code.isprintable() or unit.code.strip(".") == "":
            message = f"a unit's code has at most {LONGEST_CODE} characters and is no row of dots; choose another"
            gathered.note("unit-code", message, row=row, column="code")
        first = seen.setdefault(unit.code.casefold(), row)
        if first != row:
            message = f"{unit.code[:LONGEST_CODE]} stands in line {first} already (case does not tell codes apart)"
            gathered.note("unit-twice", f"{message}; give each unit a code of its own", row=row, column="code")


def _check_tree(units: Rows, gathered: Gathered) -> None:
    roots = [row for row, unit in units if unit.parent is None]
    if len(roots) != 1:
        lines = ", ".join(str(row) for row in roots[:10])
        found = f"lines {lines}" if roots else "no unit"
        message = f"one unit, the municipality, has no parent; found {found}. Give every other unit its parent"
        gathered.note("organisation-root", message, row=roots[1] if roots else None, column="parent")
    by_code = {unit.code: unit for _, unit in units}
    for row, unit in units:
        if unit.parent is not None and unit.parent not in by_code:
            message = f"the parent {unit.parent[:LONGEST_CODE]} is no unit of this file; add it or correct the parent"
            gathered.note("unit-orphan", message, row=row, column="parent")
        elif _in_cycle(unit, by_code):
            message = f"{unit.code[:LONGEST_CODE]} is above itself; correct one parent on the way up"
            gathered.note("unit-cycle", message, row=row, column="parent")


def _in_cycle(unit: Unit, by_code: Mapping[str, Unit]) -> bool:
    above = unit.parent
    for _ in range(len(by_code)):
        if above is None or above not in by_code:
            return False
        if above == unit.code:
            return True
        above = by_code[above].parent
    return False


def _check_beside(
    made: Organisation,
    others: Sequence[Organisation],
    stored: Sequence[Organisation],
    workplace_level: str,
    file: str,
) -> list[Problem]:
    """The trees of one date have one root and the same workplaces.

    A new tree that differs is refused. One that takes the place of an earlier file is taken with a word, or no tree
    could ever be corrected before the other.
    """
    gathered = Gathered(file)
    for other in others:
        if other.root.code != made.root.code:
            message = (
                f"the root is {made.root.code}, that of the tree {other.tree} of {other.date} is {other.root.code}"
            )
            gathered.note("root-differs", f"{message}; the municipality has one code in all trees")
    gathered.stop_if_any()
    for other in others:
        if other.date == made.date:
            _note_other_workplaces(made, other, workplace_level, gathered)
    if not any(entry.tree == made.tree and entry.date == made.date for entry in stored):
        gathered.stop_if_any()
    return gathered.problems


def _note_other_workplaces(made: Organisation, other: Organisation, level: str, gathered: Gathered) -> None:
    only_here, only_there = workplaces_apart(made, other, level)
    for codes, text in ((only_here, f"stand here and not in the tree {other.tree}"), (only_there, "lack here")):
        if codes:
            listed = ", ".join(codes[:10])
            message = f"{len(codes)} workplaces {text} of {other.date} ({listed}); both trees have the same workplaces"
            gathered.note("workplaces-differ", message)


def _since_before(
    made: Organisation, stored: Sequence[Organisation], lineage: Sequence[LineageEvent], file: str
) -> tuple[list[Problem], dict[str, str]]:
    before = [entry for entry in stored if entry.tree == made.tree and entry.date < made.date]
    if not before:
        return [], {}
    earlier = max(before, key=lambda entry: entry.date)
    events = unmatched(earlier, made, lineage)
    if all(event.old == event.new for event in events):
        return [], {}  # what keeps its code is found again, whatever it is called and wherever it stands
    count = Counter("code" if event.kind == "rename" and event.old != event.new else event.kind for event in events)
    message = (
        f"since {earlier.date} {count['new']} units appeared, {count['close']} vanished, {count['code']} seem to have "
        f"another code, {count['move']} have another parent and {count['rename']} another name, and no lineage says "
        "what became of them; --drafts FOLDER gives a draft to correct, then: skapital ingest lineage FILE"
    )
    name = f"lineage-{made.tree}-{made.date}.csv"
    return [Problem("lineage-missing", message, file=file)], {name: lineage_text(draft_lineage(earlier, made, lineage))}
