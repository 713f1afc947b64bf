"""A supervisor takes a home's data out: as a record, with photos, or as tables."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gcp.home_schema import check_shape
from gcp.home_tables import COLUMNS, TABLES
from tests.conftest import HOME, World, an_id
from tests.web.pages import see
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
PATH = f"/homes/{HOME}/data"
FORMULA = "=1+1"


@pytest.fixture
def case(world: World, jpeg: Jpeg) -> World:
    """A visit with a photo and a correction after a draft; a visit that is only a draft."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    photos = [entry(world, jpeg())]
    world.send("owner", world.visit(photos=photos, signed_at=None, notes="Before signing."))
    world.send("owner", world.visit(photos=photos, notes=FORMULA), 2)
    send(world, "owner", jpeg())
    drafted = [entry(world, jpeg(colour="red"))]
    world.send("owner", world.visit("draft", signed_at=None, notes="A draft.", photos=drafted))
    send(world, "owner", jpeg(colour="red"))
    return world


def take(world: World, content: str, who: str = "supervisor") -> Any:
    answer = world.client(who).post(PATH, data={"content": content})
    assert answer.data
    answer.close()
    return answer


@pytest.mark.parametrize(
    ("who", "status"),
    [("supervisor", 200), ("owner", 404), ("colleague", 404), ("stranger", 404),
     ("far_supervisor", 404), ("police", 404), ("partner", 404), ("administrator", 404)],
)  # fmt: skip
def test_who_may(case: World, who: str, status: int) -> None:
    see(case.client(who), PATH, status=status)
    for content in ("whole", "record", "tables"):
        assert take(case, content, who).status_code == status
    if who in ("owner", "supervisor"):
        page = see(case.client(who), f"/homes/{HOME}")
        assert bool(page.find("a", href=PATH)) == (status == 200)
    assert ((who, "home_exported") in case.audit()) == (status == 200)


def test_the_record_leaves_out_and_counts_what_only_authors_may_see(
    case: World, jpeg: Jpeg
) -> None:
    answer = take(case, "record")
    document = json.loads(answer.data)
    assert check_shape(document) is None
    (visit,) = document["content"]["visits"]
    assert [each["number"] for each in visit["revisions"]] == [2]
    assert document["content"]["left_out"] == 2
    assert b"A draft." not in answer.data and b"Before signing." not in answer.data
    assert digest(jpeg(colour="red")).encode() not in answer.data
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Row" not in answer.headers["Content-Disposition"]


def test_what_leaves_something_out_is_not_put_in_elsewhere(
    case: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from gcp.cli import main

    (tmp_path / "a.zip").write_bytes(take(case, "whole").data)
    monkeypatch.setenv("GCP_INSTANCE", str(tmp_path / "elsewhere"))
    assert main(["import", str(tmp_path / "a.zip")]) == 1
    assert "leaves out 2 drafts" in capsys.readouterr().err


def test_the_whole_has_its_photos(case: World, jpeg: Jpeg) -> None:
    with zipfile.ZipFile(io.BytesIO(take(case, "whole").data)) as made:
        names = [name for name in made.namelist() if "/originals/" in name]
        assert names == [f"home-export/data/originals/{digest(jpeg())}.jpg"]
        assert made.read(names[0]) == jpeg()
    settings = case.app.extensions["gcp"].settings
    assert list((settings.instance / "packs").iterdir()) == []


def test_tables_say_what_each_column_is_and_hold_no_formula(case: World) -> None:
    with zipfile.ZipFile(io.BytesIO(take(case, "tables").data)) as made:
        held = {
            name: list(csv.DictReader(io.StringIO(made.read(name).decode("utf-8-sig"))))
            for name in made.namelist()
        }
    assert set(held) == {*(f"{name}.csv" for name in TABLES), "columns.csv"}
    (visit,) = held["visits.csv"]
    assert visit["notes"] == f"'{FORMULA}" and visit["home_grades"].startswith("sleeping 4")
    assert {row["name"] for row in held["people.csv"]} == {"Mia", "Jay", "Ann"}
    grades = {(row["item"], row["name"], row["grade"], row["state"]) for row in held["grades.csv"]}
    assert ("sleeping.bedding", "Mia", "4", "") in grades
    assert ("nutrition.food", "", "", "not_seen") in grades
    told = {(row["table"], row["column"]) for row in held["columns.csv"] if row["meaning"]}
    assert told == {(table, each) for table in TABLES for each in COLUMNS[table]}
    for table in TABLES:
        assert all(list(row) == list(COLUMNS[table]) for row in held[f"{table}.csv"])


def test_nothing_is_chosen_for_anybody(case: World) -> None:
    for data in ({}, {"content": "everything"}):
        page = see(case.client("supervisor"), PATH, status=400, data=data)
        assert "Choose what you need" in page.select_one(".govuk-error-summary").text
    assert ("supervisor", "home_exported") not in case.audit()


def test_a_full_disk_and_a_lost_photo_are_told(
    case: World, monkeypatch: pytest.MonkeyPatch, jpeg: Jpeg
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("gcp.evidence._SPARE_BYTES", 10**18)
        page = see(case.client("supervisor"), PATH, status=507, data={"content": "whole"})
        assert "too little room" in page.select_one(".govuk-error-summary").text
    pictures = case.app.extensions["gcp"].settings.pictures
    (pictures / "originals" / digest(jpeg())[:2] / digest(jpeg())).unlink()
    page = see(case.client("supervisor"), PATH, status=409, data={"content": "whole"})
    assert "missing or altered" in page.select_one(".govuk-error-summary").text
    assert ("supervisor", "home_exported") not in case.audit()


def test_another_sites_page_and_bad_ids_get_nothing(case: World) -> None:
    case.app.config["WTF_CSRF_ENABLED"] = True
    assert take(case, "record").status_code == 400
    assert case.client("supervisor").get("/homes/nonsense/data").status_code == 404
    assert case.client("supervisor").get(f"/homes/{an_id('none')}/data").status_code == 404
