"""`skapital protection`: the statement for staff, before they answer."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import FOLDER, in_workspace
from skapital.cli.output import Output
from skapital.config.load import REPORT_LANGUAGES
from skapital.errors import InputError
from skapital.publication.workspace import Workspace
from skapital.report.html import render_statements
from skapital.report.protection import statement
from skapital.store.database import open_store


@click.command("protection")
@click.option("--round", "round_id", required=True, help="The round's id in skapital.toml.")
@click.option("--out", "folder", type=FOLDER, required=True, help="The folder to write the page to.")
@in_workspace
def command(round_id: str, folder: Path, workspace: Path, out: Output) -> None:
    """Write the statement for staff.

    A page in plain Danish and English: how those who answer are protected, and what is not promised. It is made from
    the policy that is locked for the round, and says something else only if that does.
    """
    here = Workspace(workspace)
    entry = here.round(round_id)
    with open_store(here.path, write=False) as store:
        lock = store.policy_lock(entry.id)
        if lock is None:
            how = f"lock it with `skapital rehearse --round {entry.id} --lock`"
            raise InputError(
                f"no policy is locked for {entry.id}, so nothing is promised yet; {how}", slug="not-locked"
            )
        policy = here.policy_of(store, entry.id)
    page = render_statements(
        [statement(policy, link_rounds=lock.link_rounds, language=one) for one in REPORT_LANGUAGES]
    )
    path = folder / f"protection-{entry.id}.html"
    unchanged = path.is_file() and path.read_bytes() == page
    _write(path, page)
    record = {"round": entry.id, "file": str(path.absolute()), "policy_sha256": lock.sha256, "unchanged": unchanged}
    out.result(record, str(path.absolute()))


def _write(path: Path, page: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror})", slug="cannot-write") from None
