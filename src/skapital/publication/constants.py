"""Numbers that pages hold by themselves: thresholds, labels, dates, ends of the scale. The audit asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from skapital.compare.association import LEAST_UNITS, PER_POINTS
from skapital.compare.measures import is_share
from skapital.config.policy import Policy
from skapital.config.settings import Round
from skapital.publication.plan import safe
from skapital.report.build_index import coverage_numbers
from skapital.report.build_retention import QUARTERS
from skapital.report.facts import Facts
from skapital.report.hr_facts import HrFacts
from skapital.report.leaving_facts import LeavingFacts
from skapital.report.numbers import quarter_end
from skapital.report.records import Target

_AXIS = "0 25 50 75 100"
"""Marks on the axis of the scale of 0-100."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def constants(facts: Facts, quarter: str = "") -> list[str]:
    """Return every number in the texts, settings, instrument and policy that a page may print, shortest first."""
    texts = [*facts.texts.entries.values(), facts.settings.municipality, facts.settings.baseline.hr_period]
    texts += [facts.policy_override, _AXIS]
    texts += [text for one in facts.settings.rounds for text in _round_texts(one)]
    texts += [*_policy_numbers(facts.policy), f"{facts.settings.smallest_important_difference:g}"]
    texts += [*_instrument_texts(facts), *facts.report_settings.contact.values(), *facts.versions.values()]
    texts += [str(number) for number in coverage_numbers(facts)]
    texts += [quarter.replace("Q", " "), quarter_end(quarter).replace("-", " ")] if quarter else []
    texts += [name for told in facts.pasts.values() for past in told.values() for name in past.origins]
    texts += [name for names in facts.asked_again.values() for name in names]
    texts += _hr_texts(facts.hr, facts.language) if facts.hr else []
    texts += [str(one.shown_count) for one in facts.frame_findings]
    encoded = {folder for unit in facts.units if "%" in (folder := safe(unit.code))}
    texts += [*encoded, *map(quote, encoded)]  # the folder's name, and the address of it in a link
    for target in facts.targets:
        texts += [target.due, target.decided_on, target.decided_by, target.words, _as_percent(target)]
    found = {number for text in texts for number in _NUMBER.findall(text)}
    parts = {part for number in found for part in re.split(r"[.,]", number)}
    bare = {number.lstrip("0") for number in found | parts if number.isdigit() and number.lstrip("0")}
    return sorted(found | bare, key=lambda number: (len(number), number))


def _as_percent(target: Target) -> str:
    """A target that is a share of people stands in percent on a page."""
    return f"{100 * target.value:.1f}" if target.value is not None and is_share(target.measure) else ""


def _hr_texts(hr: HrFacts, language: str) -> list[str]:
    """Definitions, periods, what happened, what matters, and how many figures a new edition changed."""
    found = [name.replace("Q", " ").replace("-", " ") for name in (*hr.series, hr.rolling or "", hr.year or "")]
    for one in (hr.definitions.absence, hr.definitions.turnover):
        found += [one.id, str(one.version), one.title[language], one.source, one.staff]
    found += [hr.definitions.absence.base_name, f"{hr.definitions.absence.base_days:g}"]
    found += [part for event in hr.events for part in (event.text, *event.date.split("-"))]
    found += [str(number) for number in range(1, len(hr.events) + 1)]
    found += [number for one in hr.settings.measures.values() for m in one.matters.values() for number in _written(m)]
    found += [str(hr.settings.run_chart.least_points), *(f"{edge:g}" for edge in hr.settings.funnel.size_bands)]
    found += hr.counted_by.values()
    found += [str(LEAST_UNITS), f"{PER_POINTS:g}"]
    found += [month.replace("-", " ") for ends in hr.told_by_dates.values() for month in ends]
    found += [month.replace("-", " ") for months in hr.missing.values() for month in months]
    found += _leaving_texts(hr.leaving, language) if hr.leaving else []
    if hr.since_last is not None:
        found += [
            hr.since_last.edition,
            *(str(n) for one in hr.since_last.changes for n in (one.moved, one.came, one.went)),
        ]
    return found


def _leaving_texts(leaving: LeavingFacts, language: str) -> list[str]:
    """Labels of answers and bands, comparable municipalities' published figures, and numbers of quarters and years."""
    choices = (*leaving.words.reasons, *(band.choice for band in leaving.words.seniority_bands))
    found = [choice.labels[language] for choice in choices]
    rules = leaving.rules
    found += [rules.title[language], rules.decided_by, rules.decided_on.replace("-", " "), rules.weights_from]
    found += [*rules.members, str(rules.least_members), *(str(number) for number in range(1, QUARTERS + 1))]
    for one in leaving.benchmarks:
        own = one.own
        found += [own.municipality, own.period, own.source, own.definition, own.population, str(len(one.members))]
        found += [
            f"{value:.{places}f}" for figure in (own, *one.members) for value in [figure.value] for places in (1, 2)
        ]
        found += [] if one.average is None else [f"{one.average:.1f}"]
    return found


def _written(number: float) -> tuple[str, ...]:
    return f"{number:g}", f"{number:.1f}", f"{100 * number:.1f}"


def _instrument_texts(facts: Facts) -> Iterable[str]:
    yield from (facts.instrument.source, facts.instrument.title[facts.language])
    yield from (scale.title[facts.language] for scale in facts.instrument.scales.values())
    for scale in facts.instrument.scales.values():
        yield from (scale.bands_source, *(band.labels[facts.language] for band in scale.bands))
        yield from (f"{one.value:.1f} {one.source} {one.year} {one.population}" for one in scale.references)
    yield from (one.label[facts.language] for one in facts.beside.certainty.values())
    for item in facts.instrument.items.values():
        yield item.topic[facts.language]
        yield from (option.labels[facts.language] for option in item.responses.options)
        yield from (answer.labels[facts.language] for answer in item.responses.missing)


def _round_texts(one: Round) -> tuple[str, ...]:
    dates = (one.fieldwork_from, one.fieldwork_to, one.cut_off)
    return (one.id, one.title, *(part for date in dates for part in date.split("-")))


def _policy_numbers(policy: Policy) -> list[str]:
    numbers = [*policy.minimum.values(), *policy.difference.values(), policy.pooled_leaders, int(policy.value_width)]
    return [*(str(number) for number in numbers), f"{policy.magnitude_base:g}", str(policy.magnitude_persons)]
