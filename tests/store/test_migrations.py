"""Each step of the schema takes over what the step before it held."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database

from gcp.store.migrations import migrations

SIGHTING = ("visit", 1, "ab" * 32, "{}", "2026-03-01T12:00:00.000Z")


def test_conflicts_kept_before_choices_were_recorded_are_unsettled() -> None:
    db = Database(sqlite3.connect(":memory:"))
    migrations.apply(db, stop_before="conflict_choices")
    db.execute("INSERT INTO conflicts VALUES (?, ?, ?, ?, ?)", SIGHTING)
    migrations.apply(db)
    assert [tuple(row) for row in db.execute("SELECT * FROM conflicts")] == [
        (*SIGHTING, None, None)
    ]
    assert migrations.pending(db) == []
    db.close()
