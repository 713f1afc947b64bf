"""The device's pages: with a cold cache, and without a network; until a step can be tapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page

from bench.browser import (
    CPU_SLOWER,
    HOME,
    LINE,
    Place,
    begin_visit,
    place,
    slow_cpu,
    tablet,
    type_passphrase,
)
from bench.report import Bar, Figure, Report
from tests.browser.conftest import open_app

RUNS, QUICK_RUNS = 5, 2
# What is waited for is in the page, and the frame that shows it has been drawn.
SCRIPT = """
const shown = (selector) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error(`${selector} was never shown`)), 60_000);
  new MutationObserver((_, observer) => {
    if (!document.querySelector(selector)) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
  }).observe(document, { childList: true, subtree: true, attributes: true });
});
window.lockShown = shown("[data-part=unlock] input[type=password]");
window.stepTappable = shown("[data-task] a[href]");
window.unlockTapped = new Promise((resolve) => {
  addEventListener("submit", (event) => resolve(event.timeStamp), true);
});
"""
# A cold cache, with the vault of somebody who has used the device before.
CLEAR = "service_workers,cache_storage"
KINDS = {"Document": "the page itself", "Script": "scripts", "Stylesheet": "style"}


@dataclass(frozen=True)
class Start:
    """One start: milliseconds to the lock, and from the tap on Unlock to a step that can be tapped."""

    lock: float
    opened: float

    @property
    def whole(self) -> float:
        """Both together: all that a person waits for, without the typing."""
        return self.lock + self.opened


@dataclass(frozen=True)
class ColdStart(Start):
    """A cold start, with its bytes by kind as they came over the line."""

    kilobytes: Counter[str]
    requests: int
    control: float


def run(quick: bool = False) -> Iterator[Report]:
    """Cold starts, then starts without a network."""
    cold, offline = measure(QUICK_RUNS if quick else RUNS)
    yield cold_report(cold)
    yield offline_report(offline)


def measure(runs: int) -> tuple[list[ColdStart], list[Start]]:
    """So many starts of each kind."""
    with place() as where:
        return [_cold(where) for _ in range(runs)], _offline(where, runs)


def cold_report(found: Sequence[ColdStart]) -> Report:
    """The figures of cold starts."""
    kilobytes = found[0].kilobytes
    return Report(
        "start: the device's pages to the first tappable step, cold cache",
        f"Chromium at {CPU_SLOWER}x slower CPU, 1.6 Mbit/s down, 0.75 up, 150 ms, median of"
        f" {len(found)}; /visit#new/<home> until the lock, and from the tap on Unlock (the"
        " passphrase typed) until the step list is drawn; bytes as CDP counts them, until the lock",
        [
            Figure("all bytes, gzip", kilobytes.total(), "kB", Bar("at most", 120)),
            *(Figure(f"of these {kind}", size, "kB") for kind, size in kilobytes.most_common()),
            Figure("requests", found[0].requests),
            _median("to the lock", [each.lock for each in found]),
            _median("from Unlock to first tap", [each.opened for each in found]),
            _median("both", [each.whole for each in found], Bar("at most", 1530)),
            Figure("the same, slowest", max(each.whole for each in found), "ms"),
            _median("control: the About page loaded", [each.control for each in found]),
        ],
    )


def offline_report(found: Sequence[Start]) -> Report:
    """The figures of starts without a network."""
    return Report(
        "start: a second start with the network off, to a draft that can go on",
        f"Chromium at {CPU_SLOWER}x slower CPU, median of {len(found)}; a new page to the lock, and"
        " from the tap on Unlock (600,000 rounds of PBKDF2 in it) until the draft's steps are drawn",
        [
            _median("to the lock", [each.lock for each in found]),
            _median("from Unlock to the draft", [each.opened for each in found]),
            _median("both", [each.whole for each in found], Bar("at most", 500)),
            Figure("the same, slowest", max(each.whole for each in found), "ms"),
        ],
    )


def _median(name: str, values: Sequence[float], bar: Bar | None = None) -> Figure:
    return Figure(f"{name}, median", median(values), "ms", bar)


def _cold(where: Place) -> ColdStart:
    control = _control(where)
    with tablet(where, SCRIPT) as (page, session):
        open_app(page)
        origin = page.evaluate("location.origin")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto("about:blank")
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": CLEAR})
        session.send("Network.clearBrowserCache")
        requests = _slow(session)
        page.goto(f"{origin}/visit#new/{HOME}")
        lock = float(page.evaluate("() => window.lockShown"))
        finished = [each for each in requests.values() if "bytes" in each]
        start = _unlock(page, lock)
    kilobytes: Counter[str] = Counter()
    for each in finished:
        kilobytes[KINDS.get(each["kind"], "data and pictures")] += each["bytes"] / 1000
    return ColdStart(start.lock, start.opened, kilobytes, len(finished), control)


def _offline(where: Place, runs: int) -> list[Start]:
    with tablet(where, SCRIPT) as (page, _):
        begin_visit(page)
        draft = page.url.split("/visit")[1].split("/")[0]
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.context.set_offline(True)
        page.close()
        return [_second_start(page.context, draft) for _ in range(runs)]


def _second_start(context: BrowserContext, draft: str) -> Start:
    page = context.new_page()
    session = context.new_cdp_session(page)
    slow_cpu(session)
    page.goto(f"/visit{draft}")
    start = _unlock(page, float(page.evaluate("() => window.lockShown")))
    page.close()
    return start


def _unlock(page: Page, lock: float) -> Start:
    type_passphrase(page)
    page.get_by_role("button", name="Unlock").click()
    tapped = float(page.evaluate("() => window.unlockTapped"))
    return Start(lock, float(page.evaluate("() => window.stepTappable")) - tapped)


def _control(where: Place) -> float:
    """Milliseconds to load a plain page of the product, for how fast this machine is just now."""
    with tablet(where, "") as (page, session):
        _slow(session)
        page.goto("/about", wait_until="load")
        return float(page.evaluate("performance.getEntriesByType('navigation')[0].duration"))


def _slow(session: CDPSession) -> dict[str, dict[str, Any]]:
    """Slow line and processor; the requests from here on, by id, each with its kind and bytes."""
    requests: dict[str, dict[str, Any]] = {}
    session.on(
        "Network.requestWillBeSent",
        lambda event: requests.update({event["requestId"]: {"kind": event["type"]}}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: requests.get(event["requestId"], {}).update(
            bytes=event["encodedDataLength"]
        ),
    )
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    slow_cpu(session)
    return requests
