"""The homes that a tablet carries: fetched while there is a network, there without one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import TABLET, open_app
from tests.browser.test_every_page import faults, fits, is_well, small_targets

Enter = Callable[..., Page]
INDEX = "**/api/caseload/index"
PACK = "**/api/caseload?home=*"
LARCH = "14 Larch Bank"


def rows(page: Page) -> Locator:
    return page.locator(".app-carried__row:visible")


def whole(page: Page) -> Page:
    """Wait until the open list has come to the end of a refresh that brought all there is."""
    expect(page.locator('[data-slot="age"]')).to_contain_text("As of")
    expect(page.locator('[data-part="homes"] [data-action="fetch"]')).to_be_enabled()
    return page


def carrying(signed_in: Enter, size: tuple[int, int] = TABLET) -> Page:
    """An unlocked tablet that has fetched every home, at its list."""
    page = signed_in("practitioner", size)
    open_app(page, "#homes")
    return whole(page)


def go(page: Page, place: str, part: str) -> None:
    page.evaluate("place => { location.hash = place }", place)
    expect(page.locator(f'[data-part="{part}"]')).to_be_visible()


def fetch_now(page: Page) -> None:
    """Ask for a refresh; the button waits for one that is on its way."""
    page.get_by_role("button", name="Fetch now").tap()


def without_first(route: Route) -> None:
    """The server's own index, with one home less on it."""
    index = route.fetch().json()
    index["homes"].pop(next(iter(index["homes"])))
    route.fulfill(json=index)


def kept(page: Page, store: str) -> list[dict[str, Any]]:
    """Every record of a store: its bytes as text, so that what is readable can be looked for."""
    return page.evaluate(
        """async (store) => {
            const open = indexedDB.open("gcp-device");
            const result = (asked) =>
              new Promise((done) => (asked.onsuccess = () => done(asked.result)));
            const database = await result(open);
            const records = await result(database.transaction(store).objectStore(store).getAll());
            database.close();
            const plain = (key, value) =>
              value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value;
            return records.map((each) => JSON.parse(JSON.stringify(each, plain)));
        }""",
        store,
    )


def test_the_homes_are_listed_and_found_as_you_type(signed_in: Enter) -> None:
    page = carrying(signed_in)
    expect(rows(page)).to_have_count(4)
    expect(page.locator('[data-slot="age"]')).to_have_text(re.compile(r"As of \d\d:\d\d today"))
    search = page.get_by_label("Find a home")
    for typed in ("LARCH", "zz3 4lb", "zz34lb", "kérry", "bank larch"):
        search.fill(typed)
        expect(rows(page)).to_have_count(1)
        expect(rows(page)).to_contain_text(LARCH)
    expect(page.locator('[data-slot="count"]')).to_have_text("1 of 4 homes")
    search.fill("nothing like this")
    expect(page.locator('[data-slot="count"]')).to_contain_text("No home found")
    assert "nothing" not in page.url and "Larch" not in page.title()
    search.fill("")
    expect(rows(page)).to_have_count(4)
    is_well(page, "the homes carried")


def test_a_carried_home_opens_without_a_network(signed_in: Enter) -> None:
    page = carrying(signed_in)
    page.context.set_offline(True)
    page.get_by_role("link", name=LARCH).tap()
    home = page.locator('[data-part="home"]')
    expect(home.get_by_role("heading", level=1)).to_contain_text(LARCH)
    expect(home.locator('[data-slot="people"]')).to_contain_text("Kerry, ")
    expect(home.locator(".app-pictures__image:visible").first).to_be_visible()
    broken = home.locator(".app-pictures__image").evaluate_all(
        "all => all.filter(each => !each.complete || !each.naturalWidth).length"
    )
    assert broken == 0
    expect(home.locator(".app-chart__drawing")).to_be_visible()
    links = home.locator(".app-carried-history a").evaluate_all(
        "all => all.map(each => [each.getAttribute('target'), each.getAttribute('rel')])"
    )
    assert links and all(each == ["_blank", "noopener"] for each in links)
    assert "Larch" not in page.title()
    is_well(page, "a home carried")


