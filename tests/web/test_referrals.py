"""Referrals and escalations: who does and sees what, clocks that run late, and bad input."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from gcp.core.following import clocks_of
from gcp.store import accounts, events, following, homes, joins
from gcp.web.following_view import calendar, limits
from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.web.found import FOUND, a_first_visit, a_home, put_home
from tests.web.pages import see

pytestmark = pytest.mark.slow

AT = "2026-01-02T00:00:00.000Z"
NEW, ESCALATE = f"/homes/{HOME}/referrals/new", f"/homes/{HOME}/escalations/new"
CHRONOLOGY = f"/homes/{HOME}/chronology"
TAKERS = ("owner", "supervisor")
OUTSIDE = ("stranger", "far_supervisor", "administrator")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def here(world: World) -> World:
    """Monday at ten; an officer and a school are allocated to the home."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.clock.now = MONDAY
    for who in ("police", "partner"):
        homes.allocate(world.store, HOME, an_id(who), AT)
    return world


def referral(name: str = "one", **changes: Any) -> dict[str, Any]:
    return {
        "event_id": an_id(f"referral {name}"), "words": f"Words of {name}.", "agency": "school",
        "source": "Head teacher", "day_day": "2", "day_month": "3", "day_year": "2026", **changes,
    }  # fmt: skip


def refer(world: World, who: str = "partner", name: str = "one", **changes: Any) -> str:
    answer = world.client(who).post(NEW, data=referral(name, **changes))
    assert answer.status_code == 302, answer.text
    return an_id(f"referral {name}")


def escalate(world: World, who: str = "owner", name: str = "up", **changes: Any) -> str:
    sent = {"event_id": an_id(f"escalation {name}"), "words": "No bed yet.", "whom": "Manager"}
    answer = world.client(who).post(ESCALATE, data={**sent, **changes})
    assert answer.status_code == 302, answer.text
    return an_id(f"escalation {name}")


def take(world: World, who: str, event: str, kind: str, since: int = 0, **typed: Any) -> Any:
    sent = {"kind": kind, "since": str(since), "words": "", **typed}
    return world.client(who).post(f"/referrals/{event}/step", data=sent)


def decide(world: World, who: str, event: str, since: int = 0, **typed: Any) -> Any:
    return take(world, who, event, "decided", since, **{"outcome": "case_opened", **typed})


def tell(world: World, who: str, event: str, since: int, **typed: Any) -> Any:
    on = world.clock.now
    sent = {"how": "telephone", "words": "Secret of the answer.", "day_day": str(on.day),
            "day_month": str(on.month), "day_year": str(on.year), **typed}  # fmt: skip
    return take(world, who, event, "told", since, **sent)


def text_of(world: World, who: str, path: str, status: int = 200) -> str:
    page = see(world.client(who), path, status=status)
    return " ".join(page.get_text(" ", strip=True).split())


def steps(world: World, event: str) -> list[str]:
    found = following.find(world.store, event)
    return [each.kind for each in found.steps] if found else []


def top(world: World, who: str, path: str = "/homes") -> str:
    page = see(world.client(who), path)
    found = page.find(class_="app-pressing")
    return " ".join(found.get_text(" ", strip=True).split()) if found else ""


def test_a_referral_is_taken_in_decided_and_answered(here: World) -> None:
    event = refer(here)
    assert "Not taken in and not decided" in text_of(here, "owner", "/referrals")
    here.clock.turn(hours=1)
    assert take(here, "owner", event, "received").status_code == 302
    assert decide(here, "supervisor", event, 1, words="The bed is missing.").status_code == 302
    assert "Whoever referred has no answer yet" in text_of(here, "owner", "/referrals")
    assert tell(here, "owner", event, 2).status_code == 302
    page = text_of(here, "owner", f"/referrals/{event}")
    for told in ("Case opened, on 2 March 2026, 11:00 by Supervisor", "The bed is missing.",
                 "Secret of the answer.", "Done in time"):  # fmt: skip
        assert told in page
    assert steps(here, event) == ["received", "decided", "told"]
    assert top(here, "owner") == top(here, "supervisor") == ""
    newest = events.find(here.store, event)
    assert (newest.number, newest.outcome, newest.outcome_why) == (
        2, "case_opened", "The bed is missing.",
    )  # fmt: skip
    done = [action for _, action in here.audit() if action.startswith("referral_")]
    assert [each for each in done if each != "referral_read"] == [
        "referral_received", "referral_decided", "referral_told",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["partner", "police"])
