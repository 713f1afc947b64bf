"""The shell is kept whole or not at all, starts without a network, and is renewed when asked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECT, Server, open_app, unlock
from tests.browser.test_visit_app import a_home, begin, step

Enter = Callable[..., Page]

KEPT = """async () => {
  const urls = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) urls.push(new URL(url).pathname);
  }
  return urls;
}"""
CONTROLLED = """() => new Promise((resolve, reject) => {
  const { serviceWorker } = navigator;
  const look = () => serviceWorker.controller && resolve();
  serviceWorker.addEventListener("controllerchange", look);
  serviceWorker.register("/sw.js", { updateViaCache: "none" }).then(look, reject);
  setTimeout(() => reject(new Error("no worker serves this page")), 30_000);
})"""
FATE = """async () => {
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  await registration.update().catch(() => {});
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return "redundant";
  return new Promise((resolve) => {
    const tell = () => worker.state !== "installing" && resolve(worker.state);
    worker.addEventListener("statechange", tell);
    tell();
  });
}"""


def ready(page: Page) -> None:
    """Wait until a worker has kept the whole shell."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def controlled(page: Page) -> None:
    """Wait until a worker serves this page, which may stand at the lock still."""
    page.evaluate(CONTROLLED)


def next_worker(page: Page) -> str:
    """Look for a new version; what becomes of it: installed, activated or redundant."""
    return str(page.evaluate(FATE))


def renew(server: Server, minutes: str) -> None:
    """Start the server again with another idle lock: the smallest change of the shell."""
    server.stop()
    server.more = {"GCP_IDLE_LOCK_MINUTES": minutes}
    server.start()


def test_a_tablet_that_was_online_once_starts_without_a_network(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page)
    ready(page)
    context = page.context
    context.set_offline(True)
    page.close()
    again = context.new_page()
    again.goto("/visit")
    expect(again.get_by_role("heading", name="This device is locked")).to_be_visible()
    unlock(again)
    expect(again.get_by_role("heading", name="Visits on this device")).to_be_visible()


def test_any_other_page_without_a_network_leads_to_the_app(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page)
    ready(page)
    page.context.set_offline(True)
    for path in ("/homes", "/about", "/"):
        page.goto(path)
        expect(page.get_by_role("heading", name="This device is locked")).to_be_visible()


def test_only_the_shell_is_kept(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page, "#homes")
    ready(page)
    expect(page.get_by_text("14 Larch Bank").first).to_be_visible()
    page.reload()  # from here on every request passes the worker
    unlock(page)
    expect(page.get_by_text("14 Larch Bank").first).to_be_visible()
    paths = page.evaluate(KEPT)
    assert "/visit" in paths
    assert all(each == "/visit" or each.startswith("/static/") for each in paths)
    listed = page.request.get("/sw.js").text()
    assert len(paths) == len(re.findall(r'"url":', listed)), "whole, and nothing beside it"


def served(page: Page) -> None:
    """The app open in a page that the worker serves."""
    open_app(page)
    ready(page)
    page.reload()
    unlock(page)


def test_an_update_asks_first_and_never_in_the_middle_of_a_visit(
    signed_in: Enter, server: Server
) -> None:
    page = signed_in()
    served(page)
    steps = begin(page, a_home(page))
    step(page, steps, "notes")
    page.locator("textarea").fill("Half a sent")
    renew(server, "11")
    assert next_worker(page) == "installed"
    banner = page.locator('[data-part="update"]')
    expect(banner).to_be_hidden()
    page.locator("textarea").fill("Half a sentence, now whole")
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    assert page.locator('[data-part="visit-app"]').get_attribute("data-idle-minutes") == "10"
    page.goto("/visit#")
    expect(banner).to_be_visible()
    page.get_by_role("button", name="Update now").tap()
    expect(page.locator('[data-idle-minutes="11"]')).to_be_attached()
    unlock(page)
    page.goto(f"{steps}/notes")
    expect(page.locator("textarea")).to_have_value("Half a sentence, now whole")
    expect(banner).to_be_hidden()


def test_an_update_waits_for_the_other_tab(signed_in: Enter, server: Server) -> None:
    page = signed_in()
    served(page)
    other = page.context.new_page()
    open_app(other, "#homes")
    renew(server, "11")
    assert next_worker(page) == "installed"
    page.goto("/visit#device")
    page.get_by_role("button", name="Update now").tap()
    expect(page.get_by_text("Close that one first")).to_be_visible()
    other.close()
    page.get_by_role("button", name="Update now").tap()
    expect(page.locator('[data-idle-minutes="11"]')).to_be_attached()


def test_a_draft_of_older_rules_is_read_and_sent_under_them(
    signed_in: Enter, server: Server, tmp_path: Path
) -> None:
    page = signed_in()
    steps = begin(page, a_home(page))
    step(page, steps, "arriving")
    page.get_by_text("Unannounced", exact=True).tap()
    page.get_by_text("Went inside", exact=True).tap()
    old = page.request.get("/api/rules").json()["digest"]
    newer = tmp_path / "rules.yaml"
    shutil.copy(PROJECT / "scoring_rules.yaml", newer)
    newer.write_text(newer.read_text("utf-8").replace("Bedding", "Bed clothes"), "utf-8")
    server.stop()
    server.more = {"GCP_RULES": str(newer)}
    server.start()
    assert page.request.get("/api/rules").json()["digest"] != old
    page.reload()
    unlock(page)
    page.goto(f"{steps}/area-sleeping")
    expect(page.get_by_role("heading", name="Bedding", exact=True)).to_be_visible()
    page.locator(".app-choice--grade:visible").first.tap()
    step(page, steps, "review")
    page.locator('[data-action="sign-off"]').tap()
    page.locator('[data-action="confirm"]').tap()
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    visit = steps.split("#")[1]
    assert page.request.get(f"/api/visits/{visit}/revisions/1").json()["rules"] == old
    begin(page, a_home(page))
    page.goto(f"{page.url}/area-sleeping")
    expect(page.get_by_role("heading", name="Bed clothes", exact=True)).to_be_visible()
