"""Reading `policy.toml`. What it may not say, it cannot say: nothing goes below the floors here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from skapital.config.checked import Table, read_document
from skapital.config.policy import Policy

SMALL_UNITS: Final = ("in_parent", "left_out")
CLASSES: Final = ("scale", "distribution", "problem", "sensitive", "about_one_person", "comments")
COMMENTS: Final = ("off", "on")
FIGURES: Final = ("score", "share", "rate", "coefficient")
LEAST_MINIMUM: Final = 5
"""Below five answers no figure is shown, unless a policy overrides what was promised, in the open."""
LEAST_OVERRIDDEN: Final = 2
"""Below this not even an override goes: a figure about one person is that person's answer."""
LEAST_CHOSEN: Final = 2
"""One who gave a reason, or who left, is that person. The talks and persons behind it have the floor of all others."""
LEAST_WIDTH: Final = 25.0
"""An answer is never pinned to less than one step of a five-step scale on 0-100."""


def read_policy(path: Path, *, overridden: bool = False) -> Policy:
    """Read and check a ``policy.toml``.

    Parameters
    ----------
    overridden
        Whether it is to hold by ``--override-policy``, in the open: only then may a number lie below five.

    Raises
    ------
    ConfigurationError
        With every problem of the file, a minimum below five among them.
    """
    document = read_document(path)
    top = document.top
    least = LEAST_OVERRIDDEN if overridden else LEAST_MINIMUM
    values, magnitude, leaving = top.table("values"), top.table("magnitude"), top.table("leaving")
    found = Policy(
        minimum=top.whole_by_name("minimum", CLASSES, least=least),
        difference=top.whole_by_name("difference", CLASSES, least=least),
        pooled_leaders=top.whole("pooled_leaders", least=least),
        magnitude_base=magnitude.number("full_time_equivalents", least=least),
        magnitude_persons=magnitude.whole("persons", least=least),
        value_width=values.number("width", least=LEAST_WIDTH, most=100),
        unanimity=values.flag("unanimity"),
        dominance_percent=magnitude.number("dominance_percent", least=1, most=100),
        dominance_n=magnitude.whole("dominance_n", least=1),
        dominance_k=magnitude.number("dominance_k", least=1, most=100),
        small_units=top.choice("small_units", SMALL_UNITS),
        leaving={
            "talks": leaving.whole("talks", least=least),
            "chosen": leaving.whole("chosen", least=LEAST_CHOSEN),
            "leavers": leaving.whole("leavers", least=LEAST_CHOSEN),
        },
        decimals=top.whole_by_name("decimals", FIGURES, least=0, most=4),
        sha256=document.sha256,
        comments=top.choice("comments", COMMENTS, "off"),
    )
    _check_together(top, found)
    document.close()
    return found


def _check_together(top: Table, found: Policy) -> None:
    """Refuse what one number alone does not show: a promise that could not be kept."""
    if found.comments != "off":
        reason = 'no comments are kept, so none can be shown or protected; write comments = "off"'
        top.note("config-bad-value", "comments", reason)
    for name in CLASSES:
        if found.difference[name] > found.minimum[name]:
            reason = f"may not be larger than minimum.{name} ({found.minimum[name]}): a group is left over from itself"
            top.table("difference").note("config-bad-value", name, f"{reason}; raise that too")
