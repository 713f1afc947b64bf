"""The pages of a join can be read and used by everyone, at tablet and phone size."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_every_page import faults, fits, small_targets

FOUND = str(uuid.uuid5(uuid.NAMESPACE_URL, "test:a found home"))


def find_a_home(page: Page) -> None:
    """As a device would send it, with a child and an adult whom nobody knows yet."""
    child = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, "test:girl")), "name": "Girl in red coat"}
    adult = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, "test:woman")), "name": "Woman",
             "role": "carer"}  # fmt: skip
    sent = page.request.put(f"/api/homes/{FOUND}", data={
        "id": FOUND, "name": "", "address": "14 Larch Bank, back door", "postcode": "",
        "found_at": "2026-03-01T10:00:00+00:00", "children": [child], "adults": [adult],
    })  # fmt: skip
    assert sent.status == 201


def is_well(page: Page) -> None:
    assert faults(page) == [], page.url
    assert fits(page), page.url
    assert small_targets(page) == [], page.url


def follow(page: Page, what: Locator) -> None:
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        what.click()


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_a_found_home_is_joined_and_taken_back(
    signed_in: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = signed_in("supervisor", size)
    find_a_home(page)
    page.goto(f"/homes/{FOUND}")
    is_well(page)
    page.goto("/homes/to-decide")
    is_well(page)
    follow(page, page.get_by_role("link", name="14 Larch Bank, back door"))
    is_well(page)
    first = page.locator(".app-match").first
    expect(first).to_contain_text("Same street and house number")
    follow(page, first.get_by_role("button", name="Keep apart"))
    is_well(page)
    follow(page, page.get_by_role("button", name="Keep apart"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Another home", exact=True).check()
    page.get_by_label("How do you know?").fill("I rang them.")
    follow(page, page.get_by_role("button", name="Keep apart"))
    expect(page.get_by_role("heading", name="Kept apart")).to_be_visible()
    is_well(page)
    follow(page, page.get_by_role("button", name="Ask again"))
    page.get_by_label("Find the other home").fill("larch")
    follow(page, page.get_by_role("button", name="Search"))
    follow(page, page.locator(".app-home-row__link"))
    is_well(page)
    follow(page, page.get_by_role("button", name="Join the homes"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    is_well(page)
    page.get_by_role("group", name="Who is Girl in red coat").get_by_role("radio").first.check()
    page.get_by_role("group", name="Who is Woman").get_by_label("Another person").check()
    follow(page, page.get_by_role("button", name="Join the homes"))
    expect(page.get_by_text("Found again on a visit on 1 March 2026")).to_be_visible()
    expect(page.get_by_role("list", name="Adults")).to_contain_text("Woman")
    is_well(page)
    follow(page, page.get_by_role("link", name="14 Larch Bank, back door"))
    is_well(page)
    follow(page, page.get_by_role("button", name="Take the join back"))
    expect(page.get_by_role("link", name="Join it with a known home")).to_be_visible()
