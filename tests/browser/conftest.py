"""A real server with the demonstration homes, and a real browser."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from gcp import photo_files
from gcp.demo.cast import PASSWORD
from gcp.sign_in import hasher
from tests.browser import serving
from tests.browser.machine import FLAGS, NEEDED, find_browser

PROJECT = Path(__file__).parent.parent.parent
TABLET, LYING, PHONE = (820, 1180), (1180, 820), (390, 844)
PASSPHRASE = "kettle on the blue hob"
LONGEST = (
    "test_torture", "test_every_page", "test_christmas", "test_whole_visit", "test_sends",
    "test_a_filled_database",
)  # fmt: skip
# A slow machine fails no test: what is waited for comes, or never.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
    # The longest first: else one core waits for it in the end.
    items.sort(key=lambda item: not any(each in item.nodeid for each in LONGEST))


class Server:
    """The product itself in a process of its own, which can be stopped and started again."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: BaseProcess | None = None
        self.more: dict[str, str] = {}

    @property
    def environment(self) -> dict[str, str]:
        own = {"GCP_INSTANCE": str(self.instance), "GCP_DEMONSTRATION": "1"}
        return {**os.environ, **own, **self.more}

    def gcp(self, *words: str) -> None:
        """Run one `gcp` command for this instance."""
        subprocess.run(
            [sys.executable, "-m", "gcp.cli", *words], check=True, env=self.environment,
            cwd=PROJECT, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self) -> None:
        """Start, and return when it answers."""
        end = time.monotonic() + 30
        self.process = ready_to_serve().Process(
            target=serving.serve, args=(self.environment, str(self.port))
        )
        self.process.start()
        atexit.register(self.stop)  # who leaves without stopping it would wait for it for ever
        while self.is_running and time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError("the server did not start")

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.is_alive()

    def stop(self) -> None:
        """Stop at once, as a machine does that loses its power: its workers too."""
        if self.process and self.process.pid and self.is_running:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.join()


@cache
def ready_to_serve() -> ForkServerContext:
    """A process that has read the product's code, so that each server need not read it again."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([serving.__name__])
    return context


def open_app(page: Page, place: str = "") -> None:
    """The device's own pages, unlocked, at a place behind the #."""
    page.goto(f"/visit{place}")
    unlock(page)


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    """Get past the lock: set the device up the first time, type the passphrase afterwards."""
    bar = page.locator('[data-part="bar"]')
    # The lock stands in the page before the scripts are there; it opens once they are.
    door = page.locator('[data-part="set-up"], [data-part="unlock"]:has([data-slot="open"]:enabled)')
    expect(bar.or_(door).locator("visible=true").first).to_be_visible()
    if not bar.is_visible():
        for field in door.locator('[data-slot="passphrase"], [data-slot="again"]').all():
            field.fill(passphrase)
        door.locator('button[type="submit"]').click()
    expect(bar).to_be_visible()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with the demonstration in it, made once."""
    made = Server(tmp_path_factory.mktemp("demonstration"))
    made.gcp("migrate")
    made.gcp("demo")
    # The copies of its photos as well: else each test would wait until they are made again.
    pictures = made.instance / "photos"
    for original in (pictures / "originals").glob("*/*"):
        photo_files.copy(pictures, original.name, "thumb")
    # A password is checked as hard as its own line says; how hard that is has tests elsewhere.
    with sqlite3.connect(made.instance / "gcp.sqlite") as database:
        cheap = hasher("cheap").hash(PASSWORD)
        database.execute("UPDATE accounts SET password_hash = ?", (cheap,))
    return made.instance


@pytest.fixture
def server(demonstration: Path, tmp_path: Path) -> Iterator[Server]:
    """A running server with a copy of the demonstration of its own."""
    shutil.copytree(demonstration, tmp_path / "instance")
    running = Server(tmp_path / "instance")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.fail(NEEDED) if os.environ.get("GCP_BROWSER_REQUIRED") else pytest.skip(NEEDED)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def signed_in(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens a page of someone signed in, on a device of a size; fails on any script error.

    It is empty where no place is named: most tests go to one of their own.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def enter(
        who: str = "practitioner", size: tuple[int, int] = TABLET, place: str = ""
    ) -> Page:
        context = browser.new_context(
            base_url=server.url, has_touch=True, locale="en-GB", timezone_id="Europe/London",
            viewport={"width": size[0], "height": size[1]},
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        sent = {"email": f"{who}@demo.example", "password": PASSWORD}
        assert page.request.post("/api/session", data=sent).status == 201
        if place:
            page.goto(place)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not errors
