"""One household that two people added by hand can be made one home, and two again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gcp.store import homes, visits
from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.web.pages import see
from tests.web.test_caseload import index, pack
from tests.web.test_joining import join, rows, undo
from tests.web.test_matching import add_child, add_home, apart, asked, decisions, words

pytestmark = pytest.mark.slow

TWICE, MIA_TOO = an_id("twice"), an_id("mia too")
SAME = "This is the same home as another"


@pytest.fixture
def twice(world: World) -> World:
    """The home on record with a visit, and the same household added by a colleague."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.send("owner", world.visit())
    add_home(world, "twice", address="12 Example Row", created_by=an_id("colleague"))
    add_child(world, TWICE, "mia too", "Mia Example", "2021-05-01")
    return world


def a_visit(world: World, name: str = "second") -> dict[str, Any]:
    return world.visit(
        name, home=TWICE, children=[{"id": MIA_TOO, "name": "Mia Example", "born": "2021-05-01"}],
        adults=[], present=[MIA_TOO], in_charge=None, voices=[],
        grades=[{"item": "sleeping.bedding", "child": MIA_TOO, "grade": 5, "words": "No bed."}],
    )  # fmt: skip


def into_home(world: World, **changes: Any) -> Any:
    return join(world, {MIA_TOO: MIA}, home=TWICE, **changes)


def page(world: World, home: str, who: str = "supervisor") -> str:
    return words(see(world.client(who), f"/homes/{home}"))


def test_each_of_the_two_says_that_it_may_be_the_other_and_why(twice: World) -> None:
    for home, other in ((HOME, TWICE), (TWICE, HOME)):
        assert f"It may be a home that is known already. {SAME}" in page(twice, home)
        assert asked(twice, home) == [other]
    said = words(see(twice.client("supervisor"), f"/homes/{TWICE}/join"))
    assert "Added on 1 January 2026 by Colleague" in said
    assert "Same postcode, street and house number" in said
    assert "Mia Example, 4, may be Mia, 4: the same name and the same date of birth" in said


def test_a_home_like_no_other_can_still_be_searched_for(twice: World) -> None:
    far = add_home(twice, "far", address="The blue caravan", postcode="")
    assert SAME in page(twice, far) and "It may be" not in page(twice, far)
    found = see(twice.client("supervisor"), f"/homes/{far}/join?q=mia")
    assert {each["href"] for each in found.select(".app-home-row__link")} == {
        f"/homes/{far}/join/{HOME}", f"/homes/{far}/join/{TWICE}"
    }  # fmt: skip


@pytest.mark.parametrize(
    "who",
    ["owner", "colleague", "police", "stranger", "far_supervisor", "partner", "administrator"],
)
def test_nobody_but_the_teams_supervisor_is_asked_or_joins(twice: World, who: str) -> None:
    if who in ("owner", "colleague"):
        assert SAME not in page(twice, HOME, who) and "It may be" not in page(twice, HOME, who)
    see(twice.client(who), f"/homes/{TWICE}/join", 404)
    assert into_home(twice, who=who).status_code == 404
    assert apart(twice, home=TWICE, who=who).status_code == 404
    assert rows(twice) == [] and decisions(twice) == []


def test_joining_across_teams_takes_a_supervisor_of_both(twice: World) -> None:
    south = add_home(twice, "of south", "south")
    for who in ("supervisor", "far_supervisor"):
        see(twice.client(who), f"/homes/{south}/join/{HOME}", 404)
        assert join(twice, {}, home=south, who=who).status_code == 404
    assert south not in asked(twice, HOME)
    with twice.store.writing():
        twice.store.run(
            "INSERT INTO memberships (account_id, team_id) VALUES (:who, 'south')",
            who=an_id("supervisor"),
        )
    assert south in asked(twice, HOME)
    assert join(twice, {}, home=south).status_code == 302


def test_joined_they_are_one_home_on_pages_lists_and_devices(twice: World) -> None:
    twice.clock.turn(hours=1)
    assert twice.send("colleague", a_visit(twice)).status_code == 201
    before = index(twice)[HOME]
    answer = into_home(twice)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/homes/{HOME}")
    assert set(index(twice)) == {HOME} and index(twice)[HOME] != before
    carried = pack(twice)
    assert {each["id"] for each in carried["children"]} == {MIA, JAY}
    assert carried["last_visit"]["id"] == an_id("second") and MIA_TOO not in json.dumps(carried)
    said = page(twice, HOME, "owner")
    assert "Also added on 1 January 2026 by Colleague" in said
    assert "Bedding, Mia: 4 to 5" in said
    old = see(twice.client("colleague"), f"/homes/{TWICE}")
    assert old.find("a", href=f"/homes/{HOME}") and "This home was joined" in words(old)
    assert not old.find("a", href=f"/visit#new/{TWICE}")
    assert "It may be" not in page(twice, HOME), "what is joined is not asked about"


def test_undone_after_new_visits_each_stays_with_the_home_it_was_made_to(twice: World) -> None:
    twice.send("colleague", a_visit(twice))
    people = homes.people(twice.store, HOME)
    into_home(twice)
    twice.clock.turn(hours=1)
    twice.send("colleague", a_visit(twice, "old id"))
    twice.send("owner", twice.visit("known id"))
    assert len(visits.of_home(twice.store, HOME)) == 4
    assert undo(twice, home=TWICE).headers["Location"] == f"/homes/{TWICE}"
    assert [each.id for each in visits.of_home(twice.store, TWICE)] == [
        an_id("second"), an_id("old id")
    ]  # fmt: skip
    assert {each.id for each in visits.of_home(twice.store, HOME)} == {
        an_id("visit"), an_id("known id")
    }
    assert homes.people(twice.store, HOME) == people
    assert "It may be a home that is known already" in page(twice, HOME), "asked again"
    assert into_home(twice).status_code == 302, "and can be joined again"


def test_kept_apart_holds_from_either_side_until_something_new_speaks_for_it(
    twice: World,
) -> None:
    assert apart(twice, home=HOME, other=TWICE).status_code == 302
    for home in (HOME, TWICE):
        assert asked(twice, home) == []
        assert "It may be" not in page(twice, home) and "I rang them." in page(twice, home)
    add_child(twice, TWICE, "jay too", "Jay", None)
    add_child(twice, HOME, "luke", "Luke", "2016-01-02")
    add_child(twice, TWICE, "luke too", "Luke", "2016-01-02")
    assert asked(twice, HOME) == [TWICE]
    apart(twice, home=TWICE, other=HOME)
    answer = twice.client("supervisor").post(f"/homes/{HOME}/apart/{TWICE}/undo")
    assert answer.headers["Location"] == f"/homes/{HOME}/join"
    assert asked(twice, TWICE) == [HOME]


def test_a_home_with_others_joined_into_it_says_how_it_is_joined_with_one_more(
    twice: World,
) -> None:
    into_home(twice)
    third = add_home(twice, "third")
    said = words(see(twice.client("supervisor"), f"/homes/{HOME}/join"))
    assert "Open the home that it is the same as, and join that one with this one" in said
    see(twice.client("supervisor"), f"/homes/{HOME}/join/{third}", 400,
        data={f"same_{each}": "another" for each in (MIA, JAY, an_id("carer"))})  # fmt: skip
    assert join(twice, {}, home=third).status_code == 302
    assert {row["home_id"] for row in rows(twice)} == {TWICE, third}
