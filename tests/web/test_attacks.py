"""What a hostile user tries at the door: odd requests, guesses at passwords, borrowed cookies."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import stat
import threading
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from gcp import create_app
from gcp.photo_files import keep_original
from gcp.settings import Settings, read_settings
from gcp.store.engine import Engine
from gcp.web.api import OPEN_CALLS
from gcp.web.pages import OPEN_ENDPOINTS
from tests.conftest import HOME, JAY, MIA, PASSWORD, Clock, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow

OWNER = "owner@example.test"
BLANKS = "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u2000\u2003\u3000"


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: Any) -> int:
    details = json.dumps({"email": email, "password": password})
    return client.post(
        "/api/session", data=details, content_type="application/json", **more
    ).status_code


def test_every_address_but_a_few_asks_to_sign_in(world: World) -> None:
    values = {"home_id": HOME, "visit_id": an_id("visit"), "visit": an_id("visit"), "number": 1,
              "sha256": "a" * 64, "size": "thumb", "person_id": an_id("owner"),
              "partner_id": an_id("partner"), "digest": "a", "job": an_id("job"),
              "into_id": HOME, "other_id": HOME, "child_id": an_id("mia"),
              "device_id": an_id("device"), "room": "bedroom",
              "item_id": "hygiene.kitchen", "event_id": an_id("event"), "try_id": an_id("try"),
              "name": "a"}
    client = world.app.test_client()
    world.app.config["WTF_CSRF_ENABLED"] = False
    adapter = world.app.url_map.bind("localhost")
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint in OPEN_ENDPOINTS | OPEN_CALLS:
            continue
        path = adapter.build(rule.endpoint, {k: values[k] for k in rule.arguments})
        for method in rule.methods - {"OPTIONS"}:
            answer = client.open(path, method=method)
            sent_away = answer.headers.get("Location", "").startswith("/sign-in")
            assert answer.status_code == 401 or sent_away, (method, path, answer.status_code)


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 30, "9" * 5_000])
def test_a_revision_number_beyond_all_bounds_is_no_page(world: World, number: str) -> None:
    world.send("owner", world.visit())
    path = f"/api/visits/{an_id('visit')}/revisions/{number}"
    body = json.dumps(world.visit(reason="More.")).encode()
    assert world.client("owner").get(path).status_code in {404, 405}
    assert world.client("owner").put(path, data=body).status_code in {404, 422}


@pytest.mark.parametrize(
    ("path", "most"),
    [("/api/visits/{id}/revisions/1", 1_000_000), ("/api/photos/" + "0" * 64, 32_000_000)],
)
def test_a_body_that_does_not_say_its_length_is_not_cut_to_fit(
    world: World, path: str, most: int
) -> None:
    def put(size: int) -> Any:
        return world.client("owner").put(
            path.format(id=an_id("visit")), input_stream=io.BytesIO(b" " * size),
            environ_overrides={"wsgi.input_terminated": True},
            headers={"Transfer-Encoding": "chunked"},
        )  # fmt: skip

    assert put(most + 1).status_code == put(most + 70_000).status_code == 413
    assert put(most).status_code == 422


@pytest.mark.parametrize("origin", ["http://[", "http://a\u2100b", "null", "//localhost.test"])
def test_an_origin_that_cannot_be_read_is_from_elsewhere(world: World, origin: str) -> None:
    answer = world.client("owner").delete("/api/session", headers={"Origin": origin})
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "from_elsewhere")


@pytest.mark.parametrize(
    "where", ["//[x", "///elsewhere.test", "/\t/elsewhere.test", "/\r\nSet-Cookie: a=b", "http:[",
              "/\\\\elsewhere.test", " //elsewhere.test"]
)  # fmt: skip
def test_where_to_go_after_signing_in_is_a_path_here_or_nothing(world: World, where: str) -> None:
    page = see(world.app.test_client(), "/sign-in", query_string={"next": where})
    assert not page.find("input", {"name": "next"}).get("value")


def test_half_a_character_for_an_address_is_a_plain_no(world: World) -> None:
    assert sign_in(world.app.test_client(), "\ud800@example.test") == 401


def spellings() -> list[str]:
    """The same address in ways that the look-up reads alike."""
    padded = [f"{OWNER}{' ' * 280}{blank * 40}x" for blank in BLANKS]
    return [OWNER.upper(), f" {OWNER}", f"{OWNER}\u3000", f"\x1f{OWNER.title()}\r\n", *padded]


def test_another_spelling_of_an_address_gives_no_further_tries(world: World) -> None:
    client = world.app.test_client()
    answers = [sign_in(client, each, "wrong") for each in spellings()]
    assert answers == [401] * 5 + [429] * (len(answers) - 5)
    assert sign_in(client, OWNER) == 429


def test_spellings_do_not_tell_a_known_address_from_an_unknown_one(world: World) -> None:
    client = world.app.test_client()
    for who in (OWNER, "nobody@example.test"):
        answers = [sign_in(client, f"{who}{blank * 300}x", "wrong") for blank in BLANKS]
        answers += [sign_in(client, f"{blank}{who}", "wrong") for blank in BLANKS]
        assert answers.count(401) == 5 + len(BLANKS), who


def test_ones_own_sign_in_does_not_wipe_out_the_tries_at_others(world: World) -> None:
    client = world.app.test_client()
    for number in range(99):
        assert sign_in(client, f"person{number}@example.test", "Password1") == 401
    assert sign_in(client, "stranger@example.test") == 201
    assert sign_in(client, "person99@example.test", "Password1") == 401
    assert sign_in(client, "person100@example.test", "Password1") == 429


def test_many_sign_ins_that_work_block_nobody(world: World) -> None:
    for _ in range(110):
        assert sign_in(world.app.test_client(), OWNER) == 201


def test_one_ipv6_network_is_one_machine(world: World) -> None:
    client = world.app.test_client()
    for number in range(100):
        place = {"REMOTE_ADDR": f"2001:db8::{number:x}"}
        assert sign_in(client, f"p{number}@example.test", "x", environ_base=place) == 401
    near, far = {"REMOTE_ADDR": "2001:db8::ffff"}, {"REMOTE_ADDR": "2001:db8:0:1::1"}
    assert sign_in(client, "one@example.test", "x", environ_base=near) == 429
    assert sign_in(client, "two@example.test", "x", environ_base=far) == 401


def test_tries_that_no_longer_count_are_not_kept(world: World) -> None:
    client = world.app.test_client()
    sign_in(client, "my password, typed in the wrong field", "x")
    world.clock.turn(minutes=21)
    sign_in(client, "nobody@example.test", "x")
    assert world.store.all("SELECT who FROM sign_in_failures WHERE who LIKE '%password%'") == []


def test_tries_at_one_moment_do_not_slip_past_the_limit(world: World) -> None:
    answers: list[int] = []

    def attempt() -> None:
        answers.append(sign_in(world.app.test_client(), OWNER, "wrong"))
        world.app.extensions["gcp"].engine.close()

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [401] * 5 + [429] * 7


def test_a_failed_try_is_logged_with_its_machine(world: World, settings: Settings) -> None:
    with world.store.writing():
        world.store.run("UPDATE accounts SET demonstration = 1 WHERE email LIKE 'stranger@%'")
    for email in (OWNER, "nobody@example.test", "stranger@example.test"):
        password = PASSWORD if email.startswith("stranger") else "wrong"
        assert sign_in(world.app.test_client(), email, password) == 401
    rows = world.store.all("SELECT account_id, detail FROM audit WHERE action = 'sign_in_failed'")
    assert [row["account_id"] for row in rows] == [an_id("owner"), None, an_id("stranger")]
    assert all(json.loads(row["detail"]) == {"machine": "127.0.0.1"} for row in rows)


def test_a_cookie_from_before_a_new_sign_in_is_worth_nothing(world: World) -> None:
    client = world.app.test_client()
    sign_in(client, OWNER)
    before = client.get_cookie("session").value  # type: ignore[union-attr]
    sign_in(client, "colleague@example.test")
    assert client.get("/api/session").json["person"]["name"] == "Colleague"
    client.set_cookie("session", before)
    assert client.get("/api/session").status_code == 401


def test_a_cookie_that_somebody_planted_is_not_taken_over(world: World) -> None:
    victim, thief = world.app.test_client(), world.app.test_client()
    see(thief, "/sign-in")
    planted = thief.get_cookie("session").value  # type: ignore[union-attr]
    victim.set_cookie("session", planted)
    sign_in(victim, OWNER)
    assert victim.get_cookie("session").value != planted  # type: ignore[union-attr]
    assert thief.get("/api/session").status_code == 401


def test_a_session_of_the_demonstration_ends_with_it(world: World, settings: Settings) -> None:
    with world.store.writing():
        world.store.run("UPDATE accounts SET demonstration = 1 WHERE email = :e", e=OWNER)
    shown = create_app(dataclasses.replace(settings, demonstration=True), Clock())
    client = shown.test_client()
    assert sign_in(client, OWNER) == 201
    cookie = client.get_cookie("session").value  # type: ignore[union-attr]
    shown.extensions["gcp"].engine.close()
    later = world.app.test_client()
    later.set_cookie("session", cookie)
    assert later.get("/api/session").status_code == 401


NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{0.__class__}</title>"


def a_nasty_visit(world: World) -> dict[str, Any]:
    photo = {
        "id": an_id("p"), "sha256": "ab" * 32, "bytes": 1, "type": "image/jpeg", "source": "file",
        "observed_at": world.clock.now.isoformat(), "caption": NASTY, "consent": "refused",
        "consent_words": NASTY, "room": "kitchen",
    }  # fmt: skip
    voice = dict.fromkeys(("why", "appearance", "own_words", "activity", "relationships"), NASTY)
    return world.visit(
        reason=NASTY, arrival=NASTY, notes=NASTY, no_photos=NASTY, photos=[photo],
        children=[{"id": MIA, "name": "Mia"}, {"id": an_id("n"), "name": NASTY}],
        adults=[{"id": an_id("o"), "name": NASTY, "role": "other", "relation": NASTY}],
        present=[an_id("o"), an_id("n")], in_charge=an_id("o"),
        grades=[{"item": "sleeping.bedding", "child": an_id("n"), "grade": 5, "words": NASTY,
                 "made_up_by": ["school"], "made_up_words": NASTY}],
        signs=[{"sign": "cannabis", "words": NASTY}],
        voices=[{"child": an_id("n"), "seen": "not_seen", **voice}],
        withdrawn_photos=[{"id": an_id("w"), "sha256": "cd" * 32, "why": NASTY,
                           "at": world.clock.now.isoformat()}],
        device={"id": an_id("d"), "app": NASTY},
    )  # fmt: skip


@pytest.fixture
def nasty(world: World) -> World:
    with world.store.writing():
        world.store.run("UPDATE accounts SET name = :name WHERE email = :e", name=NASTY, e=OWNER)
        world.store.run(
            "UPDATE homes SET name = :name, address = :name, postcode = :name", name=NASTY
        )
        world.store.run("UPDATE teams SET name = :name || id", name=NASTY)
    assert world.send("owner", a_nasty_visit(world)).status_code == 201
    world.clock.turn(days=1)
    world.clients.clear()
    world.send("owner", {**a_nasty_visit(world), "id": an_id("again"), "grades": []})
    return world


def holds_no_markup(text: str) -> None:
    page = BeautifulSoup(text, "html.parser")
    assert not page.find("img", src="x") and not page.find(onerror=True)
    for script in page.find_all("script"):
        assert script.get("src") or script.get("type") == "application/json"
        assert "alert(" not in script.get_text() or json.loads(script.get_text())
    assert "49{0" not in text and "{0.__class__}" in text


@pytest.mark.parametrize(
    "path",
    ["/homes", "/homes?q=" + "alert", f"/homes/{HOME}", f"/homes/{HOME}?child={MIA}",
     f"/homes/{HOME}?child={an_id('n')}", f"/homes/{HOME}/people/new", "/homes/new",
     f"/visits/{an_id('visit')}", f"/visits/{an_id('again')}", f"/visits/{JAY}"],
)  # fmt: skip
def test_no_text_becomes_markup_on_any_page(nasty: World, path: str) -> None:
    holds_no_markup(nasty.client("owner").get(path).text)


def test_no_text_becomes_markup_in_forms_lists_and_what_a_device_carries(nasty: World) -> None:
    nasty.app.config["WTF_CSRF_ENABLED"] = False
    client = nasty.client("owner")
    holds_no_markup(client.get("/homes", query_string={"q": NASTY}).text)
    holds_no_markup(client.get("/sign-in", query_string={"next": f"/{NASTY}"}).text)
    person = dict.fromkeys(("name", "kind", "born_day", "about_years", "relation"), NASTY)
    holds_no_markup(client.post(f"/homes/{HOME}/people/new", data=person).text)
    home = dict.fromkeys(("name", "address", "postcode", "team"), NASTY)
    holds_no_markup(client.post("/homes/new", data=home).text)
    for path in ("/admin", "/admin/audit", f"/admin/audit?who={NASTY}&before={NASTY}"):
        holds_no_markup(nasty.client("administrator").get(path).text)
    holds_no_markup(client.get("/api/caseload").json["homes"][0]["history"])


def test_what_is_kept_is_for_its_owner_alone(settings: Settings, jpeg: Any) -> None:
    instance = settings.instance / "new" / "place"
    read_settings({"GCP_INSTANCE": str(instance)})
    engine = Engine(instance / "gcp.sqlite")
    engine.store().migrate()
    data = jpeg()
    keep_original(instance / "photos", hashlib.sha256(data).hexdigest(), data)
    kept = [instance, *instance.iterdir()]
    assert len(kept) >= 5
    for each in kept:
        assert not each.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), each
    engine.close()
