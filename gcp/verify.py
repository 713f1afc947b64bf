"""Walks through all that is kept and says what is missing, altered or unexplained.

Every visit, photo and black box was written into the audit log as it came, each line of which is
chained to the one before. So what is there must be in the log, and what is in the log must be
there, with the digest that it had.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gcp import photo_files
from gcp.core.rules import Rules
from gcp.core.scoring import score
from gcp.store import proofs
from gcp.store.audit import START, digest_of
from gcp.store.engine import Row, Store

FindRules = Callable[[str], Rules | None]
_CHUNK = 1_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: `code` says what, `kind` which sort of thing."""

    kind: str  # missing, altered or unexplained
    code: str
    values: dict[str, object]


@dataclass
class Walk:
    """What was walked through, once the findings have been read to their end."""

    visits: int = 0
    revisions: int = 0
    photos: int = 0
    bytes: int = 0
    lines: int = 0
    head: str = START
    waiting: list[Row] = field(default_factory=list)


def verify(
    store: Store, pictures: Path, find_rules: FindRules, walk: Walk, head: tuple[int, str] | None
) -> Iterator[Finding]:
    """Every finding, as it is found; `head` is a line of the audit log that somebody wrote down.

    Writes nothing, and may run beside the server: all is read as it was at one moment.
    """
    began = time.time()
    with store.reading():
        kept = _Kept()
        yield from _visits(store, walk)
        yield from _revisions(store, find_rules, kept, walk)
        for row in proofs.conflicts(store):
            yield from _body(row)
            kept.add("visit_conflict", *_came(row))
        for row in proofs.senders(store):
            kept.add("photo_received", row["account_id"], row["sha256"])
        for row in proofs.redactions(store):
            kept.add("photo_redacted", row["id"])
        yield from _audit(store, kept, walk, head)
        yield from _photos(store, pictures, walk, began)
        walk.waiting = list(proofs.not_come(store))


class _Kept:
    """What is there and not yet explained; only a part of a digest is held of each."""

    def __init__(self) -> None:
        self._open: dict[bytes, tuple[object, ...]] = {}
        self._told: set[bytes] = set()

    def add(self, *what: object) -> None:
        """Something that a line of the audit log has to explain."""
        self._open[_mark(what)] = what

    def explain(self, *what: object) -> bool:
        """Whether it is there, now explained by a line; conflicts are told each time they come."""
        mark = _mark(what)
        if self._open.pop(mark, None) is None:
            return mark in self._told
        self._told.add(mark)
        return True

    def unexplained(self) -> Iterator[tuple[object, ...]]:
        """What no line has explained."""
        yield from self._open.values()


def _mark(what: tuple[object, ...]) -> bytes:
    return hashlib.sha256(repr(what).encode()).digest()[:16]


def _visits(store: Store, walk: Walk) -> Iterator[Finding]:
    for row in proofs.visits(store):
        walk.visits += 1
        if row["revisions"] != row["latest_revision"]:
            yield Finding("missing", "revisions", {"visit": row["id"], "n": row["latest_revision"],
                                                   "kept": row["revisions"]})  # fmt: skip


def _revisions(
    store: Store, find_rules: FindRules, kept: _Kept, walk: Walk
) -> Iterator[Finding]:
    for row in proofs.revisions(store):
        walk.revisions += 1
        kept.add("visit_received", *_came(row))
        try:
            found = [*_body(row)] or [*_content(store, find_rules, row, json.loads(row["body"]))]
        except (ValueError, LookupError, TypeError, AttributeError):  # no visit at all any more
            found = [Finding("altered", "body", {"visit": row["visit_id"], "n": row["number"]})]
        yield from found


def _came(row: Row) -> tuple[object, ...]:
    return row["author_id"], row["visit_id"], row["number"], row["sha256"]


def _content(
    store: Store, find_rules: FindRules, row: Row, body: dict[str, Any]
) -> Iterator[Finding]:
    """What is kept beside a revision, against what the revision itself says."""
    about = {"visit": row["visit_id"], "n": row["number"]}
    said = body["id"], body["home"], body["rules"], bool(body.get("signed_at"))
    if said != (row["visit_id"], row["home_id"], row["rules_digest"], bool(row["signed"])):
        yield Finding("altered", "revision_line", about)
    named = {each["sha256"] for each in body.get("photos") or ()}
    if not named <= proofs.named_photos(store, row["visit_id"]):
        yield Finding("missing", "photo_names", about)
    rules = find_rules(row["rules_digest"])
    if rules is None:
        yield Finding("missing", "rules", {**about, "rules": row["rules_digest"]})
    elif score(rules, body) != json.loads(row["result"]):
        yield Finding("altered", "result", about)


def _body(row: Row) -> Iterator[Finding]:
    if hashlib.sha256(row["body"].encode()).hexdigest() != row["sha256"]:
        yield Finding("altered", "body", {"visit": row["visit_id"], "n": row["number"]})


def _audit(
    store: Store, kept: _Kept, walk: Walk, head: tuple[int, str] | None
) -> Iterator[Finding]:
    """The chain itself, and what its lines tell of that is not there; then what they do not."""
    is_head_there = head is None
    for row in proofs.audit_lines(store):
        number, digest, follows = row.pop("id"), row.pop("digest"), row.pop("previous")
        if follows != walk.head or digest != digest_of(row, follows):
            yield Finding("altered", "audit_line", {"line": number})
        walk.lines, walk.head = number, digest
        is_head_there = is_head_there or head == (number, digest)
        what = _told(row)
        if what and not kept.explain(*what):
            yield Finding("missing", str(what[0]), _about(what) | {"line": number})
    if head and not is_head_there:
        yield Finding("missing", "head", {"line": head[0], "digest": head[1]})
    for what in kept.unexplained():
        yield Finding("unexplained", str(what[0]), _about(what))


def _told(line: Row) -> tuple[object, ...] | None:
    """What a line says has come."""
    action = line["action"]
    try:
        detail = defaultdict(type(None), json.loads(line["detail"]))
    except (ValueError, TypeError):  # changed: the chain has told of it
        return None
    if action in ("visit_received", "visit_conflict"):
        return action, line["account_id"], line["visit_id"], detail["revision"], detail["sha256"]
    if action == "photo_received":
        return action, line["account_id"], detail["sha256"]
    if action == "photo_redacted":
        return action, detail["redaction"]
    return None


def _about(what: tuple[object, ...]) -> dict[str, object]:
    names = {
        "visit_received": ("account", "visit", "n", "sha256"),
        "visit_conflict": ("account", "visit", "n", "sha256"),
        "photo_received": ("account", "sha256"),
        "photo_redacted": ("redaction",),
    }
    return dict(zip(names[str(what[0])], what[1:], strict=True))


def _photos(store: Store, pictures: Path, walk: Walk, began: float) -> Iterator[Finding]:
    known = set()
    for row in proofs.photos(store):
        walk.photos += 1
        known.add(row["sha256"])
        file = photo_files.original(pictures, row["sha256"])
        if not file.is_file():
            yield Finding("missing", "photo", {"sha256": row["sha256"]})
            continue
        digest, size = _read(file)
        walk.bytes += size
        if digest != row["sha256"] or size != row["bytes"]:
            yield Finding("altered", "photo", {"sha256": row["sha256"]})
    for file in sorted((pictures / "originals").rglob("*")):
        # What came while this ran is not known here yet.
        if file.is_file() and file.name not in known and file.stat().st_mtime < began:
            yield Finding("unexplained", "file", {"file": file.relative_to(pictures)})


def _read(file: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
