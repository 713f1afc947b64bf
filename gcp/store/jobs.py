"""Files that take long to make: asked for, being made, there to be fetched, or why not.

A job's state is waiting, working, done, failed or removed.
"""

from __future__ import annotations

from gcp.store.engine import Row, Store

UNFINISHED = "state IN ('waiting', 'working')"


def add(store: Store, job: Row) -> None:
    """A new job, which waits: what is asked for, by whom and when, and when it runs out."""
    with store.writing():
        store.run(
            "INSERT INTO jobs (id, kind, home_id, visit_id, for_whom, why, protected, asked_by,"
            " asked_at, state, tries, doing, done, total, problem, name, sha256, bytes,"
            " expires_at) VALUES (:id, :kind, :home_id, :visit_id, :for_whom, :why, :protected,"
            " :asked_by, :asked_at, 'waiting', 0, '', 0, 0, '', '', '', 0, :expires_at)",
            **job,
        )


def find(store: Store, job: str) -> Row | None:
    """One job by its id."""
    return store.one("SELECT * FROM jobs WHERE id = :job", job=job)


def unfinished(store: Store) -> list[Row]:
    """Every job that is neither done nor given up, the oldest first."""
    return store.all(f"SELECT * FROM jobs WHERE {UNFINISHED} ORDER BY asked_at, id")


def of_account(store: Store, account: str, home: str) -> list[Row]:
    """What someone asked for of a home and can still see, the newest first."""
    return store.all(
        "SELECT * FROM jobs WHERE asked_by = :account AND home_id = :home AND state <> 'removed'"
        " ORDER BY asked_at DESC, id",
        account=account, home=home,
    )  # fmt: skip


def begin(store: Store, job: str) -> Row | None:
    """Take a job up, once more if need be; None where it is finished."""
    with store.writing():
        changed = store.run(
            "UPDATE jobs SET state = 'working', tries = tries + 1, doing = '', done = 0, total = 0"
            f" WHERE id = :job AND {UNFINISHED}",
            job=job,
        )
        return find(store, job) if changed else None


def tell(store: Store, job: str, doing: str, done: int, total: int) -> None:
    """How far a job is."""
    with store.writing():
        store.run(
            "UPDATE jobs SET doing = :doing, done = :done, total = :total WHERE id = :job",
            job=job, doing=doing, done=done, total=total,
        )  # fmt: skip


def finish(
    store: Store, job: str, name: str, sha256: str, size: int, expires_at: str
) -> None:
    """A job's file is there until then."""
    with store.writing():
        store.run(
            "UPDATE jobs SET state = 'done', name = :name, sha256 = :sha256, bytes = :size,"
            f" expires_at = :expires_at WHERE id = :job AND {UNFINISHED}",
            job=job, name=name, sha256=sha256, size=size, expires_at=expires_at,
        )  # fmt: skip


def give_up(store: Store, job: str, problem: str) -> None:
    """No file will come of a job, and why."""
    with store.writing():
        store.run(
            f"UPDATE jobs SET state = 'failed', problem = :problem WHERE id = :job"
            f" AND {UNFINISHED}",
            job=job, problem=problem,
        )  # fmt: skip


def run_out(store: Store, at: str) -> list[Row]:
    """Jobs whose time is over, with a file or without."""
    return store.all(
        "SELECT * FROM jobs WHERE state IN ('done', 'failed') AND expires_at <= :at", at=at
    )


def remove(store: Store, job: str) -> None:
    """A job's file is no longer there."""
    with store.writing():
        store.run("UPDATE jobs SET state = 'removed' WHERE id = :job", job=job)
