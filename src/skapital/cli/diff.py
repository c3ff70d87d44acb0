"""`skapital diff`: what moved between two publications, and why."""

from __future__ import annotations

from pathlib import Path

import click

from skapital.cli.options import FOLDER, speaks
from skapital.cli.output import Output
from skapital.errors import NotClean
from skapital.publication.diff import Diff, diff

_LINES = 40


@click.command("diff")
@click.argument("before", type=FOLDER, metavar="DIR1")
@click.argument("after", type=FOLDER, metavar="DIR2")
@speaks
def command(before: Path, after: Path, out: Output) -> None:
    """Say what moved between two publications.

    Every figure that is not the same in DIR1 and DIR2, and what of their making differs. Exit code 3 if anything moved.
    """
    found = diff(before, after)
    record = {
        "same": not found.any,
        "moved": [change.as_json() for change in found.moved],
        "files": list(found.files),
        "why": dict(found.why),
    }
    out.result(record, _text(found))
    if found.any:
        message = f"{len(found.moved)} figures and {len(found.files)} files differ"
        raise NotClean(message, slug="diff-difference")


def _text(found: Diff) -> str:
    lines = [change.as_text() for change in found.moved[:_LINES]]
    if len(found.moved) > _LINES:
        lines.append(f"… and {len(found.moved) - _LINES} more; --json lists all of them")
    lines.append(f"{len(found.moved)} rows moved, {len(found.files)} files differ")
    lines += [f"why: {name}: {change}" for name, change in found.why.items()]
    return "\n".join(lines)
