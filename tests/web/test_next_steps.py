"""What was agreed and what the family says: on the visit's, the home's and the family's page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import CARER, HOME, JAY, MIA, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow

STEP = {"item": "sleeping.bedding", "child": MIA, "words": "Two sheets.", "target": 2,
        "by": "2026-03-20", "helps": "The nursery."}  # fmt: skip
OWN = [
    {"item": "sleeping.bedding", "child": MIA, "person": CARER, "grade": 3, "words": "Washed."},
    {"item": "sleeping.bedding", "child": MIA, "person": MIA, "grade": 5, "words": "It is cold."},
    {"item": "nutrition.food", "person": CARER, "grade": 1},
    {"item": "sleeping.bedding", "child": JAY, "person": CARER, "state": "not_applicable"},
]
FAMILY = f"/homes/{HOME}/family"


@pytest.fixture
def agreed(world: World) -> World:
    answer = world.send("owner", world.visit(next_steps=[STEP], own_grades=OWN))
    assert answer.status_code == 201, answer.text
    return world


def words(page: Any) -> str:
    return " ".join(page.get_text(" ").split())


def test_a_visit_shows_own_grades_beside_the_worker_s_and_its_next_steps(agreed: World) -> None:
    shown = words(see(agreed.client("colleague"), f"/visits/{an_id('visit')}"))
    for said in ("Ann: 3", "Washed.", "Mia: 5", "It is cold.", "Two sheets.", "By 20 March 2026.",
                 "Who helps: The nursery."):  # fmt: skip
        assert said in shown
    assert "Ann: 1" in shown and "Ann: does not apply" in shown


def test_an_own_grade_is_shown_where_the_worker_gave_none(world: World) -> None:
    own = [{"item": "sleeping.bedding", "child": JAY, "person": CARER, "grade": 2}]
    assert world.send("owner", world.visit(grades=[], own_grades=own)).status_code == 201
    page = see(world.client("owner"), f"/visits/{an_id('visit')}")
    assert "Not answered The family's own grades Ann: 2" in words(page)


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "Due on 20 March 2026, in 19 days."), (18, "Due on 20 March 2026, tomorrow."),
     (19, "Due on 20 March 2026, today."), (20, "Overdue"), (20, "yesterday"),
     (30, "Was due on 20 March 2026, 11 days ago.")],
)  # fmt: skip
def test_a_home_says_when_a_step_is_due_and_that_it_is_overdue(
    agreed: World, days: int, said: str
) -> None:
    agreed.days_later(days)
    assert said in words(see(agreed.client("owner"), f"/homes/{HOME}"))


def test_a_home_says_what_became_of_a_step(agreed: World) -> None:
    for days, name, grade in ((10, "second", 2), (10, "third", 4)):
        agreed.days_later(days)
        grades = [{"item": "sleeping.bedding", "child": MIA, "grade": grade, "words": "Seen."}]
        agreed.send("owner", agreed.visit(name, grades=grades))
    shown = words(see(agreed.client("owner"), f"/homes/{HOME}"))
    assert "Reached on 11 March 2026. Graded 4 again on 21 March 2026." in shown
    assert "Overdue" not in shown and "Nothing that was agreed is open." in shown
    assert "Two sheets." not in words(
        see(agreed.client("owner"), f"/homes/{HOME}?child={JAY}")
    )


def test_the_caseload_carries_what_is_open(agreed: World) -> None:
    def carried() -> Any:
        (home,) = agreed.client("owner").get("/api/caseload").json["homes"]
        return home["next_steps"]

    assert carried() == [{**STEP, "visit": an_id("visit"), "set_on": "2026-03-01"}]
    agreed.days_later(1)
    grades = [{"item": "sleeping.bedding", "child": MIA, "grade": 1}]
    agreed.send("colleague", agreed.visit("second", grades=grades))
    assert carried() == []


def test_the_family_s_view_shows_what_is_the_family_s_and_no_more(agreed: World) -> None:
    page = see(agreed.client("owner"), FAMILY)
    text = words(page)
    titles = [each.get_text(strip=True) for each in page.find_all("h2")]
    assert titles.index("What is going well") < titles.index("What needs to change")
    for said in ("Kitchen", "Two sheets.", "The nursery.", "Ann, 1 March 2026"):
        assert said in text
    page.find(class_="app-family__worker").decompose()
    for hidden in ("cold", "Washed", "No sheet.", "cannabis", "alone", "Mia, 1 March"):
        assert hidden not in words(page)


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("colleague", 200), ("supervisor", 200), ("stranger", 404),
     ("far_supervisor", 404), ("police", 404), ("partner", 404), ("administrator", 404)],
)  # fmt: skip
def test_only_those_who_see_every_visit_make_a_family_s_view(
    agreed: World, who: str, status: int
) -> None:
    see(agreed.client(who), FAMILY, status)
    assert ((who, "family_view_read") in agreed.audit()) == (status == 200)
    home = agreed.client(who).get(f"/homes/{HOME}")
    assert (f"{FAMILY}" in home.text) == (status == 200)


def test_an_empty_home_and_an_odd_address_have_an_answer(world: World) -> None:
    assert "Nothing has been recorded yet" in words(see(world.client("owner"), FAMILY))
    see(world.client("owner"), f"/homes/{an_id('nowhere')}/family", 404)
    see(world.client("owner"), f"{FAMILY}?child=%00x")


def test_a_changed_step_is_told_in_the_differences_of_two_revisions(agreed: World) -> None:
    steps = [{**STEP, "target": 3, "by": None}]
    own = [{**OWN[0], "grade": 4}]
    changed = agreed.visit(next_steps=steps, own_grades=own, reason="Agreed again.")
    assert agreed.send("owner", changed, number=2).status_code == 201
    shown = words(see(agreed.client("owner"), f"/visits/{an_id('visit')}/changes?from=1&to=2"))
    for said in ("Grade to reach", "By when", "20 March 2026", "Own grade"):
        assert said in shown
