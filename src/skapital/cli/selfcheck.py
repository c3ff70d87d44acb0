"""`skapital selfcheck`: every statistic against published values."""

from __future__ import annotations

import click

from skapital.cli.options import speaks
from skapital.cli.output import Output, table
from skapital.errors import NotClean
from skapital.selfcheck.run import selfcheck


@click.command("selfcheck")
@speaks
def command(out: Output) -> None:
    """Compute every statistic's published examples anew.

    Offline, in seconds, from the installed package. Exit code 3 if one is off.
    """
    checks = selfcheck()
    off = [check for check in checks if not check.ok]
    shown = checks if out.verbose else off
    rows = [
        [check.name, _number(check.expected), _number(check.got), f"{check.tolerance:g}", check.source]
        for check in shown
    ]
    listed = table(("check", "expected", "got", "tolerance", "source"), rows) + "\n" if rows else ""
    text = f"{listed}{len(checks)} numbers checked against their sources, {len(off)} off"
    out.result({"checks": [check.as_json() for check in checks], "off": len(off)}, text)
    if off:
        raise NotClean(f"{len(off)} of {len(checks)} numbers are off", slug="selfcheck-off")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.10g}"
