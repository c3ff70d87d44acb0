"""A mapping file: which column of an export is which, and what its codes are called in the instrument.

Without one, the profile's column names and the instrument's item codes are looked for in the header.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from skapital.config.checked import read_document
from skapital.config.findings import nearest
from skapital.config.instrument import Instrument, ResponseSet, Text
from skapital.errors import InputError
from skapital.ingest.decoding import ENCODINGS
from skapital.ingest.intake import RawTable
from skapital.ingest.problems import Gathered
from skapital.ingest.profiles import SURVEY_COLUMNS, Profile
from skapital.ingest.read_csv import DELIMITERS

EMPLOYEE_WORDS = ("employee", "employees", "medarbejder", "medarbejdere")


@dataclass(frozen=True)
class SurveyMapping:
    """A checked mapping file.

    Attributes
    ----------
    columns
        Export column by our word (``profiles.SURVEY_COLUMNS``).
    items
        Export column by item code.
    codes
        By response set: the instrument's code by export code, only where they differ.
    levels, units
        Our word by the export's value. The words ``employee`` and ``medarbejder`` stand for no leader level.
    encoding, delimiter
        Stated for the file; ``None`` detects.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    sha256: str = ""


@dataclass(frozen=True)
class Columns:
    """Where everything stands in one export: export column by our word, and by item code."""

    background: Mapping[str, str]
    items: Mapping[str, str]

    @property
    def taken(self) -> tuple[str, ...]:
        """All export columns that are read."""
        return (*self.background.values(), *self.items.values())


def read_mapping(path: Path, instrument: Instrument) -> SurveyMapping:
    """Return the mapping in a TOML file, checked against the instrument.

    Raises
    ------
    ConfigurationError
        If a key, item, response set or code is unknown, or two export codes would become one answer that counts.
    """
    document = read_document(path)
    top = document.top
    file = top.table("file", required=False)
    columns = top.table("columns", required=False)
    codes = top.table("codes", required=False)
    mapping = SurveyMapping(
        columns={name: columns.text(name) for name in SURVEY_COLUMNS if name in columns},
        items=top.text_by_name("items", required=False),
        codes={name: codes.text_by_name(name) for name in codes.names()},
        levels=top.text_by_name("levels", required=False),
        units=top.text_by_name("units", required=False),
        encoding=file.choice("encoding", ENCODINGS) if "encoding" in file else None,
        delimiter=file.choice("delimiter", DELIMITERS) if "delimiter" in file else None,
        sha256=document.sha256,
    )
    for key, message in _against_instrument(mapping, instrument):
        document.findings.add("mapping-unknown-word", key, message)
    document.close()
    return mapping


def _against_instrument(mapping: SurveyMapping, instrument: Instrument) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for item in mapping.items:
        if item not in instrument.items:
            found.append((f"items.{item}", f"the instrument has no such item{nearest(item, tuple(instrument.items))}"))
    sets = {item.responses.id: item.responses for item in instrument.items.values()}
    for name, codes in mapping.codes.items():
        if name not in sets:
            found.append((f"codes.{name}", f"the instrument has no such response set{nearest(name, tuple(sets))}"))
        else:
            found += _against_set(name, codes, sets[name])
    return found


def _against_set(name: str, codes: Mapping[str, str], responses: ResponseSet) -> list[tuple[str, str]]:
    known = code_list(responses)
    found = [
        (f"codes.{name}.{export}", f'"{ours}" is no code of this response set{nearest(ours, known)}')
        for export, ours in codes.items()
        if ours not in known
    ]
    for option in responses.options:
        sources = [export for export, ours in codes.items() if ours == option.code]
        if len(sources) > 1:
            message = f'{" and ".join(sources)} would all become "{option.code}"; say what each of them stands for'
            found.append((f"codes.{name}", message))
    return found


def labelled_codes(responses: ResponseSet) -> list[tuple[str, Text]]:
    """Return all codes of a response set with their labels, those that are no value last."""
    options = [(option.code, option.labels) for option in responses.options]
    return options + [(missing.code, missing.labels) for missing in responses.missing]


def code_list(responses: ResponseSet) -> tuple[str, ...]:
    """Return all codes of a response set, those that are no value last."""
    return tuple(code for code, _ in labelled_codes(responses))


