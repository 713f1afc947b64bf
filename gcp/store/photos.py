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
    """Digests of photos that a visit names and that have not come."""
    rows = store.all(
        "SELECT vp.sha256 FROM visit_photos vp LEFT JOIN photos p ON p.sha256 = vp.sha256"
        " WHERE vp.visit_id = :visit AND p.sha256 IS NULL ORDER BY vp.sha256",
        visit=visit,
    )
    return [row["sha256"] for row in rows]


def visits_with(store: Store, sha256: str) -> list[Row]:
    """The visits that name a photo: id, home_id, author_id, signed_revision."""
    return store.all(
        "SELECT v.id, v.home_id, v.author_id, v.signed_revision FROM visit_photos vp"
        " JOIN visits v ON v.id = vp.visit_id WHERE vp.sha256 = :sha256 ORDER BY v.id",
        sha256=sha256,
    )


def arrived(store: Store, digests: Iterable[str]) -> dict[str, Row]:
    """Which of these photos have come, by digest."""
    names, values = listed(digests)
    rows = store.all(
        "SELECT sha256, bytes, type, width, height, taken_at, received_at FROM photos"
        f" WHERE sha256 IN ({names})",
        **values,
    )
    return {row["sha256"]: row for row in rows}
