"""The partners that work with a home or with children of it, and which there are."""

from __future__ import annotations

from gcp.store import child_allocations
from gcp.store.engine import Row, Store, listed

_COLUMNS = "id, name, email, agency, disabled_at FROM accounts"


def everyone(store: Store) -> list[Row]:
    """Every partner whose account is open, by agency and name."""
    return store.all(
        f"SELECT {_COLUMNS} WHERE role = 'partner' AND disabled_at IS NULL"
        " ORDER BY agency, name, id"
    )


def find(store: Store, account: str) -> Row | None:
    """One partner, also one whose account is closed; None for anybody else."""
    return store.one(f"SELECT {_COLUMNS} WHERE role = 'partner' AND id = :account", account=account)


def of_home(store: Store, home: str) -> list[Row]:
    """The partners of a home: each with `whole`, and the `children` under every id they have."""
    pairs = child_allocations.pairs(store, home)
    rows = store.all(
        "SELECT account_id FROM allocations WHERE home_id = :home AND until IS NULL", home=home
    )
    whole = {row["account_id"] for row in rows}
    names, values = listed(sorted(whole | {account for account, _ in pairs}))
    return [
        {
            **row, "whole": row["id"] in whole,
            "children": {child for account, child in pairs if account == row["id"]},
        }
        for row in store.all(
            f"SELECT {_COLUMNS} WHERE role = 'partner' AND id IN ({names})"
            " ORDER BY agency, name, id",
            **values,
        )
    ]  # fmt: skip


def end_home(store: Store, home: str, account: str, at: str) -> None:
    """Take a home off someone's list."""
    with store.writing():
        store.run(
            "UPDATE allocations SET until = :at WHERE home_id = :home AND account_id = :account"
            " AND until IS NULL",
            home=home, account=account, at=at,
        )  # fmt: skip
