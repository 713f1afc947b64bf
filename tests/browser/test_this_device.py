"""A device says how it stands before a visit: its room, what it keeps, its clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_app
from tests.browser.test_corrections import well_made
from tests.browser.test_every_page import is_well
from tests.browser.test_visit_app import a_home, begin

Enter = Callable[..., Page]


def test_this_device_says_how_it_stands(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page, "#device")
    part = page.locator('[data-part="device"]')
    expect(part).to_contain_text("Room for about")
    expect(part.locator('[data-slot="facts"]')).to_contain_text("Last contact with the server")
    expect(part.locator('[data-slot="clock"]')).to_be_hidden()
    is_well(page, "this device")
    begin(page, a_home(page))
    page.goto("/visit#device")
    expect(part).to_contain_text("1, the oldest since")


@pytest.mark.parametrize(
    ("free", "sentence"),
    [(100_000_000, "There is room for about 25 more"), (9_000_000, "This device is full")],
)
def test_a_full_device_is_known_before_the_visit(
    signed_in: Enter, free: int, sentence: str
) -> None:
    page = signed_in()
    page.add_init_script(
        f"navigator.storage.estimate = async () => ({{ quota: 1e9, usage: 1e9 - {free} }});"
    )
    open_app(page, "#device")
    expect(page.locator('[data-slot="room"]')).to_contain_text(sentence)
    well_made(page)


def test_a_clock_that_is_wrong_is_said(signed_in: Enter) -> None:
    page = signed_in()
    page.clock.set_system_time(datetime.now() + timedelta(hours=24))
    open_app(page, "#device")
    expect(page.locator('[data-slot="clock"]')).to_contain_text("24 hours ahead. Set it right")
    well_made(page)
