"""Finds a Chromium for the browser tests: the machine's own, else Playwright's, else Debian's.

`python -m tests.browser.machine` installs one where there is none, or says what is needed.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
# Each new page of a whole Chromium would start a process to draw its address bar's menus.
NOT_ITS_OWN_MENUS = [
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
    "PreloadTopChromeWebUI", "WebUIReloadButton", "InitialWebUI",
]  # fmt: skip


def _switched_off_by_playwright() -> list[str]:
    """The features that Playwright switches off: of two such lists the browser reads the last."""
    found = importlib.util.find_spec("playwright")
    folder = Path(found.origin).parent if found and found.origin else Path()
    bundle = (folder / "driver/package/lib/coreBundle.js").read_text("utf-8")
    names = re.findall(r'"(\w+)"', bundle.partition("disabledFeatures = [")[2].partition("]")[0])
    if not names:
        raise RuntimeError("Playwright's own list of features has moved: name it here again")
    return names


FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--disable-features=" + ",".join(_switched_off_by_playwright() + NOT_ITS_OWN_MENUS),
]  # fmt: skip
NEEDED = "The browser tests need Chromium or Chrome. Install it, or name its path in GCP_BROWSER."


def find_browser() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("GCP_BROWSER")
    if named:
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Try Playwright's own browser, then Debian's package; what fails is told by `find_browser`."""
    tries = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        tries += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in tries:
        print("no browser yet:", " ".join(command), flush=True)
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, timeout=600)
        if find_browser():
            return


if __name__ == "__main__":
    if not find_browser():
        install()
    sys.exit(None if find_browser() else NEEDED)
