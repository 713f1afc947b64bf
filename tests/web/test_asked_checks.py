"""A check that the authority asks for, should somebody have care: told to whom it may be, and kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gcp.core.access import Told
from gcp.store import accounts, homes
from tests.conftest import CARER, HOME, JAY, MIA, World, an_id
from tests.web.pages import see
from tests.web.test_at_the_door import set_to
from tests.web.test_caseload import index, pack
from tests.web.test_matching import find, words

pytestmark = pytest.mark.slow

RYAN = an_id("ryan")
ASKED = {
    "person": RYAN, "what": "Ring us before the children stay with him.",
    "why": "A court said so.", "source": "Family court, 3 February",
    "day_day": "3", "day_month": "2", "day_year": "2026",
}  # fmt: skip
FIRST = "A check is asked for if Ryan Cole has care of the children."
SECRETS = ("A court said so.", "Ring us before", "Family court", "3 February 2026")


@pytest.fixture
def home(world: World) -> World:
    world.app.config["WTF_CSRF_ENABLED"] = False
    accounts.set_telephone(world.store, "North team", "01632 960 000")
    add_person(world, RYAN, "Ryan Cole", relation="uncle")
    homes.allocate(world.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    return world


def add_person(world: World, id: str, name: str, home: str = HOME, **more: Any) -> None:
    homes.add_person(world.store, {
        "id": id, "home_id": home, "kind": "other", "name": name, "born": None,
        "about_years": None, "relation": "", "added_by": an_id("owner"),
        "added_at": "2026-01-01T00:00:00.000Z", **more,
    })  # fmt: skip


def ask(world: World, who: str = "supervisor", home: str = HOME, **changes: str) -> Any:
    return world.client(who).post(f"/homes/{home}/checks/new", data={**ASKED, **changes})


def end(world: World, who: str = "supervisor", person: str = RYAN, why: str = "He moved.") -> Any:
    return world.client(who).post(f"/homes/{HOME}/people/{person}/checks", data={"why": why})


def said(world: World, path: str, who: str = "owner") -> str:
    return words(see(world.client(who), path))


def rows(world: World) -> list[dict[str, Any]]:
    return world.store.all("SELECT * FROM asked_checks ORDER BY person_id, number")


def a_visit(world: World, name: str = "visit", **changes: Any) -> dict[str, Any]:
    ryan = {"id": RYAN, "name": "Ryan", "role": "other", "relation": "uncle"}
    ann = world.visit()["adults"][0]
    return world.visit(name, adults=[ann, ryan], present=[MIA, RYAN], **{"in_charge": RYAN,
                                                                         **changes})  # fmt: skip


def test_a_supervisor_asks_and_it_is_told_on_the_home_and_the_list(home: World) -> None:
    page = see(home.client("supervisor"), f"/homes/{HOME}")
    assert page.find("a", href=f"/homes/{HOME}/checks/new")
    form = see(home.client("supervisor"), f"/homes/{HOME}/checks/new")
    assert "Do not describe the person" in words(form)
    assert [each["value"] for each in form.select("input[name=person]")][-2:] == [JAY, MIA]
    assert ask(home).headers["Location"] == f"/homes/{HOME}"
    for who in ("owner", "colleague", "supervisor"):
        told = said(home, f"/homes/{HOME}", who)
        assert f"{FIRST} Asked for by Supervisor on 3 February 2026. What to check: Ring" in told
        assert "Why: A court said so. Known from: Family court, 3 February" in told
    listed = said(home, "/homes/checks", "supervisor")
    assert FIRST in listed and "12 Example Row" in listed
    assert see(home.client("supervisor"), "/homes").find("a", href="/homes/checks")
    assert ("supervisor", "check_asked") in home.audit()


@pytest.mark.parametrize(
    "who",
    ["owner", "colleague", "police", "stranger", "far_supervisor", "partner", "administrator"],
)
def test_nobody_else_asks_ends_or_sees_the_list_of_the_team(home: World, who: str) -> None:
    assert ask(home, who).status_code == 404
    assert rows(home) == []
    ask(home)
    assert end(home, who).status_code == 404
    assert len(rows(home)) == 1
    if who == "far_supervisor":
        assert "Ryan" not in said(home, "/homes/checks", who)
    else:
        see(home.client(who), "/homes/checks", 404)
    if who in ("owner", "colleague"):
        see(home.client(who), f"/homes/{HOME}/people/{RYAN}/checks")
        assert not see(home.client(who), f"/homes/{HOME}").find("a", href=f"/homes/{HOME}/checks/new")
    else:
        see(home.client(who), f"/homes/{HOME}/people/{RYAN}/checks", 404)


@pytest.mark.parametrize("part", ["in_charge", "takes_over"])
def test_a_visit_that_names_them_says_so_on_its_page_and_in_the_chronology(
    home: World, part: str
) -> None:
    ask(home)
    over = {"care": {"takes_over": {"name": "Ryan Cole", "checked": "yes"}}, "in_charge": CARER}
    home.send("owner", a_visit(home, **(over if part == "takes_over" else {})))
    told = (
        "In charge of the children: Ryan. A check if Ryan has care was asked for by Supervisor on 3"
        " February 2026. What to check: Ring us before the children stay with him."
        if part == "in_charge" else
        "Takes over: Ryan Cole. A check if a person of this name has care was asked for by"
    )  # fmt: skip
    for path in (f"/visits/{an_id('visit')}", f"/homes/{HOME}/chronology", f"/homes/{HOME}"):
        assert told in said(home, path), path
    assert told in home.client("owner").get(f"/homes/{HOME}/chronology/chronology.csv").text
    home.client("owner").post(
        f"/visits/{an_id('visit')}/line", data={"decision": "declined", "since": "0", "revision": "1"},
    )
    assert told in said(home, f"/homes/{HOME}/chronology"), "whatever becomes of the visit's line"
    assert told in said(home, f"/homes/{HOME}/chronology?q=ring+us")


def test_a_visit_before_it_was_asked_or_after_it_ended_says_nothing(home: World) -> None:
    home.send("owner", a_visit(home, observed_at="2026-02-01T10:00:00+00:00"))
    ask(home)
    told = "A check if Ryan has care"
    assert told not in said(home, f"/homes/{HOME}/chronology")
    home.send("owner", a_visit(home, "second"))
    assert told in said(home, f"/visits/{an_id('second')}")
    assert end(home).status_code == 302
    home.days_later(2)
    home.send("owner", a_visit(home, "third"))
    assert told not in said(home, f"/visits/{an_id('third')}")
    assert told in said(home, f"/visits/{an_id('second')}"), "it was asked for on that day"


def test_ending_it_needs_a_reason_and_deletes_nothing(home: World) -> None:
    ask(home)
    page = see(home.client("supervisor"), f"/homes/{HOME}/people/{RYAN}/checks", 400,
               data={"why": " "})  # fmt: skip
    assert "Write why" in words(page)
    assert end(home).status_code == 302
    assert FIRST not in said(home, f"/homes/{HOME}") and "checks" not in pack(home)
    path = f"/homes/{HOME}/people/{RYAN}/checks"
    for each in (path, "/homes/checks"):
        told = said(home, each, "supervisor")
        assert "A court said so." in told and "Ended by Supervisor on 1 March 2026: He moved." in told
    assert end(home).status_code == 302, "twice is as once"
    assert [row["state"] for row in rows(home)] == ["asked", "ended"]
    assert ask(home, what="Ask who he is.").status_code == 302
    assert "Ask who he is." in said(home, f"/homes/{HOME}")
    assert [row["state"] for row in rows(home)] == ["asked", "ended", "asked"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"person": ""}, "Choose who"), ({"person": an_id("nobody")}, "Choose who"),
        ({"person": "\x00"}, "Choose who"), ({"what": " "}, "Write what"),
        ({"what": "x" * 501}, "500"), ({"why": ""}, "Write why"), ({"why": "a\x00"}, "cannot be"),
        ({"source": ""}, "Write who"), ({"day_year": "2027"}, "cannot lie in the future"),
        ({"day_day": "31"}, "real date"), ({"day_day": "", "day_month": "", "day_year": ""}, "real"),
        ({"day_year": "1999"}, "2000"), ({"day_day": "٣"}, "real date"),
    ],
)  # fmt: skip
def test_a_bad_form_is_answered_at_its_field_and_changes_nothing(
    home: World, data: dict[str, str], message: str
) -> None:
    page = see(home.client("supervisor"), f"/homes/{HOME}/checks/new", 400, data={**ASKED, **data})
    assert message in words(page.select_one(".govuk-error-summary"))
    assert rows(home) == []


def test_what_is_asked_for_already_is_not_asked_for_twice(home: World) -> None:
    ask(home)
    page = see(home.client("supervisor"), f"/homes/{HOME}/checks/new", 400, data=ASKED)
    assert "A check is asked for already" in words(page)
    for path in (f"/homes/{an_id('x')}/checks/new", f"/homes/{HOME}/people/{MIA}/checks",
                 f"/homes/{an_id('x')}/people/{RYAN}/checks"):  # fmt: skip
        see(home.client("supervisor"), path, 404)


@pytest.mark.parametrize("told", list(Told))
def test_an_officer_is_told_that_it_is_asked_and_why_only_where_that_is_set(
    home: World, told: Told
) -> None:
    ask(home)
    home.send("police", a_visit(home))
    set_to(home, told)
    page = said(home, f"/homes/{HOME}", "police")
    visit = said(home, f"/visits/{an_id('visit')}", "police")
    carried = pack(home, "police")["checks"][RYAN]
    assert f"{FIRST} " in page and carried.startswith(FIRST)
    assert "Ring North team on 01632 960 000 before you leave." in carried
    assert "In charge of the children: Ryan. A check" in visit
    may_know = told is Told.SUMMARY
    assert ("A court said so." in page, "A court said so." in carried) == (may_know, may_know)
    assert "Family court" not in page + visit + carried
    if not may_know:
        assert not [each for each in SECRETS if each in page + visit + carried]
    assert "/checks" not in str(see(home.client("police"), f"/homes/{HOME}").main)


def test_at_the_door_of_a_known_home_only_people_whom_the_officer_met_are_told_of(
    home: World,
) -> None:
    ask(home)
    door = find(home, "door", children=[], adults=[
        {"id": an_id("a man"), "name": "Ryan", "role": "other"}])  # fmt: skip
    other = find(home, "other door", adults=[
        {"id": an_id("a woman"), "name": "Rita", "role": "other"}])  # fmt: skip
    name = "A check is asked for if somebody called Ryan has care of the children."
    for told, is_named, is_why in (
        (Told.NOTHING, False, False), (Told.KNOWN, True, False), (Told.SUMMARY, True, True)
    ):  # fmt: skip
        set_to(home, told)
        page = said(home, f"/homes/{door}", "police")
        assert (name in page, "A court said so." in page) == (is_named, is_why), told
        assert "A check is asked for" not in said(home, f"/homes/{other}", "police")


@pytest.mark.parametrize("who", ["partner", "stranger", "far_supervisor", "administrator"])
def test_nobody_else_learns_of_it(home: World, who: str) -> None:
    homes.allocate(home.store, HOME, an_id("partner"), "2026-01-01T00:00:00.000Z")
    ask(home)
    answer = home.client(who).get(f"/homes/{HOME}")
    assert answer.status_code == (200 if who == "partner" else 404)
    assert "A check is asked for" not in answer.text and "court" not in answer.text


def test_the_device_carries_it_and_is_told_when_it_changes(home: World) -> None:
    tag, police = index(home)[HOME], index(home, "police")[HOME]
    since = home.client("owner").get("/api/caseload").json["as_of"]
    home.clock.turn(minutes=1)
    ask(home)
    assert index(home)[HOME] != tag and index(home, "police")[HOME] != police
    assert pack(home)["checks"] == {RYAN: (
        f"{FIRST} Asked for by Supervisor on 3 February 2026. What to check: Ring us before the"
        " children stay with him. Why: A court said so. Known from: Family court, 3 February."
    )}  # fmt: skip
    for who in ("owner", "police"):
        answer = home.client(who).get("/api/caseload", query_string={"since": since}).json
        assert [each["id"] for each in answer["homes"]] == [HOME], who
    held = home.app.extensions["gcp"]
    before = index(home, "police")[HOME]
    home.app.extensions["gcp"] = replace(held, settings=replace(held.settings,
                                                                police_sees=Told.SUMMARY))  # fmt: skip
    assert index(home, "police")[HOME] != before, "it may be told more now"


def test_of_joined_homes_both_are_told_of_under_either_name(home: World) -> None:
    lad = an_id("lad")
    found = find(home, "found home", children=[], adults=[
        {"id": lad, "name": "A lad", "role": "other"}])  # fmt: skip
    ask(home)
    home.send("police", home.visit(
        "found visit", home=found, children=[], present=[lad], in_charge=lad, grades=[], voices=[],
        adults=[{"id": lad, "name": "A lad", "role": "other"}],
    ))  # fmt: skip
    assert "A check if" not in said(home, f"/homes/{found}/chronology", "supervisor")
    client = home.client("supervisor")
    assert client.post(f"/homes/{found}/join/{HOME}", data={f"same_{lad}": RYAN}).status_code == 302
    told = "In charge of the children: A lad. A check if A lad has care was asked for"
    for path in (f"/homes/{HOME}/chronology", f"/homes/{found}/chronology",
                 f"/visits/{an_id('found visit')}"):  # fmt: skip
        assert told in said(home, path, "supervisor"), path
    assert FIRST in said(home, f"/homes/{found}", "supervisor")
    see(client, f"/homes/{found}/people/{lad}/checks")
    client.post(f"/homes/{found}/join/undo")
    assert "A check if" not in said(home, f"/homes/{found}/chronology", "supervisor")


def test_a_child_s_own_page_says_it_of_that_child_alone(home: World) -> None:
    ask(home, person=JAY)
    told = "A check is asked for if Jay has care of the children."
    assert told in said(home, f"/homes/{HOME}/children/{JAY}")
    assert told not in said(home, f"/homes/{HOME}/children/{MIA}")
    assert "Asked for now" in said(home, f"/homes/{HOME}/people/{JAY}/checks", "colleague")
    assert not see(home.client("owner"), f"/homes/{HOME}/people/{JAY}/checks").select("textarea")
