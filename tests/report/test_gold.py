"""Small pieces of a page, letter by letter.

After a change that is meant: run with SKAPITAL_GOLD=write, and read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from skapital.report import build, html
from skapital.report.facts import Facts

GOLD = Path(__file__).parents[1] / "gold" / "report"
PIECES = {
    "summary": r'<section class="summary".*?</section>',
    "response": r'<section id="svar".*?</section>',
    "change": r'<section id="udvikling".*?</table>',
    "dots": r'<svg class="dots" width="100%".*?</svg>',
    "answers": r'<figure class="chart" id="figur-svar-TM3">.*?</div>',
}


@pytest.mark.parametrize("name", list(PIECES))
def test_a_piece_of_a_workplaces_page(name: str, follow_up: Facts) -> None:
    page = html.render(build.workplace(follow_up, "W001")).decode("utf-8")
    found = re.search(PIECES[name], page, flags=re.DOTALL)
    assert found is not None
    compare(GOLD / f"workplace-{name}.html", re.sub(r"\n\s*\n+", "\n", found.group()) + "\n")


def compare(path: Path, piece: str) -> None:
    if os.environ.get("SKAPITAL_GOLD") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(piece, encoding="utf-8")
    assert piece == path.read_text(encoding="utf-8")
