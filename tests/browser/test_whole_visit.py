"""A whole visit as a person makes it: from the home's page, through a lost tab and a lost network,
to the chart that a supervisor reads."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from gcp.demo.cast import PASSWORD
from tests.browser.conftest import unlock
from tests.conftest import CORPUS

WORDS = "No sheet on Idris’s bed. “Old” stain, 20 cm <across> & damp."

Enter = Callable[..., Page]


def photos(folder: Path) -> list[Path]:
    """All of the corpus's photos, a HEIF among them; without the corpus, two of our own."""
    found = sorted((CORPUS / "images").glob("*"))
    if found:
        return found
    made = [folder / f"{colour}.jpg" for colour in ("teal", "brown")]
    for path in made:
        Image.new("RGB", (640, 480), path.stem).save(path)
    return made


def save_shown(page: Page) -> None:
    """Wait until the page says that everything is kept."""
    expect(page.locator("[data-part=saved]")).to_contain_text("Saved")


def open_step(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def back_to_steps(page: Page) -> None:
    save_shown(page)
    page.get_by_role("link", name="All steps").click()


def grade_area(page: Page, number: int) -> None:
    """Grade every item of the step, each further child the same as the first."""
    for item in page.locator("[data-part=item]").all():
        item.locator(".app-choice--grade:visible").nth(number - 1).click()
        same = item.get_by_role("button", name="Same as")
        while same.count():
            same.first.click()


def sign_off(page: Page) -> None:
    open_step(page, "Review and sign off")
    page.get_by_role("button", name="Sign off").click()
    page.get_by_role("button", name="Yes, sign off").click()


def test_a_whole_visit_ends_on_the_chart(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in()
    page.context.clear_cookies()
    page.goto("/homes")
    page.get_by_label("Email address").fill("practitioner@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="The upstairs flat").click()
    expect(page.get_by_role("heading", name="What is already known")).to_be_visible()
    page.get_by_role("button", name="Start a visit").click()
    unlock(page)

    open_step(page, "Arriving")
    page.get_by_text("Unannounced", exact=True).click()
    page.get_by_text("Went inside", exact=True).click()
    for name in ("Leila", "Amina", "Idris"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("radio", name="Leila mother, carer").check()
    back_to_steps(page)

    open_step(page, "Sleeping")
    expect(page.get_by_text("Last time: 2 on 20 August 2026", exact=False).first).to_be_visible()
    grade_area(page, 2)
    bedding = page.locator("[data-part=item]").filter(
        has=page.get_by_role("heading", name="Bedding", exact=True)
    )
    bedding.get_by_role("button", name="Change Idris").click()
    bedding.locator(".app-choice--grade:visible").nth(-2).click()
    bedding.get_by_label("What did you see?").last.fill(WORDS)
    bedding.get_by_role("checkbox", name="School or nursery").last.check()
    expect(page.locator("[data-part=grade-bar]")).to_contain_text("Sleeping so far: 4")
    save_shown(page)

    # The tab is killed; what was said to be saved is there.
    context, lost = page.context, page.url
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(lost)
    unlock(page)
    page.get_by_role("button", name="Change Idris").nth(1).click()
    expect(page.get_by_label("What did you see?").last).to_have_value(WORDS)
    expect(page.locator("[data-part=grade-bar]")).to_contain_text("Sleeping so far: 4")
    page.get_by_role("link", name="All steps").click()

    for area in ("Hygiene", "Nutrition"):
        open_step(page, area)
        grade_area(page, 2)
        back_to_steps(page)

    open_step(page, "Signs")
    page.get_by_text("Heating does not come on", exact=True).click()
    back_to_steps(page)
    open_step(page, "Amina's voice")
    page.get_by_text("Seen alone, without a carer").click()
    page.get_by_label("In the child's own words").fill("I like the top bunk.")
    back_to_steps(page)

    open_step(page, "Photos")
    chosen = photos(tmp_path)
    page.locator("[data-slot=files]").set_input_files(chosen)
    expect(page.locator("[data-part=photo]")).to_have_count(len(chosen), timeout=30_000)
    page.locator("[data-part=photo]").first.get_by_label("What does it show?").fill("Idris’s bed")
    page.locator("[data-part=photo]").first.get_by_label("Room").select_option(label="Bedroom")
    back_to_steps(page)

    # No network while it is signed off, and again when it is there.
    context.set_offline(True)
    sign_off(page)
    expect(page.locator("[data-part=sent]")).to_contain_text("Kept on this device")
    context.set_offline(False)  # what waited goes by itself
    expect(page.locator("[data-part=sent]")).to_contain_text("All sent", timeout=60_000)
    expect(page.locator("[data-part=sent]")).to_contain_text("receipt")

    reader = signed_in("supervisor", place="/homes")
    reader.get_by_role("link", name="The upstairs flat").click()
    newest = reader.locator(".app-visits__visit").first
    expect(newest).to_contain_text("Unannounced, went inside")
    expect(newest).to_contain_text("Nia Farrow")
    link = newest.get_by_role("link").get_attribute("href")
    expect(reader.locator(f"svg a[href='{link}']").first).to_be_attached()
    newest.get_by_role("link").first.click()
    expect(reader.get_by_text(WORDS)).to_be_visible()
    expect(reader.get_by_text("I like the top bunk.")).to_be_visible()
    expect(reader.get_by_text("Made up by: school")).to_be_visible()
    expect(reader.locator(".app-photo__image")).to_have_count(len(chosen))
    for image in reader.locator(".app-photo__image").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    reader.get_by_role("link", name="More about this photo").first.click()
    first = reader.context.request.get(
        reader.get_by_role("link", name="Original").first.get_attribute("href") or ""
    )
    assert first.body() == chosen[0].read_bytes()
    assert Image.open(io.BytesIO(first.body())).format == "JPEG"


def test_a_visit_where_nobody_opens_is_kept_and_counted(signed_in: Enter) -> None:
    page = signed_in(place="/homes")
    page.get_by_role("link", name="14 Larch Bank").click()
    page.get_by_role("button", name="Start a visit").click()
    unlock(page)
    open_step(page, "Arriving")
    page.get_by_text("Unannounced", exact=True).click()
    page.get_by_text("No reply", exact=True).click()
    back_to_steps(page)
    expect(page.get_by_role("link", name="Sleeping")).to_have_count(0)
    sign_off(page)
    expect(page.locator("[data-part=sent]")).to_contain_text("All sent", timeout=30_000)
    page.goto("/homes")
    page.get_by_role("link", name="14 Larch Bank").click()
    expect(page.locator(".app-visits__visit").first).to_contain_text("no reply")


def test_a_visit_to_a_home_without_children_is_graded_for_the_home(signed_in: Enter) -> None:
    page = signed_in(place="/homes")
    page.get_by_role("button", name="Add a home").click()
    page.get_by_label("Address").fill("9 Empty Row")
    page.get_by_role("button", name="Add home").click()
    page.get_by_role("button", name="Start a visit").click()
    unlock(page)
    open_step(page, "Arriving")
    page.get_by_text("Arranged", exact=True).click()
    page.get_by_text("Went inside", exact=True).click()
    back_to_steps(page)
    open_step(page, "Hygiene")
    grade_area(page, 3)
    expect(page.locator("[data-part=grade-bar]")).to_contain_text("Hygiene so far: 3")
    back_to_steps(page)
    sign_off(page)
    expect(page.locator("[data-part=sent]")).to_contain_text("All sent", timeout=30_000)
    page.goto("/homes?q=Empty")
    page.get_by_role("link", name="9 Empty Row").click()
    expect(page.locator(".app-now__area").filter(has_text="Hygiene")).to_contain_text("3")
