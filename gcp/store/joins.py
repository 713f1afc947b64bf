"""Homes that were joined with known ones: rows of their own, so nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gcp.core import joining
from gcp.store.engine import Row, Store, listed

# A home and those that are joined into it now, for `home_id IN (…)`.
TOGETHER = (
    "SELECT :home UNION ALL SELECT home_id FROM joins"
    " WHERE into_home = :home AND undone_at IS NULL"
)


def add(store: Store, join: Row, same: Mapping[str, str]) -> None:
    """A new join: id, home_id, into_home, joined_at, joined_by; and who of it is who there.

    Raises sqlite3.IntegrityError if the home is joined already.
    """
    with store.writing():
        store.run(
            "INSERT INTO joins (id, home_id, into_home, joined_at, joined_by)"
            " VALUES (:id, :home_id, :into_home, :joined_at, :joined_by)",
            **join,
        )
        for person, known in sorted(same.items()):
            store.run(
                "INSERT INTO same_people (join_id, person_id, same_as)"
                " VALUES (:join, :person, :known)",
                join=join["id"], person=person, known=known,
            )  # fmt: skip


def undo(store: Store, join: str, at: str, by: str) -> bool:
    """Take a join back, once; says whether this call was the one that did."""
    with store.writing():
        changed = store.run(
            "UPDATE joins SET undone_at = :at, undone_by = :by"
            " WHERE id = :join AND undone_at IS NULL",
            at=at, by=by, join=join,
        )  # fmt: skip
        return changed > 0


def of_home(store: Store, home: str) -> Row | None:
    """The join of a home that stands: id, into_home, joined_at, and the name of who joined it."""
    return store.one(
        "SELECT j.id, j.home_id, j.into_home, j.joined_at, a.name AS joiner FROM joins j"
        " JOIN accounts a ON a.id = j.joined_by WHERE j.home_id = :home AND j.undone_at IS NULL",
        home=home,
    )


def into_homes(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """The joins into each of these homes that stand, oldest first: id, home_id and who found it.

    Nobody found a home that was added by hand.
    """
    names, values = listed(homes)
    found: dict[str, list[Row]] = {}
    for row in store.all(
        "SELECT j.id, j.home_id, j.into_home, f.found_by FROM joins j"
        " LEFT JOIN found_homes f ON f.home_id = j.home_id"
        f" WHERE j.into_home IN ({names}) AND j.undone_at IS NULL ORDER BY j.joined_at, j.id",
        **values,
    ):
        found.setdefault(row["into_home"], []).append(row)
    return found


def same_people(store: Store, homes: Iterable[str]) -> dict[str, dict[str, str]]:
    """For each of these homes, who of those joined into it is whom of its own people.

    What names someone of a home that is joined no more counts for nothing.
    """
    names, values = listed(homes)
    found: dict[str, dict[str, str]] = {}
    for row in store.all(
        "SELECT j.into_home, s.person_id, s.same_as FROM joins j"
        " JOIN same_people s ON s.join_id = j.id JOIN people p ON p.id = s.same_as"
        f" WHERE j.into_home IN ({names}) AND j.undone_at IS NULL"
        " AND (p.home_id = j.into_home OR EXISTS (SELECT 1 FROM joins k"
        " WHERE k.home_id = p.home_id AND k.into_home = j.into_home AND k.undone_at IS NULL))",
        **values,
    ):
        found.setdefault(row["into_home"], {})[row["person_id"]] = row["same_as"]
    return {home: joining.ends(same) for home, same in found.items()}


def was_ever(store: Store, home: str, into_home: str) -> bool:
    """Whether a home is or once was joined into another."""
    row = store.one(
        "SELECT 1 AS yes FROM joins WHERE home_id = :home AND into_home = :into_home",
        home=home, into_home=into_home,
    )  # fmt: skip
    return row is not None


def undone_since(store: Store, home: str, since: str) -> list[str]:
    """The homes that a home was joined into until some time after `since`."""
    rows = store.all(
        "SELECT into_home FROM joins WHERE home_id = :home AND undone_at > :since",
        home=home, since=since,
    )  # fmt: skip
    return [row["into_home"] for row in rows]
