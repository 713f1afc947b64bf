"""The store keeps what it says: schema, transactions, and a chain that shows tampering."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gcp.store import audit
from gcp.store.engine import Engine, Store

AT = "2026-03-01T12:00:00.000Z"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = Engine(tmp_path / "test.sqlite")
    made.store().migrate()
    return made


def lines(store: Store) -> int:
    row = store.one("SELECT count(*) AS n FROM audit")
    return row["n"] if row else -1


def test_the_schema_is_made_once(engine: Engine) -> None:
    assert engine.store().migrate() == []
    assert engine.store().one("PRAGMA journal_mode") == {"journal_mode": "wal"}
    assert engine.store().one("PRAGMA synchronous") == {"synchronous": 2}


def test_nobody_else_on_the_machine_can_read_it(engine: Engine) -> None:
    audit.record(engine.store(), AT, None, "something")
    files = sorted(engine.database.parent.glob("test.sqlite*"))
    assert len(files) == 3  # the log and its index lie beside the database
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


TAKE_OVER = """
import sqlite3, sys
mode = sqlite3.connect(sys.argv[1], timeout=0).execute("PRAGMA journal_mode = DELETE").fetchone()
print(mode[0])
"""


def test_one_more_connection_does_not_drop_the_locks_of_the_others(engine: Engine) -> None:
    """Else another process that closes its own would take the log away from under these."""
    audit.record(engine.store(), AT, None, "something")
    thread = threading.Thread(target=lambda: Engine(engine.database).store().one("SELECT 1"))
    thread.start()
    thread.join()
    other = subprocess.run(
        [sys.executable, "-c", TAKE_OVER, str(engine.database)], capture_output=True, text=True
    )
    assert "locked" in other.stderr and not other.stdout


def test_a_copy_that_was_put_back_is_made_private_again(tmp_path: Path) -> None:
    (tmp_path / "test.sqlite").touch(mode=0o644)
    engine = Engine(tmp_path / "test.sqlite")
    engine.store().migrate()
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.glob("test.sqlite*"))
    engine.close()


def test_a_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    store = engine.store()
    with pytest.raises(RuntimeError), store.writing():
        audit.record(store, AT, None, "something")
        raise RuntimeError
    assert lines(store) == 0


def test_the_inner_part_of_a_transaction_does_not_end_it(engine: Engine) -> None:
    store = engine.store()
    with pytest.raises(RuntimeError), store.writing():
        with store.writing():
            audit.record(store, AT, None, "something")
        raise RuntimeError
    assert lines(store) == 0


def test_many_threads_write_one_unbroken_audit_chain(engine: Engine) -> None:
    def write() -> None:
        for _ in range(20):
            audit.record(engine.store(), AT, None, "something")
        engine.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lines(engine.store()) == 160
    assert audit.first_broken_line(engine.store()) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET action = 'another' WHERE id = 3",
        "UPDATE audit SET detail = '{}' WHERE id = 3",
        "UPDATE audit SET at = '2025' WHERE id = 3",
        "DELETE FROM audit WHERE id = 2",
    ],
)
def test_a_changed_or_missing_audit_line_is_found(engine: Engine, change: str) -> None:
    store = engine.store()
    for number in range(5):
        audit.record(store, AT, None, "something", detail={"number": number})
    with store.writing():
        store.run(change)
    assert audit.first_broken_line(store) == 3
