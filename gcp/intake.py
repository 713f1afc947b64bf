"""The one path by which a visit or a photo arrives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gcp import imaging, photo_files, photo_parts
from gcp.core import fields
from gcp.core.access import Account, Right, may
from gcp.core.kept import photo_digests, revision_facts, utc_text, visit_facts
from gcp.core.problems import Problem, Refused
from gcp.core.rules import Rules
from gcp.core.scoring import score
from gcp.core.visit import check_visit, parse_visit
from gcp.store import audit, homes, joins, photos, reviews, visits
from gcp.store import rules as kept_rules
from gcp.store.engine import Row, Store

LAST_REVISION = 10_000
PHOTO_BYTES = 32_000_000

FindRules = Callable[[str], Rules | None]


class NotAllowed(Exception):
    """This account may not do this; said alike for what is hidden and what is not there."""


class Conflict(Exception):
    """Other content is kept under this number already, or numbers were left out."""

    def __init__(self, code: str, kept: Row | None) -> None:
        super().__init__(code)
        self.code = code
        self.kept = kept


class WrongDigest(ValueError):
    """Bytes that do not have the digest they were sent under."""


@dataclass(frozen=True)
class Receipt:
    """What the server holds now; `new` is False when it held the very same before."""

    new: bool
    body: Row


@dataclass(frozen=True)
class _Arrival:
    """A revision on its way in, checked and scored."""

    account: Account
    visit: str
    number: int
    text: str
    sha256: str
    document: dict[str, Any]
    rules: Rules
    result: dict[str, Any]
    at: str

    @property
    def signed(self) -> bool:
        return bool(self.document.get("signed_at"))

    @property
    def home(self) -> str:
        return str(self.document["home"])


def receive_visit(
    store: Store,
    find_rules: FindRules,
    account: Account,
    visit: str,
    number: int,
    body: bytes,
    received_at: datetime,
) -> Receipt:
    """Keep one revision of a visit and say so; the same bytes again give the same receipt.

    Raises Refused (what is wrong with it), NotAllowed or Conflict, and then keeps no revision; the
    content of a conflict is kept apart.
    """
    sha256 = hashlib.sha256(body).hexdigest()
    again = _held_already(store, account, visit, number, sha256)
    if again:
        return again
    arrival = _checked(find_rules, account, visit, number, body, sha256, received_at)
    try:
        with store.writing():
            # Asked again: the same bytes may have come twice at one moment.
            again = _held_already(store, account, visit, number, sha256)
            if again:
                return again
            _keep(store, arrival)
            return Receipt(True, _receipt(store, visits.revision(store, visit, number)))
    except Conflict as conflict:
        if conflict.kept:
            _keep_conflict(store, arrival)
        raise


def _held_already(
    store: Store, account: Account, visit: str, number: int, sha256: str
) -> Receipt | None:
    kept = visits.revision(store, visit, number)
    if kept is None or kept["sha256"] != sha256:
        return None
    _must_be_author(store, account, visit)
    return Receipt(False, _receipt(store, kept))


def _checked(
    find_rules: FindRules,
    account: Account,
    visit: str,
    number: int,
    body: bytes,
    sha256: str,
    received_at: datetime,
) -> _Arrival:
    document = parse_visit(body)
    digest = document.get("rules")
    rules = find_rules(digest) if isinstance(digest, str) else None
    if rules is None:
        raise Refused([Problem("rules", "rules_unknown")])
    check_visit(document, rules, received_at)
    if document["id"] != visit:
        raise Refused([Problem("id", "visit_id_differs")])
    if not 1 <= number <= LAST_REVISION:
        raise Refused([Problem("revision", "revision_number", {"last": LAST_REVISION})])
    return _Arrival(
        account, visit, number, body.decode(), sha256, document, rules,
        score(rules, document), utc_text(received_at),
    )  # fmt: skip


def _keep(store: Store, arrival: _Arrival) -> None:
    known = visits.find(store, arrival.visit)
    if known:
        _must_be_author(store, arrival.account, arrival.visit)
    ties = homes.ties(store, arrival.home)
    if ties is None or not may(arrival.account, Right.WRITE_VISIT, ties):
        raise NotAllowed
    _must_follow(store, arrival, known)
    kept_rules.keep(store, arrival.rules, arrival.at)
    visits.add_revision(store, _visit_line(arrival), _revision_line(arrival))
    photos.name_in_visit(store, arrival.visit, photo_digests(arrival.document), arrival.signed)
    _add_people(store, arrival)
    audit.record(
        store, arrival.at, arrival.account.id, "visit_received", home=arrival.home,
        visit=arrival.visit, detail={"revision": arrival.number, "sha256": arrival.sha256},
    )  # fmt: skip


def _must_be_author(store: Store, account: Account, visit: str) -> None:
    known = visits.find(store, visit)
    if known is None or known["author_id"] != account.id:
        raise NotAllowed


def _must_follow(store: Store, arrival: _Arrival, known: Row | None) -> None:
    """The number is the next one, for the same home, and says why if the visit was signed."""
    latest = known["latest_revision"] if known else 0
    if arrival.number <= latest:
        raise Conflict("revision_taken", visits.revision(store, arrival.visit, arrival.number))
    if arrival.number > latest + 1:
        raise Conflict("revision_gap", None)
    if known is None:
        return
    _must_be_open(store, arrival.visit)
    problems = []
    if known["home_id"] != arrival.home:
        problems.append(Problem("home", "home_differs"))
    if known["signed_revision"] and not arrival.signed:
        problems.append(Problem("signed_at", "signed_already"))
    if known["signed_revision"] and not (arrival.document.get("reason") or "").strip():
        problems.append(Problem("reason", "reason_missing"))
    if problems:
        raise Refused(problems)


def _must_be_open(store: Store, visit: str) -> None:
    """A visit that a supervisor agreed is changed no more until it is opened again."""
    review = reviews.of_visit(store, visit)
    if review and review.is_locked and review.deciding:
        agreed = review.deciding
        day = datetime.fromisoformat(agreed.made_at)
        raise Refused([Problem("revision", "visit_agreed", {"name": agreed.name, "day": day})])


def _visit_line(arrival: _Arrival) -> Row:
    return {**visit_facts(arrival.document), "author_id": arrival.account.id}


def _revision_line(arrival: _Arrival) -> Row:
    return {
        "number": arrival.number, "sha256": arrival.sha256, "body": arrival.text,
        "result": json.dumps(arrival.result, separators=(",", ":")), "received_at": arrival.at,
        **revision_facts(arrival.document, arrival.result),
    }  # fmt: skip


def _add_people(store: Store, arrival: _Arrival) -> None:
    """Whoever the visit met for the first time joins the home's people once it is signed."""
    document = arrival.document
    known = {row["id"] for row in homes.people(store, arrival.home)}
    met = [("child", each) for each in document.get("children") or ()]
    met += [(each["role"], each) for each in document.get("adults") or ()]
    for kind, person in met:
        if person["id"] in known:
            continue
        other = homes.home_of_person(store, person["id"])
        # Begun while the two were joined: it is taken after that was undone, too.
        if other and joins.was_ever(store, other, arrival.home):
            continue
        if other:
            raise Refused([Problem("children", "person_of_other_home", {"id": person["id"]})])
        if not arrival.signed:
            continue
        homes.add_person(
            store,
            {
                "id": person["id"], "home_id": arrival.home, "kind": kind, "name": person["name"],
                "born": person.get("born"), "about_years": person.get("about_years"),
                "relation": person.get("relation") or "", "added_at": arrival.at,
                "added_by": arrival.account.id,
            },
        )  # fmt: skip


