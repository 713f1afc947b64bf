"""People who sign in: accounts, teams, sessions and failed tries."""

from __future__ import annotations

import hashlib

from gcp.core.access import Account, Role
from gcp.store.engine import Row, Store


def add_team(
    store: Store, team: str, name: str, agency: str, takes_new_homes: bool, telephone: str = ""
) -> None:
    """A new team; nothing if it is there already."""
    with store.writing():
        store.run(
            "INSERT INTO teams (id, name, agency, takes_new_homes, telephone)"
            " VALUES (:id, :name, :agency, :takes, :telephone) ON CONFLICT (id) DO NOTHING",
            id=team, name=name, agency=agency, takes=int(takes_new_homes), telephone=telephone,
        )  # fmt: skip


def teams(store: Store) -> list[Row]:
    """Every team by name."""
    return store.all("SELECT id, name, agency, takes_new_homes, telephone FROM teams ORDER BY name")


def set_telephone(store: Store, name: str, telephone: str) -> bool:
    """Where a team is rung; says whether there is a team of that name."""
    with store.writing():
        changed = store.run(
            "UPDATE teams SET telephone = :telephone WHERE name = :name",
            telephone=telephone, name=name,
        )  # fmt: skip
        return changed > 0


def team_for_new_homes(store: Store) -> str | None:
    """The team that takes homes found by someone who has none of their own."""
    row = store.one("SELECT id FROM teams WHERE takes_new_homes = 1 ORDER BY id LIMIT 1")
    return row["id"] if row else None


def add_account(
    store: Store, account: Account, password_hash: str, at: str, demonstration: bool = False
) -> None:
    """A new account with its teams; raises sqlite3.IntegrityError if the e-mail is taken."""
    with store.writing():
        store.run(
            "INSERT INTO accounts"
            " (id, email, name, role, agency, password_hash, demonstration, created_at)"
            " VALUES (:id, :email, :name, :role, :agency, :hash, :demonstration, :at)",
            id=account.id, email=account.email, name=account.name, role=account.role.value,
            agency=account.agency, hash=password_hash, demonstration=int(demonstration), at=at,
        )  # fmt: skip
        for team in sorted(account.teams):
            store.run(
                "INSERT INTO memberships (account_id, team_id) VALUES (:account, :team)",
                account=account.id, team=team,
            )  # fmt: skip


def set_password(store: Store, account: str, password_hash: str, at: str) -> None:
    """A new password; every session of the account ends."""
    with store.writing():
        store.run(
            "UPDATE accounts SET password_hash = :hash WHERE id = :id",
            hash=password_hash, id=account,
        )  # fmt: skip
        end_sessions(store, account, at)


def set_disabled(store: Store, account: str, at: str, disabled: bool) -> None:
    """Close an account (its sessions end) or open it again."""
    with store.writing():
        store.run(
            "UPDATE accounts SET disabled_at = :at WHERE id = :id",
            at=at if disabled else None, id=account,
        )  # fmt: skip
        if disabled:
            end_sessions(store, account, at)


def by_email(store: Store, email: str) -> Row | None:
    """The stored account of an e-mail address, its password hash included."""
    return store.one("SELECT * FROM accounts WHERE email = :email", email=email.strip().lower())


def everyone(store: Store) -> list[Row]:
    """Every account by name, with its teams' names."""
    rows = store.all(
        "SELECT id, email, name, role, agency, last_sign_in_at, disabled_at, demonstration"
        " FROM accounts ORDER BY name, email"
    )
    names: dict[str, list[str]] = {}
    for each in store.all(
        "SELECT m.account_id, t.name FROM memberships m JOIN teams t ON t.id = m.team_id"
        " ORDER BY t.name"
    ):
        names.setdefault(each["account_id"], []).append(each["name"])
    return [{**row, "teams": names.get(row["id"], [])} for row in rows]


def start_session(store: Store, account: str, token: str, at: str, expires_at: str) -> None:
    """Remember a session by the digest of its token, and the time of the sign-in."""
    with store.writing():
        store.run(
            "INSERT INTO sessions (token_sha256, account_id, started_at, expires_at)"
            " VALUES (:token, :account, :at, :expires_at)",
            token=_digest(token), account=account, at=at, expires_at=expires_at,
        )  # fmt: skip
        store.run("UPDATE accounts SET last_sign_in_at = :at WHERE id = :id", at=at, id=account)


def account_of_session(
    store: Store, token: str, at: str, demonstration: bool = False
) -> Account | None:
    """The account of a session that has neither ended nor run out, nor outlived a demonstration."""
    row = store.one(
        "SELECT a.id, a.name, a.email, a.role, a.agency FROM sessions s"
        " JOIN accounts a ON a.id = s.account_id"
        " WHERE s.token_sha256 = :token AND s.ended_at IS NULL AND s.expires_at > :at"
        " AND a.disabled_at IS NULL AND a.demonstration <= :demonstration",
        token=_digest(token), at=at, demonstration=int(demonstration),
    )  # fmt: skip
    return _account(store, row) if row else None


def account(store: Store, account_id: str) -> Account | None:
    """One account with its teams."""
    row = store.one(
        "SELECT id, name, email, role, agency FROM accounts WHERE id = :id", id=account_id
    )
    return _account(store, row) if row else None


def open_account(store: Store, account_id: str, demonstration: bool) -> Account | None:
    """One account, unless it is closed or has outlived a demonstration."""
    row = store.one(
        "SELECT id, name, email, role, agency FROM accounts WHERE id = :id"
        " AND disabled_at IS NULL AND demonstration <= :demonstration",
        id=account_id, demonstration=int(demonstration),
    )  # fmt: skip
    return _account(store, row) if row else None


def end_session(store: Store, token: str, at: str) -> None:
    """Sign one session out."""
    with store.writing():
        store.run(
            "UPDATE sessions SET ended_at = :at WHERE token_sha256 = :token AND ended_at IS NULL",
            at=at, token=_digest(token),
        )  # fmt: skip


def end_sessions(store: Store, account_id: str, at: str) -> None:
    """Sign every session of an account out."""
    store.run(
        "UPDATE sessions SET ended_at = :at WHERE account_id = :id AND ended_at IS NULL",
        at=at, id=account_id,
    )  # fmt: skip


def failures_since(store: Store, who: str, since: str) -> int:
    """How many sign-in tries of this address or machine failed since then."""
    row = store.one(
        "SELECT count(*) AS n FROM sign_in_failures WHERE who = :who AND at > :since",
        who=who, since=since,
    )  # fmt: skip
    return int(row["n"]) if row else 0


def add_failure(store: Store, who: str, at: str) -> None:
    """Count one failed sign-in try."""
    with store.writing():
        store.run("INSERT INTO sign_in_failures (who, at) VALUES (:who, :at)", who=who, at=at)


def forget_failures(store: Store, who: str) -> None:
    """Start counting again, after a sign-in that worked."""
    with store.writing():
        store.run("DELETE FROM sign_in_failures WHERE who = :who", who=who)


def forget_old_failures(store: Store, until: str) -> None:
    """Keep no try, and nothing that was typed in it, for longer than it counts."""
    with store.writing():
        store.run("DELETE FROM sign_in_failures WHERE at <= :until", until=until)


def _account(store: Store, row: Row) -> Account:
    found = store.all(
        "SELECT team_id FROM memberships WHERE account_id = :id", id=row["id"]
    )
    return Account(
        id=row["id"], name=row["name"], email=row["email"], role=Role(row["role"]),
        agency=row["agency"], teams=frozenset(each["team_id"] for each in found),
    )  # fmt: skip


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
