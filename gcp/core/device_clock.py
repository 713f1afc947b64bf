"""How far a device's clock was out when a visit was written, as far as can be known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

WORTH_SAYING = timedelta(minutes=5)


@dataclass(frozen=True)
class ClockNote:
    """What a reader should know of the clock: `kind` is ahead, behind or certainly_ahead."""

    kind: str
    by: timedelta


def clock_notes(body: Mapping[str, Any], received_at: datetime) -> list[ClockNote]:
    """What the device said of its own clock, and what only a clock that is ahead explains."""
    said = timedelta(seconds=(body.get("device") or {}).get("clock_ahead_s") or 0)
    certain = max(_device_times(body)) - received_at
    notes = []
    if abs(said) > WORTH_SAYING:
        notes.append(ClockNote("ahead" if said > timedelta() else "behind", abs(said)))
    if certain > max(said, timedelta()) + WORTH_SAYING:
        notes.append(ClockNote("certainly_ahead", certain))
    return notes


def _device_times(body: Mapping[str, Any]) -> list[datetime]:
    written = (body["written_at"], body.get("signed_at"))
    return [datetime.fromisoformat(each) for each in written if each]
