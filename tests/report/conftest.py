"""A small made-up release to build reports from, with every kind of unit in it."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from skapital import columns as c
from skapital.config.instrument import Instrument
from skapital.config.load import read_instrument, read_policy
from skapital.config.report_settings import ReportSettings
from skapital.config.settings import Baseline, Round, Settings
from skapital.disclosure import release as gate
from skapital.report.facts import Facts, Source, Target
from skapital.resources import resource

STRUCTURE = "2016-01-01"
ROUNDS = ("2014-06", "2016-06")
UNITS = (
    # tree, code, name, level, parent, members, own_members
    ("line", "KOM", "Solbjerg Kommune", "municipality", None, None, False),
    ("line", "C1", "Center for Børn og Unge", "centre", "KOM", None, True),
    ("line", "C1-A1", "Afdeling for Dagtilbud", "department", "C1", None, False),
    ("line", "W001", "Børnehaven Æblehaven", "workplace", "C1-A1", None, True),
    ("line", "W002", "Vuggestuen Solstrålen", "workplace", "C1-A1", None, True),
    ("line", "W003", "Dagplejen", "workplace", "C1-A1", None, True),
    ("line", "W004", "Naturgruppen", "workplace", "C1-A1", None, True),
    ("line", "W005+W006", "Klubben, Skovgruppen", "combined", "C1-A1", ["W005", "W006"], False),
    ("line", "W005", "Klubben", "workplace", "C1-A1", None, True),
    ("line", "W006", "Skovgruppen", "workplace", "C1-A1", None, True),
    ("line", "C2", "Center for Sundhed og Omsorg", "centre", "KOM", None, False),
    ("line", "W010", "Plejecenter Åbrinken", "workplace", "C2", None, True),
    ("med", "KOM", "Solbjerg Kommune", "municipality", None, None, False),
    ("med", "M1", "Center-MED Børn og Unge", "centre_med", "KOM", None, False),
    ("med", "W001", "Børnehaven Æblehaven", "workplace", "M1", None, True),
)
SIZES = {
    "KOM": 412,
    "C1": 140,
    "C1-A1": 58,
    "W001": 24,
    "W002": 9,
    "W003": 6,
    "W005+W006": 8,
    "C2": 260,
    "W010": 150,
    "M1": 58,
}
LEADER_SIZES = {"leaders": 30, "direktion+centerchef": 12, "decentral": 18}
TIER_OF = {"W003": "scales", "W004": "parent", "W005": "combined", "W006": "combined"}
COVERED_BY = {"parent": "C1-A1", "combined": "W005+W006"}


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    return read_instrument(resource("configs", "instruments", "apv-sk-example.toml"))


def settings(path: Path) -> Settings:
    rounds = (
        Round("2014-06", "Startmåling", "apv-sk-example", "2014-06-02", "2014-06-20", "2014-05-01"),
        Round("2016-06", "Anden måling", "apv-sk-example", "2016-06-06", "2016-06-24", "2016-05-01"),
    )
    return Settings(
        municipality="Solbjerg Kommune",
        municipality_code="KOM",
        language="da",
        rounds=rounds,
        baseline=Baseline("2014-06", "2013"),
        leader_levels=("direktion", "centerchef", "afdelingsleder", "decentral"),
        report_levels=("municipality", "centre", "department", "workplace"),
        workplace_level="workplace",
        centre_level="centre",
        link_rounds=False,
        expected_response=0.75,
        keep_raw_files=False,
        retention_years=5,
        smallest_important_difference=5.0,
        path=path,
    )


def units() -> pd.DataFrame:
    return pd.DataFrame([(STRUCTURE, *unit) for unit in UNITS], columns=list(c.UNIT_COLUMNS)).astype(object)


def tiers() -> pd.DataFrame:
    rows = []
    for tree, code, *_ in UNITS:
        tier = TIER_OF.get(code, "full")
        rows.append((STRUCTURE, tree, code, tier, COVERED_BY.get(tier, code), SIZES.get(code, 3) + 5, True))
    return pd.DataFrame(rows, columns=["structure", "tree", "unit", "tier", "covered_by", "n_invited", "counted"])


def cells(instrument: Instrument, periods: tuple[str, ...]) -> pd.DataFrame:
    rows = [row for period in periods for row in _period_cells(instrument, period)]
    return pd.DataFrame(rows, columns=list(c.RELEASED_COLUMNS))


def _period_cells(instrument: Instrument, period: str) -> Iterator[tuple[object, ...]]:
    groups = [(code, c.EMPLOYEES, n) for code, n in SIZES.items()]
    groups += [("KOM", population, n) for population, n in LEADER_SIZES.items()] + [("KOM", c.ALL, 442)]
    for unit, population, n in groups:
        chance = random.Random(f"{period}{unit}{population}")
        key = ("round", period, STRUCTURE, population, unit, None)
        yield from _response(key, n)
        for scale in instrument.scales:
            yield from _scale(key, scale, n, chance)
        for item in instrument.items.values():
            yield from _item(key, item, n, chance)


def _response(key: tuple[object, ...], n: int) -> Iterator[tuple[object, ...]]:
    invited = math.ceil(n / 0.75)
    yield (*key, c.RESPONSE, c.N_INVITED, float(invited), invited, None, None)
    yield (*key, c.RESPONSE, c.N_ANSWERED, float(n), n, None, None)
    yield (*key, c.RESPONSE, c.RATE, round(n / invited, 3), invited, None, None)


def _scale(key: tuple[object, ...], scale: str, n: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    mean, sd = round(chance.uniform(58, 74), 1), round(chance.uniform(16, 21), 1)
    half = round(2 * sd / math.sqrt(n), 1)
    yield (*key, scale, c.MEAN, mean, n, None, None)
    yield (*key, scale, c.LOW, round(mean - half, 1), n, None, None)
    yield (*key, scale, c.HIGH, round(mean + half, 1), n, None, None)
    for statistic, value in ((c.SD, sd), (c.SHARE_FLOOR, 0.011), (c.SHARE_CEILING, 0.042)):
        yield _or_withheld((*key, scale, statistic), value, n, 8)
    if key[4] == "KOM" and key[3] in (c.ALL, c.EMPLOYEES):
        quality = {"alpha": 0.84, "alpha_low": 0.82, "alpha_high": 0.86, "omega": 0.85, "icc1": 0.12, "icc2": 0.66}
        for name, value in {**quality, "rwg_median": 0.78, "rwg_star_median": 0.71}.items():
            yield (*key, scale, name, value, n, None, None)


def _item(key: tuple[object, ...], item: object, n: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    code, item_class, options = item.code, item.item_class, item.responses.options  # type: ignore[attr-defined]
    if item_class in ("problem", "sensitive"):
        least = 20 if item_class == "sensitive" else 8
        yield _or_withheld((*key, code, c.SHARE_PROBLEM), round(chance.uniform(0.02, 0.4), 3), n, least)
        return
    weights = [chance.uniform(0.5, 3) for _ in options]
    yield _or_withheld((*key, code, c.MEAN), round(chance.uniform(50, 75), 1), n, 8)
    left = 1.0
    for place, option in enumerate(options):
        share = round(weights[place] / sum(weights), 3) if place < len(options) - 1 else round(left, 3)
        left -= share
        yield _or_withheld((*key, code, f"{c.SHARE}{option.code}"), share, n, 8)
    yield _or_withheld((*key, code, c.SHARE_MISSING), 0.021, n, 8)


def _or_withheld(key: tuple[object, ...], value: float, n: int, least: int) -> tuple[object, ...]:
    if n < least:
        return (*key, None, None, None, c.TOO_FEW)
    return (*key, value, n, None, None)


def release_of(instrument: Instrument, periods: tuple[str, ...]) -> gate.Release:
    table = cells(instrument, periods)
    policy = read_policy(resource("configs", "policy.toml"))
    return gate.Release(
        units=units(),
        cells=table,
        exact=table,
        tiers=tiers(),
        withheld_counts={},
        loss=0,
        kept=(),
        contributions=(),
        policy=policy,
        gate=gate._GATE,
    )


def comparisons(instrument: Instrument) -> pd.DataFrame:
    verdicts = {"W001": c.CANNOT_TELL, "W002": c.CANNOT_TELL, "C1": c.NO_SIGN, "C1-A1": c.NO_SIGN, "W010": c.WORSE}
    rows = []
    for unit in (*SIZES, *LEADER_SIZES):
        population, code = (unit, "KOM") if unit in LEADER_SIZES else (c.EMPLOYEES, unit)
        for place, scale in enumerate(instrument.scales):
            difference = round(6.3 - 1.7 * place, 1)
            row = [ROUNDS[1], ROUNDS[0], STRUCTURE, population, code, scale, "round", difference]
            row += [round(difference - 4.2, 1), round(difference + 4.2, 1), 6.0, verdicts.get(unit, c.BETTER)]
            rows.append([*row, "", 1.2, -2.0, 4.4, "", ""])
    rows.append([ROUNDS[1], "target", STRUCTURE, c.EMPLOYEES, "W001", "social_capital", "target"])
    rows[-1] += [-1.4, -7.0, 4.2, None, c.CANNOT_TELL, "", None, None, None, "", ""]
    more = ("note", "shrunken", "shrunken_low", "shrunken_high", "grade", "reason")
    return pd.DataFrame(rows, columns=[*c.COMPARISON_COLUMNS, *more])


def counts(instrument: Instrument) -> pd.DataFrame:
    numbers = {c.BETTER: 14, c.WORSE: 9, c.NO_SIGN: 41, c.CANNOT_TELL: 160, c.VERDICT_WITHHELD: 12}
    rows = [
        (unit, scale, "round", verdict, n if unit == "KOM" else n // 4, 5.6)
        for unit in ("KOM", "C1", "C1-A1", "C2", "M1")
        for scale in instrument.scales
        for verdict, n in numbers.items()
    ]
    return pd.DataFrame(rows, columns=["unit", "measure", "kind", "verdict", "n_units", "by_chance"])


TARGETS = (
    Target("KOM", "social_capital", "adopted", 64.0, 68.0, "2016-12-31", "Hovedudvalget", "2014-11-25"),
    Target("W001", "social_capital", "adopted", 61.3, 66.3, "2016-12-31", "Personalemødet", "2014-12-02"),
    Target("W001", "social_capital", "proposed", 61.3, 66.3, "2016-12-31"),
    Target(
        "W002",
        "social_capital",
        "adopted",
        None,
        None,
        "2016-12-31",
        "Personalemødet",
        "2014-12-02",
        "Vi siger tingene højt",
    ),
)


def make_facts(instrument: Instrument, path: Path, edition: str = "follow-up", language: str = "da") -> Facts:
    first = edition != "follow-up"
    changes = comparisons(instrument)
    if first:
        changes = changes[changes["kind"] == "round"].assign(kind="baseline", difference=None, low=None, high=None)
    return Facts(
        release=release_of(instrument, ROUNDS[:1] if first else ROUNDS),
        comparisons=changes,
        counts=counts(instrument),
        targets=TARGETS,
        instrument=instrument,
        settings=settings(path),
        report_settings=ReportSettings(
            "#0b5c6b", {"da": "Spørgsmål: HR-afdelingen", "en": "Questions: HR"}, "social_capital"
        ),
        edition=edition,
        language=language,
        draft=False,
        period=ROUNDS[0] if first else ROUNDS[1],
        earlier=None if first else ROUNDS[0],
        sources=(Source("survey", "2016-06"), Source("frame", "2016-06")),
        versions={"skapital": "0.1.0"},
    )


@pytest.fixture(scope="session")
def follow_up(instrument: Instrument, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return make_facts(instrument, tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="session")
def baseline(instrument: Instrument, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return make_facts(instrument, tmp_path_factory.mktemp("workspace"), "baseline")
