"""Each page shows what it should to whom it should, and keeps the rules of all pages."""

from __future__ import annotations

import pytest

from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.web.pages import see


def words(page: object) -> str:
    return page.get_text(" ", strip=True)  # type: ignore[attr-defined]


@pytest.fixture
def visited(world: World) -> World:
    world.send("owner", world.visit())
    world.days_later(20)
    better = world.visit("second", kind="arranged", voices=[{"child": JAY, "seen": "seen"}])
    better["grades"][0]["grade"] = 2
    world.send("colleague", better)
    return world


@pytest.mark.parametrize("path", ["/sign-in", "/about"])
def test_pages_open_to_all(world: World, path: str) -> None:
    see(world.app.test_client(), path)


@pytest.mark.parametrize("who", ["owner", "supervisor", "police", "partner"])
def test_the_list_of_homes_shows_what_the_person_may_see(visited: World, who: str) -> None:
    page = see(visited.client(who), "/homes")
    assert ("12 Example Row" in words(page)) == (who in {"owner", "supervisor"})


def test_homes_are_found_by_address_postcode_and_name(visited: World) -> None:
    client = visited.client("owner")
    for query in ("example row", "zz1", "mia", "ANN"):
        assert "12 Example Row" in words(see(client, f"/homes?q={query}"))
    for query in ("%", "_", "nowhere", "'"):
        assert "12 Example Row" not in words(see(client, f"/homes?q={query}"))


def test_a_home_shows_what_is_known_and_how_it_changed(visited: World) -> None:
    page = see(visited.client("supervisor"), f"/homes/{HOME}")
    shown = words(page)
    assert "Bedding, Mia: 4 to 2" in shown
    assert "Another person scored this visit" in shown
    assert "1 March 2026" in shown and "21 March 2026" in shown
    assert page.find("svg")
    for name in ("visit", "second"):
        assert page.find("a", href=f"/visits/{an_id(name)}")


def test_a_home_can_be_seen_for_one_child(visited: World) -> None:
    page = see(visited.client("owner"), f"/homes/{HOME}?child={MIA}")
    assert page.find("a", {"aria-current": "true"}).get_text() == "Mia"
    see(visited.client("owner"), f"/homes/{HOME}?child={an_id('nobody')}")


def test_an_empty_home_says_so(world: World) -> None:
    assert "No visit to this home" in words(see(world.client("owner"), f"/homes/{HOME}"))


def test_a_visit_is_read_as_it_was_recorded(visited: World) -> None:
    shown = words(see(visited.client("supervisor"), f"/visits/{an_id('visit')}"))
    for said in ("No sheet.", "I am cold at night.", "Smell of cannabis", "Unannounced", "Owner"):
        assert said in shown


def test_a_later_revision_stands_in_front_and_the_first_stays(visited: World) -> None:
    changed = visited.visit(notes="The cot was in the hall.", reason="Left out the cot.")
    visited.send("owner", changed, number=2)
    path = f"/visits/{an_id('visit')}"
    assert "The cot was in the hall." in words(see(visited.client("owner"), path))
    first = words(see(visited.client("owner"), f"{path}?revision=1"))
    assert "The cot was in the hall." not in first and "Left out the cot." in first


@pytest.mark.parametrize(
    "who", ["stranger", "far_supervisor", "partner", "administrator", "police"]
)
def test_a_home_and_its_visits_are_hidden_from_others(visited: World, who: str) -> None:
    for path in (f"/homes/{HOME}", f"/visits/{an_id('visit')}", f"/homes/{HOME}/people/new"):
        see(visited.client(who), path, 404)
    assert (who, "home_read") not in visited.audit()


def test_reading_a_home_and_a_visit_is_in_the_audit_log(visited: World) -> None:
    client = visited.client("supervisor")
    client.get("/homes")
    client.get(f"/homes/{HOME}")
    client.get(f"/visits/{an_id('visit')}")
    client.get("/api/caseload")
    assert [action for who, action in visited.audit() if who == "supervisor"] == [
        "signed_in", "homes_listed", "home_read", "visit_read", "home_carried",
    ]  # fmt: skip


