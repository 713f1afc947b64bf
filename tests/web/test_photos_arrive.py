"""Photos arrive whole, once, and are seen only through a visit that may be seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.conftest import CORPUS, HOME, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def send(world: World, who: str, data: bytes, sha256: str | None = None) -> Any:
    return world.client(who).put(f"/api/photos/{sha256 or digest(data)}", data=data)


def entry(world: World, data: bytes, **more: Any) -> dict[str, Any]:
    return {
        "id": an_id(f"photo {digest(data)}"), "sha256": digest(data), "bytes": len(data),
        "type": "image/jpeg", "observed_at": world.clock.now.isoformat(), "source": "camera",
        **more,
    }  # fmt: skip


def test_a_photo_gets_a_receipt_and_the_same_again_the_same(world: World, jpeg: Jpeg) -> None:
    first = send(world, "owner", jpeg())
    assert first.status_code == 201
    assert first.json == {
        "sha256": digest(jpeg()), "bytes": len(jpeg()), "type": "image/jpeg", "width": 64,
        "height": 48, "received_at": "2026-03-01T12:00:00.000Z",
    }  # fmt: skip
    again = send(world, "owner", jpeg())
    assert (again.status_code, again.json) == (200, first.json)


def test_a_photo_that_comes_several_times_at_one_moment_is_received_once(
    world: World, jpeg: Jpeg
) -> None:
    data = jpeg(size=(900, 900))
    cookie = world.client("owner").get_cookie("session")
    assert cookie is not None

    def put(_: int) -> Any:
        client = world.app.test_client()
        client.set_cookie("session", cookie.value)
        return client.put(f"/api/photos/{digest(data)}", data=data)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(put, range(16)))
    assert sorted(each.status_code for each in answers) == [200] * 15 + [201]
    assert len({each.text for each in answers}) == 1
    assert world.audit().count(("owner", "photo_received")) == 1


def test_a_photo_that_came_is_no_longer_missing(world: World, jpeg: Jpeg) -> None:
    document = world.visit(photos=[entry(world, jpeg())])
    assert world.send("owner", document).json["missing_photos"] == [digest(jpeg())]
    send(world, "owner", jpeg())
    assert world.send("owner", document).json["missing_photos"] == []


def test_the_original_comes_back_byte_for_byte_and_copies_are_upright(world: World) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    out = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG", exif=exif, comment=b"secret place")
    data = out.getvalue()
    world.send("owner", world.visit(photos=[entry(world, data)]))
    send(world, "owner", data)
    client = world.client("supervisor")
    assert client.get(f"/photos/{digest(data)}/original").data == data
    for size in ("display", "thumb"):
        copy = client.get(f"/photos/{digest(data)}/{size}").data
        assert Image.open(BytesIO(copy)).size == (40, 60)
        assert b"secret" not in copy and b"Exif" not in copy


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("colleague", 200), ("supervisor", 200), ("stranger", 404), ("police", 404),
     ("partner", 404), ("administrator", 404)],
)  # fmt: skip
def test_a_photo_is_seen_by_who_may_see_the_visit(
    world: World, jpeg: Jpeg, who: str, status: int
) -> None:
    world.send("owner", world.visit(photos=[entry(world, jpeg())]))
    send(world, "owner", jpeg())
    assert world.client(who).get(f"/photos/{digest(jpeg())}/thumb").status_code == status
    assert ((who, "photo_read") in world.audit()) == (status == 200)


def test_naming_a_photo_is_not_having_it(world: World, jpeg: Jpeg) -> None:
    """A digest seen on a print must not open the picture through a visit of one's own."""
    world.send("owner", world.visit(photos=[entry(world, jpeg())]))
    send(world, "owner", jpeg())
    world.app.config["WTF_CSRF_ENABLED"] = False
    stranger = world.client("stranger")
    home = stranger.post("/homes/new", data={"address": "1 Far Row"}).headers["Location"]
    own = world.visit(
        "other", home=home.rpartition("/")[2], photos=[entry(world, jpeg())], children=[],
        adults=[], present=[], in_charge=None, grades=[], voices=[],
    )  # fmt: skip
    assert world.send("stranger", own).json["missing_photos"] == [digest(jpeg())]
    assert stranger.get(f"/photos/{digest(jpeg())}/thumb").status_code == 404
    assert send(world, "stranger", jpeg()).status_code == 201
    assert world.send("stranger", own).json["missing_photos"] == []
    assert stranger.get(f"/photos/{digest(jpeg())}/thumb").status_code == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", 415), (b"not a picture", 415), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
     (b"%PDF-1.7", 415), (b"GIF89a\x01\x00\x01\x00", 415)],
)  # fmt: skip
def test_what_is_no_photo_is_refused(world: World, data: bytes, code: int) -> None:
    answer = send(world, "owner", data)
    assert answer.status_code == code
    assert answer.json["error"]["message"]
    assert world.store.one("SELECT count(*) AS n FROM photos") == {"n": 0}


