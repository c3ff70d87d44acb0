"""Takes the sample municipality through the whole line: `python run.py WORKSPACE`.

Each line below is a command as a user would type it in the workspace. The workspace is made anew each time, if it is
one that this script made. The last line printed is the path of the newest publication's front page.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = """
ingest organisation organisation-line-2014-01-01.csv --from 2014-01-01 --tree line
ingest organisation organisation-med-2014-01-01.csv --from 2014-01-01 --tree med
ingest organisation organisation-line-2016-01-01.csv --from 2016-01-01 --tree line --quiet
ingest organisation organisation-med-2016-01-01.csv --from 2016-01-01 --tree med --quiet
ingest lineage lineage.csv

ingest employment employment-2013-2016.csv
ingest absence absence-2013-2016.csv
ingest exits exits.csv
ingest benchmarks benchmarks.csv
ingest events events.csv
ingest pilots pilots.csv
ingest milestones milestones.csv
ingest suggestions suggestions.csv

ingest frame frame-2014-06.csv --round 2014-06
rehearse --round 2014-06 --lock --quiet
protection --round 2014-06 --out protection
ingest survey survey-2014-06 --round 2014-06 --mapping mapping-2014-06.toml
report --round 2014-06 --workers 2

targets propose --due 2016-12-31 --quiet
targets set --unit KOM --measure social_capital --value 72 --due 2016-12-31 --decided-by Hovedudvalget --date 2014-11-25
targets set --unit KOM --population leaders --measure social_capital --value 76 --due 2016-12-31 \
  --decided-by Hovedudvalget --date 2014-11-25
targets set --unit C1 --measure social_capital --value 71 --due 2016-12-31 --decided-by Centerudvalget --date 2014-12-03
targets set --unit W001 --measure social_capital --value 64 --due 2016-12-31 --decided-by Personalemødet --date 2014-12-09
targets set --unit W005 --measure social_capital --value 78 --due 2016-12-31 --decided-by Personalemødet --date 2014-12-11
targets set --unit W010 --measure trust --value 68 --due 2016-12-31 --decided-by Personalemødet --date 2014-12-16
targets set --unit W004 --measure social_capital --words "Vi taler om fordelingen af opgaver på hvert personalemøde" \
  --due 2016-12-31 --decided-by Personalemødet --date 2014-12-10
targets set --unit KOM --measure absence_days --value 11.5 --due 2016-12-31 --decided-by Hovedudvalget --date 2014-11-25
targets set --unit C3 --measure absence_days --value 13 --due 2016-12-31 --decided-by Centerudvalget --date 2014-12-03

compare --quarter 2015Q3 --workers 2

ingest frame frame-2016-06.csv --round 2016-06
rehearse --round 2016-06 --lock --quiet
protection --round 2016-06 --out protection
ingest survey survey-2016-06.xlsx --round 2016-06 --mapping mapping-2016-06.toml
report --round 2016-06 --workers 2
"""
MARK = ".made-by-run"


def main(workspace: Path) -> int:
    """Make the workspace and run the commands; the first that fails ends it with its exit code."""
    workspace = workspace.absolute()
    if workspace.exists():
        if not (workspace / MARK).exists():
            print(f"{workspace} is there and not made by this script; choose another folder", file=sys.stderr)
            return 1
        shutil.rmtree(workspace)
    lines = COMMANDS.replace("\\\n", " ").splitlines()
    for arguments in [["init", str(workspace), "--sample"], *(shlex.split(line) for line in lines if line)]:
        inside = [] if arguments[0] == "init" else ["--workspace", str(workspace)]
        print(f"$ skapital {shlex.join(arguments)}", file=sys.stderr, flush=True)
        done = run(workspace, [*arguments, *inside])
        if done:
            return done
        (workspace / MARK).touch()
    newest = (workspace / "publications" / "latest.txt").read_text(encoding="utf-8").strip()
    print((workspace / "publications" / newest / "index.html").absolute())
    return 0


def run(workspace: Path, arguments: list[str]) -> int:
    """Run one command as it would be typed in the workspace; files are found there."""
    files = [str(workspace / word) if word in names_in(workspace) else word for word in arguments[1:]]
    command = [sys.executable, "-m", "skapital", arguments[0], *files]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    inside = workspace if workspace.exists() else None
    return subprocess.run(command, stdout=sys.stderr, env=environment, cwd=inside, check=False).returncode


def names_in(workspace: Path) -> set[str]:
    """Return the names of the sample's files in the workspace."""
    return {path.name for path in workspace.iterdir()} if workspace.exists() else set()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python run.py WORKSPACE")
    sys.exit(main(Path(sys.argv[1])))
