"""A home found with no network arrives once, is its finder's, and its visits are taken after it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from gcp.core.found_home import LARGEST_HOME
from tests.conftest import HOME, MIA, World, an_id, make_world, settings_in
from tests.web.found import BOY, FOUND, GIRL, PEOPLE, WOMAN, a_first_visit, a_home, put_home
from tests.web.pages import see


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all that is refused: it changes nothing."""
    yield from make_world(settings_in(tmp_path_factory.mktemp("refused-homes")))


def kept(world: World) -> dict[str, Any] | None:
    return world.store.one(
        "SELECT id, team_id, name, address, postcode, created_by FROM homes WHERE id = :home",
        home=FOUND,
    )


def count(world: World, table: str) -> int:
    row = world.store.one(f"SELECT count(*) AS n FROM {table}")
    return row["n"] if row else -1


def paths(answer: Any) -> list[str]:
    return [each["path"] for each in answer.json["error"]["fields"]]


def test_a_found_home_arrives_and_its_receipt_says_what_is_held(world: World) -> None:
    body = json.dumps(a_home()).encode()
    answer = put_home(world, "owner", body)
    assert (answer.status_code, answer.json) == (
        201,
        {"home": FOUND, "sha256": hashlib.sha256(body).hexdigest(),
         "received_at": "2026-03-01T12:00:00.000Z"},
    )  # fmt: skip
    assert kept(world) == {
        "id": FOUND, "team_id": "north", "name": "", "address": "12 Exampel Row, back door",
        "postcode": "ZZ1 1ZZ", "created_by": an_id("owner"),
    }  # fmt: skip
    row = world.store.one("SELECT body, sha256, found_at FROM found_homes")
    assert row and row["body"].encode() == body
    assert row["found_at"] == "2026-02-28T22:15:00.000Z"
    assert ("owner", "home_received") in world.audit()


def test_the_same_home_again_gives_the_same_receipt_and_is_kept_once(world: World) -> None:
    first = put_home(world, "owner", a_home())
    world.clock.turn(minutes=5)
    again = put_home(world, "owner", a_home())
    assert (again.status_code, again.json) == (200, first.json)
    assert world.audit().count(("owner", "home_received")) == 1
    assert count(world, "found_homes") == 1


def test_what_comes_twice_at_one_moment_is_kept_once(world: World) -> None:
    world.client("owner")
    cookie = world.client("owner").get_cookie("session")
    bodies = [json.dumps(a_home()).encode()] * 6 + [json.dumps(a_home(name="Other")).encode()] * 2
    answers: list[int] = []

    def put(body: bytes) -> None:
        client = world.app.test_client()
        client.set_cookie("session", cookie.value if cookie else "")
        answers.append(client.put(f"/api/homes/{FOUND}", data=body).status_code)
        world.app.extensions["gcp"].engine.close()

    threads = [threading.Thread(target=put, args=(body,)) for body in bodies]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers.count(201) == 1
    assert set(answers) <= {200, 201, 409}
    assert count(world, "found_homes") == 1
    assert world.audit().count(("owner", "home_received")) == 1
    people = world.store.all("SELECT id FROM people WHERE home_id = :home", home=FOUND)
    assert len(people) == 3


def test_other_content_under_the_id_is_refused_and_kept_apart(world: World) -> None:
    put_home(world, "owner", a_home())
    other = json.dumps(a_home(address="14 Example Row")).encode()
    for _ in range(2):
        answer = put_home(world, "owner", other)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "home_taken")
        assert json.loads(answer.json["server"]["body"]) == a_home()
    home = kept(world)
    assert home and home["address"] == "12 Exampel Row, back door"
    assert [row["body"] for row in world.store.all("SELECT body FROM found_home_conflicts")] == [
        other.decode()
    ]
    assert world.audit().count(("owner", "home_conflict")) == 1


