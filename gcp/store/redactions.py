"""What was blacked out of photos, by whom and why: each change a row of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gcp.core.redaction import Box
from gcp.store.engine import Row, Store, listed

_NEWEST = (
    "SELECT r.visit_id, r.sha256, r.number, r.boxes FROM redactions r WHERE r.number ="
    " (SELECT max(o.number) FROM redactions o WHERE o.visit_id = r.visit_id"
    " AND o.sha256 = r.sha256)"
)


def add(store: Store, redaction: Row) -> None:
    """A change to what is blacked out: id, visit_id, sha256, number, boxes, why, made_at, made_by.

    Raises sqlite3.IntegrityError where another change has that number.
    """
    with store.writing():
        store.run(
            "INSERT INTO redactions (id, visit_id, sha256, number, boxes, why, made_at, made_by)"
            " VALUES (:id, :visit_id, :sha256, :number, :boxes, :why, :made_at, :made_by)",
            **{**redaction, "boxes": json.dumps(redaction["boxes"])},
        )


def history(store: Store, visit: str, sha256: str) -> list[Row]:
    """Every change to one photo of a visit, newest first, with the name of who made it."""
    rows = store.all(
        "SELECT r.id, r.number, r.boxes, r.why, r.made_at, a.name FROM redactions r"
        " JOIN accounts a ON a.id = r.made_by WHERE r.visit_id = :visit AND r.sha256 = :sha256"
        " ORDER BY r.number DESC",
        visit=visit, sha256=sha256,
    )  # fmt: skip
    return [{**row, "boxes": _boxes(row)} for row in rows]


def standing(store: Store, visits: Iterable[str]) -> dict[tuple[str, str], list[Box]]:
    """What is blacked out now in these visits, by visit and digest."""
    names, values = listed(visits)
    rows = store.all(f"{_NEWEST} AND r.visit_id IN ({names})", **values)
    return {(row["visit_id"], row["sha256"]): _boxes(row) for row in rows}


def of_homes(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """By home, how often each author's photos were changed so: sums that only ever grow."""
    names, values = listed(homes)
    found: dict[str, list[Row]] = {}
    for row in store.all(
        "SELECT v.home_id, v.author_id, count(*) AS redactions FROM redactions r"
        f" JOIN visits v ON v.id = r.visit_id WHERE v.home_id IN ({names})"
        " GROUP BY v.home_id, v.author_id ORDER BY v.home_id, v.author_id",
        **values,
    ):
        found.setdefault(row.pop("home_id"), []).append(row)
    return found


def _boxes(row: Row) -> list[Box]:
    return [tuple(each) for each in json.loads(row["boxes"])]
