"""Unsent work goes to a file and back: by the same person, once, and never over what is here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, open_app
from tests.browser.test_corrections import a_conflict, well_made
from tests.browser.test_visit_app import (
    SAVED, a_file, arrive, begin, photo_bytes, sign_off, step,
)  # fmt: skip

Enter = Callable[..., Page]
PASSPHRASE = "green gate by the river"
WORDS = "zebra crossing"


def a_draft(page: Page, notes: str = WORDS, home: int = 0) -> str:
    """A visit that is not signed off, to one of the homes, with words in it; its id."""
    homes = page.request.get("/api/caseload").json()["homes"]
    steps = begin(page, homes[home])
    arrive(page, steps)
    write_notes(page, steps, notes)
    return steps.split("#")[1]


def write_notes(page: Page, steps: str, notes: str) -> None:
    step(page, steps, "notes")
    page.locator("textarea").fill(notes)
    expect(page.locator('[data-part="saved"]')).to_have_text(SAVED)


def add_photo(page: Page, steps: str, colour: str = "teal") -> None:
    step(page, steps, "photos")
    page.locator('[data-slot="files"]').set_input_files(a_file("bed.jpg", photo_bytes(colour)))
    expect(page.locator('[data-part="photo"] img')).to_be_visible()


def a_signed_visit(page: Page) -> str:
    """A visit with a photo, signed off without a network; its id."""
    visit = a_draft(page)
    add_photo(page, f"/visit#{visit}")
    page.context.set_offline(True)
    sign_off(page, f"/visit#{visit}")
    return visit


def find_a_home(page: Page) -> str:
    """A home written down without a network; its id."""
    open_app(page, "#homes")
    expect(page.locator('[data-slot="age"]')).to_contain_text("As of")
    page.context.set_offline(True)
    page.goto("/visit#new-home")
    form = page.locator('[data-part="new-home"]')
    expect(form.get_by_role("heading", level=1)).to_be_focused()
    form.get_by_label("Address").fill("9 Empty Row")
    form.get_by_role("button", name="Keep this home").tap()
    expect(page.locator('[data-part="home"]')).to_be_visible()
    return page.url.split("/")[-1]


def save(page: Page, folder: Path, place: str = "#file") -> Path:
    """Save the unsent work to a file, as a person does."""
    page.goto(f"/visit{place}")
    form = page.locator('[data-slot="save_form"]')
    form.get_by_label("Passphrase for this file").fill(PASSPHRASE)
    form.get_by_label("Type it again").fill(PASSPHRASE)
    with page.expect_download() as downloading:
        form.get_by_role("button", name="Save to a file").tap()
    expect(page.locator('[data-slot="ready"]')).to_be_visible()
    name = downloading.value.suggested_filename
    path = folder / name
    downloading.value.save_as(path)
    return path


def choose(page: Page, path: Path) -> None:
    page.goto("/visit#file")
    page.locator('[data-slot="file"]').set_input_files(path)


def read(page: Page, path: Path, passphrase: str = PASSPHRASE) -> None:
    choose(page, path)
    page.get_by_label("Passphrase of this file").fill(passphrase)
    page.get_by_role("button", name="Read it in").tap()


def done(page: Page) -> Any:
    shown = page.locator('[data-slot="done"]')
    expect(shown).to_be_visible()
    return shown


def kept(page: Page) -> dict[str, int]:
    """How many records each store of a person's own work holds."""
    return page.evaluate("""async () => {
        const open = indexedDB.open("gcp-device");
        const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
        const names = ["drafts", "outbox", "photos", "thumbs"];
        const at = database.transaction(names);
        const count = (name) => new Promise((done) => {
            const asked = at.objectStore(name).count();
            asked.onsuccess = () => done([name, asked.result]);
        });
        const found = Object.fromEntries(await Promise.all(names.map(count)));
        database.close();
        return found;
    }""")


