"""What the page of devices shows: one line for each person on each device, the worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gcp.core.device_care import (
    LITTLE_ROOM,
    Care,
    age_of_work,
    cares,
    holds_work,
    urgency,
)
from gcp.store.engine import Row
from gcp.text import read_text
from gcp.version import VERSION
from gcp.web import dates
from gcp.web.context import find_rules, parts

COUNTED = ("visits", "homes", "photos", "drafts")

words = read_text("en").devices


@dataclass(frozen=True)
class Report:
    """One person's last report from one device."""

    row: Row
    now: datetime

    @property
    def work(self) -> str:
        """What of theirs only this device holds."""
        return work(self.row)

    @property
    def age(self) -> str:
        """How long the oldest of it has lain there; nothing if there is none."""
        return age(self.row, self.now)


@dataclass(frozen=True)
class DeviceLine(Report):
    """One person's work on one device, with why it needs a look."""

    others: int
    may_revoke: bool
    cares: Sequence[Care]

    @property
    def short(self) -> str:
        """Enough of the device's id to tell two of a kind apart."""
        return str(self.row["device_id"][:4].upper())

    @property
    def label(self) -> str:
        """What kind of device it says it is."""
        return str(self.row["label"] or words.no_label)

    @property
    def shared(self) -> str:
        """How many others have used it; nothing if nobody has."""
        form = words.shared_one if self.others == 1 else words.shared
        return str(form).format(n=self.others) if self.others else ""

    @property
    def seen_ago(self) -> str:
        """How long ago it was last in contact."""
        return ago(self.row["seen_at"], self.now)

    @property
    def versions(self) -> list[str]:
        """Which app and which rules it has."""
        if not self.row["reported_at"]:
            return []
        rules = version_of(self.row["rules"]) if self.row["rules"] else words.no_rules
        return [words.app.format(version=self.row["app"]), words.rules.format(version=rules)]

    @property
    def reasons(self) -> list[str]:
        """Why it needs a look."""
        return [_reason(self.row, each) for each in self.cares]


@dataclass(frozen=True)
class Loss(Report):
    """What revoking a device takes from one of those who use it."""

    name: str

    @property
    def is_any(self) -> bool:
        """Whether anything would be lost, as far as is known."""
        return holds_work(self.row)


def device_lines(
    rows: Sequence[Row], people: Mapping[str, int], revocable: frozenset[str], now: datetime
) -> list[DeviceLine]:
    """A line for each of the rows; those that need a look first, then the newest contact.

    `people` says how many have used each device, seen here or not.
    """
    rules = parts().rules.digest
    lines = [
        DeviceLine(
            row, now, people[row["device_id"]] - 1, row["device_id"] in revocable,
            [] if row["revoked_at"] else cares(row, now, rules, VERSION),
        )
        for row in rows
    ]  # fmt: skip
    lines.sort(key=lambda line: line.row["seen_at"], reverse=True)
    return sorted(lines, key=lambda line: urgency(line.cares))


def work(row: Mapping[str, object]) -> str:
    """What a device reported that only it holds, counted: "2 visits, 1 draft"."""
    if not row["reported_at"]:
        return str(words.not_reported)
    counts = [(name, row["drafts" if name == "drafts" else f"unsent_{name}"]) for name in COUNTED]
    forms = [(words.counts[name[:-1] if n == 1 else name], n) for name, n in counts if n]
    return ", ".join(str(form).format(n=f"{n:,}") for form, n in forms) or str(words.nothing)


def version_of(digest: str) -> str:
    """The version of the rules with this digest; its first letters if the server never had it."""
    rules = find_rules(digest)
    return rules.version if rules else digest[:8]


def age(row: Row, now: datetime) -> str:
    """How long the oldest unsent work has lain on a device, in words; nothing if there is none."""
    found = age_of_work(row, now)
    return "" if found is None else dates.span(found)


def ago(at: str, now: datetime) -> str:
    """ "2 hours ago"."""
    length = now - datetime.fromisoformat(at)
    if length < timedelta(minutes=1):
        return str(words.just_now)
    return str(words.ago).format(span=dates.span(length))


def _reason(row: Row, care: Care) -> str:
    rules = version_of(row["rules"]) if row["rules"] else ""
    return str(words.cares[care.kind]).format(
        by=dates.span(care.by), rules=rules, in_force=parts().rules.version, app=row["app"],
        newest=VERSION, room=LITTLE_ROOM // 1_000_000,
    )  # fmt: skip
