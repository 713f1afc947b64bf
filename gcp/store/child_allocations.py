"""Who is allocated to single children of a home: each time a row of its own, only ever ended.

An allocation follows the child: where homes were joined, it holds under every id that the child has
in either of them, and the other way when the join is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gcp.store import joins
from gcp.store.engine import Row, Store, listed


def add(store: Store, allocation: Row) -> None:
    """A new allocation: id, person_id, account_id, since, set_by; nothing if one stands."""
    with store.writing():
        store.run(
            "INSERT INTO child_allocations (id, person_id, account_id, since, set_by)"
            " VALUES (:id, :person_id, :account_id, :since, :set_by)"
            " ON CONFLICT (person_id, account_id) WHERE until IS NULL DO NOTHING",
            **allocation,
        )


def end(store: Store, account: str, children: Iterable[str], at: str, by: str) -> None:
    """End the allocations of an account to children with these ids."""
    names, values = listed(children)
    with store.writing():
        store.run(
            "UPDATE child_allocations SET until = :at, ended_by = :by WHERE account_id = :account"
            f" AND until IS NULL AND person_id IN ({names})",
            account=account, at=at, by=by, **values,
        )  # fmt: skip


def pairs(store: Store, home: str) -> frozenset[tuple[str, str]]:
    """Each account with each child of a home that it is allocated to, under every id it has."""
    rows = store.all(
        "SELECT c.account_id, c.person_id FROM people p"
        " JOIN child_allocations c ON c.person_id = p.id AND c.until IS NULL"
        f" WHERE p.home_id IN ({joins.TOGETHER})",
        home=home,
    )
    if not rows:
        return frozenset()
    same = joins.same_people(store, [home]).get(home, {})
    return frozenset(
        (row["account_id"], each) for row in rows for each in ids_of(row["person_id"], same)
    )


def of_account(store: Store, account: str) -> dict[str, set[str]]:
    """The children that an account is allocated to, by home: also by one that theirs is part of."""
    rows = store.all(
        "SELECT c.person_id, p.home_id, j.into_home FROM child_allocations c"
        " JOIN people p ON p.id = c.person_id"
        " LEFT JOIN joins j ON j.home_id = p.home_id AND j.undone_at IS NULL"
        " WHERE c.account_id = :account AND c.until IS NULL",
        account=account,
    )
    found: dict[str, set[str]] = {}
    if rows:
        homes = {row[name] for row in rows for name in ("home_id", "into_home") if row[name]}
        same = joins.same_people(store, homes)
        for row in rows:
            for home in {row["home_id"], row["into_home"] or row["home_id"]}:
                ids = ids_of(row["person_id"], same.get(home, {}))
                found.setdefault(home, set()).update(ids)
    return found


def ids_of(person: str, same: Mapping[str, str]) -> set[str]:
    """Every id of a person in a home, whose joined homes' people are whom of its own."""
    known = same.get(person, person)
    return {person, known, *(each for each, end in same.items() if end == known)}
