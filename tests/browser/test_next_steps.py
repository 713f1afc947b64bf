"""The family grades first, steps are agreed, and the next visit opens with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import TABLET, open_app, unlock
from tests.browser.test_every_page import faults, fits, small_targets

Enter = Callable[..., Page]


def begin(page: Page, home: dict[str, Any]) -> str:
    open_app(page, f"#new/{home['id']}")
    expect(page.locator('[data-part="tasks"]')).to_be_visible()
    return page.url


def go(page: Page, steps: str, name: str, part: str) -> None:
    page.goto(f"{steps}/{name}")
    unlock(page)
    expect(page.locator(f'[data-part="{part}"]')).to_be_visible()


def row(page: Page, where: str, value: str) -> Any:
    return page.locator(f'{where} label:has(input[value="{value}"])').first


def test_what_is_agreed_at_one_visit_opens_the_next(signed_in: Enter) -> None:
    page = signed_in("practitioner", TABLET)
    homes = page.request.get("/api/caseload").json()["homes"]
    home = next(each for each in homes if each["name"] == "The upstairs flat")
    child = home["children"][0]
    carer = home["adults"][0]
    bedding = f'[data-answer="sleeping.bedding"][data-child="{child["id"]}"]'

    steps = begin(page, home)
    expect(page.locator('[data-slot="agreed"]')).to_be_hidden()

    # The family, before anything is graded: nothing leads elsewhere, nothing of last time is there.
    go(page, steps, "family", "family")
    page.get_by_role("button", name=carer["name"]).tap()
    for hidden in (".app-header", ".app-footer", ".app-step__ways", ".govuk-back-link"):
        expect(page.locator(hidden)).to_be_hidden()
    for gone in (".app-last", "[data-part='item-photos']", "[data-part='grade-bar']"):
        expect(page.locator(gone)).to_have_count(0)
    row(page, bedding, "2").tap()
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    assert faults(page) == [] and fits(page) and small_targets(page) == []
    page.locator('[data-action="give-back"]').tap()
    expect(page.locator(".app-header")).to_be_visible()
    page.get_by_role("button", name=child["name"]).tap()
    for other in home["children"][1:]:
        expect(page.locator(f'[data-child="{other["id"]}"]')).to_have_count(0)
    row(page, bedding, "5").tap()
    page.locator('[data-action="give-back"]').tap()

    # The worker, for whom the family's grades count nothing.
    go(page, steps, "arriving", "arriving")
    row(page, '[data-slot="kind"]', "unannounced").tap()
    row(page, '[data-slot="access"]', "inside").tap()
    go(page, steps, "area-sleeping", "area")
    expect(page.locator(f"{bedding} input:checked")).to_have_count(0)
    row(page, bedding, "4").tap()

    go(page, steps, "review", "review")
    expect(page.get_by_role("link", name="1 item at 3 or worse has no next step")).to_be_visible()
    go(page, steps, "next-steps", "next-steps")
    block = page.locator('[data-next="sleeping.bedding"]')
    block.locator('[data-action="open"]').tap()
    expect(block.locator('input[type="radio"]')).to_have_count(3)
    row(page, '[data-next="sleeping.bedding"]', "2").tap()
    block.get_by_role("button", name="1 month").tap()
    block.locator('[data-slot="helps"] textarea').fill("The nursery lends covers.")
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    assert faults(page) == [] and fits(page) and small_targets(page) == []

    go(page, steps, "review", "review")
    page.locator('[data-action="sign-off"]').tap()
    page.locator('[data-action="confirm"]').tap()
    expect(page.get_by_text("All sent")).to_be_visible()
    visit = steps.partition("#")[2]
    body = page.request.get(f"/api/visits/{visit}/revisions/1").json()
    about = {"item": "sleeping.bedding", "child": child["id"]}
    (step,) = body["next_steps"]
    means = next(
        item["grades"]["2"]
        for area in page.request.get("/api/rules").json()["areas"]
        for item in area["items"]
        if item["id"] == "sleeping.bedding"
    )
    assert {key: step[key] for key in ("item", "child", "target", "words", "helps")} == {
        **about, "target": 2, "words": means, "helps": "The nursery lends covers.",
    }  # fmt: skip
    assert body["own_grades"] == [
        {**about, "person": carer["id"], "grade": 2}, {**about, "person": child["id"], "grade": 5},
    ]  # fmt: skip

    # The next visit opens with it, and the item shows it beside last time's grade.
    again = begin(page, home)
    expect(page.locator('[data-slot="agreed"]')).to_contain_text("The nursery lends covers.")
    go(page, again, "area-sleeping", "area")
    expect(page.locator(f'{bedding} [data-slot="agreed"]')).to_contain_text("To reach 2 by")
    page.goto(f"/homes/{home['id']}")
    expect(page.locator("section[aria-labelledby=next-steps]")).to_contain_text("The nursery")
