"""Which known homes each found home may be: worked out once, and anew when its basis grows."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gcp.store.engine import Row, Store, listed


def undecided(store: Store, teams: Iterable[str]) -> list[Row]:
    """The found homes of these teams that are joined with none, the newest first."""
    names, values = listed(teams)
    return store.all(
        "SELECT h.id, h.team_id, h.name, h.address, h.postcode, f.found_at, f.received_at,"
        " a.name AS finder FROM found_homes f JOIN homes h ON h.id = f.home_id"
        " JOIN accounts a ON a.id = f.found_by"
        f" WHERE h.team_id IN ({names}) AND NOT EXISTS (SELECT 1 FROM joins j"
        " WHERE j.home_id = h.id AND j.undone_at IS NULL) ORDER BY f.received_at DESC, h.id",
        **values,
    )


def kept(store: Store, homes: Iterable[str]) -> dict[str, Row]:
    """What was found for each of these homes, with the basis it rests on."""
    names, values = listed(homes)
    rows = store.all(
        f"SELECT home_id, basis, found FROM home_matches WHERE home_id IN ({names})", **values
    )
    return {row["home_id"]: {**row, "found": json.loads(row["found"])} for row in rows}


def keep(store: Store, home: str, basis: str, found: list[Row]) -> None:
    """Keep what was found for a home in place of what was before."""
    with store.writing():
        store.run(
            "INSERT INTO home_matches (home_id, basis, found) VALUES (:home, :basis, :found)"
            " ON CONFLICT (home_id) DO UPDATE SET basis = excluded.basis, found = excluded.found",
            home=home, basis=basis, found=json.dumps(found, separators=(",", ":")),
        )  # fmt: skip
