"""The municipality beside comparable ones, in one source's own published figures; never beside its own payroll's."""

from __future__ import annotations

from skapital import columns as c
from skapital.compare.benchmarks import DAYS_PER_EQUIVALENT, IN_EQUIVALENTS, Benchmarked, Figure
from skapital.report.hr_words import hr_of
from skapital.report.leaving_facts import LeavingFacts
from skapital.report.model import Block, Column, Inline, Number, Paragraph, Row, Section, Table
from skapital.report.numbers import write_date
from skapital.report.subject import Subject, shown


def benchmarks_section(subject: Subject) -> Section | None:
    """Return the municipality's section about comparable municipalities; None where none were chosen."""
    leaving = hr_of(subject.facts).leaving
    if leaving is None or not leaving.benchmarks or not subject.is_root:
        return None
    texts = subject.facts.texts
    blocks: list[Block] = [Paragraph(texts.line("benchmarks.intro")), Paragraph(_who(subject, leaving), style="note")]
    for one in leaving.benchmarks:
        blocks += [Paragraph(_said(subject, one), style="lead"), _table(subject, leaving, one)]
    blocks.append(Paragraph(texts.line("benchmarks.no_interval"), style="note"))
    return Section("sammenligning", texts.text("benchmarks.heading"), tuple(blocks))


def _who(subject: Subject, leaving: LeavingFacts) -> Inline:
    """Who chose the municipalities, and how their average is made."""
    facts, rules = subject.facts, leaving.rules
    when = write_date(rules.decided_on, facts.language) if rules.decided_on else ""
    decided = " ".join(part for part in (rules.decided_by, when) if part)
    key = f"benchmarks.{rules.rule}"
    return facts.texts.line(key, group=rules.title[facts.language], decided=decided, weights=rules.weights_from)


def _said(subject: Subject, one: Benchmarked) -> Inline:
    """The comparison in words: our figure, the others', the gap, and whether the target is reached."""
    facts, texts = subject.facts, subject.facts.texts
    measure = measure_words(subject, one.own)
    values: dict[str, str | int | Number] = {"measure": measure, "year": one.own.period, "own": _number(one.own)}
    values["unit"] = _unit(subject, one.own)
    gap = gap_number(subject, one, one.own.measure)
    if one.average is None or gap is None:
        return texts.line("benchmarks.refused", **values, least=hr_of(facts).leaving.rules.least_members)  # type: ignore[union-attr]
    values |= {"average": _average(one), "gap": gap, "n": len(one.members)}
    line = texts.line("benchmarks.said", **values)
    equivalents = gap_number(subject, one, IN_EQUIVALENTS)
    if equivalents is not None and one.own.unit == DAYS_PER_EQUIVALENT:
        base = hr_of(facts).definitions.absence
        line = (*line, " ", *texts.line("benchmarks.equivalents", gap=equivalents, base=base.base_name,
                                        days=f"{base.base_days:g}"))  # fmt: skip
    if one.is_target:
        line = (*line, " ", *texts.line("benchmarks.reached" if one.reached else "benchmarks.not_reached"))
    return line


def measure_words(subject: Subject, figure: Figure) -> str:
    """Return a measure in words: the catalogue's, else the list's own word."""
    key = f"hr.measure.{figure.measure}"
    return subject.facts.texts.text(key) if key in subject.facts.texts else figure.measure


def _unit(subject: Subject, figure: Figure) -> str:
    """The unit of a figure in words: the catalogue's, else the list's own word."""
    key = f"benchmarks.unit.{figure.unit}"
    return subject.facts.texts.text(key) if key in subject.facts.texts else figure.unit


def _number(figure: Figure) -> Number:
    source = ("benchmark", figure.municipality, figure.period, figure.measure, figure.source, figure.definition)
    return Number(figure.value, "rate", source, decimals=1 if round(figure.value, 1) == figure.value else 2)


def _average(one: Benchmarked) -> Number:
    own = one.own
    source = ("benchmark", "average", own.period, own.measure, own.source, own.definition)
    return Number(round(float(one.average or 0.0), 1), "rate", source, decimals=1)


def gap_number(subject: Subject, one: Benchmarked, measure: str) -> Number | None:
    """Return our figure less the others' as it stands among the comparisons, or that in full-time equivalents."""
    rows = subject.facts.comparisons
    since = f"{one.own.source}: {one.own.definition}"
    mine = rows[
        (rows["kind"] == "reference")
        & (rows[c.MEASURE] == measure)
        & (rows[c.PERIOD] == one.own.period)
        & (rows["from"] == since)
    ]
    if mine.empty or mine["difference"].isna().all():
        return None
    key = (one.own.period, since, subject.facts.structure, c.ALL, subject.unit, measure, "reference", "difference")
    return Number(float(mine["difference"].iloc[0]), "rate_difference", ("comparison", *key), decimals=1)


def _table(subject: Subject, leaving: LeavingFacts, one: Benchmarked) -> Table:
    """Our own row, then the others in the order of the configuration, then their average; what is refused says why."""
    texts = subject.facts.texts
    why = (Column(texts.text("benchmarks.column.why"), numeric=False),) if one.unlike else ()
    nothing: tuple[Inline, ...] = (("",),) if one.unlike else ()
    columns = (Column(texts.text("benchmarks.column.value")), *why)
    rows = [Row(one.own.municipality, ((_number(one.own),), *nothing), strong=True)]
    by_name = {figure.municipality: figure for figure in one.members}
    differs = {unlike.municipality: unlike.differs for unlike in one.unlike}
    for name in leaving.rules.members:
        if name in by_name:
            rows.append(Row(name, ((_number(by_name[name]),), *nothing)))
        else:
            rows.append(Row(name, (shown(subject.facts, None), (_why(subject, differs.get(name, ())),))))
    if one.average is not None:
        rows.append(Row(texts.text("benchmarks.average"), ((_average(one),), *nothing), strong=True))
    values = {"measure": measure_words(subject, one.own), "year": one.own.period, "unit": _unit(subject, one.own)}
    caption = texts.text("benchmarks.caption", **values)
    source = texts.line(
        "benchmarks.source", source=one.own.source, definition=one.own.definition, population=one.own.population
    )
    stub = texts.text("benchmarks.column.municipality")
    return Table(texts.text("sheet.benchmarks"), caption, stub, columns, tuple(rows), (source,))


def _why(subject: Subject, differs: tuple[str, ...]) -> str:
    texts = subject.facts.texts
    if not differs:
        return texts.text("benchmarks.missing")
    words = tuple(texts.text(f"benchmarks.differs.{name}") for name in differs)
    return texts.text("benchmarks.unlike", what=texts.together(words))
