"""A visit is taken whole or refused with every reason, each at its place."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gcp.core.problems import Refused
from gcp.core.rules import read_rules
from gcp.core.scoring import score
from gcp.core.visit import LARGEST_BODY, check_scorable, check_visit, parse_visit
from gcp.core.visit_fields import ACCESS, CONSENTS, KINDS, MADE_UP_BY, ROOMS, SEEN, STATES
from tests.conftest import CORPUS

TESTS = Path(__file__).parent.parent
RULES = read_rules((TESTS / "data" / "small_rules.yaml").read_text("utf-8"))
RECEIVED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def an_id(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012}"


MIA, JAY, ANN, NOBODY_KNOWN = an_id(1), an_id(2), an_id(3), an_id(99)
AT = "2026-03-01T14:02:31+00:00"
BEDDING = {"item": "sleeping.bedding", "child": MIA, "grade": 4}
KITCHEN = {"item": "hygiene.kitchen", "grade": 2}
PHOTO = {
    "id": an_id(10), "sha256": "a" * 64, "bytes": 300_000, "type": "image/jpeg",
    "observed_at": AT, "source": "camera",
}  # fmt: skip
STEP = {"item": "sleeping.bedding", "child": MIA, "words": "A sheet each.", "target": 2}
OWN = {"item": "sleeping.bedding", "child": MIA, "person": ANN, "grade": 3}
VOICE = {"child": MIA, "seen": "seen"}
POWER = {"power": "police_protection", "began_at": AT}
DEVICE = {"id": an_id(6), "app": "0.1.0"}


def a_visit(**changes: Any) -> dict[str, Any]:
    """The smallest whole visit, with the changes asked for."""
    return {
        "id": an_id(4), "home": an_id(5), "rules": RULES.digest,
        "kind": "unannounced", "access": "inside",
        "observed_at": AT, "written_at": AT, "signed_at": None,
        "children": [
            {"id": MIA, "name": "Mia", "born": "2021-05-01"}, {"id": JAY, "name": "Jay"},
        ],
        "adults": [{"id": ANN, "name": "Ann", "role": "carer"}],
        "present": [], "grades": [], "signs": [], "voices": [], "photos": [],
        **changes,
    }  # fmt: skip


FULL = a_visit(
    left_at="2026-03-01T14:40:00+00:00", signed_at="2026-03-01T15:00:00.123Z", reason="Spelling",
    present=[MIA, ANN], in_charge=ANN, arrival="Television on, curtains shut.",
    children=[{"id": MIA, "name": "Mia", "born": "2021-05-01", "about_years": None},
              {"id": JAY, "name": "Jay", "about_years": 9}],
    adults=[{"id": ANN, "name": "Ann", "role": "carer", "relation": "mother"}],
    grades=[{**BEDDING, "words": "No sheet.", "made_up_by": ["school", "child"],
             "made_up_words": "Washed at school."},
            {"item": "sleeping.bedding", "child": JAY, "grade": 4, "same_as": MIA},
            {"item": "hygiene.kitchen", "state": "not_seen", "child": None, "grade": None}],
    next_steps=[{**STEP, "by": "2026-04-01", "helps": "Gran buys two."},
                {"item": "hygiene.kitchen", "child": None, "words": "Bin out.", "target": 5}],
    own_grades=[{**OWN, "words": "It is washed."}, {**OWN, "person": MIA, "grade": 5},
                {"item": "hygiene.kitchen", "person": ANN, "state": "not_applicable"}],
    quick=True, done_now="Stayed with the children.",
    powers=[{"power": "police_protection", "began_at": AT, "words": "Cold.", "children": [MIA]},
            {"power": "police_protection", "began_at": "2026-03-01T14:10:00Z", "children": []},
            {"power": "other", "began_at": AT}],
    care={"in_charge_age": 17, "check": "Duty worker told.",
          "takes_over": {"name": "Aunt May", "relation": "aunt", "age": 40, "checked": "not_asked",
                         "words": "Lives next door.", "person": None}},
    signs=[{"sign": "cannabis", "words": "In the hall."}],
    voices=[{"child": MIA, "seen": "seen_alone", "why": None, "appearance": "Tired",
             "own_words": "x" * 10_000, "activity": "a", "relationships": "b",
             "surroundings": "c"}],
    photos=[{**PHOTO, "item": "sleeping.bedding", "child": MIA, "room": "bedroom",
             "caption": "Bed", "consent": "agreed", "consent_words": "",
             "file_modified_at": "1980-01-01T00:00:00-05:00"}],
    withdrawn_photos=[{"id": an_id(11), "sha256": "a" * 64, "at": AT, "why": "Face"},
                      {"id": an_id(12), "sha256": "a" * 64, "at": AT, "why": "Again"}],
    no_photos="", notes="", device={**DEVICE, "clock_ahead_s": -7},
)  # fmt: skip


def refusals(doc: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        check_visit(doc, RULES, RECEIVED)
    return [(each.path, each.code) for each in refused.value.problems]


def parse_refusals(body: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        parse_visit(body)
    return [(each.path, each.code) for each in refused.value.problems]


@pytest.mark.parametrize("doc", [a_visit(), FULL, {**FULL, "result": score(RULES, FULL)}])
def test_a_sound_visit_is_taken_and_left_as_it_is(doc: dict[str, Any]) -> None:
    before = copy.deepcopy(doc)
    check_visit(doc, RULES, RECEIVED)
    assert doc == before
    assert parse_visit(json.dumps(doc).encode()) == doc


@pytest.mark.parametrize("access", ["refused", "no_reply"])
def test_a_visit_without_access_and_without_children_is_a_visit(access: str) -> None:
    check_visit(a_visit(access=access, children=[], adults=[]), RULES, RECEIVED)


@pytest.mark.parametrize("key", a_visit())
def test_what_must_be_there_is_asked_for(key: str) -> None:
    doc = a_visit()
    del doc[key]
    assert (key, "field_missing") in refusals(doc)
    if key != "signed_at":
        assert (key, "field_missing") in refusals(a_visit(**{key: None}))


@pytest.mark.parametrize("value", [0, 6, -1, 3.5, 4.0, True, "4", [], {}, 10**40, float("inf")])
def test_a_grade_is_a_whole_number_from_1_to_5(value: Any) -> None:
    doc = a_visit(grades=[{**KITCHEN, "grade": value}])
    assert refusals(doc) == [("grades[0].grade", "whole_range")]


@pytest.mark.parametrize(
    ("field", "words"),
    [("kind", KINDS), ("access", ACCESS)],
)
def test_words_from_a_list_are_taken_and_others_refused(field: str, words: tuple[str]) -> None:
    for word in words:
        check_visit(a_visit(**{field: word}), RULES, RECEIVED)
    for other in ("", "INSIDE", "x", 1, True, [], {}, [words[0]]):
        assert refusals(a_visit(**{field: other})) == [(field, "choice_unknown")]


def test_every_word_of_the_other_lists_is_taken() -> None:
    for state in STATES:
        doc = a_visit(grades=[{"item": "hygiene.kitchen", "state": state}])
        check_visit(doc, RULES, RECEIVED)
    for seen in SEEN:
        check_visit(a_visit(voices=[{**VOICE, "seen": seen}]), RULES, RECEIVED)
    for room in ROOMS:
        check_visit(a_visit(photos=[{**PHOTO, "room": room}]), RULES, RECEIVED)
    for consent in CONSENTS:
        check_visit(a_visit(photos=[{**PHOTO, "consent": consent}]), RULES, RECEIVED)
    grade = {**KITCHEN, "made_up_by": list(MADE_UP_BY)}
    check_visit(a_visit(grades=[grade]), RULES, RECEIVED)


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"id": an_id(4).replace("-", "")}, "id", "not_uuid"),
        ({"id": "0B9C2F4E-6D1A-4C3B-9F57-2A8E1D7C6B05"}, "id", "not_uuid"),
        ({"id": an_id(4) + "\n"}, "id", "not_uuid"),
        ({"id": 4}, "id", "not_uuid"),
        ({"rules": "0" * 64}, "rules", "rules_differ"),
        ({"rules": "0" * 63}, "rules", "not_sha256"),
        ({"observed_at": "2026-03-01"}, "observed_at", "not_time"),
        ({"observed_at": "2026-03-01T14:00:00"}, "observed_at", "not_time"),
        ({"observed_at": "2026-03-01 14:00:00+00:00"}, "observed_at", "not_time"),
        ({"observed_at": "2026-02-30T14:00:00Z"}, "observed_at", "not_time"),
        ({"observed_at": "2026-W09-7T14:00:00Z"}, "observed_at", "not_time"),
        ({"observed_at": "20260301T140000Z"}, "observed_at", "not_time"),
        ({"observed_at": "٢٠٢٦-03-01T14:00:00Z"}, "observed_at", "not_time"),
        ({"observed_at": 1772373600}, "observed_at", "not_time"),
        ({"observed_at": "1999-12-31T23:59:59Z", "children": []}, "observed_at", "time_before"),
        ({"observed_at": "0002-01-01T00:00:00+14:00", "children": []},
         "observed_at", "time_before"),
        ({"observed_at": "2026-03-03T12:00:01Z"}, "observed_at", "time_ahead"),
        ({"observed_at": "9998-12-31T23:59:59-14:00"}, "observed_at", "time_ahead"),
        ({"left_at": "2026-03-03T12:00:01Z"}, "left_at", "time_ahead"),
        ({"left_at": "1999-12-31T23:59:59Z"}, "left_at", "time_before"),
        ({"written_at": "9999-12-31T23:59:59-14:00"}, "written_at", "not_time"),
        ({"written_at": "0001-01-01T00:00:00+14:00"}, "written_at", "not_time"),
        ({"signed_at": False}, "signed_at", "not_time"),
        ({"colour": "red"}, "colour", "field_unknown"),
        ({"": 1}, "", "field_unknown"),
        ({"grades": {}}, "grades", "not_list"),
        ({"grades": "all 2"}, "grades", "not_list"),
        ({"grades": [7]}, "grades[0]", "not_object"),
        ({"grades": [None]}, "grades[0]", "not_object"),
        ({"grades": [{**KITCHEN, "colour": 1}]}, "grades[0].colour", "field_unknown"),
        ({"grades": [{**KITCHEN, "item": "hygiene.moon"}]}, "grades[0].item", "item_unknown"),
        ({"grades": [{**KITCHEN, "item": ["a"]}]}, "grades[0].item", "not_text"),
        ({"grades": [{**KITCHEN, "child": MIA}]}, "grades[0].child", "child_unwanted"),
        ({"grades": [{**BEDDING, "child": None}]}, "grades[0].child", "child_missing"),
        ({"grades": [{**BEDDING, "child": ANN}]}, "grades[0].child", "child_unknown"),
        ({"grades": [{**BEDDING, "same_as": ANN}]}, "grades[0].same_as", "child_unknown"),
        ({"grades": [{**BEDDING, "same_as": MIA}]}, "grades[0].same_as", "same_as_itself"),
        ({"grades": [{**KITCHEN, "same_as": MIA}]}, "grades[0].same_as", "same_as_home"),
        ({"grades": [{**KITCHEN, "state": "refused"}]}, "grades[0]", "answer_both"),
        ({"grades": [{"item": "hygiene.kitchen"}]}, "grades[0]", "answer_missing"),
        ({"grades": [KITCHEN, KITCHEN]}, "grades[1]", "answer_twice"),
        ({"grades": [{**KITCHEN, "words": "x" * 5_001}]}, "grades[0].words", "text_long"),
        ({"grades": [{**KITCHEN, "words": 5}]}, "grades[0].words", "not_text"),
        ({"grades": [{**KITCHEN, "made_up_by": "school"}]}, "grades[0].made_up_by", "not_list"),
        ({"grades": [{**KITCHEN, "made_up_by": ["gran"]}]},
         "grades[0].made_up_by", "choice_unknown"),
        ({"grades": [{**KITCHEN, "made_up_by": [["a"]]}]},
         "grades[0].made_up_by", "choice_unknown"),
        ({"grades": [{**KITCHEN, "made_up_by": ["child"] * 2}]},
         "grades[0].made_up_by", "entry_twice"),
        ({"next_steps": {}}, "next_steps", "not_list"),
        ({"next_steps": [{**STEP, "words": " "}]}, "next_steps[0].words", "text_blank"),
        ({"next_steps": [{**STEP, "target": 0}]}, "next_steps[0].target", "whole_range"),
        ({"next_steps": [{**STEP, "target": "2"}]}, "next_steps[0].target", "whole_range"),
        ({"next_steps": [{**STEP, "by": "soon"}]}, "next_steps[0].by", "not_date"),
        ({"next_steps": [{**STEP, "item": "a.b"}]}, "next_steps[0].item", "item_unknown"),
        ({"next_steps": [{**STEP, "child": None}]}, "next_steps[0].child", "child_missing"),
        ({"next_steps": [{**STEP, "child": ANN}]}, "next_steps[0].child", "child_unknown"),
        ({"next_steps": [STEP, {**STEP, "target": 1}]}, "next_steps[1]", "step_twice"),
        ({"grades": [BEDDING], "next_steps": [{**STEP, "target": 4}]},
         "next_steps[0].target", "target_not_better"),
        ({"own_grades": [OWN, OWN]}, "own_grades[1]", "answer_twice"),
        ({"own_grades": [{**OWN, "person": NOBODY_KNOWN}]},
         "own_grades[0].person", "person_unknown"),
        ({"own_grades": [{**OWN, "child": None}]}, "own_grades[0].child", "child_missing"),
        ({"own_grades": [{**OWN, "state": "refused"}]}, "own_grades[0]", "answer_both"),
        ({"own_grades": [{**OWN, "grade": 6}]}, "own_grades[0].grade", "whole_range"),
        ({"own_grades": [{**OWN, "same_as": MIA}]}, "own_grades[0].same_as", "field_unknown"),
        ({"quick": 1}, "quick", "not_flag"),
        ({"done_now": ["Left."]}, "done_now", "not_text"),
        ({"powers": [{**POWER, "power": "eviction"}]}, "powers[0].power", "choice_unknown"),
        ({"powers": [{**POWER, "began_at": "21:20"}]}, "powers[0].began_at", "not_time"),
        ({"powers": [{**POWER, "began_at": None}]}, "powers[0].began_at", "field_missing"),
        ({"powers": [{**POWER, "began_at": "2026-03-09T21:20:00Z"}]},
         "powers[0].began_at", "time_ahead"),
        ({"powers": [{**POWER, "began_at": "1999-03-09T21:20:00Z"}]},
         "powers[0].began_at", "time_before"),
        ({"powers": [{**POWER, "ends_at": AT}]}, "powers[0].ends_at", "field_unknown"),
        ({"powers": [{**POWER, "children": [MIA, ANN]}]},
         "powers[0].children[1]", "child_unknown"),
        ({"powers": [{**POWER, "children": [7]}]}, "powers[0].children[0]", "child_unknown"),
        ({"powers": [{**POWER, "children": [MIA, MIA]}]},
         "powers[0].children[1]", "person_twice"),
        ({"powers": [{**POWER, "children": MIA}]}, "powers[0].children", "not_list"),
        ({"powers": [POWER, POWER]}, "powers[1]", "power_twice"),
        ({"care": []}, "care", "not_object"),
        ({"care": {"who": ANN}}, "care.who", "field_unknown"),
        ({"care": {"in_charge_age": 121}}, "care.in_charge_age", "whole_range"),
        ({"care": {"takes_over": "Ann"}}, "care.takes_over", "not_object"),
        ({"care": {"takes_over": {"name": "May"}}}, "care.takes_over.checked", "field_missing"),
        ({"care": {"takes_over": {"name": "May", "checked": "maybe"}}},
         "care.takes_over.checked", "choice_unknown"),
        ({"care": {"takes_over": {"checked": "yes"}}}, "care.takes_over", "takes_over_who"),
        ({"care": {"takes_over": {"checked": "yes", "person": ANN, "name": "May"}}},
         "care.takes_over", "takes_over_who"),
        ({"care": {"takes_over": {"checked": "yes", "person": NOBODY_KNOWN}}},
         "care.takes_over.person", "person_unknown"),
        ({"present": [NOBODY_KNOWN]}, "present[0]", "person_unknown"),
        ({"present": [[]]}, "present[0]", "person_unknown"),
        ({"present": [MIA, MIA]}, "present[1]", "person_twice"),
        ({"in_charge": "gran"}, "in_charge", "person_unknown"),
        ({"in_charge": 1}, "in_charge", "not_text"),
        ({"signs": [{"sign": "ghost"}]}, "signs[0].sign", "sign_unknown"),
        ({"signs": [{"sign": "cannabis"}] * 2}, "signs[1].sign", "sign_twice"),
        ({"voices": [{"child": ANN, "seen": "seen"}]}, "voices[0].child", "child_unknown"),
        ({"voices": [{"child": MIA}]}, "voices[0].seen", "field_missing"),
        ({"voices": [VOICE, VOICE]}, "voices[1].child", "voice_twice"),
        ({"voices": [{**VOICE, "own_words": "x" * 10_001}]}, "voices[0].own_words", "text_long"),
        ({"photos": [{**PHOTO, "sha256": "A" * 64}]}, "photos[0].sha256", "not_sha256"),
        ({"photos": [{**PHOTO, "bytes": 0}]}, "photos[0].bytes", "whole_range"),
        ({"photos": [{**PHOTO, "bytes": True}]}, "photos[0].bytes", "whole_range"),
        ({"photos": [{**PHOTO, "type": "text/html"}]}, "photos[0].type", "not_picture_type"),
        ({"photos": [{**PHOTO, "item": "a.b"}]}, "photos[0].item", "item_unknown"),
        ({"photos": [{**PHOTO, "child": ANN}]}, "photos[0].child", "child_unknown"),
        ({"photos": [{**PHOTO, "room": "attic"}]}, "photos[0].room", "choice_unknown"),
        ({"photos": [PHOTO, {**PHOTO, "id": an_id(12)}]}, "photos[1].sha256", "photo_twice"),
        ({"photos": [PHOTO, {**PHOTO, "sha256": "b" * 64}]}, "photos[1].id", "id_twice_here"),
        ({"photos": [{**PHOTO, "observed_at": "2026-03-01"}]}, "photos[0].observed_at", "not_time"),
        ({"withdrawn_photos": [{"id": an_id(11), "sha256": "a" * 64, "at": AT}]},
         "withdrawn_photos[0].why", "field_missing"),
        ({"children": [{"id": MIA, "name": " "}]}, "children[0].name", "text_blank"),
        ({"children": [{"id": MIA, "name": "x" * 201}]}, "children[0].name", "text_long"),
        ({"children": [{"id": MIA, "name": "M", "born": "2026-03-02"}]},
         "children[0].born", "born_after_visit"),
        ({"children": [{"id": MIA, "name": "M", "born": "1899-12-31"}]},
         "children[0].born", "born_before"),
        ({"children": [{"id": MIA, "name": "M", "born": "2025-02-29"}]},
         "children[0].born", "not_date"),
        ({"children": [{"id": MIA, "name": "M", "born": AT}]}, "children[0].born", "not_date"),
        ({"children": [{"id": MIA, "name": "M", "about_years": 18}]},
         "children[0].about_years", "whole_range"),
        ({"children": [{"id": MIA, "name": "M", "about_years": "4"}]},
         "children[0].about_years", "whole_range"),
        ({"adults": [{"id": MIA, "name": "A", "role": "carer"}]}, "adults[0].id", "id_twice_here"),
        ({"adults": [{"id": ANN, "name": "A", "role": "mother"}]},
         "adults[0].role", "choice_unknown"),
        ({"notes": "x" * 10_001}, "notes", "text_long"),
        ({"device": "tablet"}, "device", "not_object"),
        ({"device": {"id": an_id(6)}}, "device.app", "field_missing"),
        ({"device": {**DEVICE, "clock_ahead_s": 1.5}}, "device.clock_ahead_s", "whole_range"),
        ({"device": {**DEVICE, "clock_ahead_s": "9"}}, "device.clock_ahead_s", "whole_range"),
        ({"device": {**DEVICE, "clock_ahead_s": 10**30}}, "device.clock_ahead_s", "whole_range"),
        ({"result": []}, "result", "not_object"),
    ],
)  # fmt: skip
def test_one_mistake_is_named_with_its_place(changes: Any, path: str, code: str) -> None:
    assert refusals(a_visit(**changes)) == [(path, code)]


@pytest.mark.parametrize(
    ("field", "most"),
    [("children", 30), ("adults", 30), ("present", 60), ("grades", 2_000), ("signs", 200),
     ("next_steps", 2_000), ("own_grades", 2_000), ("powers", 50),
     ("voices", 30), ("photos", 200), ("withdrawn_photos", 200)],
)  # fmt: skip
def test_no_list_is_longer_than_its_limit(field: str, most: int) -> None:
    assert (field, "list_long") in refusals(a_visit(**{field: [{}] * (most + 1)}))
    assert (field, "list_long") not in refusals(a_visit(**{field: [{}] * most}))


def test_limits_are_in_characters_and_reached_ones_are_taken() -> None:
    words = "👩" * 5_000
    check_visit(a_visit(grades=[{**KITCHEN, "words": words}], arrival=words), RULES, RECEIVED)
    check_visit(a_visit(observed_at="2026-03-03T12:00:00Z"), RULES, RECEIVED)
    check_visit(a_visit(observed_at="2000-01-01T00:00:00Z", children=[]), RULES, RECEIVED)


@pytest.mark.parametrize(
    "at", ["1970-01-01T00:00:07+00:00", "2026-03-09T12:00:00Z", "2099-01-01T00:00:00+14:00",
           "0002-01-01T00:00:00+14:00", "9998-12-31T23:59:59-14:00"],
)  # fmt: skip
def test_a_device_s_wrong_clock_holds_up_nothing_that_its_author_cannot_mend(at: str) -> None:
    photos = [{**PHOTO, "observed_at": at}]
    withdrawn = [{"id": an_id(11), "sha256": "b" * 64, "at": at, "why": "Face"}]
    doc = a_visit(written_at=at, signed_at=at, photos=photos, withdrawn_photos=withdrawn)
    check_visit(doc, RULES, RECEIVED)


def test_what_the_family_says_and_what_is_agreed_never_enter_the_score() -> None:
    bare = {key: FULL[key] for key in FULL if key not in ("next_steps", "own_grades")}
    assert score(RULES, FULL) == score(RULES, bare)


@pytest.mark.parametrize(
    "grades", [[], [{**BEDDING, "grade": 3}], [{"item": "sleeping.bedding", "child": MIA,
                                               "state": "not_seen"}]],
)  # fmt: skip
def test_a_step_is_taken_to_any_grade_better_than_the_one_given_if_there_is_one(
    grades: list[dict[str, Any]]
) -> None:
    check_visit(a_visit(grades=grades, next_steps=[STEP]), RULES, RECEIVED)


def test_the_day_of_the_visit_is_as_it_was_written() -> None:
    child = {"id": MIA, "name": "M", "born": "2026-03-02"}
    at = "2026-03-02T00:30:00+02:00"
    check_visit(a_visit(observed_at=at, children=[child]), RULES, RECEIVED)


def test_an_answer_that_does_not_fit_the_age_is_kept() -> None:
    grade = {"item": "sleeping.cot", "child": MIA, "grade": 3}
    check_visit(a_visit(grades=[grade]), RULES, RECEIVED)


def test_every_mistake_is_found_at_once() -> None:
    doc = a_visit(
        kind="surprise", notes=7, in_charge="x",
        grades=[{**KITCHEN, "grade": 6}, {**BEDDING, "child": ANN, "item": "a.b", "words": 1}],
        voices=[{"child": "x", "seen": "yes"}],
    )  # fmt: skip
    del doc["home"]
    assert sorted(refusals(doc)) == [
        ("grades[0].grade", "whole_range"),
        ("grades[1].child", "child_unknown"),
        ("grades[1].item", "item_unknown"),
        ("grades[1].words", "not_text"),
        ("home", "field_missing"),
        ("in_charge", "person_unknown"),
        ("kind", "choice_unknown"),
        ("notes", "not_text"),
        ("voices[0].child", "child_unknown"),
        ("voices[0].seen", "choice_unknown"),
    ]


ODD = (None, True, 0, -1, 1.5, 10**30, "", " ", "x" * 20_000, "\u202e", [], {}, [[]], [{}],
       {"a": {}})  # fmt: skip


@pytest.mark.parametrize("key", FULL)
def test_no_odd_value_anywhere_breaks_the_check(key: str) -> None:
    for odd in ODD:
        docs = [{**FULL, key: odd}]
        if isinstance(FULL[key], list) and FULL[key] and isinstance(FULL[key][0], dict):
            docs += [{**FULL, key: [{**FULL[key][0], name: odd}]} for name in FULL[key][0]]
        for doc in docs:
            try:
                check_visit(doc, RULES, RECEIVED)
            except Refused as refused:
                assert refused.problems


def test_a_result_that_is_nested_too_deep_is_refused() -> None:
    deep: Any = 1
    for _ in range(500):
        deep = {"a": [deep]}
    assert refusals(a_visit(result={"home": deep})) == [("result", "json_deep")]


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        (b"", "", "json_broken"),
        (b"{", "", "json_broken"),
        (b"{'id': 1}", "", "json_broken"),
        (b'{"a": 1} {"a": 1}', "", "json_broken"),
        (b'{"a": "\x00"}', "", "json_broken"),
        (b"\xef\xbb\xbf{}", "", "json_broken"),
        (b"[]", "", "body_no_object"),
        (b"null", "", "body_no_object"),
        (b'"visit"', "", "body_no_object"),
        (b"\xff\xfe{\x00}\x00", "", "body_not_utf8"),
        (b'{"a": "\xed\xa0\x80"}', "", "body_not_utf8"),
        (b'{"a": NaN}', "", "json_no_number"),
        (b'{"a": -Infinity}', "", "json_no_number"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "", "json_long_number"),
        (b"[" * 100_000, "", "json_deep"),
        (b'{"a":' * 100_000, "", "json_deep"),
        (b'{"a": {"b": 1, "c": 2, "b": 1}}', "b", "json_twice"),
        (b'{"a": ["x", "\\u0000"]}', "a[1]", "text_nul"),
        (b'{"a": {"b": "\\ud83d"}}', "a.b", "text_half"),
        (b'{"\\udc00": 1}', "\N{REPLACEMENT CHARACTER}", "text_half"),
        (b'"' + b"x" * LARGEST_BODY + b'"', "", "body_too_large"),
    ],
    ids=range(21),
)
def test_what_is_no_visit_at_all_is_refused(body: bytes, path: str, code: str) -> None:
    assert parse_refusals(body) == [(path, code)]


def test_escapes_that_make_whole_characters_are_taken() -> None:
    body = b'{"notes": "\\ud83d\\udc69 \\u00e9 \\\\u0000"}'
    assert parse_visit(body) == {"notes": "👩 é \\u0000"}


def test_every_naughty_string_is_kept_or_refused_by_name() -> None:
    file = CORPUS / "naughty-strings.json"
    if not file.is_file():
        pytest.skip("the corpus is not here")
    for text in json.loads(file.read_text("utf-8")):
        doc = a_visit(notes=text[:5_000], arrival=text[:5_000])
        check_visit(parse_visit(json.dumps(doc).encode()), RULES, RECEIVED)
        for key in ("id", "kind", "observed_at", "in_charge", text):
            assert refusals({**a_visit(), key: text})


def test_a_score_needs_only_the_day_the_children_and_the_grades() -> None:
    small = {
        "observed_at": "2026-01-10T10:00:00Z",
        "children": [{"id": "a", "born": "2020-05-01"}, {"id": "b", "about_years": 4}],
        "grades": [{"item": "sleeping.bedding", "child": "a", "grade": 4},
                   {"item": "hygiene.kitchen", "state": "not_seen"}],
    }  # fmt: skip
    check_scorable(small, RULES)
    check_scorable(FULL, RULES)
    check_scorable({**small, "notes": 7, "photos": None}, RULES)


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"observed_at": "2026-01-10"}, "observed_at", "not_time"),
        ({"children": None}, "children", "field_missing"),
        ({"children": [{}]}, "children[0].id", "field_missing"),
        ({"children": [{"id": ""}]}, "children[0].id", "text_blank"),
        ({"children": [{"id": "a"}, {"id": "a"}]}, "children[1].id", "id_twice_here"),
        ({"children": [{"id": "a", "born": "2026-01-11"}]}, "children[0].born", "born_after_visit"),
        ({"grades": [{"item": "sleeping.bedding", "child": "z", "grade": 1}]},
         "grades[0].child", "child_unknown"),
        ({"grades": [{"item": "hygiene.kitchen", "grade": "4"}]}, "grades[0].grade", "whole_range"),
        ({"colour": 1}, "colour", "field_unknown"),
    ],
)  # fmt: skip
def test_what_a_score_rests_on_is_checked(changes: Any, path: str, code: str) -> None:
    small = {"observed_at": "2026-01-10T10:00:00Z", "children": [], "grades": [], **changes}
    with pytest.raises(Refused) as refused:
        check_scorable(small, RULES)
    assert [(each.path, each.code) for each in refused.value.problems] == [(path, code)]
