"""Signing in: passwords, the limit on tries, and the session that follows."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from gcp.core.access import Account
from gcp.intake import utc_text
from gcp.store import accounts, audit
from gcp.store.engine import Row, Store

TRIES_PER_ACCOUNT = 5
TRIES_PER_MACHINE = 100
WAIT = timedelta(minutes=20)
SHORTEST_PASSWORD = 12
LONGEST_ADDRESS = 320


class WrongDetails(Exception):
    """No open account has this e-mail address and password."""


class TooManyTries(Exception):
    """Too many tries failed; wait before the next."""


@lru_cache
def hasher(effort: str) -> PasswordHasher:
    """Argon2id with the library's own strength, or next to none for tests."""
    if effort == "cheap":
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher()


@lru_cache
def _nobodys_hash(effort: str) -> str:
    return hasher(effort).hash(secrets.token_hex())


def sign_in(
    store: Store,
    effort: str,
    email: str,
    password: str,
    machine: str,
    now: datetime,
    demonstration: bool,
) -> Account:
    """The account of these details.

    Raises WrongDetails, or TooManyTries after five wrong tries on an account in 20 minutes.
    """
    address = _address(email)
    _count_try(store, f"account:{address}", f"machine:{machine}", now)
    row = accounts.by_email(store, address)
    # An unknown address takes as long as a wrong password, so that neither can be told.
    matches = _matches(effort, row["password_hash"] if row else _nobodys_hash(effort), password)
    if not row or not matches or not _is_open(row, demonstration):
        _note_failure(store, row, machine, now)
        raise WrongDetails
    # Not the machine's: whoever can sign in could go on for ever with guesses at others' passwords.
    accounts.forget_failures(store, f"account:{address}")
    found = accounts.account(store, row["id"])
    if found is None:
        raise WrongDetails
    return found


def open_session(store: Store, account: Account, now: datetime, hours: int) -> str:
    """A new session's token, of which only the digest is kept."""
    token = secrets.token_urlsafe(32)
    with store.writing():
        accounts.start_session(
            store, account.id, token, utc_text(now), utc_text(now + timedelta(hours=hours))
        )
        audit.record(store, utc_text(now), account.id, "signed_in")
    return token


def _address(written: str) -> str:
    """One spelling for all that the look-up reads alike, or each would have tries of its own."""
    return written[:LONGEST_ADDRESS].encode(errors="replace").decode().strip().lower()


def _is_open(row: Row, demonstration: bool) -> bool:
    return not row["disabled_at"] and (demonstration or not row["demonstration"])


def _note_failure(store: Store, row: Row | None, machine: str, now: datetime) -> None:
    at = utc_text(now)
    with store.writing():
        accounts.add_failure(store, f"machine:{machine}", at)
        who = row["id"] if row else None
        audit.record(store, at, who, "sign_in_failed", detail={"machine": machine})


def _count_try(store: Store, account: str, machine: str, now: datetime) -> None:
    """Count before checking, so that many tries at one moment do not slip past the limit."""
    since = utc_text(now - WAIT)
    with store.writing():
        accounts.forget_old_failures(store, since)
        if (
            accounts.failures_since(store, account, since) >= TRIES_PER_ACCOUNT
            or accounts.failures_since(store, machine, since) >= TRIES_PER_MACHINE
        ):
            raise TooManyTries
        accounts.add_failure(store, account, utc_text(now))


def _matches(effort: str, password_hash: str, password: str) -> bool:
    try:
        return hasher(effort).verify(password_hash, password)
    except (Argon2Error, InvalidHashError, UnicodeEncodeError):
        return False
