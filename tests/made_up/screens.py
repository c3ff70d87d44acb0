"""A screen on which the gate withholds nothing, for tests of what score tables compute."""

from __future__ import annotations

from skapital.scoring.screen import Seen


class _Everything(frozenset):
    """Holds everything."""

    def __contains__(self, thing: object) -> bool:
        return True


def everything(population: str = "all") -> Seen:
    """What a gate that withholds nothing shows of a population; only the least n bears on it then."""
    return Seen(population, _Everything(), _Everything())
