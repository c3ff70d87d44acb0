"""From a FILE to an intake and into the store: the steps that all kinds share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from skapital.cli import taking_in_exits, taking_in_hr
from skapital.cli.output import Output
from skapital.errors import InputError, NotClean, SkapitalError
from skapital.ingest import (
    context,
    exits,
    frame,
    kinds,
    lineage,
    organisation,
    problems,
    profiles,
    screening,
    survey,
    tidy,
)
from skapital.ingest.exits import ExitKnown
from skapital.ingest.intake import Intake, Stored
from skapital.ingest.mapping import SurveyMapping, read_mapping
from skapital.ingest.own_row import without_our_own
from skapital.ingest.read import Source, read_source
from skapital.ingest.tidy_columns import Known
from skapital.publication.workspace import Workspace
from skapital.store.database import Store, open_store

_OTHER_LINKS = (
    "round {}: link_rounds = {} was promised when the policy was locked, skapital.toml says otherwise; "
    "what was promised to those who answer is not changed"
)


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    kind: str
    file: Path
    round_id: str = ""
    tree: str = ""
    date: str = ""
    profile: str | None = None
    mapping: Path | None = None
    sheet: str | None = None
    listed_units: bool = False
    covers: str | None = None
    dry_run: bool = False
    strict: bool = False
    problems: Path | None = None
    drafts: Path | None = None


@dataclass(frozen=True)
class Taken:
    """An intake with what is said of it besides its accounting."""

    intake: Intake
    context_sha256: str
    said: Mapping[str, object] = field(default_factory=dict)


def take_in(workspace: Workspace, request: Request, out: Output) -> None:
    """Take one file in, record it unless it is a dry run, and say what became of every row.

    Raises
    ------
    InputError
        ``nothing-accepted`` if every row was rejected: what is stored is not exchanged for nothing.
    NotClean
        ``rows-rejected`` with ``--strict``; what was accepted is kept.
    """
    if request.kind not in ("organisation", "lineage"):
        workspace.settings  # noqa: B018  # refuses a folder that is no workspace before anything is made
    with _problems_of_a_refusal(request):
        read = taking_in_exits.source_of if request.kind == "exits" else _one_source
        source = read(request.file, request.sheet)
        with open_store(workspace.path, write=not request.dry_run) as store:
            taken = _TAKERS.get(request.kind, _tidy)(workspace, store, source, request)
            taken.intake.refuse_if_nothing_is_left(request.file.name)
            _write_beside(request, taken.intake)  # first: what cannot be written must leave the store as it was
            recorded = None if request.dry_run else _record(workspace, store, source, request, taken)
    record: dict[str, object] = {
        "import_id": recorded[0] if recorded else None,
        "unchanged": bool(recorded and not recorded[1]),
        **taken.said,
        **taken.intake.accounting.as_json(),
        "problems": problems.as_json(list(taken.intake.problems)),
        "not_taken": dict(taken.intake.dropped),
    }
    out.result(record, _summary(request, record))
    out.problems(taken.intake.problems)
    if taken.intake.dropped:
        out.detail("\n".join(screening.told(taken.intake.dropped)))
    if request.strict and taken.intake.accounting.rows_rejected:
        raise NotClean(f"{taken.intake.accounting.rows_rejected} rows were rejected (--strict)", slug="rows-rejected")


def _one_source(path: Path, sheet: str | None) -> Source:
    return read_source(path, sheet=sheet)


def _record(workspace: Workspace, store: Store, source: Source, request: Request, taken: Taken) -> tuple[int, bool]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    recorded = store.record(
        taken.intake, file=source.file, sha256=source.sha256, context_sha256=taken.context_sha256, at=now
    )
    if request.kind == "survey" and store.policy_lock(request.round_id) is None:
        workspace.lock_policy(store, request.round_id)
    return recorded.import_id, recorded.new


def _summary(request: Request, record: Mapping[str, object]) -> str:
    parts = ["accepted", "rejected", "not_completed", "duplicate"]
    counted = ", ".join(f"{record['rows_' + part]} {part.replace('_', ' ')}" for part in parts)
    if request.dry_run:
        start = "dry run, nothing is stored"
    elif record["unchanged"]:
        start = f"nothing new: the same file is import {record['import_id']} already"
    else:
        start = f"import {record['import_id']}"
    more = taking_in_hr.covered_in_words(record)
    return f"{request.kind} {request.file.name}: {start}; {record['rows_read']} rows read: {counted}{more}"


def _write_beside(request: Request, intake: Intake) -> None:
    if request.problems is not None:
        _write(request.problems, problems.as_file(list(intake.problems)))
    for name, text in intake.drafts.items():
        if request.drafts is not None:
            _write(request.drafts / name, text)


@contextmanager
def _problems_of_a_refusal(request: Request) -> Iterator[None]:
    """Write the problems of a file that is refused whole where ``--problems`` says, then let the refusal go on."""
    try:
        yield
    except SkapitalError as refused:
        if request.problems is not None and refused.problems:
            _write(request.problems, problems.as_file(list(refused.problems)))
        raise


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror})", slug="cannot-write") from None


# ---- one taker a kind


def _survey(workspace: Workspace, store: Store, source: Source, request: Request) -> Taken:
    entry = workspace.round(request.round_id)
    instrument = workspace.instrument(entry.id)
    mapping = read_mapping(request.mapping, instrument) if request.mapping else SurveyMapping()
    export = profiles.recognise(
        source,
        workspace.profiles,
        named=request.profile,
        item_codes=tuple(instrument.items),
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        any_header=request.mapping is not None,
    )
    settings, organisations = workspace.settings, store.organisations_on(entry.cut_off)
    lock = store.policy_lock(entry.id)
    if lock is not None and lock.link_rounds != settings.link_rounds:
        raise InputError(_OTHER_LINKS.format(entry.id, str(lock.link_rounds).lower()), slug="policy-locked")
    intake = survey.accept(
        export.raw,
        export.profile,
        mapping,
        instrument,
        organisations,
        store.key(),
        rules=survey.RoundRules(entry.id, settings.leader_levels, settings.link_rounds),
        labels=export.labels,
        file_sha256=source.sha256,
    )
    asked = {"round": [entry.id], "toml_text": [workspace.instrument_text(entry.id)], "sha256": [instrument.sha256]}
    intake = replace(intake, stored={**intake.stored, "instruments": Stored(pd.DataFrame(asked))})
    found = context.survey_context(
        instrument, mapping, export.profile, organisations, store.frame(entry.id), settings.leader_levels
    )
    said = {"profile": export.profile.id, "encoding": export.raw.encoding, "delimiter": export.raw.delimiter}
    return Taken(intake, found, said)


def _organisation(workspace: Workspace, store: Store, source: Source, request: Request) -> Taken:
    raw = source.read(source.only())
    intake = organisation.accept(
        raw,
        request.tree,
        request.date,
        stored=store.organisations(),
        lineage=store.lineage(),
        workplace_level=workspace.settings.workplace_level,
    )
    return Taken(intake, context.tidy_context("organisation", (), ()), _format(raw.encoding, raw.delimiter))


def _lineage(workspace: Workspace, store: Store, source: Source, request: Request) -> Taken:
    raw = source.read(source.only())
    organisations = store.organisations()
    intake = lineage.accept(raw, organisations, store.lineage())
    return Taken(intake, context.tidy_context("lineage", organisations, ()), _format(raw.encoding, raw.delimiter))


def _frame(workspace: Workspace, store: Store, source: Source, request: Request) -> Taken:
    entry = workspace.round(request.round_id)
    raw = source.read(source.only())
    organisations = store.organisations_on(entry.cut_off)
    line = organisations[0] if organisations else None
    intake = frame.accept(raw, entry.id, line, _known(workspace, store))
    found = context.tidy_context("frame", organisations, workspace.settings.leader_levels)
    return Taken(intake, found, _format(raw.encoding, raw.delimiter))


def _tidy(workspace: Workspace, store: Store, source: Source, request: Request) -> Taken:
    raw = source.read(source.only())
    intake = tidy.accept(raw, kinds.KINDS[request.kind], _known(workspace, store))
    found = context.tidy_context(request.kind, store.organisations(), workspace.settings.leader_levels)
    return Taken(intake, found, _format(raw.encoding, raw.delimiter))


def _exits(workspace: Workspace, store: Store, source: Source, request: Request) -> Taken:
    groups = workspace.position_groups(store)
    rules = ExitKnown(workspace.exit_words, _known(workspace, store), groups)
    encoding, delimiter, mapping = None, None, ""
    made = None if request.mapping else taking_in_exits.from_forms(request.file, rules)
    if request.mapping:
        made, found, raw = taking_in_exits.from_export(
            source, rules, request.mapping, workspace.profiles, request.profile
        )
        encoding, delimiter, mapping = raw.encoding, raw.delimiter, found.sha256
    elif made is None:
        raw = source.read(source.only())
        made, encoding, delimiter = exits.accept(raw, rules), raw.encoding, raw.delimiter
    made = replace(made, problems=(*made.problems, *taking_in_exits.fewer_than_before(made, store)))
    organisations, levels = store.organisations(), workspace.settings.leader_levels
    understood = taking_in_exits.context_texts(workspace.exit_words, groups, mapping)
    found_in = context.sha256_of(context.tidy_context("exits", organisations, levels), *understood)
    return Taken(made, found_in, _format(encoding, delimiter))


def _hr(workspace: Workspace, store: Store, source: Source, request: Request) -> Taken:
    raw = source.read(source.only())
    known, organisations = _known(workspace, store), store.organisations()
    made, found, profile = taking_in_hr.accept(
        raw, request.kind, workspace, known, organisations, listed=request.listed_units, covers=request.covers
    )
    covered = taking_in_hr.covered_by(made, request.covers)
    return Taken(made, found, {**_format(raw.encoding, raw.delimiter), "profile": profile, **covered})


def _benchmarks(workspace: Workspace, store: Store, source: Source, request: Request) -> Taken:
    taken = _tidy(workspace, store, source, request)
    said = without_our_own(taken.intake.stored["benchmarks"].rows, workspace.own_in_benchmarks)
    return replace(taken, intake=replace(taken.intake, problems=(*taken.intake.problems, *said)))


def _known(workspace: Workspace, store: Store) -> Known:
    units = {code for entry in store.organisations() for code in entry.by_code}
    never_stored = workspace.profiles["tidy"].never_stored
    return Known(units or None, workspace.settings.leader_levels, store.key(), never_stored)


def _format(encoding: str | None, delimiter: str | None) -> dict[str, object]:
    return {"profile": "tidy", "encoding": encoding, "delimiter": delimiter}


_TAKERS = {
    "survey": _survey,
    "organisation": _organisation,
    "lineage": _lineage,
    "frame": _frame,
    "exits": _exits,
    "benchmarks": _benchmarks,
    **dict.fromkeys(taking_in_hr.HR_KINDS, _hr),
}
