"""The photos of a report: display copies with their black boxes, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gcp import photo_files
from gcp.core.history import VisitRecord
from gcp.core.problems import Refused
from gcp.making import Tell, untold
from gcp.reports.blocks import Block, Cell, Heading, Photo, Row, Text
from gcp.reports.lines import Span
from gcp.store import photos
from gcp.store.engine import Row as StoredRow
from gcp.web import dates
from gcp.web.context import parts, store
from gcp.web.photo_view import photo_dates
from gcp.web.photos import boxes_seen
from gcp.web.report_words import page_words
from gcp.web.visit_page import VisitPhoto

MANY_PHOTOS = 120  # photos: more of them stand in a report as smaller copies
PIXELS = {"display": "2,048", "carried": "1,024"}


class Album:
    """The pictures of some visits as files, each with what is blacked out of it by now."""

    def __init__(self, records: Sequence[VisitRecord], tell: Tell = untold) -> None:
        self.arrived = photos.arrived(store(), [each.id for each in records], signed_only=True)
        self.size = "carried" if len(self.arrived) > MANY_PHOTOS else "display"
        self._tell, self._shown = tell, 0
        self._boxes = {sha256: boxes_seen(row) for sha256, row in self.arrived.items()}

    @property
    def about(self) -> str:
        """What the pictures are, and why they are smaller where there are many."""
        words = page_words()
        said = str(words.photos_small).format(pixels=PIXELS[self.size])
        many = str(words.photos_many).format(n=MANY_PHOTOS)
        return f"{said} {many}" if self.size == "carried" else said

    def is_redacted(self, sha256: str) -> bool:
        """Whether parts of a photo are blacked out."""
        return bool(self._boxes.get(sha256))

    def block(self, sha256: str, alt: str) -> Photo:
        """One photo, or why it is not shown."""
        if sha256 not in self.arrived:
            return Photo(None, alt, parts().text.home.photo_missing)
        file = self._file(sha256)
        self._shown += 1
        self._tell("photos", self._shown, max(self._shown, len(self.arrived)))
        return Photo(file, alt, "" if file else page_words().lost)

    def _file(self, sha256: str) -> Path | None:
        try:
            return photo_files.copy(
                parts().settings.pictures, sha256, self.size, self._boxes[sha256]
            )
        except (FileNotFoundError, Refused):  # lost on the server's disk, or broken further on
            return None


def photo_blocks(
    shown: Iterable[tuple[VisitPhoto, VisitRecord]], album: Album, links: bool
) -> Iterator[Block]:
    """Photos two by two, by room and newest first within each."""
    rooms: dict[str | None, list[tuple[VisitPhoto, VisitRecord]]] = {}
    for photo, record in shown:
        rooms.setdefault(photo.entry.get("room"), []).append((photo, record))
    words = parts().text
    for room in sorted(rooms, key=lambda each: (each is None, each or "")):
        yield Heading(3, words.common.rooms[room] if room else words.home.no_room)
        held = sorted(rooms[room], key=lambda each: each[0].view.instant, reverse=True)
        for at in range(0, len(held), 2):
            cells = [Cell(1, list(_one(*each, album, links))) for each in held[at : at + 2]]
            yield Row([*cells, *[Cell(1, [])] * (2 - len(cells))], whole=True)


def _one(photo: VisitPhoto, record: VisitRecord, album: Album, links: bool) -> Iterator[Block]:
    words, entry, view = page_words(), photo.entry, photo.view
    yield album.block(view.sha256, view.alt)
    about = ", ".join(filter(None, (view.caption, view.item, view.child)))
    if about:
        yield Text([Span(about, bold=True)], "caption")
    taken = words.photo_visit.format(
        kind=view.kind.lower(), day=dates.day(record.body["observed_at"]), name=record.author_name
    )
    yield Text([Span(taken, link=f"visit-{record.id}" if links else "")], "caption")
    yield Text(_dates(entry, photo.kept), "caption")
    for note in photo_dates(entry, record.body, photo.kept):
        yield Text([Span(note, bold=True)], "caption")
    yield Text(_consent(entry), "caption")
    if album.is_redacted(view.sha256):
        yield Text([Span(words.blacked_out, bold=True)], "caption")
    yield Text(words.photo_digest.format(sha256=view.sha256), "caption")


def _consent(entry: Mapping[str, Any]) -> str:
    words = parts().text.visits
    consent = words.consent[entry.get("consent") or "none"]
    if entry.get("consent_words"):
        consent = f"{consent}: {entry['consent_words']}"
    return f"{words.source[entry['source']].capitalize()}. {consent}"


def _dates(entry: Mapping[str, Any], kept: StoredRow | None) -> str:
    none = parts().text.visits.no_camera_time
    taken = kept and kept["taken_at"]
    return str(page_words().photo_dates).format(
        device=dates.day_time(entry["observed_at"]),
        taken=dates.day_time(taken) if taken else none,
        received=dates.day_time(kept["received_at"]) if kept else none,
    )  # fmt: skip
