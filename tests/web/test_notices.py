"""Each person is told of what waits for them, of nothing else, and knows what is new."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from gcp.core.access import Role
from gcp.core.notices import TOLD, HowOften, Kind
from gcp.notices import notices_of
from gcp.store import accounts, homes, notices
from gcp.web.following_view import calendar, limits
from tests.conftest import HOME, MIA, ROLES, World, an_id
from tests.web.found import FOUND, a_first_visit, a_home, put_home
from tests.web.pages import see
from tests.web.test_joining import join
from tests.web.test_referrals import decide, refer, take, tell
from tests.web.test_reviews import review

pytestmark = pytest.mark.slow

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
AT = "2026-01-02T00:00:00.000Z"
TEAM = {"owner", "supervisor"}
SETTINGS = "/notices/settings"


@pytest.fixture
def here(world: World) -> World:
    """Monday at ten; an officer and a school are allocated to the home."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.clock.now = MONDAY
    for who in ("police", "partner"):
        homes.allocate(world.store, HOME, an_id(who), AT)
    return world


def told(world: World, who: str) -> list[str]:
    """The kinds of notice that this person has, the most urgent first."""
    account = accounts.account(world.store, an_id(who))
    assert account
    with world.app.app_context():
        found = notices_of(world.store, account, world.clock.now, limits(), calendar())
    order = list(Kind)
    return [e.kind.value for e in sorted(found, key=lambda each: order.index(each.kind))]


def everybody(world: World) -> dict[str, list[str]]:
    """The notices of everybody who has any."""
    found = {who: told(world, who) for who in ROLES}
    return {who: kinds for who, kinds in found.items() if kinds}


