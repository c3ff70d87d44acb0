"""Whether a lineage can be true: a unit is there when something happens to it, and has one fate and one beginning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skapital.config.lineage import ENDED, steps, successors
from skapital.config.organisation import LineageEvent, Organisation

WITHOUT_OLD: Final = ("new",)
WITHOUT_NEW: Final = ("close",)
SHARE_TOLERANCE: Final = 0.005
"""Shares are written with two decimals, so three parts of a third add up to 0.99."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one event; ``row`` is the key it was given under, ``column`` the one to mend."""

    row: int
    column: str
    slug: str
    message: str


@dataclass(frozen=True)
class _Row:
    row: int
    event: LineageEvent


def faults(
    events: Mapping[int, LineageEvent],
    organisations: Sequence[Organisation],
    known: Sequence[LineageEvent] = (),
) -> list[Fault]:
    """Return all faults of a lineage file.

    Parameters
    ----------
    events
        The events by their row in the file.
    organisations
        The trees at hand. Before the first of them nothing is known, and nothing is checked against it.
    known
        Events of other dates that are at hand already.

    Returns
    -------
    list of Fault
        Slugs ``lineage-ends``, ``lineage-share``, ``lineage-two-fates``, ``lineage-parts``, ``lineage-exists`` and
        ``lineage-unknown-unit``.
    """
    rows = [_Row(row, event) for row, event in events.items()]
    found = [*_ends(rows), *_fates(rows)]
    if found:
        return found  # what follows needs every event to have its ends
    dated: dict[str, list[_Row]] = {}
    for one in rows:
        dated.setdefault(one.event.date, []).append(one)
    everything = [*(event for event in known if event.date not in dated), *events.values()]
    for date, of_date in sorted(dated.items()):
        before = _there_before(date, organisations, everything)
        found += [*_shares(of_date), *_parts(of_date, before)]
        if before is not None:
            found += [*_unknown(of_date, before, everything), *_exists(of_date, before)]
        found += _not_found_later(of_date, organisations, everything)
    return found


def _ends(rows: Iterable[_Row]) -> Iterable[Fault]:
    for row, event in ((one.row, one.event) for one in rows):
        wants_old, wants_new = event.kind not in WITHOUT_OLD, event.kind not in WITHOUT_NEW
        for column, there, wanted in (("from", event.old, wants_old), ("to", event.new, wants_new)):
            if (there is not None) != wanted:
                said = "is missing" if wanted else "must be empty"
                yield Fault(row, column, "lineage-ends", f"{column} {said} for {event.kind}")
        if event.share is not None and (event.kind != "split" or not 0 < event.share <= 1):
            message = "share documents a split: more than 0, at most 1, and only there"
            yield Fault(row, "share", "lineage-share", message)


def _fates(rows: Iterable[_Row]) -> Iterable[Fault]:
    """A unit has one fate a date: several rows only as the parts of one split, or a rename and a move to one code."""
    first: dict[tuple[str, str], _Row] = {}
    for one in rows:
        event = one.event
        if event.old is None:
            continue
        other = first.setdefault((event.date, event.old), one)
        kinds = {other.event.kind, event.kind}
        if other is one or kinds == {"split"} or (kinds == {"rename", "move"} and other.event.new == event.new):
            continue
        message = (
            f"{event.old} has a fate at this date in line {other.row} already ({other.event.kind}); a unit has one"
        )
        yield Fault(one.row, "from", "lineage-two-fates", f"{message}. Use two dates, or one event")


def _shares(rows: Sequence[_Row]) -> Iterable[Fault]:
    for old, parts in _grouped(rows, "split").items():
        shares = [part.event.share for part in parts]
        given = [share for share in shares if share is not None]
        if given and (len(given) < len(shares) or abs(sum(given) - 1) > SHARE_TOLERANCE * len(shares)):
            message = f"the shares of {old} add up to {sum(given):g} in {len(given)} of {len(shares)} parts"
            yield Fault(parts[0].row, "share", "lineage-share", f"{message}; give all of them, adding up to 1, or none")


