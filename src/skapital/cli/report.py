"""`skapital report`: the publication of a round."""

from __future__ import annotations

from typing import Any

import click

from skapital.cli.publishing import publishes
from skapital.publication.publish import Wanted
from skapital.publication.workspace import Workspace


@click.command("report")
@click.option("--round", "round_id", required=True, help="The round's id in skapital.toml.")
@publishes
def command(here: Workspace, *, round_id: str, **options: Any) -> Wanted:
    """Publish a round.

    Every unit that may have a report gets one, in HTML and Excel, with the municipality's, the leaders' and the MED
    committees'. All of it passes one release; --unit limits the files written, never the release.
    """
    here.round(round_id)
    return Wanted(base=round_id, kind="round", round_id=round_id, **options)
