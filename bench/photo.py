"""A photo from a camera: kept and shown on the device, checked and copied on the server."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from bench import imaging
from bench.browser import CPU_SLOWER, begin_visit, open_step, place, slow_cpu, tablet
from bench.pictures import MEGA, TWELVE_MEGAPIXELS, jpeg
from bench.report import Bar, Figure, Report

PHOTOS, QUICK_PHOTOS = 5, 2
# Shown: its small copy is decoded and the frame with it is drawn. The app adds it when it is kept.
SCRIPT = """
window.blocks = [];
new PerformanceObserver((list) => {
  window.blocks.push(...list.getEntries());
}).observe({ type: "longtask" });
let chosen = null;
addEventListener("change", (event) => (chosen = event.timeStamp), true);
const pictures = () => [...document.querySelectorAll('[data-slot="photos"] img[src]')];
window.nextPhoto = () => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("the photo was never shown")), 60_000);
  const before = new Set(pictures());
  new MutationObserver(async (_, observer) => {
    const image = pictures().find((each) => !before.has(each));
    if (!image) return;
    observer.disconnect();
    await image.decode();
    const took = () => performance.now() - chosen;
    requestAnimationFrame(() => setTimeout(() => resolve({ began: chosen, took: took() })));
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["src"] });
});
"""
BLOCKED = """photo => Math.max(0, ...window.blocks
  .filter((each) => each.startTime + each.duration > photo.began)
  .filter((each) => each.startTime < photo.began + photo.took)
  .map((each) => each.duration))"""


@dataclass(frozen=True)
class Kept:
    """One photo: milliseconds to kept and shown, and the longest block of the page meanwhile."""

    took: float
    blocked: float


def run(quick: bool = False) -> Iterator[Report]:
    """On the device, then on the server."""
    yield report(QUICK_PHOTOS if quick else PHOTOS)
    yield imaging.report(imaging.QUICK_TIMES if quick else imaging.TIMES)


def report(photos: int) -> Report:
    """The figures of so many photos on the device."""
    found = measure(photos)
    return Report(
        "photo: a 12-megapixel photo on the device, to kept and shown",
        f"Chromium at {CPU_SLOWER}x slower CPU (of the page; workers run at full speed), {photos}"
        " different files of 3 to 4 MB; from the chosen file to its small copy drawn",
        [
            Figure(
                "file to kept and shown, median", median(each.took for each in found), "ms",
                Bar("at most", 600),
            ),
            Figure("the slowest", max(each.took for each in found), "ms"),
            Figure(
                "longest block of the page (0: none over 50)",
                max(each.blocked for each in found), "ms", Bar("at most", 100),
            ),
        ],
    )  # fmt: skip


def measure(photos: int) -> list[Kept]:
    """Begin a visit, and choose photos one after the other."""
    with tempfile.TemporaryDirectory(prefix="gcp-bench-") as folder:
        files = [_file(Path(folder), number) for number in range(photos)]
        with place() as where, tablet(where, SCRIPT) as (page, session):
            begin_visit(page)
            open_step(page, "Photos")
            slow_cpu(session)
            return [_keep(page, file) for file in files]


def _file(folder: Path, number: int) -> Path:
    file = folder / f"{number}.jpg"
    file.write_bytes(jpeg(TWELVE_MEGAPIXELS, 4 * MEGA, imaging.TAKEN, seed=number))
    return file


def _keep(page: Page, file: Path) -> Kept:
    page.evaluate("() => void (window.photo = window.nextPhoto())")
    page.locator("[data-slot=files]").set_input_files(file)
    photo = page.evaluate("() => window.photo")
    return Kept(photo["took"], page.evaluate(BLOCKED, photo))
