"""A real browser, and pages to look at: $CHROMIUM or the system's Chromium."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, sync_playwright

from skapital.config.load import read_instrument, read_policy
from skapital.report import build, html
from skapital.report.protection import statement
from skapital.resources import resource

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here; set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def sample() -> ModuleType:
    """The made-up release of the report tests."""
    path = Path(__file__).parents[1] / "report" / "conftest.py"
    spec = importlib.util.spec_from_file_location("report_sample", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, town: Path) -> dict[str, Path]:
    """Every kind of report as a file, in Danish; one in English. Those of a quarter are a published small town's."""
    folder = tmp_path_factory.mktemp("pages")
    instrument = read_instrument(resource("configs", "instruments", "apv-sk-example.toml"))
    make = sample().make_facts
    follow_up, baseline = make(instrument, folder), make(instrument, folder, "baseline")
    files = [build.ReportFile("unit", "W001.html", "W001.xlsx", "W001", "line")]
    models = {
        "workplace": build.workplace(follow_up, "W001"),
        "baseline": build.workplace(baseline, "W002"),
        "threshold": build.workplace(follow_up, "W003"),
        "branch": build.branch(follow_up, "C1-A1"),
        "leaders": build.leaders(follow_up),
        "municipality": build.municipality(follow_up),
        "index": build.index(follow_up, files),
        "english": build.workplace(make(instrument, folder, language="en"), "W001"),
    }
    for name, model in models.items():
        (folder / f"{name}.html").write_bytes(html.render(model))
    policy = read_policy(resource("configs", "policy.toml"))
    statements = [statement(policy, link_rounds=False, language=language) for language in ("da", "en")]
    (folder / "protection.html").write_bytes(html.render_statements(statements))
    quarter = town / "publications" / "2015Q3"
    return {
        **{name: folder / f"{name}.html" for name in (*models, "protection")},
        "quarter": quarter / "units" / "W09" / "report.html",
        "quarter_centre": quarter / "units" / "C1" / "report.html",
        "quarter_municipality": quarter / "municipality" / "report.html",
        "quarter_index": quarter / "index.html",
    }
