"""Decisions to share: the fields of each revision of such an event, beside its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from gcp.core.sharing import Sharing
from gcp.store.engine import Row, Store, listed

_FIELDS = "decided, what, agency, whom, why, basis, consent, consent_why"


def add(store: Store, event: str, number: int, sharing: Sharing) -> None:
    """The fields of a revision of an event."""
    with store.writing():
        store.run(
            f"INSERT INTO sharing_decisions (event_id, number, {_FIELDS}) VALUES (:event, :number,"
            " :decided, :what, :agency, :whom, :why, :basis, :consent, :consent_why)",
            event=event, number=number, **asdict(sharing),
        )  # fmt: skip


def of_events(store: Store, events: Iterable[str]) -> dict[tuple[str, int], Sharing]:
    """The fields of these events' decisions, by event and the revision they came with."""
    names, values = listed(events)
    rows = store.all(
        f"SELECT event_id, number, {_FIELDS} FROM sharing_decisions WHERE event_id IN ({names})",
        **values,
    )
    return {(row.pop("event_id"), row.pop("number")): Sharing(**row) for row in rows}


def find(store: Store, event: str, number: int) -> Sharing | None:
    """A decision as it stood with a revision of its event; None for any other event."""
    row: Row | None = store.one(
        f"SELECT {_FIELDS} FROM sharing_decisions WHERE event_id = :event AND number <= :number"
        " ORDER BY number DESC LIMIT 1",
        event=event, number=number,
    )  # fmt: skip
    return Sharing(**row) if row else None