@pytest.mark.parametrize("who", ["colleague", "stranger", "police", "supervisor"])
def test_nobody_else_takes_over_a_found_home_or_sees_it_by_its_id(world: World, who: str) -> None:
    put_home(world, "owner", a_home())
    for document in (a_home(), a_home(address="Mine")):
        answer = put_home(world, who, document)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "home_taken")
        assert answer.json["server"] is None
    assert count(world, "found_home_conflicts") == 0


def test_a_home_made_otherwise_is_not_taken_over(world: World) -> None:
    answer = put_home(world, "owner", a_home(id=HOME), HOME)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "home_taken")
    assert answer.json["server"] is None
    assert count(world, "found_homes") == 0


@pytest.mark.parametrize("who", ["partner", "administrator"])
def test_who_may_add_no_home_sends_none(unchanged: World, who: str) -> None:
    answer = put_home(unchanged, who, a_home())
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_allowed")
    assert kept(unchanged) is None


def test_nobody_sends_a_home_without_signing_in(world: World) -> None:
    answer = world.app.test_client().put(f"/api/homes/{FOUND}", json=a_home())
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "signed_out")
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = world.client("owner").put(f"/api/homes/{FOUND}", json=a_home(), headers=elsewhere)
    assert answer.status_code == 403
    assert kept(world) is None


@pytest.mark.parametrize(
    ("who", "team", "seen_by"),
    [("owner", "north", {"owner", "colleague", "supervisor"}),
     ("stranger", "south", {"stranger", "far_supervisor"}),
     ("police", "north", {"police", "owner", "colleague", "supervisor"})],
)  # fmt: skip
def test_a_found_home_is_its_finders_and_its_teams(
    world: World, who: str, team: str, seen_by: set[str]
) -> None:
    assert put_home(world, who, a_home()).status_code == 201
    home = kept(world)
    assert home and home["team_id"] == team
    everyone = ("owner", "colleague", "stranger", "supervisor", "far_supervisor", "police",
                "partner", "administrator")  # fmt: skip
    for each in everyone:
        status = 200 if each in seen_by else 404
        assert world.client(each).get(f"/homes/{FOUND}").status_code == status, each
        listed = "Exampel" in world.client(each).get("/homes").text
        assert listed == (each in seen_by), each


@pytest.mark.parametrize("who", ["owner", "police"])
def test_a_visit_right_after_is_taken_and_nobody_is_doubled(world: World, who: str) -> None:
    put_home(world, who, a_home())
    assert world.send(who, a_first_visit(world)).status_code == 201
    people = world.store.all(
        "SELECT id, kind FROM people WHERE home_id = :home ORDER BY name", home=FOUND
    )
    assert [(row["id"], row["kind"]) for row in people] == [
        (BOY, "child"), (GIRL, "child"), (WOMAN, "carer"),
    ]  # fmt: skip
    page = see(world.client(who), f"/homes/{FOUND}")
    assert page.get_text().count("Boy, maybe a cousin") >= 1
    assert "Found on a visit on 28 February 2026" in page.get_text()


def test_a_visit_to_a_home_that_has_not_come_waits_for_it(world: World) -> None:
    assert world.send("police", a_first_visit(world)).status_code == 403
    put_home(world, "police", a_home())
    assert world.send("police", a_first_visit(world)).status_code == 201


def test_a_home_with_nobody_known_and_no_postcode_is_taken(world: World) -> None:
    bare = {key: a_home()[key] for key in ("id", "address", "found_at")}
    assert put_home(world, "owner", {**bare, "children": [], "adults": []}).status_code == 201
    assert see(world.client("owner"), f"/homes/{FOUND}")


def test_a_clock_that_is_years_wrong_keeps_no_home_out(world: World) -> None:
    for number, at in enumerate(["1970-01-01T00:00:00Z", "2099-01-01T00:00:00+14:00",
                                 "1601-01-02T00:00:00+00:00"]):  # fmt: skip
        home = an_id(f"clock {number}")
        document = a_home(id=home, found_at=at, children=[], adults=[])
        assert put_home(world, "owner", document, home).status_code == 201, at
        see(world.client("owner"), f"/homes/{home}")


