"""What an officer is told of a home at the address they attend, as far as the authority has set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gcp.core.access import Right, Role, Told, may_be_told
from gcp.core.events import Event
from gcp.core.summary import AreaLine
from gcp.matching import same_place
from gcp.store import accounts, events, homes, joins, visits
from gcp.store.engine import Row
from gcp.web.asked_view import at_the_door as asked_at_the_door
from gcp.web.context import account, note, now, parts, store
from gcp.web.dates import HERE
from gcp.web.summaries import summaries_of

MOST = 5
PLANS = ("plan", "court_order")


@dataclass(frozen=True)
class KnownHere:
    """One known home at the address: whom to ring and, if that is set, its grades and plans."""

    team: Row
    areas: Sequence[AreaLine] | None
    plans: Sequence[Event]
    checks: Sequence[Sequence[str]] = ()  # a check that is asked for, and what else is told of it


def told_here(home: Row, people: Sequence[Row]) -> list[KnownHere] | None:
    """What may be told at the address of a home with people that this account sees; None: nothing."""
    told = parts().settings.police_sees if account().role is Role.POLICE else Told.NOTHING
    if not may_be_told(account(), Right.KNOW_ADDRESS, told):
        return None
    found = list(_known(home))[:MOST]
    note("address_told", home["id"], homes=[each["id"] for each in found], told=told.value)
    with_summary = may_be_told(account(), Right.SEE_WARNING, told)
    teams = {row["id"]: row for row in accounts.teams(store())}
    summaries = summaries_of([each["id"] for each in found]) if with_summary else {}
    return [
        KnownHere(
            teams[each["team_id"]],
            summaries[each["id"]].areas if with_summary else None,
            list(_plans(each["id"])) if with_summary else (),
            asked_at_the_door(each["id"], people, told),
        )
        for each in found
    ]


def _known(home: Row) -> Iterator[Row]:
    """The home and those at its address, as far as somebody other than officers worked with them."""
    join = joins.of_home(store(), home["id"])
    into = homes.find(store(), join["into_home"]) if join else None
    seen = set()
    for each in [into or home, *same_place(store(), home)]:
        if each["id"] not in seen and _is_worked_with(each):
            seen.add(each["id"])
            yield each


def _is_worked_with(home: Row) -> bool:
    maker = accounts.account(store(), home["created_by"])
    return (maker is not None and maker.role is not Role.POLICE) or any(
        each.agency != "police" for each in visits.of_home(store(), home["id"])
    )


def _plans(home: str) -> Iterator[Event]:
    """The protective plans and orders that run today, without their words."""
    today: date = now().astimezone(HERE).date()
    for each in events.of_home(store(), home):
        if each.kind in PLANS and each.day <= today and (each.until is None or each.until >= today):
            yield each
