"""A found home counts as the known one once joined: nothing is overwritten, all can be undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from gcp.store import homes, visits
from tests.conftest import CARER, HOME, JAY, MIA, World, an_id
from tests.web.found import BOY, FOUND, GIRL, PEOPLE, WOMAN, a_first_visit, a_home, put_home
from tests.web.pages import see
from tests.web.test_caseload import EMPTY, index, pack
from tests.web.test_hidden_content import pictures
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
SAME = {GIRL: MIA, WOMAN: CARER, BOY: "another"}
FIRST = an_id("first visit")


def words(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


@pytest.fixture
def found(world: World) -> World:
    """A home on record with one visit, and an officer's visit to what may be the same home."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.send("owner", world.visit())
    world.clock.turn(hours=2)
    assert put_home(world, "police", a_home()).status_code == 201
    assert world.send("police", a_first_visit(world)).status_code == 201
    return world


def join(
    world: World, same: dict[str, str] | None = None, who: str = "supervisor",
    home: str = FOUND, into: str = HOME,
) -> Any:  # fmt: skip
    data = {f"same_{person}": known for person, known in (SAME if same is None else same).items()}
    return world.client(who).post(f"/homes/{home}/join/{into}", data=data)


def undo(world: World, who: str = "supervisor", home: str = FOUND) -> Any:
    return world.client(who).post(f"/homes/{home}/join/undo")


@pytest.fixture
def joined(found: World) -> World:
    answer = join(found)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/homes/{HOME}")
    return found


def rows(world: World) -> list[dict[str, Any]]:
    return world.store.all(
        "SELECT home_id, into_home, joined_at, joined_by, undone_at, undone_by FROM joins"
        " ORDER BY joined_at, rowid"
    )


def test_only_the_teams_supervisor_is_asked_which_home_it_is(found: World) -> None:
    for who in ("supervisor", "owner", "colleague", "police"):
        page = see(found.client(who), f"/homes/{FOUND}")
        assert "Found on a visit on 28 February 2026 by Police" in words(page)
        asked = page.find("a", href=f"/homes/{FOUND}/join")
        assert bool(asked) == (who == "supervisor"), who
    assert "Found on a visit" not in words(see(found.client("supervisor"), f"/homes/{HOME}"))


@pytest.mark.parametrize(
    "who",
    ["owner", "colleague", "police", "stranger", "far_supervisor", "partner", "administrator"],
)
def test_nobody_else_joins_or_undoes(found: World, who: str) -> None:
    for path in (f"/homes/{FOUND}/join", f"/homes/{FOUND}/join/{HOME}"):
        see(found.client(who), path, 404)
    assert join(found, who=who).status_code == 404
    assert undo(found, who).status_code == 404
    join(found)
    assert undo(found, who).status_code == 404
    assert [row["undone_at"] for row in rows(found)] == [None]
    assert not {"homes_joined", "join_undone"} & {act for each, act in found.audit() if each == who}


def another_home(world: World, name: str, who: str = "owner", **changes: Any) -> str:
    home = an_id(name)
    document = a_home(id=home, **{"children": [], "adults": [], **changes})
    assert put_home(world, who, document, home).status_code == 201
    return home


def test_the_known_home_is_looked_for_with_the_same_postcode_first(found: World) -> None:
    another_home(found, "near", address="99 Zebra Way", postcode="zz11zz")
    another_home(found, "far", address="1 Aardvark Way", postcode="ZZ9 9ZZ")
    another_home(found, "of others", "stranger", address="2 Secret Way", postcode="ZZ1 1ZZ")

    def shown(query: str = "") -> list[str]:
        page = see(found.client("supervisor"), f"/homes/{FOUND}/join?q={query}")
        return [each.get_text() for each in page.select(".app-home-row__link")]

    assert shown() == ["12 Example Row", "99 Zebra Way", "1 Aardvark Way"]
    assert shown("way") == ["99 Zebra Way", "1 Aardvark Way"]
    assert shown("mia") == ["12 Example Row"]
    assert shown("zz9") == ["1 Aardvark Way"]
    assert shown("secret") == shown("%25") == []


