"""Requests for a check, should somebody have care: asked and ended by rows that are never changed."""

from __future__ import annotations

from collections.abc import Iterable

from gcp.store.engine import Row, Store, listed
from gcp.store.joins import TOGETHER

_FROM = (
    "SELECT c.home_id, c.person_id, c.number, c.state, c.what, c.why, c.source, c.day, c.made_at,"
    " c.made_by, a.name AS maker FROM asked_checks c JOIN accounts a ON a.id = c.made_by"
)


def add(store: Store, row: Row) -> None:
    """The next row on a person: home_id, person_id, state, what, why, source, day, made_at, made_by."""
    with store.writing():
        store.run(
            "INSERT INTO asked_checks (home_id, person_id, number, state, what, why, source, day,"
            " made_at, made_by) VALUES (:home_id, :person_id, (SELECT coalesce(max(number), 0) + 1"
            " FROM asked_checks WHERE person_id = :person_id), :state, :what, :why, :source, :day,"
            " :made_at, :made_by)",
            **row,
        )


def of_homes(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """Every row on people of each of these homes, by home and person, oldest first."""
    names, values = listed(homes)
    found: dict[str, list[Row]] = {}
    for row in store.all(
        f"{_FROM} WHERE c.home_id IN ({names}) ORDER BY c.home_id, c.person_id, c.number", **values
    ):
        found.setdefault(row["home_id"], []).append(row)
    return found


def of_person(store: Store, person: str) -> list[Row]:
    """Every row on one person, oldest first."""
    return store.all(f"{_FROM} WHERE c.person_id = :person ORDER BY c.number", person=person)


def homes_of_teams(store: Store, teams: Iterable[str]) -> list[Row]:
    """The homes of these teams with somebody on whom there are rows."""
    names, values = listed(teams)
    return store.all(
        "SELECT h.id, h.team_id, h.name, h.address, h.postcode FROM homes h"
        f" WHERE h.team_id IN ({names}) AND EXISTS (SELECT 1 FROM asked_checks c"
        " WHERE c.home_id = h.id) ORDER BY h.address, h.id",
        **values,
    )


def people(store: Store, ids: Iterable[str]) -> dict[str, Row]:
    """These people as they were recorded."""
    names, values = listed(ids)
    rows = store.all(
        "SELECT id, home_id, kind, name, born, about_years, relation, added_at FROM people"
        f" WHERE id IN ({names})",
        **values,
    )
    return {row["id"]: row for row in rows}


def changed_since(store: Store, home: str, since: str) -> bool:
    """Whether something was asked or ended after a time, in a home or one joined into it."""
    row = store.one(
        f"SELECT 1 AS yes FROM asked_checks WHERE home_id IN ({TOGETHER}) AND made_at > :since",
        home=home, since=since,
    )  # fmt: skip
    return row is not None
