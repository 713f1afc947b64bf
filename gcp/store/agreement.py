"""Visits of a team's homes, to find those that two people made on one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gcp.core.agreement import Attendance
from gcp.core.history import VisitRecord
from gcp.core.joining import translated
from gcp.store import joins, visits
from gcp.store.engine import Store

# A team's homes, and those that are joined into one of them under the home they are known as.
_TEAM_HOMES = (
    "SELECT h.id AS id, h.id AS known FROM homes h WHERE h.team_id = :team"
    " AND NOT EXISTS (SELECT 1 FROM joins j JOIN homes k ON k.id = j.into_home"
    " WHERE j.home_id = h.id AND j.undone_at IS NULL AND k.team_id = :team)"
    " UNION ALL SELECT j.home_id AS id, j.into_home AS known FROM homes k"
    " JOIN joins j ON j.into_home = k.id AND j.undone_at IS NULL WHERE k.team_id = :team"
)


def attendances(store: Store, team: str, since: str, most: int) -> list[Attendance]:
    """The signed visits to a team's homes since a time, the newest so many of them."""
    rows = store.all(
        "SELECT v.id, t.known, v.author_id, v.observed_at"
        f" FROM ({_TEAM_HOMES}) t JOIN visits v ON v.home_id = t.id AND v.observed_at >= :since"
        " WHERE v.signed_revision IS NOT NULL ORDER BY v.observed_at DESC, v.id LIMIT :most",
        team=team, since=since, most=most,
    )  # fmt: skip
    return [
        Attendance(
            row["id"], row["known"], row["author_id"], datetime.fromisoformat(row["observed_at"])
        )
        for row in rows
    ]


def records(store: Store, known: Mapping[str, str]) -> list[tuple[str, VisitRecord]]:
    """These visits as last signed, each with the home and the people that it is known under."""
    same = joins.same_people(store, set(known.values()))
    return [
        (known[each.id], translated(each, same.get(known[each.id], {})))
        for each in visits.signed(store, known)
    ]
