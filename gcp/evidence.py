"""An evidence pack: a BagIt bag of originals, records and a page to read, in one zip file."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_SPARE_BYTES = 100_000_000
_LEFT_AFTER = 86_400  # seconds: what a killed server left behind is removed by a later pack
_CHUNK = 1_000_000


@dataclass(frozen=True)
class Pack:
    """What goes in, by its path in the bag's payload: kept files, and what is written for it.

    `info` stands in bag-info.txt.
    """

    kept: Mapping[str, Path]
    written: Mapping[str, bytes]
    info: Mapping[str, str]


@dataclass(frozen=True)
class Zip:
    """The finished file: open, and on no disk any more once it is closed."""

    file: IO[bytes]
    bytes: int
    sha256: str


class NoRoom(Exception):
    """The disk has too little room to make the pack."""


@contextmanager
def full_disk_told() -> Iterator[None]:
    """A disk that fills up within is told as NoRoom."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom from error
        raise


def make_zip(folder: Path, pack: Pack, root: str = "evidence") -> Zip:
    """Build the bag in a private folder beneath this one, zip it and leave nothing behind.

    In the zip file it lies in the folder `root`. Raises NoRoom.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    _remove_left(folder)
    _must_fit(folder, pack)
    with tempfile.TemporaryDirectory(dir=folder, prefix="pack-") as private:
        bag, target = Path(private) / "bag", Path(private) / "pack.zip"
        bag.mkdir()
        _fill(bag, pack)
        subprocess.run(
            [sys.executable, "-m", "gcp.bagging", str(bag)], check=True, capture_output=True,
            input=json.dumps({key: _line(value) for key, value in pack.info.items()}).encode(),
        )  # fmt: skip
        _zip(bag, target, root)
        file = target.open("rb")
    size = os.fstat(file.fileno()).st_size
    return Zip(file, size, _digest(file))


def _fill(bag: Path, pack: Pack) -> None:
    for name, file in pack.kept.items():
        target = _place(bag, name)
        try:
            os.link(file, target)
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(file, target)
    for name, data in pack.written.items():
        _place(bag, name).write_bytes(data)


def _place(bag: Path, name: str) -> Path:
    target = bag / name
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _zip(bag: Path, target: Path, root: str) -> None:
    """Stored: most of it is pictures, which no compression makes smaller."""
    # A file from before 1980, by a clock that was wrong, is dated 1980: a zip knows no earlier.
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, strict_timestamps=False) as made:
        for file in sorted(bag.rglob("*")):
            if file.is_file():
                made.write(file, Path(root) / file.relative_to(bag))


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _line(value: str) -> str:
    """A value of a tag file stands in one line."""
    return " ".join(value.split())


def _must_fit(folder: Path, pack: Pack) -> None:
    size = sum(map(len, pack.written.values()))
    size += sum(each.stat().st_size for each in pack.kept.values())
    if shutil.disk_usage(folder).free < 2 * size + _SPARE_BYTES:
        raise NoRoom


def _remove_left(folder: Path) -> None:
    for each in folder.glob("pack-*"):
        with suppress(FileNotFoundError):
            if each.stat().st_mtime < time.time() - _LEFT_AFTER:
                shutil.rmtree(each, ignore_errors=True)
