"""What supervisors wrote about signed visits: lines that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable

from gcp.core.reviewing import Kind, Line, Review, Signed, review_of
from gcp.store.engine import Row, Store, listed

_LINE = (
    "SELECT r.visit_id, r.number, r.revision, r.sha256, r.kind, r.words, r.made_at, r.made_by,"
    " a.name FROM reviews r JOIN accounts a ON a.id = r.made_by"
)
# The line that decides: the last one that is more than a comment, else the last comment.
_DECIDING = (
    " LEFT JOIN reviews d ON d.visit_id = v.id AND d.number = coalesce("
    "(SELECT max(n.number) FROM reviews n WHERE n.visit_id = v.id AND n.kind <> 'comment'),"
    " (SELECT max(n.number) FROM reviews n WHERE n.visit_id = v.id))"
)
_OF_TEAMS = "SELECT h.id FROM homes h JOIN memberships m ON m.team_id = h.team_id"
# Homes of the account's teams, and those that are joined into one of them.
_REACHED = (
    f"(v.home_id IN ({_OF_TEAMS} WHERE m.account_id = :account) OR v.home_id IN"
    " (SELECT j.home_id FROM joins j WHERE j.undone_at IS NULL"
    f" AND j.into_home IN ({_OF_TEAMS} WHERE m.account_id = :account)))"
)


def add(store: Store, line: Row) -> None:
    """A new line: id, visit_id, number, revision, sha256, kind, words, made_at, made_by.

    Raises sqlite3.IntegrityError where another line has that number.
    """
    with store.writing():
        store.run(
            "INSERT INTO reviews (id, visit_id, number, revision, sha256, kind, words, made_at,"
            " made_by) VALUES (:id, :visit_id, :number, :revision, :sha256, :kind, :words,"
            " :made_at, :made_by)",
            **line,
        )


def of_visit(store: Store, visit: str) -> Review | None:
    """The review of a visit as it stands; None as long as the visit is not signed."""
    return of_visits(store, [visit]).get(visit)


def of_visits(store: Store, visits: Iterable[str]) -> dict[str, Review]:
    """The reviews of those of these visits that are signed, by visit."""
    names, values = listed(visits)
    lines: dict[str, list[Line]] = {}
    for row in store.all(
        f"{_LINE} WHERE r.visit_id IN ({names}) ORDER BY r.visit_id, r.number", **values
    ):
        visit = row.pop("visit_id")
        lines.setdefault(visit, []).append(Line(**{**row, "kind": Kind(row["kind"])}))
    signed = store.all(
        "SELECT v.id, s.number, s.sha256 FROM visits v"
        " JOIN revisions s ON s.visit_id = v.id AND s.number = v.signed_revision"
        f" WHERE v.id IN ({names})",
        **values,
    )
    return {
        row["id"]: review_of(lines.get(row["id"], ()), Signed(row["number"], row["sha256"]))
        for row in signed
    }


def waiting(store: Store, account: str, limit: int) -> list[Row]:
    """Signed visits to homes of the account's teams that were not agreed last, oldest first.

    With what decides how their review stands: kind, read and read_sha256, None where nobody wrote.
    """
    return store.all(
        "SELECT v.id, v.home_id, v.author_id, a.name AS author, v.observed_at, v.kind AS"
        " visit_kind, v.access, s.number, s.sha256, s.received_at, d.kind, d.revision AS read,"
        " d.sha256 AS read_sha256, d.made_at, h.name, h.address, h.postcode FROM visits v"
        " JOIN revisions s ON s.visit_id = v.id AND s.number = v.signed_revision"
        " JOIN homes h ON h.id = v.home_id JOIN accounts a ON a.id = v.author_id"
        + _DECIDING
        + f" WHERE {_REACHED} AND coalesce(d.kind, '') <> 'agreed'"
        " ORDER BY v.observed_at, v.id LIMIT :limit",
        account=account, limit=limit,
    )  # fmt: skip


def open_by_home(store: Store, homes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """For each home, how many signed visits are not agreed yet, and how many were sent back.

    What was sent back and changed since waits to be agreed again; homes without either are not
    among them.
    """
    names, values = listed(homes)
    rows = store.all(
        "SELECT v.home_id, count(*) AS n, sum(CASE WHEN d.kind = 'sent_back'"
        " AND d.revision = v.signed_revision THEN 1 ELSE 0 END) AS sent_back FROM visits v"
        + _DECIDING
        + f" WHERE v.home_id IN ({names}) AND v.signed_revision IS NOT NULL"
        " AND coalesce(d.kind, '') <> 'agreed' GROUP BY v.home_id",
        **values,
    )
    return {row["home_id"]: (row["n"] - row["sent_back"], row["sent_back"]) for row in rows}


def sent_back_to(store: Store, author: str) -> list[Row]:
    """The author's visits that were sent back and not changed since, the newest line first."""
    # From the few lines to their visits, and not from all visits of an author to their lines.
    return store.all(
        "SELECT v.id, v.home_id, v.author_id, v.observed_at, h.address, d.revision, d.words,"
        " d.made_at, a.name FROM reviews d CROSS JOIN visits v JOIN homes h ON h.id = v.home_id"
        " JOIN accounts a ON a.id = d.made_by WHERE d.kind = 'sent_back' AND v.id = d.visit_id"
        " AND v.author_id = :author AND d.revision = v.signed_revision AND NOT EXISTS"
        " (SELECT 1 FROM reviews n WHERE n.visit_id = d.visit_id AND n.number > d.number"
        " AND n.kind <> 'comment') ORDER BY d.made_at DESC, v.id",
        author=author,
    )
