"""From persons' values to everything a publication would like to say: groups, tiers and cells. Pure."""

from skapital.aggregate.branches import Branches
from skapital.aggregate.collect import collect
from skapital.aggregate.hr import hr_data, hr_periods
from skapital.aggregate.hr_places import HrPlaces
from skapital.aggregate.hr_tiers import drawn
from skapital.aggregate.leaving import exits_data, first_year_data, outflow_by_group
from skapital.aggregate.retention import retention_data
from skapital.aggregate.rounds import round_data

__all__ = [
    "Branches",
    "HrPlaces",
    "collect",
    "drawn",
    "exits_data",
    "first_year_data",
    "hr_data",
    "hr_periods",
    "outflow_by_group",
    "retention_data",
    "round_data",
]
