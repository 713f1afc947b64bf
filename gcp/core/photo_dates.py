"""When a photo was taken, by the camera, the device and the server, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

MINUTES = timedelta(minutes=5)
BESIDE = timedelta(hours=1)  # before or after a visit, a photo may still belong to it
JUST_NOW = timedelta(minutes=2)


@dataclass(frozen=True)
class DateNote:
    """One thing to know about a photo's date: `when` it is told of, or `by` how much it differs."""

    kind: str
    when: str | None = None
    by: timedelta | None = None


def date_notes(
    entry: Mapping[str, Any], visit: Mapping[str, Any], kept: Mapping[str, Any] | None
) -> list[DateNote]:
    """What is to be said of a photo of a visit; nothing where camera, device and server agree.

    `kept` is what the server found itself once the photo had come: `taken_at` and `received_at`.
    """
    device = datetime.fromisoformat(entry["observed_at"])
    taken = (kept["taken_at"] if kept else entry.get("taken_at")) or None
    notes = list(_of_file(entry, taken)) if entry["source"] == "file" else []
    if not notes and taken:
        notes += _differs("camera_differs", device, _moment(taken, device))
    if kept and entry.get("taken_at") and kept["taken_at"]:
        notes += _differs(
            "device_read", _moment(entry["taken_at"], device), _moment(kept["taken_at"], device)
        )
    if entry["source"] == "camera":
        notes += _outside(device, visit)
    if kept and device > datetime.fromisoformat(kept["received_at"]) + MINUTES:
        notes.append(DateNote("after_receipt", by=device - datetime.fromisoformat(kept["received_at"])))
    return notes


def _of_file(entry: Mapping[str, Any], taken: str | None) -> list[DateNote]:
    """A photo from the device's own files never passes as taken on the visit."""
    if taken:
        return [DateNote("file_taken", when=taken)]
    modified, chosen = entry.get("file_modified_at"), entry.get("chosen_at")
    if not modified:
        return [DateNote("file_unknown")]
    gap = datetime.fromisoformat(chosen) - datetime.fromisoformat(modified) if chosen else None
    # Whoever hands out a file may date it at that moment: then nothing is known of its age.
    if gap is not None and gap < JUST_NOW:
        return [DateNote("file_unknown")]
    return [DateNote("file_modified", when=modified)]


def _outside(device: datetime, visit: Mapping[str, Any]) -> list[DateNote]:
    began = datetime.fromisoformat(visit["observed_at"])
    ended = datetime.fromisoformat(
        visit.get("left_at") or visit.get("signed_at") or visit["written_at"]
    )
    if device < began - BESIDE:
        return [DateNote("before_visit", by=began - device)]
    if device > max(began, ended) + BESIDE:
        return [DateNote("after_visit", by=device - max(began, ended))]
    return []


def _differs(kind: str, one: datetime, other: datetime) -> list[DateNote]:
    by = abs(one - other)
    return [DateNote(kind, by=by)] if by > MINUTES else []


def _moment(taken: str, device: datetime) -> datetime:
    """A camera that wrote no offset is taken to have been in the device's zone."""
    moment = datetime.fromisoformat(taken)
    return moment if moment.tzinfo else moment.replace(tzinfo=device.tzinfo)
