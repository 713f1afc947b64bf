"""Whoever may not see a case learns nothing of it: no picture, no draft, no time, no sign of it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from gcp.store import homes
from tests.conftest import HOME, MIA, World, an_id
from tests.web.pages import see
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
EMPTY = {"children": [], "adults": [], "present": [], "in_charge": None, "voices": [],
         "signs": [], "grades": []}  # fmt: skip
COPIES, ORIGINALS = ("thumb", "carried", "display"), ("unredacted", "original")


def add_home(world: World, who: str, team: str) -> str:
    """A home of this person's own; its id."""
    home = an_id(f"home of {who}")
    at = "2026-01-01T00:00:00.000Z"
    row = {"id": home, "team_id": team, "name": "", "address": f"1 {who} Street", "postcode": "",
           "created_at": at, "created_by": an_id(who)}  # fmt: skip
    homes.add(world.store, row)
    homes.allocate(world.store, home, an_id(who), at)
    return home


def pictures(world: World, who: str, data: bytes) -> set[int]:
    """How each size of a photo is answered; not all who see the copies may have the original."""

    def answers(sizes: tuple[str, ...]) -> set[int]:
        return {
            world.client(who).open(f"/photos/{digest(data)}/{size}", method=method).status_code
            for size in sizes
            for method in ("GET", "HEAD")
        }

    copies = answers(COPIES)
    return copies if copies == {200} else copies | answers(ORIGINALS)


def a_photo_of_the_owner(world: World, data: bytes) -> None:
    world.send("owner", world.visit(photos=[entry(world, data)]))
    send(world, "owner", data)


def named_by(world: World, who: str, team: str, data: bytes) -> dict[str, Any]:
    """A visit of someone's own that names a photo."""
    home = add_home(world, who, team)
    return world.visit(f"visit of {who}", home=home, photos=[entry(world, data)], **EMPTY)


@pytest.mark.parametrize(("who", "team"), [("stranger", "south"), ("police", "south")])
def test_to_name_a_photo_is_not_to_see_it(
    world: World, jpeg: Jpeg, who: str, team: str
) -> None:
    a_photo_of_the_owner(world, jpeg())
    visit = named_by(world, who, team, jpeg())
    assert world.send(who, visit).status_code == 201
    world.send(who, {**visit, "id": an_id("a draft too"), "signed_at": None})
    assert pictures(world, who, jpeg()) == {404}
    assert (who, "photo_read") not in world.audit()


def test_a_colleague_sees_no_photo_through_a_visit_whose_author_never_sent_it(
    world: World, jpeg: Jpeg
) -> None:
    a_photo_of_the_owner(world, jpeg())
    world.send("stranger", named_by(world, "stranger", "south", jpeg()))
    assert pictures(world, "far_supervisor", jpeg()) == {404}


def test_nothing_tells_that_a_photo_named_by_its_digest_is_held(
    world: World, jpeg: Jpeg
) -> None:
    a_photo_of_the_owner(world, jpeg())
    world.clock.turn(minutes=7)
    visit = named_by(world, "stranger", "south", jpeg())
    assert world.send("stranger", visit).json["missing_photos"] == [digest(jpeg())]
    client = world.client("stranger")
    assert client.get(f"/api/visits/{visit['id']}").json["missing_photos"] == [digest(jpeg())]
    for path in (f"/homes/{visit['home']}", f"/visits/{visit['id']}"):
        page = see(client, path)
        assert f"/photos/{digest(jpeg())}" not in str(page)
    assert "12:00" not in see(client, f"/visits/{visit['id']}").get_text()
    carried = client.get("/api/caseload").json["homes"][0]["history"]
    assert f"/photos/{digest(jpeg())}" not in carried


