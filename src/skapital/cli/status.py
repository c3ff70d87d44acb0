"""`skapital status`: where the workspace stands."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import in_workspace
from skapital.cli.output import Output, table
from skapital.publication.comparable import as_line
from skapital.publication.standing import Standing, standing
from skapital.publication.workspace import Workspace
from skapital.store.database import open_store

_HEADER = ("round", "fieldwork to", "invited", "answered", "rejected rows", "policy locked", "published")


@click.command("status")
@in_workspace
def command(workspace: Path, out: Output) -> None:
    """Say where the workspace stands, and the next step."""
    here = Workspace(workspace)
    with open_store(here.path, write=False) as store:
        found = standing(here, store)
    out.result(found.as_json(), _text(found))


def _text(found: Standing) -> str:
    lines = [
        table(_HEADER, [_row(entry) for entry in found.rounds]),
        "",
        f"organisations: {', '.join(found.organisations) or 'none'}",
        f"imports: {found.n_imports}; adopted targets: {found.n_targets}",
        f"publications: {', '.join(found.publications) or 'none'}",
        f"latest quarter with HR figures: {found.latest_quarter or 'none'}",
    ]
    if found.asked_again:
        lines.insert(-2, f"to be asked for targets anew, after a merger or split: {', '.join(found.asked_again)}")
    lines += [as_line(entry) for entry in found.comparable]
    lines += [f"finding: {finding}" for finding in found.findings]
    return "\n".join([*lines, f"next step: {found.next_step}"])


def _row(entry: dict[str, object]) -> list[object]:
    names = ("round", "fieldwork_to", "n_invited", "n_answered", "rows_rejected")
    marks = ("yes" if entry[name] else "no" for name in ("policy_locked", "published"))
    return [*(entry[name] for name in names), *marks]
