"""What an overview of many homes is made from, in a few questions for all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gcp.core.overview import Work
from gcp.store import caseloads, joins, reviews
from gcp.store.engine import Row, Store, listed


def children(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """The children of each home, oldest first, with those of a home joined into it."""
    asked = list(homes)
    joined, same = joins.into_homes(store, asked), joins.same_people(store, asked)
    together = {home: [home, *(row["home_id"] for row in joined.get(home, ()))] for home in asked}
    found = caseloads.people(store, {each for all in together.values() for each in all})
    return {
        home: sorted(
            (
                row
                for each in all
                for row in found.get(each, ())
                if row["kind"] == "child" and row["id"] not in same.get(home, {})
            ),
            key=lambda row: (row["born"] or "", row["name"], row["id"]),
        )
        for home, all in together.items()
    }


def work(store: Store, homes: Iterable[str]) -> dict[str, Work]:
    """Who each home is allocated to, and which visits are not signed or agreed yet."""
    asked = list(homes)
    names, values = listed(asked)
    workers: dict[str, list[str]] = {}
    for row in store.all(
        "SELECT l.home_id, a.name FROM allocations l JOIN accounts a ON a.id = l.account_id"
        f" WHERE l.home_id IN ({names}) AND l.until IS NULL ORDER BY a.name, a.id",
        **values,
    ):
        workers.setdefault(row["home_id"], []).append(row["name"])
    unsigned = {
        row["home_id"]: row
        for row in store.all(
            "SELECT home_id, count(*) AS n, min(observed_at) AS since FROM visits"
            f" WHERE home_id IN ({names}) AND signed_revision IS NULL GROUP BY home_id",
            **values,
        )
    }
    reviewed = reviews.open_by_home(store, asked)
    return {
        home: Work(
            tuple(workers.get(home, ())),
            unsigned[home]["n"] if home in unsigned else 0,
            date.fromisoformat(unsigned[home]["since"][:10]) if home in unsigned else None,
            *reviewed.get(home, (0, 0)),
        )
        for home in asked
    }
