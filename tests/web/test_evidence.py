"""An evidence pack is a valid bag with everything that may be taken out, and nothing else."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import bagit
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from gcp.store import homes
from gcp.store.audit import digest_of
from tests.conftest import HOME, MIA, World, an_id
from tests.web.pages import see
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
HOME_PACK, VISIT_PACK = f"/homes/{HOME}/evidence", f"/visits/{an_id('visit')}/evidence"
NAUGHTY = "=HYPERLINK(\"x\") <script>alert(1)</script> ' \u202e \U0001f6cf"


@pytest.fixture
def case(world: World, jpeg: Jpeg) -> World:
    """A signed visit with a photo that came and one that did not, and its correction; a draft."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    photos = [
        entry(world, jpeg(), room="bedroom", caption=NAUGHTY, consent="agreed"),
        entry(world, jpeg(colour="red"), caption="Not come"),
    ]
    world.send("owner", world.visit(photos=photos, notes=NAUGHTY))
    send(world, "owner", jpeg())
    world.send("owner", world.visit(photos=photos, notes=NAUGHTY, reason="A word."), number=2)
    world.send("owner", world.visit("draft", signed_at=None, notes="Only a draft."))
    return world


def make(world: World, who: str, path: str = HOME_PACK, content: str = "originals") -> Any:
    answer = world.client(who).post(path, data={"content": content})
    assert answer.data
    answer.close()
    return answer


def unpacked(answer: Any, folder: Path) -> Path:
    """The bag in the zip of an answer, found valid by the library."""
    assert answer.status_code == 200, answer.text[:500]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as made:
        assert all(name.startswith("evidence/") and ".." not in name for name in made.namelist())
        made.extractall(folder)
    bagit.Bag(str(folder / "evidence")).validate()
    return folder / "evidence"


def names(bag: Path) -> set[str]:
    return {str(each.relative_to(bag / "data")) for each in (bag / "data").rglob("*.*")}


def test_a_pack_is_a_valid_bag_of_originals_records_tables_and_a_page(
    case: World, jpeg: Jpeg, tmp_path: Path
) -> None:
    bag = unpacked(make(case, "supervisor"), tmp_path)
    visit = f"visits/2026-03-01-{an_id('visit')}"
    assert names(bag) == {
        f"originals/{digest(jpeg())}.jpg", f"pictures/{digest(jpeg())}.jpg", "photos.csv",
        "audit.csv", "home.json", "index.html", "README.txt", f"{visit}/revision-1.json",
        f"{visit}/revision-2.json", f"{visit}/receipts.json", f"{visit}/review.json",
        *(f"chronology/{name}.csv" for name in ("chronology", "revisions", "steps", "sharing")),
    }  # fmt: skip
    assert (bag / "bagit.txt").read_text().startswith("BagIt-Version: 1.0")
    assert (bag / "data" / "originals" / f"{digest(jpeg())}.jpg").read_bytes() == jpeg()
    for receipt in json.loads((bag / "data" / visit / "receipts.json").read_text("utf-8")):
        body = (bag / "data" / visit / f"revision-{receipt['number']}.json").read_bytes()
        assert hashlib.sha256(body).hexdigest() == receipt["sha256"]
    info = (bag / "bag-info.txt").read_text("utf-8")
    assert "Contact-Name: Supervisor" in info and re.search(r"Audit-Head: \d+:[0-9a-f]{64}", info)


def test_a_change_in_it_is_noticed(case: World, jpeg: Jpeg, tmp_path: Path) -> None:
    bag = unpacked(make(case, "owner"), tmp_path)
    page = bag / "data" / "index.html"
    page.write_text(page.read_text("utf-8").replace("Mia", "Max"), "utf-8")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def test_the_page_reads_without_a_network_and_hostile_words_stay_words(
    case: World, jpeg: Jpeg, tmp_path: Path
) -> None:
    bag = unpacked(make(case, "owner"), tmp_path)
    page = BeautifulSoup((bag / "data" / "index.html").read_text("utf-8"), "html.parser")
    assert not page.find_all(["script", "link", "iframe"])
    assert NAUGHTY in page.text and "I am cold at night." in page.text
    assert "This photo has not come from the device yet." in page.text
    assert "not the NSPCC" in page.text and "Only a draft" not in page.text
    for image in page.find_all("img"):
        assert (bag / "data" / image["src"]).is_file() and image["alt"]
    with (bag / "data" / "photos.csv").open(encoding="utf-8-sig", newline="") as file:
        came, missing = csv.DictReader(file)
    assert came["caption"] == f"'{NAUGHTY}" and missing["file"] == "not come yet"
    assert came["received_at_by_the_server"] == "2026-03-01T12:00:00.000Z"


