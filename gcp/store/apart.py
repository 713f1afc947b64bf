"""Homes that are kept apart, with why; each decision a row of its own, the newest counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from gcp.store.engine import Row, Store, listed

APART, UNDONE = "apart", "undone"

_NEWEST = (
    "d.number = (SELECT max(n.number) FROM apart_decisions n"
    " WHERE n.home_id = d.home_id AND n.other_home = d.other_home)"
)
_FROM = (
    "SELECT d.home_id, d.other_home, d.number, d.state, d.kind, d.why, d.signs, d.decided_at,"
    " d.decided_by, a.name AS decider FROM apart_decisions d"
    " JOIN accounts a ON a.id = d.decided_by"
)


def add(store: Store, decision: Row, signs: Iterable[str] = ()) -> None:
    """The next decision on two homes: home_id, other_home, state, kind, why, decided_at and _by.

    `signs`: all that spoke for their being one home at the time.
    """
    with store.writing():
        store.run(
            "INSERT INTO apart_decisions (home_id, other_home, number, state, kind, why, signs,"
            " decided_at, decided_by) VALUES (:home_id, :other_home, (SELECT"
            " coalesce(max(number), 0) + 1 FROM apart_decisions WHERE home_id = :home_id AND"
            " other_home = :other_home), :state, :kind, :why, :signs, :decided_at, :decided_by)",
            **decision, signs=json.dumps(sorted(signs)),
        )  # fmt: skip


def of_home(store: Store, home: str) -> list[Row]:
    """The decisions that keep a home apart from others now, whichever of the two was the found one.

    `other` is the other home of each.
    """
    rows = store.all(
        f"{_FROM} WHERE (d.home_id = :home OR d.other_home = :home) AND {_NEWEST}"
        " AND d.state = 'apart' ORDER BY d.decided_at, d.other_home, d.home_id",
        home=home,
    )
    return [_row(row, home) for row in rows]


def of_homes(store: Store, homes: Sequence[str]) -> dict[str, list[Row]]:
    """The same for many homes at once."""
    names, values = listed(homes)
    rows = store.all(
        f"{_FROM} WHERE (d.home_id IN ({names}) OR d.other_home IN ({names})) AND {_NEWEST}"
        " AND d.state = 'apart'",
        **values,
    )
    return {
        home: [_row(row, home) for row in rows if home in (row["home_id"], row["other_home"])]
        for home in homes
    }


def every(store: Store, home: str, other: str) -> list[Row]:
    """All that was ever decided on two homes, oldest first."""
    rows = store.all(
        f"{_FROM} WHERE (d.home_id = :home AND d.other_home = :other)"
        " OR (d.home_id = :other AND d.other_home = :home) ORDER BY d.decided_at, d.number",
        home=home, other=other,
    )  # fmt: skip
    return [_row(row, home) for row in rows]


def _row(row: Row, home: str) -> Row:
    other = row["other_home"] if row["home_id"] == home else row["home_id"]
    return {**row, "signs": json.loads(row["signs"]), "other": other}
