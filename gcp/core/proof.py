"""What is kept against what it should be: the comparisons of `gcp verify`, without its walking."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gcp.core.kept import Facts, photo_digests, revision_facts, visit_facts
from gcp.core.rules import Rules, digest_of, rules_from_json
from gcp.core.scoring import score

Line = Mapping[str, Any]
# What a document that is none any more may raise, however somebody changed it.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Finding:
    """One thing to tell: `code` says what, `kind` which sort of thing."""

    kind: str  # missing, altered, unexplained; or waiting, which is nothing wrong
    code: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Came:
    """Something that came, and that a line of the audit log tells of."""

    code: str
    values: Mapping[str, object]

    @property
    def mark(self) -> bytes:
        """Short, and another for anything else: there are too many to hold whole."""
        told = json.dumps([self.code, self.values], sort_keys=True)
        return hashlib.sha256(told.encode()).digest()[:16]


IMPORTED = "record_imported"
# By action, what of a line's detail tells the thing that came from every other one.
_DETAILS = {
    "visit_received": ("revision", "sha256"),
    "visit_conflict": ("revision", "sha256"),
    "conflict_settled": ("revision", "sha256", "choice"),
    "photo_received": ("sha256",),
    "visit_reviewed": ("review", "number", "revision", "sha256", "kind", "words_sha256"),
    "photo_redacted": ("redaction", "sha256", "boxes", "why"),
    "home_received": ("sha256",),
    "home_conflict": ("sha256",),
}


def came(
    code: str, account: str, home: str | None = None, visit: str | None = None, **detail: object
) -> Came:
    """What is kept, as the line of the audit log tells of it."""
    return Came(code, {"account": account, "home": home, "visit": visit, **detail})


def told(line: Line) -> Came | None:
    """What a line of the audit log says has come, if it is of that kind."""
    action, account = line["action"], line["account_id"]
    if action not in _DETAILS and action != IMPORTED:
        return None
    try:
        detail = defaultdict(type(None), json.loads(line["detail"]))
        if action == IMPORTED:
            action, account = detail["code"], detail["account"]
        wanted = _DETAILS[action]
    except UNREADABLE:  # changed: the chain tells of it
        return None
    return came(
        action, account, line["home_id"], line["visit_id"],
        **{name: detail[name] for name in wanted},
    )  # fmt: skip


def told_at(line: Line) -> str:
    """When that came: an import's line says when it came to where it was taken from."""
    if line["action"] == IMPORTED:
        try:
            return str(json.loads(line["detail"])["received_at"])
        except UNREADABLE:
            pass
    return str(line["at"])


def imported(what: Came, received_at: str | None) -> dict[str, object]:
    """The detail of the line that tells of something that an import put in."""
    values = {key: each for key, each in what.values.items() if key not in ("home", "visit")}
    return {"code": what.code, "received_at": received_at, **values}


def read_kept_rules(digest: str, body: str) -> Rules | None:
    """Rules as they were kept; None if they are not those of this digest any more."""
    try:
        document = json.loads(body)
        said = document.pop("digest")
        if said != digest or digest_of(document) != digest:
            return None
        return rules_from_json({**document, "digest": digest})
    except UNREADABLE:
        return None


def has_digest(body: object, sha256: str) -> bool:
    """Whether a kept body is still the one that came."""
    return isinstance(body, bytes) and hashlib.sha256(body).hexdigest() == sha256


@dataclass
class VisitCheck:
    """One visit, its revisions read from the first to the last, then what is kept of it."""

    visit: str
    facts: Facts = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    signed: int | None = None
    first_came: str | None = None
    is_whole: bool = True

    def revision(self, row: Line, rules: Mapping[str, Rules | None]) -> Iterator[Finding]:
        """What is wrong with the next revision."""
        about = {"visit": self.visit, "revision": row["number"]}
        self.numbers.append(row["number"])
        self.first_came = self.first_came or row["received_at"]
        try:
            if not has_digest(row["body"], row["sha256"]):
                raise ValueError
            document = json.loads(row["body"])
            facts, named = visit_facts(document), photo_digests(document)
            yield from self._beside(row, document, rules, about)
        except UNREADABLE:
            self.is_whole = False
            yield Finding("altered", "body", about)
            return
        signed = int(bool(document.get("signed_at")))
        self.facts = facts
        self.named |= dict.fromkeys(named, signed)
        self.signed = row["number"] if signed else self.signed

    def _beside(
        self, row: Line, document: Any, rules: Mapping[str, Rules | None], about: Facts
    ) -> Iterator[Finding]:
        """What is kept beside a revision, against what the revision itself says."""
        digest = document["rules"]
        found = rules.get(digest)
        if found is None:
            if digest not in rules:
                yield Finding("missing", "rules", {**about, "rules": digest})
            return
        result = score(found, document)
        if result != json.loads(row["result"]):
            yield Finding("altered", "result", about)
        if _differs(row, revision_facts(document, result)):
            yield Finding("altered", "revision_line", about)

    def end(self, line: Line, named: Mapping[str, int]) -> Iterator[Finding]:
        """What is wrong with the visit's own line and with the photos that are kept as its own."""
        about = {"visit": self.visit}
        latest = line["latest_revision"]
        if self.numbers != [*range(1, len(self.numbers) + 1)] or len(self.numbers) < latest:
            yield Finding("missing", "revisions", {**about, "n": latest, "kept": len(self.numbers)})
            return
        if not self.is_whole:
            return
        own = {"latest_revision": self.numbers[-1] if self.numbers else 0,
               "signed_revision": self.signed, "received_at": self.first_came,
               **self.facts}  # fmt: skip
        if _differs(line, own):
            yield Finding("altered", "visit_line", about)
        for sha256, signed in sorted(self.named.items()):
            if sha256 not in named:
                yield Finding("missing", "photo_name", {**about, "sha256": sha256})
            elif named[sha256] != signed:
                yield Finding("altered", "photo_name", {**about, "sha256": sha256})
        for sha256 in sorted(named.keys() - self.named.keys()):
            yield Finding("unexplained", "photo_name", {**about, "sha256": sha256})


def _differs(line: Line, facts: Facts) -> bool:
    return any(line[name] != value for name, value in facts.items())
