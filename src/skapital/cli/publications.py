"""`skapital publications`: what was published."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import in_workspace
from skapital.cli.output import Output, table
from skapital.errors import InputError
from skapital.publication.workspace import Workspace
from skapital.store.database import open_store


@click.group("publications", invoke_without_command=True)
@in_workspace
@click.pass_context
def command(context: click.Context, workspace: Path, out: Output) -> None:
    """List what was published; withdraw what was never distributed."""
    if context.invoked_subcommand is not None:
        return
    here = Workspace(workspace)
    here.settings  # noqa: B018  # refuses a folder that is no workspace
    with open_store(here.path, write=False) as store:
        listed = store.publications()
    rows = [
        {"publication": one.id, "kind": one.kind, "created_from": one.created_from, "withdrawn": one.withdrawn}
        for one in listed
    ]
    text = table(("publication", "kind", "withdrawn"), [[one.id, one.kind, one.withdrawn] for one in listed])
    out.result({"publications": rows}, text if listed else "nothing was published yet")


@command.command("withdraw")
@click.argument("publication", metavar="ID")
@click.option("--never-distributed", is_flag=True, required=True, help="Affirm that nobody has seen it.")
@click.option("--reason", required=True, help="Why; it is kept.")
@in_workspace
def withdraw(publication: str, never_distributed: bool, reason: str, workspace: Path, out: Output) -> None:
    """Forget publication ID, which nobody has seen.

    The gate looks back on everything that was published. Only what was never distributed may be forgotten; its folder
    stays on the shelf for you to delete.
    """
    if not never_distributed:
        raise InputError("what somebody has seen cannot be withdrawn; see --never-distributed", slug="distributed")
    here = Workspace(workspace)
    here.settings  # noqa: B018  # refuses a folder that is no workspace
    with open_store(here.path, write=True) as store:
        store.withdraw(publication, reason)
    out.result({"withdrawn": publication}, f"{publication} is withdrawn; delete its folder from the shelf")
