"""What an officer or a partner wrote about homes that they see no more: it stays theirs to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gcp.core.access import Right, Role
from gcp.core.events import Event
from gcp.store import events
from gcp.web.context import account, may_read, store

MOST, SHOWN = 500, 20


@dataclass(frozen=True)
class LeftBehind:
    """The newest of them, and whether there are more."""

    events: Sequence[Event]
    more: bool


def own_left_behind() -> LeftBehind | None:
    """What this account wrote about homes on none of its lists; None: nothing."""
    if account().role not in (Role.POLICE, Role.PARTNER):
        return None
    written = events.own_of_account(store(), account().id, MOST)
    seen = {home: may_read(Right.SEE_CHILD, home) for home in {each.home for each in written}}
    found = [
        each
        for each in written
        if not seen[each.home] and may_read(Right.SEE_EVENT, each.home, account().id)
    ]
    return LeftBehind(found[:SHOWN], len(found) > SHOWN) if found else None