def test_who_referred_sees_the_state_and_the_answer_and_nothing_of_the_case(
    here: World, who: str
) -> None:
    event, other = refer(here, who), refer(here, "owner", "other")
    path = f"/referrals/{event}"
    assert "Not taken in yet Not decided yet You have no answer yet" in text_of(here, who, "/homes")
    take(here, "owner", event, "received", words="Secret note.")
    decide(here, "supervisor", event, 1, outcome="no_further_action", words="Secret reason.")
    shown = text_of(here, who, path)
    assert "Words of one." in shown and "There is no answer yet." in shown
    assert "Decided" in shown and "Done in time" in shown
    tell(here, "owner", event, 2, words="We thank you. Nothing is done.")
    for page in (path, "/homes", "/referrals", f"/homes/{HOME}"):
        told = text_of(here, who, page)
        assert "Secret" not in told and "Words of other" not in told
        assert "No further action" not in told and "What came before" not in told
    assert "We thank you. Nothing is done." in text_of(here, who, path)
    assert here.client(who).get(f"/referrals/{other}").status_code == 404
    for kind in ("received", "decided", "told", "stopped", "started"):
        assert take(here, who, event, kind, 3).status_code == 404
    assert steps(here, event) == ["received", "decided", "told"]


def test_who_referred_hears_the_answer_when_no_longer_allocated(here: World) -> None:
    event = refer(here)
    decide(here, "owner", event)
    tell(here, "owner", event, 1, words="Thank you.")
    with here.store.writing():
        here.store.run(
            "UPDATE allocations SET until = :at WHERE account_id = :who", at=AT,
            who=an_id("partner"),
        )  # fmt: skip
    page = text_of(here, "partner", f"/referrals/{event}")
    assert "Thank you." in page and "12 Example Row" not in page
    own = text_of(here, "partner", f"/events/{event}")
    assert "Words of one." in own and "12 Example Row" not in own
    assert here.client("partner").get(NEW).status_code == 404


def test_only_those_with_the_home_and_its_supervisors_decide(here: World) -> None:
    event = refer(here)
    assert "Words of one." in text_of(here, "colleague", f"/referrals/{event}")
    assert top(here, "colleague") == ""
    for who in ("colleague", *OUTSIDE):
        assert decide(here, who, event).status_code == 404
        assert take(here, who, event, "received").status_code == 404
    for who in OUTSIDE:
        for path in (f"/referrals/{event}", f"/referrals/{event}/step?kind=decided", NEW, ESCALATE):
            assert here.client(who).get(path).status_code == 404
        assert here.client(who).post(NEW, data=referral("two")).status_code == 404
    assert take(here, "owner", event, "stopped", clock="decided", words="x").status_code == 404
    assert steps(here, event) == []
    assert here.client("administrator").get("/referrals").status_code == 404
    assert "Nothing waits" in text_of(here, "far_supervisor", "/referrals")


def test_a_referral_is_never_read_alone(here: World) -> None:
    assert here.send("owner", here.visit()).status_code == 201
    for number in range(3):
        event = refer(here, name=f"early {number}")
        decide(here, "owner", event, outcome="no_further_action", words="Known already.")
    event = refer(here, name="late")
    for path in (f"/referrals/{event}", f"/referrals/{event}/step?kind=decided"):
        page = text_of(here, "supervisor", path)
        for told in (
            "3 referrals before this one, 3 of them closed with no further action.",
            "Words of early 0.", "Known already.", "No answer to the referrer is written down.",
            "Who has been seen", "Mia 2 March 2026", "Referrals closed one by one",
        ):
            assert told in page, told
    assert "No referral before this one" in text_of(
        here, "owner", f"/referrals/{an_id('referral early 0')}"
    )


