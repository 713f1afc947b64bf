"""Patterns in made histories where the answer is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from gcp.core.events import Event
from gcp.core.history import VisitRecord
from gcp.core.patterns import KINDS, history_of, lasting, patterns
from gcp.core.patterns_found import Finding, Pattern
from gcp.core.rules_reader import PATTERNS
from gcp.text import read_text
from tests.core.test_history import AREAS, BEDDING, KITCHEN, MIA, NOAH, RULES, make_rules, visit

TODAY = date(2026, 6, 1)
SAID = read_text("en").patterns.kinds


def kitchen(
    at: str, grade: int | str | None, kind: str = "unannounced", **more: Any
) -> VisitRecord:
    grades = [] if grade is None else [(KITCHEN, None, grade)]
    return visit(at, *grades, kind=kind, **more)


def found(*records: VisitRecord, events: tuple[Event, ...] = ()) -> dict[str, Pattern]:
    made = lasting(history_of(records, events, RULES, RULES["old"]))
    return {each.kind: each for each in made}


def one(kind: str, *records: VisitRecord, events: tuple[Event, ...] = ()) -> Finding:
    pattern = found(*records, events=events)[kind]
    assert len(pattern.findings) == 1
    return pattern.findings[0]


def event(kind: str, day: str, number: int = 0, **more: Any) -> Event:
    id, on = f"{kind} {day} {number}", date.fromisoformat(day)
    return Event(id, "home", kind, "school", on, "School", "Words.", "notable", **more)


def test_every_kind_has_its_words() -> None:
    for kind in KINDS:
        assert SAID[kind].title and SAID[kind].line and SAID[kind].counted


def test_three_visits_none_better_than_the_one_before_are_getting_worse() -> None:
    records = [kitchen("2026-01-01", 2), kitchen("2026-02-01", 3), kitchen("2026-03-01", 4)]
    finding = one("getting_worse", *records)
    assert finding.facts == {
        "was": 2, "was_on": date(2026, 1, 1), "now": 4, "now_on": date(2026, 3, 1), "n": 3,
        "among": "all",
    }  # fmt: skip
    assert finding.visits == tuple(each.id for each in records)
    assert finding.slots == ((KITCHEN, None),)


def test_one_worse_visit_is_not_getting_worse_yet() -> None:
    records = [kitchen("2026-01-01", 2), kitchen("2026-02-01", 2), kitchen("2026-03-01", 4)]
    assert "getting_worse" not in found(*records)


def test_a_better_visit_ends_what_was_getting_worse() -> None:
    grades = ((1, 2), (2, 3), (3, 4), (4, 3))
    assert "getting_worse" not in found(*(kitchen(f"2026-0{m}-01", g) for m, g in grades))


def test_what_has_the_basics_in_place_is_not_called_worse() -> None:
    grades = ((1, 1), (2, 2), (3, 2))
    assert "getting_worse" not in found(*(kitchen(f"2026-0{m}-01", g) for m, g in grades))


def test_arranged_visits_between_do_not_hide_what_is_worse_at_the_others() -> None:
    records = [
        kitchen("2026-01-01", 2), kitchen("2026-01-15", 1, "arranged"), kitchen("2026-02-01", 3),
        kitchen("2026-02-15", 1, "arranged"), kitchen("2026-03-01", 4),
        kitchen("2026-03-15", 1, "arranged"),
    ]  # fmt: skip
    finding = one("getting_worse", *records)
    assert finding.facts["among"] == "unannounced"
    assert finding.visits == (records[0].id, records[2].id, records[4].id)


def test_one_grade_by_someone_else_is_not_getting_worse() -> None:
    records = [
        kitchen("2026-01-01", 2, by="A"), kitchen("2026-02-01", 3, by="B"),
        kitchen("2026-03-01", 3, by="B"),
    ]  # fmt: skip
    assert "getting_worse" not in found(*records)
    again = kitchen("2026-04-01", 3, by="A")
    assert one("getting_worse", *records, again).facts["n"] == 4


def test_4_or_5_for_three_months_is_long_standing() -> None:
    records = [kitchen("2026-01-01", 4), kitchen("2026-02-01", 5), kitchen("2026-04-01", 4)]
    finding = one("long_standing", *records)
    assert finding.facts == {
        "n": 3, "since": date(2026, 1, 1), "until": date(2026, 4, 1), "days": 90
    }  # fmt: skip
    assert "long_standing" not in found(*records[:2], kitchen("2026-03-31", 4))
    assert "long_standing" not in found(*records, kitchen("2026-04-02", 3))


def test_not_seen_between_does_not_end_what_is_long_standing() -> None:
    records = [kitchen("2026-01-01", 4), kitchen("2026-02-01", "refused"), kitchen("2026-05-01", 4),
               kitchen("2026-05-20", 4)]  # fmt: skip
    assert one("long_standing", *records).facts["n"] == 3


def test_an_improvement_that_did_not_last_a_year() -> None:
    records = [kitchen("2025-01-01", 4), kitchen("2025-02-01", 2), kitchen("2025-06-01", 3),
               kitchen("2025-09-01", 4)]  # fmt: skip
    finding = one("improvement_lost", *records)
    assert finding.facts == {
        "times": 1, "better_on": date(2025, 2, 1), "again_on": date(2025, 9, 1), "again": 4,
        "days": 212,
    }  # fmt: skip
    assert finding.visits == tuple(each.id for each in records)
    lasted = [*records[:3], kitchen("2026-02-02", 4)]
    assert "improvement_lost" not in found(*lasted)


def test_the_cycle_is_counted() -> None:
    grades = ((1, 4), (2, 2), (3, 5), (4, 4), (5, 2), (6, 4))
    finding = one("improvement_lost", *(kitchen(f"2025-0{m}-01", g) for m, g in grades))
    assert finding.facts["times"] == 2
    assert finding.facts["better_on"] == date(2025, 5, 1)


def test_an_improvement_by_one_grade_and_another_scorer_is_none() -> None:
    records = [kitchen("2025-01-01", 4, by="A"), kitchen("2025-02-01", 3, by="B"),
               kitchen("2025-03-01", 4, by="A")]  # fmt: skip
    assert "improvement_lost" not in found(*records)


def test_better_closed_and_worse_again() -> None:
    records = [
        kitchen("2025-01-01", 4), kitchen("2025-02-01", 2, "arranged"), kitchen("2025-06-01", 4)
    ]  # fmt: skip
    closed = event("case_closed", "2025-02-10")
    finding = one("closed_then_worse", *records, events=(closed,))
    assert finding.facts == {
        "was": 4, "closed_on": date(2025, 2, 10), "again": 4, "again_on": date(2025, 6, 1),
        "days": 111, "n": 1, "unsaid": 0,
    }  # fmt: skip
    assert finding.events == (closed.id,)
    assert "closed_then_worse" not in found(*records)


def test_a_closure_while_it_was_still_bad_or_that_held_is_not_that_pattern() -> None:
    bad = [kitchen("2025-01-01", 4), kitchen("2025-02-01", 4), kitchen("2025-06-01", 4)]
    closed = event("case_closed", "2025-02-10")
    assert "closed_then_worse" not in found(*bad, events=(closed,))
    held = [kitchen("2025-01-01", 4), kitchen("2025-02-01", 2), kitchen("2026-02-11", 4)]
    assert "closed_then_worse" not in found(*held, events=(closed,))


ARRANGED = [
    kitchen("2026-01-01", 4), kitchen("2026-01-10", 2, "arranged"), kitchen("2026-02-01", 5),
    kitchen("2026-02-10", 1, "arranged"),
]  # fmt: skip


def test_better_when_arranged() -> None:
    finding = one("better_when_arranged", *ARRANGED)
    assert finding.facts == {
        "highest": 2, "lowest": 4, "better": 2, "better_all": 2, "worse": 2, "worse_all": 2
    }  # fmt: skip
    assert set(finding.visits) == {each.id for each in ARRANGED}


def test_better_when_arranged_needs_two_of_each() -> None:
    assert "better_when_arranged" not in found(*ARRANGED[:3])
    assert "better_when_arranged" not in found(*ARRANGED[1:])


def test_better_when_arranged_is_not_said_of_what_time_alone_explains() -> None:
    worse = [kitchen("2026-01-01", 4), kitchen("2026-01-10", 4)]
    better = [kitchen("2026-02-01", 1, "arranged"), kitchen("2026-02-10", 1, "arranged")]
    assert "better_when_arranged" not in found(*worse, *better)


def test_better_when_arranged_is_not_said_of_what_another_scorer_explains() -> None:
    records = [
        kitchen("2026-01-01", 3, by="A"), kitchen("2026-01-10", 2, "arranged", by="B"),
        kitchen("2026-02-01", 3, by="A"), kitchen("2026-02-10", 2, "arranged", by="B"),
    ]  # fmt: skip
    assert "better_when_arranged" not in found(*records)
    assert "better_when_arranged" in found(*records, kitchen("2026-02-20", 2, "arranged", by="A"))


def helped(at: str, grade: int, *who: str) -> VisitRecord:
    made = kitchen(at, grade, "arranged")
    made.body["grades"][0]["made_up_by"] = list(who)
    return made


def test_better_only_with_help() -> None:
    records = [helped("2026-01-01", 2, "school"), helped("2026-02-01", 4),
               helped("2026-03-01", 2, "school"), helped("2026-05-01", 4)]  # fmt: skip
    assert one("better_with_help", *records).facts["worse"] == 2
    assert one("helped_for_long", *records, helped("2026-05-02", 2, "school")).facts == {
        "n": 3, "all": 5, "since": date(2026, 1, 1), "until": date(2026, 5, 2)
    }  # fmt: skip
    assert "helped_for_long" not in found(*records)


def test_an_improvement_that_lasted() -> None:
    records = [kitchen("2025-01-01", 4), kitchen("2025-02-01", 2), kitchen("2026-02-01", 1)]
    assert one("improved", *records).facts == {
        "was": 4, "was_on": date(2025, 1, 1), "n": 2, "since": date(2025, 2, 1),
        "until": date(2026, 2, 1), "unsaid": 2,
    }  # fmt: skip
    arranged = [records[0], kitchen("2025-02-01", 2, "arranged"),
                kitchen("2026-02-01", 1, "arranged")]  # fmt: skip
    assert "improved" not in found(*arranged)


def test_hard_to_see_and_what_the_next_visit_found() -> None:
    records = [
        kitchen("2026-01-01", 2), kitchen("2026-02-01", None, access="no_reply"),
        kitchen("2026-02-03", None, access="refused"), kitchen("2026-03-01", 4),
    ]  # fmt: skip
    finding = one("hard_to_see", *records, events=(event("cancelled_appointment", "2026-02-10"),))
    assert finding.facts == {
        "n": 3, "since": date(2026, 2, 1), "until": date(2026, 2, 10), "refused": 1, "no_reply": 1,
        "not_kept": 1, "next_on": date(2026, 3, 1), "next_concerns": 1,
    }  # fmt: skip
    assert finding.visits == tuple(each.id for each in records[1:])
    assert one("hard_to_see", *records[:3]).facts["next_on"] is None
    assert "hard_to_see" not in found(records[0], records[1], records[3])


def test_referrals_each_closed_alone() -> None:
    closed = [
        event("referral", f"2026-0{month}-01", outcome="no_further_action") for month in (1, 2, 3)
    ]
    taken_up = event("referral", "2026-04-01", outcome="case_opened")
    finding = one("referrals_closed", events=(*closed, taken_up))
    assert (finding.facts["n"], finding.facts["all"]) == (3, 4)
    assert finding.events == tuple(each.id for each in closed)
    assert "referrals_closed" not in found(events=(*closed[:2], taken_up))


def adult(**more: str) -> dict[str, Any]:
    return {"adults": [{"id": "lee", "name": "Lee", "role": "other", **more}], "present": ["lee"]}


def test_someone_met_twice_whom_nobody_has_written_down() -> None:
    records = [kitchen(f"2026-0{month}-01", 2, **adult()) for month in (1, 2, 3)]
    assert one("never_asked", *records).facts == {
        "name": "Lee", "n": 3, "since": date(2026, 1, 1), "until": date(2026, 3, 1)
    }  # fmt: skip
    assert "never_asked" not in found(*records, kitchen("2026-04-01", 2, **adult(relation="uncle")))
    assert "never_asked" not in found(records[0])


def test_adults_whom_no_one_named() -> None:
    signs = {"signs": [{"sign": "unknown_adult"}]}
    records = [kitchen("2026-01-01", 2, **signs), kitchen("2026-02-01", 2, **signs)]
    assert one("unnamed_adults", *records).facts["n"] == 2
    assert "unnamed_adults" not in found(records[0])


def test_a_change_of_scorer_is_named_and_not_read_as_a_change() -> None:
    records = [kitchen("2026-01-01", 2, by="A"), kitchen("2026-02-01", 3, by="B"),
               kitchen("2026-03-01", 3, by="B")]  # fmt: skip
    assert one("scorer_changed", *records).facts == {
        "was_by": "A", "now_by": "B", "day": date(2026, 2, 1), "better": 0, "worse": 1
    }  # fmt: skip


def test_of_two_graded_visits_nothing_is_said_of_grades() -> None:
    records = [kitchen("2025-01-01", 4), kitchen("2026-02-01", 5, by="B")]
    assert list(found(*records)) == ["too_few"]
    assert found(*records)["too_few"].findings[0].facts == {"n": 2, "all": 2}


def test_a_later_version_of_the_rules_goes_on_where_the_item_reads_the_same() -> None:
    records = [kitchen("2026-01-01", 2), kitchen("2026-02-01", 3, rules="new"),
               kitchen("2026-03-01", 4, rules="new")]  # fmt: skip
    assert one("getting_worse", *records).facts["n"] == 3


def test_an_item_that_reads_differently_is_another_measure() -> None:
    other = make_rules("new", "2026.2", AREAS)
    for area in other.areas:
        for item in area.all_items():
            object.__setattr__(item, "grades", {grade: "other words" for grade in range(1, 6)})
    records = [kitchen("2026-01-01", 2), kitchen("2026-02-01", 3, rules="new"),
               kitchen("2026-03-01", 4, rules="new")]  # fmt: skip
    history = history_of(records, (), {**RULES, "new": other}, RULES["old"])
    assert "getting_worse" not in {each.kind for each in lasting(history)}


def seen(at: str, child: str, how: str) -> VisitRecord:
    voices = [{"child": child, "seen": how}]
    return visit(at, (BEDDING, child, 2), children=(MIA, NOAH), voices=voices)


def unseen_on(day: date, *records: VisitRecord, **age: Any) -> dict[str, list[tuple[Any, Any]]]:
    children = [{**MIA, **age}, NOAH]
    made = patterns(history_of(records, (), RULES, RULES["old"]), children, day)
    return {
        each.kind: [(one.children, one.facts["days"]) for one in each.findings]
        for each in made
        if each.kind in ("not_seen", "not_alone")
    }


def test_children_not_seen_or_not_alone_for_so_long() -> None:
    records = [seen("2026-04-01", "mia", "seen_alone"), seen("2026-05-30", "mia", "seen")]
    assert unseen_on(TODAY, *records) == {
        "not_seen": [(("noah",), None)],
        "not_alone": [(("mia",), 61), (("noah",), None)],
    }
    assert "not_alone" in unseen_on(date(2026, 5, 31), *records)
    assert unseen_on(date(2026, 5, 31), *records)["not_alone"] == [(("noah",), None)]


def test_a_small_child_is_not_looked_for_alone() -> None:
    record = seen("2026-05-30", "mia", "seen")
    assert unseen_on(TODAY, record, born="2023-06-02")["not_alone"] == [(("noah",), None)]
    assert unseen_on(TODAY, record, born="2023-06-01")["not_alone"] == [(("mia", "noah"), None)]


def test_the_thresholds_are_those_of_the_rules_in_force() -> None:
    strict = make_rules("old", "2026.1", AREAS)
    object.__setattr__(strict, "patterns", {"worse_visits": 4})
    records = [kitchen("2026-01-01", 2), kitchen("2026-02-01", 3), kitchen("2026-03-01", 4)]
    history = history_of(records, (), RULES, strict)
    assert history.thresholds == {**PATTERNS, "worse_visits": 4}
    assert "getting_worse" not in {each.kind for each in lasting(history)}
