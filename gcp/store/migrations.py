"""The schema, in steps that are only ever added to."""

from __future__ import annotations

from gcp.core.addresses import read_home
from gcp.core.match_keys import address_keys, child_keys
from gcp.store.library import Database, Migrations

migrations = Migrations("gcp")

# Times are UTC, "2026-03-01T10:00:00.000Z", so that they sort as text. Ids are UUIDs or digests.
FIRST_SCHEMA = """
CREATE TABLE teams (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, agency TEXT NOT NULL,
    takes_new_homes INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE accounts (
    id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
    agency TEXT NOT NULL, password_hash TEXT NOT NULL, demonstration INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL, last_sign_in_at TEXT, disabled_at TEXT
);
CREATE TABLE memberships (
    account_id TEXT NOT NULL REFERENCES accounts(id), team_id TEXT NOT NULL REFERENCES teams(id),
    PRIMARY KEY (account_id, team_id)
);
CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES accounts(id),
    started_at TEXT NOT NULL, expires_at TEXT NOT NULL, ended_at TEXT
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE TABLE sign_in_failures (who TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX sign_in_failures_by_who ON sign_in_failures (who, at);

CREATE TABLE homes (
    id TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES teams(id), name TEXT NOT NULL,
    address TEXT NOT NULL, postcode TEXT NOT NULL, created_at TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES accounts(id)
);
CREATE INDEX homes_by_team ON homes (team_id);
CREATE TABLE allocations (
    home_id TEXT NOT NULL REFERENCES homes(id), account_id TEXT NOT NULL REFERENCES accounts(id),
    since TEXT NOT NULL, until TEXT, PRIMARY KEY (home_id, account_id, since)
);
CREATE INDEX allocations_by_account ON allocations (account_id);
CREATE TABLE people (
    id TEXT PRIMARY KEY, home_id TEXT NOT NULL REFERENCES homes(id), kind TEXT NOT NULL,
    name TEXT NOT NULL, born TEXT, about_years INTEGER, relation TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL, added_by TEXT NOT NULL REFERENCES accounts(id)
);
CREATE INDEX people_by_home ON people (home_id);

CREATE TABLE rules (
    digest TEXT PRIMARY KEY, version TEXT NOT NULL, body TEXT NOT NULL, first_used_at TEXT NOT NULL
);
CREATE TABLE visits (
    id TEXT PRIMARY KEY, home_id TEXT NOT NULL REFERENCES homes(id),
    author_id TEXT NOT NULL REFERENCES accounts(id), observed_at TEXT NOT NULL,
    kind TEXT NOT NULL, access TEXT NOT NULL, latest_revision INTEGER NOT NULL,
    signed_revision INTEGER, received_at TEXT NOT NULL
);
CREATE INDEX visits_by_home ON visits (home_id, observed_at);
CREATE INDEX visits_by_author ON visits (author_id, observed_at);
CREATE TABLE revisions (
    visit_id TEXT NOT NULL REFERENCES visits(id), number INTEGER NOT NULL, sha256 TEXT NOT NULL,
    body TEXT NOT NULL, result TEXT NOT NULL, differs INTEGER NOT NULL, signed INTEGER NOT NULL,
    reason TEXT NOT NULL, rules_digest TEXT NOT NULL REFERENCES rules(digest),
    written_at TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (visit_id, number)
);
CREATE TABLE conflicts (
    visit_id TEXT NOT NULL REFERENCES visits(id), number INTEGER NOT NULL, sha256 TEXT NOT NULL,
    body TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (visit_id, number, sha256)
);

CREATE TABLE photos (
    sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, type TEXT NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, taken_at TEXT, received_at TEXT NOT NULL,
    received_from TEXT NOT NULL REFERENCES accounts(id)
);
CREATE TABLE visit_photos (
    visit_id TEXT NOT NULL REFERENCES visits(id), sha256 TEXT NOT NULL,
    PRIMARY KEY (visit_id, sha256)
);
CREATE INDEX visit_photos_by_photo ON visit_photos (sha256);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, account_id TEXT, action TEXT NOT NULL,
    home_id TEXT, visit_id TEXT, detail TEXT NOT NULL, previous TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE INDEX audit_by_account ON audit (account_id, id);
CREATE INDEX audit_by_home ON audit (home_id, id);
"""


