"""An officer is told of a home at the address just what the authority has set, and no more."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from gcp.core.access import AS_SET, TABLE, Relation, Right, Role, Told
from gcp.settings import SettingsError, read_settings
from gcp.store import accounts, homes
from tests.conftest import HOME, World, an_id
from tests.web.pages import see
from tests.web.test_chronology import add
from tests.web.test_matching import find, words

pytestmark = pytest.mark.slow

SECRETS = ("No sheet.", "I am cold at night.", "Mia", "Jay", "Ann", "Owner", "Smell of cannabis")


def set_to(world: World, told: Told) -> None:
    held = world.app.extensions["gcp"]
    world.app.extensions["gcp"] = replace(held, settings=replace(held.settings, police_sees=told))


@pytest.fixture
def door(world: World) -> World:
    """A home with a visit and a plan, and an officer's record of the same address."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.send("owner", world.visit())
    accounts.set_telephone(world.store, "North team", "01632 960 000")
    add(world, "owner", "plan", kind="plan", words="Secret plan.")
    find(world, "door", address="12 Exampel Row, back door", postcode="")
    return world


def page_of(world: World, home: str | None = None, who: str = "police") -> str:
    return words(see(world.client(who), f"/homes/{home or an_id('door')}"))


def told_lines(world: World) -> list[dict[str, Any]]:
    rows = world.store.all("SELECT detail FROM audit WHERE action = 'address_told' ORDER BY id")
    return [json.loads(row["detail"]) for row in rows]


def test_nothing_is_told_unless_it_is_set(door: World) -> None:
    said = page_of(door)
    assert "What is known at this address" not in said and "North team" not in said
    assert told_lines(door) == []


def test_known_says_only_that_and_whom_to_ring(door: World) -> None:
    set_to(door, Told.KNOWN)
    said = page_of(door)
    assert "This address is known to North team. Ring 01632 960 000 before you leave." in said
    assert "Last grades" not in said and "Plans that run" not in said
    assert not [each for each in (*SECRETS, "Secret plan.", "12 Example Row") if each in said]
    assert told_lines(door) == [{"homes": [HOME], "told": "known"}]


def test_summary_adds_grades_by_area_and_plans_that_run_without_words_or_names(
    door: World,
) -> None:
    set_to(door, Told.SUMMARY)
    said = page_of(door)
    assert "Last grades Sleeping: 4" in said and "1 March 2026" in said
    assert "Plans that run Plan since" in said
    assert not [each for each in (*SECRETS, "Secret plan.", "12 Example Row") if each in said]
    assert told_lines(door) == [{"homes": [HOME], "told": "summary"}]
    for path in (f"/homes/{HOME}", f"/homes/{HOME}/chronology", f"/visits/{an_id('visit')}"):
        see(door.client("police"), path, 404)


def test_another_address_is_not_told_of_and_it_says_that_this_proves_nothing(door: World) -> None:
    set_to(door, Told.SUMMARY)
    for key, address in (("next", "14 Example Row"), ("flat", "Flat 2, 12 Example Row")):
        home = find(door, key, address=address, postcode="ZZ1 1ZZ")
        said = page_of(door, home)
        assert "does not mean that nothing is known" in said and "North team" not in said


def test_an_officers_own_record_alone_is_no_known_home(door: World) -> None:
    set_to(door, Told.SUMMARY)
    home = find(door, "own", address="80 Station Road", postcode="ZZ7 7ZZ")
    find(door, "own twice", address="80 Station Rd", postcode="ZZ7 7ZZ")
    assert "does not mean that nothing is known" in page_of(door, home)


def test_a_home_that_is_allocated_or_joined_is_told_of(door: World) -> None:
    set_to(door, Told.KNOWN)
    homes.allocate(door.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    assert "This address is known to North team." in page_of(door, HOME)
    odd = find(door, "odd", address="The blue door", postcode="")
    assert "known to North team" not in page_of(door, odd)
    answer = door.client("supervisor").post(f"/homes/{odd}/join/{HOME}", data={})
    assert answer.status_code == 302
    assert "known to North team" in page_of(door, odd)


@pytest.mark.parametrize("who", ["owner", "supervisor"])
def test_only_officers_are_told_so(door: World, who: str) -> None:
    set_to(door, Told.SUMMARY)
    assert "What is known at this address" not in page_of(door, who=who)


@pytest.mark.parametrize(
    ("name", "value"), [("GCP_POLICE_SEES", "everything"), ("GCP_TEAMS_SEE", "summary")]
)
def test_a_level_that_there_is_not_stops_the_start(tmp_path: Any, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value, "GCP_INSTANCE": str(tmp_path)})
    read = read_settings({"GCP_POLICE_SEES": "summary", "GCP_INSTANCE": str(tmp_path)})
    assert (read.police_sees, read.teams_see) == (Told.SUMMARY, Told.NOTHING)


def rights(cell: Any) -> set[str]:
    return {each["data-right"] for each in cell.find_all(attrs={"data-right": True})}


def test_the_page_of_who_may_do_what_is_the_table_itself(world: World) -> None:
    page = see(world.app.test_client(), "/about/access")
    for role in Role:
        rows = page.select(f"#role-{role} [data-relation]")
        shown = {Relation(row["data-relation"]): rights(row) for row in rows}
        assert shown == {relation: set(cell) for relation, cell in TABLE[role].items()}
    levels = {Told(row["data-level"]): rights(row) for row in page.select("#levels [data-level]")}
    assert levels == {level: set(cell) for level, cell in AS_SET.items()}


def test_every_role_relation_and_right_has_its_own_words(world: World) -> None:
    text = world.app.extensions["gcp"].text.access
    for found, words_of in ((Role, text.roles), (Relation, text.relations), (Right, text.rights)):
        said = [str(words_of[each]) for each in found]
        assert len(set(said)) == len(list(found))
    assert "Here, police officers are told: nothing." in words(
        see(world.client("owner"), "/about/access")
    )
