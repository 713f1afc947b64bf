"""The visit on the tablet: nothing that the screen calls saved is ever lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, open_app, unlock

SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")
Enter = Callable[..., Page]
KEPT = ["begun_at", "id", "iv", "person", "sealed", "state", "updated_at"]


def photo_bytes(colour: str = "teal") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def a_file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def a_home(page: Page, children: int = 2) -> dict[str, Any]:
    homes = page.request.get("/api/caseload").json()["homes"]
    return next(home for home in homes if len(home["children"]) >= children)


def begin(page: Page, home: dict[str, Any]) -> str:
    """Start a visit; returns the address of its steps."""
    open_app(page, f"#new/{home['id']}")
    expect(page.locator('[data-part="tasks"]')).to_be_visible()
    return page.url


def step(page: Page, steps: str, name: str) -> None:
    page.goto(f"{steps}/{name}")
    unlock(page)
    part = name.split("-")[0]
    expect(page.locator(f'[data-part="{part}"]')).to_be_visible()


def choose(page: Page, value: str, where: str = "body") -> None:
    page.locator(f'{where} label:has(input[value="{value}"])').first.tap()


def arrive(page: Page, steps: str, access: str = "inside") -> None:
    step(page, steps, "arriving")
    choose(page, "unannounced", '[data-slot="kind"]')
    choose(page, access, '[data-slot="access"]')


def sign_off(page: Page, steps: str) -> None:
    step(page, steps, "review")
    page.locator('[data-action="sign-off"]').tap()
    page.locator('[data-action="confirm"]').tap()
    expect(page.locator('[data-part="sent"]')).to_be_visible()


def answer(page: Page, item: str, child: str | None = None) -> Any:
    about = f'[data-child="{child}"]' if child else ""
    return page.locator(f'[data-answer="{item}"]{about}')


def test_a_whole_visit_reaches_the_server(signed_in: Enter) -> None:
    page = signed_in(size=PHONE)
    home = a_home(page)
    first, second = home["children"][:2]
    steps = begin(page, home)
    arrive(page, steps)
    step(page, steps, "area-sleeping")
    answer(page, "sleeping.bedding", first["id"]).locator('label:has(input[value="4"])').tap()
    page.locator("textarea:visible").first.fill("One thin blanket, a wet patch.")
    answer(page, "sleeping.bedding", second["id"]).locator('[data-action="same"]').tap()
    expect(page.locator('[data-part="grade-bar"]')).to_contain_text("4 because Bedding is 4")
    page.locator('[data-item="sleeping.bedding"] input[type="file"]').set_input_files(
        a_file("bed.jpg", photo_bytes())
    )
    expect(page.locator('[data-item="sleeping.bedding"] img')).to_be_visible()
    step(page, steps, f"voice-{first['id']}")
    choose(page, "seen_alone")
    page.locator("textarea:visible").first.fill("I sleep on the sofa.")
    expect(page.locator('[data-part="saved"]')).to_have_text(SAVED)
    sign_off(page, steps)
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    visit = steps.split("#")[1]
    kept = page.request.get(f"/api/visits/{visit}/revisions/1").json()
    grades = {each["child"]: each for each in kept["grades"]}
    assert grades[first["id"]]["words"] == "One thin blanket, a wet patch."
    assert grades[second["id"]]["same_as"] == first["id"]
    assert page.request.get(f"/api/visits/{visit}").json()["missing_photos"] == []


def test_what_is_called_saved_is_there_in_a_new_page(signed_in: Enter) -> None:
    page = signed_in()
    home = a_home(page)
    child = home["children"][0]["id"]
    steps = begin(page, home)
    step(page, steps, "area-sleeping")
    answer(page, "sleeping.bedding", child).locator('label:has(input[value="5"])').tap()
    page.locator("textarea:visible").first.fill("No bed in the room.")
    expect(page.locator('[data-part="saved"]')).to_have_text(SAVED)
    context = page.context
    page.close()
    again = context.new_page()
    step(again, steps, "area-sleeping")
    given = answer(again, "sleeping.bedding", child)
    expect(given.locator('[data-slot="summary"]')).to_contain_text(": 5")
    given.locator('[data-action="open"]').tap()
    expect(given.locator("textarea:visible").first).to_have_value("No bed in the room.")


def test_what_was_signed_off_without_a_network_is_sent_when_it_is_back(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    arrive(page, steps)
    step(page, steps, "photos")
    page.locator('[data-slot="files"]').set_input_files(a_file("kitchen.jpg", photo_bytes("red")))
    expect(page.locator('[data-part="photo"] img')).to_be_visible()
    page.context.set_offline(True)
    sign_off(page, steps)
    expect(page.locator('[data-part="sent"]')).to_contain_text("Kept on this device")
    expect(page.locator("[data-outbox-status]")).to_contain_text("2 not sent yet, oldest")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    expect(page.locator("[data-outbox-status]")).to_be_hidden()


def test_a_sign_in_page_that_says_200_is_no_receipt(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    arrive(page, steps)

    def portal(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<p>Welcome to the train</p>")

    page.route("**/api/visits/**", portal)
    sign_off(page, steps)
    expect(page.locator('[data-send^="visit/"]')).to_contain_text("Next try at")
    page.unroute("**/api/visits/**")
    page.locator('[data-action="send-now"]').tap()
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()


def test_one_refused_photo_holds_up_nothing_else(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    arrive(page, steps)
    step(page, steps, "photos")
    cut = photo_bytes("blue")[:400]
    page.locator('[data-slot="files"]').set_input_files(
        [a_file("cut.jpg", cut), a_file("good.jpg", photo_bytes("green"))]
    )
    expect(page.locator('[data-part="photo"]')).to_have_count(2)
    sign_off(page, steps)
    lines = page.locator("[data-send]")
    expect(lines.nth(0)).to_contain_text("Received")
    expect(lines.nth(1)).to_contain_text("Not taken")
    expect(lines.nth(2)).to_contain_text("Received")


def test_photos_that_are_still_being_kept_are_part_of_what_is_signed(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    arrive(page, steps)
    step(page, steps, "photos")
    # A slow device: each photo takes a while to be read.
    page.evaluate("""() => {
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (message) {
            setTimeout(() => postMessage.call(this, message), message.data.blob ? 700 : 0);
        };
    }""")
    files = [a_file(f"{colour}.jpg", photo_bytes(colour)) for colour in ("red", "blue", "lime")]
    page.locator('[data-slot="files"]').set_input_files(files)
    page.goto(f"{steps}/review")
    page.locator('[data-action="sign-off"]').tap()
    page.locator('[data-action="confirm"]').tap()
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    visit = steps.split("#")[1]
    assert len(page.request.get(f"/api/visits/{visit}/revisions/1").json()["photos"]) == 3
    assert page.request.get(f"/api/visits/{visit}").json()["missing_photos"] == []


def test_a_lock_waits_for_photos_that_are_still_being_kept(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    step(page, steps, "photos")
    files = [a_file(f"{colour}.jpg", photo_bytes(colour)) for colour in ("red", "blue", "lime")]
    page.locator('[data-slot="files"]').set_input_files(files)
    page.get_by_role("button", name="Lock").tap()
    page.locator('[data-slot="passphrase"]:visible').wait_for()
    unlock(page)
    page.goto(f"{steps}/photos")
    expect(page.locator('[data-part="photo"] img')).to_have_count(3)


def test_whoever_goes_on_quickly_is_not_taken_for_another_tab(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    visit = steps.split("#")[1]
    step(page, steps, "arriving")
    for places in ([visit, f"{visit}/notes"], ["", f"{visit}/notes"], ["homes", visit, f"{visit}/notes"]):
        page.evaluate(
            """async places => {
                location.hash = "device";
                await new Promise(done => setTimeout(done, 300));
                for (const each of places) {
                    location.hash = each;
                    await new Promise(done => setTimeout(done));
                }
            }""",
            places,
        )
        expect(page.locator("textarea")).to_be_enabled()
        expect(page.locator('[data-part="guard"]')).to_be_hidden()


def test_files_that_are_no_photos_are_refused_at_once_in_plain_words(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    step(page, steps, "photos")
    twice = photo_bytes("navy")
    page.locator('[data-slot="files"]').set_input_files(
        [
            a_file("empty.jpg", b""), a_file("letter.jpg", b"Dear Sir"),
            a_file("one.jpg", twice), a_file("two.jpg", twice),
        ]
    )  # fmt: skip
    refused = page.locator('[data-part="photos"] [data-slot="refused"]')
    expect(refused).to_contain_text("empty.jpg is empty")
    expect(refused).to_contain_text("letter.jpg is not a photo")
    expect(refused).to_contain_text("two.jpg is already in this visit")
    expect(page.locator('[data-part="photo"]')).to_have_count(1)


def test_a_second_tab_reads_until_it_is_told_to_take_over(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    step(page, steps, "notes")
    page.locator("textarea").fill("Written in the first tab")
    other = page.context.new_page()
    step(other, steps, "notes")
    expect(other.locator('[data-part="guard"]')).to_be_visible()
    expect(other.locator("textarea")).to_be_disabled()
    page.locator("textarea").fill("Written last in the first tab")
    other.get_by_role("button", name="Use it here").tap()
    expect(other.locator("textarea")).to_be_enabled()
    expect(other.locator("textarea")).to_have_value("Written last in the first tab")
    expect(page.locator('[data-part="guard"]')).to_be_visible()


def test_without_access_the_steps_are_few_and_the_visit_still_counts(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    arrive(page, steps, "no_reply")
    page.goto(steps)
    expect(page.locator('[data-task="review"]')).to_be_visible()
    tasks = [each.get_attribute("data-task") for each in page.locator("[data-task]").all()]
    assert tasks == ["arriving", "signs", "photos", "notes", "review"]
    step(page, steps, "notes")
    page.get_by_role("button", name="Left a note.").tap()
    sign_off(page, steps)
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()


def test_a_save_that_fails_is_said_at_the_top_and_tried_again(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    step(page, steps, "signs")
    page.evaluate("""() => {
        const { put } = IDBObjectStore.prototype;
        const { postMessage } = Worker.prototype;
        const full = () => { throw new DOMException("", "QuotaExceededError"); };
        IDBObjectStore.prototype.put = Worker.prototype.postMessage = full;
        window.heal = () => {
            IDBObjectStore.prototype.put = put;
            Worker.prototype.postMessage = postMessage;
        };
    }""")
    page.locator('[data-part="signs"] label').first.tap()
    expect(page.locator('[data-part="save-problem"]')).to_contain_text("is not saved")
    expect(page.locator('[data-part="saved"]')).not_to_have_text(SAVED)
    page.evaluate("() => window.heal()")
    expect(page.locator('[data-part="save-problem"]')).to_be_hidden()
    expect(page.locator('[data-part="saved"]')).to_have_text(SAVED)


def test_a_visit_in_the_browser_s_store_holds_no_readable_word(signed_in: Enter) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    step(page, steps, "notes")
    page.locator("textarea").fill("zebra crossing")
    expect(page.locator('[data-part="saved"]')).to_have_text(SAVED)
    found = page.evaluate("""async () => {
        const open = indexedDB.open("gcp-device");
        const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
        const all = database.transaction("drafts").objectStore("drafts").getAll();
        const records = await new Promise((done) => (all.onsuccess = () => done(all.result)));
        const words = records.map(({ sealed }) => new TextDecoder().decode(sealed));
        const clear = words.some((each) => each.includes("zebra"));
        return { keys: Object.keys(records[0]).sort(), clear };
    }""")
    assert found == {"keys": KEPT, "clear": False}
