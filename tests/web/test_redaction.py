"""Blacked out on copies for everyone, the original for those who work with the home."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.conftest import HOME, World, an_id
from tests.web.pages import see
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
BOX = {"left": "25", "top": "50", "right": "75", "bottom": "100"}


@pytest.fixture
def photo(world: World) -> bytes:
    """A white photo, stored on its side by the camera, in a signed visit of the owner's."""
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    Image.new("RGB", (800, 400), "white").save(out, "JPEG", exif=exif)
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.send("owner", world.visit(photos=[entry(world, out.getvalue(), room="bedroom")]))
    send(world, "owner", out.getvalue())
    return out.getvalue()


def page_of(photo: bytes, visit: str = "visit") -> str:
    return f"/visits/{an_id(visit)}/photos/{digest(photo)}"


def black_out(
    world: World, who: str, photo: bytes, why: str = "A face", since: str = "0", **box: str
) -> int:
    sent = {**(box or BOX), "why": why, "since": since}
    return world.client(who).post(page_of(photo), data=sent).status_code


def pixel(world: World, who: str, photo: bytes, size: str, x: float, y: float) -> str:
    """Whether a place of the copy, in parts of its width and height, is black or white."""
    data = world.client(who).get(f"/photos/{digest(photo)}/{size}").data
    image = Image.open(BytesIO(data)).convert("L")
    value = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    return "black" if value < 16 else "white" if value > 239 else str(value)


def statuses(world: World, who: str, photo: bytes) -> list[int]:
    client = world.client(who)
    sizes = ("thumb", "carried", "display", "unredacted", "original")
    return [client.get(f"/photos/{digest(photo)}/{size}").status_code for size in sizes]


def test_a_box_is_burnt_into_every_copy_as_the_picture_is_seen_upright(
    world: World, photo: bytes
) -> None:
    assert pixel(world, "colleague", photo, "thumb", 0.5, 0.75) == "white"
    assert black_out(world, "supervisor", photo) == 302
    for size in ("thumb", "carried", "display"):
        for who in ("owner", "colleague", "supervisor"):
            assert pixel(world, who, photo, size, 0.5, 0.75) == "black"
            assert pixel(world, who, photo, size, 0.27, 0.98) == "black"
            assert pixel(world, who, photo, size, 0.5, 0.25) == "white"
            assert pixel(world, who, photo, size, 0.1, 0.75) == "white"
    assert pixel(world, "owner", photo, "unredacted", 0.5, 0.75) == "white"
    assert world.client("owner").get(f"/photos/{digest(photo)}/original").data == photo


def test_the_original_and_what_lies_under_a_box_are_for_those_who_work_with_the_home(
    world: World, photo: bytes
) -> None:
    black_out(world, "owner", photo)
    assert statuses(world, "owner", photo) == [200] * 5
    assert statuses(world, "supervisor", photo) == [200] * 5
    assert statuses(world, "colleague", photo) == [200, 200, 200, 404, 404]
    for who in ("stranger", "far_supervisor", "police", "partner", "administrator"):
        assert statuses(world, who, photo) == [404] * 5
        see(world.client(who), page_of(photo), status=404)
    nobody = world.app.test_client()
    for size in ("thumb", "original"):
        answer = nobody.get(f"/photos/{digest(photo)}/{size}")
        assert answer.status_code == 302 and photo[:9] not in answer.data


def test_who_may_not_black_out_sees_no_form_and_changes_nothing(
    world: World, photo: bytes
) -> None:
    page = see(world.client("colleague"), page_of(photo))
    assert not page.select("form [name=why]") and "Original" not in page.text
    assert black_out(world, "colleague", photo) == 404
    assert pixel(world, "owner", photo, "thumb", 0.5, 0.75) == "white"


