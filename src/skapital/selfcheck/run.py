"""Run the oracles: call what each names, and compare."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from skapital.errors import ConfigurationError
from skapital.resources import resource
from skapital.selfcheck.oracles import Oracle, read_oracles

_REDUCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "mean()": np.mean,
    "median()": np.median,
    "min()": np.min,
    "max()": np.max,
    "sum()": np.sum,
}


@dataclass(frozen=True)
class Check:
    """One number against its oracle. ``got`` is ``None`` where no finite number came out; such a check is off."""

    name: str
    source: str
    expected: float
    got: float | None
    tolerance: float
    ok: bool
    note: str

    def as_json(self) -> dict[str, object]:
        """Return the contract's object ``{name, source, expected, got, tolerance, ok}``, and a note."""
        return asdict(self)


def selfcheck(folder: Path | None = None) -> tuple[Check, ...]:
    """Compare every statistic with its oracles; offline, in seconds.

    Parameters
    ----------
    folder
        Of oracle files; those that travel with the package if not given.

    Returns
    -------
    tuple of Check
        One a number. A result that is not a finite number, or a call that fails, is off.

    Raises
    ------
    ConfigurationError
        ``oracle-file`` if a file is not as the format says.
    """
    oracles = read_oracles(folder or resource("tests", "oracles"))
    cache: dict[tuple[int, str], Any] = {}
    return tuple(check for oracle in oracles for check in _checks(oracle, cache))


def _checks(oracle: Oracle, cache: dict[tuple[int, str], Any]) -> list[Check]:
    try:
        result = _call(oracle.function, oracle.inputs, oracle.part, oracle.data, cache)
        numbers, note = _numbers(result), ""
    except ConfigurationError:
        raise
    except Exception as error:  # whatever goes wrong in a statistic, the check is off and says why
        numbers, note = [], f"{type(error).__name__}: {error}"
    if not note and len(numbers) != len(oracle.expected):
        note = f"expected {len(oracle.expected)} numbers, got {len(numbers)}"
    several = len(oracle.expected) > 1
    return [
        _check(oracle, f"{oracle.name} [{place}]" if several else oracle.name, expected, numbers, place, note)
        for place, expected in enumerate(oracle.expected)
    ]


def _check(oracle: Oracle, name: str, expected: float, numbers: list[float], place: int, note: str) -> Check:
    got = numbers[place] if place < len(numbers) else math.nan
    finite = math.isfinite(got)
    ok = finite and not note and abs(got - expected) <= oracle.tolerance
    return Check(name, oracle.source, expected, got if finite else None, oracle.tolerance, ok, note or oracle.why)


def _call(function: str, inputs: Mapping[str, Any], part: str, data: Mapping[str, Any], cache: dict[Any, Any]) -> Any:
    arguments = {name: _argument(value, data, cache) for name, value in inputs.items()}
    return _part(_function(function)(**arguments), part)


def _argument(value: Any, data: Mapping[str, Any], cache: dict[Any, Any]) -> Any:
    """Return an input: a reference resolved, a call made, a list of numbers as an array."""
    if isinstance(value, str) and value.startswith("@"):
        name = value[1:]
        if name not in data:
            raise ConfigurationError(f"an oracle refers to {value}, which is not in its [data]", slug="oracle-file")
        key = (id(data), name)
        if key not in cache:
            cache[key] = _argument(data[name], data, cache)
        return cache[key]
    if isinstance(value, dict) and "function" in value:
        return _call(value["function"], value.get("inputs", {}), value.get("part", ""), data, cache)
    if isinstance(value, list) and value and not isinstance(_first(value), str | dict):
        return np.array(value)
    return value


def _first(value: Any) -> Any:
    while isinstance(value, list) and value:
        value = value[0]
    return value


def _function(name: str) -> Callable[..., Any]:
    """Return the function that ``package.module:name`` names; only those of skapital are called."""
    module, _, attribute = name.partition(":")
    if not module.startswith("skapital.") or not attribute:
        raise ConfigurationError(f'"{name}" names no function; write skapital.module:function', slug="oracle-file")
    try:
        function = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(f'"{name}" names no function of skapital: {error}', slug="oracle-file") from error
    return function  # type: ignore[no-any-return]  # its type is not known before it is looked up


def _part(result: Any, path: str) -> Any:
    for step in path.split(".") if path else []:
        if step in _REDUCTIONS:
            result = _REDUCTIONS[step](np.asarray(result, dtype=float))
        elif step.lstrip("-").isdigit():
            result = result[int(step)]
        elif isinstance(result, pd.DataFrame | dict):
            result = result[step]
        else:
            result = getattr(result, step)
    return result


def _numbers(result: Any) -> list[float]:
    """Return the numbers of a result; what is no number is NaN, and NaN is off."""
    if isinstance(result, pd.Series | pd.DataFrame):
        result = result.to_numpy()
    parts: Sequence[Any] = np.asarray(result, dtype=object).ravel().tolist()
    return [float(part) if isinstance(part, int | float | np.number | np.bool_) else math.nan for part in parts]
