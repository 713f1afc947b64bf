"""Homes, who is allocated to them, and the household's people."""

from __future__ import annotations

from collections.abc import Iterable

from gcp.core.access import HomeTies
from gcp.store import child_allocations, joins, match_keys
from gcp.store.engine import Row, Store, listed

_ALLOCATED = (
    "{h}.id IN (SELECT home_id FROM allocations WHERE account_id = :account AND until IS NULL)"
)
_REACHABLE = (
    "({h}.team_id IN (SELECT team_id FROM memberships WHERE account_id = :account)"
    f" AND :by_team = 1 OR {_ALLOCATED})"
)
_HOLDS = (
    "(lower({h}.name) LIKE :like ESCAPE '\\' OR lower({h}.address) LIKE :like ESCAPE '\\'"
    " OR lower({h}.postcode) LIKE :like ESCAPE '\\' OR EXISTS"
    " (SELECT 1 FROM people p WHERE p.home_id = {h}.id AND lower(p.name) LIKE :like ESCAPE '\\'"
    "{named}))"
)
# A home that is joined with another is found through that one by whoever can reach it. All of this
# is asked of the homes within reach and through indexes: no search reads all people there are.
_LIKE = (
    f"(:like IS NULL OR {_HOLDS.replace('{h}', 'h')} OR EXISTS (SELECT 1 FROM joins j"
    " JOIN homes f ON f.id = j.home_id WHERE j.into_home = h.id AND j.undone_at IS NULL"
    f" AND {_HOLDS.replace('{h}', 'f')}))"
)
_STANDS_ALONE = (
    "NOT EXISTS (SELECT 1 FROM joins j JOIN homes k ON k.id = j.into_home"
    " WHERE j.home_id = h.id AND j.undone_at IS NULL AND {reachable})"
)
_CHILDREN_FIRST = (
    "ORDER BY CASE kind WHEN 'child' THEN 0 WHEN 'carer' THEN 1 ELSE 2 END,"
    " coalesce(born, ''), name, id"
)


def add(store: Store, home: Row) -> None:
    """A new home: id, team_id, name, address, postcode, created_at, created_by."""
    with store.writing():
        store.run(
            "INSERT INTO homes (id, team_id, name, address, postcode, created_at, created_by)"
            " VALUES (:id, :team_id, :name, :address, :postcode, :created_at, :created_by)",
            **home,
        )
        match_keys.keep_home(store, home)


def allocate(store: Store, home: str, account: str, since: str) -> None:
    """Put a home on someone's list; what ended in the same moment goes on."""
    with store.writing():
        store.run(
            "INSERT INTO allocations (home_id, account_id, since) VALUES (:home, :account, :since)"
            " ON CONFLICT (home_id, account_id, since) DO UPDATE SET until = NULL",
            home=home, account=account, since=since,
        )  # fmt: skip


def find(store: Store, home: str) -> Row | None:
    """One home by its id."""
    return store.one(
        "SELECT id, team_id, name, address, postcode, created_at, created_by FROM homes"
        " WHERE id = :home",
        home=home,
    )


def ties(store: Store, home: str) -> HomeTies | None:
    """What decides access to a home, or None if there is no such home."""
    row = store.one("SELECT team_id FROM homes WHERE id = :home", home=home)
    if row is None:
        return None
    allocated = store.all(
        "SELECT account_id FROM allocations WHERE home_id = :home AND until IS NULL", home=home
    )
    return HomeTies(
        row["team_id"], frozenset(each["account_id"] for each in allocated),
        child_allocations.pairs(store, home),
    )  # fmt: skip


def reachable(
    store: Store, account: str, by_team: bool, query: str = "", limit: int = 500, near: str = ""
) -> list[Row]:
    """Homes on the account's list (and its teams', if so asked) that hold the words of the query.

    Those of children that it is allocated to are among them: of these only such children's names
    are searched. Those with the postcode `near` come first; `allocated` says which are on its own
    list, `own_children` which children it is allocated to.
    """
    own = child_allocations.of_account(store, account)
    homes, home_ids = _among("{h}.id", "home", own)
    people, people_ids = _among("p.id", "child", {each for ids in own.values() for each in ids})
    # Without any such children the question stays as short as it was.
    reaches = f"({_REACHABLE} OR {homes})" if own else _REACHABLE
    named = f" AND ({_REACHABLE.format(h='h')} OR {people})" if own else ""
    rows = store.all(
        f"SELECT h.id, h.team_id, h.name, h.address, h.postcode, {_ALLOCATED.format(h='h')} AS"
        f" allocated FROM homes h WHERE {reaches.format(h='h')}"
        f" AND {_STANDS_ALONE.format(reachable=reaches.format(h='k'))}"
        f" AND {_LIKE.format(named=named)}"
        " ORDER BY CASE upper(replace(h.postcode, ' ', '')) WHEN :near THEN 0 ELSE 1 END,"
        " h.address, h.id LIMIT :limit",
        account=account, by_team=int(by_team), like=_like(query), limit=limit, near=near or None,
        **home_ids, **people_ids,
    )  # fmt: skip
    return [{**row, "own_children": own.get(row["id"], set())} for row in rows]


def _among(column: str, name: str, ids: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The words and values of `column IN (…)`, under names of their own."""
    values = {f"{name}{n}": each for n, each in enumerate(sorted(ids))}
    return f"{column} IN ({', '.join(f':{each}' for each in values) or 'NULL'})", values


def people(store: Store, home: str) -> list[Row]:
    """The people of a home: children first, oldest first, then adults by name.

    Among them is everyone of a home joined into it who is nobody of its own.
    """
    rows = store.all(
        "SELECT id, kind, name, born, about_years, relation, added_at FROM people"
        f" WHERE home_id IN ({joins.TOGETHER}) {_CHILDREN_FIRST}",
        home=home,
    )
    same = joins.same_people(store, [home]).get(home, {})
    return [row for row in rows if row["id"] not in same]


def children_of(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """The children of each of these homes, as `people` has them, in a few questions for all."""
    asked = list(homes)
    joined, same = joins.into_homes(store, asked), joins.same_people(store, asked)
    known_as = {home: [home] for home in asked}
    for into, rows in joined.items():
        for row in rows:
            known_as.setdefault(row["home_id"], []).append(into)
    names, values = listed(known_as)
    found: dict[str, list[Row]] = {home: [] for home in asked}
    for row in store.all(
        "SELECT id, home_id, kind, name, born, about_years FROM people"
        f" WHERE kind = 'child' AND home_id IN ({names}) {_CHILDREN_FIRST}",
        **values,
    ):
        for home in known_as[row["home_id"]]:
            if row["id"] not in same.get(home, {}):
                found[home].append(row)
    return found


def home_of_person(store: Store, person: str) -> str | None:
    """The home that a person is recorded in."""
    row = store.one("SELECT home_id FROM people WHERE id = :person", person=person)
    return row["home_id"] if row else None


def add_person(store: Store, person: Row) -> None:
    """A new person: id, home_id, kind, name, born, about_years, relation, added_at, added_by.

    Nothing if the person is there: what a later visit calls them stays in that visit.
    """
    with store.writing():
        added = store.run(
            "INSERT INTO people"
            " (id, home_id, kind, name, born, about_years, relation, added_at, added_by)"
            " VALUES (:id, :home_id, :kind, :name, :born, :about_years, :relation, :added_at,"
            " :added_by) ON CONFLICT (id) DO NOTHING",
            **person,
        )
        if added:
            match_keys.keep_person(store, person)


def _like(query: str) -> str | None:
    words = query.strip().lower()
    if not words:
        return None
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