def test_the_visit_shell_holds_nothing_of_any_case(visited: World) -> None:
    page = see(visited.client("owner"), "/visit")
    assert "Example Row" not in str(page) and "Mia" not in str(page)


def test_a_new_home_and_its_people_are_added(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    client = world.client("owner")
    see(client, "/homes/new")
    see(client, "/homes/new", 400, data={"address": "  "})
    answer = client.post("/homes/new", data={"address": "7 New Street", "postcode": "zz9 9zz"})
    home = answer.headers["Location"]
    see(client, f"{home}/people/new")
    born = {"born_day": "30", "born_month": "2", "born_year": "2020"}
    person = {"name": "Ivo", "kind": "child", **born}
    see(client, f"{home}/people/new", 400, data=person)
    see(client, f"{home}/people/new", 400, data={**person, "name": "", "kind": ""})
    for years in ("18", "000099", "4.5", "four"):
        about = {"name": "Ivo", "kind": "child", "about_years": years}
        see(client, f"{home}/people/new", 400, data=about)
    client.post(f"{home}/people/new", data={**person, "born_day": "29"})
    shown = words(see(client, home))
    assert "7 New Street" in shown and "Ivo" in shown and "6" in shown
    assert (world.client("stranger").get(home)).status_code == 404


def test_an_officer_sees_only_what_the_police_recorded(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    police = world.client("police")
    home = police.post("/homes/new", data={"address": "Pitch 9"}).headers["Location"]
    home_id = home.rpartition("/")[2]
    plain = {"home": home_id, "children": [], "adults": [], "present": [], "in_charge": None,
             "voices": [], "grades": [{"item": "nutrition.food", "grade": 5}]}  # fmt: skip
    world.send("police", world.visit("officers", **plain))
    world.send("owner", world.visit("workers", **plain))
    shown = words(see(police, home))
    assert "Recorded by Police" in shown and "Recorded by Owner" not in shown
    assert police.get(f"/visits/{an_id('officers')}").status_code == 200
    assert police.get(f"/visits/{an_id('workers')}").status_code == 404
    pack = police.get(f"/api/caseload?home={home_id}").json["homes"][0]
    assert pack["last_visit"]["id"] == an_id("officers")


def test_an_administrator_closes_and_opens_accounts_and_reads_the_log(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    admin, owner = world.client("administrator"), world.client("owner")
    owner.get(f"/homes/{HOME}")
    see(admin, "/admin")
    admin.post(f"/admin/people/{an_id('owner')}/disable")
    assert owner.get("/api/session").status_code == 401
    admin.post(f"/admin/people/{an_id('owner')}/enable")
    admin.post(f"/admin/people/{an_id('administrator')}/disable")
    assert admin.get("/api/session").status_code == 200
    shown = words(see(admin, "/admin/audit"))
    assert "Example Row" not in shown and "Owner" in shown
    see(admin, f"/admin/audit?who={an_id('owner')}")
    see(admin, "/admin/audit?before=x&who=%00")


def test_only_an_administrator_sees_accounts_and_the_log(world: World) -> None:
    for who in ("owner", "supervisor", "police", "partner"):
        for path in ("/admin", "/admin/audit"):
            see(world.client(who), path, 404)


def test_the_caseload_carries_people_last_grades_and_history(visited: World) -> None:
    pack = visited.client("owner").get("/api/caseload").json
    home = pack["homes"][0]
    assert pack["home_ids"] == [HOME]
    assert [child["name"] for child in home["children"]] == ["Jay", "Mia"]
    bedding = next(
        each for each in home["last"] if each["item"] == "sleeping.bedding" and each["child"] == MIA
    )
    assert (bedding["grade"], bedding["by"]) == (2, "Colleague")
    assert "<svg" in home["history"]
    assert "<script" not in home["history"]
    later = visited.client("owner").get("/api/caseload", query_string={"since": pack["as_of"]})
    assert later.json["homes"] == []


def test_error_pages_are_plain_and_say_what_to_do(world: World) -> None:
    assert "not the NSPCC" in words(see(world.client("owner"), "/nothing", 404))
    page = world.client("owner").put("/homes")
    assert page.status_code == 405
