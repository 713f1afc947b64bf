"""Connections and transactions: all that is particular to SQLite."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gcp.store.library import Database
from gcp.store.migrations import migrations

Row = dict[str, Any]

BUSY_SECONDS = 20

# The file is damaged, is no database, or cannot be read.
Unusable = sqlite3.DatabaseError


class Store:
    """One open connection; rows come as dictionaries."""

    def __init__(self, connection: sqlite3.Connection, lock: threading.RLock) -> None:
        self.db = Database(connection)
        self._connection = connection
        self._lock = lock

    def all(self, sql: str, **values: object) -> list[Row]:
        """Every row of a question."""
        return self._ask(sql, values).fetchall()

    def one(self, sql: str, **values: object) -> Row | None:
        """The first row of a question, or None."""
        return self._ask(sql, values).fetchone()

    def each(self, sql: str, **values: object) -> Iterator[Row]:
        """Rows one by one, for a table too long to hold."""
        yield from self._ask(sql, values)

    def run(self, sql: str, **values: object) -> int:
        """Change rows, inside `writing()`; the number of rows changed."""
        return self._connection.execute(sql, values).rowcount

    def _ask(self, sql: str, values: Row) -> sqlite3.Cursor:
        cursor = self._connection.cursor()
        cursor.row_factory = _as_dict
        return cursor.execute(sql, values)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is kept, and safely on disk, or none of it.

        The lock keeps the threads of one process in line without SQLite's sleeping retries; the
        write lock is taken at once, since a reader that turns writer half-way can be refused.
        """
        if self._connection.in_transaction:
            yield
            return
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read within is as it was at one moment, whatever others write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def only_read(self) -> None:
        """From here on nothing can be written through this connection."""
        self._connection.execute("PRAGMA query_only = ON")

    def is_up_to_date(self) -> bool:
        """Whether every step of the schema was taken."""
        return not migrations.pending(self.db)

    def migrate(self) -> list[str]:
        """Bring the schema up to date; the names of the steps that were taken."""
        pending = [step.name for step in migrations.pending(self.db)]
        migrations.apply(self.db)
        return pending

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


class Engine:
    """Hands each thread its own connection to one database file."""

    def __init__(self, database: Path) -> None:
        _make_private(database)
        self.database = database
        self._lock = threading.RLock()
        self._local = threading.local()

    def store(self) -> Store:
        """This thread's connection, opened on first use."""
        found: Store | None = getattr(self._local, "store", None)
        if found is None:
            found = self._local.store = Store(_connect(self.database), self._lock)
        return found

    def close(self) -> None:
        """Close this thread's connection."""
        found: Store | None = getattr(self._local, "store", None)
        if found is not None:
            found.close()
            del self._local.store


def listed(values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Names and values for `IN (…)`: ":in0, :in1" and {"in0": …}."""
    named = {f"in{n}": value for n, value in enumerate(values)}
    return ", ".join(f":{name}" for name in named) or "NULL", named


def _make_private(database: Path) -> None:
    """For its owner alone; what SQLite puts beside it takes over the same rights.

    A file that is there is never opened here: closing it again would drop SQLite's own locks.
    """
    try:
        os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        with suppress(PermissionError):  # someone else's file: theirs to close
            database.chmod(0o600)


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, timeout=BUSY_SECONDS, check_same_thread=False)
    # FULL: a receipt is a promise, so the transaction is on disk before it is given.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -32000",
        "mmap_size = 268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}
