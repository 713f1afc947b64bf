"""A report as the file that leaves: locked if asked for, with the digest of its very bytes."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from gcp.evidence import full_disk_told

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
GROUPS, IN_A_GROUP = 4, 4
_CHUNK = 1_000_000
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Finished:
    """The file, open at its beginning and on no disk any more once it is closed."""

    file: IO[bytes]
    bytes: int
    sha256: str


def finish(
    folder: Path, write: Callable[[IO[bytes]], _Made], password: str | None
) -> tuple[_Made, Finished]:
    """Let a report be written beneath this folder, and lock it with a password if there is one.

    Raises gcp.evidence.NoRoom.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    with full_disk_told():
        file = tempfile.TemporaryFile(dir=folder)
        try:
            made = write(file)
            file.flush()
            if password is not None:
                file = _locked(file, folder, password)
            digest = digest_of(file)
        except BaseException:
            file.close()
            raise
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return made, Finished(file, size, digest)


def _locked(open_file: IO[bytes], folder: Path, password: str) -> IO[bytes]:
    """The same report under AES-256; nobody holds its owner's password."""
    import pikepdf

    locked = tempfile.TemporaryFile(dir=folder)
    open_file.seek(0)
    with open_file, pikepdf.open(open_file) as pdf:
        pdf.save(
            locked,
            encryption=pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(32), R=6),
        )
    return locked


def digest_of(file: IO[bytes]) -> str:
    """The SHA-256 of a file's bytes, from its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def new_password() -> str:
    """A password that can be read out: four groups of four letters."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)
