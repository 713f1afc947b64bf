"""One home as one JSON document: made from the rows that are kept, and taken apart into them again.

The document is {format, version, made, sha256, content}. `content` is all that is known of the home
and says nothing of when or by whom it was taken out, so that the same home has the same `sha256`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMAT = "gcp-home-export"
VERSION = 1

Doc = dict[str, Any]
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
Groups = dict[str, dict[str, list[Doc]]]

# The columns that name who did something.
_WHO = (
    "created_by", "account_id", "account", "added_by", "found_by", "joined_by", "undone_by",
    "author_id", "made_by", "recorded_by", "received_from", "set_by", "ended_by",
)  # fmt: skip
# Kept as JSON text, told as what it says.
_JSON_TEXT = ("result", "boxes", "children", "made_up_by", "facts")
_FLAGS = ("differs", "signed", "withdrawn", "urgent")
# What stands inside a visit, and the table that it is kept in.
_OF_VISIT = {
    "revisions": "revisions", "conflicts": "conflicts", "photos": "visit_photos",
    "redactions": "redactions", "review": "reviews", "lines": "visit_lines",
}  # fmt: skip
_OF_EVENT = {"steps": "event_steps", "sharing": "sharing_decisions"}
# By inner table, the column that says what a row belongs to.
_BELONGS = {
    "same_people": "join_id", "found_home_conflicts": "home_id", "photo_senders": "sha256",
    **dict.fromkeys(_OF_EVENT.values(), "event_id"),
    **dict.fromkeys(_OF_VISIT.values(), "visit_id"),
}  # fmt: skip


def document(content: Doc, made: Doc) -> Doc:
    """The whole document; `made` tells of the taking out."""
    return {
        "format": FORMAT, "version": VERSION, "made": made, "sha256": digest_of(content),
        "content": content,
    }  # fmt: skip


def digest_of(content: Doc) -> str:
    """The SHA-256 of the content as JSON with sorted keys, no spaces, in UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def content_of(home: str, tables: Tables, signed_only: bool = False) -> Doc:
    """The content of a home, yet without the accounts and teams that `named` finds in it.

    `signed_only` leaves out, and counts, what only authors may see: drafts, and versions that they
    did not choose.
    """
    left_out, visits, groups = 0, [], _grouped(tables)
    for row in tables["visits"]:
        visit, left = _visit(row, groups, signed_only)
        left_out += left
        if visit:
            visits.append(visit)
    shown = {photo["sha256"] for visit in visits for photo in visit["photos"]}
    joins = [
        {**row, "same_people": groups["same_people"].get(row["id"], [])}
        for row in tables["joins"]
    ]
    digests = {each["rules_digest"] for visit in visits for each in visit["revisions"]}
    # A part that came later stands only where there is something in it: what was taken out before
    # keeps its digest.
    of_children = [dict(row) for row in tables["child_allocations"]]
    return {
        **({"child_allocations": of_children} if of_children else {}),
        "home": home,
        "homes": [dict(row) for row in tables["homes"]],
        "external_ids": [dict(row) for row in tables["external_ids"]],
        "allocations": [dict(row) for row in tables["allocations"]],
        "people": [dict(row) for row in tables["people"]],
        "found_homes": _found(tables, groups, signed_only),
        "joins": joins,
        "rules": [
            {"digest": row["digest"], "version": row["version"], "body": json.loads(row["body"])}
            for row in tables["rules"] if row["digest"] in digests
        ],
        "visits": visits,
        "photos": [
            photo for row in tables["photos"] if row["sha256"] in shown
            if (photo := _photo(row, groups))
        ],
        "events": _events(tables["events"], groups),
        "asked_checks": [dict(row) for row in tables["asked_checks"]],
        "reports": [_told(row) for row in tables["reports"]],
        "left_out": left_out,
    }  # fmt: skip


def named(value: Any, found: set[str] | None = None) -> set[str]:
    """The accounts that any part of the content names."""
    found = set() if found is None else found
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, (dict, list)):
            named(each, found)
    if isinstance(value, dict):
        found |= {value[key] for key in _WHO if isinstance(value.get(key), str)}
    return found


