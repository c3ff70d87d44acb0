"""A tree written with one column a level, as HR systems export it, read as units with their parents.

The columns, from the top down, are called by their level and hold the units' codes; ``<level>_name`` holds their names,
else the code is the name. An empty cell means that the units below hang on the level above. Units stand in the order in
which they first appear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skapital.config.organisation import Unit
from skapital.ingest.intake import RawTable
from skapital.ingest.problems import Gathered

NAME = "_name"


def has_level_columns(raw: RawTable, workplace_level: str) -> bool:
    """Say whether a header is of levels: one column is called by the workplaces' level, none ``code`` or ``parent``."""
    return workplace_level in raw.columns and {"code", "parent"}.isdisjoint(raw.columns)


def units_by_level(raw: RawTable) -> list[tuple[int, Unit]]:
    """Return each unit with the row it first appears in.

    Raises
    ------
    InputError
        ``unit-differs`` for a unit that has two parents, levels or names.
    """
    levels = [name for name in raw.columns if not name.endswith(NAME)]
    gathered = Gathered(raw.file)
    units: dict[str, tuple[int, Unit]] = {}
    stripped = raw.cells.apply(lambda column: column.str.strip())
    for row, cells in zip(raw.cells.index, stripped.to_dict("records"), strict=True):
        for unit in _path({str(name): str(cell) for name, cell in cells.items()}, levels):
            first, known = units.setdefault(unit.code, (int(row), unit))
            if known != unit:
                message = (
                    f"{unit.code[:40]} has another parent, level or name than in line {first}; a unit has one of each"
                )
                gathered.note("unit-differs", message, row=int(row), column=unit.level)
    gathered.stop_if_any()
    return list(units.values())


def _path(cells: Mapping[str, str], levels: Sequence[str]) -> list[Unit]:
    """The units of one row from the top down."""
    path: list[Unit] = []
    for level in levels:
        code = cells[level]
        if code:
            path.append(Unit(code, cells.get(f"{level}{NAME}") or code, path[-1].code if path else None, level))
    return path