def test_two_who_took_the_same_picture_each_have_their_own_receipt(
    world: World, jpeg: Jpeg
) -> None:
    a_photo_of_the_owner(world, jpeg())
    world.clock.turn(hours=2)
    visit = named_by(world, "stranger", "south", jpeg())
    world.send("stranger", visit)
    first = send(world, "stranger", jpeg())
    assert first.status_code == 201
    assert first.json["received_at"] == "2026-03-01T14:00:00.000Z"
    assert send(world, "stranger", jpeg()).json == first.json
    assert send(world, "owner", jpeg()).json["received_at"] == "2026-03-01T12:00:00.000Z"
    assert world.send("stranger", visit).json["missing_photos"] == []
    assert pictures(world, "stranger", jpeg()) == pictures(world, "far_supervisor", jpeg()) == {200}
    shown = see(world.client("stranger"), f"/visits/{visit['id']}").get_text()
    assert "14:00" in shown and "Photo" in shown


def test_a_photo_taken_out_before_signing_stays_the_authors_alone(
    world: World, jpeg: Jpeg
) -> None:
    draft = world.visit(signed_at=None, photos=[entry(world, jpeg()), entry(world, jpeg("red"))])
    world.send("owner", draft)
    send(world, "owner", jpeg())
    send(world, "owner", jpeg("red"))
    assert pictures(world, "colleague", jpeg()) == {404}
    world.send("owner", world.visit(photos=[entry(world, jpeg("red"))]), number=2)
    assert pictures(world, "colleague", jpeg()) == {404}
    assert pictures(world, "colleague", jpeg("red")) == {200}
    assert pictures(world, "owner", jpeg()) == {200}


def test_a_photo_of_a_signed_revision_stays_to_be_seen(world: World, jpeg: Jpeg) -> None:
    a_photo_of_the_owner(world, jpeg())
    world.send("owner", world.visit(reason="Not of this home."), number=2)
    assert pictures(world, "supervisor", jpeg()) == {200}


def a_draft_then_signed(world: World) -> None:
    photo = {**entry(world, b"x"), "caption": "Draft picture"}
    draft = world.visit(signed_at=None, notes="Only a draft.", photos=[photo])
    world.send("owner", draft)
    world.send("owner", world.visit(notes="As signed."), number=2)


def test_what_was_a_draft_is_hidden_when_a_later_revision_is_signed(world: World) -> None:
    a_draft_then_signed(world)
    path = f"/api/visits/{an_id('visit')}"
    assert world.client("owner").get(f"{path}/revisions/1").status_code == 200
    assert len(world.client("owner").get(path).json["revisions"]) == 2
    for who in ("colleague", "supervisor"):
        client = world.client(who)
        assert client.get(f"{path}/revisions/1").status_code == 404
        assert client.get(f"{path}/revisions/2").status_code == 200
        found = client.get(path).json
        assert [each["number"] for each in found["revisions"]] == [2]
        assert found["missing_photos"] == []
        assert client.get(f"/visits/{an_id('visit')}?revision=1").status_code == 404


def test_a_draft_changes_nothing_that_others_see(world: World) -> None:
    before = world.client("supervisor").get("/api/caseload").json["as_of"]
    world.clock.turn(minutes=1)
    draft = world.visit(signed_at=None, notes="Only a draft.")
    draft["children"].append({"id": an_id("unsure"), "name": "Perhaps a cousin"})
    assert world.send("owner", draft).status_code == 201
    client = world.client("supervisor")
    for path in ("/homes", f"/homes/{HOME}"):
        assert "cousin" not in client.get(path).text
    later = client.get("/api/caseload", query_string={"since": before}).json
    assert later["homes"] == []
    assert client.get("/homes?q=cousin").text.count("Example Row") == 0
    world.send("owner", {**draft, "signed_at": draft["written_at"]}, number=2)
    assert "Perhaps a cousin" in client.get(f"/homes/{HOME}").text


def test_a_draft_may_not_take_over_a_person_of_another_home_either(world: World) -> None:
    home = add_home(world, "stranger", "south")
    draft = world.visit("theirs", home=home, signed_at=None)
    answer = world.send("stranger", draft)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "person_of_other_home")


def test_an_officer_is_not_told_when_others_record_something(world: World) -> None:
    home = add_home(world, "police", "north")
    before = world.client("police").get("/api/caseload").json["as_of"]
    world.clock.turn(minutes=1)
    assert world.send("owner", world.visit(home=home, **EMPTY)).status_code == 201
    query = {"since": before}
    assert world.client("police").get("/api/caseload", query_string=query).json["homes"] == []
    found = world.client("owner").get("/api/caseload", query_string=query).json["homes"]
    assert [each["id"] for each in found] == [home]
    world.send("police", world.visit("officers", home=home, **EMPTY))
    found = world.client("police").get("/api/caseload", query_string=query).json["homes"]
    assert [each["id"] for each in found] == [home]


