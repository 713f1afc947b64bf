"""Where a visit names as having care somebody for whom a check was asked on its day."""

from __future__ import annotations

from typing import Any

import pytest

from gcp.core.asked_checks import Asked, asked_of, named

PERSON = {"id": "ryan", "home_id": "home", "kind": "other", "name": "Ryan Cole", "born": None,
          "about_years": None, "added_at": "2026-01-01T00:00:00.000Z"}  # fmt: skip


def a_row(number: int, state: str, day: str, **changes: Any) -> dict[str, Any]:
    return {"number": number, "state": state, "what": "Ring.", "why": "Decided.", "source": "Court",
            "day": day, "made_at": f"{day}T10:00:00.000Z", "maker": "Sam", **changes}  # fmt: skip


def requests(*rows: dict[str, Any], ids: tuple[str, ...] = (), **person: Any) -> list[Asked]:
    return asked_of(rows, {**PERSON, **person}, ids)


FROM_MARCH = (a_row(1, "asked", "2026-03-01"),)


def a_visit(day: str = "2026-03-10", **changes: Any) -> dict[str, Any]:
    return {
        "observed_at": f"{day}T18:00:00+00:00", "children": [],
        "adults": [{"id": "ryan", "name": "Ryan", "role": "other"}], "in_charge": "ryan", **changes,
    }  # fmt: skip


def found(body: dict[str, Any], asked: list[Asked]) -> list[tuple[str, bool]]:
    return [(each.part, each.is_person) for each in named(body, asked)]


def test_who_is_in_charge_and_who_takes_over_are_both_told_of() -> None:
    over = {"takes_over": {"person": "ryan", "checked": "no"}}
    assert found(a_visit(), requests(*FROM_MARCH)) == [("in_charge", True)]
    both = a_visit(care=over, in_charge="nobody")
    assert found(both, requests(*FROM_MARCH)) == [("takes_over", True)]
    assert found(a_visit(in_charge=None), requests(*FROM_MARCH)) == []


@pytest.mark.parametrize(
    ("name", "is_told"),
    [("Ryan Cole", True), ("ryan", True), ("Cole, Ryan", True), ("Ryan Baker", False),
     ("Brian Cole", False), ("the lodger", False), ("", False)],
)  # fmt: skip
def test_a_name_alone_is_told_of_as_a_name(name: str, is_told: bool) -> None:
    body = a_visit(in_charge=None, care={"takes_over": {"name": name, "checked": "not_asked"}})
    assert found(body, requests(*FROM_MARCH)) == ([("takes_over", False)] if is_told else [])


@pytest.mark.parametrize(("born", "is_told"), [("2010-05-01", True), ("2019-02-02", False)])
def test_of_one_name_the_age_has_to_fit(born: str, is_told: bool) -> None:
    asked = requests(*FROM_MARCH, kind="child", born="2010-05-01")
    other = {"id": "another", "name": "Ryan Cole", "born": born}
    body = a_visit(children=[other], adults=[], in_charge="another")
    assert found(body, asked) == ([("in_charge", False)] if is_told else [])


def test_whoever_is_the_same_person_in_a_joined_home_is_that_person() -> None:
    body = a_visit(adults=[{"id": "lad", "name": "A lad", "role": "other"}], in_charge="lad")
    assert found(body, requests(*FROM_MARCH)) == []
    assert found(body, requests(*FROM_MARCH, ids=("lad",))) == [("in_charge", True)]


@pytest.mark.parametrize(
    ("day", "is_told"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-03-20", True), ("2026-03-21", False),
     ("2026-04-02", True)],
)  # fmt: skip
def test_a_request_holds_from_its_day_until_it_is_ended_and_again_when_asked_again(
    day: str, is_told: bool
) -> None:
    asked = requests(a_row(2, "ended", "2026-03-20", why="Seen.", maker="Kim"),
                     *FROM_MARCH, a_row(3, "asked", "2026-04-01"))  # fmt: skip
    assert [(each.ended_on, each.ender, each.end_why) for each in asked] == [
        ("2026-03-20", "Kim", "Seen."), (None, "", "")
    ]  # fmt: skip
    assert bool(found(a_visit(day), asked)) == is_told
