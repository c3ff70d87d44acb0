"""Options that every command shares."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from skapital.cli.output import Output

Command = Callable[..., Any]
EXISTING = click.Path(path_type=Path, exists=True)
FOLDER = click.Path(path_type=Path, file_okay=False)
ANY_PATH = click.Path(path_type=Path)


def speaks(function: Command) -> Command:
    """Give a command ``--quiet``, ``--verbose`` and ``--json``; it is called with ``out``."""

    @click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, and nothing else.")
    @click.option("--quiet", is_flag=True, help="Say only what is wrong.")
    @click.option("--verbose", is_flag=True, help="Say more about the work.")
    @functools.wraps(function)
    def command(*, as_json: bool, quiet: bool, verbose: bool, **others: Any) -> Any:
        return function(out=Output(as_json, quiet, verbose), **others)

    return command


def in_workspace(function: Command) -> Command:
    """Give a command ``--workspace`` besides what :func:`speaks` gives; it is called with ``workspace`` and ``out``."""
    option = click.option(
        "--workspace",
        type=FOLDER,
        default=Path(),
        envvar="SKAPITAL_WORKSPACE",
        help="The workspace; else SKAPITAL_WORKSPACE, else the current folder.",
    )
    wrapped: Command = option(speaks(function))
    return wrapped


def as_of_option(function: Command) -> Command:
    """Add `--as-of DATE`: the organisation that a round's figures are asked for on."""
    words = (
        "On the organisation of this date, carried forward by the units' lineage; else that of the round's own time."
    )
    wrapped: Command = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help=words)(function)
    return wrapped


def iso(day: datetime | None) -> str:
    """Return a day as ISO text; empty where none was given."""
    return "" if day is None else day.date().isoformat()