def visits_stored(server: Any, visit: str) -> int:
    database = sqlite3.connect(server.instance / "gcp.sqlite")
    sql = "SELECT COUNT(*) FROM revisions WHERE visit_id = ?"
    [count] = database.execute(sql, (visit,)).fetchone()
    database.close()
    return count


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_work_goes_to_another_device_and_both_send_one_visit(
    signed_in: Enter, server: Any, tmp_path: Path, size: tuple[int, int]
) -> None:
    first = signed_in("practitioner", size)
    open_app(first)
    draft = a_draft(first, "Half a visit", home=1)
    visit = a_signed_visit(first)
    first.goto("/visit#file")
    well_made(first)
    path = save(first, tmp_path)
    well_made(first)
    expect(first.locator('[data-slot="holds"]')).to_contain_text("2 visits and 1 photo")

    second = signed_in("practitioner", size)
    open_app(second)
    read(second, path)
    expect(done(second)).to_contain_text("2 visits and 1 photo")
    well_made(second)
    second.goto(f"/visit#{visit}")
    expect(second.get_by_role("heading", name="All sent")).to_be_visible()
    step(second, f"/visit#{draft}", "notes")
    expect(second.locator("textarea")).to_have_value("Half a visit")

    first.context.set_offline(False)
    first.goto(f"/visit#{visit}")
    expect(first.get_by_role("heading", name="All sent")).to_be_visible()
    assert visits_stored(server, visit) == 1
    assert first.request.get(f"/api/visits/{visit}").json()["missing_photos"] == []


