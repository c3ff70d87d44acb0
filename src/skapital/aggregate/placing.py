"""Where a person belongs in a tree that does not list the own unit: a centre's own staff among the committees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skapital.config.organisation import Organisation


def over_all_below(first: Organisation, tree: Organisation, code: str) -> str:
    """Return where the people of a unit belong in a tree that lists neither the unit nor one above it.

    That is where everybody below the unit belongs: the smallest unit of the tree over all units below it that the tree
    lists. If there is none, the unit above it decides, at last the root. Never a unit that both trees list, since the
    same code is the same people in both.
    """
    for at in (code, *first.ancestors(code)) if code in first.by_code else ():
        listed = [below for below in first.within(at) if below in tree.by_code]
        if listed:
            common = _common([_upwards(tree, below) for below in listed])
            return next((over for over in common if over not in first.by_code), tree.root.code)
    return tree.root.code


def _upwards(tree: Organisation, code: str) -> tuple[str, ...]:
    return (code, *tree.ancestors(code))


def _common(paths: Sequence[Sequence[str]]) -> list[str]:
    """The units over all of them, the smallest first."""
    others: list[Mapping[str, None]] = [dict.fromkeys(path) for path in paths[1:]]
    return [code for code in paths[0] if all(code in path for path in others)]
