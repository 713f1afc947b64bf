"""A visit arrives exactly once, whole, from who may send it, and nothing is overwritten."""

from __future__ import annotations

import hashlib
import json

import pytest

from gcp.store import homes, visits
from tests.conftest import HOME, MIA, World, an_id


def add_another_home(world: World) -> str:
    """A second home of the north team; its id."""
    home = {
        "id": an_id("other home"), "team_id": "north", "name": "", "address": "13 Example Row",
        "postcode": "", "created_at": "2026-01-01T00:00:00.000Z", "created_by": an_id("owner"),
    }  # fmt: skip
    homes.add(world.store, home)
    return home["id"]


def test_a_sent_visit_gets_a_receipt_for_its_very_bytes(world: World) -> None:
    document = world.visit()
    body = json.dumps(document).encode()
    answer = world.send("owner", body)
    assert answer.status_code == 201
    assert answer.json == {
        "visit": document["id"], "revision": 1, "sha256": hashlib.sha256(body).hexdigest(),
        "received_at": "2026-03-01T12:00:00.000Z", "differs": False, "missing_photos": [],
    }  # fmt: skip


def test_the_same_bytes_again_get_the_same_receipt(world: World) -> None:
    first = world.send("owner", world.visit())
    document = world.visit()
    world.clock.turn(hours=3)
    again = world.send("owner", document)
    assert (again.status_code, again.json) == (200, first.json)
    assert len(visits.revisions(world.store, document["id"])) == 1


def test_other_bytes_under_a_taken_number_are_a_conflict_and_both_are_kept(world: World) -> None:
    mine, other = world.visit(), world.visit(notes="Written on another tablet.")
    world.send("owner", mine)
    answer = world.send("owner", other)
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "revision_taken"
    assert json.loads(answer.json["server"]["body"]) == mine
    world.send("owner", other)
    kept = world.store.all("SELECT body FROM conflicts")
    assert [json.loads(row["body"]) for row in kept] == [other]


def test_a_number_left_out_is_asked_for(world: World) -> None:
    answer = world.send("owner", world.visit(), number=2)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "revision_gap")


def test_after_signing_a_change_needs_a_reason_and_keeps_the_first(world: World) -> None:
    world.send("owner", world.visit())
    silent = world.send("owner", world.visit(notes="More."), number=2)
    assert (silent.status_code, silent.json["error"]["code"]) == (422, "reason_missing")
    said = world.send("owner", world.visit(notes="More.", reason="Left out the cot."), number=2)
    assert said.status_code == 201
    kept = visits.revisions(world.store, an_id("visit"))
    assert [(row["number"], row["reason"]) for row in kept] == [(1, ""), (2, "Left out the cot.")]


def test_a_signed_visit_does_not_become_a_draft_again(world: World) -> None:
    world.send("owner", world.visit())
    answer = world.send("owner", world.visit(signed_at=None, reason="Reopened."), number=2)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "signed_already")


def test_a_visit_keeps_its_author_and_its_home(world: World) -> None:
    world.send("owner", world.visit())
    assert world.send("colleague", world.visit()).status_code == 403
    assert world.send("colleague", world.visit(reason="Mine."), number=2).status_code == 403
    moved = world.visit(home=add_another_home(world), reason="Wrong house.", children=[], adults=[],
                        present=[], in_charge=None, grades=[], voices=[])  # fmt: skip
    answer = world.send("owner", moved, number=2)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "home_differs")


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 201), ("colleague", 201), ("supervisor", 201), ("stranger", 403),
     ("far_supervisor", 403), ("police", 403), ("partner", 403), ("administrator", 403)],
)  # fmt: skip
def test_only_who_works_with_the_home_may_send_a_visit(world: World, who: str, status: int) -> None:
    assert world.send(who, world.visit()).status_code == status
    assert (visits.find(world.store, an_id("visit")) is not None) == (status == 201)


def test_a_home_that_is_not_there_is_answered_like_one_that_is_hidden(world: World) -> None:
    hidden = world.send("stranger", world.visit())
    absent = world.send("owner", world.visit(home=an_id("nowhere")))
    assert (absent.status_code, absent.json) == (hidden.status_code, hidden.json)


def test_the_server_scores_for_itself_and_says_when_the_device_differs(world: World) -> None:
    document = world.visit(result={"rules": world.rules, "children": {}, "home": {}})
    assert world.send("owner", document).json["differs"] is True
    kept = visits.record(world.store, document["id"], 1)
    assert kept and kept.result["children"][MIA]["sleeping"]["grade"] == 4


def test_whoever_the_visit_met_first_joins_the_home(world: World) -> None:
    boy = {"id": an_id("boy"), "name": "Boy in a red coat", "about_years": 4}
    document = world.visit()
    document["children"].append(boy)
    world.send("owner", document)
    names = [row["name"] for row in homes.people(world.store, HOME)]
    assert names == ["Boy in a red coat", "Jay", "Mia", "Ann"]


def test_a_person_of_another_home_is_not_taken_over(world: World) -> None:
    answer = world.send("owner", world.visit(home=add_another_home(world)))
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "person_of_other_home")
    assert visits.find(world.store, an_id("visit")) is None


def test_a_visit_without_access_is_a_visit(world: World) -> None:
    document = world.visit(
        access="no_reply", children=[], adults=[], present=[], in_charge=None, grades=[],
        signs=[], voices=[], notes="Listened, tried the back door, left a note.",
    )  # fmt: skip
    assert world.send("owner", document).status_code == 201


def test_a_visit_with_no_child_recorded_is_scored_for_the_home(world: World) -> None:
    document = world.visit(
        children=[], adults=[], present=[], in_charge=None, voices=[],
        grades=[{"item": "hygiene.kitchen", "grade": 4}],
    )  # fmt: skip
    world.send("owner", document)
    kept = visits.record(world.store, document["id"], 1)
    assert kept and kept.result["home"]["hygiene"]["grade"] == 4


def test_a_visit_names_the_photos_that_have_not_come(world: World) -> None:
    photo = {"id": an_id("photo"), "sha256": "ab" * 32, "bytes": 10, "type": "image/jpeg",
             "observed_at": world.clock.now.isoformat(), "source": "camera"}  # fmt: skip
    answer = world.send("owner", world.visit(photos=[photo]))
    assert answer.json["missing_photos"] == ["ab" * 32]


def test_a_draft_is_seen_by_its_author_alone(world: World) -> None:
    world.send("owner", world.visit(signed_at=None))
    path = f"/api/visits/{an_id('visit')}"
    assert world.client("owner").get(path).status_code == 200
    assert world.client("colleague").get(path).status_code == 404
    assert world.client("supervisor").get(path).status_code == 404


def test_a_revision_is_read_back_byte_for_byte(world: World) -> None:
    body = json.dumps(world.visit(), indent=3, ensure_ascii=False).encode()
    world.send("owner", body)
    path = f"/api/visits/{an_id('visit')}/revisions/1"
    assert world.client("supervisor").get(path).data == body
    assert world.client("stranger").get(path).status_code == 404


def test_sending_and_reading_are_in_the_audit_log(world: World) -> None:
    world.send("owner", world.visit())
    world.client("supervisor").get(f"/api/visits/{an_id('visit')}")
    assert world.audit()[1:] == [
        ("owner", "visit_received"), ("supervisor", "signed_in"), ("supervisor", "visit_read"),
    ]  # fmt: skip
