"""A signed visit is changed only by a new revision, and of two versions its author chooses."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import PHONE, open_app, unlock
from tests.browser.test_every_page import faults, fits, small_targets
from tests.browser.test_visit_app import (
    a_file, a_home, answer, arrive, begin, photo_bytes, sign_off, step,
)  # fmt: skip

Enter = Callable[..., Page]
SENT = "All sent"


def is_send(request: Request) -> bool:
    path = request.url.partition("/api/")[2]
    return request.method == "PUT" and path.startswith(("visits/", "photos/"))


def sent(page: Page) -> None:
    expect(page.get_by_role("heading", name=SENT)).to_be_visible()


def well_made(page: Page) -> None:
    assert faults(page) == []
    assert fits(page)
    assert small_targets(page) == []


def a_sent_visit(page: Page, photo: bytes | None = None) -> tuple[str, dict[str, Any]]:
    """A visit with one grade, and a photo if there is one, that the server has; its id and home."""
    home = a_home(page)
    steps = begin(page, home)
    arrive(page, steps)
    grade(page, steps, home, 4)
    page.locator("textarea:visible").first.fill("One thin blanket.")
    if photo:
        step(page, steps, "photos")
        page.locator('[data-slot="files"]').set_input_files(a_file("bed.jpg", photo))
        expect(page.locator('[data-part="photo"] img')).to_be_visible()
    sign_off(page, steps)
    sent(page)
    return steps.split("#")[1], home


def grade(page: Page, steps: str, home: dict[str, Any], number: int) -> None:
    child = home["children"][0]["id"]
    step(page, steps, "area-sleeping")
    bedding = answer(page, "sleeping.bedding", child)
    if bedding.locator('[data-action="open"]').is_visible():
        bedding.locator('[data-action="open"]').tap()
    bedding.locator(f'label:has(input[value="{number}"])').tap()


def send_back(page: Page, visit: str, why: str) -> None:
    page.goto(f"/visits/{visit}")
    page.get_by_label("Send it back to be changed").check()
    page.get_by_label("Your words").fill(why)
    page.locator("form", has=page.get_by_label("Your words")).get_by_role("button").click()
    expect(page.get_by_text(why).first).to_be_visible()


def sent_back_line(page: Page, visit: str) -> Locator:
    """What the device's list says of a visit that was sent back."""
    page.goto("/visit")
    unlock(page)
    line = page.locator(f'[data-kept="{visit}"]')
    expect(line).to_be_visible()
    return line.locator('[data-slot="back"]')


def begin_correction(page: Page, visit: str) -> str:
    page.goto(f"/visits/{visit}")
    page.get_by_role("link", name="Correct this visit").click()
    unlock(page)
    expect(page.locator('[data-slot="correcting"]')).to_contain_text("You are correcting")
    return page.url


def give_reason(page: Page, steps: str, reason: str) -> None:
    step(page, steps, "review")
    expect(page.get_by_text("Why you change it")).to_be_visible()
    expect(page.locator('[data-action="sign-off"]')).to_be_hidden()
    page.get_by_role("link", name="Why you change it").tap()
    expect(page.get_by_label("Why do you change it?")).to_be_focused()
    page.get_by_label("Why do you change it?").fill(reason)
    page.locator('[data-action="sign-off"]').tap()
    page.locator('[data-action="confirm"]').tap()
    expect(page.locator('[data-part="sent"]')).to_be_visible()


def revision(page: Page, visit: str, number: int) -> dict[str, Any]:
    return page.request.get(f"/api/visits/{visit}/revisions/{number}").json()


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_a_correction_is_a_new_revision_and_both_are_read(
    signed_in: Enter, size: tuple[int, int]
) -> None:
    page = signed_in("practitioner", size)
    visit, home = a_sent_visit(page, photo_bytes())
    send_back(signed_in("supervisor", size), visit, "Was there {no} second blanket?")
    steps = begin_correction(page, visit)
    well_made(page)
    back = sent_back_line(page, visit)
    expect(back).to_contain_text("Sent back by Imogen Slate on ")
    expect(back).to_contain_text(": Was there {no} second blanket?")
    well_made(page)
    page.context.set_offline(True)
    expect(sent_back_line(page, visit)).to_be_visible()
    page.context.set_offline(False)
    page.goto(steps)
    unlock(page)
    grade(page, steps, home, 2)
    step(page, steps, "photos")
    expect(page.locator('[data-part="photo"] img')).to_be_visible()
    give_reason(page, steps, "The second blanket was under the bed.")
    sent(page)
    well_made(page)
    puts = page.locator('[data-send^="photo/"]')
    expect(puts).to_have_count(1)
    expect(sent_back_line(page, visit)).to_be_hidden()
    page.goto(f"/visits/{visit}")
    well_made(page)
    expect(page.locator("dl").first).to_contain_text("The second blanket was under the bed.")
    expect(page.locator(".app-rollups").first).to_contain_text("Bedding is 2")
    page.get_by_role("link", name="Revision 1, written").click()
    expect(page.locator(".app-rollups").first).to_contain_text("Bedding is 4")
    expect(page.get_by_role("link", name="Correct this visit")).to_be_hidden()
    first, second = revision(page, visit, 1), revision(page, visit, 2)
    assert first["photos"] == second["photos"]
    assert second["grades"][0]["words"] == "One thin blanket."
    assert "reason" not in first
    assert page.request.get(f"/api/visits/{visit}").json()["missing_photos"] == []


