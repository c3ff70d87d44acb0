"""From persons' values to everything a publication would like to say: groups, tiers and cells. Pure."""

from skapital.aggregate.collect import collect
from skapital.aggregate.rounds import round_data

__all__ = ["collect", "round_data"]
