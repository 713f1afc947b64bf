"""A decision to share is recorded with its fields, whatever was said to it, and stays readable."""

from __future__ import annotations

from typing import Any

import pytest

from gcp.core.sharing import Sharing, problems_of
from gcp.store import events, homes, sharing
from tests.conftest import HOME, MIA, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow

PATH = f"/homes/{HOME}/sharing/new"
FORM = {
    "decided": "shared", "what": "The grades of three visits", "agency": "school",
    "whom": "Head teacher", "why": "To feed the children", "basis": "child_safety",
    "consent": "refused", "consent_why": "Ann said no.", "children": MIA,
}  # fmt: skip


def words(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


@pytest.fixture
def here(world: World) -> World:
    world.app.config["WTF_CSRF_ENABLED"] = False
    for who in ("police", "partner"):
        homes.allocate(world.store, HOME, an_id(who), "2026-01-01T00:00:00.000Z")
    return world


def record(world: World, who: str = "owner", event: str = "one", **changes: str) -> str:
    data = {**FORM, "event_id": an_id(event), **changes}
    answer = world.client(who).post(PATH, data=data)
    assert answer.status_code == 302, answer.text[:3000]
    return an_id(event)


def table(world: World) -> list[dict[str, Any]]:
    return world.store.all("SELECT * FROM sharing_decisions ORDER BY event_id, number")


def test_a_refusal_stands_in_the_chronology_with_what_whom_why_and_basis(here: World) -> None:
    record(here)
    said = words(see(here.client("owner"), f"/homes/{HOME}/chronology"))
    assert "Decision to share" in said
    assert (
        "Shared with Head teacher (School): The grades of three visits. Why: To feed the children."
        " Basis: To keep a child safe, as our task in law. Consent was refused. Ann said no."
    ) in said
    (row,) = table(here)
    assert {key: row[key] for key in FORM if key != "children"} == {
        key: value for key, value in FORM.items() if key != "children"
    }
    assert ("owner", "sharing_recorded") in here.audit()


@pytest.mark.parametrize(
    ("consent", "sentence"),
    [
        ("given", "Consent was given."), ("asked", "without an answer yet."),
        ("not_safe", "It was not safe to ask for consent."),
    ],
)  # fmt: skip
def test_every_answer_to_consent_is_said(here: World, consent: str, sentence: str) -> None:
    record(here, consent=consent)
    assert sentence in words(see(here.client("owner"), f"/homes/{HOME}/chronology"))


def test_a_decision_not_to_share_is_one_too(here: World) -> None:
    record(here, decided="not_shared", basis="")
    said = words(see(here.client("owner"), f"/homes/{HOME}/chronology"))
    assert "Not shared with Head teacher (School)" in said and "Basis" not in said


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"decided": ""}, "decided"), ({"what": " "}, "what"), ({"agency": "moon"}, "agency"),
        ({"whom": ""}, "whom"), ({"why": ""}, "why"), ({"basis": ""}, "basis"),
        ({"basis": "whim"}, "basis"), ({"consent": ""}, "consent"), ({"consent": "x"}, "consent"),
        ({"basis": "consent"}, "basis"), ({"basis": "consent", "consent": "asked"}, "basis"),
        ({"consent": "not_safe", "consent_why": ""}, "consent_why"),
        ({"decided": "not_shared"}, "basis"), ({"what": "x" * 1_001}, "what"),
        ({"whom": "a\x00b"}, "whom"), ({"children": an_id("nobody")}, "children"),
    ],
)  # fmt: skip
def test_what_is_missing_or_cannot_be_is_said_at_its_field(
    here: World, changes: dict[str, str], path: str
) -> None:
    page = see(here.client("owner"), PATH, 400, data={**FORM, **changes})
    links = [each["href"] for each in page.select(".govuk-error-summary a")]
    assert links and links[0].startswith(f"#{path}")
    assert table(here) == [] and events.of_home(here.store, HOME) == []


def test_a_form_that_is_sent_twice_is_kept_once(here: World) -> None:
    record(here), record(here)
    assert len(table(here)) == len(events.of_home(here.store, HOME)) == 1


def test_a_change_is_a_new_row_with_its_reason(here: World) -> None:
    event = record(here)
    client = here.client("supervisor")
    assert client.get(f"/events/{event}/change").headers["Location"] == f"/events/{event}/sharing"
    see(client, f"/events/{event}/sharing")
    again = {**FORM, "since": "1", "consent": "given", "reason": "She rang and agreed."}
    assert client.post(f"/events/{event}/sharing", data=again).status_code == 302
    assert [(row["number"], row["consent"]) for row in table(here)] == [
        (1, "refused"), (2, "given"),
    ]  # fmt: skip
    said = words(see(client, f"/events/{event}"))
    assert "Consent was given." in said and "Consent was refused." in said
    assert "She rang and agreed." in said
    assert ("supervisor", "sharing_changed") in here.audit()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"since": "7", "consent": "given", "reason": "Why"}, 409),
        ({"since": "1", "consent": "given", "reason": ""}, 400),
        ({"since": "1", "reason": "Nothing differs"}, 400),
        ({"since": "x", "consent": "given", "reason": "Why"}, 409),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_changes_nothing(
    here: World, changes: dict[str, str], status: int
) -> None:
    event = record(here)
    page = see(here.client("owner"), f"/events/{event}/sharing", status, data={**FORM, **changes})
    assert page.select_one(".govuk-error-summary")
    assert len(table(here)) == 1


