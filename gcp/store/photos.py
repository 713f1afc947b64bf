"""What is known of each original photo; the bytes themselves lie beside the database."""

from __future__ import annotations

from collections.abc import Iterable

from gcp.store.engine import Row, Store, listed


def find(store: Store, sha256: str) -> Row | None:
    """One photo by its digest."""
    return store.one("SELECT * FROM photos WHERE sha256 = :sha256", sha256=sha256)


def add(store: Store, photo: Row) -> None:
    """A photo that has come in whole from an account; nothing if that has sent it before."""
    with store.writing():
        store.run(
            "INSERT INTO photos"
            " (sha256, bytes, type, width, height, taken_at, received_at, received_from)"
            " VALUES (:sha256, :bytes, :type, :width, :height, :taken_at, :received_at,"
            " :received_from) ON CONFLICT (sha256) DO NOTHING",
            **photo,
        )
        store.run(
            "INSERT INTO photo_senders (sha256, account_id, at)"
            " VALUES (:sha256, :account, :at) ON CONFLICT (sha256, account_id) DO NOTHING",
            sha256=photo["sha256"], account=photo["received_from"], at=photo["received_at"],
        )  # fmt: skip


def sent_by(store: Store, sha256: str, account: str) -> Row | None:
    """A photo whose bytes this account has sent, as of then; whoever else has is not told."""
    return store.one(
        "SELECT p.sha256, p.bytes, p.type, p.width, p.height, p.taken_at, ps.at AS received_at"
        " FROM photos p JOIN photo_senders ps ON ps.sha256 = p.sha256"
        " WHERE p.sha256 = :sha256 AND ps.account_id = :account",
        sha256=sha256, account=account,
    )  # fmt: skip


def name_in_visit(
    store: Store, visit: str, digests: Iterable[str], signed: bool = False
) -> None:
    """Note which photos a visit names, and whether others than its author may know of it."""
    with store.writing():
        for sha256 in digests:
            store.run(
                "INSERT INTO visit_photos (visit_id, sha256, signed)"
                " VALUES (:visit, :sha256, :signed) ON CONFLICT (visit_id, sha256)"
                " DO UPDATE SET signed = excluded.signed",
                visit=visit, sha256=sha256, signed=int(signed),
            )  # fmt: skip


def missing(store: Store, visit: str, signed_only: bool = False) -> list[str]:
    """Digests of photos that a visit, or its signed part, names and its author has not sent."""
    rows = store.all(
        "SELECT vp.sha256 FROM visit_photos vp JOIN visits v ON v.id = vp.visit_id"
        " LEFT JOIN photo_senders ps ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
        " WHERE vp.visit_id = :visit AND ps.sha256 IS NULL AND vp.signed >= :least"
        " ORDER BY vp.sha256",
        visit=visit, least=int(signed_only),
    )  # fmt: skip
    return [row["sha256"] for row in rows]


def visits_with(store: Store, sha256: str) -> list[Row]:
    """The visits whose author sent the photo: id, home_id, author_id, and if that was signed."""
    return store.all(
        "SELECT v.id, v.home_id, v.author_id, vp.signed FROM visit_photos vp"
        " JOIN visits v ON v.id = vp.visit_id"
        " JOIN photo_senders ps ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
        " WHERE vp.sha256 = :sha256 ORDER BY v.id",
        sha256=sha256,
    )


def arrived(store: Store, visits: Iterable[str], signed_only: bool = False) -> dict[str, Row]:
    """The photos of these visits, or of their signed parts, that their authors have sent."""
    names, values = listed(visits)
    rows = store.all(
        "SELECT DISTINCT p.sha256, p.bytes, p.type, p.width, p.height, p.taken_at,"
        " ps.at AS received_at FROM visit_photos vp JOIN visits v ON v.id = vp.visit_id"
        " JOIN photo_senders ps ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
        f" JOIN photos p ON p.sha256 = vp.sha256 WHERE vp.visit_id IN ({names})"
        " AND vp.signed >= :least",
        **values, least=int(signed_only),
    )  # fmt: skip
    return {row["sha256"]: row for row in rows}
