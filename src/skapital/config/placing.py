"""Where people belong in a tree that does not list their own unit: a centre's own staff among the committees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from skapital.config.organisation import Organisation


def belongs(codes: Iterable[str], line: Organisation, tree: Organisation) -> dict[str, str]:
    """Return for each unit the unit of a tree that its people belong to.

    That is the unit itself, else the nearest above it in the line that the tree lists: people of a team belong to its
    workplace where the tree ends there. Where that would be the root, it is the smallest unit of the tree over all
    units below it: a department's own staff belong to the committee of its workplaces. It is never a unit that the line
    lists too, since the same code is the same people in both. A unit that nobody knows belongs to the root.
    """
    found = {code: tree.nearest(upwards(code, line)) for code in codes}
    inner = [code for code, home in found.items() if home == tree.root.code and code in line.by_code]
    return found | {code: _over_all_below(code, line, tree) for code in inner}


def upwards(code: str, tree: Organisation) -> tuple[str, ...]:
    """Return a unit and all above it; of a unit that the tree does not list only itself."""
    return (code, *tree.ancestors(code)) if code in tree.by_code else (code,)


def _over_all_below(code: str, line: Organisation, tree: Organisation) -> str:
    """The place of those below a unit; if the tree lists none of them, the unit above it decides."""
    for at in upwards(code, line):
        listed = [below for below in line.within(at) if below in tree.by_code]
        if listed:
            common = _common([upwards(below, tree) for below in listed])
            return next((over for over in common if over not in line.by_code), tree.root.code)
    return tree.root.code


def _common(paths: Sequence[Sequence[str]]) -> list[str]:
    """The units over all of them, the smallest first."""
    others: list[Mapping[str, None]] = [dict.fromkeys(path) for path in paths[1:]]
    return [code for code in paths[0] if all(code in path for path in others)]
