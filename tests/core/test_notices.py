"""What somebody is told of follows their role; what is new, urgent or chosen decides the e-mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from gcp.core.access import TABLE, Right, Role
from gcp.core.clocks import Calendar, Clock
from gcp.core.notices import (
    RIGHTS,
    TOLD,
    URGENT,
    USUAL,
    Choice,
    Counted,
    HowOften,
    Kind,
    Notice,
    by_kind,
    clock_since,
    counted,
    for_mail,
    in_order,
    kind_of_clock,
    left_out,
    protection_since,
)
from gcp.core.protection import standing

CALENDAR = Calendar(UTC, {date(2026, 3, 4)})
MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CASE = set(Right) - {Right.MANAGE_ACCOUNTS, Right.SEE_AUDIT, Right.SEE_DEVICE, Right.REVOKE_DEVICE}


def a_notice(kind: Kind, hours: float = 0, **changes: object) -> Notice:
    name = str(changes.pop("id", kind.value))
    return Notice(kind, MONDAY + timedelta(hours=hours), name, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_nobody_is_told_of_what_no_cell_of_the_table_opens_to_them(role: Role) -> None:
    given = frozenset().union(*TABLE[role].values())
    assert {RIGHTS[kind] for kind in TOLD[role]} <= given


def test_every_kind_has_its_right_and_somebody_who_is_told() -> None:
    assert set(RIGHTS) == set(Kind) == set().union(*TOLD.values())
    assert set(TOLD) == set(USUAL) == set(Role)


def test_an_administrator_is_told_nothing_of_a_case() -> None:
    assert not {RIGHTS[kind] for kind in TOLD[Role.ADMINISTRATOR]} & CASE


def test_a_partner_is_told_of_answers_only() -> None:
    assert TOLD[Role.PARTNER] == {Kind.ANSWER, Kind.ANSWER_LATE}


def test_the_most_urgent_comes_first_then_what_is_due_then_the_newest() -> None:
    late, later = (
        a_notice(Kind.CLOCK_LATE, id=str(n), due=MONDAY + timedelta(hours=n)) for n in (1, 2)
    )
    old, new = (a_notice(Kind.VISIT, hours, id=str(hours)) for hours in (1, 2))
    protection = a_notice(Kind.PROTECTION)
    assert in_order([old, later, new, protection, late]) == [protection, late, later, new, old]
    assert list(by_kind([old, protection])) == [Kind.PROTECTION, Kind.VISIT]


def test_what_began_after_the_last_look_is_new() -> None:
    found = [a_notice(Kind.VISIT, hours, id=str(hours)) for hours in (-1, 0, 1)]
    assert counted(found, MONDAY) == [Counted(Kind.VISIT, 3, 1)]
    assert counted(found, None) == [Counted(Kind.VISIT, 3, 3)]


def test_an_email_is_due_for_what_is_new_or_urgent_and_was_chosen() -> None:
    seen = Choice(HowOften.DAILY, seen_until=MONDAY)
    old, new = a_notice(Kind.VISIT, -1), a_notice(Kind.VISIT, 1)
    late = a_notice(Kind.CLOCK_LATE, -9)
    assert for_mail([], seen, None) == ()
    assert for_mail([old], seen, None) == ()
    assert for_mail([new], seen, None) == [Counted(Kind.VISIT, 1, 1)]
    assert for_mail([new], seen, MONDAY + timedelta(hours=2)) == (), "told of by the last one"
    assert for_mail([old, late], seen, MONDAY) == [
        Counted(Kind.CLOCK_LATE, 1, 0), Counted(Kind.VISIT, 1, 0),
    ]  # fmt: skip
    without = Choice(HowOften.DAILY, URGENT, MONDAY)
    assert for_mail([old, late], without, None) == ()


@pytest.mark.parametrize(
    ("how_often", "days"),
    [
        (HowOften.NEVER, []), (HowOften.DAILY, [2, 3, 4, 5, 6, 7, 8]),
        (HowOften.WORKING_DAYS, [2, 3, 5, 6]),
    ],
)  # fmt: skip
def test_an_email_goes_out_on_the_days_that_were_chosen(
    how_often: HowOften, days: list[int]
) -> None:
    week = range(2, 9)  # Monday to Sunday; Wednesday is a bank holiday
    assert [n for n in week if Choice(how_often).is_day(date(2026, 3, n), CALENDAR)] == days


def test_only_what_one_is_told_of_can_be_left_out() -> None:
    told = TOLD[Role.PARTNER]
    assert left_out(told, ["answer", "visit"]) == {Kind.ANSWER_LATE}
    assert left_out(told, []) == told


def a_clock(due: datetime) -> Clock:
    return Clock("received", MONDAY - timedelta(days=3), due)


@pytest.mark.parametrize(
    ("due", "is_taken", "kind"),
    [
        (MONDAY - timedelta(minutes=1), True, Kind.CLOCK_LATE),
        (MONDAY + timedelta(hours=5), True, Kind.CLOCK_DUE),
        (MONDAY + timedelta(days=1), False, Kind.REFERRAL),
        (MONDAY + timedelta(days=1), True, None),
    ],
)
def test_a_clock_is_told_of_when_it_is_late_or_due_or_nobody_took_it_in(
    due: datetime, is_taken: bool, kind: Kind | None
) -> None:
    assert kind_of_clock(a_clock(due), is_taken, MONDAY, CALENDAR) is kind


def test_the_24_hour_route_is_told_of_from_its_first_minute() -> None:
    clock = replace(a_clock(MONDAY + timedelta(hours=24)), hours=24)
    assert kind_of_clock(clock, True, MONDAY, CALENDAR) is Kind.CLOCK_DUE
    assert clock_since(clock, Kind.CLOCK_DUE, MONDAY, CALENDAR) == MONDAY


def test_a_clock_is_new_when_it_becomes_late_or_due_or_somebody_changes_it() -> None:
    due = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    before, after = MONDAY - timedelta(days=2), due + timedelta(hours=3)
    clock = a_clock(due)
    assert clock_since(clock, Kind.CLOCK_LATE, before, CALENDAR) == due
    assert clock_since(clock, Kind.CLOCK_LATE, after, CALENDAR) == after
    assert clock_since(clock, Kind.CLOCK_DUE, before, CALENDAR).hour == 0
    assert clock_since(clock, Kind.REFERRAL, before, CALENDAR) == before
    east = Calendar(timezone(timedelta(hours=5)), ())
    assert clock_since(clock, Kind.CLOCK_DUE, before, east) == datetime(
        2026, 3, 1, 19, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("passed", "since"), [(1, 0), (47, 0), (49, 48), (65, 48), (67, 66), (73, 72)]
)
def test_protection_is_new_with_each_warning_and_when_it_ends(passed: int, since: int) -> None:
    began, now = MONDAY, MONDAY + timedelta(hours=passed)
    at = standing(began.isoformat(), now)
    assert protection_since(at, began) == began + timedelta(hours=since)
    heard = began + timedelta(hours=60)
    assert protection_since(at, heard) == max(heard, began + timedelta(hours=since))
