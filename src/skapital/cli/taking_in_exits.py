"""Job-stop talks into the store: filled forms, a survey export with a mapping, or a tidy file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from skapital.config.exits import ExitWords
from skapital.errors import InputError, Problem
from skapital.ingest import exits, exits_form, exits_mapping, profiles
from skapital.ingest.context import sha256_of
from skapital.ingest.exits import ExitKnown
from skapital.ingest.intake import Accounting, Intake, RawTable
from skapital.ingest.problems import Gathered
from skapital.ingest.profiles import Profile
from skapital.ingest.read import Source, read_each, read_source
from skapital.store.database import Store

OF_FORMS = ("unit", "month")
"""A folder of forms replaces the talks of its own units and months; a file of all talks replaces whole months."""


def source_of(path: Path, sheet: str | None) -> Source:
    """Return what a FILE of job-stop talks holds; of forms its name and SHA-256 alone, since each is read by itself."""
    if path.is_file() and sheet is not None:
        return read_source(path, sheet=sheet)
    each = read_each(path)
    if len(each) > 1 and any(exits_form.is_form(source) for source in each):
        return Source(path.name, sha256_of(*(part for one in each for part in (one.file, one.sha256))), {})
    return read_source(path, sheet=sheet)


def from_forms(path: Path, rules: ExitKnown) -> Intake | None:
    """Return the talks in filled forms, a file or a folder of them; ``None`` if there are no forms.

    A form that stands twice, byte for byte, is a duplicate.

    Raises
    ------
    InputError
        ``not-a-form`` if a folder holds other tables too.
    """
    sources = read_each(path)
    forms = [source for source in sources if exits_form.is_form(source)]
    if not forms:
        return None
    others = [source.file for source in sources if not exits_form.is_form(source)]
    if others:
        message = (
            f"{path.name} holds {len(forms)} job-stop forms, but {others[0]} is none; give forms and other files apart"
        )
        raise InputError(message, slug="not-a-form")
    seen: set[str] = set()
    parts: list[Intake] = []
    for number, source in enumerate(forms, start=1):
        made = exits.accept(exits_form.read_form(source, number), rules, covers=OF_FORMS)
        parts.append(_as_duplicate(made) if source.sha256 in seen else made)
        seen.add(source.sha256)
    return exits.joined(parts)


def _as_duplicate(made: Intake) -> Intake:
    table = made.stored["exits"]
    none = {"exits": type(table)(table.rows.iloc[:0], None if table.covers is None else table.covers.iloc[:0])}
    return Intake(made.kind, made.scope, Accounting(1, 0, rows_duplicate=1), (), none, {})


def from_export(
    source: Source,
    rules: ExitKnown,
    mapping: Path,
    known: dict[str, Profile],
    named: str | None,
) -> tuple[Intake, exits_mapping.ExitMapping, RawTable]:
    """Return the talks of a survey export, with the mapping it was read by and the table it came from."""
    found = exits_mapping.read_exit_mapping(mapping, rules.words)
    export = profiles.recognise(
        source, known, named=named, encoding=found.encoding, delimiter=found.delimiter, any_header=True
    )
    gathered = Gathered(export.raw.file)
    raw, fate = exits_mapping.mapped(export, found, rules.words, gathered)
    return exits.accept(raw, rules, fate=fate, gathered=gathered), found, export.raw


def fewer_than_before(made: Intake, store: Store) -> tuple[Problem, ...]:
    """Warn where forms take the place of more talks than they hold: further ones belong to the others in one folder."""
    table = made.stored["exits"]
    if table.covers is None or list(table.covers.columns) != list(OF_FORMS):
        return ()
    keys = list(OF_FORMS)
    now, before = table.rows.groupby(keys).size(), store.table("exits").groupby(keys).size()
    months = sorted({str(key[1]) for key, n in now.items() if n < before.get(key, 0)})  # type: ignore[index]
    return tuple(_warning(month) for month in months)


def _warning(month: str) -> Problem:
    message = (
        f"{month}: a unit has fewer talks now than before this import took their place. If the forms are further ones, "
        "put all forms of the month into one folder and take that in; `skapital imports undo` gives back the earlier"
    )
    return Problem("fewer-talks", message)


def context_texts(words: ExitWords, groups: Sequence[str], mapping_sha256: str) -> tuple[str, ...]:
    """Return what talks are understood by besides the organisations."""
    return (words.sha256, *groups, mapping_sha256)