def test_everyone_is_asked_about_and_children_are_children(found: World) -> None:
    page = see(found.client("supervisor"), f"/homes/{FOUND}/join/{HOME}")
    choices = {
        each["name"]: [one["value"] for one in page.find_all("input", {"name": each["name"]})]
        for each in page.find_all("input", {"type": "radio"})
    }
    assert choices == {
        # Mia, whose age fits, before Jay.
        f"same_{GIRL}": [MIA, JAY, "another"], f"same_{BOY}": [MIA, JAY, "another"],
        f"same_{WOMAN}": [CARER, "another"],
    }  # fmt: skip
    assert not page.find("input", checked=True)
    homes.add_person(found.store, {
        "id": an_id("ryan"), "home_id": HOME, "kind": "other", "name": "Ryan", "born": None,
        "about_years": None, "relation": "half-brother, 17", "added_by": an_id("owner"),
        "added_at": "2026-01-01T00:00:00.000Z",
    })  # fmt: skip
    page = see(found.client("supervisor"), f"/homes/{FOUND}/join/{HOME}")
    for person, last in ((BOY, JAY), (WOMAN, CARER)):
        asked = [one["value"] for one in page.find_all("input", {"name": f"same_{person}"})]
        assert asked[-3:] == [last, an_id("ryan"), "another"]
    join(found, {**SAME, BOY: an_id("ryan")})
    assert "Bedding, Ryan: 4" in words(see(found.client("owner"), f"/homes/{HOME}"))
    assert "Who is Girl in red coat, about 4?" in words(page)


@pytest.mark.parametrize(
    "same",
    [
        {},
        {GIRL: MIA, BOY: "another"},
        {**SAME, BOY: MIA},
        {**SAME, GIRL: CARER},
        {**SAME, GIRL: an_id("nobody")},
        {**SAME, GIRL: GIRL},
        {**SAME, WOMAN: ""},
        {**SAME, WOMAN: "\x00"},
    ],
)
def test_who_is_who_must_be_said_of_each_and_nobody_twice(
    found: World, same: dict[str, str]
) -> None:
    data = {f"same_{person}": known for person, known in same.items()}
    page = see(found.client("supervisor"), f"/homes/{FOUND}/join/{HOME}", 400, data=data)
    assert page.find(class_="govuk-error-summary")
    assert rows(found) == []


def test_a_join_from_another_sites_page_or_an_old_one_is_refused(found: World) -> None:
    found.app.config["WTF_CSRF_ENABLED"] = True
    assert join(found).status_code == 400
    assert undo(found).status_code == 400
    assert rows(found) == []


def test_the_known_home_then_tells_of_the_found_one(joined: World) -> None:
    page = see(joined.client("owner"), f"/homes/{HOME}")
    shown = words(page)
    assert "Found again on a visit on 28 February 2026 by Police" in shown
    assert page.find("a", href=f"/visits/{FIRST}")
    assert "Bedding, Mia: 4 to 5" in shown
    people = page.find(attrs={"aria-labelledby": "people"}).get_text(" ", strip=True)
    assert "Boy, maybe a cousin" in people and "Girl in red coat" not in people
    assert "Woman" not in people and "Ann" in people
    assert "No bed." in shown
    for child in (MIA, BOY):
        see(joined.client("owner"), f"/homes/{HOME}?child={child}")


def test_the_pack_and_the_list_tell_of_the_found_home_too(joined: World, jpeg: Jpeg) -> None:
    found = pack(joined)
    assert [each["id"] for each in found["children"]] == [JAY, MIA, BOY]
    assert [each["id"] for each in found["adults"]] == [CARER]
    assert found["last_visit"]["id"] == FIRST
    bedding = {e["child"]: e["grade"] for e in found["last"] if e["item"] == "sleeping.bedding"}
    assert bedding == {MIA: 5, JAY: 3, BOY: 4}
    assert GIRL not in json.dumps(found)
    newest = visits.latest_of_homes(joined.store, [HOME])[HOME]
    assert newest.id == FIRST and newest.body["grades"][0]["child"] == MIA
    listed = see(joined.client("owner"), "/homes")
    assert "Boy, maybe a cousin" in words(listed) and "Exampel" not in words(listed)
    for query in ("exampel", "red coat", "maybe"):
        assert "12 Example Row" in words(see(joined.client("owner"), f"/homes?q={query}"))