def text_of(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def page(world: World, who: str) -> str:
    main = see(world.client(who), "/notices").find("main")
    return text_of(main)


def bell(world: World, who: str, path: str = "/about") -> str:
    link = see(world.client(who), path).select_one("nav a[href='/notices']")
    assert link
    return " ".join(link.get_text("", strip=False).split()).replace(" ,", ",")


def seen(world: World, who: str) -> None:
    form = see(world.client(who), "/notices").select_one("form[action='/notices/seen']")
    if form:
        until = form.select_one("[name=until]")["value"]
        world.client(who).post("/notices/seen", data={"until": until})


def test_a_referral_is_told_to_those_who_have_the_home_when_it_comes_is_due_and_late(
    here: World,
) -> None:
    event = refer(here)
    assert everybody(here) == dict.fromkeys(TEAM, ["referral"])
    here.clock.turn(days=1)
    assert everybody(here) == dict.fromkeys(TEAM, ["clock_due"])
    here.clock.turn(days=1)
    assert everybody(here) == {**dict.fromkeys(TEAM, ["clock_late"]), "partner": ["answer_late"]}
    here.clients.clear()
    assert "Late New Referral of 2 March 2026, 12 Example Row Was due by 3 March" in page(
        here, "owner"
    )
    shown = page(here, "partner")
    assert "Referral of 2 March 2026" in shown and "12 Example Row" not in shown
    for who in TEAM | {"partner"}:
        link = see(here.client(who), "/notices").find("a", href=f"/referrals/{event}")
        assert link and here.client(who).get(link["href"]).status_code == 200


@pytest.mark.parametrize("who", ["partner", "police"])
def test_the_answer_is_told_to_whoever_referred_for_four_weeks(here: World, who: str) -> None:
    event = refer(here, who)
    take(here, "owner", event, "received")
    decide(here, "owner", event, 1, outcome="no_further_action", words="Secret reason.")
    assert told(here, who) == []
    assert tell(here, "owner", event, 2, words="Secret of the answer.").status_code == 302
    assert everybody(here) == {who: ["answer"]}
    assert "Secret" not in page(here, who)
    here.clock.turn(days=28)
    assert everybody(here) == {}


def test_who_wrote_a_referral_down_is_not_told_that_it_came(here: World) -> None:
    refer(here, "owner")
    assert everybody(here) == {"supervisor": ["referral"]}


def test_a_signed_visit_is_told_to_other_supervisors_and_workers_of_the_home(here: World) -> None:
    here.send("colleague", here.visit())
    assert everybody(here) == {"owner": ["visit"], "supervisor": ["to_review"]}
    assert review(here, "sent_back", "Secret words.").status_code == 302
    assert everybody(here) == {"owner": ["visit"], "colleague": ["sent_back"]}
    assert "Visit on 2 March 2026, 12 Example Row" in page(here, "colleague")
    here.send("colleague", here.visit(reason="Corrected."), number=2)
    assert everybody(here) == {"owner": ["visit"], "supervisor": ["to_review"]}
    assert review(here, "agreed").status_code == 302
    here.clock.turn(days=15)
    assert everybody(here) == {}


def test_a_draft_is_told_to_nobody(here: World) -> None:
    assert here.send("colleague", here.visit(signed_at=None)).status_code == 201
    assert everybody(here) == {}


def test_a_supervisor_is_not_told_to_review_their_own_visit(here: World) -> None:
    here.send("supervisor", here.visit())
    assert everybody(here) == {"owner": ["visit"]}


def test_two_versions_are_told_to_their_author_until_one_is_chosen(here: World) -> None:
    here.send("police", here.visit())
    here.send("police", here.visit(notes="Another tablet."))
    assert told(here, "police") == ["conflict"]
    assert "came in two versions" in page(here, "police")
    (row,) = here.store.all("SELECT sha256 FROM conflicts")
    path = f"/api/visits/{an_id('visit')}/conflicts/{row['sha256']}"
    assert here.client("police").post(path, json={"choice": "server"}).status_code == 200
    assert told(here, "police") == []


def protected(world: World, who: str = "police", name: str = "visit", **changes: Any) -> None:
    use = {"power": "police_protection", "began_at": world.clock.now.isoformat(),
           "children": [MIA]}  # fmt: skip
    assert world.send(who, world.visit(name, powers=[use], **changes)).status_code == 201


def test_police_protection_is_told_to_all_who_see_the_visit_until_a_day_after_its_end(
    here: World,
) -> None:
    protected(here)
    who_sees = {"owner", "colleague", "supervisor", "police"}
    found = everybody(here)
    assert {who for who, kinds in found.items() if "protection" in kinds} == who_sees
    assert "It runs until 5 March 2026, 10:00." in page(here, "police")
    for who in who_sees:
        seen(here, who)
    for hours, said in ((49, "Less than 24"), (18, "Less than 6"), (6, "It ended on 5 March")):
        here.clock.turn(hours=hours)
        here.clients.clear()
        assert bell(here, "police") == "Notices, 1 new"
        assert said in page(here, "police")
        seen(here, "police")
        assert bell(here, "police") == "Notices"
    here.clock.turn(hours=24)
    assert "protection" not in told(here, "police") + told(here, "supervisor")


def test_a_second_record_of_one_use_is_no_second_notice(here: World) -> None:
    protected(here)
    here.clock.turn(hours=1)
    protected(here, "owner", "second")
    assert told(here, "colleague").count("protection") == 1
    assert told(here, "police").count("protection") == 1


def test_a_found_home_waits_for_the_supervisor_who_may_join_it(here: World) -> None:
    put_home(here, "colleague", a_home(address="12 Example Row"))
    here.send("colleague", a_first_visit(here))
    assert "home_match" in told(here, "supervisor")
    assert "home_match" not in told(here, "far_supervisor") + told(here, "owner")
    link = see(here.client("supervisor"), "/notices").find("a", href=f"/homes/{FOUND}/join")
    assert link and here.client("supervisor").get(link["href"]).status_code == 200


def test_visits_to_a_joined_home_are_told_as_those_of_the_one_it_is_known_as(here: World) -> None:
    put_home(here, "colleague", a_home(address="12 Example Row"))
    here.send("colleague", a_first_visit(here))
    assert "visit" not in told(here, "owner")
    assert join(here).status_code == 302
    assert told(here, "owner") == ["visit"]
    assert "Visit on 2 March 2026, 12 Example Row" in page(here, "owner")


def test_whoever_loses_the_home_is_told_no_more(here: World) -> None:
    here.send("colleague", here.visit())
    refer(here)
    assert told(here, "owner") == ["referral", "visit"]
    assert bell(here, "owner") == "Notices, 2 new"
    with here.store.writing():
        here.store.run("UPDATE allocations SET until = :at", at=AT)
        here.store.run("DELETE FROM memberships WHERE account_id = :id", id=an_id("supervisor"))
    assert everybody(here) == {}
    assert "12 Example Row" not in page(here, "owner") + page(here, "supervisor")


@pytest.mark.parametrize("who", ROLES)
def test_a_list_holds_only_what_the_role_is_told_of(here: World, who: str) -> None:
    refer(here)
    protected(here)
    here.send("colleague", here.visit("second"))
    put_home(here, "colleague", a_home(address="12 Example Row"))
    assert {Kind(each) for each in told(here, who)} <= TOLD[ROLES[who][0]]
    if ROLES[who][0] is Role.ADMINISTRATOR or ROLES[who][2] == {"south"}:
        assert "Nothing waits for you" in page(here, who)


def test_an_administrator_is_told_of_mail_that_did_not_go_out(here: World) -> None:
    at = "2026-03-02T06:00:00.000Z"
    for who, state in (("owner", notices.FAILED), ("colleague", notices.SENT)):
        notices.claim(here.store, an_id(who), "2026-03-02", at)
        notices.finish(here.store, an_id(who), "2026-03-02", state)
    assert everybody(here) == {"administrator": ["mail_failed"]}
    assert "To owner@example.test, on 2 March 2026" in page(here, "administrator")


def test_the_bell_counts_what_is_new_on_every_page_and_seen_is_seen(here: World) -> None:
    refer(here)
    for path in ("/homes", "/notices", SETTINGS, "/nothing-here"):
        status = 404 if path == "/nothing-here" else 200
        link = see(here.client("owner"), path, status).select_one("nav a[href='/notices']")
        assert text_of(link) == "Notices , 1 new"
    seen(here, "owner")
    assert bell(here, "owner") == "Notices" and bell(here, "supervisor") == "Notices, 1 new"
    shown = page(here, "owner")
    assert "1 notice." in shown and "New Referral" not in shown and "Mark all" not in shown
    assert ("owner", "notices_seen") in here.audit() and ("owner", "notices_read") in here.audit()


def test_what_came_after_the_list_was_drawn_stays_new(here: World) -> None:
    refer(here)
    form = see(here.client("owner"), "/notices").select_one("[name=until]")
    here.clock.turn(minutes=5)
    refer(here, name="two")
    here.client("owner").post("/notices/seen", data={"until": form["value"]})
    assert bell(here, "owner") == "Notices, 1 new"


def test_a_count_is_a_minute_old_at_most(here: World) -> None:
    assert bell(here, "supervisor") == "Notices"
    refer(here)
    here.clock.turn(seconds=61)
    assert bell(here, "supervisor") == "Notices, 1 new"
    here.client("supervisor").post(
        f"/referrals/{an_id('referral one')}/step",
        data={"kind": "received", "since": "0", "words": ""},
    )
    assert bell(here, "supervisor") == "Notices", "at once after what one has done oneself"


def test_notices_that_cannot_be_counted_stand_in_the_way_of_no_page(here: World) -> None:
    with here.store.writing():
        here.store.run("ALTER TABLE notice_choices RENAME TO elsewhere")
    assert bell(here, "owner", "/homes") == "Notices"
    here.app.config["PROPAGATE_EXCEPTIONS"] = False
    see(here.client("owner"), "/notices", 500)


def test_very_many_are_not_counted_one_by_one(here: World) -> None:
    for n in range(22):
        here.send("colleague", here.visit(f"visit {n}"))
    held = here.app.extensions["gcp_bell"]
    bell(here, "supervisor")
    held[an_id("supervisor")] = type(held[an_id("supervisor")])(100, here.clock.now, None)
    assert bell(here, "supervisor") == "Notices, more than 99 new"
    shown = page(here, "supervisor")
    assert "22 notices, 22 of them new." in shown and "And 2 more. See them all" in shown


@pytest.mark.parametrize(
    "until",
    ["", "x", "2026-03-02", "2026-03-02T10:00:00", "9999-99-99T00:00:00.000Z", "\x00", "é" * 500,
     "0001-01-01T00:00:00.000+23:59"],
)  # fmt: skip
def test_a_time_that_no_list_wrote_changes_nothing(here: World, until: str) -> None:
    refer(here)
    assert here.client("owner").post("/notices/seen", data={"until": until}).status_code == 302
    assert bell(here, "owner") == "Notices, 1 new"


def test_nobody_can_see_what_is_still_to_come(here: World) -> None:
    ahead = "2999-01-01T00:00:00.000Z"
    here.client("owner").post("/notices/seen", data={"until": ahead})
    earlier = "2026-01-01T00:00:00.000Z"
    here.client("owner").post("/notices/seen", data={"until": earlier})
    chosen = notices.choice(here.store, an_id("owner"), Role.PRACTITIONER)
    assert chosen.seen_until == MONDAY
    here.clock.turn(hours=1)
    refer(here)
    assert bell(here, "owner") == "Notices, 1 new"


@pytest.mark.parametrize("who", ROLES)
def test_each_person_chooses_for_themselves_from_what_they_are_told_of(
    here: World, who: str
) -> None:
    role = ROLES[who][0]
    form = see(here.client(who), SETTINGS)
    kinds = {each["value"] for each in form.select("[name=kinds]")}
    assert kinds == {each.value for each in TOLD[role]}
    assert len(form.select("[name=kinds][checked]")) == len(kinds)
    usual = form.select_one("[name=how_often][checked]")["value"]
    assert usual == ("daily" if role is Role.POLICE else "working_days")
    assert f"It goes to {who}@example.test." in text_of(form)
    keep = sorted(kinds)[:1]
    sent = {"how_often": "never", "kinds": keep}
    assert here.client(who).post(SETTINGS, data=sent).status_code == 302
    form = see(here.client(who), f"{SETTINGS}?saved=1")
    assert form.select_one("[name=how_often][checked]")["value"] == "never"
    assert [each["value"] for each in form.select("[name=kinds][checked]")] == keep
    chosen = notices.choice(here.store, an_id(who), role)
    assert chosen.how_often is HowOften.NEVER and chosen.left_out == TOLD[role] - {Kind(keep[0])}
    assert here.store.one("SELECT count(*) AS n FROM notice_choices")["n"] == 1
    assert (who, "notices_chosen") in here.audit()


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"how_often": ""}, {"how_often": "hourly"}, {"how_often": "daily\x00"},
        {"how_often": "daily", "kinds": "nothing"}, {"how_often": "daily", "kinds": ["to_review"]},
        {"how_often": ["daily"] * 2, "kinds": ["visit", "é" * 9_000]},
    ],
)  # fmt: skip
def test_a_choice_that_is_none_is_told_and_changes_nothing(here: World, sent: Any) -> None:
    shown = see(here.client("owner"), SETTINGS, 400, data=sent)
    assert shown.select_one(".govuk-error-summary a")
    assert here.store.all("SELECT * FROM notice_choices") == []


def test_a_kind_that_came_later_is_in_the_emails_of_who_left_others_out(here: World) -> None:
    with here.store.writing():
        here.store.run(
            "INSERT INTO notice_choices (account_id, left_out) VALUES (:id, :kinds)",
            id=an_id("owner"), kinds=json.dumps(["visit", "of another version"]),
        )  # fmt: skip
    chosen = notices.choice(here.store, an_id("owner"), Role.PRACTITIONER)
    assert chosen.left_out == {Kind.VISIT} and chosen.how_often is HowOften.WORKING_DAYS


def test_only_who_is_signed_in_has_notices_and_the_device_page_has_no_bell(here: World) -> None:
    stranger = here.app.test_client()
    for path in ("/notices", SETTINGS):
        assert "/sign-in" in stranger.get(path).headers["Location"]
    assert "/sign-in" in stranger.post("/notices/seen").headers["Location"]
    assert "/notices" not in here.client("owner").get("/visit").text


def test_what_is_logged_has_words(here: World) -> None:
    words = here.app.extensions["gcp"].text.admin.audit.actions
    for each in ("notices_read", "notices_seen", "notices_chosen", "digest_sent"):
        assert each in words
