"""History tells what changed, what is known now and who was seen, from visits in any order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gcp.core.history import VisitRecord, changes, in_order, steps
from gcp.core.known import (
    area_now,
    concerns,
    days_since_seen,
    last_answers,
    last_concern,
    photos_by_room,
    unseen_concerns,
)
from gcp.core.rules import Rules, rules_from_json
from gcp.core.scoring import score

MIA = {"id": "mia", "name": "Mia", "born": "2018-05-01"}
NOAH = {"id": "noah", "name": "Noah", "born": "2020-05-01"}
BEDDING, PLACE, KITCHEN = "sleeping.bedding", "sleeping.place", "hygiene.kitchen"


def make_rules(digest: str, version: str, areas: dict[str, dict[str, str]]) -> Rules:
    """Rules of areas with items, each about the home or the child."""
    empty = {"question": "", "look_for": [], "quick": False, "ages": None}
    grades = {str(grade): "" for grade in range(1, 6)}
    return rules_from_json({
        "version": version, "title": "", "digest": digest,
        "roll_up": {"rule": "graded_care", "decisive_above": 3},
        "grades": {grade: {"name": "", "meaning": ""} for grade in grades},
        "areas": [
            {"id": area, "title": area.capitalize(), "sub_areas": [], "items": [
                {**empty, "id": f"{area}.{item}", "title": item.capitalize(), "about": about,
                 "grades": grades}
                for item, about in items.items()
            ]}
            for area, items in areas.items()
        ],
        "signs": [], "patterns": {}, "clocks": {},
    })  # fmt: skip


AREAS = {
    "sleeping": {"place": "child", "bedding": "child", "room": "child", "warmth": "home"},
    "hygiene": {"kitchen": "home", "floors": "home"},
}
RULES = {
    "old": make_rules("old", "2026.1", AREAS),
    "new": make_rules("new", "2026.2", {**AREAS, "nutrition": {"food": "home"}}),
}


def visit(
    at: str, *grades: tuple[str, str | None, int | str], by: str = "A. Khan", rules: str = "old",
    children: tuple[dict[str, str], ...] = (MIA,), **body: Any,
) -> VisitRecord:  # fmt: skip
    """A signed visit, scored as the server does it; grades are (item, child, grade or state)."""
    at = at if "T" in at else f"{at}T10:00:00+00:00"
    entries = [
        {"item": item, **({"child": child} if child else {}),
         **({"grade": answer} if isinstance(answer, int) else {"state": answer}),
         "words": f"{answer} on {at[:10]}"}
        for item, child, answer in grades
    ]  # fmt: skip
    doc = {
        "id": f"{at} {by}", "home": "home", "rules": rules, "kind": "arranged",
        "access": "inside", "observed_at": at, "children": list(children), "grades": entries,
        **body,
    }  # fmt: skip
    result = score(RULES[rules], doc)
    return VisitRecord(doc["id"], "home", by, by, "social_care", doc, result, at, 1)


def brief(found: Any) -> list[tuple[Any, ...]]:
    return [(each.item, each.child, each.kind, each.was, each.now) for each in found]


def test_visits_are_ordered_by_moment_not_by_written_time() -> None:
    late = visit("2026-01-10T10:00:00+00:00")
    early = visit("2026-01-10T10:30:00+01:00")
    assert in_order([late, early]) == (early, late)


def test_the_day_of_a_visit_is_the_day_written_where_it_took_place() -> None:
    assert visit("2026-07-01T00:30:00+01:00").day == date(2026, 7, 1)


def test_items_get_better_and_worse() -> None:
    before = visit("2026-01-01", (BEDDING, "mia", 4), (KITCHEN, None, 2))
    after = visit("2026-02-01", (BEDDING, "mia", 2), (KITCHEN, None, 3))
    assert brief(changes([before], after)) == [
        (BEDDING, "mia", "better", 4, 2),
        (KITCHEN, None, "worse", 2, 3),
    ]


def test_an_unchanged_item_is_no_change() -> None:
    before, after = visit("2026-01-01", (KITCHEN, None, 2)), visit("2026-02-01", (KITCHEN, None, 2))
    assert changes([before], after) == []


def test_an_item_is_compared_with_the_last_visit_that_answered_it() -> None:
    first = visit("2026-01-01", (BEDDING, "mia", 4), (KITCHEN, None, 2))
    second = visit("2026-02-01", (KITCHEN, None, 2))
    third = visit("2026-03-01", (BEDDING, "mia", 2))
    found = changes([second, first], third)
    assert brief(found) == [(BEDDING, "mia", "better", 4, 2)]
    assert found[0].was_at == date(2026, 1, 1)


def test_the_same_item_of_another_child_is_another_item() -> None:
    before = visit("2026-01-01", (BEDDING, "mia", 4), children=(MIA, NOAH))
    after = visit("2026-02-01", (BEDDING, "noah", 2), children=(MIA, NOAH))
    assert brief(changes([before], after)) == [(BEDDING, "noah", "newly_seen", None, 2)]


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("not_seen", 3, "newly_seen"),
        (3, "not_seen", "no_longer_seen"),
        (3, "refused", "no_longer_seen"),
        (3, "not_applicable", "no_longer_applies"),
        ("not_seen", "refused", "other_answer"),
    ],
)
def test_a_state_is_never_a_number(was: int | str, now: int | str, kind: str) -> None:
    before = visit("2026-01-01", (BEDDING, "mia", was), (KITCHEN, None, 2))
    after = visit("2026-02-01", (BEDDING, "mia", now))
    assert brief(changes([before], after)) == [(BEDDING, "mia", kind, was, now)]


def test_an_item_seen_again_keeps_its_last_number() -> None:
    records = [
        visit("2026-01-01", (BEDDING, "mia", 4)),
        visit("2026-02-01", (BEDDING, "mia", "refused")),
        visit("2026-03-01", (BEDDING, "mia", 2)),
    ]
    (change,) = steps(records)[2].changes
    assert (change.kind, change.was, change.last_grade) == ("seen_again", "refused", 4)
    assert change.last_grade_at == date(2026, 1, 1)


def test_the_first_graded_visit_changes_nothing() -> None:
    records = [
        visit("2026-01-01", access="no_reply"),
        visit("2026-02-01", (KITCHEN, None, 3)),
        visit("2026-03-01", (KITCHEN, None, 3)),
    ]
    assert [(each.first, each.changes) for each in steps(records)] == [
        (True, ()), (True, ()), (False, ())
    ]  # fmt: skip


def test_one_grade_by_another_scorer_is_small() -> None:
    before = visit("2026-01-01", (KITCHEN, None, 2), (BEDDING, "mia", 2))
    after = visit("2026-02-01", (KITCHEN, None, 3), (BEDDING, "mia", 4), by="B. Okafor")
    assert [(each.other_scorer, each.is_small) for each in changes([before], after)] == [
        (True, True),
        (True, False),
    ]
    assert steps([before, after])[1].other_scorer


def test_one_grade_by_the_same_scorer_counts() -> None:
    before, after = visit("2026-01-01", (KITCHEN, None, 2)), visit("2026-02-01", (KITCHEN, None, 3))
    assert not changes([before], after)[0].is_small


def test_a_visit_without_grades_is_no_scorer() -> None:
    records = [
        visit("2026-01-01", (KITCHEN, None, 2)),
        visit("2026-02-01", by="B. Okafor", access="refused"),
        visit("2026-03-01", (KITCHEN, None, 2)),
    ]
    assert [each.other_scorer for each in steps(records)] == [False, False, False]


def test_areas_are_compared_under_the_same_rules() -> None:
    before, after = visit("2026-01-01", (KITCHEN, None, 4)), visit("2026-02-01", (KITCHEN, None, 2))
    step = steps([before, after])[1]
    assert [(each.area, each.child, each.kind, each.was, each.now) for each in step.areas] == [
        ("hygiene", None, "better", 4, 2),
        ("hygiene", "mia", "better", 4, 2),
    ]


def test_areas_are_never_compared_under_other_rules_but_items_are_and_say_so() -> None:
    before = visit("2026-01-01", (KITCHEN, None, 4))
    after = visit("2026-02-01", (KITCHEN, None, 2), rules="new")
    step = steps([before, after])[1]
    assert step.areas == ()
    assert step.other_rules
    assert brief(step.changes) == [(KITCHEN, None, "better", 4, 2)]
    assert step.changes[0].other_rules


def test_last_answers_are_the_newest_with_their_words() -> None:
    records = [
        visit("2026-03-01", (KITCHEN, None, 2), by="B. Okafor"),
        visit("2026-01-01", (KITCHEN, None, 4), (BEDDING, "mia", 3)),
    ]
    assert [each.as_json() for each in last_answers(records)] == [
        {"item": KITCHEN, "child": None, "grade": 2, "observed_at": "2026-03-01T10:00:00+00:00",
         "words": "2 on 2026-03-01", "by": "B. Okafor"},
        {"item": BEDDING, "child": "mia", "grade": 3, "observed_at": "2026-01-01T10:00:00+00:00",
         "words": "3 on 2026-01-01", "by": "A. Khan"},
    ]  # fmt: skip


def test_a_last_answer_without_a_number_carries_the_last_number() -> None:
    records = [
        visit("2026-01-01", (BEDDING, "mia", 4)), visit("2026-02-01", (BEDDING, "mia", "refused"))
    ]  # fmt: skip
    (last,) = last_answers(records)
    assert (last.grade, last.state, last.last_grade) == (None, "refused", 4)
    assert last.as_json()["last_grade_at"] == "2026-01-01T10:00:00+00:00"


def test_concerns_are_fours_and_fives_now() -> None:
    records = [
        visit("2026-01-01", (BEDDING, "mia", 5), (KITCHEN, None, 4), (PLACE, "mia", 3)),
        visit("2026-02-01", (KITCHEN, None, 2)),
    ]
    assert [each.item for each in concerns(last_answers(records))] == [BEDDING]


@pytest.mark.parametrize(
    ("state", "kept"), [("refused", True), ("not_seen", True), ("not_applicable", False)]
)
def test_a_concern_does_not_end_by_not_being_seen(state: str, kept: bool) -> None:
    records = [
        visit("2026-01-01", (BEDDING, "mia", 5)), visit("2026-02-01", (BEDDING, "mia", state))
    ]  # fmt: skip
    last = last_answers(records)
    assert concerns(last) == []
    assert bool(unseen_concerns(last)) is kept


def test_area_now_is_from_the_newest_visit_that_graded_it() -> None:
    first = visit("2026-01-01", (KITCHEN, None, 4), (BEDDING, "mia", 2))
    second = visit("2026-02-01", (KITCHEN, None, 3))
    found = area_now([second, first], "mia")
    assert {area: (now.result["grade"], now.record) for area, now in found.items()} == {
        "hygiene": (3, second),
        "sleeping": (2, first),
    }
    assert area_now([first])["hygiene"].result["grade"] == 4
    assert area_now([first], "nobody") == {}


def test_days_since_each_child_was_seen() -> None:
    records = [
        visit("2026-01-01", children=(MIA, NOAH), present=["noah"],
              voices=[{"child": "mia", "seen": "seen_alone"}]),
        visit("2026-01-11", children=(MIA, NOAH), present=["noah"],
              voices=[{"child": "mia", "seen": "seen"}, {"child": "noah", "seen": "not_seen"}]),
    ]  # fmt: skip
    found = days_since_seen(records, date(2026, 1, 21))
    assert [(each.name, each.days, each.alone_days) for each in found.values()] == [
        ("Mia", 10, 20),
        ("Noah", 20, None),
    ]


def test_a_child_never_seen_has_no_days_and_a_day_ahead_is_today() -> None:
    never = days_since_seen([visit("2026-01-01")], date(2026, 1, 2))["mia"]
    ahead = days_since_seen([visit("2026-01-03", present=["mia"])], date(2026, 1, 2))["mia"]
    assert (never.day, never.days, ahead.days) == (None, None, 0)


def photo(name: str, at: str, **more: str) -> dict[str, str]:
    return {"id": name, "sha256": name, "observed_at": f"{at}:00+00:00", **more}


def test_photos_stand_by_room_newest_first_without_the_withdrawn() -> None:
    first = [
        photo("a", "2026-01-01T10:00", room="bedroom"),
        photo("b", "2026-01-01T10:05", room="bedroom"),
        photo("c", "2026-01-01T10:06"),
        photo("gone", "2026-01-01T10:07", room="hall"),
    ]
    second = [photo("d", "2026-02-01T10:00", room="kitchen")]
    found = photos_by_room([
        visit("2026-01-01", photos=first, withdrawn_photos=[{"id": "gone"}]),
        visit("2026-02-01", photos=second),
    ])  # fmt: skip
    assert [(room, [each.entry["id"] for each in photos]) for room, photos in found.items()] == [
        ("kitchen", ["d"]),
        ("bedroom", ["b", "a"]),
        (None, ["c"]),
    ]


def test_no_visits_say_nothing() -> None:
    assert (steps([]), last_answers([]), area_now([])) == ((), [], {})
    assert (days_since_seen([], date(2026, 1, 1)), photos_by_room([])) == ({}, {})


def test_a_good_visit_does_not_hide_when_anything_was_last_4_or_5() -> None:
    bad = visit("2025-01-01", (BEDDING, "mia", 5), (KITCHEN, None, 4), (PLACE, "mia", 3))
    good = visit("2025-02-01", (BEDDING, "mia", 2), (KITCHEN, None, 2))
    found = last_concern([good, bad])
    assert found and (found.record.id, found.items) == (bad.id, (BEDDING, KITCHEN))
    other = last_concern([good, bad], "noah")
    assert other and other.items == (KITCHEN,)
    assert last_concern([good]) is None
