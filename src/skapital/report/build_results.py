"""The result on every scale: a chart of means with intervals, and the same figures as a table."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.instrument import Scale
from skapital.report.facts import Facts
from skapital.report.figures import Dot, DotFigure
from skapital.report.model import (
    Block,
    Column,
    FigureBlock,
    Inline,
    Interval,
    Notice,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
)
from skapital.report.numbers import write_number
from skapital.report.subject import Subject, headline, scales_in_order, shown, title_of, when
from skapital.report.verdicts import verdict_mark


def written(facts: Facts, number: Number) -> str:
    """Return a figure as the page writes it; for charts and their descriptions only."""
    if number.value is None:
        return facts.texts.text(f"withheld.{number.withheld}")
    return write_number(number.value, number.kind, facts.language, number.decimals)


def results_section(subject: Subject) -> Section:
    """Return the subject's result on each scale, with a chart where at least one mean is released."""
    facts = subject.facts
    scales = tuple(scale for scale in scales_in_order(facts) if subject.score(scale.id) is not None)
    table = results_table(subject, scales)
    dots = tuple(dot for scale in scales if (dot := _dot(subject, scale)) is not None)
    blocks: list[Block] = [Paragraph(subject.line("results.intro"))]
    blocks.append(_figure(subject, dots, table) if dots else table)
    blocks += [*_not_scored(facts), *_sureness(subject, scales), *_remarks(subject, scales)]
    return Section("resultat", subject.text("results.heading"), tuple(blocks))


def _not_scored(facts: Facts) -> list[Block]:
    """Which topics have no figure of their own, because their questions do not go together."""
    titles = tuple(title[facts.language] for title in facts.beside.not_scored)
    if not titles:
        return []
    texts = facts.texts
    return [
        Notice(
            texts.text("results.not_scored_title"), (texts.line("results.not_scored", names=texts.together(titles)),)
        )
    ]


