"""A number published where the means are withheld: whoever answered one question is nearly whoever answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from skapital.disclosure.audit.amounts import AMOUNTS
from skapital.disclosure.audit.judging import Key, leak_of
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.published import Figure, GroupName, Published
from skapital.disclosure.audit.remainders import Remainder

_ANSWERED = ("response", "n_answered")


def told_beside_the_reason(publications: Iterable[Published]) -> Iterator[Leak]:
    """Yield withheld cells that hold their figure, its n or its base beside the reason why it is withheld."""
    for key, group in (one for publication in publications for one in publication.betrayed):
        row = Remainder(frozenset(), 0, 0.0, 0.0, group, ())
        yield leak_of(key, row, group, "a withheld cell that holds its figure")


def numbers_told(
    figures: Mapping[Key, Mapping[GroupName, Figure]], hidden: Mapping[Key, frozenset[GroupName]]
) -> Iterator[Leak]:
    """Yield each figure of a group whose number of answers is withheld, since its own n tells nearly that number."""
    for key, groups in sorted(figures.items()):
        if key[2] in AMOUNTS or key[2] == _ANSWERED[0]:
            continue
        for group in sorted(hidden.get((*key[:2], *_ANSWERED), frozenset()) & groups.keys()):
            row = Remainder(frozenset(), groups[group].n, 0.0, 0.0, group, ())
            yield leak_of(key, row, group, "its n tells nearly how many answered, which is withheld")
