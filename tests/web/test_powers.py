"""Powers, the 72-hour clock and who has care, from a visit to the pages of those who see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import CARER, HOME, JAY, MIA, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow


def officer_s(world: World, **changes: Any) -> dict[str, Any]:
    use = {"power": "police_protection", "began_at": world.clock.now.isoformat(),
           "children": [MIA], "words": "Cold and alone."}  # fmt: skip
    return world.visit(
        quick=True, powers=[use], in_charge=JAY, done_now="Taken to her aunt.",
        care={"check": "Duty worker rings at ten.",
              "takes_over": {"name": "Aunt May", "relation": "aunt", "checked": "not_asked"}},
        **changes,
    )  # fmt: skip


def seen(world: World, who: str, path: str) -> str:
    return " ".join(see(world.client(who), path).text.split())


def test_a_visit_s_page_says_who_has_care_what_was_used_and_what_was_done(world: World) -> None:
    assert world.send("owner", officer_s(world)).status_code == 201
    page = seen(world, "owner", f"/visits/{an_id('visit')}")
    for said in (
        "Only the items of the quick record were asked", "In charge of the children: Jay, 9.",
        "Duty worker rings at ten.", "Aunt May, aunt. Checked: Not asked.", "Taken to her aunt.",
        "Takes over: Aunt May. Nobody asked about Aunt May.", "For Mia", "Cold and alone.",
        "72 hours left.",
    ):  # fmt: skip
        assert said in page, said


def test_the_clock_runs_on_the_home_s_page_and_in_the_overview(world: World) -> None:
    assert world.send("owner", officer_s(world)).status_code == 201
    assert "72 hours left." in seen(world, "owner", f"/homes/{HOME}")
    world.clock.turn(hours=5, minutes=1)
    assert "66 hours left" in seen(world, "supervisor", "/overview")
    world.days_later(2)
    assert "18 hours left." in seen(world, "owner", f"/homes/{HOME}")
    assert "18 hours left" in seen(world, "supervisor", "/overview?reason=protection")
    world.days_later(1)
    assert "Police protection ended on" in seen(world, "supervisor", "/overview")
    assert "It ended on" in seen(world, "owner", f"/homes/{HOME}")
    world.days_later(7)
    assert "Police protection ended on" not in seen(world, "supervisor", "/overview")
    assert "It ended on" in seen(world, "owner", f"/visits/{an_id('visit')}")


def test_two_uses_in_one_record_each_have_their_children_and_their_clock(world: World) -> None:
    now = world.clock.now
    uses = [
        {"power": "police_protection", "began_at": (now - timedelta(hours=hours)).isoformat(),
         "children": [child]}
        for hours, child in ((3, MIA), (1, JAY))
    ]  # fmt: skip
    assert world.send("owner", {**officer_s(world), "powers": uses}).status_code == 201
    page = seen(world, "owner", f"/homes/{HOME}")
    assert "Police protection: Mia 69 hours left." in page
    assert "Police protection: Jay 71 hours left." in page
    twice = {**officer_s(world), "id": an_id("twice"), "powers": [uses[0], uses[0]]}
    answer = world.send("owner", twice)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "power_twice")


@pytest.mark.parametrize("who", ["stranger", "far_supervisor", "partner", "administrator", "police"])
def test_who_may_not_see_the_home_hears_nothing_of_the_clock(world: World, who: str) -> None:
    assert world.send("owner", officer_s(world)).status_code == 201
    assert world.client(who).get(f"/homes/{HOME}").status_code == 404
    if who == "far_supervisor":
        assert "hours left" not in world.client(who).get("/overview").text


def test_the_proposed_line_says_who_had_care(world: World) -> None:
    assert world.send("owner", officer_s(world)).status_code == 201
    page = seen(world, "owner", f"/homes/{HOME}/chronology")
    assert "In charge of the children: Jay, 9." in page
    assert "Powers used: Police protection (section 46) from" in page


def test_what_changed_in_powers_and_care_is_told_line_by_line(world: World) -> None:
    first = officer_s(world)
    assert world.send("owner", first).status_code == 201
    care = {"check": "Aunt rings.", "takes_over": {"person": CARER, "checked": "yes"}}
    later = {**first, "care": care, "quick": False, "powers": [], "reason": "Asked since."}
    assert world.send("owner", later, 2).status_code == 201
    page = seen(world, "owner", f"/visits/{an_id('visit')}/changes?from=1&to=2")
    for said in ("Were they checked", "Not asked", "Who checks on this", "Aunt rings.", "Powers used",
                 "Police protection (section 46)", "Quick record"):  # fmt: skip
        assert said in page, said
    assert "{'" not in page


@pytest.mark.parametrize("decision", ["declined", "edited"])
def test_what_asks_for_a_check_is_said_whatever_becomes_of_the_visit_s_line(
    world: World, decision: str
) -> None:
    """A carer under 18 and a person whom nobody asked about."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    assert world.send("owner", officer_s(world)).status_code == 201
    told = ("In charge of the children: Jay, 9.", "Takes over: Aunt May. Nobody asked about Aunt May.")
    path = f"/homes/{HOME}/chronology"
    for each in told:
        assert seen(world, "owner", path).count(each) == 1
    answer = world.client("owner").post(
        f"/visits/{an_id('visit')}/line",
        data={"decision": decision, "words": "We came.", "since": "0", "revision": "1"},
    )
    assert answer.status_code == 302
    page = seen(world, "owner", path)
    assert ("We came." in page) == (decision == "edited")
    for each in told:
        assert page.count(each) == 1
        assert each in world.client("owner").get(f"{path}/chronology.csv").text
