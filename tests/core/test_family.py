"""A family is shown its strengths first, and nothing that is not for everybody who may read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gcp.core.family import Better, Own, Shown, family_view
from gcp.core.history import VisitRecord
from tests.core.test_history import BEDDING, KITCHEN, MIA, NOAH, PLACE, visit

ORDER = [PLACE, BEDDING, KITCHEN]
FIRST, SECOND = "2026-01-10T10:00:00Z", "2026-02-10T10:00:00Z"
BOTH = {"children": (MIA, NOAH)}
ADULTS = [
    {"id": "ann", "name": "Ann", "role": "carer"}, {"id": "bob", "name": "Bob", "role": "other"},
]  # fmt: skip


def seen(*records: VisitRecord) -> Any:
    return family_view(records, ORDER)


def test_what_is_1_or_2_is_a_strength_and_what_is_3_or_worse_is_to_change() -> None:
    record = visit(
        FIRST, (KITCHEN, None, 4), (BEDDING, "mia", 2), (BEDDING, "noah", 2), (PLACE, "mia", 3),
        (PLACE, "noah", "not_seen"), **BOTH,
    )  # fmt: skip
    found = seen(record)
    assert found.strengths == (Shown(BEDDING, 2, ("mia", "noah"), record.day),)
    assert found.to_change == (
        Shown(KITCHEN, 4, (), record.day), Shown(PLACE, 3, ("mia",), record.day),
    )  # fmt: skip


def test_what_got_better_is_told_once_for_all_children_of_whom_it_is_true() -> None:
    before = visit(FIRST, (BEDDING, "mia", 4), (BEDDING, "noah", 4), (KITCHEN, None, 2), **BOTH)
    after = visit(SECOND, (BEDDING, "mia", 2), (BEDDING, "noah", 2), (KITCHEN, None, 3), **BOTH)
    assert seen(before, after).better == (
        Better(BEDDING, ("mia", "noah"), 4, 2, before.day, after.day),
    )


def test_one_grade_by_another_scorer_and_other_rules_are_no_change() -> None:
    before = visit(FIRST, (BEDDING, "mia", 3), (PLACE, "mia", 4))
    after = visit(SECOND, (BEDDING, "mia", 2), (PLACE, "mia", 2), by="B. Lee")
    assert [each.item for each in seen(before, after).better] == [PLACE]
    assert seen(before, replace(after, body={**after.body, "rules": "new"})).better == ()


def test_a_police_visit_leaves_no_trace() -> None:
    step = {"item": KITCHEN, "words": "Clear it.", "target": 2}
    own = {"item": KITCHEN, "person": "ann", "grade": 1}
    police = visit(
        SECOND, (KITCHEN, None, 5), next_steps=[step], own_grades=[own], adults=ADULTS
    )  # fmt: skip
    mine = visit(FIRST, (KITCHEN, None, 2))
    assert seen(mine, replace(police, agency="police")) == seen(mine)


def test_only_carers_own_grades_are_shown_the_newest_beside_the_worker_s() -> None:
    own = [
        {"item": KITCHEN, "person": "ann", "grade": 2},
        {"item": KITCHEN, "person": "bob", "grade": 1},
        {"item": PLACE, "child": "mia", "person": "mia", "grade": 5},
        {"item": PLACE, "child": "mia", "person": "ann", "state": "not_applicable"},
    ]  # fmt: skip
    older = visit(FIRST, own_grades=[{"item": KITCHEN, "person": "ann", "grade": 5}], adults=ADULTS)
    newer = visit(SECOND, (KITCHEN, None, 4), own_grades=own, adults=ADULTS)
    assert seen(newer, older).own == (Own("ann", KITCHEN, None, 2, 4, newer.day),)
