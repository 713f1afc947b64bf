"""What lies apart is read side by side, by those who may see it, and says only what it can know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gcp.core.rules import read_rules
from gcp.store import homes
from tests.conftest import CARER, HOME, JAY, MIA, TESTS, World, an_id
from tests.web.found import BOY, FOUND, GIRL, WOMAN, a_first_visit, a_home, put_home
from tests.web.pages import see
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
COMPARE, CHILDREN = f"/homes/{HOME}/compare", f"/homes/{HOME}/children"
ITEMS = f"/homes/{HOME}/items"
BEDDING = f"{ITEMS}/sleeping.bedding"
FIRST, SECOND = an_id("first"), an_id("second")
PAGES = (COMPARE, BEDDING, CHILDREN)


def words(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def told(page: Any) -> dict[str, list[str]]:
    """What is said of each item: for whom, its kind, and the two sides."""
    found = {}
    for block in page.select(".app-pair:not(.app-pair--area)"):
        title = block.find("h3").get_text(strip=True)
        found[title] = [words(each) for each in block.select(".app-pair__row")]
    return found


def two_visits(world: World, who: str = "owner", **later: Any) -> None:
    """Bedding of Mia and the kitchen got worse, clothes better, food was not seen, Jay's not."""
    world.send("owner", world.visit("first", grades=[
        {"item": "sleeping.bedding", "child": MIA, "grade": 2},
        {"item": "sleeping.bedding", "child": JAY, "grade": 2, "words": "Two covers."},
        {"item": "hygiene.kitchen", "grade": 2},
        {"item": "hygiene.clothes", "child": MIA, "grade": 4, "words": "Torn coat."},
        {"item": "nutrition.food", "grade": 3},
    ]))  # fmt: skip
    world.days_later(20)
    answer = world.send(who, world.visit("second", **{"kind": "arranged", "grades": [
        {"item": "sleeping.bedding", "child": MIA, "grade": 4, "words": "No sheet.",
         "made_up_by": ["relative"], "made_up_words": "Gran brings covers."},
        {"item": "sleeping.bedding", "child": JAY, "grade": 2},
        {"item": "hygiene.kitchen", "grade": 3},
        {"item": "hygiene.clothes", "child": MIA, "grade": 2},
        {"item": "hygiene.clothes", "child": JAY, "grade": 3},
        {"item": "nutrition.food", "state": "refused"},
    ], **later}))  # fmt: skip
    assert answer.status_code == 201, answer.text


def new_rules(world: World) -> None:
    """Another version of the rules comes into force."""
    text = (TESTS / "data" / "small_rules.yaml").read_text("utf-8")
    changed = read_rules(text.replace("test.1", "test.2", 1))
    object.__setattr__(world.app.extensions["gcp"], "rules", changed)


def test_every_item_of_every_child_says_what_became_of_it(world: World) -> None:
    two_visits(world)
    page = see(world.client("supervisor"), COMPARE)
    found = told(page)
    mia, jay = found["Bedding"]
    for each in ("Mia", "Worse", "Earlier: 1 March 2026 2", "Later: 21 March 2026 4", "No sheet.",
                 "Made up by: a relative or friend. Gran brings covers."):  # fmt: skip
        assert each in mia
    assert "Jay" in jay and "Same" in jay and "Two covers." in jay
    assert "Worse" in found["Kitchen"][0] and "not a trend" not in found["Kitchen"][0]
    assert "Better" in found["Clothes"][0] and "Newly seen" in found["Clothes"][1]
    assert "Not seen any more" in found["Food in the home"][0] and "Refused" in words(page)
    facts = words(page.select_one(".app-pair__facts"))
    for each in ("Unannounced Arranged", "Owner, social care", "test.1", "Smell of cannabis"):
        assert each in facts
    counts = [each.text for each in page.select(".app-pair__counts li")]
    assert counts == ["Worse: 2", "Better: 1", "Not seen any more: 1", "Newly seen: 1", "Same: 1"]
    assert "I am cold at night." in words(page)


def test_only_what_differs_is_a_link_of_its_own(world: World) -> None:
    two_visits(world)
    page = see(world.client("owner"), COMPARE)
    link = page.find("a", string="Only what differs")["href"]
    assert f"a={FIRST}" in link and f"b={SECOND}" in link
    page = see(world.client("owner"), link.partition("#")[0])
    assert len(told(page)["Bedding"]) == 1 and "Not answered on either" not in words(page)
    assert page.find("input", {"name": "only"})["value"] == "differences"
    world.send("owner", world.visit("third", grades=[
        {"item": "hygiene.kitchen", "grade": 3}]))  # fmt: skip
    world.send("owner", world.visit("fourth", grades=[
        {"item": "hygiene.kitchen", "grade": 3}]))  # fmt: skip
    query = f"a={an_id('third')}&b={an_id('fourth')}&only=differences"
    assert "Nothing differs" in words(see(world.client("owner"), f"{COMPARE}?{query}"))


