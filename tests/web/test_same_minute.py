"""Two officers at one address at the same minute: both records stand, joined only by a person."""

from __future__ import annotations

from typing import Any

import pytest

from gcp.core.access import Account, Role
from gcp.store import accounts, homes, visits
from tests.conftest import HOME, World, an_id
from tests.web.pages import see
from tests.web.test_matching import a_child, asked, find, notice, words

pytestmark = pytest.mark.slow

AT = "2026-01-01T00:00:00.000Z"
BOTH = ("police", "officer")


@pytest.fixture
def two(world: World) -> World:
    """A second officer."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    row = accounts.by_email(world.store, "police@example.test")
    assert row
    officer = Account(an_id("officer"), "Officer Two", "officer@example.test", Role.POLICE,
                      "police", frozenset())  # fmt: skip
    accounts.add_account(world.store, officer, row["password_hash"], AT)
    return world


def a_record(world: World, who: str, home: str, child: str, grade: int) -> dict[str, Any]:
    return world.visit(
        f"visit of {who}", home=home, quick=True, adults=[], present=[child], in_charge=None,
        children=[{"id": child, "name": "Luke", "about_years": 9}],
        voices=[{"child": child, "seen": "seen", "own_words": f"Words to {who}."}],
        grades=[{"item": "sleeping.bedding", "child": child, "grade": grade, "words": "Seen."}],
    )  # fmt: skip


def found_by_both(world: World) -> list[str]:
    """The home that each of them found there, with a visit in each."""
    made = []
    for at, who in enumerate(BOTH):
        child = an_id(f"luke of {who}")
        home = find(world, f"home of {who}", who, address=("7 Newly Lane", "7 Newly Ln.")[at],
                    postcode="ZZ4 4ZZ",
                    children=[a_child("Luke", f"luke of {who}", about_years=9)])  # fmt: skip
        assert world.send(who, a_record(world, who, home, child, 4 + at)).status_code == 201
        made.append(home)
    return made


def test_at_a_known_home_both_visits_stand_and_both_are_told(two: World) -> None:
    for who in BOTH:
        homes.allocate(two.store, HOME, an_id(who), AT)
        assert two.send(who, two.visit(f"visit of {who}", notes=f"By {who}.")).status_code == 201
    assert {each.id for each in visits.of_home(two.store, HOME)} == {
        an_id(f"visit of {who}") for who in BOTH
    }
    for path in (f"/homes/{HOME}", f"/homes/{HOME}/chronology"):
        page = see(two.client("owner"), path)
        for who in BOTH:
            assert page.find("a", href=f"/visits/{an_id(f'visit of {who}')}"), path
    for who, other in (BOTH, BOTH[::-1]):
        see(two.client(who), f"/visits/{an_id(f'visit of {who}')}")
        see(two.client(who), f"/visits/{an_id(f'visit of {other}')}", 404)


def test_two_found_homes_stay_two_until_a_supervisor_says_that_they_are_one(two: World) -> None:
    one, other = found_by_both(two)
    assert asked(two, one) == [other] and asked(two, other) == [one]
    assert "2 homes found" in notice(two)
    said = words(see(two.client("supervisor"), f"/homes/{one}/join"))
    assert "Same postcode, street and house number" in said
    assert "Luke, about 9, has the same name and an age that fits" in said
    assert two.store.all("SELECT * FROM joins") == []
    same = {f"same_{an_id('luke of officer')}": an_id("luke of police")}
    assert two.client("supervisor").post(f"/homes/{other}/join/{one}", data=same).status_code == 302
    assert notice(two) == "", "what is joined is not asked about"
    page = see(two.client("supervisor"), f"/homes/{one}")
    for who in BOTH:
        assert page.find("a", href=f"/visits/{an_id(f'visit of {who}')}")
    assert words(page.find(attrs={"aria-labelledby": "people"})).count("Luke") == 1
    two.client("supervisor").post(f"/homes/{other}/join/undo")
    for home, who in ((one, "police"), (other, "officer")):
        assert [each.id for each in visits.of_home(two.store, home)] == [an_id(f"visit of {who}")]
    assert asked(two, one) == [other]


def test_one_of_them_sending_twice_makes_no_third_record(two: World) -> None:
    one, _ = found_by_both(two)
    again = a_record(two, "police", one, an_id("luke of police"), 4)
    assert two.send("police", again).status_code == 200
    assert len(two.store.all("SELECT id FROM visits")) == 2
