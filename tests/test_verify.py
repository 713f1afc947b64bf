"""`gcp verify` finds whatever is missing, altered or unexplained, and nothing where all is well."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from gcp.cli import main
from gcp.store.engine import Store
from tests.conftest import World, an_id
from tests.web.found import a_home, put_home
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
VISIT = an_id("visit")


@pytest.fixture
def kept(world: World, jpeg: Jpeg, monkeypatch: pytest.MonkeyPatch) -> World:
    """A signed visit with a photo, its correction, a conflict, a black box; a photo to come."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    photos = [entry(world, jpeg()), entry(world, jpeg(colour="red"))]
    world.send("owner", world.visit(photos=photos))
    send(world, "owner", jpeg())
    world.send("owner", world.visit(photos=photos, reason="A word was wrong."), number=2)
    assert world.send("owner", world.visit(notes="Another."), number=1).status_code == 409
    assert world.send("owner", world.visit(notes="Another."), number=1).status_code == 409
    box = {"left": "1", "top": "1", "right": "9", "bottom": "9", "why": "A face", "since": "0"}
    path = f"/visits/{VISIT}/photos/{digest(jpeg())}"
    assert world.client("owner").post(path, data=box).status_code == 302
    settings = world.app.extensions["gcp"].settings
    for name in ("GCP_DEMONSTRATION", "GCP_HTTPS", "GCP_PROXIES", "GCP_RULES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GCP_INSTANCE", str(settings.instance))
    return world


def original(world: World, data: bytes) -> Path:
    pictures: Path = world.app.extensions["gcp"].settings.pictures
    return pictures / "originals" / digest(data)[:2] / digest(data)


def change(store: Store, sql: str, **values: object) -> None:
    """As somebody would who has the database file in their hands."""
    store.db.conn.execute("PRAGMA foreign_keys = OFF")
    store.run(sql, **values)
    store.db.conn.commit()


