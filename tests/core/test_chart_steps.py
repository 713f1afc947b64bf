"""What was agreed stands on the chart at its day and grade, and in words in the chart's table."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from gcp.core.chart import chart
from gcp.core.chart_parts import Chart
from gcp.core.history import VisitRecord
from tests.core.test_chart import TEXT, page, panel, some_visits, svg_of
from tests.core.test_history import BEDDING, MIA, NOAH, RULES, visit

SET, LATER = "2026-01-10T10:00:00Z", "2026-03-10T10:00:00Z"


def step(**more: Any) -> dict[str, Any]:
    return {"item": BEDDING, "child": "mia", "words": "A sheet.", "target": 2, **more}


def drawn(*steps: dict[str, Any], later: int = 3, child: str | None = None) -> Chart:
    return chart(home(*steps, later=later), RULES, child)


def home(*steps: dict[str, Any], later: int = 3) -> list[VisitRecord]:
    people = {"children": (MIA, NOAH)}
    return [
        visit(SET, (BEDDING, "mia", 4), id="first", next_steps=list(steps), **people),
        visit("2026-02-10T10:00:00Z", id="between", **people),
        visit("2026-02-20T10:00:00Z", id="other", **people),
        visit(LATER, (BEDDING, "mia", later), id="later", **people),
    ]


def codes(model: Chart) -> list[str]:
    return [each.code for each in model.legend if each.code.startswith("target")]


def test_an_open_step_is_a_ring_at_its_day_and_grade() -> None:
    model = drawn(step(by="2026-02-10"))
    (found,) = model.targets
    first, between = model.columns[:2]
    assert found.mark.style == "target"
    assert found.mark.y == panel(model, "sleeping").grades[1].y
    assert first.x < found.mark.x <= between.x + 1
    assert codes(model) == ["target_open"]
    assert found.said_in(TEXT) == (
        "Next step for Bedding, Mia: to reach 2 by 10 February 2026. Not reached so far."
    )


def test_what_was_reached_is_filled_and_says_when() -> None:
    model = drawn(step(), later=2)
    (found,) = model.targets
    assert found.mark.style == "target_met" and codes(model) == ["target_met"]
    assert found.said_in(TEXT).endswith("to reach 2. Reached on 10 March 2026.")


def test_what_was_replaced_has_no_mark_but_its_words() -> None:
    records = home(step(by="2026-02-01"))
    again = visit("2026-02-05T10:00:00Z", id="again", next_steps=[step(target=1)], children=(MIA,))
    model = chart([*records, again], RULES)
    assert [bool(each.mark) for each in model.targets] == [False, True]
    assert "Another step took its place on 5 February 2026." in page(model)


def test_a_day_beyond_the_chart_stands_at_its_edge_and_none_on_another_mark() -> None:
    steps = [step(child=each, by=day) for each in ("mia", "noah") for day in ("2031-01-01",)]
    model = drawn(*steps, later=3)
    frame = panel(model, "sleeping").frame
    places = [each.mark.x for each in model.targets]
    assert all(frame.x < x < frame.x + frame.width for x in places)
    met = drawn(step(), later=2)
    marks = [(m.x, m.y) for each in met.columns for m in each.marks]
    marks += [(each.mark.x, each.mark.y) for each in met.targets]
    same_row = [pair for pair in combinations(marks, 2) if pair[0][1] == pair[1][1]]
    assert all(abs(one[0] - other[0]) >= 13 for one, other in same_row)
    assert abs(places[0] - places[1]) >= 13


def test_one_child_s_chart_shows_its_own_alone() -> None:
    both = step(by="2026-02-10"), step(child="noah", by="2026-02-12")
    assert len(drawn(*both).targets) == 2
    assert [each.title for each in drawn(*both, child="noah").targets] == ["Bedding, Noah"]


def test_the_page_draws_it_and_tells_it_beside_the_visit_that_set_it() -> None:
    html = page(drawn(step(by="2026-02-10")))
    said = "Next step for Bedding, Mia: to reach 2 by 10 February 2026. Not reached so far."
    assert html.count(said) == 3  # its name, its title, the table
    assert "app-chart__mark--target" in html
    svg_of(html)


def test_a_chart_without_steps_has_no_trace_of_them() -> None:
    model = chart(some_visits(12), RULES)
    assert model.targets == () and not codes(model)
    assert "target_" not in page(model) and "Next step" not in page(model)
