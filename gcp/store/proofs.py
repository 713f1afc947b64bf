"""What `gcp verify` walks through: every row that something else must explain, one by one."""

from __future__ import annotations

from collections.abc import Iterator

from gcp.store.engine import Row, Store


def visits(store: Store) -> Iterator[Row]:
    """Every visit's line with how many revisions there are of it."""
    return store.each(
        "SELECT v.id, v.home_id, v.latest_revision, v.signed_revision,"
        " (SELECT count(*) FROM revisions r WHERE r.visit_id = v.id) AS revisions FROM visits v"
    )


def revisions(store: Store) -> Iterator[Row]:
    """Every revision with its body, and the home and author of its visit."""
    return store.each(
        "SELECT r.visit_id, r.number, r.sha256, r.body, r.result, r.signed, r.rules_digest,"
        " v.home_id, v.author_id FROM revisions r JOIN visits v ON v.id = r.visit_id"
    )


def conflicts(store: Store) -> Iterator[Row]:
    """Everything that was kept because another revision has its number."""
    return store.each(
        "SELECT c.visit_id, c.number, c.sha256, c.body, v.author_id FROM conflicts c"
        " JOIN visits v ON v.id = c.visit_id"
    )


def named_photos(store: Store, visit: str) -> set[str]:
    """The digests of the photos that a visit's line names."""
    rows = store.all("SELECT sha256 FROM visit_photos WHERE visit_id = :visit", visit=visit)
    return {row["sha256"] for row in rows}


def photos(store: Store) -> Iterator[Row]:
    """Every photo that has come."""
    return store.each("SELECT sha256, bytes FROM photos ORDER BY sha256")


def senders(store: Store) -> Iterator[Row]:
    """Who has sent which photo."""
    return store.each("SELECT sha256, account_id FROM photo_senders")


def redactions(store: Store) -> Iterator[Row]:
    """Every change to what is blacked out."""
    return store.each("SELECT id, visit_id, sha256 FROM redactions")


def not_come(store: Store) -> Iterator[Row]:
    """The photos that signed visits name and their authors have not sent yet."""
    return store.each(
        "SELECT vp.visit_id, vp.sha256 FROM visit_photos vp JOIN visits v ON v.id = vp.visit_id"
        " LEFT JOIN photo_senders ps ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
        " WHERE vp.signed = 1 AND ps.sha256 IS NULL ORDER BY vp.visit_id, vp.sha256"
    )


def audit_lines(store: Store) -> Iterator[Row]:
    """The audit log from its first line on."""
    return store.each("SELECT * FROM audit ORDER BY id")
