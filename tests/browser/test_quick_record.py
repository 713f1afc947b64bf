"""An officer in a kitchen with no network: the quick record, in taps, screens and seconds.

`python -m pytest -s tests/browser/test_quick_record.py` prints them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Server, open_app, unlock
from tests.browser.test_every_page import faults, fits, small_targets

Enter = Callable[..., Page]
PICTURE = Path(__file__).parent.parent / "corpus" / "images"
# A hand that knows the screens: to reach and tap, to type a letter, to take a screen in.
TAP, LETTER, SCREEN = 1.5, 0.4, 4.0


class Hand:
    """Does what a thumb does, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = self.letters = self.screens = 0
        self.began = time.monotonic()

    def tap(self, target: Locator) -> None:
        target.tap()
        self.taps += 1

    def choose(self, where: str, value: str) -> None:
        self.tap(self.page.locator(f'{where} label:has(input[value="{value}"])').first)

    def type(self, field: Locator, text: str) -> None:
        self.tap(field)
        field.press_sequentially(text)
        self.letters += len(text)

    def shoot(self, field: Locator, name: str, data: bytes) -> None:
        """A photo: the button, and the camera's own."""
        field.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})
        self.taps += 2

    def onward(self, part: str) -> None:
        """To the next screen, by the button under the thumb; each screen is held to the rules."""
        button = self.page.locator('.app-step__ways [data-slot="after"]')
        box = button.bounding_box()
        assert box and box["y"] > PHONE[1] * 0.75 and box["height"] >= 44, "within a thumb's reach"
        self.tap(button)
        self.arrived(part)

    def arrived(self, part: str) -> None:
        expect(self.page.locator(f'[data-part="{part}"]').first).to_be_visible()
        self.screens += 1

    def report(self, what: str) -> str:
        paced = self.taps * TAP + self.letters * LETTER + self.screens * SCREEN
        return (
            f"{what}: {self.taps} taps, {self.letters} letters, {self.screens} screens;"
            f" the script took {time.monotonic() - self.began:.1f} s, a hand some {paced:.0f} s"
        )


def is_sound(page: Page) -> None:
    assert faults(page) == [] and fits(page) and small_targets(page) == []


def test_an_officer_records_a_home_with_one_hand_and_no_network(
    signed_in: Enter, server: Server, jpeg: Callable[..., bytes], capsys: object
) -> None:
    page = signed_in("police", PHONE)
    open_app(page, "#homes")
    expect(page.locator('[data-slot="age"]')).to_contain_text("As of")
    page.context.set_offline(True)
    page.goto("/visit")
    unlock(page)
    expect(page.locator('[data-part="list"]')).to_be_visible()

    hand = Hand(page)
    hand.tap(page.get_by_role("button", name="Quick record"))
    hand.arrived("place")
    expect(page.locator(".app-step__home")).to_have_text("No address yet")
    expect(page.locator('[data-slot="count"]').first).to_have_text("Step 1 of 8")
    hand.onward("people")  # "where I am": the address is typed at the end
    hand.tap(page.get_by_role("button", name="Add this child"))
    hand.tap(page.get_by_role("button", name="More: About how old"))
    hand.tap(page.get_by_role("button", name="More: About how old"))
    hand.tap(page.get_by_role("button", name="Add this child"))
    for _ in range(9):
        hand.tap(page.get_by_role("button", name="More: About how old"))
    hand.type(page.locator('[data-slot="name_field"]'), "Ryan")
    hand.tap(page.get_by_role("button", name="Add this child"))
    hand.tap(page.get_by_role("radio", name="Ryan").first)
    expect(page.locator('[data-part="care"] [data-slot="lines"]')).to_contain_text("Ryan is 15")
    hand.tap(page.get_by_role("button", name="The duty social worker was told."))
    hand.choose('[data-slot="takes_over"]', "else")
    hand.type(page.get_by_label("Their name"), "Aunt May")
    hand.choose('[data-slot="over"]', "not_asked")
    expect(page.locator('[data-part="care"] [data-slot="lines"]')).to_contain_text("Nobody has asked")
    is_sound(page)
    hand.onward("items")
    items = page.locator('[data-part="item"]')
    for at in range(items.count()):
        hand.tap(items.nth(at).locator(".app-choice--grade").nth(4))
        same = items.nth(at).get_by_role("button", name="Same as")
        while same.count():
            hand.tap(same.first)
    is_sound(page)
    hand.onward("signs")
    for sign in ("cannabis_smell", "alcohol_empties", "no_heating"):
        hand.choose('[data-part="signs"]', sign)
    hand.onward("photos")
    for colour in ("teal", "olive"):
        hand.shoot(page.locator('[data-slot="camera"]'), f"{colour}.jpg", jpeg(colour))
    expect(page.locator(".app-shot")).to_have_count(2)
    hand.tap(page.locator('[data-slot="all_consent"]').get_by_role("button", name="police power"))
    hand.onward("voices")
    first = page.locator('[data-part="voice"]').first
    hand.type(first.get_by_label("In the child's own words"), "Is it Christmas?")
    is_sound(page)
    hand.onward("powers")
    hand.choose('[data-part="powers"]', "police_protection")
    expect(page.locator('[data-part="clocks"]')).to_contain_text("hours")
    hand.tap(page.locator('[data-slot="about"] [data-slot="rows"] label').first)
    is_sound(page)
    hand.onward("finish")
    hand.tap(page.get_by_role("button", name="Told the duty social worker."))
    hand.tap(page.get_by_role("link", name="Where you were. Plain words are enough"))
    hand.arrived("place")
    hand.type(page.get_by_label("Address"), "Flat above the bakery")
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    is_sound(page)
    hand.tap(page.get_by_role("link", name="All steps"))
    hand.arrived("tasks")
    hand.tap(page.get_by_role("link", name="What was done, and sign off"))
    hand.arrived("finish")
    is_sound(page)
    hand.tap(page.locator('[data-action="sign-off"]'))
    hand.tap(page.locator('[data-action="confirm"]'))
    expect(page.locator('[data-part="sent"]')).to_be_visible()
    with capsys.disabled():  # type: ignore[attr-defined]
        print(f"\n{hand.report('the whole quick record')}")
    assert hand.taps <= 90 and hand.screens <= 11

    visit = page.url.partition("#")[2]
    page.context.set_offline(False)
    expect(page.get_by_text("All sent")).to_be_visible()
    body = page.request.get(f"/api/visits/{visit}/revisions/1").json()
    assert body["quick"] and body["kind"] == "incidental" and len(body["photos"]) == 2
    assert [each["name"] for each in body["children"]] == ["Child 1", "Child 2", "Ryan"]
    assert body["in_charge"] == body["children"][2]["id"]
    assert body["care"] == {
        "check": "The duty social worker was told.",
        "takes_over": {"name": "Aunt May", "checked": "not_asked"},
    }  # fmt: skip
    (power,) = body["powers"]
    assert power["children"] == [body["children"][0]["id"]]
    ends = datetime.fromisoformat(power["began_at"]) + timedelta(hours=72)
    expect(page.locator('[data-part="clocks"]')).to_contain_text(f"{ends:%H:%M}")
    assert body["done_now"] == "Told the duty social worker."
    page.goto(f"/visits/{visit}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Flat above the bakery")
    expect(page.get_by_text("71 hours left")).to_be_visible()
    is_sound(page)


