"""`skapital compare`: the publication of a quarter."""

from __future__ import annotations

import re
from typing import Any

import click

from skapital.cli.publishing import publishes
from skapital.errors import InputError
from skapital.publication.publish import Wanted
from skapital.publication.quarter import latest_round_before
from skapital.publication.workspace import Workspace

_QUARTER = re.compile(r"\d{4}Q[1-4]")


@click.command("compare")
@click.option("--quarter", required=True, metavar="2015Q3", help="The quarter.")
@publishes
def command(here: Workspace, *, quarter: str, **options: Any) -> Wanted:
    """Publish a quarter.

    It shows response and social capital of the latest measurement, with its date, against the targets that were set.
    """
    if not _QUARTER.fullmatch(quarter):
        raise InputError(f'--quarter: "{quarter}" is no quarter; expected such as 2015Q3', slug="bad-quarter")
    round_id = latest_round_before(here, quarter)
    return Wanted(base=quarter, kind="quarter", round_id=round_id, quarter=quarter, **options)
