"""The drawn pictures of the practice rooms: made when first looked at, and kept."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from gcp import imaging
from gcp.core.practice import Room
from gcp.demo.pictures import draw

SIZE = (1200, 900)
_DRAWN_AT = datetime(2026, 1, 5, 11, tzinfo=UTC)  # by day; the copy that is kept has no date


def mark(room: Room, words: str) -> str:
    """What changes with the picture, so that a browser may keep it."""
    drawn = (room.id, room.scene, room.state, room.seed, words, SIZE)
    return hashlib.sha256(repr(drawn).encode()).hexdigest()[:16]


def picture(folder: Path, room: Room, words: str) -> Path:
    """The picture of a room, with these words under it to say what it is."""
    wanted = folder / f"{mark(room, words)}.jpg"
    if not wanted.is_file():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        drawn = draw(room.scene, room.state, _DRAWN_AT, room.seed, SIZE, words)
        _write(wanted, imaging.display_copy(drawn, max(SIZE)))
    return wanted


def _write(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
