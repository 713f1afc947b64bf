"""Databases full of visits, put in through the store, scored by the product's own scoring."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.authority import add_homes, add_practitioners, open_store, shipped_rules
from bench.documents import Household, a_photo, a_visit, as_bytes
from gcp.core.access import Account
from gcp.core.kept import photo_digests, revision_facts, utc_text, visit_facts
from gcp.core.rules import Rules
from gcp.store import audit, photos, visits
from gcp.store import rules as kept_rules
from gcp.store.engine import Store

VISITS_A_HOME = 50
DAYS_BETWEEN = 23
HOMES_A_TRANSACTION = 500
TEAM_SIZE = 40
PHOTO_BYTES = 300_000
# The last day of every history; fixed, so that a kept database is the same as a new one.
UNTIL = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
# Raised when what is put in changes, so that no older database is taken for it.
VERSION = 4
CACHE = "GCP_BENCH_CACHE"


@contextmanager
def filled(homes: int) -> Iterator[Path]:
    """An instance with so many homes of 50 visits: the kept one, else one made now."""
    kept = _kept(homes)
    if kept:
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="gcp-bench-") as folder:
        fill(Path(folder), homes)
        yield Path(folder)


def fill(instance: Path, homes: int) -> None:
    """Make such an instance."""
    store, rules = open_store(instance), shipped_rules()
    team = add_practitioners(store, TEAM_SIZE)
    kept_rules.keep(store, rules, utc_text(UNTIL))
    households = [Household(number, UNTIL) for number in range(homes)]
    add_homes(store, households, team)
    # As the days bring them: one home's visits lie far from each other in the file.
    for number in range(VISITS_A_HOME):
        for first in range(0, homes, HOMES_A_TRANSACTION):
            with store.writing():
                for each in households[first : first + HOMES_A_TRANSACTION]:
                    _add(store, rules, each, number, team)
    store.close()


def _kept(homes: int) -> Path | None:
    """The kept instance of this size, made if it is not there; None where none are kept."""
    folder = os.environ.get(CACHE)
    if not folder:
        return None
    kept = Path(folder) / f"{shipped_rules().digest[:12]}-{VERSION}-{homes}"
    if not kept.is_dir():
        making = kept.with_name(f"{kept.name}.part")
        shutil.rmtree(making, ignore_errors=True)
        fill(making, homes)
        making.rename(kept)
    return kept


def _add(
    store: Store, rules: Rules, household: Household, number: int, team: list[Account]
) -> None:
    at = UNTIL - timedelta(days=DAYS_BETWEEN * (VISITS_A_HOME - 1 - number))
    author = team[(household.number + number // 9) % len(team)]
    entries = [_photo(household, number, n, at) for n in range(2)]
    document = a_visit(rules, household, number, at, entries)
    _add_photos(store, document, author.id)
    _add_visit(store, document, author.id, utc_text(at + timedelta(hours=3)))


def _photo(household: Household, visit: int, number: int, at: datetime) -> dict[str, Any]:
    name = f"{household.number}/{visit}/{number}"
    return a_photo(hashlib.sha256(name.encode()).hexdigest(), PHOTO_BYTES, at, visit + number)


def _add_photos(store: Store, document: dict[str, Any], author: str) -> None:
    """The photos' lines, as if they had come; no page of these benchmarks opens the pictures."""
    for entry in document["photos"]:
        photos.add(
            store,
            {
                "sha256": entry["sha256"], "bytes": entry["bytes"], "type": entry["type"],
                "width": 2048, "height": 1536, "taken_at": None, "received_from": author,
                "received_at": document["written_at"],
            },
        )  # fmt: skip


def _add_visit(store: Store, document: dict[str, Any], author: str, received_at: str) -> None:
    body = as_bytes(document)
    sha256 = hashlib.sha256(body).hexdigest()
    visit = {**visit_facts(document), "author_id": author}
    revision = {
        "number": 1, "sha256": sha256, "body": body.decode(), "received_at": received_at,
        "result": json.dumps(document["result"], separators=(",", ":")),
        **revision_facts(document, document["result"]),
    }  # fmt: skip
    visits.add_revision(store, visit, revision)
    photos.name_in_visit(store, visit["id"], photo_digests(document), signed=True)
    audit.record(
        store, received_at, author, "visit_received", home=visit["home_id"], visit=visit["id"],
        detail={"revision": 1, "sha256": sha256},
    )  # fmt: skip
