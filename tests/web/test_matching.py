"""Which home a found one is: asked with reasons, never decided by itself, every decision kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from gcp.core.access import Told
from gcp.core.match_keys import asked_keys
from gcp.matching import household
from gcp.store import homes, match_keys
from tests.conftest import CORPUS, HOME, MIA, World, an_id
from tests.web.found import FOUND, a_home, put_home
from tests.web.pages import see

pytestmark = pytest.mark.slow

AT = "2026-01-01T00:00:00.000Z"
WHY = {"kind": "another_home", "why": "I rang them."}


def words(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def a_child(name: str, key: str, **more: Any) -> dict[str, Any]:
    return {"id": an_id(key), "name": name, **more}


def find(world: World, key: str = "found home", who: str = "police", **changes: Any) -> str:
    """A found home of an officer; without people unless told."""
    home = an_id(key)
    document = a_home(id=home, **{"children": [], "adults": [], **changes})
    assert put_home(world, who, document, home).status_code == 201
    return home


def add_home(world: World, key: str, team: str = "north", **changes: Any) -> str:
    home = an_id(key)
    row = {
        "id": home, "team_id": team, "name": "", "address": "12 Example Row",
        "postcode": "ZZ1 1ZZ", "created_at": AT, "created_by": an_id("owner"), **changes,
    }  # fmt: skip
    homes.add(world.store, row)
    return home


def add_child(world: World, home: str, key: str, name: str, born: str | None = None) -> str:
    homes.add_person(
        world.store,
        {
            "id": an_id(key), "home_id": home, "kind": "child", "name": name, "born": born,
            "about_years": None if born else 4, "relation": "", "added_at": AT,
            "added_by": an_id("owner"),
        },
    )  # fmt: skip
    return an_id(key)


@pytest.fixture
def found(world: World) -> World:
    world.app.config["WTF_CSRF_ENABLED"] = False
    find(world, children=[a_child("Mia Example", "mia again", about_years=4)])
    return world


def asked(world: World, home: str = FOUND, who: str = "supervisor") -> list[str]:
    """The homes that the page asks about, by id, in their order."""
    page = see(world.client(who), f"/homes/{home}/join")
    links = page.select(".app-match .govuk-button-group a")
    return [each["href"].rsplit("/", 1)[1] for each in links if "/join/" in each["href"]]


def apart(world: World, other: str = HOME, home: str = FOUND, who: str = "supervisor",
          **data: str) -> Any:  # fmt: skip
    return world.client(who).post(f"/homes/{home}/apart/{other}", data={**WHY, **data})


def notice(world: World, path: str = "/overview", who: str = "supervisor") -> str:
    page = see(world.client(who), path)
    link = page.find("a", href="/homes/to-decide")
    return words(link.parent) if link else ""


def decisions(world: World) -> list[tuple[str, str, str]]:
    rows = world.store.all("SELECT * FROM apart_decisions ORDER BY home_id, other_home, number")
    return [(row["state"], row["kind"], row["why"]) for row in rows]


def test_a_candidate_is_shown_with_what_speaks_for_it_and_against(found: World) -> None:
    page = see(found.client("supervisor"), f"/homes/{FOUND}/join")
    said = words(page.select_one(".app-match"))
    assert "12 Example Row, ZZ1 1ZZ" in said and "Same address" in said
    assert "Same postcode, street and house number" in said
    assert "Mia Example, about 4, may be Mia, 4: the same name and an age that fits" in said
    assert "One has no surname" in said
    assert "Some of the children are only in one of them" in said
    assert asked(found) == [HOME]


@pytest.mark.parametrize("path", ["/overview", "/homes"])
def test_the_supervisor_is_told_until_it_is_decided(found: World, path: str) -> None:
    assert "1 home found on a visit may be a known home" in notice(found, path)
    find(found, "again", address="12 Example Row")
    assert "2 homes found on visits may be known homes" in notice(found, path)
    apart(found)
    apart(found, home=FOUND, other=an_id("again"))
    assert "1 home found on a visit" in notice(found, path)


@pytest.mark.parametrize("who", ["owner", "colleague", "police", "far_supervisor"])
def test_nobody_else_is_told_or_asked(found: World, who: str) -> None:
    assert notice(found, "/homes", who) == ""
    see(found.client(who), "/homes/to-decide", 404 if who != "far_supervisor" else 200)
    for path in (f"/homes/{FOUND}/apart/{HOME}", f"/homes/{FOUND}/join"):
        see(found.client(who), path, 404)
    assert apart(found, who=who).status_code == 404
    assert found.client(who).post(f"/homes/{FOUND}/apart/{HOME}/undo").status_code == 404
    assert decisions(found) == []


def test_nothing_is_joined_by_itself_however_much_speaks_for_it(found: World) -> None:
    find(found, "the very same", address="12 Example Row",
         children=[a_child("Mia", "mia three", born="2021-05-01")])  # fmt: skip
    notice(found), asked(found), asked(found, an_id("the very same"))
    assert found.store.all("SELECT * FROM joins") == []
    assert len(found.store.all("SELECT * FROM homes")) == 3


def test_kept_apart_is_not_asked_again_and_says_who_and_why(found: World) -> None:
    assert apart(found).status_code == 302
    assert asked(found) == [] and notice(found) == ""
    assert decisions(found) == [("apart", "another_home", "I rang them.")]
    for path in (f"/homes/{FOUND}/join", f"/homes/{FOUND}", f"/homes/{HOME}"):
        said = words(see(found.client("supervisor"), path))
        assert "I rang them." in said and "by Supervisor" in said or "Supervisor on" in said, path
    assert ("supervisor", "homes_kept_apart") in found.audit()


def test_it_is_asked_again_when_something_new_speaks_for_it(found: World) -> None:
    apart(found)
    add_child(found, HOME, "luke", "Luke", "2016-01-02")
    assert asked(found) == [], "nothing that concerns the found home"
    add_child(found, FOUND, "luke again", "Luke", "2016-01-02")
    assert asked(found) == [HOME] and "1 home found" in notice(found)
    assert "Something new speaks for it" in words(
        see(found.client("supervisor"), f"/homes/{FOUND}/join")
    )
    apart(found)
    assert asked(found) == [] and notice(found) == ""


def test_keeping_apart_can_be_undone_and_all_of_it_stays_on_record(found: World) -> None:
    apart(found)
    for _ in range(2):
        answer = found.client("supervisor").post(f"/homes/{FOUND}/apart/{HOME}/undo")
        assert answer.status_code == 302
    assert asked(found) == [HOME] and "1 home found" in notice(found)
    assert [state for state, *_ in decisions(found)] == ["apart", "undone"]
    assert [what for who, what in found.audit()].count("apart_undone") == 1


def test_a_join_that_is_undone_is_asked_about_again(found: World) -> None:
    client = found.client("supervisor")
    answer = client.post(f"/homes/{FOUND}/join/{HOME}", data={f"same_{an_id('mia again')}": MIA})
    assert answer.status_code == 302 and notice(found) == ""
    see(client, f"/homes/{FOUND}/apart/{HOME}")
    assert apart(found).status_code == 400, "they are joined"
    client.post(f"/homes/{FOUND}/join/undo")
    assert asked(found) == [HOME] and "1 home found" in notice(found)


def test_two_records_by_two_officers_at_one_minute_are_asked_about(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    one = find(world, "one", address="7 Newly Lane", postcode="")
    two = find(world, "two", "owner", address="7 Newly Ln.", postcode="ZZ4 4ZZ")
    assert asked(world, one) == [two] and asked(world, two) == [one]
    assert "2 homes found" in notice(world)
    apart(world, two, one)
    assert asked(world, two) == [] and notice(world) == "", "decided from either side"


def test_a_home_found_twice_and_joined_counts_once_with_what_its_second_record_says(
    found: World,
) -> None:
    client = found.client("supervisor")
    client.post(f"/homes/{FOUND}/join/{HOME}", data={f"same_{an_id('mia again')}": MIA})
    third = find(found, "third", address="12 Exampel Row, back door", postcode="")
    assert asked(found, third) == [HOME]


def test_a_child_in_two_homes_is_said_on_both(found: World) -> None:
    mother = add_home(found, "mother", address="3 Mill Lane", postcode="ZZ9 9ZZ")
    add_child(found, mother, "luke one", "Luke Brown", "2016-01-02")
    father = find(found, "father", address="80 Station Road", postcode="ZZ7 7ZZ",
                  children=[a_child("Luke Brown", "luke two", born="2016-01-02")])  # fmt: skip
    said = words(see(found.client("supervisor"), f"/homes/{father}/join"))
    assert "Luke Brown, 10, has the same name and the same date of birth" in said
    assert "Another address" in said
    apart(found, mother, father, kind="child_in_both", why="Weekends with his father.")
    for home in (mother, father):
        said = words(see(found.client("supervisor"), f"/homes/{home}"))
        assert "the same child is in both" in said and "Weekends with his father." in said


def test_a_home_of_another_team_is_no_candidate_and_said_only_where_that_is_set(
    found: World,
) -> None:
    add_home(found, "of south", "south", address="9 Quiet Road", postcode="ZZ5 5ZZ", name="Secret")
    here = find(found, "quiet", address="9 Quiet Rd", postcode="ZZ55ZZ")
    path = f"/homes/{here}/join"
    said = words(see(found.client("supervisor"), path))
    assert asked(found, here) == [] and "another team" not in said and "South team" not in said
    held = found.app.extensions["gcp"]
    settings = replace(held.settings, teams_see=Told.KNOWN)
    found.app.extensions["gcp"] = replace(held, settings=settings)
    said = words(see(found.client("supervisor"), path))
    assert "A home of another team is at this address. Ask South team" in said
    assert "Secret" not in said and "Quiet Road" not in said
    assert ("supervisor", "address_told") in found.audit()
    see(found.client("supervisor"), f"/homes/{here}/apart/{an_id('of south')}", 404)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": ""}, "Choose what it is"), ({"kind": "x"}, "Choose what it is"),
        ({"why": " "}, "Write how you know"), ({"why": "x" * 1_001}, "1000"),
        ({"why": "a\x00b"}, "cannot be"),
    ],
)  # fmt: skip
def test_a_bad_form_is_answered_at_its_field_and_changes_nothing(
    found: World, data: dict[str, str], message: str
) -> None:
    page = see(found.client("supervisor"), f"/homes/{FOUND}/apart/{HOME}", 400,
               data={**WHY, **data})  # fmt: skip
    assert page.select_one(".govuk-error-message")
    assert decisions(found) == []


def test_what_is_not_there_or_not_found_is_hidden(found: World) -> None:
    client = found.client("supervisor")
    for path in (
        f"/homes/{FOUND}/apart/{an_id('nothing')}", f"/homes/{an_id('nothing')}/apart/{HOME}",
        "/homes/x/apart/y",
    ):  # fmt: skip
        see(client, path, 404)
    assert apart(found, FOUND, FOUND).status_code in (400, 404)
    assert decisions(found) == []


def test_naughty_addresses_and_names_are_compared_like_any_other(found: World) -> None:
    strings = json.loads((CORPUS / "naughty-strings.json").read_text("utf-8"))
    for at, each in enumerate(strings[::12]):
        add_home(found, f"odd {at}", address=each or "-", postcode=each[:12], name=each[:50])
        add_child(found, an_id(f"odd {at}"), f"odd child {at}", each[:80] or "-")
    assert asked(found)[0] == HOME
    odd = find(found, "odd found", address=strings[40] or "-", children=[
        a_child("'; DROP TABLE homes; --", "bobby", about_years=4)])  # fmt: skip
    see(found.client("supervisor"), f"/homes/{odd}/join")
    notice(found)


def test_only_so_many_rows_are_read_however_many_homes_there_are(found: World) -> None:
    with found.store.writing():
        for n in range(400):
            home = add_home(found, f"many {n}", address=f"{n} Example Row", postcode="ZZ1 1ZZ")
            add_child(found, home, f"child {n}", "Mia", "2020-01-02")
            add_home(found, f"elsewhere {n}", address=f"{n} Other Way", postcode="ZZ8 8ZZ")
    row = homes.find(found.store, FOUND)
    assert row
    here = household(found.store, row)
    keys = asked_keys(here.place, here.people)
    near = match_keys.sharing(found.store, keys, FOUND)
    assert len(near) == match_keys.MOST
    assert {HOME, an_id("many 12")} <= {each["id"] for each in near[:6]}
    plan = found.store.all(
        "EXPLAIN QUERY PLAN SELECT home_id FROM match_keys k WHERE k.key IN ('a', 'b')"
    )
    assert any("USING COVERING INDEX" in each["detail"] for each in plan)
    assert asked(found)[:2] and set(asked(found)[:2]) == {HOME, an_id("many 12")}


def test_what_was_worked_out_is_kept_until_something_comes_that_shares_a_key(found: World) -> None:
    notice(found)
    kept = found.store.all("SELECT * FROM home_matches")
    add_home(found, "far", address="80 Station Road", postcode="ZZ7 7ZZ")
    notice(found)
    assert found.store.all("SELECT * FROM home_matches") == kept
    add_child(found, HOME, "more", "Zoe", "2020-01-02")
    notice(found)
    assert found.store.all("SELECT * FROM home_matches") != kept


def test_a_store_from_before_gets_its_keys(found: World) -> None:
    before = found.store.all("SELECT * FROM match_keys ORDER BY key, home_id")
    with found.store.writing():
        for table in ("match_keys", "apart_decisions", "home_matches"):
            found.store.run(f"DROP TABLE {table}")
        found.store.run("DELETE FROM _sqlite_migrations WHERE name = 'matching'")
    assert found.store.migrate() == ["matching"]
    assert found.store.all("SELECT * FROM match_keys ORDER BY key, home_id") == before
    assert asked(found) == [HOME]


def test_the_people_of_a_found_home_are_never_shown_to_who_may_not_see_both(found: World) -> None:
    apart(found, why="A private reason.")
    assert "A private reason." not in words(see(found.client("police"), f"/homes/{FOUND}"))
    see(found.client("partner"), f"/homes/{FOUND}", 404)


def test_who_adds_a_home_by_hand_is_asked_first_whether_it_is_a_known_one(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    typed = {"address": "12 Exampel Row", "postcode": "zz11zz", "name": "", "team": "north"}
    client = world.client("colleague")
    page = see(client, "/homes/new", 409, data=typed)
    assert "A home at this address is known already" in words(page)
    assert page.find("a", href=f"/homes/{HOME}")
    assert len(world.store.all("SELECT id FROM homes")) == 1
    assert client.post("/homes/new", data={**typed, "another": "yes"}).status_code == 302
    assert len(world.store.all("SELECT id FROM homes")) == 2


def test_who_may_not_see_the_known_home_is_not_told_by_the_form(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    typed = {"address": "12 Example Row", "postcode": "ZZ1 1ZZ", "name": ""}
    for who in ("police", "stranger"):
        assert world.client(who).post("/homes/new", data=typed).status_code == 302


def test_another_spelling_with_another_age_is_not_called_the_same_name(world: World) -> None:
    add_child(world, HOME, "shannon", "Shannon")
    home = find(world, children=[a_child("Shanon", "an older one", about_years=12)])
    page = words(see(world.client("supervisor"), f"/homes/{home}/join"))
    assert "Shanon may be Shannon, but the ages do not fit: about 12 and about 4" in page