def test_no_further_action_needs_a_reason(here: World) -> None:
    event = refer(here)
    refused = decide(here, "owner", event, outcome="no_further_action", words=" ")
    assert refused.status_code == 400 and "why no further action" in refused.text
    assert steps(here, event) == [] and events.find(here.store, event).outcome is None


def test_two_who_decide_at_once_are_both_heard(here: World) -> None:
    event = refer(here)
    assert decide(here, "owner", event, words="Mine.").status_code == 302
    second = decide(here, "supervisor", event, outcome="no_further_action", words="Theirs.")
    assert second.status_code == 409
    assert "Somebody else has done something" in second.text and "Mine." in second.text
    assert "Theirs." in second.text and 'name="since" type="hidden" value="1"' in second.text
    assert events.find(here.store, event).outcome == "case_opened"
    assert decide(here, "supervisor", event, 1, outcome="no_further_action",
                  words="Theirs.").status_code == 302  # fmt: skip
    assert steps(here, event) == ["decided", "decided"]


def test_of_two_threads_one_decides(here: World) -> None:
    event = refer(here)
    clients = [here.client(who) for who in TAKERS]
    sent = {"kind": "decided", "since": "0", "outcome": "case_opened", "words": "Go."}
    answers: list[int] = []

    def send(client: FlaskClient) -> None:
        answers.append(client.post(f"/referrals/{event}/step", data=sent).status_code)

    threads = [threading.Thread(target=send, args=(each,)) for each in clients]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [302, 409]
    assert steps(here, event) == ["decided"] and events.find(here.store, event).number == 2


def test_decided_again_the_referrer_is_owed_a_new_answer(here: World) -> None:
    event = refer(here)
    decide(here, "owner", event, outcome="no_further_action", words="Known.")
    tell(here, "owner", event, 1)
    here.days_later(3)
    assert decide(here, "owner", event, 2).status_code == 400  # why again?
    assert decide(here, "owner", event, 2, words="The dentist wrote.").status_code == 302
    assert "has no answer yet" in text_of(here, "owner", "/referrals")
    states = {each.kind: each for each in clocks(here, event)}
    assert states["decided"].met.isoformat() == "2026-03-02T10:00:00+00:00"
    assert states["told"].began.isoformat() == "2026-03-05T10:00:00+00:00"
    assert "Secret of the answer." in text_of(here, "partner", f"/referrals/{event}")


def clocks(world: World, event: str) -> list[Any]:
    with world.app.test_request_context():
        return clocks_of(following.find(world.store, event), limits(), calendar())


def test_what_is_late_stands_on_top_of_the_right_pages(here: World) -> None:
    event = refer(here)
    here.days_later(1)
    line = "Referral of 2 March 2026 12 Example Row"
    assert f"Due today {line}" in top(here, "owner")
    here.clock.turn(hours=8)
    for who, path in (("owner", "/homes"), ("supervisor", "/homes"), ("supervisor", "/overview")):
        assert f"Late {line}" in top(here, who, path)
        assert "Late by less than a day. With Owner." in top(here, who, path)
    here.days_later(1)
    assert "Late by 1 working day." in top(here, "supervisor", "/overview")
    overview = text_of(here, "supervisor", "/overview?reason=late_clock")
    assert "A referral or escalation late for 1 days" in overview and "1 of 1 home" in overview
    assert top(here, "partner") == top(here, "colleague") == ""
    assert "Late by 1 working day." in text_of(here, "partner", "/homes")
    decide(here, "owner", event)
    assert "Late" not in top(here, "owner")
    assert "Done late" in text_of(here, "owner", f"/referrals/{event}")


def test_received_on_a_friday_evening_before_christmas(here: World) -> None:
    here.clock.now = datetime(2026, 12, 25, 18, 0, tzinfo=UTC)
    here.clients.clear()
    event = refer(here)
    page = text_of(here, "owner", f"/referrals/{event}")
    assert "Due by 30 December 2026, 17:00." in page
    assert "Bank holidays are those of England and Wales." in page
    assert "The day of receipt does not count." in page