def translation(responses: ResponseSet, codes: Mapping[str, str]) -> dict[str, str]:
    """Return the instrument's code by export code; what the mapping does not name keeps its own.

    An option that the mapping gives another export code is no longer its own: a reversal written by half makes codes
    unknown, and never merges two answers. Codes that are no value keep their own beside others.
    """
    own = [option.code for option in responses.options if option.code not in codes.values()]
    own += [missing.code for missing in responses.missing]
    return {code: code for code in own} | dict(codes)


def resolve(mapping: SurveyMapping, profile: Profile, raw: RawTable, instrument: Instrument) -> Columns:
    """Return where everything stands in ``raw``.

    Raises
    ------
    InputError
        ``mapped-column-missing`` if the mapping names a column that is not there, ``mapped-twice`` if one column is two
        things, ``no-items`` if no item of the instrument is found.
    """
    gathered = Gathered(raw.file)
    header = raw.columns
    for name in dict.fromkeys((*mapping.columns.values(), *mapping.items.values())):
        if name not in header:
            message = f"the mapping names it, the file lacks it{nearest(name, header)}"
            gathered.note("mapped-column-missing", message, column=name)
    named = {ours: _background(ours, mapping, profile, header) for ours in SURVEY_COLUMNS}
    found = {ours: name for ours, name in named.items() if name is not None}
    items = dict(mapping.items) or {code: code for code in instrument.items if code in header}
    taken = [*found.values(), *items.values()]
    for name in dict.fromkeys(name for name in taken if taken.count(name) > 1):
        gathered.note("mapped-twice", "the column is mapped to two things; take one away", column=name)
    gathered.stop_if_any()
    if not items:
        message = "no item of the instrument is in the header; write a mapping: skapital map FILE"
        raise InputError(f"{raw.file}: {message}", slug="no-items")
    return Columns(found, items)


def _background(ours: str, mapping: SurveyMapping, profile: Profile, header: Sequence[str]) -> str | None:
    if ours in mapping.columns:
        return mapping.columns[ours]
    return next((name for name in profile.columns.get(ours, ()) if name in header), None)


# ---- labels


def normalised(label: str) -> str:
    """Return a label for comparison: case folded, blanks made one, no blanks or full stop at the ends."""
    return " ".join(label.split()).casefold().strip(" .:")


def labels_by_code(responses: ResponseSet) -> dict[str, set[str]]:
    """Return the normalised labels of each code, in all languages."""
    return {code: {normalised(label) for label in labels.values()} for code, labels in labelled_codes(responses)}


def code_by_label(responses: ResponseSet) -> dict[str, str]:
    """Return the code by normalised label, for exports that write the words; a label of two codes is left out."""
    pairs = [(label, code) for code, labels in labels_by_code(responses).items() for label in labels]
    return {label: code for label, code in pairs if sum(label == other for other, _ in pairs) == 1}


def check_labels(
    labels: Mapping[str, Mapping[str, str]], columns: Columns, mapping: SurveyMapping, instrument: Instrument, file: str
) -> None:
    """Check that every code means in the export what the instrument says it means. The direction is never guessed.

    Raises
    ------
    InputError
        ``label-contradicts``: all codes whose label is another than the instrument's.
    """
    gathered = Gathered(file)
    for item, column in columns.items.items():
        responses = instrument.items[item].responses
        became = translation(responses, mapping.codes.get(responses.id, {}))
        ours = labels_by_code(responses)
        for value, label in labels.get(column, {}).items():
            code = became.get(value)
            if code is not None and _plain(label).isdisjoint(ours[code]):
                gathered.note("label-contradicts", _contradiction(item, value, label, code, responses), column=column)
    gathered.stop_if_any()


def _plain(label: str) -> set[str]:
    """A label as it is, and without a running number before it."""
    number, _, rest = label.strip().partition(" ")
    bare = rest if rest and number.rstrip(".):").isdigit() else label
    return {normalised(label), normalised(bare)}


def _contradiction(item: str, value: str, label: str, code: str, responses: ResponseSet) -> str:
    expected = dict(labelled_codes(responses))[code]
    text = expected.get("da") or next(iter(expected.values()))
    return (
        f'item {item}: the export says that {value} is "{label[:60]}", the instrument says that {code} is "{text}"; '
        f"say in the mapping which code is which ([codes.{responses.id}]), or correct the instrument's label"
    )
