"""The one path by which a home that was found with no network arrives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gcp.core.access import Account, Right, Role, may
from gcp.core.fields import joined
from gcp.core.found_home import LARGEST_HOME, check_found_home, people_of
from gcp.core.json_body import read_object
from gcp.core.problems import Problem, Refused
from gcp.intake import Conflict, NotAllowed, Receipt, utc_text
from gcp.store import accounts, audit, found_homes, homes
from gcp.store.engine import Row, Store


@dataclass(frozen=True)
class _Arrival:
    """A found home on its way in, checked."""

    account: Account
    home: str
    text: str
    sha256: str
    document: dict[str, Any]
    at: str


def receive_home(
    store: Store, account: Account, home: str, body: bytes, received_at: datetime
) -> Receipt:
    """Keep a home that was found, allocated to its finder; the same bytes again, the same receipt.

    Raises Refused (what is wrong with it), NotAllowed or Conflict, and then keeps no home; other
    content that the finder sends under the same id is kept apart.
    """
    if not may(account, Right.ADD_HOME):
        raise NotAllowed
    sha256 = hashlib.sha256(body).hexdigest()
    again = _held_already(store, account, home, sha256)
    if again:
        return again
    document = read_object(body, LARGEST_HOME)
    check_found_home(document, received_at)
    if document["id"] != home:
        raise Refused([Problem("id", "home_id_differs")])
    arrival = _Arrival(account, home, body.decode(), sha256, document, utc_text(received_at))
    try:
        with store.writing():
            # Asked again: the same bytes may have come twice at one moment.
            again = _held_already(store, account, home, sha256)
            if again:
                return again
            _keep(store, arrival)
            return Receipt(True, _receipt(found_homes.find(store, home)))
    except Conflict as conflict:
        if conflict.kept:
            _keep_conflict(store, arrival)
        raise


def own_teams(store: Store, account: Account) -> list[Row]:
    """The teams that a new home of this account's may go to, by name; an officer has none."""
    if account.role is Role.POLICE:
        return []
    return [row for row in accounts.teams(store) if row["id"] in account.teams]


def team_of_new_home(store: Store, mine: Iterable[Row], chosen: str | None = None) -> str | None:
    """The team of a new home: the one chosen of one's own, else the first, else who takes them."""
    own = [row["id"] for row in mine]
    return chosen if chosen in own else next(iter(own), None) or accounts.team_for_new_homes(store)


def _held_already(store: Store, account: Account, home: str, sha256: str) -> Receipt | None:
    kept = found_homes.find(store, home)
    if kept is None or kept["sha256"] != sha256 or kept["found_by"] != account.id:
        return None
    return Receipt(False, _receipt(kept))


def _keep(store: Store, arrival: _Arrival) -> None:
    if homes.find(store, arrival.home):
        kept = found_homes.find(store, arrival.home)
        own = kept and kept["found_by"] == arrival.account.id
        raise Conflict("home_taken", kept if own else None)
    people = people_of(arrival.document)
    _must_be_new(store, people)
    homes.add(store, _home_line(store, arrival))
    homes.allocate(store, arrival.home, arrival.account.id, arrival.at)
    found_homes.add(store, _found_line(arrival))
    for _, kind, person in people:
        homes.add_person(store, _person_line(arrival, kind, person))
    audit.record(
        store, arrival.at, arrival.account.id, "home_received", home=arrival.home,
        detail={"sha256": arrival.sha256},
    )  # fmt: skip


def _must_be_new(store: Store, people: Iterable[tuple[str, str, Any]]) -> None:
    problems = [
        Problem(joined(path, "id"), "person_of_other_home", {"id": person["id"]})
        for path, _, person in people
        if homes.home_of_person(store, person["id"])
    ]
    if problems:
        raise Refused(problems)


def _home_line(store: Store, arrival: _Arrival) -> Row:
    team = team_of_new_home(store, own_teams(store, arrival.account))
    if team is None:
        raise Refused([Problem("", "no_team_for_homes")])
    document = arrival.document
    return {
        "id": arrival.home, "team_id": team, "name": (document.get("name") or "").strip(),
        "address": document["address"].strip(),
        "postcode": (document.get("postcode") or "").strip().upper(),
        "created_at": arrival.at, "created_by": arrival.account.id,
    }  # fmt: skip


def _found_line(arrival: _Arrival) -> Row:
    return {
        "home_id": arrival.home, "sha256": arrival.sha256, "body": arrival.text,
        "found_at": utc_text(datetime.fromisoformat(arrival.document["found_at"])),
        "found_by": arrival.account.id, "received_at": arrival.at,
    }  # fmt: skip


def _person_line(arrival: _Arrival, kind: str, person: Any) -> Row:
    return {
        "id": person["id"], "home_id": arrival.home, "kind": kind, "name": person["name"],
        "born": person.get("born"), "about_years": person.get("about_years"),
        "relation": person.get("relation") or "", "added_at": arrival.at,
        "added_by": arrival.account.id,
    }  # fmt: skip


def _keep_conflict(store: Store, arrival: _Arrival) -> None:
    with store.writing():
        if found_homes.add_conflict(
            store, arrival.home, arrival.sha256, arrival.text, arrival.at
        ):
            audit.record(
                store, arrival.at, arrival.account.id, "home_conflict", home=arrival.home,
                detail={"sha256": arrival.sha256},
            )  # fmt: skip


def _receipt(kept: Row | None) -> Row:
    if kept is None:
        raise LookupError("a home that was just kept cannot be read back")
    return {key: kept[key] for key in ("sha256", "received_at")} | {"home": kept["home_id"]}
