"""The clock of police protection: 72 hours at most from the minute of use, never extended.

Section 46(6) of the Children Act 1989. Hours are elapsed hours, whatever the clocks on the wall do
in March and October. As in static/js/core/protection.js; tests/vectors/protection.json is for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from gcp.core.history import VisitRecord, in_order

POWER = "police_protection"
HOURS = 72
WARNINGS = (24, 6)
SHOWN_DAYS = 7  # how long an ended one is still told of
RUNNING, LAST_DAY, LAST_HOURS, ENDED = "running", "last_24", "last_6", "ended"


@dataclass(frozen=True)
class Standing:
    """How one use stands at a moment; `minutes` are whole ones left, none once it has ended."""

    began_at: datetime
    ends_at: datetime
    state: str
    minutes: int

    @property
    def hours(self) -> int:
        """Whole hours left."""
        return self.minutes // 60


@dataclass(frozen=True)
class Period:
    """One stretch of protection: from its first use on, however many records tell of it."""

    began_at: str
    children: tuple[str, ...]
    visits: tuple[str, ...]
    words: str = ""

    @property
    def began(self) -> datetime:
        """The moment of its first use."""
        return _moment(self.began_at)


def ends_at(began_at: str) -> datetime:
    """When protection that began then must end, in UTC."""
    return _moment(began_at) + timedelta(hours=HOURS)


def standing(began_at: str, now: datetime) -> Standing:
    """How protection that began then stands now."""
    began = _moment(began_at)
    ends = began + timedelta(hours=HOURS)
    left = min(ends - now, timedelta(hours=HOURS))
    minutes = max(0, int(left.total_seconds()) // 60)
    day, few = (timedelta(hours=each) for each in WARNINGS)
    state = (
        ENDED if left <= timedelta(0)
        else LAST_HOURS if left <= few
        else LAST_DAY if left <= day
        else RUNNING
    )  # fmt: skip
    return Standing(began, ends, state, minutes)


def periods(records: Iterable[VisitRecord]) -> tuple[Period, ...]:
    """Every stretch of protection that these visits tell of, oldest first.

    Another use for the same child within the 72 hours starts no clock of its own: two officers may
    record one use, and nobody can extend it. A use that names no child is for all of them.
    """
    uses = [
        Period(each["began_at"], tuple(each.get("children") or ()), (record.id,),
               each.get("words") or "")
        for record in in_order(records)
        for each in record.body.get("powers") or ()
        if each["power"] == POWER
    ]  # fmt: skip
    found: list[Period] = []
    for use in sorted(uses, key=lambda each: each.began):
        left: tuple[str, ...] | None = use.children
        for at, period in enumerate(found):
            if left is None or use.began >= period.began + timedelta(hours=HOURS):
                continue
            rest = _not_covered(left, period.children)
            if rest != left:
                visits = dict.fromkeys((*period.visits, *use.visits))
                found[at] = replace(period, visits=tuple(visits))
            left = rest
        if left is not None:
            found.append(replace(use, children=left))
    return tuple(found)


def is_told(at: Standing, now: datetime) -> bool:
    """Whether it still runs, or ended not long ago."""
    return now < at.ends_at + timedelta(days=SHOWN_DAYS)


def _not_covered(
    children: tuple[str, ...], covered: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Those for whom a clock does not run already; None where one runs for all of them."""
    if not covered or not children:
        return None
    left = tuple(each for each in children if each not in covered)
    return left or None


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)