@migrations()
def first_schema(db: Database) -> None:
    """Accounts, homes, people, rules, visits, photos and the audit log."""
    for statement in FIRST_SCHEMA.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations()
def conflict_choices(db: Database) -> None:
    """What an author chose when two versions came under one number, and when."""
    db.execute("ALTER TABLE conflicts ADD COLUMN choice TEXT")
    db.execute("ALTER TABLE conflicts ADD COLUMN settled_at TEXT")


@migrations()
def photo_senders(db: Database) -> None:
    """Who has sent a photo's bytes: naming a digest in a visit opens no picture."""
    db.execute(
        "CREATE TABLE photo_senders (sha256 TEXT NOT NULL REFERENCES photos(sha256),"
        " account_id TEXT NOT NULL REFERENCES accounts(id), at TEXT NOT NULL,"
        " PRIMARY KEY (sha256, account_id))"
    )
    db.execute(
        "INSERT INTO photo_senders (sha256, account_id, at)"
        " SELECT sha256, received_from, received_at FROM photos"
    )


@migrations()
def photos_of_drafts(db: Database) -> None:
    """Which photos a signed revision names: what only a draft named is its author's alone."""
    db.execute("ALTER TABLE visit_photos ADD COLUMN signed INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "UPDATE visit_photos SET signed = 1 WHERE EXISTS (SELECT 1 FROM revisions r,"
        " json_each(r.body, '$.photos') p WHERE r.visit_id = visit_photos.visit_id"
        " AND r.signed = 1 AND json_extract(p.value, '$.sha256') = visit_photos.sha256)"
    )


@migrations()
def devices(db: Database) -> None:
    """Devices, how each person's work on them stands, and unsent work that its author removed."""
    db.execute(
        "CREATE TABLE devices (id TEXT PRIMARY KEY, first_seen_at TEXT NOT NULL,"
        " first_seen_by TEXT NOT NULL REFERENCES accounts(id), revoked_at TEXT,"
        " revoked_by TEXT REFERENCES accounts(id), emptied_at TEXT)"
    )
    db.execute(
        "CREATE TABLE device_reports (device_id TEXT NOT NULL REFERENCES devices(id),"
        " account_id TEXT NOT NULL REFERENCES accounts(id), seen_at TEXT NOT NULL,"
        " recovery_key TEXT, reported_at TEXT, app TEXT, rules TEXT, label TEXT,"
        " unsent_homes INTEGER, unsent_visits INTEGER, unsent_photos INTEGER, drafts INTEGER,"
        " oldest_unsent TEXT, persisted INTEGER, free_bytes INTEGER, clock_ahead_s INTEGER,"
        " PRIMARY KEY (device_id, account_id))"
    )
    db.execute("CREATE INDEX device_reports_by_account ON device_reports (account_id)")
    db.execute(
        "CREATE TABLE removed_work (account_id TEXT NOT NULL REFERENCES accounts(id),"
        " id TEXT NOT NULL, device_id TEXT NOT NULL REFERENCES devices(id),"
        " received_at TEXT NOT NULL, PRIMARY KEY (account_id, id))"
    )


@migrations()
def found_homes(db: Database) -> None:
    """Homes that were found on a visit with no network: what was sent, byte for byte."""
    db.execute(
        "CREATE TABLE found_homes (home_id TEXT PRIMARY KEY REFERENCES homes(id),"
        " sha256 TEXT NOT NULL, body TEXT NOT NULL, found_at TEXT NOT NULL,"
        " found_by TEXT NOT NULL REFERENCES accounts(id), received_at TEXT NOT NULL)"
    )
    db.execute(
        "CREATE TABLE found_home_conflicts (home_id TEXT NOT NULL REFERENCES found_homes(home_id),"
        " sha256 TEXT NOT NULL, body TEXT NOT NULL, received_at TEXT NOT NULL,"
        " PRIMARY KEY (home_id, sha256))"
    )


@migrations()
def joined_homes(db: Database) -> None:
    """Which found home is which known one, who of it is who, and when that was taken back."""
    db.execute(
        "CREATE TABLE joins (id TEXT PRIMARY KEY, home_id TEXT NOT NULL REFERENCES homes(id),"
        " into_home TEXT NOT NULL REFERENCES homes(id), joined_at TEXT NOT NULL,"
        " joined_by TEXT NOT NULL REFERENCES accounts(id), undone_at TEXT,"
        " undone_by TEXT REFERENCES accounts(id))"
    )
    db.execute("CREATE UNIQUE INDEX joins_standing ON joins (home_id) WHERE undone_at IS NULL")
    db.execute("CREATE INDEX joins_by_home ON joins (home_id)")
    db.execute("CREATE INDEX joins_by_into_home ON joins (into_home)")
    db.execute(
        "CREATE TABLE same_people (join_id TEXT NOT NULL REFERENCES joins(id),"
        " person_id TEXT NOT NULL REFERENCES people(id),"
        " same_as TEXT NOT NULL REFERENCES people(id), PRIMARY KEY (join_id, person_id))"
    )


@migrations()
def redactions(db: Database) -> None:
    """What was blacked out of a photo in a visit; the newest row counts, no row is ever changed."""
    db.execute(
        "CREATE TABLE redactions (id TEXT PRIMARY KEY,"
        " visit_id TEXT NOT NULL REFERENCES visits(id), sha256 TEXT NOT NULL,"
        " boxes TEXT NOT NULL, why TEXT NOT NULL, made_at TEXT NOT NULL,"
        " made_by TEXT NOT NULL REFERENCES accounts(id), number INTEGER NOT NULL,"
        " UNIQUE (visit_id, sha256, number))"
    )


@migrations()
def chronology(db: Database) -> None:
    """Events of a home in revisions, and what authors decided on the lines of their visits.

    The newest row counts, no row is ever changed.
    """
    db.execute(
        "CREATE TABLE events (event_id TEXT NOT NULL, number INTEGER NOT NULL,"
        " home_id TEXT NOT NULL REFERENCES homes(id), kind TEXT NOT NULL, agency TEXT NOT NULL,"
        " day TEXT NOT NULL, until TEXT, source TEXT NOT NULL, words TEXT NOT NULL,"
        " significance TEXT NOT NULL, children TEXT NOT NULL, area TEXT, outcome TEXT,"
        " made_up_by TEXT NOT NULL, withdrawn INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL,"
        " recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL REFERENCES accounts(id),"
        " UNIQUE (event_id, number))"
    )
    db.execute("CREATE INDEX events_by_home ON events (home_id)")
    db.execute(
        "CREATE TABLE visit_lines (visit_id TEXT NOT NULL REFERENCES visits(id),"
        " number INTEGER NOT NULL, revision INTEGER NOT NULL, state TEXT NOT NULL,"
        " proposed TEXT NOT NULL, words TEXT NOT NULL, made_at TEXT NOT NULL,"
        " made_by TEXT NOT NULL REFERENCES accounts(id), UNIQUE (visit_id, number))"
    )


@migrations()
def home_summaries(db: Database) -> None:
    """What each home's history comes to; made anew whenever `basis` says that it has grown."""
    db.execute(
        "CREATE TABLE home_summaries (home_id TEXT PRIMARY KEY REFERENCES homes(id),"
        " basis TEXT NOT NULL, line TEXT NOT NULL, patterns TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX visits_signed_by_home ON visits (home_id, signed_revision)")


@migrations()
def outcome_reasons(db: Database) -> None:
    """Why a referral came to its outcome."""
    db.execute("ALTER TABLE events ADD COLUMN outcome_why TEXT NOT NULL DEFAULT ''")


@migrations()
def reviews(db: Database) -> None:
    """What supervisors wrote about signed visits, line by line; no row is ever changed."""
    db.execute(
        "CREATE TABLE reviews (id TEXT PRIMARY KEY,"
        " visit_id TEXT NOT NULL REFERENCES visits(id), number INTEGER NOT NULL,"
        " revision INTEGER NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL,"
        " words TEXT NOT NULL, made_at TEXT NOT NULL,"
        " made_by TEXT NOT NULL REFERENCES accounts(id), UNIQUE (visit_id, number))"
    )


@migrations()
def reviews_by_kind(db: Database) -> None:
    """Find what was sent back without a walk through every review."""
    db.execute("CREATE INDEX reviews_by_kind ON reviews (kind)")


@migrations()
def practice(db: Database) -> None:
    """Tries at the practice set and their answers; of a room the newest answer counts."""
    db.execute(
        "CREATE TABLE practice_tries (id TEXT PRIMARY KEY,"
        " account_id TEXT NOT NULL REFERENCES accounts(id), rules_digest TEXT NOT NULL,"
        " started_at TEXT NOT NULL, finished_at TEXT)"
    )
    db.execute("CREATE INDEX practice_tries_by_account ON practice_tries (account_id, started_at)")
    db.execute(
        "CREATE TABLE practice_answers (try_id TEXT NOT NULL REFERENCES practice_tries(id),"
        " number INTEGER NOT NULL, room TEXT NOT NULL, grade INTEGER NOT NULL,"
        " set_grade INTEGER NOT NULL, answered_at TEXT NOT NULL, PRIMARY KEY (try_id, number))"
    )


@migrations()
def people_by_name(db: Database) -> None:
    """A search reads the names of a home's people from the index alone."""
    db.execute("CREATE INDEX people_by_home_and_name ON people (home_id, name)")
    db.execute("DROP INDEX people_by_home")


@migrations()
def event_steps(db: Database) -> None:
    """What was done about referrals and escalations, step by step; no row is ever changed."""
    db.execute(
        "CREATE TABLE event_steps (event_id TEXT NOT NULL, number INTEGER NOT NULL,"
        " kind TEXT NOT NULL, at TEXT NOT NULL, words TEXT NOT NULL, outcome TEXT, how TEXT,"
        " whom TEXT NOT NULL, stage INTEGER, urgent INTEGER NOT NULL, clock TEXT,"
        " account_id TEXT REFERENCES accounts(id), made_at TEXT NOT NULL,"
        " made_by TEXT NOT NULL REFERENCES accounts(id), UNIQUE (event_id, number))"
    )
    db.execute("CREATE INDEX event_steps_by_account ON event_steps (account_id)")
    db.execute("CREATE INDEX events_by_kind ON events (kind, home_id)")
    db.execute("CREATE INDEX events_by_recorder ON events (recorded_by, kind)")


@migrations()
def reports(db: Database) -> None:
    """Which reports were made: their digest and what they rest on; no row is ever changed."""
    db.execute(
        "CREATE TABLE reports (id TEXT PRIMARY KEY, kind TEXT NOT NULL,"
        " home_id TEXT NOT NULL REFERENCES homes(id), visit_id TEXT REFERENCES visits(id),"
        " sha256 TEXT NOT NULL, facts TEXT NOT NULL, made_at TEXT NOT NULL,"
        " made_by TEXT NOT NULL REFERENCES accounts(id), for_whom TEXT NOT NULL,"
        " why TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX reports_by_sha256 ON reports (sha256)")


@migrations()
def external_ids(db: Database) -> None:
    """What homes and people that were read in from a table are called where they came from."""
    db.execute(
        "CREATE TABLE external_ids (kind TEXT NOT NULL, external_id TEXT NOT NULL,"
        " id TEXT NOT NULL, added_at TEXT NOT NULL, PRIMARY KEY (kind, external_id))"
    )
    db.execute("CREATE UNIQUE INDEX external_ids_by_id ON external_ids (id)")


@migrations()
def matching(db: Database) -> None:
    """Keys that likely homes are found by, what was kept apart and why, and what was found."""
    db.execute(
        "CREATE TABLE match_keys (key TEXT NOT NULL, home_id TEXT NOT NULL REFERENCES homes(id),"
        " PRIMARY KEY (key, home_id))"
    )
    db.execute(
        "CREATE TABLE apart_decisions (home_id TEXT NOT NULL REFERENCES homes(id),"
        " other_home TEXT NOT NULL REFERENCES homes(id), number INTEGER NOT NULL,"
        " state TEXT NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL, signs TEXT NOT NULL,"
        " decided_at TEXT NOT NULL, decided_by TEXT NOT NULL REFERENCES accounts(id),"
        " PRIMARY KEY (home_id, other_home, number))"
    )
    db.execute("CREATE INDEX apart_by_other_home ON apart_decisions (other_home)")
    db.execute(
        "CREATE TABLE home_matches (home_id TEXT PRIMARY KEY REFERENCES homes(id),"
        " basis TEXT NOT NULL, found TEXT NOT NULL)"
    )
    rows = [
        (key, home)
        for home, *place in db.execute("SELECT id, name, address, postcode FROM homes")
        for key in address_keys(read_home(*place))
    ]
    fields = ("home_id", "name", "born", "about_years", "added_at")
    for values in db.execute(f"SELECT {', '.join(fields)} FROM people WHERE kind = 'child'"):
        child = dict(zip(fields, values, strict=True))
        rows += [(key, child["home_id"]) for key in child_keys(child)]
    db.conn.executemany("INSERT INTO match_keys (key, home_id) VALUES (?, ?)", sorted(set(rows)))


@migrations()
def sharing(db: Database) -> None:
    """The fields of decisions to share, no row is ever changed; and where a team is rung."""
    db.execute(
        "CREATE TABLE sharing_decisions (event_id TEXT NOT NULL, number INTEGER NOT NULL,"
        " decided TEXT NOT NULL, what TEXT NOT NULL, agency TEXT NOT NULL, whom TEXT NOT NULL,"
        " why TEXT NOT NULL, basis TEXT NOT NULL, consent TEXT NOT NULL,"
        " consent_why TEXT NOT NULL, UNIQUE (event_id, number))"
    )
    db.execute("ALTER TABLE teams ADD COLUMN telephone TEXT NOT NULL DEFAULT ''")


@migrations()
def notices(db: Database) -> None:
    """What people chose for their notices and until when they saw them; which e-mails went out."""
    db.execute(
        "CREATE TABLE notice_choices (account_id TEXT PRIMARY KEY REFERENCES accounts(id),"
        " seen_until TEXT, how_often TEXT, left_out TEXT)"
    )
    db.execute(
        "CREATE TABLE notice_mails (account_id TEXT NOT NULL REFERENCES accounts(id),"
        " day TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (account_id, day))"
    )
    db.execute("CREATE INDEX conflicts_open ON conflicts (visit_id) WHERE choice IS NULL")


@migrations()
def asked_checks(db: Database) -> None:
    """For whom a check is asked should they have care, and when that ended; no row is changed."""
    db.execute(
        "CREATE TABLE asked_checks (home_id TEXT NOT NULL REFERENCES homes(id),"
        " person_id TEXT NOT NULL REFERENCES people(id), number INTEGER NOT NULL,"
        " state TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL, source TEXT NOT NULL,"
        " day TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL REFERENCES accounts(id),"
        " PRIMARY KEY (person_id, number))"
    )
    db.execute("CREATE INDEX asked_checks_by_home ON asked_checks (home_id)")


@migrations()
def child_allocations(db: Database) -> None:
    """Who is allocated to single children of a home; a row is only ever ended."""
    db.execute(
        "CREATE TABLE child_allocations (id TEXT PRIMARY KEY,"
        " person_id TEXT NOT NULL REFERENCES people(id),"
        " account_id TEXT NOT NULL REFERENCES accounts(id), since TEXT NOT NULL,"
        " set_by TEXT NOT NULL REFERENCES accounts(id), until TEXT,"
        " ended_by TEXT REFERENCES accounts(id))"
    )
    db.execute(
        "CREATE UNIQUE INDEX child_allocations_that_stand"
        " ON child_allocations (person_id, account_id) WHERE until IS NULL"
    )
    db.execute("CREATE INDEX child_allocations_by_account ON child_allocations (account_id)")


@migrations()
def jobs(db: Database) -> None:
    """Files that take long to make: what was asked for, how far it is, and what came of it."""
    db.execute(
        "CREATE TABLE jobs (id TEXT PRIMARY KEY, kind TEXT NOT NULL,"
        " home_id TEXT NOT NULL REFERENCES homes(id), visit_id TEXT REFERENCES visits(id),"
        " for_whom TEXT NOT NULL, why TEXT NOT NULL, protected INTEGER NOT NULL,"
        " asked_by TEXT NOT NULL REFERENCES accounts(id), asked_at TEXT NOT NULL,"
        " state TEXT NOT NULL, tries INTEGER NOT NULL, doing TEXT NOT NULL, done INTEGER NOT NULL,"
        " total INTEGER NOT NULL, problem TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,"
        " bytes INTEGER NOT NULL, expires_at TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX jobs_by_account ON jobs (asked_by, home_id, asked_at)")
    db.execute("CREATE INDEX jobs_by_state ON jobs (state, expires_at)")
