"""Two dates of one room: side by side or one over the other, larger together, by any hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_caseload import LARCH, carrying
from tests.browser.test_every_page import faults, fits, small_targets

Enter = Callable[..., Page]


@pytest.fixture
def bedroom(signed_in: Enter) -> Callable[..., Page]:
    def open_it(*size: tuple[int, int]) -> Page:
        page = signed_in("supervisor", *size, place="/homes")
        page.get_by_role("link", name="14 Larch Bank").click()
        page.get_by_role("link", name="All photos of this home").click()
        page.get_by_role("link", name="Compare two dates").last.click()
        return page

    return open_it


def places(page: Page) -> list[list[float]]:
    """Where each of the two pictures lies and how wide it is."""
    return page.locator(".app-compare__picture").evaluate_all(
        """pictures => pictures.map(each => {
            const { x, y, width } = each.getBoundingClientRect();
            const window = each.parentElement.getBoundingClientRect();
            return [x - window.x, y - window.y, width / window.width].map(n => Math.round(n * 10) / 10);
        })"""
    )


def test_two_christmases_of_one_bedroom_are_chosen_and_compared(bedroom: Enter) -> None:
    page = bedroom()
    strip = page.locator(".app-strip__one")
    strip.filter(has_text="11 December 2024").get_by_role("link", name="Left").click()
    strip.filter(has_text="27 December 2025").get_by_role("link", name="Right").click()
    captions = page.locator(".app-compare__caption")
    expect(captions.nth(0)).to_contain_text("11 December 2024")
    expect(captions.nth(0).locator(".app-grade")).to_contain_text("2")
    expect(captions.nth(1)).to_contain_text("27 December 2025")
    expect(captions.nth(1).locator(".app-grade")).to_contain_text("5")
    drawn = "each => each.decode().then(() => each.naturalWidth)"
    assert page.locator(".app-compare__picture").nth(0).evaluate(drawn) == 1600
    assert page.locator(".app-compare__picture").nth(1).evaluate(drawn) == 1600


def test_both_pictures_grow_and_move_together_by_buttons_keys_and_touch(bedroom: Enter) -> None:
    page = bedroom()
    windows = page.locator(".app-compare__windows")
    page.get_by_role("button", name="Larger").click()
    page.get_by_role("button", name="Larger").click()
    left, right = places(page)
    assert left == right and left[2] == 2.3  # 2.25, as it is rounded here
    expect(page.locator(".app-compare output")).to_have_text("2.3 times as large")
    windows.focus()
    page.keyboard.press("ArrowRight")
    moved, also = places(page)
    assert moved == also and moved[0] < left[0]
    window = page.locator(".app-compare__window").first.bounding_box()
    assert window
    page.touchscreen.tap(window["x"] + 10, window["y"] + 10)
    tapped, also = places(page)
    assert tapped == also and tapped[0] > moved[0] and tapped[1] > moved[1]
    page.mouse.move(window["x"] + 200, window["y"] + 100)
    page.mouse.down()
    page.mouse.move(window["x"] + 150, window["y"] + 60, steps=4)
    page.mouse.up()
    dragged, also = places(page)
    assert dragged == also
    assert abs(dragged[0] - tapped[0] + 50) < 1 and abs(dragged[1] - tapped[1] + 40) < 1
    page.keyboard.press("0")
    assert places(page) == [[0, 0, 1], [0, 0, 1]]


def test_one_picture_lies_over_the_other_with_an_edge_that_moves(bedroom: Enter) -> None:
    page = bedroom(PHONE)
    share = page.get_by_label("Slide from the left photo to the right one")
    expect(share).to_be_visible()  # on a phone they lie so from the start
    window = page.locator(".app-compare__window").first.bounding_box()
    assert window

    def top(part: float) -> str | None:
        """Whose picture is seen at a part of the width."""
        place = [window["x"] + window["width"] * part, window["y"] + 40]
        return page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('[data-side]').dataset.side", place
        )

    assert (top(0.2), top(0.8)) == ("left", "right")
    share.focus()
    page.keyboard.press("End")
    assert (top(0.2), top(0.9)) == ("left", "left")
    page.touchscreen.tap(window["x"] + window["width"] * 0.25, window["y"] + 40)
    assert (top(0.2), top(0.3)) == ("left", "right")
    page.get_by_role("button", name="Side by side").click()
    expect(share).to_be_hidden()


def test_a_carried_room_is_compared_without_a_network(signed_in: Enter) -> None:
    page = carrying(signed_in, PHONE)
    page.get_by_role("link", name=LARCH).tap()
    home = page.locator('[data-part="home"]')
    expect(home.locator(".app-pictures__missing:visible")).to_have_count(0)
    page.context.set_offline(True)
    home.get_by_role("link", name="Compare the 6 photos").tap()
    room = page.locator('[data-part="room-photos"]')
    expect(room.get_by_role("heading", level=1)).to_have_text("Bedroom: two dates side by side")
    captions = room.locator(".app-compare__caption")
    expect(captions.nth(1)).to_contain_text("20 October 2026")
    strip = room.locator(".app-strip__one")
    strip.first.get_by_role("button", name="Left").tap()
    expect(captions.nth(0)).to_contain_text(strip.first.locator(".app-strip__day").inner_text())
    pictures = room.locator(".app-compare__picture")
    drawn = "all => Promise.all(all.map(each => each.decode().then(() => each.naturalWidth > 0)))"
    assert pictures.evaluate_all(drawn) == [True, True]
    room.get_by_role("button", name="Larger").tap()
    assert places(page)[0] == places(page)[1] and places(page)[0][2] == 1.5
    strip.last.get_by_role("button", name="Left").tap()  # the right one: they change places
    expect(captions.nth(0)).to_contain_text("20 October 2026")
    assert faults(page) == [] and fits(page) and small_targets(page) == []
