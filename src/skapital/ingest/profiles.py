"""Export formats as data: how a format is recognised by its header, and what its columns are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from skapital.config.checked import Table, read_document
from skapital.config.findings import nearest
from skapital.config.instrument import Text
from skapital.errors import InputError
from skapital.ingest.companions import labels, questions
from skapital.ingest.intake import RawTable
from skapital.ingest.read import Source

ROLES = ("dataset", "labels", "variables", "structure")
SURVEY_COLUMNS = ("respondent", "unit", "leader_level", "position_group", "completed", "date", "seconds")


@dataclass(frozen=True)
class Completed:
    """When a row is completed: by the words of a column, and by a set of columns of which exactly one is 1."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    empty: str
    exactly_one_of: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Profile:
    """A checked file of `configs/profiles/`.

    Attributes
    ----------
    tables
        Patterns of table names by role (``dataset``, ``labels``, …).
    recognise
        Sets of header names; a header that holds all names of one set is of this format.
    by_item_codes
        Whether an item code of the instrument in the header is enough.
    columns
        The names that each of our columns may have, by our word.
    unselected
        The code that a multiple choice column also holds for people who were not asked; empty for none.
    never_stored
        Words in a header that mark a column about who somebody is.
    """

    id: str
    title: Text
    fallback: bool
    tables: Mapping[str, tuple[str, ...]]
    recognise: tuple[tuple[str, ...], ...]
    by_item_codes: bool
    columns: Mapping[str, tuple[str, ...]]
    completed: Completed
    unselected: str
    encoding: str | None
    delimiter: str | None
    never_stored: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class Export:
    """A survey export as recognised.

    Attributes
    ----------
    raw
        The dataset.
    labels
        Labels by variable and value, where they came along.
    questions
        The questions' texts by variable, where they came along.
    """

    profile: Profile
    raw: RawTable
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)


def read_profile(path: Path) -> Profile:
    """Return the profile in a TOML file.

    Raises
    ------
    ConfigurationError
        If a key is unknown, missing or wrong.
    """
    document = read_document(path)
    top = document.top
    answers = top.table("answers", required=False)
    file = top.table("file", required=False)
    profile = Profile(
        id=top.text("id"),
        title=top.in_languages("title"),
        fallback=top.flag("fallback", default=False),
        tables=_words_by_name(top.table("tables"), ROLES),
        recognise=tuple(part.texts("header") for part in top.tables("recognise")),
        by_item_codes=top.flag("item_codes", default=False),
        columns=_words_by_name(top.table("columns"), SURVEY_COLUMNS),
        completed=_completed(top.table("completed")),
        unselected=answers.text("unselected", default=""),
        encoding=file.text("encoding", default="") or None,
        delimiter=file.text("delimiter", default="") or None,
        never_stored=top.table("never_stored").texts("header_words"),
        sha256=document.sha256,
    )
    document.close()
    return profile


def _words_by_name(table: Table, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    return {name: table.texts(name) for name in names if name in table}


def _completed(table: Table) -> Completed:
    return Completed(
        yes=table.texts("yes"),
        no=table.texts("no"),
        empty=table.choice("empty", ("yes", "no")),
        exactly_one_of=tuple(part.texts("columns") for part in table.tables("exactly_one_of", required=False)),
    )


def read_profiles(*folders: Path) -> dict[str, Profile]:
    """Return all survey profiles of the folders by id; of two with one id the one from the earlier folder."""
    found: dict[str, Profile] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if "kind" in read_document(path).top:
                continue  # of payroll, not of a survey: see payroll_profiles
            profile = read_profile(path)
            found.setdefault(profile.id, profile)
    return found


def recognise(
    source: Source,
    profiles: Mapping[str, Profile],
    *,
    named: str | None = None,
    item_codes: Collection[str] = (),
    encoding: str | None = None,
    delimiter: str | None = None,
    any_header: bool = False,
) -> Export:
    """Return the dataset of a source and the profile that fits it.

    Parameters
    ----------
    source
        What ``read.read_source`` found.
    profiles
        The known formats by id.
    named
        A profile's id, as given with ``--profile``; ``None`` recognises by header.
    item_codes
        The instrument's item codes.
    encoding, delimiter
        As the mapping states them; they go before the profile's.
    any_header
        Whether a header that no format knows is taken for the fallback format: where a mapping names the columns, or a
        draft of one is wanted.

    Raises
    ------
    InputError
        ``unknown-profile``, ``profile-does-not-fit``, ``profile-undecidable`` or ``profile-unknown-format``, or what
        reading raises.
    """
    candidates = [_named(profiles, named)] if named else list(profiles.values())
    holding = [profile for profile in candidates if _may_hold(source, profile)]
    if not holding:
        source.only()
    stated = {"encoding": encoding, "delimiter": delimiter}
    raws = {profile.id: _dataset(source, profile, stated) for profile in holding}
    fitting = [profile for profile in holding if fits(profile, raws[profile.id].columns, item_codes)]
    special = [profile for profile in fitting if not profile.fallback] or fitting
    if not special and any_header:
        special = [profile for profile in holding if profile.fallback]
    if len(special) != 1:
        raise _not_one(source, special, candidates, named)
    chosen = special[0]
    return Export(
        chosen,
        raws[chosen.id],
        labels(source, _matching(source, chosen, "labels")),
        questions(source, _matching(source, chosen, "structure")),
    )


def _dataset(source: Source, profile: Profile, stated: Mapping[str, str | None]) -> RawTable:
    matching = _matching(source, profile, "dataset")
    name = matching[0] if len(matching) == 1 else source.only()
    return source.read(
        name,
        encoding=stated["encoding"] or profile.encoding,
        delimiter=stated["delimiter"] or profile.delimiter,
    )


def _named(profiles: Mapping[str, Profile], named: str) -> Profile:
    if named not in profiles:
        message = f'--profile: there is no profile "{named}"{nearest(named, tuple(profiles))}'
        raise InputError(message, slug="unknown-profile")
    return profiles[named]


def _matching(source: Source, profile: Profile, role: str) -> list[str]:
    patterns = profile.tables.get(role, ())
    return [name for name in source.tables if any(fnmatchcase(name.casefold(), pattern) for pattern in patterns)]


def _may_hold(source: Source, profile: Profile) -> bool:
    return len(source.tables) == 1 or len(_matching(source, profile, "dataset")) == 1


def fits(profile: Profile, header: Sequence[str], item_codes: Collection[str]) -> bool:
    """Say whether a header is of this format."""
    by_set = any(set(names) <= set(header) for names in profile.recognise)
    return by_set or (profile.by_item_codes and not set(item_codes).isdisjoint(header))


def _not_one(source: Source, fitting: Sequence[Profile], tried: Sequence[Profile], named: str | None) -> InputError:
    if named:
        sets = " or ".join(" and ".join(names) for names in tried[0].recognise)
        message = f"{source.file} is not of the format {named}: expected a header with {sets}"
        return InputError(message, slug="profile-does-not-fit")
    names = ", ".join(profile.id for profile in fitting)
    if fitting:
        return InputError(
            f"{source.file} fits several formats ({names}); choose one: --profile NAME", slug="profile-undecidable"
        )
    known = ", ".join(profile.id for profile in tried)
    message = (
        f"{source.file}: the format is not recognised by its header (known are {known}); choose one with --profile, "
        "or write a mapping: skapital map FILE"
    )
    return InputError(message, slug="profile-unknown-format")
