"""What is held about one person goes out with nobody else's name or words; a human decides."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gcp.core import visit_fields
from gcp.store import homes
from tests.conftest import CARER, HOME, JAY, MIA, World, an_id
from tests.data_out.conftest import Gcp
from tests.web.found import GIRL

pytestmark = pytest.mark.slow

Made = Callable[[str], tuple[dict[str, str], list[dict[str, str]]]]


@pytest.fixture
def made(gcp: Gcp, out: Path) -> Made:
    """Puts together what is held about a person: the zip's files as text, and the review list."""

    def run(person: str) -> tuple[dict[str, str], list[dict[str, str]]]:
        file = out / f"{person}.zip"
        assert gcp("export", "--person", person, "--out", file) == 0
        review = file.with_name(f"{person}-for-review.csv")
        for each in (file, review):
            assert each.stat().st_mode & 0o777 == 0o600
        with zipfile.ZipFile(file) as opened:
            copy = {name: opened.read(name).decode("utf-8-sig") for name in opened.namelist()}
        with review.open(encoding="utf-8-sig", newline="") as table:
            return copy, list(csv.DictReader(table))

    return run


def test_what_is_recorded_is_told(made: Made) -> None:
    copy, _ = made(MIA)
    facts = json.loads(copy["what-is-held.json"])
    told = {(each["what"], each["value"]) for each in facts}
    assert {("name", "Mia"), ("date of birth", "2021-05-01"), ("whether seen", "seen_alone"),
            ("sleeping.bedding: grade or answer", "4"), ("was there (1: yes)", "1"),
            ("address", "12 Example Row"), ("what happened", "referral")} <= told  # fmt: skip
    assert any("a draft" in each["where"] for each in facts)
    # Joined with the girl whom an officer found: her visit is told, too.
    assert ("name", "Girl in red coat") in told
    rows = list(csv.reader(io.StringIO(copy["what-is-held.csv"])))
    assert len(rows) == len(facts) + 1


@pytest.mark.parametrize("person", [MIA, JAY, GIRL])
def test_nobody_elses_name_and_no_words_are_in_the_copy(
    whole: World, made: Made, person: str
) -> None:
    copy, review = made(person)
    everything = "".join(copy.values())
    own = {MIA: "Mia", GIRL: "Mia", JAY: "Jay"}[person]
    for name in {"Mia", "Jay", "Ann", "Owner", "Supervisor", "Mrs Brook", "Ms Vale", "mother"} - {own}:
        assert name not in everything, name
    for words in ("No sheet", "cold at night", "Only a draft", "Another.", "Cold bedroom",
                  "came hungry", "A face", "Ask about", "HYPERLINK", "A word."):  # fmt: skip
        assert words not in everything, words
    texts = {each["words, or the digest of a photo"] for each in review}
    assert any("Only a draft." in each for each in texts)
    assert any("Ask about Jay's bed." in each for each in texts)


def test_another_childs_grades_and_voice_are_not_told(made: Made) -> None:
    copy, review = made(JAY)
    facts = json.loads(copy["what-is-held.json"])
    grades = [each["value"] for each in facts if each["what"].startswith("sleeping.bedding")]
    assert set(grades) == {"3"}
    assert "hygiene.clothes" not in copy["what-is-held.json"]
    assert not [each for each in facts if each["what"] == "whether seen" and "visit" in each["where"]
                and each["value"] == "seen_alone"]  # fmt: skip
    texts = {each["words, or the digest of a photo"] for each in review}
    assert "I am cold at night." not in texts and "Mia and Jay." in texts


def test_the_list_in_the_copy_has_places_and_no_words(made: Made) -> None:
    copy, review = made(MIA)
    places = list(csv.DictReader(io.StringIO(copy["for-review.csv"])))
    assert len(places) == len(review) and set(places[0]) == {
        "part of the record", "day", "what", "letters"
    }  # fmt: skip
    assert all(not each["why"] for each in review), "what is decided is somebody's to write"


