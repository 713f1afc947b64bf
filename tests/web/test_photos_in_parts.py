"""A large photo comes in parts, goes on where it was cut, and counts only when it is whole."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.conftest import World, an_id
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

PART = 20_000


def noise(seed: int = 1, size: tuple[int, int] = (220, 160)) -> bytes:
    """A real JPEG of some 70 kB."""
    picture = Image.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * size[1] * 3))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


PHOTO = noise()
TOTAL = len(PHOTO)


def put(
    world: World, data: bytes, written: str, who: str = "owner", sha256: str | None = None
) -> Any:
    return world.client(who).put(
        f"/api/photos/{sha256 or digest(PHOTO)}", data=data, headers={"Content-Range": written}
    )


def part(world: World, first: int, last: int, whole: bytes = PHOTO, **more: Any) -> Any:
    """Bytes `first` to `last` of a photo, ends included."""
    written = f"bytes {first}-{last}/{len(whole)}"
    return put(world, whole[first : last + 1], written, sha256=digest(whole), **more)


def ask(world: World, whole: bytes = PHOTO, **more: Any) -> Any:
    return put(world, b"", f"bytes */{len(whole)}", sha256=digest(whole), **more)


def have(answer: Any) -> int:
    assert (answer.status_code, answer.json.keys()) == (202, {"sha256", "have"}), answer.text
    assert answer.request.path.endswith(answer.json["sha256"])
    return int(answer.json["have"])


def held_files(world: World) -> dict[str, bytes]:
    """Everything that lies in the folder of parts."""
    folder = world.app.extensions["gcp"].settings.pictures / "parts"
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def parts_file(world: World, whole: bytes = PHOTO, who: str = "owner") -> Path:
    folder: Path = world.app.extensions["gcp"].settings.pictures
    return folder / "parts" / an_id(who) / digest(whole)


def steps(total: int = TOTAL, size: int = PART) -> Iterator[tuple[int, int]]:
    return ((at, min(at + size, total) - 1) for at in range(0, total, size))


def test_a_photo_in_parts_gets_the_usual_receipt_at_its_last_one(world: World) -> None:
    *but_last, last = steps()
    for first, end in but_last:
        assert have(part(world, first, end)) == end + 1
    assert world.store.one("SELECT count(*) AS n FROM photos") == {"n": 0}
    received = part(world, *last)
    assert (received.status_code, received.json) == (
        201,
        {"sha256": digest(PHOTO), "bytes": TOTAL, "type": "image/jpeg", "width": 220,
         "height": 160, "received_at": "2026-03-01T12:00:00.000Z"},
    )  # fmt: skip
    assert held_files(world) == {}
    world.send("owner", world.visit(photos=[entry(world, PHOTO)]))
    shown = world.client("owner").get(f"/photos/{digest(PHOTO)}/original")
    assert shown.data == PHOTO
    assert world.audit().count(("owner", "photo_received")) == 1
    for again in (ask(world), part(world, 0, PART - 1), send(world, "owner", PHOTO)):
        assert (again.status_code, again.json) == (200, received.json)
    assert held_files(world) == {}


def test_one_part_may_be_the_whole_photo(world: World) -> None:
    assert part(world, 0, TOTAL - 1).status_code == 201


def test_asking_tells_how_much_is_held_and_begins_nothing(world: World) -> None:
    assert have(ask(world)) == 0
    assert held_files(world) == {}
    part(world, 0, PART - 1)
    assert have(ask(world)) == PART


def test_a_part_too_far_on_or_held_already_changes_nothing(world: World) -> None:
    assert have(part(world, PART, 2 * PART - 1)) == 0
    assert held_files(world) == {}
    part(world, 0, PART - 1)
    assert have(part(world, PART + 1, 2 * PART)) == PART
    assert have(part(world, 10, PART - 1)) == PART
    assert parts_file(world).read_bytes() == PHOTO[:PART]


def test_an_overlap_is_taken_from_where_it_is_new(world: World) -> None:
    part(world, 0, PART - 1)
    assert have(part(world, PART // 2, 2 * PART - 1)) == 2 * PART
    assert parts_file(world).read_bytes() == PHOTO[: 2 * PART]
    assert part(world, 0, TOTAL - 1).status_code == 201


def test_a_part_that_was_cut_while_it_was_written_counts_as_far_as_it_is_there(
    world: World,
) -> None:
    part(world, 0, PART - 1)
    with parts_file(world).open("ab") as file:
        file.write(PHOTO[PART : PART + 77])
    assert have(ask(world)) == PART + 77
    assert part(world, PART + 77, TOTAL - 1).status_code == 201


def test_what_was_whole_when_the_server_stopped_is_received_at_the_next_question(
    world: World,
) -> None:
    part(world, 0, PART - 1)
    parts_file(world).write_bytes(PHOTO)
    assert ask(world).status_code == 201


def test_a_length_that_a_power_cut_took_is_written_again(world: World) -> None:
    part(world, 0, PART - 1)
    parts_file(world).with_suffix(".total").unlink()
    assert have(part(world, PART, 2 * PART - 1)) == 2 * PART
    parts_file(world).with_suffix(".total").write_text("")
    assert part(world, 2 * PART, TOTAL - 1).status_code == 201


def test_parts_are_each_account_s_own(world: World) -> None:
    part(world, 0, PART - 1)
    assert have(ask(world, who="stranger")) == 0
    assert have(part(world, PART, 2 * PART - 1, who="stranger")) == 0
    assert have(part(world, 0, 99, who="stranger")) == 100
    assert part(world, PART, TOTAL - 1).status_code == 201
    assert have(ask(world, who="stranger")) == 100  # that another's came counts for nothing
    assert part(world, 0, TOTAL - 1, who="stranger").status_code == 201


@pytest.mark.parametrize("who", ["partner", "administrator"])
def test_who_records_no_visits_sends_no_parts(world: World, who: str) -> None:
    assert part(world, 0, PART - 1, who=who).status_code in {403, 404}
    assert held_files(world) == {}


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [(PHOTO[:-1] + b"x", 422, "wrong_digest"), (b"not a picture", 415, "picture_unknown")],
    ids=["wrong", "none"],
)  # fmt: skip
def test_what_cannot_be_kept_when_whole_is_let_go(
    world: World, data: bytes, status: int, code: str
) -> None:
    sha256 = digest(PHOTO if code == "wrong_digest" else data)
    middle = len(data) // 2
    first = put(world, data[:middle], f"bytes 0-{middle - 1}/{len(data)}", sha256=sha256)
    assert have(first) == middle
    whole = put(
        world, data[middle:], f"bytes {middle}-{len(data) - 1}/{len(data)}", sha256=sha256
    )
    assert (whole.status_code, whole.json["error"]["code"]) == (status, code)
    assert held_files(world) == {}
    assert world.store.one("SELECT count(*) AS n FROM photos") == {"n": 0}


HUGE = "9" * 30


@pytest.mark.parametrize(
    ("written", "length", "status", "code"),
    [
        ("", 10, 400, "range_wrong"),
        ("bytes", 10, 400, "range_wrong"),
        ("bytes 0-9", 10, 400, "range_wrong"),
        ("bytes 0-9/*", 10, 400, "range_wrong"),
        ("bytes */*", 0, 400, "range_wrong"),
        ("bytes -9/100", 10, 400, "range_wrong"),
        ("bytes -5--1/100", 5, 400, "range_wrong"),
        ("bytes 0-9/-100", 10, 400, "range_wrong"),
        ("bytes 0-9/0", 10, 400, "range_wrong"),
        ("bytes */0", 0, 400, "range_wrong"),
        ("bytes 9-0/100", 10, 400, "range_wrong"),
        ("bytes 0-100/100", 101, 400, "range_wrong"),
        ("bytes 0-9/100, bytes 0-9/100", 10, 400, "range_wrong"),
        ("items 0-9/100", 10, 400, "range_wrong"),
        ("bytes 0x0-0x9/100", 10, 400, "range_wrong"),
        ("bytes ٠-٩/١٠٠", 10, 400, "range_wrong"),
        ("bytes 0.0-9.0/100", 10, 400, "range_wrong"),
        (f"bytes 0-9/{HUGE}", 10, 400, "range_wrong"),
        (f"bytes {HUGE}-{HUGE}/{HUGE}", 10, 400, "range_wrong"),
        (f"bytes 0-9/{'9' * 5_000}", 10, 400, "range_wrong"),
        ("bytes 0-9/32000001", 10, 413, "photo_too_large"),
        ("bytes */999999999999999", 0, 413, "photo_too_large"),
        ("bytes 0-9/100", 9, 400, "range_length"),
        ("bytes 0-9/100", 11, 400, "range_length"),
        ("bytes 0-9/100", 0, 400, "range_length"),
        ("bytes */100", 1, 400, "range_length"),
        ("bytes 0-4000000/9000000", 4_000_001, 413, "too_large"),
    ],
)
@pytest.mark.parametrize("is_begun", [False, True], ids=["new", "begun"])
def test_a_range_that_cannot_be_is_refused_and_changes_nothing(
    world: World, written: str, length: int, status: int, code: str, is_begun: bool
) -> None:
    if is_begun:
        part(world, 0, PART - 1)
    before = held_files(world)
    answer = put(world, b"x" * length, written)
    error = answer.json["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert set(error) == {"code", "message", "fields"} and error["message"].endswith(".")
    assert held_files(world) == before


def test_a_photo_has_one_length(world: World) -> None:
    part(world, 0, PART - 1)
    before = held_files(world)
    for written, data in ((f"bytes */{TOTAL + 1}", b""), (f"bytes {PART}-{PART}/{PART + 1}", b"x")):
        answer = put(world, data, written)
        assert (answer.status_code, answer.json["error"]["code"]) == (422, "photo_total_differs")
    assert held_files(world) == before
    assert part(world, PART, TOTAL - 1).status_code == 201


@pytest.mark.parametrize("name", ["..", ".", "x", "0" * 63, "A" * 64, "..%2f..%2fetc", "a" * 65])
def test_a_part_under_no_digest_is_refused(world: World, name: str) -> None:
    answer = put(world, b"x", "bytes 0-0/9", sha256=name)
    assert answer.status_code in {404, 405, 422}
    assert held_files(world) == {}


def test_parts_left_for_30_days_go_when_another_photo_is_begun(world: World) -> None:
    old, newer = noise(2), noise(3)
    part(world, 0, 99, old)
    part(world, 0, 99, old, who="colleague")
    world.days_later(1)
    part(world, 0, 99, newer)
    world.days_later(29)
    world.clock.turn(minutes=1)
    assert have(ask(world)) == 0
    assert parts_file(world, old).is_file()
    part(world, 0, PART - 1)
    assert not parts_file(world, old).with_suffix(".total").exists()
    assert have(ask(world, old)) == 0
    assert have(ask(world, newer)) == 100
    assert have(ask(world, old, who="colleague")) == 100


def test_an_old_photo_goes_on_if_it_is_the_one_that_is_sent(world: World) -> None:
    part(world, 0, PART - 1)
    long_ago = (world.clock.now - timedelta(days=90)).timestamp()
    os.utime(parts_file(world), (long_ago, long_ago))
    assert have(part(world, 0, 2 * PART - 1)) == 2 * PART


def test_parts_that_come_at_one_moment_do_not_mix(world: World) -> None:
    world.client("owner")
    cookie = world.clients["owner"].get_cookie("session")
    assert cookie is not None

    def send_all(seed: int) -> list[tuple[int, Any]]:
        client = world.app.test_client()
        client.set_cookie("session", cookie.value)
        order = list(steps(size=3_000))
        random.Random(seed).shuffle(order)
        answers = []
        for first, last in order * 40:
            headers = {"Content-Range": f"bytes {first}-{last}/{TOTAL}"}
            url = f"/api/photos/{digest(PHOTO)}"
            answer = client.put(url, data=PHOTO[first : last + 1], headers=headers)
            answers.append((answer.status_code, answer.json))
            if answer.status_code != 202:
                break
        return answers

    with ThreadPoolExecutor(8) as pool:
        answers = [each for found in pool.map(send_all, range(8)) for each in found]
    assert {status for status, _ in answers} == {200, 201, 202}
    assert [status for status, _ in answers].count(201) == 1
    assert len({str(body) for status, body in answers if status != 202}) == 1
    assert held_files(world) == {}
    original = world.app.extensions["gcp"].settings.pictures / "originals"
    assert (original / digest(PHOTO)[:2] / digest(PHOTO)).read_bytes() == PHOTO
    assert world.audit().count(("owner", "photo_received")) == 1


def test_a_full_disk_leaves_what_was_held(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    part(world, 0, PART - 1)

    def no_space(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("gcp.photo_parts.os.fsync", no_space)
        assert part(world, PART, 2 * PART - 1).status_code == 500
    assert have(ask(world)) == PART
