"""One survey export into one round: every row accounted for, pseudonymised, and coded as the instrument says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from skapital.config.instrument import Instrument
from skapital.config.organisation import Organisation
from skapital.ingest import mapping as mappings
from skapital.ingest import screening
from skapital.ingest.completion import NOT_COMPLETED, completion
from skapital.ingest.intake import Accounting, Intake, RawTable, Stored
from skapital.ingest.mapping import Columns, SurveyMapping
from skapital.ingest.problems import Gathered
from skapital.ingest.profiles import Profile
from skapital.ingest.pseudonyms import pseudonym, respondent_purpose
from skapital.ingest.survey_answers import answers_of, leave_out_not_asked, reject_empty, tell_missing_items
from skapital.ingest.survey_rows import DUPLICATE, Rows, groups_of, levels_of, seconds_of, units_of


@dataclass(frozen=True)
class RoundRules:
    """What the settings say about the round an export is taken into.

    Attributes
    ----------
    round
        The round's id.
    leader_levels
        The known leader levels, top down.
    link_rounds
        Whether a person keeps one pseudonym over the rounds.
    """

    round: str
    leader_levels: Sequence[str]
    link_rounds: bool = False


def accept(
    raw: RawTable,
    profile: Profile,
    mapping: SurveyMapping,
    instrument: Instrument,
    organisations: Sequence[Organisation],
    key: bytes,
    *,
    rules: RoundRules,
    labels: Mapping[str, Mapping[str, str]] | None = None,
    file_sha256: str = "",
) -> Intake:
    """Take in one export.

    Parameters
    ----------
    raw, profile, labels
        What ``profiles.recognise`` gives.
    mapping
        ``SurveyMapping()`` where there is no mapping file.
    instrument
        The round's; direction and codes come from it alone.
    organisations
        The trees of the round's date, the line organisation first: a unit must be in that one.
    key
        The workspace's secret for pseudonyms.
    rules
        What the settings say.
    file_sha256
        Stands in for the respondent's number where there is none, so that rows of two files stay apart.

    Returns
    -------
    Intake
        Tables ``respondents`` (``round, respondent, unit, leader_level, position_group, file_row, seconds``),
        ``answers`` (``round, respondent, item, code``) and ``rejected`` (``round, respondent, file_row, slug, unit``).
        An item without a code is not answered, or was not asked.

    Raises
    ------
    InputError
        If nothing of the file can be taken in: columns missing, labels that contradict the instrument, a unit column
        but no organisation.
    """
    columns = mappings.resolve(mapping, profile, raw, instrument)
    mappings.check_labels(labels or {}, columns, mapping, instrument, raw.file)
    gathered = Gathered(raw.file)
    rows = Rows(raw.cells, columns, completion(raw, profile, columns.background.get("completed"), gathered), gathered)
    people = pd.DataFrame(
        {
            "unit": units_of(rows, mapping, organisations),
            "leader_level": levels_of(rows, mapping, rules.leader_levels),
            "position_group": groups_of(rows, profile),
        }
    )
    for item in instrument.items.values():
        rows.answers[item.code] = answers_of(rows, item, mapping)
    leave_out_not_asked(rows, instrument, people["leader_level"], profile.unselected)
    codes = pd.DataFrame(rows.answers, index=raw.cells.index)
    reject_empty(rows, codes)
    _drop_duplicates(rows, people, codes)
    dropped = screening.not_taken(raw.cells, _taken(columns, profile), profile.never_stored)
    tell_missing_items(rows, instrument)
    return _intake(rows, people, codes, key, rules, file_sha256, dropped)


def _taken(columns: Columns, profile: Profile) -> tuple[str, ...]:
    status = [name for names in profile.completed.exactly_one_of for name in names]
    return (*columns.taken, *status)


def _drop_duplicates(rows: Rows, people: pd.DataFrame, codes: pd.DataFrame) -> None:
    """Of several rows of one respondent one counts: the newest by the date column, else the first."""
    respondent = rows.values("respondent")
    if "respondent" not in rows.columns.background:
        message = "the export has no respondent column; duplicates cannot be told and each row counts as one person"
        rows.gathered.note("no-respondent-column", message)
        return
    judged = people.join(codes)[rows.open() & (respondent != "")]
    who = respondent[judged.index]
    differing = int((~judged.assign(_who=who).duplicated()).groupby(who).sum().gt(1).sum())
    newest_first = pd.DataFrame({"who": who, "date": _iso(rows.values("date")[judged.index])}).sort_values(
        "date", ascending=False, kind="stable"
    )
    rows.fate[newest_first.index[newest_first["who"].duplicated()]] = DUPLICATE
    if differing:
        which = "the newest" if "date" in rows.columns.background else "the first"
        message = f"{differing} respondents answered more than once, and not alike; {which} of their rows counts"
        rows.gathered.note("duplicates-differ", message, column=rows.columns.background["respondent"])


def _iso(dates: pd.Series[str]) -> pd.Series[str]:
    """Dates that can be set in order as they are written; any other counts as none."""
    return dates.where(dates.str.match(r"\d{4}-\d{2}-\d{2}(?!\d)"), "")


def _intake(
    rows: Rows,
    people: pd.DataFrame,
    codes: pd.DataFrame,
    key: bytes,
    rules: RoundRules,
    file_sha256: str,
    dropped: Mapping[str, str],
) -> Intake:
    kept = rows.open()
    refused = ~kept & ~rows.fate.isin([NOT_COMPLETED, DUPLICATE])
    ids = pd.Series(_pseudonyms(rows.values("respondent"), key, rules, file_sha256), index=people.index, dtype=str)
    here = pd.DataFrame({"round": rules.round, "respondent": ids, "file_row": people.index}, index=people.index)
    respondents = here[kept].join(people[kept]).assign(seconds=seconds_of(rows)[kept])
    long = (
        codes[kept].melt(ignore_index=False, var_name="item", value_name="code").dropna().reset_index(names="file_row")
    )
    answers = long.assign(round=rules.round, respondent=long["file_row"].map(ids)).drop(columns="file_row")
    rejected = here[refused].assign(slug=rows.fate[refused], unit=_codelike(rows.values("unit")[refused]))
    covers = here.loc[kept | refused, ["round", "respondent"]]
    stored = {
        "respondents": Stored(respondents, covers),
        "answers": Stored(answers),
        "rejected": Stored(rejected, covers),
    }
    return Intake("survey", rules.round, _accounting(rows, kept, refused), rows.gathered.in_order(), stored, dropped)


def _accounting(rows: Rows, kept: pd.Series[bool], refused: pd.Series[bool]) -> Accounting:
    return Accounting(
        rows_read=len(rows.fate),
        rows_accepted=int(kept.sum()),
        rows_rejected=int(refused.sum()),
        rows_not_completed=int((rows.fate == NOT_COMPLETED).sum()),
        rows_duplicate=int((rows.fate == DUPLICATE).sum()),
    )


def _pseudonyms(respondents: pd.Series[str], key: bytes, rules: RoundRules, file_sha256: str) -> list[str]:
    purpose = respondent_purpose(rules.round, link_rounds=rules.link_rounds)
    numbers = [value or f"{file_sha256}:{row}" for row, value in respondents.items()]
    return [pseudonym(key, purpose, number) for number in numbers]


def _codelike(units: pd.Series[str]) -> pd.Series[str]:
    """Unknown units as codes, for the finding that names them; what is no code is not kept."""
    return units.where(units.str.fullmatch(r"[\w.\-]{1,40}", na=False) & ~screening.personal_values(units))
