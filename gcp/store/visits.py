"""Visits and their revisions: added to, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gcp.core.history import VisitRecord
from gcp.core.joining import translated
from gcp.store import joins
from gcp.store.engine import Row, Store, listed
from gcp.store.stored_json import read

_RECORD = (
    "SELECT v.id, v.home_id, v.author_id, a.name AS author_name, a.agency, r.body, r.result,"
    " r.received_at, r.number FROM visits v"
    " JOIN revisions r ON r.visit_id = v.id AND r.number = {revision}"
    " JOIN accounts a ON a.id = v.author_id"
)


def find(store: Store, visit: str) -> Row | None:
    """One visit's line: home_id, author_id, latest_revision, signed_revision and so on."""
    return store.one("SELECT * FROM visits WHERE id = :visit", visit=visit)


def revision(store: Store, visit: str, number: int) -> Row | None:
    """One stored revision, its body as the very text that was sent."""
    return store.one(
        "SELECT * FROM revisions WHERE visit_id = :visit AND number = :number",
        visit=visit, number=number,
    )  # fmt: skip


def revisions(store: Store, visit: str) -> list[Row]:
    """What is known of each revision of a visit, oldest first, without the bodies."""
    return store.all(
        "SELECT number, sha256, signed, differs, reason, written_at, received_at FROM revisions"
        " WHERE visit_id = :visit ORDER BY number",
        visit=visit,
    )


def add_revision(store: Store, visit: Row, revision: Row) -> None:
    """A new revision, and the visit's line brought up to it."""
    with store.writing():
        store.run(
            "INSERT INTO visits (id, home_id, author_id, observed_at, kind, access,"
            " latest_revision, signed_revision, received_at) VALUES (:id, :home_id, :author_id,"
            " :observed_at, :kind, :access, :number, :signed_number, :received_at)"
            " ON CONFLICT (id) DO UPDATE SET observed_at = excluded.observed_at,"
            " kind = excluded.kind, access = excluded.access,"
            " latest_revision = excluded.latest_revision,"
            " signed_revision = coalesce(excluded.signed_revision, visits.signed_revision)",
            **visit, number=revision["number"], received_at=revision["received_at"],
            signed_number=revision["number"] if revision["signed"] else None,
        )  # fmt: skip
        store.run(
            "INSERT INTO revisions (visit_id, number, sha256, body, result, differs, signed,"
            " reason, rules_digest, written_at, received_at) VALUES (:visit_id, :number, :sha256,"
            " :body, :result, :differs, :signed, :reason, :rules_digest, :written_at,"
            " :received_at)",
            visit_id=visit["id"], **revision,
        )  # fmt: skip


def add_conflict(store: Store, visit: str, number: int, sha256: str, body: str, at: str) -> None:
    """Keep other content that came under a number already taken; once, however often sent."""
    with store.writing():
        store.run(
            "INSERT INTO conflicts (visit_id, number, sha256, body, received_at)"
            " VALUES (:visit, :number, :sha256, :body, :at)"
            " ON CONFLICT (visit_id, number, sha256) DO NOTHING",
            visit=visit, number=number, sha256=sha256, body=body, at=at,
        )  # fmt: skip


def of_home(store: Store, home: str) -> list[VisitRecord]:
    """Every signed visit to a home, oldest first, as its last signed revision.

    Visits to a home joined into it are among them, with its people under the ids they have here.
    """
    rows = store.all(
        _RECORD.format(revision="v.signed_revision")
        + f" WHERE v.home_id IN ({joins.TOGETHER}) ORDER BY v.observed_at, v.id",
        home=home,
    )
    same = joins.same_people(store, [home]).get(home, {})
    return [translated(_record(row), same) for row in rows]


def latest_of_homes(store: Store, homes: Iterable[str]) -> dict[str, VisitRecord]:
    """The newest signed visit of each of these homes, and of those joined into it, by home."""
    asked = list(homes)
    joined, same = joins.into_homes(store, asked), joins.same_people(store, asked)
    of_one = _latest_of_each(store, [*asked, *_homes_of(joined)])
    found = {}
    for home in asked:
        together = [home, *(row["home_id"] for row in joined.get(home, ()))]
        newest = max(
            (of_one[each] for each in together if each in of_one),
            key=lambda each: (each.instant, each.id), default=None,
        )  # fmt: skip
        if newest:
            found[home] = translated(newest, same.get(home, {}))
    return found


def _homes_of(joined: Mapping[str, Iterable[Row]]) -> list[str]:
    return [row["home_id"] for rows in joined.values() for row in rows]


def _latest_of_each(store: Store, homes: Iterable[str]) -> dict[str, VisitRecord]:
    names, values = listed(homes)
    rows = store.all(
        _RECORD.format(revision="v.signed_revision")
        + " JOIN homes h ON v.id = (SELECT n.id FROM visits n WHERE n.home_id = h.id"
        " AND n.signed_revision IS NOT NULL ORDER BY n.observed_at DESC, n.id DESC LIMIT 1)"
        f" WHERE h.id IN ({names})",
        **values,
    )
    return {row["home_id"]: _record(row) for row in rows}


def record(store: Store, visit: str, number: int) -> VisitRecord | None:
    """One revision of a visit as a record, just as it was recorded."""
    row = store.one(
        _RECORD.format(revision=":number") + " WHERE v.id = :visit", visit=visit, number=number
    )
    return _record(row) if row else None


def signed(store: Store, ids: Iterable[str]) -> list[VisitRecord]:
    """These visits as they were last signed, just as recorded; those never signed are left out."""
    names, values = listed(ids)
    rows = store.all(
        _RECORD.format(revision="v.signed_revision") + f" WHERE v.id IN ({names})", **values
    )
    return [_record(row) for row in rows]


def changed_since(store: Store, home: str, since: str, author: str | None = None) -> bool:
    """Whether anything signed about a home, by this author or by anyone, came after a time.

    Or was joined with it after that, or taken away again.
    """
    row = store.one(
        "SELECT 1 AS yes FROM visits v JOIN revisions r ON r.visit_id = v.id"
        f" WHERE v.home_id IN ({joins.TOGETHER}) AND r.received_at > :since AND r.signed = 1"
        " AND (:author IS NULL OR v.author_id = :author)"
        f" UNION ALL SELECT 1 FROM people WHERE home_id IN ({joins.TOGETHER})"
        " AND added_at > :since"
        " UNION ALL SELECT 1 FROM joins WHERE into_home = :home"
        " AND (joined_at > :since OR undone_at > :since)"
        " UNION ALL SELECT 1 FROM homes WHERE id = :home AND created_at > :since LIMIT 1",
        home=home, since=since, author=author,
    )  # fmt: skip
    return row is not None


def _record(row: Row) -> VisitRecord:
    return VisitRecord(
        id=row["id"], home=row["home_id"], author_id=row["author_id"],
        author_name=row["author_name"], agency=row["agency"], body=read(row["body"]),
        result=read(row["result"]), received_at=row["received_at"], revision=row["number"],
    )  # fmt: skip
