"""The audit log: who did or read what, each line chained to the one before by its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable

from gcp.store.engine import Row, Store, listed

START = "0" * 64


def record(
    store: Store,
    at: str,
    account: str | None,
    action: str,
    *,
    home: str | None = None,
    visit: str | None = None,
    detail: dict[str, object] | None = None,
) -> None:
    """Add one line, in the caller's transaction if there is one."""
    with store.writing():
        last = store.one("SELECT digest FROM audit ORDER BY id DESC LIMIT 1")
        previous = last["digest"] if last else START
        line = {
            "at": at, "account_id": account, "action": action, "home_id": home,
            "visit_id": visit, "detail": json.dumps(detail or {}, sort_keys=True),
        }  # fmt: skip
        store.run(
            "INSERT INTO audit (at, account_id, action, home_id, visit_id, detail, previous, digest)"
            " VALUES (:at, :account_id, :action, :home_id, :visit_id, :detail, :previous, :digest)",
            **line, previous=previous, digest=digest_of(line, previous),
        )  # fmt: skip


def digest_of(line: Row, previous: str) -> str:
    """The digest of a line that follows the line with digest `previous`."""
    text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((previous + text).encode()).hexdigest()


def newest(
    store: Store, *, account: str | None = None, before: int | None = None, limit: int = 50
) -> list[Row]:
    """Lines, newest first, of one account or of all, below the line number `before`."""
    return store.all(
        "SELECT audit.id, audit.at, audit.action, audit.home_id, audit.visit_id,"
        " accounts.name AS who, accounts.email AS email"
        " FROM audit LEFT JOIN accounts ON accounts.id = audit.account_id"
        " WHERE (:account IS NULL OR audit.account_id = :account)"
        " AND (:before IS NULL OR audit.id < :before)"
        " ORDER BY audit.id DESC LIMIT :limit",
        account=account, before=before, limit=limit,
    )  # fmt: skip


def about(store: Store, visits: Iterable[str], actions: Iterable[str]) -> list[Row]:
    """Lines of some kinds about these visits, oldest first, with the name of who did it."""
    of_visits, values = listed(visits)
    names = {f"action{n}": action for n, action in enumerate(actions)}
    asked = ", ".join(f":{name}" for name in names)
    return store.all(
        "SELECT audit.*, accounts.name AS who FROM audit"
        " LEFT JOIN accounts ON accounts.id = audit.account_id"
        f" WHERE audit.home_id IN (SELECT home_id FROM visits WHERE id IN ({of_visits}))"
        f" AND audit.visit_id IN ({of_visits}) AND audit.action IN ({asked}) ORDER BY audit.id",
        **values, **names,
    )  # fmt: skip


def about_events(
    store: Store, homes: Iterable[str], events: Collection[str], actions: Iterable[str]
) -> list[Row]:
    """The same about these events of some homes."""
    of_homes, values = listed(homes)
    names = {f"action{n}": action for n, action in enumerate(actions)}
    asked = ", ".join(f":{name}" for name in names)
    rows = store.all(
        "SELECT audit.*, accounts.name AS who FROM audit"
        " LEFT JOIN accounts ON accounts.id = audit.account_id"
        f" WHERE audit.home_id IN ({of_homes}) AND audit.action IN ({asked}) ORDER BY audit.id",
        **values, **names,
    )  # fmt: skip
    return [row for row in rows if json.loads(row["detail"] or "{}").get("event") in events]


def has(store: Store, action: str) -> bool:
    """Whether any line is of this kind; the newest are looked at first."""
    row = store.one(
        "SELECT id FROM audit WHERE action = :action ORDER BY id DESC LIMIT 1", action=action
    )
    return row is not None


def last(store: Store) -> tuple[int, str]:
    """The number and digest of the newest line."""
    row = store.one("SELECT id, digest FROM audit ORDER BY id DESC LIMIT 1")
    return (row["id"], row["digest"]) if row else (0, START)


def first_broken_line(store: Store) -> int | None:
    """The number of the first line that does not follow from the one before, or None."""
    previous = START
    for row in store.each("SELECT * FROM audit ORDER BY id"):
        number, digest, follows = row.pop("id"), row.pop("digest"), row.pop("previous")
        if follows != previous or digest != digest_of(row, previous):
            return int(number)
        previous = digest
    return None
