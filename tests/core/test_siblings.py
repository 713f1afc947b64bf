"""The children of one home are looked at together: who differs, who was never looked at."""

from __future__ import annotations

from dataclasses import replace

from gcp.core.known import last_answers
from gcp.core.siblings import items_of_all, last_own_words
from tests.core.test_history import BEDDING, KITCHEN, MIA, NOAH, PLACE, RULES, visit

BOTH = (MIA, NOAH)
AGES = {"mia": 96, "noah": 70}
ITEMS = RULES["old"].items()


def test_items_that_differ_between_the_children_are_found() -> None:
    records = [
        visit("2026-01-01", (BEDDING, "mia", 4), (BEDDING, "noah", 4), (PLACE, "mia", 2),
              (PLACE, "noah", 2), (KITCHEN, None, 5), children=BOTH),
        visit("2026-02-01", (BEDDING, "noah", 2), children=BOTH),
    ]  # fmt: skip
    found = items_of_all(last_answers(records), AGES, ITEMS)
    assert [(each.item.id, each.differs) for each in found] == [(PLACE, False), (BEDDING, True)]
    bedding = {child: last and last.grade for child, last in found[1].answers.items()}
    assert bedding == {"mia": 4, "noah": 2}


def test_a_child_who_was_never_answered_for_differs() -> None:
    found = items_of_all(last_answers([visit("2026-01-01", (BEDDING, "mia", 2))]), AGES, ITEMS)
    assert [(each.item.id, each.differs, each.answers["noah"]) for each in found] == [
        (BEDDING, True, None)
    ]


def test_a_state_differs_from_a_grade_and_is_like_itself() -> None:
    def differs(mia: int | str, noah: int | str) -> bool:
        record = visit("2026-01-01", (BEDDING, "mia", mia), (BEDDING, "noah", noah), children=BOTH)
        (found,) = items_of_all(last_answers([record]), AGES, ITEMS)
        return found.differs

    assert differs("not_seen", 2) and differs("not_seen", "refused")
    assert not differs("not_seen", "not_seen")


def test_a_child_whom_an_item_is_not_for_is_left_out_of_it() -> None:
    items = [replace(item, ages=(0, 80)) for item in ITEMS]
    record = visit("2026-01-01", (BEDDING, "mia", 4), (BEDDING, "noah", 2), children=BOTH)
    (found,) = items_of_all(last_answers([record]), AGES, items)
    assert list(found.answers) == ["noah"] and not found.differs
    assert items_of_all(last_answers([record]), {"mia": None}, items) == []


def test_the_last_own_words_of_each_child_stand_with_their_visit() -> None:
    first = visit("2026-01-01", voices=[
        {"child": "mia", "seen": "seen", "own_words": "I was cold."},
        {"child": "noah", "seen": "seen", "own_words": "I like cars."},
    ])  # fmt: skip
    second = visit("2026-02-01", voices=[
        {"child": "mia", "seen": "seen_alone", "own_words": "I am hungry."},
        {"child": "noah", "seen": "seen", "own_words": "  "},
    ])  # fmt: skip
    found = last_own_words([second, first])
    assert {child: (each.words, each.record) for child, each in found.items()} == {
        "mia": ("I am hungry.", second), "noah": ("I like cars.", first),
    }  # fmt: skip
    assert last_own_words([]) == {}