def test_one_grade_by_another_scorer_is_no_trend(world: World) -> None:
    two_visits(world, "colleague")
    found = told(see(world.client("owner"), COMPARE))
    assert "not a trend" in found["Kitchen"][0]
    counts = see(world.client("owner"), COMPARE).select_one(".app-pair__counts li").text
    assert counts == "Worse: 2, of these 1 by one grade and another scorer"
    assert "not a trend" not in found["Bedding"][0]
    item = words(see(world.client("owner"), f"{ITEMS}/hygiene.kitchen"))
    assert "Worse One grade, and another person scored: not a trend. Before: 2, 1 March" in item


def test_under_different_rules_nothing_is_called_better_or_worse(world: World) -> None:
    world.send("owner", world.visit("first"))
    world.days_later(20)
    new_rules(world)
    grades = [{"item": "sleeping.bedding", "child": MIA, "grade": 1},
              {"item": "hygiene.kitchen", "grade": 5}]  # fmt: skip
    assert world.send("owner", world.visit("second", grades=grades)).status_code == 201
    for path in (COMPARE, f"{COMPARE}?only=differences", BEDDING):
        page = see(world.client("owner"), path)
        kinds = {each.get_text(strip=True) for each in page.select("strong.app-kind")}
        assert "Not compared: different rules" in kinds and not kinds & {"Better", "Worse", "Same"}
    shown = words(see(world.client("owner"), COMPARE))
    assert "made under different rules (test.1 and test.2)" in shown
    assert "The rules changed before this visit (test.2)" in words(
        see(world.client("owner"), BEDDING)
    )
    assert "Under older rules" in words(see(world.client("owner"), CHILDREN))


def test_the_last_two_graded_visits_are_compared_unless_others_are_chosen(world: World) -> None:
    two_visits(world)
    world.clock.turn(hours=2)
    world.send("owner", world.visit(
        "nobody in", access="no_reply", grades=[], voices=[], present=[], in_charge=None, signs=[]
    ))  # fmt: skip
    client, third = world.client("owner"), an_id("nobody in")

    def chosen(query: str = "") -> list[str]:
        page = see(client, f"{COMPARE}{query}")
        assert [len(each.find_all("option")) for each in page.find_all("select")] == [3, 3]
        selected = page.select("select option[selected]")
        return [each["value"] for each in selected]

    assert chosen() == chosen("?a=&b=") == [SECOND, FIRST]
    assert chosen(f"?a={SECOND}&b={FIRST}") == chosen(f"?a={FIRST}&b={SECOND}") == [SECOND, FIRST]
    assert chosen(f"?b={third}") == [third, SECOND]
    assert chosen(f"?a={FIRST}") == [SECOND, FIRST]
    page = see(client, f"{COMPARE}?a={SECOND}&b={third}")
    assert "Nobody got in" in words(page) and "Nothing was graded on the visit of" in words(page)
    page = see(client, f"{COMPARE}?a={FIRST}&b={FIRST}", 400)
    assert "Choose two different visits" in words(page)
    assert page.select_one(".govuk-error-summary a")["href"] == "#b"


def test_photos_of_an_item_stand_beside_each_other(world: World, jpeg: Jpeg) -> None:
    bed = {"item": "sleeping.bedding", "child": MIA, "room": "bedroom"}
    for name, colour in (("first", "red"), ("second", "blue")):
        photo = entry(world, jpeg(colour=colour), caption=f"Bed {name}", **bed)
        world.send("owner", world.visit(name, photos=[photo]))
        send(world, "owner", jpeg(colour=colour))
        world.days_later(20)
    page = see(world.client("owner"), COMPARE)
    for path in (COMPARE, BEDDING, f"{BEDDING}?child={MIA}"):
        page = see(world.client("owner"), path)
        shown = [each["alt"].partition(",")[0] for each in page.select(".app-pair__photos img")]
        assert sorted(shown) == ["Bed first", "Bed second"], path
    page = see(world.client("owner"), f"{BEDDING}?child={JAY}")
    assert not page.select("img")


