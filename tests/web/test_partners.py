"""A partner allocated to single children is given these and nobody else, as a supervisor sets."""

from __future__ import annotations

from typing import Any

import pytest

from gcp.core.access import Account, Role
from gcp.joining import join_homes, undo_join
from gcp.store import accounts, events, homes, partners
from tests.conftest import CARER, HOME, JAY, MIA, World, an_id
from tests.web.found import BOY, FOUND, GIRL, WOMAN, a_home, put_home
from tests.web.pages import see

pytestmark = pytest.mark.slow

PARTNERS = f"/homes/{HOME}/partners"
SET = f"{PARTNERS}/{an_id('partner')}"
LIST, NEW = f"/homes/{HOME}/chronology", f"/homes/{HOME}/chronology/new"
REFER, ESCALATE = f"/homes/{HOME}/referrals/new", f"/homes/{HOME}/escalations/new"
SHARE = f"/homes/{HOME}/sharing/new"
SIBLING = ("Jay", JAY)
ADULT = ("Ann", CARER)
OTHERS = ("owner", "colleague", "stranger", "far_supervisor", "police", "partner", "administrator")


@pytest.fixture
def here(world: World) -> World:
    """The home with a visit of the owner; the school works with Mia, not with Jay."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    assert world.send("owner", world.visit()).status_code == 201
    allocate(world, MIA)
    return world


def allocate(world: World, *children: str, home: str = HOME, who: str = "supervisor") -> None:
    """Let the school work with these children and no others of a home."""
    page = see(world.client(who), f"/homes/{home}/partners/{an_id('partner')}")
    (was,) = page.find_all("input", attrs={"name": "was"})
    answer = set_work(world, was["value"], works="children" if children else "none",
                      children=list(children), home=home, who=who)  # fmt: skip
    assert answer.status_code == 302, answer.text


def set_work(world: World, was: str, who: str = "supervisor", home: str = HOME, **data: Any) -> Any:
    path = f"/homes/{home}/partners/{an_id('partner')}"
    return world.client(who).post(path, data={"was": was, **data})


def rows(world: World) -> list[Any]:
    return world.store.all("SELECT * FROM child_allocations ORDER BY since, person_id")


def event(name: str = "one", **changes: Any) -> dict[str, Any]:
    return {
        "event_id": an_id(f"event {name}"), "kind": "school_report", "day_day": "3",
        "day_month": "2", "day_year": "2026", "agency": "school", "source": "Head teacher",
        "words": f"Words of {name}.", "significance": "notable", "children": [MIA], **changes,
    }  # fmt: skip


def referral(name: str = "two", **changes: Any) -> dict[str, Any]:
    return {"event_id": an_id(f"event {name}"), "words": f"Words of {name}.", "agency": "school",
            "source": "Head teacher", "whom": "Area manager", "children": [MIA],
            **changes}  # fmt: skip


def decision(name: str = "three", **changes: Any) -> dict[str, Any]:
    return {
        "event_id": an_id(f"event {name}"), "decided": "shared", "what": "What Mia eats",
        "agency": "health", "whom": "School nurse", "why": "To feed her", "consent": "given",
        "consent_why": "", "basis": "consent", "children": [MIA], **changes,
    }  # fmt: skip


def words(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def told(world: World, path: str) -> str:
    """Everything that a page gives the school, its hidden parts too."""
    answer = world.client("partner").get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def kept(world: World) -> int:
    return world.store.one("SELECT count(*) AS n FROM events")["n"]


PATHS = (
    "/homes", "/homes?q=mia", "/homes?q=example", f"/homes/{HOME}", f"/homes/{HOME}?child={JAY}",
    f"/homes/{HOME}/children/{MIA}", LIST, f"{LIST}/chronology.csv", NEW, REFER, ESCALATE, SHARE,
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_the_school_is_given_its_child_and_nobody_else(here: World, path: str) -> None:
    assert here.client("partner").post(NEW, data=event()).status_code == 302
    page = told(here, path)
    assert "12 Example Row" in page or path.endswith(".csv")
    assert "Mia" in page
    for name, person in (SIBLING, ADULT):
        assert name not in page and person not in page
    for secret in ("No sheet.", "I am cold at night.", "cannabis", "grade--", "Unannounced"):
        assert secret not in page
    if not path.endswith(".csv"):
        see(here.client("partner"), path)


HIDDEN = (
    f"/homes/{HOME}/children/{JAY}", f"/homes/{HOME}/children/{CARER}",
    f"/homes/{HOME}/children", f"/homes/{HOME}/items/sleeping.bedding",
    f"/homes/{HOME}/photos", f"/homes/{HOME}/data", f"/homes/{HOME}/evidence",
    f"/homes/{HOME}/reports", f"/homes/{HOME}/patterns", f"/homes/{HOME}/family",
    f"/homes/{HOME}/people/new", PARTNERS, SET, f"/visits/{an_id('visit')}",
    f"/api/visits/{an_id('visit')}", "/api/caseload", f"/api/caseload?home={HOME}",
    "/api/caseload/index", "/overview",
)  # fmt: skip


@pytest.mark.parametrize("path", HIDDEN)
def test_what_is_of_the_home_or_a_sibling_is_not_there_for_the_school(
    here: World, path: str
) -> None:
    assert here.client("partner").get(path).status_code == 404


FILLED = {
    "home_id": HOME, "child_id": JAY, "visit_id": an_id("visit"), "into_id": HOME,
    "other_id": HOME, "partner_id": an_id("partner"), "item_id": "sleeping.bedding",
    "event_id": an_id("event one"), "home": HOME, "visit": an_id("visit"), "number": 1,
}  # fmt: skip


def test_no_address_of_the_service_gives_the_school_a_word_of_anybody_else(here: World) -> None:
    assert here.client("partner").post(NEW, data=event()).status_code == 302
    asked = 0
    rules = [each for each in here.app.url_map.iter_rules() if "GET" in (each.methods or ())]
    for rule in rules:
        if rule.endpoint == "static" or not rule.arguments <= set(FILLED):
            continue
        values = {name: FILLED[name] for name in rule.arguments}
        path = here.app.url_map.bind("x").build(rule.endpoint, values)
        text = here.client("partner").get(path).text
        for word in ("Jay", JAY, "Ann<", CARER, "No sheet.", "I am cold at night."):
            assert word not in text.replace(path, ""), (path, word)
        asked += 1
    assert asked > 50


def test_no_search_by_a_name_they_do_not_know_finds_the_home(here: World) -> None:
    for query in ("jay", "Ann", "ja"):
        page = see(here.client("partner"), f"/homes?q={query}")
        assert page.find(class_="app-home-row") is None
        assert see(here.client("owner"), f"/homes?q={query}").find(class_="app-home-row")


@pytest.mark.parametrize("children", [[], [JAY], [MIA, JAY], [CARER], ["nonsense"], ["' OR 1=1"]])
def test_who_is_not_theirs_cannot_be_written_about(here: World, children: list[str]) -> None:
    for path, data in ((NEW, event()), (REFER, referral()), (ESCALATE, referral()),
                       (SHARE, decision())):  # fmt: skip
        page = see(here.client("partner"), path, 400, data={**data, "children": children})
        said = "Choose children of this home only" if children else (
            "Choose the children that it is about"
        )
        assert said in words(page.find(class_="govuk-error-summary")), path
        assert "Jay" not in words(page)
    assert kept(here) == 0


def test_what_the_school_writes_stands_in_the_chronology_of_the_home(here: World) -> None:
    sent = event(made_up_by=["school"], area="nutrition", words="We give Mia breakfast.")
    assert here.client("partner").post(NEW, data=sent).status_code == 302
    assert "We give Mia breakfast." in words(see(here.client("owner"), LIST))
    for who in ("owner", "partner"):
        for path in (f"/homes/{HOME}", f"/homes/{HOME}/children/{MIA}"):
            page = see(here.client(who), path)
            assert "We give Mia breakfast." in words(page.find(id="made-up").parent), (who, path)
    assert "Jay" not in told(here, f"/homes/{HOME}")


def test_the_form_from_a_childs_page_has_that_child_ticked(here: World) -> None:
    page = see(here.client("partner"), f"/homes/{HOME}/children/{MIA}")
    (link,) = [each["href"] for each in page.find_all("a") if "chronology/new" in each["href"]]
    form = see(here.client("partner"), link)
    ticked = form.find_all("input", {"name": "children"}, checked=True)
    assert [each["value"] for each in ticked] == [MIA]
    odd = see(here.client("partner"), f"{NEW}?child={JAY}&child=x")
    assert not odd.find_all("input", {"name": "children"}, checked=True)


def test_they_see_how_their_referral_stands_and_the_answer(here: World) -> None:
    assert here.client("partner").post(REFER, data=referral()).status_code == 302
    path = f"/referrals/{an_id('event two')}"
    step = {"kind": "decided", "since": "0", "outcome": "no_further_action", "words": "Secret."}
    assert here.client("owner").post(f"{path}/step", data=step).status_code == 302
    step = {"kind": "told", "since": "1", "how": "telephone", "day_day": "1", "day_month": "3",
            "day_year": "2026", "words": "Thank you."}  # fmt: skip
    assert here.client("owner").post(f"{path}/step", data=step).status_code == 302
    page = told(here, path)
    assert "Thank you." in page and "12 Example Row" in page
    assert "Secret." not in page and "Jay" not in page
    assert "Referral" in told(here, "/homes") and "Referral" in told(here, "/referrals")


def test_the_team_can_name_the_school_as_who_referred(here: World) -> None:
    page = see(here.client("owner"), REFER)
    assert page.find("option", value=an_id("partner"))
    allocate(here)
    assert not see(here.client("owner"), REFER).find("option", value=an_id("partner"))


def test_only_events_all_of_whose_children_are_theirs_can_be_changed(here: World) -> None:
    allocate(here, MIA, JAY)
    both, mine = an_id("event both"), an_id("event one")
    sent = event("both", children=[MIA, JAY])
    assert here.client("partner").post(NEW, data=sent).status_code == 302
    assert here.client("partner").post(NEW, data=event()).status_code == 302
    assert here.client("partner").post(REFER, data=referral(children=[JAY])).status_code == 302
    escalation = an_id("event escalation")
    sent = referral("escalation", children=[JAY])
    assert here.client("partner").post(ESCALATE, data=sent).status_code == 302
    allocate(here, MIA)
    # What an author wrote stays readable, with the name that they wrote.
    assert "Words of both." in told(here, f"/events/{both}")
    assert "Words of both." in told(here, LIST)
    for path in (f"/events/{both}", LIST, f"/homes/{HOME}"):
        links = {each.get("href") for each in see(here.client("partner"), path).find_all("a")}
        assert f"/homes/{HOME}/children/{MIA}" in links, path
        assert f"/homes/{HOME}/children/{JAY}" not in links, path
    for action in ("change", "withdraw"):
        assert here.client("partner").get(f"/events/{both}/{action}").status_code == 404
        data = {**event("both"), "since": "1", "reason": "x"}
        assert here.client("partner").post(f"/events/{both}/{action}", data=data).status_code == 404
    assert here.client("partner").get(f"/referrals/{escalation}").status_code == 200
    for path in (f"/referrals/{escalation}/step?kind=stage",):
        assert here.client("partner").get(path).status_code == 404
    changed = {**event(words="Better."), "since": "1", "reason": "x"}
    page = see(here.client("partner"), f"/events/{mine}/change", 400,
               data={**changed, "children": [JAY]})  # fmt: skip
    assert "Choose children of this home only" in words(page)
    see(here.client("partner"), f"/events/{mine}/change", 400, data={**changed, "children": []})
    assert here.client("partner").post(f"/events/{mine}/change", data=changed).status_code == 302
    assert events.find(here.store, mine).words == "Better."
    assert events.find(here.store, both).number == 1


def test_with_the_whole_home_they_see_its_people_and_still_no_visit(here: World) -> None:
    assert set_work(here, MIA, works="home").status_code == 302
    page = told(here, f"/homes/{HOME}")
    for name in ("Mia", "Jay", "Ann"):
        assert name in page
    assert "No sheet." not in page
    assert here.client("partner").post(NEW, data=event(children=[])).status_code == 302
    assert an_id("partner") in homes.ties(here.store, HOME).allocated
    assert all(row["until"] for row in rows(here))


def test_a_supervisor_sets_it_with_a_receipt_a_line_in_the_log_and_undo(here: World) -> None:
    client = here.client("supervisor")
    assert see(client, f"/homes/{HOME}").find(href=PARTNERS)
    assert "Partner (School): Mia" in words(see(client, f"/homes/{HOME}"))
    page = see(client, SET)
    assert [each["value"] for each in page.find_all("input", checked=True)] == ["children", MIA]
    answer = set_work(here, MIA, works="children", children=[MIA, JAY])
    receipt = see(client, answer.location)
    assert "Saved. Partner (School): Mia, Jay." in words(receipt.find(role="status")).replace(
        "Jay, Mia", "Mia, Jay"
    )
    assert "Before: Mia." in words(receipt.find(role="status"))
    undo = receipt.find(role="status").find("form")
    data = [(each["name"], each["value"]) for each in undo.find_all("input")]
    sent: dict[str, Any] = {}
    for name, value in data:
        sent.setdefault(name, []).append(value)
    assert client.post(undo["action"], data=sent).status_code == 302
    assert "Jay" not in told(here, f"/homes/{HOME}")
    set_lines = here.store.all("SELECT detail FROM audit WHERE action = 'partner_set' ORDER BY id")
    assert len(set_lines) == 3 and JAY in set_lines[1]["detail"] and MIA in set_lines[2]["detail"]
    assert [(row["person_id"], bool(row["until"])) for row in rows(here)].count((MIA, False)) == 1
    assert all(row["ended_by"] == an_id("supervisor") for row in rows(here) if row["until"])


def test_nothing_is_ever_taken_out_and_the_same_twice_is_one(here: World) -> None:
    for _ in range(2):
        allocate(here, MIA)
    assert len(rows(here)) == 1
    allocate(here)
    allocate(here, MIA)
    assert [bool(row["until"]) for row in rows(here)].count(True) == 1 and len(rows(here)) == 2
    assert set_work(here, MIA, works="home").status_code == 302
    assert set_work(here, "home", works="none").status_code == 302
    assert set_work(here, "none", works="home").status_code == 302
    assert an_id("partner") in homes.ties(here.store, HOME).allocated


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_may_look_or_set(here: World, who: str) -> None:
    for path in (PARTNERS, SET, f"{PARTNERS}/choose?partner={an_id('partner')}"):
        assert here.client(who).get(path).status_code == 404
    assert set_work(here, MIA, who=who, works="home").status_code == 404
    assert len(rows(here)) == 1 and not rows(here)[0]["until"]


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({}, 400, "Say who they work with"),
        ({"works": "everything"}, 400, "Say who they work with"),
        ({"works": "children"}, 400, "Choose at least one child"),
        ({"works": "children", "children": [CARER]}, 400, "Choose children of this home only"),
        ({"works": "children", "children": ["\x00"]}, 400, "Choose children of this home only"),
        ({"works": "home", "children": [an_id("x")]}, 400, "Choose children of this home only"),
        ({"was": "none", "works": "home"}, 409, "Somebody else has changed this"),
        ({"was": "", "works": "home"}, 409, "Somebody else has changed this"),
    ],
)  # fmt: skip
def test_a_wrong_form_gets_one_clear_answer_and_changes_nothing(
    here: World, data: dict[str, Any], status: int, said: str
) -> None:
    page = see(here.client("supervisor"), SET, status, data={"was": MIA, **data})
    assert said in words(page.find(class_="govuk-error-summary"))
    assert len(rows(here)) == 1 and not rows(here)[0]["until"]


@pytest.mark.parametrize("who", ["police", "owner", "nobody", "supervisor", "administrator"])
def test_only_partners_can_be_chosen(here: World, who: str) -> None:
    client = here.client("supervisor")
    for path in (f"{PARTNERS}/{an_id(who)}", f"{PARTNERS}/choose?partner={an_id(who)}"):
        assert client.get(path).status_code == 404
    sent = {"was": "none", "works": "home"}
    assert client.post(f"{PARTNERS}/{an_id(who)}", data=sent).status_code == 404
    see(client, f"{PARTNERS}/choose", 400)
    for odd in ("?changed=x&was=none", f"?changed={an_id('partner')}&was=nonsense",
                f"?changed={an_id('partner')}&was={MIA}", "?was=home"):  # fmt: skip
        assert see(client, PARTNERS + odd).find(role="status") is None


def test_a_closed_account_can_be_taken_off_and_not_put_on(here: World) -> None:
    with here.store.writing():
        accounts.set_disabled(here.store, an_id("partner"), "2026-02-01T00:00:00.000Z", True)
    page = see(here.client("supervisor"), PARTNERS)
    assert "account closed" in words(page)
    answer = set_work(here, MIA, works="home")
    assert answer.status_code == 409 and "This account is closed" in answer.text
    assert set_work(here, MIA, works="none").status_code == 302
    assert partners.of_home(here.store, HOME) == []
    assert not see(here.client("supervisor"), PARTNERS).find("option", value=an_id("partner"))


def test_one_school_knows_nothing_of_what_another_wrote(here: World) -> None:
    other = Account(an_id("nurse"), "Nurse", "nurse@example.test", Role.PARTNER, "health")
    hash_of = accounts.by_email(here.store, "partner@example.test")["password_hash"]
    accounts.add_account(here.store, other, hash_of, "2026-01-01T00:00:00.000Z")
    path = f"{PARTNERS}/{other.id}"
    data = {"was": "none", "works": "children", "children": [JAY]}
    assert here.client("supervisor").post(path, data=data).status_code == 302
    assert here.client("nurse").post(NEW, data=event(children=[JAY])).status_code == 302
    assert here.client("nurse").post(NEW, data=event("x", children=[MIA])).status_code == 400
    for path in (f"/homes/{HOME}", LIST, "/homes"):
        page = told(here, path)
        assert "Words of one." not in page and "Nurse" not in page and "Jay" not in page
    assert here.client("partner").get(f"/events/{an_id('event one')}").status_code == 404


def found_home(world: World) -> None:
    assert put_home(world, "owner", a_home()).status_code == 201


def join(world: World, same: dict[str, str]) -> None:
    supervisor = accounts.account(world.store, an_id("supervisor"))
    join_homes(world.store, supervisor, FOUND, HOME, same, world.clock())


def undo(world: World) -> None:
    supervisor = accounts.account(world.store, an_id("supervisor"))
    undo_join(world.store, supervisor, FOUND, world.clock())


def test_an_allocation_follows_a_child_into_the_home_it_is_known_in_and_back(here: World) -> None:
    found_home(here)
    allocate(here)
    allocate(here, GIRL, home=FOUND)
    at_found = f"/homes/{FOUND}/chronology/new"
    sent = event("found", children=[GIRL])
    assert here.client("partner").post(at_found, data=sent).status_code == 302
    assert here.client("partner").get(f"/homes/{HOME}").status_code == 404
    join(here, {GIRL: MIA, WOMAN: CARER})
    page = told(here, "/homes")
    assert page.count("app-home-row__link") == 1 and "Mia" in page and "Girl" not in page
    page = told(here, f"/homes/{HOME}")
    assert "Mia" in page and "Words of found." in page
    for name in ("Jay", "Ann", "Boy", "Woman", "Owner"):
        assert name not in page.replace("Words of found", "")
    assert here.client("partner").get(f"/homes/{FOUND}").location == f"/homes/{HOME}"
    assert here.client("partner").get(at_found).status_code == 404
    assert here.client("partner").post(NEW, data=event()).status_code == 302
    assert here.client("partner").post(NEW, data=event("x", children=[JAY])).status_code == 400
    assert "Mia" in told(here, f"/events/{an_id('event found')}") + told(here, LIST)
    # What they wrote there they can still change: the child is theirs under both names.
    changed = {**event("found", words="Better."), "since": "1", "reason": "x", "children": [GIRL]}
    path = f"/events/{an_id('event found')}/change"
    assert here.client("partner").post(path, data=changed).status_code == 302
    undo(here)
    assert here.client("partner").get(f"/homes/{HOME}").status_code == 404
    page = told(here, f"/homes/{FOUND}")
    assert "Girl in red coat" in page and "Boy" not in page
    assert "Words of one." in told(here, f"/events/{an_id('event one')}")


def test_an_allocation_in_a_joined_home_is_ended_under_every_id_of_the_child(here: World) -> None:
    found_home(here)
    allocate(here)
    allocate(here, GIRL, home=FOUND)
    join(here, {GIRL: MIA})
    # A page of the found home sets the home that it is known as.
    page = see(here.client("supervisor"), f"/homes/{FOUND}/partners")
    assert "12 Example Row" in words(page.h1)
    checked = see(here.client("supervisor"), SET).find_all("input", checked=True)
    assert [each["value"] for each in checked] == ["children", MIA]
    allocate(here, BOY, JAY)
    page = told(here, f"/homes/{HOME}")
    assert "Boy, maybe a cousin" in page and "Jay" in page and "Mia" not in page
    undo(here)
    assert "Boy" in told(here, f"/homes/{FOUND}") and "Girl" not in told(here, f"/homes/{FOUND}")
    assert "Mia" not in told(here, f"/homes/{HOME}")


def test_a_child_that_is_nobody_of_the_known_home_is_theirs_there_too(here: World) -> None:
    found_home(here)
    allocate(here)
    allocate(here, BOY, home=FOUND)
    join(here, {GIRL: MIA})
    page = told(here, f"/homes/{HOME}")
    assert "Boy, maybe a cousin" in page and "Mia" not in page and "Jay" not in page
    assert here.client("partner").get(f"/homes/{HOME}/children/{BOY}").status_code == 200
    for child in (MIA, GIRL, JAY):
        assert here.client("partner").get(f"/homes/{HOME}/children/{child}").status_code == 404
