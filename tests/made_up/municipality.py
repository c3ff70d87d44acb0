"""Small made-up municipalities for tests of the gate: trees, answers, and everything released of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from skapital import aggregate, resources
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.instrument import Instrument
from skapital.config.load import read_instrument, read_policy
from skapital.config.organisation import Organisation, Unit
from skapital.config.policy import Policy
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.scoring import recode, scales

DATE = "2014-01-01"
LEVELS = ("direktion", "decentral")


def instrument() -> Instrument:
    return read_instrument(resources.resource("configs", "instruments", "apv-sk-example.toml"))


def policy() -> Policy:
    return read_policy(resources.resource("configs", "policy.toml"))


INSTRUMENT, POLICY = instrument(), policy()


def tree(name: str, *pairs: tuple[str, str], date: str = DATE) -> Organisation:
    """A tree under the root K; units without units below are workplaces."""
    parents = {parent for _, parent in pairs}
    units = [Unit("K", "Kommunen", None, "municipality")]
    units += [
        Unit(code, f"Unit {code}", parent, "centre" if code in parents else "workplace") for code, parent in pairs
    ]
    return Organisation(name, date, tuple(units))


def answers(
    sizes: Mapping[str, int],
    *,
    leaders: Mapping[str, int] | None = None,
    seed: int = 0,
    fixed: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Answers of ``sizes[unit]`` employees and ``leaders[level]`` leaders; all items answered, spread over the options.

    ``fixed`` gives one code to an item for everybody.
    """
    rows = [(unit, None) for unit, n in sizes.items() for _ in range(n)]
    rows += [("K", level) for level, n in (leaders or {}).items() for _ in range(n)]
    draw = np.random.default_rng(seed)
    table = pd.DataFrame(rows, columns=["unit", "leader_level"], dtype=object)
    table.index = pd.Index([f"p{number:04d}" for number in range(len(rows))], name="respondent")
    table["position_group"] = None
    for item in INSTRUMENT.items.values():
        codes = [option.code for option in item.responses.options]
        table[item.code] = (fixed or {}).get(item.code) or draw.choice(codes, len(rows))
    return table


def frame(sizes: Mapping[str, int], leaders: Mapping[str, int] | None = None) -> pd.DataFrame:
    rows: list[tuple[str, str | None, int]] = [(unit, None, n + 1) for unit, n in sizes.items()]
    rows += [("K", level, n + 1) for level, n in (leaders or {}).items()]
    return pd.DataFrame(rows, columns=["unit", "leader_level", "n_invited"])


def part(
    given: pd.DataFrame,
    structures: Sequence[Structure],
    period: str = "2014-06",
    also: frozenset[tuple[str, str]] = frozenset(),
):  # type: ignore[no-untyped-def]
    values = recode.item_values(given, INSTRUMENT)
    scores = scales.person_scores(values, INSTRUMENT)
    quality = {name: {"pooled_sd": 18.0, "n": 500} for name in INSTRUMENT.scales}
    return aggregate.round_data(
        round_id=period,
        answers=given,
        values=values,
        scores=scores,
        instrument=INSTRUMENT,
        structures=structures,
        leader_levels=LEVELS,
        quality=quality,
        also=also,
    )


def released(
    trees: Sequence[Organisation],
    given: pd.DataFrame,
    invited: pd.DataFrame,
    memory: Memory | None = None,
    rules: Policy = POLICY,
) -> Release:
    structure = Structure(trees[0].date, tuple(trees), given[c.ANSWER_UNIT], invited)
    whole = aggregate.collect([part(given, [structure])], [(trees[0].date, trees)], "workplace")
    return release(whole, rules, memory or Memory.empty(), equations_of(INSTRUMENT))


def shown(found: Release, measure: str = "trust", statistic: str = c.MEAN, population: str = c.EMPLOYEES) -> set[str]:
    """Units whose figure is published."""
    table = found.cells
    rows = table[
        (table[c.MEASURE] == measure) & (table[c.STATISTIC] == statistic) & (table[c.POPULATION] == population)
    ]
    return set(rows.loc[rows[c.WITHHELD].isna(), c.UNIT])
