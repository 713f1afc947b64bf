"""Practice: left and come back to, finished, and seen by nobody but the person."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from gcp.practice import read_rooms
from gcp.settings import PROJECT
from tests.conftest import World, make_world, settings_in
from tests.web.pages import see

pytestmark = pytest.mark.slow

ROOMS = read_rooms()


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[World]:
    """The small authority under the shipped rules."""
    rules = PROJECT / "scoring_rules.yaml"
    yield from make_world(replace(settings_in(tmp_path), rules_file=rules))


def token(client: FlaskClient, path: str = "/practice") -> str:
    return str(see(client, path).find("input", {"name": "csrf_token"})["value"])  # type: ignore[index]


def post(client: FlaskClient, path: str, **data: str) -> str:
    """Send a form; where it leads."""
    answer = client.post(path, data={"csrf_token": token(client), **data})
    assert answer.status_code == 302, answer.text[:500]
    return answer.location


def begin(client: FlaskClient) -> str:
    """Begin or go on; the address of the try."""
    return post(client, "/practice").rpartition("/")[0]


def grade_all(client: FlaskClient, mine: str, apart: int = 0) -> None:
    for number, room in enumerate(ROOMS, 1):
        grade = room.grade + apart if 1 <= room.grade + apart <= 5 else room.grade
        post(client, f"{mine}/{number}", grade=str(grade))


def words(client: FlaskClient, path: str) -> str:
    return " ".join(see(client, path).main.text.split())


def test_a_room_is_shown_with_its_picture_and_the_rules_own_words(shipped: World) -> None:
    client = shipped.client("owner")
    page = see(client, f"{begin(client)}/1")
    said = " ".join(page.main.text.split())
    assert all(line in said for line in ROOMS[0].seen)
    rules = shipped.app.extensions["gcp"].rules
    assert all(text in said for text in rules.item(ROOMS[0].item).grades.values())
    assert len(page.find_all("input", type="radio")) == 5
    assert ROOMS[0].why not in said and page.find("input", checked=True) is None
    picture = client.get(page.main.img["src"])
    assert picture.mimetype == "image/jpeg" and "immutable" in picture.headers["Cache-Control"]
    image = Image.open(io.BytesIO(picture.data))
    assert max(image.size) == 1200 and not image.getexif()


def test_it_can_be_left_and_come_back_to(shipped: World) -> None:
    client = shipped.client("owner")
    mine = begin(client)
    assert post(client, f"{mine}/1", grade="2") == f"{mine}/2"
    assert post(client, f"{mine}/2", grade="3") == f"{mine}/3"
    shipped.days_later(3)
    client = shipped.client("owner")
    assert "Go on (2 of 12 rooms graded)" in words(client, "/practice")
    assert "10 rooms are not graded yet" in words(client, mine)
    assert post(client, "/practice") == f"{mine}/3"
    assert see(client, f"{mine}/1").find("input", checked=True)["value"] == "2"  # type: ignore[index]
    # A room that was left out comes after the last one.
    for number in range(4, 12):
        assert post(client, f"{mine}/{number}", grade="3") == f"{mine}/{number + 1}"
    assert post(client, f"{mine}/12", grade="3") == f"{mine}/3"
    assert post(client, f"{mine}/3", grade="1") == mine


def test_a_grade_can_be_changed_until_the_set_s_grades_are_seen(shipped: World) -> None:
    client = shipped.client("owner")
    mine = begin(client)
    grade_all(client, mine, apart=1)
    assert "The set:" not in words(client, mine)
    assert post(client, f"{mine}/1", grade="5") == mine
    assert post(client, f"{mine}/finish") == mine
    said = words(client, mine)
    assert "you gave 5, the set 2" in said and ROOMS[0].why in said
    assert post(client, f"{mine}/1", grade="2") == mine
    assert words(client, mine) == said
    rows = shipped.store.all("SELECT room, grade FROM practice_answers ORDER BY number")
    assert len(rows) == len(ROOMS) + 1  # nothing was overwritten


def test_the_result_counts_the_same_one_off_and_more(shipped: World) -> None:
    client = shipped.client("police")
    mine = begin(client)
    for number, room in enumerate(ROOMS, 1):
        apart = {1: 1, 2: -1, 3: 3}.get(number, 0)
        post(client, f"{mine}/{number}", grade=str(room.grade + apart))
    post(client, f"{mine}/finish")
    said = words(client, mine)
    assert "The same as the set 9 of 12" in said and "One grade apart 2 of 12" in said
    assert "Two or more apart 1 of 12" in said
    assert "the worse grade in 2 and the better grade in 1" in said
    assert "9 of 12 the same, 2 one grade apart, 1 further apart" in words(client, "/practice")


def test_earlier_tries_stay_and_a_new_one_begins_afresh(shipped: World) -> None:
    client = shipped.client("owner")
    first = begin(client)
    grade_all(client, first)
    post(client, f"{first}/finish")
    second = begin(client)
    assert second != first and "12 rooms are not graded yet" in words(client, second)
    assert "12 of 12 the same" in words(client, "/practice")


def test_an_unfinished_try_cannot_be_finished(shipped: World) -> None:
    client = shipped.client("owner")
    mine = begin(client)
    assert post(client, f"{mine}/finish") == mine
    assert "12 rooms are not graded yet" in words(client, mine)


@pytest.mark.parametrize("who", ["supervisor", "far_supervisor", "colleague", "administrator"])
def test_nobody_else_sees_or_changes_a_try(shipped: World, who: str) -> None:
    client = shipped.client("owner")
    mine = begin(client)
    post(client, f"{mine}/1", grade="2")
    other = shipped.client(who)
    for path in (mine, f"{mine}/1", f"{mine}/2"):
        assert other.get(path).status_code == 404
    page = other.get("/homes" if who != "administrator" else "/admin").text
    form = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1]}  # type: ignore[index]
    for path in (f"{mine}/1", f"{mine}/finish"):
        assert other.post(path, data={**form, "grade": "5"}).status_code in (404, 405)
    assert "11 rooms are not graded yet" in words(client, mine)
    assert mine.rpartition("/")[2] not in str(shipped.store.all("SELECT * FROM audit"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("police", 200), ("supervisor", 200), ("partner", 404), ("administrator", 404)],
)
def test_whoever_grades_homes_may_practise(shipped: World, who: str, status: int) -> None:
    for path in ("/practice", f"/practice/pictures/{ROOMS[0].id}.jpg"):
        assert shipped.client(who).get(path).status_code == status
    if who != "administrator":
        assert ("Practise grading" in see(shipped.client(who), "/homes").text) == (status == 200)


def test_nobody_is_let_in_without_signing_in(shipped: World) -> None:
    for path in ("/practice", f"/practice/{uuid.uuid4()}", "/practice/pictures/odd_sheets.jpg"):
        answer = shipped.app.test_client().get(path)
        assert answer.status_code == 302 and "/sign-in" in answer.location


@pytest.mark.parametrize("grade", [None, "", "0", "6", "3.0", "three", "1" * 9999, "\x00", "٣", "-1"])
def test_a_grade_that_is_none_changes_nothing(shipped: World, grade: str | None) -> None:
    client = shipped.client("owner")
    mine = begin(client)
    data = {"csrf_token": token(client)} | ({} if grade is None else {"grade": grade})
    page = see(client, f"{mine}/1", 400, data=data)
    assert page.find(class_="govuk-error-summary").a["href"] == "#grade"  # type: ignore[union-attr,index]
    assert shipped.store.all("SELECT * FROM practice_answers") == []


def test_addresses_that_lead_nowhere_are_not_there(shipped: World) -> None:
    client = shipped.client("owner")
    mine = begin(client)
    for path in (
        f"{mine}/0", f"{mine}/13", f"{mine}/{'9' * 400}", f"{mine}/-1", f"{mine}/x",
        f"/practice/{uuid.uuid4()}", f"/practice/{uuid.uuid4()}/1", "/practice/x",
        "/practice/pictures/nothing.jpg", "/practice/pictures/..%2f..%2fgcp.sqlite.jpg",
        "/practice/pictures/%00.jpg",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.post(f"{mine}/1", data={"grade": "2"}).status_code == 400  # without its token
    assert client.get(f"{mine}/finish").status_code in (404, 405)


def test_rules_that_fit_no_room_leave_nothing_to_practise(world: World) -> None:
    client = world.client("owner")
    assert "None of the practice rooms fits" in words(client, "/practice")
    form = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', client.get("/homes").text)[1]}  # type: ignore[index]
    assert client.post("/practice", data=form).status_code == 400
    assert world.store.all("SELECT * FROM practice_tries") == []
