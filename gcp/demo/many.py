"""Fills a demonstration with very many invented visits, each scored by the product's own rules.

Families and documents follow from the seed alone. One process writes; the others make documents.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from gcp.core.kept import photo_digests, revision_facts, utc_text, visit_facts
from gcp.core.rules import Rules
from gcp.demo.cast import STARTED
from gcp.demo.courses import OFFICER, PRACTITIONERS, Moment, dates_of, homes_with, moment
from gcp.demo.families import UNTIL, Family
from gcp.demo.papers import a_visit, as_bytes
from gcp.demo.staff import (
    AREA_SUPERVISOR,
    HOMES_A_TEAM,
    Albums,
    Picture,
    add_pictures,
    add_teams,
    scorer,
    team_id,
)
from gcp.store import accounts, audit, homes, photos, visits
from gcp.store import rules as kept_rules
from gcp.store.engine import Row, Store

BATCH = 4_000
FEW = 2_000  # visits that are made sooner than a second process is started
DONE = "demonstration_filled"
PICTURED = 0.4  # of the visits that got in

Progress = Callable[[int], None]
Line = tuple[Row, Row, list[str]]  # a visit, its revision, the digests of its photos
Wanted = tuple[int, int, int, datetime]  # home, number of the visit, of how many, when


def is_begun(store: Store) -> bool:
    """Whether a filling of this database was begun."""
    return accounts.by_email(store, AREA_SUPERVISOR) is not None


def is_filled(store: Store) -> bool:
    """Whether this database was filled to the end."""
    return audit.has(store, DONE)


def fill(
    store: Store, rules: Rules, pictures: Path, visits_wanted: int, effort: str, seed: int = 1,
    progress: Progress = lambda done: None,
) -> int:  # fmt: skip
    """Put in so many visits, about ten to a home; the number of homes."""
    counts = list(homes_with(visits_wanted, seed))
    teams = -(-len(counts) // HOMES_A_TEAM)
    add_teams(store, teams, effort)
    albums = add_pictures(store, pictures, teams)
    kept_rules.keep(store, rules, STARTED)
    _add_homes(store, counts, seed, teams)
    done = 0
    progress(done)
    for lines in _made(rules, _in_order(counts, seed), albums, seed, visits_wanted):
        _keep(store, lines)
        done += len(lines)
        progress(done)
    audit.record(store, utc_text(UNTIL), None, DONE, detail={"visits": done, "seed": seed})
    return len(counts)


def _add_homes(store: Store, counts: Sequence[int], seed: int, teams: int) -> None:
    for first in range(0, len(counts), BATCH):
        with store.writing():
            for number in range(first, min(first + BATCH, len(counts))):
                _add_home(store, Family(number, seed), number % teams, counts[number])


def _add_home(store: Store, family: Family, team: int, count: int) -> None:
    worker = scorer(team, (family.key + (count - 1) // 9) % PRACTITIONERS).id
    home = {**family.place, "id": family.id, "team_id": team_id(team), "created_at": STARTED}
    homes.add(store, {**home, "created_by": worker})
    homes.allocate(store, family.id, worker, STARTED)
    homes.allocate(store, family.id, scorer(team, OFFICER).id, STARTED)
    for person in (*family.children, *family.adults):
        row = {"born": None, "relation": "", "about_years": None, **person}
        row["kind"] = row.pop("role", "child")
        homes.add_person(
            store, {**row, "home_id": family.id, "added_at": STARTED, "added_by": worker}
        )


def _in_order(counts: Sequence[int], seed: int) -> list[Wanted]:
    """Every visit as the days bring them: one home's lie far from each other in the file."""
    found = [
        (home, number, count, at)
        for home, count in enumerate(counts)
        for number, at in enumerate(dates_of(Family(home, seed), count))
    ]
    return sorted(found, key=lambda each: (each[3], each[0]))


def _made(
    rules: Rules, wanted: Iterable[Wanted], albums: Albums, seed: int, count: int
) -> Iterator[list[Line]]:
    """Batches of lines in order, made by every processor where that is worth its start."""
    wanted = iter(wanted)
    batches = iter(lambda: list(islice(wanted, BATCH)), [])
    workers = 1 if count <= FEW else os.cpu_count() or 1
    if workers == 1:
        maker = Maker(rules, albums, seed)
        yield from map(maker.lines, batches)
        return
    with ProcessPoolExecutor(
        workers, get_context("spawn"), _start, (rules, albums, seed)
    ) as pool:
        waiting: list[Future[list[Line]]] = []
        for batch in batches:
            waiting.append(pool.submit(_lines, batch))
            if len(waiting) > workers + 1:
                yield waiting.pop(0).result()
        for each in waiting:
            yield each.result()


@dataclass(frozen=True)
class Maker:
    """Makes the lines of visits, in whichever process."""

    rules: Rules
    albums: Albums
    seed: int

    def lines(self, wanted: Iterable[Wanted]) -> list[Line]:
        """The lines that the store keeps of these visits."""
        return [self._line(*each) for each in wanted]

    def _line(self, home: int, number: int, count: int, at: datetime) -> Line:
        family, team = Family(home, self.seed), home % len(self.albums)
        when = moment(family, number, count, at)
        entries = _entries(family, when, self.albums[team])
        document = a_visit(self.rules, family, when, entries)
        return lines_of(document, scorer(team, when.scorer).id, at + timedelta(hours=3))


_maker: Maker | None = None


def _start(*parts: Any) -> None:
    global _maker
    _maker = Maker(*parts)


def _lines(wanted: list[Wanted]) -> list[Line]:
    return _maker.lines(wanted) if _maker else []


def _entries(family: Family, when: Moment, album: Sequence[Picture]) -> list[dict[str, Any]]:
    """What the visit says of its photos: as many as its number and home make of it."""
    turn = family.key * 31 + when.number * 7
    count = turn % 3 + 1 if turn % 100 < 100 * PICTURED else 0
    return [
        {
            "id": family.an_id("photo", when.number, n), "sha256": each.sha256,
            "bytes": each.size, "type": "image/jpeg", "room": each.room, "consent": "agreed",
            "observed_at": (when.at + timedelta(minutes=15 + n)).isoformat(), "source": "camera",
        }
        for n, each in enumerate((album * 2)[turn % len(album) :][:count])
    ]  # fmt: skip


def lines_of(document: dict[str, Any], author: str, received_at: datetime) -> Line:
    """What the store keeps of a visit; its own score is the server's, made by the same rules."""
    body = as_bytes(document)
    revision = {
        "number": 1, "sha256": hashlib.sha256(body).hexdigest(), "body": body.decode(),
        "received_at": utc_text(received_at),
        "result": json.dumps(document["result"], separators=(",", ":")),
        **revision_facts(document, document["result"]),
    }  # fmt: skip
    visit = {**visit_facts(document), "author_id": author}
    return visit, revision, photo_digests(document)


def _keep(store: Store, lines: Iterable[Line]) -> None:
    with store.writing():
        for visit, revision, digests in lines:
            visits.add_revision(store, visit, revision)
            photos.name_in_visit(store, visit["id"], digests, signed=True)
            audit.record(
                store, revision["received_at"], visit["author_id"], "visit_received",
                home=visit["home_id"], visit=visit["id"],
                detail={"revision": 1, "sha256": revision["sha256"]},
            )  # fmt: skip
