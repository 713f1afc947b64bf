"""From a tap on a grade to a screen that shows it and says that it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from bench.browser import CPU_SLOWER, Place, begin_visit, open_step, place, slow_cpu, tablet
from bench.report import Bar, Figure, Report, spread

TAPS, QUICK_TAPS = 30, 10
# What one notes field takes, nearly; with the words of the arrival that makes 20 kB.
NOTES_LIMIT = 9_900
LONG = "Two beds upstairs, one with a sheet. Four tins and half a loaf in the kitchen. " * 130
ARRIVAL_LIMIT = 4_500
# "Saved" is set when the transaction has completed; it counts once the frame with it is drawn.
SCRIPT = """
let touched = null;
addEventListener("pointerdown", (event) => (touched = event.timeStamp), true);
window.nextTap = () => new Promise((resolve, reject) => {
  touched = null;
  setTimeout(() => reject(new Error("the tap was never saved")), 20_000);
  new MutationObserver((_, observer) => {
    if (touched === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - touched)));
  }).observe(document, { subtree: true, attributeFilter: ["data-saved-at"] });
});
"""
BARE = "".join(
    f'<label class="app-choice--grade"><input type="radio" name="bare"> {number}</label> '
    for number in range(5)
)
CHANGES = """() => addEventListener("change", () => {
  document.body.dataset.savedAt = performance.now();
})"""
SEALED_BYTES = """async () => {
  const open = indexedDB.open("gcp-device");
  const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const drafts = database.transaction("drafts").objectStore("drafts").getAll();
  const records = await new Promise((done) => (drafts.onsuccess = () => done(drafts.result)));
  database.close();
  const sizes = records.map((each) => each.sealed?.byteLength ?? 0);
  return Math.max(...sizes);
}"""


@dataclass(frozen=True)
class Outcome:
    """Milliseconds of each tap, there and on a bare page, and the sealed draft's size."""

    taps: list[float]
    bare: list[float]
    draft_bytes: int


def run(quick: bool = False) -> Iterator[Report]:
    """Taps on grades, one after the other."""
    yield report(QUICK_TAPS if quick else TAPS)


def report(taps: int) -> Report:
    """The figures of so many taps."""
    found = measure(taps)
    return Report(
        "tap: a tap on a grade, to shown and durable",
        f"Chromium at {CPU_SLOWER}x slower CPU, {taps} taps in a draft with its notes full; from"
        " the finger's touch to the drawn frame that says Saved, which the app sets when the"
        " strict IndexedDB transaction has completed",
        [
            *spread("tap to shown and durable", found.taps, "ms", {95: Bar("at most", 100)}),
            Figure("the slowest", max(found.taps), "ms"),
            *spread("control: a tap on a bare page", found.bare, "ms"),
            Figure("draft as it is sealed on the device", found.draft_bytes / 1000, "kB"),
        ],
    )


def measure(taps: int) -> Outcome:
    """Begin a visit, fill its notes, and tap."""
    with place() as where:
        taken, size = _graded(where, taps)
        return Outcome(taken, _bare(where, taps), size)


def _graded(where: Place, taps: int) -> tuple[list[float], int]:
    with tablet(where, SCRIPT) as (page, session):
        begin_visit(page)
        page.locator("textarea:visible").first.fill(LONG[:ARRIVAL_LIMIT])
        open_step(page, "Notes")
        page.locator("textarea:visible").first.fill(LONG[:NOTES_LIMIT])
        expect(page.locator("[data-part=saved]")).to_contain_text("Saved")
        open_step(page, "Sleeping")
        slow_cpu(session)
        taken = [_tap(page, page.locator("[data-part=item]"), number) for number in range(taps)]
        slow_cpu(session, 1)
        return taken, page.evaluate(SEALED_BYTES)


def _bare(where: Place, taps: int) -> list[float]:
    """What any page needs from touch to frame here: the least that a tap can take."""
    with tablet(where, SCRIPT) as (page, session):
        page.goto(f"data:text/html,{BARE}")
        page.evaluate(CHANGES)
        slow_cpu(session)
        return [_tap(page, page.locator("body"), number) for number in range(taps)]


def _tap(page: Page, items: Locator, number: int) -> float:
    """Milliseconds for one row not chosen yet: each item's first grade, then their second…"""
    item = items.nth(number % items.count())
    grade = item.locator(".app-choice--grade:visible").nth(number // items.count() % 5)
    grade.scroll_into_view_if_needed()
    page.evaluate("() => void (window.tap = window.nextTap())")
    grade.tap()
    return float(page.evaluate("() => window.tap"))
