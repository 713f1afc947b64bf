"""The two facts that are wanted from EXIF, read so that no content of it can do harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

UPRIGHT = 1
_ORIENTATION, _EXIF_IFD, _TAKEN, _OFFSET = 0x0112, 0x8769, 0x9003, 0x9011
_ASCII, _SHORT, _LONG, _IFD = 2, 3, 4, 13
_ORDERS = {b"II*\0": "little", b"MM\0*": "big"}
_MOST_ENTRIES = 1_000
_LONGEST_TEXT = 64
_TIME = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_ZONE = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d|Z")


@dataclass(frozen=True)
class Exif:
    """How the camera was held (1 to 8) and when it says the picture was taken."""

    orientation: int = UPRIGHT
    taken_at: str | None = None


def read_exif(block: bytes) -> Exif:
    """Orientation and capture time as written; what is missing or odd is upright and None."""
    tiff = _Tiff(block.removeprefix(b"Exif\0\0"))
    if not tiff.order:
        return Exif()
    first = dict(tiff.entries(tiff.number(4, 4)))
    inner = dict(tiff.entries(tiff.pointer(first.get(_EXIF_IFD))))
    taken, zone = tiff.text(inner.get(_TAKEN)), tiff.text(inner.get(_OFFSET))
    return Exif(tiff.orientation(first.get(_ORIENTATION)), _moment(taken, zone))


@dataclass(frozen=True)
class _Entry:
    kind: int
    count: int
    at: int


class _Tiff:
    """A TIFF block read by slices: a place outside of it gives zero, never an error."""

    def __init__(self, block: bytes) -> None:
        self.block = block
        self.order = _ORDERS.get(block[:4])

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.block[at : at + size], self.order)  # type: ignore[arg-type]

    def entries(self, at: int) -> Iterator[tuple[int, _Entry]]:
        if not 8 <= at < len(self.block):
            return
        for place in range(min(self.number(at, 2), _MOST_ENTRIES)):
            entry = at + 2 + 12 * place
            kind, count = self.number(entry + 2, 2), self.number(entry + 4, 4)
            yield self.number(entry, 2), _Entry(kind, count, entry + 8)

    def pointer(self, entry: _Entry | None) -> int:
        if entry is None or entry.kind not in (_LONG, _IFD):
            return 0
        return self.number(entry.at, 4)

    def orientation(self, entry: _Entry | None) -> int:
        if entry is None or entry.kind not in (_SHORT, _LONG):
            return UPRIGHT
        value = self.number(entry.at, 2 if entry.kind == _SHORT else 4)
        return value if 1 <= value <= 8 else UPRIGHT

    def text(self, entry: _Entry | None) -> str:
        if entry is None or entry.kind != _ASCII or entry.count > _LONGEST_TEXT:
            return ""
        at = entry.at if entry.count <= 4 else self.number(entry.at, 4)
        return self.block[at : at + entry.count].decode("ascii", "ignore").strip("\0 ")


def _moment(taken: str, zone: str) -> str | None:
    found = _TIME.fullmatch(taken)
    if not found:
        return None
    try:
        moment = datetime(*map(int, found.groups())).isoformat()  # type: ignore[arg-type]
    except ValueError:
        return None
    if not _ZONE.fullmatch(zone):
        return moment
    return moment + ("+00:00" if zone == "Z" else zone)