def test_by_telephone_the_clock_begins_when_it_was_received(here: World) -> None:
    here.clock.now = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
    here.clients.clear()
    refer(here, "owner", time="17.30", account=an_id("partner"))
    event = an_id("referral one")
    page = text_of(here, "owner", f"/referrals/{event}")
    assert "The clocks began on 2 March 2026, 17:30." in page
    assert "Was due by 4 March 2026, 17:00." in page
    assert "Whoever referred signs in here: Partner." in page
    assert "Not taken in yet" in text_of(here, "partner", "/homes")
    shown = text_of(here, "partner", f"/referrals/{event}")
    assert "Words of one." not in shown and "Not taken" not in shown
    assert here.client("police").get(f"/referrals/{event}").status_code == 404


def test_a_stopped_clock_needs_a_reason_and_shows_who_stopped_it(here: World) -> None:
    event = refer(here)
    here.days_later(7)
    bad = take(here, "supervisor", event, "stopped", clock="decided")
    assert bad.status_code == 400 and "Say why" in bad.text
    for number, clock in enumerate(("received", "decided")):
        assert take(here, "supervisor", event, "stopped", number, clock=clock,
                    words="The family moved away.").status_code == 302  # fmt: skip
    page = text_of(here, "owner", f"/referrals/{event}")
    assert "Stopped by Supervisor on 9 March 2026" in page and "The family moved away." in page
    assert top(here, "owner") == ""
    own = text_of(here, "partner", f"/referrals/{event}")
    assert "The team has stopped this clock." in own and "moved away" not in own
    assert take(here, "supervisor", event, "started", 2, clock="decided",
                words="They came back.").status_code == 302  # fmt: skip
    assert "Late" in top(here, "owner")
    assert steps(here, event) == ["stopped", "stopped", "started"]


@pytest.mark.parametrize("how", ["closed", "ended"])
def test_who_leaves_leaves_the_clocks_to_the_supervisors(here: World, how: str) -> None:
    event = refer(here)
    take(here, "owner", event, "received")
    with here.store.writing():
        if how == "closed":
            accounts.set_disabled(here.store, an_id("owner"), AT, True)
        else:
            here.store.run(
                "UPDATE allocations SET until = :at WHERE account_id = :who", at=AT,
                who=an_id("owner"),
            )  # fmt: skip
    here.days_later(7)
    said = "With the team's supervisors (Supervisor), because Owner no longer has this home"
    assert said in top(here, "supervisor", "/overview")
    assert said in text_of(here, "supervisor", f"/referrals/{event}")
    assert said in text_of(here, "colleague", f"/referrals/{event}")
    if how == "ended":
        assert top(here, "owner") == "" and decide(here, "owner", event, 1).status_code == 404
    with here.store.writing():
        accounts.set_disabled(here.store, an_id("supervisor"), AT, True)
    assert "no supervisor with an open account" in text_of(
        here, "colleague", f"/referrals/{event}"
    )


def test_a_referral_of_a_joined_home_is_one_of_the_known_one(here: World) -> None:
    put_home(here, "police", a_home())
    assert here.send("police", a_first_visit(here)).status_code == 201
    answer = here.client("police").post(
        f"/homes/{FOUND}/referrals/new", data=referral("there", agency="police")
    )
    assert answer.status_code == 302
    event = an_id("referral there")
    here.clock.turn(minutes=5)
    refer(here, name="here")
    join = {"id": an_id("join"), "home_id": FOUND, "into_home": HOME, "joined_at": AT,
            "joined_by": an_id("supervisor")}  # fmt: skip
    joins.add(here.store, join, {})
    here.days_later(7)
    late = top(here, "owner")
    assert late.count("12 Example Row") == 2
    second = text_of(here, "owner", f"/referrals/{an_id('referral here')}")
    assert "referral before this one" in second and "Words of there." in second
    assert decide(here, "owner", event, words="Read together.").status_code == 302
    assert here.client("police").get(f"/homes/{FOUND}/referrals/new").status_code == 404
    joins.undo(here.store, join["id"], AT, an_id("supervisor"))
    assert top(here, "owner").count("12 Example Row") == 1
    assert "Decided" in text_of(here, "police", f"/referrals/{event}")


