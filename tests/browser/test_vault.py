"""What a device keeps opens for its own person alone, with or without a network."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from gcp.demo.cast import PASSWORD
from tests.browser.conftest import PASSPHRASE, Server, open_app, unlock
from tests.browser.machine import FLAGS, find_browser
from tests.browser.test_visit_app import a_file, a_home, arrive, begin, sign_off, step

Enter = Callable[..., Page]
OTHER = "green tea in the garden"
WORDS = "Zebraquilt"


def wrong(page: Page, passphrase: str) -> None:
    page.get_by_label("Passphrase for this device").fill(passphrase)
    page.get_by_role("button", name="Unlock").tap()


def door_says(page: Page, words: str) -> None:
    expect(page.locator('[data-slot="passphrase_error"]')).to_contain_text(words)


def kept_notes(page: Page) -> str:
    """A visit with notes that are kept; the address of its steps."""
    steps = begin(page, a_home(page))
    step(page, steps, "notes")
    page.locator("textarea").fill(WORDS)
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    return steps


def test_a_device_that_was_closed_opens_with_the_passphrase_alone(signed_in: Enter) -> None:
    page = signed_in()
    kept_notes(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="This device is locked")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)
    wrong(page, "not this one at all")
    door_says(page, "That is not the passphrase. You have 4 tries left.")
    unlock(page)
    expect(page.locator("textarea")).to_have_value(WORDS)


def test_five_wrong_tries_block_for_twenty_minutes(signed_in: Enter) -> None:
    page = signed_in()
    steps = kept_notes(page)
    page.clock.install()
    page.reload()
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        wrong(page, "not this one at all")
        door_says(page, f"You have {left} left")
    wrong(page, "not this one at all")
    door_says(page, "Too many wrong tries")
    page.reload()
    wrong(page, PASSPHRASE)
    door_says(page, "Too many wrong tries")
    page.clock.fast_forward("20:01")
    unlock(page)
    page.goto(f"{steps}/notes")
    expect(page.locator("textarea")).to_have_value(WORDS)


def test_a_forgotten_passphrase_is_replaced_by_signing_in(signed_in: Enter) -> None:
    page = signed_in()
    kept_notes(page)
    page.reload()
    page.get_by_role("button", name="I have forgotten my passphrase").tap()
    page.get_by_label("Password", exact=True).fill("wrong password here")
    page.get_by_label("New passphrase").fill(OTHER)
    page.get_by_label("Type it again").fill(OTHER)
    page.get_by_role("button", name="Choose this passphrase").tap()
    expect(page.locator('[data-slot="problem"]')).to_contain_text("password is wrong")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Choose this passphrase").tap()
    expect(page.locator("textarea")).to_have_value(WORDS)
    page.reload()
    wrong(page, PASSPHRASE)
    door_says(page, "That is not the passphrase")
    unlock(page, OTHER)
    expect(page.locator("textarea")).to_have_value(WORDS)


def test_the_passphrase_is_changed_with_the_old_one(signed_in: Enter) -> None:
    page = signed_in()
    steps = kept_notes(page)
    page.context.set_offline(True)
    page.goto("/visit#passphrase")
    page.get_by_label("Passphrase that you use now").fill("not this one at all")
    page.get_by_label("New passphrase").fill(OTHER)
    page.get_by_label("Type it again").fill(OTHER)
    page.get_by_role("button", name="Change it").tap()
    expect(page.locator('[data-slot="old_error"]')).to_contain_text("4 tries left")
    page.get_by_label("Passphrase that you use now").fill(PASSPHRASE)
    page.get_by_role("button", name="Change it").tap()
    expect(page.get_by_text("The passphrase is changed.")).to_be_visible()
    page.goto(f"{steps}/notes")
    page.reload()
    unlock(page, OTHER)
    expect(page.locator("textarea")).to_have_value(WORDS)


def test_a_passphrase_can_be_forgotten_twice(signed_in: Enter) -> None:
    page = signed_in()
    kept_notes(page)
    for passphrase in (OTHER, "red coat on the line"):
        page.reload()
        page.get_by_role("button", name="I have forgotten my passphrase").tap()
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("New passphrase").fill(passphrase)
        page.get_by_label("Type it again").fill(passphrase)
        page.get_by_role("button", name="Choose this passphrase").tap()
        expect(page.locator("textarea")).to_have_value(WORDS)


def test_a_weak_passphrase_is_not_taken(signed_in: Enter) -> None:
    page = signed_in()
    page.goto("/visit")
    for first, second, says in (
        ("short", "short", "at least 10 characters"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "more different characters"),
    ):
        page.get_by_label("New passphrase").fill(first)
        page.get_by_label("Type it again").fill(second)
        page.get_by_role("button", name="Set up this device").tap()
        door_says(page, says)
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("Type it again").fill(OTHER)
    page.get_by_role("button", name="Set up this device").tap()
    expect(page.locator('[data-slot="again_error"]')).to_contain_text("not the same")


def test_without_a_network_a_new_device_says_what_it_needs(signed_in: Enter) -> None:
    page = signed_in()
    page.goto("/visit")
    expect(page.get_by_role("button", name="Set up this device")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("Type it again").fill(PASSPHRASE)
    page.get_by_role("button", name="Set up this device").tap()
    expect(page.locator('[data-slot="problem"]')).to_contain_text("This needs a network, once.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Set up this device").tap()
    expect(page.locator('[data-part="bar"]')).to_be_visible()


def test_a_device_that_nobody_touches_locks_and_keeps_what_was_typed(signed_in: Enter) -> None:
    page = signed_in()
    steps = kept_notes(page)
    page.clock.install()
    page.reload()
    unlock(page)
    page.goto(f"{steps}/notes")
    page.locator("textarea").fill(f"{WORDS} and a cot")
    page.clock.run_for("09:00")
    expect(page.locator("textarea")).to_be_visible()
    page.locator("textarea").press("End")
    page.clock.run_for("09:00")
    expect(page.locator("textarea")).to_be_visible()
    page.clock.run_for("01:30")
    expect(page.get_by_role("heading", name="This device is locked")).to_be_visible()
    expect(page.locator('[data-part="bar"]')).to_be_hidden()
    unlock(page)
    expect(page.locator("textarea")).to_have_value(f"{WORDS} and a cot")


def test_a_lock_shows_nothing_while_something_is_still_being_sent(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    arrive(page, steps)
    hanging: list[Any] = []
    page.context.route("**/revisions/**", lambda route: hanging.append(route))
    with page.expect_request("**/revisions/**"):
        sign_off(page, steps)
    page.get_by_role("button", name="Lock").tap()
    expect(page.get_by_text("What is being sent now is sent first")).to_be_visible()
    expect(page.get_by_text("Larch Bank")).to_have_count(0)
    page.get_by_role("button", name="I want to unlock it now").tap()
    page.context.unroute("**/revisions/**")
    unlock(page)
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    visit = steps.split("#")[1]
    assert len(page.request.get(f"/api/visits/{visit}").json()["revisions"]) == 1


def test_the_header_says_how_many_visits_are_not_signed_off(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page, "#homes")
    expect(page.locator('[data-part="bar"]')).not_to_contain_text("not signed off")
    kept_notes(page)
    expect(page.locator('[data-part="bar"]')).to_contain_text("1 not signed off")


def test_tabs_of_one_browser_are_opened_once_and_locked_together(signed_in: Enter) -> None:
    page = signed_in()
    kept_notes(page)
    other = page.context.new_page()
    other.goto("/visit")
    expect(other.locator('[data-part="bar"]')).to_be_visible()
    other.get_by_role("button", name="Lock").tap()
    for each in (page, other):
        expect(each.get_by_role("heading", name="This device is locked")).to_be_visible()


def test_the_second_person_on_a_tablet_neither_sees_nor_loses_the_first_ones_work(
    signed_in: Enter,
) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    arrive(page, steps)
    page.context.route("**/api/visits/**", lambda route: route.abort())
    page.goto(f"{steps}/review")
    page.locator('[data-action="sign-off"]').tap()
    page.locator('[data-action="confirm"]').tap()
    expect(page.locator('[data-part="sent"]')).to_contain_text("Next try at")
    page.goto("/homes")
    page.get_by_role("button", name="Sign out").first.tap()
    page.get_by_label("Email address").fill("practitioner2@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/visit")
    page.get_by_role("button", name="Set it up").tap()
    unlock(page, OTHER)
    expect(page.locator('[data-part="list"]')).to_contain_text("No visits are kept")
    expect(page.locator('[data-part="bar"]')).not_to_contain_text("not sent yet")
    page.goto(steps)
    expect(page.locator('[data-part="list"]')).to_be_visible()
    page.context.unroute("**/api/visits/**")

    # The first one comes back while the second is signed in on the server: nothing goes as hers.
    page.get_by_role("button", name="Lock").tap()
    page.get_by_role("radio", name="Nia Farrow").check()
    page.get_by_label("Passphrase for this device").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").tap()
    page.goto(steps)
    expect(page.locator('[data-part="sent"]')).to_contain_text("Sign in to send")
    page.get_by_role("link", name="Sign in to send").first.tap()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    visit = steps.split("#")[1]
    line = page.request.get(f"/api/visits/{visit}").json()
    assert line["author"] == page.request.get("/api/session").json()["person"]["id"]


def picture() -> bytes:
    """A JPEG whose bytes are found again wherever they lie in clear."""
    out = io.BytesIO()
    Image.effect_noise((900, 700), 80).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def found_on_disk(profile: Path, needles: dict[str, bytes]) -> set[str]:
    """Which of these bytes, as they are or as the browser's 16-bit text, lie in a profile's files."""
    found = set()
    for file in profile.rglob("*"):
        if file.is_file() and not file.is_symlink():
            held = file.read_bytes()
            found |= {name for name, needle in needles.items() if needle in held}
    return found


def both(name: str, words: str) -> dict[str, bytes]:
    return {name: words.encode(), f"{name} (16 bits)": words.encode("utf-16-le")}


def test_nothing_of_a_case_lies_readable_in_the_browsers_files(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    profile, photo = tmp_path / "profile", picture()
    with_profile: dict[str, Any] = {
        "executable_path": find_browser(), "args": FLAGS, "base_url": server.url, "has_touch": True,
    }  # fmt: skip
    context = browser.browser_type.launch_persistent_context(profile, **with_profile)
    page = context.pages[0]
    page.goto("/sign-in")
    page.get_by_label("Email address").fill("practitioner@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    open_app(page, "#homes")
    home = a_home(page)
    expect(page.get_by_text(home["address"]).first).to_be_visible()
    page.goto(f"/visit#home/{home['id']}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    steps = begin(page, home)
    arrive(page, steps)
    step(page, steps, "notes")
    page.locator("textarea").fill(f"{WORDS} on the landing")
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    step(page, steps, f"voice-{home['children'][0]['id']}")
    page.locator("textarea:visible").first.fill("Marmaladewords were said")
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    step(page, steps, "photos")
    page.locator('[data-slot="files"]').set_input_files(a_file("bed.jpg", photo))
    expect(page.locator('[data-part="photo"] img')).to_be_visible()
    page.evaluate("localStorage.setItem('control', 'Cucumbercontrol')")
    context.close()

    needles = {
        **both("words", WORDS), **both("voice", "Marmaladewords"),
        **both("address", home["address"]), **both("child", home["children"][0]["name"] + " "),
        **both("child in JSON", '"name":"' + home["children"][0]["name"]),
        "photo": photo[5_000:5_048], "any JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    }  # fmt: skip
    control = both("control", "Cucumbercontrol")
    assert found_on_disk(profile, control), "the search itself finds what is in clear"
    assert found_on_disk(profile, needles) == set()
