"""Photos on disk: originals under their digest, and copies that can be made again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from gcp import imaging
from gcp.core.redaction import Box, mark_of

SIZES = ("display", "carried", "thumb")
_CHUNK = 1_000_000


def original(folder: Path, sha256: str) -> Path:
    """Where the original bytes lie."""
    return folder / "originals" / sha256[:2] / sha256


def measured(file: Path) -> tuple[str, int] | None:
    """The digest and length of a file as it is now; None where it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with file.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return None
    return digest.hexdigest(), size


def keep_original(folder: Path, sha256: str, data: bytes) -> None:
    """Write the original so that a crash leaves the whole file or none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_whole(original(folder, sha256), data)


def copy(folder: Path, sha256: str, size: str, boxes: Sequence[Box] = ()) -> Path:
    """The upright, stripped copy of a size, these boxes blacked out; made at first use and kept."""
    wanted = _copy_path(folder, sha256, size, boxes)
    if not wanted.is_file():
        made = imaging.copies(original(folder, sha256).read_bytes(), boxes)
        for name, data in zip(SIZES, (made.display, made.carried, made.thumbnail), strict=True):
            _write_whole(_copy_path(folder, sha256, name, boxes), data)
    return wanted


def has_copy(folder: Path, sha256: str, size: str, boxes: Sequence[Box] = ()) -> bool:
    """Whether a copy was made before."""
    return _copy_path(folder, sha256, size, boxes).is_file()


def _copy_path(folder: Path, sha256: str, size: str, boxes: Sequence[Box]) -> Path:
    name = ".".join(filter(None, (sha256, mark_of(boxes), size, "jpg")))
    return folder / "copies" / sha256[:2] / name


def _write_whole(path: Path, data: bytes) -> None:
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """The new name itself must survive a power cut, not only the bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
