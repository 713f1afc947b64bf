"""What every view needs: the parts that `create_app` joined, the store, the time, the account."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

from flask import current_app, g, request

from gcp.core.access import Account, HomeTies, Right, may
from gcp.core.rules import Rules
from gcp.intake import utc_text
from gcp.settings import Settings
from gcp.store import audit, homes, joins
from gcp.store import rules as kept_rules
from gcp.store.engine import Engine, Row, Store
from gcp.text import Words

READS = frozenset({"GET", "HEAD"})  # a request that changes nothing


@dataclass(frozen=True)
class Parts:
    """What the application is made of; built once in `create_app`."""

    settings: Settings
    engine: Engine
    rules: Rules
    text: Words
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    older_rules: dict[str, Rules] = field(default_factory=dict)


class Hidden(Exception):
    """What is asked for is not there, or not for this account: both are answered alike."""


def parts() -> Parts:
    """The application's parts."""
    found: Parts = current_app.extensions["gcp"]
    return found


def store() -> Store:
    """This thread's open store."""
    return parts().engine.store()


def now() -> datetime:
    """The server's time."""
    return parts().clock()


def account() -> Account:
    """Who is signed in; only behind `must_sign_in`."""
    found: Account = g.account
    return found


def find_rules(digest: str) -> Rules | None:
    """The rules with this digest: those in force, or a version that was used before."""
    held = parts()
    if digest == held.rules.digest:
        return held.rules
    if digest not in held.older_rules:
        found = kept_rules.find(store(), digest)
        if found is None:
            return None
        held.older_rules[digest] = found
    return held.older_rules[digest]


def must(right: Right, ties: HomeTies | None = None, author: str | None = None) -> None:
    """Go on only if the account has the right; raises Hidden otherwise."""
    if not may(account(), right, ties, author):
        raise Hidden


def may_in_a_team(right: Right) -> bool:
    """Whether the account has the right for the homes of one of its teams."""
    return any(may(account(), right, HomeTies(team)) for team in account().teams)


def home_ties(home: str, right: Right) -> HomeTies:
    """A home's ties, if the account has this right for it; raises Hidden otherwise."""
    ties = homes.ties(store(), home)
    if ties is None:
        raise Hidden
    must(right, ties)
    return ties


def own_ties(row: Row) -> HomeTies:
    """As much of a reachable home's ties as decides what this account may do there."""
    mine = account().id
    return HomeTies(
        row["team_id"], frozenset({mine} if row["allocated"] else ()),
        frozenset((mine, each) for each in row["own_children"]),
    )  # fmt: skip


def ties_to_read(home: str) -> list[HomeTies]:
    """What opens a home to its readers: its own ties, and those of the home it is joined into.

    A page that only reads asks once for all that it shows.
    """
    if request.method not in READS:
        return _ties_to_read(home)
    held: dict[str, list[HomeTies]] = g.setdefault("ties", {})
    if home not in held:
        held[home] = _ties_to_read(home)
    return held[home]


def _ties_to_read(home: str) -> list[HomeTies]:
    join = joins.of_home(store(), home)
    found = [homes.ties(store(), each) for each in (home, join and join["into_home"]) if each]
    return [each for each in found if each]


def may_read(
    right: Right, home: str, author: str | None = None, about: Collection[str] | None = None
) -> bool:
    """Whether the account may read this of a home, also through the one that it is joined into.

    `about`: the children that it is about, as in core/access.
    """
    return any(may(account(), right, ties, author, about=about) for ties in ties_to_read(home))


def must_read(
    right: Right, home: str, author: str | None = None, about: Collection[str] | None = None
) -> None:
    """Go on only if the account may read this of a home; raises Hidden otherwise."""
    if not may_read(right, home, author, about):
        raise Hidden


def note(action: str, home: str | None = None, visit: str | None = None, **detail: object) -> None:
    """Write into the audit log what the account does or reads."""
    audit.record(
        store(), utc_text(now()), account().id, action, home=home, visit=visit, detail=detail
    )


def machine() -> str:
    """The address that the request came from; of IPv6 the network, all of it one machine's."""
    written = request.remote_addr or "unknown"
    try:
        address = ip_address(written)
    except ValueError:
        return written
    if address.version == 4 or address.ipv4_mapped:
        return written
    return str(ip_network((int(address), 64), strict=False))
