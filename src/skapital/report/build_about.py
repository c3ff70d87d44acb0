"""What surrounds the figures: what is withheld and why, how to read, what to talk about, the plan, the method."""

from __future__ import annotations

from collections.abc import Iterable

from skapital import columns as c
from skapital.compare.measures import ABSENCE, TURNOVER
from skapital.disclosure.rounding import loss_as_told
from skapital.report.facts import Facts, FrameFinding
from skapital.report.model import (
    Block,
    Bullets,
    Column,
    Definitions,
    Inline,
    Number,
    Paragraph,
    PlanTable,
    Row,
    Section,
    Table,
)
from skapital.report.numbers import write_date, write_number
from skapital.report.subject import Subject, scales_in_order, title_of, when

_PLAN_ROWS = 6
_LEAVING = ("retention", "exits")
_GUIDE = ("score", "interval", "chance", "matters", "municipality", "withheld", "no_competition")


def withheld_section(subject: Subject) -> Section:
    """Return what this report does not show, and for which of the two public reasons."""
    facts, texts = subject.facts, subject.facts.texts
    heading = texts.text("withheld.heading")
    found = _withheld(subject)
    if not found:
        return Section("vises-ikke", heading, (Paragraph(texts.line("withheld.nothing")),))
    rows = tuple(
        Row(texts.text(f"withheld.what.{what}"), ((_some(facts, measures),), (texts.text(f"withheld.long.{reason}"),)))
        for (what, reason), measures in found.items()
    )
    columns = (Column(texts.text("column.measures"), numeric=False), Column(texts.text("column.reason"), numeric=False))
    caption = texts.text("withheld.caption")
    table = Table(texts.text("sheet.withheld"), caption, texts.text("column.what"), columns, rows)
    return Section("vises-ikke", heading, (Paragraph(texts.line("withheld.intro")), table))


def _withheld(subject: Subject) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for measure, statistic, reason in subject.facts.withheld_of(subject.unit, subject.population):
        measures = found.setdefault((_what(subject.facts, measure, statistic), reason), [])
        if measure not in measures:
            measures.append(measure)
    order = ("absence", "turnover", "response", "scale", "spread", "answers", "problem", "sensitive")
    return dict(sorted(found.items(), key=lambda entry: (order.index(entry[0][0]), entry[0][1])))


def _what(facts: Facts, measure: str, statistic: str) -> str:
    if measure == c.RESPONSE:
        return "response"
    if measure in _LEAVING:
        return "turnover"
    if f"hr.measure.{measure}" in facts.texts:
        return "absence" if measure in ABSENCE else "turnover"
    if measure in facts.instrument.scales:
        return "scale" if statistic in (c.MEAN, c.LOW, c.HIGH, c.N_ANSWERED) else "spread"
    item_class = facts.instrument.items[measure].item_class
    return item_class if item_class in ("problem", "sensitive") else "answers"


def _some(facts: Facts, measures: list[str]) -> str:
    if measures == [c.RESPONSE]:
        return facts.texts.text("response.heading")
    order = [*ABSENCE, *TURNOVER, *_LEAVING, *(scale.id for scale in scales_in_order(facts)), *facts.instrument.items]
    titles = tuple(_title(facts, measure) for measure in sorted(measures, key=order.index))
    if len(titles) <= 9:
        return "; ".join(titles)
    return facts.texts.text("withheld.several", n=len(titles))


def _title(facts: Facts, measure: str) -> str:
    key = f"withheld.leaving.{measure}" if measure in _LEAVING else f"hr.measure.{measure}"
    return facts.texts.text(key) if key in facts.texts else title_of(facts, measure)


def guide_section(subject: Subject) -> Section:
    """Return how to read the figures."""
    facts, texts = subject.facts, subject.facts.texts
    matters = Number(
        facts.settings.smallest_important_difference, "points", ("setting", "smallest_important_difference"), decimals=0
    )
    values: dict[str, str | int | Number] = {"minimum": facts.policy.minimum["scale"], "matters": matters}
    items = tuple((texts.text(f"guide.{key}.term"), texts.line(f"guide.{key}.text", **values)) for key in _GUIDE)
    return Section("laesevejledning", texts.text("guide.heading"), (Definitions(items),), aside=True)


def dialogue_section(subject: Subject) -> Section:
    """Return questions to talk about, fit for the edition and the readers."""
    facts, texts = subject.facts, subject.facts.texts
    edition = "baseline" if facts.edition == "baseline" else "follow_up"
    key = f"dialogue.{subject.voice}.{edition}"
    questions: tuple[Inline, ...] = tuple((question,) for question in texts.several(key))
    blocks: tuple[Block, ...] = (Paragraph(subject.line("dialogue.intro")), Bullets(questions))
    return Section("dialog", texts.text("dialogue.heading"), blocks)


