"""`skapital audit`: an attacker who has only the finished files."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import FOLDER, speaks
from skapital.cli.output import Output
from skapital.disclosure.audit.run import audit
from skapital.errors import NotClean
from skapital.publication.processes import sensible, spread


@click.command("audit")
@click.argument("directory", type=FOLDER, metavar="DIR")
@click.option("--with", "earlier", type=FOLDER, multiple=True, help="An earlier publication; may be given again.")
@speaks
def command(directory: Path, earlier: tuple[Path, ...], out: Output) -> None:
    """Attack a finished publication.

    The attacker has DIR alone, and knows the rounding and the bounds of the scale. Exit code 3 if anything about too
    few people can be worked out.
    """
    with spread(sensible(sum(1 for _ in directory.rglob("*.html")))) as over:
        report = audit(directory, earlier, over)
    record = report.as_json()
    leaks = [f"leak: {leak.as_json()}" for leak in report.leaks]
    summary = f"{len(leaks)} leaks; {report.files_read} files and {report.cells_read} cells read"
    if report.not_seen:
        summary += f"; not seen (give them with --with): {', '.join(report.not_seen)}"
    if report.on_trust:
        summary += f"; numbers on the pages that only the manifest vouches for: {', '.join(report.on_trust)}"
    out.result(record, "\n".join([*leaks[:20], summary]))
    if report.leaks:
        raise NotClean(f"{len(report.leaks)} leaks were found", slug="leak")
