"""Working out what somebody is to be told of, from what is stored, each time it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gcp.core.access import Account, HomeTies, Right, may
from gcp.core.clocks import Calendar, Clock
from gcp.core.following import RECEIVED, REFERRAL, Followed, Limits, clocks_of, moment
from gcp.core.history import VisitRecord
from gcp.core.joining import translated
from gcp.core.notices import (
    ENDED_STAYS,
    RIGHTS,
    STAYS,
    TOLD,
    VISITS_STAY,
    Kind,
    Notice,
    clock_since,
    kind_of_clock,
    protection_since,
)
from gcp.core.protection import ENDED, POWER, periods, standing
from gcp.core.reviewing import Kind as Review
from gcp.core.reviewing import Signed, State, state_after
from gcp.intake import utc_text
from gcp.matching import to_decide
from gcp.store import following, homes, joins, notices, reviews
from gcp.store.engine import Row, Store

MOST_HOMES, MOST_REVIEWS, MOST_REFERRED = 2_000, 5_000, 50
# How long before it is sent or used a visit may have been made: older ones are not looked at.
LONGEST_UNSENT = timedelta(days=60)


@dataclass(frozen=True)
class Asked:
    """Who asks, when, and by which clocks; `homes`: those within reach, by id."""

    store: Store
    account: Account
    now: datetime
    limits: Limits
    calendar: Calendar
    homes: Mapping[str, Row]
    joined: Mapping[str, Sequence[Row]]

    def may(self, kind: Kind, home: str | None = None, author: str | None = None) -> bool:
        """Whether they may be told of it, at this home or as its author."""
        row = self.homes.get(home) if home else None
        mine = frozenset({self.account.id} if row and row["allocated"] else ())
        ties = HomeTies(row["team_id"], mine) if row else None
        return may(self.account, RIGHTS[kind], ties, author)

    def places(self, ids: Iterable[str]) -> dict[str, str]:
        """These homes and those joined into them, each with the home that it is known as."""
        found = {each: each for each in ids}
        for home in list(found):
            found.update((row["home_id"], home) for row in self.joined.get(home, ()))
        return found

    def place(self, home: str) -> str:
        """What a home is called."""
        return str(self.homes[home]["name"] or self.homes[home]["address"])

    def ago(self, length: timedelta) -> str:
        """A moment in the past, as it is stored."""
        return utc_text(self.now - length)


def notices_of(
    store: Store, account: Account, now: datetime, limits: Limits, calendar: Calendar
) -> list[Notice]:
    """Everything that this account is to be told of now, in no order."""
    told = TOLD[account.role]
    asked = Asked(store, account, now, limits, calendar, {}, {})
    if told & {Kind.PROTECTION, Kind.CLOCK_LATE, Kind.VISIT}:
        by_team = may(account, Right.SEE_HOME, HomeTies(next(iter(account.teams), "")))
        rows = homes.reachable(store, account.id, by_team, limit=MOST_HOMES)
        reach = {row["id"]: row for row in rows}
        asked = Asked(
            store, account, now, limits, calendar, reach, joins.into_homes(store, reach)
        )
    makers = (
        (_protection, Kind.PROTECTION), (_clocks, Kind.CLOCK_LATE), (_conflicts, Kind.CONFLICT),
        (_sent_back, Kind.SENT_BACK), (_answers, Kind.ANSWER), (_home_matches, Kind.HOME_MATCH),
        (_to_review, Kind.TO_REVIEW), (_visits, Kind.VISIT), (_mails, Kind.MAIL_FAILED),
    )  # fmt: skip
    return [each for make, kind in makers if kind in told for each in make(asked)]


def _protection(asked: Asked) -> Iterator[Notice]:
    known = asked.places(asked.homes)
    since = asked.ago(LONGEST_UNSENT)
    found: dict[str, list[VisitRecord]] = {}
    for record in notices.visits_with_power(asked.store, known, POWER, since):
        if asked.may(Kind.PROTECTION, known[record.home], record.author_id):
            found.setdefault(known[record.home], []).append(record)
    same = joins.same_people(asked.store, found)
    for home, records in found.items():
        received = {each.id: moment(each.received_at) for each in records}
        for period in periods(translated(each, same.get(home, {})) for each in records):
            at = standing(period.began_at, asked.now)
            if at.state == ENDED and asked.now > at.ends_at + ENDED_STAYS:
                continue
            since_at = protection_since(at, received[period.visits[0]])
            yield Notice(
                Kind.PROTECTION, since_at, home, asked.place(home), due=at.ends_at, state=at.state
            )


def _clocks(asked: Asked) -> Iterator[Notice]:
    mine = [home for home in asked.homes if asked.may(Kind.CLOCK_LATE, home)]
    for home, found in following.open_of_homes(asked.store, mine).items():
        for each in found:
            clock = _first_due(asked, each)
            if clock is None:
                continue
            is_taken = clock.kind != RECEIVED or each.event.kind != REFERRAL
            # Who wrote it down knows of it.
            is_known = bool(is_taken or each.received or each.made.by == asked.account.id)
            kind = kind_of_clock(clock, is_known, asked.now, asked.calendar)
            if kind:
                since = clock_since(clock, kind, _changed(each, asked.account.id), asked.calendar)
                yield Notice(
                    kind, since, each.event.id, asked.place(home), each.event.day.isoformat(),
                    clock.due, event=each.event.kind,
                )  # fmt: skip


def _first_due(asked: Asked, followed: Followed) -> Clock | None:
    running = [e for e in clocks_of(followed, asked.limits, asked.calendar) if e.runs]
    return min(running, key=lambda each: each.due, default=None)


def _changed(followed: Followed, account: str) -> datetime:
    """When somebody else last wrote something down about it."""
    steps = [moment(each.made_at) for each in followed.steps if each.made_by != account]
    return max([followed.made.at, *steps])


def _conflicts(asked: Asked) -> Iterator[Notice]:
    for row in notices.conflicts_of(asked.store, asked.account.id):
        if asked.may(Kind.CONFLICT, author=asked.account.id):
            yield _of_visit(Kind.CONFLICT, row, row["received_at"], row["address"])


def _sent_back(asked: Asked) -> Iterator[Notice]:
    for row in reviews.sent_back_to(asked.store, asked.account.id):
        if asked.may(Kind.SENT_BACK, author=row["author_id"]):
            yield _of_visit(Kind.SENT_BACK, row, row["made_at"], row["address"])


def _answers(asked: Asked) -> Iterator[Notice]:
    for each in following.referred_by(asked.store, asked.account.id, MOST_REFERRED):
        if not asked.may(Kind.ANSWER, author=each.referrer):
            continue
        answer = each.told if each.event.kind == REFERRAL else each.resolved
        day = each.event.day.isoformat()
        if answer:
            since = moment(answer.made_at)
            if asked.now - since < STAYS:
                yield Notice(Kind.ANSWER, since, each.event.id, day=day, event=each.event.kind)
            continue
        clock = _first_due(asked, each)
        if clock and asked.now > clock.due:
            yield Notice(
                Kind.ANSWER_LATE, clock.due, each.event.id, day=day, due=clock.due,
                event=each.event.kind,
            )  # fmt: skip


def _home_matches(asked: Asked) -> Iterator[Notice]:
    for each in to_decide(asked.store, asked.account):
        if asked.may(Kind.HOME_MATCH, each.row["id"]):
            yield Notice(
                Kind.HOME_MATCH, moment(each.row["received_at"]), each.row["id"],
                each.row["name"] or each.row["address"],
            )  # fmt: skip


def _to_review(asked: Asked) -> Iterator[Notice]:
    # They are looked for by the account's teams, so that is how it stands to their homes.
    team = HomeTies(next(iter(asked.account.teams), ""))
    for row in reviews.waiting(asked.store, asked.account.id, MOST_REVIEWS):
        if not may(asked.account, RIGHTS[Kind.TO_REVIEW], team, row["author_id"]):
            continue
        if row["kind"]:
            read = Signed(row["read"], row["read_sha256"])
            signed = Signed(row["number"], row["sha256"])
            if state_after(Review(row["kind"]), read, signed) is State.SENT_BACK:
                continue
        yield _of_visit(Kind.TO_REVIEW, row, row["received_at"], row["name"] or row["address"])


def _visits(asked: Asked) -> Iterator[Notice]:
    known = asked.places(each for each, row in asked.homes.items() if row["allocated"])
    rows = notices.visits_of_others(
        asked.store, asked.account.id, known, asked.ago(LONGEST_UNSENT), asked.ago(VISITS_STAY)
    )
    for row in rows:
        home = known[row["home_id"]]
        if asked.may(Kind.VISIT, home, row["author_id"]):
            yield _of_visit(Kind.VISIT, row, row["received_at"], asked.place(home))


def _mails(asked: Asked) -> Iterator[Notice]:
    if asked.may(Kind.MAIL_FAILED):
        for row in notices.unsent_mails(asked.store, asked.ago(VISITS_STAY)):
            yield Notice(
                Kind.MAIL_FAILED, moment(row["at"]), row["account_id"], row["email"], row["day"]
            )


def _of_visit(kind: Kind, row: Row, since: str, place: str) -> Notice:
    return Notice(kind, moment(since), row["id"], place, row["observed_at"])