def test_what_is_4_or_5_is_shown_with_its_words(signed_in: Enter) -> None:
    page = carrying(signed_in)
    expect(rows(page).filter(has_text="Caravan 9")).to_contain_text("Place to sleep 4")
    page.get_by_role("link", name="Caravan 9").tap()
    pack = next(
        each for each in page.request.get("/api/caseload").json()["homes"]
        if each["name"] == "Caravan 9"
    )  # fmt: skip
    shown = page.locator('[data-slot="concerns"]')
    expect(shown.locator("li")).to_have_count(len(pack["concerns"]))
    for concern in pack["concerns"]:
        if concern["words"]:
            expect(shown).to_contain_text(concern["words"])


def test_a_visit_starts_without_a_network_from_what_is_carried(signed_in: Enter) -> None:
    page = carrying(signed_in)
    page.context.set_offline(True)
    page.get_by_role("link", name=LARCH).tap()
    page.get_by_role("button", name="Start a visit").tap()
    tasks = page.locator('[data-part="tasks"]')
    expect(tasks).to_contain_text("As known on")
    tasks.get_by_role("link", name="Sleeping").tap()
    expect(page.locator('[data-slot="last_grade"]:visible').first).to_contain_text("Last time: ")


def test_a_server_that_does_not_answer_soon_holds_up_no_visit(signed_in: Enter) -> None:
    page = carrying(signed_in)
    page.route(PACK, lambda route: None)
    page.get_by_role("link", name=LARCH).tap()
    page.get_by_role("button", name="Start a visit").tap()
    expect(page.locator('[data-part="tasks"]')).to_contain_text("As known on")


def test_a_visit_starts_from_what_the_server_knows_now(signed_in: Enter) -> None:
    page = carrying(signed_in)
    page.get_by_role("link", name=LARCH).tap()
    page.get_by_role("button", name="Start a visit").tap()
    tasks = page.locator('[data-part="tasks"]')
    expect(tasks).to_contain_text("Last visit")
    expect(tasks).not_to_contain_text("As known on")


def test_a_home_no_longer_theirs_is_removed_with_its_pictures(signed_in: Enter) -> None:
    page = carrying(signed_in)
    gone = next(iter(page.request.get("/api/caseload/index").json()["homes"]))
    before = {each["home"] for each in kept(page, "pictures")}
    page.route(INDEX, without_first)
    fetch_now(page)
    expect(rows(page)).to_have_count(3)
    assert gone not in {each.get("home") for each in kept(page, "homes")}
    assert {each["home"] for each in kept(page, "pictures")} == before - {gone}


WRONG = {
    "no network": lambda route: route.abort(),
    "a sign-in page of a train": lambda route: route.fulfill(
        status=200, content_type="text/html", body="<p>Welcome</p>"
    ),
    "half an answer": lambda route: route.fulfill(
        status=200, content_type="application/json", body='{"as_of": "2026-11-25T10:00:00Z", "ho'
    ),
    "another shape": lambda route: route.fulfill(json={"homes": {}}),
    "signed out": lambda route: route.fulfill(
        status=401, json={"error": {"code": "signed_out", "message": "", "fields": []}}
    ),
    "not allowed": lambda route: route.fulfill(
        status=403, json={"error": {"code": "forbidden", "message": "", "fields": []}}
    ),
    "broken": lambda route: route.fulfill(status=500, body="<h1>Internal Server Error</h1>"),
    "a proxy's error": lambda route: route.fulfill(status=502, body=""),
}  # fmt: skip


def test_nothing_but_a_whole_index_removes_a_home(signed_in: Enter) -> None:
    page = carrying(signed_in)
    homes, pictures = kept(page, "homes"), kept(page, "pictures")
    for name, answer in WRONG.items():
        page.route(INDEX, answer)
        fetch_now(page)
        expect(page.locator('[data-slot="problem"]'), name).to_be_visible()
        expect(page.get_by_role("button", name="Fetch now"), name).to_be_enabled()
        page.unroute(INDEX)
        assert (kept(page, "homes"), kept(page, "pictures")) == (homes, pictures), name
        fetch_now(page)
        expect(page.locator('[data-slot="problem"]'), name).to_be_hidden()
    expect(rows(page)).to_have_count(4)


