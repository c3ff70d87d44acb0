"""`skapital ingest KIND FILE`: one file into the store, every row accounted for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from skapital.cli.options import ANY_PATH, Command, in_workspace
from skapital.cli.output import Output
from skapital.cli.taking_in import Request, take_in
from skapital.cli.taking_in_hr import HR_KINDS
from skapital.ingest.kinds import KINDS
from skapital.publication.workspace import Workspace

TREES = ("line", "med")
_DATE = click.DateTime(["%Y-%m-%d"])


@click.group("ingest")
def command() -> None:
    """Take in a file.

    FILE is a file, a folder or a zip. Every row is accepted, rejected with a reason, not completed, or a duplicate.
    The same file twice changes nothing.
    """


def _takes_a_file(function: Callable[..., Request]) -> Command:
    """Turn a function from options to a :class:`Request` into a command with the options that all kinds share."""

    @click.argument("file", type=ANY_PATH)
    @click.option("--sheet", help="The sheet of a workbook; else all its sheets.")
    @click.option("--dry-run", is_flag=True, help="Say what would be taken in, and store nothing.")
    @click.option("--strict", is_flag=True, help="End with exit code 3 if rows were rejected.")
    @click.option("--problems", type=ANY_PATH, help="Write all problems to this CSV file.")
    @in_workspace
    def run(workspace: Path, out: Output, **options: Any) -> None:
        take_in(Workspace(workspace), function(**options), out)

    run.__doc__ = function.__doc__
    return run


@command.command("survey")
@click.option("--round", "round_id", required=True, help="The round's id in skapital.toml.")
@click.option("--profile", help="The export format; else it is recognised by its header.")
@click.option("--mapping", type=ANY_PATH, help="Which column is what; `skapital map` drafts it.")
@_takes_a_file
def _survey(**options: Any) -> Request:
    """One survey export into one round."""
    return Request("survey", **options)


@command.command("organisation")
@click.option("--from", "date", type=_DATE, required=True, help="The day from which this organisation holds.")
@click.option("--tree", type=click.Choice(TREES), default="line", show_default=True, help="Which tree it is.")
@click.option("--drafts", type=ANY_PATH, help="Write a drafted lineage file into this folder.")
@_takes_a_file
def _organisation(**options: Any) -> Request:
    """An organisation tree as of a date."""
    date = options.pop("date").date().isoformat()
    return Request("organisation", date=date, **options)


@command.command("frame")
@click.option("--round", "round_id", required=True, help="The round's id in skapital.toml.")
@_takes_a_file
def _frame(**options: Any) -> Request:
    """Who was invited to a round: counts by unit, or a list of persons."""
    return Request("frame", **options)


@command.command("lineage")
@_takes_a_file
def _lineage(**options: Any) -> Request:
    """What became of units: renamed, merged, split, moved, closed, new."""
    return Request("lineage", **options)


@command.command("exits")
@click.option("--mapping", type=ANY_PATH, help="Which column of a survey export is what.")
@click.option("--profile", help="The export's format; else it is recognised by its header.")
@_takes_a_file
def _exits(**options: Any) -> Request:
    """Job-stop talks: filled forms (a folder of them, too), a survey export with its mapping, or a tidy file."""
    return Request("exits", **options)


_LISTED_UNITS = click.option(
    "--listed-units",
    is_flag=True,
    help="Day records replace their months only for the units in the file, not for all units.",
)


_COVERS = click.option(
    "--covers",
    metavar="FROM..TO",
    help="The months a file of spells covers, such as 2015-07..2015-09: it replaces these and no others. "
    "Without it the file is the whole list, and its months are told by its dates.",
)


def _add_tidy_kind(kind: str, text: str) -> None:
    def request(**options: Any) -> Request:
        return Request(kind, **options)

    request.__doc__ = text
    taker = _takes_a_file(request)
    if kind in HR_KINDS:
        taker = _COVERS(_LISTED_UNITS(taker))
    command.command(kind)(taker)


_TIDY_TEXTS = {
    "employment": "Employments, or monthly totals of staff by unit.",
    "absence": "Absences, or monthly totals of absence by unit.",
    "benchmarks": "Figures of comparable municipalities.",
    "events": "What happened when, to be drawn on trends.",
    "pilots": "Which units pilot what, from when.",
    "milestones": "Milestones of the project's goals.",
    "suggestions": "Praise and proposals.",
}
for _kind in KINDS:
    if _kind in _TIDY_TEXTS:
        _add_tidy_kind(_kind, _TIDY_TEXTS[_kind])
