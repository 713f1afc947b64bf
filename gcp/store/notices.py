"""What people chose for their notices, which e-mails went out, and what else notices rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from gcp.core.access import Role
from gcp.core.history import VisitRecord
from gcp.core.notices import USUAL, Choice, HowOften, Kind
from gcp.store import visits
from gcp.store.engine import Row, Store, listed

SENDING, SENT, FAILED, UNKNOWN = "sending", "sent", "failed", "unknown"
_CHOICE = (
    "INSERT INTO notice_choices (account_id, {column}) VALUES (:account, :value)"
    " ON CONFLICT (account_id) DO UPDATE SET {column} = excluded.{column}"
)


def choice(store: Store, account: str, role: Role) -> Choice:
    """What somebody chose; what is usual for their role where they did not."""
    row = store.one(
        "SELECT seen_until, how_often, left_out FROM notice_choices WHERE account_id = :account",
        account=account,
    )
    if row is None:
        return Choice(USUAL[role])
    return Choice(
        HowOften(row["how_often"]) if row["how_often"] else USUAL[role],
        frozenset(each for each in Kind if each.value in json.loads(row["left_out"] or "[]")),
        datetime.fromisoformat(row["seen_until"]) if row["seen_until"] else None,
    )


def see(store: Store, account: str, until: str) -> None:
    """Keep until when somebody has seen all; never an earlier time than before."""
    with store.writing():
        store.run(
            _CHOICE.format(column="seen_until") + " WHERE notice_choices.seen_until IS NULL"
            " OR notice_choices.seen_until < excluded.seen_until",
            account=account, value=until,
        )  # fmt: skip


def choose(store: Store, account: str, how_often: HowOften, left_out: Iterable[Kind]) -> None:
    """Keep on which days somebody gets an e-mail, and what is not to be in it."""
    with store.writing():
        store.run(_CHOICE.format(column="how_often"), account=account, value=how_often.value)
        store.run(
            _CHOICE.format(column="left_out"), account=account, value=json.dumps(sorted(left_out))
        )


def claim(store: Store, account: str, day: str, at: str) -> bool:
    """Begin somebody's e-mail of a day; says whether this call did, and may send it.

    One that was sent, or that may have been, is never begun again; one that was refused is.
    """
    with store.writing():
        changed = store.run(
            "INSERT INTO notice_mails (account_id, day, state, at)"
            f" VALUES (:account, :day, '{SENDING}', :at) ON CONFLICT (account_id, day) DO UPDATE"
            f" SET state = '{SENDING}', at = excluded.at WHERE notice_mails.state = '{FAILED}'",
            account=account, day=day, at=at,
        )  # fmt: skip
        return changed > 0


def finish(store: Store, account: str, day: str, state: str) -> None:
    """Say what became of an e-mail that was begun."""
    with store.writing():
        store.run(
            "UPDATE notice_mails SET state = :state WHERE account_id = :account AND day = :day",
            account=account, day=day, state=state,
        )  # fmt: skip


def mail_of(store: Store, account: str, day: str) -> str | None:
    """What became of somebody's e-mail of a day; None: there was none."""
    row = store.one(
        "SELECT state FROM notice_mails WHERE account_id = :account AND day = :day",
        account=account, day=day,
    )  # fmt: skip
    return row["state"] if row else None


def last_mail(store: Store, account: str) -> datetime | None:
    """When somebody's last e-mail was sent."""
    row = store.one(
        f"SELECT max(at) AS at FROM notice_mails WHERE account_id = :account AND state = '{SENT}'",
        account=account,
    )
    return datetime.fromisoformat(row["at"]) if row and row["at"] else None


def unsent_mails(store: Store, since: str) -> list[Row]:
    """The e-mails begun since then that were not sent: account_id, email, day, at."""
    return store.all(
        "SELECT m.account_id, a.email, m.day, m.at FROM notice_mails m"
        " JOIN accounts a ON a.id = m.account_id"
        f" WHERE m.state <> '{SENT}' AND m.at > :since ORDER BY m.at DESC, m.account_id",
        since=since,
    )


def recipients(store: Store, demonstration: bool) -> list[str]:
    """Everybody whose account is open, by id; those of the demonstration only if it is served."""
    rows = store.all(
        "SELECT id FROM accounts WHERE disabled_at IS NULL AND demonstration <= :demonstration"
        " ORDER BY id",
        demonstration=int(demonstration),
    )
    return [row["id"] for row in rows]


def conflicts_of(store: Store, author: str) -> list[Row]:
    """The author's visits that came in two versions and wait for their choice."""
    return store.all(
        "SELECT v.id, v.observed_at, h.address, max(c.received_at) AS received_at FROM conflicts c"
        " JOIN visits v ON v.id = c.visit_id JOIN homes h ON h.id = v.home_id"
        " WHERE c.choice IS NULL AND v.author_id = :author GROUP BY v.id, v.observed_at, h.address",
        author=author,
    )


def visits_of_others(
    store: Store, account: str, homes: Iterable[str], observed: str, received: str
) -> list[Row]:
    """Visits of others to these homes, made since `observed` and last signed since `received`."""
    names, values = listed(homes)
    return store.all(
        "SELECT v.id, v.home_id, v.author_id, v.observed_at, s.received_at FROM visits v"
        " JOIN revisions s ON s.visit_id = v.id AND s.number = v.signed_revision"
        f" WHERE v.home_id IN ({names}) AND v.author_id <> :account"
        " AND v.observed_at > :observed AND s.received_at > :received",
        account=account, observed=observed, received=received, **values,
    )  # fmt: skip


def visits_with_power(
    store: Store, homes: Iterable[str], power: str, observed: str
) -> list[VisitRecord]:
    """The signed visits to these homes since then that used a power, just as recorded."""
    names, values = listed(homes)
    rows = store.all(
        "SELECT v.id FROM visits v"
        " JOIN revisions s ON s.visit_id = v.id AND s.number = v.signed_revision"
        f" WHERE v.home_id IN ({names}) AND v.observed_at > :observed AND s.body LIKE :power",
        observed=observed, power=f"%{power}%", **values,
    )  # fmt: skip
    return visits.signed(store, [row["id"] for row in rows])
