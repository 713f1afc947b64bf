"""The device's screen for the random-kill run: goes to places, and hears what it calls saved."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, TimeoutError

from gcp.demo.cast import PASSWORD
from tests.browser.conftest import PASSPHRASE
from tests.browser.killing import Blow, Device
from tests.browser.ledger import Lost, Visit

WORD = "torture "
PATIENCE = 30.0
GRACE = 1.5
BAR = '[data-part="bar"]'
UNLOCK = '[data-part="unlock"]'


class Cut(Exception):
    """A kill has ended what was being waited for."""


class Screen:
    """One page after another of one device; what it calls saved is told to the visits."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.visits: dict[str, Visit] = {}
        self.blow: Blow | None = None
        self._problem: Exception | None = None
        self._heard: set[Page] = set()
        self._has_worker = False
        device.on_page = self._listen

    @property
    def page(self) -> Page:
        return self.device.page

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def open(self, place: str) -> None:
        """Load the device's pages and get past the lock."""
        self.device.load(f"/visit{place}")
        self.unlock()

    def unlock(self) -> None:
        """Type the passphrase, and wait until the work is on the screen."""
        self.find(f'{UNLOCK} [data-slot="passphrase"]').fill(PASSPHRASE)
        self.find(f'{UNLOCK} button[type="submit"]').click()
        self.find(f"{BAR}:not([hidden])").wait_for()
        self.find('[data-slot="screen"] h1').wait_for()
        self._has_worker = bool(self.page.evaluate("() => navigator.serviceWorker?.controller"))

    def lock(self) -> None:
        self.find(f'{BAR} [data-action="lock"]').tap()
        self.unlock()

    def go(self, place: str) -> None:
        """Go to a place behind the #, and wait until it is shown."""
        self.page.evaluate("(place) => torture.go(place)", place)

    def tell(self) -> None:
        """Have the page say what it shows, where that is on the disk already."""
        self.page.evaluate("() => torture.tell('back')")

    def look(self) -> None:
        """The same, once all of the step has been opened and drawn."""
        self.page.evaluate("() => torture.look()")

    def whole(self, visit: str) -> dict[str, Any]:
        """Everything that the screens of one visit show."""
        return dict(self.page.evaluate("(visit) => torture.whole(visit)", visit))

    def list(self) -> list[str]:
        """The visits that the list names."""
        return list(self.page.evaluate("() => torture.list()"))

    def offers(self) -> list[dict[str, Any]]:
        """The answers of the area on the screen."""
        return list(self.page.evaluate("() => torture.offers()"))

    def begin(self, home: str) -> str | None:
        """Begin a visit to a home, a further one where one is open; None where that cannot be."""
        self.go(f"#new/{home}")
        resume = self.find('[data-slot="resume"]:not([hidden]) [data-action="another"]')
        failed = self.find('[data-part="start"] [data-slot="failed"]:not([hidden])')
        tasks = self.find('[data-part="tasks"]')
        tasks.or_(resume).or_(failed).first.wait_for()
        if resume.is_visible():
            resume.tap()
            tasks.or_(failed).first.wait_for()
        return self.page.evaluate("() => torture.open()") if tasks.is_visible() else None

    def send(self, visit: Visit) -> None:
        """See a signed visit go, with a push where it waits, until all of it is sent."""
        self.go(f"#{visit.id}")
        self.tell()
        while not visit.is_all_sent:
            waits = visit.sent.get("lines", {})
            self.until(lambda: visit.is_all_sent or visit.needs_push, "all sent")
            if visit.sent.get("isSignedOut"):
                self.sign_in()
                self.go(f"#{visit.id}")
            elif not visit.is_all_sent:
                self.page.evaluate("() => torture.push()")
            if visit.sent.get("lines", {}) == waits:
                self._listen_once()

    def sign_in(self) -> None:
        """Sign in on the server again, as the app asks for."""
        self.go("#sign-in")
        self.find('[data-part="sign-in"] [data-slot="password"]').fill(PASSWORD)
        self.find('[data-part="sign-in"] button[type="submit"]').click()
        self.find('[data-part="sign-in"]').wait_for(state="detached")

    def until(self, is_true: Callable[[], bool], what: str) -> None:
        """Listen until it is true; raises Cut when a kill came between, Lost when it never is."""
        end = time.monotonic() + PATIENCE
        while not is_true():
            self.raise_problem()
            now = time.monotonic()
            if self.blow and self.blow.fallen_at and now > self.blow.fallen_at + GRACE:
                raise Cut(what)
            if now > end:
                raise Lost(f"the screen never said that it was saved: {what}")
            self._listen_once()
        self.raise_problem()

    def raise_problem(self) -> None:
        """Whatever was wrong with what the page has said."""
        if self._problem:
            raise self._problem

    @property
    def opens_alone(self) -> bool:
        """Whether the device's pages are kept here, so that they open without the server."""
        return self._has_worker

    def hear_only(self, page: Page | None) -> None:
        """From here on only this page is believed; what others said has been taken in."""
        self._heard = {page} if page else set()

    def _listen_once(self) -> None:
        try:
            self.page.wait_for_event("console", timeout=250)
        except TimeoutError:
            return

    def _listen(self, page: Page) -> None:
        self._heard.add(page)
        page.on("console", lambda message: self._hear(page, message))
        page.on("pageerror", lambda error: self._note(Lost(f"a script failed: {error}")))

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        if page not in self._heard or not message.text.startswith(WORD):
            return
        said = json.loads(message.text.removeprefix(WORD))
        visit = self.visits.get(said["visit"])
        if not visit:
            return
        if self.blow:
            self.blow.hear()
        try:
            visit.hear(said["state"])
            if said["sent"]:
                visit.hear_sent(said["sent"])
        except Lost as lost:
            self._note(lost)

    def _note(self, problem: Exception) -> None:
        self._problem = self._problem or problem
