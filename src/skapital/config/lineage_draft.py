"""What changed between two trees and no lineage speaks of, as a draft for a person to correct."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from skapital.config.lineage import ENDED, steps, successors
from skapital.config.organisation import LineageEvent, Organisation

HEADER: Final = "date,kind,from,to,share,source"


def unmatched(old: Organisation, new: Organisation, events: Sequence[LineageEvent]) -> list[LineageEvent]:
    """Return as events what the two trees show and the lineage between them does not say.

    A unit that vanished is drafted as a rename where exactly one unit of its name and level appeared, else as closed;
    what appeared otherwise is new. What became of it in truth (mergers and splits above all) is for a person to say. A
    unit is moved only if its new parent is not what has become of the old one.
    """
    path = steps(events, old.date, new.date)
    went = {code: successors(code, path) for code in old.by_code}
    reached = dict.fromkeys(code for codes in went.values() for code in sorted(codes))
    for event in events:
        if event.kind == "new" and event.new is not None and old.date < event.date <= new.date:
            reached |= dict.fromkeys(sorted(successors(event.new, steps(events, event.date, new.date))))
    gone = [code for code in reached if code not in new.by_code and code != ENDED]
    appeared = [code for code in new.by_code if code not in reached]
    same = _same_name(gone, appeared, old, new)
    told = {event.old for event in events if old.date < event.date <= new.date}
    stayed = [code for code in old.by_code if code in new.by_code and code not in told]
    moved = [code for code in stayed if _moved(code, old, new, went, same)]
    renamed = [code for code in stayed if code not in moved and old.by_code[code].name != new.by_code[code].name]
    rows: list[tuple[str, str | None, str | None]] = [("close", code, None) for code in gone if code not in same]
    rows += [("new", None, code) for code in appeared if code not in same.values()]
    rows += [("rename", code, after) for code, after in same.items()]
    rows += [("move", code, code) for code in moved] + [("rename", code, code) for code in renamed]
    return [LineageEvent(new.date, kind, before, after, None, "") for kind, before, after in rows]


def draft_lineage(old: Organisation, new: Organisation, events: Sequence[LineageEvent]) -> list[LineageEvent]:
    """Return a whole lineage of the new tree's date: what is known of it, then what is :func:`unmatched`.

    A lineage file replaces all events of its dates, so a draft repeats those at hand (of the other tree, for instance).
    """
    return [*(event for event in events if event.date == new.date), *unmatched(old, new, events)]


def lineage_text(events: Sequence[LineageEvent]) -> str:
    """Return events as the text of a lineage file."""
    lines = [HEADER]
    for event in events:
        share = "" if event.share is None else f"{event.share:g}"
        cells = (event.date, event.kind, event.old or "", event.new or "", share, event.source)
        lines.append(",".join(_quoted(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def _same_name(
    gone: Collection[str], appeared: Collection[str], old: Organisation, new: Organisation
) -> dict[str, str]:
    """Units that vanished, with the one that appeared under the same name and level, where both are alone in it."""
    before = _alone([code for code in gone if code in old.by_code], old)
    after = _alone(appeared, new)
    return {code: after[name] for name, code in before.items() if name in after}


def _alone(codes: Collection[str], tree: Organisation) -> dict[tuple[str, str], str]:
    named: dict[tuple[str, str], list[str]] = {}
    for code in codes:
        unit = tree.by_code[code]
        named.setdefault((unit.level, unit.name.casefold()), []).append(code)
    return {name: found[0] for name, found in named.items() if len(found) == 1}


def _moved(
    code: str, old: Organisation, new: Organisation, went: Mapping[str, frozenset[str]], same: Mapping[str, str]
) -> bool:
    before, after = old.by_code[code].parent, new.by_code[code].parent
    if before is None or after is None:
        return before is not after
    return after not in went[before] and after != same.get(before)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n') else cell
