"""Who answered."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.facts import Facts
from skapital.report.model import Block, Column, Notice, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, level_word, shown


def response_row(facts: Facts, header: str, unit: str, population: str, *, strong: bool = False, depth: int = 0) -> Row:
    """Return invited, answered and the share who answered of one group."""
    cells = tuple(
        shown(facts, facts.number(unit, c.RESPONSE, statistic, kind, population=population))
        for statistic, kind in ((c.N_INVITED, "count"), (c.N_ANSWERED, "count"), (c.RATE, "share"))
    )
    return Row(header, cells, strong=strong, depth=depth)


def response_table(facts: Facts, rows: tuple[Row, ...], caption: str) -> Table:
    """Return the table of response for groups that stand in organisation order."""
    texts = facts.texts
    columns = tuple(Column(texts.text(f"column.{name}")) for name in ("invited", "answered", "rate"))
    return Table(texts.text("sheet.response"), caption, texts.text("column.group"), columns, rows)


def response_section(subject: Subject, name: str) -> Section:
    """Return who answered in a unit, beside the municipality, and whose answers are counted here."""
    facts, texts = subject.facts, subject.facts.texts
    rows = [response_row(facts, name, subject.unit, subject.population, strong=True)]
    if not subject.is_root:
        rows.append(response_row(facts, texts.text("word.municipality_employees"), facts.root.code, c.EMPLOYEES))
    blocks: list[Block] = [
        Paragraph(subject.line("response.intro")),
        *practice(facts),
        response_table(facts, tuple(rows), texts.text("response.caption")),
        *_included(subject),
    ]
    return Section("svar", texts.text("response.heading"), tuple(blocks))


def practice(facts: Facts) -> tuple[Paragraph, ...]:
    """Return what to say of the answers of small units where they are counted nowhere."""
    return (Paragraph(facts.texts.line("response.included")),) if facts.policy.small_units == "left_out" else ()


def _included(subject: Subject) -> list[Block]:
    facts, texts = subject.facts, subject.facts.texts
    unit = facts.unit(subject.unit)
    found: list[Block] = []
    if unit.members:
        names = tuple(facts.unit(code).name for code in unit.members)
        line = texts.line("response.members", names=texts.together(names))
        found.append(Notice(texts.text("response.members_title"), (line,)))
    covered = tuple(entry for entry in facts.covers(subject.unit) if entry.code not in (unit.members or ()))
    if covered:
        names = tuple(f"{entry.name} ({level_word(facts, entry.level).lower()})" for entry in covered)
        key = "covered" if facts.policy.small_units == "in_parent" else "left_out"
        line = texts.line(f"response.{key}", names=texts.together(names))
        found.append(Notice(texts.text(f"response.{key}_title"), (line,)))
    return found