def test_an_escalation_goes_from_stage_to_stage(here: World) -> None:
    event = escalate(here)
    page = text_of(here, "owner", f"/referrals/{event}")
    assert "Stage 1: Between the workers" in page and "Due by 9 March 2026, 17:00." in page
    assert "Due by 20 March 2026, 17:00." in page  # the whole of it: 14 working days
    here.days_later(8)
    assert "Waits at stage 1" in top(here, "supervisor", "/overview")
    assert take(here, "colleague", event, "stage", 1, stage="2", whom="Service lead",
                words="Still no bed.").status_code == 302  # fmt: skip
    assert "Due by 17 March 2026, 17:00." in text_of(here, "owner", f"/referrals/{event}")
    assert take(here, "owner", event, "resolved", 2, outcome="done").status_code == 404
    assert take(here, "supervisor", event, "resolved", 2, outcome="done").status_code == 400
    assert take(here, "supervisor", event, "resolved", 2, outcome="done",
                words="A bed comes on Friday.").status_code == 302  # fmt: skip
    page = text_of(here, "owner", f"/referrals/{event}")
    assert "Outcome: What was asked for is done" in page and "A bed comes on Friday." in page
    assert take(here, "owner", event, "stage", 3, stage="3", whom="x",
                words="x").status_code == 409  # fmt: skip
    assert steps(here, event) == ["stage", "stage", "resolved"]
    assert top(here, "supervisor") == ""


def test_the_24_hour_route_runs_through_the_night_the_hour_changes(here: World) -> None:
    here.clock.now = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    here.clients.clear()
    event = escalate(here, "police", urgent="y")
    page = text_of(here, "police", f"/referrals/{event}")
    assert page.count("Due by 29 March 2026, 23:00.") == 2 and "24-hour route" in page
    here.clock.turn(hours=25)
    here.clients.clear()
    assert "Late by 1 hour" in top(here, "supervisor")


def test_a_school_takes_its_own_escalation_on_and_reads_the_answer(here: World) -> None:
    event = escalate(here, "partner")
    take(here, "supervisor", event, "stage", 1, stage="2", whom="Secret lead", words="Secret.")
    assert take(here, "partner", event, "stage", 2, stage="3", whom="Head of service",
                words="No answer since Monday.").status_code == 302  # fmt: skip
    assert take(here, "police", event, "stage", 3, stage="4", whom="x",
                words="x").status_code == 404  # fmt: skip
    take(here, "supervisor", event, "resolved", 3, outcome="stands", words="The plan stands.")
    page = text_of(here, "partner", f"/referrals/{event}")
    assert "The plan stands." in page and "No answer since Monday." in page
    assert "Secret" not in page


def test_what_was_written_down_long_afterwards_runs_no_clock(here: World) -> None:
    old = {"kind": "referral", "day_day": "3", "day_month": "2", "day_year": "2025",
           "agency": "school", "source": "File", "words": "Old.", "significance": "notable",
           "outcome": "case_opened", "event_id": an_id("old")}  # fmt: skip
    path = f"/homes/{HOME}/chronology/new"
    assert here.client("owner").post(path, data=old).status_code == 302
    assert "No clock runs." in text_of(here, "owner", f"/referrals/{an_id('old')}")
    new = {**old, "event_id": an_id("new"), "day_day": "2", "day_month": "3", "day_year": "2026"}
    assert here.client("owner").post(path, data=new).status_code == 302
    assert "has no answer yet" in text_of(here, "owner", "/referrals")


def test_nobody_decides_through_the_chronology_who_may_not_decide(here: World) -> None:
    event = refer(here)
    sent = {"kind": "referral", "day_day": "2", "day_month": "3", "day_year": "2026",
            "agency": "school", "source": "Head", "words": "Changed.", "significance": "notable",
            "outcome": "no_further_action", "outcome_why": "Never mind.", "since": "1",
            "reason": "A slip."}  # fmt: skip
    for who in ("partner", "colleague"):
        here.client(who).post(f"/events/{event}/change", data={**sent, "since": "1"})
        assert events.find(here.store, event).outcome is None
    number = events.find(here.store, event).number
    done = here.client("owner").post(
        f"/events/{event}/change", data={**sent, "since": str(number)}
    )
    assert done.status_code == 302
    assert steps(here, event) == ["decided"]
    assert events.find(here.store, event).outcome == "no_further_action"


