"""A small instrument, a small organisation and a small export, made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from skapital.config.instrument import AskedIf, Instrument, Item, MissingCode, Option, ResponseSet
from skapital.config.organisation import Organisation, Unit
from skapital.ingest.profiles import Profile, read_profiles
from skapital.resources import resource

LEVELS = ("direktion", "centerchef")


def labels(danish: str, english: str) -> dict[str, str]:
    return {"da": danish, "en": english}


EXTENT = ResponseSet(
    "extent",
    (
        Option("1", 100.0, labels("I høj grad", "To a large extent")),
        Option("2", 50.0, labels("Delvist", "Somewhat")),
        Option("3", 0.0, labels("I ringe grad", "To a small extent")),
    ),
    (MissingCode("9", labels("Ved ikke", "Don't know")),),
)
YESNO = ResponseSet(
    "yesno",
    (Option("1", 0.0, labels("Ja", "Yes")), Option("2", 100.0, labels("Nej", "No"))),
    (),
)
SELECTED = ResponseSet(
    "selected",
    (Option("0", 100.0, labels("Ikke valgt", "Not selected")), Option("1", 0.0, labels("Valgt", "Selected"))),
    (),
)


def item(code: str, responses: ResponseSet, asked_if: AskedIf | None = None, not_for: tuple[str, ...] = ()) -> Item:
    return Item(code, labels(f"Emne {code}", f"Topic {code}"), responses, False, "ordinary", asked_if, not_for)


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    asked = AskedIf("OB1", ("1",))
    items = [
        item("TM1", EXTENT),
        item("TM2", EXTENT),
        item("NL1", EXTENT, not_for=("direktion",)),
        item("OB1", YESNO),
        item("OB1W", SELECTED, asked),
    ]
    return Instrument("test", labels("Prøve", "Test"), "made by hand", 0.5, {i.code: i for i in items}, {}, "sha")


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    units = (
        Unit("KOM", "Kommune", None, "municipality"),
        Unit("C1", "Center", "KOM", "centre"),
        Unit("W001", "Arbejdsplads 1", "C1", "workplace"),
        Unit("W002", "Arbejdsplads 2", "C1", "workplace"),
    )
    return Organisation("line", "2014-01-01", units)


@pytest.fixture(scope="session")
def profiles() -> dict[str, Profile]:
    return read_profiles(resource("configs", "profiles"))


@pytest.fixture
def write(tmp_path: Path):
    def written(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return written
