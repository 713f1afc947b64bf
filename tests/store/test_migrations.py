"""Each step of the schema takes over what the step before it held."""

from __future__ import annotations

import json
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


def test_photos_that_a_signed_revision_named_stay_to_be_seen() -> None:
    db = Database(sqlite3.connect(":memory:"))
    migrations.apply(db, stop_before="photos_of_drafts")
    named = {1: ("aa", "bb"), 2: ("aa",)}
    for number, digests in named.items():
        body = json.dumps({"photos": [{"sha256": each} for each in digests], "note": "bb"})
        db.execute(
            "INSERT INTO revisions VALUES ('visit', ?, '', ?, '{}', 0, ?, '', 'rules', '', '')",
            (number, body, number == 2),
        )
    for each in ("aa", "bb"):
        db.execute("INSERT INTO visit_photos VALUES ('visit', ?)", (each,))
    migrations.apply(db)
    kept = db.execute("SELECT sha256, signed FROM visit_photos ORDER BY sha256").fetchall()
    assert kept == [("aa", 1), ("bb", 0)]
    db.close()