def test_a_visit_is_corrected_on_another_device_and_again(signed_in: Enter) -> None:
    first = signed_in()
    visit, home = a_sent_visit(first, photo_bytes("olive"))
    page = signed_in()
    puts: list[str] = []
    page.on("request", lambda each: puts.append(each.url) if is_send(each) else None)
    steps = begin_correction(page, visit)
    step(page, steps, "photos")
    image = page.locator('[data-part="photo"] img')
    sha256 = revision(page, visit, 1)["photos"][0]["sha256"]
    expect(image).to_have_attribute("src", f"/photos/{sha256}/thumb")
    expect(image).to_be_visible()
    page.locator('[data-slot="files"]').set_input_files(a_file("cot.jpg", photo_bytes("navy")))
    expect(page.locator('[data-part="photo"]')).to_have_count(2)
    give_reason(page, steps, "The cot was left out.")
    sent(page)
    assert len(puts) == 2, "the revision and the one new photo"
    page.locator('[data-part="sent"]').get_by_role("link", name="Correct this visit").click()
    expect(page.locator('[data-slot="correcting"]')).to_contain_text("becomes revision 3")
    step(page, steps, "notes")
    page.locator("textarea").fill("The cot is in the hall.")
    give_reason(page, steps, "The notes were empty.")
    sent(page)
    kept = page.request.get(f"/api/visits/{visit}").json()
    assert [each["reason"] for each in kept["revisions"]] == [
        "", "The cot was left out.", "The notes were empty.",
    ]  # fmt: skip
    assert kept["missing_photos"] == [] and len(puts) == 3


def test_a_correction_that_was_begun_is_offered_again(signed_in: Enter) -> None:
    page = signed_in()
    visit, _ = a_sent_visit(page)
    steps = begin_correction(page, visit)
    step(page, steps, "notes")
    page.locator("textarea").fill("Half a correction")
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    begin_correction(page, visit)
    step(page, steps, "notes")
    expect(page.locator("textarea")).to_have_value("Half a correction")
    open_app(page, "#")
    expect(page.locator('[data-slot="drafts"]')).to_contain_text("A correction.")
    expect(page.locator('[data-slot="sent"]')).to_be_hidden()


def test_a_correction_says_that_it_needs_a_network(signed_in: Enter) -> None:
    page = signed_in()
    visit, _ = a_sent_visit(page)
    open_app(page, "#")
    link = page.get_by_role("link", name="Correct this visit")
    expect(link).to_be_visible()
    well_made(page)
    page.context.set_offline(True)
    link.tap()
    expect(page.locator('[data-part="correct"]')).to_contain_text("needs a network")
    page.context.set_offline(False)
    well_made(page)
    page.get_by_role("button", name="Try again").tap()
    expect(page.locator('[data-slot="correcting"]')).to_be_visible()


def test_only_the_author_is_offered_a_correction(signed_in: Enter) -> None:
    page = signed_in()
    visit, _ = a_sent_visit(page)
    other = signed_in("supervisor")
    other.goto(f"/visits/{visit}")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Visit on")
    expect(other.get_by_role("link", name="Correct this visit")).to_be_hidden()
    open_app(other, f"#correct/{visit}")
    expect(other.locator('[data-part="correct"]')).to_contain_text("Only the person who recorded")


def another_version(body: str) -> dict[str, Any]:
    """The same visit as it was written on another device."""
    other = json.loads(body)
    del other["result"]
    other.update(photos=[], notes="Written on the other tablet.")
    other["grades"][0].update(grade=3, words="Two blankets.")
    return other


