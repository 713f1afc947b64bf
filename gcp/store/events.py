"""Events of the chronology: each change a row of its own, the newest counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from gcp.core.events import Event
from gcp.store import joins
from gcp.store.engine import Row, Store, listed

_FIELDS = (
    "e.event_id, e.number, e.home_id, e.kind, e.agency, e.day, e.until, e.source, e.words,"
    " e.significance, e.children, e.area, e.outcome, e.outcome_why, e.made_up_by, e.withdrawn,"
    " e.reason, e.recorded_at, e.recorded_by, a.name AS recorder"
)
_FROM = f"SELECT {_FIELDS} FROM events e JOIN accounts a ON a.id = e.recorded_by"
_NEWEST = "e.number = (SELECT max(n.number) FROM events n WHERE n.event_id = e.event_id)"
_STANDING = f"{_NEWEST} AND e.withdrawn = 0"


def add(store: Store, event: Row) -> None:
    """A new event, or the next revision of one: a value for each column of the table.

    Raises sqlite3.IntegrityError where another revision has that number.
    """
    with store.writing():
        store.run(
            "INSERT INTO events (event_id, number, home_id, kind, agency, day, until, source,"
            " words, significance, children, area, outcome, outcome_why, made_up_by, withdrawn,"
            " reason, recorded_at, recorded_by) VALUES (:event_id, :number, :home_id, :kind,"
            " :agency, :day, :until, :source, :words, :significance, :children, :area, :outcome,"
            " :outcome_why, :made_up_by, :withdrawn, :reason, :recorded_at, :recorded_by)",
            **{
                **event,
                "children": json.dumps(list(event["children"])),
                "made_up_by": json.dumps(list(event["made_up_by"])),
                "withdrawn": int(event["withdrawn"]),
            },
        )


def of_home(store: Store, home: str) -> list[Event]:
    """Every event of a home that stands, oldest first, as its newest revision.

    Events of a home joined into it are among them, with its children under the ids they have here.
    """
    rows = store.all(
        f"{_FROM} WHERE e.home_id IN ({joins.TOGETHER}) AND {_STANDING}"
        " ORDER BY e.day, e.recorded_at, e.event_id",
        home=home,
    )
    same = joins.same_people(store, [home]).get(home, {})
    return [_event(row, same) for row in rows]


def own_of_home(store: Store, home: str, account: str) -> list[Event]:
    """What one account recorded of a home: each event as that account last wrote it.

    Without those that it withdrew; `changed_since` where somebody else wrote a later revision.
    """
    rows = store.all(
        f"SELECT {_FIELDS}, {_NEWEST} AS newest FROM events e JOIN accounts a"
        f" ON a.id = e.recorded_by WHERE e.home_id IN ({joins.TOGETHER}) AND e.number ="
        " (SELECT max(n.number) FROM events n WHERE n.event_id = e.event_id"
        " AND n.recorded_by = :account) AND e.recorded_by = :account AND e.withdrawn = 0"
        " ORDER BY e.day, e.recorded_at, e.event_id",
        home=home, account=account,
    )  # fmt: skip
    same = joins.same_people(store, [home]).get(home, {})
    return [replace(_event(row, same), changed_since=not row["newest"]) for row in rows]


def own_of_account(store: Store, account: str, limit: int) -> list[Event]:
    """What one account recorded anywhere, as it last wrote it, the newest first.

    Without what it withdrew.
    """
    rows = store.all(
        f"SELECT {_FIELDS}, {_NEWEST} AS newest FROM events e JOIN accounts a"
        " ON a.id = e.recorded_by WHERE e.recorded_by = :account AND e.withdrawn = 0"
        " AND e.number = (SELECT max(n.number) FROM events n WHERE n.event_id = e.event_id"
        " AND n.recorded_by = :account) ORDER BY e.day DESC, e.recorded_at DESC, e.event_id"
        " LIMIT :limit",
        account=account, limit=limit,
    )  # fmt: skip
    return [replace(_event(row, {}), changed_since=not row["newest"]) for row in rows]


def of_homes(store: Store, homes: Iterable[str]) -> dict[str, list[Event]]:
    """The same for many homes at once, by home; a home without events is not among them."""
    asked = list(homes)
    joined, same = joins.into_homes(store, asked), joins.same_people(store, asked)
    shown_in: dict[str, list[str]] = {home: [home] for home in asked}
    for home, rows in joined.items():
        for row in rows:
            shown_in.setdefault(row["home_id"], []).append(home)
    names, values = listed(shown_in)
    found: dict[str, list[Event]] = {}
    for row in store.all(
        f"{_FROM} WHERE e.home_id IN ({names}) AND {_STANDING}"
        " ORDER BY e.day, e.recorded_at, e.event_id",
        **values,
    ):
        for home in shown_in[row["home_id"]]:
            found.setdefault(home, []).append(_event(row, same.get(home, {})))
    return found


def withdrawn_of_home(store: Store, home: str) -> list[Event]:
    """The events of a home that were withdrawn, as their newest revision, oldest first."""
    rows = store.all(
        f"{_FROM} WHERE e.home_id IN ({joins.TOGETHER}) AND {_NEWEST} AND e.withdrawn = 1"
        " ORDER BY e.day, e.recorded_at, e.event_id",
        home=home,
    )
    return [_event(row, {}) for row in rows]


def every_revision(store: Store, home: str) -> list[Event]:
    """All that was ever written of a home and those joined into it, each as it was recorded.

    One event after the other, the withdrawn too, each with its revisions in their order.
    """
    rows = store.all(
        f"{_FROM} WHERE e.home_id IN ({joins.TOGETHER}) ORDER BY e.event_id, e.number", home=home
    )
    return [_event(row, {}) for row in rows]


def find(store: Store, event: str) -> Event | None:
    """The newest revision of one event, withdrawn or not, just as it was recorded."""
    row = store.one(f"{_FROM} WHERE e.event_id = :event AND {_NEWEST}", event=event)
    return _event(row, {}) if row else None


def find_all(store: Store, ids: Iterable[str]) -> list[Event]:
    """The newest revision of each of these events, in no order."""
    names, values = listed(ids)
    rows = store.all(f"{_FROM} WHERE e.event_id IN ({names}) AND {_NEWEST}", **values)
    return [_event(row, {}) for row in rows]


def history_of(store: Store, event: str) -> list[Event]:
    """Every revision of one event, newest first, just as each was recorded."""
    rows = store.all(f"{_FROM} WHERE e.event_id = :event ORDER BY e.number DESC", event=event)
    return [_event(row, {}) for row in rows]


def _event(row: Row, same: Mapping[str, str]) -> Event:
    children = (same.get(each, each) for each in json.loads(row["children"]))
    return Event(
        id=row["event_id"], home=row["home_id"], kind=row["kind"], agency=row["agency"],
        day=date.fromisoformat(row["day"]), source=row["source"], words=row["words"],
        significance=row["significance"],
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        children=tuple(dict.fromkeys(children)), area=row["area"], outcome=row["outcome"],
        outcome_why=row["outcome_why"], made_up_by=tuple(json.loads(row["made_up_by"])),
        number=row["number"], reason=row["reason"], withdrawn=bool(row["withdrawn"]),
        recorded_at=row["recorded_at"], recorded_by=row["recorded_by"], recorder=row["recorder"],
    )  # fmt: skip
