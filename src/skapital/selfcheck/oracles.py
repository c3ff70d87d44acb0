"""Oracle files: values that others printed or computed, as data. Adding an oracle is adding lines to a TOML file.

A file (``tests/oracles/*.toml``) has ``schema``, ``source``, optionally ``page``, ``software`` and ``script`` (the
foreign script that made the numbers, beside it), a table ``[data]``, and ``[[checks]]``::

    [[checks]]
    name = "attitude: alpha"
    function = "skapital.scoring.reliability:cronbach_alpha"
    inputs = { covariance = "@attitude_covariance" }    # "@name": an entry of [data]
    part = "low"              # optional: attribute, key or position in the result, steps parted by dots
    expected = 0.84           # a number, or a list of numbers for a list of results
    tolerance = 0.005
    why = "printed with two decimals"

An entry of ``[data]`` that is a table with ``function``, ``inputs`` and perhaps ``part`` is a call itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skapital.errors import ConfigurationError

_FILE_KEYS = {"schema", "source", "page", "software", "script", "data", "checks"}
_CHECK_KEYS = {"name", "function", "inputs", "part", "expected", "tolerance", "why", "source", "page", "software"}
_NEEDED = {"name", "function", "inputs", "expected", "tolerance", "why"}


@dataclass(frozen=True)
class Oracle:
    """One or more expected numbers of one call.

    Attributes
    ----------
    name, source
        What is checked, and who says so (with page and software).
    function, inputs, part
        The call, and what of its result is meant.
    expected
        The numbers.
    tolerance
        Largest absolute difference; ``why`` it is as large as that.
    data
        The file's ``[data]``.
    """

    name: str
    source: str
    function: str
    inputs: Mapping[str, Any]
    part: str
    expected: tuple[float, ...]
    tolerance: float
    why: str
    data: Mapping[str, Any]


def read_oracles(folder: Path) -> tuple[Oracle, ...]:
    """Read every oracle file of a folder, in the order of their names.

    Raises
    ------
    ConfigurationError
        ``oracle-file`` if there is none, or one is not as the format says.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ConfigurationError("no oracle files are installed; install skapital anew", slug="oracle-file")
    return tuple(oracle for path in paths for oracle in _read(path))


def _read(path: Path) -> list[Oracle]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error}", slug="oracle-file") from error
    _only(content, _FILE_KEYS, path.name)
    if content.get("schema") != 1 or not content.get("source") or not content.get("checks"):
        raise ConfigurationError(f"{path.name}: expected schema = 1, a source and [[checks]]", slug="oracle-file")
    return [_oracle(check, content, path.name) for check in content["checks"]]


def _oracle(check: dict[str, Any], content: dict[str, Any], file: str) -> Oracle:
    where = f"{file}, check {check.get('name', '?')}"
    _only(check, _CHECK_KEYS, where)
    missing = sorted(_NEEDED - set(check))
    if missing:
        raise ConfigurationError(f"{where}: {', '.join(missing)} is missing", slug="oracle-file")
    expected = check["expected"] if isinstance(check["expected"], list) else [check["expected"]]
    said = [str(check.get(key, content.get(key, ""))) for key in ("source", "page", "software")]
    return Oracle(
        name=check["name"],
        source="; ".join(part for part in said if part),
        function=check["function"],
        inputs=check["inputs"],
        part=str(check.get("part", "")),
        expected=tuple(float(value) for value in expected),
        tolerance=float(check["tolerance"]),
        why=check["why"],
        data=content.get("data", {}),
    )


def _only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ConfigurationError(
            f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}", slug="oracle-file"
        )
