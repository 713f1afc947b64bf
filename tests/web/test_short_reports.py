"""A short report has two pages, whatever was recorded; what is left out is said."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from tests.conftest import World, an_id
from tests.web.test_reports import read, report

pytestmark = pytest.mark.slow

LONG = "She showed me the room upstairs and the cot in it. " * 95
KINDS = ["home_short", "visit_short"]


def family(world: World, children: int, words: str = "", **changes: Any) -> list[str]:
    """Four visits to a home with so many children, each with a bad bed and a few words."""
    people = [
        {"id": an_id(f"child {n}"), "name": f"Child{n} {words[:180]}".strip(), "born": "2020-01-01"}
        for n in range(children)
    ]
    for number in range(4):
        document = world.visit(
            f"visit {number}" if number < 3 else "visit", children=people, present=[],
            grades=[
                {"item": item, "child": each["id"], "grade": 3 + (number + n) % 3,
                 "words": f"Cold {n}. {words}", "made_up_by": ["school"],
                 "made_up_words": words or "Lunch"}
                for n, each in enumerate(people) for item in ("sleeping.bedding", "hygiene.clothes")
            ],
            voices=[{"child": each["id"], "seen": "seen_alone", "own_words": f"I said {n}. {words}",
                     "appearance": words} for n, each in enumerate(people)],
            next_steps=[{"item": "sleeping.bedding",
                         "child": people[0]["id"], "target": 2, "words": f"A sheet. {words}"}],
            **changes,
        )  # fmt: skip
        answer = world.send("owner", document)
        assert answer.status_code == 201, answer.text
        world.clock.turn(hours=1)
    return [each["name"].split()[0] for each in people]


@pytest.mark.parametrize("children", [1, 6, 8])
@pytest.mark.parametrize("kind", KINDS)
def test_two_pages_hold_every_child_with_its_grades(
    world: World, kind: str, children: int
) -> None:
    names = family(world, children)
    data = report(world, kind)
    assert len(PdfReader(io.BytesIO(data)).pages) <= 2
    found = read(data)
    assert [each for each in names if each not in found] == []
    assert "Sleeping" in found


@pytest.mark.parametrize("kind", KINDS)
def test_two_pages_are_enough_for_whatever_was_typed(world: World, kind: str) -> None:
    family(world, 30, LONG[:4_900], arrival=LONG[:4_900], done_now=LONG[:4_900],
           notes=LONG[:4_900])  # fmt: skip
    data = report(world, kind, for_whom="w" * 200, why="The chair asked. " * 17)
    assert len(PdfReader(io.BytesIO(data)).pages) <= 2
    found = read(data)
    assert "in the full report" in found
    for words in ("Sleeping", "not the NSPCC", "Child0"):
        assert words in found, words


def test_what_changed_on_the_newest_visit_is_told(world: World) -> None:
    family(world, 2)
    for kind in KINDS:
        assert "What changed" in read(report(world, kind)), kind
