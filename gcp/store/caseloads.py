"""What the packs of many homes rest on, in a few questions for all of them together."""

from __future__ import annotations

from collections.abc import Iterable

from gcp.store.engine import Row, Store, listed


def people(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """Everyone recorded in each of these homes, by id."""
    names, values = listed(homes)
    return _by_home(
        store.all(
            "SELECT home_id, id, kind, name, born, about_years, relation FROM people"
            f" WHERE home_id IN ({names}) ORDER BY home_id, id",
            **values,
        )
    )


def signed_work(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """Each author's signed visits to each of these homes, as sums that only ever grow.

    How many visits, the sum of their last signed revisions, and how many photos have come.
    """
    names, values = listed(homes)
    return _by_home(
        store.all(
            "SELECT v.home_id, v.author_id, a.name, count(*) AS visits,"
            " sum(v.signed_revision) AS revisions,"
            " sum((SELECT count(*) FROM visit_photos vp JOIN photo_senders ps"
            " ON ps.sha256 = vp.sha256 AND ps.account_id = v.author_id"
            " WHERE vp.visit_id = v.id AND vp.signed = 1)) AS photos"
            " FROM visits v JOIN accounts a ON a.id = v.author_id"
            f" WHERE v.home_id IN ({names}) AND v.signed_revision IS NOT NULL"
            " GROUP BY v.home_id, v.author_id, a.name ORDER BY v.home_id, v.author_id",
            **values,
        )
    )


def _by_home(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.pop("home_id"), []).append(row)
    return found