def test_the_page_says_that_a_human_decides(made: Made) -> None:
    copy, review = made(MIA)
    assert "A HUMAN DECIDES" in copy["README.txt"] and "{" not in copy["README.txt"]
    assert "not the NSPCC" in copy["README.txt"]
    assert f"{len(review)} texts and photos" in copy["README.txt"]


def test_a_name_that_tells_of_somebody_else_is_held_back(whole: World, made: Made) -> None:
    boy = an_id("boy of Ann")
    homes.add_person(whole.store, {
        "id": boy, "home_id": HOME, "kind": "child", "name": "Boy of Ann", "born": None,
        "about_years": 3, "relation": "", "added_at": "2026-03-01T12:00:00.000Z",
        "added_by": an_id("owner"),
    })  # fmt: skip
    copy, review = made(boy)
    assert "Ann" not in "".join(copy.values())
    assert "Boy of Ann" in {each["words, or the digest of a photo"] for each in review}


def test_who_asked_is_in_the_audit_log_and_nobody_unknown_is_made_up(
    whole: World, made: Made, gcp: Gcp, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(MIA)
    rows = whole.store.all("SELECT * FROM audit WHERE action = 'person_exported'")
    assert HOME in {row["home_id"] for row in rows}
    assert all(json.loads(row["detail"])["person"] == MIA for row in rows)
    capsys.readouterr()
    for person in (an_id("nobody"), "x' OR '1'='1", "\0"):
        assert gcp("export", "--person", person, "--out", out / "n.zip") == 1
        assert capsys.readouterr().err.count("\n") == 1
    assert not (out / "n.zip").exists()


def test_no_field_of_a_visit_is_forgotten() -> None:
    """Whoever adds a field to the visit says in about_person and in the research extract what
    becomes of it, and then here."""
    assert set(visit_fields.VISIT.checks) == {
        "access", "adults", "arrival", "care", "children", "device", "done_now", "grades", "home",
        "id", "in_charge", "kind", "left_at", "next_steps", "no_photos", "notes", "observed_at",
        "own_grades", "photos", "powers", "present", "quick", "reason", "result", "rules", "signed_at", "signs", "voices",
        "withdrawn_photos", "written_at",
    }  # fmt: skip


def test_a_persons_own_view_is_told_and_anothers_is_held_back(whole: World, made: Made) -> None:
    own = [
        {"item": "hygiene.kitchen", "person": CARER, "grade": 1, "words": "It is clean."},
        {"item": "sleeping.bedding", "child": MIA, "person": CARER, "grade": 2, "words": "Warm."},
        {"item": "sleeping.bedding", "child": MIA, "person": MIA, "grade": 5, "words": "Cold."},
    ]
    steps = [
        {"item": "sleeping.bedding", "child": MIA, "words": "A sheet for Mia.", "target": 2},
        {"item": "sleeping.bedding", "child": JAY, "words": "A bed for Jay.", "target": 1},
    ]
    again = whole.visit("again", own_grades=own, next_steps=steps)
    assert whole.send("owner", again).status_code == 201
    for person, told, held, absent in (
        (MIA, {"5"}, {"Cold.", "Warm.", "A sheet for Mia.", "2"}, {"It is clean.", "A bed for Jay."}),
        (CARER, {"1", "2"}, {"It is clean.", "Warm."}, {"Cold."}),
    ):
        copy, review = made(person)
        facts = json.loads(copy["what-is-held.json"])
        assert {each["value"] for each in facts if "own grade" in each["what"]} == told
        texts = {each["words, or the digest of a photo"] for each in review}
        assert held <= texts and not absent & texts


def test_what_may_put_a_child_at_risk_once_it_is_known_is_held_back(made: Made) -> None:
    copy, review = made(MIA)
    told = {(each["what"], each["value"]) for each in json.loads(copy["what-is-held.json"])}
    assert not [each for each in told if "shar" in each[0] or each[1] in ("shared", "not_safe")]
    held = {value for row in review for value in row.values()}
    assert {"shared", "child_safety", "not_safe"} <= held