def _keep_conflict(store: Store, arrival: _Arrival) -> None:
    with store.writing():
        visits.add_conflict(
            store, arrival.visit, arrival.number, arrival.sha256, arrival.text, arrival.at
        )
        audit.record(
            store, arrival.at, arrival.account.id, "visit_conflict", home=arrival.home,
            visit=arrival.visit, detail={"revision": arrival.number, "sha256": arrival.sha256},
        )  # fmt: skip


def _receipt(store: Store, kept: Row | None) -> Row:
    if kept is None:
        raise LookupError("a revision that was just kept cannot be read back")
    return {
        "visit": kept["visit_id"], "revision": kept["number"], "sha256": kept["sha256"],
        "received_at": kept["received_at"], "differs": bool(kept["differs"]),
        "missing_photos": photos.missing(store, kept["visit_id"]),
    }  # fmt: skip


def receive_photo(
    store: Store, folder: Path, account: Account, sha256: str, data: bytes, received_at: datetime
) -> Receipt:
    """Keep an original photo's bytes under their digest; the same again gives the same receipt.

    Raises NotAllowed, WrongDigest, or Refused if the bytes are no picture that can be kept.
    """
    if not may(account, Right.SEND_PHOTO):
        raise NotAllowed
    if hashlib.sha256(data).hexdigest() != sha256:
        raise WrongDigest
    again = _photo_held(store, folder, account, sha256)
    if again:
        return again
    at = utc_text(received_at)
    picture = imaging.check_picture(data)
    photo_files.keep_original(folder, sha256, data)
    row = {
        "sha256": sha256, "bytes": len(data), "type": picture.mime, "width": picture.width,
        "height": picture.height, "taken_at": picture.taken_at, "received_at": at,
        "received_from": account.id,
    }  # fmt: skip
    with store.writing():
        # Asked again: the same bytes may have come twice at one moment.
        again = _photo_held(store, folder, account, sha256)
        if again:
            return again
        photos.add(store, row)
        audit.record(store, at, account.id, "photo_received", detail={"sha256": sha256})
        return Receipt(True, _photo_receipt(photos.sent_by(store, sha256, account.id) or row))


def receive_photo_part(
    store: Store, folder: Path, account: Account, sha256: str, part: photo_parts.Part,
    data: bytes, received_at: datetime,
) -> Receipt | int:  # fmt: skip
    """Keep one part of a photo; how many bytes are held, or the receipt once they are all.

    Raises as `receive_photo` does, of a photo that is whole, which is then let go; and PartRefused.
    """
    if not may(account, Right.SEND_PHOTO):
        raise NotAllowed
    if fields.sha256(sha256):
        raise WrongDigest
    with photo_parts.begun(folder, account.id, sha256, part, received_at) as held:
        again = _photo_held(store, folder, account, sha256)
        if again:
            held.drop()
            return again
        held.add(part, data, received_at)
        if held.length < part.total:
            return held.length
        try:
            receipt = receive_photo(store, folder, account, sha256, held.read(), received_at)
        except (WrongDigest, Refused):
            held.drop()
            raise
        held.drop()
        return receipt


def _photo_held(store: Store, folder: Path, account: Account, sha256: str) -> Receipt | None:
    """What others have sent counts for nothing here: a receipt tells of one's own sending alone."""
    sent = photos.sent_by(store, sha256, account.id)
    if sent is None or not photo_files.original(folder, sha256).is_file():
        return None
    return Receipt(False, _photo_receipt(sent))


def _photo_receipt(row: Row) -> Row:
    return {key: row[key] for key in ("sha256", "bytes", "type", "width", "height", "received_at")}
