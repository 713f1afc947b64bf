"""Of two versions under one number both are kept, and what the author chose is recorded."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.conftest import World, an_id

pytestmark = pytest.mark.slow

VISIT = an_id("visit")


def a_conflict(world: World) -> str:
    """Two versions of one revision; the digest of the one that was refused."""
    world.send("owner", world.visit())
    other = json.dumps(world.visit(notes="Written on another tablet.")).encode()
    assert world.send("owner", other).status_code == 409
    return hashlib.sha256(other).hexdigest()


def choose(world: World, sha256: str, choice: object, who: str = "owner") -> Any:
    path = f"/api/visits/{VISIT}/conflicts/{sha256}"
    return world.client(who).post(path, json={"choice": choice})


def kept(world: World) -> list[tuple[str | None, str | None]]:
    rows = world.store.all("SELECT choice, settled_at FROM conflicts")
    return [(row["choice"], row["settled_at"]) for row in rows]


@pytest.mark.parametrize("choice", ["mine", "server"])
def test_the_choice_is_kept_with_its_time(world: World, choice: str) -> None:
    refused = a_conflict(world)
    assert kept(world) == [(None, None)]
    world.clock.turn(minutes=5)
    answer = choose(world, refused, choice)
    assert answer.status_code == 200
    assert answer.json == {
        "visit": VISIT, "revision": 1, "sha256": refused, "choice": choice,
        "settled_at": "2026-03-01T12:05:00.000Z",
    }  # fmt: skip
    assert kept(world) == [(choice, "2026-03-01T12:05:00.000Z")]


def test_the_same_choice_again_is_answered_alike_and_logged_once(world: World) -> None:
    refused = a_conflict(world)
    first = choose(world, refused, "mine")
    world.clock.turn(minutes=5)
    again = choose(world, refused, "mine")
    assert (again.status_code, again.json) == (200, first.json)
    assert world.audit().count(("owner", "conflict_settled")) == 1


def test_another_choice_afterwards_is_refused_and_changes_nothing(world: World) -> None:
    refused = a_conflict(world)
    choose(world, refused, "mine")
    answer = choose(world, refused, "server")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "conflict_settled")
    assert [choice for choice, _ in kept(world)] == ["mine"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 403), ("supervisor", 403), ("stranger", 404), ("police", 404),
     ("administrator", 404)],
)  # fmt: skip
def test_only_the_author_chooses(world: World, who: str, status: int) -> None:
    refused = a_conflict(world)
    assert choose(world, refused, "mine", who).status_code == status
    assert kept(world) == [(None, None)]


def test_nobody_chooses_without_signing_in(world: World) -> None:
    path = f"/api/visits/{VISIT}/conflicts/{a_conflict(world)}"
    answer = world.app.test_client().post(path, json={"choice": "mine"})
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "signed_out")


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{}", b'{"choice": "both"}', b'{"choice": ["mine"]}',
             b'{"choice": "mine", "more": 1}', b"[" * 900, b"\xff"],
)  # fmt: skip
def test_what_is_no_choice_is_refused_with_its_place(world: World, body: bytes) -> None:
    path = f"/api/visits/{VISIT}/conflicts/{a_conflict(world)}"
    answer = world.client("owner").post(path, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "choice_wrong")
    assert [each["path"] for each in answer.json["error"]["fields"]] == ["choice"]
    assert kept(world) == [(None, None)]


def test_a_choice_must_come_as_json_and_from_our_own_pages(world: World) -> None:
    path = f"/api/visits/{VISIT}/conflicts/{a_conflict(world)}"
    form = world.client("owner").post(path, data={"choice": "mine"})
    assert (form.status_code, form.json["error"]["code"]) == (415, "json_wanted")
    elsewhere = world.client("owner").post(
        path, json={"choice": "mine"}, headers={"Origin": "https://elsewhere.test"}
    )
    assert elsewhere.status_code == 403
    assert kept(world) == [(None, None)]


@pytest.mark.parametrize("sha256", ["0" * 64, "nothing", "A" * 64])
def test_a_conflict_that_is_not_there_is_not_found(world: World, sha256: str) -> None:
    a_conflict(world)
    assert choose(world, sha256, "mine").status_code == 404


def test_the_one_that_was_refused_can_follow_as_the_next_revision(world: World) -> None:
    refused = a_conflict(world)
    choose(world, refused, "mine")
    mine = world.visit(notes="Written on another tablet.", reason="Both tablets were used.")
    assert world.send("owner", mine, number=2).status_code == 201
    assert world.client("owner").get(f"/api/visits/{VISIT}").json["latest_revision"] == 2


def test_a_visit_says_who_may_correct_it(world: World) -> None:
    world.send("owner", world.visit())
    found = world.client("colleague").get(f"/api/visits/{VISIT}").json
    assert found["author"] == an_id("owner")