def test_a_sign_in_that_has_ended_is_said_and_a_visit_still_starts(signed_in: Enter) -> None:
    page = carrying(signed_in)
    page.context.clear_cookies()
    fetch_now(page)
    part = page.locator('[data-part="homes"]')
    expect(part.locator('[data-slot="problem"]')).to_contain_text("You are signed out")
    expect(part.get_by_role("link", name="Sign in")).to_be_visible()
    page.get_by_role("link", name=LARCH).tap()
    page.get_by_role("button", name="Start a visit").tap()
    expect(page.locator('[data-part="tasks"]')).to_contain_text("As known on")


def test_fetching_goes_on_where_it_was_cut(signed_in: Enter) -> None:
    page = signed_in()
    asked: list[str] = []

    def twice(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_() if len(asked) <= 2 else route.abort()

    page.route(PACK, twice)
    open_app(page, "#homes")
    expect(page.locator('[data-slot="problem"]')).to_contain_text("There is no network")
    expect(rows(page)).to_have_count(2)
    page.unroute(PACK)
    page.on("request", lambda each: asked.append(each.url) if "caseload?home" in each.url else None)
    fetch_now(page)
    whole(page)
    expect(rows(page)).to_have_count(4)
    assert len(asked) == 5 and len(set(asked)) == 4


def test_one_home_that_the_server_cannot_give_holds_up_no_other(signed_in: Enter) -> None:
    page = signed_in()
    bad: list[str] = []

    def first(route: Route) -> None:
        bad.append(route.request.url)
        if route.request.url != bad[0]:
            return route.continue_()
        error = {"code": "broken", "message": "", "fields": []}
        return route.fulfill(status=500, json={"error": error})

    page.route(PACK, first)
    open_app(page, "#homes")
    expect(page.locator('[data-slot="problem"]')).to_contain_text("Some homes could not be fetched")
    expect(rows(page)).to_have_count(3)


def test_a_home_found_without_a_network_is_kept_visited_and_sent(signed_in: Enter) -> None:
    page = carrying(signed_in)
    page.context.set_offline(True)
    page.get_by_role("button", name="Add a home found on a visit").tap()
    form = page.locator('[data-part="new-home"]')
    form.get_by_role("button", name="Keep this home").tap()
    expect(form.get_by_text("Write the address")).to_be_visible()
    assert faults(page) == [] and fits(page) and small_targets(page) == []
    form.get_by_label("Address").fill("7 Weir Cottages, Millbrook")
    form.get_by_label("Postcode").fill("zz3 9ww")
    form.get_by_role("button", name="Add a child").tap()
    form.get_by_label("Name", exact=True).fill("Ottilie")
    form.get_by_label("Or: about how old").fill("4")
    form.get_by_role("button", name="Keep this home").tap()
    expect(form.get_by_text("Finish adding this person first")).to_be_visible()
    form.get_by_role("button", name="Add", exact=True).tap()
    form.get_by_role("button", name="Keep this home").tap()
    home = page.locator('[data-part="home"]')
    expect(home.locator('[data-slot="found"]')).to_contain_text("not sent yet")
    expect(home.locator('[data-slot="people"]')).to_have_text("Ottilie, about 4 years")
    assert faults(page) == [] and fits(page) and small_targets(page) == []
    found = page.url.split("/")[-1]
    home.get_by_role("button", name="Start a visit").tap()
    expect(page.locator('[data-part="tasks"]')).to_contain_text("7 Weir Cottages")
    go(page, "#homes", "homes")
    expect(rows(page)).to_have_count(5)
    expect(rows(page).first).to_contain_text("7 Weir Cottages")
    expect(rows(page).first).to_contain_text("not sent yet")
    page.context.set_offline(False)
    expect(rows(page).first).not_to_contain_text("not sent yet")
    fetch_now(page)
    expect(rows(page).filter(has_text="Found on")).to_have_count(0)
    expect(rows(page)).to_have_count(5)
    packs = page.request.get(f"/api/caseload?home={found}").json()["homes"]
    assert [each["name"] for each in packs[0]["children"]] == ["Ottilie"]


def test_a_found_home_stays_listed_until_the_server_lists_it(signed_in: Enter) -> None:
    page = carrying(signed_in)
    listed = page.request.get("/api/caseload/index").json()
    page.route(INDEX, lambda route: route.fulfill(json=listed))
    go(page, "#new-home", "new-home")
    page.get_by_label("Address").fill("1 Nowhere Yard")
    page.get_by_role("button", name="Keep this home").tap()
    found = page.locator('[data-part="home"] [data-slot="found"]')
    expect(found).to_contain_text("The server has it, and it is not on your list there yet")
    go(page, "#homes", "homes")
    fetch_now(page)
    whole(page)
    expect(rows(page)).to_have_count(5)
    expect(rows(page).first).to_contain_text("1 Nowhere Yard")


def test_a_device_that_is_full_keeps_what_it_has(signed_in: Enter) -> None:
    page = signed_in(place="/about")
    quota = {"origin": page.evaluate("location.origin"), "quotaSize": 3_000_000}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
    open_app(page, "#homes")
    whole(page)
    homes = kept(page, "homes")

    def changed(route: Route) -> None:
        index = route.fetch().json()
        route.fulfill(json={**index, "homes": {each: "new" for each in index["homes"]}})

    def large(route: Route) -> None:
        answer = route.fetch().json()
        answer["homes"][0]["history"] = "long ago " * 500_000
        route.fulfill(json=answer)

    page.route(INDEX, changed)
    page.route(PACK, large)
    fetch_now(page)
    expect(page.locator('[data-slot="problem"]')).to_contain_text("This device is nearly full")
    assert kept(page, "homes") == homes
    page.get_by_role("link", name=LARCH).tap()
    expect(page.locator('[data-slot="people"]')).to_contain_text("Kerry")


def test_an_old_list_says_so(signed_in: Enter) -> None:
    page = carrying(signed_in)
    page.route("**/api/**", lambda route: route.abort())
    page.goto("about:blank")
    page.clock.install(time=datetime.now(UTC) + timedelta(days=9))
    open_app(page, "#homes")
    expect(page.locator('[data-slot="age"]')).to_contain_text("9 days old")
    expect(page.locator('[data-part="homes"] [data-slot="old"]')).to_be_visible()


def test_nothing_of_a_home_can_be_read_in_the_browser_s_store(signed_in: Enter) -> None:
    page = carrying(signed_in)
    packs = page.request.get("/api/caseload").json()["homes"]
    words = {each["address"] for each in packs} | {"Kerry", "Larch", "app-chart", "bedding"}
    records = {name: kept(page, name) for name in ("homes", "pictures", "device")}
    assert records["homes"] and records["pictures"]
    text = json.dumps(records)
    assert [each for each in words if each in text] == []
    assert not any("JFIF" in json.dumps(each) for each in records["pictures"])


def test_a_history_cannot_bring_a_script_or_lead_elsewhere(signed_in: Enter) -> None:
    page = signed_in()
    hostile = (
        "<script>window.stolen = 1</script><img src=x onerror='window.stolen = 2'>"
        "<a href='javascript:window.stolen = 3'>one</a><a href='https://elsewhere.example/'>two</a>"
        "<form action='https://elsewhere.example/'><input name=a></form>"
        "<p style='color: red'>fine</p>"
    )

    def poisoned(route: Route) -> None:
        answer = route.fetch().json()
        answer["homes"][0]["history"] = hostile
        route.fulfill(json=answer)

    page.route(PACK, poisoned)
    open_app(page, "#homes")
    whole(page)
    page.get_by_role("link", name=LARCH).tap()
    history = page.locator(".app-carried-history")
    expect(history).to_contain_text("fine")
    assert history.locator("script, form, input, [onerror], [href], [style]").count() == 0
    assert page.evaluate("window.stolen") is None


def test_a_home_that_is_not_carried_says_why(signed_in: Enter) -> None:
    page = carrying(signed_in)
    nobody = "00000000-0000-4000-8000-000000000000"
    go(page, f"#home/{nobody}", "home")
    expect(page.locator('[data-slot="state"]')).to_contain_text("not on your list")
    page.context.set_offline(True)
    page.get_by_role("button", name="Try again").tap()
    expect(page.locator('[data-slot="state"]')).to_contain_text("there is no network")
