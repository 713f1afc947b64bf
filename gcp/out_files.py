"""Files that leave the building: whole or not there, for their owner alone, over no other file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gcp.photo_files import sync_folder


class CannotWrite(Exception):
    """Why a file cannot be written here: `there`, `no_folder` or `refused`."""

    def __init__(self, code: str, file: Path, why: object = "") -> None:
        super().__init__(f"{file}: {code} {why}")
        self.code, self.file, self.why = code, file, why


def must_be_new(*files: Path) -> None:
    """Raise CannotWrite before any work is done for a file that could not be written."""
    for file in files:
        if os.path.lexists(file):
            raise CannotWrite("there", file)
        if not file.parent.is_dir():
            raise CannotWrite("no_folder", file)


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """A private place beside a file to be; what lies there at the end becomes the file.

    Raises CannotWrite, also where another file has come under that name meanwhile; after any error
    nothing is left.
    """
    must_be_new(file)
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # mode 0600
    except OSError as error:
        raise CannotWrite("refused", file, error.strerror) from error
    place = Path(name)
    try:
        os.close(handle)
        yield place
        _keep(place, file)
    finally:
        for left in place.parent.glob(f"{place.name}*"):  # a database's own files beside it, too
            left.unlink(missing_ok=True)


def _keep(place: Path, file: Path) -> None:
    with place.open("rb") as written:
        os.fsync(written.fileno())
    try:
        try:
            os.link(place, file)
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no links
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            os.replace(place, file)
    except FileExistsError as error:
        raise CannotWrite("there", file) from error
    except OSError as error:
        raise CannotWrite("refused", file, error.strerror) from error
    with suppress(OSError):
        sync_folder(file.parent)
