"""Reading `policy.toml`. What it may not say, it cannot say: nothing goes below the floors here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from skapital.config.checked import read_document
from skapital.config.policy import Policy

SMALL_UNITS: Final = ("in_parent", "left_out")
CLASSES: Final = ("scale", "distribution", "problem", "sensitive", "about_one_person", "comments")
FIGURES: Final = ("score", "share", "rate", "coefficient")
LEAST_MINIMUM: Final = 5
"""Below five answers no figure is ever shown, whatever a policy says."""
LEAST_WIDTH: Final = 25.0
"""An answer is never pinned to less than one step of a five-step scale on 0-100."""


def read_policy(path: Path) -> Policy:
    """Read and check a ``policy.toml``.

    Raises
    ------
    ConfigurationError
        With every problem of the file, a minimum below five among them.
    """
    document = read_document(path)
    top = document.top
    values, magnitude = top.table("values"), top.table("magnitude")
    found = Policy(
        minimum=top.whole_by_name("minimum", CLASSES, least=LEAST_MINIMUM),
        difference=top.whole_by_name("difference", CLASSES, least=LEAST_MINIMUM),
        pooled_leaders=top.whole("pooled_leaders", least=LEAST_MINIMUM),
        magnitude_base=magnitude.number("full_time_equivalents", least=5),
        magnitude_persons=magnitude.whole("persons", least=LEAST_MINIMUM),
        value_width=values.number("width", least=LEAST_WIDTH, most=100),
        unanimity=values.flag("unanimity"),
        dominance_percent=magnitude.number("dominance_percent", least=1, most=100),
        dominance_n=magnitude.whole("dominance_n", least=1),
        dominance_k=magnitude.number("dominance_k", least=1, most=100),
        small_units=top.choice("small_units", SMALL_UNITS),
        decimals=top.whole_by_name("decimals", FIGURES, least=0, most=4),
        sha256=document.sha256,
    )
    document.close()
    return found
