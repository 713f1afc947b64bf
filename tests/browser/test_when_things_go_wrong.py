"""Whatever happens between the tablet and the server, nothing is lost and the screen says what is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, Route, expect

from gcp.demo.cast import PASSWORD
from tests.browser.conftest import Server, open_app, unlock
from tests.browser.test_visit_app import a_file, a_home, arrive, begin, photo_bytes, sign_off, step

Enter = Callable[..., Page]


def change(server: Server, sql: str) -> None:
    """What an administrator does meanwhile, on the server's own database."""
    with sqlite3.connect(server.instance / "gcp.sqlite") as database:
        database.execute(sql)


def all_sent(page: Page) -> None:
    expect(page.get_by_role("heading", name="All sent")).to_be_visible(timeout=20_000)


def signed_visit(page: Page) -> str:
    """A visit with a photo that waits because there is no network; the address of its steps."""
    steps = begin(page, a_home(page))
    arrive(page, steps)
    step(page, steps, "photos")
    page.locator('[data-slot="files"]').set_input_files(a_file("bed.jpg", photo_bytes("olive")))
    expect(page.locator('[data-part="photo"] img')).to_be_visible()
    page.context.set_offline(True)
    sign_off(page, steps)
    expect(page.locator('[data-part="sent"]')).to_contain_text("Next try at")
    return steps


def sign_in_to_send(page: Page, password: str = PASSWORD) -> None:
    page.get_by_role("link", name="Sign in to send").first.tap()
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").tap()


def test_a_session_that_ended_keeps_everything_and_asks_to_sign_in(
    signed_in: Enter, server: Server
) -> None:
    page = signed_in()
    signed_visit(page)
    change(server, "UPDATE sessions SET ended_at = '2026-01-01T00:00:00.000Z'")
    page.context.set_offline(False)
    expect(page.locator('[data-part="sent"]')).to_contain_text("Sign in to send")
    sign_in_to_send(page)
    all_sent(page)


def test_a_password_that_changed_meanwhile_loses_nothing(signed_in: Enter, server: Server) -> None:
    page = signed_in()
    signed_visit(page)
    who = "email = 'practitioner@demo.example'"
    other = "(SELECT password_hash FROM accounts WHERE email LIKE 'practitioner2%')"
    change(server, f"UPDATE accounts SET password_hash = 'changed' WHERE {who}")
    change(server, "UPDATE sessions SET ended_at = '2026-01-01T00:00:00.000Z'")
    page.context.set_offline(False)
    sign_in_to_send(page)
    expect(page.locator('[data-slot="password_error"]')).to_contain_text("stays here")
    change(server, f"UPDATE accounts SET password_hash = {other} WHERE {who}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    all_sent(page)


def test_a_closed_account_keeps_its_work_on_the_device(signed_in: Enter, server: Server) -> None:
    page = signed_in()
    steps = signed_visit(page)
    who = "email = 'practitioner@demo.example'"
    change(server, f"UPDATE accounts SET disabled_at = '2026-01-01T00:00:00.000Z' WHERE {who}")
    change(server, "UPDATE sessions SET ended_at = '2026-01-01T00:00:00.000Z'")
    page.context.set_offline(False)
    sign_in_to_send(page)
    expect(page.locator('[data-slot="password_error"]')).to_contain_text("this account is closed")
    page.reload()
    unlock(page)
    page.goto(steps)
    expect(page.locator('[data-part="sent"]')).to_contain_text("Sign in to send")
    change(server, f"UPDATE accounts SET disabled_at = NULL WHERE {who}")
    sign_in_to_send(page)
    all_sent(page)


ANSWERS = {
    "a 500 page": {"status": 500, "content_type": "text/html", "body": "<h1>Sorry</h1>"},
    "a proxy's 502": {"status": 502, "content_type": "text/html", "body": "Bad gateway"},
    "a captive portal": {"status": 200, "content_type": "text/html", "body": "<p>Welcome</p>"},
    "a portal that speaks JSON": {"status": 200, "json": {"login": "please", "sha256": "0"}},
    "half an answer": {"status": 201, "content_type": "application/json", "body": '{"visit": "'},
    "an empty answer": {"status": 200, "body": ""},
    "somebody else's 401": {"status": 401, "content_type": "text/html", "body": "Sign in here"},
    "somebody else's 404": {"status": 404, "content_type": "text/html", "body": "Not found"},
    "somebody else's 410": {"status": 410, "content_type": "text/html", "body": "Gone"},
}


def test_an_answer_that_is_no_receipt_is_no_receipt(signed_in: Enter) -> None:
    page = signed_in()
    signed_visit(page)
    heard: list[str] = []
    given: dict[str, Any] = {}

    def answer(route: Route) -> None:
        heard.append(route.request.method)
        route.fulfill(**given)

    def is_put(each: Response) -> bool:
        return "/revisions/" in each.url and "PUT" in heard

    page.context.route(re.compile("/api/"), answer)
    for what, given in ANSWERS.items():
        heard.clear()
        # That it is sent each time says that no answer before was taken for a receipt.
        with page.expect_response(is_put):
            page.context.set_offline(False)
            page.evaluate("dispatchEvent(new Event('online'))")  # as when the network comes again
        status = page.locator('[data-send^="visit/"]')
        expect(status, what).to_have_attribute("data-status", re.compile("waiting|signed_out"))
        expect(page.locator('[data-part="bar"]'), what).to_contain_text("2 not sent yet, oldest")
    page.context.unroute(re.compile("/api/"))
    with page.expect_response(lambda each: "/revisions/" in each.url and each.status == 201):
        page.evaluate("dispatchEvent(new Event('online'))")
    all_sent(page)


def test_a_server_that_comes_and_goes_gets_everything_once(
    signed_in: Enter, server: Server
) -> None:
    page = signed_in()
    steps = signed_visit(page)
    server.stop()
    page.context.set_offline(False)
    page.locator('[data-action="send-now"]').tap()
    expect(page.locator('[data-part="sent"]')).to_contain_text("Next try at")
    server.start()
    all_sent(page)
    visit = steps.split("#")[1]
    assert len(page.request.get(f"/api/visits/{visit}").json()["revisions"]) == 1


def test_a_revoked_device_is_emptied_at_its_next_contact(signed_in: Enter, server: Server) -> None:
    page = signed_in()
    signed_visit(page)
    context = page.context
    page.close()
    change(server, "UPDATE devices SET revoked_at = '2026-01-01T00:00:00.000Z'")
    context.set_offline(False)
    page = context.new_page()
    page.goto("/visit")
    expect(page.get_by_text("Everything that was kept here has been removed.")).to_be_visible()
    kept = page.evaluate("""async () => ({
        databases: (await indexedDB.databases()).map((each) => each.name),
        caches: await caches.keys(),
        storage: localStorage.length,
        workers: (await navigator.serviceWorker.getRegistrations()).length,
    })""")
    assert kept == {"databases": [], "caches": [], "storage": 0, "workers": 0}
    with sqlite3.connect(server.instance / "gcp.sqlite") as database:
        assert database.execute("SELECT count(*) FROM devices WHERE emptied_at IS NULL").fetchone() == (0,)


def test_an_open_device_that_is_revoked_is_emptied_too(signed_in: Enter, server: Server) -> None:
    page = signed_in()
    signed_visit(page)
    change(server, "UPDATE devices SET revoked_at = '2026-01-01T00:00:00.000Z'")
    page.context.set_offline(False)
    expect(page.get_by_text("Everything that was kept here has been removed.")).to_be_visible()
    expect(page.locator('[data-part="bar"]')).to_be_hidden()
    page.reload()
    expect(page.get_by_role("heading", name="Choose a passphrase")).to_be_visible()


@pytest.mark.parametrize("days", [-1, 1, 7])
def test_a_clock_that_is_wrong_by_days_holds_nothing_up(signed_in: Enter, days: int) -> None:
    page = signed_in()
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=days))
    steps = begin(page, a_home(page))
    arrive(page, steps)
    step(page, steps, "photos")
    page.locator('[data-slot="files"]').set_input_files(a_file("bed.jpg", photo_bytes("olive")))
    expect(page.locator('[data-part="photo"] img')).to_be_visible()
    if days > 1:  # its author sets right what only a person can know
        step(page, steps, "arriving")
        page.get_by_label("When did the visit begin?").fill(f"{datetime.now():%Y-%m-%dT%H:%M}")
        expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    sign_off(page, steps)
    all_sent(page)


