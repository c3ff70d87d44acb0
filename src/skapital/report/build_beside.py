"""Centres in organisation order with their limits; workplaces as counts; a unit's own page with its own point."""

from __future__ import annotations

from skapital import columns as c
from skapital.compare import limits
from skapital.report.build_centres import centres_of
from skapital.report.build_results import written
from skapital.report.build_series import limit_number
from skapital.report.facts import Facts, UnitInfo
from skapital.report.figures import LimitFigure, LimitRow
from skapital.report.hr_words import BY_NAME, HrMeasure, definition_in_short, figure, hr_mark, hr_of, title_of_measure
from skapital.report.model import Block, Column, FigureBlock, Inline, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, shown
from skapital.report.verdicts import interval_of


def centres_section(subject: Subject) -> Section | None:
    """Return each centre against itself and its limits, for the municipality's page; None elsewhere."""
    facts, texts = subject.facts, subject.facts.texts
    units = centres_of(facts)
    if not subject.is_root or not units:
        return None
    blocks: list[Block] = [Paragraph(texts.line("hr.centres.intro"))]
    for name in hr_of(facts).settings.run_chart.measures:
        one = BY_NAME[name]
        blocks.append(_centres_table(facts, units, one))
        chart = _limits_chart(facts, units, one)
        blocks += [chart] if chart is not None else []
    return Section("hr-centre", texts.text("hr.centres.heading"), tuple(blocks))