def _parts(rows: Sequence[_Row], before: frozenset[str] | None) -> Iterable[Fault]:
    """A split has two parts or more, a merger two origins or more: one of them may be a unit that goes on."""
    for old, parts in _grouped(rows, "split").items():
        if len({part.event.new for part in parts}) < 2:
            message = f"{old} is split into one part; write a row for each part, also the one that keeps the code"
            yield Fault(parts[0].row, "kind", "lineage-parts", message)
    merged: dict[str | None, list[_Row]] = {}
    for one in rows:
        if one.event.kind == "merge":
            merged.setdefault(one.event.new, []).append(one)
    ended = {one.event.old for one in rows}
    for new, origins in merged.items():
        goes_on = before is None or (new in before and new not in ended)
        if len({one.event.old for one in origins}) + goes_on < 2:
            message = f"{new} is merged of one unit; write a row for each, or call it a rename"
            yield Fault(origins[0].row, "kind", "lineage-parts", message)


def _grouped(rows: Sequence[_Row], kind: str) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for one in rows:
        if one.event.kind == kind and one.event.old is not None:
            found.setdefault(one.event.old, []).append(one)
    return found


def _unknown(rows: Sequence[_Row], before: frozenset[str], events: Sequence[LineageEvent]) -> Iterable[Fault]:
    for one in rows:
        old, date = one.event.old, one.event.date
        if old is None or old in before:
            continue
        begins = min((event.date for event in events if event.new == old and event.date >= date), default=None)
        message = f"{old} is no unit of the organisation before {date}"
        message += f": it begins at {begins}" if begins else ""
        yield Fault(one.row, "from", "lineage-unknown-unit", f"{message}; correct the code or the date")


def _exists(rows: Sequence[_Row], before: frozenset[str]) -> Iterable[Fault]:
    """What begins or takes another code does not take the code of a unit that goes on: that would be a merger."""
    ended = {one.event.old for one in rows}
    for one in rows:
        event = one.event
        taken = event.new in before and event.new not in ended
        if event.kind in ("new", "rename", "move") and taken:
            message = f"{event.new} exists already at {event.date}; call it a merge, or give the unit another code"
            yield Fault(one.row, "to", "lineage-exists", message)


def _not_found_later(
    rows: Sequence[_Row], organisations: Sequence[Organisation], events: Sequence[LineageEvent]
) -> Iterable[Fault]:
    date = rows[0].event.date
    later = min((tree.date for tree in organisations if tree.date >= date), default=None)
    if later is None:
        return
    path, there = steps(events, date, later), _codes(organisations, later) | {ENDED}
    for one in rows:
        new = one.event.new
        if new is not None and not successors(new, path) <= there:
            message = f"{new} is no unit of the organisation of {later}; correct it, or say what became of it"
            yield Fault(one.row, "to", "lineage-unknown-unit", message)


def _there_before(
    date: str, organisations: Sequence[Organisation], events: Sequence[LineageEvent]
) -> frozenset[str] | None:
    """The units right before a date: those of the newest trees before it, and what has become of them since."""
    newest = _newest([tree for tree in organisations if tree.date < date])
    if not newest:
        return None
    earlier = [event for event in events if event.date < date]
    there: set[str] = set()
    for tree in newest:
        path = steps(earlier, tree.date, date)
        there.update(*(successors(code, path) for code in tree.by_code))
    since = min(tree.date for tree in newest)
    for event in earlier:
        if event.kind == "new" and event.new is not None and event.date > since:
            there |= successors(event.new, steps(earlier, event.date, date))
    return frozenset(there - {ENDED})


def _codes(organisations: Sequence[Organisation], date: str) -> frozenset[str]:
    """The codes of the newest organisation of each tree at a date."""
    newest = _newest([tree for tree in organisations if tree.date <= date])
    return frozenset(code for tree in newest for code in tree.by_code)


def _newest(organisations: Sequence[Organisation]) -> list[Organisation]:
    return list({tree.tree: tree for tree in sorted(organisations, key=lambda tree: tree.date)}.values())
