"""A commented first draft of a mapping, for the analyst to correct: what the header and the labels suggest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from skapital.config.instrument import Instrument, Item
from skapital.config.organisation import Unit
from skapital.ingest.mapping import EMPLOYEE_WORDS, code_by_label, code_list, normalised
from skapital.ingest.problems import SHORT_CODE
from skapital.ingest.profiles import SURVEY_COLUMNS, Export, Profile
from skapital.ingest.screening import PERSONAL, personal_values, reason_left

MOST_VALUES = 2000
MOST_TEXT = 60
REPEATED = 2
"""A name that so many rows have may be a unit's; what one row has may be a person's."""


def draft_mapping(export: Export, instrument: Instrument, units: Sequence[Unit], leader_levels: Sequence[str]) -> str:
    """Return the text of a mapping file.

    An item gets the column of its own code, or the one column whose header or question is the item's topic; a unit's
    code the one unit whose name is its label. What would be a guess stands as a comment. Codes are drafted from the
    export's labels alone, never from their order.

    Parameters
    ----------
    export
        As ``profiles.recognise`` gives it.
    instrument
        The round's.
    units, leader_levels
        What values of those columns are compared with.
    """
    columns = _background(export.profile, export.raw.columns)
    items = {code: _column_of(item, export) for code, item in instrument.items.items()}
    lines = [
        f"# A draft for {export.raw.file}. Read every line: a line with # before it is not used yet.",
        "# The direction of the answers is not said here; it comes from the instrument.",
        "schema = 1",
        "",
        "[columns]",
        *[_assigned(ours, columns.get(ours), "the column's name") for ours in SURVEY_COLUMNS],
        "",
        "[items]",
        *[_assigned(code, column, f"column of: {_topic(instrument.items[code])}") for code, column in items.items()],
        *_left_over(export, {*columns.values(), *items.values()}),
        *_codes(export, instrument, items),
        *_values(export, columns.get("leader_level"), "levels", dict.fromkeys((*leader_levels, EMPLOYEE_WORDS[1]))),
        *_values(export, columns.get("unit"), "units", {unit.code: unit.name for unit in units}),
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return a text as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(mark if mark.isprintable() else f"\\u{ord(mark):04X}" for mark in escaped) + '"'


def _key(text: str) -> str:
    bare = text.isascii() and text.replace("_", "").replace("-", "").isalnum()
    return text if bare else quoted(text)


def _topic(item: Item) -> str:
    return item.topic.get("da") or item.code


def _assigned(ours: str, column: str | None, hint: str) -> str:
    return f'# {_key(ours)} = ""    # {hint}' if column is None else f"{_key(ours)} = {quoted(column)}"


def _background(profile: Profile, header: Sequence[str]) -> dict[str, str]:
    found = {ours: [name for name in profile.columns.get(ours, ()) if name in header] for ours in SURVEY_COLUMNS}
    return {ours: names[0] for ours, names in found.items() if names}


def _column_of(item: Item, export: Export) -> str | None:
    topics = {normalised(item.code), *(normalised(text) for text in item.topic.values())}
    told = {name: {normalised(name), normalised(export.questions.get(name, name))} for name in export.raw.columns}
    matching = [name for name, texts in told.items() if not texts.isdisjoint(topics)]
    return matching[0] if len(matching) == 1 else None


def _left_over(export: Export, used: set[str | None]) -> list[str]:
    words = export.profile.never_stored
    status = {name for names in export.profile.completed.exactly_one_of for name in names}
    left = [name for name in export.raw.columns if name not in used and name not in status]
    shown = [name for name in left if reason_left(name, export.raw.cells[name], words) != PERSONAL]
    told = [f"#   {quoted(name)}  {export.questions.get(name, '')[:MOST_TEXT]}".rstrip() for name in shown]
    return ["# columns not used yet:", *told] if told else []


def _codes(export: Export, instrument: Instrument, items: Mapping[str, str | None]) -> list[str]:
    """Export codes by the labels that came along: only those that differ from the instrument's."""
    lines: list[str] = []
    sets = {item.responses.id: item.responses for item in instrument.items.values()}
    for name, responses in sets.items():
        columns = [column for code, column in items.items() if column and instrument.items[code].responses.id == name]
        labels = {pair for column in columns for pair in export.labels.get(column, {}).items()}
        by_label = code_by_label(responses)
        found = sorted((value, by_label.get(normalised(label)), label) for value, label in labels)
        differing = [entry for entry in found if entry[0] != entry[1]]
        if differing:
            lines += ["", f"[codes.{_key(name)}]", *[_code(*entry, code_list(responses)) for entry in differing]]
    return lines


def _code(value: str, ours: str | None, label: str, known: Sequence[str]) -> str:
    if ours is None:
        text = " ".join(label.split())[:MOST_TEXT]
        return f'# {_key(value)} = ""    # "{text}"; the instrument has {", ".join(known)}'
    return f"{_key(value)} = {quoted(ours)}"


def _values(export: Export, column: str | None, table: str, known: Mapping[str, str | None]) -> list[str]:
    """The values of a column that are none of our words, translated by their label where it is one unit's name."""
    if column is None:
        return []
    words = {word.casefold() for word in known}
    found = sorted({value.strip() for value in export.raw.cells[column] if value.strip()})
    unknown = [value for value in found if value.casefold() not in words]
    if not unknown or len(unknown) > MOST_VALUES:
        return []
    labels, shown = export.labels.get(column, {}), _names_of_many(export.raw.cells[column])
    lines = [_value(value, labels.get(value, ""), known) for value in unknown if value in shown or value in labels]
    hidden = len(unknown) - len(lines)
    more = [f"# {hidden} more, which one row each has (not shown: it may be a person's name or own words)"]
    return ["", f"[{table}]", *lines, *(more if hidden else [])]


def _names_of_many(cells: pd.Series[str]) -> frozenset[str]:
    """The values that may be repeated: short codes, and what several rows have; never what tells who somebody is."""
    written = cells.str.strip()
    personal = personal_values(written)
    repeated = written.isin(written.value_counts().loc[lambda number: number >= REPEATED].index)
    short = (written.str.len() <= SHORT_CODE) & written.str.isalnum()
    return frozenset(written[(repeated | short) & ~personal])


def _value(value: str, label: str, known: Mapping[str, str | None]) -> str:
    ours = [
        word
        for word, name in known.items()
        if label and normalised(label) in (normalised(word), normalised(name or ""))
    ]
    if len(ours) == 1:
        return f"{_key(value)} = {quoted(ours[0])}    # {' '.join(label.split())[:MOST_TEXT]}"
    hint = f"    # {' '.join(label.split())[:MOST_TEXT]}" if label else ""
    return f'# {_key(value)} = ""{hint}'
