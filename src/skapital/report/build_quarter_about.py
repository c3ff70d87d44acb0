"""How to read a quarter's figures, and how they were made: definitions with versions, sources, coverage, protection."""

from __future__ import annotations

from skapital.report import build_about
from skapital.report.facts import Facts
from skapital.report.hr_words import definition_note, hr_of, period_words
from skapital.report.model import Definitions, Inline, Section
from skapital.report.numbers import write_month
from skapital.report.subject import Subject

_GUIDE = ("days", "interval", "quarters", "parent", "association")


def guide_section(subject: Subject) -> Section:
    """Return how to read the figures of absence and turnover, and then those of the measurement."""
    texts = subject.facts.texts
    own = tuple((texts.text(f"hr.guide.{key}.term"), texts.line(f"hr.guide.{key}.text")) for key in _GUIDE)
    of_round = build_about.guide_section(subject)
    known = [block for block in of_round.blocks if isinstance(block, Definitions)]
    rest = tuple(item for block in known for item in block.items)
    return Section(of_round.id, of_round.heading, (Definitions((*own, *rest)),), aside=True)


def method_section(subject: Subject) -> Section:
    """Return how the figures were made."""
    facts, texts = subject.facts, subject.facts.texts
    items: list[tuple[str, Inline]] = [
        (texts.text("hr.method.absence"), definition_note(facts, "absence")),
        (texts.text("hr.method.turnover"), definition_note(facts, "turnover")),
        (texts.text("hr.method.protection"), _protection(facts)),
        (texts.text("hr.method.verdict"), texts.line("hr.method.verdict_text")),
        (texts.text("hr.method.coverage"), _coverage(facts)),
    ]
    of_round = build_about.method_section(subject)
    rest = tuple(item for block in of_round.blocks if isinstance(block, Definitions) for item in block.items)
    return Section(of_round.id, of_round.heading, (Definitions((*items, *rest)),), aside=True)


def _protection(facts: Facts) -> Inline:
    policy = facts.policy
    return facts.texts.line(
        "hr.method.protection_text", base=f"{policy.magnitude_base:g}", persons=policy.magnitude_persons
    )


def _coverage(facts: Facts) -> Inline:
    """Say which months lack, source by source, which quarters are no points of the series, what only dates tell."""
    texts, hr = facts.texts, hr_of(facts)
    lines = [
        texts.text("hr.method.missing", source=texts.text(f"source.{name}"), months=_months(facts, months))
        for name, months in hr.missing.items()
    ]
    if hr.gaps:
        named = texts.together(tuple(period_words(facts, name) for name in hr.gaps))
        lines.append(texts.text("hr.method.gaps", quarters=named))
    lines = lines or [texts.text("hr.method.whole")]
    for name, ends in hr.told_by_dates.items():
        first, last = (write_month(month, facts.language) for month in ends)
        source = texts.text(f"source.{name}")
        lines.append(texts.text("hr.method.told_by_dates", source=source, first=first, last=last))
    return (" ".join(lines),)


def _months(facts: Facts, months: tuple[str, ...]) -> str:
    return facts.texts.together(tuple(write_month(month, facts.language) for month in months))
