"""Every page, at tablet and phone size: no accessibility fault, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gcp.demo import cast
from tests.browser.conftest import LYING, PHONE, PROJECT, TABLET, unlock

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is asked for comes back: the whole of what axe found takes longer to bring than to find.
LOOKED_AT = """async tags => {
  const each = (selector, name, value) =>
    document.querySelectorAll(selector).forEach(one => one.style.setProperty(name, value));
  // The bars that follow the screen cover other targets only until one scrolls.
  each(".app-bar, .app-step__top", "position", "static");
  // What is off the screen is not laid out until it comes into sight.
  each(".app-item", "content-visibility", "visible");
  const runOnly = { type: "tag", values: tags };
  const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
}"""
PAGES = {
    "practitioner": [
        "/homes", "/homes?q=nothing-like-this", "/homes/new", "/about", "/about/access", "/visit",
        "HOME", "HOME?child=", "HOME/people/new", "HOME/sharing/new", "HOME/chronology?agency=school",
        "HOME/chronology/new", "HOME/referrals/new", "HOME/escalations/new", "/referrals", "REFERRAL",
        "REFERRAL/step?kind=decided", "VISIT/line", "HOME/patterns", "HOME/family", "HOME/photos",
        "HOME/photos/bedroom", "HOME/compare", "HOME/compare?only=differences",
        "HOME/items/sleeping.bedding", "HOME/children", "CHILD", "VISIT", "VISIT/evidence",
        "HOME/report", "HOME/report/letter", "VISIT/report", "/reports/check", "/practice",
        "/notices/settings", "/nothing-here",
    ],
    "police": ["/homes", "HOME", "CHILD"],
    "partner": ["/homes", "/referrals", "REFERRAL", "HOME", "HOME/chronology/new"],
    "supervisor": [
        "/overview", "/homes/to-decide", "/homes/checks", "HOME/checks/new", "HOME/join",
        "/referrals", "REFERRAL/step?kind=stopped", "/devices", "/reviews", "/agreement",
        "HOME/data", "/notices",
        "HOME/partners", f"HOME/partners/{cast.ACCOUNTS['partner'].id}",
    ],
    "administrator": ["/admin", "/admin/audit", "/devices", "/notices"],
}  # fmt: skip

Enter = Callable[..., Page]


def faults(page: Page) -> list[Any]:
    """What axe finds, by rule and place; its script goes in past the content security policy."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(LOOKED_AT, STANDARD)


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


def is_well(page: Page, place: str, *sizes: tuple[int, int]) -> None:
    """A page at tablet and phone size; what stands in the markup is the same of a lying tablet."""
    for width, height in (TABLET, PHONE, *sizes):
        page.set_viewport_size({"width": width, "height": height})
        assert (width, height) == LYING or faults(page) == [], (place, width)
        assert fits(page), (place, width)
        assert small_targets(page) == [], (place, width)


@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_accessible_and_fits(signed_in: Enter, who: str) -> None:
    page = signed_in(who)
    home = visit = child = ""
    if any(name.startswith(("HOME", "CHILD")) for name in PAGES[who]):
        page.goto("/homes")
        home = page.get_by_role("link", name="14 Larch Bank").get_attribute("href") or ""
        page.goto(home)
        if who != "partner":  # who never sees one
            visit = page.locator(".app-visits__visit a").first.get_attribute("href") or ""
        child = page.locator("a[href*='/children/']").first.get_attribute("href") or ""
    referral = ""
    if any(name.startswith("REFERRAL") for name in PAGES[who]):
        page.goto("/referrals")
        link = page.get_by_role("link", name="Referral of 16 October 2026")
        referral = link.get_attribute("href") or ""
    for name in PAGES[who]:
        path = name.replace("HOME", home).replace("VISIT", visit).replace("REFERRAL", referral)
        path = path.replace("CHILD", child)
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        is_well(page, path, *[LYING] * (who == "practitioner"))


def test_every_step_of_a_visit_is_accessible_and_fits(signed_in: Enter) -> None:
    page = signed_in(place="/homes")
    page.get_by_role("link", name="14 Larch Bank").click()
    page.get_by_role("button", name="Start a visit").click()
    unlock(page)
    expect(page.get_by_role("link", name="Arriving")).to_be_visible()
    is_well(page, "all steps")
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
        is_well(page, step)


def test_the_sign_in_page_is_accessible(browser: Any, server: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{server.url}/sign-in")
    assert faults(page) == [] and fits(page) and small_targets(page) == []
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert faults(page) == []
    page.close()


def test_a_visit_can_be_graded_with_the_keyboard_alone(signed_in: Enter) -> None:
    page = signed_in(place="/homes")
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

