"""`skapital imports`: what came in, and how to take it back."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import in_workspace
from skapital.cli.output import Output, table
from skapital.publication.workspace import Workspace
from skapital.store.database import open_store

_SHOWN = ("import_id", "kind", "scope", "file", "rows_read", "rows_accepted", "rows_rejected", "state")


@click.group("imports", invoke_without_command=True)
@click.option("--all", "all_states", is_flag=True, help="List replaced and undone imports too.")
@in_workspace
@click.pass_context
def command(context: click.Context, all_states: bool, workspace: Path, out: Output) -> None:
    """List what came in; take an import back."""
    if context.invoked_subcommand is not None:
        return
    here = Workspace(workspace)
    here.settings  # noqa: B018  # refuses a folder that is no workspace
    with open_store(here.path, write=False) as store:
        listed = store.imports(all_states=all_states).astype(object)
    records = [{str(key): value for key, value in row.items()} for row in listed.to_dict("records")]
    text = table(_SHOWN, [[row[name] for name in _SHOWN] for row in records]) if records else "nothing came in yet"
    out.result({"imports": [_plain(row) for row in records]}, text)


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int | str | float | None) else str(value) for name, value in row.items()}


@command.command("undo")
@click.argument("import_id", type=int, metavar="ID")
@in_workspace
def undo(import_id: int, workspace: Path, out: Output) -> None:
    """Take import ID back; what it had replaced counts again."""
    here = Workspace(workspace)
    here.settings  # noqa: B018  # refuses a folder that is no workspace
    with open_store(here.path, write=True) as store:
        store.undo(import_id)
    out.result({"undone": import_id}, f"import {import_id} is taken back")
