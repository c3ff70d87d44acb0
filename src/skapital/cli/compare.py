"""`skapital compare`: the publication of a quarter."""

from __future__ import annotations

from typing import Any

import click

from skapital.cli.publishing import publishes
from skapital.publication.publish import Wanted
from skapital.publication.quarter import quarter_and_round
from skapital.publication.workspace import Workspace


@click.command("compare")
@click.option(
    "--quarter", required=True, metavar="2015Q3|latest", help="The quarter, or the last covered in every source."
)
@publishes
def command(here: Workspace, *, quarter: str, **options: Any) -> Wanted:
    """Publish a quarter.

    Absence and turnover against the same quarter before, the baseline, the targets and the unit above, and the latest
    measurement with its date. Nothing new in means nothing new out. Made for a scheduler: no terminal is needed.
    """
    name, round_id = quarter_and_round(here, quarter)
    return Wanted(base=name, kind="quarter", round_id=round_id, quarter=name, **options)