def test_withdrawn_it_runs_no_clock_and_takes_no_step(here: World) -> None:
    event = refer(here)
    here.client("owner").post(f"/events/{event}/withdraw", data={"since": "1", "reason": "Twice."})
    here.days_later(7)
    assert top(here, "owner") == "" and decide(here, "owner", event).status_code == 409
    assert "taken off the chronology" in text_of(here, "owner", f"/referrals/{event}")
    assert "taken this off its list" in text_of(here, "partner", f"/referrals/{event}")
    assert steps(here, event) == []


def test_the_same_form_sent_twice_makes_one_referral(here: World) -> None:
    for _ in range(2):
        refer(here)
    assert len(events.of_home(here.store, HOME)) == 1
    taken = here.client("police").post(NEW, data=referral(agency="police"))
    assert taken.status_code == 404


WRONG_STEPS = [
    ("received", {"since": "x"}, 409), ("received", {"since": "9" * 40}, 409),
    ("received", {"account": an_id("stranger")}, 400), ("received", {"words": "x" * 1001}, 400),
    ("decided", {"outcome": "no_further_action", "words": "a\x00b"}, 400),
    ("decided", {"outcome": "nothing"}, 400), ("decided", {"outcome": ""}, 400),
    ("told", {"how": "telephone", "words": "x", "day_day": "2", "day_month": "3",
              "day_year": "2026"}, 409),  # nothing is decided
    ("stopped", {"clock": "told", "words": "x"}, 400),
    ("stopped", {"clock": "", "words": "x"}, 400),
    ("started", {"clock": "decided", "words": "x"}, 409), ("stage", {"words": "x"}, 404),
    ("resolved", {"words": "x"}, 404), ("made", {}, 404), ("", {}, 404), ("\x00", {}, 404),
]  # fmt: skip


def test_a_wrong_step_changes_nothing(here: World) -> None:
    event = refer(here)
    for kind, typed, status in WRONG_STEPS:
        answer = take(here, "supervisor", event, kind, **typed)
        assert answer.status_code == status, (kind, typed)
    assert steps(here, event) == [] and events.find(here.store, event).number == 1


WRONG_ANSWERS: list[dict[str, str]] = [
    {"day_day": "3"}, {"day_day": "1"}, {"day_day": "31", "day_month": "2"}, {"day_year": ""},
    {"how": "shouted"}, {"words": " "}, {"words": "x" * 5001}, {"day_year": "٢٠٢٦"},
]  # fmt: skip


def test_a_wrong_answer_is_not_kept(here: World) -> None:
    event = refer(here)
    decide(here, "owner", event)
    for typed in WRONG_ANSWERS:
        assert tell(here, "owner", event, 1, **typed).status_code == 400, typed
    assert steps(here, event) == ["decided"]


WRONG_REFERRALS: list[dict[str, Any]] = [
    {"words": ""}, {"words": "x" * 5001}, {"source": ""}, {"agency": "press"},
    {"children": [an_id("nobody")]}, {"time": "25:00"}, {"time": "1" * 50}, {"day_day": "9"},
    {"time": "23:59"}, {"account": an_id("stranger")}, {"day_year": "1066"}, {"words": "a\x00b"},
]  # fmt: skip


def test_a_wrong_referral_is_not_kept(here: World) -> None:
    for typed in WRONG_REFERRALS:
        answer = here.client("owner").post(NEW, data=referral(**typed))
        assert answer.status_code == 400, typed
    assert events.of_home(here.store, HOME) == []


def test_a_wrong_escalation_is_not_kept(here: World) -> None:
    sent = {"event_id": an_id("e"), "words": "No bed.", "whom": "Manager"}
    for typed in ({"whom": ""}, {"whom": "x" * 201}, {"words": ""}):
        assert here.client("owner").post(ESCALATE, data={**sent, **typed}).status_code == 400
    assert events.of_home(here.store, HOME) == []


