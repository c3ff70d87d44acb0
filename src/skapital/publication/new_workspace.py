"""A new workspace: the shipped configuration, copied for the municipality to edit."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from skapital.errors import InputError
from skapital.resources import resource

_EDITED = (
    "policy.toml",
    "report.toml",
    "goals.toml",
    "definitions.toml",
    "exits.toml",
    "benchmarks.toml",
    "quarter.toml",
    "scale_quality.toml",
)
_FOLDERS = {
    "profiles": "Own export formats, one TOML file each. The shipped ones are always there.\n",
    "templates": "Own texts and styles of reports; a file here takes the place of the shipped one of the same name.\n",
}


def make_workspace(directory: Path, *, sample: bool) -> list[str]:
    """Make a workspace whole or not at all, and return its files in order.

    Raises
    ------
    InputError
        ``workspace-exists`` if one of the files is there already.
    """
    parent = directory.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".skapital-init-", dir=parent) as made:
            draft = Path(made) / "workspace"
            _fill(draft, sample=sample)
            files = sorted(path.relative_to(draft).as_posix() for path in draft.rglob("*") if path.is_file())
            _refuse_overwriting(directory, files)
            _move(draft, directory)
    except OSError as error:
        message = f"{directory} cannot be written ({error.strerror}); choose a folder that you may write to"
        raise InputError(message, slug="cannot-write") from None
    return files


def _fill(draft: Path, *, sample: bool) -> None:
    draft.mkdir()
    for name in _EDITED:
        shutil.copyfile(resource("configs", name), draft / name)
    shutil.copyfile(resource("configs", "skapital.toml"), draft / "skapital.toml")
    shutil.copytree(resource("configs", "instruments"), draft / "instruments")
    for folder, text in _FOLDERS.items():
        (draft / folder).mkdir()
        (draft / folder / "README.txt").write_text(text, encoding="utf-8")
    if sample:
        shutil.copytree(resource("data", "sample"), draft, dirs_exist_ok=True)


def _refuse_overwriting(directory: Path, files: list[str]) -> None:
    there = [name for name in files if (directory / name).exists()]
    if there:
        listed = ", ".join(there[:5])
        message = f"{directory} has {listed} already; a workspace is never overwritten, choose another folder"
        raise InputError(message, slug="workspace-exists")


def _move(draft: Path, directory: Path) -> None:
    """Put the files in place: by one rename where the folder is new, else one by one."""
    if not directory.exists():
        draft.rename(directory)
        return
    for path in sorted(draft.rglob("*")):
        target = directory / path.relative_to(draft)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            path.rename(target)
