"""Devices: what they report, the key kept for them, who sees them, and taking one out of use."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from gcp.store import accounts, audit
from gcp.version import VERSION
from tests.conftest import HOME, PASSWORD, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow

TABLET, PHONE = an_id("tablet"), an_id("phone")
PATH = f"/api/devices/{TABLET}"
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
OTHER_KEY = base64.urlsafe_b64encode(bytes(32)).decode().rstrip("=")
REMOVED = {
    "id": an_id("line"), "what": "photo", "visit": an_id("visit"),
    "at": "2026-03-01T11:58:00+00:00", "how": "typed",
}  # fmt: skip


def a_report(world: World, **changes: Any) -> dict[str, Any]:
    """What a device that holds nothing unsent reports, with the changes asked for."""
    return {
        "app": VERSION, "rules": world.rules, "label": "Chrome on Android",
        "unsent": {"homes": 0, "visits": 0, "photos": 0}, "drafts": 0, "oldest": None,
        "persisted": True, "free_bytes": 5_000_000_000, "clock_ahead_s": 0, "removed": [],
        **changes,
    }  # fmt: skip


def with_work(world: World, oldest: str = "2026-02-27T09:00:00Z", **changes: Any) -> dict[str, Any]:
    unsent = {"homes": 1, "visits": 2, "photos": 5}
    return a_report(world, unsent=unsent, drafts=1, oldest=oldest, **changes)


def put(world: World, who: str, sent: Any, path: str = PATH, **more: Any) -> Any:
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    return world.client(who).put(path, data=body, content_type="application/json", **more)


def keep_key(world: World, who: str = "owner", key: str = KEY, device: str = TABLET) -> Any:
    return put(world, who, {"key": key}, f"/api/devices/{device}/recovery-key")


def ask_key(
    world: World, who: str = "owner", password: str = PASSWORD, client: FlaskClient | None = None,
    device: str = TABLET, **more: Any,
) -> Any:  # fmt: skip
    details = {"email": f"{who}@example.test", "password": password}
    asking = client or world.app.test_client()
    return asking.post(f"/api/devices/{device}/recovery-key", json=details, **more)


def revoke(world: World, who: str, device: str = TABLET) -> Any:
    world.app.config["WTF_CSRF_ENABLED"] = False
    return world.client(who).post(f"/devices/{device}/revoke")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def logged(world: World, action: str) -> list[dict[str, Any]]:
    rows = world.store.all(
        "SELECT account_id, visit_id, detail FROM audit WHERE action = :action ORDER BY id",
        action=action,
    )
    return [{**row, "detail": json.loads(row["detail"])} for row in rows]


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/api/session").status_code == 200


# What a device reports


def test_a_report_is_kept_in_place_of_the_one_before(world: World) -> None:
    answer = put(world, "owner", with_work(world))
    received = {"device": TABLET, "received_at": "2026-03-01T12:00:00.000Z", "removed": []}
    assert (answer.status_code, answer.json) == (200, received)
    world.clock.turn(minutes=5)
    assert put(world, "owner", a_report(world, label="Edge on Windows")).status_code == 200
    rows = world.store.all("SELECT * FROM device_reports")
    assert rows == [
        {
            "device_id": TABLET, "account_id": an_id("owner"), "recovery_key": None,
            "seen_at": "2026-03-01T12:05:00.000Z", "reported_at": "2026-03-01T12:05:00.000Z",
            "app": VERSION, "rules": world.rules, "label": "Edge on Windows", "unsent_homes": 0,
            "unsent_visits": 0, "unsent_photos": 0, "drafts": 0, "oldest_unsent": None,
            "persisted": 1, "free_bytes": 5_000_000_000, "clock_ahead_s": 0,
        }
    ]  # fmt: skip


def test_two_people_on_one_tablet_have_a_report_each(world: World) -> None:
    put(world, "owner", with_work(world))
    put(world, "colleague", a_report(world))
    rows = world.store.all("SELECT account_id, drafts FROM device_reports ORDER BY drafts")
    assert [tuple(row.values()) for row in rows] == [(an_id("colleague"), 0), (an_id("owner"), 1)]
    assert world.store.one("SELECT first_seen_by FROM devices") == {"first_seen_by": an_id("owner")}


def test_only_the_first_contact_of_a_person_with_a_device_is_logged(world: World) -> None:
    for _ in range(3):
        put(world, "owner", a_report(world))
    keep_key(world)
    put(world, "colleague", a_report(world))
    lines = logged(world, "device_first_contact")
    assert [line["account_id"] for line in lines] == [an_id("owner"), an_id("colleague")]
    assert all(line["detail"] == {"device": TABLET} for line in lines)


def test_what_a_device_may_not_know_yet_is_left_null(world: World) -> None:
    unknown = a_report(world, rules=None, free_bytes=None, clock_ahead_s=None, oldest=None)
    assert put(world, "owner", unknown).status_code == 200


def test_removed_work_goes_into_the_log_exactly_once(world: World) -> None:
    second = {**REMOVED, "id": an_id("second"), "what": "draft", "visit": None, "how": "exported"}
    sent = a_report(world, removed=[REMOVED, second, REMOVED])
    for _ in range(3):
        assert put(world, "owner", sent).json["removed"] == [REMOVED["id"], second["id"]]
    lines = logged(world, "unsent_removed")
    assert [line["visit_id"] for line in lines] == [REMOVED["visit"], None]
    detail = {key: REMOVED[key] for key in ("id", "what", "at", "how")}
    assert lines[0]["detail"] == {"device": TABLET, **detail}
    assert audit.first_broken_line(world.store) is None


def test_nobody_can_use_up_the_id_of_anothers_removed_work(world: World) -> None:
    put(world, "stranger", a_report(world, removed=[REMOVED]), f"/api/devices/{PHONE}")
    put(world, "owner", a_report(world, removed=[REMOVED]))
    who = [line["account_id"] for line in logged(world, "unsent_removed")]
    assert who == [an_id("stranger"), an_id("owner")]


WRONG: list[tuple[str, Any]] = [
    ("app", ""), ("app", None), ("app", "a" * 101), ("app", 1), ("app", "a\nb"),
    ("label", "a" * 101), ("label", "\u202ebad"), ("label", ["a"]), ("label", "\x00"),
    ("rules", "f" * 63), ("rules", 5), ("unsent", None), ("unsent", 3), ("unsent", []),
    ("drafts", -1), ("drafts", 1.0), ("drafts", True), ("drafts", "1"), ("drafts", 10**30),
    ("oldest", "yesterday"), ("oldest", 1), ("oldest", "0001-01-01T00:00:00+14:00"),
    ("oldest", "9999-12-31T23:59:59-14:00"), ("oldest", "2026-03-01T11:00:00"),
    ("persisted", 1), ("persisted", "true"), ("persisted", None), ("free_bytes", -1),
    ("free_bytes", 2**63), ("clock_ahead_s", 10**20), ("clock_ahead_s", 0.5),
    ("removed", None), ("removed", {}), ("removed", [REMOVED] * 101),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_field_that_is_wrong_is_named_and_nothing_is_kept(
    world: World, field: str, value: Any
) -> None:
    answer = put(world, "owner", a_report(world, **{field: value}))
    assert answer.status_code == 422, answer.text
    assert [each["path"] for each in answer.json["error"]["fields"]] == [field]
    assert world.store.all("SELECT * FROM devices") == []


def test_every_wrong_field_is_named_at_once(world: World) -> None:
    sent = a_report(
        world, unsent={"homes": -1, "visits": 0, "videos": 1}, more=1,
        removed=[{**REMOVED, "id": "x", "how": "lost", "at": "now"}, 7, {**REMOVED, "visit": 1}],
    )  # fmt: skip
    del sent["label"], sent["oldest"]
    answer = put(world, "owner", sent)
    assert answer.status_code == 422
    assert {each["path"] for each in answer.json["error"]["fields"]} == {
        "unsent.homes", "unsent.videos", "unsent.photos", "more", "label", "oldest",
        "removed[0].id", "removed[0].how", "removed[0].at", "removed[1]", "removed[2].visit",
    }  # fmt: skip
    assert all(each["message"].endswith(".") for each in answer.json["error"]["fields"])


@pytest.mark.parametrize("path", [PATH, f"{PATH}/recovery-key"])
@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{}", b"{", b"\xff", b"[" * 9000, b'{"key": NaN}',
             b'{"key": "a", "key": "b"}', b'{"a\\u0000": 1}', b'{"label": "\\ud800"}',
             b'{"drafts": ' + b"9" * 5000 + b"}"],
)  # fmt: skip
def test_what_is_no_report_and_no_key_is_one_clear_answer(
    world: World, path: str, body: bytes
) -> None:
    answer = put(world, "owner", body, path)
    assert answer.status_code == 422
    assert answer.json["error"]["message"]
    assert world.store.all("SELECT * FROM devices") == []


@pytest.mark.parametrize("path", [PATH, f"{PATH}/recovery-key"])
def test_a_body_that_is_too_large_is_refused(world: World, path: str) -> None:
    assert put(world, "owner", b" " * 20_001, path).status_code in {413, 422}
    assert put(world, "owner", b" " * 50_000, path).status_code == 413
    stream = world.client("owner").put(
        path, input_stream=io.BytesIO(b" " * 500_000),
        environ_overrides={"wsgi.input_terminated": True},
        headers={"Transfer-Encoding": "chunked"},
    )  # fmt: skip
    assert stream.status_code in {413, 422}


def test_a_full_report_fits(world: World) -> None:
    lines = [{**REMOVED, "id": an_id(str(n)), "how": "exported"} for n in range(100)]
    answer = put(world, "owner", with_work(world, label="a" * 100, removed=lines))
    assert (answer.status_code, len(answer.json["removed"])) == (200, 100)


# The recovery key


def test_a_kept_key_is_handed_out_to_a_sign_in_and_begins_a_session(world: World) -> None:
    assert keep_key(world).status_code == 201
    client = world.app.test_client()
    answer = ask_key(world, client=client)
    person = {"id": an_id("owner"), "name": "Owner", "email": "owner@example.test",
              "role": "practitioner"}  # fmt: skip
    assert (answer.status_code, answer.json) == (200, {"person": person, "key": KEY})
    assert client.get("/api/session").json["person"] == person
    assert world.audit()[-2:] == [("owner", "signed_in"), ("owner", "recovery_key_released")]


def test_a_later_key_takes_the_place_of_the_earlier(world: World) -> None:
    keep_key(world)
    assert keep_key(world, key=OTHER_KEY).status_code == 201
    assert ask_key(world).json["key"] == OTHER_KEY
    put(world, "owner", a_report(world))
    assert ask_key(world).json["key"] == OTHER_KEY, "a report leaves it"


def test_the_key_itself_is_never_in_the_log(world: World) -> None:
    keep_key(world)
    ask_key(world)
    assert len(logged(world, "recovery_key_kept")) == 1
    assert not [row for row in world.store.all("SELECT detail FROM audit") if KEY in row["detail"]]


@pytest.mark.parametrize(
    ("who", "device"), [("colleague", TABLET), ("administrator", TABLET), ("owner", PHONE)]
)
def test_nobody_gets_anothers_key_nor_another_devices(
    world: World, who: str, device: str
) -> None:
    keep_key(world)
    client = world.app.test_client()
    assert code(ask_key(world, who, client=client, device=device)) == (404, "no_recovery_key")
    assert not is_signed_in(client)
    assert world.audit()[-1] == (who, "recovery_key_missing")


def test_the_password_is_checked_with_the_same_limits_as_a_sign_in(world: World) -> None:
    keep_key(world)
    for _ in range(5):
        assert code(ask_key(world, password="wrong")) == (401, "wrong_details")
    assert code(ask_key(world)) == (429, "too_many_tries")
    details = {"email": "owner@example.test", "password": PASSWORD}
    assert world.app.test_client().post("/api/session", json=details).status_code == 429
    world.clock.turn(minutes=21)
    assert ask_key(world).status_code == 200


def test_a_closed_account_gets_no_key(world: World) -> None:
    keep_key(world)
    accounts.set_disabled(world.store, an_id("owner"), "2026-03-01T12:00:00.000Z", True)
    assert code(ask_key(world)) == (401, "wrong_details")


def test_a_key_is_asked_for_as_json_and_from_our_own_pages(world: World) -> None:
    keep_key(world)
    path, details = f"{PATH}/recovery-key", {"email": "owner@example.test", "password": PASSWORD}
    assert code(world.app.test_client().post(path, data=details)) == (415, "json_wanted")
    elsewhere = {"Origin": "https://elsewhere.test"}
    assert code(ask_key(world, headers=elsewhere)) == (403, "from_elsewhere")


@pytest.mark.parametrize(
    "key", ["", None, 5, KEY + "=", KEY[:-1], KEY[:-1] + "B", KEY + "A", "+" + KEY[1:], KEY + "\n"]
)
def test_what_is_not_32_bytes_is_no_key(world: World, key: Any) -> None:
    answer = keep_key(world, key=key)
    assert answer.status_code == 422
    assert [each["path"] for each in answer.json["error"]["fields"]] == ["key"]


# Who asks, and from which device


def test_anybody_may_ask_whether_a_device_is_revoked(world: World) -> None:
    client = world.app.test_client()
    assert client.get(PATH).json == {"device": TABLET, "revoked": False, "revoked_at": None}
    put(world, "owner", a_report(world))
    assert client.get(PATH).json == {"device": TABLET, "revoked": False, "revoked_at": None}
    revoke(world, "supervisor")
    assert client.get(PATH).json == {
        "device": TABLET, "revoked": True, "revoked_at": "2026-03-01T12:00:00.000Z"
    }  # fmt: skip
    assert client.get("/api/devices/nothing").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", PATH), ("PUT", f"{PATH}/recovery-key"), ("GET", "/api/caseload"),
     ("GET", "/api/session"), ("DELETE", "/api/session"), ("GET", "/api/rules"),
     ("PUT", f"/api/visits/{an_id('visit')}/revisions/1"), ("PUT", "/api/photos/" + "0" * 64)],
)  # fmt: skip
def test_one_persons_work_is_not_done_in_anothers_session(
    world: World, method: str, path: str
) -> None:
    client = world.client("colleague")
    before = len(world.audit())
    answer = client.open(path, method=method, headers={"X-Person": an_id("owner")}, data=b"{}")
    assert code(answer) == (401, "other_person")
    assert len(world.audit()) == before
    assert is_signed_in(client)


def test_the_person_themselves_may_go_on_and_sign_in_again(world: World) -> None:
    mine = {"X-Person": an_id("owner"), "X-Device": TABLET}
    assert world.client("owner").get("/api/caseload", headers=mine).status_code == 200
    details = {"email": "owner@example.test", "password": PASSWORD}
    other = world.client("colleague")
    assert other.post("/api/session", json=details, headers=mine).status_code == 201
    signed_out = world.app.test_client().get("/api/caseload", headers=mine)
    assert code(signed_out) == (401, "signed_out")


ODD = ["", "x", "null", "0" * 5000, TABLET.upper(), f"{TABLET},{PHONE}", f" {TABLET}x", "\xff\xfe",
       "' OR 1=1 --", TABLET[:-1]]  # fmt: skip


@pytest.mark.parametrize("header", ["X-Device", "X-Person"])
@pytest.mark.parametrize("value", ODD)
def test_a_header_that_is_no_id_is_refused_plainly(world: World, header: str, value: str) -> None:
    answer = world.client("owner").get("/api/caseload", headers={header: value})
    assert code(answer) == (400, "not_uuid")
    assert [each["path"] for each in answer.json["error"]["fields"]] == [header]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/caseload"), ("GET", "/api/session"), ("POST", "/api/session"),
     ("GET", "/api/rules"), ("PUT", f"/api/visits/{an_id('visit')}/revisions/1"),
     ("PUT", "/api/photos/" + "0" * 64), ("PUT", PATH), ("PUT", f"{PATH}/recovery-key"),
     ("POST", f"{PATH}/recovery-key")],
)  # fmt: skip
def test_a_revoked_device_is_told_so_by_every_call(world: World, method: str, path: str) -> None:
    put(world, "owner", a_report(world))
    revoke(world, "supervisor")
    world.clients.clear()
    for client in (world.client("owner"), world.app.test_client()):
        answer = client.open(path, method=method, headers={"X-Device": TABLET}, json={})
        assert code(answer) == (410, "device_revoked")
    fresh = world.client("owner").get("/api/caseload", headers={"X-Device": PHONE})
    assert fresh.status_code == 200


def test_a_revoked_device_keeps_and_gets_no_key_whatever_it_says_it_is(world: World) -> None:
    keep_key(world)
    revoke(world, "owner")
    world.clients.clear()
    assert code(ask_key(world)) == (410, "device_revoked")
    assert code(keep_key(world)) == (410, "device_revoked")
    assert code(put(world, "owner", a_report(world))) == (410, "device_revoked")
    assert world.store.all("SELECT recovery_key FROM device_reports") == [{"recovery_key": None}]


# Taking a device out of use


def test_revoking_signs_out_everyone_who_used_the_device_and_nobody_else(world: World) -> None:
    put(world, "owner", with_work(world))
    put(world, "colleague", a_report(world))
    users = [world.client(who) for who in ("owner", "colleague")]
    others = world.client("police")
    assert revoke(world, "supervisor").status_code == 302
    assert [is_signed_in(client) for client in users] == [False, False]
    assert is_signed_in(others) and is_signed_in(world.client("supervisor"))
    line = logged(world, "device_revoked")[0]
    people = [an_id("colleague"), an_id("owner")]
    assert line["account_id"] == an_id("supervisor")
    assert line["detail"] == {"device": TABLET, "people": people}


def test_a_device_is_revoked_once(world: World) -> None:
    put(world, "owner", a_report(world))
    revoke(world, "supervisor")
    world.clock.turn(hours=1)
    world.clients.pop("owner")
    owner = world.client("owner")
    assert revoke(world, "administrator").status_code == 302
    assert is_signed_in(owner), "who signed in elsewhere since stays signed in"
    assert len(logged(world, "device_revoked")) == 1
    asked = world.client("administrator").get(f"/devices/{TABLET}/revoke")
    assert asked.headers["Location"] == "/devices#revoked"


def test_a_revoked_device_says_once_that_it_is_empty(world: World) -> None:
    client = world.app.test_client()
    assert client.post(f"{PATH}/emptied").status_code == 404
    put(world, "owner", a_report(world))
    assert client.post(f"{PATH}/emptied").status_code == 404
    revoke(world, "supervisor")
    world.clock.turn(minutes=3)
    assert client.post(f"{PATH}/emptied", headers={"X-Device": TABLET}).status_code == 204
    world.clock.turn(minutes=3)
    assert client.post(f"{PATH}/emptied").status_code == 204
    assert [line["detail"] for line in logged(world, "device_emptied")] == [{"device": TABLET}]
    page = see(world.client("supervisor"), "/devices")
    assert page.find("td", {"data-label": "Emptied"}).text == "1 March 2026, 12:03"


def test_another_sites_page_cannot_say_that_a_device_is_empty(world: World) -> None:
    put(world, "owner", a_report(world))
    revoke(world, "supervisor")
    answer = world.app.test_client().post(
        f"{PATH}/emptied", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert code(answer) == (403, "from_elsewhere")


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 302), ("supervisor", 302), ("administrator", 302), ("colleague", 404),
     ("stranger", 404), ("far_supervisor", 404), ("police", 404), ("partner", 404)],
)  # fmt: skip
def test_only_its_first_user_a_supervisor_of_theirs_and_an_administrator_revoke(
    world: World, who: str, status: int
) -> None:
    put(world, "owner", a_report(world))
    asked = world.client(who).get(f"/devices/{TABLET}/revoke")
    assert asked.status_code == (200 if status == 302 else status)
    assert revoke(world, who).status_code == status
    assert len(logged(world, "device_revoked")) == (status == 302)


@pytest.mark.parametrize("who", ["colleague", "stranger", "far_supervisor"])
def test_using_anothers_device_gives_no_power_to_empty_it(world: World, who: str) -> None:
    put(world, "owner", with_work(world))
    put(world, who, a_report(world))
    assert revoke(world, who).status_code == 403
    assert world.client(who).get(f"/devices/{TABLET}/revoke").status_code == 403
    page = see(world.client(who), "/devices")
    assert [row.th.text.split()[0] for row in page.tbody.find_all("tr")] == [
        world.client(who).get("/api/session").json["person"]["name"].split()[0]
    ]
    assert "Somebody else used it first" in page.tbody.text


def test_a_form_without_its_token_revokes_nothing(world: World) -> None:
    put(world, "owner", a_report(world))
    answer = world.client("supervisor").post(f"/devices/{TABLET}/revoke")
    assert answer.status_code == 400
    assert not world.client("owner").get(PATH).json["revoked"]


@pytest.mark.parametrize("device", [PHONE, "nothing", "..%2f", TABLET[:-1]])
def test_a_device_that_is_not_there_cannot_be_revoked(world: World, device: str) -> None:
    put(world, "owner", a_report(world))
    assert revoke(world, "administrator", device).status_code == 404


def test_before_revoking_it_is_said_what_is_lost(world: World) -> None:
    put(world, "owner", with_work(world))
    put(world, "stranger", with_work(world, oldest="2026-03-01T11:00:00Z"))
    put(world, "colleague", a_report(world))
    world.clock.turn(hours=2)
    found = see(world.client("supervisor"), f"/devices/{TABLET}/revoke")
    page = found.main.get_text(" ", strip=True)
    assert "Owner: 2 visits, 1 new home, 5 photos, 1 draft." in page
    assert "The oldest is from 27 February 2026, 09:00, 2 days 5 hours ago." in page
    assert "Somebody else who uses it: 2 visits" in page and "Stranger" not in page
    assert "last in contact 2 hours ago" in page
    assert "signed out here too" not in page


def test_whoever_revokes_their_own_device_is_told_that_they_are_signed_out(world: World) -> None:
    put(world, "owner", a_report(world))
    page = see(world.client("owner"), f"/devices/{TABLET}/revoke").main.text
    assert "Nothing on it was waiting" in page and "signed out here too" in page
    revoke(world, "owner")
    assert not is_signed_in(world.client("owner"))


def test_a_device_that_never_reported_may_hold_anything(world: World) -> None:
    keep_key(world)
    page = see(world.client("supervisor"), f"/devices/{TABLET}/revoke").main.text
    assert "never reported what it holds" in page and "Nothing on it" not in page


# The page


def rows(world: World, who: str) -> list[str]:
    """The text of each row of the devices in use."""
    page = see(world.client(who), "/devices")
    table = page.find("table")
    found = table.tbody.find_all("tr") if table else []
    return [row.get_text(" ", strip=True) for row in found]


@pytest.mark.parametrize(
    ("who", "names"),
    [("owner", ["Owner"]), ("supervisor", ["Colleague", "Owner"]), ("colleague", ["Colleague"]),
     ("far_supervisor", ["Stranger"]),
     ("administrator", ["Colleague", "Owner", "Police", "Stranger"]),
     ("police", ["Police"]), ("partner", [])],
)  # fmt: skip
def test_each_sees_the_devices_that_are_theirs_to_see(
    world: World, who: str, names: list[str]
) -> None:
    for number, each in enumerate(("owner", "colleague", "stranger", "police")):
        put(world, each, a_report(world), f"/api/devices/{an_id(str(number))}")
    assert sorted(row.split()[0] for row in rows(world, who)) == names


def test_the_page_says_how_each_device_stands(world: World) -> None:
    put(world, "owner", with_work(world))
    world.clock.turn(hours=3, minutes=5)
    page = see(world.client("supervisor"), "/devices")
    cells = {td.get("data-label"): td.get_text(" ", strip=True) for td in page.tbody.find_all("td")}
    label = page.tbody.th.get_text(" ", strip=True)
    assert label == f"Owner Chrome on Android, device {TABLET[:4].upper()}"
    assert cells == {
        "Last contact": "3 hours 5 minutes ago 1 March 2026, 12:00",
        "Not sent yet": "2 visits, 1 new home, 5 photos, 1 draft"
        " Oldest: 2 days 6 hours, since 27 February 2026, 09:00",
        "Needs a look": "Work has not been sent for 2 days 6 hours.",
        "Versions": f"App {VERSION} Rules test.1",
        None: f"Revoke Chrome on Android, device {TABLET[:4].upper()}, of Owner",
    }
    assert "1 of 1 needs a look" in page.text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"persisted": False}, "The browser may delete what it holds."),
        ({"clock_ahead_s": 301}, "Its clock is 5 minutes fast."),
        ({"clock_ahead_s": -7200}, "Its clock is 2 hours slow."),
        ({"free_bytes": 1_000}, "Less than 200 MB are free on it."),
        ({"rules": "ab" * 32}, "Its rules are older: it has abababab, and test.1 is in force."),
        ({"app": "0.0.1"}, f"Its app is 0.0.1. The newest is {VERSION}."),
        ({"drafts": 1, "oldest": "2026-02-28T11:00:00Z"}, "not been sent for 1 day 1 hour."),
    ],
)
def test_what_needs_a_look_is_said_in_words(
    world: World, changes: dict[str, Any], reason: str
) -> None:
    put(world, "owner", a_report(world, **changes))
    assert reason in rows(world, "supervisor")[0]


@pytest.mark.parametrize(
    "changes",
    [{}, {"clock_ahead_s": 300}, {"clock_ahead_s": -300}, {"rules": None},
     {"clock_ahead_s": None, "free_bytes": None}, {"drafts": 1, "oldest": "2026-03-01T11:59:00Z"},
     {"drafts": 1, "oldest": "2031-01-01T00:00:00+02:00"}, {"oldest": "2020-01-01T00:00:00Z"}],
)  # fmt: skip
def test_what_is_as_it_should_be_needs_no_look(world: World, changes: dict[str, Any]) -> None:
    put(world, "owner", a_report(world, **changes))
    assert "None needs a look" in see(world.client("supervisor"), "/devices").text


@pytest.mark.parametrize("seconds", [10_000_000_000_000, -10_000_000_000_000])
def test_a_clock_however_wrong_does_not_break_the_page(world: World, seconds: int) -> None:
    put(world, "owner", with_work(world, "9998-12-31T23:59:59-14:00", clock_ahead_s=seconds))
    assert "Its clock is 115,740,740 days" in rows(world, "supervisor")[0]
    assert see(world.client("supervisor"), f"/devices/{TABLET}/revoke")


def test_a_device_with_old_work_that_is_silent_says_both(world: World) -> None:
    put(world, "owner", with_work(world))
    put(world, "colleague", a_report(world), f"/api/devices/{PHONE}")
    world.days_later(9)
    found = rows(world, "supervisor")
    assert "was not in contact for 9 days" in found[0] and found[0].startswith("Owner")
    assert "not in contact" not in found[1], "nothing is lost with it"


def test_what_needs_a_look_most_comes_first(world: World) -> None:
    reports = {
        "fine": a_report(world), "clock": a_report(world, clock_ahead_s=4000),
        "old": with_work(world, "2026-02-20T09:00:00Z"), "new": with_work(world),
        "app": a_report(world, app="0.0.1"),
    }  # fmt: skip
    for name, sent in reports.items():
        put(world, "owner", {**sent, "label": name}, f"/api/devices/{an_id(name)}")
    shown = [row.split()[1].strip(",") for row in rows(world, "supervisor")]
    assert shown == ["old", "new", "clock", "app", "fine"]


def test_a_tablet_of_two_says_that_it_is_shared(world: World) -> None:
    put(world, "owner", a_report(world))
    put(world, "stranger", a_report(world))
    assert "Shared with 1 other person" in rows(world, "supervisor")[0]
    asked = see(world.client("supervisor"), f"/devices/{TABLET}/revoke")
    assert "Shared with 1 other person." in asked.main.text


def test_the_count_is_of_devices_and_not_of_people(world: World) -> None:
    for who in ("owner", "colleague"):
        put(world, who, with_work(world))
        put(world, who, a_report(world), f"/api/devices/{PHONE}")
    assert "1 of 2 needs a look" in see(world.client("supervisor"), "/devices").text


def test_a_revoked_device_stands_apart_until_and_after_it_is_empty(world: World) -> None:
    put(world, "owner", with_work(world))
    revoke(world, "supervisor")
    page = see(world.client("supervisor"), "/devices")
    assert page.find(id="revoked").text == "Taken out of use"
    text = page.tbody.get_text(" ", strip=True)
    assert "2 visits" in text and "by Supervisor" in text and "Not yet." in text
    assert not page.find("a", href=f"/devices/{TABLET}/revoke")


def test_a_device_of_which_only_a_key_is_kept_has_not_reported(world: World) -> None:
    keep_key(world)
    assert rows(world, "supervisor")[0].count("Not reported yet") == 3


def test_without_devices_the_page_says_what_to_do(world: World) -> None:
    page = see(world.client("supervisor"), "/devices")
    assert page.find(class_="app-empty") and not page.find("table")


@pytest.mark.parametrize(
    ("who", "linked"),
    [("supervisor", True), ("administrator", True), ("owner", False), ("partner", False)],
)
def test_the_menu_leads_those_there_who_look_after_devices(
    world: World, who: str, linked: bool
) -> None:
    page = see(world.client(who), "/devices")
    assert bool(page.nav.find("a", href="/devices")) is linked


def test_no_text_of_a_device_becomes_markup(world: World) -> None:
    nasty = "\"'><img src=x onerror=alert(1)>{{7*7}}"
    put(world, "owner", with_work(world, label=nasty, app=nasty))
    for path in ("/devices", f"/devices/{TABLET}/revoke"):
        page = see(world.client("administrator"), path)
        assert not page.find("img") and nasty in page.text


def test_nothing_of_a_case_is_on_the_page(world: World) -> None:
    world.send("owner", world.visit(device={"id": TABLET, "app": VERSION}))
    put(world, "owner", with_work(world, removed=[REMOVED]))
    text = world.client("administrator").get("/devices").text
    for word in ("Mia", "Jay", "Ann", "Example Row", HOME, an_id("visit"), KEY):
        assert word not in text
