"""What counts as absence and as leaving: definitions as data, versioned, printed with each figure made by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skapital.config.checked import Table, read_document
from skapital.config.instrument import Text

REASONS = ("own_illness", "work_injury", "paragraph_56", "pregnancy", "child_ill", "maternity", "other")
UNIT_VIEW, PERSON_VIEW = "unit", "person"
VIEWS = (UNIT_VIEW, PERSON_VIEW)
_BETWEEN = ", "
END_TYPES = ("resigned", "retired", "dismissed", "contract_end", "pupil_end", "moved", "died", "other")


@dataclass(frozen=True)
class AbsenceDefinition:
    """One way of counting sickness absence.

    ``reasons`` count; ``day_hours`` is a full-time day; ``base_days`` (named ``base_name``) is what percent are of;
    a spell of ``long_from`` calendar days or more is long. ``view`` is ``unit`` (full-time days of all who were there,
    over full-time equivalents) or ``person`` (lost shares of planned shifts of those still employed, over persons).
    """

    id: str
    version: int
    title: Text
    source: str
    reasons: tuple[str, ...]
    staff: str
    day_hours: float
    base_name: str
    base_days: float
    long_from: int
    view: str = UNIT_VIEW

    @property
    def of_persons(self) -> bool:
        """Whether days are working days of persons, and not full-time days of a unit."""
        return self.view == PERSON_VIEW


@dataclass(frozen=True)
class TurnoverDefinition:
    """One way of counting leavers: ``expected`` end types are left out, a rehire within the days has not left."""

    id: str
    version: int
    title: Text
    source: str
    expected: tuple[str, ...]
    quick_rehire_days: int
    staff: str


@dataclass(frozen=True)
class Definitions:
    """A checked `definitions.toml`. Codes map what payroll writes to the words above; an unknown code stops the run."""

    absence: AbsenceDefinition
    turnover: TurnoverDefinition
    reason_codes: Mapping[str, str]
    end_type_codes: Mapping[str, str]
    sha256: str

    @property
    def named(self) -> str:
        """Both definitions with their versions, as what was counted by them remembers."""
        return f"{self.absence.id} {self.absence.version}{_BETWEEN}{self.turnover.id} {self.turnover.version}"


def named_for(named: str, measure: str) -> str:
    """Return the definition that a measure is counted by, out of :attr:`Definitions.named`."""
    absence, _, turnover = named.partition(_BETWEEN)
    return absence if measure.startswith("absence") else turnover


def read_definitions(path: Path) -> Definitions:
    """Read and check a `definitions.toml`.

    Raises
    ------
    ConfigurationError
        With every unknown key, unknown word and wrong value in the file.
    """
    document = read_document(path)
    found = Definitions(
        absence=_absence(document.top.table("absence")),
        turnover=_turnover(document.top.table("turnover")),
        reason_codes=_codes(document.top, "reason_codes", REASONS),
        end_type_codes=_codes(document.top, "end_type_codes", END_TYPES),
        sha256=document.sha256,
    )
    document.close()
    return found


def _absence(table: Table) -> AbsenceDefinition:
    base = table.table("percent_of")
    return AbsenceDefinition(
        id=table.text("id"),
        version=table.whole("version", least=1),
        title=table.in_languages("title"),
        source=table.text("source"),
        reasons=_known(table, "reasons", REASONS),
        staff=table.text("staff"),
        day_hours=table.number("day_hours", least=1, most=24),
        base_name=base.text("name"),
        base_days=base.number("days", least=1, most=366),
        long_from=table.whole("long_from_calendar_days", least=2),
        view=table.choice("view", VIEWS, default=UNIT_VIEW),
    )


def _turnover(table: Table) -> TurnoverDefinition:
    return TurnoverDefinition(
        id=table.text("id"),
        version=table.whole("version", least=1),
        title=table.in_languages("title"),
        source=table.text("source"),
        expected=_known(table, "expected_end_types", END_TYPES),
        quick_rehire_days=table.whole("quick_rehire_days", least=0, most=366),
        staff=table.text("staff"),
    )


def _known(table: Table, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
    found = table.texts(key)
    for word in found:
        if word not in words:
            table.note("config-unknown-word", key, f'"{word}" is not a known word; known are {", ".join(words)}')
    return found


def _codes(top: Table, key: str, words: tuple[str, ...]) -> Mapping[str, str]:
    found = top.text_by_name(key, required=False)
    for code, word in found.items():
        if word not in words:
            top.note(
                "config-unknown-word", f"{key}.{code}", f'"{word}" is not a known word; known are {", ".join(words)}'
            )
    return {**{word: word for word in words}, **found}
