"""A visit that the server will not take is opened again, changed and sent: nothing is stuck."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import unlock


def sign_off(page: Page) -> None:
    page.get_by_role("link", name="Review and sign off").click()
    page.get_by_role("button", name="Sign off").click()
    page.get_by_role("button", name="Yes, sign off").click()


def test_a_visit_dated_too_far_ahead_is_changed_and_sent(signed_in: Callable[..., Page]) -> None:
    page = signed_in(place="/homes")
    page.get_by_role("link", name="14 Larch Bank").click()
    page.get_by_role("button", name="Start a visit").click()
    unlock(page)
    page.get_by_role("link", name="Arriving").click()
    page.get_by_text("Unannounced", exact=True).click()
    page.get_by_text("No reply", exact=True).click()
    ahead = datetime.now() + timedelta(days=3)
    page.get_by_label("When did the visit begin?").fill(f"{ahead:%Y-%m-%dT%H:%M}")
    expect(page.locator("[data-part=saved]")).to_contain_text("Saved")
    page.get_by_role("link", name="All steps").click()
    page.get_by_role("link", name="Notes").click()
    page.get_by_label("Anything else").fill("Curtains moved upstairs.")
    expect(page.locator("[data-part=saved]")).to_contain_text("Saved")
    page.get_by_role("link", name="All steps").click()
    sign_off(page)
    expect(page.locator("[data-part=sent]")).to_contain_text("Not taken", timeout=30_000)

    page.get_by_role("button", name="Change it and sign off again").click()
    expect(page.get_by_text("The server did not take this visit")).to_be_visible()
    page.get_by_role("link", name="Arriving").click()
    page.get_by_label("When did the visit begin?").fill(f"{datetime.now():%Y-%m-%dT%H:%M}")
    expect(page.locator("[data-part=saved]")).to_contain_text("Saved")
    page.get_by_role("link", name="All steps").click()
    sign_off(page)
    expect(page.locator("[data-part=sent]")).to_contain_text("All sent", timeout=30_000)
    page.goto("/homes")
    page.get_by_role("link", name="14 Larch Bank").click()
    page.locator(".app-visits__visit").first.get_by_role("link").first.click()
    expect(page.get_by_text("Curtains moved upstairs.")).to_be_visible()