def test_a_clock_that_jumps_back_while_something_waits_delays_nothing(signed_in: Enter) -> None:
    page = signed_in()
    signed_visit(page)
    page.clock.set_system_time(datetime.now(UTC) - timedelta(days=1))
    page.context.set_offline(False)
    all_sent(page)


def test_a_browser_that_clears_its_store_loses_nothing_that_is_open(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    step(page, steps, "notes")
    page.locator("textarea").fill("Two mattresses on the floor")
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    session = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
    page.locator("textarea").press("End")
    page.locator("textarea").type(", no sheets")
    expect(page.get_by_text("The browser has removed what this device kept")).to_be_visible()
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    page.reload()
    unlock(page)
    expect(page.locator("textarea")).to_have_value("Two mattresses on the floor, no sheets")


def test_a_full_device_says_so_and_keeps_what_it_has(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in(place="/about")
    session = page.context.new_cdp_session(page)
    origin = {"origin": page.evaluate("location.origin")}
    session.send("Storage.overrideQuotaForOrigin", {**origin, "quotaSize": 12_000_000})
    steps = begin(page, a_home(page))
    step(page, steps, "notes")
    page.locator("textarea").fill("Kept before it was full")
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    step(page, steps, "photos")
    big = tmp_path / "bed.jpg"
    big.write_bytes(photo_bytes("olive") + b"\0" * 16_000_000)
    page.locator('[data-slot="files"]').set_input_files(big)
    refused = page.locator('[data-part="photos"] [data-slot="refused"]')
    expect(refused).to_contain_text("This device is full, so bed.jpg was not kept")
    page.locator('[data-slot="files"]').set_input_files(a_file("bed.jpg", photo_bytes("olive")))
    expect(page.locator('[data-part="photo"]')).to_have_count(1)
    page.goto(f"{steps}/notes")
    expect(page.locator("textarea")).to_have_value("Kept before it was full")
    open_app(page, "#device")
    expect(page.locator('[data-part="device"]')).to_be_visible()
