"""`skapital init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import ANY_PATH, speaks
from skapital.cli.output import Output
from skapital.publication.new_workspace import make_workspace


@click.command("init")
@click.argument("directory", type=ANY_PATH)
@click.option("--sample", is_flag=True, help="Copy the sample municipality's files into it; nothing is ingested.")
@speaks
def command(directory: Path, sample: bool, out: Output) -> None:
    """Make a workspace.

    DIRECTORY gets skapital.toml, policy.toml and the other files to edit, each with comments. Files that are there
    already are never overwritten.
    """
    made = make_workspace(directory, sample=sample)
    out.result({"workspace": str(directory), "files": made}, str(directory))
    out.say(f"workspace made: {len(made)} files; edit skapital.toml, then: skapital ingest organisation FILE")
