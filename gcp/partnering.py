"""Saying how a partner works with a home: one transaction, one line of the audit log."""

from __future__ import annotations

import uuid
from datetime import datetime

from gcp.core.access import Account
from gcp.core.kept import utc_text
from gcp.core.partner_work import NOT, PartnerWork
from gcp.core.problems import Problem, Refused
from gcp.store import audit, child_allocations, homes, joins, partners
from gcp.store.engine import Row, Store


def work_of(store: Store, home: str) -> list[tuple[Row, PartnerWork]]:
    """The partners of a home, each with how it works there; children by their ids in this home."""
    children = {row["id"] for row in homes.people(store, home) if row["kind"] == "child"}
    found = [
        (row, PartnerWork(bool(row["whole"]), frozenset(children & row["children"])))
        for row in partners.of_home(store, home)
    ]
    return [(row, work) for row, work in found if work.how != NOT]


def set_work(
    store: Store, by: Account, home: str, partner: Row, was: str, wanted: PartnerWork, at: datetime
) -> PartnerWork:
    """Let a partner work with a home as wanted; how it did before.

    Raises Refused where it does not work there as `was` says any more, or has no open account.
    """
    with store.writing():
        before = _work_now(store, home, partner["id"])
        if before.code != was:
            raise Refused([Problem("was", "partner_changed")])
        if wanted == before:
            return before
        if wanted.how != NOT and partner["disabled_at"]:
            raise Refused([Problem("works", "partner_closed")])
        _write(store, by, home, partner["id"], before, wanted, utc_text(at))
        audit.record(
            store, utc_text(at), by.id, "partner_set", home=home,
            detail={"account": partner["id"], "was": before.code, "now": wanted.code},
        )  # fmt: skip
        return before


def _work_now(store: Store, home: str, partner: str) -> PartnerWork:
    found = {row["id"]: work for row, work in work_of(store, home)}
    return found.get(partner, PartnerWork())


def _write(
    store: Store, by: Account, home: str, partner: str, before: PartnerWork, wanted: PartnerWork,
    at: str,
) -> None:  # fmt: skip
    if before.whole and not wanted.whole:
        partners.end_home(store, home, partner, at)
    if wanted.whole and not before.whole:
        homes.allocate(store, home, partner, at)
    same = joins.same_people(store, [home]).get(home, {})
    for child in sorted(before.children - wanted.children):
        ids = child_allocations.ids_of(child, same)
        child_allocations.end(store, partner, ids, at, by.id)
    for child in sorted(wanted.children - before.children):
        row = {"id": str(uuid.uuid4()), "person_id": child, "account_id": partner}
        child_allocations.add(store, {**row, "since": at, "set_by": by.id})
