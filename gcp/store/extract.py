"""The file of a research extract: a database of its own, made with sqlite-utils."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from gcp.store.library import Database

BATCH = 5_000
PRAGMAS = ("journal_mode = OFF", "synchronous = OFF")

# Columns that are no text.
_WHOLE = frozenset(
    {"id", "home", "visit", "person", "event", "number", "days_since_first", "days_followed",
     "visits", "children", "carers", "others", "found_on_a_visit", "age_is_guess",
     "children_named", "children_seen", "children_seen_alone", "photos", "revision", "grade",
     "graded", "applicable", "explained", "same_as_other", "own_words", "appearance", "activity",
     "relationships", "surroundings", "lasted", "target", "due", "helped", "by", "quick",
     "from_months", "to_months", "homes", "days_after", "stage", "urgent"}
)  # fmt: skip
_LINKS = {"home": "homes", "visit": "visits", "person": "people", "by": "people",
          "event": "events"}  # fmt: skip
# How a table's rows come to their home.
_HOME = {
    "people": "t.home FROM people t", "visits": "t.home FROM visits t",
    "events": "t.home FROM events t",
    "signs": "v.home FROM signs t JOIN visits v ON v.id = t.visit",
    "homes": "t.id AS home FROM homes t",
    "powers": "v.home FROM powers t JOIN visits v ON v.id = t.visit",
    "event_steps": "e.home FROM event_steps t JOIN events e ON e.id = t.event",
    "sharing": "e.home FROM sharing t JOIN events e ON e.id = t.event",
    "voices": "v.home FROM voices t JOIN visits v ON v.id = t.visit",
}  # fmt: skip


@contextmanager
def full_disk_raised() -> Iterator[None]:
    """A disk that fills up within is told as any other file tells it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, str(error)) from error
        raise


class Extract:
    """Takes rows table by table, and never holds more than some thousand."""

    def __init__(self, file: Path, columns: Mapping[str, Sequence[str]]) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        # Until it is whole the file is nobody's: what a crash leaves of it is thrown away.
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        self._db = Database(self._connection)
        self._columns = columns
        self._waiting: dict[str, list[Sequence[object]]] = {}
        for table, names in columns.items():
            self._db.table(table).create(
                {name: int if name in _WHOLE else str for name in names},
                pk="id" if "id" in names else None,
                foreign_keys=[
                    (name, _LINKS[name], "id") for name in names if name in _LINKS
                ],
            )
        self._connection.execute("BEGIN")

    def add(self, table: str, row: Sequence[object]) -> None:
        """One more row: a value for each column, in their order."""
        waiting = self._waiting.setdefault(table, [])
        waiting.append(row)
        if len(waiting) >= BATCH:
            self._write(table)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        self._write(table)
        return int(self._db.table(table).count)

    def small_cells(
        self, categories: Mapping[str, Sequence[str]], least: int
    ) -> Iterator[tuple[str, str, object, int]]:
        """Each value of these columns that occurs in fewer homes than that."""
        for table, columns in categories.items():
            self._write(table)
            for column in columns:
                for value, homes in self._connection.execute(
                    f"SELECT value, count(DISTINCT home) FROM (SELECT t.{column} AS value,"
                    f" {_HOME[table]}) WHERE value IS NOT NULL GROUP BY value"
                    " HAVING count(DISTINCT home) < ? ORDER BY value",
                    (least,),
                ).fetchall():
                    yield table, column, value, homes

    def close(self) -> None:
        """Write what waits, and the indices that the links need."""
        for table in list(self._waiting):
            self._write(table)
        self._connection.execute("COMMIT")
        for table, names in self._columns.items():
            for name in names:
                if name in _LINKS:
                    self._db.table(table).create_index([name])
        self._db.analyze()
        self._connection.close()

    def abandon(self) -> None:
        """Let go of a file that is not finished."""
        self._connection.close()

    def _write(self, table: str) -> None:
        rows: Iterable[Sequence[object]] = self._waiting.pop(table, ())
        asked = ", ".join("?" * len(self._columns[table]))
        self._connection.executemany(f"INSERT INTO [{table}] VALUES ({asked})", rows)
