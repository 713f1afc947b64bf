"""Which photos go into an evidence pack, and how each of them is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gcp import photo_files
from gcp.core.history import VisitRecord
from gcp.core.problems import Refused
from gcp.core.redaction import Box
from gcp.making import Tell, untold
from gcp.store import photos
from gcp.store.engine import Row
from gcp.web.context import parts, store
from gcp.web.photos import boxes_seen


@dataclass(frozen=True)
class NamedPhoto:
    """A photo as the newest signed revision that names it tells of it."""

    record: VisitRecord
    revision: int
    entry: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """The digest of its original."""
        return str(self.entry["sha256"])

    @property
    def is_newest(self) -> bool:
        """Whether the visit, as it stands, still names it."""
        return self.revision == self.record.revision


@dataclass(frozen=True)
class KeptPhoto:
    """A photo that has come; without `original` where its bytes are lost or were altered."""

    row: Row
    boxes: Sequence[Box]
    original: Path | None
    picture: Path | None


def named_photos(record: VisitRecord, signed: Iterable[tuple[int, Any]]) -> list[NamedPhoto]:
    """Every photo that a signed revision of a visit names; `signed`: numbers and documents."""
    found: dict[str, NamedPhoto] = {}
    for revision, document in signed:
        for entry in document.get("photos") or ():
            found[entry["id"]] = NamedPhoto(record, revision, entry)
    return list(found.values())


def kept_photos(records: Iterable[VisitRecord], tell: Tell = untold) -> dict[str, KeptPhoto]:
    """The photos of these visits that have come, by digest: what a pack may hold of pictures."""
    arrived = photos.arrived(store(), [each.id for each in records], signed_only=True)
    found = {}
    for number, (sha256, row) in enumerate(arrived.items(), 1):
        found[sha256] = _kept(row)
        tell("photos", number, len(arrived))
    return found


def files(kept: Mapping[str, KeptPhoto], with_originals: bool) -> Iterator[tuple[str, Path]]:
    """The files of a pack's photos, by their path in it."""
    for sha256, each in kept.items():
        if each.picture:
            yield f"pictures/{sha256}.jpg", each.picture
        if each.original and with_originals:
            yield f"originals/{original_name(each.row)}", each.original


def original_name(row: Row) -> str:
    """The name of an original, after its digest and its type."""
    ending = {"image/jpeg": "jpg"}.get(row["type"], row["type"].partition("/")[2])
    return f"{row['sha256']}.{ending}"


def _kept(row: Row) -> KeptPhoto:
    folder, sha256, boxes = parts().settings.pictures, row["sha256"], boxes_seen(row)
    original = photo_files.original(folder, sha256)
    if photo_files.measured(original) != (sha256, row["bytes"]):
        return KeptPhoto(row, boxes, None, None)
    try:
        return KeptPhoto(row, boxes, original, photo_files.copy(folder, sha256, "display", boxes))
    except Refused:  # kept for its beginning, and broken further on
        return KeptPhoto(row, boxes, original, None)