def a_conflict(page: Page) -> tuple[str, str, dict[str, Any]]:
    """A visit signed here whose number the server has given to other content by the same person."""
    home = a_home(page)
    steps = begin(page, home)
    arrive(page, steps)
    grade(page, steps, home, 4)
    page.locator("textarea:visible").first.fill("One thin blanket.")
    step(page, steps, "photos")
    page.locator('[data-slot="files"]').set_input_files(a_file("bed.jpg", photo_bytes("maroon")))
    expect(page.locator('[data-part="photo"] img')).to_be_visible()
    visit = steps.split("#")[1]

    def come_first(route: Any) -> None:
        """What another device sent of the same visit reaches the server just before this one."""
        if route.request.method == "PUT" and not theirs:
            theirs.append(another_version(route.request.post_data))
            path = f"/api/visits/{visit}/revisions/1"
            answered = page.context.request.put(path, data=theirs[0])
            assert answered.status == 201, answered.text()
        route.continue_()

    theirs: list[dict[str, Any]] = []
    page.route("**/api/visits/*/revisions/*", come_first)
    sign_off(page, steps)
    expect(page.locator('[data-part="conflict"]')).to_contain_text("There are two versions")
    return visit, steps, theirs[0]


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_mine_follows_as_the_next_revision(signed_in: Enter, size: tuple[int, int]) -> None:
    page = signed_in("practitioner", size)
    visit, steps, theirs = a_conflict(page)
    shown = page.locator('[data-part="conflict"]')
    bedding = shown.locator(".app-both__line", has_text="Bedding")
    expect(bedding).to_contain_text("4. One thin blanket.")
    expect(bedding).to_contain_text("3. Two blankets.")
    expect(shown).to_contain_text("Written on the other tablet.")
    well_made(page)
    page.get_by_role("button", name="Send mine as the next revision").tap()
    page.get_by_role("button", name="Sign off and send").tap()
    expect(shown.get_by_text("Write why you change it")).to_be_visible()
    well_made(page)
    page.get_by_label("Why do you change it?").fill("I counted again.")
    page.get_by_role("button", name="Sign off and send").tap()
    sent(page)
    refused = page.locator(f'[data-send="visit/{visit}/1"]')
    expect(refused).to_contain_text("Not sent under this number")
    expect(page.locator(f'[data-send="visit/{visit}/2"]')).to_contain_text("Received")
    expect(page.locator("[data-outbox-status]")).to_be_hidden()
    assert revision(page, visit, 1)["grades"] == theirs["grades"]
    mine = revision(page, visit, 2)
    assert (mine["grades"][0]["grade"], mine["reason"]) == (4, "I counted again.")
    kept = page.request.get(f"/api/visits/{visit}").json()
    assert (kept["signed_revision"], kept["missing_photos"]) == (2, [])
    assert settled_lines(signed_in) == 1
    steps = begin_correction(page, visit)
    give_reason(page, steps, "And once more.")
    sent(page)
    assert page.request.get(f"/api/visits/{visit}").json()["signed_revision"] == 3


def test_the_servers_is_kept_and_mine_stays_readable_here(signed_in: Enter) -> None:
    page = signed_in()
    visit, steps, theirs = a_conflict(page)
    page.get_by_role("button", name="Keep the server's").tap()
    page.get_by_role("button", name="Not yet").locator("visible=true").tap()
    expect(page.get_by_role("button", name="Keep the server's")).to_be_focused()
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep the server's").tap()
    page.get_by_role("button", name="Yes, keep the server's").tap()
    expect(page.locator('[data-part="conflict"]')).to_contain_text("This needs a network")
    page.context.set_offline(False)
    page.get_by_role("button", name="Yes, keep the server's").tap()
    expect(page.get_by_role("heading", name="Not sent")).to_be_visible()
    expect(page.locator("[data-outbox-status]")).to_be_hidden()
    well_made(page)
    assert settled_lines(signed_in) == 1
    open_app(page, "#")
    expect(page.locator('[data-slot="sent"]')).to_contain_text("You kept the server's version")
    step(page, steps, "photos")
    expect(page.locator('[data-part="photo"] img')).to_be_visible()
    kept = page.request.get(f"/api/visits/{visit}").json()
    assert (kept["latest_revision"], kept["missing_photos"]) == (1, [])
    steps = begin_correction(page, visit)
    step(page, steps, "notes")
    expect(page.locator("textarea")).to_have_value(theirs["notes"])
    step(page, steps, "photos")
    expect(page.locator('[data-part="photo"]')).to_have_count(0)


def test_a_conflict_lies_sealed_on_the_device(signed_in: Enter) -> None:
    page = signed_in()
    a_conflict(page)
    found = page.evaluate("""async () => {
        const open = indexedDB.open("gcp-device");
        const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
        const all = database.transaction("outbox").objectStore("outbox").getAll();
        const records = await new Promise((done) => (all.onsuccess = () => done(all.result)));
        return JSON.stringify(records);
    }""")
    assert "revision_taken" in found and "other tablet" not in found and "blanket" not in found


def test_a_revision_that_the_server_lost_goes_again_before_the_next(
    signed_in: Enter, server: Any
) -> None:
    page = signed_in()
    visit, _ = a_sent_visit(page)
    steps = begin_correction(page, visit)
    forget(server, visit)
    give_reason(page, steps, "More was seen.")
    sent(page)
    kept = page.request.get(f"/api/visits/{visit}").json()
    assert [each["number"] for each in kept["revisions"]] == [1, 2]


def forget(server: Any, visit: str) -> None:
    """What a server does that is set back to the backup of the day before."""
    database = sqlite3.connect(server.instance / "gcp.sqlite")
    with database:
        tables = {"visit_photos": "visit_id", "revisions": "visit_id", "visits": "id"}
        for table, column in tables.items():
            database.execute(f"DELETE FROM {table} WHERE {column} = ?", (visit,))
    database.close()


def settled_lines(signed_in: Enter) -> int:
    """How many choices the audit log holds."""
    page = signed_in("administrator")
    page.goto("/admin/audit")
    return page.get_by_text("Chose between two versions of a visit").count()
