"""The visit page on a cold device: its bytes, and the time until a step can be tapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import CDPSession

from bench.browser import CPU_SLOWER, HOME, LINE, Place, place, slow_cpu, tablet
from bench.report import Bar, Figure, Report

RUNS, QUICK_RUNS = 5, 2
# The first step of the list is in the page, and the frame that shows it has been drawn.
SCRIPT = """
window.stepTappable = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("no step was ever shown")), 60_000);
  new MutationObserver((_, observer) => {
    if (!document.querySelector("[data-task] a[href]")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
  }).observe(document, { childList: true, subtree: true, attributes: true });
});
"""
KINDS = {"Document": "the page itself", "Script": "scripts", "Stylesheet": "style"}


@dataclass(frozen=True)
class Start:
    """One cold start: bytes by kind as they came over the line, and milliseconds."""

    kilobytes: Counter[str]
    requests: int
    tappable: float
    control: float


def run(quick: bool = False) -> Iterator[Report]:
    """Cold starts, one after the other."""
    yield report(QUICK_RUNS if quick else RUNS)


def report(runs: int) -> Report:
    """The figures of so many cold starts."""
    found = measure(runs)
    kilobytes = found[0].kilobytes
    return Report(
        "start: the visit page to its first tappable step, cold cache",
        f"Chromium at {CPU_SLOWER}x slower CPU, 1.6 Mbit/s down, 0.75 up, 150 ms, median of"
        f" {runs}; /visit#new/<home> until the step list is drawn; bytes as CDP counts them",
        [
            Figure("all bytes, gzip", kilobytes.total(), "kB", Bar("at most", 120)),
            *(Figure(f"of these {kind}", size, "kB") for kind, size in kilobytes.most_common()),
            Figure("requests", found[0].requests),
            _median("start to first tap", [each.tappable for each in found], Bar("at most", 1530)),
            Figure("the same, slowest", max(each.tappable for each in found), "ms"),
            _median("control: the About page loaded", [each.control for each in found]),
        ],
    )


def measure(runs: int) -> list[Start]:
    """So many cold starts, each on a new device."""
    with place() as where:
        return [_start(where) for _ in range(runs)]


def _median(name: str, values: Sequence[float], bar: Bar | None = None) -> Figure:
    return Figure(f"{name}, median", median(values), "ms", bar)


def _start(where: Place) -> Start:
    control = _control(where)
    with tablet(where, SCRIPT) as (page, session):
        requests = _slow(session)
        page.goto(f"/visit#new/{HOME}")
        tappable = page.evaluate("() => window.stepTappable")
        page.wait_for_load_state("networkidle")
    finished = [each for each in requests.values() if "bytes" in each]
    kilobytes: Counter[str] = Counter()
    for each in finished:
        kilobytes[KINDS.get(each["kind"], "data and pictures")] += each["bytes"] / 1000
    return Start(kilobytes, len(finished), tappable, control)


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
