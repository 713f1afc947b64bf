"""Every page, at tablet and phone size: no accessibility fault, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LYING, PHONE, PROJECT, TABLET, unlock

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = {
    "practitioner": [
        "/homes", "/homes?q=nothing-like-this", "/homes/new", "/about", "/visit", "HOME",
        "HOME?child=", "HOME/people/new", "HOME/chronology?agency=school", "HOME/chronology/new",
        "VISIT/line", "HOME/patterns", "HOME/photos", "HOME/photos/bedroom", "HOME/compare",
        "HOME/compare?only=differences", "HOME/items/sleeping.bedding", "HOME/children", "VISIT",
        "VISIT/evidence", "/nothing-here",
    ],
    "police": ["/homes", "HOME"],
    "partner": ["/homes"],
    "supervisor": ["/overview", "/devices", "/reviews"],
    "administrator": ["/admin", "/admin/audit", "/devices"],
}  # fmt: skip

Enter = Callable[..., Page]


def faults(page: Page) -> list[Any]:
    """What axe finds, by rule and place; its script goes in past the content security policy."""
    page.evaluate(AXE.read_text("utf-8"))
    # The bars that follow the screen cover other targets only until one scrolls.
    for bar in page.locator(".app-bar, .app-step__top").all():
        bar.evaluate("bar => bar.style.setProperty('position', 'static')")
    # What is off the screen is not laid out until it comes into sight.
    for item in page.locator(".app-item").all():
        item.evaluate("item => item.style.setProperty('content-visibility', 'visible')")
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", STANDARD
    )
    violations = found["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations]


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def small_targets(page: Page) -> list[str]:
    """Buttons, choices and menu entries that are less than 44 px high."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
            'button, .govuk-button, .app-choice, .govuk-input, .govuk-select, nav a, summary')]
          .filter(each => each.checkVisibility() && each.getBoundingClientRect().height > 0
            && !each.closest('.govuk-error-summary') && !each.matches('.app-file__input'))
          .filter(each => each.getBoundingClientRect().height < 43.5)
          .map(each => `${each.tagName}.${each.className} ${each.textContent.trim()}`)"""
    )


@pytest.mark.parametrize(
    ("who", "size"),
    [*product(PAGES, (TABLET, PHONE)), ("practitioner", LYING)],
    ids=lambda each: each if isinstance(each, str) else f"{each[0]}x{each[1]}",
)
def test_every_page_is_accessible_and_fits(
    signed_in: Enter, who: str, size: tuple[int, int]
) -> None:
    page = signed_in(who, size)
    home = visit = ""
    if who in {"practitioner", "police"}:
        page.goto("/homes")
        home = page.get_by_role("link", name="14 Larch Bank").get_attribute("href") or ""
        page.goto(home)
        visit = page.locator(".app-visits__visit a").first.get_attribute("href") or ""
    for name in PAGES[who]:
        path = name.replace("HOME", home).replace("VISIT", visit)
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        # What stands in the markup is the same however the tablet is held.
        assert size == LYING or faults(page) == [], path
        assert fits(page), path
        assert small_targets(page) == [], path


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_every_step_of_a_visit_is_accessible_and_fits(
    signed_in: Enter, size: tuple[int, int]
) -> None:
    page = signed_in("practitioner", size)
    page.get_by_role("link", name="14 Larch Bank").click()
    page.get_by_role("button", name="Start a visit").click()
    unlock(page)
    expect(page.get_by_role("link", name="Arriving")).to_be_visible()
    assert faults(page) == [] and fits(page)
    steps = page.locator(".govuk-task-list a, [data-part=tasks] a").evaluate_all(
        "links => links.map(link => link.hash).filter(hash => hash.includes('/'))"
    )
    assert len(steps) >= 10
    for step in steps:
        page.goto(f"/visit{step}")
        expect(page.get_by_role("link", name="All steps")).to_be_visible()
        first = page.locator(".app-choice--grade:visible")
        if first.count():
            first.nth(4).click()
        assert faults(page) == [], step
        assert fits(page), step
        assert small_targets(page) == [], step


def test_the_sign_in_page_is_accessible(browser: Any, server: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{server.url}/sign-in")
    assert faults(page) == [] and fits(page) and small_targets(page) == []
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert faults(page) == []
    page.close()


def test_a_visit_can_be_graded_with_the_keyboard_alone(signed_in: Enter) -> None:
    page = signed_in("practitioner")
    page.get_by_role("link", name="The upstairs flat").press("Enter")
    page.get_by_role("button", name="Start a visit").press("Enter")
    unlock(page)
    page.get_by_role("link", name="Hygiene", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    first = page.get_by_role("radio").first
    first.focus()
    first.press("Space")
    first.press("ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    expect(page.locator("[data-part=grade-bar]")).to_contain_text("Hygiene so far: 2")
    expect(page.locator("[data-part=saved]")).to_contain_text("Saved")