ADDRESSES = (
    f"/homes/{HOME}", f"/homes/{HOME}/people/new", f"/homes/{HOME}?child={MIA}",
    f"/visits/{an_id('visit')}", f"/visits/{an_id('visit')}?revision=1",
    f"/api/visits/{an_id('visit')}", f"/api/visits/{an_id('visit')}/revisions/1",
    f"/api/caseload?home={HOME}",
)  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("colleague", 200), ("supervisor", 200), ("stranger", 404),
     ("far_supervisor", 404), ("police", 404), ("partner", 404), ("administrator", 404)],
)  # fmt: skip
def test_every_address_of_a_case_is_open_to_the_same_people(
    world: World, who: str, status: int
) -> None:
    world.send("owner", world.visit())
    client = world.client(who)
    for path in ADDRESSES:
        for method in ("GET", "HEAD"):
            before = len(world.audit())
            answer = client.open(path, method=method)
            assert answer.status_code == status, (who, method, path)
            assert answer.headers["Cache-Control"] == "no-store"
            assert (len(world.audit()) > before) == (status == 200), ("logged", path)
            assert status == 200 or "Example Row" not in answer.text


@pytest.mark.parametrize("who", ["stranger", "far_supervisor", "police", "partner"])
def test_search_finds_nothing_of_others(world: World, who: str) -> None:
    for query in ("", "example", "ZZ1", "mia", "%", "_"):
        page = world.client(who).get("/homes", query_string={"q": query}).text
        assert "Example Row" not in page and "Mia" not in page


def test_the_log_says_which_homes_a_list_showed(world: World) -> None:
    world.client("owner").get("/homes?q=mia")
    world.client("stranger").get("/homes")
    rows = world.store.all("SELECT detail FROM audit WHERE action = 'homes_listed' ORDER BY id")
    assert [json.loads(row["detail"]) for row in rows] == [
        {"homes": [HOME], "searched": True}, {"homes": [], "searched": False},
    ]  # fmt: skip


def test_the_log_says_which_revision_was_read(world: World) -> None:
    world.send("owner", world.visit())
    world.client("supervisor").get(f"/api/visits/{an_id('visit')}/revisions/1")
    row = world.store.one("SELECT detail FROM audit WHERE action = 'visit_read'")
    assert row and json.loads(row["detail"]) == {"revision": 1}


def test_what_comes_at_one_moment_is_kept_once_and_by_one_author(world: World) -> None:
    bodies = [("owner", world.visit()), ("colleague", world.visit()), ("owner", world.visit()),
              ("owner", world.visit(notes="Other.")), ("colleague", world.visit(notes="Mine."))]
    for who in ("owner", "colleague"):
        world.client(who)
    answers: list[tuple[str, int]] = []

    def put(who: str, document: Any, number: int) -> None:
        cookie = world.client(who).get_cookie("session")
        client = world.app.test_client()
        client.set_cookie("session", cookie.value if cookie else "")
        path = f"/api/visits/{document['id']}/revisions/{number}"
        answers.append((who, client.put(path, data=json.dumps(document)).status_code))
        world.app.extensions["gcp"].engine.close()

    threads = [
        threading.Thread(target=put, args=(who, document, number))
        for who, document in bodies
        for number in (1, 2)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not [status for _, status in answers if status >= 500]
    kept = world.store.all("SELECT v.author_id, r.number, r.sha256, r.body FROM revisions r"
                           " JOIN visits v ON v.id = r.visit_id ORDER BY r.number")  # fmt: skip
    assert len({row["author_id"] for row in kept}) == 1
    assert [row["number"] for row in kept] == [1]
    assert hashlib.sha256(kept[0]["body"].encode()).hexdigest() == kept[0]["sha256"]
    assert [status for _, status in answers].count(201) == 1
