"""When something is due, in working days and in elapsed hours; the bank holidays are given.

A clock in working days starts on the day of receipt, which does not count, and ends when the last
working day does. What comes after the end of the working day, or on a day off, counts as received
on the next working day. A clock in hours runs through nights, days off and changes of the hour.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

DAY_ENDS = time(17)
MIDDAY = time(12)  # stands for a time of day that nobody wrote down
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Where people work, and the bank holidays there."""

    zone: tzinfo
    off: Container[date]

    def is_working(self, day: date) -> bool:
        """Whether this is neither a Saturday, a Sunday nor a bank holiday."""
        return day.weekday() < SATURDAY and day not in self.off

    def next_working(self, day: date) -> date:
        """The first working day after a day."""
        day += ONE_DAY
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def local(self, at: datetime) -> datetime:
        """A moment as the clocks show it there."""
        return at.astimezone(self.zone)


def received_on(at: datetime, calendar: Calendar) -> date:
    """The working day on which something counts as received."""
    local = calendar.local(at)
    on_time = local.time() <= DAY_ENDS and calendar.is_working(local.date())
    return local.date() if on_time else calendar.next_working(local.date())


def due_in_days(at: datetime, days: int, calendar: Calendar) -> datetime:
    """The end of the last of so many working days after the day of receipt, in UTC."""
    day = received_on(at, calendar)
    for _ in range(days):
        day = calendar.next_working(day)
    return datetime.combine(day, DAY_ENDS, calendar.zone).astimezone(UTC)


def due_in_hours(at: datetime, hours: int) -> datetime:
    """So many elapsed hours later, in UTC: a change of the hour makes it neither more nor less."""
    return at.astimezone(UTC) + timedelta(hours=hours)


def working_days_since(day: date, today: date, calendar: Calendar) -> int:
    """How many working days have begun after a day, today among them."""
    count = 0
    while (day := calendar.next_working(day)) <= today:
        count += 1
    return count


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    DUE_TODAY = "due_today"
    LATE = "late"
    STOPPED = "stopped"
    MET = "met"
    MET_LATE = "met_late"


PRESSING = (State.LATE, State.DUE_TODAY)


@dataclass(frozen=True)
class Stop:
    """Who stopped a clock, when and why."""

    at: datetime
    by: str
    why: str


@dataclass(frozen=True)
class Clock:
    """One thing that is due: since when, until when, and when it was done or stopped."""

    kind: str
    began: datetime
    due: datetime
    met: datetime | None = None
    stop: Stop | None = None
    hours: int | None = None  # how many it runs; None: it runs in working days

    def state(self, now: datetime, calendar: Calendar) -> State:
        """How it stands at a moment."""
        if self.met:
            return State.MET if self.met <= self.due else State.MET_LATE
        if self.stop:
            return State.STOPPED
        if now > self.due:
            return State.LATE
        same_day = calendar.local(now).date() == calendar.local(self.due).date()
        return State.DUE_TODAY if same_day else State.RUNNING

    @property
    def runs(self) -> bool:
        """Whether it is neither done nor stopped."""
        return not self.met and not self.stop

    def days_late(self, now: datetime, calendar: Calendar) -> int:
        """How many working days have begun since it was due."""
        days = (calendar.local(each).date() for each in (self.due, now))
        return working_days_since(*days, calendar)
