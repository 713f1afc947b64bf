"""A sound rules file is read whole, with its defaults, and known by its digest."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from gcp.core.following import STAGES
from gcp.core.rules import Rules, as_json, read_rules, rules_from_json
from gcp.core.rules_reader import CLOCKS, PATTERNS, SIGN_GROUPS
from gcp.rules_text import show

PROJECT = Path(__file__).parent.parent.parent
SHIPPED = PROJECT / "scoring_rules.yaml"
GRADES = {str(grade): f"Grade {grade} looks like this" for grade in range(1, 6)}


def a_file(**changes: Any) -> dict[str, Any]:
    """The smallest sound rules, with the changes asked for."""
    return {
        "version": "2026.1",
        "title": "Small",
        "roll_up": {"rule": "graded_care", "decisive_above": 3},
        "grades": {grade: {"name": f"n{grade}", "meaning": f"m{grade}"} for grade in GRADES},
        "areas": [{"id": "sleeping", "title": "Sleeping", "items": [an_item("bedding")]}],
        **changes,
    }


def an_item(id: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": id, "title": id.title(), "about": "child", "question": "How is it?",
        "grades": GRADES, **changes,
    }  # fmt: skip


def read(file: dict[str, Any]) -> Rules:
    # A width and no aliases, as a person would write it.
    yaml.SafeDumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign]
    return read_rules(yaml.safe_dump(file, sort_keys=False, allow_unicode=True))


def test_the_smallest_rules_have_their_defaults_filled_in() -> None:
    rules = read(a_file())
    doc = as_json(rules)
    assert doc == {
        **a_file(),
        "areas": [{
            "id": "sleeping", "title": "Sleeping", "sub_areas": [],
            "items": [{
                "id": "sleeping.bedding", "title": "Bedding", "about": "child", "ages": None,
                "quick": False, "question": "How is it?", "look_for": [], "grades": GRADES,
            }],
        }],
        "signs": [], "patterns": PATTERNS, "clocks": CLOCKS, "digest": rules.digest,
    }  # fmt: skip


def test_everything_that_may_be_left_out_can_be_there() -> None:
    item = an_item("cot", ages={"from_months": 0, "to_months": 12}, quick=True, look_for=["a", "b"])
    sign = {"id": "smoke", "title": "Smoke", "group": "substances"}
    rules = read(a_file(
        areas=[{"id": "sleeping", "title": "Sleeping", "items": [item]}], signs=[sign],
        patterns={"worse_visits": 7}, clocks={"police_protection_hours": 48},
    ))  # fmt: skip
    found = rules.item("sleeping.cot")
    assert found and (found.ages, found.quick, found.look_for) == ((0, 12), True, ("a", "b"))
    assert as_json(rules)["signs"] == [sign]
    assert rules.patterns == {**PATTERNS, "worse_visits": 7}
    assert rules.clocks == {**CLOCKS, "police_protection_hours": 48}


def test_sub_areas_are_part_of_an_items_id() -> None:
    sub_areas = [{"id": id, "title": id, "items": [an_item("quality")]} for id in ("food", "house")]
    rules = read(a_file(areas=[{"id": "physical", "title": "Physical", "sub_areas": sub_areas}]))
    assert [item.id for item in rules.items()] == [
        "physical.food.quality", "physical.house.quality",
    ]  # fmt: skip
    assert [each.id for each in rules.areas[0].groups()] == ["physical.food", "physical.house"]
    assert rules.areas[0].all_items() == rules.items()


def test_four_areas_with_sub_areas_and_sixty_items_work() -> None:
    def sub_area(id: str) -> dict[str, Any]:
        return {"id": id, "title": id, "items": [an_item(f"item_{n}") for n in range(5)]}

    areas: list[dict[str, Any]] = [
        {"id": f"area_{n}", "title": "A", "sub_areas": [sub_area(id) for id in "abc"]}
        for n in range(3)
    ]
    areas.append({"id": "last", "title": "L", "items": [an_item(f"i{n}") for n in range(15)]})
    rules = read(a_file(areas=areas))
    assert (len(rules.areas), len(rules.items())) == (4, 60)
    assert rules_from_json(as_json(rules)) == rules


def test_decisive_above_may_be_left_out_where_the_worst_decides() -> None:
    assert read(a_file(roll_up={"rule": "worst"})).rule == "worst"


def test_the_digest_is_of_the_content_alone() -> None:
    text = yaml.safe_dump(a_file())
    rules = read_rules(text)
    assert read_rules("# a comment\n" + text.replace("\n", "\r\n")) == rules
    assert read_rules("\ufeff" + text).digest == rules.digest
    assert read(a_file(title="Other")).digest != rules.digest
    doc = as_json(rules)
    digest = doc.pop("digest")
    canonical = json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == sha256(canonical.encode()).hexdigest()


def test_rules_come_back_from_json_as_they_went() -> None:
    rules = read(a_file(title="Prüfung – 家"))
    assert rules_from_json(json.loads(json.dumps(as_json(rules)))) == rules


def test_text_on_several_lines_is_one_text() -> None:
    text = yaml.safe_dump(a_file()).replace("title: Small", "title: >\n  Small\n  and whole\n")
    assert read_rules(text).title == "Small and whole"


def test_an_unknown_item_is_none() -> None:
    assert read(a_file()).item("sleeping.moon") is None


@pytest.fixture(scope="module")
def shipped() -> Rules:
    return read_rules(SHIPPED.read_text("utf-8"))


def test_the_shipped_rules_are_sound(shipped: Rules) -> None:
    assert [area.id for area in shipped.areas] == ["sleeping", "hygiene", "nutrition"]
    assert len(shipped.items()) >= 18
    assert {sign.group for sign in shipped.signs} == set(SIGN_GROUPS)
    assert rules_from_json(as_json(shipped)) == shipped


def test_the_shipped_thresholds_are_those_filled_in(shipped: Rules) -> None:
    assert (shipped.patterns, shipped.clocks) == (PATTERNS, CLOCKS)


def test_shown_rules_hold_every_text(shipped: Rules) -> None:
    page = " ".join(show(shipped).split())
    texts = [shipped.version, shipped.title, shipped.digest]
    texts += [text for each in shipped.grades.values() for text in (each.name, each.meaning)]
    texts += [sign.title for sign in shipped.signs]
    for item in shipped.items():
        texts += [item.id, item.title, item.question, *item.look_for, *item.grades.values()]
    assert [text for text in texts if " ".join(text.split()) not in page] == []
    assert all(len(line) <= 88 for line in show(shipped).splitlines())


def test_shown_rules_keep_sub_areas_apart() -> None:
    sub_area = {"id": "food", "title": "Food", "items": [an_item("quality")]}
    rules = read(a_file(areas=[{"id": "physical", "title": "Physical", "sub_areas": [sub_area]}]))
    assert "Food (physical.food)\n--------------------\n" in show(rules)


def test_stages_are_named_in_the_file_or_left_out_of_the_digest() -> None:
    text = SHIPPED.read_text("utf-8")
    named = read_rules(text)
    assert len(named.escalation_stages) == STAGES
    unnamed = read_rules(text[: text.index("# The stages of an escalation")])
    assert unnamed.escalation_stages == () and "escalation_stages" not in as_json(unnamed)
    assert unnamed.digest != named.digest
    assert rules_from_json(as_json(named)) == named
