"""Which known homes a found home may be, each with what speaks for it and what against.

Nothing here joins anything. A weight only puts candidates in order: it is no probability, and is
never shown. What was kept apart is asked again only when something speaks for it that did not then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gcp.core.address_match import (
    DIFFERS,
    MISSING,
    NEAR,
    OTHER,
    PLACE,
    SAME,
    AddressMatch,
    match_addresses,
)
from gcp.core.addresses import Address, read_home
from gcp.core.births import birth_of, births_fit
from gcp.core.joining import may_be_same
from gcp.core.person_names import NameMatch, name_words, names_fit

APART_KINDS = ("another_home", "child_in_both", "moved")  # what two homes are that are kept apart
LEAST = 4  # less than this is no candidate
BY_NAME = {"same": 3, "short": 2, "spelling": 2}
BY_AGE = {"same": 2, "slip": 1, "fits": 0, "differs": -4, None: -1}


@dataclass(frozen=True)
class Household:
    """A home as it is compared: its address, and its people as they are stored."""

    id: str
    address: str
    postcode: str
    people: Sequence[Mapping[str, Any]]
    name: str = ""
    known_as: str = ""  # the home that it is joined with, if it is

    @property
    def place(self) -> Address:
        """The address taken apart."""
        return read_home(self.name, self.address, self.postcode)


@dataclass(frozen=True)
class Fact:
    """One thing that speaks for two homes being one (weight above 0) or against it."""

    kind: str
    weight: int
    person: Mapping[str, Any] | None = None  # of the found home
    other: Mapping[str, Any] | None = None  # of the known one
    how: str = ""  # of a person: how the names fit
    surname: str = ""
    age: str | None = None

    @property
    def sign(self) -> str:
        """What tells this fact from others of the same pair."""
        people = sorted(str(each["id"]) for each in (self.person, self.other) if each)
        return " ".join([self.kind, self.how, self.surname, self.age or "", *people])


@dataclass(frozen=True)
class Candidate:
    """A known home that a found one may be."""

    home: str
    facts: tuple[Fact, ...]
    verdict: str  # of the addresses: place, perhaps, other
    through: str = ""  # the home joined into it whose record this is about

    @property
    def weight(self) -> int:
        """For the order alone."""
        return sum(each.weight for each in self.facts)

    @property
    def is_likely(self) -> bool:
        """Whether it has to be asked about: one address always has, whoever lives there."""
        return self.verdict == PLACE or self.weight >= LEAST

    @property
    def speaks_for(self) -> list[Fact]:
        """What speaks for it, the strongest first."""
        return sorted((each for each in self.facts if each.weight > 0), key=lambda f: -f.weight)

    @property
    def speaks_against(self) -> list[Fact]:
        """What speaks against it, the strongest first."""
        return sorted((each for each in self.facts if each.weight <= 0), key=lambda f: f.weight)

    @property
    def shares_child(self) -> bool:
        """Whether a child of both may be one child."""
        return any(each.kind == "child" for each in self.speaks_for)

    @property
    def signs(self) -> list[str]:
        """All that speaks for it, to know later whether something new does."""
        return sorted(each.sign for each in self.speaks_for)


def compare(found: Household, known: Household) -> Candidate:
    """What speaks for two homes being one home, and what against."""
    where = match_addresses(found.place, known.place)
    facts = [*_address_facts(where), *_people_facts(found.people, known.people, where)]
    through = known.id if known.known_as else ""
    return Candidate(known.known_as or known.id, tuple(facts), where.verdict, through)


def candidates(found: Household, known: Iterable[Household]) -> list[Candidate]:
    """The homes that a found home may be, in the order of what speaks for them.

    A home that was recorded twice and joined counts once, by the record that fits best.
    """
    likely = [each for each in (compare(found, one) for one in known) if each.is_likely]
    best: dict[str, Candidate] = {}
    for each in sorted(likely, key=lambda each: (-each.weight, each.home, each.through)):
        best.setdefault(each.home, each)
    return list(best.values())


def has_new(signs: Collection[str], known_then: Collection[str]) -> bool:
    """Whether something speaks for a candidate that did not when it was kept apart."""
    return not set(signs) <= set(known_then)


def _address_facts(where: AddressMatch) -> list[Fact]:
    if where.verdict == OTHER:
        found = [Fact("other_flat", -2)] if _is_other_flat(where) else [Fact("other_address", -1)]
        if where.postcode in (SAME, NEAR):
            found.append(Fact("postcode_only", 0 if where.number == DIFFERS else 1))
        return found
    found = [Fact(_building(where), where.weight)]
    if where.flat == MISSING:
        found.append(Fact("flat_missing", 0))
    if where.postcode == DIFFERS:
        found.append(Fact("postcode_differs", 0))
    if where.street == DIFFERS:
        found.append(Fact("street_differs", 0))
    return found


def _is_other_flat(where: AddressMatch) -> bool:
    return where.flat == DIFFERS and where.number == SAME and where.street in (SAME, MISSING)


def _building(where: AddressMatch) -> str:
    """What of the address speaks for it, as the name of a sentence."""
    if where.number == SAME:
        place = "number_street" if where.street in (SAME, NEAR) else "number"
    elif where.house == SAME:
        place = "house"
    elif where.number == NEAR:
        place = "near_number"
    else:
        place = "street" if where.street == SAME else "only"
    end = {SAME: "postcode", NEAR: "near_postcode"}.get(where.postcode, "alone")
    return f"{place}_{end}"


def _people_facts(
    found: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]], where: AddressMatch
) -> list[Fact]:
    pairs = [
        fact
        for person in found
        for other in known
        if may_be_same(person["kind"], other["kind"])
        and (fact := _pair(person, other, where.verdict != OTHER)) is not None
    ]
    pairs.sort(key=lambda each: (-abs(each.weight), each.weight < 0, each.sign))
    facts, taken = [], set()
    for fact in pairs:
        ids = {str(each["id"]) for each in (fact.person, fact.other) if each}
        if not ids & taken:
            taken |= ids
            facts.append(fact)
    named = [_children(people, True) for people in (found, known)]
    if all(named) and not any(each.kind == "child" and each.weight > 0 for each in facts):
        facts.append(Fact("no_child_shared", -2))
    elif all(len(_children(people, False)) for people in (found, known)):
        count = sum(each.kind in ("child", "child_age") for each in facts)
        if max(len(_children(people, False)) for people in (found, known)) > count:
            facts.append(Fact("children_differ", 0))
    return facts


def _children(people: Iterable[Mapping[str, Any]], named: bool) -> list[Mapping[str, Any]]:
    return [
        each
        for each in people
        if each["kind"] == "child" and (not named or name_words(each["name"]))
    ]


def person_fit(person: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """How much speaks for two people of one home being the same one: a weight to order them by."""
    fact = _pair(person, other, is_one_place=True)
    return fact.weight if fact else 0


def _pair(
    person: Mapping[str, Any], other: Mapping[str, Any], is_one_place: bool
) -> Fact | None:
    names = names_fit(person["name"], other["name"])
    is_child = "child" in (person["kind"], other["kind"])
    if names is None and (not is_child or not is_one_place):
        return None
    age = births_fit(birth_of(person), birth_of(other))
    if names is None:
        return _unnamed(person, other, age)
    if not is_child:
        weight = 2 if names.how == "same" and names.surname == SAME else 1
        return _fact("adult", weight, person, other, names, age)
    if age == "differs":
        return _fact("child_age_differs", -2, person, other, names, age)
    weight = BY_NAME[names.how] + BY_AGE[age]
    if names.surname == "differs" and age != "same":
        weight -= 2  # a surname changes, a day of birth does not
    return _fact("child", max(1, weight), person, other, names, age)


def _fact(
    kind: str, weight: int, person: Mapping[str, Any], other: Mapping[str, Any],
    names: NameMatch, age: str | None,
) -> Fact:  # fmt: skip
    how = "turned" if names.turned and names.how == "same" else names.how
    return Fact(kind, weight, person, other, how, names.surname, age)


def _unnamed(
    person: Mapping[str, Any], other: Mapping[str, Any], age: str | None
) -> Fact | None:
    """A child without a name whose age fits says something only beside an address."""
    unnamed = not name_words(person["name"]) or not name_words(other["name"])
    if not unnamed or age not in ("same", "slip", "fits"):
        return None
    return Fact("child_age", 1, person, other, age=age)
