"""`manifest.json`: what a publication was made of and what it holds, so that anybody can check both."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata

import numpy as np
import numpy.typing as npt
import pandas as pd

import skapital
from skapital import columns as c
from skapital.config.instrument import Instrument
from skapital.config.policy import Policy
from skapital.disclosure.coverage import coverage
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release
from skapital.disclosure.rounding import loss_as_told
from skapital.store.memory import Remembered

SCHEMA = 1
LIBRARIES = ("duckdb", "jinja2", "matplotlib", "numpy", "pandas", "scipy", "xlsxwriter")
_INPUT_COLUMNS = ("kind", "scope", "file", "sha256")
"""No numbers of rows: less a released number of answers they would tell how many of few leaders answered."""


def manifest(
    *,
    publication: Mapping[str, object],
    release: Release,
    instrument: Instrument,
    imports: pd.DataFrame,
    configuration: Mapping[str, str],
    remembered: Sequence[Remembered],
    reports: Mapping[str, object],
    outputs: Mapping[str, str],
    said: Mapping[str, object],
    elsewhere: npt.NDArray[np.bool_] | None = None,
) -> bytes:
    """Return the manifest as UTF-8 JSON, the same for the same inputs.

    Parameters
    ----------
    publication
        ``id, kind, period, edition, language, draft``.
    imports
        As the store lists them; the time of an import is left out, since it changes nothing in the publication.
    configuration
        SHA-256 by file.
    remembered
        Publications that the gate looked back on, oldest first.
    reports
        How many were written, and which units are read elsewhere.
    outputs
        SHA-256 of every file but the manifest, by path.
    said
        What the pages say beside the release: ``targets`` that were set, and ``constants`` of the texts.
    elsewhere
        Which cells `release.json` leaves out; they are not counted as withheld.
    """
    covered = coverage(release.units, release.tiers)
    document = {
        "schema": SCHEMA,
        **publication,
        "versions": versions(),
        "policy": policy_record(release.policy),
        "measures": {**classes(instrument), **_amounts(release)},
        "equations": {scale: list(parts) for scale, parts in equations_of(instrument).items()},
        "inputs": _inputs(imports),
        "configuration": dict(configuration),
        "remembered": [{"publication": one.id, "sha256": _sha256(one.release_json)} for one in remembered],
        "withheld": _withheld(release, elsewhere),
        "loss": loss_as_told(release.loss),
        "staff_covered": {**covered.staff, "share": covered.share, "farther_units": list(covered.farther)},
        "kept": list(release.kept),
        "reports": dict(reports),
        **said,
        "outputs": dict(outputs),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def _withheld(release: Release, elsewhere: npt.NDArray[np.bool_] | None) -> dict[str, int]:
    if elsewhere is None:
        return dict(release.withheld_counts)
    counted = release.cells.loc[~elsewhere, c.WITHHELD].value_counts().sort_index()
    return {str(reason): int(number) for reason, number in counted.items()}


def versions() -> dict[str, str]:
    """Return the versions of skapital and of what its figures and files are made with."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"skapital": skapital.__version__, "python": python, **{name: metadata.version(name) for name in LIBRARIES}}


def policy_record(policy: Policy) -> dict[str, object]:
    """Return the policy's fields as a JSON object."""
    return {
        entry.name: dict(value) if isinstance(value := getattr(policy, entry.name), Mapping) else value
        for entry in dataclasses.fields(policy)
    }


def classes(instrument: Instrument) -> dict[str, str]:
    """Return the class of every measure, which decides the minimum that an attacker must hold it to."""
    scales = {code: instrument.measure_class(code) for code in instrument.scales}
    items = {code: item.item_class for code, item in instrument.items.items()}
    return {**scales, **items, c.RESPONSE: c.RESPONSE}


def _amounts(release: Release) -> dict[str, str]:
    """The measures of absence, turnover and whatever else is counted in amounts, not in answers."""
    cells = release.cells
    return dict.fromkeys(sorted(set(cells.loc[cells[c.PERIOD_KIND] != "round", c.MEASURE])), "magnitude")


def _inputs(imports: pd.DataFrame) -> list[dict[str, object]]:
    rows = [{name: _plain(row[name]) for name in _INPUT_COLUMNS} for row in imports.to_dict("records")]
    return sorted(rows, key=lambda row: tuple(str(row[name]) for name in _INPUT_COLUMNS))


def _plain(value: object) -> object:
    return value if isinstance(value, str) else int(str(value))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
