"""A visit's item grades rolled up; static/js/core/scoring.js is its twin, function by function.

Integers only: Python and JavaScript round differently. Both trust that the visit was checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gcp.core.rules import Area, Item, Rules

Result = dict[str, Any]
Answer = int | str | None
Answers = Mapping[tuple[str, str | None], Answer]
Ages = Mapping[str, int | None]


def age_in_months(child: Mapping[str, Any], on: str) -> int | None:
    """A child's completed months on a day (YYYY-MM-DD); None where its age is not known."""
    born = child.get("born")
    if born:
        months = (int(on[:4]) - int(born[:4])) * 12 + int(on[5:7]) - int(born[5:7])
        return months - 1 if int(on[8:10]) < int(born[8:10]) else months
    years = child.get("about_years")
    return None if years is None else years * 12


def item_applies(item: Item, months: int | None) -> bool:
    """Whether an item is for a child of that age; None (not known) fits items of every age only."""
    if item.ages is None:
        return True
    return months is not None and item.ages[0] <= months < item.ages[1]


def roll_up(grades: Sequence[tuple[str, int]], rule: str, decisive_above: int) -> Result:
    """The grade of several, and the ids that decided it."""
    numbers = [grade for _, grade in grades]
    if not numbers:
        return {"grade": None, "because": []}
    decided = max(numbers)
    if rule == "graded_care" and decided <= decisive_above:
        decided = max(numbers, key=lambda grade: (numbers.count(grade), grade))
    return {"grade": decided, "because": [each for each, grade in grades if grade == decided]}


def area_of_child(
    rules: Rules, area: Area, child: str | None, ages: Ages, answers: Answers
) -> Result:
    """One area for one child; for child None the home's own items, whatever their ages."""
    graded: dict[str, int] = {}
    applicable = 0
    for item in area.all_items():
        if _is_asked(item, child, ages):
            answer = answers.get((item.id, child if item.about == "child" else None))
            applicable += answer != "not_applicable"
            if isinstance(answer, int):
                graded[item.id] = answer
    return {
        **_decision(rules, area, graded),
        "worst": _worst_of(graded),
        "graded": len(graded),
        "applicable": applicable,
    }


def area_of_home(
    rules: Rules, area: Area, ages: Ages, answers: Answers, results: Sequence[Result]
) -> Result:
    """One area for the home: the worst of its children's; with none recorded, the home's items."""
    if not ages:
        return area_of_child(rules, area, None, ages, answers)
    grade = max((each["grade"] for each in results if each["grade"] is not None), default=None)
    decided = {item for each in results if each["grade"] == grade for item in each["because"]}
    slots = _slots_of(area, ages)
    given = [(item, answers.get((item, child))) for item, child in slots]
    graded = [(item, answer) for item, answer in given if isinstance(answer, int)]
    worst: dict[str, int] = {}
    for item, answer in graded:
        worst[item] = max(answer, worst.get(item, 0))
    return {
        "grade": grade,
        "because": [item.id for item in area.all_items() if item.id in decided],
        "worst": _worst_of(worst),
        "graded": len(graded),
        "applicable": sum(answer != "not_applicable" for _, answer in given),
    }


def score(rules: Rules, visit: Mapping[str, Any]) -> Result:
    """Every area of a visit for each child and for the home, each with its reason."""
    on = visit["observed_at"][:10]
    ages = {each["id"]: age_in_months(each, on) for each in visit.get("children") or ()}
    answers = _answers_of(visit)
    children: dict[str, Result] = {
        child: {
            area.id: area_of_child(rules, area, child, ages, answers) for area in rules.areas
        }
        for child in ages
    }
    home = {
        area.id: area_of_home(
            rules, area, ages, answers, [each[area.id] for each in children.values()]
        )
        for area in rules.areas
    }
    return {"rules": rules.digest, "children": children, "home": home}


def _answers_of(visit: Mapping[str, Any]) -> Answers:
    """Each answer's number, or else its state, by item and child."""
    found: dict[tuple[str, str | None], Answer] = {}
    for entry in visit.get("grades") or ():
        grade = entry.get("grade")
        answer = entry.get("state") if grade is None else grade
        found[entry["item"], entry.get("child")] = answer
    return found


def _is_asked(item: Item, child: str | None, ages: Ages) -> bool:
    if child is None:
        return item.about == "home"
    return item_applies(item, ages[child])


def _slots_of(area: Area, ages: Ages) -> list[tuple[str, str | None]]:
    """What there is to answer: a home item once if it is for any child, a child item per child."""
    found: list[tuple[str, str | None]] = []
    for item in area.all_items():
        fits = [child for child, months in ages.items() if item_applies(item, months)]
        if item.about == "child":
            found.extend((item.id, child) for child in fits)
        elif fits:
            found.append((item.id, None))
    return found


def _decision(rules: Rules, area: Area, graded: Mapping[str, int]) -> Result:
    """An area's grade from its sub-areas' grades; an area without sub-areas is its own only one."""
    because: dict[str, list[str]] = {}
    grades = []
    for group in area.groups():
        own = [(item.id, graded[item.id]) for item in group.items if item.id in graded]
        result = roll_up(own, rules.rule, rules.decisive_above)
        if result["grade"] is not None:
            because[group.id] = result["because"]
            grades.append((group.id, result["grade"]))
    whole = roll_up(grades, rules.rule, rules.decisive_above)
    items = [item for group in whole["because"] for item in because[group]]
    return {"grade": whole["grade"], "because": items}


def _worst_of(graded: Mapping[str, int]) -> str | None:
    """The item with the highest number; of equal ones the first in the order of the rules."""
    return max(graded, key=graded.__getitem__, default=None)
