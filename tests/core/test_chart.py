"""The chart is whole in plain numbers, and its page draws every visit, in words and as a table."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gcp.core.chart import GAP, chart
from gcp.core.chart_axis import TICK_GAP, spread, time_axis
from gcp.core.chart_labels import fit, lay_out, text_width
from gcp.core.chart_parts import Chart
from gcp.core.history import VisitRecord
from gcp.text import read_text
from tests.core.test_history import BEDDING, KITCHEN, MIA, NOAH, PLACE, RULES, visit

TEXT = read_text("en")
TEMPLATES = Path(__file__).parent.parent.parent / "templates"
ROOM, WARMTH, FLOORS = "sleeping.room", "sleeping.warmth", "hygiene.floors"
KINDS = ("arranged", "short_notice", "unannounced", "incidental", "emergency")


def drawn(*records: VisitRecord, child: str | None = None) -> Chart:
    return chart(records, RULES, child)


def kitchen(at: str, grade: int = 2, **more: Any) -> VisitRecord:
    return visit(at, (KITCHEN, None, grade), **more)


def panel(model: Chart, area: str) -> Any:
    return next(each for each in model.panels if each.area == area)


def mark_at(column: Any, area: str) -> Any:
    return column.marks[[each.area for each in column.readings].index(area)]


def some_visits(count: int, seed: int = 1) -> list[VisitRecord]:
    chance = random.Random(seed)
    start = datetime(2022, 1, 1, 9, tzinfo=UTC)
    return [
        visit(
            (start + timedelta(days=chance.random() ** 3 * 900)).isoformat(),
            *([(KITCHEN, None, chance.randint(1, 5)), (BEDDING, "mia", chance.randint(1, 5))]
              if chance.random() < 0.8 else []),
            kind=chance.choice(KINDS), by=chance.choice(["A. Khan", "Constable Ben Okafor-Wright"]),
            access="inside" if chance.random() < 0.8 else "no_reply", id=f"v{number}",
        )
        for number in range(count)
    ]  # fmt: skip


def page(model: Chart, heading: str = "") -> str:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True
    )  # fmt: skip
    env.globals.update(visit_url=lambda visit: f"/visits.show/{visit}", zip=zip)
    plain = "{% from 'components/chart.html' import chart %}"
    call = "{% call chart(model, text) %}" + heading + "{% endcall %}"
    return env.from_string(plain + (call if heading else "{{ chart(model, text) }}")).render(
        model=model, text=TEXT
    )


def svg_of(html: str) -> ElementTree.Element:
    drawing = re.search(r'<svg class="app-chart__drawing".*?</svg>', html, re.DOTALL)
    return ElementTree.fromstring(drawing[0])


def test_grade_1_is_at_the_top() -> None:
    rows = panel(drawn(kitchen("2026-01-01")), "hygiene").grades
    assert [row.grade for row in rows] == [1, 2, 3, 4, 5]
    assert [row.y for row in rows] == sorted(row.y for row in rows)


def test_each_area_has_its_own_panel_under_the_one_before() -> None:
    model = drawn(kitchen("2026-01-01", rules="new"))
    assert model.areas == (
        ("sleeping", "Sleeping"), ("hygiene", "Hygiene"), ("nutrition", "Nutrition")
    )  # fmt: skip
    for upper, lower in pairwise(model.panels):
        assert upper.frame.y + upper.frame.height < lower.title_y < lower.frame.y


def test_a_mark_stands_at_its_grade_and_the_line_joins_the_marks() -> None:
    model = drawn(kitchen("2026-01-01", 2), kitchen("2026-03-01", 4))
    rows = panel(model, "hygiene").grades
    one, other = (mark_at(column, "hygiene") for column in model.columns)
    assert (one.y, other.y) == (rows[1].y, rows[3].y)
    (line,) = panel(model, "hygiene").lines
    assert (line.kind, line.x1, line.y1, line.x2, line.y2) == (
        "joined", one.x, one.y, other.x, other.y
    )  # fmt: skip


def test_the_shape_tells_the_kind_of_visit() -> None:
    records = [kitchen(f"2026-01-0{day}", kind=kind) for day, kind in enumerate(KINDS, start=1)]
    marks = [mark_at(column, "hygiene") for column in drawn(*records).columns]
    assert [(mark.shape, mark.style) for mark in marks] == [
        ("circle", "expected"),
        ("square", "expected"),
        ("triangle", "unexpected"),
        ("diamond", "unexpected"),
        ("star", "unexpected"),
    ]


@pytest.mark.parametrize("access", ["refused", "no_reply", "doorstep"])
def test_a_visit_without_access_is_a_cross_in_its_own_lane(access: str) -> None:
    model = drawn(kitchen("2026-01-01"), visit("2026-02-01", access=access))
    (cross,) = model.columns[1].marks
    assert (cross.shape, cross.y) == ("cross", model.no_access.y)
    assert all(cross.y > each.frame.y + each.frame.height for each in model.panels)
    assert model.not_in == 1


def test_a_visit_that_graded_from_the_doorstep_is_underlined() -> None:
    column = drawn(kitchen("2026-01-01", access="doorstep")).columns[0]
    assert column.got_in
    assert [line.kind for line in column.lines] == ["doorstep"]


def test_an_area_that_was_not_graded_is_a_hollow_mark_in_its_lane() -> None:
    model = drawn(kitchen("2026-01-01"))
    mark = mark_at(model.columns[0], "sleeping")
    assert (mark.style, mark.y) == ("not_graded", panel(model, "sleeping").lane.y)
    assert panel(model, "hygiene").lane is None


def test_the_line_is_dashed_over_a_visit_without_a_grade() -> None:
    model = drawn(
        kitchen("2026-01-01"), visit("2026-02-01", access="no_reply"), kitchen("2026-03-01")
    )
    assert [line.kind for line in panel(model, "hygiene").lines] == ["gap"]


def test_a_whisker_shows_a_worst_item_that_the_area_hides() -> None:
    record = visit(
        "2026-01-01", (PLACE, "mia", 1), (ROOM, "mia", 1), (WARMTH, None, 1), (BEDDING, "mia", 3)
    )
    model = drawn(record)
    column, rows = model.columns[0], panel(model, "sleeping").grades
    assert [(line.kind, line.y2) for line in column.lines] == [
        ("whisker", rows[2].y),
        ("worst", rows[2].y),
    ]
    assert column.readings[0].worst.title == "Bedding"


def test_no_whisker_where_the_worst_item_is_the_grade() -> None:
    assert drawn(visit("2026-01-01", (BEDDING, "mia", 4))).columns[0].lines == ()


def test_a_change_of_scorer_is_marked_between_the_visits() -> None:
    model = drawn(kitchen("2026-01-01"), kitchen("2026-03-01", by="B. Okafor"))
    assert [mark.name for mark in model.scorers] == ["A. Khan", "B. Okafor"]
    assert [column.new_scorer for column in model.columns] == [False, True]
    assert model.columns[0].x < model.scorer_lines[0].x1 < model.columns[1].x


def test_a_visitor_who_graded_nothing_is_no_change_of_scorer() -> None:
    model = drawn(
        kitchen("2026-01-01"),
        visit("2026-02-01", access="refused", by="B. Okafor"),
        kitchen("2026-03-01"),
    )
    assert len(model.scorers) == 1
    assert model.scorer_lines == ()


def test_new_rules_are_marked_and_no_line_crosses_them() -> None:
    model = drawn(kitchen("2026-01-01"), kitchen("2026-03-01", rules="new"))
    assert panel(model, "hygiene").lines == ()
    assert [mark.version for mark in model.rules_marks] == ["2026.2"]
    assert [column.new_rules for column in model.columns] == [None, "2026.2"]


def test_a_visit_under_rules_without_an_area_has_no_mark_in_it() -> None:
    model = drawn(kitchen("2026-01-01"), kitchen("2026-03-01", rules="new"))
    assert model.columns[0].reading("nutrition") is None
    assert model.columns[1].reading("nutrition").grade is None


def test_a_child_s_chart_reads_that_child() -> None:
    record = visit(
        "2026-01-01", (BEDDING, "mia", 2), (BEDDING, "noah", 4), children=(MIA, NOAH)
    )  # fmt: skip
    grades = [drawn(record, child=child).columns[0].readings[0].grade for child in ("mia", "noah")]
    assert grades == [2, 4]
    assert drawn(record).columns[0].readings[0].grade == 4


def test_a_visit_that_does_not_know_the_child_is_hollow_not_left_out() -> None:
    model = drawn(visit("2026-01-01", (BEDDING, "mia", 2)), child="noah")
    assert [mark.style for mark in model.columns[0].marks] == ["not_graded", "not_graded"]


def test_no_visits_are_no_drawing() -> None:
    assert drawn() == Chart(None)
    assert "no visit to show yet" in page(drawn())


@pytest.mark.parametrize("count", [1, 2, 3, 4, 19, 50, 200])
def test_visits_never_overlap_and_stay_inside(count: int) -> None:
    model = chart(some_visits(count), RULES)
    assert len(model.columns) == count
    xs = [column.x for column in model.columns]
    assert all(after - before >= GAP - 1e-9 for before, after in pairwise(xs))
    assert all(column.target.width >= 24 for column in model.columns)
    assert model.left <= xs[0] and xs[-1] <= model.right
    for before, after in pairwise(column.target for column in model.columns):
        assert before.x + before.width <= after.x + 1e-9


def test_two_visits_at_one_moment_stand_side_by_side() -> None:
    at = "2026-01-01T10:00:00+00:00"
    model = drawn(kitchen(at), kitchen(at, by="B. Okafor"))
    assert model.columns[1].x - model.columns[0].x >= GAP


def test_visits_with_room_stand_at_their_dates() -> None:
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10)]
    axis = time_axis(moments, 0, 600, GAP)
    days = [(moment - moments[0]).days for moment in moments]
    per_day = (axis.places[-1] - axis.places[0]) / days[-1]
    assert axis.places == pytest.approx([axis.places[0] + day * per_day for day in days], abs=0.2)


def test_spreading_moves_as_little_as_it_can() -> None:
    assert spread([10, 50, 52], 10, 0, 100) == [10, 46, 56]
    assert spread([50, 50, 50], 10, 0, 100) == [40, 50, 60]
    assert spread([98, 99, 100], 10, 0, 100) == [80, 90, 100]


@pytest.mark.parametrize("seed", range(20))
def test_names_of_months_never_collide_and_stay_in_order(seed: int) -> None:
    chance = random.Random(seed)
    span = 10 ** chance.uniform(0, 4)
    start = datetime(2005, 6, 1, tzinfo=UTC)
    days = sorted(chance.random() ** 2 * span for _ in range(chance.randint(1, 60)))
    moments = [start + timedelta(days=day) for day in days]
    ticks = time_axis(moments, 0, max(560, 30 * len(days)), GAP).ticks()
    assert ticks and ticks[0].shows_year
    assert all(after.x - before.x >= TICK_GAP for before, after in pairwise(ticks))
    dates = [(tick.year, tick.month) for tick in ticks]
    assert dates == sorted(dates)


def test_a_tick_stands_between_the_visits_before_and_after_it() -> None:
    days = [datetime(2026, 1, 28 + day, tzinfo=UTC) for day in range(4)]
    moments = [*days, datetime(2026, 2, 2, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)]
    axis = time_axis(moments, 0, 560, GAP)
    assert axis.places[3] < axis.x(datetime(2026, 2, 1, tzinfo=UTC)) < axis.places[4]


@pytest.mark.parametrize("seed", range(20))
def test_names_along_the_top_never_run_into_each_other(seed: int) -> None:
    chance = random.Random(seed)
    names = ["Al", "A. Khan", "Constable Ruth Adeyemi-Smith", "李小龍", "x" * 200]
    xs = sorted(chance.sample(range(90, 900), chance.randint(1, 25)))
    marks = lay_out([(float(x), chance.choice(names)) for x in xs], 86, 930)
    spans = Counter[int]()
    for mark in marks:
        if mark.label:
            assert mark.label_x >= spans[mark.row]
            spans[mark.row] = mark.label_x + text_width(mark.label)
            assert spans[mark.row] <= 930
    for mark, after in pairwise(marks):
        if mark.row == 1 and mark.label:
            assert mark.label_x + text_width(mark.label) <= after.x


def test_words_are_cut_with_an_ellipsis_or_left_out() -> None:
    assert fit("A. Khan", 200) == "A. Khan"
    assert fit("Constable Ruth Adeyemi", 90).endswith("…")
    assert fit("Constable Ruth Adeyemi", 20) == ""


def test_a_visit_says_itself_in_one_sentence_an_area() -> None:
    record = visit(
        "2025-03-03", (BEDDING, "mia", 4), (PLACE, "mia", 2), (KITCHEN, None, 2),
        kind="unannounced",
    )  # fmt: skip
    assert drawn(record).columns[0].said_in(TEXT) == (
        "3 March 2025, unannounced. "
        "Sleeping 4 because Bedding is 4. Graded 2 of 4. "
        "Hygiene 2 because Kitchen is 2. Graded 1 of 2. "
        "Scored by A. Khan."
    )


def test_a_reason_names_the_children_where_not_all_have_the_grade() -> None:
    record = visit(
        "2025-03-03", (BEDDING, "mia", 4), (BEDDING, "noah", 2), (WARMTH, None, 4),
        children=(MIA, NOAH),
    )  # fmt: skip
    reading = drawn(record).columns[0].readings[0]
    assert reading.because_in(TEXT) == "because Bedding (Mia) and Warmth are 4"


def test_a_hidden_worst_item_is_told_with_the_reason() -> None:
    record = visit("2025-03-03", (KITCHEN, None, 2), (FLOORS, None, 2), (WARMTH, None, 3),
                   (PLACE, "mia", 1), (BEDDING, "mia", 1))  # fmt: skip
    assert "Sleeping 1 because Place and Bedding are 1. Worst is Warmth, 3." in (
        drawn(record).columns[0].said_in(TEXT)
    )


def test_a_visit_without_access_says_so() -> None:
    record = visit("2025-12-24", kind="unannounced", access="no_reply")
    assert drawn(record).columns[0].said_in(TEXT) == (
        "24 December 2025, unannounced, no reply. Nobody got in. Visited by A. Khan."
    )


def test_every_visit_is_a_named_link_in_the_drawing_and_in_the_table() -> None:
    records = some_visits(50)
    html = page(chart(records, RULES))
    links = svg_of(html).findall(".//a")
    wanted = {f"/visits.show/{each.id}" for each in records}
    assert {link.get("href") for link in links} == wanted
    assert all(link.get("aria-label") for link in links)
    table = html[html.index("<table") :]
    assert set(re.findall(r'href="([^"]+)"', table)) == wanted


def test_the_table_holds_what_the_drawing_says() -> None:
    records = [
        visit("2026-01-01", (BEDDING, "mia", 4)),
        kitchen("2026-03-01", rules="new", by="B. Okafor"),
        visit("2026-04-01", access="refused", rules="new", by="B. Okafor"),
    ]
    html = page(drawn(*records))
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html[html.index("<tbody") :], re.DOTALL)
    plain = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
    assert plain == [
        "1 April 2026 Arranged, not let in", "B. Okafor", "Not seen", "Not seen", "Not seen",
        "1 March 2026 Arranged, went inside",
        "B. Okafor Another person than before"
        " New rules 2026.2. Do not compare with earlier grades.",
        "Not graded", "2 because Kitchen is 2 Graded 1 of 2", "Not graded",
        "1 January 2026 Arranged, went inside", "A. Khan",
        "4 because Bedding is 4 Graded 1 of 4", "Not graded", "Not in these rules",
    ]  # fmt: skip


def test_the_key_shows_what_is_drawn_and_nothing_else() -> None:
    model = drawn(kitchen("2026-01-01"), visit("2026-02-01", access="refused"))
    assert [each.code for each in model.legend] == [
        "arranged", "no_access", "not_graded", "concern"
    ]  # fmt: skip


def test_the_page_needs_no_script_no_style_and_no_ids() -> None:
    html = page(chart(some_visits(19), RULES))
    assert not re.search(r"\b(style|on\w+|id)=", html)
    assert "<script" not in html


def test_every_text_in_the_drawing_is_14_px_or_more() -> None:
    sheet = (TEMPLATES.parent / "static" / "css" / "chart.scss").read_text("utf-8")
    assert all(int(size) >= 14 for size in re.findall(r"font-size: (\d+)px", sheet))


@pytest.mark.parametrize("name", ["O'Neil & <b>Sons</b>", '"quoted"', "\u202eright to left"])
def test_a_name_is_escaped_once(name: str) -> None:
    child = {**MIA, "name": name}
    record = visit(
        "2026-01-01", (BEDDING, "mia", 4), (BEDDING, "noah", 1), children=(child, NOAH), by=name
    )
    link = svg_of(page(drawn(record))).find(".//a")
    assert f"Bedding ({name}) is 4" in link.get("aria-label")
    assert f"Scored by {name}." in link.get("aria-label")


def test_the_caption_takes_a_heading() -> None:
    assert "<h2>Over time</h2>" in page(drawn(kitchen("2026-01-01")), "<h2>Over time</h2>")
