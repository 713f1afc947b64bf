"""A signed visit is read, commented, sent back or agreed by a supervisor, and locked after."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from typing import Any

import pytest

from gcp.core.access import Account, Role
from gcp.sign_in import hasher
from gcp.store import accounts
from gcp.verify import Walk, verify
from tests.conftest import HOME, JAY, MIA, PASSWORD, World, an_id
from tests.web.found import FOUND, a_first_visit, a_home, put_home
from tests.web.pages import see
from tests.web.test_photos_arrive import digest, entry, send

pytestmark = pytest.mark.slow

VISIT = an_id("visit")
PATH = f"/visits/{VISIT}"


@pytest.fixture
def signed(world: World) -> World:
    """A signed visit of the owner's, and a second supervisor of the team."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    account = Account(
        an_id("second"), "Second", "second@example.test", Role.SUPERVISOR, "social_care",
        frozenset({"north"}),
    )  # fmt: skip
    accounts.add_account(
        world.store, account, hasher("cheap").hash(PASSWORD), "2026-01-01T00:00:00.000Z"
    )
    assert world.send("owner", world.visit()).status_code == 201
    return world


def words(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def form_of(world: World, who: str, visit: str = VISIT) -> dict[str, str]:
    """The hidden fields of the form as this person's page has them."""
    page = see(world.client(who), f"/visits/{visit}")
    fields = page.select(".app-review__form input[type=hidden]")
    return {each["name"]: each["value"] for each in fields}


def review(
    world: World, kind: str, said: str = "Read it.", who: str = "supervisor",
    visit: str = VISIT, **changes: str,
) -> Any:  # fmt: skip
    sent = {**form_of(world, who, visit), "kind": kind, "words": said, **changes}
    return world.client(who).post(f"/visits/{visit}/review", data=sent)


def correct(world: World, number: int = 2, **changes: Any) -> Any:
    return world.send("owner", world.visit(reason="The cot was left out.", **changes), number)


def lines(world: World) -> list[tuple[int, str, int, str]]:
    rows = world.store.all("SELECT * FROM reviews ORDER BY visit_id, number")
    return [(row["number"], row["kind"], row["revision"], row["words"]) for row in rows]


def state(world: World, who: str = "owner", visit: str = VISIT) -> str:
    return world.client(who).get(f"/api/visits/{visit}").json["review"]["state"]


def test_a_supervisor_comments_sends_back_and_agrees(signed: World) -> None:
    assert state(signed) == "not_looked_at"
    answer = review(signed, "comment", "What is <b>under</b> the bed?")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PATH}#review")
    assert state(signed) == "commented"
    signed.clock.turn(minutes=5)
    assert review(signed, "sent_back", "Say what Jay sleeps on.").status_code == 302
    assert state(signed) == "sent_back"
    signed.clock.turn(hours=1)
    assert correct(signed).status_code == 201
    assert state(signed) == "changed"
    assert review(signed, "agreed", "").status_code == 302
    assert state(signed) == "agreed"
    assert lines(signed) == [
        (1, "comment", 1, "What is <b>under</b> the bed?"),
        (2, "sent_back", 1, "Say what Jay sleeps on."), (3, "agreed", 2, ""),
    ]  # fmt: skip
    page = see(signed.client("colleague"), PATH)
    assert "Comment by Supervisor, 1 March 2026, 12:00, about revision 1" in words(page)
    assert "What is <b>under</b> the bed?" in words(page)
    assert "Agreed by Supervisor on 1 March 2026" in words(page)
    assert signed.audit().count(("supervisor", "visit_reviewed")) == 3


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_who_may_see_the_visit_reads_the_lines_and_adds_none(signed: World, who: str) -> None:
    review(signed, "comment", "Well seen.")
    page = see(signed.client(who), PATH)
    assert "Well seen." in words(page) and not page.select(".app-review__form")
    sent = {**form_of(signed, "supervisor"), "kind": "agreed", "words": ""}
    assert signed.client(who).post(f"{PATH}/review", data=sent).status_code == 404
    assert len(lines(signed)) == 1


