"""How the answers are spread, question by question: allowed from the distribution minimum up."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.instrument import Item, Option
from skapital.report.build_results import written
from skapital.report.facts import Facts
from skapital.report.figures import Bar, Part, StackedFigure
from skapital.report.model import Block, Column, FigureBlock, Inline, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, items_of_class, shown, title_of

_LEAST_WIDTH_FOR_TEXT = 8.0


def answers_section(subject: Subject) -> Section:
    """Return one chart and table for each scale's questions (reversed ones apart), or why none is shown."""
    facts, texts = subject.facts, subject.facts.texts
    groups = [(title, items) for title, items in _groups(facts) if any(_is_shown(subject, item) for item in items)]
    if not groups:
        items = items_of_class(facts, "ordinary", "about_one_person")
        reason = subject.why_withheld(subject.number(item.code, c.MEAN, "score") for item in items)
        line = texts.line(f"answers.{reason}", minimum=facts.policy.minimum["distribution"])
        return Section("svarfordeling", texts.text("answers.heading"), (Paragraph(line),))
    blocks: list[Block] = [Paragraph(texts.line("answers.intro"))]
    blocks += [_figure(subject, title, items) for title, items in groups]
    return Section("svarfordeling", texts.text("answers.heading"), tuple(blocks))


def _groups(facts: Facts) -> list[tuple[str, tuple[Item, ...]]]:
    left = {item.code: item for item in items_of_class(facts, "ordinary", "about_one_person")}
    found: list[tuple[str, tuple[Item, ...]]] = []
    for scale in facts.instrument.scales.values():
        own = [left.pop(code) for code in scale.items if code in left]
        found += _alike(facts, scale.title[facts.language], own)
    return found + _alike(facts, facts.texts.text("answers.others"), list(left.values()))


def _alike(facts: Facts, title: str, items: list[Item]) -> list[tuple[str, tuple[Item, ...]]]:
    kinds = dict.fromkeys((item.responses.id, item.reversed) for item in items)
    found = []
    for responses, turned in kinds:
        alike = tuple(item for item in items if (item.responses.id, item.reversed) == (responses, turned))
        found.append((facts.texts.text("answers.reversed", title=title) if turned else title, alike))
    return found


def _best_first(item: Item) -> tuple[Option, ...]:
    return tuple(sorted(item.responses.options, key=lambda option: option.value, reverse=not item.reversed))


def _share(subject: Subject, item: Item, code: str) -> Number | None:
    return subject.number(item.code, f"{c.SHARE}{code}", "share")


def _is_shown(subject: Subject, item: Item) -> bool:
    shares = (_share(subject, item, option.code) for option in item.responses.options)
    return any(share is not None and share.value is not None for share in shares)


def _figure(subject: Subject, title: str, items: tuple[Item, ...]) -> FigureBlock:
    facts, texts = subject.facts, subject.facts.texts
    options = _best_first(items[0])
    bars = tuple(bar for item in items if (bar := _bar(subject, item)) is not None)
    legend = tuple((_tone(at, len(options)), option.labels[facts.language]) for at, option in enumerate(options))
    described = "; ".join(f"{bar.label}: {', '.join(part.text for part in bar.parts)}" for bar in bars)
    labels = ", ".join(label for _, label in legend)
    return FigureBlock(
        f"figur-svar-{items[0].code}",
        StackedFigure(bars, legend),
        title,
        texts.text("answers.figure_description", labels=labels, rows=described),
        _table(subject, title, items),
        folded=True,
    )


def _tone(at: int, options: int) -> int:
    """Return a place 0-4 on the scale from best to worst, whatever the number of options."""
    return round(4 * at / max(1, options - 1))


def _bar(subject: Subject, item: Item) -> Bar | None:
    facts = subject.facts
    options = _best_first(item)
    parts, start = [], 0.0
    for at, option in enumerate(options):
        share = _share(subject, item, option.code)
        if share is None:  # nobody anywhere gave this answer
            continue
        if share.value is None:
            return None
        width = round(share.value * 100, 6)
        parts.append(Part(round(start, 6), width, _tone(at, len(options)), written(facts, share)))
        start += width
    return Bar(title_of(facts, item.code), tuple(parts))


def part_has_room(part: Part) -> bool:
    """Return whether a part of a bar is wide enough to carry its own figure."""
    return part.width >= _LEAST_WIDTH_FOR_TEXT


def _table(subject: Subject, title: str, items: tuple[Item, ...]) -> Table:
    facts, texts = subject.facts, subject.facts.texts
    options = _best_first(items[0])
    with_missing = any(subject.number(item.code, c.SHARE_MISSING, "share") is not None for item in items)
    columns = (
        Column(texts.text("column.n")),
        *(Column(option.labels[facts.language]) for option in options),
        *((Column(texts.text("column.missing")),) if with_missing else ()),
        Column(texts.text("column.mean")),
    )
    rows = tuple(Row(title_of(facts, item.code), _row(subject, item, with_missing)) for item in items)
    caption = texts.text("answers.caption", title=title)
    return Table(texts.text("sheet.answers"), caption, texts.text("column.question"), columns, rows)


def _row(subject: Subject, item: Item, with_missing: bool) -> tuple[Inline, ...]:
    facts = subject.facts
    missing = (shown(facts, subject.number(item.code, c.SHARE_MISSING, "share")),) if with_missing else ()
    return (
        shown(facts, subject.number(item.code, c.MEAN, "count", column=c.N)),
        *(shown(facts, _share(subject, item, option.code)) for option in _best_first(item)),
        *missing,
        shown(facts, subject.number(item.code, c.MEAN, "score")),
    )