def test_a_copy_for_the_family_holds_only_what_was_not_blacked_out(
    case: World, jpeg: Jpeg, tmp_path: Path
) -> None:
    box = {"left": "0", "top": "0", "right": "100", "bottom": "100", "why": "A face", "since": "0"}
    path = f"/visits/{an_id('visit')}/photos/{digest(jpeg())}"
    assert case.client("owner").post(path, data=box).status_code == 302
    bag = unpacked(make(case, "owner", VISIT_PACK, "copies"), tmp_path)
    assert not [each for each in names(bag) if each.startswith("originals")]
    picture = Image.open(bag / "data" / "pictures" / f"{digest(jpeg())}.jpg").convert("L")
    assert picture.getextrema()[1] < 16
    assert "Parts of this picture were blacked out" in (bag / "data/index.html").read_text("utf-8")


def test_a_file_that_a_wrong_clock_dated_1970_goes_in(
    case: World, jpeg: Jpeg, tmp_path: Path
) -> None:
    pictures = case.app.extensions["gcp"].settings.pictures
    os.utime(pictures / "originals" / digest(jpeg())[:2] / digest(jpeg()), (0, 0))
    unpacked(make(case, "owner"), tmp_path)


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("supervisor", 200), ("colleague", 404), ("stranger", 404),
     ("far_supervisor", 404), ("police", 404), ("partner", 404), ("administrator", 404)],
)  # fmt: skip
def test_who_may_make_one(case: World, who: str, status: int) -> None:
    for path in (HOME_PACK, VISIT_PACK):
        assert make(case, who, path).status_code == status
        see(case.client(who), path, status=status)


