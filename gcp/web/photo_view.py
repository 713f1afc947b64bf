"""One photo as it is shown, wherever it is: what it shows in words, and the grade beside it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gcp.core.known import Photo
from gcp.core.photo_dates import date_notes
from gcp.web import dates
from gcp.web.context import parts


@dataclass(frozen=True)
class PhotoView:
    """One photo as it is shown; `state` is the answer to its item where that is no grade."""

    id: str
    sha256: str
    instant: datetime
    arrived: bool
    alt: str
    caption: str
    day: str
    kind: str
    visit_id: str
    item: str
    child: str
    grade: int | None
    state: str
    from_file: bool

    @property
    def about(self) -> tuple[str, str]:
        """What it is of within its room."""
        return self.item, self.child


def photo_view(
    photo: Photo, titles: Mapping[str, str], names: Mapping[str, str], arrived: Container[str]
) -> PhotoView:
    """One photo with its words; what it shows is told from caption, item, child, room and day."""
    words, entry = parts().text.common, photo.entry
    day = dates.day(entry["observed_at"])
    item = titles.get(entry.get("item") or "", "")
    child = names.get(entry.get("child") or "", "")
    room = words.rooms[entry["room"]] if entry.get("room") else None
    shows = [entry.get("caption"), item, child, room, day]
    answer = photo.answer or {}
    return PhotoView(
        entry["id"], entry["sha256"], photo.instant, entry["sha256"] in arrived,
        ", ".join(each for each in shows if each), entry.get("caption") or "", day,
        words.kinds[photo.record.body["kind"]], photo.record.id, item, child,
        answer.get("grade"), words.states[answer["state"]] if answer.get("state") else "",
        entry["source"] == "file",
    )  # fmt: skip


def photo_dates(
    entry: Mapping[str, Any], visit: Mapping[str, Any], kept: Mapping[str, Any] | None
) -> list[str]:
    """The sentences that are to be said of a photo's dates."""
    words = parts().text.photos.dates
    return [
        str(words[each.kind]).format(
            when=each.when and dates.day_time(each.when), by=each.by and dates.span(each.by)
        )
        for each in date_notes(entry, visit, kept)
    ]