@pytest.mark.parametrize(
    "who", ["stranger", "far_supervisor", "police", "partner", "administrator"]
)
def test_who_may_not_see_the_visit_learns_nothing(signed: World, who: str) -> None:
    sent = {**form_of(signed, "supervisor"), "kind": "agreed", "words": ""}
    correct(signed)
    for answer in (
        signed.client(who).post(f"{PATH}/review", data=sent),
        signed.client(who).get(f"{PATH}/changes"), signed.client(who).get(PATH),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert lines(signed) == []
    answer = signed.client(who).get("/reviews")
    assert answer.status_code == (200 if who == "far_supervisor" else 404)
    assert VISIT not in answer.text


def test_nobody_who_is_not_signed_in_reviews(signed: World) -> None:
    sent = {**form_of(signed, "supervisor"), "kind": "agreed"}
    nobody = signed.app.test_client()
    for answer in (nobody.post(f"{PATH}/review", data=sent), nobody.get("/reviews"),
                   nobody.get(f"{PATH}/changes")):  # fmt: skip
        assert answer.status_code == 302 and "/sign-in" in answer.headers["Location"]
    assert lines(signed) == []


def test_nobody_reviews_their_own_visit(signed: World) -> None:
    own = an_id("own")
    signed.send("supervisor", signed.visit("own"))
    page = see(signed.client("supervisor"), f"/visits/{own}")
    assert not page.select(".app-review__form") and "your own" in words(page)
    sent = {**form_of(signed, "second", own), "kind": "agreed", "words": ""}
    assert signed.client("supervisor").post(f"/visits/{own}/review", data=sent).status_code == 404
    assert lines(signed) == []
    assert "Your own: another supervisor reviews it" in words(
        see(signed.client("supervisor"), "/reviews")
    )
    assert review(signed, "agreed", "", "second", own).status_code == 302
    assert state(signed, "supervisor", own) == "agreed"


def test_an_agreed_visit_takes_no_change_until_it_is_opened_again(signed: World) -> None:
    review(signed, "agreed", "")
    first = signed.store.one("SELECT * FROM visits WHERE id = :v", v=VISIT)
    signed.clock.turn(days=1)
    signed.clients.clear()
    answer = correct(signed)
    assert answer.status_code == 422
    error = answer.json["error"]
    assert error["code"] == "visit_agreed"
    assert error["message"].startswith(
        "This visit was agreed by Supervisor on 1 March 2026. Ask them to open it again"
    )
    assert [each["path"] for each in error["fields"]] == ["revision"]
    assert signed.store.one("SELECT * FROM visits WHERE id = :v", v=VISIT) == first
    page = see(signed.client("owner"), PATH)
    assert "Correct this visit" not in words(page) and "ask Supervisor to open it" in words(page)
    # What was sent and received before gets the same receipt, agreed or not.
    signed.clock.turn(days=-1)
    assert signed.send("owner", signed.visit()).status_code == 200
    signed.clock.turn(days=1)

    assert review(signed, "reopened", " ").status_code == 400
    assert state(signed) == "agreed"
    assert review(signed, "reopened", "The cot.", "second").status_code == 302
    assert state(signed) == "reopened"
    assert correct(signed).status_code == 201
    assert state(signed) == "changed"
    page = words(see(signed.client("supervisor"), PATH))
    assert "Changed since it was opened again" in page
    assert "What changed from revision 1 to 2" in page


def test_other_content_under_a_taken_number_is_kept_though_the_visit_is_agreed(
    signed: World,
) -> None:
    review(signed, "agreed", "")
    answer = signed.send("owner", signed.visit(notes="Other."), 1)
    assert answer.status_code == 409 and answer.json["error"]["code"] == "revision_taken"
    assert signed.store.one("SELECT count(*) AS n FROM conflicts")["n"] == 1


def test_who_agrees_on_a_page_while_a_newer_revision_has_come_agrees_nothing(
    signed: World,
) -> None:
    stale = form_of(signed, "supervisor")
    correct(signed, notes="Newer.")
    for kind in ("agreed", "sent_back"):
        sent = {**stale, "kind": kind, "words": "As I read it."}
        page = see(signed.client("supervisor"), f"{PATH}/review", 409, data=sent)
        assert "A newer revision has come" in words(page) and "Newer." in words(page)
        assert page.find("textarea").get_text().strip() == "As I read it."
        assert page.select_one("input[name=revision]")["value"] == "2"
    assert lines(signed) == []
    # A comment is about what was read.
    sent = {**stale, "kind": "comment", "words": "The first one was short."}
    assert signed.client("supervisor").post(f"{PATH}/review", data=sent).status_code == 302
    assert lines(signed) == [(1, "comment", 1, "The first one was short.")]


def test_a_decision_does_not_pass_over_what_another_supervisor_wrote_meanwhile(
    signed: World,
) -> None:
    stale = form_of(signed, "supervisor")
    review(signed, "sent_back", "Not yet.", "second")
    sent = {**stale, "kind": "agreed", "words": ""}
    page = see(signed.client("supervisor"), f"{PATH}/review", 409, data=sent)
    assert "Somebody else has written" in words(page) and "Not yet." in words(page)
    assert state(signed) == "sent_back"


def at_once(*calls: Any) -> list[Any]:
    """The answers of calls made by as many threads at one moment."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(at: int) -> None:
        gate.wait()
        answers[at] = calls[at]()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(calls))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def test_of_many_comments_at_once_none_is_lost(signed: World) -> None:
    clients = [signed.client("supervisor"), signed.client("second")]
    sent = {**form_of(signed, "supervisor"), "kind": "comment"}

    def comment(client: Any, n: int) -> Any:
        return lambda: client.post(f"{PATH}/review", data={**sent, "words": f"W{n}"}).status_code

    for turn in range(5):
        answers = at_once(*(comment(each, 2 * turn + n) for n, each in enumerate(clients)))
        assert answers == [302, 302]
    assert [each[0] for each in lines(signed)] == list(range(1, 11))
    assert {each[3] for each in lines(signed)} == {f"W{n}" for n in range(10)}


@pytest.mark.parametrize("turn", range(4))
def test_one_transaction_decides_between_agreement_and_a_revision(
    signed: World, turn: int
) -> None:
    sent = {**form_of(signed, "supervisor"), "kind": "agreed", "words": ""}
    supervisor = signed.client("supervisor")
    agreed, taken = at_once(
        lambda: supervisor.post(f"{PATH}/review", data=sent).status_code,
        lambda: correct(signed).status_code,
    )
    assert (agreed, taken) in {(302, 422), (409, 201)}
    assert state(signed) == ("agreed" if agreed == 302 else "not_looked_at")


def test_two_supervisors_who_decide_at_once_are_both_answered(signed: World) -> None:
    first = {**form_of(signed, "supervisor"), "kind": "agreed", "words": ""}
    other = {**form_of(signed, "second"), "kind": "sent_back", "words": "No."}
    one, two = signed.client("supervisor"), signed.client("second")
    answers = at_once(
        lambda: one.post(f"{PATH}/review", data=first).status_code,
        lambda: two.post(f"{PATH}/review", data=other).status_code,
    )
    assert sorted(answers) == [302, 409] and len(lines(signed)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ""}, {"kind": "approved"}, {"kind": "reopened"}, {"kind": "AGREED"},
        {"revision": "0"}, {"revision": "-1"}, {"revision": "2"}, {"revision": "9" * 400},
        {"revision": "1.0"}, {"revision": "٣"}, {"revision": ""}, {"sha256": ""},
        {"sha256": "f" * 64}, {"sha256": "\x00" * 64}, {"sha256": "x" * 100_000},
        {"since": "1"}, {"since": "x"}, {"since": ""}, {"since": "9" * 400},
        {"words": "x" * 5_001}, {"words": "a\x00b"},
        {"kind": "comment", "words": ""}, {"kind": "comment", "words": " \n\t "},
        {"kind": "sent_back", "words": ""},
    ],
    ids=lambda each: "-".join(f"{key}={value[:9]!r}" for key, value in each.items()),
)  # fmt: skip
def test_what_is_no_review_is_refused_and_changes_nothing(
    signed: World, changes: dict[str, str]
) -> None:
    answer = review(signed, changes.pop("kind", "agreed"), "", **changes)
    assert answer.status_code in (400, 409)
    assert "There is a problem" in answer.text
    assert lines(signed) == [] and state(signed) == "not_looked_at"


def test_nothing_is_reviewed_that_is_not_there_or_not_signed(signed: World) -> None:
    draft = an_id("draft")
    signed.send("owner", signed.visit("draft", signed_at=None))
    sent = {**form_of(signed, "supervisor"), "kind": "comment", "words": "W."}
    for visit in (draft, an_id("nothing"), "not-an-id"):
        answer = signed.client("supervisor").post(f"/visits/{visit}/review", data=sent)
        assert answer.status_code == 404
    page = see(signed.client("owner"), f"/visits/{draft}")
    assert not page.select("#review") and not page.select("a[href*=changes]")
    assert signed.client("owner").get(f"/api/visits/{draft}").json["review"] is None
    assert lines(signed) == []


def test_a_form_without_its_token_is_refused(signed: World) -> None:
    signed.app.config["WTF_CSRF_ENABLED"] = True
    sent = {**form_of(signed, "supervisor"), "kind": "agreed", "words": ""}
    assert signed.client("supervisor").post(f"{PATH}/review", data=sent).status_code == 302
    sent = {**form_of(signed, "supervisor"), "kind": "comment", "words": "W.", "csrf_token": "x"}
    assert signed.client("supervisor").post(f"{PATH}/review", data=sent).status_code == 400
    assert len(lines(signed)) == 1


def test_only_the_newest_revision_has_the_form(signed: World) -> None:
    correct(signed)
    page = see(signed.client("supervisor"), f"{PATH}?revision=1")
    assert not page.select(".app-review__form") and page.select("#review")
    assert see(signed.client("supervisor"), f"{PATH}?revision=2").select(".app-review__form")


def test_the_author_is_told_with_their_homes_and_on_their_device(signed: World) -> None:
    def told(who: str = "owner") -> list[Any]:
        return signed.client(who).get("/api/caseload/index").json["sent_back"]

    assert told() == []
    review(signed, "sent_back", "Say what Jay sleeps on.")
    assert told() == [
        {"visit": VISIT, "home": HOME, "revision": 1, "words": "Say what Jay sleeps on.",
         "made_at": "2026-03-01T12:00:00.000Z", "made_by": "Supervisor"}
    ]  # fmt: skip
    assert told("colleague") == told("supervisor") == []
    page = words(see(signed.client("owner"), "/homes"))
    assert "Sent back to you" in page and "Say what Jay sleeps on." in page
    assert "Sent back to you" not in words(see(signed.client("colleague"), "/homes"))
    assert "Sent back to you on 1 March 2026" in words(see(signed.client("owner"), PATH))
    review(signed, "comment", "Call me.")
    assert len(told()) == 1
    correct(signed)
    assert told() == []


def test_an_officers_visit_to_a_found_home_is_reviewed_once_the_homes_are_joined(
    signed: World,
) -> None:
    put_home(signed, "stranger", a_home())
    first = an_id("first visit")
    assert signed.send("stranger", a_first_visit(signed)).status_code == 201
    signed.store.run("UPDATE homes SET team_id = 'south' WHERE id = :home", home=FOUND)
    see(signed.client("supervisor"), f"/visits/{first}", 404)
    assert first not in signed.client("supervisor").get("/reviews").text
    with signed.store.writing():
        signed.store.run(
            "INSERT INTO joins (id, home_id, into_home, joined_at, joined_by)"
            " VALUES ('j', :found, :home, '2026-03-01T12:00:00.000Z', :who)",
            found=FOUND, home=HOME, who=an_id("supervisor"),
        )  # fmt: skip
    assert first in signed.client("supervisor").get("/reviews").text
    assert review(signed, "sent_back", "Which door?", visit=first).status_code == 302
    assert "Which door?" in words(see(signed.client("stranger"), f"/visits/{first}"))
    assert "Which door?" in words(see(signed.client("stranger"), "/homes"))


def test_a_police_author_reads_the_review_of_their_own_visit(signed: World) -> None:
    put_home(signed, "police", a_home())
    signed.send("police", a_first_visit(signed))
    first = an_id("first visit")
    assert review(signed, "sent_back", "Which door?", visit=first).status_code == 302
    assert "Which door?" in words(see(signed.client("police"), f"/visits/{first}"))
    assert "Which door?" in words(see(signed.client("police"), "/homes"))


def listed(world: World, query: str = "", who: str = "supervisor") -> list[str]:
    page = see(world.client(who), f"/reviews{query}")
    return [each["href"].removeprefix("/visits/") for each in page.select("th a")]


def test_what_waits_is_listed_oldest_first_and_filtered_by_the_address(signed: World) -> None:
    older = an_id("older")
    at = "2026-02-01T10:00:00+00:00"
    signed.send("colleague", signed.visit("older", observed_at=at, written_at=at, signed_at=at))
    signed.send("owner", signed.visit("draft", signed_at=None))
    assert listed(signed) == [older, VISIT] == listed(signed, who="second")
    assert listed(signed, who="far_supervisor") == []
    review(signed, "sent_back", "More.", visit=older)
    assert listed(signed, "?state=sent_back") == [older]
    assert listed(signed, "?state=not_looked_at") == [VISIT]
    assert listed(signed, f"?author={an_id('colleague')}") == [older]
    assert listed(signed, f"?author={an_id('colleague')}&state=changed") == []
    page = see(signed.client("supervisor"), "/reviews?state=sent_back")
    assert page.select_one("option[selected]")["value"] == "sent_back"
    assert "1 of 2 visits" in words(page)
    review(signed, "agreed", "")
    assert listed(signed) == [older]
    review(signed, "reopened", "Wrong day.")
    assert listed(signed) == [older, VISIT] and listed(signed, "?state=reopened") == [VISIT]


@pytest.mark.parametrize(
    "query", ["?state=x", "?author=x", "?page=x", "?page=-1", "?page=99999999999", "?page=9999",
              "?state=%00", "?author=%27%3B--", "?state=agreed"]
)  # fmt: skip
def test_a_list_asked_for_with_nonsense_is_a_page(signed: World, query: str) -> None:
    see(signed.client("supervisor"), f"/reviews{query}")


def test_the_list_is_turned_by_pages(signed: World) -> None:
    for n in range(51):
        signed.send("owner", signed.visit(f"v{n}"))
    first, second = listed(signed), listed(signed, "?page=1")
    assert (len(first), len(second)) == (50, 2) and len({*first, *second}) == 52
    assert listed(signed, "?page=7") == second


def test_every_line_goes_into_an_evidence_pack(signed: World) -> None:
    review(signed, "comment", "Well <b>seen</b>.")
    for path in (f"{PATH}/evidence", f"/homes/{HOME}/evidence"):
        answer = signed.client("owner").post(path, data={"content": "copies"})
        pack = zipfile.ZipFile(io.BytesIO(answer.data))
        answer.close()
        (kept,) = [each for each in pack.namelist() if each.endswith("/review.json")]
        assert json.loads(pack.read(kept))["lines"][0]["words"] == "Well <b>seen</b>."
        page = pack.read("evidence/data/index.html").decode()
        assert "Review: Commented, not decided, 1 March 2026" in page
        assert "Well &lt;b&gt;seen&lt;/b&gt;." in page


def test_every_line_is_proved_by_the_audit_log(signed: World) -> None:
    review(signed, "comment", "Well seen.")
    review(signed, "agreed", "")
    pictures = signed.app.extensions["gcp"].settings.pictures
    assert list(verify(signed.store, pictures, Walk(), None)) == []
    with signed.store.writing():
        signed.store.run("UPDATE reviews SET words = 'Badly seen.' WHERE number = 1")
        signed.store.run("DELETE FROM reviews WHERE number = 2")
    found = {(each.kind, each.code) for each in verify(signed.store, pictures, Walk(), None)}
    assert found == {("unexplained", "visit_reviewed"), ("missing", "visit_reviewed")}


def test_the_api_tells_of_a_review_what_its_page_tells(signed: World) -> None:
    review(signed, "comment", "Well seen.")
    told = signed.client("colleague").get(f"/api/visits/{VISIT}").json["review"]
    assert told["state"] == "commented" and told["revision"] == 1
    (line,) = told["lines"]
    assert (line["kind"], line["words"], line["made_by"]) == ("comment", "Well seen.", "Supervisor")


def changes(world: World, query: str = "", who: str = "colleague") -> str:
    return words(see(world.client(who), f"{PATH}/changes{query}"))


def test_what_changed_is_told_with_reason_who_and_when(signed: World) -> None:
    signed.clock.turn(hours=1)
    document = signed.visit(reason="The cot was left out.", notes="A <i>cot</i> stood there.")
    document["grades"][0] = {**document["grades"][0], "grade": 5, "words": "No mattress."}
    document["grades"][2] = {"item": "hygiene.kitchen", "state": "not_seen"}
    del document["signs"][0]
    document["voices"].append({"child": JAY, "seen": "not_seen", "why": "At school."})
    document["in_charge"] = "nobody"
    signed.send("owner", document, 2)
    page = changes(signed, "?from=1&to=2")
    for each in (
        "The cot was left out.", "Changed by Owner", "1 March 2026, 13:00", "Mia: Grade",
        "No sheet.", "No mattress.", "A <i>cot</i> stood there.", "not seen", "At school.",
        "(taken out)", "(added)", "Nobody",
    ):  # fmt: skip
        assert each in page, each
    assert changes(signed) == page
    shown = see(signed.client("owner"), f"{PATH}/changes")
    assert "Kitchen: Grade 2" in words(shown) and "Answer without a grade" not in words(shown)
    assert [each.text for each in shown.select(".app-grade__number")] == ["4", "5", "2"]
    assert ("colleague", "visit_read") in signed.audit()
    link = f"{PATH}/changes?from=1&to=2"
    assert see(signed.client("colleague"), PATH).find("a", href=link)


def test_two_revisions_that_say_the_same_are_told_to(signed: World) -> None:
    correct(signed)
    assert "These two revisions say the same." in changes(signed)


@pytest.mark.parametrize(
    "query",
    ["?from=2&to=1", "?from=1&to=1", "?from=1&to=3", "?from=0&to=2", "?from=x&to=2",
     "?from=1&to=x", "?from=-1", "?to=1", "?from=99999&to=2", "?from=999999&to=2", "?from=%00"],
)  # fmt: skip
def test_revisions_that_there_are_not_are_not_found(signed: World, query: str) -> None:
    correct(signed)
    see(signed.client("owner"), f"{PATH}/changes{query}", 404)


def test_a_visit_with_one_revision_has_no_changes_and_drafts_are_the_authors(
    signed: World,
) -> None:
    see(signed.client("owner"), f"{PATH}/changes", 404)
    see(signed.client("owner"), f"/visits/{an_id('nothing')}/changes", 404)
    draft = an_id("begun")
    path = f"/visits/{draft}/changes"
    signed.send("owner", signed.visit("begun", signed_at=None, notes="Half."))
    signed.send("owner", signed.visit("begun", notes="Whole."), 2)
    assert "Half." in words(see(signed.client("owner"), f"{path}?from=1&to=2"))
    for who in ("colleague", "supervisor"):
        see(signed.client(who), f"{path}?from=1&to=2", 404)
        see(signed.client(who), path, 404)
        assert not see(signed.client(who), f"/visits/{draft}").select("a[href*=changes]")


def test_a_changed_photo_is_shown(signed: World, jpeg: Any) -> None:
    data = jpeg()
    send(signed, "owner", data)
    correct(signed, photos=[entry(signed, data, room="bedroom", caption="The cot", child=MIA)])
    page = see(signed.client("colleague"), f"{PATH}/changes")
    assert page.find("img", src=f"/photos/{digest(data)}/thumb")
    assert "The cot" in words(page) and "Bedroom" in words(page)


def test_nothing_that_was_received_is_changed_by_a_review(signed: World) -> None:
    def kept() -> str:
        rows = [signed.store.all(f"SELECT * FROM {each}") for each in ("visits", "revisions")]
        return json.dumps(rows)

    before = kept()
    for kind, said in (("comment", "a"), ("sent_back", "b"), ("agreed", ""), ("reopened", "c")):
        assert review(signed, kind, said).status_code == 302
    assert kept() == before and [each[0] for each in lines(signed)] == [1, 2, 3, 4]
