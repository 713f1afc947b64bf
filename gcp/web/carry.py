"""The caseload: what a device may carry of each home."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import render_template

from gcp.core import history, known
from gcp.core.access import Right
from gcp.core.history import VisitRecord
from gcp.core.next_steps import open_steps
from gcp.core.problems import Problem, Refused
from gcp.core.redaction import Box, mark_of
from gcp.intake import utc_text
from gcp.store import asked_checks, homes, joins, visits
from gcp.store.engine import Row
from gcp.web.asked_view import asked_now, plain
from gcp.web.context import (
    Hidden,
    account,
    may_read,
    must,
    must_read,
    note,
    now,
    parts,
    store,
    ties_to_read,
)
from gcp.web.home_page import home_page
from gcp.web.homes import arrived_photos, own_ties, reachable_homes, visible_visits
from gcp.web.photos import redacted
from gcp.web.review_part import sent_back_json
from gcp.web.tags import tags

PHOTOS_A_ROOM = 6


def caseload(since: str | None, home: str | None) -> dict[str, Any]:
    """The homes to carry: one, or all, or those about which something came after `since`.

    Raises Refused for a time or an id that is none, Hidden for a home not to be seen.
    """
    must(Right.SEND_PHOTO)
    as_of = utc_text(now())
    after = _time(since) if since else None
    rows = [_one(home)] if home else reachable_homes()
    changed = [row for row in rows if not after or _has_changed(row["id"], after)]
    # Asked for before the packs are made: what comes in between is fetched once more, not missed.
    tag = tags([(row, ties_to_read(row["id"])) for row in changed])
    return {
        "as_of": as_of,
        "rules": parts().rules.digest,
        "homes": [{**_pack(row), "tag": tag[row["id"]], "as_of": as_of} for row in changed],
        "home_ids": [row["id"] for row in rows],
    }


def index() -> dict[str, Any]:
    """The homes to carry, each with a tag that is another one when its pack is."""
    must(Right.SEND_PHOTO)
    as_of = utc_text(now())
    rows = reachable_homes()
    note("caseload_listed", homes=len(rows))
    joined = joins.into_homes(store(), [row["id"] for row in rows])
    return {
        "as_of": as_of,
        "rules": parts().rules.digest,
        "homes": tags([(row, [own_ties(row)]) for row in rows]),
        "sent_back": sent_back_json(),
        # A home that its finder's device lists is taken off there, now that the known one is on it.
        "joined": {
            each["home_id"]: into
            for into, found in joined.items()
            for each in found
            if each["found_by"] == account().id
        },
    }


def _has_changed(home: str, after: str) -> bool:
    """Whether something came that this account may see; that others recorded is a secret too."""
    author = None if may_read(Right.SEE_VISITS, home) else account().id
    if visits.changed_since(store(), home, after, author):
        return True
    if may_read(Right.SEE_CHECK, home) and asked_checks.changed_since(store(), home, after):
        return True
    # It was on no list of this account's while it was joined with a home on that list.
    return any(may_read(Right.SEE_HOME, each) for each in joins.undone_since(store(), home, after))


def _time(written: str) -> str:
    try:
        return utc_text(datetime.fromisoformat(written.replace(" ", "+")))
    except (ValueError, OverflowError):
        raise Refused([Problem("since", "since_wrong")]) from None


def _one(home: str) -> Row:
    try:
        home = str(uuid.UUID(home))
    except ValueError:
        raise Hidden from None
    must_read(Right.SEE_HOME, home)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    return row


def _pack(row: Row) -> dict[str, Any]:
    people = homes.people(store(), row["id"])
    records = visible_visits(row["id"])
    note("home_carried", row["id"], visits=len(records))
    last, arrived = known.last_answers(records), arrived_photos(records)
    page = home_page(row, people, records, None, arrived, now().date())
    return {
        "id": row["id"],
        "name": row["name"],
        "address": row["address"],
        "postcode": row["postcode"],
        "children": [_child(each) for each in people if each["kind"] == "child"],
        "adults": [_adult(each) for each in people if each["kind"] != "child"],
        "last": [each.as_json() for each in last],
        "concerns": [each.as_json() for each in known.concerns(last)],
        "last_visit": _last_visit(records),
        "next_steps": [each.as_json() for each in open_steps(records)],
        "history": render_template("homes/_history.html", page=page, carried=True),
        "photos": _photos(records, arrived, redacted(records)),
        **_checks(row["id"]),
    }


def _checks(home: str) -> dict[str, Any]:
    """For whom a check is asked should they have care, in the words that may be told."""
    asked = {each.person: plain(each) for each in asked_now(home)}
    return {"checks": asked} if asked else {}


def _child(row: Row) -> dict[str, Any]:
    return {key: row[key] for key in ("id", "name", "born", "about_years")}


def _adult(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"], "name": row["name"], "role": row["kind"], "relation": row["relation"],
    }  # fmt: skip


def _last_visit(records: list[VisitRecord]) -> dict[str, Any] | None:
    if not records:
        return None
    newest = history.in_order(records)[-1]
    body = newest.body
    return {
        "id": newest.id, "observed_at": body["observed_at"], "kind": body["kind"],
        "access": body["access"], "by": newest.author_name,
    }  # fmt: skip


def _photos(
    records: list[VisitRecord], arrived: frozenset[str], boxes: Mapping[str, Sequence[Box]]
) -> list[dict[str, Any]]:
    """The newest photos of each room, as names: the device fetches the copies that came."""
    keys = ("sha256", "room", "item", "child", "caption", "observed_at", "source")
    return [
        {key: photo.entry.get(key) for key in keys}
        | {key: (photo.answer or {}).get(key) for key in ("grade", "state")}
        | {"arrived": photo.entry["sha256"] in arrived}
        | {"redaction": mark_of(boxes.get(photo.entry["sha256"], ()))}
        for photos in known.photos_by_room(records).values()
        for photo in photos[:PHOTOS_A_ROOM]
    ]
