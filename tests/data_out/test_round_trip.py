"""A home taken out of one instance and put into an empty one is the same home, digests and all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pytest

from gcp.core.home_record import digest_of
from gcp.demo import cast
from gcp.home_schema import check_shape, schema_bytes
from gcp.store import accounts
from gcp.store.engine import Store
from gcp.store.whole_homes import _TABLES, LEFT, TAKEN
from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.data_out.conftest import EVENT, FOUND, VISIT, Gcp, Jpeg
from tests.web.test_photos_arrive import digest

pytestmark = pytest.mark.slow


def record(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as made:
        found: dict[str, Any] = json.loads(made.read("home-export/data/home.json"))
    return found


def test_it_is_the_same_home_photos_and_all(
    whole: World, gcp: Gcp, elsewhere: Path, out: Path, jpeg: Jpeg,
    store_at: Callable[[], Store],
) -> None:  # fmt: skip
    assert gcp("export", HOME, "--out", out / "a.zip") == 0
    assert gcp("import", out / "a.zip", instance=elsewhere) == 0
    assert gcp("export", HOME, "--out", out / "b.zip", instance=elsewhere) == 0
    first, second = record(out / "a.zip"), record(out / "b.zip")
    assert first["content"] == second["content"] and first["sha256"] == second["sha256"]
    with zipfile.ZipFile(out / "b.zip") as made:
        assert made.read(f"home-export/data/originals/{digest(jpeg())}.jpg") == jpeg()
    keys = [store.all("SELECT * FROM match_keys ORDER BY key, home_id")
            for store in (whole.store, store_at())]  # fmt: skip
    assert keys[0] == keys[1], "likely homes are found by the same keys"
    # Whatever came there is told of here too: nothing is unexplained.
    assert gcp("verify", instance=elsewhere) == 0
    assert gcp("check-audit", instance=elsewhere) == 0


def test_all_of_it_is_there(gcp: Gcp, out: Path, jpeg: Jpeg) -> None:
    gcp("export", HOME, "--out", out / "a.zip")
    content = record(out / "a.zip")["content"]
    assert [each["id"] for each in content["homes"]] == sorted([HOME, FOUND])
    visit = next(each for each in content["visits"] if each["id"] == VISIT)
    for each in visit["revisions"]:
        assert hashlib.sha256(each["body"].encode()).hexdigest() == each["sha256"]
    assert [each["number"] for each in visit["revisions"]] == [1, 2]
    assert [each["choice"] for each in visit["conflicts"]] == ["server"]
    assert [each["words"] for each in visit["review"]] == ["Ask about Jay's bed."]
    assert [each["words"] for each in visit["lines"]] == ["Cold bedroom."]
    assert [each["why"] for each in visit["redactions"]] == ["A face"]
    assert len(visit["photos"]) == 2 and len(content["photos"]) == 1
    event = next(each for each in content["events"] if each["event_id"] == EVENT)
    shared = next(each for each in content["events"] if each["sharing"])
    assert len(event["revisions"]) == 2 and shared["sharing"][0]["consent_why"] == "Ann was drunk."
    assert [each["words"] for each in event["steps"]] == ["Told Mrs Brook."]
    ended, standing = content["child_allocations"]
    assert (ended["person_id"], ended["ended_by"]) == (JAY, an_id("supervisor"))
    assert (standing["person_id"], standing["until"]) == (MIA, None)
    assert [each["for_whom"] for each in content["reports"]] == ["Ms Vale"]
    assert content["joins"][0]["same_people"] and content["found_homes"] and content["rules"]
    assert len(content["visits"]) == 3 and content["left_out"] == 0
    assert {each["id"] for each in content["accounts"]} == {
        an_id("owner"), an_id("supervisor"), an_id("police"), an_id("partner")
    }  # fmt: skip
    assert "@" not in json.dumps(content["accounts"])


def test_no_table_of_a_home_is_forgotten(whole: World) -> None:
    """Whoever adds a table that belongs to a home says here that it goes out, or that it stays."""
    tables = whole.store.db.table_names()
    of_homes = {
        name for name in tables
        if {"home_id", "visit_id", "event_id", "join_id", "person_id"} & set(whole.store.db[name].columns_dict)
    }
    assert of_homes <= TAKEN | LEFT
    for name in TAKEN:
        columns = set(whole.store.db[name].columns_dict)
        assert columns == set(_TABLES[name].columns.split(", ")) | (
            {"first_used_at"} if name == "rules" else set()
        ), name


def test_it_is_as_its_schema_says_and_a_valid_bag(gcp: Gcp, out: Path) -> None:
    gcp("export", HOME, "--out", out / "a.zip")
    document = record(out / "a.zip")
    assert check_shape(document) is None
    assert digest_of(document["content"]) == document["sha256"]
    with zipfile.ZipFile(out / "a.zip") as made:
        assert made.read("home-export/data/home-export-1.schema.json") == schema_bytes()
        made.extractall(out / "bag")
    bagit.Bag(str(out / "bag" / "home-export")).validate()
    document["content"]["people"][0]["born"] = "2026-02-30"
    assert check_shape(document) == "content.people.0.born"


def test_every_field_of_the_schema_says_what_it_is() -> None:
    def bare(schema: Any, path: str = "") -> list[str]:
        found = []
        for name, each in (schema.get("properties") or {}).items():
            found += [] if each.get("description") else [f"{path}.{name}"]
            found += bare(each, f"{path}.{name}") + bare(each.get("items", {}), f"{path}.{name}")
        return found

    assert bare(json.loads(schema_bytes())) == []


def test_authors_come_as_closed_accounts_without_a_password(
    gcp: Gcp, elsewhere: Path, out: Path, store_at: Callable[[], Store],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    gcp("export", HOME, "--out", out / "a.zip")
    assert gcp("import", out / "a.zip", instance=elsewhere) == 0
    assert "4 of those who wrote this" in capsys.readouterr().out
    store = store_at()
    rows = store.all("SELECT name, password_hash, disabled_at, email FROM accounts")
    assert {row["name"] for row in rows} == {"Owner", "Supervisor", "Police", "Partner"}
    assert all(row["password_hash"] == "" and row["disabled_at"] for row in rows)
    assert all(row["email"].endswith("@imported.invalid") for row in rows)
    assert store.all("SELECT * FROM memberships") == []


def test_importing_twice_changes_nothing_and_says_so(
    gcp: Gcp, elsewhere: Path, out: Path, store_at: Callable[[], Store],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    gcp("export", HOME, "--out", out / "a.zip")
    gcp("import", out / "a.zip", instance=elsewhere)
    before = "\n".join(store_at().db.conn.iterdump())
    assert gcp("import", out / "a.zip", instance=elsewhere) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    assert "\n".join(store_at().db.conn.iterdump()) == before


def test_a_home_that_went_on_is_not_put_back(
    gcp: Gcp, elsewhere: Path, out: Path, store_at: Callable[[], Store],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    gcp("export", HOME, "--out", out / "a.zip")
    gcp("import", out / "a.zip", instance=elsewhere)
    store = store_at()
    with store.writing():
        store.run("UPDATE homes SET name = 'Went on' WHERE id = :home", home=HOME)
    assert gcp("import", out / "a.zip", instance=elsewhere) == 0
    assert "has gone on here since" in capsys.readouterr().out
    gcp("export", HOME, "--out", out / "b.zip")
    with store.writing():
        store.run("DELETE FROM audit WHERE action = 'home_imported'")
    assert gcp("import", out / "b.zip", instance=elsewhere) == 1
    assert "never writes over" in capsys.readouterr().err


def test_a_home_goes_to_the_team_that_is_named(
    gcp: Gcp, elsewhere: Path, out: Path, store_at: Callable[[], Store]
) -> None:
    gcp("export", HOME, "--out", out / "a.zip")
    assert gcp("import", out / "a.zip", "--team", "Nowhere", instance=elsewhere) == 1
    gcp("add-team", "Harbour", instance=elsewhere)
    assert gcp("import", out / "a.zip", "--team", "Harbour", instance=elsewhere) == 0
    (team,) = accounts.teams(store_at())
    assert {row["team_id"] for row in store_at().all("SELECT team_id FROM homes")} == {team["id"]}


def test_the_record_alone_is_put_in_where_there_are_no_photos(
    whole: World, gcp: Gcp, elsewhere: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gcp("export", FOUND, "--out", out / "found.json") == 0
    assert gcp("import", out / "found.json", instance=elsewhere) == 0
    assert gcp("export", HOME, "--out", out / "home.json") == 0
    assert gcp("import", out / "home.json", instance=out / "third") == 1
    assert "tells of 1 photos and does not hold them" in capsys.readouterr().err


def test_files_are_their_owners_alone_and_never_written_over(
    gcp: Gcp, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, words in {"a.zip": (HOME,), "a.json": (HOME,), "t.zip": ("--csv", HOME)}.items():
        assert gcp("export", *words, "--out", out / name) == 0
        assert (out / name).stat().st_mode & 0o777 == 0o600
        held = (out / name).read_bytes()
        assert gcp("export", *words, "--out", out / name) == 1
        assert "is there already" in capsys.readouterr().err
        assert (out / name).read_bytes() == held
    (out / "link.zip").symlink_to(out / "nothing.zip")
    assert gcp("export", HOME, "--out", out / "link.zip") == 1
    assert gcp("export", HOME, "--out", out / "no" / "a.zip") == 1
    assert gcp("export", HOME, "--out", out / "a.txt") == 1
    assert gcp("export", an_id("nobody"), "--out", out / "b.zip") == 1
    assert sorted(each.name for each in out.iterdir()) == ["a.json", "a.zip", "link.zip", "t.zip"]


def test_a_lost_photo_is_told_and_no_file_is_made(
    whole: World, gcp: Gcp, out: Path, jpeg: Jpeg, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures: Path = whole.app.extensions["gcp"].settings.pictures
    (pictures / "originals" / digest(jpeg())[:2] / digest(jpeg())).write_bytes(b"altered")
    assert gcp("export", HOME, "--out", out / "a.zip") == 1
    assert "missing or altered" in capsys.readouterr().err
    assert list(out.iterdir()) == []


def test_what_was_taken_out_and_put_in_is_in_the_audit_log(
    whole: World, gcp: Gcp, elsewhere: Path, out: Path, store_at: Callable[[], Store]
) -> None:
    gcp("export", HOME, "--out", out / "a.zip")
    (row,) = whole.store.all("SELECT * FROM audit WHERE action = 'home_exported'")
    sha256 = record(out / "a.zip")["sha256"]
    assert row["home_id"] == HOME and json.loads(row["detail"])["sha256"] == sha256
    gcp("import", out / "a.zip", instance=elsewhere)
    (row,) = store_at().all("SELECT * FROM audit WHERE action = 'home_imported'")
    assert row["home_id"] == HOME and json.loads(row["detail"])["sha256"] == sha256


@pytest.mark.parametrize("words", [
    (), ("--csv",), (HOME, "--research"), ("--csv", HOME, "--team", "North team"),
    (HOME, "--team", "North team"), (HOME, "--reason", "x"), ("--person", "x", "--research"),
])  # fmt: skip
def test_what_does_not_go_together_is_said(
    gcp: Gcp, out: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert gcp("export", *words, "--out", out / "a.zip") == 1
    assert capsys.readouterr().err.count("\n") == 1 and list(out.iterdir()) == []


def test_the_demonstrations_four_homes_go_there_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gcp: Gcp, out: Path, elsewhere: Path
) -> None:
    from gcp.cli import main

    monkeypatch.setenv("GCP_INSTANCE", str(tmp_path / "demonstration"))
    monkeypatch.setenv("GCP_DEMONSTRATION", "1")
    assert main(["demo"]) == 0
    for home in (each.id for each in cast.HOUSEHOLDS):
        files = out / f"{home}.zip", out / f"{home}-again.zip"
        gcp("export", home, "--out", files[0], instance=tmp_path / "demonstration")
        assert gcp("import", files[0], instance=elsewhere) == 0
        assert gcp("export", home, "--out", files[1], instance=elsewhere) == 0
        first, second = map(record, files)
        assert first["content"] == second["content"] and first["content"]["photos"]
    assert gcp("verify", instance=elsewhere) == 0