def test_a_photo_cut_short_is_refused(world: World, jpeg: Jpeg) -> None:
    whole = jpeg(size=(640, 480))
    assert send(world, "owner", whole[: len(whole) // 2]).status_code == 415


def test_bytes_under_a_wrong_digest_are_refused(world: World, jpeg: Jpeg) -> None:
    for name in ("0" * 64, "..%2f..%2fetc", "x", digest(jpeg()).upper()):
        assert send(world, "owner", jpeg(), name).status_code in {404, 422}
    assert world.store.one("SELECT count(*) AS n FROM photos") == {"n": 0}


def test_a_photo_of_over_32_megabytes_is_too_large(world: World) -> None:
    answer = send(world, "owner", b"x" * 32_000_001)
    assert (answer.status_code, answer.json["error"]["code"]) == (413, "too_large")


def test_who_records_no_visits_sends_no_photos(world: World, jpeg: Jpeg) -> None:
    for who in ("partner", "administrator"):
        assert send(world, who, jpeg()).status_code in {403, 404}


def test_every_photo_of_the_corpus_is_kept_or_refused(world: World) -> None:
    files = sorted((CORPUS / "images").glob("*")) if CORPUS.is_dir() else []
    if not files:
        pytest.skip("the corpus is not here")
    photos = [(path, path.read_bytes()) for path in files]
    world.send("owner", world.visit(photos=[entry(world, data) for _, data in photos]))
    for path, data in photos:
        answer = send(world, "owner", data)
        assert answer.status_code in {201, 415}, path.name
        if answer.status_code == 201:
            shown = world.client("owner").get(f"/photos/{digest(data)}/thumb")
            assert shown.status_code == 200, path.name
            assert max(Image.open(BytesIO(shown.data)).size) <= 320


def test_a_file_and_a_disagreeing_camera_are_told_on_the_visit_page(world: World) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2025:12:25 09:00:00"
    data = [encoded_with(exif, colour) for colour in ("red", "blue")]
    photos = [entry(world, data[0]), entry(world, data[1], source="file")]
    world.send("owner", world.visit(photos=photos))
    for each in data:
        send(world, "owner", each)
    page = see(world.client("owner"), f"/visits/{an_id('visit')}")
    notes = [each.text for each in page.select(".app-photo__note")]
    assert notes == [
        "The camera's own time and the device's time are 66 days 3 hours apart.",
        "From a file, not taken on the visit with this camera. By its own data it was taken on"
        " 25 December 2025, 09:00.",
    ]


def encoded_with(exif: Image.Exif, colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_that_the_disk_has_lost_is_not_there_and_breaks_no_page(
    world: World, jpeg: Jpeg
) -> None:
    world.send("owner", world.visit(photos=[entry(world, jpeg())]))
    send(world, "owner", jpeg())
    pictures = world.app.extensions["gcp"].settings.pictures
    (pictures / "originals" / digest(jpeg())[:2] / digest(jpeg())).unlink()
    for size in ("thumb", "carried", "display", "unredacted", "original"):
        assert world.client("owner").get(f"/photos/{digest(jpeg())}/{size}").status_code == 404
    see(world.client("owner"), f"/visits/{an_id('visit')}")


@pytest.mark.parametrize(
    "times",
    [{"signed_at": "9998-12-31T23:59:59+00:00"}, {"written_at": "9998-12-31T23:00:00+00:00"},
     {"signed_at": "0002-01-01T12:00:00+00:00"}],
)  # fmt: skip
@pytest.mark.parametrize("observed", ["9998-12-31T23:59:59+00:00", "0002-01-01T12:00:00+00:00"])
def test_a_clock_that_is_wrong_by_thousands_of_years_breaks_no_page(
    world: World, jpeg: Jpeg, times: dict[str, str], observed: str
) -> None:
    photo = {**entry(world, jpeg(), room="bedroom"), "observed_at": observed}
    assert world.send("owner", world.visit(photos=[photo], **times)).status_code == 201
    send(world, "owner", jpeg())
    visit, home = f"/visits/{an_id('visit')}", f"/homes/{HOME}"
    for path in (visit, f"{visit}/photos/{digest(jpeg())}", home, f"{home}/photos",
                 f"{home}/photos?by=day", f"{home}/photos/bedroom"):  # fmt: skip
        see(world.client("owner"), path)
