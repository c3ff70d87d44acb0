"""The lines of docs/cron.md are tried: their times against made-up dates, their commands on a small workspace."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[1] / "docs" / "cron.md").read_text(encoding="utf-8")
DAYS = [datetime(2015, 1, 1) + timedelta(days=day) for day in range(365)]
EXPECTED = [datetime(2015, month, 10, 6, 30) for month in (1, 4, 7, 10)]


def blocks(kind: str) -> list[str]:
    return [found.strip() for found in re.findall(rf"```{kind}\n(.*?)```", TEXT, flags=re.DOTALL)]


def crontab() -> tuple[list[str], str]:
    (line,) = blocks("crontab")
    fields = line.split(maxsplit=5)
    return fields[:5], fields[5]


def fits(field: str, value: int) -> bool:
    """Whether a field of a crontab line (a star, or numbers with commas) holds for a value."""
    return field == "*" or value in {int(part) for part in field.split(",")}


def fires(fields: list[str], moment: datetime) -> bool:
    minute, hour, day, month, weekday = fields
    pairs = ((minute, moment.minute), (hour, moment.hour), (day, moment.day), (month, moment.month))
    return weekday == "*" and all(fits(*pair) for pair in pairs)


def systemd() -> tuple[configparser.ConfigParser, configparser.ConfigParser]:
    found = []
    for text in blocks("ini"):
        parser = configparser.ConfigParser(interpolation=None)
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        parser.read_string(text)
        found.append(parser)
    service, timer = found
    return service, timer


def run(command: str, workspace: Path) -> subprocess.CompletedProcess[str]:
    """Run a documented command as a scheduler does: no terminal, hardly an environment, paths put right."""
    words = shlex.split(command)
    assert words[0] == "/opt/skapital/bin/skapital"
    places = {"/srv/skapital": str(workspace), "/var/log/skapital/compare.jsonl": str(workspace.parent / "log.jsonl")}
    arguments = [places.get(word, word) for word in words[1:]]
    return subprocess.run(
        [sys.executable, "-m", "skapital", *arguments],
        env={"PATH": "/usr/bin:/bin", "LANG": "C"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_cron_fires_on_the_tenth_of_four_months() -> None:
    fields, _ = crontab()
    moments = [
        day.replace(hour=hour, minute=minute) for day in DAYS for hour in range(24) for minute in (0, 29, 30, 31)
    ]
    assert [moment for moment in moments if fires(fields, moment)] == EXPECTED


def test_the_timer_fires_at_the_same_times() -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed here")
    _, timer = systemd()
    calendar = timer["Timer"]["OnCalendar"]
    words = ["systemd-analyze", "calendar", "--base-time=2015-01-01 00:00:00 UTC", "--iterations=4", calendar]
    bare = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "LANG": "C"}
    ended = subprocess.run(words, env=bare, capture_output=True, text=True, check=False)
    if ended.returncode and "base-time" in ended.stderr:
        pytest.skip("this systemd-analyze cannot take another date than today's")
    assert ended.returncode == 0, ended.stderr
    told = re.findall(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})", ended.stdout)
    moments = [datetime.fromisoformat(text) for text in told]
    assert [moment for moment in dict.fromkeys(moments) if moment in EXPECTED] == EXPECTED


def test_both_commands_publish_once_and_are_then_unchanged(later_workspace: Path) -> None:
    _, of_cron = crontab()
    service, _ = systemd()
    assert service["Service"]["Type"] == "oneshot" and service["Service"]["SuccessExitStatus"] == "5"
    first = run(of_cron, later_workspace)
    assert (first.returncode, first.stderr, len(first.stdout.splitlines())) == (0, "", 1), first.stderr
    assert "publications/2016Q2" in first.stdout
    again = run(service["Service"]["ExecStart"], later_workspace)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("unchanged: ")
    lines = (later_workspace.parent / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert [('"started"' in line, '"done"' in line) for line in lines] == [(True, False), (False, True)] * 2


def test_the_windows_line_has_the_same_times_and_command() -> None:
    (line,) = blocks("bat")
    assert re.search(r"/M JAN,APR,JUL,OCT /D 10 /ST 06:30 ", line)
    assert "compare --quarter latest --workspace" in line and "--log-json" in line
