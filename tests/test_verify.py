"""`gcp verify` finds whatever is missing, altered or unexplained, and nothing where all is well."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from gcp.cli import main
from gcp.store.engine import Store
from tests.conftest import World, an_id
from tests.web.test_photos_arrive import digest, entry, send

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
            f"altered: photo {digest(whole)}: its file does not have this digest and length"
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
        ("DELETE FROM visit_photos", ["missing: visit {v}, revision 1: a photo that it names",
                                      "missing: visit {v}, revision 2: a photo that it names"]),
        ("DELETE FROM rules", ["missing: visit {v}, revision 1: the rules",
                               "missing: visit {v}, revision 2: the rules"]),
        ("DELETE FROM conflicts", ["missing: visit {v}, the other content of revision 1"]),
        ("UPDATE conflicts SET body = body || ' '", ["altered: visit {v}, revision 1: its content"]),
        ("DELETE FROM redactions", ["missing: black boxes"]),
        ("DELETE FROM audit WHERE action = 'photo_received'",
         ["altered: line", "unexplained: photo"]),
        ("UPDATE audit SET at = '2020-01-01' WHERE action = 'photo_received'", ["altered: line"]),
        ("UPDATE audit SET detail = '[' WHERE action = 'photo_received'",
         ["altered: line", "unexplained: photo"]),
        ("UPDATE photos SET bytes = 5", ["altered: photo"]),
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
    assert [each.split(":")[0] for each in lines] == ["missing", "unexplained"]


def test_a_line_that_was_written_down_shows_that_the_end_was_cut_off(
    kept: World, capsys: pytest.CaptureFixture[str]
) -> None:
    written = head(capsys)
    kept.client("owner").get("/homes")
    assert found(capsys, "--head", written) == []
    line = int(written.split(":")[0])
    change(kept.store, "DELETE FROM audit WHERE id >= :line", line=line)
    assert any(each.startswith(f"missing: line {line} ") for each in found(capsys, "--head", written))
    for odd in ("x", "1:", "1:xyz", f"1:{'0' * 63}"):
        assert main(["verify", "--head", odd]) == 1


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
    with pytest.raises(sqlite3.OperationalError), kept.store.reading():
        kept.store.run("INSERT INTO nothing VALUES (1)")
