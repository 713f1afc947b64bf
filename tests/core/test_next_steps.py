"""A next step stands until a later visit reaches its grade or agrees on another."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from gcp.core.history import VisitRecord
from gcp.core.next_steps import StandingStep, open_steps, standing
from tests.core.test_history import BEDDING, KITCHEN, visit

SET, LATER, LAST = "2026-01-10T10:00:00Z", "2026-02-10T10:00:00Z", "2026-03-10T10:00:00Z"


def step(item: str = BEDDING, child: str | None = "mia", **more: Any) -> dict[str, Any]:
    return {"item": item, "child": child, "words": "A sheet.", "target": 2, **more}


def agreed(*steps: dict[str, Any], at: str = SET, grade: int = 4) -> VisitRecord:
    return visit(at, (BEDDING, "mia", grade), next_steps=list(steps))


def test_a_step_stands_with_its_grade_then_and_now() -> None:
    found = standing([
        agreed(step(by="2026-02-01", helps="Gran.")), visit(LATER, (BEDDING, "mia", 3)),
    ])  # fmt: skip
    assert found == (
        StandingStep(
            item=BEDDING, child="mia", words="A sheet.", target=2, by=date(2026, 2, 1),
            helps="Gran.", visit=found[0].visit, set_on=date(2026, 1, 10), grade_then=4,
            grade_now=3, now_on=date(2026, 2, 10), state="open",
        ),
    )  # fmt: skip
    assert found[0].days_left(date(2026, 2, 4)) == -3
    assert found[0].as_json() == {
        "item": BEDDING, "child": "mia", "words": "A sheet.", "target": 2, "by": "2026-02-01",
        "helps": "Gran.", "visit": found[0].visit, "set_on": "2026-01-10",
    }  # fmt: skip


@pytest.mark.parametrize(("grade", "state"), [(1, "met"), (2, "met"), (3, "open"), (5, "open")])
def test_a_later_grade_at_the_target_or_better_meets_it(grade: int, state: str) -> None:
    (found,) = standing([agreed(step()), visit(LATER, (BEDDING, "mia", grade))])
    assert found.state == state
    assert found.ended_on == (date(2026, 2, 10) if state == "met" else None)


def test_what_was_met_stays_met_and_says_where_it_is_now() -> None:
    later = visit(LATER, (BEDDING, "mia", 2)), visit(LAST, (BEDDING, "mia", 5))
    (found,) = standing([agreed(step()), *later])
    assert (found.state, found.grade_now, found.now_on) == ("met", 5, date(2026, 3, 10))


def test_another_step_replaces_it_and_one_after_it_was_met_does_not() -> None:
    again = agreed(step(target=1), at=LATER, grade=3)
    assert [each.state for each in standing([agreed(step()), again])] == ["replaced", "open"]
    met = agreed(step(target=1), at=LATER, grade=2)
    assert [each.state for each in standing([agreed(step()), met])] == ["met", "open"]


def test_neither_another_child_nor_another_item_nor_no_grade_changes_it() -> None:
    others = visit(LATER, (BEDDING, "noah", 1), (KITCHEN, None, 1), (BEDDING, "mia", "not_seen"))
    (found,) = standing([agreed(step()), others])
    assert (found.state, found.grade_now) == ("open", 4)


def test_the_grade_then_may_be_of_a_visit_before() -> None:
    (found,) = standing([visit(SET, (BEDDING, "mia", 5)), visit(LATER, next_steps=[step()])])
    assert (found.grade_then, found.state) == (5, "open")


def test_the_open_ones_come_by_their_day_and_those_without_one_last() -> None:
    days = {"mia": "2026-05-01", "noah": None, "lea": "2026-04-01"}
    found = open_steps([agreed(*(step(child=each, by=day) for each, day in days.items()))])
    assert [each.child for each in found] == ["lea", "mia", "noah"]


def test_no_visit_has_none() -> None:
    assert standing([]) == () and standing([visit(SET, (BEDDING, "mia", 4))]) == ()


@pytest.mark.parametrize("seed", range(20))
def test_at_most_one_stands_open_for_an_item_and_child_whatever_the_order(seed: int) -> None:
    chance = random.Random(seed)
    records = [
        visit(
            f"{date(2026, 1, 1) + timedelta(days=day)}T10:00:00Z",
            *([(BEDDING, "mia", chance.randint(1, 5))] if chance.random() < 0.7 else []),
            next_steps=[step(target=chance.randint(1, 3))] if chance.random() < 0.5 else [],
        )
        for day in range(12)
    ]  # fmt: skip
    shuffled = chance.sample(records, len(records))
    found = standing(shuffled)
    assert found == standing(records)
    assert sum(each.state == "open" for each in found) <= 1
    assert len(found) == sum(bool(each.body["next_steps"]) for each in records)
    for each in found:
        assert each.state != "open" or each.grade_now is None or each.grade_now > each.target or (
            each.now_on == each.set_on
        ) or each.now_on < each.set_on
