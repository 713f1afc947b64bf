"""What is known of each original photo; the bytes themselves lie beside the database."""

from __future__ import annotations

from collections.abc import Iterable

from gcp.store.engine import Row, Store, listed


def find(store: Store, sha256: str) -> Row | None:
    """One photo by its digest."""
    return store.one("SELECT * FROM photos WHERE sha256 = :sha256", sha256=sha256)


def add(store: Store, photo: Row) -> None:
    """A photo that has come in whole; nothing if it is there."""
    with store.writing():
        store.run(
            "INSERT INTO photos"
            " (sha256, bytes, type, width, height, taken_at, received_at, received_from)"
            " VALUES (:sha256, :bytes, :type, :width, :height, :taken_at, :received_at,"
            " :received_from) ON CONFLICT (sha256) DO NOTHING",
            **photo,
        )


def add_sender(store: Store, sha256: str, account: str, at: str) -> None:
    """Note that this account has sent the photo's bytes; once, however often it does."""
    with store.writing():
        store.run(
            "INSERT INTO photo_senders (sha256, account_id, at) VALUES (:sha256, :account, :at)"
            " ON CONFLICT (sha256, account_id) DO NOTHING",
            sha256=sha256, account=account, at=at,
        )  # fmt: skip


def is_sender(store: Store, sha256: str, account: str) -> bool:
    """Whether this account has sent the photo's bytes."""
    row = store.one(
        "SELECT 1 AS sent FROM photo_senders WHERE sha256 = :sha256 AND account_id = :account",
        sha256=sha256, account=account,
    )  # fmt: skip
    return row is not None


def name_in_visit(store: Store, visit: str, digests: Iterable[str]) -> None:
    """Note which photos a visit names, so that what is missing is known."""
    with store.writing():
        for sha256 in digests:
            store.run(
                "INSERT INTO visit_photos (visit_id, sha256) VALUES (:visit, :sha256)"
                " ON CONFLICT (visit_id, sha256) DO NOTHING",
                visit=visit, sha256=sha256,
            )  # fmt: skip


def missing(store: Store, visit: str) -> list[str]:
    """Digests of photos that a visit names and that its author has not sent."""
    rows = store.all(
        "SELECT vp.sha256 FROM visit_photos vp JOIN visits v ON v.id = vp.visit_id"
        " LEFT JOIN photo_senders ps ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
        " WHERE vp.visit_id = :visit AND ps.sha256 IS NULL ORDER BY vp.sha256",
        visit=visit,
    )
    return [row["sha256"] for row in rows]


def visits_with(store: Store, sha256: str) -> list[Row]:
    """The visits whose author sent the photo: id, home_id, author_id, signed_revision."""
    return store.all(
        "SELECT v.id, v.home_id, v.author_id, v.signed_revision FROM visit_photos vp"
        " JOIN visits v ON v.id = vp.visit_id"
        " JOIN photo_senders ps ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
        " WHERE vp.sha256 = :sha256 ORDER BY v.id",
        sha256=sha256,
    )


def arrived(store: Store, visits: Iterable[str]) -> dict[str, Row]:
    """The photos of these visits that their authors have sent, by digest."""
    names, values = listed(visits)
    rows = store.all(
        "SELECT DISTINCT p.sha256, p.bytes, p.type, p.width, p.height, p.taken_at, p.received_at"
        " FROM visit_photos vp JOIN visits v ON v.id = vp.visit_id"
        " JOIN photo_senders ps ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
        f" JOIN photos p ON p.sha256 = vp.sha256 WHERE vp.visit_id IN ({names})",
        **values,
    )
    return {row["sha256"]: row for row in rows}
