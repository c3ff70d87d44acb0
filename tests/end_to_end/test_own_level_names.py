"""Level names, and which levels get reports, are the municipality's own: configuration and not code."""

from __future__ import annotations

import re
from pathlib import Path

from small_town import done

WORDS = {
    "municipality": "kommune",
    "centre": "forvaltning",
    "department": "område",
    "workplace": "team",
    "centre_med": "sektor_med",
}


def in_own_words(text: str) -> str:
    return re.sub("|".join(rf"\b{word}\b" for word in WORDS), lambda found: WORDS[found.group()], text)


def test_own_level_names_in_both_trees_and_only_the_levels_asked_for(
    tmp_path: Path, town_files: Path, _first_round: Path
) -> None:
    workspace = tmp_path / "workspace"
    done("init", workspace, "--quiet")
    settings = (_first_round / "skapital.toml").read_text(encoding="utf-8")
    settings = settings.replace('workplace_level = "workplace"', 'workplace_level = "team"')
    settings = settings.replace('centre_level = "centre"', 'centre_level = "forvaltning"')
    reported = 'report_levels = ["forvaltning", "team", "sektor_med"]'
    settings, changed = re.subn(r"report_levels = \[[^\]]*\]", reported, settings)
    assert changed == 1
    (workspace / "skapital.toml").write_text(settings, encoding="utf-8")
    here = ("--workspace", workspace)
    for tree in ("line", "med"):
        rows = (town_files / f"{tree}-2014-01-01.csv").read_text(encoding="utf-8").splitlines()
        file = tmp_path / f"{tree}.csv"
        file.write_text("\n".join([rows[0], *map(in_own_words, rows[1:])]), encoding="utf-8")
        done("ingest", "organisation", file, "--from", "2014-01-01", "--tree", tree, *here)
    for kind in ("frame", "survey"):
        done("ingest", kind, town_files / f"{kind}-2014-06.csv", "--round", "2014-06", *here)
    done("report", "--round", "2014-06", *here)
    folder = workspace / "publications" / "2014-06"
    units = {page.parent.name for page in (folder / "units").glob("*/report.html")}
    assert {"C1", "C2", "W05"} <= units
    assert not {"C1-A1", "C1-A2"} & units
    assert {page.parent.name for page in (folder / "med").glob("*/report.html")} == {"M1", "M2"}
    assert "forvaltning" in (folder / "units/C1/report.html").read_text(encoding="utf-8")
    assert "sektor_med" in (folder / "med/M1/report.html").read_text(encoding="utf-8")
