"""From persons' values to everything a publication would like to say: groups, tiers and cells. Pure."""

from skapital.aggregate.collect import collect
from skapital.aggregate.hr import hr_data, hr_periods
from skapital.aggregate.hr_places import HrPlaces
from skapital.aggregate.rounds import round_data

__all__ = ["HrPlaces", "collect", "hr_data", "hr_periods", "round_data"]
