"""Notices: what somebody is told of, who is told of what, in which order, and what is new.

A notice is worked out from what is stored when it is looked at; nothing is written when something
happens. It stands for as long as there is something to do or to read, and is new if it began after
the person last said that they had seen all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from gcp.core.access import Right, Role
from gcp.core.clocks import Calendar, Clock, State
from gcp.core.protection import ENDED, HOURS, RUNNING, WARNINGS, Standing
from gcp.core.protection import LAST_HOURS as LAST


class Kind(StrEnum):
    """What a notice is about; the most urgent first, as they are shown."""

    PROTECTION = "protection"  # police protection that runs, or has just ended
    CLOCK_LATE = "clock_late"  # of a referral or an escalation, theirs to meet
    CLOCK_DUE = "clock_due"  # the same, due today or running in hours
    CONFLICT = "conflict"  # their own visit came in two versions
    SENT_BACK = "sent_back"  # their own visit, by a supervisor
    ANSWER_LATE = "answer_late"  # to what they referred
    ANSWER = "answer"  # to what they referred, or the outcome of what they escalated
    REFERRAL = "referral"  # not taken in yet
    HOME_MATCH = "home_match"  # a found home that may be a known one
    TO_REVIEW = "to_review"  # a signed visit
    VISIT = "visit"  # of somebody else, to a home that is on their list
    MAIL_FAILED = "mail_failed"  # an e-mail to somebody could not be sent


# The right that a person needs, at the home or as the author, to be told of each.
RIGHTS: Mapping[Kind, Right] = {
    Kind.PROTECTION: Right.SEE_VISIT,
    Kind.CLOCK_LATE: Right.DECIDE_REFERRAL,
    Kind.CLOCK_DUE: Right.DECIDE_REFERRAL,
    Kind.CONFLICT: Right.SEE_VISIT,
    Kind.SENT_BACK: Right.SEE_VISIT,
    Kind.ANSWER_LATE: Right.SEE_OWN_REFERRAL,
    Kind.ANSWER: Right.SEE_OWN_REFERRAL,
    Kind.REFERRAL: Right.DECIDE_REFERRAL,
    Kind.HOME_MATCH: Right.JOIN_HOMES,
    Kind.TO_REVIEW: Right.REVIEW_VISIT,
    Kind.VISIT: Right.SEE_VISIT,
    Kind.MAIL_FAILED: Right.MANAGE_ACCOUNTS,
}
_OWN_WORK = (Kind.CONFLICT, Kind.SENT_BACK)
_CASEWORK = (
    Kind.PROTECTION, Kind.CLOCK_LATE, Kind.CLOCK_DUE, Kind.REFERRAL, Kind.VISIT, *_OWN_WORK,
)  # fmt: skip
_REFERRED = (Kind.ANSWER, Kind.ANSWER_LATE)
# Who is told of what; of that only what the right above opens to them.
TOLD: Mapping[Role, frozenset[Kind]] = {
    Role.PRACTITIONER: frozenset(_CASEWORK),
    Role.SUPERVISOR: frozenset((*_CASEWORK, Kind.HOME_MATCH, Kind.TO_REVIEW)),
    Role.POLICE: frozenset((Kind.PROTECTION, *_OWN_WORK, *_REFERRED)),
    Role.PARTNER: frozenset(_REFERRED),
    Role.ADMINISTRATOR: frozenset((Kind.MAIL_FAILED,)),
}
# Told of in every e-mail for as long as they stand; all others once.
URGENT = frozenset((Kind.PROTECTION, Kind.CLOCK_LATE, Kind.CLOCK_DUE))

STAYS = timedelta(days=28)  # an answer, after it came
VISITS_STAY = timedelta(days=14)
ENDED_STAYS = timedelta(days=1)


class HowOften(StrEnum):
    """On which days somebody gets an e-mail, if there is anything to tell."""

    NEVER = "never"
    WORKING_DAYS = "working_days"
    DAILY = "daily"


# Officers work on any day; what waits for the others can wait for the next working day.
USUAL: Mapping[Role, HowOften] = {
    **dict.fromkeys(Role, HowOften.WORKING_DAYS),
    Role.POLICE: HowOften.DAILY,
}


@dataclass(frozen=True)
class Choice:
    """What a person chose for their e-mails, and until when they have seen their notices."""

    how_often: HowOften
    left_out: frozenset[Kind] = frozenset()
    seen_until: datetime | None = None

    def is_day(self, day: date, calendar: Calendar) -> bool:
        """Whether an e-mail is to go out on this day."""
        if self.how_often is HowOften.WORKING_DAYS:
            return calendar.is_working(day)
        return self.how_often is HowOften.DAILY


@dataclass(frozen=True)
class Notice:
    """One thing to be told of, and since when it stands."""

    kind: Kind
    since: datetime
    id: str  # of the visit, event, home or account that it is about
    place: str = ""
    day: str = ""  # of the visit or event
    due: datetime | None = None
    state: str = ""  # of police protection
    event: str = ""  # what kind of event it is about


@dataclass(frozen=True)
class Counted:
    """The notices of one kind: how many there are, how many of them are new."""

    kind: Kind
    n: int
    new: int


def is_new(notice: Notice, seen_until: datetime | None) -> bool:
    """Whether it began after its reader last said that they had seen all."""
    return seen_until is None or notice.since > seen_until


def in_order(notices: Iterable[Notice]) -> list[Notice]:
    """The most urgent kind first; of one kind what is due first, then the newest."""
    order = {kind: number for number, kind in enumerate(Kind)}
    return sorted(
        notices,
        key=lambda each: (
            order[each.kind], each.due.timestamp() if each.due else 0.0,
            -each.since.timestamp(), each.id,
        ),
    )  # fmt: skip


def by_kind(notices: Iterable[Notice]) -> dict[Kind, list[Notice]]:
    """The notices of each kind that there are, in order."""
    found: dict[Kind, list[Notice]] = {}
    for each in in_order(notices):
        found.setdefault(each.kind, []).append(each)
    return found


def counted(notices: Iterable[Notice], seen_until: datetime | None) -> list[Counted]:
    """How many there are of each kind, in order."""
    return [
        Counted(kind, len(each), sum(is_new(one, seen_until) for one in each))
        for kind, each in by_kind(notices).items()
    ]


def for_mail(
    notices: Iterable[Notice], choice: Choice, last_mail: datetime | None
) -> Sequence[Counted]:
    """What an e-mail says: the counts of the kinds that were chosen.

    Nothing if nothing is urgent and nothing came since the last look or the last e-mail.
    """
    seen = max((each for each in (choice.seen_until, last_mail) if each), default=None)
    found = counted((each for each in notices if each.kind not in choice.left_out), seen)
    is_due = any(each.new or each.kind in URGENT for each in found)
    return found if is_due else ()


def left_out(told: Collection[Kind], chosen: Collection[str]) -> frozenset[Kind]:
    """The kinds that a person does not want in e-mails, of those that they are told of."""
    return frozenset(each for each in told if each.value not in chosen)


def kind_of_clock(clock: Clock, is_taken: bool, now: datetime, calendar: Calendar) -> Kind | None:
    """What is told of a clock that runs; `is_taken`: what it is about was taken in already."""
    state = clock.state(now, calendar)
    told = {State.LATE: Kind.CLOCK_LATE, State.DUE_TODAY: Kind.CLOCK_DUE}.get(state)
    if told is None and clock.hours is not None:
        told = Kind.CLOCK_DUE  # the 24-hour route is told of from its first minute
    return told or (None if is_taken else Kind.REFERRAL)


def clock_since(
    clock: Clock, kind: Kind, changed: datetime, calendar: Calendar
) -> datetime:
    """Since when that is to be told: not before the last thing that somebody did about it."""
    if kind is Kind.REFERRAL or (kind is Kind.CLOCK_DUE and clock.hours is not None):
        return changed
    due = calendar.local(clock.due)
    day = due.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(clock.due if kind is not Kind.CLOCK_DUE else day, changed)


def protection_since(at: Standing, received: datetime) -> datetime:
    """Since when police protection stands as it does; not before the server heard of it."""
    day, few = (timedelta(hours=HOURS - each) for each in WARNINGS)
    begun = {RUNNING: timedelta(0), ENDED: timedelta(hours=HOURS), LAST: few}.get(at.state, day)
    return max(at.began_at + begun, received)
