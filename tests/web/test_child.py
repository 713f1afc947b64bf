"""A child's own page: what every agency heard and saw of it, for whoever may see it, and no more."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from gcp.store import homes
from tests.conftest import CARER, HOME, JAY, MIA, World, an_id
from tests.web.found import BOY, FOUND, GIRL, WOMAN, a_first_visit, a_home, put_home
from tests.web.pages import see
from tests.web.test_chronology import add

pytestmark = pytest.mark.slow

PAGE = f"/homes/{HOME}/children/{MIA}"
AT = "2026-01-02T00:00:00.000Z"


def words(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


@pytest.fixture
def here(world: World) -> World:
    world.app.config["WTF_CSRF_ENABLED"] = False
    for who in ("police", "partner"):
        homes.allocate(world.store, HOME, an_id(who), AT)
    own = [{"item": "sleeping.bedding", "child": MIA, "person": MIA, "grade": 5, "words": "Itchy."}]
    grades = [
        {"item": "sleeping.bedding", "child": MIA, "grade": 4, "made_up_by": ["school", "child"],
         "made_up_words": "A blanket from school."},
        {"item": "sleeping.bedding", "child": JAY, "grade": 3},
    ]  # fmt: skip
    world.send("owner", world.visit(own_grades=own, grades=grades))
    return world


def test_the_page_tells_what_was_said_by_whom_and_when(here: World) -> None:
    here.days_later(3)
    voices = [{"child": MIA, "seen": "not_seen", "why": "Asleep."},
              {"child": JAY, "seen": "seen", "own_words": "Jay alone said this."}]  # fmt: skip
    here.send("police", here.visit("officers", voices=voices, present=[JAY]))
    add(here, "partner", children=[MIA], kind="school_report")
    page = see(here.client("owner"), PAGE)
    shown = words(page)
    assert page.find("q", string="I am cold at night.")
    for each in (
        "1 March 2026 (3 days ago)", "2 visits name the child. Seen at 1 of them, alone at 1.",
        "Written down by Owner, social care", "Written down by Police, police", "Asleep.",
        "Age 4 then", "Itchy.", "Words of one.", "School or nursery: 1 visit, 1 March 2026",
        "A blanket from school.", "The child: 1 visit",
    ):  # fmt: skip
        assert each in shown, each
    assert "Jay alone said this." not in shown
    titles = [words(each) for each in page.find_all(class_="app-entry__title")]
    assert [each.split(":")[0] for each in titles[:2]] == ["4 March 2026", "1 March 2026"]
    assert "3 February 2026" in titles[2]
    for link in (f"/homes/{HOME}?child={MIA}#over-time", f"/homes/{HOME}/chronology?child={MIA}",
                 f"/visits/{an_id('visit')}"):  # fmt: skip
        assert page.find("a", href=link), link
        see(here.client("owner"), link)


def test_the_questions_go_by_the_childs_age(here: World) -> None:
    mia, jay = (words(see(here.client("owner"), f"/homes/{HOME}/children/{each}"))
                for each in (MIA, JAY))  # fmt: skip
    assert "Age 3 to 6: ask" in mia and "Age 7 to 11" not in mia
    assert "Age 7 to 11: ask" in jay
    baby = an_id("unknown age")
    homes.add_person(here.store, {
        "id": baby, "kind": "child", "name": "Sam", "born": None, "about_years": None,
        "home_id": HOME, "relation": "", "added_at": AT, "added_by": an_id("owner"),
    })  # fmt: skip
    shown = words(see(here.client("owner"), f"/homes/{HOME}/children/{baby}"))
    assert "Choose what fits" in shown and "Age 0 to 2" in shown and "Age 12 to 17" in shown
    assert "No visit on record names the child." in shown and "Never recorded" in shown


def test_an_officer_sees_the_words_of_officers_alone(here: World) -> None:
    shown = words(see(here.client("police"), PAGE))
    assert "You see only what you recorded yourself." in shown
    assert not any(each in shown for each in ("cold", "Itchy", "blanket", "Owner", "1 March"))
    own = [{"child": MIA, "seen": "seen", "own_words": "Where is my sister?"}]
    here.send("police", here.visit("officers", voices=own))
    add(here, "owner", children=[MIA])
    shown = words(see(here.client("police"), PAGE))
    assert "Where is my sister?" in shown and "Last seen by you" in shown and "1 visit names the child" in shown
    assert "cold at night" not in shown and "Words of one." not in shown


def test_a_partner_sees_its_own_events_and_says_who_makes_up(here: World) -> None:
    client = here.client("partner")
    form = see(client, f"/homes/{HOME}/chronology/new")
    offered = {each["value"] for each in form.find_all("input", {"name": "made_up_by"})}
    assert offered == {"school", "relative", "service", "child"}
    add(here, "partner", children=[MIA], made_up_by=["school"], area="nutrition")
    add(here, "owner", "two", children=[MIA])
    shown = words(see(client, PAGE))
    assert "Words of one." in shown and "School or nursery: 1 event, 3 February 2026" in shown
    assert "Add an event and choose who makes up for it." in shown
    assert "Last seen" not in shown and "over time" not in shown
    assert not any(each in shown for each in ("cold", "Itchy", "blanket", "Words of two."))
    team = words(see(here.client("colleague"), f"/homes/{HOME}"))
    assert "What others make up for" in team and "Nutrition, as events tell it" in team
    item = words(see(here.client("colleague"), f"/homes/{HOME}/items/nutrition.food"))
    assert "School or nursery: 1 event" in item and "Events name an area" in item


def test_a_home_where_nobody_makes_up_for_anything_says_nothing_of_it(world: World) -> None:
    world.send("owner", world.visit())
    for path in (f"/homes/{HOME}", PAGE, f"/homes/{HOME}/items/sleeping.bedding"):
        shown = words(see(world.client("owner"), path))
        assert "make up for" not in shown and "Made up" not in shown


@pytest.mark.parametrize("who", ["stranger", "far_supervisor", "administrator"])
def test_who_may_not_see_the_home_finds_nothing(here: World, who: str) -> None:
    see(here.client(who), PAGE, 404)
    assert (who, "child_read") not in here.audit()


@pytest.mark.parametrize(
    "path",
    [f"/homes/{HOME}/children/{CARER}", f"/homes/{HOME}/children/{uuid.UUID(int=7)}",
     f"/homes/{HOME}/children/none", f"/homes/{uuid.UUID(int=7)}/children/{MIA}",
     f"/homes/none/children/{MIA}"],
)  # fmt: skip
def test_nobody_and_nowhere_answer_alike(here: World, path: str) -> None:
    see(here.client("owner"), path, 404)


def test_hostile_words_stand_as_they_were_written(here: World) -> None:
    said = "<script>alert(1)</script> “no”"
    voices = [{"child": MIA, "seen": "seen", "own_words": said}]
    here.send("owner", here.visit("hostile", voices=voices))
    page = see(here.client("owner"), PAGE)
    assert said in [each.text for each in page.find_all("q")]


def test_reading_is_in_the_audit_log_in_words(here: World) -> None:
    see(here.client("colleague"), PAGE)
    assert here.audit()[-1] == ("colleague", "child_read")
    row = here.store.one("SELECT detail, home_id FROM audit WHERE action = 'child_read'")
    assert MIA in row["detail"] and row["home_id"] == HOME and "cold" not in row["detail"]
    assert "child_read" in here.app.extensions["gcp"].text.admin.audit.actions


def test_a_joined_homes_child_has_one_page(here: World) -> None:
    here.clock.turn(hours=2)
    put_home(here, "police", a_home())
    here.send("police", a_first_visit(here))
    same = {f"same_{GIRL}": MIA, f"same_{WOMAN}": CARER, f"same_{BOY}": "another"}
    here.client("supervisor").post(f"/homes/{FOUND}/join/{HOME}", data=same)
    page = see(here.client("owner"), PAGE)
    shown = words(page)
    assert "I sleep on the floor." in shown and "I am cold at night." in shown
    assert "Other names on record: Girl in red coat" in shown
    answer = here.client("owner").get(f"/homes/{HOME}/children/{GIRL}")
    assert answer.status_code == 302 and answer.headers["Location"].endswith(PAGE)
    assert "maybe a cousin" in words(see(here.client("owner"), f"/homes/{HOME}/children/{BOY}"))
    finders = words(see(here.client("police"), f"/homes/{FOUND}/children/{GIRL}"))
    assert "I sleep on the floor." in finders and "cold at night" not in finders
    here.client("supervisor").post(f"/homes/{FOUND}/join/undo")
    assert "I sleep on the floor." not in words(see(here.client("owner"), PAGE))
    see(here.client("owner"), f"/homes/{HOME}/children/{GIRL}", 404)


def test_the_page_is_linked_where_the_child_is_named(here: World) -> None:
    event = add(here, "owner", children=[MIA])
    for path in (f"/homes/{HOME}", f"/homes/{HOME}/children", f"/homes/{HOME}/chronology",
                 f"/events/{event}"):  # fmt: skip
        assert see(here.client("owner"), path).find("a", href=PAGE), path
