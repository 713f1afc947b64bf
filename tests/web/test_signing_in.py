"""Signing in and out: who comes in, who does not, and what a session is worth."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from gcp import create_app
from gcp.settings import Settings
from gcp.store import accounts
from tests.conftest import HOME, PASSWORD, Clock, World, an_id
from tests.web.pages import see


def try_sign_in(world: World, email: str, password: str) -> int:
    client = world.app.test_client()
    return client.post("/api/session", json={"email": email, "password": password}).status_code


def test_the_sign_in_page_lets_a_person_in_and_back_to_where_they_were(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    client = world.app.test_client()
    sent_to = client.get(f"/homes/{HOME}").headers["Location"]
    page = see(client, sent_to)
    wanted = page.find("input", {"name": "next"})["value"]
    answer = client.post(
        "/sign-in", data={"email": "OWNER@example.test ", "password": PASSWORD, "next": wanted}
    )
    assert answer.headers["Location"] == f"/homes/{HOME}"
    assert client.get(f"/homes/{HOME}").status_code == 200


@pytest.mark.parametrize(
    "where", ["https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test", "javascript:0"]
)
def test_signing_in_never_leads_to_another_site(world: World, where: str) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    details = {"email": "owner@example.test", "password": PASSWORD, "next": where}
    answer = world.app.test_client().post("/sign-in", data=details)
    assert answer.headers["Location"] == "/"


def test_wrong_details_say_nothing_about_which_was_wrong(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    texts = set()
    for email in ("owner@example.test", "nobody@example.test"):
        details = {"email": email, "password": "wrong password"}
        page = see(world.app.test_client(), "/sign-in", 400, data=details)
        texts.add(page.find(class_="govuk-error-summary").get_text(" ", strip=True))
    assert len(texts) == 1


def test_a_form_without_its_token_is_refused(world: World) -> None:
    page = see(world.app.test_client(), "/sign-in", 400, data={"email": "a", "password": "b"})
    assert page.find("h1")


def test_five_wrong_tries_block_an_account_for_twenty_minutes(world: World) -> None:
    for _ in range(5):
        assert try_sign_in(world, "owner@example.test", "wrong") == 401
    assert try_sign_in(world, "owner@example.test", PASSWORD) == 429
    assert try_sign_in(world, "colleague@example.test", PASSWORD) == 201
    world.clock.turn(minutes=21)
    assert try_sign_in(world, "owner@example.test", PASSWORD) == 201


@pytest.mark.parametrize(
    "sent", [b"", b"{", b"[]", b"null", b'{"email": 1, "password": {}}', b'{"email": "a\\u0000"}',
             b'{"email": "owner@example.test", "password": "\\ud800"}', b"[" * 9000]
)  # fmt: skip
def test_an_odd_sign_in_is_a_plain_no(world: World, sent: bytes) -> None:
    answer = world.app.test_client().post(
        "/api/session", data=sent, content_type="application/json"
    )
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "wrong_details"


def test_without_signing_in_nothing_is_shown(world: World) -> None:
    client = world.app.test_client()
    for path in ("/homes", f"/homes/{HOME}", f"/visits/{an_id('visit')}", "/admin"):
        assert client.get(path).headers["Location"].startswith("/sign-in")
    for path in ("/api/caseload", "/api/rules", "/api/session", f"/api/visits/{an_id('visit')}"):
        answer = client.get(path)
        assert (answer.status_code, answer.json["error"]["code"]) == (401, "signed_out")


def test_a_signed_out_cookie_is_worth_nothing(world: World) -> None:
    client = world.client("owner")
    cookie = client.get_cookie("session")
    assert client.delete("/api/session").status_code == 204
    client.set_cookie("session", cookie.value if cookie else "")
    assert client.get("/api/session").status_code == 401


def test_a_session_runs_out(world: World) -> None:
    client = world.client("owner")
    world.clock.turn(hours=13)
    assert client.get("/api/session").status_code == 401


def test_a_disabled_account_is_out_at_once_and_stays_out(world: World) -> None:
    client = world.client("owner")
    accounts.set_disabled(world.store, an_id("owner"), "2026-03-01T12:00:00.000Z", True)
    assert client.get("/api/session").status_code == 401
    assert try_sign_in(world, "owner@example.test", PASSWORD) == 401


def test_a_new_password_ends_every_session(world: World) -> None:
    client = world.client("owner")
    accounts.set_password(world.store, an_id("owner"), "x", "2026-03-01T12:00:00.000Z")
    assert client.get("/api/session").status_code == 401


def test_another_sites_page_can_send_nothing(world: World) -> None:
    client = world.client("owner")
    for headers in ({"Origin": "https://elsewhere.test"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.delete("/api/session", headers=headers)
        assert (answer.status_code, answer.json["error"]["code"]) == (403, "from_elsewhere")
    plain = client.post("/api/session", data="{}", content_type="text/plain")
    assert plain.status_code == 415


def test_the_session_cookie_is_out_of_reach_of_scripts(world: World) -> None:
    details = {"email": "owner@example.test", "password": PASSWORD}
    cookie = world.app.test_client().post("/api/session", json=details).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_over_https_the_cookie_is_bound_to_the_host(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, https=True), Clock())
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert app.config["SESSION_COOKIE_SECURE"] is True
    app.extensions["gcp"].engine.close()


def test_a_demonstration_account_is_refused_outside_the_demonstration(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    with world.store.writing():
        world.store.run("UPDATE accounts SET demonstration = 1 WHERE email LIKE 'owner@%'")
    assert try_sign_in(world, "owner@example.test", PASSWORD) == 401
    shown = create_app(dataclasses.replace(settings, demonstration=True), Clock())
    details = {"email": "owner@example.test", "password": PASSWORD}
    assert shown.test_client().post("/api/session", json=details).status_code == 201
    shown.extensions["gcp"].engine.close()


def test_every_answer_carries_the_strict_headers(world: World) -> None:
    for path in ("/sign-in", "/health", "/nothing", "/api/session"):
        headers = world.app.test_client().get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