def test_the_history_says_who_why_and_when_and_boxes_can_be_taken_off(
    world: World, photo: bytes
) -> None:
    assert "without the black boxes" not in see(world.client("owner"), page_of(photo)).text
    black_out(world, "owner", photo, why="A visitor's face")
    assert "without the black boxes" in see(world.client("owner"), page_of(photo)).text
    world.clock.turn(hours=1)
    empty = {each: "" for each in BOX}
    assert black_out(world, "supervisor", photo, "It was a poster", "1", **empty) == 302
    page = see(world.client("colleague"), page_of(photo)).text
    assert "1 part blacked out on 1 March 2026, 12:00" in page and "A visitor's face" in page
    assert "All black boxes taken off on 1 March 2026, 13:00" in page
    assert pixel(world, "colleague", photo, "display", 0.5, 0.75) == "white"
    rows = world.store.all("SELECT boxes, why FROM redactions ORDER BY number")
    assert [json.loads(row["boxes"]) for row in rows] == [[[2500, 5000, 7500, 10000]], []]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({**BOX, "why": " "}, "Write why this is blacked out"),
        ({**BOX, "right": "20", "why": "x"}, "Box 1: write four numbers"),
        ({**BOX, "left": "<b>", "why": "x"}, "Box 1: write four numbers"),
        ({"left": ["1"] * 60, "top": ["1"] * 60, "right": ["2"] * 60, "bottom": ["2"] * 60,
          "why": "x"}, "at most 50 boxes"),
        ({**BOX, "why": "\x00"}, "cannot be kept"),
        ({"why": "Nothing drawn"}, "Draw a box first"),
        ({"left": "1", "why": "x"}, "Box 1: write four numbers"),
        ({**BOX, "left": ["1", "2"], "why": "x"}, "Box 2: write four numbers"),
        ({**BOX, "why": "x" * 6000}, "5000"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_plainly_keeps_what_was_typed_and_changes_nothing(
    world: World, photo: bytes, sent: dict[str, Any], said: str
) -> None:
    page = see(world.client("owner"), page_of(photo), status=400, data={**sent, "since": "0"})
    assert said in page.select_one(".govuk-error-summary").text.replace(",", "")
    if isinstance(sent.get("top"), str):
        assert page.select_one("[name=top]")["value"] == "50"
    assert not world.store.all("SELECT 1 FROM redactions")


def test_two_who_change_the_boxes_at_once_lose_nothing(world: World, photo: bytes) -> None:
    black_out(world, "owner", photo)
    other = {"left": "1", "top": "1", "right": "5", "bottom": "5"}
    sent = {**other, "why": "A letter", "since": "0"}
    page = see(world.client("supervisor"), page_of(photo), status=400, data=sent)
    assert "Somebody else has changed" in page.select_one(".govuk-error-summary").text
    lefts = [each["value"] for each in page.select("form [name=left]")]
    assert lefts == ["1", "25", ""]
    assert page.select_one("[name=since]")["value"] == "1"
    both = {side: [other[side], BOX[side]] for side in BOX}
    sent = {**both, "why": "A letter", "since": "1"}
    assert world.client("supervisor").post(page_of(photo), data=sent).status_code == 302
    assert len(world.store.all("SELECT 1 FROM redactions")) == 2


def test_a_photo_that_a_correction_left_out_can_still_be_blacked_out(
    world: World, photo: bytes
) -> None:
    world.send("owner", world.visit(reason="Not of this home."), number=2)
    assert black_out(world, "owner", photo) == 302
    assert pixel(world, "colleague", photo, "display", 0.5, 0.75) == "black"


def test_nobody_blacks_out_a_photo_of_another_home_by_sending_its_bytes(
    world: World, photo: bytes
) -> None:
    from tests.web.test_hidden_content import EMPTY, add_home

    home = add_home(world, "stranger", "south")
    theirs = world.visit("theirs", home=home, photos=[entry(world, photo)], **EMPTY)
    assert world.send("stranger", theirs).status_code == 201
    send(world, "stranger", photo)
    answer = world.client("stranger").post(
        page_of(photo, "theirs"), data={**BOX, "why": "to hide it", "since": "0"}
    )
    assert answer.status_code == 302
    assert pixel(world, "stranger", photo, "display", 0.5, 0.75) == "black"
    assert pixel(world, "owner", photo, "display", 0.5, 0.75) == "white"
    assert "to hide it" not in see(world.client("supervisor"), page_of(photo)).text


def test_a_device_hears_of_it_and_fetches_another_picture(world: World, photo: bytes) -> None:
    def carried(who: str) -> tuple[str, str]:
        pack = world.client(who).get(f"/api/caseload?home={HOME}").json["homes"][0]
        return pack["tag"], pack["photos"][0]["redaction"]

    tag, mark = carried("colleague")
    assert mark == ""
    black_out(world, "owner", photo)
    later, mark = carried("colleague")
    assert later != tag and len(mark) == 12
    index = world.client("colleague").get("/api/caseload/index").json["homes"]
    assert index[HOME] == later


def test_every_look_and_every_change_is_in_the_audit_log(world: World, photo: bytes) -> None:
    black_out(world, "owner", photo)
    world.client("supervisor").get(f"/photos/{digest(photo)}/unredacted")
    see(world.client("supervisor"), page_of(photo))
    assert ("owner", "photo_redacted") in world.audit()
    rows = world.store.all("SELECT detail FROM audit WHERE action = 'photo_read' ORDER BY id")
    assert [json.loads(row["detail"])["size"] for row in rows] == ["unredacted", "page"]
    answer = world.client("supervisor").get(f"/photos/{digest(photo)}/thumb")
    assert answer.headers["Cache-Control"] == "private, no-store"