def plan_section(subject: Subject) -> Section:
    """Return the empty action-plan table of the APV."""
    texts = subject.facts.texts
    columns, helps = texts.several("plan.columns"), texts.several("plan.help")
    table = PlanTable(texts.text("sheet.plan"), texts.text("plan.caption"), columns, helps, _PLAN_ROWS)
    return Section("handlingsplan", texts.text("plan.heading"), (Paragraph(texts.line("plan.intro")), table))


def method_section(subject: Subject) -> Section:
    """Return how the figures were made: fieldwork, instrument, protection, sources, versions."""
    facts, texts = subject.facts, subject.facts.texts
    items: list[tuple[str, Inline]] = [
        (texts.text("method.fieldwork.term"), fieldwork(facts, facts.period)),
        (texts.text("method.instrument.term"), _instrument(facts)),
        (texts.text("method.people.term"), subject.line("method.people.text")),
        (texts.text("method.protection.term"), _protection(facts)),
        *_standing(facts),
        (texts.text("method.linking.term"), texts.line(f"method.linking.{'on' if facts.linked else 'off'}")),
        (texts.text("method.verdict.term"), texts.line("method.verdict.text")),
    ]
    if facts.other_rounds:
        rounds = texts.together(tuple(when(facts, one) for one in facts.other_rounds))
        items.append((texts.text("method.others.term"), texts.line("method.others.text", rounds=rounds)))
    if facts.sources:
        items.append((texts.text("method.sources.term"), _sources(facts)))
    if facts.versions:
        versions = ", ".join(f"{name} {version}" for name, version in facts.versions.items())
        items.append((texts.text("method.versions.term"), (f"{versions}.",)))
    whole = subject.is_root and subject.population == c.EMPLOYEES
    if facts.frame_findings and not whole:
        items.append((texts.text("frame.term"), texts.line("frame.elsewhere")))
    blocks = (Definitions(tuple(items)), *(frame_blocks(facts) if whole else ()))
    return Section("metode", texts.text("method.heading"), blocks, aside=True)


def frame_blocks(facts: Facts) -> tuple[Block, ...]:
    """Return what does not fit between who was invited and who answered, counted; nothing is mended.

    Counts of the whole municipality: units by their number, people never as fewer than five, and no unit is named.
    """
    texts = facts.texts
    if not facts.frame_findings:
        framed = any(source.kind == "frame" and source.period == facts.period for source in facts.sources)
        return (Paragraph(texts.line("frame.nothing")),) if framed else ()
    columns = (Column(texts.text("column.number")), Column(texts.text("column.counts"), numeric=False))
    rows = tuple(
        Row(texts.text(f"frame.finding.{one.slug}"), (_count(facts, one), (texts.text(f"frame.of.{one.counts}"),)))
        for one in facts.frame_findings
    )
    caption = texts.text("frame.caption", round=when(facts, facts.period))
    table = Table(texts.text("sheet.frame"), caption, texts.text("column.what"), columns, rows)
    return (Paragraph(texts.line("frame.intro")), table)


def _count(facts: Facts, one: FrameFinding) -> Inline:
    if one.few:
        return (facts.texts.text("frame.few", n=one.shown_count),)
    return (Number(float(one.count), "count", ("finding", one.slug)),)


def fieldwork(facts: Facts, round_id: str) -> Inline:
    """Return when a round was in the field; nothing where the settings do not know the round."""
    known = [entry for entry in facts.settings.rounds if entry.id == round_id]
    if not known:
        return (when(facts, round_id),)
    start, end = (write_date(date, facts.language) for date in (known[0].fieldwork_from, known[0].fieldwork_to))
    return facts.texts.line("method.fieldwork.text", start=start, end=end)


def _instrument(facts: Facts) -> Inline:
    title = facts.instrument.title[facts.language]
    return facts.texts.line("method.instrument.text", title=title, source=facts.instrument.source.rstrip("."))


def _protection(facts: Facts) -> Inline:
    minimum = facts.policy.minimum
    names = ("scale", "distribution", "problem", "sensitive")
    rules = facts.texts.line("method.protection.text", **{name: minimum[name] for name in names})
    return (*rules, " ", *loss_told(facts))


def loss_told(facts: Facts) -> Inline:
    """Return the answers that are withheld for others' sake, about."""
    loss = loss_as_told(facts.release.loss)
    return facts.texts.line("index.loss" if loss else "index.no_loss", loss=write_number(loss, "count", facts.language))


def _standing(facts: Facts) -> Iterable[tuple[str, Inline]]:
    """That figures stand as they were published, although something was corrected since."""
    if facts.release.kept:
        yield facts.texts.text("method.standing.term"), facts.texts.line("method.standing.text")


def _sources(facts: Facts) -> Inline:
    named = (f"{facts.texts.text(f'source.{source.kind}')} {when(facts, source.period)}" for source in facts.sources)
    return (f"{'; '.join(dict.fromkeys(named))}.",)
