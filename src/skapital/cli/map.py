"""`skapital map`: a first draft of a mapping for a survey export."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import ANY_PATH, in_workspace
from skapital.cli.output import Output
from skapital.ingest.mapping_draft import draft_mapping
from skapital.ingest.profiles import recognise
from skapital.ingest.read import read_source
from skapital.publication.workspace import Workspace
from skapital.store.database import open_store


@click.command("map")
@click.argument("file", type=ANY_PATH)
@click.option("--round", "round_id", help="The round, for its instrument; else the newest one.")
@click.option("--profile", help="The export format; else it is recognised by its header.")
@click.option("--sheet", help="The sheet of a workbook.")
@in_workspace
def command(
    file: Path, round_id: str | None, profile: str | None, sheet: str | None, workspace: Path, out: Output
) -> None:
    """Draft a mapping for a survey export.

    The draft is written to standard output, with comments where something is for a person to decide:
    skapital map FILE > mapping.toml
    """
    here = Workspace(workspace)
    entry = here.round(round_id or here.settings.rounds[-1].id)
    instrument = here.instrument(entry.id)
    source = read_source(file, sheet=sheet)
    export = recognise(source, here.profiles, named=profile, item_codes=tuple(instrument.items), any_header=True)
    with open_store(here.path, write=False) as store:
        organisations = store.organisations_on(entry.cut_off)
    units = organisations[0].units if organisations else ()
    text = draft_mapping(export, instrument, units, here.settings.leader_levels)
    out.result({"round": entry.id, "profile": export.profile.id, "mapping": text}, text.rstrip("\n"))
