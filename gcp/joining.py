"""Joining a home, found on a visit or added by hand, with the one it is known as; taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime

from gcp.core.access import Account, Right, may
from gcp.core.joining import may_be_same
from gcp.core.problems import Problem, Refused
from gcp.intake import NotAllowed, utc_text
from gcp.store import audit, homes, joins
from gcp.store.engine import Row, Store


def join_homes(
    store: Store, account: Account, home: str, into_home: str, same: Mapping[str, str],
    at: datetime,
) -> None:  # fmt: skip
    """Let a home count as another one; `same` says who of it is whom there.

    Whoever `same` leaves out is another person, of the other home from now on. Raises NotAllowed,
    or Refused with what stands against it.
    """
    with store.writing():
        for each in (home, into_home):
            _must_join(store, account, each)
        problems = list(_mistakes(store, home, into_home, same))
        if problems:
            raise Refused(problems)
        join = {
            "id": str(uuid.uuid4()), "home_id": home, "into_home": into_home,
            "joined_at": utc_text(at), "joined_by": account.id,
        }  # fmt: skip
        joins.add(store, join, same)
        _record(store, account, "homes_joined", join, at)


def undo_join(store: Store, account: Account, home: str, at: datetime) -> str:
    """Make two homes of one again, for whoever may join homes with the known one; its id.

    Raises NotAllowed, also for a home that is not joined.
    """
    with store.writing():
        join = joins.of_home(store, home)
        if join is None:
            raise NotAllowed
        _must_join(store, account, join["into_home"])
        if joins.undo(store, join["id"], utc_text(at), account.id):
            _record(store, account, "join_undone", join, at)
        return str(join["into_home"])


def _must_join(store: Store, account: Account, home: str) -> None:
    ties = homes.ties(store, home)
    if ties is None or not may(account, Right.JOIN_HOMES, ties):
        raise NotAllowed


def _mistakes(
    store: Store, home: str, into_home: str, same: Mapping[str, str]
) -> Iterator[Problem]:
    """One home at the end of every join: no chains, no rings."""
    if home == into_home:
        yield Problem("into_home", "join_itself")
    if joins.of_home(store, home):
        yield Problem("home", "join_again")
    if joins.of_home(store, into_home):
        yield Problem("into_home", "join_into_joined")
    if joins.into_homes(store, [home]):
        yield Problem("home", "join_has_joined")
    if not _are_alike(homes.people(store, home), homes.people(store, into_home), same):
        yield Problem("same", "join_people")


def _are_alike(found: list[Row], known: list[Row], same: Mapping[str, str]) -> bool:
    """They are people of these homes, no child is a carer, and nobody is two people."""
    here, there = ({each["id"]: each["kind"] for each in rows} for rows in (found, known))
    fit = all(
        person in here and whom in there and may_be_same(here[person], there[whom])
        for person, whom in same.items()
    )
    return fit and len(set(same.values())) == len(same)


def _record(store: Store, account: Account, action: str, join: Row, at: datetime) -> None:
    audit.record(
        store, utc_text(at), account.id, action, home=join["home_id"],
        detail={"into_home": join["into_home"], "join": join["id"]},
    )  # fmt: skip
