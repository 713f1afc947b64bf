"""Everything that is kept of some homes, table by table: read whole, and put in as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gcp.store import match_keys
from gcp.store.engine import Row, Store, listed

Tables = dict[str, list[Row]]

_HERE = "IN ({homes})"
_VISITS = f"(SELECT id FROM visits WHERE home_id {_HERE})"
_AUTHORS = f"(SELECT author_id FROM visits WHERE home_id {_HERE})"
_NAMED = f"(SELECT sha256 FROM visit_photos WHERE visit_id IN {_VISITS})"
_PEOPLE = f"(SELECT id FROM people WHERE home_id {_HERE})"
_JOINS = f"home_id {_HERE} AND into_home {_HERE}"


@dataclass(frozen=True)
class _Table:
    """Columns of a table, which of its rows belong to some homes, and in which order."""

    columns: str
    where: str
    order: str


# In the order in which rows may be put in: each refers only to what stands before it.
_TABLES: Mapping[str, _Table] = {
    "homes": _Table(
        "id, team_id, name, address, postcode, created_at, created_by", f"id {_HERE}", "id"
    ),
    "external_ids": _Table(
        "kind, external_id, id, added_at", f"id {_HERE} OR id IN {_PEOPLE}", "id"
    ),
    "allocations": _Table(
        "home_id, account_id, since, until", f"home_id {_HERE}", "home_id, since, account_id"
    ),
    "people": _Table(
        "id, home_id, kind, name, born, about_years, relation, added_at, added_by",
        f"home_id {_HERE}", "id",
    ),
    "child_allocations": _Table(
        "id, person_id, account_id, since, set_by, until, ended_by", f"person_id IN {_PEOPLE}",
        "since, id",
    ),
    "found_homes": _Table(
        "home_id, sha256, body, found_at, found_by, received_at", f"home_id {_HERE}", "home_id"
    ),
    "found_home_conflicts": _Table(
        "home_id, sha256, body, received_at", f"home_id {_HERE}", "home_id, sha256"
    ),
    "joins": _Table(
        "id, home_id, into_home, joined_at, joined_by, undone_at, undone_by", _JOINS,
        "joined_at, id",
    ),
    "same_people": _Table(
        "join_id, person_id, same_as",
        f"join_id IN (SELECT id FROM joins WHERE {_JOINS}) AND person_id IN {_PEOPLE}"
        f" AND same_as IN {_PEOPLE}",
        "join_id, person_id",
    ),
    "rules": _Table(
        "digest, version, body, first_used_at",
        f"digest IN (SELECT rules_digest FROM revisions WHERE visit_id IN {_VISITS})", "digest",
    ),
    "visits": _Table(
        "id, home_id, author_id, observed_at, kind, access, latest_revision, signed_revision,"
        " received_at",
        f"home_id {_HERE}", "observed_at, id",
    ),
    "revisions": _Table(
        "visit_id, number, sha256, body, result, differs, signed, reason, rules_digest,"
        " written_at, received_at",
        f"visit_id IN {_VISITS}", "visit_id, number",
    ),
    "conflicts": _Table(
        "visit_id, number, sha256, body, received_at, choice, settled_at",
        f"visit_id IN {_VISITS}", "visit_id, number, sha256",
    ),
    "visit_photos": _Table(
        "visit_id, sha256, signed", f"visit_id IN {_VISITS}", "visit_id, sha256"
    ),
    "photos": _Table(
        "sha256, bytes, type, width, height, taken_at, received_at, received_from",
        f"sha256 IN {_NAMED}", "sha256",
    ),
    # Who else has sent the same bytes, for some other home, is not told.
    "photo_senders": _Table(
        "sha256, account_id, at", f"sha256 IN {_NAMED} AND account_id IN {_AUTHORS}",
        "sha256, at, account_id",
    ),
    "redactions": _Table(
        "id, visit_id, sha256, number, boxes, why, made_at, made_by", f"visit_id IN {_VISITS}",
        "visit_id, sha256, number",
    ),
    "reviews": _Table(
        "id, visit_id, number, revision, sha256, kind, words, made_at, made_by",
        f"visit_id IN {_VISITS}", "visit_id, number",
    ),
    "visit_lines": _Table(
        "visit_id, number, revision, state, proposed, words, made_at, made_by",
        f"visit_id IN {_VISITS}", "visit_id, number",
    ),
    "events": _Table(
        "event_id, number, home_id, kind, agency, day, until, source, words, significance,"
        " children, area, outcome, outcome_why, made_up_by, withdrawn, reason, recorded_at,"
        " recorded_by",
        f"home_id {_HERE}", "event_id, number",
    ),
    "event_steps": _Table(
        "event_id, number, kind, at, words, outcome, how, whom, stage, urgent, clock, account_id,"
        " made_at, made_by",
        f"event_id IN (SELECT event_id FROM events WHERE home_id {_HERE})", "event_id, number",
    ),
    "sharing_decisions": _Table(
        "event_id, number, decided, what, agency, whom, why, basis, consent, consent_why",
        f"event_id IN (SELECT event_id FROM events WHERE home_id {_HERE})", "event_id, number",
    ),
    "asked_checks": _Table(
        "home_id, person_id, number, state, what, why, source, day, made_at, made_by",
        f"home_id {_HERE}", "person_id, number",
    ),
    "reports": _Table(
        "id, kind, home_id, visit_id, sha256, facts, made_at, made_by, for_whom, why",
        f"home_id {_HERE}", "made_at, id",
    ),
}  # fmt: skip
# What is of a home and yet stays: made anew from the rest, or said here of this home and others.
LEFT = {"home_summaries", "home_matches", "match_keys", "apart_decisions", "jobs", "audit"}
TAKEN = frozenset(_TABLES)
# Of these a row may be there already, and is then the same or counts as it is.
_MAY_BE_THERE = {
    "rules": "digest", "photos": "sha256", "photo_senders": "sha256, account_id"
}  # fmt: skip


def read(store: Store, homes: Iterable[str]) -> Tables:
    """Every row of these homes, by table."""
    names, values = listed(homes)
    return {
        name: store.all(
            f"SELECT {table.columns} FROM {name} WHERE {table.where.format(homes=names)}"
            f" ORDER BY {table.order}",
            **values,
        )
        for name, table in _TABLES.items()
    }


def add(store: Store, tables: Mapping[str, Sequence[Row]]) -> None:
    """Put rows in as they are, inside `writing()`.

    Raises sqlite3.IntegrityError where one is there already or refers to what is not there.
    """
    for name, table in _TABLES.items():
        columns = table.columns.split(", ")
        there = f" ON CONFLICT ({_MAY_BE_THERE[name]}) DO NOTHING" if name in _MAY_BE_THERE else ""
        for row in tables.get(name, ()):
            store.run(
                f"INSERT INTO {name} ({table.columns})"
                f" VALUES ({', '.join(f':{each}' for each in columns)}){there}",
                **{each: row[each] for each in columns},
            )
    for row in tables["homes"]:
        match_keys.keep_home(store, row)
    for row in tables["people"]:
        match_keys.keep_person(store, row)


def together(store: Store, home: str) -> list[str]:
    """A home and those that are joined into it, in one order; empty if there is no such home."""
    rows = store.all(
        "SELECT id FROM homes WHERE id = :home UNION SELECT home_id FROM joins"
        " WHERE into_home = :home AND undone_at IS NULL ORDER BY 1",
        home=home,
    )
    return [row["id"] for row in rows]


def of_team(store: Store, team: str) -> list[str]:
    """The homes of a team, in one order; one that is joined into another is part of that."""
    rows = store.all(
        "SELECT h.id FROM homes h WHERE h.team_id = :team AND NOT EXISTS (SELECT 1 FROM joins j"
        " WHERE j.home_id = h.id AND j.undone_at IS NULL) ORDER BY h.id",
        team=team,
    )
    return [row["id"] for row in rows]


def accounts(store: Store, ids: Iterable[str]) -> list[Row]:
    """What is told elsewhere of these accounts: no address, no password."""
    names, values = listed(ids)
    return store.all(
        f"SELECT id, name, role, agency FROM accounts WHERE id IN ({names}) ORDER BY id", **values
    )


def teams(store: Store, ids: Iterable[str]) -> list[Row]:
    """These teams."""
    names, values = listed(ids)
    return store.all(
        f"SELECT id, name, agency FROM teams WHERE id IN ({names}) ORDER BY id", **values
    )


def there(store: Store, homes: Iterable[str]) -> list[str]:
    """Which of these homes are here."""
    names, values = listed(homes)
    return [row["id"] for row in store.all(f"SELECT id FROM homes WHERE id IN ({names})", **values)]


def add_closed_account(store: Store, account: Row, email: str, at: str) -> None:
    """Somebody who cannot sign in; nothing if the account is there."""
    with store.writing():
        store.run(
            "INSERT INTO accounts (id, email, name, role, agency, password_hash, created_at,"
            " disabled_at) VALUES (:id, :email, :name, :role, :agency, '', :at, :at)"
            " ON CONFLICT (id) DO NOTHING",
            **account, email=email, at=at,
        )  # fmt: skip


def imported_at(store: Store, homes: Iterable[str], sha256: str) -> str | None:
    """When an export with this digest was put in, if it ever was."""
    names, values = listed(homes)
    for row in store.all(
        "SELECT at, detail FROM audit WHERE action = 'home_imported'"
        f" AND home_id IN ({names}) ORDER BY id",
        **values,
    ):
        if sha256 in row["detail"]:
            return str(row["at"])
    return None
