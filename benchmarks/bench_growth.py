"""How `compare` grows with what is remembered: the sample's quarters one after another, each published.

Prints seconds of processor, wall clock and most memory of each command, how much is remembered before it, and the size
of its `release.json`. `python benchmarks/bench_growth.py [WORKERS]`
"""

from __future__ import annotations

import importlib.util
import shlex
import sys
import tempfile
from pathlib import Path

from measured import spent

TOP = Path(__file__).parents[1]
QUARTERS = ("2014Q3", "2014Q4", "2015Q1", "2015Q2", "2015Q3", "2015Q4", "2016Q1")
ROUND = (
    "ingest frame frame-2016-06.csv --round 2016-06",
    "rehearse --round 2016-06 --lock --quiet",
    "ingest survey survey-2016-06.xlsx --round 2016-06 --mapping mapping-2016-06.toml",
    "report --round 2016-06",
)


def commands(workers: str) -> list[list[str]]:
    """Return the sample's own commands up to its first quarter, then quarter by quarter, with the second round."""
    found = importlib.util.spec_from_file_location("run", TOP / "data" / "sample" / "run.py")
    if found is None or found.loader is None:
        raise SystemExit("data/sample/run.py is not there")
    sample = importlib.util.module_from_spec(found)
    found.loader.exec_module(sample)
    lines = [shlex.split(line) for line in sample.COMMANDS.replace("\\\n", " ").splitlines() if line]
    first = next(place for place, words in enumerate(lines) if words[0] == "compare")
    quarters = [["compare", "--quarter", name] for name in QUARTERS]
    later = [*quarters, *map(shlex.split, ROUND), ["compare", "--quarter", "2016Q2"]]
    return [*lines[:first], *([*words, *_with(workers, words)] for words in later)]


def _with(workers: str, words: list[str]) -> list[str]:
    return ["--workers", workers] if words[0] in ("compare", "report") else []


def main(workers: str = "1") -> None:
    """Run the commands and print a line for each that publishes."""
    with tempfile.TemporaryDirectory() as made:
        workspace = Path(made) / "workspace"
        shelf = workspace / "publications"
        spent("init", workspace, "--sample", "--quiet")
        for name, *words in commands(workers):
            there = {path.name for path in workspace.iterdir()}
            files = [workspace / word if word in there else word for word in words]
            before = len(list(shelf.glob("2*"))) if shelf.exists() else 0
            used = spent(name, *files, "--workspace", workspace)
            if name in ("compare", "report"):
                print(f"{name} {words[1]}, {before} remembered: {used}, {_size(shelf)}", flush=True)


def _size(shelf: Path) -> str:
    newest = (shelf / "latest.txt").read_text(encoding="utf-8").strip()
    return f"release.json {(shelf / newest / 'release.json').stat().st_size / 1e6:.1f} MB"


if __name__ == "__main__":
    main(*sys.argv[1:2])
