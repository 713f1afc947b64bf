"""Scoring keeps the contract of tests/vectors, which the device's scoring keeps too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gcp.core.rules import Rules, rules_from_json
from gcp.core.scoring import age_in_months, item_applies, roll_up, score

VECTORS = Path(__file__).parent.parent / "vectors"
GRADES = {str(grade): "" for grade in range(1, 6)}
MEANINGS = {grade: {"name": "", "meaning": ""} for grade in GRADES}


def read(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))


def named(cases: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[each["name"] for each in cases])


def whole_rules(digest: str, doc: dict[str, Any]) -> Rules:
    """Rules of which only what scoring reads was written down."""

    def with_items(group: dict[str, Any]) -> dict[str, Any]:
        more = {"title": "", "quick": False, "question": "", "look_for": [], "grades": GRADES}
        return {**group, "title": "", "items": [{**each, **more} for each in group["items"]]}

    areas = [
        {**with_items(area), "sub_areas": [with_items(each) for each in area["sub_areas"]]}
        for area in doc["areas"]
    ]
    more = {"version": "", "title": "", "signs": [], "patterns": {}, "clocks": {}}
    return rules_from_json(
        {**doc, **more, "grades": MEANINGS, "areas": areas, "digest": digest}
    )


RULES = {name: whole_rules(name, doc) for name, doc in read("scoring")["rules"].items()}


@named(read("ages"))
def test_age_is_in_completed_months(case: dict[str, Any]) -> None:
    assert age_in_months(case["child"], case["on"]) == case["months"]


@named(read("roll_up"))
def test_roll_up(case: dict[str, Any]) -> None:
    grades = [(id, grade) for id, grade in case["grades"]]
    found = roll_up(grades, case["rule"], case["decisive_above"])
    assert found == {"grade": case["grade"], "because": case["because"]}


@named(read("scoring")["cases"])
def test_score(case: dict[str, Any]) -> None:
    assert score(RULES[case["rules"]], case["visit"]) == {
        "rules": case["rules"], "children": case["children"], "home": case["home"],
    }  # fmt: skip


def test_an_item_applies_from_its_first_month_to_before_its_last() -> None:
    stair = RULES["aged"].item("care.stair")
    bed = RULES["aged"].item("care.bed")
    assert stair and bed
    fits = [item_applies(stair, months) for months in (None, 5, 6, 59, 60)]
    assert fits == [False, False, True, True, False]
    assert all(item_applies(bed, months) for months in (None, -1, 0, 300))
