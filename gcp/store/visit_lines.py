"""What authors decided on the lines of their visits: each decision a row of its own."""

from __future__ import annotations

from collections.abc import Iterable

from gcp.store.engine import Row, Store, listed


def add(store: Store, decision: Row) -> None:
    """A decision: visit_id, number, revision, state, proposed, words, made_at, made_by.

    Raises sqlite3.IntegrityError where another decision has that number.
    """
    with store.writing():
        store.run(
            "INSERT INTO visit_lines (visit_id, number, revision, state, proposed, words, made_at,"
            " made_by) VALUES (:visit_id, :number, :revision, :state, :proposed, :words, :made_at,"
            " :made_by)",
            **decision,
        )


def of_visits(store: Store, visits: Iterable[str]) -> dict[str, list[Row]]:
    """The decisions on each of these visits, oldest first; a visit without any is not there."""
    names, values = listed(visits)
    found: dict[str, list[Row]] = {}
    for row in store.all(
        "SELECT l.visit_id, l.number, l.revision, l.state, l.proposed, l.words, l.made_at,"
        " a.name AS author FROM visit_lines l JOIN accounts a ON a.id = l.made_by"
        f" WHERE l.visit_id IN ({names}) ORDER BY l.visit_id, l.number",
        **values,
    ):
        found.setdefault(row["visit_id"], []).append(row)
    return found