def test_one_item_is_read_through_all_visits_newest_first(world: World) -> None:
    two_visits(world)
    page = see(world.client("supervisor"), BEDDING)
    newest, oldest = (words(each) for each in page.select(".app-visits__visit"))
    assert newest.startswith("21 March 2026: Arranged, went inside Owner, social care Mia Worse")
    assert "Before: 2, 1 March 2026" in newest and "No sheet." in newest and "Gran" in newest
    assert "Jay" in oldest and "Two covers." in oldest
    page = see(world.client("supervisor"), f"{BEDDING}?child={JAY}")
    assert page.find("a", {"aria-current": "true"}, string="Jay")
    assert "No sheet." not in words(page) and "Two covers." in words(page)
    clothes = words(see(world.client("owner"), f"{ITEMS}/hygiene.clothes?child={JAY}"))
    assert "Not answered" in clothes and "Newly seen" in clothes
    cot = words(see(world.client("owner"), f"{ITEMS}/sleeping.cot?child={JAY}"))
    assert "No visit has answered this yet" in cot and "Not for a child of this age" in cot


@pytest.mark.parametrize("path", [
    f"{COMPARE}?a=x", f"{COMPARE}?b=%00", f"{COMPARE}?a={an_id('no visit')}",
    f"{COMPARE}?a={FIRST}&b=<script>", f"{COMPARE}?a={'a' * 3000}",
    f"{ITEMS}/no.item", f"{ITEMS}/%00", f"{ITEMS}/{'a' * 3000}", f"{BEDDING}?child=x",
    f"{BEDDING}?child={an_id('nobody')}", f"{BEDDING}?child=%00",
    f"/homes/{an_id('no home')}/compare", f"/homes/{an_id('no home')}/children",
    f"/homes/{an_id('no home')}/items/sleeping.bedding", "/homes/x/compare",
])  # fmt: skip
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    two_visits(world)
    see(world.client("owner"), path, 404)


def test_an_odd_filter_shows_everything(world: World) -> None:
    two_visits(world)
    page = see(world.client("owner"), f"{COMPARE}?only=%00&a={FIRST}&a=x&c=1")
    assert len(told(page)["Bedding"]) == 2
    see(world.client("owner"), f"{BEDDING}?child=")


def test_no_visit_and_one_visit_say_so(world: World) -> None:
    client = world.client("owner")
    assert "No visit to this home" in words(see(client, COMPARE))
    assert "No visit has been recorded yet" in words(see(client, BEDDING))
    assert "Never recorded" in words(see(client, CHILDREN))
    world.send("owner", world.visit("first"))
    page = see(client, COMPARE)
    assert "There is only one visit, on 1 March 2026" in words(page) and not page.find("select")
    assert see(client, f"{COMPARE}?a={FIRST}") and "No sheet." in words(see(client, BEDDING))


def test_a_draft_is_no_visit_to_compare(world: World) -> None:
    two_visits(world)
    world.send("owner", world.visit("draft", signed_at=None))
    see(world.client("owner"), f"{COMPARE}?a={an_id('draft')}", 404)


def test_children_stand_side_by_side(world: World) -> None:
    two_visits(world)
    page = see(world.client("supervisor"), CHILDREN)
    topics = {
        words(each.find(["h2", "h3"])): [words(one) for one in each.select("dl > div")]
        for each in page.select(".app-beside")
    }
    assert [each.partition(" ")[0] for each in topics["Age"]] == ["Jay", "Mia"]
    assert "I am cold at night." in topics["Last own words"][1]
    assert topics["Last own words"][0] == "Jay None recorded"
    assert topics["Last seen alone"] == ["Jay Never recorded", "Mia 21 March 2026 (today)"]
    assert "because Bedding is 4" in topics["Sleeping now"][1]
    assert "21 March 2026, Owner" in topics["Bedding"][0]
    assert "No sheet." in topics["Bedding"][1]
    assert "Clothes" in topics and "Safer sleep" not in topics
    assert "For one child only" not in words(page)


def test_a_child_never_answered_for_stands_out(world: World) -> None:
    world.send("owner", world.visit("first"))
    page = see(world.client("owner"), CHILDREN)
    titles = {words(each.find(["h2", "h3"])): words(each) for each in page.select(".app-beside")}
    assert "Jay Never answered" in titles["Clothes"]


