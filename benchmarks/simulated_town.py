"""Municipalities of the sample's shape whose truth is known: who answers, where, and what they answer, twice.

Units, levels, invited staff and scales are read from the sample and its instrument; nothing else is. The answers are
five-point ones, skewed as in the field, from a latent stand of unit, person and item on the standard normal scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from skapital.compare.intervals import Means
from skapital.config.load import read_instrument
from skapital.resources import resource

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

LEAST, LEAST_WITH_SPREAD = 5, 8
RESPONSE, STAYS, PERSISTS = 0.75, 0.72, 0.60
"""Share who answers; share of a unit's staff that is still there; correlation of a person's stand with the earlier."""
UNIT_SHARE, ITEM_SHARE, GENERAL = 0.14, 0.62, 0.65
"""Of a stand, what the unit shares; of an answer, what the stand makes; of a person's stand, what all scales share."""
CUTS = stats.norm.ppf([0.05, 0.16, 0.42, 0.80])
"""Skewed answers: item means about 64, most of them in the upper options."""
SHIFTS = np.array([0.0, 0.35, -0.3, 0.15])
"""Items are liked more or less than one another, in turn."""
LEADERS = {
    "all": ["direktion", "centerchef", "afdelingsleder", "decentral"],
    "direktion+centerchef": ["direktion", "centerchef"],
    "afdelingsleder": ["afdelingsleder"],
    "decentral": ["decentral"],
}
"""The sample's leader levels; one with fewer than 8 answers is merged with its neighbour, as the program does."""


@dataclass(frozen=True)
class Scales:
    """By item its scale; ``weights`` turns item values into scores of the scales and of the composite."""

    names: tuple[str, ...]
    of_item: Places
    weights: Floats


@dataclass(frozen=True)
class Shape:
    """Who was invited: by person the unit, and by list (a level or population) the group of each person, or -1."""

    unit: Places
    lists: dict[str, Places]


@cache
def scales() -> Scales:
    """Return the instrument's scales of items and its composite."""
    instrument = read_instrument(resource("configs", "instruments", "apv-sk-example.toml"))
    plain = [scale for scale in instrument.scales.values() if scale.items]
    of_item = np.repeat(np.arange(len(plain)), [len(scale.items) for scale in plain])
    single = np.stack([(of_item == i) / np.sum(of_item == i) for i in range(len(plain))])
    names = [scale.id for scale in plain]
    rows = [single[names.index(name)] for name in names]
    for scale in instrument.scales.values():
        if scale.of:
            names.append(scale.id)
            rows.append(np.mean([single[names.index(part)] for part in scale.of], axis=0))
    return Scales(tuple(names), of_item, np.stack(rows))


@cache
def shape() -> Shape:
    """Return the sample's invited staff of 2016: employees by level of both trees, leaders by leader level."""
    frame = pd.read_csv(resource("data", "sample", "frame-2016-06.csv"), dtype=str, encoding="utf-8-sig")
    codes = {code: place for place, code in enumerate(dict.fromkeys(frame["unit"]))}
    lists = {f"employees, {level}": _places(above, frame) for level, above in _levels().items()}
    lists["employees, municipality"] = np.where(frame["leader_level"].isna(), 0, -1)
    lists |= {
        f"leaders, {name}": np.where(frame["leader_level"].isin(levels), 0, -1) for name, levels in LEADERS.items()
    }
    return Shape(frame["unit"].map(codes).to_numpy(), lists)


def _levels() -> dict[str, dict[str, str]]:
    """By level the unit of that level each code belongs to; the workplaces stand once."""
    found: dict[str, dict[str, str]] = {}
    for tree in ("line", "med"):
        table = pd.read_csv(resource("data", "sample", f"organisation-{tree}-2016-01-01.csv"), encoding="utf-8-sig")
        parent, level = (table.set_index("code")[name].to_dict() for name in ("parent", "level"))
        for code in table["code"]:
            above = code
            while isinstance(above, str):
                if level[above] != "municipality":
                    found.setdefault(level[above], {})[code] = above
                above = parent[above]
    return found


