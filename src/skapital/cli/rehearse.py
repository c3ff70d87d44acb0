"""`skapital rehearse`: before fieldwork, who will get which report; and the policy is promised."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from skapital import columns as c
from skapital.cli.options import in_workspace
from skapital.cli.output import Output, table
from skapital.config.settings import Round
from skapital.disclosure.coverage import FARTHER, NEXT_UP, NOWHERE, OWN, SIBLINGS
from skapital.publication.rehearsal import Rehearsal, UnitForecast, rehearse
from skapital.publication.workspace import Workspace
from skapital.store.database import open_store

LEAST_COVERED = 0.99
"""Of the staff, by their own unit, named siblings or the next level up; less is said loudly."""
_WORDS = {
    c.FULL: "a report of its own",
    c.SCALES: "a report of its own, with scale means only",
    c.COMBINED: "a report together with named siblings",
    c.PARENT: "no report; read in the unit above",
}


@click.command("rehearse")
@click.option("--round", "round_id", required=True, help="The round's id in skapital.toml.")
@click.option(
    "--response-percent",
    "percent",
    type=click.FloatRange(0, 100, min_open=True),
    help="So many of those invited answer; else as in skapital.toml.",
)
@click.option("--lock", is_flag=True, help="Promise policy.toml for this round; it cannot be taken back.")
@in_workspace
def command(round_id: str, percent: float | None, lock: bool, workspace: Path, out: Output) -> None:
    """Say before fieldwork who will get which report.

    From the frame and the organisation, with the gate that will decide when the answers are in. Units stand in
    organisation order. --lock promises the policy; `skapital protection` then writes it out for staff.
    """
    here = Workspace(workspace)
    entry = here.round(round_id)
    share = here.settings.expected_response if percent is None else percent / 100
    with open_store(here.path, write=lock) as store:
        found = rehearse(here, store, entry, share)
        newly = lock and here.lock_policy(store, entry.id)
        locked = store.policy_lock(entry.id)
    record: dict[str, object] = {
        "round": entry.id,
        "expected_response": share,
        "policy_locked": locked is not None,
        "newly_locked": newly,
        "units": [unit.as_json() for unit in found.units],
        "combined_units": [one.as_json() for one in found.together],
        "staff": found.coverage.staff,
        "staff_covered_share": found.coverage.share,
        "covered_farther_up": list(found.coverage.farther),
    }
    summary = _summary(found, entry, share)
    out.result(record, "\n".join(summary if out.quiet else (_table(found), "", *summary)))
    _warn(found, out)
    if locked is not None and locked.sha256 != here.policy.sha256:
        out.say(f"policy.toml has changed since it was locked for {entry.id}; this is by what was locked")
    if lock:
        out.say(f"the policy is {'now' if newly else 'already'} locked for {entry.id}")
    elif locked is None:
        out.say(
            "no policy is locked yet: rehearse --lock promises policy.toml, then `skapital protection` writes it out"
        )


def _table(found: Rehearsal) -> str:
    header = ("tree", "unit", "name", "invited", "tier", "read in", "if all answer")
    rows = [
        [u.tree, u.unit, u.name, u.n_invited, u.tier, "" if u.covered_by == u.unit else u.covered_by, _best(u)]
        for u in found.units
    ]
    return table(header, rows)


def _best(unit: UnitForecast) -> str:
    return "" if unit.tier_if_all_answer == unit.tier else unit.tier_if_all_answer


def _summary(found: Rehearsal, entry: Round, share: float) -> list[str]:
    """How many units get what, and where the staff will read their figures."""
    counted = Counter(unit.tier for unit in found.units)
    staff, total = found.coverage.staff, found.coverage.total
    lines = [f"{entry.id}, if {share:.0%} answer:"]
    lines += [f"  {counted[tier]:>6} units get {words}" for tier, words in _WORDS.items() if counted[tier]]
    places = {OWN: "their own unit's report", SIBLINGS: "one shared with named siblings", NEXT_UP: "the next level up"}
    places[FARTHER] = "a report farther up only"
    if staff[NOWHERE]:
        places[NOWHERE] = "none: small units are left out by the policy, their answers count nowhere"
    lines += [f"  {staff[where]:>6} of {total} staff read theirs in {words}" for where, words in places.items()]
    return lines


def _warn(found: Rehearsal, out: Output) -> None:
    share = found.coverage.share
    if share is not None and share < LEAST_COVERED:
        out.say(
            f"WARNING: only {share:.1%} of staff are covered by their own unit, named siblings or the next level up"
        )
    without = [unit for unit in found.units if unit.tier == c.PARENT]
    hopeless = [unit.unit for unit in without if unit.tier_if_all_answer == c.PARENT]
    if without:
        out.say(f"{len(without)} units will get no report of their own: {', '.join(one.unit for one in without)}")
    if hopeless:
        out.say(f"of these {len(hopeless)} get none even if everybody answers: {', '.join(hopeless)}")
    if found.coverage.farther:
        out.say(f"staff of {', '.join(found.coverage.farther)} are read more than one level up")
