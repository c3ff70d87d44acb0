"""From planned reports to the bytes of their files, on one process or many: the same bytes either way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from skapital.publication.plan import Planned
from skapital.publication.processes import spread
from skapital.report import build, excel, html
from skapital.report.facts import Facts
from skapital.report.model import ReportModel


@dataclass(frozen=True)
class Rendered:
    """One report's files. ``error`` names what went wrong where it could not be rendered."""

    planned: Planned
    page: bytes
    workbook: bytes
    error: str = ""


def render_all(facts: Facts, planned: Sequence[Planned], *, workers: int, quarter: str = "") -> Iterator[Rendered]:
    """Render all reports in the order planned.

    Parameters
    ----------
    workers
        1 renders in this process; more share the reports over processes.
    quarter
        The quarter of a quarterly publication.
    """
    with spread(workers) as over:
        yield from over(partial(_render_quietly, facts, quarter=quarter), planned)


def _render_quietly(facts: Facts, planned: Planned, *, quarter: str) -> Rendered:
    """Render one report; a failure of one must not lose the others, and its message may hold no data."""
    try:
        model = model_of(facts, planned, quarter)
        return Rendered(planned, html.render(model, facts.settings.path / "templates"), excel.render(model))
    except Exception as error:
        return Rendered(planned, b"", b"", f"{type(error).__name__} in {_where(error)}")


def _where(error: BaseException) -> str:
    trace, place = error.__traceback__, "skapital"
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__', '')}.{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def model_of(facts: Facts, planned: Planned, quarter: str = "") -> ReportModel:
    """Return the model of one report."""
    if quarter:
        if planned.kind == "municipality":
            return build.quarter_municipality(facts, quarter)
        return build.quarter_unit(facts, planned.unit, quarter, planned.tree)
    if planned.kind == "municipality":
        return build.municipality(facts)
    if planned.kind == "leaders":
        return build.leaders(facts)
    if planned.kind == "workplace":
        return build.workplace(facts, planned.unit)
    return build.branch(facts, planned.unit, planned.tree)