def results_table(subject: Subject, scales: tuple[Scale, ...]) -> Table:
    """Return n, mean, interval, spread and band (where any is shown), and how the municipality's mean lies to it."""
    facts, texts = subject.facts, subject.facts.texts
    with_sd = any(_is_shown(subject.number(scale.id, c.SD, "points")) for scale in scales)
    rows = tuple(
        Row(title_of(facts, scale.id), _cells(subject, scale, with_sd), strong=scale.id == headline(facts).id)
        for scale in scales
    )
    columns = [
        Column(texts.text("column.n")),
        Column(texts.text("column.mean")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
    ]
    columns += [Column(texts.text("column.sd"))] if with_sd else []
    columns += [Column(texts.text("column.band"), numeric=False)] if _has_bands(facts) else []
    columns += [] if _is_whole(subject) else [Column(texts.text("column.municipality"))]
    columns += [Column(texts.text("column.beside_municipality"), numeric=False)] if _is_part(subject) else []
    notes = (texts.line("results.interval_note"), *_band_notes(facts))
    return Table(
        texts.text("sheet.results"),
        subject.text("results.caption"),
        texts.text("column.scale"),
        tuple(columns),
        rows,
        notes,
    )


def _cells(subject: Subject, scale: Scale, with_sd: bool) -> tuple[Inline, ...]:
    facts = subject.facts
    cells = [
        shown(facts, subject.number(scale.id, c.MEAN, "count", column=c.N)),
        shown(facts, subject.score(scale.id)),
        shown(facts, subject.interval(scale.id)),
    ]
    cells += [shown(facts, subject.number(scale.id, c.SD, "points"))] if with_sd else []
    cells += [(_band(subject, scale),)] if _has_bands(facts) else []
    if not _is_whole(subject):
        cells.append(shown(facts, facts.number(facts.root.code, scale.id, c.MEAN, "score")))
    if _is_part(subject):
        cells.append((verdict_mark(facts, facts.comparison(subject.unit, scale.id, "parent"), "parent"),))
    return tuple(cells)


def _is_whole(subject: Subject) -> bool:
    return subject.is_root and subject.population == c.EMPLOYEES


def _is_part(subject: Subject) -> bool:
    return not subject.is_root and subject.population == c.EMPLOYEES


def _has_bands(facts: Facts) -> bool:
    return any(scale.bands for scale in facts.instrument.scales.values())


def _band(subject: Subject, scale: Scale) -> str:
    labels = subject.facts.beside.bands.get((subject.population, subject.unit, scale.id))
    return labels[subject.facts.language] if labels else subject.facts.texts.text("word.absent")


def _band_notes(facts: Facts) -> tuple[Inline, ...]:
    sources = dict.fromkeys(scale.bands_source for scale in facts.instrument.scales.values() if scale.bands)
    return tuple(facts.texts.line("results.band_note", source=source.rstrip(".")) for source in sources)


def _sureness(subject: Subject, scales: tuple[Scale, ...]) -> list[Block]:
    """How sure the picture is, scale by scale: one sentence, the surest first."""
    facts, texts = subject.facts, subject.facts.texts
    grouped: dict[int, list[str]] = {}
    labels: dict[int, str] = {}
    for scale in scales:
        sure = facts.beside.certainty.get((subject.unit, scale.id)) if _is_part(subject) else None
        if sure is not None and _is_shown(subject.score(scale.id)):
            grouped.setdefault(sure.place, []).append(title_of(facts, scale.id))
            labels[sure.place] = sure.label[facts.language]
    if not grouped:
        return []
    parts = (f"{labels[place]}: {texts.together(tuple(grouped[place]))}" for place in sorted(grouped, reverse=True))
    return [Paragraph(texts.line("results.sureness", parts="; ".join(parts)), style="note")]


def _is_shown(number: Number | None) -> bool:
    return number is not None and number.value is not None


def _value(number: Number | None) -> float | None:
    return None if number is None else number.value


def _dot(subject: Subject, scale: Scale) -> Dot | None:
    facts = subject.facts
    mean = subject.score(scale.id)
    if mean is None or mean.value is None:
        return None
    interval = subject.interval(scale.id)
    low, high = (interval.low.value, interval.high.value) if isinstance(interval, Interval) else (None, None)
    earlier = subject.score(scale.id, period=facts.earlier) if facts.earlier and _comparable(subject, scale) else None
    sure = facts.beside.certainty.get((subject.unit, scale.id)) if _is_part(subject) else None
    target = facts.target(subject.unit, scale.id, population=subject.population)
    reference = None if subject.is_root else facts.number(facts.root.code, scale.id, c.MEAN, "score")
    return Dot(
        title_of(facts, scale.id),
        mean.value,
        low,
        high,
        _value(earlier),
        target.value if target else None,
        _value(reference),
        written(facts, mean),
        strong=scale.id == headline(facts).id,
        unsure=sure is not None and sure.place == 0,
    )


def _comparable(subject: Subject, scale: Scale) -> bool:
    """An earlier mean is drawn beside this one only where the two may be subtracted."""
    found = subject.facts.comparison(subject.unit, scale.id, "round", subject.population)
    return found is not None and found.number("difference") is not None


def _figure(subject: Subject, dots: tuple[Dot, ...], table: Table) -> FigureBlock:
    facts, texts = subject.facts, subject.facts.texts
    legend = [("value", subject.text("legend.value")), ("interval", texts.text("legend.interval"))]
    if any(dot.unsure for dot in dots):
        legend.append(("unsure", texts.text("legend.unsure")))
    if any(dot.earlier is not None for dot in dots) and facts.earlier:
        legend.append(("earlier", when(facts, facts.earlier).capitalize()))
    if any(dot.target is not None for dot in dots):
        legend.append(("target", texts.text("legend.target")))
    if any(dot.reference is not None for dot in dots):
        legend.append(("reference", texts.text("legend.reference")))
    figure = DotFigure(dots, tuple(legend), texts.text("legend.low_end"), texts.text("legend.high_end"))
    described = "; ".join(_described(facts, dot) for dot in dots)
    return FigureBlock(
        "figur-resultat",
        figure,
        subject.text("results.figure_title"),
        texts.text("results.figure_description", rows=described),
        table,
    )


def _described(facts: Facts, dot: Dot) -> str:
    if dot.low is None or dot.high is None:
        return f"{dot.label} {dot.text}"
    decimals = facts.decimals("score")
    low, high = (write_number(end, "score", facts.language, decimals) for end in (dot.low, dot.high))
    return facts.texts.text("results.figure_row", label=dot.label, value=dot.text, low=low, high=high)


def _remarks(subject: Subject, scales: tuple[Scale, ...]) -> list[Block]:
    facts, texts = subject.facts, subject.facts.texts
    found: list[Block] = []
    if not any(_is_shown(subject.number(scale.id, c.SD, "points")) for scale in scales):
        reason = subject.why_withheld(subject.number(scale.id, c.SD, "points") for scale in scales)
        line = texts.line(f"results.only_means.{reason}", minimum=facts.policy.minimum["distribution"])
        found.append(Paragraph(line, style="note"))
    if any(is_about_one_person(facts, scale) for scale in scales):
        names = texts.together(
            tuple(title_of(facts, scale.id) for scale in scales if is_about_one_person(facts, scale))
        )
        found.append(Notice(texts.text("results.one_person_title"), (subject.line("results.one_person", names=names),)))
    return found


def is_about_one_person(facts: Facts, scale: Scale) -> bool:
    """Return whether a scale rests on items about the nearest leader."""
    codes = facts.instrument.scale_items(scale.id)
    return any(facts.instrument.items[code].item_class == "about_one_person" for code in codes)
