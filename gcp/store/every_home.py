"""All homes, for what goes through the whole database."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gcp.core.rules import Rules, rules_from_json
from gcp.store.engine import Row, Store


def standing(store: Store) -> Iterator[Row]:
    """Every home that is not joined into another: id and team_id."""
    return store.each(
        "SELECT h.id, h.team_id FROM homes h WHERE NOT EXISTS (SELECT 1 FROM joins j"
        " WHERE j.home_id = h.id AND j.undone_at IS NULL)"
    )


def rules(store: Store) -> Iterator[Rules]:
    """Every version of the rules that was ever used."""
    for row in store.all("SELECT body FROM rules ORDER BY first_used_at, digest"):
        yield rules_from_json(json.loads(row["body"]))
