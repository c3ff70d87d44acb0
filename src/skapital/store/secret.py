"""The workspace's secret, under which persons are pseudonymised. Made on first use, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from skapital.errors import ConfigurationError

FILE = "secret.key"
_BYTES = 32


def new_key() -> bytes:
    """Return a new secret."""
    return secrets.token_bytes(_BYTES)


def read_or_make_key(workspace: Path) -> bytes:
    """Return the workspace's secret, made now if there is none.

    Raises
    ------
    ConfigurationError
        ``secret-key`` if the file is not one that skapital wrote.
    """
    path = workspace / FILE
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(new_key().hex() + "\n")
    with contextlib.suppress(OSError):
        path.chmod(0o600)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        message = f"{FILE} is not a secret of {_BYTES} bytes in hexadecimal; take it back from your backup"
        raise ConfigurationError(message, slug="secret-key")
    return key
