"""Which home is this? Addresses, names and ages as people write them, each pair with its answer."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from gcp.core.address_match import match_addresses
from gcp.core.addresses import Address, read_address
from gcp.core.births import birth_of, births_fit
from gcp.core.match_keys import (
    LEAST,
    OTHER_WEIGHT,
    WEIGHTS,
    address_keys,
    asked_keys,
    child_keys,
)
from gcp.core.matching import Household, candidates, compare, has_new, person_fit
from gcp.core.person_names import names_fit
from tests.conftest import CORPUS
from tests.core.address_pairs import PAIRS

AT = "2026-03-01T10:00:00.000Z"


def read(written: str) -> Address:
    address, _, postcode = written.partition("|")
    return read_address(address, postcode)


def child(name: str, born: str | None = None, about: int | None = None, **more: Any) -> Any:
    return {
        "id": f"{name} {born} {about}", "kind": "child", "name": name, "born": born,
        "about_years": about, "added_at": AT, **more,
    }  # fmt: skip


def adult(name: str) -> Any:
    return child(name, kind="carer")


def home(written: str, *people: Any, name: str = "") -> Household:
    address, _, postcode = written.partition("|")
    return Household(written, address, postcode, people, name)


def test_the_number_of_a_caravan_may_stand_in_the_name_of_the_home() -> None:
    found = compare(home("Pitch 9, Marina Park"), home("Marina Park, Millbrook", name="Caravan 9"))
    assert found.verdict == "place"
    other = compare(home("Pitch 7, Marina Park"), home("Marina Park, Millbrook", name="Caravan 9"))
    assert other.verdict == "other"


@pytest.mark.parametrize(("one", "other", "verdict"), PAIRS)
def test_two_addresses_are_one_place_perhaps_or_not(one: str, other: str, verdict: str) -> None:
    found = match_addresses(read(one), read(other))
    assert found.verdict == verdict, (found, read(one), read(other))
    assert match_addresses(read(other), read(one)).verdict == verdict


@pytest.mark.parametrize(
    ("one", "other"), [pair[:2] for pair in PAIRS if pair[2] == "place"]
)
def test_what_is_one_place_shares_enough_keys_to_be_compared(one: str, other: str) -> None:
    for here, there in ((one, other), (other, one)):
        shared = asked_keys(read(here), []) & address_keys(read(there))
        assert sum(WEIGHTS.get(each[:2], OTHER_WEIGHT) for each in shared) >= LEAST, shared


@pytest.mark.parametrize(
    ("one", "other", "how", "surname"),
    [
        ("Luke", "Luke", "same", "same"),
        ("LUKE SMITH", "Luke  Smith", "same", "same"),
        ("Luke Smith", "Smith, Luke", "same", "same"),
        ("Luke Smith", "Luke", "same", "missing"),
        ("Luke Smith", "Luke Jones", "same", "differs"),
        ("Luke Smith", "Luke Smyth", "same", "same"),
        ("Kate", "Katherine", "short", "same"),
        ("Kate Brown", "Catherine Green", "short", "differs"),
        ("Bill", "William", "short", "same"),
        ("Shaun", "Sean", "short", "same"),
        ("Mohammed Ali", "Muhammad Ali", "short", "same"),
        ("Zoë", "Zoe", "same", "same"),
        ("O'Neil, Aoife", "Aoife O’Neil", "same", "same"),
        ("Zofia", "Sofia", "spelling", "same"),
        ("Oliwia", "Olivia", "spelling", "same"),
        ("Mrs Ann Lee", "Anne Lee", "short", "same"),
    ],
)
def test_names_fit_in_their_usual_variants(one: str, other: str, how: str, surname: str) -> None:
    for here, there in ((one, other), (other, one)):
        found = names_fit(here, there)
        assert found and (found.how, found.surname) == (how, surname)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Luke", "Mia"), ("Mia", "Maya"), ("Jay", "Ray"), ("Jack", "Jake"), ("Will", "Liam"),
        ("Luke Smith", "Mia Smith"), ("Girl in red coat", "Girl in red coat"), ("Boy", "Boy"),
        ("Child about 4", "Mia"), ("Baby Smith", "Luke Smith"), ("", ""), ("?", "?"),
    ],
)  # fmt: skip
def test_other_names_and_descriptions_do_not_fit(one: str, other: str) -> None:
    assert names_fit(one, other) is None and names_fit(other, one) is None


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (("2016-03-12", None), ("2016-03-12", None), "same"),
        (("2016-03-12", None), ("2016-03-13", None), "slip"),
        (("2016-03-12", None), ("2006-03-12", None), "slip"),
        (("2016-03-12", None), ("2016-12-03", None), "slip"),
        (("2016-03-12", None), ("2018-07-30", None), "differs"),
        ((None, 4), ("2021-06-01", None), "fits"),
        ((None, 4), ("2012-06-01", None), "differs"),
        ((None, 4), (None, 5), "fits"),
        ((None, 12), (None, 14), "fits"),
        ((None, 4), (None, 9), "differs"),
        ((None, None), ("2016-03-12", None), None),
        (("not a day", None), ("2016-03-12", None), None),
    ],
)
def test_births_fit_to_the_day_with_a_slip_or_about(one: Any, other: Any, how: str | None) -> None:
    here, there = (birth_of(child("Mia", *each)) for each in (one, other))
    assert births_fit(here, there) == how == births_fit(there, here)


def test_a_candidate_says_what_speaks_for_and_against_it() -> None:
    found = home("12 Exampel Row|ZZ1 1ZZ", child("Luke Brown", about=10), adult("Kate Brown"))
    known = home("12 Example Row|ZZ1 1ZZ", child("Luke", "2016-01-02"), adult("Catherine Brown"))
    (one,) = candidates(found, [known, home("3 Mill Lane|ZZ9 9ZZ", child("Mia", "2020-01-01"))])
    assert one.home == known.id
    assert [each.kind for each in one.speaks_for] == ["number_street_postcode", "child", "adult"]
    against = compare(found, home("12 Example Row|ZZ1 1ZZ", child("Mia", "2020-01-01")))
    assert [each.kind for each in against.speaks_against] == ["no_child_shared"]
    assert against.is_likely, "another family may have moved in: a person decides"


def test_candidates_stand_in_the_order_of_what_speaks_for_them() -> None:
    found = home("Flat 2, 14 Larch Bank|ZZ1 1ZZ", child("Luke", "2016-01-02"))
    same = home("14/2 Larch Bank|ZZ1 1ZZ", child("Luke", "2016-01-02"))
    no_flat = home("14 Larch Bank|ZZ1 1ZZ", child("Luke", "2016-01-02"))
    moved = home("3 Mill Lane|ZZ9 9ZZ", child("Luke", "2016-01-02"))
    other = home("Flat 3, 14 Larch Bank|ZZ1 1ZZ", child("Mia", "2020-01-01"))
    found_in = candidates(found, [other, moved, no_flat, same])
    assert [each.home for each in found_in] == [same.id, no_flat.id, moved.id]


def test_a_child_in_two_homes_is_a_candidate_with_the_other_address_against_it() -> None:
    one = home("14 Larch Bank|ZZ1 1ZZ", child("Luke Brown", "2016-01-02"))
    other = home("3 Mill Lane|ZZ9 9ZZ", child("Luke Green", "2016-01-02"))
    found = compare(one, other)
    assert not found.is_likely or found.shares_child
    same = compare(one, home("3 Mill Lane|ZZ9 9ZZ", child("Luke Brown", "2016-01-02")))
    assert same.is_likely and same.shares_child
    assert "other_address" in [each.kind for each in same.speaks_against]


def test_one_common_name_alone_is_no_candidate() -> None:
    one = home("14 Larch Bank|ZZ1 1ZZ", child("Luke", about=10), adult("Ann"))
    assert not compare(one, home("3 Mill Lane|ZZ9 9ZZ", child("Luke", about=10))).is_likely
    assert not compare(one, home("3 Mill Lane|ZZ9 9ZZ", adult("Ann"))).is_likely
    assert not compare(one, home("26 Larch Bank|ZZ1 1ZZ", child("Luke", about=3))).is_likely


def test_the_same_name_with_an_age_that_cannot_be_speaks_against() -> None:
    found = compare(home("14 Larch Bank|ZZ1 1ZZ", child("Luke", about=10)),
                    home("14 Larch Bank|ZZ1 1ZZ", child("Luke", about=2)))  # fmt: skip
    assert "child_age_differs" in [each.kind for each in found.speaks_against]


def test_what_was_kept_apart_is_asked_again_only_when_something_new_speaks_for_it() -> None:
    one = home("14 Larch Bank|ZZ1 1ZZ", child("Luke", about=10))
    before = compare(one, home("14 Larch Bank|ZZ1 1ZZ", child("Mia", about=4)))
    assert not has_new(before.signs, before.signs)
    less = compare(one, home("14 Larch Bank|ZZ1 1ZZ"))
    assert not has_new(less.signs, before.signs)
    both = child("Mia", about=4), child("Luke", about=9)
    more = compare(one, home("14 Larch Bank|ZZ1 1ZZ", *both))
    assert has_new(more.signs, before.signs)
    turned = compare(home("14 Larch Bank|ZZ1 1ZZ", child("Mia", about=4)), one)
    assert not has_new(turned.signs, before.signs), "the same from either side"


def _mistyped(rng: random.Random, text: str) -> str:
    at = rng.randrange(1, len(text) - 1)
    way = rng.randrange(3)
    if way == 0:
        return text[:at] + text[at + 1 :]
    if way == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at] + text[at:]


@pytest.mark.parametrize("seed", range(150))
def test_one_slip_in_a_street_or_a_name_still_finds_the_home(seed: int) -> None:
    rng = random.Random(seed)
    street = rng.choice(["Larchfield", "Northgate", "Victoria", "Chapelwood", "Riverside"])
    name = rng.choice(["Benedict", "Thaddeus", "Marguerite", "Anneliese", "Cordelia"])
    number = rng.randrange(1, 200)
    known = home(f"{number} {street} Street|ZZ1 1ZZ", child(name, "2016-01-02"))
    typed = f"{number} {_mistyped(rng, street)} Street"
    assert candidates(home(f"{typed}|ZZ1 1ZZ"), [known]), typed
    slipped = home("1 Elsewhere Road", child(_mistyped(rng, name), "2016-01-02"), adult("Ann"))
    found = compare(slipped, known)
    assert found.shares_child, slipped
    assert asked_keys(read(f"{typed}|ZZ1 1ZZ"), []) & address_keys(known.place)


@pytest.mark.parametrize("born", ["2016-01-03", "2015-01-02", "2016-11-02", "2016-01-02"])
def test_a_child_shares_a_key_though_one_digit_of_its_birth_is_wrong(born: str) -> None:
    kept = child_keys(child("Katherine Brown", "2016-01-02"))
    assert asked_keys(Address(), [child("Kate", born)]) & kept
    assert asked_keys(Address(), [child("Brown, Kate", about=10)]) & kept


def test_naughty_strings_are_only_words() -> None:
    strings = json.loads((CORPUS / "naughty-strings.json").read_text("utf-8"))
    plain = home("14 Larch Bank|ZZ1 1ZZ", child("Luke", "2016-01-02"))
    own = ["9" * 5_000, "flat " * 900, "1/" * 2_000, "\x00", "\ud800", "١٤ شارع"]
    for each in [*strings, *own]:
        odd = Household("odd", each, each[:12], [child(each, about=3), adult(each)])
        assert compare(odd, plain).weight == compare(odd, plain).weight
        compare(plain, odd), compare(odd, odd), asked_keys(odd.place, odd.people)
        read_address(each, each)
        names_fit(each, "Luke")


def test_people_are_ordered_by_how_alike_they_are() -> None:
    shanon = child("Shanon", about=9)
    others = [child("Megan", about=9), child("Shannon", about=2), child("Shannon", about=9)]
    fits = [person_fit(shanon, each) for each in others]
    assert fits[2] > fits[0] > fits[1] and fits[0] == 0
    assert person_fit(child("", about=9), child("Megan", about=8)) > 0
