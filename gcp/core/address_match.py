"""Whether two addresses may be one place, and why: facts, not a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jellyfish import damerau_levenshtein_distance

from gcp.core.addresses import UNKNOWN, Address
from gcp.core.person_names import may_be_misspelt

SAME, NEAR, DIFFERS, MISSING = "same", "near", "differs", "missing"
PLACE, PERHAPS, OTHER = "place", "perhaps", "other"


@dataclass(frozen=True)
class AddressMatch:
    """What two addresses come to, and how each part of them fits."""

    verdict: str  # place: one place; perhaps; other
    weight: int  # 0 to 6
    postcode: str
    street: str
    number: str
    house: str
    flat: str


def match_addresses(one: Address, other: Address) -> AddressMatch:
    """How two addresses fit, part by part, and what follows from that."""
    postcode = _postcodes(one.postcode, other.postcode)
    street = _streets(one, other)
    number = _numbers(one.number, other.number)
    house, flat = _names(one.house, other.house), _flats(one.flat, other.flat)
    if _is_number_of_flat(one, other) or _is_number_of_flat(other, one):
        # "3 Beech Court" is flat 3 of the building that is called Beech Court.
        street, number, house, flat = SAME, MISSING, SAME, SAME
    elif {one.number, one.flat} == {other.number, other.flat} and number == DIFFERS and one.flat:
        number, flat = NEAR, MISSING  # 2/14 and 14/2
    weight = _weight(postcode, street, number, house)
    if weight and flat == MISSING:
        weight = min(weight, 3)
    elif flat == DIFFERS:
        weight = 0
    verdict = PLACE if weight >= 5 else PERHAPS if weight else OTHER
    return AddressMatch(verdict, weight, postcode, street, number, house, flat)


def _weight(postcode: str, street: str, number: str, house: str) -> int:
    """How much speaks for one building; 0: nothing that counts."""
    near = postcode in (SAME, NEAR)
    if number == SAME:
        if street == SAME:
            return {SAME: 6, NEAR: 5, MISSING: 5, DIFFERS: 2}[postcode]
        if street == NEAR:
            return {SAME: 5, NEAR: 4, MISSING: 4, DIFFERS: 0}[postcode]
        if postcode == SAME:
            return 5 if street == MISSING or house == SAME else 2
        return 3 if near and street == MISSING else 0
    if house == SAME and number != DIFFERS:
        if near or street == SAME:
            return {SAME: 6, NEAR: 5, MISSING: 5, DIFFERS: 2}[postcode]
        return 3 if MISSING in (street, postcode) and postcode != DIFFERS else 0
    if number == MISSING and house != DIFFERS:
        # One of them says too little: the street or the postcode alone.
        if postcode == SAME:
            return 3 if street == SAME else 2 if street == MISSING else 0
        return 2 if street == SAME and postcode != DIFFERS else 0
    if number == NEAR and street in (SAME, NEAR) and postcode != DIFFERS:
        return 2 if near else 1
    return 0


def _postcodes(one: str, other: str) -> str:
    if not one or not other:
        return MISSING
    if one == other:
        return SAME
    if one.startswith(other) or other.startswith(one):  # only the first half of one
        return MISSING
    return NEAR if damerau_levenshtein_distance(one, other) == 1 else DIFFERS


def _streets(one: Address, other: Address) -> str:
    if not one.street or not other.street:
        return MISSING
    types = {one.street_type, other.street_type} - {""}
    name = _names(one.street, other.street)
    if name == SAME:
        return SAME if len(types) < 2 else NEAR
    joined = ["".join(each.street) + each.street_type for each in (one, other)]
    if joined[0] == joined[1] or may_be_misspelt(*joined):
        return SAME
    here, there = set(one.street), set(other.street)
    if not one.street_type or not other.street_type:
        # The town behind a street that was written without its type.
        return NEAR if here <= there or there <= here else DIFFERS
    return DIFFERS


def _names(one: Sequence[str], other: Sequence[str]) -> str:
    if not one or not other:
        return MISSING
    alike = len(one) == len(other) and all(
        a == b or may_be_misspelt(a, b) for a, b in zip(one, other, strict=True)
    )
    return SAME if alike else DIFFERS


def _numbers(one: str, other: str) -> str:
    if not one or not other:
        return MISSING
    if one == other or one in other.split("-") or other in one.split("-"):
        return SAME
    if sorted(one) == sorted(other):
        return NEAR
    # 12 for 14 is the house next door; 144 may be 14 typed badly.
    longer = abs(len(one) - len(other)) == 1 and min(len(one), len(other)) > 1
    return NEAR if longer and damerau_levenshtein_distance(one, other) == 1 else DIFFERS


def _flats(one: str, other: str) -> str:
    if one == other:
        return SAME
    return MISSING if not {one, other}.isdisjoint({"", UNKNOWN}) else DIFFERS


def _is_number_of_flat(one: Address, other: Address) -> bool:
    street = (*one.street, one.street_type) if one.street_type else one.street
    return bool(
        one.number and one.number == other.flat and not one.flat and not other.number
        and _names(street, other.house) == SAME
    )  # fmt: skip
