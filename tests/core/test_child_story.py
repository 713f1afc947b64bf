"""A child's story holds every visit and event that names it, with what was said, and no other's."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gcp.core.child_story import BANDS, ChildStory, band, child_story
from gcp.core.events import Event
from gcp.text import read_text
from tests.core.test_history import BEDDING, KITCHEN, MIA, NOAH, visit

ON = date(2026, 3, 1)
BOTH = (MIA, NOAH)


def event(day: str, *children: str, **more: Any) -> Event:
    at = date.fromisoformat(day)
    return Event(
        f"e {day} {children}", "home", "school_report", "school", at, "Head", "Words.", "notable",
        children=children, recorded_at=f"{day}T12:00:00Z", **more,
    )  # fmt: skip


def story(*records: Any, events: tuple[Event, ...] = (), child: str = "mia") -> ChildStory:
    return child_story(child, records, events, ON)


def voice(child: str, seen: str = "seen", **said: str) -> dict[str, Any]:
    return {"voices": [{"child": child, "seen": seen, **said}]}


def test_the_newest_comes_first_and_of_one_day_the_visit() -> None:
    found = story(
        visit("2026-01-05"), visit("2026-02-05"),
        events=(event("2026-01-05", "mia"), event("2026-01-20", "mia", "noah")),
    )  # fmt: skip
    assert [(str(each.day), each.visit is not None) for each in found.moments] == [
        ("2026-02-05", True), ("2026-01-20", False), ("2026-01-05", True), ("2026-01-05", False),
    ]  # fmt: skip


def test_only_what_names_the_child_is_told() -> None:
    found = story(
        visit("2026-01-05", children=(NOAH,), **voice("noah", own_words="Noah's words.")),
        visit("2026-01-06", children=BOTH, **voice("noah", own_words="Noah's words.")),
        events=(event("2026-01-07"), event("2026-01-08", "noah"), event("2026-01-09", "mia")),
    )
    assert [str(each.day) for each in found.moments] == ["2026-01-09", "2026-01-06"]
    assert found.moments[1].said == {} and found.visits == 1


@pytest.mark.parametrize(
    ("body", "how"),
    [
        (voice("mia", "seen"), "seen"),
        (voice("mia", "seen_alone"), "seen_alone"),
        (voice("mia", "not_seen", why="Asleep."), "not_seen"),
        ({"present": ["mia"]}, "present"),
        ({}, "not_said"),
        ({"access": "refused"}, "no_access"),
        ({"access": "no_reply"}, "no_access"),
        ({"access": "doorstep"}, "not_said"),
        ({"access": "refused", **voice("mia", "seen")}, "seen"),
    ],
)
def test_how_the_child_was_seen_is_said_as_it_was_recorded(body: Any, how: str) -> None:
    (moment,) = story(visit("2026-01-05", **body)).moments
    assert moment.seen == how
    assert moment.why == ("Asleep." if how == "not_seen" else "")


def test_words_are_told_letter_for_letter_and_empty_ones_left_out() -> None:
    said = "  “I dont no”\nshe said. "
    (moment,) = story(visit("2026-01-05", **voice("mia", own_words=said, activity=" "))).moments
    assert moment.said == {"own_words": said}


def test_only_the_childs_own_grades_are_its_voice() -> None:
    own = [
        {"item": BEDDING, "child": "mia", "person": "mia", "grade": 4},
        {"item": BEDDING, "child": "mia", "person": "ann", "grade": 1},
        {"item": KITCHEN, "person": "noah", "grade": 5},
    ]
    (moment,) = story(visit("2026-01-05", children=BOTH, own_grades=own)).moments
    assert moment.own == (own[0],)


def test_times_and_days_are_counted() -> None:
    found = story(
        visit("2026-01-01", **voice("mia", "seen_alone", own_words="Hello.")),
        visit("2026-02-01", **voice("mia", "seen")),
        visit("2026-02-20", present=["mia"]),
        visit("2026-02-25", access="no_reply"),
    )
    assert (found.visits, found.times_seen, found.times_alone, found.times_heard) == (4, 3, 1, 1)
    assert found.seen and (found.seen.days, found.seen.alone_days) == (9, 59)


def test_a_child_that_no_visit_names_was_never_seen() -> None:
    assert story(visit("2026-01-01", children=(NOAH,))).seen is None
    assert story().moments == ()


def test_every_name_on_record_is_told_once_the_newest_first() -> None:
    found = story(
        visit("2026-01-01", children=({**MIA, "name": "Mia Old"},)),
        visit("2026-01-02", children=({**MIA, "name": "Mia New"},)),
        visit("2026-01-03", children=({**MIA, "name": "Mia New"},)),
    )
    assert found.names == ("Mia New", "Mia Old")


def test_photos_of_the_childs_items_newest_first_without_those_taken_back() -> None:
    def photo(id: str, child: str | None, day: str) -> dict[str, Any]:
        return {"id": id, "child": child, "observed_at": f"2026-01-{day}T10:00:00+00:00"}

    record = visit(
        "2026-01-05", children=BOTH,
        photos=[photo("a", "mia", "01"), photo("b", "noah", "02"), photo("c", None, "03"),
                photo("d", "mia", "04"), photo("e", "mia", "05")],
        withdrawn_photos=[{"id": "e"}],
    )  # fmt: skip
    assert [each.entry["id"] for each in story(record).photos] == ["d", "a"]


def test_made_up_for_tells_the_childs_and_the_whole_homes() -> None:
    record = visit("2026-01-05", (BEDDING, "mia", 4), (KITCHEN, None, 3), children=BOTH)
    for entry, by in zip(record.grades, ("relative", "service"), strict=True):
        entry["made_up_by"] = [by]
    found = story(
        record,
        events=(
            event("2026-01-06", "mia", made_up_by=("school",)),
            event("2026-01-07", made_up_by=("service",)),
            event("2026-01-08", "noah", made_up_by=("school",)),
        ),
    )
    assert [(each.item, each.by) for each in found.made_up] == [
        (BEDDING, ("relative",)), (KITCHEN, ("service",)), (None, ("school",)),
        (None, ("service",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("months", "name"),
    [(0, "observe"), (35, "observe"), (36, "young"), (83, "young"), (84, "middle"),
     (143, "middle"), (144, "older"), (215, "older"), (216, None), (None, None), (-3, "observe")],
)  # fmt: skip
def test_questions_go_by_age(months: int | None, name: str | None) -> None:
    assert band(months) == name


def test_the_device_goes_by_the_same_ages() -> None:
    script = Path(__file__).parents[2] / "static" / "js" / "page" / "voice.js"
    found = re.findall(r'\[(\d+), "(\w+)"\]', script.read_text("utf-8"))
    assert {name: int(months) for months, name in found} == BANDS


def test_every_age_has_plain_questions() -> None:
    words = read_text("en").child.day
    for name in BANDS:
        lines = words[name].splitlines()
        assert 5 <= len(lines) <= 8 and all(1 < len(each) < 70 for each in lines)
        assert name in words.ages
