"""Which devices need a look, and why: unsent work that grows old, silence, old versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

OLD_WORK = timedelta(days=1)
LONG_SILENCE = timedelta(days=7)
CLOCK_OFF = timedelta(minutes=5)
LITTLE_ROOM = 200_000_000
WORK = ("unsent_homes", "unsent_visits", "unsent_photos", "drafts")
# The gravest first.
KINDS = (
    "old_work", "silent", "not_persistent", "little_room", "clock_ahead", "clock_behind",
    "older_rules", "other_app",
)  # fmt: skip


@dataclass(frozen=True)
class Care:
    """One reason to look at a device; `by` is how long or how far, where that says something."""

    kind: str
    by: timedelta = timedelta()


def cares(report: Mapping[str, Any], now: datetime, rules: str, app: str) -> list[Care]:
    """Why to look at a device, by one person's last report; `rules` and `app` are the newest."""
    if not report["reported_at"]:
        return []
    silence = now - datetime.fromisoformat(report["seen_at"])
    clock = timedelta(seconds=report["clock_ahead_s"] or 0)
    free = report["free_bytes"]
    age = age_of_work(report, now)
    asked = (  # in the order of KINDS
        (age is not None and age > OLD_WORK, Care("old_work", age or timedelta())),
        (holds_work(report) and silence > LONG_SILENCE, Care("silent", silence)),
        (not report["persisted"], Care("not_persistent")),
        (free is not None and free < LITTLE_ROOM, Care("little_room")),
        (clock > CLOCK_OFF, Care("clock_ahead", clock)),
        (-clock > CLOCK_OFF, Care("clock_behind", -clock)),
        (report["rules"] not in (None, rules), Care("older_rules")),
        (report["app"] != app, Care("other_app")),
    )
    return [care for holds, care in asked if holds]


def holds_work(report: Mapping[str, Any]) -> bool:
    """Whether something was last reported that only this device holds."""
    return any(report[name] for name in WORK)


def age_of_work(report: Mapping[str, Any], now: datetime) -> timedelta | None:
    """How long the oldest work has lain unsent; never less than nothing, whatever a clock says."""
    if not holds_work(report) or not report["oldest_unsent"]:
        return None
    return max(timedelta(), now - datetime.fromisoformat(report["oldest_unsent"]))


def urgency(found: list[Care]) -> tuple[int, timedelta]:
    """What sorts devices, the one that needs a look most first."""
    if not found:
        return len(KINDS), timedelta()
    return KINDS.index(found[0].kind), -found[0].by
