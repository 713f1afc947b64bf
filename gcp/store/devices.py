"""Devices: who has used each, how that person's work on it stands, and which are revoked."""

from __future__ import annotations

from gcp.core.access import DeviceUse
from gcp.store import accounts
from gcp.store.engine import Row, Store

_REPORTED = (
    "reported_at", "app", "rules", "label", "unsent_homes", "unsent_visits", "unsent_photos",
    "drafts", "oldest_unsent", "persisted", "free_bytes", "clock_ahead_s",
)  # fmt: skip


def find(store: Store, device: str) -> Row | None:
    """One device: id, first_seen_at, first_seen_by, revoked_at, revoked_by, emptied_at."""
    return store.one("SELECT * FROM devices WHERE id = :device", device=device)


def is_revoked(store: Store, device: str) -> bool:
    """Whether nothing may be kept on this device any more."""
    found = find(store, device)
    return bool(found and found["revoked_at"])


def see(store: Store, device: str, account: str, at: str) -> bool:
    """Note that a person's device was in contact; says whether it was so for the first time."""
    with store.writing():
        store.run(
            "INSERT INTO devices (id, first_seen_at, first_seen_by)"
            " VALUES (:device, :at, :account) ON CONFLICT (id) DO NOTHING",
            device=device, account=account, at=at,
        )  # fmt: skip
        again = store.run(
            "UPDATE device_reports SET seen_at = :at"
            " WHERE device_id = :device AND account_id = :account",
            device=device, account=account, at=at,
        )  # fmt: skip
        if not again:
            store.run(
                "INSERT INTO device_reports (device_id, account_id, seen_at)"
                " VALUES (:device, :account, :at)",
                device=device, account=account, at=at,
            )  # fmt: skip
        return not again


def report(store: Store, device: str, account: str, facts: Row) -> None:
    """Keep what a device that was seen reports for a person, in place of what it last did."""
    changes = ", ".join(f"{name} = :{name}" for name in _REPORTED)
    with store.writing():
        store.run(
            f"UPDATE device_reports SET {changes}"
            " WHERE device_id = :device AND account_id = :account",
            device=device, account=account, **facts,
        )  # fmt: skip


def remove_work(store: Store, device: str, account: str, work: str, at: str) -> bool:
    """Note that a person removed a piece of unsent work; says whether that was not known yet."""
    with store.writing():
        return bool(
            store.run(
                "INSERT INTO removed_work (account_id, id, device_id, received_at)"
                " VALUES (:account, :work, :device, :at) ON CONFLICT (account_id, id) DO NOTHING",
                account=account, work=work, device=device, at=at,
            )
        )  # fmt: skip


def keep_key(store: Store, device: str, account: str, key: str) -> None:
    """Keep the key that opens a person's vault on a device that was seen; the one before goes."""
    with store.writing():
        store.run(
            "UPDATE device_reports SET recovery_key = :key"
            " WHERE device_id = :device AND account_id = :account",
            device=device, account=account, key=key,
        )  # fmt: skip


def key(store: Store, device: str, account: str) -> str | None:
    """The key that opens a person's vault on a device, unless that is revoked."""
    row = store.one(
        "SELECT r.recovery_key FROM device_reports r JOIN devices d ON d.id = r.device_id"
        " WHERE r.device_id = :device AND r.account_id = :account AND d.revoked_at IS NULL",
        device=device, account=account,
    )  # fmt: skip
    return row["recovery_key"] if row else None


def revoke(store: Store, device: str, by: str, at: str) -> bool:
    """Take a device out of use, forget its keys, and sign out everyone who has used it.

    Says whether this call was the one that did.
    """
    with store.writing():
        changed = store.run(
            "UPDATE devices SET revoked_at = :at, revoked_by = :by"
            " WHERE id = :device AND revoked_at IS NULL",
            device=device, by=by, at=at,
        )  # fmt: skip
        if changed:
            store.run(
                "UPDATE device_reports SET recovery_key = NULL WHERE device_id = :device",
                device=device,
            )
            for each in _users(store, device):
                accounts.end_sessions(store, each, at)
        return changed > 0


def note_emptied(store: Store, device: str, at: str) -> bool:
    """Note that a revoked device holds nothing any more; says whether that is news."""
    with store.writing():
        return bool(
            store.run(
                "UPDATE devices SET emptied_at = :at"
                " WHERE id = :device AND revoked_at IS NOT NULL AND emptied_at IS NULL",
                device=device, at=at,
            )
        )  # fmt: skip


def everyones(store: Store) -> list[Row]:
    """Each person's last report on each device, with the device, the names and the `use`."""
    return _reports(store)


def of_device(store: Store, device: str) -> list[Row]:
    """The same of one device."""
    return _reports(store, device)


def _reports(store: Store, device: str | None = None) -> list[Row]:
    facts = ", ".join(f"r.{name}" for name in _REPORTED)
    rows = store.all(
        f"SELECT r.device_id, r.account_id, r.seen_at, {facts}, a.name, d.first_seen_at,"
        " d.first_seen_by, d.revoked_at, d.emptied_at, b.name AS revoked_by_name"
        " FROM device_reports r JOIN devices d ON d.id = r.device_id"
        " JOIN accounts a ON a.id = r.account_id LEFT JOIN accounts b ON b.id = d.revoked_by"
        " WHERE :device IS NULL OR r.device_id = :device ORDER BY a.name, a.id, r.device_id",
        device=device,
    )
    teams: dict[str, set[str]] = {}
    for each in store.all("SELECT account_id, team_id FROM memberships"):
        teams.setdefault(each["account_id"], set()).add(each["team_id"])
    return [{**row, "use": _use(row, teams.get(row["account_id"], set()))} for row in rows]


def _use(row: Row, teams: set[str]) -> DeviceUse:
    return DeviceUse(
        row["account_id"], row["account_id"] == row["first_seen_by"], frozenset(teams)
    )


def _users(store: Store, device: str) -> list[str]:
    rows = store.all(
        "SELECT account_id FROM device_reports WHERE device_id = :device", device=device
    )
    return [row["account_id"] for row in rows]
