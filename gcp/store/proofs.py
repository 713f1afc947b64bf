"""What `gcp verify` walks through: every row that something else must explain, one by one.

Bodies come as bytes: what somebody changed may be no text any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from gcp.store.engine import Row, Store


def rules(store: Store) -> Iterator[Row]:
    """Every version of the rules."""
    return store.each("SELECT digest, body FROM rules")


def visits(store: Store) -> Iterator[Row]:
    """Every visit's line."""
    return store.each(
        "SELECT id, home_id, author_id, observed_at, kind, access, latest_revision,"
        " signed_revision, received_at FROM visits ORDER BY id"
    )


def revisions(store: Store, visit: str) -> Iterator[Row]:
    """The revisions of a visit, the first one first."""
    return store.each(
        "SELECT number, sha256, CAST(body AS BLOB) AS body, result, signed, differs, reason,"
        " rules_digest, written_at, received_at FROM revisions WHERE visit_id = :visit"
        " ORDER BY number",
        visit=visit,
    )


def conflicts(store: Store) -> Iterator[Row]:
    """Everything that was kept because another revision has its number."""
    return store.each(
        "SELECT c.visit_id, c.number, c.sha256, CAST(c.body AS BLOB) AS body, c.received_at,"
        " c.choice, v.author_id, v.home_id FROM conflicts c JOIN visits v ON v.id = c.visit_id"
    )


def named_photos(store: Store, visit: str) -> dict[str, int]:
    """The digests of the photos that are kept as a visit's own, and whether as signed."""
    rows = store.all("SELECT sha256, signed FROM visit_photos WHERE visit_id = :v", v=visit)
    return {row["sha256"]: row["signed"] for row in rows}


def found_homes(store: Store) -> Iterator[Row]:
    """Every home that was found with no network, and what else its finder sent under its id."""
    return store.each(
        "SELECT 'home_received' AS code, home_id, sha256, CAST(body AS BLOB) AS body, found_by,"
        " received_at FROM found_homes UNION ALL"
        " SELECT 'home_conflict', c.home_id, c.sha256, CAST(c.body AS BLOB), f.found_by,"
        " c.received_at FROM found_home_conflicts c JOIN found_homes f ON f.home_id = c.home_id"
    )


def senders(store: Store) -> Iterator[Row]:
    """Who has sent which photo, and when."""
    return store.each("SELECT sha256, account_id, at FROM photo_senders")


def redactions(store: Store) -> Iterator[Row]:
    """Every change to what is blacked out."""
    return store.each(
        "SELECT r.id, r.visit_id, r.sha256, r.boxes, r.why, r.made_by, v.home_id"
        " FROM redactions r JOIN visits v ON v.id = r.visit_id"
    )


def reviews(store: Store) -> Iterator[Row]:
    """Every line of a review."""
    return store.each(
        "SELECT r.id, r.visit_id, r.number, r.revision, r.sha256, r.kind, r.words, r.made_at,"
        " r.made_by, v.home_id FROM reviews r JOIN visits v ON v.id = r.visit_id"
    )


def not_come(store: Store) -> Iterator[Row]:
    """The photos that signed visits name and their authors have not sent yet."""
    return store.each(
        "SELECT vp.visit_id, vp.sha256 FROM visit_photos vp JOIN visits v ON v.id = vp.visit_id"
        " LEFT JOIN photo_senders ps ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
        " WHERE vp.signed = 1 AND ps.sha256 IS NULL ORDER BY vp.visit_id, vp.sha256"
    )


def photos(store: Store, first: str, after: str) -> list[Row]:
    """The photos that have come with digests from `first` on and before `after`.

    `sent_at`: when whoever first sent it did so.
    """
    return store.all(
        "SELECT p.sha256, p.bytes, p.type, p.taken_at, p.received_at, ps.at AS sent_at"
        " FROM photos p LEFT JOIN photo_senders ps ON ps.sha256 = p.sha256"
        " AND ps.account_id = p.received_from"
        " WHERE p.sha256 >= :first AND p.sha256 < :after ORDER BY p.sha256",
        first=first, after=after,
    )  # fmt: skip


def audit_lines(store: Store) -> Iterator[Row]:
    """The audit log from its first line on."""
    return store.each("SELECT * FROM audit ORDER BY id")


def audit_line(store: Store, number: int) -> Row:
    """One line of the audit log that was walked past before."""
    return store.all("SELECT * FROM audit WHERE id = :number", number=number)[0]
