"""One home that is kept as two: who of the one is who of the other, told under one id each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from gcp.core.history import VisitRecord

# The fields of a visit's lists that hold a person's id.
_LINKS = {
    "children": ("id",),
    "adults": ("id",),
    "grades": ("child", "same_as"),
    "next_steps": ("child",),
    "own_grades": ("child", "person"),
    "powers": ("children",),
    "voices": ("child",),
    "photos": ("child",),
}


def may_be_same(kind: str, other: str) -> bool:
    """Whether people of these kinds may be one person: a lad of 17 is put down as either."""
    return {kind, other} != {"child", "carer"}


def ends(same: Mapping[str, str]) -> dict[str, str]:
    """For everyone who is somebody else: who that is in the end, however many steps it takes."""
    found = {person: _end(person, same) for person in same}
    return {person: end for person, end in found.items() if end != person}


def _end(person: str, same: Mapping[str, str]) -> str:
    way = [person]
    while (following := same.get(way[-1])) is not None:
        if following in way:  # joined, taken back and joined the other way round
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]


def translated(record: VisitRecord, same: Mapping[str, str]) -> VisitRecord:
    """The visit with everyone under the id that the known home knows them by.

    Two whom the visit itself tells apart stay two.
    """
    ids = _ids_here(record.body, same)
    if not ids:
        return record
    return replace(record, body=_body(record.body, ids), result=_result(record.result, ids))


def _ids_here(body: Mapping[str, Any], same: Mapping[str, str]) -> dict[str, str]:
    named = [each["id"] for name in ("children", "adults") for each in body.get(name) or ()]
    taken, ids = set(named), {}
    for person in named:
        known = same.get(person)
        if known is not None and known not in taken:
            ids[person] = known
            taken.add(known)
    return ids


def _body(body: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    changed = dict(body)
    for name, links in _LINKS.items():
        if name in body:
            changed[name] = [_entry(each, links, ids) for each in body[name] or ()]
    if "present" in body:
        changed["present"] = [ids.get(each, each) for each in body["present"] or ()]
    if body.get("in_charge"):
        changed["in_charge"] = ids.get(body["in_charge"], body["in_charge"])
    over = (body.get("care") or {}).get("takes_over") or {}
    if over.get("person") in ids:
        changed["care"] = {**body["care"], "takes_over": _entry(over, ("person",), ids)}
    return changed


def _entry(
    entry: Mapping[str, Any], links: Iterable[str], ids: Mapping[str, str]
) -> Mapping[str, Any]:
    found = {link: _named(entry[link], ids) for link in links if entry.get(link)}
    return {**entry, **found} if any(entry[link] != found[link] for link in found) else entry


def _named(people: Any, ids: Mapping[str, str]) -> Any:
    """One person's id, or a list of them, as the known home has them."""
    if isinstance(people, list):
        return [ids.get(each, each) for each in people]
    return ids.get(people, people)


def _result(result: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    children = result.get("children") or {}
    return {**result, "children": {ids.get(each, each): of for each, of in children.items()}}


def postcode_key(postcode: str) -> str:
    """A postcode as it is compared: capitals without spaces."""
    return "".join(postcode.split()).upper()
