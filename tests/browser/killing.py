"""The device of the random-kill run, and what ends it in the middle of anything."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.browser.conftest import TABLET
from tests.browser.machine import FLAGS, find_browser

SCREENS = Path(__file__).parent / "screens.js"
PATIENCE = 30_000
STILLBORN = 4_000
TRIES = 9
PAGE, BROWSER, SERVER = "page", "browser", "server"


@dataclass
class Blow:
    """One kill: what it ends, how many seconds from now, and when it did.

    With `at_word` it falls sooner: the moment that the screen calls something saved.
    """

    number: int
    ends: tuple[str, ...]
    after: float
    kill: Callable[[str], None]
    at_word: bool = False
    fallen_at: float | None = None
    _fallen: threading.Event = field(default_factory=threading.Event)
    _falling: threading.Lock = field(default_factory=threading.Lock)

    def __str__(self) -> str:
        when = "at a word, or " if self.at_word else ""
        return f"kill {self.number} ({' and '.join(self.ends)}, {when}after {self.after:.3f} s)"

    def aim(self) -> None:
        self._fall_after(self.after)

    def hear(self) -> None:
        """The screen has called something saved."""
        if self.at_word:
            self._fall_after(0)

    def has_fallen(self, within: float = 0.0) -> bool:
        """Whether it has, at most so many seconds from now."""
        return self._fallen.wait(within)

    def _fall_after(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._fall)
        timer.daemon = True
        timer.start()

    def _fall(self) -> None:
        """Once, whoever comes first."""
        if not self._falling.acquire(blocking=False):
            return
        for each in self.ends:
            self.kill(each)
        self.fallen_at = time.monotonic()
        self._fallen.set()


class Device:
    """A browser with a profile that outlives it, and one page of the product in it."""

    def __init__(self, playwright: Playwright, profile: Path, url: str) -> None:
        self._playwright = playwright
        self._profile = profile
        self._url = url
        self._context: BrowserContext | None = None
        self._drawers: list[int] = []
        self._pid: int | None = None
        self._family: set[int] = set()
        # Playwright waits for ever for a page that dies before it is ready.
        self._opening = threading.Lock()
        self.is_shut = True
        self.page: Page
        self.on_page: Callable[[Page], None] = lambda page: None

    @property
    def is_running(self) -> bool:
        return self._browser() is not None

    def open(self) -> None:
        """A page, in the browser that is there or in a fresh one."""
        with self._opening:
            self.is_shut = False
            self._drawers, self._pid = [], None
            if self.is_running:
                self._family = set()
                self._replace_page()
            else:
                self._start()

    def load(self, address: str) -> None:
        """Load an address; again in a fresh page where its renderer had been killed as a spare."""
        for _ in range(TRIES):
            try:
                self.page.goto(address, wait_until="commit")
                return
            except Error as error:
                with self._opening:
                    is_killed_since = self.is_shut
                if is_killed_since or "crashed" not in str(error):
                    raise
                self.open()
        raise Error(f"every renderer for {address} is dead")

    def _start(self) -> None:
        """Start the browser with what its profile holds."""
        self._wait_until_gone()
        self._context = self._playwright.chromium.launch_persistent_context(
            self._profile, executable_path=find_browser(), args=FLAGS, base_url=self._url,
            has_touch=True, locale="en-GB", timezone_id="Europe/London", timeout=PATIENCE,
            viewport={"width": TABLET[0], "height": TABLET[1]},
        )  # fmt: skip
        self._context.set_default_timeout(PATIENCE)
        self._context.add_init_script(path=SCREENS)
        self.page = self._context.pages[0]
        self.on_page(self.page)

    def stop(self) -> None:
        if self._context and self.is_running:
            self._context.close()

    def _replace_page(self) -> None:
        """A fresh page in place of one that was killed."""
        assert self._context
        old = self.page
        self.page = self._made_page(self._context)
        with suppress(Error):
            old.close()
        self.on_page(self.page)

    def take_aim(self) -> None:
        """Find out beforehand what would have to be ended, so that it is done in no time."""
        self._drawers = self._found_drawers()
        self._pid = self._browser()
        self._family = _below(self._pid) if self._pid else set()

    def kill_page(self) -> None:
        """End what draws the page, as the system does when memory is short."""
        with self._opening:
            for pid in self._drawers:
                _end(pid)
            for pid in self._found_drawers():
                _end(pid)
            self.is_shut = True

    def kill_browser(self) -> None:
        """End the browser; what it has started ends a moment later."""
        with self._opening:
            if (pid := self._pid or self._browser()) is not None:
                self._family = self._family or _below(pid)
                _end(pid)
                _wait_for({pid})
            self.is_shut = True

    def _found_drawers(self) -> list[int]:
        mine = ((pid, each.command) for pid, each in _processes().items())
        return [pid for pid, c in mine if self._is_ours(c) and "--type=renderer" in c]

    def _made_page(self, context: BrowserContext) -> Page:
        """A new page may land in a renderer that was kept ready and was killed too: try again.

        `new_page` has no time limit and would wait for such a one for ever.
        """
        assert context.browser
        browser = context.browser.new_browser_cdp_session()
        for _ in range(TRIES):
            with suppress(Error):
                with context.expect_page(timeout=STILLBORN) as made:
                    browser.send("Target.createTarget", {"url": "about:blank"})
                return made.value
        raise Error("the browser makes no page")

    def _is_ours(self, command: str) -> bool:
        return f"--user-data-dir={self._profile} " in f"{command} "

    def _browser(self) -> int | None:
        """The browser itself, not what it has started; None when it is over."""
        mine = ((pid, each.command) for pid, each in _processes().items())
        return next((pid for pid, c in mine if self._is_ours(c) and "--type=" not in c), None)

    def _wait_until_gone(self) -> None:
        """The children of a killed browser let its files go a moment after it."""
        if not _wait_for(self._family):
            for pid in self._family & set(_processes()):
                _end(pid)
            _wait_for(self._family)
        self._family = set()


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _wait_for(pids: set[int], patience: float = 3.0) -> bool:
    """Whether all of these are over before long."""
    end = time.monotonic() + patience
    while pids & set(_processes()):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@dataclass(frozen=True)
class _Process:
    parent: int
    command: str


def _processes() -> dict[int, _Process]:
    """Every process that is not over (Linux only)."""
    found = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            with suppress(OSError):
                found[int(each.name)] = _read_process(each)
    return {pid: each for pid, each in found.items() if each.command}


def _read_process(folder: Path) -> _Process:
    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return _Process(int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]), command)


def _below(pid: int) -> set[int]:
    """Every process that this one has started, and theirs."""
    processes = _processes()
    found = {pid}
    while more := {p for p, each in processes.items() if each.parent in found} - found:
        found |= more
    return found
