"""Undocumented commands and options fail; so do pages that name what is not there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from skapital.cli.main import COMMANDS, main

TOP = Path(__file__).parents[1]
DOCS = TOP / "docs"
CLI = (DOCS / "cli.md").read_text(encoding="utf-8") if (DOCS / "cli.md").exists() else ""
SHARED = ("--help", "--json", "--quiet", "--verbose", "--workspace")


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", inner) for sub, inner in command.commands.items())


ALL = dict(commands())


def section(name: str) -> str:
    """The text of a command's heading in docs/cli.md, up to the next heading."""
    found = re.search(rf"^##+ `skapital {re.escape(name)}.*?$(.*?)(?=^## |^### |\Z)", CLI, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no heading for skapital {name}"
    return found.group(0)


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_option_is_documented(name: str) -> None:
    text = section(name)
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Option) and not set(parameter.opts) & set(SHARED):
            assert any(f"`{option}" in text for option in parameter.opts), f"skapital {name}: {parameter.opts}"


def test_docs_name_no_option_that_is_not_there() -> None:
    known = {option for command in ALL.values() for parameter in command.params for option in parameter.opts}
    known |= {"--help", "--version"}
    assert set(re.findall(r"`(--[a-z-]+)", CLI)) <= known


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_option_has_a_help_text(name: str) -> None:
    assert ALL[name].help
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"skapital {name}: {parameter.opts}"


@pytest.mark.parametrize("page", sorted([*DOCS.glob("*.md"), *TOP.glob("*.md")]), ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_dependency_says_what_it_replaces() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    text = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
    missing = [name for one in wanted if f"`{(name := re.split(r'[<>=~]', one)[0])}`" not in text]
    assert not missing


def test_the_lock_holds_every_dependency_with_hashes() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (TOP / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", lock)
    locked = {entry.split("==")[0]: entry for entry in entries if "==" in entry}
    for one in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]:
        assert re.split(r"[<>=~]", one)[0].lower() in locked
    assert all("--hash=sha256:" in entry for entry in locked.values())


def test_the_readme_opens_with_two_commands_and_a_picture() -> None:
    lines = [line for line in (TOP / "README.md").read_text(encoding="utf-8").splitlines() if line.strip()]
    opening = "\n".join(lines[:12])
    assert "make report" in opening
    assert "make test" in opening
    assert re.search(r"!\[[^]]+\]\(docs/images/[^)]+\.png\)", opening)
