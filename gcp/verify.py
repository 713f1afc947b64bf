"""Walks through all that is kept and says what is missing, altered or unexplained.

Every visit, photo, found home and black box was written into the audit log as it came, each line of
which is chained to the one before. So what is there must be in the log, and what is in the log must
be there, with the digest that it had.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gcp import imaging, photo_files
from gcp.core.problems import Refused
from gcp.core.proof import (
    Came,
    Finding,
    VisitCheck,
    came,
    has_digest,
    read_kept_rules,
    told,
    told_at,
)
from gcp.core.rules import Rules
from gcp.reviewing import told_of
from gcp.store import photos, proofs
from gcp.store.audit import START, digest_of
from gcp.store.engine import Row, Store

WAITING = "waiting"
_PREFIXES = [f"{number:02x}" for number in range(256)]
_AFTER_ALL = "g"  # sorts behind every digest

Rule = dict[str, Rules | None]


@dataclass
class Walk:
    """What was walked through, once the findings have been read to their end."""

    visits: int = 0
    revisions: int = 0
    photos: int = 0
    bytes: int = 0
    waiting: int = 0
    line: int = 0
    head: str = START


def verify(
    store: Store, pictures: Path, walk: Walk, head: tuple[int, str] | None
) -> Iterator[Finding]:
    """Every finding, as it is found; `head` is a line of the audit log that somebody wrote down.

    Writes nothing, and may run beside the server: the database is read as it was at one moment.
    """
    began = time.time()
    with store.reading():
        log = _Log()
        yield from log.read(store, walk, head)
        yield from _visits(store, log, walk)
        yield from _apart(store, log)
        yield from log.untold(store)
        for row in proofs.not_come(store):
            walk.waiting += 1
            yield Finding(WAITING, "photo", {"visit": row["visit_id"], "sha256": row["sha256"]})
    # Nothing of a photo ever changes, and to read them all may take hours.
    yield from _photos(store, pictures, walk, began)


class _Log:
    """The audit log: of each thing that it tells of, a mark with the line and its time."""

    def __init__(self) -> None:
        self._open: dict[bytes, tuple[int, str]] = {}

    def read(
        self, store: Store, walk: Walk, head: tuple[int, str] | None
    ) -> Iterator[Finding]:
        """Follow the chain; what came several times is told by the first line of it."""
        is_head_there = head is None
        for row in proofs.audit_lines(store):
            number, digest, follows = row.pop("id"), row.pop("digest"), row.pop("previous")
            if follows != walk.head or digest != digest_of(row, follows):
                yield Finding("altered", "audit_line", {"line": number})
            walk.line, walk.head = number, digest
            is_head_there = is_head_there or head == (number, digest)
            what = told(row)
            if what:
                self._open.setdefault(what.mark, (number, told_at(row)))
        if head and not is_head_there:
            yield Finding("missing", "head", {"line": head[0], "digest": head[1]})

    def explains(self, what: Came, at: str | None = None) -> Iterator[Finding]:
        """Nothing, if a line tells of it and, where a time is kept of it, of that time."""
        line = self._open.pop(what.mark, None)
        if line is None:
            yield Finding("unexplained", what.code, what.values)
        elif at is not None and at != line[1]:
            yield Finding("altered", "time", {"at": at, "line": line[0]})

    def untold(self, store: Store) -> Iterator[Finding]:
        """What lines tell of and nothing is there of."""
        for number, _ in self._open.values():
            what = told(proofs.audit_line(store, number))
            if what:
                yield Finding("missing", what.code, {**what.values, "line": number})


def _visits(store: Store, log: _Log, walk: Walk) -> Iterator[Finding]:
    rules = {row["digest"]: read_kept_rules(**row) for row in proofs.rules(store)}
    for digest in sorted(digest for digest, found in rules.items() if found is None):
        yield Finding("altered", "rules", {"rules": digest})
    for line in proofs.visits(store):
        walk.visits += 1
        check = VisitCheck(line["id"])
        for row in proofs.revisions(store, line["id"]):
            walk.revisions += 1
            yield from check.revision(row, rules)
            yield from log.explains(
                came("visit_received", line["author_id"], line["home_id"], line["id"],
                     revision=row["number"], sha256=row["sha256"]), row["received_at"],
            )  # fmt: skip
        yield from check.end(line, proofs.named_photos(store, line["id"]))


def _apart(store: Store, log: _Log) -> Iterator[Finding]:
    """Everything beside the visits that the log tells of."""
    for row in proofs.conflicts(store):
        about = {"revision": row["number"], "sha256": row["sha256"]}
        who = row["author_id"], row["home_id"], row["visit_id"]
        if not has_digest(row["body"], row["sha256"]):
            yield Finding("altered", "conflict", {"visit": row["visit_id"], **about})
        yield from log.explains(came("visit_conflict", *who, **about), row["received_at"])
        if row["choice"] is not None:
            yield from log.explains(came("conflict_settled", *who, **about, choice=row["choice"]))
    for row in proofs.found_homes(store):
        if not has_digest(row["body"], row["sha256"]):
            yield Finding("altered", "found_home", {"home": row["home_id"]})
        what = came(row["code"], row["found_by"], row["home_id"], sha256=row["sha256"])
        yield from log.explains(what, row["received_at"])
    for row in proofs.senders(store):
        what = came("photo_received", row["account_id"], sha256=row["sha256"])
        yield from log.explains(what, row["at"])
    for row in proofs.redactions(store):
        yield from log.explains(
            came("photo_redacted", row["made_by"], row["home_id"], row["visit_id"],
                 redaction=row["id"], sha256=row["sha256"], why=row["why"],
                 boxes=_boxes(row["boxes"]))
        )  # fmt: skip


    for row in proofs.reviews(store):
        who = row["made_by"], row["home_id"], row["visit_id"]
        yield from log.explains(came("visit_reviewed", *who, **told_of(row)), row["made_at"])


def _boxes(written: str) -> object:
    try:
        return json.loads(written)
    except ValueError:
        return written


def _photos(store: Store, pictures: Path, walk: Walk, began: float) -> Iterator[Finding]:
    """Folder by folder, so that never more than one of them is held."""
    originals = pictures / "originals"
    for prefix, after in zip(_PREFIXES, [*_PREFIXES[1:], _AFTER_ALL], strict=True):
        there = list(_files(originals / prefix))
        known = proofs.photos(store, prefix, after)
        for row in known:
            walk.photos += 1
            walk.bytes += row["bytes"]
            yield from _photo(row, photo_files.original(pictures, row["sha256"]))
        names = {row["sha256"] for row in known}
        strange = [each for each in there if each.parent.name != prefix or each.name not in names]
        yield from _strange(store, pictures, strange, began)
    others = [each for each in _entries(originals) if each.name not in _PREFIXES]
    for other in others:
        found = list(_files(other)) if other.is_dir() else [other]
        yield from _strange(store, pictures, found, began)


def _photo(row: Row, file: Path) -> Iterator[Finding]:
    about = {"sha256": row["sha256"]}
    if not file.is_file():
        yield Finding("missing", "photo", about)
    elif photo_files.measured(file) != (row["sha256"], row["bytes"]):
        yield Finding("altered", "photo", about)
    elif row["received_at"] != row["sent_at"] or _facts(file) != (row["type"], row["taken_at"]):
        yield Finding("altered", "photo_line", about)


def _facts(file: Path) -> tuple[str, str | None] | None:
    try:
        return imaging.kind_and_time(file)
    except Refused:
        return None


def _strange(
    store: Store, pictures: Path, files: list[Path], began: float
) -> Iterator[Finding]:
    """Files that no row explains, but for what came while this ran."""
    for file in files:
        own_place = photo_files.original(pictures, file.name)
        has_come = file == own_place and photos.find(store, file.name) is not None
        if not has_come and not began <= _changed_at(file) <= time.time():
            yield Finding("unexplained", "file", {"file": file.relative_to(pictures)})


def _changed_at(file: Path) -> float:
    """When a file was written; now for one that is gone again."""
    try:
        return file.lstat().st_mtime
    except FileNotFoundError:
        return time.time()


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        for name in sorted(names):
            yield Path(place) / name