def test_a_quick_record_survives_goes_on_as_a_full_visit_and_its_clock_warns(
    signed_in: Enter,
) -> None:
    page = signed_in("police", PHONE)
    open_app(page, "#homes")
    expect(page.locator('[data-slot="age"]')).to_contain_text("As of")
    page.context.set_offline(True)
    page.get_by_role("button", name="Quick record").tap()
    page.get_by_label("Address").fill("4 Mill Lane")
    page.locator('.app-step__ways [data-slot="after"]').tap()
    page.get_by_role("button", name="Add this child").tap()
    page.get_by_role("button", name="Add mother").tap()
    visit = page.url.partition("#")[2].partition("/")[0]
    page.goto(f"/visit#{visit}/powers")
    unlock(page)
    page.locator('[data-part="powers"] label:has(input[value="police_protection"])').tap()
    began = page.locator('[data-part="powers"] input[type="datetime-local"]')
    for hours, said, state in ((49, "22 hours", "last_24"), (67, "4 hours", "last_6"),
                               (73, "It ended at", "ended")):  # fmt: skip
        at = page.evaluate(f"() => new Date(Date.now() - {hours} * 36e5).toLocaleString('sv')")
        began.fill(at[:16].replace(" ", "T"))
        began.blur()
        expect(page.locator('[data-part="clocks"] .app-clock')).to_have_attribute("data-state", state)
        expect(page.locator('[data-part="clocks"] .app-clock')).to_contain_text(said)
        expect(page.locator('[data-part="clocks"] [role="alert"]')).to_contain_text("4 Mill Lane")
    ahead = page.evaluate("() => new Date(Date.now() + 36e5).toLocaleString('sv')")
    began.fill(ahead[:16].replace(" ", "T"))
    began.blur()
    expect(page.locator('[data-part="powers"]')).to_contain_text("It ended at")  # nothing extends it

    # A second use, at its own time and for its own children, and away again.
    page.get_by_role("button", name="Used again, at another time").tap()
    expect(began.nth(1)).to_be_focused()
    page.locator('[data-slot="about"] [data-slot="rows"] label').last.tap()
    clocks = page.locator('[data-part="clocks"] .app-clock')
    expect(clocks).to_have_count(2)  # each says for whom
    expect(clocks.last).to_contain_text("4 Mill Lane: Child 1. 71 hours")
    is_sound(page)
    page.get_by_role("button", name="Take this use away").tap()
    expect(page.locator('[data-part="clocks"] .app-clock')).to_have_count(1)

    # The page dies; what was tapped is there, and one tap asks for all the rest.
    page.goto("/visit")
    unlock(page)
    expect(page.locator('[data-part="clocks"]')).to_contain_text("4 Mill Lane")
    page.get_by_role("link", name="4 Mill Lane", exact=True).tap()
    page.get_by_role("button", name="Go on as a full visit").tap()
    expect(page.get_by_role("link", name="Hygiene", exact=True)).to_be_visible()
    is_sound(page)
    page.get_by_role("link", name="Arriving").tap()
    expect(page.get_by_label("Child 1").first).to_be_checked()
    expect(page.get_by_role("checkbox", name="Mother")).to_be_checked()
    page.goto(f"/visit#{visit}/review")
    unlock(page)
    page.locator('[data-action="sign-off"]').tap()
    page.locator('[data-action="confirm"]').tap()
    page.context.set_offline(False)
    expect(page.get_by_text("All sent")).to_be_visible()
    body = page.request.get(f"/api/visits/{visit}/revisions/1").json()
    assert "quick" not in body and len(body["powers"]) == 1, json.dumps(body)