CHILD = PEOPLE["children"][0]
ADULT = PEOPLE["adults"][0]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"id": an_id("another")}, ["id"]),
        ({"id": FOUND.upper()}, ["id"]),
        ({"address": ""}, ["address"]),
        ({"address": " \n"}, ["address"]),
        ({"address": None}, ["address"]),
        ({"address": "x" * 501}, ["address"]),
        ({"postcode": "x" * 13}, ["postcode"]),
        ({"name": 5}, ["name"]),
        ({"found_at": "yesterday"}, ["found_at"]),
        ({"found_at": "2026-02-28T22:15:00"}, ["found_at"]),
        ({"found_at": "0001-01-01T00:00:00+14:00"}, ["found_at"]),
        ({"children": None, "adults": {}}, ["adults", "children"]),
        ({"children": [CHILD] * 31}, None),
        ({"children": [CHILD, CHILD]}, ["children[1].id"]),
        ({"adults": [{**ADULT, "id": GIRL}]}, ["adults[0].id"]),
        ({"children": [{**CHILD, "id": "girl"}]}, ["children[0].id"]),
        ({"children": [{**CHILD, "name": ""}]}, ["children[0].name"]),
        ({"children": [{**CHILD, "about_years": 18}]}, ["children[0].about_years"]),
        ({"children": [{**CHILD, "about_years": "4"}]}, ["children[0].about_years"]),
        ({"children": [{**CHILD, "born": "2020-02-30"}]}, ["children[0].born"]),
        ({"children": [{**CHILD, "born": "2027-01-01"}]}, ["children[0].born"]),
        ({"children": [{**CHILD, "born": "1890-01-01"}]}, ["children[0].born"]),
        ({"children": ["girl", 5]}, ["children[0]", "children[1]"]),
        ({"adults": [{**ADULT, "role": "child"}]}, ["adults[0].role"]),
        ({"adults": [{**ADULT, "grade": 5}]}, ["adults[0].grade"]),
        ({"team_id": "south"}, ["team_id"]),
        ({"name": "a\x00b"}, ["name"]),
        ({"address": "\ud800"}, ["address"]),
        ({"address": "", "found_at": 1, "postcode": []}, ["address", "found_at", "postcode"]),
        ({"children": [{**CHILD, "id": MIA}], "adults": [{**ADULT, "id": an_id("carer")}]},
         ["adults[0].id", "children[0].id"]),
    ],
)  # fmt: skip
def test_every_mistake_is_named_and_nothing_is_kept(
    unchanged: World, changes: Any, wrong: list[str] | None
) -> None:
    answer = put_home(unchanged, "owner", a_home(**changes))
    assert answer.status_code == 422, answer.text
    assert answer.json["error"]["message"].endswith(".")
    if wrong is not None:
        assert sorted(paths(answer)) == wrong
    assert kept(unchanged) is None
    assert count(unchanged, "found_homes") == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"id": NaN}', b"[" * 50_000,
             b'{"id": 1, "id": 2}', b'{"name": "\\ud800"}'],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_home_at_all_is_refused(unchanged: World, body: bytes) -> None:
    answer = put_home(unchanged, "owner", body)
    assert answer.status_code == 422
    assert set(answer.json["error"]) == {"code", "message", "fields"}


def test_a_home_larger_than_any_is_too_large(unchanged: World) -> None:
    answer = put_home(unchanged, "owner", b" " * (LARGEST_HOME + 1))
    assert (answer.status_code, answer.json["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("home", ["nothing", "..", "%00", FOUND + "0"])
def test_an_id_that_is_none_is_no_address(unchanged: World, home: str) -> None:
    assert unchanged.client("owner").put(f"/api/homes/{home}", json=a_home()).status_code == 404


def test_without_a_team_for_new_homes_the_message_says_whom_to_ask(world: World) -> None:
    with world.store.writing():
        world.store.run("UPDATE teams SET takes_new_homes = 0")
    answer = put_home(world, "police", a_home())
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "no_team_for_homes")
    assert put_home(world, "owner", a_home()).status_code == 201
