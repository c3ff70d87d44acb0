"""Write the trees, the lineage and the two frames."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sample_town import organisation
from sample_town.files import write_rows
from sample_town.town import Town

FRAME_LEFT_OUT = "W255"
FRAME_TOO_LOW = "W018"


def write(folder: Path, town: Town) -> None:
    """Write all files about the organisation and about who was invited."""
    trees = town.trees
    for tree, date, places in (
        ("line", organisation.OLD, trees.line_old),
        ("line", organisation.NEW, trees.line_new),
        ("med", organisation.OLD, trees.med_old),
        ("med", organisation.NEW, trees.med_new),
    ):
        rows = [(place.code, place.name, place.parent, place.level) for place in places]
        write_rows(folder / f"organisation-{tree}-{date}.csv", ("code", "name", "parent", "level"), rows)
    events = [(organisation.NEW, e.kind, e.old, e.new, e.share, e.source) for e in trees.events]
    write_rows(folder / "lineage.csv", ("date", "kind", "from", "to", "share", "source"), events)
    _counts(folder, town)
    _persons(folder, town)


def _counts(folder: Path, town: Town) -> None:
    """2014: a list of counts, in which one workplace is forgotten and another stands with far too few."""
    counted = Counter((unit, level) for _, unit, level in town.sheets["2014-06"].frame)
    order = {place.code: i for i, place in enumerate(town.trees.line_old)}
    del counted[FRAME_LEFT_OUT, ""]
    counted[FRAME_TOO_LOW, ""] //= 2
    rows = sorted(((unit, level, n) for (unit, level), n in counted.items()), key=lambda row: (order[row[0]], row[1]))
    write_rows(folder / "frame-2014-06.csv", ("unit", "leader_level", "n_invited"), rows)


def _persons(folder: Path, town: Town) -> None:
    """2016: a list of persons, in which those with two jobs stand twice."""
    people = town.staff.people
    rows = sorted(
        (people[i].number, unit, level, people[i].position, people[i].employed_since.isoformat())
        for i, unit, level in town.sheets["2016-06"].frame
    )
    header = ("person", "unit", "leader_level", "position_group", "employed_since")
    write_rows(folder / "frame-2016-06.csv", header, rows)
