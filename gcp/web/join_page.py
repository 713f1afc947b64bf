"""What a home's page says of joining: how it was found, and what it is joined with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gcp.core.access import Right, may
from gcp.matching import open_for, to_decide
from gcp.store import accounts, apart, found_homes, homes, joins
from gcp.store.engine import Row
from gcp.web.context import account, may_read, store


@dataclass(frozen=True)
class JoinNotes:
    """A home's joins, as much of them as this account may know.

    `found`: how it was found, or None. `join` and `into`: the join that stands and the known home.
    `joined`: the homes that are joined into this one, each with how it came.
    """

    found: Row | None
    may_join: bool
    join: Row | None
    into: Row | None
    may_undo: bool
    joined: Sequence[Row]
    likely: int = 0  # how many known homes this one may be, to who may decide
    waiting: Sequence[Row] = ()  # found homes that may be this one, to who may decide
    apart: Sequence[Row] = ()  # other homes that it is kept apart from, each with why


def join_notes(home: str) -> JoinNotes:
    """What there is to say of a home's joins; nothing of a home that the account cannot reach."""
    sees_home = may_read(Right.SEE_HOME, home)  # who knows a child needs not know how it was found
    found = found_homes.find(store(), home) if sees_home else None
    join = joins.of_home(store(), home)
    into, may_join = known_home(home), join is None and _may_join(home)
    waiting = to_decide(store(), account()) if may_join else []
    asking = {each.row["id"] for each in waiting if home in each.open}
    return JoinNotes(
        found=found,
        may_join=may_join,
        join=join if into else None,
        into=into,
        may_undo=into is not None and _may_join(into["id"]),
        joined=list(_joined(home)),
        likely=len(_open(home) - (set() if found else asking)) if may_join else 0,
        waiting=[each.row for each in waiting if each.row["id"] in asking],
        apart=kept_apart(home),
    )


def how_it_came(home: Row) -> Row:
    """When a home came and through whom: found on a visit, or added by hand."""
    found = found_homes.find(store(), home["id"])
    if found:
        return {"is_found": True, "at": found["found_at"], "by": found["finder"]}
    maker = accounts.account(store(), home["created_by"])
    return {"is_found": False, "at": home["created_at"], "by": maker.name if maker else ""}


def _open(home: str) -> frozenset[str]:
    row = homes.find(store(), home)
    return open_for(store(), account(), row) if row else frozenset()


def kept_apart(home: str) -> list[Row]:
    """What a home is kept apart from and why, as far as this account may see both."""
    if not may_read(Right.SEE_VISITS, home):
        return []
    return [
        {**each, "home": homes.find(store(), each["other"])}
        for each in apart.of_home(store(), home)
        if may_read(Right.SEE_HOME, each["other"])
    ]


def known_home(home: str) -> Row | None:
    """The home that this one is joined with, if the account may see that."""
    join = joins.of_home(store(), home)
    if join is None or not may_read(Right.SEE_CHILD, join["into_home"]):
        return None
    return homes.find(store(), join["into_home"])


def _may_join(home: str) -> bool:
    return may(account(), Right.JOIN_HOMES, homes.ties(store(), home))


def _joined(home: str) -> Sequence[Row]:
    """The homes joined into this one; to who sees only their own work, only what they found."""
    sees_all = may_read(Right.SEE_VISITS, home)
    found = []
    for join in joins.into_homes(store(), [home]).get(home, ()):
        row = homes.find(store(), join["home_id"])
        if row and (sees_all or account().id in (join["found_by"], row["created_by"])):
            found.append({**row, **how_it_came(row)})
    return found
