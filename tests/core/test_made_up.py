"""Who made up for what is told by item, and drawn on the chart with a mark of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from jinja2 import Environment, FileSystemLoader

from gcp.core.chart import chart
from gcp.core.history import VisitRecord
from gcp.core.made_up import by_item, made_up, of_item
from tests.core.test_chart import TEMPLATES, TEXT
from tests.core.test_child_story import event
from tests.core.test_history import BEDDING, KITCHEN, MIA, NOAH, PLACE, RULES, visit

AREAS = {PLACE: "sleeping", BEDDING: "sleeping", KITCHEN: "hygiene"}


def helped(at: str, *grades: Any, **by: tuple[str, ...]) -> VisitRecord:
    """A visit whose answers name who made up for them, by item's last word."""
    record = visit(at, *grades, children=(MIA, NOAH))
    for entry in record.grades:
        name = entry["item"].rpartition(".")[2]
        if name in by:
            entry["made_up_by"] = list(by[name])
    return record


def test_children_with_the_very_same_answer_are_one_line() -> None:
    record = helped(
        "2026-01-05", (BEDDING, "mia", 4), (BEDDING, "noah", 4), (KITCHEN, None, 2),
        bedding=("school", "relative"),
    )  # fmt: skip
    (line,) = made_up([record], [])
    assert (line.item, line.by, line.children, line.grade) == (
        BEDDING, ("school", "relative"), ("mia", "noah"), 4,
    )  # fmt: skip
    assert [each.children for each in made_up([record], [], "mia")] == [("mia", "noah")]
    assert made_up([visit("2026-01-05", (KITCHEN, None, 2))], [event("2026-01-05")]) == []


def test_items_come_in_the_order_of_the_rules_and_an_areas_events_after_them() -> None:
    told = made_up(
        [helped("2026-01-05", (KITCHEN, None, 4), (BEDDING, "mia", 4), ("old.item", None, 3),
                kitchen=("service",), bedding=("school",), item=("relative",))],
        [event("2026-01-06", made_up_by=("school",), area="sleeping"),
         event("2026-01-07", made_up_by=("child",))],
    )  # fmt: skip
    found = [(each.area, each.item) for each in by_item(told, AREAS)]
    assert found[:3] == [("sleeping", BEDDING), ("sleeping", None), ("hygiene", KITCHEN)]
    assert set(found[3:]) == {(None, "old.item"), (None, None)}


def test_each_helper_is_counted_by_visits_and_events_with_its_days() -> None:
    told = made_up(
        [helped("2026-01-05", (BEDDING, "mia", 4), (BEDDING, "noah", 3), bedding=("school",)),
         helped("2026-02-05", (BEDDING, "mia", 4), bedding=("school", "child"))],
        [event("2026-03-01", made_up_by=("school",), area="sleeping"),
         event("2026-03-02", made_up_by=("school",), area="hygiene")],
    )  # fmt: skip
    found = of_item(told, BEDDING, "sleeping")
    assert found and [(each.who, each.visits, each.events) for each in found.by] == [
        ("school", 2, 1), ("child", 1, 0),
    ]  # fmt: skip
    assert (found.by[0].first, found.by[0].last) == (date(2026, 1, 5), date(2026, 3, 1))
    assert [each.day.month for each in found.told] == [3, 2, 1, 1]
    assert of_item(told, PLACE, None) is None


def drawing(records: list[VisitRecord], **more: Any) -> str:
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    env.globals.update(zip=zip, visit_url=lambda visit: f"/visits/{visit}")
    page = '{% from "components/chart.html" import chart %}{{ chart(model, text) }}'
    return env.from_string(page).render(model=chart(records, RULES, **more), text=TEXT)


def test_a_roof_stands_over_the_mark_of_the_area_and_nowhere_else() -> None:
    record = helped("2026-01-05", (KITCHEN, None, 2), (BEDDING, "mia", 4), bedding=("school",))
    model = chart([record], RULES)
    (column,) = model.columns
    roofs = [each for each in column.lines if each.kind == "made_up"]
    areas = [each.area for each in column.readings]
    mark = column.marks[areas.index("sleeping")]
    assert len(roofs) == 2 and all(each.y1 < mark.y and each.y2 < mark.y for each in roofs)
    assert roofs[0].x2 == roofs[1].x1 == mark.x
    said = "Made up by others: Bedding (Mia) by school or nursery."
    assert said in column.said_in(TEXT) and said in drawing([record])
    assert [each.code for each in model.legend if "made_up" in each.code] == ["made_up"]
    for child in ("mia", "noah"):
        (alone,) = chart([record], RULES, child).columns
        assert any(each.kind == "made_up" for each in alone.lines) == (child == "mia")


def test_an_event_that_says_so_has_a_roof_and_words() -> None:
    told = event("2026-01-06", "mia", made_up_by=("school", "child"))
    shown = drawing([visit("2026-01-05", (KITCHEN, None, 2))], events=[told])
    assert shown.count("Made up by others: school or nursery, the child.") == 3
    assert "Roof over an event" in shown and shown.count("app-chart__line--made_up") == 4


def test_a_chart_without_any_has_neither_mark_nor_words_of_it() -> None:
    plain = visit("2026-01-05", (KITCHEN, None, 2), (BEDDING, "mia", 4))
    shown = drawing([plain], events=[event("2026-01-06", "mia")])
    assert "made_up" not in shown and "Made up" not in shown and "Roof" not in shown


def test_what_is_made_up_for_with_no_grade_stands_over_the_hollow_mark() -> None:
    record = helped("2026-01-05", (KITCHEN, None, 2), (BEDDING, "mia", "not_seen"),
                    bedding=("relative",))  # fmt: skip
    (column,) = chart([record], RULES).columns
    assert sum(each.kind == "made_up" for each in column.lines) == 2
