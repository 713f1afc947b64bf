"""A real Chromium on a slow device, before a server with the demonstration homes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

from bench.served import Served, gcp, serving
from gcp.demo.cast import ACCOUNTS, LARCH, PASSWORD
from tests.browser.conftest import PASSPHRASE, open_app
from tests.browser.machine import FLAGS, NEEDED, find_browser

CPU_SLOWER = 4
# 1.6 Mbit/s down, 0.75 up, 150 ms: a poor mobile line.
LINE = {
    "offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}  # fmt: skip
# The home of the demonstration with most children and most visits.
HOME = LARCH.id
CAN_BE_SLOW = 60_000


class NoBrowser(Exception):
    """There is no Chromium here; the message says what is needed."""


@dataclass(frozen=True)
class Place:
    """A running browser and the server that it looks at."""

    browser: Browser
    server: Served


@contextmanager
def place() -> Iterator[Place]:
    """The demonstration, served, and a browser."""
    path = find_browser()
    if path is None:
        raise NoBrowser(NEEDED)
    with tempfile.TemporaryDirectory(prefix="gcp-bench-") as folder:
        gcp(Path(folder), "migrate")
        gcp(Path(folder), "demo")
        with serving(Path(folder)) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            yield Place(browser, server)
            browser.close()


@contextmanager
def tablet(where: Place, script: str) -> Iterator[tuple[Page, CDPSession]]:
    """A new device with an empty cache, signed in; `script` runs first on each of its pages."""
    context = where.browser.new_context(
        base_url=where.server.url, has_touch=True, locale="en-GB", timezone_id="Europe/London",
        viewport={"width": 820, "height": 1180}, device_scale_factor=2,
    )  # fmt: skip
    context.add_init_script(script)
    details = {"email": ACCOUNTS["practitioner"].email, "password": PASSWORD}
    answer = context.request.post("/api/session", data=details)
    if answer.status != 201:
        raise RuntimeError(f"the browser could not sign in: {answer.status}")
    page = context.new_page()
    page.set_default_timeout(CAN_BE_SLOW)
    yield page, context.new_cdp_session(page)
    context.close()


def slow_cpu(session: CDPSession, times: float = CPU_SLOWER) -> None:
    """Make the page's processor so many times slower."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})


def begin_visit(page: Page) -> None:
    """A new visit to the home, somebody let in and everybody there."""
    open_app(page, f"#new/{HOME}")
    open_step(page, "Arriving")
    page.get_by_text("Unannounced", exact=True).click()
    page.get_by_text("Went inside", exact=True).click()
    expect(page.locator("[data-part=saved]")).to_contain_text("Saved")


def type_passphrase(page: Page) -> None:
    """Fill in the passphrase at the lock, so that nothing but the tap on Unlock is left."""
    expect(page.locator("[data-part=unlock]")).to_be_visible()
    page.get_by_label("Passphrase for this device").fill(PASSPHRASE)


def open_step(page: Page, name: str) -> None:
    """Open a step of the visit from its list of steps."""
    if page.get_by_role("link", name="All steps").count():
        page.get_by_role("link", name="All steps").click()
    expect(page.locator("[data-part=tasks]")).to_be_visible()
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
