"""Whether an earlier figure may be set beside this one: the grade in a word, and the reason in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from skapital.compare.change import NOT_COMPARABLE, Past, graded_as
from skapital.report.facts import UnitPast
from skapital.report.model import Column, Inline, Paragraph
from skapital.report.subject import Subject, headline, title_of, when

_SAME = "same"


def grade_of(subject: Subject, measure: str, period: str) -> Past:
    """Return the grade and reason of a measure's figure of an earlier round, as ``compare.change`` gives them."""
    facts = subject.facts
    told = facts.past(subject.unit, period, subject.population)
    return graded_as(subject.unit, measure, {subject.unit: Past(told.grade, told.reason)}, facts.unlike.get(period, {}))


def past_of(subject: Subject, period: str) -> UnitPast:
    """Return what became of the subject's unit since an earlier round."""
    return subject.facts.past(subject.unit, period, subject.population)


def is_comparable(subject: Subject, measure: str, period: str) -> bool:
    """Return whether a figure of an earlier round may be set beside that of now."""
    return grade_of(subject, measure, period).grade != NOT_COMPARABLE


def grade_column(subject: Subject) -> Column:
    """Return the column of the grades."""
    return Column(subject.facts.texts.text("column.grade"), numeric=False)


def grade_cell(subject: Subject, measure: str, period: str) -> Inline:
    """Return the grade in a word: yes, mapped, or no."""
    return (subject.facts.texts.text(f"grade.word.{grade_of(subject, measure, period).grade}"),)


def history_of(subject: Subject, period: str, *, with_figure: bool) -> tuple[Paragraph, ...]:
    """Return what became of the unit since an earlier round; nothing where it is just the same.

    With a figure it is said whose it is; where the figure is withheld only what happened is said.
    """
    told, texts = past_of(subject, period), subject.facts.texts
    if told.reason == _SAME:
        return ()
    values = {"since": when(subject.facts, period), "origins": texts.together(told.origins)}
    lines = [texts.line(f"change.past.{told.reason}", **values)]
    if with_figure and told.grade != NOT_COMPARABLE:
        lines.append(texts.line(f"change.earlier.{told.reason}", **values))
    return (Paragraph(tuple(part for line in _spaced(lines) for part in line)),)


def _spaced(lines: list[Inline]) -> Iterable[Inline]:
    for place, line in enumerate(lines):
        yield (" ", *line) if place else line


def grade_notes(subject: Subject, measures: tuple[str, ...], period: str) -> tuple[Inline, ...]:
    """Return why figures may be compared or not, a line a reason, with the measures it holds for if not for all."""
    texts, found = subject.facts.texts, dict[str, list[str]]()
    for measure in measures:
        found.setdefault(grade_of(subject, measure, period).reason, []).append(measure)
    lines: list[Inline] = []
    for reason, of in found.items():
        names = texts.together(tuple(title_of(subject.facts, measure) for measure in of))
        line = reason_line(subject, reason, period)
        lines.append((f"{names}: ", *line) if len(found) > 1 else line)
    return tuple(lines)


def reason_line(subject: Subject, reason: str, period: str) -> Inline:
    """Return a reason in a sentence."""
    return subject.line(f"grade.reason.{reason.replace(':', '.')}", since=when(subject.facts, period))


def group_notes(groups: Iterable[tuple[Subject, str]], period: str) -> tuple[Inline, ...]:
    """Return for a table of several groups why each may be compared or not: a line a reason, the unchanged last."""
    found: dict[str, list[tuple[Subject, str]]] = {}
    for subject, name in groups:
        reason = grade_of(subject, headline(subject.facts).id, period).reason
        found.setdefault(reason, []).append((subject, name))
    same = found.pop(_SAME, [])
    lines: list[Inline] = []
    for reason, of in found.items():
        about = of[0][0]
        names = about.facts.texts.together(tuple(name for _, name in of))
        lines.append((f"{names}: ", *reason_line(about, reason, period)))
    if same:
        about = same[0][0]
        lines.append(about.line("grade.others" if lines else "grade.all", since=when(about.facts, period)))
    return tuple(lines)
