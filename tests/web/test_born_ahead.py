"""A date of birth in the future is refused in plain words wherever it comes in, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import HOME, World, an_id
from tests.web.found import a_home, put_home
from tests.web.pages import see
from tests.web.test_matching import words

pytestmark = pytest.mark.slow

AHEAD, TODAY = "2026-03-02", "2026-03-01"


def count(world: World) -> tuple[int, ...]:
    return tuple(
        len(world.store.all(f"SELECT 1 AS n FROM {name}")) for name in ("people", "visits", "homes")
    )


def a_visit(world: World, born: str, **changes: Any) -> dict[str, Any]:
    child = {"id": an_id("baby"), "name": "Baby", "born": born}
    return world.visit(children=[*world.visit()["children"], child], **changes)


def test_the_form_of_a_home_refuses_it(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    before = count(world)
    typed = {"name": "Baby", "kind": "child", "about_years": "", "relation": "",
             "born_day": "2", "born_month": "3", "born_year": "2026"}  # fmt: skip
    page = see(world.client("owner"), f"/homes/{HOME}/people/new", 400, data=typed)
    assert "The date of birth must be in the past" in words(page.select_one(".govuk-error-summary"))
    assert count(world) == before
    answer = world.client("owner").post(f"/homes/{HOME}/people/new", data={**typed, "born_day": "1"})
    assert answer.status_code == 302, "who was born today is taken"


@pytest.mark.parametrize("signed", [True, False])
def test_a_visit_with_it_is_refused(world: World, signed: bool) -> None:
    before = count(world)
    more = {} if signed else {"signed_at": None}
    answer = world.send("owner", a_visit(world, AHEAD, **more))
    assert answer.status_code == 422
    assert "This child was born after the day of the visit, 2026-03-01." in answer.text
    assert count(world) == before
    assert world.send("owner", a_visit(world, TODAY, **more)).status_code == 201


def test_a_found_home_with_it_is_refused(world: World) -> None:
    before = count(world)
    child = {"id": an_id("baby"), "name": "Baby", "born": "2026-03-05"}
    answer = put_home(world, "police", a_home(children=[child]))
    assert answer.status_code == 422
    assert "This date of birth is in the future. Correct it." in answer.text
    assert count(world) == before