def test_an_officer_takes_out_their_own_visit_and_nothing_else(
    case: World, tmp_path: Path
) -> None:
    homes.allocate(case.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    assert case.send("police", case.visit("night", kind="incidental")).status_code == 201
    assert make(case, "police").status_code == 404
    bag = unpacked(make(case, "police", f"/visits/{an_id('night')}/evidence"), tmp_path)
    assert {each.split("/")[1] for each in names(bag) if each.startswith("visits/")} == {
        f"2026-03-01-{an_id('night')}"
    }
    assert an_id("visit") not in "".join(
        each.read_text("utf-8") for each in bag.rglob("*") if each.suffix in (".csv", ".html", ".txt")
    )
    assert make(case, "police", f"/visits/{an_id('draft')}/evidence").status_code == 404


def test_nothing_is_chosen_for_anybody(case: World) -> None:
    for data in ({}, {"content": "everything"}):
        page = see(case.client("owner"), HOME_PACK, status=400, data=data)
        assert "Choose which photos go in" in page.select_one(".govuk-error-summary").text


def test_who_made_it_is_in_the_audit_log_and_nothing_is_left_behind(
    case: World, jpeg: Jpeg
) -> None:
    settings = case.app.extensions["gcp"].settings
    answer = make(case, "owner")
    (row,) = case.store.all("SELECT * FROM audit WHERE action = 'evidence_pack_made'")
    assert json.loads(row["detail"])["sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert row["account_id"] == an_id("owner") and row["home_id"] == HOME
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "evidence-" in answer.headers["Content-Disposition"]
    assert "Street" not in answer.headers["Content-Disposition"]
    assert list((settings.instance / "packs").iterdir()) == []
    original = settings.pictures / "originals" / digest(jpeg())[:2] / digest(jpeg())
    assert original.read_bytes() == jpeg() and original.stat().st_nlink == 1


def test_a_full_disk_says_so_and_makes_nothing(
    case: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gcp.evidence._SPARE_BYTES", 10**18)
    page = see(case.client("owner"), HOME_PACK, status=507, data={"content": "copies"})
    assert "too little room" in page.select_one(".govuk-error-summary").text
    assert ("owner", "evidence_pack_made") not in case.audit()


def table(bag: Path, name: str) -> list[dict[str, str]]:
    with (bag / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def original(world: World, data: bytes) -> Path:
    pictures: Path = world.app.extensions["gcp"].settings.pictures
    return pictures / "originals" / digest(data)[:2] / digest(data)


def two_photos(world: World, jpeg: Jpeg, number: int = 1, **changes: Any) -> list[Any]:
    """A visit's first revision with a grey and a red photo, both of which have come."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    photos = [entry(world, jpeg()), entry(world, jpeg(colour="red"), caption="Red")]
    world.send("owner", world.visit(photos=photos, **changes), number=number)
    send(world, "owner", jpeg())
    send(world, "owner", jpeg(colour="red"))
    return photos


def test_a_photo_that_only_a_draft_named_stays_its_authors_alone(
    world: World, jpeg: Jpeg, tmp_path: Path
) -> None:
    photos = two_photos(world, jpeg, signed_at=None)
    world.send("owner", world.visit(photos=photos[:1]), number=2)
    bag = unpacked(make(world, "supervisor"), tmp_path)
    assert digest(jpeg(colour="red")) not in "".join(names(bag))
    assert [row["sha256"] for row in table(bag, "photos.csv")] == [digest(jpeg())]


def test_a_photo_that_a_correction_left_out_is_there_under_its_revision(
    world: World, jpeg: Jpeg, tmp_path: Path
) -> None:
    photos = two_photos(world, jpeg)
    world.send("owner", world.visit(photos=photos[:1], reason="Another home."), number=2)
    bag = unpacked(make(world, "supervisor"), tmp_path)
    assert f"originals/{digest(jpeg(colour='red'))}.jpg" in names(bag)
    assert [(row["sha256"], row["revision"]) for row in table(bag, "photos.csv")] == [
        (digest(jpeg()), "2"), (digest(jpeg(colour="red")), "1"),
    ]  # fmt: skip
    assert "Named in revision 1" in (bag / "data/index.html").read_text("utf-8")


@pytest.mark.parametrize("change", ["lost", "altered"])
def test_an_original_that_is_lost_or_altered_is_told_and_stops_nothing(
    world: World, jpeg: Jpeg, tmp_path: Path, change: str
) -> None:
    two_photos(world, jpeg)
    file = original(world, jpeg())
    file.unlink() if change == "lost" else file.write_bytes(jpeg(colour="blue"))
    bag = unpacked(make(world, "owner"), tmp_path)
    assert digest(jpeg()) not in "".join(names(bag))
    assert [row["file"] for row in table(bag, "photos.csv")] == [
        "lost or altered on the server", f"originals/{digest(jpeg(colour='red'))}.jpg",
    ]  # fmt: skip
    assert "no longer holds it as it came" in (bag / "data/index.html").read_text("utf-8")


def test_a_photo_that_cannot_be_drawn_goes_in_as_its_original(
    world: World, jpeg: Jpeg, tmp_path: Path
) -> None:
    two_photos(world, jpeg)
    broken = b"no picture any more"
    with world.store.writing():
        world.store.run("PRAGMA defer_foreign_keys = ON")
        for name in ("photos", "photo_senders", "visit_photos"):
            world.store.run(f"UPDATE {name} SET sha256 = :new WHERE sha256 = :old",
                            new=digest(broken), old=digest(jpeg()))  # fmt: skip
        world.store.run("UPDATE photos SET bytes = :n WHERE sha256 = :new", n=len(broken),
                        new=digest(broken))  # fmt: skip
    file = original(world, broken)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(broken)
    bag = unpacked(make(world, "owner"), tmp_path)
    assert (bag / "data" / "originals" / f"{digest(broken)}.jpg").read_bytes() == broken
    assert f"pictures/{digest(broken)}.jpg" not in names(bag)


def test_what_another_visit_blacked_out_of_the_same_photo_stays_so(
    world: World, jpeg: Jpeg, tmp_path: Path
) -> None:
    photos = two_photos(world, jpeg)
    world.send("owner", world.visit("again", photos=photos))
    box = {"left": "0", "top": "0", "right": "100", "bottom": "100", "why": "A face", "since": "0"}
    path = f"/visits/{an_id('again')}/photos/{digest(jpeg())}"
    assert world.client("owner").post(path, data=box).status_code == 302
    bag = unpacked(make(world, "owner", VISIT_PACK, "copies"), tmp_path)
    picture = Image.open(bag / "data" / "pictures" / f"{digest(jpeg())}.jpg").convert("L")
    assert picture.getextrema()[1] < 16


def test_each_line_of_the_audit_log_in_it_can_be_checked(case: World, tmp_path: Path) -> None:
    lines = table(unpacked(make(case, "owner"), tmp_path), "audit.csv")
    assert [line["action"] for line in lines] == ["visit_received"] * 2
    for line in lines:
        _, who, previous, is_said = (line.pop(key) for key in ("id", "who", "previous", "digest"))
        assert who == "Owner" and digest_of(line, previous) == is_said


def test_an_officers_pack_names_only_the_people_of_their_own_visit(
    case: World, tmp_path: Path
) -> None:
    homes.allocate(case.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    night = case.visit("night", children=[{"id": MIA, "name": "Mia"}], adults=[], present=[MIA],
                       in_charge=None, grades=[], voices=[])  # fmt: skip
    assert case.send("police", night).status_code == 201
    bag = unpacked(make(case, "police", f"/visits/{an_id('night')}/evidence"), tmp_path)
    people = json.loads((bag / "data" / "home.json").read_text("utf-8"))["people"]
    assert [each["name"] for each in people] == ["Mia"]
    assert "Jay" not in (bag / "data" / "index.html").read_text("utf-8")


def test_a_home_without_a_signed_visit_makes_no_pack(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.send("owner", world.visit(signed_at=None))
    page = see(world.client("owner"), HOME_PACK, status=400, data={"content": "originals"})
    assert "no visit that you may take out" in page.select_one(".govuk-error-summary").text
    assert ("owner", "evidence_pack_made") not in world.audit()


def test_another_sites_page_cannot_make_one(case: World) -> None:
    case.app.config["WTF_CSRF_ENABLED"] = True
    assert make(case, "owner").status_code == 400
    assert ("owner", "evidence_pack_made") not in case.audit()


def test_two_at_once_do_not_disturb_each_other(case: World, tmp_path: Path) -> None:
    cookie = case.client("owner").get_cookie("session")
    assert cookie is not None

    def one(_: int) -> tuple[int, bytes]:
        client = case.app.test_client()
        client.set_cookie("session", cookie.value)
        answer = client.post(HOME_PACK, data={"content": "originals"})
        data = answer.status_code, answer.data
        answer.close()
        case.app.extensions["gcp"].engine.close()
        return data

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one, range(4)))
    for number, (status, data) in enumerate(answers):
        assert status == 200
        with zipfile.ZipFile(io.BytesIO(data)) as made:
            made.extractall(tmp_path / str(number))
        bagit.Bag(str(tmp_path / str(number) / "evidence")).validate()
    assert case.audit().count(("owner", "evidence_pack_made")) == 4


def test_a_disk_that_fills_up_on_the_way_leaves_nothing(
    case: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    page = see(case.client("owner"), HOME_PACK, status=507, data={"content": "originals"})
    assert "too little room" in page.select_one(".govuk-error-summary").text
    packs = case.app.extensions["gcp"].settings.instance / "packs"
    assert list(packs.iterdir()) == [] and packs.stat().st_mode & 0o077 == 0
    assert ("owner", "evidence_pack_made") not in case.audit()