def test_an_escalation_does_not_go_back(here: World) -> None:
    event = escalate(here)
    take(here, "owner", event, "stage", 1, stage="2", whom="x", words="x")
    for stage in ("1", "5", "0", "-1", "", "two"):
        sent = {"stage": stage, "whom": "x", "words": "x"}
        assert take(here, "owner", event, "stage", 2, **sent).status_code == 400


def test_addresses_that_lead_nowhere(here: World) -> None:
    refer(here)
    other = f"/homes/{HOME}/chronology/new"
    plan = {"kind": "plan", "day_day": "2", "day_month": "3", "day_year": "2026", "words": "Plan.",
            "agency": "school", "source": "File", "significance": "notable",
            "event_id": an_id("plan")}  # fmt: skip
    assert here.client("owner").post(other, data=plan).status_code == 302
    for path in (f"/referrals/{an_id('plan')}", f"/referrals/{an_id('nothing')}", "/referrals/x",
                 f"/referrals/{an_id('referral one')}/step",
                 f"/homes/{an_id('nothing')}/referrals/new"):  # fmt: skip
        assert here.client("owner").get(path).status_code == 404, path


def test_children_are_named_and_the_decision_stands_in_the_chronology(here: World) -> None:
    event = refer(here, children=[MIA, JAY])
    decide(here, "owner", event, words="Beds.")
    page = text_of(here, "owner", f"/homes/{HOME}/chronology")
    assert "Mia" in page and "Jay" in page and "What came of it: Case opened. Beds." in page
    assert "See what was done, and what is due" in text_of(here, "owner", f"/events/{event}")


def test_the_24_hour_route_stands_on_top_from_its_first_minute(here: World) -> None:
    escalate(here, "police")
    assert "Late or due soon" not in top(here, "supervisor")
    escalate(here, "police", "now", urgent="y")
    for who in ("owner", "supervisor"):
        assert "24-hour route. Waits at stage 1" in top(here, who)
    assert "24-hour route" in top(here, "supervisor", "/overview")


def test_the_chronology_says_what_was_done_to_whoever_sees_the_case(here: World) -> None:
    event = refer(here)
    decide(here, "owner", event, words="A bed is missing.")
    tell(here, "owner", event, 1)
    escalation = escalate(here, "police")
    take(here, "supervisor", escalation, "resolved", 1, outcome="stands", words="Secret of it.")
    for path in (CHRONOLOGY, f"/homes/{HOME}", f"{CHRONOLOGY}?q=secret+of"):
        page = text_of(here, "owner", path)
        assert "Answered on 2 March 2026, 10:00 by Owner" in page, path
        assert "The decision stands. Secret of it." in page, path
    assert "Secret of it." in here.client("owner").get(f"{CHRONOLOGY}/chronology.csv").text
    own = text_of(here, "police", CHRONOLOGY)
    assert "No bed yet." in own and "Secret" not in own and "The decision stands" not in own


def test_the_stages_of_an_escalation_are_those_of_the_rules(here: World) -> None:
    def in_force(*names: str) -> None:
        held = here.app.extensions["gcp"]
        rules = replace(held.rules, escalation_stages=names)
        here.app.extensions["gcp"] = replace(held, rules=rules)

    def go(since: int, stage: int) -> int:
        answer = take(here, "supervisor", event, "stage", since, stage=str(stage), whom="Lead",
                      words="Two beds.")  # fmt: skip
        return int(answer.status_code)

    in_force("The two workers", "Their managers")
    event = escalate(here, "police")
    page = text_of(here, "supervisor", f"/referrals/{event}/step?kind=stage")
    assert "The two workers Their managers" in page and "First-line" not in page
    assert (go(1, 3), go(1, 2)) == (400, 302)
    assert "Stage 2: Their managers" in text_of(here, "police", f"/referrals/{event}")
    in_force("Everybody")
    assert "Stage 2: not named in the rules" in text_of(here, "police", f"/referrals/{event}")
    in_force()
    assert "Stage 2: First-line managers" in text_of(here, "police", f"/referrals/{event}")