def _places(above: dict[str, str], frame: pd.DataFrame) -> Places:
    own = frame["unit"].map(above).where(frame["leader_level"].isna())
    codes = {code: place for place, code in enumerate(own.dropna().unique())}
    return own.map(codes).fillna(-1).astype(int).to_numpy()


@dataclass(frozen=True)
class Stands:
    """The lasting part of units and of persons, by scale, standard normal."""

    unit: Floats
    person: Floats


def fresh(draw: np.random.Generator, unit: Places, n_scales: int) -> Stands:
    """Return new units and new persons."""
    common, own = draw.standard_normal((unit.max() + 1, 1)), draw.standard_normal((unit.max() + 1, n_scales))
    return Stands(np.sqrt(0.5) * (common + own), persons(draw, unit.size, n_scales))


def persons(draw: np.random.Generator, number: int, n_scales: int) -> Floats:
    """Return new persons' stands by scale."""
    general, own = draw.standard_normal((number, 1)), draw.standard_normal((number, n_scales))
    return np.sqrt(GENERAL) * general + np.sqrt(1 - GENERAL) * own


def later(draw: np.random.Generator, before: Floats, overlap: bool) -> Floats:
    """Return the persons of the next round: all new, or most of them the same and still much of the same mind."""
    new = persons(draw, *before.shape)
    if not overlap:
        return new
    same = PERSISTS * before + np.sqrt(1 - PERSISTS**2) * new
    return np.where(draw.random((len(before), 1)) < STAYS, same, new)


def answers(draw: np.random.Generator, unit: Floats, person: Floats, shift: Floats | float = 0.0) -> Floats:
    """Return scores by person and scale from the unit's and the person's stand (rows: persons; columns: scales)."""
    found = scales()
    stand = np.sqrt(UNIT_SHARE) * unit + np.sqrt(1 - UNIT_SHARE) * person + shift
    noise = draw.standard_normal((len(person), found.of_item.size))
    latent = np.sqrt(ITEM_SHARE) * stand[:, found.of_item] + np.sqrt(1 - ITEM_SHARE) * noise + _item_shifts()
    return 25.0 * np.searchsorted(CUTS, latent) @ found.weights.T


def _item_shifts() -> Floats:
    return np.resize(SHIFTS, scales().of_item.size)


def expected(unit: Floats, shift: Floats | float = 0.0) -> Floats:
    """Return the mean score, by unit and scale, of all the persons there could be: what an interval should hold."""
    found = scales()
    stand = (np.sqrt(UNIT_SHARE) * unit + shift)[:, found.of_item]
    spread = np.sqrt(ITEM_SHARE * (1 - UNIT_SHARE) + 1 - ITEM_SHARE)
    distance = (np.sqrt(ITEM_SHARE) * stand + _item_shifts())[..., None] - CUTS
    return 25.0 * stats.norm.cdf(distance / spread).sum(axis=-1) @ found.weights.T


def summary(score: Floats, place: Places, groups: int, pooled: tuple[float, float], least: int = LEAST) -> Means:
    """Return group means as compare takes them out of a release: own spread from 8 answers, else the pooled one."""
    counted = place >= 0
    score, place = score[counted], place[counted]
    n = np.bincount(place, minlength=groups).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.bincount(place, score, groups) / n
        own = np.sqrt(np.bincount(place, (score - mean[place]) ** 2, groups) / (n - 1))
    small = n < LEAST_WITH_SPREAD
    mean[n < least] = np.nan
    return Means(mean, np.where(small, pooled[0], own), n, np.where(small, pooled[1], n - 1))


def pooled_spread(score: Floats, unit: Places, employee: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return the SD within units and its degrees of freedom."""
    score, unit = score[employee], unit[employee]
    n = np.bincount(unit)
    mean = np.bincount(unit, score) / np.maximum(n, 1)
    df = float(score.size - np.count_nonzero(n))
    return float(np.sqrt(np.sum((score - mean[unit]) ** 2) / df)), df
