"""`skapital exits form`: the fillable form for job-stop talks."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import ANY_PATH, in_workspace
from skapital.cli.output import Output
from skapital.config.load import REPORT_LANGUAGES
from skapital.errors import InputError
from skapital.publication.exit_form import exit_form
from skapital.publication.workspace import Workspace
from skapital.report.texts import catalogue
from skapital.store.database import open_store


@click.group("exits")
def command() -> None:
    """Make the form for job-stop talks."""


@command.command("form")
@click.option("--out", "file", type=ANY_PATH, required=True, metavar="FILE.xlsx", help="The workbook to write.")
@click.option("--language", type=click.Choice(REPORT_LANGUAGES), help="Of the form; else as in skapital.toml.")
@in_workspace
def form(file: Path, language: str | None, workspace: Path, out: Output) -> None:
    """Write a form with drop-downs: units of the newest organisation, position groups of the employment records.

    One form holds one talk. Filled ones are taken in with `skapital ingest exits FOLDER`.
    """
    here = Workspace(workspace)
    texts = catalogue(language or here.settings.language, here.settings.path / "templates")
    with open_store(here.path, write=False) as store:
        newest = here.newest_line(store)
        groups = here.position_groups(store)
    data = exit_form(newest, groups, here.exit_words, texts, here.report_settings.accent)
    try:
        file.write_bytes(data)
    except OSError as error:
        message = f"{file} cannot be written ({error.strerror}); close it, or choose another place"
        raise InputError(message, slug="cannot-write") from None
    out.result(
        {"out": str(file.absolute()), "units": len(newest.units), "position_groups": len(groups)},
        f"{file}: {len(newest.units)} units, {len(groups)} position groups, {len(here.exit_words.reasons)} reasons",
    )