@pytest.mark.parametrize(
    "who", ["stranger", "far_supervisor", "partner", "police", "administrator"]
)
def test_who_may_not_see_the_home_finds_nothing(world: World, who: str) -> None:
    two_visits(world)
    for path in (*PAGES, f"{COMPARE}?a={FIRST}&b={SECOND}"):
        see(world.client(who), path, 404)
    assert not {"visits_compared", "item_read", "children_read"} & {
        action for each, action in world.audit() if each == who
    }


def test_an_officer_compares_only_what_officers_recorded(world: World) -> None:
    two_visits(world)
    homes.allocate(world.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")
    police = world.client("police")
    for path in PAGES:
        shown = words(see(police, path))
        assert "You see the visits that you recorded yourself." in shown
        assert not any(each in shown for each in ("No sheet.", "cold at night", "March", "Owner"))
    for query in (f"a={FIRST}", f"b={SECOND}", f"a={FIRST}&b={SECOND}"):
        see(police, f"{COMPARE}?{query}", 404)
    world.send("police", world.visit("officers"))
    assert "only one visit" in words(see(police, COMPARE))
    see(police, f"{COMPARE}?a={an_id('officers')}&b={FIRST}", 404)
    shown = words(see(police, BEDDING))
    assert "Police, police" in shown and "Two covers." not in shown


def test_a_partner_sees_the_children_and_no_visit(world: World) -> None:
    two_visits(world)
    homes.allocate(world.store, HOME, an_id("partner"), "2026-01-01T00:00:00.000Z")
    for path in PAGES:
        shown = words(see(world.client("partner"), path))
        assert not any(each in shown for each in ("No sheet.", "cold at night", "March", "Owner"))
    see(world.client("partner"), f"{COMPARE}?a={FIRST}&b={SECOND}", 404)


def test_reading_is_in_the_audit_log_in_words(world: World) -> None:
    two_visits(world)
    for path in PAGES:
        see(world.client("colleague"), path)
    actions = ["visits_compared", "item_read", "children_read"]
    assert [action for who, action in world.audit() if who == "colleague"][-3:] == actions
    row = world.store.one("SELECT detail, home_id FROM audit WHERE action = 'visits_compared'")
    assert FIRST in row["detail"] and SECOND in row["detail"] and row["home_id"] == HOME
    known = world.app.extensions["gcp"].text.admin.audit.actions
    assert all(each in known for each in actions)


def test_visits_of_a_joined_home_are_compared_under_the_known_children(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.send("owner", world.visit("first"))
    world.clock.turn(hours=2)
    put_home(world, "police", a_home())
    world.send("police", a_first_visit(world))
    same = {f"same_{GIRL}": MIA, f"same_{WOMAN}": CARER, f"same_{BOY}": "another"}
    world.client("supervisor").post(f"/homes/{FOUND}/join/{HOME}", data=same)
    visit = an_id("first visit")
    page = see(world.client("owner"), f"{COMPARE}?b={visit}")
    mia, boy, jay = sorted(told(page)["Bedding"], key=lambda each: "MBJ".index(each[0]))
    assert "Worse One grade, and another person" in mia and "No bed." in mia
    assert "Newly seen" in boy and "This visit does not name the child" in jay
    assert "Police, police" in words(page)
    shown = words(see(world.client("owner"), f"{BEDDING}?child={MIA}"))
    assert "No bed." in shown and "No sheet." in shown
    assert "No bed." in words(see(world.client("owner"), CHILDREN))
    # The finder, who may not see the known home, reads the visit without a way there.
    finder = see(world.client("police"), f"/visits/{visit}")
    links = [each["href"] for each in finder.find_all("a") if "/items/" in each["href"]]
    assert all(HOME not in each for each in links)
    for each in links:
        see(world.client("police"), each)
    see(world.client("police"), f"{COMPARE}?b={visit}", 404)


def test_the_pages_are_linked_from_the_home_and_its_visits(world: World, jpeg: Jpeg) -> None:
    two_visits(world)
    owner = world.client("owner")
    home, visit = see(owner, f"/homes/{HOME}"), see(owner, f"/visits/{SECOND}")
    for page, links in (
        (home, [COMPARE, CHILDREN, f"{BEDDING}?child={MIA}"]),
        (visit, [f"{COMPARE}?b={SECOND}", BEDDING]),
        (see(owner, COMPARE), [BEDDING, f"{BEDDING}?child={JAY}", f"/visits/{FIRST}"]),
    ):
        for each in links:
            assert page.find("a", href=each), each
            see(owner, each)
    carried = owner.get(f"/api/caseload?home={HOME}").json["homes"][0]["history"]
    assert "/compare" not in carried and "/items/" not in carried
    assert digest(jpeg()) not in carried
