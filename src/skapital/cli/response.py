"""`skapital response`: answered and invited by unit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from skapital.cli.options import as_of_option, in_workspace, iso
from skapital.cli.output import Output, table
from skapital.publication.frame_findings import round_findings
from skapital.publication.response import response
from skapital.publication.workspace import Workspace
from skapital.store.database import open_store


@click.command("response")
@click.option("--round", "round_id", required=True, help="The round's id in skapital.toml.")
@as_of_option
@in_workspace
def command(round_id: str, as_of: datetime | None, workspace: Path, out: Output) -> None:
    """Count answered and invited by unit.

    Also during fieldwork. Units stand in organisation order. The number of answers is left out where it could point at
    a person, by the same rules as in a report.
    """
    here = Workspace(workspace)
    entry = here.round(round_id)
    with open_store(here.path, write=False) as store:
        units = response(here, store, entry, iso(as_of))
        findings = round_findings(store, entry)
        rejected = store.rejected(entry.id)["slug"].value_counts().sort_index()
    header = ("tree", "unit", "name", "invited", "answered", "percent")
    text = table(header, [[u.tree, u.unit, u.name, u.n_invited, u.n_answered, u.percent] for u in units])
    record: dict[str, object] = {
        "round": entry.id,
        "as_of": iso(as_of) or None,
        "units": [unit.as_json() for unit in units],
        "rows_rejected": {str(slug): int(n) for slug, n in rejected.items()},
        "findings": [finding.as_json() for finding in findings],
    }
    out.result(record, text)
    for finding in findings:
        out.say(f"finding: {finding.message} [{finding.slug}]")
