"""Nothing unsent goes from a device by one tap, and what goes leaves a line that says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, open_app
from tests.browser.test_corrections import a_sent_visit, well_made
from tests.browser.test_visit_app import begin, sign_off
from tests.browser.test_work_file import (
    a_draft, a_signed_visit, add_photo, find_a_home, kept, save, write_notes,
)  # fmt: skip

Enter = Callable[..., Page]


def ask_to_remove(page: Page, item: str) -> Any:
    """Choose "Remove" in the list; the form that asks."""
    page.goto("/visit#")
    page.locator(f'[data-kept="{item}"]').get_by_role("link", name="Remove").tap()
    form = page.locator('[data-part="remove"] form')
    expect(form).to_be_visible()
    return form


def remove(page: Page) -> None:
    page.get_by_role("button", name="Remove from this device").tap()


def removed(page: Page) -> None:
    expect(page.locator('[data-part="list"]')).to_be_visible()


def traces(page: Page) -> list[dict[str, Any]]:
    return page.evaluate("""async () => {
        const open = indexedDB.open("gcp-device");
        const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
        const all = database.transaction("removed").objectStore("removed").getAll();
        const records = await new Promise((done) => (all.onsuccess = () => done(all.result)));
        database.close();
        return records;
    }""")


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_unsent_work_goes_only_after_a_typed_word(
    signed_in: Enter, size: tuple[int, int]
) -> None:
    page = signed_in("practitioner", size)
    open_app(page)
    visit = a_draft(page)
    add_photo(page, f"/visit#{visit}")
    page.goto("/visit#")
    well_made(page)
    form = ask_to_remove(page, visit)
    expect(form).to_contain_text("What goes: 1 photo")
    well_made(page)
    for typed in ("", "remov"):
        form.get_by_label("To remove it, type REMOVE").fill(typed)
        remove(page)
        expect(form).to_contain_text("Type REMOVE to remove it")
        well_made(page)
    assert kept(page)["drafts"] == 1
    form.get_by_label("To remove it, type REMOVE").fill("remove")
    remove(page)
    removed(page)
    expect(page.locator(f'[data-kept="{visit}"]')).to_have_count(0)
    page.get_by_text("Removed from this device").tap()
    expect(page.locator('[data-slot="removed"]')).to_contain_text("A visit that was not signed off")
    well_made(page)
    assert {name: kept(page)[name] for name in ("drafts", "photos", "thumbs")} == {
        "drafts": 0, "photos": 0, "thumbs": 0,
    }  # fmt: skip
    [line] = traces(page)
    assert (line["what"], line["visit"], line["how"]) == ("draft", visit, "typed")
    assert set(line) == {"key", "id", "person", "what", "visit", "at", "how", "reported"}


def test_what_lies_in_a_file_goes_without_a_word_until_it_changes(
    signed_in: Enter, tmp_path: Path
) -> None:
    page = signed_in()
    open_app(page)
    visit = a_draft(page)
    form = ask_to_remove(page, visit)
    form.get_by_role("link", name="Save it to a file first").tap()
    save(page, tmp_path, f"#file/{visit}")
    write_notes(page, f"/visit#{visit}", "One word more")
    form = ask_to_remove(page, visit)
    expect(form.get_by_label("To remove it, type REMOVE")).to_be_visible()
    save(page, tmp_path)
    form = ask_to_remove(page, visit)
    expect(form).to_contain_text("You saved it to a file at")
    expect(form.get_by_label("To remove it, type REMOVE")).to_be_hidden()
    well_made(page)
    remove(page)
    removed(page)
    assert [each["how"] for each in traces(page)] == ["exported"]


def test_what_the_server_holds_goes_freely_and_stays_there(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page)
    visit, _ = a_sent_visit(page)
    page.goto("/visit#")
    line = page.locator(f'[data-kept="{visit}"]')
    expect(line).to_contain_text("Received")
    expect(line).to_contain_text("receipt")
    expect(line.get_by_role("link", name="Save to a file")).to_be_hidden()
    form = ask_to_remove(page, visit)
    expect(form).to_contain_text("The server holds this visit")
    well_made(page)
    remove(page)
    removed(page)
    expect(page.locator('[data-part="list"]')).to_contain_text("No visits are kept")
    assert traces(page) == [] and kept(page)["outbox"] == 0
    assert page.request.get(f"/api/visits/{visit}").json()["signed_revision"] == 1


def test_what_is_being_sent_is_not_removed(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page)
    visit = a_draft(page)
    held: list[Route] = []
    page.route("**/api/visits/*/revisions/*", lambda route: held.append(route))
    sign_off(page, f"/visit#{visit}")
    page.goto("/visit#")
    line = page.locator(f'[data-kept="{visit}"]')
    expect(line).to_contain_text("Sending 1 of 1")
    form = ask_to_remove(page, visit)
    form.get_by_label("To remove it, type REMOVE").fill("REMOVE")
    remove(page)
    expect(form).to_contain_text("This is being sent at the moment")
    assert kept(page)["drafts"] == 1
    held[0].continue_()
    page.goto("/visit#")
    expect(line).to_contain_text("Received")


def test_what_is_open_in_another_tab_is_not_removed(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page)
    visit = a_draft(page)
    other = page.context.new_page()
    open_app(other)
    form = ask_to_remove(other, visit)
    form.get_by_label("To remove it, type REMOVE").fill("REMOVE")
    remove(other)
    expect(form).to_contain_text("open in another tab")
    page.goto("/visit#")
    expect(page.locator('[data-part="list"]')).to_be_visible()
    remove(other)
    removed(other)


def test_a_visit_that_waits_says_so_and_is_tried_again(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page)
    visit = a_signed_visit(page)
    page.goto("/visit#")
    line = page.locator(f'[data-kept="{visit}"]')
    expect(line).to_contain_text("Kept here. 0 of 2 sent. Next try at")
    well_made(page)
    page.route("**/api/photos/*", lambda route: route.fulfill(
        status=422, json={"error": {"code": "no", "message": "No picture.", "fields": []}},
    ))  # fmt: skip
    page.context.set_offline(False)
    line.get_by_role("button", name="Try again").tap()
    expect(line).to_contain_text("Not taken: No picture.")
    form = ask_to_remove(page, visit)
    expect(form).to_contain_text("What goes: 1 photo")
    page.unroute("**/api/photos/*")
    page.goto("/visit#")
    line.get_by_role("button", name="Try again").tap()
    expect(line).to_contain_text("Received")


def test_a_found_home_stays_as_long_as_visits_to_it_do(signed_in: Enter) -> None:
    page = signed_in()
    home = find_a_home(page)
    page.goto("/visit#")
    found = page.locator('[data-part="list"] [data-slot="found"]')
    expect(found).to_contain_text("9 Empty Row")
    well_made(page)
    begin(page, {"id": home})
    form = ask_to_remove(page, home)
    expect(form).to_contain_text("Visits to this home are still on this device")
    expect(form.get_by_role("button", name="Remove from this device")).to_be_hidden()
    page.goto("/visit#")
    visit = page.locator('[data-slot="drafts"] [data-kept]').get_attribute("data-kept") or ""
    for item in (visit, home):
        ask_to_remove(page, item).get_by_label("To remove it, type REMOVE").fill("REMOVE")
        remove(page)
        removed(page)
    assert sorted(each["what"] for each in traces(page)) == ["draft", "home"]
    assert kept(page)["outbox"] == 0
