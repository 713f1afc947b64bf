"""Events stand in lanes beneath the grades, on the visits' axis, and none of them is hidden."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from gcp.core.chart import chart
from gcp.core.chart_events import APART, GROUP_OF
from gcp.core.chart_parts import Chart
from gcp.core.events import KINDS, SIGNIFICANCE, Event
from tests.core.test_chart import TEXT, kitchen, page, panel, some_visits, svg_of
from tests.core.test_history import RULES

VISITS = [kitchen("2026-01-10"), kitchen("2026-03-10", 3), kitchen("2026-05-10", 2)]


def event(day: str, kind: str = "referral", **more: Any) -> Event:
    values = {
        "id": f"{day}/{kind}", "home": "home", "agency": "school", "source": "School",
        "words": f"What was said on {day}.", "significance": "notable", **more,
    }  # fmt: skip
    return Event(kind=kind, day=date.fromisoformat(day), **values)


def drawn(*events: Event, child: str | None = None, visits: Any = VISITS) -> Chart:
    return chart(visits, RULES, child, events)


def some_events(count: int, seed: int) -> list[Event]:
    chance = random.Random(seed)
    found = []
    for number in range(count):
        day = date(2021, 12, 1) + timedelta(days=chance.randint(0, 1500))
        lasts = timedelta(days=chance.randint(0, 400))
        found.append(
            event(
                day.isoformat(), chance.choice(KINDS), id=f"e{number:03}",
                until=day + lasts if chance.random() < 0.4 else None,
                significance=chance.choice(SIGNIFICANCE), words=f"Words <{number}> & more.",
            )
        )  # fmt: skip
    return found


def lane(model: Chart, group: str) -> Any:
    return next(each for each in model.event_lanes if each.group == group)


def drawn_events(model: Chart) -> set[str]:
    parts = [part for each in model.event_lanes for part in (*each.marks, *each.spans)]
    return {each.id for part in parts for each in part.events}


def test_every_kind_has_a_lane_a_name_and_a_place_in_the_key() -> None:
    assert set(GROUP_OF) == set(KINDS)
    days = (f"2026-{1 + n // 4:02}-{1 + n % 4 * 6:02}" for n in range(len(KINDS)))
    model = drawn(*(event(day, kind) for day, kind in zip(days, KINDS, strict=True)))
    assert drawn_events(model) == {each.id for each in model.events}
    for each in model.event_lanes:
        assert TEXT.chart.lanes[each.group]
    for symbol in model.legend:
        assert TEXT.chart.legend[symbol.code]
    for kind in KINDS:
        assert TEXT.chronology.kinds[kind]


def test_a_chart_without_events_has_no_trace_of_them() -> None:
    plain = drawn()
    assert plain == chart(VISITS, RULES)
    assert not plain.event_lanes and not plain.event_lines
    assert "event" not in page(plain)


def test_an_event_stands_between_the_visits_it_lies_between() -> None:
    model = drawn(event("2026-02-10"), event("2026-04-10"))
    first, second = (each.mark.x for each in lane(model, "reports").marks)
    one, two, three = (each.x for each in model.columns)
    assert one < first < two < second < three


def test_no_mark_lies_over_another_and_none_is_lost() -> None:
    for seed in range(30):
        events = some_events(60, seed)
        model = drawn(*events, visits=some_visits(20, seed))
        assert drawn_events(model) == {each.id for each in events}
        bottom = model.columns[0].target.y + model.columns[0].target.height
        for each in model.event_lanes:
            places = [mark.mark.x for mark in each.marks]
            assert all(b - a >= APART - 0.01 for a, b in pairwise(places))
            assert all(model.left <= x <= model.right for x in places)
            boxes = [span.box for span in each.spans]
            for number, box in enumerate(boxes):
                assert model.left <= box.x and box.x + box.width <= model.right + 0.1
                for other in boxes[number + 1 :]:
                    apart = box.x + box.width <= other.x or other.x + other.width <= box.x
                    assert box.y != other.y or apart
            assert each.y > bottom
            bottom = each.y + each.height - 12
            assert all(box.y + box.height <= bottom for box in boxes)
        assert bottom <= model.bottom


def test_events_that_are_near_stand_together_with_their_number() -> None:
    model = drawn(event("2026-02-10"), event("2026-02-11"), event("2026-02-12", "feedback"))
    (mark,) = lane(model, "reports").marks
    assert mark.count == 3 and mark.mark.shape == "count"
    said = mark.said_in(TEXT)
    assert said.startswith("3 events.") and all(f"2026-02-1{n}." in said for n in range(3))
    html = page(model)
    assert ">3</text>" in html


def test_a_closed_case_is_a_line_across_every_panel() -> None:
    model = drawn(event("2026-02-10", "case_opened"), event("2026-04-10", "case_closed"))
    shapes = [each.mark.shape for each in lane(model, "case").marks]
    assert shapes == ["forward", "back"]
    assert len(model.event_lines) == len(model.panels)
    frame = panel(model, "sleeping").frame
    assert model.event_lines[0].y1 == frame.y and model.event_lines[0].x1 > model.columns[1].x


def test_what_lasts_is_a_bar_from_its_first_to_its_last_day() -> None:
    holiday = event("2026-03-20", "holiday", until=date(2026, 4, 20))
    model = drawn(holiday, event("2026-02-01", "plan", until=date(2026, 5, 1)))
    (bar,) = lane(model, "holiday").spans
    assert model.columns[1].x < bar.box.x < bar.box.x + bar.box.width < model.columns[2].x
    assert not lane(model, "holiday").marks
    assert len(lane(model, "meetings").marks) == len(lane(model, "meetings").spans) == 1
    assert "20 March 2026 to 20 April 2026" in bar.said_in(TEXT)


def test_what_lies_ages_away_stands_at_the_edge_and_squeezes_nothing() -> None:
    near = drawn(event("2026-02-10"))
    far = drawn(event("2000-01-01"), event("2026-02-10"), event("2099-01-01", "plan"))
    width = [each.columns[-1].x - each.columns[0].x for each in (near, far)]
    assert width[1] > width[0] / 4
    assert drawn_events(far) == {each.id for each in far.events}


def test_a_childs_chart_has_the_childs_events_and_the_homes() -> None:
    events = (
        event("2026-02-10", children=("mia",)), event("2026-03-01", children=("noah",)),
        event("2026-04-01"),
    )  # fmt: skip
    assert [str(each.day) for each in drawn(*events, child="mia").events] == [
        "2026-02-10", "2026-04-01",
    ]  # fmt: skip
    assert len(drawn(*events).events) == 3


def test_the_page_says_every_event_on_the_drawing_and_in_the_table() -> None:
    events = some_events(25, 7)
    model = drawn(*events, visits=some_visits(8))
    html = page(model)
    svg = svg_of(html)
    named = [each.get("aria-label") or "" for each in svg.iter() if each.get("role") == "img"]
    titles = [each.text or "" for each in svg.iter() if each.tag.endswith("title")]
    table = html.partition("<table")[2]
    for number in range(25):
        words = f"Words <{number}> & more."
        assert any(words in each for each in named)
        assert any(words in each for each in titles)
        assert f"Words &lt;{number}&gt; &amp; more." in table
    assert "<0>" not in html


def test_serious_is_seen_by_shade_and_said() -> None:
    model = drawn(event("2026-02-10", significance="serious"))
    (mark,) = lane(model, "reports").marks
    assert mark.mark.style == "event_serious" and "serious" in mark.said_in(TEXT)


def test_without_a_visit_there_is_nothing_to_stand_beside() -> None:
    assert not drawn(event("2026-02-10"), visits=[]).columns
