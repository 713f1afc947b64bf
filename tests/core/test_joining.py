"""Joined homes tell their visits under one id for each person, and change no record."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from gcp.core.history import VisitRecord
from gcp.core.joining import ends, may_be_same, postcode_key, translated

AREA = {"sleeping": {"grade": 5}}
BODY = {
    "id": "visit", "children": [{"id": "girl", "name": "Girl"}, {"id": "boy", "name": "Boy"}],
    "adults": [{"id": "woman", "name": "Woman", "role": "carer"}],
    "present": ["girl", "woman"], "in_charge": "woman",
    "grades": [
        {"item": "bedding", "child": "girl", "grade": 5},
        {"item": "bedding", "child": "boy", "grade": 5, "same_as": "girl"},
        {"item": "kitchen", "grade": 2},
    ],
    "next_steps": [{"item": "bedding", "child": "girl", "words": "girl", "target": 2}],
    "own_grades": [{"item": "bedding", "child": "boy", "person": "woman", "grade": 3},
                   {"item": "bedding", "child": "girl", "person": "girl", "grade": 4}],
    "powers": [{"power": "arrest", "began_at": ""},
               {"power": "police_protection", "began_at": "", "children": ["girl", "boy"]}],
    "care": {"check": "girl", "takes_over": {"person": "woman", "checked": "yes"}},
    "voices": [{"child": "girl", "seen": "seen"}],
    "photos": [{"id": "photo", "child": "girl"}, {"id": "other"}],
    "notes": "girl",
}  # fmt: skip


def a_record(**changes: Any) -> VisitRecord:
    body = {**copy.deepcopy(BODY), **changes}
    result = {"home": AREA, "children": {each["id"]: AREA for each in body["children"]}}
    return VisitRecord("visit", "found", "author", "Author", "police", body, result, "", 1)


def test_everyone_is_told_under_the_id_they_are_known_by() -> None:
    found = translated(a_record(), {"girl": "mia", "woman": "ann", "stranger": "bob"})
    assert found.body == {
        "id": "visit", "children": [{"id": "mia", "name": "Girl"}, {"id": "boy", "name": "Boy"}],
        "adults": [{"id": "ann", "name": "Woman", "role": "carer"}],
        "present": ["mia", "ann"], "in_charge": "ann",
        "grades": [
            {"item": "bedding", "child": "mia", "grade": 5},
            {"item": "bedding", "child": "boy", "grade": 5, "same_as": "mia"},
            {"item": "kitchen", "grade": 2},
        ],
        "next_steps": [{"item": "bedding", "child": "mia", "words": "girl", "target": 2}],
        "own_grades": [{"item": "bedding", "child": "boy", "person": "ann", "grade": 3},
                       {"item": "bedding", "child": "mia", "person": "mia", "grade": 4}],
        "powers": [{"power": "arrest", "began_at": ""},
                   {"power": "police_protection", "began_at": "", "children": ["mia", "boy"]}],
        "care": {"check": "girl", "takes_over": {"person": "ann", "checked": "yes"}},
        "voices": [{"child": "mia", "seen": "seen"}],
        "photos": [{"id": "photo", "child": "mia"}, {"id": "other"}],
        "notes": "girl",
    }  # fmt: skip
    assert found.result == {"home": AREA, "children": {"mia": AREA, "boy": AREA}}


def test_the_record_itself_is_left_as_it_was() -> None:
    record = a_record()
    translated(record, {"girl": "mia"})
    assert record == a_record()


@pytest.mark.parametrize("same", [{}, {"somebody": "mia"}])
def test_a_visit_that_names_nobody_else_is_the_same(same: dict[str, str]) -> None:
    record = a_record()
    assert translated(record, same) is record


def test_what_a_visit_leaves_out_stays_left_out() -> None:
    record = VisitRecord("v", "h", "a", "A", "p", {"children": [{"id": "girl"}]}, {}, "", 1)
    assert translated(record, {"girl": "mia"}).body == {"children": [{"id": "mia"}]}


def test_two_whom_a_visit_tells_apart_stay_two() -> None:
    met = translated(a_record(), {"girl": "boy"})
    assert [each["id"] for each in met.body["children"]] == ["girl", "boy"]
    both = translated(a_record(), {"girl": "mia", "boy": "mia"})
    assert [each["id"] for each in both.body["children"]] == ["mia", "boy"]
    assert set(both.result["children"]) == {"mia", "boy"}


@pytest.mark.parametrize(
    ("same", "expected"),
    [
        ({}, {}),
        ({"a": "b"}, {"a": "b"}),
        ({"a": "b", "b": "c"}, {"a": "c", "b": "c"}),
        ({"a": "b", "b": "a"}, {"b": "a"}),
        ({"c": "b", "b": "a", "a": "b"}, {"b": "a", "c": "a"}),
        ({"a": "a"}, {}),
    ],
)
def test_everyone_ends_at_one_person_however_many_steps_it_takes(
    same: dict[str, str], expected: dict[str, str]
) -> None:
    assert ends(same) == expected


@pytest.mark.parametrize(
    ("kind", "other", "may"),
    [("child", "child", True), ("carer", "carer", True), ("child", "other", True),
     ("other", "carer", True), ("child", "carer", False), ("carer", "child", False)],
)  # fmt: skip
def test_a_child_is_no_carer(kind: str, other: str, may: bool) -> None:
    assert may_be_same(kind, other) == may


@pytest.mark.parametrize(
    ("written", "key"), [("zz1 1zz", "ZZ11ZZ"), (" ZZ1  1ZZ", "ZZ11ZZ"), ("", ""), (" ", "")]
)
def test_postcodes_are_compared_without_spaces(written: str, key: str) -> None:
    assert postcode_key(written) == key
