"""What the demonstration's supervisor wrote about its visits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from gcp.core.reviewing import Kind
from gcp.demo.cast import ACCOUNTS, an_id
from gcp.demo.stories import Call
from gcp.reviewing import add_line
from gcp.store import reviews, visits
from gcp.store.engine import Store

AGREED_BEFORE = "2026-06-01"  # what came later still waits
AFTER = timedelta(days=9, hours=2)


def review(store: Store, calls: Iterable[Call]) -> None:
    """Agree the older visits, each some days after it was made."""
    for call in calls:
        visit = visits.find(store, an_id(f"visit/{call.household.key}/{call.at}"))
        found = reviews.of_visit(store, visit["id"]) if visit else None
        if visit and found and call.at < AGREED_BEFORE and call.by != "supervisor":
            at = datetime.fromisoformat(call.at) + AFTER
            add_line(store, ACCOUNTS["supervisor"], visit, Kind.AGREED, found.signed, 0, "", at)
