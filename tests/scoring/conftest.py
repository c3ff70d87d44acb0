"""Small instruments and answers, made in code, so that every value in a test can be seen in it."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from skapital.config.instrument import AskedIf, Instrument, Item, MissingCode, Option, ResponseSet, Scale
from skapital.config.scale_quality import ScaleStandard, read_scale_standard

MINIMUM = {"scale": 5, "distribution": 8, "problem": 8, "sensitive": 20, "about_one_person": 5, "comments": 30}
EXTENT5 = ResponseSet(
    "extent5",
    tuple(Option(str(code), 25.0 * (code - 1), {}) for code in range(1, 6)),
    (MissingCode("9", {}),),
)
YESNO = ResponseSet("yesno", (Option("1", 0.0, {}), Option("2", 100.0, {})), (MissingCode("9", {}),))


@pytest.fixture(scope="session")
def minimum() -> dict[str, int]:
    return dict(MINIMUM)


@pytest.fixture(scope="session")
def standard() -> ScaleStandard:
    return read_scale_standard(Path(__file__).parents[2] / "configs" / "scale_quality.toml")


def _item(code: str, spec: dict) -> Item:
    route = spec.get("asked_if")
    return Item(
        code=code,
        topic={},
        responses=spec.get("responses", EXTENT5),
        reversed=spec.get("reversed", False),
        item_class=spec.get("item_class", "ordinary"),
        asked_if=AskedIf(*route) if route else None,
        not_for=spec.get("not_for", ()),
    )


@pytest.fixture(scope="session")
def make_instrument() -> Callable[..., Instrument]:
    def make(items: dict[str, dict], scales: dict[str, tuple[str, ...]], share: float = 0.5) -> Instrument:
        def scale(scale_id: str, parts: tuple[str, ...]) -> Scale:
            composite = all(part in scales for part in parts)
            return Scale(scale_id, {}, "other", () if composite else parts, parts if composite else (), (), "", ())

        made = {scale_id: scale(scale_id, parts) for scale_id, parts in scales.items()}
        return Instrument("test", {}, "", share, {c: _item(c, s) for c, s in items.items()}, made, "0")

    return make


@pytest.fixture(scope="session")
def trust(make_instrument) -> Instrument:
    """COPSOQ's vertical trust: 1 = very small extent (0) to 5 (100), TM3 reversed."""
    items = {"TM1": {}, "TMX2": {}, "TM3": {"reversed": True}, "TM4": {}}
    return make_instrument(items, {"trust": ("TM1", "TMX2", "TM3", "TM4")})


@pytest.fixture(scope="session")
def make_answers() -> Callable[..., pd.DataFrame]:
    def make(rows: list[list], columns: list[str], **background: list) -> pd.DataFrame:
        index = pd.Index([f"p{i}" for i in range(len(rows))], name="respondent")
        answers = pd.DataFrame(rows, index=index, columns=columns, dtype="str")
        for name in ("unit", "leader_level", "position_group"):
            answers[name] = pd.Series(background.get(name, [None] * len(rows)), index=index, dtype="str")
        return answers

    return make
