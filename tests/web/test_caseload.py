"""A device learns which homes changed for this person from one small index, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from gcp.core.rules import read_rules
from gcp.store import homes
from gcp.web import tags
from tests.conftest import HOME, TESTS, World, an_id
from tests.web.found import FOUND, a_first_visit, a_home, put_home
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
EMPTY = {"children": [], "adults": [], "present": [], "in_charge": None, "voices": [],
         "signs": [], "grades": []}  # fmt: skip


def index(world: World, who: str = "owner") -> dict[str, str]:
    answer = world.client(who).get("/api/caseload/index")
    assert answer.status_code == 200
    return answer.json["homes"]


def pack(world: World, who: str = "owner", home: str = HOME) -> dict[str, Any]:
    return world.client(who).get("/api/caseload", query_string={"home": home}).json["homes"][0]


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """What a pack says, without when it was made."""
    return {key: value for key, value in found.items() if key not in ("as_of", "tag")}


def test_the_index_names_each_home_once_with_the_tag_of_its_pack(world: World) -> None:
    put_home(world, "owner", a_home())
    answer = world.client("owner").get("/api/caseload/index").json
    assert set(answer) == {"as_of", "rules", "homes", "joined", "sent_back"}
    assert (answer["joined"], answer["sent_back"]) == ({}, [])
    assert answer["as_of"] == "2026-03-01T12:00:00.000Z"
    assert answer["rules"] == world.rules
    assert set(answer["homes"]) == {HOME, FOUND}
    for home, tag in answer["homes"].items():
        assert (pack(world, home=home)["tag"], pack(world, home=home)["as_of"]) == (
            tag, "2026-03-01T12:00:00.000Z",
        )  # fmt: skip
    whole = world.client("owner").get("/api/caseload").json
    assert {each["id"]: each["tag"] for each in whole["homes"]} == answer["homes"]


def test_a_tag_stays_while_nothing_happens(world: World) -> None:
    world.send("owner", world.visit())
    before = index(world)
    world.clock.turn(hours=5)
    world.client("owner").get(f"/homes/{HOME}")
    assert index(world) == before
    assert len(set(before.values())) == len(before)


def test_two_people_have_tags_of_their_own(world: World) -> None:
    assert index(world)[HOME] != index(world, "colleague")[HOME]


def signed(world: World, jpeg: Jpeg) -> None:
    world.send("colleague", world.visit("another"))


def corrected(world: World, jpeg: Jpeg) -> None:
    world.send("owner", world.visit(reason="The cot was left out."), number=2)


def someone_more(world: World, jpeg: Jpeg) -> None:
    person = {"id": an_id("uncle"), "home_id": HOME, "kind": "other", "name": "Uncle", "born": None,
              "about_years": None, "relation": "", "added_at": "2026-01-01T00:00:00.000Z",
              "added_by": an_id("owner")}  # fmt: skip
    homes.add_person(world.store, person)


def another_address(world: World, jpeg: Jpeg) -> None:
    with world.store.writing():
        world.store.run("UPDATE homes SET address = '14 Example Row' WHERE id = :home", home=HOME)


def a_photo_came(world: World, jpeg: Jpeg) -> None:
    send(world, "owner", jpeg())


def other_rules(world: World, jpeg: Jpeg) -> None:
    text = (TESTS / "data" / "small_rules.yaml").read_text("utf-8")
    changed = read_rules(text.replace("title:", "title: Another", 1))
    object.__setattr__(world.app.extensions["gcp"], "rules", changed)


def another_version(world: World, jpeg: Jpeg) -> None:
    tags.VERSION = "0.0.0"


@pytest.mark.parametrize(
    "happens", [signed, corrected, someone_more, another_address, a_photo_came, other_rules,
                another_version],
)  # fmt: skip
@pytest.mark.parametrize("who", ["owner", "supervisor"])
def test_a_tag_changes_with_whatever_the_pack_shows(
    world: World, jpeg: Jpeg, monkeypatch: pytest.MonkeyPatch, who: str, happens: Any
) -> None:
    monkeypatch.setattr(tags, "VERSION", tags.VERSION)
    world.send("owner", world.visit(photos=[{**entry(world, jpeg()), "room": "kitchen"}]))
    put_home(world, "owner", a_home())
    before, before_pack = index(world, who), pack(world, who)
    happens(world, jpeg)
    after = index(world, who)
    assert after[HOME] != before[HOME]
    assert pack(world, who)["tag"] == after[HOME]
    if happens not in (other_rules, another_version):
        assert plain(pack(world, who)) != plain(before_pack)
        assert after[FOUND] == before[FOUND]


def test_a_photo_is_listed_as_come_once_it_has(world: World, jpeg: Jpeg) -> None:
    world.send("owner", world.visit(photos=[entry(world, jpeg())]))
    assert [each["arrived"] for each in pack(world)["photos"]] == [False]
    send(world, "owner", jpeg())
    assert [(each["sha256"], each["arrived"]) for each in pack(world)["photos"]] == [
        (digest(jpeg()), True)
    ]


def test_a_draft_and_its_photos_change_no_tag(world: World, jpeg: Jpeg) -> None:
    world.send("owner", world.visit())
    before = {who: index(world, who) for who in ("owner", "colleague", "supervisor")}
    draft = world.visit("draft", signed_at=None, photos=[entry(world, jpeg())])
    world.send("owner", draft)
    send(world, "owner", jpeg())
    assert {who: index(world, who) for who in before} == before


def test_an_officer_is_not_told_by_a_tag_that_others_recorded_something(
    world: World, jpeg: Jpeg
) -> None:
    put_home(world, "police", a_home(children=[], adults=[]))
    before = index(world, "police")
    visit = world.visit("workers", home=FOUND, **{**EMPTY, "photos": [entry(world, jpeg())]})
    assert world.send("owner", visit).status_code == 201
    send(world, "owner", jpeg())
    world.send("owner", {**visit, "reason": "More."}, number=2)
    assert index(world, "police") == before
    world.send("police", world.visit("officers", home=FOUND, **EMPTY))
    assert index(world, "police") != before


@pytest.mark.parametrize(
    ("who", "listed"),
    [("owner", {HOME}), ("colleague", {HOME}), ("supervisor", {HOME}), ("stranger", set()),
     ("far_supervisor", set()), ("police", set())],
)  # fmt: skip
def test_the_index_has_just_the_homes_that_one_may_carry(
    world: World, who: str, listed: set[str]
) -> None:
    assert set(index(world, who)) == listed


@pytest.mark.parametrize("who", ["partner", "administrator"])
def test_who_carries_nothing_has_no_index(world: World, who: str) -> None:
    assert world.client(who).get("/api/caseload/index").status_code == 404


def test_nobody_has_an_index_without_signing_in(world: World) -> None:
    answer = world.app.test_client().get("/api/caseload/index")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "signed_out")


def test_a_home_that_is_no_longer_ones_own_leaves_the_index(world: World) -> None:
    put_home(world, "police", a_home())
    assert set(index(world, "police")) == {FOUND}
    with world.store.writing():
        world.store.run("UPDATE allocations SET until = since WHERE home_id = :home", home=FOUND)
    assert index(world, "police") == {}
    assert world.client("police").get(f"/api/caseload?home={FOUND}").status_code == 404


def test_the_log_has_one_line_for_an_index_and_one_for_each_pack(world: World) -> None:
    put_home(world, "owner", a_home())
    world.client("colleague").get("/api/caseload/index")
    pack(world, "colleague")
    assert [action for who, action in world.audit() if who == "colleague"] == [
        "signed_in", "caseload_listed", "home_carried",
    ]  # fmt: skip
    row = world.store.one("SELECT detail FROM audit WHERE action = 'caseload_listed'")
    assert row and json.loads(row["detail"]) == {"homes": 2}


def test_an_index_costs_as_many_questions_for_many_homes_as_for_one(world: World) -> None:
    def questions() -> int:
        asked: list[str] = []
        world.store._connection.set_trace_callback(asked.append)
        index(world)
        world.store._connection.set_trace_callback(None)
        return len([each for each in asked if each.lstrip().startswith("SELECT")])

    index(world)
    one = questions()
    for number in range(40):
        home = an_id(f"home {number}")
        put_home(world, "owner", a_home(id=home, children=[], adults=[]), home)
        world.send("owner", a_first_visit(world, f"visit {number}", home=home, **EMPTY))
    assert questions() == one
    assert len(index(world)) == 41
