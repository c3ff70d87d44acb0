"""The files in a zip, taken out only where that is safe: no bombs, no tricks with paths, no passwords."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from skapital.errors import InputError

LARGEST_TOTAL = 512 * 1024 * 1024
MOST_FILES = 1000
LARGEST_RATIO = 1000
_RATIO_MATTERS_FROM = 16 * 1024 * 1024


def open_zip(data: bytes, file: str) -> zipfile.ZipFile:
    """Return the archive after checking what it says of itself.

    Raises
    ------
    InputError
        ``zip-damaged``, ``zip-encrypted``, ``zip-path`` or ``zip-bomb``.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError(f"{file}: the zip is damaged ({error}); make it again", slug="zip-damaged") from None
    entries = archive.infolist()
    _check_size(entries, file)
    for entry in entries:
        _check_entry(entry, file)
    return archive


def _check_size(entries: list[zipfile.ZipInfo], file: str) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_dense = total > _RATIO_MATTERS_FROM and total > LARGEST_RATIO * max(packed, 1)
    if len(entries) > MOST_FILES or total > LARGEST_TOTAL or too_dense:
        raise InputError(
            f"{file}: the zip would unpack to {len(entries)} files and {total} bytes, more than is taken in "
            f"({MOST_FILES} files, {LARGEST_TOTAL} bytes, {LARGEST_RATIO} times its size); unpack it yourself and look",
            slug="zip-bomb",
        )


def _check_entry(entry: zipfile.ZipInfo, file: str) -> None:
    if entry.flag_bits & 0x1:
        raise InputError(f"{file}: the zip has a password; unpack it and give the folder", slug="zip-encrypted")
    name = entry.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    if name.startswith("/") or ".." in parts or ":" in name or is_link:
        raise InputError(
            f"{file}: an entry of the zip points outside it; this is no export. Unpack it and give the folder",
            slug="zip-path",
        )


def check_content(data: bytes, file: str) -> None:
    """Check a zip that another reader will unpack: nothing in it is larger than it says, nothing is damaged.

    Raises
    ------
    InputError
        As ``unpacked``.
    """
    with open_zip(data, file) as archive:
        for entry in archive.infolist():
            _content(archive, entry, file)


def unpacked(data: bytes, file: str) -> dict[str, bytes]:
    """Return the files of a zip by name; hidden ones and what a Mac adds are left out.

    Raises
    ------
    InputError
        As ``open_zip``; ``zip-damaged`` also if an entry cannot be unpacked or two have one name.
    """
    found: dict[str, bytes] = {}
    with open_zip(data, file) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            if entry.is_dir() or any(part.startswith((".", "__MACOSX")) for part in path.parts):
                continue
            if path.name in found:
                message = f"{file}: two files in the zip are called {path.name}; give the folder with the right one"
                raise InputError(message, slug="zip-damaged")
            found[path.name] = _content(archive, entry, file)
    return found


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise InputError(f"{file}: the zip is damaged ({error}); make it again", slug="zip-damaged") from None