def test_a_file_says_when_it_was_made_and_nothing_else(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in()
    open_app(page)
    visit = a_draft(page)
    add_photo(page, f"/visit#{visit}")
    path = save(page, tmp_path)
    held = path.read_bytes()
    assert path.name.startswith("unsent-work-20") and path.suffix == ".gcpwork"
    for word in (WORDS.encode(), visit.encode(), b"\xff\xd8\xff", b"JFIF", b"unannounced"):
        assert word not in held


def test_only_the_person_who_saved_it_reads_it(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in()
    open_app(page)
    a_draft(page)
    path = save(page, tmp_path)
    other = signed_in("police")
    open_app(other)
    before = kept(other)
    choose(other, path)
    expect(other.locator('[data-slot="file_error"]')).to_contain_text("belongs to somebody else")
    expect(other.get_by_label("Passphrase of this file")).to_be_hidden()
    well_made(other)
    assert kept(other) == before


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    signed_in: Enter, tmp_path: Path
) -> None:
    page = signed_in()
    open_app(page)
    a_draft(page)
    path = save(page, tmp_path)
    held = path.read_bytes()
    other = signed_in()
    open_app(other)
    before = kept(other)

    def write(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    error = other.locator('[data-slot="file_error"]')
    for content, sentence in {
        b"": "This file is empty (0 bytes)",
        photo_bytes(): "This is not a file of unsent work",
        held[:-1]: "This file is not whole",
        held[:30]: "This file is not whole",
        held.replace(b'"version":1', b'"version":2', 1): "made by a newer version",
        held + b"x": "This file is damaged",
    }.items():
        choose(other, write("bad.gcpwork", content))
        expect(error).to_contain_text(sentence)
    read(other, write("flipped.gcpwork", held[:-1] + bytes([held[-1] ^ 1])))
    expect(error).to_contain_text("This file is damaged")
    read(other, path, "another passphrase")
    expect(other.locator('[data-slot="opens_error"]')).to_contain_text("not the passphrase")
    well_made(other)
    assert kept(other) == before
    other.get_by_label("Passphrase of this file").fill(PASSPHRASE)
    other.get_by_role("button", name="Read it in").tap()
    expect(done(other)).to_contain_text("1 visit")
    assert kept(other)["drafts"] == before["drafts"] + 1


def test_a_weak_passphrase_or_two_that_differ_make_no_file(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page)
    a_draft(page)
    page.goto("/visit#file")
    form = page.locator('[data-slot="save_form"]')
    first, again = form.get_by_label("Passphrase for this file"), form.get_by_label("Type it again")
    for one, other, sentence in [
        ("short", "short", "Use at least 10 characters"),
        ("a" * 12, "a" * 12, "Use more different characters"),
        (PASSPHRASE, PASSPHRASE + "x", "The two are not the same"),
    ]:
        first.fill(one)
        again.fill(other)
        form.get_by_role("button", name="Save to a file").tap()
        expect(form).to_contain_text(sentence)
        well_made(page)
    form.locator("label", has=page.locator('input[type="checkbox"]')).first.tap()
    first.fill(PASSPHRASE)
    again.fill(PASSPHRASE)
    form.get_by_role("button", name="Save to a file").tap()
    expect(form).to_contain_text("Tick at least one")
    expect(page.locator('[data-slot="ready"]')).to_be_hidden()


def test_what_is_here_already_is_skipped_and_another_version_is_kept_apart(
    signed_in: Enter, tmp_path: Path
) -> None:
    page = signed_in()
    open_app(page)
    changed, same = a_draft(page, "First words"), a_draft(page, "Stays", home=1)
    path = save(page, tmp_path)
    write_notes(page, f"/visit#{changed}", "Later words")
    before = kept(page)
    read(page, path)
    shown = done(page)
    expect(shown).to_contain_text("Nothing new was in the file")
    expect(shown).to_contain_text("1 was here already")
    expect(shown).to_contain_text("Two versions of one visit")
    well_made(page)
    assert kept(page) == before
    step(page, f"/visit#{changed}", "notes")
    expect(page.locator("textarea")).to_have_value("Later words")
    step(page, f"/visit#{same}", "notes")
    expect(page.locator("textarea")).to_have_value("Stays")


def test_one_visit_can_be_saved_by_itself(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in()
    open_app(page)
    a_draft(page, "One")
    wanted = a_draft(page, "Other", home=1)
    page.goto("/visit#")
    line = page.locator(f'[data-kept="{wanted}"]')
    line.get_by_role("link", name="Save to a file").tap()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    path = save(page, tmp_path, f"#file/{wanted}")
    page.goto("/visit#")
    expect(line).to_contain_text("Saved to a file at")
    expect(page.get_by_text("Saved to a file at")).to_have_count(1)
    other = signed_in()
    open_app(other)
    read(other, path)
    expect(done(other)).to_contain_text("Now on this device: 1 visit.")


def test_a_home_found_offline_goes_along_with_its_visit(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in()
    steps = begin(page, {"id": find_a_home(page)})
    arrive(page, steps, "no_reply")
    sign_off(page, steps)
    visit = steps.split("#")[1]
    path = save(page, tmp_path, f"#file/{visit}")
    expect(page.locator('[data-slot="holds"]')).to_contain_text("1 visit and 1 home")

    other = signed_in()
    open_app(other)
    read(other, path)
    expect(done(other)).to_contain_text("1 visit and 1 home")
    other.goto(f"/visit#{visit}")
    expect(other.get_by_role("heading", name="All sent")).to_be_visible()
    page.context.set_offline(False)
    page.goto(f"/visit#{visit}")
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    page.goto("/homes?q=Empty")
    expect(page.get_by_role("link", name="9 Empty Row")).to_have_count(1)


def test_a_conflict_travels_with_both_its_versions(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in()
    open_app(page)
    visit, _, _ = a_conflict(page)
    path = save(page, tmp_path)
    other = signed_in()
    open_app(other)
    read(other, path)
    done(other)
    other.goto(f"/visit#{visit}")
    shown = other.locator('[data-part="conflict"]')
    expect(shown).to_contain_text("There are two versions")
    expect(shown).to_contain_text("Written on the other tablet.")
    expect(shown).to_contain_text("4. One thin blanket.")


def test_a_full_device_says_so_and_the_rest_is_read_in_later(
    signed_in: Enter, tmp_path: Path
) -> None:
    page = signed_in()
    open_app(page)
    visit = a_draft(page)
    add_photo(page, f"/visit#{visit}")
    path = save(page, tmp_path)
    other = signed_in()
    open_app(other)
    other.evaluate("""() => {
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...given) {
            if (this.name === "photos") throw new DOMException("", "QuotaExceededError");
            return put.apply(this, given);
        };
        window.heal = () => { IDBObjectStore.prototype.put = put; };
    }""")
    read(other, path)
    expect(other.locator('[data-slot="file_error"]')).to_contain_text("This device is full")
    assert kept(other)["drafts"] == 0
    other.evaluate("() => window.heal()")
    read(other, path)
    expect(done(other)).to_contain_text("1 visit and 1 photo")
    step(other, f"/visit#{visit}", "photos")
    expect(other.locator('[data-part="photo"] img')).to_be_visible()
