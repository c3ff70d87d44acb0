"""`skapital verify`: is a publication what its manifest says?"""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import FOLDER, speaks
from skapital.cli.output import Output
from skapital.errors import NotClean
from skapital.publication.verify import verify


@click.command("verify")
@click.argument("directory", type=FOLDER, metavar="DIR")
@speaks
def command(directory: Path, out: Output) -> None:
    """Check a publication against its manifest.

    Every file of DIR must be there with the SHA-256 the manifest names, and no other. Exit code 3 if not.
    """
    found, n_files = verify(directory)
    lines = [f"{difference.kind}: {difference.path}" for difference in found]
    record = {"ok": not found, "files": n_files, "differences": [difference.as_json() for difference in found]}
    out.result(record, "\n".join([*lines, f"{n_files} files named by the manifest, {len(found)} differences"]))
    if found:
        raise NotClean(f"{directory} is not what its manifest says", slug="verify-difference")
