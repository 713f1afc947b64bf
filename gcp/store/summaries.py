"""What each home's history comes to: kept beside it, and known to be out of date by its basis."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gcp.core.summary import FORMAT, Summary, line_json, patterns_json, summary_from_json
from gcp.store import joins
from gcp.store.engine import Store, listed

# Rows of these are only ever added, or go up by one: whatever is new, one of the numbers grows.
_COUNTS = (
    "SELECT home_id, 'v' AS what, COUNT(*) AS n, SUM(signed_revision) AS top FROM visits"
    " WHERE home_id IN ({homes}) AND signed_revision IS NOT NULL GROUP BY home_id"
    " UNION ALL SELECT home_id, 'e', COUNT(*), 0 FROM events"
    " WHERE home_id IN ({homes}) GROUP BY home_id"
)


def bases(store: Store, homes: Iterable[str], rules: str) -> dict[str, str]:
    """For each home, what its summary would rest on now, under the rules in force."""
    asked = list(homes)
    joined = joins.into_homes(store, asked)
    same = joins.same_people(store, asked) if joined else {}
    together = {home: [home, *(row["home_id"] for row in joined.get(home, ()))] for home in asked}
    names, values = listed({each for all in together.values() for each in all})
    counts: dict[str, list[str]] = {}
    for row in store.all(_COUNTS.format(homes=names), **values):
        counts.setdefault(row["home_id"], []).append(f"{row['what']}{row['n']}.{row['top']}")
    return {
        home: " ".join([
            f"f{FORMAT}", rules,
            *(f"{each if each != home else ''}:{','.join(sorted(counts.get(each, ())))}"
              for each in all),
            *(f"{one}={other}" for one, other in sorted(same.get(home, {}).items())),
        ])
        for home, all in together.items()
    }  # fmt: skip


def kept(store: Store, bases: dict[str, str], with_patterns: bool = False) -> dict[str, Summary]:
    """The summaries that rest on just these; without their patterns unless asked for."""
    names, values = listed(bases)
    patterns = "patterns" if with_patterns else "'[]'"
    rows = store.all(
        f"SELECT home_id, basis, line, {patterns} AS patterns FROM home_summaries"
        f" WHERE home_id IN ({names})",
        **values,
    )
    return {
        row["home_id"]: summary_from_json(json.loads(row["line"]), json.loads(row["patterns"]))
        for row in rows
        if row["basis"] == bases[row["home_id"]]
    }


def keep(store: Store, home: str, basis: str, summary: Summary) -> None:
    """Keep a home's summary in place of the one before."""
    line, patterns = (
        json.dumps(each, separators=(",", ":"), ensure_ascii=False)
        for each in (line_json(summary), patterns_json(summary))
    )
    with store.writing():
        store.run(
            "INSERT INTO home_summaries (home_id, basis, line, patterns)"
            " VALUES (:home, :basis, :line, :patterns) ON CONFLICT (home_id) DO UPDATE SET"
            " basis = excluded.basis, line = excluded.line, patterns = excluded.patterns",
            home=home, basis=basis, line=line, patterns=patterns,
        )  # fmt: skip
