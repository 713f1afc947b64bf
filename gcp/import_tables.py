"""Puts homes and people of another system in, from two tables: every row, or none.

The tables are read twice: to look, then to write. Of what was read only digests are held.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gcp.core.kept import utc_text
from gcp.core.problems import Problem
from gcp.core.table_rows import HOMES, PEOPLE, home_problems, person_problems, place_of
from gcp.photo_files import measured
from gcp.store import audit, external_ids, homes, whole_homes
from gcp.store.engine import Row, Store
from gcp.table_file import BadTable, rows

Step = Callable[[int], None]

# Whoever typed the rows elsewhere is not known: this account stands for them, and is closed.
IMPORTER = {"id": "6f3a1f0e-30c0-5d1b-8e6f-2b8a5c2f9d11", "name": "Table of another system",
            "role": "administrator", "agency": "other"}  # fmt: skip
_IMPORTER_EMAIL = "tables@imported.invalid"


class Changed(Exception):
    """A table that was changed between the look at it and the writing."""


@dataclass(frozen=True)
class Wrong:
    """One thing wrong: in which table and row."""

    file: Path
    row: int
    problem: Problem


@dataclass
class Plan:
    """What there is to do, once `look` was read to its end."""

    team: str
    homes_file: Path
    people_file: Path
    new: dict[str, int] = field(default_factory=lambda: {"homes": 0, "people": 0})
    there: dict[str, int] = field(default_factory=lambda: {"homes": 0, "people": 0})
    digests: tuple[object, object] = (None, None)
    _homes_read: bool = True
    _seen: dict[bytes, int] = field(default_factory=dict)  # the row of each external id and place

    def look(self, store: Store, at: datetime, step: Step) -> Iterator[Wrong]:
        """Everything that is wrong with the tables, row by row."""
        self.digests = (measured(self.homes_file), measured(self.people_file))
        places = {
            _mark("place", place_of(row)): row["external_id"]
            for row in external_ids.places(store, self.team)
        }
        for row_number, row in self._rows(self.homes_file, HOMES, step):
            if isinstance(row, Problem):
                self._homes_read = False
                yield Wrong(self.homes_file, row_number, row)
                continue
            for problem in (*home_problems(row), *self._home(store, row_number, row, places)):
                yield Wrong(self.homes_file, row_number, problem)
        for row_number, row in self._rows(self.people_file, PEOPLE, step):
            if isinstance(row, Problem):
                yield Wrong(self.people_file, row_number, row)
                continue
            checks = (*person_problems(row, at.date()), *self._person(store, row_number, row))
            for problem in checks:
                yield Wrong(self.people_file, row_number, problem)

    def write(self, store: Store, at: datetime, step: Step) -> None:
        """Put in whatever is not here, in one transaction; raises Changed."""
        moment = utc_text(at)
        with store.writing():
            if self.digests != (measured(self.homes_file), measured(self.people_file)):
                raise Changed
            whole_homes.add_closed_account(store, IMPORTER, _IMPORTER_EMAIL, moment)
            told = _Told(step)
            for _, row in rows(self.homes_file, HOMES, told.read):
                if external_ids.home(store, row["external_id"]) is None:
                    self._add_home(store, row, moment)
                told.tell()
            told = _Told(step)
            for _, row in rows(self.people_file, PEOPLE, told.read):
                if external_ids.person(store, row["external_id"]) is None:
                    _add_person(store, row, moment)
                told.tell()
            audit.record(
                store, moment, None, "homes_imported",
                detail={"team": self.team, **self.new, "files": [str(d) for d in self.digests]},
            )  # fmt: skip

    def _home(
        self, store: Store, number: int, row: Row, places: dict[bytes, str | None]
    ) -> Iterator[Problem]:
        yield from self._once("home", number, row)
        here = external_ids.home(store, row["external_id"])
        if here:
            self.there["homes"] += 1
            if here["team_id"] != self.team:
                yield Problem("external_id", "other_team")
            for name, value in _home_values(row).items():
                if here[name] != value:
                    yield Problem(name, "differs", {"here": "" if here[name] is None else here[name]})
            return
        self.new["homes"] += 1
        if not row["address"]:
            return
        mark = _mark("place", place_of(row))
        if mark in places:
            yield Problem("address", "address_here")
        first = self._seen.setdefault(mark, number)
        if first != number:
            yield Problem("address", "address_twice", {"row": first})

    def _person(self, store: Store, number: int, row: Row) -> Iterator[Problem]:
        yield from self._once("person", number, row)
        home = external_ids.home(store, row["home_external_id"])
        is_in_table = _mark("home", row["home_external_id"]) in self._seen
        if row["home_external_id"] and not is_in_table and home is None:
            if self._homes_read:
                yield Problem("home_external_id", "no_home")
        elif home and home["team_id"] != self.team:
            yield Problem("home_external_id", "other_team")
        here = external_ids.person(store, row["external_id"])
        if here is None:
            self.new["people"] += 1
            return
        self.there["people"] += 1
        if home is None or here["home_id"] != home["id"]:
            yield Problem("home_external_id", "other_home")
        for name, value in _person_values(row).items():
            if here[name] != value:
                yield Problem(name, "differs", {"here": "" if here[name] is None else here[name]})

    def _once(self, kind: str, number: int, row: Row) -> Iterator[Problem]:
        if not row["external_id"]:
            return
        first = self._seen.setdefault(_mark(kind, row["external_id"]), number)
        if first != number:
            yield Problem("external_id", "id_twice", {"row": first})

    def _rows(
        self, file: Path, columns: tuple[str, ...], step: Step
    ) -> Iterator[tuple[int, dict[str, str] | Problem]]:
        """Rows, and at the end what stands against reading on."""
        told = _Told(step)
        try:
            for number, row in rows(file, columns, told.read):
                yield number, row
                told.tell()
        except BadTable as bad:
            yield bad.row, bad.problem

    def _add_home(self, store: Store, row: Row, at: str) -> None:
        id = str(uuid.uuid4())
        homes.add(store, {
            "id": id, "team_id": self.team, **_home_values(row), "created_at": at,
            "created_by": IMPORTER["id"],
        })  # fmt: skip
        external_ids.add(store, "home", row["external_id"], id, at)


class _Told:
    """Tells how many more bytes were read."""

    def __init__(self, step: Step) -> None:
        self.read, self._step, self._told = [0], step, 0

    def tell(self) -> None:
        if self.read[0] > self._told:
            self._step(self.read[0] - self._told)
            self._told = self.read[0]


def _add_person(store: Store, row: Row, at: str) -> None:
    home = external_ids.home(store, row["home_external_id"])
    if home is None:
        raise Changed
    id = str(uuid.uuid4())
    homes.add_person(store, {
        "id": id, "home_id": home["id"], **_person_values(row), "added_at": at,
        "added_by": IMPORTER["id"],
    })  # fmt: skip
    external_ids.add(store, "person", row["external_id"], id, at)


def _home_values(row: Row) -> Row:
    return {"name": row["name"], "address": row["address"], "postcode": row["postcode"].upper()}


def _person_values(row: Row) -> Row:
    return {
        "kind": row["kind"], "name": row["name"], "born": row["born"] or None,
        "about_years": int(row["about_years"]) if row["about_years"].isdigit() else None,
        "relation": row["relation"],
    }  # fmt: skip


def _mark(kind: str, text: str) -> bytes:
    return hashlib.sha256(f"{kind}:{text}".encode()).digest()[:12]
