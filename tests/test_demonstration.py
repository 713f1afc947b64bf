"""The demonstration is the same each time, goes through the real intake, and tells its story."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gcp.core.history import VisitRecord, in_order, steps
from gcp.core.known import area_now
from gcp.core.rules import Rules, read_rules
from gcp.demo import cast, make
from gcp.settings import PROJECT
from gcp.store import audit, visits
from gcp.store.engine import Engine, Store

pytestmark = pytest.mark.slow


def made(folder: Path) -> tuple[Store, Rules]:
    rules = read_rules((PROJECT / "scoring_rules.yaml").read_text("utf-8"))
    store = Engine(folder / "gcp.sqlite").store()
    store.migrate()
    make.make(store, rules, folder / "photos", "cheap")
    return store, rules


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made(tmp_path_factory.mktemp("first"))[0]


def contents(store: Store) -> list[str]:
    rows = store.all("SELECT body, result FROM revisions ORDER BY visit_id")
    photos = store.all("SELECT sha256 FROM photos ORDER BY sha256")
    return [hashlib.sha256(str(row).encode()).hexdigest() for row in rows + photos]


def worst(record: VisitRecord) -> int:
    return max((area["grade"] or 0 for area in record.result["home"].values()), default=0)


def test_it_is_the_same_each_time(demonstration: Store, tmp_path: Path) -> None:
    again, _ = made(tmp_path)
    assert contents(again) == contents(demonstration)


def test_the_server_agrees_with_every_device(demonstration: Store) -> None:
    assert demonstration.all("SELECT 1 AS differs FROM revisions WHERE differs = 1") == []
    assert audit.first_broken_line(demonstration) is None
    named = demonstration.one("SELECT count(*) AS n FROM visit_photos")
    kept = demonstration.one("SELECT count(*) AS n FROM photos WHERE taken_at IS NOT NULL")
    assert named == kept and named and named["n"] > 15


def test_arranged_visits_to_larch_bank_look_better_than_unannounced_ones(
    demonstration: Store,
) -> None:
    records = in_order(visits.of_home(demonstration, cast.LARCH.id))
    inside = [each for each in records if each.body["access"] == "inside"]
    arranged = [worst(each) for each in inside if each.body["kind"] == "arranged"]
    unannounced = [worst(each) for each in inside if each.body["kind"] == "unannounced"]
    assert max(arranged) <= 3 and len(arranged) >= 5
    assert [grade for grade in unannounced if grade >= 4] and len(unannounced) >= 4
    assert (records[-1].day - records[0].day).days > 700
    assert {each.agency for each in records} == {"social_care", "police"}


def test_at_christmas_nobody_gets_in_until_the_police_see_the_beds(demonstration: Store) -> None:
    records = in_order(visits.of_home(demonstration, cast.LARCH.id))
    christmas = [each for each in records if str(each.day)[:7] == "2025-12"]
    told = [(each.agency, each.body["access"]) for each in christmas]
    assert told[:3] == [
        ("social_care", "no_reply"), ("social_care", "refused"), ("police", "inside"),
    ]  # fmt: skip
    assert worst(christmas[2]) == 5


def test_quay_steps_improves_and_stays_better(demonstration: Store) -> None:
    records = in_order(visits.of_home(demonstration, cast.QUAY.id))
    grades = [worst(each) for each in records]
    assert grades == sorted(grades, reverse=True) and grades[0] == 4 and grades[-1] <= 2
    assert not [step for step in steps(records)[1:] if any(a.kind == "worse" for a in step.areas)]


def test_the_baby_is_steady_and_the_officers_record_stands_alone(demonstration: Store) -> None:
    baby = visits.of_home(demonstration, cast.ORCHARD.id)
    assert {worst(each) for each in baby} <= {1, 2}
    assert "feeding_baby" in str(baby[0].body) and set(area_now(baby)) == {
        "sleeping", "hygiene", "nutrition",
    }  # fmt: skip
    assert len(visits.of_home(demonstration, cast.MARINA.id)) == 1
