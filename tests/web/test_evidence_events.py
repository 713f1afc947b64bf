"""An evidence pack holds the chronology that its maker may read, with all that it ever said."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import bagit
import pytest
from bs4 import BeautifulSoup

from gcp.store import homes
from gcp.store.audit import digest_of
from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.web.found import BOY, FOUND, GIRL, a_first_visit, a_home, put_home
from tests.web.test_evidence import HOME_PACK, VISIT_PACK, make, names, unpacked
from tests.web.test_joining import join

pytestmark = pytest.mark.slow

NAUGHTY = "=HYPERLINK(\"x\") <script>alert(1)</script> ' \u202e \U0001f6cf"
EVENTS = {"plan": an_id("plan"), "gone": an_id("gone"), "referral": an_id("referral"),
          "shared": an_id("shared"), "escalation": an_id("escalation")}  # fmt: skip


def sent(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "event_id": EVENTS[name], "kind": "plan", "day_day": "3", "day_month": "2",
        "day_year": "2026", "agency": "school", "source": "Head teacher", "children": [MIA],
        "words": f"First words of {name}. {NAUGHTY}", "significance": "notable", **changes,
    }  # fmt: skip


@pytest.fixture
def case(world: World) -> World:
    """A visit, an event that was changed, one withdrawn, a referral, an escalation, a refusal."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    homes.allocate(world.store, HOME, an_id("partner"), "2026-01-02T00:00:00.000Z")
    assert world.send("owner", world.visit()).status_code == 201

    def post(who: str, path: str, data: dict[str, Any]) -> None:
        answer = world.client(who).post(path, data=data)
        assert answer.status_code == 302, answer.text

    new = f"/homes/{HOME}/chronology/new"
    post("owner", new, sent("plan"))
    again = sent("plan", words="Second words of plan.", children=[JAY], reason="It was Jay.")
    post("colleague", f"/events/{EVENTS['plan']}/change", {**again, "since": "1"})
    post("owner", new, sent("gone"))
    post("owner", f"/events/{EVENTS['gone']}/withdraw", {"since": "1", "reason": "Another home."})
    post("partner", f"/homes/{HOME}/referrals/new", sent("referral"))
    step = f"/referrals/{EVENTS['referral']}/step"
    post("owner", step, {"kind": "decided", "since": "0", "outcome": "no_further_action",
                         "words": "Seen on Monday."})  # fmt: skip
    post("owner", step, {"kind": "told", "since": "1", "how": "telephone", "day_day": "1",
                         "day_month": "3", "day_year": "2026", "words": "Told her."})  # fmt: skip
    post("owner", f"/homes/{HOME}/escalations/new", sent("escalation", whom="Area manager"))
    post("owner", f"/homes/{HOME}/sharing/new", {
        "event_id": EVENTS["shared"], "decided": "not_shared", "what": "The grades",
        "agency": "school", "whom": "Head teacher", "why": "To feed her", "consent": "refused",
        "basis": "", "consent_why": "Ann said no.", "children": [MIA],
    })  # fmt: skip
    return world


