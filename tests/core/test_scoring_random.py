"""Both interpreters agree on what nobody thought of, and the promises of roll-up always hold."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gcp.core.rules import Rules, as_json
from gcp.core.scoring import roll_up, score
from tests.core.test_scoring import whole_rules

PROJECT = Path(__file__).parent.parent.parent
SCORING_JS = PROJECT / "static" / "js" / "core" / "scoring.js"
ROUNDS = 400
STATES = ("not_seen", "refused", "not_applicable")
DAYS = ("01-01", "02-28", "03-01", "08-31", "12-31")

Case = tuple[Rules, dict[str, Any]]

SCORE_LINES = """
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
const { score } = await import(pathToFileURL(process.argv[1]));
for await (const line of createInterface({ input: process.stdin })) {
  const { rules, visit } = JSON.parse(line);
  console.log(JSON.stringify(score(rules, visit)));
}
"""


def node() -> str:
    """Node, which setting up puts beside Python where the machine has none."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("node", path=os.pathsep.join((beside, os.environ.get("PATH", ""))))
    if not found:
        pytest.skip("there is no node here")
    return found


def random_rules(chance: random.Random) -> Rules:
    doc = {
        "roll_up": {
            "rule": chance.choice(("graded_care", "graded_care", "worst")),
            "decisive_above": chance.randint(1, 5),
        },
        "areas": [random_area(chance, f"area_{n}") for n in range(chance.randint(1, 4))],
    }
    return whole_rules(f"{chance.getrandbits(256):064x}", doc)


def random_area(chance: random.Random, id: str) -> dict[str, Any]:
    groups = [f"{id}.sub_{n}" for n in range(chance.choice((0, 0, 1, 2, 4)))]
    sub_areas = [{"id": group, "items": random_items(chance, group)} for group in groups]
    return {
        "id": id, "sub_areas": sub_areas, "items": [] if groups else random_items(chance, id),
    }  # fmt: skip


def random_items(chance: random.Random, prefix: str) -> list[dict[str, Any]]:
    return [
        {"id": f"{prefix}.item_{n}", "about": chance.choice(("home", "child")),
         "ages": random_ages(chance)}
        for n in range(chance.randint(1, 8))
    ]  # fmt: skip


def random_ages(chance: random.Random) -> dict[str, int] | None:
    if chance.random() < 0.6:
        return None
    start = chance.choice((0, 1, 11, 12, 60))
    return {"from_months": start, "to_months": start + chance.choice((1, 12, 48, 216))}


def random_visit(chance: random.Random, rules: Rules) -> dict[str, Any]:
    children = [random_child(chance, f"child {n}") for n in range(chance.choice((0, 1, 2, 4, 7)))]
    grades: list[dict[str, Any]] = []
    for item in rules.items():
        whom = [{"child": each["id"]} for each in children] if item.about == "child" else [{}]
        grades += (
            {"item": item.id, **each, **random_answer(chance)}
            for each in whom
            if chance.random() < 0.8
        )
    chance.shuffle(grades)
    day = f"{chance.randint(2020, 2026)}-{chance.choice(DAYS)}"
    return {"observed_at": f"{day}T23:30:00-05:00", "children": children, "grades": grades}


def random_child(chance: random.Random, id: str) -> dict[str, Any]:
    born = f"{chance.randint(2003, 2019)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    ages: tuple[dict[str, Any], ...] = (
        {}, {"born": born}, {"born": born}, {"about_years": chance.randint(0, 17)},
        {"born": None, "about_years": None},
    )  # fmt: skip
    return {"id": id, **chance.choice(ages)}


def random_answer(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.25:
        return {"state": chance.choice(STATES)}
    return {"grade": chance.choice((1, 2, 2, 3, 3, 4, 5))}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    chance = random.Random(20260301)
    made = [random_rules(chance) for _ in range(ROUNDS)]
    return [(rules, random_visit(chance, rules)) for rules in made]


def results(cases: list[Case]) -> Iterator[tuple[Rules, dict[str, Any], dict[str, Any]]]:
    """Every area result of every case, with its rules and the grades that were given."""
    for rules, visit in cases:
        scored = score(rules, visit)
        for areas in (scored["home"], *scored["children"].values()):
            yield from ((rules, visit, result) for result in areas.values())


def test_python_and_javascript_give_the_same_whole_results(cases: list[Case]) -> None:
    lines = (json.dumps({"rules": as_json(rules), "visit": visit}) for rules, visit in cases)
    run = subprocess.run(
        [node(), "--input-type=module", "-e", SCORE_LINES, str(SCORING_JS)],
        input="\n".join(lines), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(found) == ROUNDS
    for (rules, visit), theirs in zip(cases, found, strict=True):
        assert theirs == score(rules, visit), json.dumps(visit)


def test_a_roll_up_is_always_one_of_the_grades_and_never_a_mean(cases: list[Case]) -> None:
    for rules, visit, result in results(cases):
        given = {each["grade"] for each in visit["grades"] if "grade" in each}
        assert result["grade"] is None or result["grade"] in given
        assert result["grade"] is None or type(result["grade"]) is int
    assert roll_up([("a", 1), ("b", 1), ("c", 5)], "graded_care", 3)["grade"] == 5
    assert roll_up([("a", 1), ("b", 3), ("c", 1)], "graded_care", 3)["grade"] == 1


def test_there_is_a_reason_exactly_where_there_is_a_grade(cases: list[Case]) -> None:
    for rules, _, result in results(cases):
        graded = result["grade"] is not None
        assert bool(result["because"]) == bool(result["worst"]) == bool(result["graded"]) == graded
        assert result["because"] == [i.id for i in rules.items() if i.id in result["because"]]
        assert 0 <= result["graded"] <= result["applicable"]


def test_answers_that_are_no_number_never_change_a_grade(cases: list[Case]) -> None:
    hidden = ("not_seen", "refused")
    for rules, visit in cases:
        kept = [each for each in visit["grades"] if each.get("state") not in hidden]
        assert score(rules, {**visit, "grades": kept}) == score(rules, visit)


def test_the_order_of_answers_and_of_children_changes_nothing(cases: list[Case]) -> None:
    for rules, visit in cases:
        turned = {key: visit[key][::-1] for key in ("children", "grades")}
        assert score(rules, {**visit, **turned}) == score(rules, visit)


def test_a_decisive_grade_is_never_hidden(cases: list[Case]) -> None:
    for rules, visit in cases:
        if rules.rule != "graded_care" or any(area.sub_areas for area in rules.areas):
            continue
        for areas in score(rules, visit)["children"].values():
            for area in areas.values():
                if area["worst"] and area["worst"] not in area["because"]:
                    assert area["grade"] <= rules.decisive_above