def found(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """The findings of a run; it ends with 1 just when there are any."""
    code = main(["verify", *options])
    lines = capsys.readouterr().out.splitlines()
    findings = [each for each in lines if each.startswith(("missing:", "altered:", "unexplained:"))]
    assert code == bool(findings)
    return findings


def head(capsys: pytest.CaptureFixture[str]) -> str:
    main(["verify"])
    return capsys.readouterr().out.splitlines()[-2].rsplit(" ", 1)[1]


def test_where_all_is_well_nothing_is_found(
    kept: World, jpeg: Jpeg, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 0
    out = capsys.readouterr().out
    assert "Read 1 visits with 2 revisions, 1 photos" in out
    assert f"not come yet: photo {digest(jpeg(colour='red'))} of visit {VISIT}" in out
    assert "Nothing is missing, altered or unexplained." in out


def test_a_lost_a_changed_and_a_strange_file_are_told(
    kept: World, jpeg: Jpeg, capsys: pytest.CaptureFixture[str]
) -> None:
    file = original(kept, jpeg())
    whole = file.read_bytes()
    for other in (whole[:-1], whole[:-1] + b"x", whole + b"x"):
        file.write_bytes(other)
        assert found(capsys) == [
            f"altered: photo {digest(whole)}: its file does not have this digest and"
            " length, or cannot be read"
        ]
    file.unlink()
    assert found(capsys) == [f"missing: the file of photo {digest(whole)}"]
    file.write_bytes(whole)
    strange = file.parent / ".part-left"
    strange.write_bytes(b"half")
    assert found(capsys) == [f"unexplained: the file originals/{file.parent.name}/.part-left"]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE revisions SET body = replace(body, 'No sheet.', 'Clean sheet.') WHERE number = 1",
         ["altered: visit {v}, revision 1: its content"]),
        ("UPDATE revisions SET body = 'x' WHERE number = 1",
         ["altered: visit {v}, revision 1: its content"]),
        ("UPDATE revisions SET result = '{{}}' WHERE number = 1",
         ["altered: visit {v}, revision 1: the score"]),
        ("UPDATE revisions SET signed = 0 WHERE number = 1",
         ["altered: visit {v}, revision 1: what was kept"]),
        ("DELETE FROM revisions WHERE number = 2",
         ["missing: visit {v} has 1 of its 2", "missing: visit {v}, revision 2"]),
        ("DELETE FROM revisions", ["missing: visit {v} has 0 of its 2",
         "missing: visit {v}, revision 1", "missing: visit {v}, revision 2"]),
        ("UPDATE visits SET author_id = (SELECT id FROM accounts WHERE email LIKE 'colleague%')",
         ["missing: visit {v}, revision 1", "missing: visit {v}, revision 2",
          "missing: visit {v}, the other content", "unexplained: visit {v}, revision 1",
          "unexplained: visit {v}, revision 2", "unexplained: visit {v}, the other content"]),
        ("DELETE FROM visit_photos", ["missing: visit {v}: photo", "missing: visit {v}: photo"]),
        ("DELETE FROM rules", ["missing: visit {v}, revision 1: the rules",
                               "missing: visit {v}, revision 2: the rules"]),
        ("DELETE FROM conflicts", ["missing: visit {v}, the other content of revision 1"]),
        ("UPDATE conflicts SET body = body || ' '",
         ["altered: visit {v}, the other content of revision 1"]),
        ("DELETE FROM redactions", ["missing: black boxes"]),
        ("DELETE FROM audit WHERE action = 'photo_received'",
         ["altered: line", "unexplained: photo"]),
        ("UPDATE audit SET at = '2020-01-01' WHERE action = 'photo_received'", ["altered: line"]),
        ("UPDATE audit SET detail = '[' WHERE action = 'photo_received'",
         ["altered: line", "unexplained: photo"]),
        ("UPDATE photos SET bytes = 5", ["altered: photo"]),
        ("UPDATE photos SET taken_at = '2020-01-01T00:00:00'", ["altered: photo"]),
        ("UPDATE photos SET type = 'image/png'", ["altered: photo"]),
        ("UPDATE photos SET received_at = '2020-01-01T00:00:00.000Z'", ["altered: photo"]),
        ("UPDATE photo_senders SET at = '2020-01-01T00:00:00.000Z'",
         ["altered: what line", "altered: photo"]),
        ("UPDATE visits SET signed_revision = 1", ["altered: visit {v}: what was kept"]),
        ("UPDATE visits SET kind = 'arranged'", ["altered: visit {v}: what was kept"]),
        ("UPDATE visits SET observed_at = '2020-01-01T00:00:00.000Z'",
         ["altered: visit {v}: what was kept"]),
        ("UPDATE visits SET received_at = '2020-01-01T00:00:00.000Z'",
         ["altered: visit {v}: what was kept"]),
        ("UPDATE revisions SET received_at = '2020-01-01T00:00:00.000Z' WHERE number = 2",
         ["altered: what line"]),
        ("UPDATE revisions SET reason = 'None.' WHERE number = 2",
         ["altered: visit {v}, revision 2: what was kept"]),
        ("UPDATE revisions SET differs = 1 WHERE number = 2",
         ["altered: visit {v}, revision 2: what was kept"]),
        ("UPDATE revisions SET written_at = '2020-01-01T00:00:00.000Z' WHERE number = 2",
         ["altered: visit {v}, revision 2: what was kept"]),
        ("UPDATE revisions SET number = 3 WHERE number = 2",
         ["missing: visit {v} has 2 of its 2", "missing: visit {v}, revision 2",
          "unexplained: visit {v}, revision 3"]),
        ("UPDATE visit_photos SET signed = 0", ["altered: visit {v}: whether photo"] * 2),
        ("INSERT INTO visit_photos (visit_id, sha256, signed) SELECT id, 'aa', 0 FROM visits",
         ["unexplained: visit {v}: photo aa"]),
        ("UPDATE redactions SET boxes = '[]'",
         ["unexplained: black boxes", "missing: black boxes"]),
        ("UPDATE rules SET body = replace(body, 'Bedding', 'Beds')", ["altered: the rules"]),
        ("UPDATE rules SET body = '[]'", ["altered: the rules"]),
        ("UPDATE conflicts SET body = x'ff00'", ["altered: visit {v}, the other content"]),
        ("UPDATE revisions SET body = CAST(x'ff00' AS TEXT) WHERE number = 1",
         ["altered: visit {v}, revision 1: its content"]),
        ("UPDATE revisions SET body = replace(hex(zeroblob(100000)), '0', '[') WHERE number = 1",
         ["altered: visit {v}, revision 1: its content"]),
        ("UPDATE conflicts SET choice = 'mine'", ["unexplained: visit {v}: the choice mine"]),
        ("UPDATE audit SET detail = '[1]' WHERE action = 'photo_received'",
         ["altered: line", "unexplained: photo"]),
    ],
)  # fmt: skip
def test_whoever_changes_the_database_is_found_out(
    kept: World, sql: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    change(kept.store, sql.replace("{{}}", "{}"))
    lines = sorted(found(capsys))
    expected = sorted(each.format(v=VISIT) for each in said)
    assert len(lines) >= len(expected)
    for each in expected:
        assert any(line.startswith(each) for line in lines), (each, lines)
    assert {line.split(":")[0] for line in lines} == {each.split(":")[0] for each in expected}


def test_a_revision_rewritten_with_its_digest_is_still_found(
    kept: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = kept.store.all("SELECT body FROM revisions WHERE number = 2")
    body = row["body"].replace("No sheet.", "A sheet..")
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    assert json.loads(body)
    change(kept.store, "UPDATE revisions SET body = :body, sha256 = :sha256 WHERE number = 2",
           body=body, sha256=sha256)  # fmt: skip
    lines = found(capsys)
    assert [each.split(":")[0] for each in lines] == ["unexplained", "missing"]


def test_a_line_that_was_written_down_shows_that_the_end_was_cut_off(
    kept: World, capsys: pytest.CaptureFixture[str]
) -> None:
    written = head(capsys)
    kept.client("owner").get("/homes")
    assert found(capsys, "--head", written) == []
    line = int(written.split(":")[0])
    change(kept.store, "DELETE FROM audit WHERE id >= :line", line=line)
    assert any(each.startswith(f"missing: line {line} ") for each in found(capsys, "--head", written))
    digest = "0" * 64
    for odd in ("x", "1:", "1:xyz", f"1:{digest[1:]}", f"{'9' * 5_000}:{digest}", f"\u0661:{digest}"):
        assert main(["verify", "--head", odd]) == 1


def test_a_file_in_a_wrong_place_or_with_a_time_to_come_is_strange_too(
    kept: World, jpeg: Jpeg, capsys: pytest.CaptureFixture[str]
) -> None:
    file = original(kept, jpeg())
    places = [file.parent / ("0" * 64), file.parent.parent / "zz" / file.name,
              file.parent / "deeper" / file.name, file.parent.parent / file.name]  # fmt: skip
    for place in places:
        place.parent.mkdir(exist_ok=True)
        shutil.copy(file, place)
        os.utime(place, (4e9, 4e9))
        assert found(capsys) == [
            f"unexplained: the file {place.relative_to(file.parent.parent.parent)}"
        ]
        place.unlink()
    assert found(capsys) == []


def test_what_was_settled_and_what_a_camera_says_is_in_order(
    kept: World, capsys: pytest.CaptureFixture[str]
) -> None:
    other = hashlib.sha256(json.dumps(kept.visit(notes="Another.")).encode()).hexdigest()
    path = f"/api/visits/{VISIT}/conflicts/{other}"
    assert kept.client("owner").post(path, json={"choice": "server"}).status_code == 200
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:02:28 10:00:00"
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        out = BytesIO()
        Image.new("RGB", (64, 48), "navy").save(out, kind, exif=exif)
        assert send(kept, "owner", out.getvalue()).status_code == 201
    rows = kept.store.all("SELECT type FROM photos WHERE taken_at IS NOT NULL ORDER BY type")
    assert [row["type"] for row in rows] == ["image/heic", "image/jpeg", "image/webp"]
    assert found(capsys) == []


def test_a_found_home_is_looked_at_too(kept: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert put_home(kept, "owner", a_home()).status_code == 201
    assert found(capsys) == []
    change(kept.store, "UPDATE found_homes SET body = body || ' '")
    assert [each.split(":")[0] for each in found(capsys)] == ["altered"]
    change(kept.store, "DELETE FROM found_homes")
    assert [each.split(":")[0] for each in found(capsys)] == ["missing"]


def test_a_photo_sent_again_after_its_file_was_lost_is_in_order(
    kept: World, jpeg: Jpeg, capsys: pytest.CaptureFixture[str]
) -> None:
    original(kept, jpeg()).unlink()
    kept.clock.turn(minutes=5)
    assert found(capsys) != []
    assert send(kept, "owner", jpeg()).status_code == 200
    assert found(capsys) == []


def test_where_there_is_no_database_nothing_is_called_sound(
    kept: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GCP_INSTANCE", str(tmp_path / "mistyped"))
    assert main(["verify"]) == 1
    assert "There is no database" in capsys.readouterr().err
    assert not (tmp_path / "mistyped" / "gcp.sqlite").exists()


def test_an_older_database_is_not_brought_up_to_date_by_looking_at_it(
    kept: World, capsys: pytest.CaptureFixture[str]
) -> None:
    change(kept.store, "DELETE FROM _sqlite_migrations WHERE name = 'joined_homes'")
    assert main(["verify"]) == 1
    assert "gcp migrate" in capsys.readouterr().err


def test_a_damaged_database_ends_it_in_plain_words(
    kept: World, capsys: pytest.CaptureFixture[str]
) -> None:
    change(kept.store, "UPDATE audit SET at = CAST(x'ff' AS TEXT) WHERE id = 3")
    assert main(["verify"]) == 1
    assert "Not everything was checked" in capsys.readouterr().err


def test_it_writes_nothing_and_runs_beside_the_server(
    kept: World, jpeg: Jpeg, capsys: pytest.CaptureFixture[str]
) -> None:
    def everything() -> list[str]:
        return list(kept.store.db.conn.iterdump())

    before = everything()
    assert found(capsys) == []
    assert everything() == before
    send(kept, "owner", jpeg(colour="red"))
    assert found(capsys) == []
    kept.store.only_read()
    with pytest.raises(sqlite3.OperationalError, match="readonly"), kept.store.writing():
        kept.store.run("DELETE FROM audit")
