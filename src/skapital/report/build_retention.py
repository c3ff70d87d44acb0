"""How long people stay: retention curves at whole quarters, of new staff and of those who have been there longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from skapital import columns as c
from skapital.report.build_centres import centres_of
from skapital.report.build_results import written
from skapital.report.figures import CurveFigure, CurvePoint
from skapital.report.hr_words import hr_of, period_words
from skapital.report.leaving_facts import LeavingFacts
from skapital.report.leaving_words import group_title, groups_of
from skapital.report.model import Block, Column, FigureBlock, Inline, Interval, Number, Paragraph, Row, Section, Table
from skapital.report.numbers import write_number
from skapital.report.subject import Subject, shown

RETENTION: Final = "retention"
QUARTERS: Final = 12
YEARS: Final = (4, 8, 12)


def retention_section(subject: Subject) -> Section | None:
    """Return the curve of the municipality or a centre, and the same by seniority, position group and centre."""
    facts, texts = subject.facts, subject.facts.texts
    hr = hr_of(facts)
    if hr.leaving is None or hr.rolling is None or _point(subject, 1, hr.rolling) is None:
        return None
    blocks: list[Block] = [Paragraph(texts.line("retention.intro", period=period_words(facts, hr.rolling)))]
    blocks.append(_curve(subject, hr.rolling))
    blocks += [_seniority(subject, hr.leaving, hr.rolling), *_positions(subject, hr.rolling)]
    if subject.is_root:
        blocks.append(_centres(subject, hr.rolling))
    blocks.append(Paragraph(texts.line("retention.note"), style="note"))
    return Section("fastholdelse", texts.text("retention.heading"), tuple(blocks))


def _point(
    subject: Subject, quarter: int, period: str, unit: str = "", group: str | None = None, end: str = "share"
) -> Number | None:
    facts = subject.facts
    return facts.number(unit or subject.unit, RETENTION, f"{end}:q{quarter:02d}", "share", period=period, group=group)


def _limits(
    subject: Subject, quarter: int, period: str, unit: str = "", group: str | None = None
) -> Interval | Number | None:
    low, high = (_point(subject, quarter, period, unit, group, end) for end in (c.LOW, c.HIGH))
    if low is None or high is None:
        return None
    return low if low.withheld else high if high.withheld else Interval(low, high)


def _curve(subject: Subject, period: str) -> Block:
    """The curve through its released points with a table of all of them; the table alone where too few are released."""
    facts, texts = subject.facts, subject.facts.texts
    columns = (
        Column(texts.text("retention.left")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
    )
    rows = tuple(
        Row(
            _after(subject, quarter),
            (shown(facts, _point(subject, quarter, period)), shown(facts, _limits(subject, quarter, period))),
            strong=quarter in YEARS,
        )
        for quarter in range(1, QUARTERS + 1)
    )
    name = facts.unit(subject.unit, subject.tree).name
    caption, stub = texts.text("retention.caption", name=name), texts.text("retention.stub")
    table = Table(texts.text("sheet.retention"), caption, stub, columns, rows)
    points = tuple(point for quarter in range(1, QUARTERS + 1) if (point := _drawn(subject, quarter, period)))
    if len(points) < 2:
        return table
    shares = tuple((share, write_number(share, "share", facts.language)) for share in (0.0, 0.25, 0.5, 0.75, 1.0))
    ticks = tuple((4 * year, texts.text("retention.years", n=year)) for year in range(QUARTERS // 4 + 1))
    figure = CurveFigure(points, ticks, shares, texts.text("retention.x_label"))
    told = "; ".join(f"{_after(subject, point.x)}: {written_share(subject, point)}" for point in points)
    description = texts.text("retention.description", rows=told)
    return FigureBlock("figur-fastholdelse", figure, texts.text("retention.title", name=name), description, table)


def _after(subject: Subject, quarters: int) -> str:
    return _counted(subject, "retention.after_quarters", quarters)


def _counted(subject: Subject, key: str, n: int) -> str:
    return subject.facts.texts.text(f"{key}.one" if n == 1 else f"{key}.other", n=n)


def _drawn(subject: Subject, quarter: int, period: str) -> CurvePoint | None:
    point = _point(subject, quarter, period)
    if point is None or point.value is None:
        return None
    limits = _limits(subject, quarter, period)
    low, high = (limits.low.value, limits.high.value) if isinstance(limits, Interval) else (None, None)
    text = written(subject.facts, point) if quarter in YEARS else ""
    return CurvePoint(quarter, point.value, low, high, text)


def written_share(subject: Subject, point: CurvePoint) -> str:
    """Return a point's share as the page writes it."""
    facts = subject.facts
    return write_number(point.value, "share", facts.language, facts.decimals("share"))


def _seniority(subject: Subject, leaving: LeavingFacts, period: str) -> Table:
    texts = subject.facts.texts
    bands = [f"seniority_band:{band.choice.code}" for band in leaving.words.seniority_bands]
    rows = [(group_title(subject.facts, group), subject.unit, group) for group in bands]
    return _yearly(subject, period, rows, texts.text("retention.caption_seniority"), texts.text("retention.seniority"))


def _positions(subject: Subject, period: str) -> tuple[Table, ...]:
    texts = subject.facts.texts
    groups = groups_of(subject.facts, subject.unit, RETENTION, period, "position_group")
    rows = [(group_title(subject.facts, group), subject.unit, group) for group in groups]
    caption, stub = texts.text("retention.caption_position"), texts.text("retention.position")
    return (_yearly(subject, period, rows, caption, stub),) if rows else ()


def _centres(subject: Subject, period: str) -> Table:
    texts = subject.facts.texts
    rows = [(unit.name, unit.code, None) for unit in centres_of(subject.facts)]
    return _yearly(subject, period, rows, texts.text("retention.caption_centre"), texts.text("column.centre"))


def _yearly(
    subject: Subject, period: str, rows: Sequence[tuple[str, str, str | None]], caption: str, stub: str
) -> Table:
    """A row a group: the share that is left after one, two and three years, each with its limits."""
    texts = subject.facts.texts
    columns: list[Column] = []
    for year in range(1, QUARTERS // 4 + 1):
        words = _counted(subject, "retention.after_years", year)
        low, high = (f"{words}: {texts.text(name).lower()}" for name in ("column.low", "column.high"))
        columns += [Column(words), Column(f"{words}: {texts.text('column.interval').lower()}", low=low, high=high)]
    made = tuple(Row(title, _cells(subject, period, unit, group)) for title, unit, group in rows)
    return Table(texts.text("sheet.retention"), caption, stub, tuple(columns), made)


def _cells(subject: Subject, period: str, unit: str, group: str | None) -> tuple[Inline, ...]:
    facts = subject.facts
    cells: list[Inline] = []
    for quarter in YEARS:
        cells.append(shown(facts, _point(subject, quarter, period, unit, group)))
        cells.append(shown(facts, _limits(subject, quarter, period, unit, group)))
    return tuple(cells)
