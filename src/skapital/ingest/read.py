"""FILE on the command line, be it a file, a folder or a zip, as named tables. This is where ingest touches the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from skapital.errors import InputError
from skapital.ingest.intake import RawTable
from skapital.ingest.read_csv import read_csv
from skapital.ingest.read_excel import joined, read_workbook, sheet_tables
from skapital.ingest.read_zip import check_content, open_zip, unpacked

TEXT_FILES = (".csv", ".txt", ".tsv", ".tab")
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
LARGEST_FILE = 512 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FORMATS = {b"PAR1": "Parquet", b"$FL2": "SPSS", b"$FL3": "SPSS", b"\x1f\x8b": "gzip", b"%PDF": "PDF"}


class ReadTable(Protocol):
    """Reads one table of a source when it is asked for."""

    def __call__(self, *, encoding: str | None, delimiter: str | None, header: bool) -> RawTable: ...  # noqa: D102


@dataclass(frozen=True)
class Source:
    """What FILE holds: tables by name (a file's stem, or a sheet), each read when asked for.

    ``sha256`` is that of the file; for a folder, of the names and SHA-256 of the files read from it.
    """

    file: str
    sha256: str
    tables: Mapping[str, ReadTable]

    def read(
        self, name: str, *, encoding: str | None = None, delimiter: str | None = None, header: bool = True
    ) -> RawTable:
        """Return one table; see ``read_csv.read_csv`` for the parameters."""
        return self.tables[name](encoding=encoding, delimiter=delimiter, header=header)

    def only(self) -> str:
        """Return the name of the only table.

        Raises
        ------
        InputError
            ``several-tables`` if there are more.
        """
        if len(self.tables) > 1:
            raise InputError(
                f"{self.file} holds several tables ({', '.join(self.tables)}); "
                "choose one: --sheet NAME for a sheet, or give the file itself",
                slug="several-tables",
            )
        return next(iter(self.tables))


def read_source(path: Path, *, sheet: str | None = None) -> Source:
    """Return the tables of a file, a folder or a zip.

    Parameters
    ----------
    path
        FILE as given.
    sheet
        A sheet of a workbook; ``None`` offers all of them.

    Raises
    ------
    InputError
        ``file-not-found``, ``file-too-large``, ``unknown-format``, ``no-tables``, ``no-such-sheet``, or what reading
        a zip or a workbook raises.
    """
    if path.is_dir():
        files = _folder(path)
        sha256 = _joint_sha256(files)
    else:
        data = _file(path)
        files = unpacked(data, path.name) if _is_zip_of_files(data, path.name) else {path.name: data}
        sha256 = hashlib.sha256(data).hexdigest()
        files = {name: part for name, part in files.items() if len(files) == 1 or _suffix(name)}
    tables = _tables(files)
    if not tables:
        known = ", ".join(TEXT_FILES + WORKBOOKS)
        raise InputError(f"{path.name} holds no table; expected a file such as {known}", slug="no-tables")
    return Source(path.name, sha256, tables if sheet is None else _chosen(tables, sheet, path.name))


def _suffix(name: str) -> bool:
    return name.lower().endswith(TEXT_FILES + WORKBOOKS)


def _file(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            message = f"{path.name} is larger than {LARGEST_FILE} bytes; split it by round or period"
            raise InputError(message, slug="file-too-large")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise InputError(f"{path} cannot be read ({reason}); expected a file", slug="file-not-found") from None


def _folder(path: Path) -> dict[str, bytes]:
    names = sorted(entry.name for entry in path.iterdir() if entry.is_file() and not entry.name.startswith("."))
    return {name: _file(path / name) for name in names if _suffix(name)}


def _joint_sha256(files: Mapping[str, bytes]) -> str:
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _is_zip_of_files(data: bytes, file: str) -> bool:
    if not data.startswith((_ZIP, _EMPTY_ZIP)):
        return False
    with open_zip(data, file) as archive:
        return "[Content_Types].xml" not in archive.namelist()


def _tables(files: Mapping[str, bytes]) -> dict[str, ReadTable]:
    tables: dict[str, ReadTable] = {}
    for name, data in files.items():
        for key, reader in _of_file(name, data).items():
            if key in tables:
                raise InputError(f"two tables are called {key}; give the file itself", slug="several-tables")
            tables[key] = reader
    return tables


def _of_file(name: str, data: bytes) -> dict[str, ReadTable]:
    other = next((kind for magic, kind in _OTHER_FORMATS.items() if data.startswith(magic)), None)
    if other:
        message = f"{name}: {other} files are not read; export as CSV or xlsx"
        raise InputError(message, slug="unknown-format")
    if data.startswith((_ZIP, _OLE)):
        if data.startswith(_ZIP):
            check_content(data, name)
        sheets = read_workbook(data, name)
        found = sheet_tables(list(sheets))
        return {stem: partial(_sheet, sheets, names, name) for stem, names in found.items()}
    return {Path(name).stem: partial(read_csv, data, name)}


def _sheet(
    sheets: Mapping[str, list[tuple[int, list[str]]]],
    names: list[str],
    file: str,
    *,
    encoding: str | None,
    delimiter: str | None,
    header: bool,
) -> RawTable:
    return joined(sheets, names, file, header=header)


def _chosen(tables: dict[str, ReadTable], sheet: str, file: str) -> dict[str, ReadTable]:
    stem = next(iter(sheet_tables([sheet])))  # Dataset(1) stands for the whole of Dataset
    if sheet not in tables and stem in tables:
        return {stem: tables[stem]}
    if sheet not in tables:
        message = f'{file} has no sheet "{sheet}"; it has {", ".join(tables)}'
        raise InputError(message, slug="no-such-sheet")
    return {sheet: tables[sheet]}


def read_each(path: Path) -> tuple[Source, ...]:
    """Return every file of a folder or zip as a source of its own, in order of their names; a file as itself alone.

    Files with the same content stand once.

    Raises
    ------
    InputError
        As :func:`read_source`.
    """
    if path.is_dir():
        files = _folder(path)
    else:
        data = _file(path)
        files = unpacked(data, path.name) if _is_zip_of_files(data, path.name) else {path.name: data}
    readable = {name: data for name, data in sorted(files.items()) if len(files) == 1 or _suffix(name)}
    return tuple(
        Source(name, hashlib.sha256(data).hexdigest(), _tables({name: data})) for name, data in readable.items()
    )