def _centres_table(facts: Facts, units: tuple[UnitInfo, ...], one: HrMeasure) -> Table:
    texts = facts.texts
    columns = (
        Column(texts.text("hr.column.now")),
        Column(texts.text("hr.column.before")),
        Column(texts.text("column.difference")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
        Column(texts.text("hr.column.rolling")),
    )
    named = [*((unit.code, unit.name, "branch") for unit in units)]
    named.append((facts.root.code, texts.text("column.municipality"), "municipality"))
    rows = tuple(
        Row(name, _centre_cells(Subject(facts, code, c.EMPLOYEES, voice), one), strong=code == facts.root.code)
        for code, name, voice in named
    )
    caption = texts.text("hr.centres.caption", measure=title_of_measure(facts, one.measure))
    topic = "absence" if one.measure.startswith("absence") else "turnover"
    name = texts.text(f"sheet.hr_{topic}_centres")
    return Table(name, caption, texts.text("column.centre"), columns, rows, (definition_in_short(facts, topic),))


def _centre_cells(subject: Subject, one: HrMeasure) -> tuple[Inline, ...]:
    facts, hr = subject.facts, hr_of(subject.facts)
    comparison = facts.comparison(subject.unit, one.measure, "quarter")
    absent: Inline = (facts.texts.text("word.absent"),)
    difference = comparison.number("difference") if comparison else None
    interval = interval_of(comparison)
    return (
        shown(facts, figure(subject, one, hr.quarter)),
        shown(facts, figure(subject, one, hr.before)),
        (difference,) if difference is not None else absent,
        (interval,) if interval is not None else absent,
        (hr_mark(facts, comparison, "quarter"),),
        shown(facts, figure(subject, one, hr.rolling)),
    )


def _limits_chart(facts: Facts, units: tuple[UnitInfo, ...], one: HrMeasure) -> FigureBlock | None:
    texts, hr = facts.texts, hr_of(facts)
    found = [(unit, row) for unit in units if (row := hr.limit(unit.code, one.measure)) is not None]
    rows: list[Row] = []
    drawn: list[LimitRow] = []
    for unit, row in found:
        value = facts.number(unit.code, one.measure, one.statistic, one.kind, period=hr.quarter)
        low, high = (limit_number(facts, row, one.measure, name) for name in ("low", "high"))
        if value is None or value.value is None or low is None or high is None:
            continue
        place = texts.text(f"hr.place.{row['place']}")
        rows.append(Row(unit.name, ((value,), (low,), (high,), (place,))))
        drawn.append(LimitRow(unit.name, value.value, low.value or 0.0, high.value or 0.0, written(facts, value)))
    if not drawn:
        return None
    title = texts.text("hr.limits.title", measure=title_of_measure(facts, one.measure))
    columns = (
        Column(texts.text("hr.column.now")),
        Column(texts.text("hr.column.limit_low")),
        Column(texts.text("hr.column.limit_high")),
        Column(texts.text("hr.column.place"), numeric=False),
    )
    topic = "absence" if one.measure.startswith("absence") else "turnover"
    sheet, stub = texts.text(f"sheet.hr_{topic}_limits"), texts.text("column.centre")
    twin = Table(sheet, title, stub, columns, tuple(rows), (texts.line("hr.limits.note"),))
    root = facts.number(facts.root.code, one.measure, one.statistic, one.kind, period=hr.quarter)
    guide = root.value if root is not None else None
    chart = LimitFigure(tuple(drawn), guide, texts.text("column.municipality"), title_of_measure(facts, one.measure))
    told = "; ".join(f"{row.label} {row.text}" for row in drawn)
    return FigureBlock(
        f"graenser-{one.measure}", chart, title, texts.text("hr.limits.description", rows=told), twin, folded=True
    )


def own_limits_section(subject: Subject) -> Section | None:
    """Return, on a centre's or workplace's own page, its own figure and the limits for its size; no other unit."""
    facts, texts = subject.facts, subject.facts.texts
    lines: list[Block] = []
    for name in hr_of(facts).settings.run_chart.measures:
        row = hr_of(facts).limit(subject.unit, name)
        one = BY_NAME[name]
        value = figure(subject, one, hr_of(facts).quarter)
        if row is None or value is None or value.value is None:
            continue
        low, high = (limit_number(facts, row, name, end) for end in ("low", "high"))
        if low is None or high is None:
            continue
        values: dict[str, str | Number] = {"measure": title_of_measure(facts, name), "value": value}
        line = texts.line(f"hr.own_limits.{row['place']}", **values, low=low, high=high)
        lines.append(Paragraph(line))
    if not lines:
        return None
    intro = Paragraph(texts.line("hr.own_limits.intro"))
    return Section("hr-graenser", texts.text("hr.own_limits.heading"), (intro, *lines))


def workplaces_section(subject: Subject) -> Section | None:
    """Return, for the municipality, how many workplaces lie inside and outside their limits, by size; no names."""
    facts, texts = subject.facts, subject.facts.texts
    if not subject.is_root:
        return None
    tables = [
        table for name in hr_of(facts).settings.run_chart.measures if (table := _counts_table(facts, name)) is not None
    ]
    if not tables:
        return None
    intro = Paragraph(texts.line("hr.workplaces.intro"))
    return Section("hr-arbejdspladser", texts.text("hr.workplaces.heading"), (intro, *tables))


def _counts_table(facts: Facts, measure: str) -> Table | None:
    texts, counts = facts.texts, facts.counts
    own = counts[(counts["measure"] == measure) & counts["kind"].str.startswith(limits.COUNT_KIND)]
    if own.empty:
        return None
    columns = (
        *(Column(texts.text(f"hr.place.{place}")) for place in limits.PLACES),
        Column(texts.text("hr.column.chance")),
    )
    rows = tuple(
        Row(
            _band(facts, str(kind)),
            _band_cells(facts, measure, str(kind), part.to_dict("records")),
        )
        for kind, part in own.groupby("kind", sort=False)
    )
    caption = texts.text("hr.workplaces.caption", measure=title_of_measure(facts, measure))
    topic = "absence" if measure.startswith("absence") else "turnover"
    return Table(texts.text(f"sheet.hr_{topic}_counts"), caption, texts.text("hr.column.size"), columns, rows)


def _band_cells(facts: Facts, measure: str, kind: str, rows: list[dict[object, object]]) -> tuple[Inline, ...]:
    by_place = {str(row["verdict"]): row for row in rows}
    key = ("count", facts.root.code, measure, kind)
    cells: list[Inline] = [
        (Number(float(str(by_place[place]["n_units"])), "count", (*key, place)),) for place in limits.PLACES
    ]
    cells.append((Number(float(str(rows[0]["by_chance"])), "rate", (*key, "by_chance"), decimals=1),))
    return tuple(cells)


def _band(facts: Facts, kind: str) -> str:
    band = int(kind.removeprefix(limits.COUNT_KIND))
    edges = hr_of(facts).settings.funnel.size_bands
    texts = facts.texts
    low = f"{edges[band - 1]:g}" if band else ""
    high = f"{edges[band]:g}" if band < len(edges) else ""
    key = "hr.band.below" if not low else "hr.band.above" if not high else "hr.band.between"
    return texts.text(key, low=low, high=high)
