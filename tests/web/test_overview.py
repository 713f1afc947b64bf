"""The overview and the patterns: for whom they are, what they count, and when they grow."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from gcp.store import events, homes, joins
from gcp.web.tables import csv_bytes
from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow

BEDDING, KITCHEN = "sleeping.bedding", "hygiene.kitchen"


def call(world: World, number: int, grade: int, **more: Any) -> None:
    """A visit each 20 days, sent by the owner."""
    world.days_later(20)
    grades = [{"item": KITCHEN, "grade": grade, "words": "Seen."}]
    sent = world.send("owner", world.visit(f"visit {number}", grades=grades, **more))
    assert sent.status_code == 201, sent.text


def history(world: World) -> None:
    """Better when arranged, worse when not: 6 visits."""
    for number in range(6):
        kind = "arranged" if number % 2 else "unannounced"
        call(world, number, 1 if number % 2 else 4, kind=kind)


def text_of(world: World, who: str, path: str) -> str:
    return " ".join(see(world.client(who), path).get_text().split())


def add_event(world: World, kind: str, day: str, **more: Any) -> None:
    events.add(world.store, {
        "event_id": an_id(f"{kind} {day}"), "number": 1, "home_id": HOME, "kind": kind,
        "agency": "school", "day": day, "until": None, "source": "School", "words": "Words.",
        "significance": "notable", "children": [], "area": None, "outcome": None,
        "outcome_why": "",
        "made_up_by": [], "withdrawn": False, "reason": "", "recorded_at": "2026-01-01T00:00:00Z",
        "recorded_by": an_id("owner"), **more,
    })  # fmt: skip


def test_only_a_supervisor_of_a_team_has_an_overview(world: World) -> None:
    answers = {
        who: world.client(who).get("/overview").status_code
        for who in ("supervisor", "far_supervisor", "owner", "colleague", "police", "partner",
                    "administrator")
    }  # fmt: skip
    assert answers.pop("supervisor") == answers.pop("far_supervisor") == 200
    assert set(answers.values()) == {404}
    assert world.app.test_client().get("/overview").status_code == 302


def test_a_supervisor_sees_the_homes_of_the_own_team_alone(world: World) -> None:
    history(world)
    assert "12 Example Row" in text_of(world, "supervisor", "/overview")
    far = text_of(world, "far_supervisor", "/overview")
    assert "12 Example Row" not in far and "No homes in your team yet" in far
    csv_text = world.client("far_supervisor").get("/overview/homes.csv").text
    assert "12 Example Row" not in csv_text


def test_what_to_look_at_grows_with_each_visit_and_event(world: World) -> None:
    def looked_at() -> str:
        row = see(world.client("supervisor"), "/overview").find("tbody")
        return row.get_text(" ", strip=True) if row else ""

    assert "Nothing stands out" in looked_at()
    history(world)
    assert "Better when the visit was arranged (6 visits)" in looked_at()
    add_event(world, "referral", "2026-06-01")
    assert "A referral without a decision" in looked_at()
    add_event(world, "referral", "2026-06-02")
    assert "2 referrals without a decision" in looked_at()


def test_a_correction_is_news(world: World) -> None:
    call(world, 1, 5)
    assert "1 item 4 or 5" in text_of(world, "supervisor", "/overview")
    mended = world.visit(
        "visit 1", grades=[{"item": KITCHEN, "grade": 2}], reason="Mistyped.",
    )  # fmt: skip
    assert world.send("owner", mended, 2).status_code == 201
    assert "1 item 4 or 5" not in text_of(world, "supervisor", "/overview")


def test_a_visit_that_is_not_signed_is_named_and_nothing_of_it_shown(world: World) -> None:
    world.send("owner", world.visit(signed_at=None))
    row = text_of(world, "supervisor", "/overview")
    assert "A visit not signed" in row and "No visit yet" in row


def test_a_home_joined_into_another_counts_there_and_no_more_when_that_is_taken_back(
    world: World,
) -> None:
    call(world, 1, 2)
    found = an_id("found")
    at = "2026-03-01T00:00:00.000Z"
    row = {"id": found, "team_id": "north", "name": "", "address": "9 Other Way",
           "postcode": "", "created_at": at, "created_by": an_id("owner")}  # fmt: skip
    homes.add(world.store, row)
    with world.store.writing():
        world.store.run(
            "INSERT INTO found_homes (home_id, sha256, body, found_at, found_by, received_at)"
            " VALUES (:home, 'x', '{}', :at, :by, :at)", home=found, at=at, by=an_id("owner"),
        )  # fmt: skip
    grades = [{"item": KITCHEN, "grade": 5, "words": "Seen."}]
    world.days_later(1)
    nobody = {"children": [], "adults": [], "present": [], "in_charge": None, "voices": []}
    there = world.visit("there", home=found, grades=grades, **nobody)
    assert world.send("owner", there).status_code == 201
    join = {"id": an_id("join"), "home_id": found, "into_home": HOME, "joined_at": at,
            "joined_by": an_id("supervisor")}  # fmt: skip

    def is_counted() -> bool:
        return "1 item 4 or 5" in text_of(world, "supervisor", "/overview?q=12+example")

    assert not is_counted()
    joins.add(world.store, join, {})
    assert is_counted()
    joins.undo(world.store, join["id"], at, an_id("supervisor"))
    assert not is_counted()


def test_filters_stand_in_the_address_and_hostile_ones_are_harmless(world: World) -> None:
    history(world)
    shown = text_of(world, "supervisor", "/overview?reason=better_when_arranged&sort=worst")
    assert "1 of 1 home" in shown
    assert "0 of 1 home" in text_of(world, "supervisor", "/overview?reason=long_standing")
    for query in ("q=%00", "q=" + "x" * 5000, "sort=--", "reason=%F0%9F%98%80", "worker=%27%3B--",
                  "area=../..", "q=%ED%A0%80"):  # fmt: skip
        see(world.client("supervisor"), f"/overview?{query}")


def test_the_file_holds_what_the_page_shows_and_no_formula(world: World) -> None:
    homes.add_person(
        world.store,
        {"id": an_id("formula"), "home_id": HOME, "kind": "child", "name": "=1+1", "born": None,
         "about_years": 3, "relation": "", "added_at": "2026-01-01", "added_by": an_id("owner")},
    )  # fmt: skip
    history(world)
    answer = world.client("supervisor").get("/overview/homes.csv?sort=address")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    [row] = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert row["Address"] == "12 Example Row" and row["Last visit"] == "2026-06-29"
    assert "Better when the visit was arranged" in row["To look at"]
    assert row["Children"].startswith("'=1+1") or ", =1+1" in row["Children"]


@pytest.mark.parametrize(
    "cell", ["=A1", "+1", "-1", "@x", "\tx", "\rx", " =1", "＝1", "\u00a0=1", "\u200b=1"]
)
def test_a_cell_is_never_a_formula(cell: str) -> None:
    table = csv_bytes(["x"], [[cell], ["a=b"]]).decode("utf-8-sig")
    assert [row["x"] for row in csv.DictReader(io.StringIO(table, newline=""))] == [
        f"'{cell}", "a=b"
    ]  # fmt: skip


def test_each_look_is_in_the_audit_log(world: World) -> None:
    history(world)
    for path in ("/overview", "/overview/homes.csv", f"/homes/{HOME}/patterns"):
        world.client("supervisor").get(path)
    assert [action for _, action in world.audit()][-3:] == [
        "overview_read", "overview_saved", "patterns_read"
    ]  # fmt: skip


def test_patterns_stand_on_the_homes_page_and_lead_to_the_visits(world: World) -> None:
    history(world)
    page = see(world.client("owner"), f"/homes/{HOME}")
    brief = page.find("ul", class_="app-patterns")
    assert brief and "Kitchen: 1 on 3 of 3 arranged visits" in brief.get_text()
    full = see(world.client("owner"), f"/homes/{HOME}/patterns")
    section = full.find("section", attrs={"aria-labelledby": "better_when_arranged"})
    assert section and len(section.find_all("a")) == 6


def test_patterns_are_for_those_who_see_every_visit(world: World) -> None:
    history(world)
    path = f"/homes/{HOME}/patterns"
    for who in ("stranger", "far_supervisor", "police", "partner", "administrator"):
        assert world.client(who).get(path).status_code == 404
    for who in ("owner", "colleague", "supervisor"):
        assert world.client(who).get(path).status_code == 200
    homes.allocate(world.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    assert world.client("police").get(path).status_code == 404
    assert "What the visits show together" not in world.client("police").get(f"/homes/{HOME}").text


def test_patterns_of_one_child_leave_out_the_other(world: World) -> None:
    for number in range(3):
        grades = [
            {"item": BEDDING, "child": MIA, "grade": 2 + number, "words": "Seen."},
            {"item": BEDDING, "child": JAY, "grade": 1},
        ]
        world.days_later(20)
        world.send("owner", world.visit(f"visit {number}", grades=grades))
    of_mia = text_of(world, "owner", f"/homes/{HOME}/patterns?child={MIA}")
    of_jay = text_of(world, "owner", f"/homes/{HOME}/patterns?child={JAY}")
    assert "Bedding (Mia): 2 on" in of_mia
    assert "Bedding" not in of_jay
    see(world.client("owner"), f"/homes/{HOME}/patterns?child=%00nobody")


def test_a_home_without_a_visit_has_a_page_of_patterns(world: World) -> None:
    assert world.client("owner").get(f"/homes/{HOME}/patterns").status_code == 200
