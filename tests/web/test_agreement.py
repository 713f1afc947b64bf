"""The page of pairs: for supervisors of the team, every pair with its link, no person named."""

from __future__ import annotations

from typing import Any

import pytest

from gcp import kappa_process
from gcp.store import homes, joins
from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow

FOUND = an_id("found")


def bedding(*grades: int) -> list[dict[str, Any]]:
    return [
        {"item": "sleeping.bedding", "child": child, "grade": grade, "words": "Seen."}
        for child, grade in zip((MIA, JAY), grades, strict=False)
    ]


def both_visit(world: World, day: str, one: list[Any], other: list[Any], **more: Any) -> None:
    for hour, who, grades in (("09", "owner", one), ("15", "police", other)):
        at = f"{day}T{hour}:00:00+00:00"
        sent = world.send(
            who, world.visit(f"{day} {who}", observed_at=at, grades=grades, **more)
        )
        assert sent.status_code == 201, sent.text


@pytest.fixture
def officer_allocated(world: World) -> World:
    homes.allocate(world.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    return world


@pytest.fixture
def paired(officer_allocated: World) -> World:
    both_visit(officer_allocated, "2026-02-01", bedding(4, 3), bedding(4, 2))
    return officer_allocated


def words(world: World, path: str = "/agreement") -> str:
    return " ".join(see(world.client("supervisor"), path).main.text.split())


def test_without_a_pair_the_page_says_so(world: World) -> None:
    world.send("owner", world.visit())
    assert "No home of this team was graded by two people" in words(world)


def test_a_pair_is_counted_and_leads_to_the_two_visits(paired: World) -> None:
    page = see(paired.client("supervisor"), "/agreement")
    one, other = an_id("2026-02-01 owner"), an_id("2026-02-01 police")
    links = [each["href"] for each in page.main.find_all("a")]
    assert f"/homes/{HOME}/compare?a={one}&b={other}" in links
    said = " ".join(page.main.text.split())
    assert "2 grades that both gave, from 1 pair of visits: 1 the same, 1 one grade apart" in said
    assert "Too few to say. It takes 30 grades from 5 pairs of visits." in said
    assert "Kappa 0" not in said and "Kappa 1" not in said
    assert paired.audit()[-1] == ("supervisor", "agreement_read")


def test_nobody_is_named(paired: World) -> None:
    said = words(paired)
    assert "Owner" not in said and "Police" not in said


@pytest.mark.parametrize(
    ("who", "status"),
    [("supervisor", 200), ("far_supervisor", 200), ("owner", 404), ("colleague", 404),
     ("police", 404), ("partner", 404), ("administrator", 404)],
)  # fmt: skip
def test_only_supervisors_see_it(paired: World, who: str, status: int) -> None:
    assert paired.client(who).get("/agreement").status_code == status
    links = see(paired.client(who), "/homes").text if who != "administrator" else ""
    assert ("Do scorers agree?" in links) == (status == 200)


def test_a_supervisor_sees_the_pairs_of_their_own_team_alone(paired: World) -> None:
    page = see(paired.client("far_supervisor"), "/agreement")
    assert "12 Example Row" not in page.text and "/compare" not in str(page)
    for team in ("north", "", "' OR 1=1 --", "\x00", "x" * 5000):
        client = paired.client("far_supervisor")
        assert client.get("/agreement", query_string={"team": team}).status_code == 404
    assert "12 Example Row" in words(paired, "/agreement?team=north")


def test_a_visit_to_a_home_joined_with_a_known_one_counts_there(officer_allocated: World) -> None:
    world = officer_allocated
    at = "2026-01-05T00:00:00.000Z"
    homes.add(
        world.store,
        {"id": FOUND, "team_id": "south", "name": "", "address": "12 Example Rd",
         "postcode": "", "created_at": at, "created_by": an_id("police")},
    )  # fmt: skip
    homes.allocate(world.store, FOUND, an_id("police"), at)
    child = {"id": an_id("girl"), "name": "Mia", "about_years": 5}
    homes.add_person(
        world.store,
        {**child, "home_id": FOUND, "kind": "child", "born": None, "relation": "",
         "added_at": at, "added_by": an_id("police")},
    )  # fmt: skip
    grade = {"item": "sleeping.bedding", "grade": 4, "words": "Seen."}
    sent = world.send("owner", world.visit("o", grades=[{**grade, "child": MIA}]))
    assert sent.status_code == 201, sent.text
    found = world.visit(
        "p", home=FOUND, children=[child], adults=[], present=[child["id"]], in_charge=None, voices=[],
        grades=[{**grade, "child": child["id"]}],
    )
    del found["in_charge"]
    sent = world.send("police", found)
    assert sent.status_code == 201, sent.text
    assert "No home of this team" in words(world)
    joins.add(
        world.store,
        {"id": an_id("join"), "home_id": FOUND, "into_home": HOME, "joined_at": at,
         "joined_by": an_id("supervisor")},
        {child["id"]: MIA},
    )  # fmt: skip
    page = see(world.client("supervisor"), "/agreement")
    assert "1 grade that both gave" in page.main.text
    assert page.main.find("a", href=lambda each: each and f"/homes/{HOME}/compare" in each)
    assert "No home" in see(world.client("far_supervisor"), "/agreement").main.text


def many_pairs(world: World, grades: list[tuple[list[Any], list[Any]]]) -> None:
    for number, (one, other) in enumerate(grades):
        both_visit(world, f"2026-01-{number + 1:02}", one, other)


def test_with_enough_pairs_there_is_a_figure(officer_allocated: World) -> None:
    many_pairs(officer_allocated, [(bedding(n % 5 + 1, 3), bedding(n % 4 + 1, 3))
                                   for n in range(16)])  # fmt: skip
    said = words(officer_allocated)
    assert "32 grades that both gave, from 16 pairs of visits" in said
    assert "Kappa 0." in said and "95% interval" in said
    assert "Nothing was graded by both" in said  # nutrition


@pytest.mark.parametrize(
    ("other", "sentence"),
    [(3, "Every grade of both was 3."), (4, "Every grade was the same.")],
)
def test_answers_that_never_differ_are_told_in_words(
    officer_allocated: World, other: int, sentence: str
) -> None:
    many_pairs(officer_allocated, [(bedding(3, other), bedding(3, other))] * 15)
    said = words(officer_allocated)
    assert sentence in said and "Kappa 1" not in said


def test_a_statistics_program_that_fails_takes_nothing_else_with_it(
    officer_allocated: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_pairs(officer_allocated, [(bedding(n % 5 + 1, 2), bedding(3, 3)) for n in range(15)])
    monkeypatch.setattr(kappa_process.sys, "executable", "/nothing/here")
    said = words(officer_allocated)
    assert "The figure could not be worked out just now" in said
    assert "30 grades that both gave" in said


def test_what_is_older_than_two_years_is_left_out(paired: World) -> None:
    paired.days_later(800)
    assert "No home of this team" in words(paired)


def test_pairs_are_found_by_an_index(paired: World) -> None:
    from gcp.store.agreement import _TEAM_HOMES

    plan = paired.store.all(
        f"EXPLAIN QUERY PLAN SELECT v.id FROM ({_TEAM_HOMES}) t JOIN visits v"
        " ON v.home_id = t.id AND v.observed_at >= :since WHERE v.signed_revision IS NOT NULL",
        team="north", since="2026",
    )  # fmt: skip
    scanned = [row["detail"] for row in plan if row["detail"].startswith("SCAN")]
    assert all("t" in each.split() for each in scanned), plan
    assert any("visits_by_home" in row["detail"] for row in plan), plan
