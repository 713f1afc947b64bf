"""A household is asked about although its address is odd, a surname changed or a child is in two."""

from __future__ import annotations

import pytest

from gcp.store import visits
from tests.conftest import World, an_id
from tests.web.pages import see
from tests.web.test_matching import a_child, add_child, add_home, apart, asked, find, words

pytestmark = pytest.mark.slow


@pytest.fixture
def here(world: World) -> World:
    world.app.config["WTF_CSRF_ENABLED"] = False
    return world


def reasons(world: World, home: str) -> str:
    return words(see(world.client("supervisor"), f"/homes/{home}/join"))


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize(
    ("known", "seen", "is_sure"),
    [
        ("Pitch 7, Riverside Caravan Park", "caravan 7 riverside park", True),
        ("Pitch 7, Riverside Caravan Park", "Riverside Caravan Park", False),
        ("Flat 2, 14 Larch Bank", "Flat, 14 Larch Bank", False),
        ("Flat, 14 Larch Bank", "14 Larch Bank", False),
    ],
)
def test_a_pitch_and_a_flat_without_a_number_are_asked_about_with_what_is_not_known(
    here: World, by_hand: bool, known: str, seen: str, is_sure: bool
) -> None:
    add_home(here, "known", address=known, postcode="ZZ3 4LB")
    add_child(here, an_id("known"), "luke", "Luke Brown", "2016-01-02")
    if by_hand:
        home = add_home(here, "seen", address=seen, postcode="ZZ3 4LB")
        add_child(here, home, "luke too", "Luke", "2016-01-02")
    else:
        home = find(here, "seen", address=seen, postcode="ZZ3 4LB",
                    children=[a_child("Luke", "luke too", born="2016-01-02")])  # fmt: skip
    assert asked(here, home) == [an_id("known")]
    said = reasons(here, home)
    assert ("Same address" if is_sure else "Address may be the same") in said


def test_another_pitch_with_other_people_is_not_asked_about(here: World) -> None:
    add_home(here, "known", address="Pitch 12, Riverside Caravan Park", postcode="ZZ3 4LB")
    add_child(here, an_id("known"), "luke", "Luke Brown", "2016-01-02")
    home = find(here, "seen", address="Pitch 7, Riverside Caravan Park", postcode="ZZ3 4LB")
    assert asked(here, home) == []


def test_a_child_whose_surname_changed_is_asked_about_and_it_says_that_it_changed(
    here: World,
) -> None:
    add_home(here, "known", address="3 Mill Lane", postcode="ZZ9 9ZZ")
    add_child(here, an_id("known"), "luke", "Luke Brown", "2016-01-02")
    home = find(here, "moved", address="80 Station Road", postcode="ZZ7 7ZZ",
                children=[a_child("Luke Green", "luke too", born="2016-01-02")])  # fmt: skip
    assert asked(here, home) == [an_id("known")]
    said = reasons(here, home)
    assert "Luke Green, 10, may be Luke Brown, 10: the same name and the same date of birth" in said
    assert "The surnames differ" in said and "Another address" in said


def test_a_child_in_two_homes_stays_in_both_with_the_visits_of_each(here: World) -> None:
    mother = add_home(here, "mother", address="3 Mill Lane", postcode="ZZ9 9ZZ")
    father = add_home(here, "father", address="80 Station Road", postcode="ZZ7 7ZZ")
    for home, who in ((mother, "luke there"), (father, "luke here")):
        child = add_child(here, home, who, "Luke Brown", "2016-01-02")
        assert here.send("owner", here.visit(
            f"visit to {who}", home=home, adults=[], present=[child], in_charge=None,
            children=[{"id": child, "name": "Luke Brown", "born": "2016-01-02"}],
            grades=[{"item": "sleeping.bedding", "child": child, "grade": 2}],
            voices=[{"child": child, "seen": "seen"}],
        )).status_code == 201  # fmt: skip
    assert asked(here, mother) == [father]
    assert apart(here, father, mother, kind="child_in_both", why="Weekends.").status_code == 302
    assert asked(here, mother) == [] == asked(here, father)
    for home, who in ((mother, "luke there"), (father, "luke here")):
        said = words(see(here.client("owner"), f"/homes/{home}"))
        assert "the same child is in both" in said and "Luke Brown" in said
        assert [each.id for each in visits.of_home(here.store, home)] == [an_id(f"visit to {who}")]


def test_the_same_child_cannot_be_sent_under_one_id_to_two_homes(here: World) -> None:
    """An id is of one home: a device that mixes them up is told, and nothing changes."""
    mother = add_home(here, "mother", address="3 Mill Lane", postcode="ZZ9 9ZZ")
    father = add_home(here, "father", address="80 Station Road", postcode="ZZ7 7ZZ")
    child = add_child(here, mother, "luke", "Luke Brown", "2016-01-02")
    answer = here.send("owner", here.visit(
        "mixed up", home=father, adults=[], present=[child], in_charge=None, grades=[], voices=[],
        children=[{"id": child, "name": "Luke Brown", "born": "2016-01-02"}],
    ))  # fmt: skip
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "person_of_other_home")
    assert visits.of_home(here.store, father) == []
