"""What a rules file has to hold, read from its places into the JSON that `as_json` gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from gcp.core.problems import Refused
from gcp.core.yaml_places import Place, read_yaml

Doc = dict[str, Any]

GRADES = ("1", "2", "3", "4", "5")
ROLL_UPS = ("graded_care", "worst")
ABOUT = ("home", "child")
SIGN_GROUPS = ("people", "substances", "safety", "children", "home", "animals")
DECISIVE_ABOVE = 3
MOST_MONTHS = 1_200
MOST_NUMBER = 100_000

# The shipped thresholds, for a file that leaves them out; a name that is not here has no meaning.
PATTERNS: Mapping[str, int] = {
    "worse_visits": 3,
    "long_standing_days": 90,
    "improvement_days": 365,
    "arranged_minimum": 2,
    "unannounced_minimum": 2,
    "hard_to_see_in_row": 2,
    "not_seen_days": 28,
    "not_alone_days": 60,
    "alone_from_months": 36,
    "referrals_closed": 3,
    "fewest_visits": 3,
    "agreement_answers": 30,
    "agreement_pairs": 5,
}
CLOCKS: Mapping[str, int] = {
    "referral_decision_working_days": 1,
    "feedback_working_days": 1,
    "escalation_step_working_days": 5,
    "escalation_final_working_days": 14,
    "urgent_escalation_hours": 24,
    "police_protection_hours": 72,
}


def read_document(text: str) -> Doc:
    """A rules file as JSON with its defaults and full ids, not yet with its digest.

    Raises Refused with every mistake, in the order of the file.
    """
    top = read_yaml(text)
    doc = _rules(top)
    if top.problems:
        raise Refused(sorted(top.problems, key=lambda each: (each.line or 0, each.column or 0)))
    return doc


def _rules(place: Place) -> Doc:
    found = place.fields(
        ("version", "title", "roll_up", "grades", "areas"),
        ("signs", "patterns", "clocks", "escalation_stages"),
    )
    stages = found["escalation_stages"].each(least=1) if "escalation_stages" in found else []
    return {
        "version": found["version"].text(),
        "title": found["title"].text(),
        "roll_up": _roll_up(found["roll_up"]),
        "grades": _grades(found["grades"], _meaning),
        "areas": _unique(found["areas"].each(least=1), _area),
        "signs": _unique(found["signs"].each(), _sign) if "signs" in found else [],
        "patterns": _numbers(found.get("patterns"), PATTERNS),
        "clocks": _numbers(found.get("clocks"), CLOCKS),
        # Only where the file names them: a version from before they could be keeps its digest.
        **({"escalation_stages": [each.text() for each in stages]} if stages else {}),
    }


def _roll_up(place: Place) -> Doc:
    found = place.fields(("rule",), ("decisive_above",))
    rule = found["rule"].choice(ROLL_UPS)
    above = DECISIVE_ABOVE
    if "decisive_above" in found:
        above = found["decisive_above"].whole(1, 5)
    elif rule == "graded_care":
        place.wrong("key_missing", key="decisive_above")
    return {"rule": rule, "decisive_above": above}


def _grades(place: Place, read: Callable[[Place], Any]) -> dict[str, Any]:
    """One value for each grade; its key is text in quotes, as everywhere that grades are keys."""
    found = {}
    for key, value in place.pairs():
        if key.value not in GRADES:
            place.wrong_at(key, value.path, "grade_unknown")
        elif key.tag != "str":
            place.wrong_at(key, value.path, "grade_quotes", grade=key.value)
        found[key.value] = read(value)
    for grade in GRADES:
        if place.node.kind == "map" and grade not in found:
            place.wrong("grade_missing", grade=grade)
    return {grade: found.get(grade) for grade in GRADES}


def _meaning(place: Place) -> Doc:
    found = place.fields(("name", "meaning"))
    return {"name": found["name"].text(), "meaning": found["meaning"].text()}


def _area(place: Place) -> Doc:
    found = place.fields(("id", "title"), ("items", "sub_areas"))
    area: Doc = {"id": found["id"].id(), "title": found["title"].text()}
    if "items" in found and "sub_areas" in found:
        found["sub_areas"].wrong("area_both")
    elif "items" not in found and "sub_areas" not in found and place.node.kind == "map":
        place.wrong("area_neither")
    for key, read in (("items", _item), ("sub_areas", _sub_area)):
        inside = found[key].each(least=1) if key in found else []
        area[key] = _unique(inside, partial(read, f"{area['id']}."))
    return area


def _sub_area(prefix: str, place: Place) -> Doc:
    found = place.fields(("id", "title", "items"))
    id = prefix + found["id"].id()
    items = _unique(found["items"].each(least=1), partial(_item, f"{id}."))
    return {"id": id, "title": found["title"].text(), "items": items}


def _item(prefix: str, place: Place) -> Doc:
    found = place.fields(
        ("id", "title", "about", "question", "grades"), ("ages", "quick", "look_for")
    )
    look_for = found["look_for"].each() if "look_for" in found else []
    return {
        "id": prefix + found["id"].id(),
        "title": found["title"].text(),
        "about": found["about"].choice(ABOUT),
        "ages": _ages(found["ages"]) if "ages" in found else None,
        "quick": found["quick"].flag() if "quick" in found else False,
        "question": found["question"].text(),
        "look_for": [each.text() for each in look_for],
        "grades": _grades(found["grades"], Place.text),
    }


def _ages(place: Place) -> Doc:
    found = place.fields(("from_months", "to_months"))
    problems = len(place.problems)
    ages = {key: found[key].whole(0, MOST_MONTHS) for key in ("from_months", "to_months")}
    if len(place.problems) == problems and ages["to_months"] <= ages["from_months"]:
        found["to_months"].wrong("ages_reversed", **ages)
    return ages


def _sign(place: Place) -> Doc:
    found = place.fields(("id", "title", "group"))
    return {
        "id": found["id"].id(),
        "title": found["title"].text(),
        "group": found["group"].choice(SIGN_GROUPS),
    }


def _numbers(place: Place | None, shipped: Mapping[str, int]) -> dict[str, int]:
    found = place.fields((), shipped) if place else {}
    return {**shipped, **{key: each.whole(0, MOST_NUMBER) for key, each in found.items()}}


def _unique(places: list[Place], read: Callable[[Place], Doc]) -> list[Doc]:
    """Every entry read, with a note where an id is there for the second time."""
    first: dict[str, Place] = {}
    docs = []
    for place in places:
        docs.append(read(place))
        id = docs[-1]["id"].rpartition(".")[2]
        earlier = first.setdefault(id, place)
        if id and earlier is not place:
            place.wrong("id_twice", id=id, first=earlier.node.line)
    return docs
