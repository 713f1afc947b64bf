"""What homes and people are called in the system that they came from."""

from __future__ import annotations

from collections.abc import Iterator

from gcp.store.engine import Row, Store


def add(store: Store, kind: str, external_id: str, id: str, at: str) -> None:
    """What a new home or person is called elsewhere."""
    with store.writing():
        store.run(
            "INSERT INTO external_ids (kind, external_id, id, added_at)"
            " VALUES (:kind, :external_id, :id, :at)",
            kind=kind, external_id=external_id, id=id, at=at,
        )  # fmt: skip


def home(store: Store, external_id: str) -> Row | None:
    """The home that is called so."""
    return store.one(
        "SELECT h.id, h.team_id, h.name, h.address, h.postcode FROM external_ids e"
        " JOIN homes h ON h.id = e.id WHERE e.kind = 'home' AND e.external_id = :external_id",
        external_id=external_id,
    )


def person(store: Store, external_id: str) -> Row | None:
    """The person who is called so."""
    return store.one(
        "SELECT p.id, p.home_id, p.kind, p.name, p.born, p.about_years, p.relation"
        " FROM external_ids e JOIN people p ON p.id = e.id"
        " WHERE e.kind = 'person' AND e.external_id = :external_id",
        external_id=external_id,
    )


def places(store: Store, team: str) -> Iterator[Row]:
    """The addresses of a team's homes, with what these are called elsewhere, if anything."""
    return store.each(
        "SELECT h.address, h.postcode, e.external_id FROM homes h LEFT JOIN external_ids e"
        " ON e.id = h.id AND e.kind = 'home' WHERE h.team_id = :team",
        team=team,
    )
