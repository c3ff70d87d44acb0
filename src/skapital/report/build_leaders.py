"""The leaders: as a whole, and level by level from the top down. A leader counts among the leaders of his level."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.build_about import dialogue_section, guide_section, method_section, withheld_section
from skapital.report.build_answers import answers_section
from skapital.report.build_centres import groups_table, scales_table
from skapital.report.build_change import change_cells, change_section
from skapital.report.build_comparable import grade_column, group_notes
from skapital.report.build_problems import problems_section, sensitive_section
from skapital.report.build_response import response_row, response_table
from skapital.report.build_results import results_section
from skapital.report.build_target import target_section
from skapital.report.build_top import footer, key_figures, report_date, subtitle, summary
from skapital.report.facts import Facts
from skapital.report.model import Block, Column, Paragraph, ReportModel, Row, Section, Table
from skapital.report.subject import Subject, headline, level_word, scales_in_order, title_of, when


def leaders(facts: Facts) -> ReportModel:
    """Return the report of the leaders by level."""
    subject = Subject(facts, facts.root.code, c.LEADERS, "leaders")
    return ReportModel(
        kind="leaders",
        language=facts.language,
        kicker=facts.texts.text("head.kicker", municipality=facts.settings.municipality),
        title=facts.texts.text("head.leaders"),
        subtitle=subtitle(facts, facts.texts.text("head.leaders_level")),
        path=(facts.root.name,),
        draft=facts.draft,
        summary=summary(subject),
        key_figures=key_figures(subject),
        sections=_sections(subject),
        footer=footer(facts),
        date=report_date(facts),
        accent=facts.report_settings.accent,
    )


def _sections(subject: Subject) -> tuple[Section, ...]:
    found = (
        _response(subject),
        results_section(subject),
        *((change_section(subject), target_section(subject)) if subject.facts.edition != "baseline" else ()),
        levels_section(subject),
        *_level_changes(subject),
        problems_section(subject),
        sensitive_section(subject),
        answers_section(subject),
        dialogue_section(subject),
        withheld_section(subject),
        guide_section(subject),
        method_section(subject),
    )
    return tuple(section for section in found if section is not None)


def leader_populations(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return the leader levels of this period's release from the top down, with their names; merged ones as one."""
    cells = facts.release.cells
    found = set(cells.loc[cells[c.PERIOD] == facts.period, c.POPULATION]) - {c.EMPLOYEES, c.LEADERS, c.ALL}
    order = {level: place for place, level in enumerate(facts.settings.leader_levels)}
    ordered = sorted(found, key=lambda population: order[population.split("+")[0]])
    return tuple((population, level_name(facts, population)) for population in ordered)


def level_name(facts: Facts, population: str) -> str:
    """Return a leader level in words; of merged levels all their names."""
    names = tuple(level_word(facts, level) for level in population.split("+"))
    return facts.texts.together((names[0], *(name.lower() for name in names[1:])))


def _response(subject: Subject) -> Section:
    facts, texts = subject.facts, subject.facts.texts
    root = facts.root.code
    rows = [response_row(facts, texts.text("population.leaders"), root, c.LEADERS, strong=True)]
    rows += [response_row(facts, name, root, population, depth=1) for population, name in leader_populations(facts)]
    rows.append(response_row(facts, texts.text("word.municipality_employees"), root, c.EMPLOYEES))
    table = response_table(facts, tuple(rows), texts.text("response.caption"))
    return Section("svar", texts.text("response.heading"), (Paragraph(subject.line("response.intro")), table))


def levels_section(subject: Subject) -> Section | None:
    """Return the result by leader level, from the top down: the summing scale with its interval, then the others."""
    facts, texts = subject.facts, subject.facts.texts
    levels = leader_populations(facts)
    if not levels:
        return None
    main, *others = (scale for scale in scales_in_order(facts) if _any_level(facts, scale.id))
    stub = texts.text("column.level")
    populations = ((c.LEADERS, texts.text("population.leaders")), *levels)
    groups = tuple(
        (Subject(facts, facts.root.code, population, "leaders"), name, population == c.LEADERS)
        for population, name in populations
    )
    blocks: tuple[Block, ...] = (
        Paragraph(texts.line("levels.intro")),
        groups_table(facts, groups, main, texts.text("sheet.levels"), stub, "levels.caption"),
        scales_table(facts, groups, tuple(others), texts.text("sheet.levels_scales"), stub, "levels.scales_caption"),
    )
    return Section("niveauer", texts.text("levels.heading"), blocks)


def levels_in_short(subject: Subject) -> Section | None:
    """Return the leaders by level as the municipality's report has them."""
    return levels_section(Subject(subject.facts, subject.unit, c.LEADERS, "leaders"))


def _any_level(facts: Facts, measure: str) -> bool:
    root = facts.root.code
    return any(
        facts.number(root, measure, c.MEAN, "score", population=population) is not None
        for population, _ in leader_populations(facts)
    )


def _level_changes(subject: Subject) -> tuple[Section, ...]:
    facts, texts = subject.facts, subject.facts.texts
    levels = leader_populations(facts)
    if facts.earlier is None or facts.edition == "baseline" or not levels:
        return ()
    since = when(facts, facts.earlier)
    columns = (
        Column(texts.text("column.difference")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
        grade_column(subject),
    )
    groups = tuple((Subject(facts, facts.root.code, population, "leaders"), name) for population, name in levels)
    rows = tuple(Row(name, change_cells(level, headline(facts))) for level, name in groups)
    caption = texts.text("levels.change_caption", scale=title_of(facts, headline(facts).id), since=since)
    notes = group_notes(groups, facts.earlier)
    table = Table(texts.text("sheet.levels_change"), caption, texts.text("column.level"), columns, rows, notes)
    return (Section("niveauer-udvikling", texts.text("levels.change_heading", since=since), (table,)),)
