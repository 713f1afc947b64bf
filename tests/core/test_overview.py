"""A line of the overview says what there is to look at, and the order is a plain count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gcp.core.events import Event
from gcp.core.history import CONCERN, VisitRecord
from gcp.core.overview import REASONS, Asked, HomeLine, Work, asked_for, home_line, small_chart
from gcp.core.patterns import history_of
from gcp.core.rules_reader import PATTERNS
from gcp.core.summary import AreaLine, summary_of
from gcp.web.overview_words import choices, reason_words
from tests.core.test_history import BEDDING, KITCHEN, MIA, RULES, visit

TODAY = date(2026, 6, 1)


def line(
    *records: VisitRecord, address: str = "1 Example Row", events: tuple[Event, ...] = (),
    work: Work = Work(), children: tuple[dict[str, str], ...] = (MIA,),
) -> HomeLine:  # fmt: skip
    summary = summary_of(history_of(records, events, RULES, RULES["old"]))
    home = {"id": address, "name": "", "address": address, "postcode": "ZZ1 1ZZ"}
    return home_line(home, children, summary, work, TODAY, PATTERNS)


def well(at: str = "2026-05-20", **more: Any) -> VisitRecord:
    voices = [{"child": "mia", "seen": "seen_alone"}]
    return visit(at, (BEDDING, "mia", 1), (KITCHEN, None, 2), voices=voices, **more)


def kinds(of: HomeLine) -> list[str]:
    return [each.kind for each in of.reasons]


def test_a_home_that_stands_well_and_was_seen_asks_for_no_look() -> None:
    assert kinds(line(well())) == []


def test_a_home_without_a_visit_asks_for_none_either() -> None:
    found = line()
    assert kinds(found) == []
    assert (found.worst, found.since_visit, found.seen_days) == (0, None, [(None, ["Mia"])])


def test_items_at_4_or_5_are_counted_once_for_all_children() -> None:
    record = visit("2026-05-20", (BEDDING, "mia", 4), (KITCHEN, None, 5), voices=[
        {"child": "mia", "seen": "seen_alone"}])  # fmt: skip
    found = line(record)
    assert [(each.kind, each.n) for each in found.reasons] == [("concerns", 2)]
    assert found.worst == 5


def test_what_grows_with_the_days() -> None:
    found = line(well("2026-01-01"))
    assert kinds(found) == ["not_seen", "not_alone", "not_inside"]
    assert found.reasons[-1].days == 151
    assert found.seen_days == found.alone_days == [(151, ["Mia"])]


def test_a_door_that_was_never_opened() -> None:
    found = line(visit("2026-05-30", access="refused"))
    assert "not_inside" in kinds(found)
    assert reason_words(found.reasons[-1], found) == "Nobody has been inside"


def test_a_referral_without_a_decision_and_a_visit_not_signed() -> None:
    event = Event("e", "home", "referral", "school", date(2026, 5, 22), "School", "W.", "notable")
    decided = replace(event, id="f", outcome="no_further_action")
    work = Work(("Ann",), 1, date(2026, 5, 30), 2, 1)
    found = line(well(), events=(event, decided), work=work)
    assert [reason_words(each, found) for each in found.reasons] == [
        "A referral without a decision for 10 days", "A visit not signed, from 2 days ago",
        "A visit sent back and not changed yet", "2 visits to read and agree",
    ]  # fmt: skip


def test_a_next_step_not_done_in_time() -> None:
    def with_step(by: str) -> VisitRecord:
        steps = [{"item": KITCHEN, "words": "Clear the sink.", "target": 1, "by": by}]
        return well(next_steps=steps)

    found = line(with_step("2026-05-30"))
    assert [reason_words(each, found) for each in found.reasons] == [
        "A next step not done in time, for 2 days"
    ]  # fmt: skip
    assert kinds(line(with_step("2026-06-01"))) == []


def test_a_baby_is_not_looked_for_alone() -> None:
    baby = {**MIA, "born": "2025-06-01"}
    assert line(well(), children=(baby,)).alone_days == []


def test_every_reason_has_its_words() -> None:
    assert [kind for kind, words in choices() if words] == list(REASONS)


HOMES = [
    line(well(), address="A Road"),
    line(well("2026-01-01"), address="B Road", work=Work(("Tom Vale",))),
    line(visit("2026-05-25", (KITCHEN, None, 5)), address="C Road"),
    line(address="D Road"),
]


@pytest.mark.parametrize(("asked", "addresses"), [
    (Asked(), "C B A D"),
    (Asked(sort="visit"), "D B A C"),
    (Asked(sort="worst"), "C B A D"),
    (Asked(sort="address"), "A B C D"),
    (Asked(sort="no such order"), "C B A D"),
    (Asked(words="tom b"), "B"),
    (Asked(words="zz1"), "C B A D"),
    (Asked(reason="not_inside"), "B"),
    (Asked(area="hygiene"), "C"),
    (Asked(area="no such area"), ""),
    (Asked(worker="Tom Vale"), "B"),
])  # fmt: skip
def test_homes_are_found_and_put_in_order(asked: Asked, addresses: str) -> None:
    found = asked_for(HOMES, asked, CONCERN)
    assert " ".join(each.address[0] for each in found) == addresses


def test_the_small_chart_stays_in_its_box_and_holds_the_last_two_years() -> None:
    days = [date(2020, 1, 1), date(2024, 6, 5), date(2026, 5, 31), date(2026, 6, 2)]
    points = tuple((day.toordinal(), grade, grade == 5) for day, grade in zip(days, (1, 5, 1, 3)))
    area = AreaLine("hygiene", "Hygiene", 3, days[-1], None, False, points)
    drawn = small_chart(area, TODAY)
    assert drawn.words == (5, 1, 3)
    assert drawn.line.count("L") == 2 and drawn.known.count("M") == 1
    numbers = [float(each) for each in drawn.line[1:].replace("L", " ").split()]
    assert all(0 <= x <= drawn.WIDTH for x in numbers[::2])
    assert all(0 <= y <= drawn.HEIGHT for y in numbers[1::2])


def test_a_home_last_graded_long_ago_still_has_its_mark() -> None:
    area = AreaLine("hygiene", "Hygiene", 4, date(2020, 1, 1), None, False, ((737425, 4, True),))
    assert small_chart(area, TODAY).words == (4,)