@pytest.mark.parametrize("who", ["police", "partner"])
def test_police_and_partners_record_their_own_and_see_no_others(here: World, who: str) -> None:
    others = record(here)
    own = record(here, who, "mine", whom="Duty desk")
    said = words(see(here.client(who), f"/homes/{HOME}/chronology"))
    assert "Duty desk" in said and "Head teacher" not in said
    see(here.client(who), f"/events/{own}/sharing")
    for path in (f"/events/{others}/sharing", f"/events/{others}/change"):
        see(here.client(who), path, 404)


@pytest.mark.parametrize("who", ["stranger", "far_supervisor", "administrator"])
def test_strangers_record_nothing(here: World, who: str) -> None:
    event = record(here)
    see(here.client(who), PATH, 404)
    see(here.client(who), f"/events/{event}/sharing", 404)
    assert here.client(who).post(PATH, data=FORM).status_code == 404
    assert len(table(here)) == 1


def test_only_a_decision_has_its_fields(here: World) -> None:
    event = record(here)
    assert sharing.find(here.store, event, 1) and sharing.find(here.store, an_id("x"), 1) is None
    see(here.client("owner"), f"/events/{an_id('x')}/sharing", 404)


def test_an_empty_decision_says_everything_that_is_missing() -> None:
    assert {each.path for each in problems_of(Sharing())} == {
        "decided", "what", "agency", "whom", "why", "basis", "consent",
    }  # fmt: skip


EVENT = {
    "kind": "sharing_decision", "day_day": "3", "day_month": "2", "day_year": "2026",
    "agency": "school", "source": "Head teacher", "words": "We told the school.",
    "significance": "notable",
}  # fmt: skip


def test_the_form_for_any_event_leads_to_the_one_for_decisions(here: World) -> None:
    for who in ("owner", "police", "partner"):
        page = see(here.client(who), f"/homes/{HOME}/chronology/new")
        assert page.find("option", value="school_report")
        assert page.find("option", value="sharing_decision") is None
        assert page.main.find("a", href=PATH)


def test_no_event_is_a_decision_without_its_fields(here: World) -> None:
    client = here.client("owner")
    page = see(client, f"/homes/{HOME}/chronology/new", 400,
               data={**EVENT, "event_id": an_id("event")})  # fmt: skip
    assert "A decision to share has a form of its own." in words(page)
    assert page.main.find("a", href=PATH)
    assert events.of_home(here.store, HOME) == []
    sent = {**EVENT, "event_id": an_id("event"), "kind": "plan"}
    assert client.post(f"/homes/{HOME}/chronology/new", data=sent).status_code == 302
    path = f"/events/{an_id('event')}/change"
    see(client, path, 400, data={**EVENT, "since": "1", "reason": "It was one."})
    assert events.find(here.store, an_id("event")).kind == "plan"


def test_a_decision_written_before_there_were_fields_is_read_and_changed_as_it_was(
    here: World,
) -> None:
    events.add(here.store, {
        "event_id": an_id("old"), "number": 1, "home_id": HOME, "kind": "sharing_decision",
        "agency": "school", "day": "2026-02-03", "until": None, "source": "Head teacher",
        "words": "We told the school.", "significance": "notable", "children": [], "area": None,
        "outcome": None, "outcome_why": "", "made_up_by": [], "withdrawn": False, "reason": "",
        "recorded_at": "2026-02-03T12:00:00.000Z", "recorded_by": an_id("owner"),
    })  # fmt: skip
    client, old = here.client("owner"), f"/events/{an_id('old')}"
    for path in (f"/homes/{HOME}/chronology", f"/homes/{HOME}", old):
        assert "We told the school." in words(see(client, path))
    page = see(client, f"{old}/change")
    assert page.find("option", value="sharing_decision", selected=True)
    changed = {**EVENT, "words": "We told both schools.", "since": "1", "reason": "Two."}
    assert client.post(f"{old}/change", data=changed).status_code == 302
    assert "We told both schools." in words(see(client, old))


@pytest.mark.parametrize("who", ["owner", "supervisor"])
@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"consent": "refused"}, "Consent was refused. Ann said no."),
        ({"decided": "not_shared", "basis": "", "consent": "refused"},
         "Not shared with Head teacher (School): The grades of three visits. Why: To feed the"
         " children. Consent was refused. Ann said no."),
        ({"decided": "not_shared", "basis": "", "consent": "not_safe"},
         "It was not safe to ask for consent. Ann said no."),
    ],
)  # fmt: skip
def test_a_refusal_stands_in_the_chronology_wherever_that_is_read(
    here: World, who: str, changes: dict[str, str], line: str
) -> None:
    event = record(here, who, **changes)
    for reader in ("owner", "colleague", "supervisor"):
        for path in (
            f"/homes/{HOME}", f"/homes/{HOME}/chronology", f"/events/{event}",
            f"/homes/{HOME}/chronology?kind=sharing_decision", f"/homes/{HOME}/children/{MIA}",
        ):  # fmt: skip
            assert line in words(see(here.client(reader), path)), (reader, path)
        table = here.client(reader).get(f"/homes/{HOME}/chronology/chronology.csv").text
        assert line in table
    # Withdrawn, it still stands there to be read, with who took it off and why.
    client = here.client(who)
    sent = {"since": "1", "reason": "Written down for another home."}
    assert client.post(f"/events/{event}/withdraw", data=sent).status_code == 302
    page = see(here.client("colleague"), f"/homes/{HOME}/chronology")
    assert page.find("a", href=f"/events/{event}")
    assert line in words(see(here.client("colleague"), f"/events/{event}"))
