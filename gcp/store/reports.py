"""Reports that were made: added to, never changed."""

from __future__ import annotations

from gcp.store.engine import Row, Store


def add(store: Store, report: Row) -> None:
    """A report that was made: all its columns."""
    with store.writing():
        store.run(
            "INSERT INTO reports (id, kind, home_id, visit_id, sha256, facts, made_at, made_by,"
            " for_whom, why) VALUES (:id, :kind, :home_id, :visit_id, :sha256, :facts, :made_at,"
            " :made_by, :for_whom, :why)",
            **report,
        )


def by_digest(store: Store, sha256: str) -> Row | None:
    """The report with these very bytes, with the name of who made it."""
    return store.one(
        "SELECT r.*, a.name FROM reports r JOIN accounts a ON a.id = r.made_by"
        " WHERE r.sha256 = :sha256 ORDER BY r.made_at LIMIT 1",
        sha256=sha256,
    )
