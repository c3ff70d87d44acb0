"""The APV: how many state a problem, and offensive behaviour where so many answered that nobody can be found."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.instrument import Item
from skapital.report.model import Column, Inline, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, items_of_class, shown, title_of


def problems_section(subject: Subject) -> Section | None:
    """Return the share with a problem of each APV question; ``None`` where the instrument has none."""
    return _section(subject, "problem", "apv", "problem")


def sensitive_section(subject: Subject) -> Section | None:
    """Return the share of each question about offensive behaviour, or why it is not shown."""
    return _section(subject, "sensitive", "kraenkende", "sensitive")


def _section(subject: Subject, item_class: str, anchor: str, rule: str) -> Section | None:
    facts, texts = subject.facts, subject.facts.texts
    items = tuple(item for item in items_of_class(facts, item_class) if _share(subject, item) is not None)
    if not items:
        return None
    heading = texts.text(f"{item_class}.heading")
    if not any(_value(subject, item) is not None for item in items):
        reason = subject.why_withheld(subject.number(item.code, c.SHARE_PROBLEM, "share") for item in items)
        line = subject.line(f"{item_class}.{reason}", minimum=facts.policy.minimum[rule])
        return Section(anchor, heading, (Paragraph(line), Paragraph(texts.line(f"{item_class}.advice"), style="note")))
    table = _table(subject, item_class, items)
    return Section(anchor, heading, (Paragraph(texts.line(f"{item_class}.intro")), table))


def _share(subject: Subject, item: Item, column: str = c.VALUE) -> Inline | None:
    found = subject.number(item.code, c.SHARE_PROBLEM, "count" if column == c.N else "share", column=column)
    return None if found is None else (found,)


def _value(subject: Subject, item: Item) -> float | None:
    found = subject.number(item.code, c.SHARE_PROBLEM, "share")
    return None if found is None else found.value


def _table(subject: Subject, item_class: str, items: tuple[Item, ...]) -> Table:
    facts, texts = subject.facts, subject.facts.texts
    with_reference = not (subject.is_root and subject.population == c.EMPLOYEES)
    with_earlier = facts.earlier is not None and any(_earlier(subject, item) is not None for item in items)
    names = ["n", *(["earlier"] if with_earlier else []), item_class, *(["municipality"] if with_reference else [])]
    if len({_counted_answers(subject, item) for item in items}) > 1:
        names.insert(0, "counted")
    rows = tuple(
        Row(title_of(facts, item.code), _cells(subject, item, names), depth=1 if item.asked_if else 0) for item in items
    )
    columns = tuple(
        Column(texts.text(f"column.{name}"), numeric=name != "counted", bar=name == "problem") for name in names
    )
    caption = subject.text(f"{item_class}.caption")
    return Table(texts.text(f"sheet.{item_class}"), caption, texts.text("column.question"), columns, rows)


def _counted_answers(subject: Subject, item: Item) -> str:
    """Return the answers that state a problem, such as "Ja"; questions may be turned the other way."""
    texts, language = subject.facts.texts, subject.facts.language
    labels = [option.labels[language] for option in item.responses.options if option.value < 100]
    return f" {texts.text('word.or')} ".join(labels)


def _earlier(subject: Subject, item: Item) -> Inline | None:
    found = subject.number(item.code, c.SHARE_PROBLEM, "share", period=subject.facts.earlier or "")
    return None if found is None else (found,)


def _cells(subject: Subject, item: Item, names: list[str]) -> tuple[Inline, ...]:
    facts = subject.facts
    root = facts.number(facts.root.code, item.code, c.SHARE_PROBLEM, "share")
    found = {
        "counted": (_counted_answers(subject, item),),
        "n": _share(subject, item, c.N),
        "earlier": _earlier(subject, item),
        item.item_class: _share(subject, item),
        "municipality": shown(facts, root),
    }
    return tuple(found[name] or shown(facts, None) for name in names)
