"""The names of columns and of the words in them, shared by every stage. An unknown word stops the run."""

from __future__ import annotations

from typing import Final

# ---- cells: one row per full key
PERIOD_KIND: Final = "period_kind"
PERIOD: Final = "period"
STRUCTURE: Final = "structure"
POPULATION: Final = "population"
UNIT: Final = "unit"
GROUP: Final = "group"
MEASURE: Final = "measure"
STATISTIC: Final = "statistic"
VALUE: Final = "value"
N: Final = "n"
BASE: Final = "base"
WITHHELD: Final = "withheld"

GROUP_KEY: Final = (STRUCTURE, POPULATION, UNIT, GROUP)
CELL_KEY: Final = (PERIOD_KIND, PERIOD, STRUCTURE, POPULATION, UNIT, GROUP, MEASURE, STATISTIC)
CELL_COLUMNS: Final = (*CELL_KEY, VALUE, N, BASE)
RELEASED_COLUMNS: Final = (*CELL_COLUMNS, WITHHELD)

PERIOD_KINDS: Final = ("round", "month", "quarter", "rolling12", "year")

# ---- populations. Leader levels are words of the configuration; merged levels are their names joined by "+".
EMPLOYEES: Final = "employees"
LEADERS: Final = "leaders"
ALL: Final = "all"

# ---- groups of people in linked rounds; each name ends with the other round
STAYERS: Final = "stayers:"
JOINERS: Final = "joiners:"
LEAVERS: Final = "leavers:"

# ---- measures that are not a scale's or an item's code
RESPONSE: Final = "response"

# ---- statistics. "share:<option>" is open-ended: the option's code, or floor, ceiling, problem, missing.
MEAN: Final = "mean"
SD: Final = "sd"
LOW: Final = "low"
HIGH: Final = "high"
RATE: Final = "rate"
N_INVITED: Final = "n_invited"
N_ANSWERED: Final = "n_answered"
SHARE: Final = "share:"
SHARE_FLOOR: Final = "share:floor"
SHARE_CEILING: Final = "share:ceiling"
SHARE_PROBLEM: Final = "share:problem"
SHARE_MISSING: Final = "share:missing"
POOLED_SD: Final = "pooled_sd"
CORRELATION: Final = "correlation"
"""Of one person's scores in two linked rounds, within units, pooled over the municipality."""
QUALITY_STATISTICS: Final = (
    "alpha",
    "alpha_low",
    "alpha_high",
    "omega",
    "icc1",
    "icc1_n0",
    "icc1_reml",
    "icc2",
    "rwg_median",
    "rwg_star_median",
)

# ---- public reasons of a withheld cell; the finer reason would itself tell
TOO_FEW: Final = "too_few"
PROTECTED: Final = "protected"
WITHHELD_REASONS: Final = (TOO_FEW, PROTECTED)

# ---- tiers of a unit
FULL: Final = "full"
SCALES: Final = "scales"
COMBINED: Final = "combined"
PARENT: Final = "parent"
TIERS: Final = (FULL, SCALES, COMBINED, PARENT)

# ---- verdicts
BETTER: Final = "better"
WORSE: Final = "worse"
NO_SIGN: Final = "no_sign"
CANNOT_TELL: Final = "cannot_tell"
VERDICT_WITHHELD: Final = "withheld"
VERDICTS: Final = (BETTER, WORSE, NO_SIGN, CANNOT_TELL, VERDICT_WITHHELD)

# ---- comparisons
COMPARISON_KINDS: Final = (
    "round", "quarter", "baseline", "target", "parent", "reference", "stayers", "came_and_went"
)  # fmt: skip
COMPARISON_KEY: Final = (PERIOD, "from", STRUCTURE, POPULATION, UNIT, MEASURE, "kind")
COMPARISON_COLUMNS: Final = (*COMPARISON_KEY, "difference", "low", "high", "detectable", "verdict")

# ---- units
UNIT_COLUMNS: Final = (STRUCTURE, "tree", "code", "name", "level", "parent", "members", "own_members")

# ---- answers, as the store gives them: index "respondent"; these, then one column an item with option codes
ANSWER_UNIT: Final = "unit"
ANSWER_LEADER_LEVEL: Final = "leader_level"
ANSWER_POSITION_GROUP: Final = "position_group"
ANSWER_BACKGROUND: Final = (ANSWER_UNIT, ANSWER_LEADER_LEVEL, ANSWER_POSITION_GROUP)