def table(bag: Path, name: str) -> list[dict[str, str]]:
    with (bag / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def event(bag: Path, name: str) -> dict[str, Any]:
    (file,) = (bag / "data" / "chronology" / "events").glob(f"*-{EVENTS[name]}.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def test_each_event_is_there_with_all_it_said_and_what_was_done(
    case: World, tmp_path: Path
) -> None:
    bag = unpacked(make(case, "supervisor"), tmp_path)
    assert len(list((bag / "data" / "chronology" / "events").iterdir())) == len(EVENTS)
    first, second = event(bag, "plan")["revisions"]
    assert NAUGHTY in first["words"] and second["words"] == "Second words of plan."
    assert first["children"] == [{"id": MIA, "name": "Mia"}] and second["reason"] == "It was Jay."
    assert (first["recorder"], second["recorder"]) == ("Owner", "Colleague")
    before, gone = event(bag, "gone")["revisions"]
    assert (before["withdrawn"], gone["withdrawn"]) == (False, True)
    assert gone["reason"] == "Another home."
    referral = event(bag, "referral")
    assert [each["kind"] for each in referral["steps"]] == ["decided", "told"]
    assert referral["steps"][1]["words"] == "Told her."
    assert [each["whom"] for each in event(bag, "escalation")["steps"]] == ["Area manager"]
    (shared,) = event(bag, "shared")["revisions"]
    assert shared["sharing"]["consent"] == "refused" and "Consent was refused" in shared["words"]


def test_the_tables_say_the_same_in_the_words_of_the_screens(
    case: World, tmp_path: Path
) -> None:
    bag = unpacked(make(case, "owner"), tmp_path)
    rows = table(bag, "chronology/revisions")
    told = {(each["event"], each["revision"]): each for each in rows}
    # The decision about a referral is a revision of its line, too.
    assert len(told) == len(rows) == 8
    assert told[EVENTS["gone"], "2"]["withdrawn"] == "yes"
    assert told[EVENTS["plan"], "2"]["children"] == "Jay"
    assert told[EVENTS["plan"], "1"]["kind"] == "Plan"
    steps = table(bag, "chronology/steps")
    assert [(each["event"], each["words"], each["written_by"]) for each in steps] == [
        (EVENTS["referral"], "Seen on Monday.", "Owner"),
        (EVENTS["referral"], "Told her.", "Owner"), (EVENTS["escalation"], "", "Owner"),
    ]  # fmt: skip
    assert [each["outcome"] for each in steps] == ["No further action", "", ""]
    (row,) = table(bag, "chronology/sharing")
    assert (row["decision"], row["consent"]) == ("It is not shared", "Asked, and refused")
    lines = table(bag, "chronology/chronology")
    assert {each["Kind"] for each in lines} == {
        "Visit", "Plan", "Referral", "Escalation", "Decision to share",
    }  # fmt: skip
    assert "Another home." not in str(lines)


def test_the_page_reads_them_and_hostile_words_stay_words(case: World, tmp_path: Path) -> None:
    bag = unpacked(make(case, "owner"), tmp_path)
    page = BeautifulSoup((bag / "data" / "index.html").read_text("utf-8"), "html.parser")
    assert not page.find_all(["script", "link", "iframe", "a"])
    said = " ".join(page.get_text(" ").split())
    for words in ("First words of plan.", "Second words of plan.",
                  "Why it was changed: It was Jay.", "(Withdrawn)", "Why it was withdrawn: Another home.", "Told her.",
                  "Area manager", "Consent was refused. Ann said no."):  # fmt: skip
        assert words in said, words
    assert NAUGHTY in page.text
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_every_file_has_its_digest_and_its_line_in_the_readme(
    case: World, tmp_path: Path
) -> None:
    bag = unpacked(make(case, "owner"), tmp_path)
    listed = (bag / "manifest-sha256.txt").read_text().splitlines()
    digests = dict(line.split("  ", 1)[::-1] for line in listed)
    readme = (bag / "data" / "README.txt").read_text("utf-8")
    for name in names(bag):
        data = (bag / "data" / name).read_bytes()
        assert digests[f"data/{name}"] == hashlib.sha256(data).hexdigest()
        folder, _, rest = name.removeprefix("chronology/").partition("/")
        assert (f"{folder}/" if rest else folder) in readme, name
    lines = bag / "data" / "chronology" / "chronology.csv"
    lines.write_bytes(lines.read_bytes().replace(b"Told her", b"Told him"))
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def test_what_was_done_to_events_is_in_the_audit_lines_and_they_can_be_worked_out(
    case: World, tmp_path: Path
) -> None:
    bag = unpacked(make(case, "owner"), tmp_path)
    lines = table(bag, "audit")
    assert [int(each["id"]) for each in lines] == sorted(int(each["id"]) for each in lines)
    actions = [each["action"] for each in lines]
    for action in ("visit_received", "event_added", "event_changed", "event_withdrawn",
                   "referral_decided", "referral_told", "sharing_recorded"):  # fmt: skip
        assert action in actions
    assert "event_read" not in actions and "home_read" not in actions
    for each in lines:
        line = {name: each[name] or None for name in ("at", "account_id", "action", "home_id",
                                                     "visit_id", "detail")}  # fmt: skip
        assert digest_of(line, each["previous"]) == each["digest"]
    (made,) = case.store.all("SELECT detail FROM audit WHERE action = 'evidence_pack_made'")
    assert json.loads(made["detail"])["events"] == len(EVENTS)


@pytest.mark.parametrize("who", ["owner", "supervisor"])
def test_a_pack_of_one_visit_holds_nothing_of_the_chronology(
    case: World, who: str, tmp_path: Path
) -> None:
    bag = unpacked(make(case, who, VISIT_PACK), tmp_path)
    assert not [each for each in names(bag) if each.startswith("chronology")]
    for file in (bag / "data").rglob("*.*"):
        assert b"words of plan" not in file.read_bytes() and b"Ann said no" not in file.read_bytes()
    assert "The chronology is not in this pack" in (bag / "data" / "README.txt").read_text()


@pytest.mark.parametrize("who", ["colleague", "partner", "police", "stranger", "administrator"])
def test_who_may_take_no_evidence_out_gets_no_chronology_so(case: World, who: str) -> None:
    assert case.client(who).post(HOME_PACK, data={"content": "copies"}).status_code == 404


def test_events_of_a_joined_home_are_among_them_with_their_names(
    case: World, tmp_path: Path
) -> None:
    assert put_home(case, "owner", a_home()).status_code == 201
    assert case.send("owner", a_first_visit(case)).status_code == 201
    there = {**sent("plan"), "event_id": an_id("there"), "children": [GIRL, BOY]}
    path = f"/homes/{FOUND}/chronology/new"
    assert case.client("owner").post(path, data=there).status_code == 302
    assert join(case).status_code == 302
    bag = unpacked(make(case, "supervisor"), tmp_path)
    (file,) = (bag / "data" / "chronology" / "events").glob(f"*-{an_id('there')}.json")
    found = json.loads(file.read_text("utf-8"))
    assert found["home"] == FOUND
    assert [each["name"] for each in found["revisions"][0]["children"]] == [
        "Girl in red coat", "Boy, maybe a cousin",
    ]  # fmt: skip
