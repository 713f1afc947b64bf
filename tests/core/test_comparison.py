"""Two visits beside each other say what changed, what was hidden, and nothing they cannot know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gcp.core.comparison import (
    KINDS,
    Pair,
    change_kind,
    children_of,
    compare,
    default_pair,
    item_photos,
    partner,
)
from gcp.core.history import changes
from tests.core.test_history import BEDDING, KITCHEN, MIA, NOAH, RULES, photo, visit

BOTH = (MIA, NOAH)


def pairs(was: Any, now: Any) -> dict[tuple[str, str | None], Pair]:
    return {(each.item, each.child): each for each in compare(was, now, RULES)}


@pytest.mark.parametrize(
    ("was", "now", "kind", "differs"),
    [
        (4, 2, "better", True),
        (2, 5, "worse", True),
        (3, 3, "same", False),
        (3, "not_seen", "no_longer_seen", True),
        (3, "refused", "no_longer_seen", True),
        (3, "not_applicable", "no_longer_applies", True),
        (3, None, "not_answered", True),
        ("not_seen", 3, "newly_seen", True),
        (None, 3, "newly_seen", True),
        ("not_seen", "not_seen", "never_seen", False),
        ("not_seen", "refused", "other_answer", True),
        ("not_applicable", "not_applicable", "same", False),
        (None, "refused", "never_seen", True),
        ("refused", None, "not_answered", True),
        (None, "not_applicable", "other_answer", True),
        (None, None, "unanswered", False),
    ],
)
def test_each_item_is_said_to_be_what_it_is(
    was: int | str | None, now: int | str | None, kind: str, differs: bool
) -> None:
    other = (BEDDING, "mia", 2)
    first = visit("2026-01-01", other, *([(KITCHEN, None, was)] if was else []))
    second = visit("2026-02-01", other, *([(KITCHEN, None, now)] if now else []))
    found = pairs(first, second)[KITCHEN, None]
    assert (found.kind, found.differs) == (kind, differs)
    assert found.kind in KINDS


def test_every_child_has_its_own_pair_in_the_rules_order() -> None:
    first = visit("2026-01-01", (BEDDING, "mia", 4), (BEDDING, "noah", 2), children=BOTH)
    second = visit("2026-02-01", (BEDDING, "noah", 4), (BEDDING, "mia", 4), children=BOTH)
    found = [each for each in compare(first, second, RULES) if each.kind != "unanswered"]
    assert [(each.item, each.child, each.kind) for each in found] == [
        (BEDDING, "mia", "same"), (BEDDING, "noah", "worse"),
    ]  # fmt: skip
    assert {each.item for each in compare(first, second, RULES)} == set(RULES["old"].item_ids())


def test_a_child_who_was_not_listed_is_newly_seen_or_not_answered() -> None:
    alone = visit("2026-01-01", (BEDDING, "mia", 4))
    both = visit("2026-02-01", (BEDDING, "mia", 4), (BEDDING, "noah", 5), children=BOTH)
    born = pairs(alone, both)[BEDDING, "noah"]
    assert (born.kind, born.was.gap) == ("newly_seen", "not_listed")
    gone = pairs(both, alone)[BEDDING, "noah"]
    assert (gone.kind, gone.now.gap) == ("not_answered", "not_listed")


def test_where_nobody_got_in_nothing_was_seen() -> None:
    inside = visit("2026-01-01", (KITCHEN, None, 4))
    outside = visit("2026-02-01", access="no_reply")
    lost = pairs(inside, outside)[KITCHEN, None]
    assert (lost.kind, lost.now.gap) == ("no_longer_seen", "no_access")
    assert pairs(outside, inside)[KITCHEN, None].kind == "newly_seen"
    assert pairs(outside, visit("2026-03-01", access="refused")) == {}


def test_one_grade_by_another_scorer_is_small_and_two_are_not() -> None:
    first = visit("2026-01-01", (KITCHEN, None, 2), (BEDDING, "mia", 2))
    for by, expected in (("B. Okafor", [True, False]), ("A. Khan", [False, False])):
        second = visit("2026-02-01", (KITCHEN, None, 3), (BEDDING, "mia", 4), by=by)
        found = pairs(first, second)
        assert [found[KITCHEN, None].is_small, found[BEDDING, "mia"].is_small] == expected


def test_under_different_rules_no_grade_is_better_worse_or_the_same() -> None:
    first = visit("2026-01-01", (KITCHEN, None, 4), (BEDDING, "mia", 3), by="B. Okafor")
    second = visit(
        "2026-02-01", (KITCHEN, None, 3), (BEDDING, "mia", 3), ("nutrition.food", None, 2),
        rules="new",
    )  # fmt: skip
    for found in (pairs(first, second), pairs(second, first)):
        told = {each.kind for each in found.values()} - {"unanswered"}
        assert told == {"not_compared"}
        assert not any(each.is_small for each in found.values())
    hidden = visit("2026-02-01", (KITCHEN, None, "refused"), rules="new")
    assert pairs(first, hidden)[KITCHEN, None].kind == "no_longer_seen"
    (change,) = [each for each in changes([first], second) if each.item == KITCHEN]
    assert (change.kind, change_kind(change)) == ("better", "not_compared")


def test_an_item_outgrown_does_not_apply_any_more() -> None:
    (sleeping, *others) = RULES["old"].areas
    items = tuple(replace(item, ages=(0, 95)) for item in sleeping.items)
    young = replace(RULES["old"], areas=(replace(sleeping, items=items), *others))
    first = visit("2026-01-01", (BEDDING, "mia", 3))  # 7 years and 8 months
    second = visit("2026-07-01", (KITCHEN, None, 3))  # 8 years and 2 months
    (found,) = [each for each in compare(first, second, {"old": young}) if each.item == BEDDING]
    assert (found.kind, found.now.gap) == ("no_longer_applies", "not_of_age")


def test_the_newest_graded_visit_is_laid_beside_the_graded_one_before() -> None:
    first, second = visit("2026-01-01", (KITCHEN, None, 4)), visit("2026-02-01", access="refused")
    third, fourth = visit("2026-03-01", (KITCHEN, None, 3)), visit("2026-04-01", access="no_reply")
    records = [third, fourth, second, first]
    assert default_pair(records) == (first, third)
    assert default_pair([first, second]) == (first, second)
    assert default_pair([first]) is None and default_pair([]) is None
    assert partner(records, fourth) == third
    assert partner(records, third) == first
    assert partner(records, first) == third
    assert partner([first, second], first) == second
    assert partner([first], first) is None


def test_photos_of_an_item_are_of_one_child_or_of_all() -> None:
    shots = [
        photo("a", "2026-01-01T10:00", item=BEDDING, child="mia"),
        photo("b", "2026-01-01T10:01", item=BEDDING, child="noah"),
        photo("c", "2026-01-01T10:02", item=BEDDING),
        photo("d", "2026-01-01T10:03", item=KITCHEN),
        photo("gone", "2026-01-01T10:04", item=BEDDING),
    ]
    record = visit("2026-01-01", photos=shots, withdrawn_photos=[{"id": "gone"}])
    assert [each.entry["id"] for each in item_photos(record, BEDDING)] == ["a", "b", "c"]
    assert [each.entry["id"] for each in item_photos(record, BEDDING, "mia")] == ["a", "c"]


def test_children_are_named_as_by_the_later_visit() -> None:
    later = visit("2026-02-01", children=({**MIA, "name": "Mia Rose"},))
    found = children_of(later, visit("2026-01-01", children=BOTH))
    assert [each["name"] for each in found.values()] == ["Mia Rose", "Noah"]
