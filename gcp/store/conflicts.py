"""Content that came under a number already taken, and what its author chose to do with it."""

from __future__ import annotations

from gcp.store.engine import Row, Store


def find(store: Store, visit: str, sha256: str) -> Row | None:
    """The newest conflict of a visit with this digest: number, choice, settled_at; no body."""
    return store.one(
        "SELECT visit_id, number, sha256, choice, settled_at FROM conflicts"
        " WHERE visit_id = :visit AND sha256 = :sha256 ORDER BY number DESC LIMIT 1",
        visit=visit, sha256=sha256,
    )  # fmt: skip


def settle(store: Store, conflict: Row, choice: str, at: str) -> bool:
    """Keep the author's choice, once; says whether this call was the one that did."""
    with store.writing():
        changed = store.run(
            "UPDATE conflicts SET choice = :choice, settled_at = :at WHERE visit_id = :visit"
            " AND number = :number AND sha256 = :sha256 AND choice IS NULL",
            choice=choice, at=at, visit=conflict["visit_id"], number=conflict["number"],
            sha256=conflict["sha256"],
        )  # fmt: skip
        return changed > 0
