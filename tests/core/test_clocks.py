"""Clocks in working days and in hours: days off, the end of the day, midnight, changed hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gcp.bank_holidays import NATIONS, BankHolidays
from gcp.core.clocks import (
    Calendar,
    Clock,
    State,
    Stop,
    due_in_days,
    due_in_hours,
    received_on,
    working_days_since,
)
from gcp.settings import SettingsError, read_settings

LONDON = ZoneInfo("Europe/London")
ENGLAND = Calendar(LONDON, BankHolidays("england_and_wales"))


def here(written: str) -> datetime:
    """A time as the clocks in London show it."""
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


def due(received: str, days: int = 1, calendar: Calendar = ENGLAND) -> str:
    found = due_in_days(here(received), days, calendar)
    assert found.tzinfo is UTC
    return f"{found.astimezone(LONDON):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-03-02 09:00", "Tue 2026-03-03 17:00"),  # an ordinary Monday
        ("2026-03-02 00:00", "Tue 2026-03-03 17:00"),  # its first minute
        ("2026-03-01 23:59", "Tue 2026-03-03 17:00"),  # a minute before: Sunday counts as Monday
        ("2026-03-02 17:00", "Tue 2026-03-03 17:00"),  # just in time
        ("2026-03-02 17:01", "Wed 2026-03-04 17:00"),  # after the end of the day
        ("2026-03-02 23:59", "Wed 2026-03-04 17:00"),
        ("2026-03-06 10:00", "Mon 2026-03-09 17:00"),  # Friday
        ("2026-03-06 17:30", "Tue 2026-03-10 17:00"),  # Friday evening
        ("2026-03-07 10:00", "Tue 2026-03-10 17:00"),  # Saturday
        ("2026-04-02 10:00", "Tue 2026-04-07 17:00"),  # Maundy Thursday: Good Friday, Easter Monday
        ("2026-04-02 18:00", "Wed 2026-04-08 17:00"),
        ("2026-04-05 12:00", "Wed 2026-04-08 17:00"),  # Easter Sunday
        ("2026-05-01 10:00", "Tue 2026-05-05 17:00"),  # Early May
        ("2026-08-28 16:59", "Tue 2026-09-01 17:00"),  # Summer
        ("2026-12-24 12:00", "Tue 2026-12-29 17:00"),  # Christmas Eve, Boxing Day on a Saturday
        ("2026-12-25 19:30", "Wed 2026-12-30 17:00"),  # the evening of a Friday that is Christmas
        ("2026-12-31 20:00", "Tue 2027-01-05 17:00"),  # New Year on a Friday
        ("2027-12-24 18:00", "Thu 2027-12-30 17:00"),  # both holidays on a weekend, both made up
        ("2022-09-16 10:00", "Tue 2022-09-20 17:00"),  # a day off that was held once
        ("2026-03-27 10:00", "Mon 2026-03-30 17:00"),  # over the change to summer time
        ("2026-10-23 10:00", "Mon 2026-10-26 17:00"),  # and back
    ],
)  # fmt: skip
def test_one_working_day(received: str, by: str) -> None:
    assert due(received) == by


def test_more_working_days_leave_out_every_day_off() -> None:
    assert due("2026-12-21 09:00", 5) == "Wed 2026-12-30 17:00"
    assert due("2026-03-26 09:00", 14) == "Fri 2026-04-17 17:00"
    assert due("2026-03-02 09:00", 0) == "Mon 2026-03-02 17:00"
    assert due("2026-03-01 09:00", 0) == "Mon 2026-03-02 17:00"


def test_received_in_utc_is_read_by_the_clocks_of_the_place() -> None:
    # 16:30 in Greenwich is 17:30 in a London summer, and half past midnight is the next day.
    assert received_on(datetime(2026, 7, 1, 16, 30, tzinfo=UTC), ENGLAND) == date(2026, 7, 2)
    assert received_on(datetime(2026, 12, 1, 16, 30, tzinfo=UTC), ENGLAND) == date(2026, 12, 1)
    assert received_on(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), ENGLAND) == date(2026, 7, 2)


def test_each_nation_has_its_own_days_off() -> None:
    nations = {name: Calendar(LONDON, BankHolidays(name)) for name in NATIONS}
    found = {name: due("2026-04-02 10:00", 1, each) for name, each in nations.items()}
    assert found["scotland"] == "Mon 2026-04-06 17:00"  # no Easter Monday
    assert found["england_and_wales"] == found["northern_ireland"] == "Tue 2026-04-07 17:00"
    assert due("2026-11-27 10:00", 1, nations["scotland"]) == "Tue 2026-12-01 17:00"  # St Andrew
    assert due("2026-07-10 10:00", 1, nations["northern_ireland"]) == "Tue 2026-07-14 17:00"


@pytest.mark.parametrize(
    ("began", "hours", "ends"),
    [
        ("2026-03-28T12:00+00:00", 24, "2026-03-29T13:00+01:00"),  # the clocks go forward
        ("2026-03-27T12:00+00:00", 72, "2026-03-30T13:00+01:00"),
        ("2026-10-24T12:00+01:00", 24, "2026-10-25T11:00+00:00"),  # and back
        ("2026-10-23T22:15+01:00", 72, "2026-10-26T21:15+00:00"),
        ("2026-10-25T01:30+01:00", 24, "2026-10-26T00:30+00:00"),  # half past one, the first
        ("2026-10-25T01:30+00:00", 24, "2026-10-26T01:30+00:00"),  # half past one, the second
        ("2026-12-25T23:59+00:00", 24, "2026-12-26T23:59+00:00"),  # no day off counts
        ("2026-12-31T23:59+00:00", 72, "2027-01-03T23:59+00:00"),
    ],
)
def test_hours_are_elapsed_hours(began: str, hours: int, ends: str) -> None:
    start = datetime.fromisoformat(began)
    for given in (start, start.astimezone(LONDON)):
        found = due_in_hours(given, hours)
        assert found == datetime.fromisoformat(ends)
        assert found - start.astimezone(UTC) == timedelta(hours=hours)


def test_a_clock_says_how_it_stands() -> None:
    began = here("2026-03-02 10:00")
    clock = Clock("decided", began, due_in_days(began, 1, ENGLAND))

    def state(written: str, one: Clock = clock) -> State:
        return one.state(here(written), ENGLAND)

    assert state("2026-03-02 23:59") is State.RUNNING
    assert state("2026-03-03 00:00") is State.DUE_TODAY
    assert state("2026-03-03 17:00") is State.DUE_TODAY
    assert state("2026-03-03 17:00:01") is State.LATE
    in_time = Clock("decided", began, clock.due, met=here("2026-03-03 17:00"))
    too_late = Clock("decided", began, clock.due, met=here("2026-03-03 17:01"))
    stopped = Clock("decided", began, clock.due, stop=Stop(began, "Ann", "Moved away."))
    assert state("2026-04-01 10:00", in_time) is State.MET
    assert state("2026-04-01 10:00", too_late) is State.MET_LATE
    assert state("2026-04-01 10:00", stopped) is State.STOPPED
    assert clock.runs and not stopped.runs and not in_time.runs


def test_a_clock_of_hours_that_ends_after_midnight_is_due_on_that_day() -> None:
    began = here("2026-10-24 00:30")
    clock = Clock("stage", began, due_in_hours(began, 24), hours=24)
    assert clock.state(here("2026-10-24 23:59"), ENGLAND) is State.RUNNING
    assert clock.state(here("2026-10-25 00:00"), ENGLAND) is State.DUE_TODAY
    assert clock.state(here("2026-10-25 00:31"), ENGLAND) is State.LATE


def test_late_is_counted_in_working_days() -> None:
    clock = Clock("told", here("2026-04-01 10:00"), here("2026-04-02 17:00").astimezone(UTC))
    assert clock.days_late(here("2026-04-02 18:00"), ENGLAND) == 0
    assert clock.days_late(here("2026-04-06 18:00"), ENGLAND) == 0  # Easter Monday
    assert clock.days_late(here("2026-04-07 09:00"), ENGLAND) == 1
    assert working_days_since(date(2026, 4, 2), date(2026, 4, 10), ENGLAND) == 4


def test_the_nation_is_a_setting_and_a_wrong_one_is_named(tmp_path: object) -> None:
    given = {"GCP_INSTANCE": str(tmp_path)}
    assert read_settings(given).nation == "england_and_wales"
    assert read_settings({**given, "GCP_NATION": "Scotland"}).nation == "scotland"
    with pytest.raises(SettingsError, match="GCP_NATION is 'france'"):
        read_settings({**given, "GCP_NATION": "france"})
