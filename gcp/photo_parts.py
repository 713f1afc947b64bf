"""Photos that come in parts (RFC 9110 §14.4, §14.5), kept apart until they are whole.

Each account has its own parts: how much of a photo another has sent is nobody's business.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import FileIO
from pathlib import Path

from gcp.core.problems import Problem, Refused
from gcp.photo_files import sync_folder

PART_BYTES = 4_000_000
KEPT_FOR = timedelta(days=30)
_RANGE = re.compile(r"bytes (?:([0-9]{1,15})-([0-9]{1,15})|\*)/([0-9]{1,15})", re.I).fullmatch


class PartRefused(Refused):
    """A part that cannot be taken as it is; what is held stays as it was."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__([Problem("", code, values)])


@dataclass(frozen=True)
class Part:
    """Where a part lies in its photo, ends included; without `first` it only asks what is held."""

    first: int | None
    last: int
    total: int


def read_part(written: str, length: int, most: int) -> Part:
    """The part that a Content-Range names for a body of this length; raises PartRefused."""
    found = _RANGE(written.strip())
    if not found:
        raise PartRefused("range_wrong")
    first, last, total = (None if each is None else int(each) for each in found.groups())
    if not total or (first is not None and not first <= last < total):
        raise PartRefused("range_wrong")
    if total > most:
        raise PartRefused("photo_too_large", most=f"{most // 1000:,}")
    named = 0 if first is None else last - first + 1
    if named != length:
        raise PartRefused("range_length", named=f"{named:,}", length=f"{length:,}")
    return Part(first, -1 if first is None else last, total)


class Begun:
    """What is held of one photo; nobody else adds to it meanwhile."""

    def __init__(self, path: Path, file: FileIO | None) -> None:
        self._path = path
        self._file = file

    @property
    def length(self) -> int:
        """How many bytes are held, from the first on."""
        return os.fstat(self._file.fileno()).st_size if self._file else 0

    def add(self, part: Part, data: bytes, at: datetime) -> None:
        """Add what is new of a part, safe on disk on return; one too far on adds nothing."""
        before = self.length
        if self._file is None or part.first is None or not part.first <= before <= part.last:
            return
        try:
            self._file.seek(before)
            _write_all(self._file, memoryview(data)[before - part.first :])
            os.utime(self._file.fileno(), (at.timestamp(), at.timestamp()))
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(before)
            raise
        if before == 0:
            sync_folder(self._path.parent)

    def read(self) -> bytes:
        """All that is held."""
        return self._path.read_bytes()

    def drop(self) -> None:
        """Let go of it: the photo is kept whole, or can never be."""
        _remove(self._path)


@contextmanager
def begun(folder: Path, account: str, sha256: str, part: Part, at: datetime) -> Iterator[Begun]:
    """What this account has sent of a photo; begins one only for a part that is its beginning.

    Raises PartRefused where the photo was begun with another length.
    """
    own = folder / "parts" / account
    path = own / sha256
    if part.first == 0 and not path.is_file():
        _make_folder(folder, own)
        _remove_old(own, at - KEPT_FOR)
    file = _locked(path, os.O_CREAT if part.first == 0 else 0)
    if file is None:
        yield Begun(path, None)
        return
    with file:
        _must_have_total(path, os.fstat(file.fileno()).st_size, part.total)
        yield Begun(path, file)


def _locked(path: Path, flags: int) -> FileIO | None:
    """The file, for us alone until it is closed; None where there is none."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | flags, 0o600)
        except FileNotFoundError:
            return None
        file = FileIO(handle, "r+")
        fcntl.flock(handle, fcntl.LOCK_EX)
        # Whoever had it before us may have finished the photo and removed the file.
        if _is_there(path, handle):
            return file
        file.close()


def _is_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _must_have_total(path: Path, length: int, total: int) -> None:
    """The whole photo's length stands in a file beside it, written before its first byte."""
    beside = _total_path(path)
    # A power cut can leave it empty, or the part without it: then the digest alone decides.
    known = beside.read_text() if length and beside.is_file() else ""
    if known and known != str(total):
        raise PartRefused("photo_total_differs")
    if not known:
        beside.write_text(str(total))


def _total_path(path: Path) -> Path:
    return path.with_suffix(".total")


def _make_folder(folder: Path, own: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    own.mkdir(parents=True, exist_ok=True)


def _write_all(file: FileIO, rest: memoryview) -> None:
    while rest:
        rest = rest[file.write(rest) :]


def _remove_old(own: Path, before: datetime) -> None:
    for each in os.scandir(own):
        with suppress(FileNotFoundError):  # others of this account may be removing too
            if "." not in each.name and each.stat().st_mtime < before.timestamp():
                _remove(own / each.name)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _total_path(path).unlink(missing_ok=True)
