"""Delimited text to a table of strings. A delimiter that is not stated is detected, by the rule written down here.

Of ``; , tab |`` those are possible that give each of the first 50 records as many fields as the first one, and more
than one. Of the possible ones the one with most fields is taken. If none is possible, the one that gives the header
most fields is taken, so that the ragged row can be named. A tie is not guessed. The encoding is detected in
``decoding.py``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

import pandas as pd

from skapital.errors import InputError
from skapital.ingest.decoding import decode
from skapital.ingest.intake import RawTable
from skapital.ingest.problems import Gathered

DELIMITERS = (";", ",", "\t", "|")
DELIMITER_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe"}
LONGEST_LINE = 1_000_000
RECORDS_LOOKED_AT = 50
Record = tuple[int, list[str]]


def read_csv(
    data: bytes, file: str, *, encoding: str | None = None, delimiter: str | None = None, header: bool = True
) -> RawTable:
    """Return the table in ``data``.

    Parameters
    ----------
    data
        The bytes of the file.
    file
        Its name, for messages.
    encoding, delimiter
        As a profile or mapping states them; ``None`` detects.
    header
        Whether the first record is a header; without one the columns are called ``1``, ``2``, ….

    Raises
    ------
    InputError
        If the file is empty, cannot be decoded or split without guessing, or is damaged; with the line.
    """
    text, found = decode(data, file, encoding)
    mark = delimiter or detect_delimiter(text, file)
    return table(list(_records(text, mark, file)), file, found, mark, header=header)


def detect_delimiter(text: str, file: str) -> str:
    """Return the delimiter by the rule at the top of this module.

    Raises
    ------
    InputError
        ``delimiter-undecidable`` if two delimiters fit equally well.
    """
    widths = {mark: _widths(text, mark) for mark in DELIMITERS}
    possible = {mark: found[0] for mark, found in widths.items() if found and found[0] > 1 and len(set(found)) == 1}
    candidates = possible or {mark: found[0] for mark, found in widths.items() if found and found[0] > 1}
    if not candidates:
        return DELIMITERS[0]
    most = max(candidates.values())
    best = [mark for mark, width in candidates.items() if width == most]
    if len(best) == 1:
        return best[0]
    names = " and ".join(DELIMITER_NAMES[mark] for mark in best)
    raise InputError(
        f'{file}: {names} divide the rows equally well; state the one in the mapping: [file] delimiter = ";"',
        slug="delimiter-undecidable",
    )


def _widths(text: str, mark: str) -> list[int]:
    """Fields of the first records, surplus empty ones not counted; nothing where the quotes do not fit this mark."""
    widths: list[int] = []
    try:
        for record in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), RECORDS_LOOKED_AT):
            if any(record):
                widths.append(len(record) if not widths else len(_trimmed(record, widths[0])))
    except csv.Error:
        return widths if len(widths) > 1 else []
    return widths


def _trimmed(record: list[str], width: int) -> list[str]:
    """Some exports write one delimiter too many: empty fields beyond the header are no fields."""
    while len(record) > width and not record[-1].strip():
        record = record[:-1]
    return record


def _records(text: str, mark: str, file: str) -> Iterator[Record]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(_checked(lines, file), delimiter=mark, strict=True)
    start = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _damaged(file, start, str(error)) from None
        if any(field.strip() for field in record):
            yield start, record
        start = reader.line_num + 1


def _checked(lines: io.StringIO, file: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise InputError(
                f"{file}, line {number}: the line has {len(line)} characters, more than {LONGEST_LINE}; "
                "is this the file you meant?",
                slug="line-too-long",
            )
        yield line


def _damaged(file: str, line: int, reason: str) -> InputError:
    if "unexpected end of data" in reason:
        return InputError(
            f'{file}, line {line}: a quote (") opens in this row and never closes; close it or remove it',
            slug="unterminated-quote",
        )
    if "field larger" in reason:
        return InputError(
            f"{file}, line {line}: a field is longer than {csv.field_size_limit()} characters; "
            'look for a quote (") that never closes',
            slug="line-too-long",
        )
    return InputError(
        f'{file}, line {line}: the quotes (") in this row do not match ({reason}); write a quote inside a text twice',
        slug="quotes",
    )


def table(records: list[Record], file: str, encoding: str | None, delimiter: str | None, *, header: bool) -> RawTable:
    """Return records as a table; rows without any value are no rows.

    Raises
    ------
    InputError
        ``empty-file``, ``header`` (a name empty or twice) or ``ragged-row`` (all of them, with their lines).
    """
    if not records:
        raise InputError(f"{file}: the file is empty; expected a header row and data", slug="empty-file")
    names = header_names(records[0], file) if header else _numbers(records)
    body = records[1:] if header else records
    gathered = Gathered(file)
    rows = [_fitted(record, len(names), header, line, gathered) for line, record in body]
    gathered.stop_if_any()
    index = pd.Index([line for line, _ in body], name="row", dtype="int64")
    return RawTable(file, pd.DataFrame(rows, index=index, columns=pd.Index(names), dtype=str), encoding, delimiter)


def header_names(record: Record, file: str) -> list[str]:
    """Return the header's names without surrounding blanks; trailing empty ones are left out.

    Raises
    ------
    InputError
        ``header``: a name is empty or stands twice.
    """
    line, fields = record
    names = [" ".join(name.split()) for name in fields]
    while names and not names[-1]:
        names.pop()
    gathered = Gathered(file)
    for place, name in enumerate(names, start=1):
        if not name:
            gathered.note("header", f"the header's field {place} is empty; give the column a name", row=line)
        elif name in names[: place - 1]:
            first = names.index(name) + 1
            message = f"the header has this name in fields {first} and {place}; rename one"
            gathered.note("header", message, row=line, column=name)
    gathered.stop_if_any()
    return names


def _numbers(records: list[Record]) -> list[str]:
    return [str(place) for place in range(1, len(records[0][1]) + 1)]


def _fitted(record: list[str], width: int, header: bool, line: int, gathered: Gathered) -> list[str]:
    fields = _trimmed(record, width)
    if len(fields) != width:
        first = "header" if header else "first row"
        message = (
            f"the row has {len(fields)} fields, the {first} has {width}; look for a delimiter or line break in a text"
        )
        gathered.note("ragged-row", message, row=line)
        return [""] * width
    return fields