def test_no_record_is_changed_by_a_join(found: World) -> None:
    def held() -> list[Any]:
        return [
            found.store.all(f"SELECT * FROM {table} ORDER BY 1, 2")
            for table in ("homes", "people", "visits", "revisions", "found_homes", "allocations")
        ]

    before = held()
    join(found)
    assert held() == before
    undo(found)
    assert held() == before
    kept = found.client("supervisor").get(f"/api/visits/{FIRST}/revisions/1").json
    assert kept["children"] == PEOPLE["children"] and kept["home"] == FOUND


def joined_told(world: World, who: str) -> dict[str, str]:
    return world.client(who).get("/api/caseload/index").json["joined"]


def test_the_index_tells_its_finder_what_a_found_home_was_joined_into(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    assert put_home(world, "owner", a_home()).status_code == 201
    assert join(world).status_code == 302
    assert joined_told(world, "owner") == {FOUND: HOME}
    # Whoever did not find it has nothing on the device to take off, and learns of no finding.
    for who in ("colleague", "supervisor", "stranger", "police"):
        assert joined_told(world, who) == {}


def test_a_finder_who_cannot_reach_the_known_home_is_told_of_no_join(joined: World) -> None:
    assert joined_told(joined, "police") == {}


@pytest.mark.parametrize("who", ["owner", "colleague", "supervisor"])
def test_the_found_home_leaves_the_lists_and_its_page_leads_on(joined: World, who: str) -> None:
    assert set(index(joined, who)) == {HOME}
    assert joined.client(who).get("/api/caseload").json["home_ids"] == [HOME]
    page = see(joined.client(who), f"/homes/{FOUND}")
    assert "This home was joined on 1 March 2026 by Supervisor" in words(page)
    assert page.find("a", href=f"/homes/{HOME}")
    assert not page.find("a", href=f"/visit#new/{FOUND}")
    assert bool(page.find("form", action=f"/homes/{FOUND}/join/undo")) == (who == "supervisor")
    assert page.find("a", href=f"/visits/{FIRST}")


def test_the_list_names_the_children_that_the_home_names(joined: World) -> None:
    people = homes.people(joined.store, HOME)
    children = homes.children_of(joined.store, [HOME, FOUND])
    assert [each["id"] for each in children[HOME]] == [
        each["id"] for each in people if each["kind"] == "child"
    ]
    assert {each["id"] for each in children[FOUND]} == {GIRL, BOY}


def test_a_finder_who_cannot_reach_the_known_home_notices_nothing(found: World) -> None:
    police = found.client("police")
    before = index(found, "police"), pack(found, "police", FOUND)
    page = words(see(police, f"/homes/{FOUND}"))
    join(found)
    assert (index(found, "police"), pack(found, "police", FOUND)) == before
    assert words(see(police, f"/homes/{FOUND}")) == page
    assert "12 Example Row" not in words(see(police, "/homes"))
    for path in (f"/homes/{HOME}", f"/visits/{an_id('visit')}"):
        see(police, path, 404)
    assert words(see(police, f"/visits/{FIRST}")).count("Example Row") == 0
    undo(found)
    assert (index(found, "police"), pack(found, "police", FOUND)) == before


@pytest.mark.parametrize("who", ["police", "owner"])
def test_visits_begun_under_the_old_id_are_still_taken(joined: World, who: str) -> None:
    before = index(joined)[HOME]
    cousin = {"id": an_id("cousin"), "name": "Cousin", "about_years": 7}
    visit = a_first_visit(joined, "second visit", children=[*PEOPLE["children"], cousin])
    assert joined.send(who, visit).status_code == 201
    correction = a_first_visit(joined, notes="Later.", reason="More.")
    assert joined.send("police", correction, number=2).status_code == 201
    assert index(joined)[HOME] != before
    page = see(joined.client("owner"), f"/homes/{HOME}")
    assert page.find("a", href=f"/visits/{visit['id']}")
    assert "Cousin" in words(page)
    assert {each["id"] for each in pack(joined)["children"]} == {MIA, JAY, BOY, cousin["id"]}


def test_an_officer_of_the_known_home_still_sees_only_what_officers_of_their_own_wrote(
    found: World,
) -> None:
    homes.allocate(found.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    found.send("owner", a_first_visit(found, "workers visit"))
    join(found)
    shown = pack(found, "police")
    assert shown["last_visit"]["id"] == FIRST
    assert shown["photos"] == [] and "Owner" not in json.dumps(shown)
    page = words(see(found.client("police"), f"/homes/{HOME}"))
    assert "Recorded by Police" in page and "Recorded by Owner" not in page
    assert set(index(found, "police")) == {HOME}


def test_an_officer_is_not_told_that_another_found_the_same_home(found: World) -> None:
    """The people may be seen, as ever; who was there and when may not."""
    another_home(found, "strangers find", "owner")
    homes.allocate(found.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    found.send("owner", a_first_visit(found, "there", home=an_id("strangers find"), **EMPTY))
    before = index(found, "police"), pack(found, "police")
    page = words(see(found.client("police"), f"/homes/{HOME}"))
    assert join(found, {}, home=an_id("strangers find")).status_code == 302
    assert (index(found, "police"), pack(found, "police")) == before
    assert words(see(found.client("police"), f"/homes/{HOME}")) == page


@pytest.fixture
def across(world: World, jpeg: Jpeg) -> World:
    """A home that the south team found, and a supervisor of both teams who can join it."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    with world.store.writing():
        world.store.run(
            "INSERT INTO memberships (account_id, team_id) VALUES (:who, 'south')",
            who=an_id("supervisor"),
        )
    world.send("owner", world.visit())
    put_home(world, "stranger", a_home())
    visit = a_first_visit(world, photos=[{**entry(world, jpeg()), "child": GIRL}])
    assert world.send("stranger", visit).status_code == 201
    send(world, "stranger", jpeg())
    return world


def opened(world: World, who: str) -> set[int]:
    client = world.client(who)
    paths = (f"/homes/{FOUND}", f"/visits/{FIRST}", f"/api/visits/{FIRST}",
             f"/api/visits/{FIRST}/revisions/1", f"/api/caseload?home={FOUND}")  # fmt: skip
    return {client.get(path).status_code for path in paths}


def test_a_joined_homes_visits_are_open_to_the_team_of_the_known_home(
    across: World, jpeg: Jpeg
) -> None:
    everyone = ("owner", "colleague", "stranger", "far_supervisor", "supervisor", "police",
                "partner", "administrator")  # fmt: skip

    def seen() -> dict[str, set[int]]:
        return {who: opened(across, who) | pictures(across, who, jpeg()) for who in everyone}

    apart = {who: {200} if who in ("stranger", "far_supervisor", "supervisor") else {404}
             for who in everyone}  # fmt: skip
    assert seen() == apart
    assert join(across).status_code == 302
    together = {**apart, "owner": {200}, "colleague": {200}}
    assert seen() == together
    for who in ("stranger", "far_supervisor"):
        assert across.client(who).get(f"/homes/{HOME}").status_code == 404
        assert set(index(across, who)) == {FOUND}
        assert "joined" not in words(see(across.client(who), f"/homes/{FOUND}"))
        page = see(across.client(who), f"/visits/{FIRST}")
        assert page.find("a", class_="govuk-back-link")["href"] == f"/homes/{FOUND}"
    page = see(across.client("owner"), f"/visits/{FIRST}")
    assert page.find("a", class_="govuk-back-link")["href"] == f"/homes/{HOME}"
    assert "12 Exampel Row, back door" in words(page)
    assert [each["child"] for each in pack(across)["photos"]] == [MIA]
    undo(across)
    assert seen() == apart


def test_the_known_homes_team_writes_to_the_known_home_only(across: World) -> None:
    join(across)
    assert across.send("owner", a_first_visit(across, "owners")).status_code == 403
    see(across.client("owner"), f"/homes/{FOUND}/people/new", 404)
    assert not see(across.client("owner"), f"/homes/{FOUND}").find("a", href=f"/visit#new/{FOUND}")


@pytest.mark.parametrize("who", ["supervisor", "far_supervisor"])
def test_a_join_takes_a_supervisor_of_both_teams(across: World, who: str) -> None:
    with across.store.writing():
        across.store.run(
            "DELETE FROM memberships WHERE account_id = :who AND team_id = 'south'",
            who=an_id("supervisor"),
        )
    see(across.client(who), f"/homes/{FOUND}/join/{HOME}", 404)
    assert join(across, who=who).status_code == 404
    assert rows(across) == []


def test_a_join_taken_back_leaves_two_homes_as_they_were(found: World) -> None:
    before = index(found), words(see(found.client("owner"), f"/homes/{HOME}"))
    people = homes.people(found.store, HOME)
    join(found)
    found.clock.turn(minutes=5)
    answer = undo(found)
    assert answer.headers["Location"] == f"/homes/{FOUND}"
    assert (index(found), words(see(found.client("owner"), f"/homes/{HOME}"))) == before
    assert homes.people(found.store, HOME) == people
    assert rows(found) == [
        {"home_id": FOUND, "into_home": HOME, "joined_at": "2026-03-01T14:00:00.000Z",
         "joined_by": an_id("supervisor"), "undone_at": "2026-03-01T14:05:00.000Z",
         "undone_by": an_id("supervisor")},
    ]  # fmt: skip
    assert undo(found).status_code == 302
    assert found.audit().count(("supervisor", "join_undone")) == 1


def test_visits_made_while_joined_stay_with_the_home_they_were_made_to(joined: World) -> None:
    boy = next(each for each in PEOPLE["children"] if each["id"] == BOY)
    known = joined.visit("known", children=[*joined.visit()["children"], boy])
    joined.send("owner", known)
    joined.send("police", a_first_visit(joined, "found later"))
    undo(joined)
    assert {each.id for each in visits.of_home(joined.store, HOME)} == {
        an_id("visit"), an_id("known")
    }
    assert {each.id for each in visits.of_home(joined.store, FOUND)} == {
        FIRST, an_id("found later")
    }
    page = see(joined.client("owner"), f"/visits/{an_id('known')}")
    assert "Boy, maybe a cousin" in words(page)


def test_a_visit_begun_while_joined_is_taken_after_that_was_undone(joined: World) -> None:
    boy = next(each for each in PEOPLE["children"] if each["id"] == BOY)
    begun = joined.visit("begun", children=[*joined.visit()["children"], boy])
    undo(joined)
    assert joined.send("owner", begun).status_code == 201
    assert joined.send("owner", {**begun, "reason": "More."}, number=2).status_code == 201
    stranger = joined.visit("wrong", home=FOUND)
    assert joined.send("owner", stranger).json["error"]["code"] == "person_of_other_home"


def test_a_visit_begun_before_the_join_is_taken_after_it(found: World) -> None:
    old, known = a_first_visit(found, "old"), found.visit("before")
    join(found)
    assert found.send("police", old).status_code == 201
    assert found.send("owner", known).status_code == 201
    assert len(visits.of_home(found.store, HOME)) == 4


def test_it_can_be_joined_again_with_other_answers(joined: World) -> None:
    tags = [index(joined)[HOME]]
    undo(joined)
    join(joined, {**SAME, GIRL: "another", BOY: JAY})
    tags.append(index(joined)[HOME])
    assert {each["id"] for each in pack(joined)["children"]} == {MIA, JAY, GIRL}
    undo(joined)
    join(joined, {**SAME, GIRL: JAY, BOY: MIA})
    tags.append(index(joined)[HOME])
    assert {each["id"] for each in pack(joined)["children"]} == {MIA, JAY}
    assert len(set(tags)) == 3


def test_a_home_is_not_joined_twice_nor_with_itself(joined: World) -> None:
    other = another_home(joined, "other")
    for path in (f"/homes/{FOUND}/join", f"/homes/{FOUND}/join/{other}"):
        answer = joined.client("supervisor").get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/homes/{FOUND}")
    join(joined, {}, into=other)
    join(joined, {}, home=other, into=other)
    assert [row["into_home"] for row in rows(joined)] == [HOME]


def test_there_are_no_chains_and_no_rings(found: World) -> None:
    middle = another_home(found, "middle")
    assert join(found, {}, home=middle, into=FOUND).status_code == 302
    supervisor = found.client("supervisor")
    page = words(see(supervisor, f"/homes/{FOUND}/join"))
    assert "Other homes are joined with this one" in page
    data = {f"same_{person}": known for person, known in SAME.items()}
    page = words(see(supervisor, f"/homes/{FOUND}/join/{HOME}", 400, data=data))
    assert "Other homes are joined with this one" in page
    end = another_home(found, "end")
    page = words(see(supervisor, f"/homes/{end}/join/{middle}", 400, data={}))
    assert "Choose that other one" in page
    assert [row["home_id"] for row in rows(found)] == [middle]
    undo(found, home=middle)
    assert join(found).status_code == 302
    assert join(found, {}, home=middle).status_code == 302
    listed = see(supervisor, f"/homes/{end}/join").select(".app-home-row__link")
    assert [each["href"].rpartition("/")[2] for each in listed] == [HOME]


def test_someone_of_one_found_home_may_be_someone_of_another(joined: World) -> None:
    """Two officers met the same boy, whom nobody knew before."""
    lad = an_id("lad")
    joined.clock.turn(minutes=5)
    second = another_home(joined, "second", children=[{"id": lad, "name": "Lad"}])
    joined.send("owner", a_first_visit(
        joined, "second find", home=second, children=[{"id": lad, "name": "Lad"}], adults=[],
        present=[lad], in_charge=None, voices=[],
        grades=[{"item": "sleeping.bedding", "child": lad, "grade": 2}],
    ))  # fmt: skip
    assert join(joined, {lad: BOY}, home=second).status_code == 302
    assert {each["id"] for each in pack(joined)["children"]} == {MIA, JAY, BOY}
    bedding = {e["child"]: e["grade"] for e in pack(joined)["last"] if "bedding" in e["item"]}
    assert bedding[BOY] == 2
    undo(joined)
    assert {each["id"] for each in pack(joined)["children"]} == {MIA, JAY, lad}
    join(joined, {**SAME, BOY: JAY})
    assert {each["id"] for each in pack(joined)["children"]} == {MIA, JAY}
    undo(joined)
    join(joined, {**SAME, BOY: lad})
    assert {each["id"] for each in pack(joined)["children"]} & {BOY, lad} == {min(BOY, lad)}


def test_since_tells_of_joins_and_of_homes_that_came_back(found: World) -> None:
    def since(who: str, moment: str) -> set[str]:
        answer = found.client(who).get("/api/caseload", query_string={"since": moment}).json
        return {each["id"] for each in answer["homes"]}

    start = found.client("owner").get("/api/caseload").json["as_of"]
    found.clock.turn(minutes=1)
    join(found)
    joined_at = found.client("owner").get("/api/caseload").json["as_of"]
    assert (since("owner", start), since("police", start)) == ({HOME}, set())
    found.clock.turn(minutes=1)
    undo(found)
    assert (since("owner", joined_at), since("police", joined_at)) == ({HOME, FOUND}, set())


def test_joins_are_in_the_audit_log_with_both_homes(joined: World) -> None:
    undo(joined)
    lines = joined.store.all(
        "SELECT action, home_id, detail FROM audit WHERE action IN ('homes_joined', 'join_undone')"
        " ORDER BY id"
    )
    assert [(row["action"], row["home_id"]) for row in lines] == [
        ("homes_joined", FOUND), ("join_undone", FOUND),
    ]  # fmt: skip
    assert all(json.loads(row["detail"])["into_home"] == HOME for row in lines)
    words = joined.app.extensions["gcp"].text.admin.audit.actions
    assert all(row["action"] in words for row in lines)


def test_reading_the_pages_of_a_join_is_in_the_audit_log(found: World) -> None:
    client, before = found.client("supervisor"), len(found.audit())
    client.get(f"/homes/{FOUND}/join")
    client.get(f"/homes/{FOUND}/join/{HOME}")
    assert found.audit()[before:] == [
        ("supervisor", "homes_listed"), ("supervisor", "matches_read"),
        ("supervisor", "home_read"), ("supervisor", "home_read"),
    ]  # fmt: skip


def test_a_found_home_with_nobody_in_it_is_joined_with_one_press(found: World) -> None:
    empty = another_home(found, "empty")
    assert "Nobody is recorded in this home" in words(
        see(found.client("supervisor"), f"/homes/{empty}/join/{HOME}")
    )
    assert join(found, {}, home=empty).status_code == 302


def test_the_digest_of_a_photo_opens_nothing_more(joined: World, jpeg: Jpeg) -> None:
    send(joined, "police", jpeg())
    named = a_first_visit(joined, "with photo", photos=[entry(joined, jpeg())])
    joined.send("police", named)
    assert pictures(joined, "colleague", jpeg()) == {200}
    assert pictures(joined, "stranger", jpeg()) == {404}
    assert [each["sha256"] for each in pack(joined)["photos"]] == [digest(jpeg())]
