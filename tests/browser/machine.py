"""Finds a Chromium for the browser tests: the machine's own, else Playwright's, else Debian's.

`python -m tests.browser.machine` installs one where there is none, or says what is needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream",
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
