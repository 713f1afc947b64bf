"""Homes that were found on a visit with no network: what was sent, kept as it came."""

from __future__ import annotations

from gcp.store.engine import Row, Store


def add(store: Store, found: Row) -> None:
    """What was sent of a new home: home_id, sha256, body, found_at, found_by, received_at."""
    with store.writing():
        store.run(
            "INSERT INTO found_homes (home_id, sha256, body, found_at, found_by, received_at)"
            " VALUES (:home_id, :sha256, :body, :found_at, :found_by, :received_at)",
            **found,
        )


def find(store: Store, home: str) -> Row | None:
    """What was sent of a home, and its finder's name; None for a home that was not found so."""
    return store.one(
        "SELECT f.home_id, f.sha256, f.body, f.found_at, f.found_by, f.received_at,"
        " a.name AS finder FROM found_homes f JOIN accounts a ON a.id = f.found_by"
        " WHERE f.home_id = :home",
        home=home,
    )


def add_conflict(store: Store, home: str, sha256: str, body: str, at: str) -> bool:
    """Keep other content that its finder sent under the same id; says whether that was new."""
    with store.writing():
        added = store.run(
            "INSERT INTO found_home_conflicts (home_id, sha256, body, received_at)"
            " VALUES (:home, :sha256, :body, :at) ON CONFLICT (home_id, sha256) DO NOTHING",
            home=home, sha256=sha256, body=body, at=at,
        )  # fmt: skip
        return added > 0
