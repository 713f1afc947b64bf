"""The live camera with the last photo over it: taken, kept, without a network, or not allowed."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, TABLET
from tests.browser.test_caseload import LARCH, carrying
from tests.browser.test_every_page import faults, fits, small_targets
from tests.browser.test_visit_app import a_file, photo_bytes

Enter = Callable[..., Page]


def in_visit(signed_in: Enter, size: tuple[int, int] = TABLET, allowed: bool = True) -> Page:
    """A visit to the home of which two years of photos are carried, with no network any more."""
    page = carrying(signed_in, size)
    if allowed:
        page.context.grant_permissions(["camera"])
    page.get_by_role("link", name=LARCH).tap()
    home = page.locator('[data-part="home"]')
    expect(home.locator(".app-pictures__missing:visible")).to_have_count(0)
    page.context.set_offline(True)
    home.get_by_role("link", name="Start a visit").or_(
        home.get_by_role("button", name="Start a visit")
    ).tap()
    expect(page.locator('[data-part="tasks"]')).to_be_visible()
    return page


def step(page: Page, name: str) -> None:
    visit = page.url.split("#")[1].split("/")[0]
    page.goto(f"/visit#{visit}/{name}")


def open_camera(page: Page) -> Locator:
    step(page, "photos")
    form = page.locator('[data-slot="room_camera"]')
    form.get_by_label("Room").select_option("bedroom")
    form.get_by_role("button", name="Take photos of this room").tap()
    return page.locator('[data-part="live-camera"]')


def is_running(camera: Locator) -> bool:
    return camera.locator("video").evaluate(
        "video => Boolean(video.srcObject?.getTracks().every(each => each.readyState === 'live'))"
    )


def test_photos_of_a_room_are_taken_under_the_last_one_without_a_network(
    signed_in: Enter,
) -> None:
    page = in_visit(signed_in, PHONE)
    camera = open_camera(page)
    expect(camera.get_by_role("button", name="Take the photo")).to_be_visible()
    ghost = camera.locator(".app-live__ghost")
    expect(ghost).to_be_visible()
    assert ghost.evaluate("each => each.decode().then(() => each.naturalWidth)") == 1024
    which = camera.get_by_label("The last photo that lies over the picture")
    assert "20 October 2026" in which.evaluate("each => each.selectedOptions[0].text")
    first = ghost.get_attribute("src")
    which.select_option("1")
    expect(ghost).not_to_have_attribute("src", first or "")
    strength = camera.get_by_label("How strongly the last photo shows")
    strength.press("End")
    expect(ghost).to_have_css("opacity", "1")
    assert faults(page) == [] and fits(page) and small_targets(page) == []
    for n in (1, 2):
        camera.get_by_role("button", name="Take the photo").tap()
        expect(page.locator('[data-part="photo"]')).to_have_count(n)
    expect(camera.get_by_role("status")).to_contain_text("2 photos kept on this device")
    camera.get_by_role("button", name="Close the camera").tap()
    expect(camera).to_have_count(0)
    shots = page.locator('[data-part="photo"]')
    expect(shots.first.get_by_label("Room")).to_have_value("bedroom")
    expect(shots.first).to_contain_text("Taken at")
    expect(page.locator('[data-slot="unfiled"]')).to_be_hidden()


def test_the_last_photo_of_an_item_guides_the_next_one(signed_in: Enter) -> None:
    page = in_visit(signed_in)
    step(page, "area-sleeping")
    item = page.locator('[data-item="sleeping.bedding"]')
    item.get_by_role("button", name="With the last photo as a guide").tap()
    camera = item.locator('[data-part="live-camera"]')
    expect(camera.locator(".app-live__ghost")).to_be_visible()
    camera.get_by_role("button", name="Take the photo").tap()
    expect(item.locator(".app-thumb__image")).to_have_count(1)


def test_the_camera_ends_when_it_is_left(signed_in: Enter) -> None:
    page = in_visit(signed_in)
    camera = open_camera(page)
    expect(camera.get_by_role("button", name="Take the photo")).to_be_visible()
    assert is_running(camera)
    page.evaluate("window.stream = document.querySelector('.app-live__video').srcObject")
    step(page, "notes")
    expect(page.locator('[data-part="live-camera"]')).to_have_count(0)
    ended = "window.stream.getTracks().every(each => each.readyState === 'ended')"
    page.wait_for_function(ended)


def test_a_camera_that_opens_late_does_not_run_behind_another_step(signed_in: Enter) -> None:
    page = in_visit(signed_in)
    step(page, "photos")
    page.evaluate("window.streams = 0")
    page.evaluate(
        """() => {
            const devices = Object.getPrototypeOf(navigator.mediaDevices);
            const { getUserMedia } = devices;
            devices.getUserMedia = function (wanted) {
                window.streams += 1;
                return getUserMedia.call(this, wanted);
            };
            const form = document.querySelector('[data-slot="room_camera"]');
            form.querySelector("select").value = "bedroom";
            form.requestSubmit();
            location.hash = location.hash.replace("photos", "notes");
        }"""
    )
    expect(page.locator('[data-part="notes"]')).to_be_visible()
    assert page.evaluate("window.streams") == 0


def test_the_camera_ends_when_the_device_is_locked(signed_in: Enter) -> None:
    page = in_visit(signed_in)
    camera = open_camera(page)
    expect(camera.get_by_role("button", name="Take the photo")).to_be_visible()
    # The lock ends with a fresh page, which cannot be asked: what it does before is noted here.
    told: list[str] = []
    page.expose_function("tell", lambda state: told.append(state))
    page.evaluate(
        """() => {
            const { stop } = MediaStreamTrack.prototype;
            MediaStreamTrack.prototype.stop = function () {
                stop.call(this);
                tell(this.readyState);
            };
        }"""
    )
    page.get_by_role("button", name="Lock").tap()
    page.locator('[data-slot="passphrase"]:visible').wait_for()
    assert told == ["ended"]


def test_a_camera_that_is_not_allowed_leaves_the_ordinary_one(signed_in: Enter) -> None:
    page = in_visit(signed_in, allowed=False)
    camera = open_camera(page)
    expect(camera.get_by_role("alert")).to_contain_text("cannot show the camera")
    expect(camera.get_by_role("button", name="Take the photo")).to_be_hidden()
    # The ordinary camera covers the page until the photo is there.
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { get: () => true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    camera.locator('input[type="file"]').set_input_files(a_file("bed.jpg", photo_bytes("olive")))
    expect(page.locator('[data-part="photo"]')).to_have_count(1)
    expect(page.locator('[data-part="photo"]').get_by_label("Room")).to_have_value("bedroom")
    assert faults(page) == [] and fits(page) and small_targets(page) == []


def test_no_room_no_camera(signed_in: Enter) -> None:
    page = in_visit(signed_in)
    step(page, "photos")
    page.get_by_role("button", name="Take photos of this room").tap()
    expect(page.get_by_role("status").filter(has_text="Choose a room first")).to_be_visible()
    expect(page.locator('[data-slot="room_camera"]').get_by_label("Room")).to_be_focused()