def tables_of(content: Mapping[str, Any]) -> dict[str, list[Doc]]:
    """The rows that content of the right shape was made from."""
    tables: dict[str, list[Doc]] = {
        name: [dict(row) for row in content[name]]
        for name in ("homes", "external_ids", "allocations", "people", "asked_checks")
    }
    tables["child_allocations"] = [dict(row) for row in content.get("child_allocations", ())]
    tables["found_homes"] = [_without(each, "conflicts") for each in content["found_homes"]]
    tables["found_home_conflicts"] = _inner(content["found_homes"], "conflicts", home_id="home_id")
    tables["joins"] = [_without(each, "same_people") for each in content["joins"]]
    tables["same_people"] = _inner(content["joins"], "same_people", join_id="id")
    tables["rules"] = [{**each, "body": _text(each["body"])} for each in content["rules"]]
    visits = content["visits"]
    tables["visits"] = [_without(each, *_OF_VISIT) for each in visits]
    for name, table in _OF_VISIT.items():
        tables[table] = _inner(visits, name, visit_id="id")
    tables["photos"] = [
        {**_without(each, "senders"), "received_from": each["senders"][0]["account_id"],
         "received_at": each["senders"][0]["at"]}
        for each in content["photos"]
    ]  # fmt: skip
    tables["photo_senders"] = _inner(content["photos"], "senders", sha256="sha256")
    tables["events"] = [
        _stored({**each, "event_id": event["event_id"], "home_id": event["home_id"]})
        for event in content["events"] for each in event["revisions"]
    ]  # fmt: skip
    for name, table in _OF_EVENT.items():
        tables[table] = _inner(content["events"], name, event_id="event_id")
    tables["reports"] = [_stored(each) for each in content["reports"]]
    return tables


def _visit(row: Mapping[str, Any], groups: Groups, signed_only: bool) -> tuple[Doc | None, int]:
    found = {name: groups[table].get(row["id"], []) for name, table in _OF_VISIT.items()}
    if not signed_only:
        return {**row, **found}, 0
    drafts = [each for each in found["revisions"] if not each["signed"]]
    left_out = len(drafts) + len(found["conflicts"])
    if not row["signed_revision"]:
        return None, left_out
    found["revisions"] = [each for each in found["revisions"] if each["signed"]]
    found["photos"] = [each for each in found["photos"] if each["signed"]]
    shown = {each["sha256"] for each in found["photos"]}
    found["redactions"] = [each for each in found["redactions"] if each["sha256"] in shown]
    found["conflicts"] = []
    return {**row, **found, "latest_revision": row["signed_revision"]}, left_out


def _found(tables: Tables, groups: Groups, signed_only: bool) -> list[Doc]:
    return [
        {**row, "conflicts": [] if signed_only
         else groups["found_home_conflicts"].get(row["home_id"], [])}
        for row in tables["found_homes"]
    ]  # fmt: skip


def _photo(row: Mapping[str, Any], groups: Groups) -> Doc | None:
    """A photo as its first sender here sent it; None where only somebody else has."""
    senders = groups["photo_senders"].get(row["sha256"])
    return {**_without(row, "received_at", "received_from"), "senders": senders} if senders else None


def _events(rows: Iterable[Mapping[str, Any]], groups: Groups) -> list[Doc]:
    events: dict[str, Doc] = {}
    for row in rows:
        told = {key: row[key] for key in ("event_id", "home_id")}
        event = events.setdefault(
            row["event_id"],
            {**told, "revisions": [],
             **{name: groups[table].get(row["event_id"], []) for name, table in _OF_EVENT.items()}},
        )  # fmt: skip
        event["revisions"].append(_without(_told(row), *told))
    return list(events.values())


def _grouped(tables: Tables) -> Groups:
    """The rows of each inner table by what they belong to, without saying so again."""
    groups: Groups = {}
    for name, key in _BELONGS.items():
        group: dict[str, list[Doc]] = {}
        for row in tables[name]:
            group.setdefault(row[key], []).append(_without(_told(row), key))
        groups[name] = group
    return groups


def _inner(outer: Iterable[Mapping[str, Any]], name: str, **keys: str) -> list[Doc]:
    return [
        _stored({**each, **{key: of[theirs] for key, theirs in keys.items()}})
        for of in outer for each in of[name]
    ]  # fmt: skip


def _told(row: Mapping[str, Any]) -> Doc:
    return {
        key: json.loads(value) if key in _JSON_TEXT and isinstance(value, str)
        else bool(value) if key in _FLAGS else value
        for key, value in row.items()
    }  # fmt: skip


def _stored(row: Mapping[str, Any]) -> Doc:
    return {
        key: _text(value) if key in _JSON_TEXT else int(value) if key in _FLAGS else value
        for key, value in row.items()
    }


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _without(row: Mapping[str, Any], *keys: str) -> Doc:
    return {key: value for key, value in row.items() if key not in keys}
