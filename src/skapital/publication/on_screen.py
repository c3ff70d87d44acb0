"""What the analyst may see of a round's populations, decided by the gate as if the screen were a publication.

How many answered in all, and every figure about all of them, stands on the screen anyway (`status`, `imports`,
`score`). So the gate is asked about employees, leaders and each leader level with all that known: what would tell with
it about few leaders, or few employees, is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.instrument import Instrument
from skapital.config.organisation import Organisation, Unit
from skapital.config.policy import Policy
from skapital.disclosure.bounds import STATISTICS
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.scoring import recode, scales
from skapital.scoring.screen import COMPLETE, Seen
from skapital.tables import PeriodData, Tier

_ROOT = "all"
_ONE_PLACE = Organisation("line", "", (Unit(_ROOT, "", None, _ROOT),))
"""Populations do not hang on units, and a round may name none."""
_SIMPLE = (c.ALL, c.EMPLOYEES, c.LEADERS)


@dataclass(frozen=True)
class OnScreen:
    """The populations of a round as the gate shows them beside everybody.

    ``levels`` are the leader levels, small ones merged; ``everybody`` the cells of all who answered, as known.
    """

    levels: tuple[tuple[str, ...], ...]
    found: Release
    everybody: pd.DataFrame

    def of(self, population: str) -> Seen:
        """Return which figures of a population may be seen; of a level that is merged with another, none."""
        cells = self.found.cells
        wanted = frozenset(population.split("+"))
        own = cells[c.POPULATION].map(lambda name: frozenset(name.split("+")) == wanted).astype(bool)
        rows = cells[own & cells[c.WITHHELD].isna()]
        compared = cells[cells[c.POPULATION].isin([c.EMPLOYEES, c.LEADERS]) & cells[c.WITHHELD].isna()]
        both = compared.groupby([c.MEASURE, c.STATISTIC])[c.POPULATION].nunique()
        return Seen(
            population,
            frozenset(zip(rows[c.MEASURE], rows[c.STATISTIC], strict=True)),
            frozenset(str(measure) for measure, statistic in both.index[both == 2] if statistic == c.MEAN),
        )

    def merged_with(self, population: str) -> str:
        """Return the population a level is counted in, where it is not counted by itself; else an empty text."""
        return next(("+".join(parts) for parts in self.levels if population in parts and len(parts) > 1), "")

    def known_in(self, structure: str, root: str) -> Memory:
        """Return what stands on the screen of all populations, as if it had been published in an organisation."""
        others = self.found.cells[self.found.cells[c.POPULATION] != c.ALL]
        together = pd.concat([others, self.everybody], ignore_index=True)
        return Memory(together.assign(**{c.STRUCTURE: structure, c.UNIT: root}))


def on_screen(
    round_id: str, answers: pd.DataFrame, instrument: Instrument, policy: Policy, leader_levels: Sequence[str]
) -> OnScreen:
    """Ask the gate what may be seen of a round's populations beside all figures about everybody.

    Results about one person are pooled over all leaders here; `scoring.screen` withholds them for a single level.
    """
    values = recode.item_values(answers, instrument)
    nowhere = answers[c.ANSWER_UNIT].mask(answers[c.ANSWER_UNIT].notna())
    nobody_invited = pd.DataFrame({"unit": [], "leader_level": [], "n_invited": []}, dtype=object)
    part = aggregate.round_data(
        round_id=round_id,
        answers=answers,
        values=values,
        scores=scales.person_scores(values, instrument),
        instrument=instrument,
        structures=[Structure(_ONE_PLACE.date, (_ONE_PLACE,), nowhere, nobody_invited)],
        leader_levels=leader_levels,
        quality={},
    )
    part = _with_complete(replace(part, tiers=tuple(replace(tier, pooled=False) for tier in part.tiers)), instrument)
    whole = aggregate.collect([part], [(_ONE_PLACE.date, [_ONE_PLACE])], "")
    everybody = _of_everybody(part)
    names = dict.fromkeys(key.population for key in part.asked.keys if key.population not in _SIMPLE)
    levels = tuple(tuple(name.split("+")) for name in names)
    return OnScreen(levels, release(whole, policy, Memory(everybody), equations_of(instrument)), everybody)


def _with_complete(part: PeriodData, instrument: Instrument) -> PeriodData:
    """Add those who answered all items of a scale as a measure: alpha and `n_complete` rest on them."""
    values, tiers = part.observations.values, list(part.tiers)
    for scale in instrument.scales:
        name = COMPLETE + scale
        complete = values[list(instrument.scale_items(scale))].notna().all(axis=1)
        values = values.assign(**{name: values[scale].where(complete)})
        tiers.append(Tier(name, "distribution", (name,), "mean"))
    return replace(part, observations=replace(part.observations, values=values), tiers=tuple(tiers))


def _of_everybody(part: PeriodData) -> pd.DataFrame:
    """Cells of everybody, all of them shown; their values do not matter."""
    key = next(key for key in part.asked.keys if key.population == c.ALL)
    named = {**dict.fromkeys(c.RELEASED_COLUMNS), c.PERIOD_KIND: "round", c.PERIOD: part.observations.period}
    named |= {c.STRUCTURE: key.structure, c.POPULATION: key.population, c.UNIT: key.unit}
    rows = [
        {**named, c.MEASURE: measure, c.STATISTIC: statistic}
        for tier in part.tiers
        for measure in tier.measures
        for statistic in STATISTICS[tier.statistics]
    ]
    return pd.DataFrame(rows, columns=list(c.RELEASED_COLUMNS), dtype=object)
