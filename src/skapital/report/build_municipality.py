"""The report of the whole municipality: for the main MED committee, and for everybody."""

from __future__ import annotations

from collections.abc import Callable

from skapital import columns as c
from skapital.report.build_about import dialogue_section, guide_section, method_section, plan_section, withheld_section
from skapital.report.build_answers import answers_section
from skapital.report.build_centres import centres_change_section, centres_of, centres_section
from skapital.report.build_change import change_section
from skapital.report.build_counts import counts_section
from skapital.report.build_declared import declared_section
from skapital.report.build_leaders import leader_populations, levels_in_short
from skapital.report.build_problems import problems_section, sensitive_section
from skapital.report.build_quality import quality_section, spread_section
from skapital.report.build_reference import reference_section
from skapital.report.build_response import practice, response_row, response_table
from skapital.report.build_results import results_section
from skapital.report.build_stayers import stayers_section
from skapital.report.build_target import how_to_section, target_section
from skapital.report.build_top import footer, key_figures, report_date, subtitle, summary
from skapital.report.facts import Facts
from skapital.report.model import Paragraph, ReportModel, Row, Section
from skapital.report.subject import Subject, level_word


def municipality(facts: Facts) -> ReportModel:
    """Return the municipality's report; it stops at the centres and counts workplaces."""
    subject = Subject(facts, facts.root.code, c.EMPLOYEES, "municipality")
    return ReportModel(
        kind="municipality",
        language=facts.language,
        kicker=facts.texts.text("head.kicker", municipality=facts.settings.municipality),
        title=facts.texts.text("head.municipality"),
        subtitle=subtitle(facts, level_word(facts, facts.root.level)),
        path=(),
        draft=facts.draft,
        summary=summary(subject),
        key_figures=key_figures(subject),
        sections=_sections(subject),
        footer=footer(facts),
        date=report_date(facts),
        accent=facts.report_settings.accent,
    )


def _sections(subject: Subject) -> tuple[Section, ...]:
    baseline = subject.facts.edition == "baseline"
    makers: tuple[Callable[[Subject], Section | None], ...] = (
        _response,
        results_section,
        *(() if baseline else (change_section, stayers_section, counts_section)),
        how_to_section if baseline else target_section,
        declared_section,
        reference_section,
        centres_section,
        *(() if baseline else (centres_change_section,)),
        levels_in_short,
        problems_section,
        sensitive_section,
        answers_section,
        spread_section,
        quality_section,
        dialogue_section,
        plan_section,
        withheld_section,
        guide_section,
        method_section,
    )
    return tuple(section for maker in makers if (section := maker(subject)) is not None)


def _response(subject: Subject) -> Section:
    facts, texts = subject.facts, subject.facts.texts
    root = facts.root.code
    rows = [response_row(facts, texts.text("population.all"), root, c.ALL, strong=True)]
    rows.append(response_row(facts, texts.text("population.employees"), root, c.EMPLOYEES))
    rows.append(response_row(facts, texts.text("population.leaders"), root, c.LEADERS))
    rows += [response_row(facts, name, root, population, depth=1) for population, name in leader_populations(facts)]
    rows += [response_row(facts, unit.name, unit.code, c.EMPLOYEES) for unit in centres_of(facts)]
    asked = tuple(row for row in rows if not _empty(facts, row))
    table = response_table(facts, asked, texts.text("response.caption_municipality"))
    intro = (Paragraph(subject.line("response.intro")), *practice(facts))
    return Section("svar", texts.text("response.heading"), (*intro, table))


def _empty(facts: Facts, row: Row) -> bool:
    return all(cell == (facts.texts.text("word.absent"),) for cell in row.cells)
