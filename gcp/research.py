"""Makes the research extract: one SQLite file about every home, pseudonymised, in one pass."""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from re import fullmatch
from typing import Any

from gcp.core.following import FOLLOWED
from gcp.core.kept import utc_text
from gcp.core.research import CATEGORIES, LEAST_HOMES, Household, items_of, rows_of
from gcp.core.sharing import KIND as SHARING
from gcp.out_files import CannotWrite, new_file
from gcp.store import events, every_home, following, homes, joins, sharing, visits
from gcp.store.engine import Store
from gcp.store.extract import Extract, full_disk_raised
from gcp.text import read_text
from gcp.version import VERSION

_LETTERS = 16
_words = read_text("en").research
TABLES: Mapping[str, Any] = _words.tables.as_json()
COLUMNS = {table: list(each["columns"]) for table, each in TABLES.items()}

Begun = Callable[[int], Callable[[int], None]]  # told how many homes, gives what is told each


class BadKey(Exception):
    """A key file that cannot be used: `open` to others, or no key (`wrong`)."""

    def __init__(self, code: str, file: Path) -> None:
        super().__init__(f"{file}: {code}")
        self.code, self.file = code, file


def read_key(file: Path | None) -> bytes:
    """The key of the pseudonyms: that of a file, made if it is not there, or one for this once."""
    if file is None:
        return secrets.token_bytes(32)
    if not os.path.lexists(file):
        with new_file(file) as place:
            place.write_text(secrets.token_hex(32) + "\n", "ascii")
    try:
        if file.stat().st_mode & 0o077:
            raise BadKey("open", file)
        with file.open("rb") as opened:
            written = opened.read(100).decode("ascii", "replace").strip()
    except OSError as error:
        raise CannotWrite("refused", file, error.strerror) from error
    if not fullmatch("[0-9a-f]{64}", written):
        raise BadKey("wrong", file)
    return bytes.fromhex(written)


@full_disk_raised()
def make_extract(
    store: Store, file: Path, key: bytes, is_key_kept: bool, at: datetime, begun: Begun
) -> dict[str, int]:
    """Fill the file; how many rows each table has.

    The database is read as it was at one moment. Of homes only ids are held, in the order of their
    pseudonyms, so that the order tells nothing.
    """
    def pseudonym(what: str, id: str) -> str:
        return hmac.new(key, f"{what}:{id}".encode(), "sha256").hexdigest()[:_LETTERS]

    extract, numbers = Extract(file, COLUMNS), Counter[str]()

    def number(table: str) -> int:
        numbers[table] += 1
        return numbers[table]

    try:
        with store.reading():
            rules = list(every_home.rules(store))
            for version in rules:
                for table, row in items_of(version):
                    extract.add(table, row)
            versions = {each.digest: each.version for each in rules}
            asked = sorted(
                (pseudonym("home", row["id"]), row["id"], row["team_id"])
                for row in every_home.standing(store)
            )
            step = begun(len(asked))
            for _, home, team in asked:
                for table, row in rows_of(_household(store, home, team), pseudonym, number, versions):
                    extract.add(table, row)
                step(1)
        _say_what_it_is(extract, is_key_kept, at)
        counts = {table: extract.count(table) for table in COLUMNS}
    except BaseException:
        extract.abandon()
        raise
    extract.close()
    return counts


def metadata(name: str) -> bytes:
    """What Datasette shows of the tables of a database with this name.

    Units stand in the descriptions: as `units` it takes only those that physics knows.
    """
    tables = {
        table: {
            "description": each["about"],
            "columns": {column: _meaning(*told) for column, told in each["columns"].items()},
        }
        for table, each in TABLES.items()
    }
    about = {"title": _words.title, "description": _words.about.what, "tables": tables}
    told = {"title": _words.title, "description": _words.about.care.format(least=LEAST_HOMES),
            "databases": {name: about}}  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _household(store: Store, home: str, team: str) -> Household:
    lines = events.of_home(store, home)
    followed = following.of_events(store, [each.id for each in lines if each.kind in FOLLOWED])
    decisions = [each for each in lines if each.kind == SHARING]
    shared = {each.id: sharing.find(store, each.id, each.number) for each in decisions}
    return Household(
        home, team, bool(joins.into_homes(store, [home])), homes.people(store, home),
        visits.of_home(store, home), lines, {each.event.id: each.steps for each in followed},
        {event: found for event, found in shared.items() if found},
    )  # fmt: skip


def _say_what_it_is(extract: Extract, is_key_kept: bool, at: datetime) -> None:
    for row in list(extract.small_cells(CATEGORIES, LEAST_HOMES)):
        extract.add("small_cells", row)
    for table, each in TABLES.items():
        for column, told in each["columns"].items():
            extract.add("dictionary", (table, column, told[0], told[1], _values(told[2])))
    key = "key_kept" if is_key_kept else "key_thrown_away"
    for name in ("title", "what", "method", key, "grading"):
        extract.add("about", (name, _words.about[name]))
    extract.add("about", ("care", _words.about.care.format(least=LEAST_HOMES)))
    extract.add("about", ("made_in_month", utc_text(at)[:7]))
    extract.add("about", ("made_by_program", f"gcp {VERSION}"))


def _values(written: str) -> str:
    short = {"LINK": _words.link, "PSEUDONYM": _words.pseudonym, "YES_NO": _words.yes_no,
             "MADE_UP": _words.made_up}  # fmt: skip
    return short.get(written, written)


def _meaning(meaning: str, unit: str, values: str) -> str:
    told: Sequence[str] = [each for each in (meaning, unit and f"({unit})") if each]
    values = _values(values)
    return " ".join(told) + (f": {values}" if values else "")
