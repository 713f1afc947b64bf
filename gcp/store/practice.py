"""Tries at the practice set, each for the person alone who made it."""

from __future__ import annotations

from gcp.store.engine import Row, Store

# Of a room that was graded more than once, the newest answer counts.
_NEWEST = (
    "SELECT p.try_id, p.room, p.grade, p.set_grade FROM practice_answers p WHERE p.number ="
    " (SELECT max(n.number) FROM practice_answers n WHERE n.try_id = p.try_id AND n.room = p.room)"
)


def begin(store: Store, row: Row) -> str:
    """The account's unfinished try under these rules, else a new one; its id.

    `row`: id, account_id, rules_digest, started_at.
    """
    with store.writing():
        going = store.one(
            "SELECT id FROM practice_tries WHERE account_id = :account AND rules_digest = :rules"
            " AND finished_at IS NULL ORDER BY started_at DESC, id LIMIT 1",
            account=row["account_id"], rules=row["rules_digest"],
        )  # fmt: skip
        if going:
            return str(going["id"])
        store.run(
            "INSERT INTO practice_tries (id, account_id, rules_digest, started_at)"
            " VALUES (:id, :account_id, :rules_digest, :started_at)",
            **row,
        )
        return str(row["id"])


def find(store: Store, id: str, account: str) -> Row | None:
    """One try, if it is this account's."""
    return store.one(
        "SELECT id, account_id, rules_digest, started_at, finished_at FROM practice_tries"
        " WHERE id = :id AND account_id = :account",
        id=id, account=account,
    )  # fmt: skip


def tries(store: Store, account: str, most: int = 50) -> list[Row]:
    """The newest tries of an account, newest first."""
    return store.all(
        "SELECT id, rules_digest, started_at, finished_at FROM practice_tries"
        " WHERE account_id = :account ORDER BY started_at DESC, id LIMIT :most",
        account=account, most=most,
    )  # fmt: skip


def answers(store: Store, id: str) -> dict[str, Row]:
    """The answers of a try that count, by room: grade, and the set's grade at the time."""
    rows = store.all(f"{_NEWEST} AND p.try_id = :id", id=id)
    return {row["room"]: row for row in rows}


def add_answer(store: Store, id: str, room: str, grade: int, set_grade: int, at: str) -> bool:
    """A room's grade; says whether the try was still open for it."""
    with store.writing():
        row = store.one(
            "SELECT finished_at, (SELECT coalesce(max(number), 0) FROM practice_answers"
            " WHERE try_id = :id) AS last FROM practice_tries WHERE id = :id",
            id=id,
        )
        if row is None or row["finished_at"]:
            return False
        store.run(
            "INSERT INTO practice_answers (try_id, number, room, grade, set_grade, answered_at)"
            " VALUES (:id, :number, :room, :grade, :set_grade, :at)",
            id=id, number=row["last"] + 1, room=room, grade=grade, set_grade=set_grade, at=at,
        )  # fmt: skip
        return True


def finish(store: Store, id: str, at: str) -> None:
    """Close a try: its answers stay as they are from now on."""
    with store.writing():
        store.run(
            "UPDATE practice_tries SET finished_at = :at WHERE id = :id AND finished_at IS NULL",
            id=id, at=at,
        )
