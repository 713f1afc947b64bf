"""What an event may be, what a visit's line says, and which lines of a chronology are wanted."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gcp.core.chronology import Entry, matching, wanted
from gcp.core.events import (
    AGENCIES,
    AHEAD,
    KINDS,
    OUTCOMES,
    REASON,
    SIGNIFICANCE,
    SOURCE,
    WITH_OUTCOME,
    WORDS,
    Event,
    check,
    check_reason,
)
from gcp.core.problems import Refused
from gcp.core.visit_line import NAMED, proposed, significance, standing
from gcp.text import read_text
from tests.core.test_history import BEDDING, KITCHEN, MIA, NOAH, RULES, visit

TEXT = read_text("en")
TODAY = date(2026, 3, 1)
CHILDREN, AREAS = {"mia", "jay"}, {"sleeping", "hygiene"}
EVENT = Event(
    id="e", home="home", kind="referral", agency="school", day=date(2026, 2, 1), source="Teacher",
    words="Came without breakfast.", significance="notable",
)  # fmt: skip


def wrong(**changes: Any) -> dict[str, str]:
    """The problems of an event with these changes, by field."""
    try:
        check(replace(EVENT, **changes), TODAY, CHILDREN, AREAS)
    except Refused as refused:
        return {each.path: each.code for each in refused.problems}
    return {}


def test_an_event_as_it_should_be_is_taken() -> None:
    assert wrong() == {}
    assert wrong(
        kind="plan", until=date(2026, 9, 1), children=("mia", "jay"), area="sleeping",
        made_up_by=("school", "child"),
    ) == {}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"kind": ""}, "kind", "event_kind_missing"),
        ({"kind": "visit"}, "kind", "event_kind_missing"),
        ({"agency": "mi5"}, "agency", "event_agency_missing"),
        ({"significance": ""}, "significance", "event_significance_missing"),
        ({"children": ("mia", "noah")}, "children", "event_children_unknown"),
        ({"area": "garden"}, "area", "event_area_unknown"),
        ({"made_up_by": ("santa",)}, "made_up_by", "event_made_up_unknown"),
        ({"outcome": "lost"}, "outcome", "event_outcome_unknown"),
        ({"kind": "plan", "outcome": "case_opened"}, "outcome", "event_outcome_unwanted"),
        ({"outcome": "no_further_action"}, "outcome_why", "event_why_missing"),
        (
            {"outcome": "no_further_action", "outcome_why": " \n"}, "outcome_why",
            "event_why_missing",
        ),
        ({"day": date(1999, 12, 31)}, "day", "event_day_early"),
        ({"day": date(2026, 3, 2)}, "day", "event_day_ahead"),
        ({"kind": "conference", "day": date(2027, 3, 3)}, "day", "event_day_too_far"),
        ({"until": date(2026, 1, 31)}, "until", "event_until_before"),
        ({"until": date(2036, 12, 31)}, "until", "event_until_long"),
        ({"source": " "}, "source", "event_source_missing"),
        ({"source": "a" * (SOURCE + 1)}, "source", "event_text_long"),
        ({"words": ""}, "words", "event_words_missing"),
        ({"words": "a" * (WORDS + 1)}, "words", "event_text_long"),
        ({"words": "a\x00b"}, "words", "event_text_broken"),
        ({"words": "\ud800"}, "words", "event_text_broken"),
        ({"outcome_why": "a" * (REASON + 1)}, "outcome_why", "event_text_long"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(changes: Any, path: str, code: str) -> None:
    assert wrong(**changes) == {path: code}
    assert TEXT.problems[code]


def test_only_what_is_planned_lies_ahead() -> None:
    for kind in KINDS:
        assert bool(wrong(kind=kind, day=TODAY + timedelta(days=30))) == (kind not in AHEAD)
        assert wrong(kind=kind, day=TODAY) == {}


def test_only_a_referral_or_an_answer_to_one_has_an_outcome() -> None:
    for kind in KINDS:
        found = wrong(kind=kind, outcome="added_to_open_case")
        assert bool(found) == (kind not in WITH_OUTCOME)


def test_a_change_says_why() -> None:
    check_reason("A slip of the pen")
    for reason in ("", "  ", "a" * (REASON + 1), "\x00"):
        with pytest.raises(Refused):
            check_reason(reason)


def test_every_code_has_a_name() -> None:
    names = TEXT.chronology
    assert set(KINDS) | {"visit"} == set(names.kinds.as_json())
    assert set(AGENCIES) == set(names.agencies.as_json())
    assert set(SIGNIFICANCE) == set(names.significance.as_json())
    assert set(OUTCOMES) == set(names.outcomes.as_json())


VOICES = [
    {"child": "mia", "seen": "seen_alone"}, {"child": "noah", "seen": "not_seen", "why": "Out."},
]  # fmt: skip


def line(*grades: Any, **body: Any) -> str:
    access = body.pop("access", "inside")
    record = visit("2026-01-10", *grades, access=access, children=(MIA, NOAH))
    record = replace(record, body={**record.body, **body})
    return proposed(record, RULES["old"], TEXT)


def test_a_visit_proposes_its_kind_grades_children_and_signs() -> None:
    said = line((BEDDING, "mia", 4), (KITCHEN, None, 2), voices=VOICES, signs=[{"sign": "empties"}])
    assert said.startswith("Arranged: went inside.")
    assert "Sleeping 4 (Bedding 4)" in said and "Hygiene 2 (Kitchen 2)" in said
    assert "Seen alone: Mia." in said and "Not seen: Noah." in said
    assert "Signs: empties." in said


def test_a_visit_that_did_not_get_in_proposes_just_that() -> None:
    assert line(access="no_reply", voices=[]) == "Arranged: no reply."
    assert line(voices=[]) == "Arranged: went inside. Nothing graded."


def test_many_signs_are_counted() -> None:
    said = line(signs=[{"sign": f"s{n}"} for n in range(NAMED + 3)])
    assert f"s{NAMED - 1} and 3 more." in said


def test_a_visit_is_serious_where_an_area_is_4_or_5() -> None:
    assert significance(visit("2026-01-10", (KITCHEN, None, 4))) == "serious"
    assert significance(visit("2026-01-10", (KITCHEN, None, 3))) == "notable"
    assert significance(visit("2026-01-10", access="no_reply")) == "notable"


def decision(number: int, revision: int, state: str, told: str, words: str) -> dict[str, Any]:
    return {
        "number": number, "revision": revision, "state": state, "proposed": told, "words": words,
    }  # fmt: skip


def test_a_line_is_proposed_until_its_author_decides() -> None:
    assert standing((), 1, "A.").state == "proposed"
    first = decision(1, 1, "accepted", "A.", "A.")
    assert (standing((first,), 1, "A.").state, standing((first,), 1, "A.").words) == (
        "accepted", "A.",
    )  # fmt: skip
    second = decision(2, 1, "edited", "A.", "Mine.")
    line = standing((first, second), 1, "A.")
    assert (line.state, line.words, line.number, line.earlier) == ("edited", "Mine.", 2, (first,))
    assert standing((decision(1, 1, "declined", "A.", ""),), 1, "A.").words == ""


def test_a_later_revision_proposes_anew_only_where_its_line_differs() -> None:
    kept = decision(1, 1, "edited", "A.", "Mine.")
    assert standing((kept,), 2, "A.").words == "Mine."
    anew = standing((kept,), 2, "B.")
    assert (anew.state, anew.words, anew.number, anew.earlier) == ("proposed", "B.", 1, (kept,))


def entry(day: str, words: str = "", **more: Any) -> Entry:
    values = {"kind": "referral", "agency": "school", "significance": "notable", **more}
    return Entry(day=date.fromisoformat(day), words=words, said=words, **values)


def asked(**sent: str) -> Any:
    return wanted(sent, {"mia", "jay"}, {"sleeping", "hygiene"})


LINES = [
    entry("2026-01-01", "Wet socks", children=("mia",), areas=("hygiene",)),
    entry("2026-02-01", "No breakfast", children=("jay",), agency="health"),
    entry("2026-03-01", "Swam 25 metres", kind="good_news"),
]


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, "321"), ({"order": "oldest"}, "123"), ({"q": "WET  socks"}, "1"),
        ({"q": "no such"}, ""), ({"agency": "health"}, "2"), ({"child": "mia"}, "31"),
        ({"area": "hygiene"}, "1"), ({"kind": "good_news"}, "3"), ({"from": "2026-02-01"}, "32"),
        ({"to": "2026-02-01"}, "21"), ({"from": "2026-01-15", "to": "2026-02-15"}, "2"),
        ({"agency": "school", "child": "jay", "order": "oldest"}, "3"),
    ],
)
def test_lines_are_narrowed_by_what_is_asked_for(sent: dict[str, str], found: str) -> None:
    lines = matching(LINES, asked(**sent))
    assert "".join(str(LINES.index(each) + 1) for each in lines) == found
    again = wanted(asked(**sent).address, {"mia", "jay"}, {"sleeping", "hygiene"})
    assert again == asked(**sent)


def test_what_lasts_is_found_on_every_day_of_it() -> None:
    plan = replace(EVENT, kind="plan", day=date(2026, 1, 1), until=date(2026, 4, 1))
    line = entry("2026-01-01", kind="plan", event=plan)
    assert matching([line], asked(**{"from": "2026-03-01", "to": "2026-03-02"})) == [line]
    assert matching([line], asked(**{"from": "2026-05-01"})) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"agency": "mi5"}, {"child": "noah"}, {"area": "garden"}, {"kind": "'; DROP TABLE"},
        {"order": "sideways"}, {"from": "yesterday"}, {"to": "2026-02-30"},
        {"from": "2026-03-01", "to": "2026-02-01"}, {"from": "9" * 500},
    ],
)
def test_what_cannot_be_asked_for_is_a_problem_and_hides_nothing(sent: dict[str, str]) -> None:
    found = asked(**sent)
    assert found.problems and all(TEXT.problems[each.code] for each in found.problems)
    assert len(matching(LINES, found)) == 3


def test_any_question_at_all_gives_lines_of_the_list() -> None:
    chance = random.Random(5)
    values = ["", "mia", "school", "2026-02-01", "\x00", "a" * 300, "sleeping", "oldest", "\ud800"]
    for _ in range(500):
        names = ("q", "agency", "child", "area", "kind", "from", "to", "order")
        found = matching(LINES, asked(**{name: chance.choice(values) for name in names}))
        assert len(found) == len(set(map(id, found))) and set(map(id, found)) <= set(map(id, LINES))
