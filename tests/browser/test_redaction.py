"""Blacking out parts of a photo by mouse and by keyboard, and what others then see."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_every_page import faults, fits, is_well

Enter = Callable[..., Page]


def open_photo(page: Page) -> Page:
    """The page of a photo of the visit at which two bedrooms were seen at night."""
    page.get_by_role("link", name="14 Larch Bank").click()
    page.get_by_role("link", name="27 December 2025: There for another reason").click()
    page.get_by_role("link", name="More about this photo").first.click()
    picture = page.locator(".app-redact__image")
    picture.evaluate("each => each.decode()")
    return page


def darkness(page: Page, size: str, x: float, y: float) -> int:
    """How bright a place of the served copy is, from 0 for black."""
    digest = page.url.rsplit("/", 1)[1].split("?")[0]
    data = page.request.get(f"/photos/{digest}/{size}").body()
    image = Image.open(BytesIO(data)).convert("L")
    return image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))


def test_boxes_are_drawn_and_written_then_burnt_in(signed_in: Enter) -> None:
    page = open_photo(signed_in("supervisor", PHONE, "/homes"))
    is_well(page, "a photo")
    place = page.locator(".app-redact__picture").bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] * 0.1, place["y"] + place["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(
        place["x"] + place["width"] * 0.3, place["y"] + place["height"] * 0.4, steps=5
    )
    page.mouse.up()
    expect(page.get_by_label("Right edge, %").first).to_have_value("30.0")
    page.get_by_role("button", name="Add a box").press("Enter")
    for value in ("60", "60", "90", "90"):
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    expect(page.locator(".app-redact__box")).to_have_count(2)
    page.get_by_label("Why is this blacked out?").fill("Names on a letter")
    page.get_by_role("button", name="Save the black boxes").click()
    expect(page.get_by_text("2 parts blacked out on")).to_contain_text("Names on a letter")
    assert faults(page) == [] and fits(page)
    for copy in ("display", "carried", "thumb"):
        assert darkness(page, copy, 0.2, 0.3) < 16 and darkness(page, copy, 0.75, 0.75) < 16
    # Taken off again, as it is done where the wrong part was covered.
    for _ in range(2):
        page.get_by_role("button", name="Remove").first.click()
    expect(page.locator(".app-redact__box")).to_have_count(0)
    page.get_by_label("Why is this blacked out?").fill("Only to show it")
    page.get_by_role("button", name="Save the black boxes").click()
    expect(page.get_by_text("All black boxes taken off")).to_be_visible()


def test_a_team_colleague_sees_the_copy_and_not_the_original(signed_in: Enter) -> None:
    page = open_photo(signed_in("practitioner2", place="/homes"))
    expect(page.get_by_role("heading", name="Black out parts")).to_have_count(0)
    digest = page.url.rsplit("/", 1)[1]
    answers = [
        page.request.get(f"/photos/{digest}/{size}").status
        for size in ("display", "unredacted", "original")
    ]
    assert answers == [200, 404, 404]
